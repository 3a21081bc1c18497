// Blocks of transforms between memory of any layout and buffers of one vector of transforms a row.

static void FN(load_scattered)(const apus_fft_side *side, ptrdiff_t from, PAIR *rows, bool swapped) {
    for (ptrdiff_t j = from; j < side->rows; j++) {
        APUS_T part[2][APUS_W] = {{0}};
        const char *const p = side->base + j * side->step;
        for (int l = 0; l < side->lanes; l++) {
            memcpy(&part[swapped][l], p + side->offset[l], sizeof(APUS_T));
            if (side->complex) memcpy(&part[!swapped][l], p + side->offset[l] + side->imaginary, sizeof(APUS_T));
        }
        rows[j] = (PAIR){FN(load)(part[0]), FN(load)(part[1])};
    }
}

static void FN(load_rows)(const apus_fft_side *side, PAIR *rows, bool swapped) {
    const bool plain = side->layout == APUS_FFT_PLAIN_ROWS;
    const ptrdiff_t tile = plain ? APUS_W : APUS_W / 2;
    ptrdiff_t j = 0;
    for (; j + tile <= side->rows; j += tile) {
        V v[APUS_W];
        for (int l = 0; l < APUS_W; l++) v[l] = FN(load)(side->base + side->offset[l < side->lanes ? l : 0] + j * side->step);
        FN(transpose)(v);
        if (plain)
            for (int i = 0; i < APUS_W; i++) rows[j + i] = swapped ? (PAIR){0, v[i]} : (PAIR){v[i], 0};
        else if (swapped)
            for (int i = 0; i < APUS_W / 2; i++) rows[j + i] = (PAIR){v[2 * i + 1], v[2 * i]};
        else
            for (int i = 0; i < APUS_W / 2; i++) rows[j + i] = (PAIR){v[2 * i], v[2 * i + 1]};
    }
    FN(load_scattered)(side, j, rows, swapped);
}

/// Reads `count` rows, of which those beyond the side's are 0.
static void FN(load_block)(const apus_fft_side *side, PAIR *rows, ptrdiff_t count, bool swapped) {
    const char *const first = side->base + side->offset[0];
    switch (side->layout) {
    case APUS_FFT_COLUMNS:
        for (ptrdiff_t j = 0; j < side->rows; j++) rows[j] = FN(swapped_if)(swapped, FN(load_complex)(first + j * side->step));
        break;
    case APUS_FFT_PLAIN_COLUMNS:
        for (ptrdiff_t j = 0; j < side->rows; j++) {
            const V re = FN(load)(first + j * side->step);
            const V im = side->complex ? FN(load)(first + j * side->step + side->imaginary) : (V)(APUS_T)0;
            rows[j] = swapped ? (PAIR){im, re} : (PAIR){re, im};
        }
        break;
    case APUS_FFT_ROWS:
    case APUS_FFT_PLAIN_ROWS: FN(load_rows)(side, rows, swapped); break;
    default: FN(load_scattered)(side, 0, rows, swapped); break;
    }
    ptrdiff_t known = side->rows;
    if (side->half_row) {
        apus_fft_side last = *side;
        last.base += known * side->step;
        last.complex = false;
        last.rows = 1;
        FN(load_scattered)(&last, 0, rows + known, swapped);
        known++;
    }
    if (known < count) memset(rows + known, 0, (size_t)(count - known) * sizeof(PAIR));
}

static void FN(store_scattered)(const apus_fft_side *side, ptrdiff_t from, const PAIR *rows, bool swapped, APUS_T re, APUS_T im) {
    for (ptrdiff_t j = from; j < side->rows; j++) {
        APUS_T part[2][APUS_W];
        FN(store)(part[0], (swapped ? rows[j].im : rows[j].re) * re);
        FN(store)(part[1], (swapped ? rows[j].re : rows[j].im) * im);
        char *const p = side->base + j * side->step;
        for (int l = 0; l < side->lanes; l++) {
            memcpy(p + side->offset[l], &part[0][l], sizeof(APUS_T));
            if (side->complex) memcpy(p + side->offset[l] + side->imaginary, &part[1][l], sizeof(APUS_T));
        }
    }
}

