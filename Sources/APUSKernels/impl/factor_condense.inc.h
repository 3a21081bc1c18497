// Products of large matrices and vectors on the way to tridiagonal and bidiagonal form.

/// For rows [first, last) of a Hermitian matrix, of which the lower triangle is read: what they, and the columns that they
/// are, contribute to A·x. Sums stand conjugated in `sums`, for every row before `last`; `x` is given conjugated too.
INLINE void NAME(hermitian_rows)(int rows, ptrdiff_t first, const T *a, ptrdiff_t a_row, const T *x, T *sums) {
    const T *from = a + first * a_row;
    V sum[4] = {{0}};
    C f[4];
#if IS_COMPLEX
    V crossed[4] = {{0}};
#endif
    for (int r = 0; r < rows; r++) f[r] = NAME(spread)(x[first + r]);
    ptrdiff_t j = 0;
    for (; j + LANES <= first; j += LANES) {
        const V y = NAME(load)(x + j);
        V z = NAME(load)(sums + j);
#if IS_COMPLEX
        const V w = NAME(swap)(y);
#endif
        for (int r = 0; r < rows; r++) {
            const V e = NAME(load)(from + r * a_row + j);
            sum[r] = APUS_FMA(e, y, sum[r]);
#if IS_COMPLEX
            crossed[r] = APUS_FMA(e, w, crossed[r]);
#endif
            z = NAME(fma)(f[r], e, z);
        }
        NAME(store)(sums + j, z);
    }
    for (int r = 0; r < rows; r++) {
        const T *e = from + r * a_row;
#if IS_COMPLEX
        T total = NAME(total)(sum[r], crossed[r]);
#else
        T total = NAME(total)(sum[r]);
#endif
        // `total` is the sum of conj(a)·x, with x conjugate: the conjugate of the sum wanted.
        for (ptrdiff_t k = j; k < first + r; k++) {
            total = NAME(add)(total, NAME(mul)(NAME(conj)(e[k]), x[k]));
            sums[k] = NAME(add)(sums[k], NAME(mul)(e[k], x[first + r]));
        }
        total = NAME(add)(total, NAME(scaled)(x[first + r], NAME(real)(e[first + r])));
        sums[first + r] = NAME(add)(sums[first + r], total);
    }
}

static void NAME(hermitian_times)(ptrdiff_t first, ptrdiff_t last, const char *a, ptrdiff_t a_row, const char *x, char *sums) {
    a_row /= (ptrdiff_t)sizeof(T);
    ptrdiff_t i = first;
    for (; i + 4 <= last; i += 4) NAME(hermitian_rows)(4, i, (const T *)a, a_row, (const T *)x, (T *)sums);
    for (; i < last; i++) NAME(hermitian_rows)(1, i, (const T *)a, a_row, (const T *)x, (T *)sums);
}

/// The sums of conj(a)·x along rows of a matrix; whole vectors of x, zeros at its end, and of the rows.
INLINE void NAME(row_block)(int rows, ptrdiff_t n, const T *a, ptrdiff_t a_row, const T *x, T *out) {
    V sum[4] = {{0}};
#if IS_COMPLEX
    V crossed[4] = {{0}};
#endif
    ptrdiff_t j = 0;
    for (; j + LANES <= n; j += LANES) {
        const V y = NAME(load)(x + j);
#if IS_COMPLEX
        const V w = NAME(swap)(y);
#endif
        for (int r = 0; r < rows; r++) {
            const V e = NAME(load)(a + r * a_row + j);
            sum[r] = APUS_FMA(e, y, sum[r]);
#if IS_COMPLEX
            crossed[r] = APUS_FMA(e, w, crossed[r]);
#endif
        }
    }
    for (int r = 0; r < rows; r++) {
#if IS_COMPLEX
        T total = NAME(total)(sum[r], crossed[r]);
#else
        T total = NAME(total)(sum[r]);
#endif
        for (ptrdiff_t k = j; k < n; k++) total = NAME(add)(total, NAME(mul)(NAME(conj)(a[r * a_row + k]), x[k]));
        out[r] = total;
    }
}

static void NAME(rows_times)(ptrdiff_t m, ptrdiff_t n, const char *matrix, ptrdiff_t a_row, const char *x, char *out) {
    const T *a = (const T *)matrix;
    a_row /= (ptrdiff_t)sizeof(T);
    ptrdiff_t i = 0;
    for (; i + 4 <= m; i += 4) NAME(row_block)(4, n, a + i * a_row, a_row, (const T *)x, (T *)out + i);
    for (; i < m; i++) NAME(row_block)(1, n, a + i * a_row, a_row, (const T *)x, (T *)out + i);
}

