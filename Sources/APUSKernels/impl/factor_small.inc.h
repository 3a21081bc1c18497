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

/// One reflection of a short vector, as `reflect_vector` gives it; float32's scalars are computed in float64.
static void NAME(reflect_short)(ptrdiff_t m, T *x, T *tau) {
    double rest = 0;
    for (ptrdiff_t i = 1; i < m; i++) {
#if IS_COMPLEX
        rest += (double)x[i].re * x[i].re + (double)x[i].im * x[i].im;
#else
        rest += (double)x[i] * x[i];
#endif
    }
#if IS_COMPLEX
    const double re = x[0].re, im = x[0].im;
#else
    const double re = x[0], im = 0;
#endif
    const double square = re * re + im * im + rest;
    if (square == 0 || (rest == 0 && im == 0)) {
        // Squares may have vanished.
        NAME(reflect_vector)(m, x, tau);
        return;
    }
    if (!(square > 0x1p-900 && square < 0x1p900)) {
        NAME(reflect_vector)(m, x, tau);
        return;
    }
    const double length = sqrt(square), beta = -copysign(length, re);
#if IS_COMPLEX
    *tau = (T){(REAL)((beta - re) / beta), (REAL)(-im / beta)};
    const double size = (re - beta) * (re - beta) + im * im, u = (re - beta) / size, v = -im / size;
    for (ptrdiff_t i = 1; i < m; i++)
        x[i] = (T){(REAL)(u * x[i].re - v * x[i].im), (REAL)(u * x[i].im + v * x[i].re)};
#else
    *tau = (REAL)((beta - re) / beta);
    for (ptrdiff_t i = 1; i < m; i++) x[i] = (REAL)(x[i] / (re - beta));
#endif
    x[0] = NAME(of)((REAL)beta);
}

/// C −= v·(tau·(vᴴ·C)) for `columns` columns, at most 64, where v[0] counts as 1; sums in float64.
INLINE void NAME(reflect_rows)(ptrdiff_t m, ptrdiff_t columns, const T *v, T tau, T *c, ptrdiff_t row) {
#if IS_COMPLEX
    double re[64], im[64];
    for (ptrdiff_t j = 0; j < columns; j++) {
        re[j] = c[j].re;
        im[j] = c[j].im;
    }
    for (ptrdiff_t i = 1; i < m; i++) {
        const double a = v[i].re, b = -v[i].im;
        for (ptrdiff_t j = 0; j < columns; j++) {
            const T x = c[i * row + j];
            re[j] += a * x.re - b * x.im;
            im[j] += a * x.im + b * x.re;
        }
    }
    for (ptrdiff_t j = 0; j < columns; j++) {
        const double a = re[j], b = im[j];
        re[j] = tau.re * a - tau.im * b;
        im[j] = tau.re * b + tau.im * a;
        c[j] = (T){(REAL)(c[j].re - re[j]), (REAL)(c[j].im - im[j])};
    }
    for (ptrdiff_t i = 1; i < m; i++) {
        const double a = v[i].re, b = v[i].im;
        for (ptrdiff_t j = 0; j < columns; j++) {
            T *x = c + i * row + j;
            *x = (T){(REAL)(x->re - (a * re[j] - b * im[j])), (REAL)(x->im - (a * im[j] + b * re[j]))};
        }
    }
#else
    double w[64];
    for (ptrdiff_t j = 0; j < columns; j++) w[j] = c[j];
    for (ptrdiff_t i = 1; i < m; i++) {
        const double f = v[i];
        for (ptrdiff_t j = 0; j < columns; j++) w[j] += f * c[i * row + j];
    }
    for (ptrdiff_t j = 0; j < columns; j++) {
        w[j] *= tau;
        c[j] = (REAL)(c[j] - w[j]);
    }
    for (ptrdiff_t i = 1; i < m; i++) {
        const double f = v[i];
        for (ptrdiff_t j = 0; j < columns; j++) c[i * row + j] = (REAL)(c[i * row + j] - f * w[j]);
    }
#endif
}

static void NAME(qr_small)(ptrdiff_t m, ptrdiff_t n, char *matrix, ptrdiff_t row, char *factors) {
    T *a = (T *)matrix, *tau = (T *)factors;
    row /= (ptrdiff_t)sizeof(T);
    for (ptrdiff_t k = 0; k < m && k < n; k++) {
        T v[FACTOR_SMALL_LIMIT + 2 * LANES] = {0};
        for (ptrdiff_t i = k; i < m; i++) v[i - k] = a[i * row + k];
        NAME(reflect_short)(m - k, v, tau + k);
        for (ptrdiff_t i = k; i < m; i++) a[i * row + k] = v[i - k];
        NAME(reflect_rows)(m - k, n - k - 1, v, NAME(conj)(tau[k]), a + k * row + k + 1, row);
    }
}

static void NAME(reflect_small)(ptrdiff_t m, ptrdiff_t k, const char *v, ptrdiff_t v_row, ptrdiff_t v_column, const char *tau,
                                ptrdiff_t n, char *c, ptrdiff_t c_row, bool adjoint, bool conjugate) {
    for (ptrdiff_t step = 0; step < k; step++) {
        const ptrdiff_t index = adjoint ? step : k - 1 - step;
        T x[FACTOR_SMALL_LIMIT], factor = ((const T *)tau)[index];
        for (ptrdiff_t i = index + 1; i < m; i++) {
            x[i - index] = *(const T *)(v + i * v_row + index * v_column);
            if (conjugate) x[i - index] = NAME(conj)(x[i - index]);
        }
        if (conjugate != adjoint) factor = NAME(conj)(factor);
        for (ptrdiff_t first = 0; first < n; first += 64)
            NAME(reflect_rows)(m - index, n - first < 64 ? n - first : 64, x, factor, (T *)(c + index * c_row) + first,
                               c_row / (ptrdiff_t)sizeof(T));
    }
}
