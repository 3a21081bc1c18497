// The product of a matrix with a vector, for one pair of stored and computed real types.
// The includer defines GEMV(name), GEMV_SOURCE, GEMV_ELEMENT, GEMV_CONVERT(x), GEMV_LOAD(from), GEMV_LANES, GEMV_FMA(a, b, sum),
// and GEMV_WHOLE for integers.

typedef GEMV_ELEMENT GEMV(vector) __attribute__((ext_vector_type(GEMV_LANES)));
typedef GEMV_ELEMENT GEMV(loose) __attribute__((ext_vector_type(GEMV_LANES), aligned(sizeof(GEMV_ELEMENT))));

static inline __attribute__((always_inline)) GEMV_ELEMENT GEMV(sum)(GEMV(vector) x) {
    GEMV_ELEMENT part[GEMV_LANES];
    __builtin_memcpy(part, &x, sizeof x);
#pragma clang loop unroll(full)
    for (int half = GEMV_LANES / 2; half > 0; half /= 2)
        for (int i = 0; i < half; i++) part[i] += part[i + half];
    return part[0];
}

static inline GEMV_ELEMENT GEMV(finish)(const gemm_vector *v, ptrdiff_t i, GEMV_ELEMENT sum) {
    if (v->bias) sum += *(const GEMV_ELEMENT *)(v->bias + i * v->bias_step);
    if (v->accumulate) sum += ((const GEMV_ELEMENT *)v->y)[i];
#if defined(GEMV_WHOLE)
    return sum;
#else
    return v->relu && sum < 0 ? 0 : sum;
#endif
}

/// Dot products of `rows` rows with x; the rows' elements are adjacent.
static inline __attribute__((always_inline)) void
GEMV(dots)(const int rows, const bool stored, const gemm_vector *v, ptrdiff_t row) {
    const char *a = v->a + row * v->a_row;
    const ptrdiff_t step = 2 * GEMV_LANES, whole = v->depth / step * step;
    GEMV(vector) sum[4][2];
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) sum[i][0] = sum[i][1] = (GEMV_ELEMENT)0;
    for (ptrdiff_t k = 0; k < whole; k += step) {
        GEMV(vector) x0, x1;
        if (stored) {
            const GEMV_SOURCE *x = (const GEMV_SOURCE *)v->x + k;
            x0 = GEMV_LOAD((const char *)x);
            x1 = GEMV_LOAD((const char *)(x + GEMV_LANES));
        } else {
            const GEMV_ELEMENT *x = (const GEMV_ELEMENT *)v->x + k;
            x0 = *(const GEMV(loose) *)x;
            x1 = *(const GEMV(loose) *)(x + GEMV_LANES);
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            const GEMV_SOURCE *at = (const GEMV_SOURCE *)(a + i * v->a_row) + k;
            sum[i][0] = GEMV_FMA(GEMV_LOAD((const char *)at), x0, sum[i][0]);
            sum[i][1] = GEMV_FMA(GEMV_LOAD((const char *)(at + GEMV_LANES)), x1, sum[i][1]);
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
        const GEMV_SOURCE *at = (const GEMV_SOURCE *)(a + i * v->a_row);
        GEMV_ELEMENT total = GEMV(sum)(sum[i][0] + sum[i][1]);
        for (ptrdiff_t k = whole; k < v->depth; k++) {
            const GEMV_ELEMENT x = stored ? GEMV_CONVERT(((const GEMV_SOURCE *)v->x)[k]) : ((const GEMV_ELEMENT *)v->x)[k];
            total += GEMV_CONVERT(at[k]) * x;
        }
        ((GEMV_ELEMENT *)v->y)[row + i] = GEMV(finish)(v, row + i, total);
    }
}

