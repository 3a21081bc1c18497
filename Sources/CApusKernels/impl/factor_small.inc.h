// Decompositions of small matrices: straight loops over rows.

static ptrdiff_t NAME(lu_small)(ptrdiff_t m, ptrdiff_t n, char *matrix, ptrdiff_t row, int32_t *pivots) {
    T *a = (T *)matrix;
    row /= (ptrdiff_t)sizeof(T);
    const ptrdiff_t k = m < n ? m : n;
    ptrdiff_t failure = 0;
    for (ptrdiff_t j = 0; j < k; j++) {
        ptrdiff_t p = j;
        REAL most = NAME(size)(a[j * row + j]);
        for (ptrdiff_t i = j + 1; i < m; i++)
            if (NAME(size)(a[i * row + j]) > most) {
                most = NAME(size)(a[i * row + j]);
                p = i;
            }
        pivots[j] = (int32_t)p;
        T *x = a + j * row;
        if (p != j) {
            T *y = a + p * row;
            for (ptrdiff_t c = 0; c < n; c++) {
                const T swapped = x[c];
                x[c] = y[c];
                y[c] = swapped;
            }
        }
        if (NAME(is_zero)(x[j])) {
            if (!failure) failure = j + 1;
            continue;
        }
        for (ptrdiff_t i = j + 1; i < m; i++) {
            T *y = a + i * row;
            const T f = NAME(div)(y[j], x[j]);
            y[j] = f;
            for (ptrdiff_t c = j + 1; c < n; c++) y[c] = NAME(sub)(y[c], NAME(mul)(f, x[c]));
        }
    }
    return failure;
}

static void NAME(triangle_small)(ptrdiff_t n, ptrdiff_t columns, const char *t, ptrdiff_t t_row, ptrdiff_t t_column, char *x,
                                 ptrdiff_t x_row, bool upper, bool unit) {
    for (ptrdiff_t step = 0; step < n; step++) {
        const ptrdiff_t i = upper ? n - 1 - step : step;
        T *y = (T *)(x + i * x_row);
        for (ptrdiff_t p = upper ? i + 1 : 0; p < (upper ? n : i); p++) {
            const T f = *(const T *)(t + i * t_row + p * t_column), *z = (const T *)(x + p * x_row);
            for (ptrdiff_t c = 0; c < columns; c++) y[c] = NAME(sub)(y[c], NAME(mul)(f, z[c]));
        }
        if (!unit) {
            const T d = *(const T *)(t + i * (t_row + t_column));
            for (ptrdiff_t c = 0; c < columns; c++) y[c] = NAME(div)(y[c], d);
        }
    }
}

static ptrdiff_t NAME(cholesky_small)(ptrdiff_t n, char *matrix, ptrdiff_t row) {
    T *a = (T *)matrix;
    row /= (ptrdiff_t)sizeof(T);
    for (ptrdiff_t i = 0; i < n; i++) {
        T *x = a + i * row;
        for (ptrdiff_t j = 0; j <= i; j++) {
            const T *y = a + j * row;
            T sum = x[j];
            for (ptrdiff_t k = 0; k < j; k++) sum = NAME(sub)(sum, NAME(mul)(x[k], NAME(conj)(y[k])));
            if (j < i) {
                x[j] = NAME(div)(sum, y[j]);
            } else {
                const REAL d = NAME(real)(sum);
                if (!(d > 0)) return i + 1;
                x[i] = NAME(of)(sizeof(REAL) == 4 ? (REAL)sqrtf((float)d) : (REAL)sqrt(d));
            }
        }
    }
    return 0;
}

static void NAME(product)(ptrdiff_t n, const char *a, ptrdiff_t step, double *value, int64_t *exponent) {
    double re = 1, im = 0;
    int64_t power = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        const T x = *(const T *)(a + i * step);
#if IS_COMPLEX
        const double u = x.re, v = x.im, old = re;
        if (v == 0) {
            re *= u;
            im *= u;
        } else {
            re = old * u - im * v;
            im = old * v + im * u;
        }
        const double size = fmax(fabs(re), fabs(im));
#else
        re *= x;
        const double size = fabs(re);
#endif
        if (size > 0x1p-400 && size < 0x1p400 && sizeof(REAL) == 4) continue;
        if (size != 0 && size < INFINITY) {
            const int shift = ilogb(size);
            re = scalbn(re, -shift);
            im = scalbn(im, -shift);
            power += shift;
        }
    }
    value[0] = re;
    value[1] = im;
    *exponent = power;
}
