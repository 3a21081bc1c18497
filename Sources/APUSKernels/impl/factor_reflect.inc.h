// Householder's reflections of panels, in the conventions of LAPACK: H = I − tau·v·vᴴ with v[0] = 1, and
// H₁⋯Hₙ = I − V·T·Vᴴ (R. Schreiber, C. Van Loan, "A storage-efficient WY representation", 1989). The recursion over columns
// is that of E. Elmroth, F. Gustavson, "Applying recursion to serial and parallel QR factorization" (2000).

/// The sum of a vector's elements that are conj(a)·b, from the products of the parts in place and of the parts exchanged.
#if IS_COMPLEX
INLINE T NAME(total)(V straight, V crossed) {
    REAL re = 0, im = 0;
    for (int lane = 0; lane < APUS_VECTOR_BYTES / (int)sizeof(REAL); lane += 2) {
        re += straight[lane] + straight[lane + 1];
        im += crossed[lane] - crossed[lane + 1];
    }
    return (T){re, im};
}
#else
INLINE T NAME(total)(V straight) {
    REAL sum = 0;
    for (int lane = 0; lane < LANES; lane++) sum += straight[lane];
    return sum;
}
#endif

INLINE void NAME(dots_block)(int rows, int columns, ptrdiff_t m, const T *a, ptrdiff_t a_column, const T *b,
                             ptrdiff_t b_column, T *out, ptrdiff_t out_row) {
    V sum[4][2] = {{0}};
#if IS_COMPLEX
    V crossed[4][2] = {{0}};
#endif
    for (ptrdiff_t k = 0; k < m; k += LANES) {
        V x[4];
        for (int i = 0; i < rows; i++) x[i] = NAME(load)(a + i * a_column + k);
        for (int j = 0; j < columns; j++) {
            const V y = NAME(load)(b + j * b_column + k);
#if IS_COMPLEX
            const V z = NAME(swap)(y);
#endif
            for (int i = 0; i < rows; i++) {
                sum[i][j] = APUS_FMA(x[i], y, sum[i][j]);
#if IS_COMPLEX
                crossed[i][j] = APUS_FMA(x[i], z, crossed[i][j]);
#endif
            }
        }
    }
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
#if IS_COMPLEX
            out[i * out_row + j] = NAME(total)(sum[i][j], crossed[i][j]);
#else
            out[i * out_row + j] = NAME(total)(sum[i][j]);
#endif
}

/// out = Aᴴ·B for panels of m rows; out by rows. Reads whole vectors of rows.
static void NAME(dots)(ptrdiff_t m, ptrdiff_t rows, ptrdiff_t columns, const T *a, ptrdiff_t a_column, const T *b,
                       ptrdiff_t b_column, T *out, ptrdiff_t out_row) {
    for (ptrdiff_t j = 0; j < columns; j += 2) {
        const T *y = b + j * b_column;
        T *z = out + j;
        ptrdiff_t i = 0;
        if (columns - j > 1) {
            for (; i + 4 <= rows; i += 4) NAME(dots_block)(4, 2, m, a + i * a_column, a_column, y, b_column, z + i * out_row, out_row);
            for (; i < rows; i++) NAME(dots_block)(1, 2, m, a + i * a_column, a_column, y, b_column, z + i * out_row, out_row);
        } else {
            for (; i + 4 <= rows; i += 4) NAME(dots_block)(4, 1, m, a + i * a_column, a_column, y, b_column, z + i * out_row, out_row);
            for (; i < rows; i++) NAME(dots_block)(1, 1, m, a + i * a_column, a_column, y, b_column, z + i * out_row, out_row);
        }
    }
}

/// The square root in the type computed in.
INLINE REAL NAME(root)(REAL x) { return sizeof(REAL) == 4 ? (REAL)sqrtf((float)x) : (REAL)sqrt(x); }

/// Multiplies with a power of two, in steps so that the factor itself does not overflow.
static void NAME(scale_exactly)(ptrdiff_t m, T *x, int power) {
    for (ptrdiff_t i = 0; i < m; i++) {
#if IS_COMPLEX
        x[i] = (T){(REAL)scalbn(x[i].re, power), (REAL)scalbn(x[i].im, power)};
#else
        x[i] = (T)scalbn(x[i], power);
#endif
    }
}

