// The panel kernel for one complex type: real and imaginary parts apart in B's packed panel, together in A and C; and the
// product with a vector.
// The includer defines COMPLEX(name), COMPLEX_PART, COMPLEX_LANES, COMPLEX_ROWS, COMPLEX_DOTS, the rows of a vector's product taken at
// once, COMPLEX_FMA(a, b, sum), and COMPLEX_MASK and its companions as for TILE_MASK.

typedef COMPLEX_PART COMPLEX(vector) __attribute__((ext_vector_type(COMPLEX_LANES)));
typedef COMPLEX_PART COMPLEX(loose) __attribute__((ext_vector_type(COMPLEX_LANES), aligned(sizeof(COMPLEX_PART))));

#if COMPLEX_LANES == 16
#define COMPLEX_ZIP_LOW 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define COMPLEX_ZIP_HIGH 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#define COMPLEX_EVEN 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define COMPLEX_ODD 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#elif COMPLEX_LANES == 8
#define COMPLEX_ZIP_LOW 0, 8, 1, 9, 2, 10, 3, 11
#define COMPLEX_ZIP_HIGH 4, 12, 5, 13, 6, 14, 7, 15
#define COMPLEX_EVEN 0, 2, 4, 6, 8, 10, 12, 14
#define COMPLEX_ODD 1, 3, 5, 7, 9, 11, 13, 15
#elif COMPLEX_LANES == 4
#define COMPLEX_ZIP_LOW 0, 4, 1, 5
#define COMPLEX_ZIP_HIGH 2, 6, 3, 7
#define COMPLEX_EVEN 0, 2, 4, 6
#define COMPLEX_ODD 1, 3, 5, 7
#else
#define COMPLEX_ZIP_LOW 0, 2
#define COMPLEX_ZIP_HIGH 1, 3
#define COMPLEX_EVEN 0, 2
#define COMPLEX_ODD 1, 3
#endif

/// Adds biases and C as asked and puts a row of results, whose real and imaginary parts are apart, into C.
static inline __attribute__((always_inline)) void
COMPLEX(put)(const gemm_panel *p, ptrdiff_t row, COMPLEX(vector) re, COMPLEX(vector) im) {
    typedef COMPLEX(vector) V;
    if (p->row_bias) {
        const COMPLEX_PART *bias = (const COMPLEX_PART *)p->row_bias + 2 * row;
        re += (V)(bias[0]);
        im += (V)(bias[1]);
    }
    V pairs[2] = {__builtin_shufflevector(re, im, COMPLEX_ZIP_LOW), __builtin_shufflevector(re, im, COMPLEX_ZIP_HIGH)};
    char *c = p->c + row * p->c_row;
    if (p->columns == COMPLEX_LANES) {
        COMPLEX(loose) *to = (COMPLEX(loose) *)c;
        for (int v = 0; v < 2; v++) {
            if (p->column_bias) pairs[v] += ((const COMPLEX(loose) *)p->column_bias)[v];
            if (p->accumulate) pairs[v] += to[v];
            to[v] = pairs[v];
        }
        return;
    }
#if defined(COMPLEX_MASK)
    for (int v = 0; v < 2; v++, c += sizeof(V)) {
        const ptrdiff_t count = apus_most(0, apus_least(COMPLEX_LANES, 2 * p->columns - v * COMPLEX_LANES));
        const COMPLEX_MASK mask = COMPLEX_MASK_OF(count);
        if (p->column_bias) pairs[v] += ((const COMPLEX(loose) *)p->column_bias)[v];
        if (p->accumulate) pairs[v] += (V)COMPLEX_LOAD_PART(c, mask);
        COMPLEX_STORE_PART(c, mask, pairs[v]);
    }
#else
    const COMPLEX_PART *from = (const COMPLEX_PART *)pairs, *bias = (const COMPLEX_PART *)p->column_bias;
    COMPLEX_PART *to = (COMPLEX_PART *)c;
    for (ptrdiff_t j = 0; j < 2 * p->columns; j++) {
        COMPLEX_PART x = from[j];
        if (bias) x += bias[j];
        if (p->accumulate) x += to[j];
        to[j] = x;
    }
#endif
}

