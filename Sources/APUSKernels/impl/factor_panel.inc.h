// LU and Cholesky decompositions of panels, and triangular systems of a block's size.

/// C −= A·U for `columns` columns of C; A is m×k, whole vectors of rows.
INLINE void NAME(update_columns)(int columns, ptrdiff_t m, ptrdiff_t k, const T *a, ptrdiff_t a_column, const T *u,
                                 ptrdiff_t u_column, T *c, ptrdiff_t c_column) {
    ptrdiff_t i = 0;
    for (; i + LANES < m; i += 2 * LANES) {
        V sum[4][2];
        for (int j = 0; j < columns; j++) {
            sum[j][0] = NAME(load)(c + j * c_column + i);
            sum[j][1] = NAME(load)(c + j * c_column + i + LANES);
        }
        for (ptrdiff_t p = 0; p < k; p++) {
            const V x = NAME(load)(a + p * a_column + i), y = NAME(load)(a + p * a_column + i + LANES);
            for (int j = 0; j < columns; j++) {
                const C f = NAME(spread)(NAME(neg)(u[j * u_column + p]));
                sum[j][0] = NAME(fma)(f, x, sum[j][0]);
                sum[j][1] = NAME(fma)(f, y, sum[j][1]);
            }
        }
        for (int j = 0; j < columns; j++) {
            NAME(store)(c + j * c_column + i, sum[j][0]);
            NAME(store)(c + j * c_column + i + LANES, sum[j][1]);
        }
    }
    for (; i < m; i += LANES) {
        V sum[4];
        for (int j = 0; j < columns; j++) sum[j] = NAME(load)(c + j * c_column + i);
        for (ptrdiff_t p = 0; p < k; p++) {
            const V x = NAME(load)(a + p * a_column + i);
            for (int j = 0; j < columns; j++) sum[j] = NAME(fma)(NAME(spread)(NAME(neg)(u[j * u_column + p])), x, sum[j]);
        }
        for (int j = 0; j < columns; j++) NAME(store)(c + j * c_column + i, sum[j]);
    }
}

/// C −= A·U, all column by column: A is m×k and C m×n. Distances in elements.
static void NAME(update)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const T *a, ptrdiff_t a_column, const T *u,
                         ptrdiff_t u_column, T *c, ptrdiff_t c_column) {
    ptrdiff_t j = 0;
    for (; j + 4 <= n; j += 4) NAME(update_columns)(4, m, k, a, a_column, u + j * u_column, u_column, c + j * c_column, c_column);
    for (; j + 2 <= n; j += 2) NAME(update_columns)(2, m, k, a, a_column, u + j * u_column, u_column, c + j * c_column, c_column);
    for (; j < n; j++) NAME(update_columns)(1, m, k, a, a_column, u + j * u_column, u_column, c + j * c_column, c_column);
}

/// Where the element of largest size stands, the first of equal ones. A NaN is chosen only in the first place.
static ptrdiff_t NAME(largest)(ptrdiff_t m, const T *x) {
    const REAL first = NAME(size)(x[0]);
    if (first != first) return 0;
    REAL most = first;
    ptrdiff_t i = 0;
    V best = (V)(first);
    for (; i + LANES <= m; i += LANES) {
        const V y = NAME(sizes)(NAME(load)(x + i));
        best = y > best ? y : best;
    }
    for (int lane = 0; lane < APUS_VECTOR_BYTES / (int)sizeof(REAL); lane++) if (best[lane] > most) most = best[lane];
    for (; i < m; i++) if (NAME(size)(x[i]) > most) most = NAME(size)(x[i]);
    for (i = 0; i < m; i++) if (NAME(size)(x[i]) == most) return i;
    return 0;
}