/// Below which squares lose digits, and above which sums of them overflow.
#define LEAST (sizeof(REAL) == 4 ? (REAL)0x1p-50 : (REAL)0x1p-460)
#define MOST (sizeof(REAL) == 4 ? (REAL)0x1p50 : (REAL)0x1p460)

/// One reflection that makes x a multiple of the first unit vector; reads whole vectors after the first element.
static void NAME(reflect_vector)(ptrdiff_t m, T *x, T *tau) {
    T square = NAME(of)(0);
    if (m > 1) NAME(dots_block)(1, 1, m - 1, x + 1, 0, x + 1, 0, &square, 0);
    REAL rest = NAME(real)(square);
    REAL size = NAME(size)(x[0]) + NAME(root)(rest);
    int power = 0;
    if (!(size > LEAST && size < MOST)) {
        size = NAME(size)(x[0]);
        for (ptrdiff_t i = 1; i < m; i++) size = NAME(size)(x[i]) > size ? NAME(size)(x[i]) : size;
        if (size > 0 && size < (REAL)INFINITY) {
            power = ilogb(size);
            NAME(scale_exactly)(m, x, -power);
            if (m > 1) NAME(dots_block)(1, 1, m - 1, x + 1, 0, x + 1, 0, &square, 0);
            rest = NAME(real)(square);
        }
    }
#if IS_COMPLEX
    const REAL re = x[0].re, im = x[0].im;
#else
    const REAL re = x[0], im = 0;
#endif
    if (rest == 0 && im == 0) {
        *tau = NAME(of)(0);
    } else {
        const REAL length = NAME(root)(re * re + im * im + rest), beta = -(sizeof(REAL) == 4 ? (REAL)copysignf((float)length, (float)re) : (REAL)copysign(length, re));
#if IS_COMPLEX
        *tau = (T){(beta - re) / beta, -im / beta};
        const T factor = NAME(div)(NAME(of)(1), (T){re - beta, im});
#else
        *tau = (beta - re) / beta;
        const T factor = 1 / (re - beta);
#endif
        NAME(multiply)(m - 1, factor, x + 1);
        x[0] = NAME(of)(beta);
    }
    if (power != 0) NAME(scale_exactly)(1, x, power);
}
#undef LEAST
#undef MOST

static void NAME(reflection)(ptrdiff_t m, char *x, char *tau) { NAME(reflect_vector)(m, (T *)x, (T *)tau); }

/// The upper right part of T, −T₁·(V₁ᴴ·V₂)·T₂, where V₂ starts `left` rows further down.
static void NAME(join)(ptrdiff_t m, ptrdiff_t left, ptrdiff_t right, const T *a, ptrdiff_t column, T *t, ptrdiff_t t_row) {
    const T *first = a + left, *second = a + left * column + left;
    T product[FACTOR_BLOCK_LIMIT / 2 * (FACTOR_BLOCK_LIMIT / 2 + 1)];
    NAME(dots)(m - left - right, left, right, first + right, column, second + right, column, product, right);
    for (ptrdiff_t i = 0; i < left; i++)
        for (ptrdiff_t j = 0; j < right; j++) {
            T sum = NAME(add)(product[i * right + j], NAME(conj)(first[i * column + j]));
            for (ptrdiff_t r = j + 1; r < right; r++)
                sum = NAME(add)(sum, NAME(mul)(NAME(conj)(first[i * column + r]), second[j * column + r]));
            product[i * right + j] = sum;
        }
    // The product times T₂, from the last column on, then −T₁ times that, from the first row on.
    const T *corner = t + left * t_row + left;
    for (ptrdiff_t i = 0; i < left; i++)
        for (ptrdiff_t j = right - 1; j >= 0; j--) {
            T sum = NAME(of)(0);
            for (ptrdiff_t k = 0; k <= j; k++) sum = NAME(add)(sum, NAME(mul)(product[i * right + k], corner[k * t_row + j]));
            product[i * right + j] = sum;
        }
    for (ptrdiff_t i = 0; i < left; i++)
        for (ptrdiff_t j = 0; j < right; j++) {
            T sum = NAME(of)(0);
            for (ptrdiff_t k = i; k < left; k++) sum = NAME(sub)(sum, NAME(mul)(t[i * t_row + k], product[k * right + j]));
            t[i * t_row + left + j] = sum;
            t[(left + j) * t_row + i] = NAME(of)(0);
        }
}