/// `rows` × one vector of complex numbers.
static inline __attribute__((always_inline)) void COMPLEX(tile)(const int rows, const gemm_panel *p, ptrdiff_t row) {
    typedef COMPLEX(vector) V;
    V re[COMPLEX_ROWS], im[COMPLEX_ROWS];
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) re[i] = im[i] = (COMPLEX_PART)0;
    const char *b = p->b, *a = p->a + row * p->a_row;
    for (ptrdiff_t k = 0; k < p->depth; k++, a += p->a_column, b += p->b_row) {
        V b_re = ((const V *)b)[0], b_im = ((const V *)b)[1];
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            const COMPLEX_PART *at = (const COMPLEX_PART *)(a + i * p->a_row);
            V a_re = at[0], a_im = at[1];
            re[i] = COMPLEX_FMA(a_re, b_re, re[i]);
            im[i] = COMPLEX_FMA(a_re, b_im, im[i]);
            re[i] = COMPLEX_FMA(-a_im, b_im, re[i]);
            im[i] = COMPLEX_FMA(a_im, b_re, im[i]);
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) COMPLEX(put)(p, row + i, re[i], im[i]);
}

/// All rows of a panel, in tiles of nearly equal height.
static void COMPLEX(panel)(const gemm_panel *p) {
    const ptrdiff_t tiles = (p->rows + COMPLEX_ROWS - 1) / COMPLEX_ROWS;
    for (ptrdiff_t t = 0, row = 0; t < tiles; t++) {
        const ptrdiff_t rows = p->rows / tiles + (t < p->rows % tiles);
        switch (rows) {
        case 1: COMPLEX(tile)(1, p, row); break;
        case 2: COMPLEX(tile)(2, p, row); break;
        case 3: COMPLEX(tile)(3, p, row); break;
#if COMPLEX_ROWS > 3
        case 4: COMPLEX(tile)(4, p, row); break;
#endif
#if COMPLEX_ROWS > 4
        case 5: COMPLEX(tile)(5, p, row); break;
        case 6: COMPLEX(tile)(6, p, row); break;
#endif
#if COMPLEX_ROWS > 6
        case 7: COMPLEX(tile)(7, p, row); break;
        case 8: COMPLEX(tile)(8, p, row); break;
#endif
#if COMPLEX_ROWS > 8
        case 9: COMPLEX(tile)(9, p, row); break;
        case 10: COMPLEX(tile)(10, p, row); break;
        case 11: COMPLEX(tile)(11, p, row); break;
        case 12: COMPLEX(tile)(12, p, row); break;
#endif
        }
        row += rows;
    }
}

/// Panels of B: the real parts of a row, then its imaginary parts.
static void COMPLEX(pack)(const gemm_copy *copy) {
    typedef COMPLEX(vector) V;
    for (ptrdiff_t i = 0; i < copy->rows; i++) {
        const char *from = copy->from + i * copy->from_row;
        char *to = copy->to + i * copy->to_row;
        for (ptrdiff_t start = 0; start < copy->columns; start += COMPLEX_LANES, to += copy->to_panel) {
            const ptrdiff_t columns = apus_least(COMPLEX_LANES, copy->columns - start);
            if (columns == COMPLEX_LANES && copy->from_column == 2 * sizeof(COMPLEX_PART)) {
                const V x = ((const COMPLEX(loose) *)from)[0], y = ((const COMPLEX(loose) *)from)[1];
                ((V *)to)[0] = __builtin_shufflevector(x, y, COMPLEX_EVEN);
                ((V *)to)[1] = __builtin_shufflevector(x, y, COMPLEX_ODD);
                from += 2 * sizeof(V);
                continue;
            }
            COMPLEX_PART *re = (COMPLEX_PART *)to, *im = re + COMPLEX_LANES;
            for (ptrdiff_t j = 0; j < columns; j++, from += copy->from_column) {
                re[j] = ((const COMPLEX_PART *)from)[0];
                im[j] = ((const COMPLEX_PART *)from)[1];
            }
            for (ptrdiff_t j = columns; j < COMPLEX_LANES; j++) re[j] = im[j] = 0;
        }
    }
}