INLINE void NAME(column_block)(int vectors, ptrdiff_t m, const T *a, ptrdiff_t a_row, const T *x, T *out) {
    V sum[8] = {{0}};
    for (ptrdiff_t i = 0; i < m; i++) {
        const C f = NAME(spread)(x[i]);
        for (int v = 0; v < vectors; v++) sum[v] = NAME(fma)(f, NAME(load)(a + i * a_row + v * LANES), sum[v]);
    }
    for (int v = 0; v < vectors; v++) NAME(store)(out + v * LANES, sum[v]);
}

/// The sums of a·x down columns of a matrix.
static void NAME(columns_times)(ptrdiff_t m, ptrdiff_t n, const char *matrix, ptrdiff_t a_row, const char *x, char *out) {
    const T *a = (const T *)matrix, *y = (const T *)x;
    T *sums = (T *)out;
    a_row /= (ptrdiff_t)sizeof(T);
    ptrdiff_t j = 0;
    for (; j + 8 * LANES <= n; j += 8 * LANES) NAME(column_block)(8, m, a + j, a_row, y, sums + j);
    for (; j + LANES <= n; j += LANES) NAME(column_block)(1, m, a + j, a_row, y, sums + j);
    for (; j < n; j++) {
        T total = NAME(of)(0);
        for (ptrdiff_t i = 0; i < m; i++) total = NAME(add)(total, NAME(mul)(a[i * a_row + j], y[i]));
        sums[j] = total;
    }
}

/// out = Aᴴ·x for a panel, as `dots`.
static void NAME(panel_dots)(ptrdiff_t m, ptrdiff_t columns, const char *a, ptrdiff_t column, const char *x, char *out) {
    NAME(dots)(m, columns, 1, (const T *)a, column / (ptrdiff_t)sizeof(T), (const T *)x, 0, (T *)out, 1);
}

/// y −= A·x for a panel.
static void NAME(panel_minus)(ptrdiff_t m, ptrdiff_t columns, const char *a, ptrdiff_t column, const char *x, char *y) {
    NAME(update_columns)(1, m, columns, (const T *)a, column / (ptrdiff_t)sizeof(T), (const T *)x, 0, (T *)y, 0);
}

/// out = the sum of `parts` vectors that hold as many elements as `lengths` says, conjugated.
static void NAME(add_parts)(ptrdiff_t n, ptrdiff_t parts, const ptrdiff_t *lengths, const char *sums, ptrdiff_t distance,
                            char *out) {
    T *total = (T *)out;
    for (ptrdiff_t i = 0; i < n; i++) total[i] = NAME(of)(0);
    for (ptrdiff_t p = 0; p < parts; p++) {
        const T *part = (const T *)(sums + p * distance);
        for (ptrdiff_t i = 0; i < lengths[p]; i++) total[i] = NAME(add)(total[i], NAME(conj)(part[i]));
    }
}

/// y := tau·y.
static void NAME(times)(ptrdiff_t n, const char *tau, char *y) { NAME(multiply)(n, *(const T *)tau, (T *)y); }

/// y := tau·y − ½·tau·((tau·y)ᴴ·x)·x, the last step of LAPACK's latrd.
static void NAME(balance)(ptrdiff_t n, const char *tau, const char *x, char *y) {
    const T factor = *(const T *)tau;
    T product;
    NAME(multiply)(n, factor, (T *)y);
    NAME(dots_block)(1, 1, n, (const T *)y, 0, (const T *)x, 0, &product, 0);
    const C f = NAME(spread)(NAME(scaled)(NAME(mul)(factor, product), (REAL)-0.5));
    for (ptrdiff_t i = 0; i < n; i += LANES)
        NAME(store)((T *)y + i, NAME(fma)(f, NAME(load)((const T *)x + i), NAME(load)((T *)y + i)));
}

/// Whether the squares of a matrix's elements, or of its lower triangle's, neither overflow nor vanish.
static bool NAME(is_ordinary)(ptrdiff_t m, ptrdiff_t n, const char *a, ptrdiff_t row, bool lower) {
    const REAL least = sizeof(REAL) == 4 ? (REAL)0x1p-50 : (REAL)0x1p-460;
    REAL most = 0, unbounded = 0;
    V best = (V)(0), nothing = (V)(0);
    for (ptrdiff_t i = 0; i < m; i++) {
        const T *x = (const T *)(a + i * row);
        const ptrdiff_t count = lower && i + 1 < n ? i + 1 : n;
        ptrdiff_t j = 0;
        for (; j + LANES <= count; j += LANES) {
            const V y = NAME(sizes)(NAME(load)(x + j));
            best = y > best ? y : best;
            nothing += y * (V)(0);
        }
        for (; j < count; j++) {
            const REAL y = NAME(size)(x[j]);
            most = y > most ? y : most;
            unbounded += y * 0;
        }
    }
    for (int lane = 0; lane < APUS_VECTOR_BYTES / (int)sizeof(REAL); lane++) {
        most = best[lane] > most ? best[lane] : most;
        unbounded += nothing[lane];
    }
    return unbounded == 0 && (most == 0 || (most > least && most < 1 / least));
}
