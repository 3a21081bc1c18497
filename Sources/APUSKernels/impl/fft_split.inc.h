// One long transform, split into transforms of columns and of rows, and passes over its numbers.
//
// Number j1 n2 + j2 stands in row j1 and column j2. The columns' transforms, times e^(-2 pi i j2 k1 / n), stand in the
// middle as blocks of APUS_W values of k1, which are the vectors that the rows' transforms work on.

static void FN(columns)(const apus_fft_plan *plan, ptrdiff_t index, bool swapped, const void *in, void *middle, void *scratch) {
    const ptrdiff_t n1 = plan->columns.n, n2 = plan->rows.n, at = index * APUS_W;
    PAIR *const a = scratch, *const b = a + apus_fft_scratch_rows(plan);
    const int lanes = n2 - at < APUS_W ? (int)(n2 - at) : APUS_W;
    apus_fft_side side = {.layout = lanes == APUS_W ? APUS_FFT_COLUMNS : APUS_FFT_SCATTERED, .lanes = lanes,
                          .base = (char *)in + at * 2 * (ptrdiff_t)sizeof(APUS_T), .step = n2 * 2 * (ptrdiff_t)sizeof(APUS_T),
                          .complex = true, .imaginary = sizeof(APUS_T), .rows = n1};
    for (int l = 0; l < lanes; l++) side.offset[l] = l * 2 * (ptrdiff_t)sizeof(APUS_T);
    const PAIR *const r = FN(start)(&plan->columns, &side, swapped, plan->columns.count, a, b);
    const APUS_T *const fine = plan->fine, *const coarse = (const APUS_T *)plan->coarse + index * n1 * 2;
    for (ptrdiff_t k = 0; k < n1; k += APUS_W) {
        V re[APUS_W], im[APUS_W];
        const ptrdiff_t known = n1 - k < APUS_W ? n1 - k : APUS_W;
        for (ptrdiff_t i = 0; i < APUS_W; i++) {
            if (i >= known) {
                re[i] = im[i] = (V)(APUS_T)0;
                continue;
            }
            const APUS_T *const f = fine + (k + i) * 2 * APUS_W;
            const V c = FN(load)(f), s = FN(load)(f + APUS_W);
            PAIR z = r[k + i];
            if (index > 0) z = FN(times)(z, coarse + 2 * (k + i));
            re[i] = z.re * c - z.im * s;
            im[i] = z.re * s + z.im * c;
        }
        FN(transpose)(re);
        FN(transpose)(im);
        PAIR *const out = (PAIR *)middle + k / APUS_W * n2 + at;
        for (int l = 0; l < lanes; l++) out[l] = (PAIR){re[l], im[l]};
    }
}

static void FN(rows)(const apus_fft_plan *plan, ptrdiff_t index, bool swapped, double real_scale, double imaginary_scale,
                     const void *middle, void *out, void *scratch) {
    const ptrdiff_t n1 = plan->columns.n, n2 = plan->rows.n, at = index * APUS_W;
    PAIR *const a = scratch, *const b = a + apus_fft_scratch_rows(plan);
    const int lanes = n1 - at < APUS_W ? (int)(n1 - at) : APUS_W;
    apus_fft_side side = {.layout = lanes == APUS_W ? APUS_FFT_COLUMNS : APUS_FFT_SCATTERED, .lanes = lanes,
                          .base = (char *)out + at * 2 * (ptrdiff_t)sizeof(APUS_T), .step = n1 * 2 * (ptrdiff_t)sizeof(APUS_T),
                          .complex = true, .imaginary = sizeof(APUS_T), .rows = n2};
    for (int l = 0; l < lanes; l++) side.offset[l] = l * 2 * (ptrdiff_t)sizeof(APUS_T);
    const int end = FN(passes_before)(&plan->rows, &side);
    const PAIR *const r = FN(transform_between)(&plan->rows, 0, end, (const PAIR *)middle + index * n2, a, b);
    FN(finish)(&plan->rows, r, &side, swapped, (APUS_T)real_scale, (APUS_T)imaginary_scale);
}

// MARK: Passes

typedef struct FN(apus_fft_number) { APUS_T re, im; } FN(apus_fft_number);
#define NUMBER FN(apus_fft_number)

/// Number k of a line, 0 where there is none.
APUS_INLINE NUMBER FN(fetch)(const apus_fft_line *line, ptrdiff_t k) {
    NUMBER z = {0, 0};
    const char *const p = line->base + k * line->step;
    if (k < line->present) {
        memcpy(&z.re, p, sizeof z.re);
        if (line->complex) memcpy(&z.im, p + line->imaginary, sizeof z.im);
    } else if (k == line->present && line->half_row) memcpy(&z.re, p, sizeof z.re);
    return z;
}