static void FN(store_rows)(const apus_fft_side *side, const PAIR *rows, bool swapped, APUS_T re, APUS_T im) {
    const bool plain = side->layout == APUS_FFT_PLAIN_ROWS;
    const ptrdiff_t tile = plain ? APUS_W : APUS_W / 2;
    ptrdiff_t j = 0;
    for (; j + tile <= side->rows; j += tile) {
        V v[APUS_W];
        if (plain)
            for (int i = 0; i < APUS_W; i++) v[i] = (swapped ? rows[j + i].im : rows[j + i].re) * re;
        else
            for (int i = 0; i < APUS_W / 2; i++) {
                v[2 * i] = (swapped ? rows[j + i].im : rows[j + i].re) * re;
                v[2 * i + 1] = (swapped ? rows[j + i].re : rows[j + i].im) * im;
            }
        FN(transpose)(v);
        for (int l = 0; l < APUS_W; l++)
            if (l < side->lanes) FN(store)(side->base + side->offset[l] + j * side->step, v[l]);
    }
    FN(store_scattered)(side, j, rows, swapped, re, im);
}

/// Writes the side's rows, their real and imaginary parts multiplied by `re` and `im`.
static void FN(store_block)(const apus_fft_side *side, const PAIR *rows, bool swapped, APUS_T re, APUS_T im) {
    char *const first = side->base + side->offset[0];
    switch (side->layout) {
    case APUS_FFT_COLUMNS:
        for (ptrdiff_t j = 0; j < side->rows; j++) {
            const PAIR z = FN(swapped_if)(swapped, rows[j]);
            FN(store_complex)(first + j * side->step, (PAIR){z.re * re, z.im * im});
        }
        break;
    case APUS_FFT_PLAIN_COLUMNS:
        for (ptrdiff_t j = 0; j < side->rows; j++) {
            FN(store)(first + j * side->step, (swapped ? rows[j].im : rows[j].re) * re);
            if (side->complex)
                FN(store)(first + j * side->step + side->imaginary, (swapped ? rows[j].re : rows[j].im) * im);
        }
        break;
    case APUS_FFT_ROWS:
    case APUS_FFT_PLAIN_ROWS: FN(store_rows)(side, rows, swapped, re, im); break;
    default: FN(store_scattered)(side, 0, rows, swapped, re, im); break;
    }
    if (side->half_row) {
        apus_fft_side last = *side;
        last.base += side->rows * side->step;
        last.complex = false;
        last.rows = 1;
        FN(store_scattered)(&last, 0, rows + side->rows, swapped, re, im);
    }
}

/// Loads a block and transforms it; the result is in the buffer returned, ready for `finish`.
static PAIR *FN(start)(const apus_fft_passes *t, const apus_fft_side *in, bool swapped, int end, PAIR *a, PAIR *b) {
    if (in->layout == APUS_FFT_COLUMNS && in->rows == t->n
        && FN(transform_first)(t, in->base + in->offset[0], in->step, swapped, a))
        return FN(transform_between)(t, 1, end, a, b, a);
    FN(load_block)(in, a, t->n, swapped);
    return FN(transform_between)(t, 0, end, a, b, a);
}

/// The number of passes to be done before `finish`, which may do the last.
static int FN(passes_before)(const apus_fft_passes *t, const apus_fft_side *out) {
    return out->layout == APUS_FFT_COLUMNS && FN(has_last)(t) ? t->count - 1 : t->count;
}

/// Stores a block after the passes that `passes_before` tells.
static void FN(finish)(const apus_fft_passes *t, const PAIR *rows, const apus_fft_side *out, bool swapped, APUS_T re, APUS_T im) {
    if (FN(passes_before)(t, out) == t->count) FN(store_block)(out, rows, swapped, re, im);
    else FN(transform_last)(t, rows, out->base + out->offset[0], out->step, swapped, re, im);
}
