// Arithmetic on elements and on vectors of them, real or complex; complex vectors hold real and imaginary parts in turn.

#if IS_COMPLEX
typedef struct T { REAL re, im; } T;
#else
typedef REAL T;
#endif
typedef REAL V __attribute__((ext_vector_type(APUS_VECTOR_BYTES / sizeof(REAL))));

INLINE V NAME(load)(const T *p) { V x; memcpy(&x, p, sizeof x); return x; }
INLINE void NAME(store)(T *p, V x) { memcpy(p, &x, sizeof x); }
INLINE V NAME(splat)(REAL x) { return (V)(x); }

#if IS_COMPLEX
INLINE T NAME(add)(T a, T b) { return (T){a.re + b.re, a.im + b.im}; }
INLINE T NAME(sub)(T a, T b) { return (T){a.re - b.re, a.im - b.im}; }
INLINE T NAME(mul)(T a, T b) { return (T){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }
INLINE T NAME(conj)(T a) { return (T){a.re, -a.im}; }
INLINE T NAME(neg)(T a) { return (T){-a.re, -a.im}; }
INLINE T NAME(scaled)(T a, REAL s) { return (T){a.re * s, a.im * s}; }
INLINE T NAME(of)(REAL re) { return (T){re, 0}; }
INLINE REAL NAME(real)(T a) { return a.re; }
INLINE bool NAME(is_zero)(T a) { return a.re == 0 && a.im == 0; }
/// |re| + |im|, by which LAPACK chooses pivots.
INLINE REAL NAME(size)(T a) { return (REAL)fabs(a.re) + (REAL)fabs(a.im); }
/// Smith's algorithm (Communications of the ACM 5, 1962).
INLINE T NAME(div)(T a, T b) {
    if (fabs(b.re) >= fabs(b.im)) {
        const REAL r = b.im / b.re, d = b.re + b.im * r;
        return b.im == 0 ? (T){a.re / b.re, a.im / b.re} : (T){(a.re + a.im * r) / d, (a.im - a.re * r) / d};
    }
    const REAL r = b.re / b.im, d = b.im + b.re * r;
    return (T){(a.re * r + a.im) / d, (a.im * r - a.re) / d};
}
#else
INLINE T NAME(add)(T a, T b) { return a + b; }
INLINE T NAME(sub)(T a, T b) { return a - b; }
INLINE T NAME(mul)(T a, T b) { return a * b; }
INLINE T NAME(conj)(T a) { return a; }
INLINE T NAME(neg)(T a) { return -a; }
INLINE T NAME(scaled)(T a, REAL s) { return a * s; }
INLINE T NAME(of)(REAL re) { return re; }
INLINE REAL NAME(real)(T a) { return a; }
INLINE bool NAME(is_zero)(T a) { return a == 0; }
INLINE REAL NAME(size)(T a) { return (REAL)fabs(a); }
INLINE T NAME(div)(T a, T b) { return a / b; }
#endif

/// A factor for every element of a vector: of complex ones its real part, and its imaginary part with alternating signs.
typedef struct C {
    V a;
#if IS_COMPLEX
    V b;
#endif
} C;

#if IS_COMPLEX
/// Real and imaginary parts exchanged.
INLINE V NAME(swap)(V x) {
    V y;
    y.even = x.odd;
    y.odd = x.even;
    return y;
}
INLINE C NAME(spread)(T x) {
    C c = {.a = (V)(x.re), .b = (V)(x.im)};
    c.b.even = -c.b.even;
    return c;
}
INLINE V NAME(fma)(C c, V x, V sum) { return APUS_FMA(c.b, NAME(swap)(x), APUS_FMA(c.a, x, sum)); }
/// |re| + |im| in both places.
INLINE V NAME(sizes)(V x) {
    const V y = __builtin_elementwise_abs(x);
    return y + NAME(swap)(y);
}
#else
INLINE C NAME(spread)(T x) { return (C){(V)(x)}; }
INLINE V NAME(fma)(C c, V x, V sum) { return APUS_FMA(c.a, x, sum); }
INLINE V NAME(sizes)(V x) { return __builtin_elementwise_abs(x); }
#endif

/// x·c for the vectors that hold `count` elements.
INLINE void NAME(multiply)(ptrdiff_t count, T factor, T *x) {
    const C c = NAME(spread)(factor);
    for (ptrdiff_t i = 0; i < count; i += LANES) NAME(store)(x + i, NAME(fma)(c, NAME(load)(x + i), NAME(splat)(0)));
}

static void NAME(copy)(ptrdiff_t rows, ptrdiff_t columns, const char *from, ptrdiff_t from_row, ptrdiff_t from_column,
                       char *to, ptrdiff_t to_row, bool negative, bool conjugate) {
    const REAL sign = negative ? -1 : 1;
#if IS_COMPLEX
    const REAL other = conjugate ? -sign : sign;
#else
    (void)conjugate;
#endif
    // Blocks of 8 columns, so that a walk down columns uses the lines that it fetches.
    const ptrdiff_t step = from_column == sizeof(T) ? columns : 8;
    for (ptrdiff_t first = 0; first < columns; first += step) {
        const ptrdiff_t count = columns - first < step ? columns - first : step;
        for (ptrdiff_t i = 0; i < rows; i++) {
            const char *p = from + i * from_row + first * from_column;
            T *q = (T *)(to + i * to_row) + first;
            if (from_column == sizeof(T)) {
                for (ptrdiff_t j = 0; j < count; j++) {
                    const T x = ((const T *)p)[j];
#if IS_COMPLEX
                    q[j] = (T){sign * x.re, other * x.im};
#else
                    q[j] = sign * x;
#endif
                }
            } else {
                for (ptrdiff_t j = 0; j < count; j++) {
                    const T x = *(const T *)(p + j * from_column);
#if IS_COMPLEX
                    q[j] = (T){sign * x.re, other * x.im};
#else
                    q[j] = sign * x;
#endif
                }
            }
        }
    }
}