APUS_INLINE void FN(put)(const apus_fft_line *line, ptrdiff_t k, NUMBER z) {
    char *const p = line->base + k * line->step;
    memcpy(p, &z.re, sizeof z.re);
    if (line->complex) memcpy(p + line->imaginary, &z.im, sizeof z.im);
}

APUS_INLINE NUMBER FN(product)(NUMBER a, NUMBER b) {
    return (NUMBER){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

static void FN(gather)(apus_fft_line line, ptrdiff_t first, ptrdiff_t end, void *out) {
    for (ptrdiff_t k = first; k < end; k++) ((NUMBER *)out)[k] = FN(fetch)(&line, k);
}

static void FN(scatter)(const void *in, ptrdiff_t first, ptrdiff_t end, apus_fft_line line) {
    for (ptrdiff_t k = first; k < end; k++) FN(put)(&line, k, ((const NUMBER *)in)[k]);
}

/// The part of `unpack_line` that goes by vectors, from k on, where numbers lie side by side; gives the k it ends before.
static ptrdiff_t FN(unpack_vectors)(const apus_fft_plan *plan, const NUMBER *z, ptrdiff_t k, ptrdiff_t end, bool whole, APUS_T re,
                                    APUS_T im, NUMBER *out) {
    const NUMBER *const w = plan->halves;
    const ptrdiff_t h = plan->core, n = plan->n, last = APUS_W - 1;
    for (; k + APUS_W <= end && 2 * (k + APUS_W) <= h; k += APUS_W) {
        const PAIR a = FN(load_complex)(z + k), c = FN(load_complex)(z + h - k - last), u = FN(load_complex)(w + k);
        const PAIR b = {FN(reversed)(c.re), FN(reversed)(c.im)};
        const PAIR even = {a.re + b.re, a.im - b.im}, t = {a.im + b.im, b.re - a.re};
        const PAIR odd = {t.re * u.re - t.im * u.im, t.re * u.im + t.im * u.re};
        const PAIR x = {(even.re + odd.re) * re, (even.im + odd.im) * im};
        const PAIR y = {(even.re - odd.re) * re, (odd.im - even.im) * im};
        FN(store_complex)(out + k, x);
        FN(store_complex)(out + h - k - last, (PAIR){FN(reversed)(y.re), FN(reversed)(y.im)});
        if (!whole) continue;
        FN(store_complex)(out + n - k - last, (PAIR){FN(reversed)(x.re), -FN(reversed)(x.im)});
        FN(store_complex)(out + h + k, (PAIR){y.re, -y.im});
    }
    return k;
}

static void FN(unpack_line)(const apus_fft_plan *plan, const void *in, ptrdiff_t first, ptrdiff_t end, bool whole,
                            double real_scale, double imaginary_scale, apus_fft_line line) {
    const NUMBER *const w = plan->halves, *const z = in;
    const ptrdiff_t h = plan->core, n = plan->n;
    const APUS_T re = (APUS_T)real_scale / 2, im = (APUS_T)imaginary_scale / 2;
    const bool contiguous = line.complex && line.step == sizeof(NUMBER) && line.imaginary == sizeof(APUS_T);
    for (ptrdiff_t k = first; k < end; k++) {
        if (k == 0) {
            const NUMBER a = z[0];
            FN(put)(&line, 0, (NUMBER){(a.re + a.im) * re * 2, 0 * im});
            FN(put)(&line, h, (NUMBER){(a.re - a.im) * re * 2, 0 * im});
            continue;
        }
        if (contiguous) {
            const ptrdiff_t next = FN(unpack_vectors)(plan, z, k, end, whole, re, im, (NUMBER *)line.base);
            if (next > k) {
                k = next - 1;
                continue;
            }
        }
        const NUMBER a = z[k], b = z[h - k], even = {a.re + b.re, a.im - b.im};
        const NUMBER odd = FN(product)((NUMBER){a.im + b.im, b.re - a.re}, w[k]);
        const NUMBER x = {(even.re + odd.re) * re, (even.im + odd.im) * im};
        const NUMBER y = {(even.re - odd.re) * re, (odd.im - even.im) * im};
        FN(put)(&line, k, x);
        FN(put)(&line, h - k, y);
        if (whole) {
            FN(put)(&line, n - k, (NUMBER){x.re, -x.im});
            FN(put)(&line, h + k, (NUMBER){y.re, -y.im});
        }
    }
}

/// The part of `pack_line` that goes by vectors, from k on, where all numbers are there, side by side.
static ptrdiff_t FN(pack_vectors)(const apus_fft_plan *plan, const NUMBER *x, APUS_T sign, ptrdiff_t k, ptrdiff_t end, NUMBER *z) {
    const NUMBER *const w = plan->halves;
    const ptrdiff_t h = plan->core, last = APUS_W - 1;
    for (; k + APUS_W <= end && 2 * (k + APUS_W) <= h; k += APUS_W) {
        const PAIR a = FN(load_complex)(x + k), c = FN(load_complex)(x + h - k - last), u = FN(load_complex)(w + k);
        const PAIR b = {FN(reversed)(c.re), FN(reversed)(c.im)};
        const PAIR even = {a.re + b.re, (a.im - b.im) * sign}, t = {a.re - b.re, (a.im + b.im) * sign};
        const PAIR odd = {t.re * u.re + t.im * u.im, t.im * u.re - t.re * u.im};
        FN(store_complex)(z + k, (PAIR){even.re - odd.im, even.im + odd.re});
        FN(store_complex)(z + h - k - last, (PAIR){FN(reversed)(even.re + odd.im), FN(reversed)(odd.re - even.im)});
    }
    return k;
}

static void FN(pack_line)(const apus_fft_plan *plan, apus_fft_line line, double sign, ptrdiff_t first, ptrdiff_t end, void *out) {
    const NUMBER *const w = plan->halves;
    NUMBER *const z = out;
    const ptrdiff_t h = plan->core;
    const APUS_T s = (APUS_T)sign;
    const bool contiguous = line.complex && line.step == sizeof(NUMBER) && line.imaginary == sizeof(APUS_T) && line.present > h;
    for (ptrdiff_t k = first; k < end; k++) {
        NUMBER a = FN(fetch)(&line, k), b = FN(fetch)(&line, h - k);
        if (k == 0) {
            z[0] = (NUMBER){a.re + b.re, a.re - b.re};
            continue;
        }
        if (contiguous) {
            const ptrdiff_t next = FN(pack_vectors)(plan, (const NUMBER *)line.base, s, k, end, z);
            if (next > k) {
                k = next - 1;
                continue;
            }
        }
        a.im *= s;
        b.im *= s;
        const NUMBER even = {a.re + b.re, a.im - b.im};
        const NUMBER odd = FN(product)((NUMBER){a.re - b.re, a.im + b.im}, (NUMBER){w[k].re, -w[k].im});
        z[k] = (NUMBER){even.re - odd.im, even.im + odd.re};
        z[h - k] = (NUMBER){even.re + odd.im, odd.re - even.im};
    }
}

static void FN(mirror)(const apus_fft_plan *plan, apus_fft_line line, double sign, ptrdiff_t first, ptrdiff_t end, void *out) {
    const ptrdiff_t n = plan->n;
    for (ptrdiff_t k = first; k < end; k++) {
        NUMBER a = FN(fetch)(&line, k <= n / 2 ? k : n - k);
        a.im *= (APUS_T)(k <= n / 2 ? sign : -sign);
        if (k == 0) a.im = 0;
        ((NUMBER *)out)[k] = a;
    }
}

static void FN(chirp_in)(const apus_fft_plan *plan, const void *in, bool swapped, ptrdiff_t first, ptrdiff_t end, void *out) {
    const NUMBER *const chirp = plan->chirp, *const x = in;
    NUMBER *const z = out;
    const ptrdiff_t known = end < plan->core ? end : plan->core;
    for (ptrdiff_t k = first; k < known; k++)
        z[k] = FN(product)(swapped ? (NUMBER){x[k].im, x[k].re} : x[k], chirp[k]);
    for (ptrdiff_t k = first > known ? first : known; k < end; k++) z[k] = (NUMBER){0, 0};
}

static void FN(convolve)(const apus_fft_plan *plan, ptrdiff_t first, ptrdiff_t end, void *values) {
    const NUMBER *const spectrum = plan->spectrum;
    NUMBER *const z = values;
    for (ptrdiff_t k = first; k < end; k++) z[k] = FN(product)(z[k], spectrum[k]);
}

static void FN(chirp_out)(const apus_fft_plan *plan, const void *in, bool swapped, double real_scale, double imaginary_scale,
                          ptrdiff_t first, ptrdiff_t end, void *out) {
    const NUMBER *const chirp = plan->chirp, *const z = in;
    const APUS_T re = (APUS_T)real_scale, im = (APUS_T)imaginary_scale;
    for (ptrdiff_t k = first; k < end; k++) {
        const NUMBER a = FN(product)(z[k], chirp[k]);
        ((NUMBER *)out)[k] = (NUMBER){(swapped ? a.im : a.re) * re, (swapped ? a.re : a.im) * im};
    }
}
#undef NUMBER
#undef V
#undef PAIR