/// A as it is, densely.
static void COMPLEX(copy)(const gemm_copy *copy) {
    for (ptrdiff_t i = 0; i < copy->rows; i++) {
        const char *from = copy->from + i * copy->from_row;
        COMPLEX_PART *to = (COMPLEX_PART *)(copy->to + i * copy->to_row);
        if (copy->from_column == 2 * sizeof(COMPLEX_PART)) {
            __builtin_memcpy(to, from, (size_t)copy->columns * 2 * sizeof(COMPLEX_PART));
            continue;
        }
        for (ptrdiff_t j = 0; j < copy->columns; j++, from += copy->from_column) {
            to[2 * j] = ((const COMPLEX_PART *)from)[0];
            to[2 * j + 1] = ((const COMPLEX_PART *)from)[1];
        }
    }
}

static void COMPLEX(narrow)(ptrdiff_t count, const char *from, char *to) {
    __builtin_memcpy(to, from, (size_t)count * 2 * sizeof(COMPLEX_PART));
}

// Matrix times vector. Vectors of 64 bytes for every instruction set, so that sums have one order.
enum { COMPLEX(wide) = 64 / sizeof(COMPLEX_PART) };
typedef COMPLEX_PART COMPLEX(sums) __attribute__((ext_vector_type(64 / sizeof(COMPLEX_PART))));
typedef COMPLEX_PART COMPLEX(parts) __attribute__((ext_vector_type(64 / sizeof(COMPLEX_PART)), aligned(sizeof(COMPLEX_PART))));

static inline void COMPLEX(finish)(const gemm_vector *v, ptrdiff_t i, COMPLEX_PART re, COMPLEX_PART im) {
    COMPLEX_PART *y = (COMPLEX_PART *)v->y + 2 * i;
    if (v->bias) {
        const COMPLEX_PART *bias = (const COMPLEX_PART *)(v->bias + i * v->bias_step);
        re += bias[0];
        im += bias[1];
    }
    if (v->accumulate) {
        re += y[0];
        im += y[1];
    }
    y[0] = re;
    y[1] = im;
}

/// Dot products of `rows` rows with x; the rows' elements are adjacent. One sum is of products of like parts, the other of
/// products of real with imaginary parts.
static inline __attribute__((always_inline)) void COMPLEX(dots)(const int rows, const gemm_vector *v, ptrdiff_t row) {
    typedef COMPLEX(sums) W;
    const char *a = v->a + row * v->a_row;
    const COMPLEX_PART *x = (const COMPLEX_PART *)v->x;
    const ptrdiff_t parts = 2 * v->depth, whole = parts / COMPLEX(wide) * COMPLEX(wide);
    W like[COMPLEX_DOTS], cross[COMPLEX_DOTS];
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) like[i] = cross[i] = (COMPLEX_PART)0;
    for (ptrdiff_t k = 0; k < whole; k += COMPLEX(wide)) {
        const W straight = *(const COMPLEX(parts) *)(x + k);
        W crossed;
#pragma clang loop unroll(full)
        for (int j = 0; j < COMPLEX(wide); j++) crossed[j] = straight[j ^ 1];
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            const W lane = *(const COMPLEX(parts) *)((const COMPLEX_PART *)(a + i * v->a_row) + k);
            like[i] = COMPLEX_FMA(lane, straight, like[i]);
            cross[i] = COMPLEX_FMA(lane, crossed, cross[i]);
        }
    }
    for (int i = 0; i < rows; i++) {
        const COMPLEX_PART *at = (const COMPLEX_PART *)(a + i * v->a_row);
        COMPLEX_PART re = 0, im = 0;
        for (int j = 0; j < COMPLEX(wide); j += 2) {
            re += like[i][j] - like[i][j + 1];
            im += cross[i][j] + cross[i][j + 1];
        }
        for (ptrdiff_t k = whole; k < parts; k += 2) {
            re += at[k] * x[k] - at[k + 1] * x[k + 1];
            im += at[k] * x[k + 1] + at[k + 1] * x[k];
        }
        COMPLEX(finish)(v, row + i, re, im);
    }
}