/// Divides by a pivot; by multiplying with its reciprocal where that does not overflow or lose digits.
static void NAME(divide)(ptrdiff_t count, T *x, T pivot) {
    const REAL size = NAME(size)(pivot), least = sizeof(REAL) == 4 ? (REAL)0x1p-125 : (REAL)0x1p-1020;
    if (size >= least && size <= 1 / least) {
        NAME(multiply)(count, NAME(div)(NAME(of)(1), pivot), x);
    } else {
        for (ptrdiff_t i = 0; i < count; i++) x[i] = NAME(div)(x[i], pivot);
    }
}

static void NAME(exchange)(ptrdiff_t n, T *a, ptrdiff_t column, ptrdiff_t i, ptrdiff_t j) {
    for (ptrdiff_t c = 0; i != j && c < n; c++) {
        const T x = a[c * column + i];
        a[c * column + i] = a[c * column + j];
        a[c * column + j] = x;
    }
}

/// Halves the columns: the left half, what follows of it for the right half, the right half.
static ptrdiff_t NAME(lu_columns)(ptrdiff_t m, ptrdiff_t n, T *a, ptrdiff_t column, int32_t *pivots) {
    if (n == 1) {
        const ptrdiff_t p = NAME(largest)(m, a);
        pivots[0] = (int32_t)p;
        const T pivot = a[p];
        a[p] = a[0];
        a[0] = pivot;
        if (NAME(is_zero)(pivot)) return 1;
        NAME(divide)(m - 1, a + 1, pivot);
        return 0;
    }
    const ptrdiff_t left = n / 2, right = n - left;
    ptrdiff_t failure = NAME(lu_columns)(m, left, a, column, pivots);
    T *b = a + left * column;
    for (ptrdiff_t i = 0; i < left; i++) NAME(exchange)(right, b, column, i, pivots[i]);
    for (ptrdiff_t j = 0; j < right; j++)
        for (ptrdiff_t k = 0; k < left; k++) {
            const T x = b[j * column + k];
            for (ptrdiff_t i = k + 1; i < left; i++)
                b[j * column + i] = NAME(sub)(b[j * column + i], NAME(mul)(x, a[k * column + i]));
        }
    NAME(update)(m - left, right, left, a + left, column, b, column, b + left, column);
    const ptrdiff_t other = NAME(lu_columns)(m - left, right, b + left, column, pivots + left);
    for (ptrdiff_t i = left; i < n; i++) {
        pivots[i] += (int32_t)left;
        NAME(exchange)(left, a, column, i, pivots[i]);
    }
    return failure ? failure : other ? other + left : 0;
}

static ptrdiff_t NAME(lu_panel)(ptrdiff_t m, ptrdiff_t n, char *a, ptrdiff_t column, int32_t *pivots) {
    return NAME(lu_columns)(m, n, (T *)a, column / (ptrdiff_t)sizeof(T), pivots);
}

static ptrdiff_t NAME(cholesky)(ptrdiff_t n, char *matrix, ptrdiff_t column) {
    T *a = (T *)matrix;
    column /= (ptrdiff_t)sizeof(T);
    for (ptrdiff_t j = 0; j < n; j++) {
        T *x = a + j * column;
        const REAL d = NAME(real)(x[j]);
        if (!(d > 0)) return j + 1;
        const REAL root = sizeof(REAL) == 4 ? (REAL)sqrtf((float)d) : (REAL)sqrt(d);
        x[j] = NAME(of)(root);
        for (ptrdiff_t i = j + 1; i < n; i++) x[i] = NAME(scaled)(x[i], 1 / root);
        for (ptrdiff_t k = j + 1; k < n; k++) {
            const C f = NAME(spread)(NAME(neg)(NAME(conj)(x[k])));
            T *y = a + k * column;
            for (ptrdiff_t i = k; i < n; i += LANES) NAME(store)(y + i, NAME(fma)(f, NAME(load)(x + i), NAME(load)(y + i)));
        }
    }
    return 0;
}