/// Adds `columns` columns of A, times their elements of each x, to blocks of the y's; the columns' elements are adjacent.
static inline __attribute__((always_inline)) void
GEMV(add_columns)(const int columns, const int vectors, const gemm_vector *v, ptrdiff_t column, GEMV_ELEMENT *y, ptrdiff_t block, ptrdiff_t row, ptrdiff_t rows) {
    const char *x = v->x + column * (ptrdiff_t)sizeof(GEMV_ELEMENT);
    const char *a = v->a + column * v->a_column + row * (ptrdiff_t)sizeof(GEMV_SOURCE);
    const ptrdiff_t whole = rows / GEMV_LANES * GEMV_LANES;
    for (ptrdiff_t i = 0; i < whole; i += GEMV_LANES) {
        GEMV(vector) sum[GEMM_VECTORS];
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) sum[j] = *(GEMV(loose) *)(y + j * block + i);
#pragma clang loop unroll(full)
        for (int c = 0; c < columns; c++) {
            const char *at = a + c * v->a_column + i * (ptrdiff_t)sizeof(GEMV_SOURCE);
            const GEMV(vector) lane = GEMV_LOAD(at);
#pragma clang loop unroll(full)
            for (int j = 0; j < vectors; j++) sum[j] = GEMV_FMA(lane, (GEMV(vector))(((const GEMV_ELEMENT *)(x + j * v->x_step))[c]), sum[j]);
        }
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) *(GEMV(loose) *)(y + j * block + i) = sum[j];
    }
    for (ptrdiff_t i = whole; i < rows; i++)
        for (int c = 0; c < columns; c++)
            for (int j = 0; j < vectors; j++)
                y[j * block + i] += GEMV_CONVERT(((const GEMV_SOURCE *)(a + c * v->a_column))[i]) * ((const GEMV_ELEMENT *)(x + j * v->x_step))[c];
}

/// A whose columns are adjacent elements: sums over columns in blocks of the y's that stay in the nearest cache.
static inline __attribute__((always_inline)) void GEMV(columns)(const int vectors, const gemm_vector *all) {
    GEMV_ELEMENT y[16384 / sizeof(GEMV_ELEMENT)] __attribute__((aligned(64)));
    const ptrdiff_t block = 16384 / (ptrdiff_t)sizeof(GEMV_ELEMENT) / vectors / 64 * 64;
    for (ptrdiff_t row = 0; row < all->rows; row += block) {
        const ptrdiff_t rows = all->rows - row < block ? all->rows - row : block;
        for (int j = 0; j < vectors; j++)
            for (ptrdiff_t i = 0; i < rows; i++) y[j * block + i] = 0;
        ptrdiff_t k = 0;
        for (; k + 8 <= all->depth; k += 8) GEMV(add_columns)(8, vectors, all, k, y, block, row, rows);
        for (; k < all->depth; k++) GEMV(add_columns)(1, vectors, all, k, y, block, row, rows);
        gemm_vector v = *all;
        for (int j = 0; j < vectors; j++, v.y += v.y_step)
            for (ptrdiff_t i = 0; i < rows; i++) ((GEMV_ELEMENT *)v.y)[row + i] = GEMV(finish)(&v, row + i, y[j * block + i]);
    }
}

static void GEMV(any)(const gemm_vector *v) {
    if (v->a_column != sizeof(GEMV_SOURCE)) {
        switch (v->vectors) {
        case 1: GEMV(columns)(1, v); break;
        case 2: GEMV(columns)(2, v); break;
        case 3: GEMV(columns)(3, v); break;
        default: GEMV(columns)(4, v);
        }
        return;
    }
    ptrdiff_t row = 0;
    if (v->stored) {
        for (; row + 4 <= v->rows; row += 4) GEMV(dots)(4, true, v, row);
        for (; row < v->rows; row++) GEMV(dots)(1, true, v, row);
        return;
    }
    for (; row + 4 <= v->rows; row += 4) GEMV(dots)(4, false, v, row);
    for (; row < v->rows; row++) GEMV(dots)(1, false, v, row);
}

#undef GEMV
#undef GEMV_SOURCE
#undef GEMV_ELEMENT
#undef GEMV_CONVERT
#undef GEMV_LOAD
#undef GEMV_LANES
#undef GEMV_FMA
#undef GEMV_WHOLE