/// Adds `columns` columns of A, times the real and times the imaginary parts of their elements of x.
static inline __attribute__((always_inline)) void
COMPLEX(add_columns)(const int columns, const gemm_vector *v, ptrdiff_t column, COMPLEX_PART *by_re, COMPLEX_PART *by_im, ptrdiff_t row, ptrdiff_t rows) {
    typedef COMPLEX(sums) W;
    const COMPLEX_PART *x = (const COMPLEX_PART *)v->x + 2 * column;
    const char *a = v->a + column * v->a_column + row * 2 * (ptrdiff_t)sizeof(COMPLEX_PART);
    const ptrdiff_t parts = 2 * rows, whole = parts / COMPLEX(wide) * COMPLEX(wide);
    for (ptrdiff_t i = 0; i < whole; i += COMPLEX(wide)) {
        W re = *(const W *)(by_re + i), im = *(const W *)(by_im + i);
#pragma clang loop unroll(full)
        for (int c = 0; c < columns; c++) {
            const W lane = *(const COMPLEX(parts) *)((const COMPLEX_PART *)(a + c * v->a_column) + i);
            re = COMPLEX_FMA(lane, (W)(x[2 * c]), re);
            im = COMPLEX_FMA(lane, (W)(x[2 * c + 1]), im);
        }
        *(W *)(by_re + i) = re;
        *(W *)(by_im + i) = im;
    }
    for (ptrdiff_t i = whole; i < parts; i++)
        for (int c = 0; c < columns; c++) {
            const COMPLEX_PART lane = ((const COMPLEX_PART *)(a + c * v->a_column))[i];
            by_re[i] += lane * x[2 * c];
            by_im[i] += lane * x[2 * c + 1];
        }
}

/// A whose columns are adjacent elements.
static void COMPLEX(columns)(const gemm_vector *v) {
    enum { block = 2048 / (2 * sizeof(COMPLEX_PART)) };
    COMPLEX_PART by_re[2 * block] __attribute__((aligned(64))), by_im[2 * block] __attribute__((aligned(64)));
    for (ptrdiff_t row = 0; row < v->rows; row += block) {
        const ptrdiff_t rows = v->rows - row < block ? v->rows - row : block;
        for (ptrdiff_t i = 0; i < 2 * rows; i++) by_re[i] = by_im[i] = 0;
        ptrdiff_t k = 0;
        for (; k + 4 <= v->depth; k += 4) COMPLEX(add_columns)(4, v, k, by_re, by_im, row, rows);
        for (; k < v->depth; k++) COMPLEX(add_columns)(1, v, k, by_re, by_im, row, rows);
        for (ptrdiff_t i = 0; i < rows; i++)
            COMPLEX(finish)(v, row + i, by_re[2 * i] - by_im[2 * i + 1], by_re[2 * i + 1] + by_im[2 * i]);
    }
}

static void COMPLEX(times)(const gemm_vector *all) {
    gemm_vector v = *all;
    for (ptrdiff_t j = 0; j < all->vectors; j++, v.x += v.x_step, v.y += v.y_step) {
        if (v.a_column != 2 * sizeof(COMPLEX_PART)) {
            COMPLEX(columns)(&v);
            continue;
        }
        ptrdiff_t row = 0;
        for (; row + COMPLEX_DOTS <= v.rows; row += COMPLEX_DOTS) COMPLEX(dots)(COMPLEX_DOTS, &v, row);
        for (; row < v.rows; row++) COMPLEX(dots)(1, &v, row);
    }
}

#undef COMPLEX
#undef COMPLEX_PART
#undef COMPLEX_LANES
#undef COMPLEX_ROWS
#undef COMPLEX_DOTS
#undef COMPLEX_FMA
#undef COMPLEX_MASK
#undef COMPLEX_MASK_OF
#undef COMPLEX_LOAD_PART
#undef COMPLEX_STORE_PART
#undef COMPLEX_ZIP_LOW
#undef COMPLEX_ZIP_HIGH
#undef COMPLEX_EVEN
#undef COMPLEX_ODD