static void NAME(join_columns)(ptrdiff_t m, ptrdiff_t n, const T *a, ptrdiff_t column, const T *tau, T *t, ptrdiff_t t_row) {
    if (n == 1) {
        t[0] = tau[0];
        return;
    }
    const ptrdiff_t left = n / 2;
    NAME(join_columns)(m, left, a, column, tau, t, t_row);
    NAME(join_columns)(m - left, n - left, a + left * column + left, column, tau + left, t + left * t_row + left, t_row);
    NAME(join)(m, left, n - left, a, column, t, t_row);
}

static void NAME(qr_join)(ptrdiff_t m, ptrdiff_t n, const char *v, ptrdiff_t column, const char *tau, char *t) {
    NAME(join_columns)(m, n, (const T *)v, column / (ptrdiff_t)sizeof(T), (const T *)tau, (T *)t, n);
}

/// B := (I − V·Tᴴ·Vᴴ)·B for `left` reflections and `right` columns.
static void NAME(reflect_columns)(ptrdiff_t m, ptrdiff_t left, ptrdiff_t right, const T *a, ptrdiff_t column, const T *t,
                                  ptrdiff_t t_row, T *b) {
    // W = Vᴴ·B by columns, as `update` takes it.
    T w[FACTOR_BLOCK_LIMIT / 2 * (FACTOR_BLOCK_LIMIT / 2 + 1)];
    T rows[FACTOR_BLOCK_LIMIT / 2 * (FACTOR_BLOCK_LIMIT / 2 + 1)];
    NAME(dots)(m - left, left, right, a + left, column, b + left, column, rows, right);
    for (ptrdiff_t j = 0; j < right; j++) {
        T *x = w + j * left, *y = b + j * column;
        for (ptrdiff_t i = 0; i < left; i++) {
            T sum = NAME(add)(rows[i * right + j], y[i]);
            for (ptrdiff_t r = i + 1; r < left; r++) sum = NAME(add)(sum, NAME(mul)(NAME(conj)(a[i * column + r]), y[r]));
            x[i] = sum;
        }
        for (ptrdiff_t i = left - 1; i >= 0; i--) {
            T sum = NAME(of)(0);
            for (ptrdiff_t k = 0; k <= i; k++) sum = NAME(add)(sum, NAME(mul)(NAME(conj)(t[k * t_row + i]), x[k]));
            x[i] = sum;
        }
        for (ptrdiff_t i = 0; i < left; i++) {
            T sum = NAME(sub)(y[i], x[i]);
            for (ptrdiff_t k = 0; k < i; k++) sum = NAME(sub)(sum, NAME(mul)(a[k * column + i], x[k]));
            y[i] = sum;
        }
    }
    NAME(update)(m - left, right, left, a + left, column, w, left, b + left, column);
}

static void NAME(qr_columns)(ptrdiff_t m, ptrdiff_t n, T *a, ptrdiff_t column, T *tau, T *t, ptrdiff_t t_row) {
    if (n == 1) {
        NAME(reflect_vector)(m, a, tau);
        t[0] = tau[0];
        return;
    }
    const ptrdiff_t left = n / 2, right = n - left;
    T *b = a + left * column;
    NAME(qr_columns)(m, left, a, column, tau, t, t_row);
    NAME(reflect_columns)(m, left, right, a, column, t, t_row, b);
    NAME(qr_columns)(m - left, right, b + left, column, tau + left, t + left * t_row + left, t_row);
    NAME(join)(m, left, right, a, column, t, t_row);
}

static void NAME(qr_panel)(ptrdiff_t m, ptrdiff_t n, char *a, ptrdiff_t column, char *tau, char *t) {
    NAME(qr_columns)(m, n, (T *)a, column / (ptrdiff_t)sizeof(T), (T *)tau, (T *)t, n);
}