/// Rows `first`… of X, `rows` of them, less T's rows times the rows of X in [from, to), for some vectors of columns; then
/// the triangle among them.
INLINE void NAME(triangle_rows)(int rows, int vectors, const T *t, ptrdiff_t t_row, T *x, ptrdiff_t x_row,
                                ptrdiff_t first, ptrdiff_t from, ptrdiff_t to, bool upper, bool unit) {
    V sum[4][4];
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < vectors; v++) sum[r][v] = NAME(load)(x + (first + r) * x_row + v * LANES);
    for (ptrdiff_t p = from; p < to; p++) {
        V y[4];
        for (int v = 0; v < vectors; v++) y[v] = NAME(load)(x + p * x_row + v * LANES);
        for (int r = 0; r < rows; r++) {
            const C f = NAME(spread)(NAME(neg)(t[(first + r) * t_row + p]));
            for (int v = 0; v < vectors; v++) sum[r][v] = NAME(fma)(f, y[v], sum[r][v]);
        }
    }
    for (int step = 0; step < rows; step++) {
        const int r = upper ? rows - 1 - step : step;
        for (int before = 0; before < step; before++) {
            const int p = upper ? rows - 1 - before : before;
            const C f = NAME(spread)(NAME(neg)(t[(first + r) * t_row + first + p]));
            for (int v = 0; v < vectors; v++) sum[r][v] = NAME(fma)(f, sum[p][v], sum[r][v]);
        }
        if (!unit) {
            const T d = t[(first + r) * t_row + first + r];
#if IS_COMPLEX
            if (d.im != 0) {
                const C f = NAME(spread)(NAME(div)(NAME(of)(1), d));
                for (int v = 0; v < vectors; v++) sum[r][v] = NAME(fma)(f, sum[r][v], NAME(splat)(0));
            } else {
                for (int v = 0; v < vectors; v++) sum[r][v] /= (V)(d.re);
            }
#else
            for (int v = 0; v < vectors; v++) sum[r][v] /= (V)(d);
#endif
        }
    }
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < vectors; v++) NAME(store)(x + (first + r) * x_row + v * LANES, sum[r][v]);
}

INLINE void NAME(triangle_vectors)(int vectors, ptrdiff_t n, const T *t, ptrdiff_t t_row, T *x, ptrdiff_t x_row, bool upper,
                                   bool unit) {
    const ptrdiff_t whole = n / 4 * 4;
    if (upper) {
        for (ptrdiff_t i = n - 1; i >= whole; i--) NAME(triangle_rows)(1, vectors, t, t_row, x, x_row, i, i + 1, n, true, unit);
        for (ptrdiff_t i = whole - 4; i >= 0; i -= 4)
            NAME(triangle_rows)(4, vectors, t, t_row, x, x_row, i, i + 4, n, true, unit);
    } else {
        for (ptrdiff_t i = 0; i < whole; i += 4) NAME(triangle_rows)(4, vectors, t, t_row, x, x_row, i, 0, i, false, unit);
        for (ptrdiff_t i = whole; i < n; i++) NAME(triangle_rows)(1, vectors, t, t_row, x, x_row, i, 0, i, false, unit);
    }
}

static void NAME(triangle)(ptrdiff_t n, ptrdiff_t columns, const char *t, ptrdiff_t t_row, char *x, ptrdiff_t x_row,
                           bool upper, bool unit) {
    const T *triangle = (const T *)t;
    T *rows = (T *)x;
    t_row /= (ptrdiff_t)sizeof(T);
    x_row /= (ptrdiff_t)sizeof(T);
    ptrdiff_t j = 0;
#if APUS_VECTOR_BYTES == 64
    for (; j + 3 * LANES < columns; j += 4 * LANES) NAME(triangle_vectors)(4, n, triangle, t_row, rows + j, x_row, upper, unit);
#endif
    for (; j + LANES < columns; j += 2 * LANES) NAME(triangle_vectors)(2, n, triangle, t_row, rows + j, x_row, upper, unit);
    for (; j < columns; j += LANES) NAME(triangle_vectors)(1, n, triangle, t_row, rows + j, x_row, upper, unit);
}
