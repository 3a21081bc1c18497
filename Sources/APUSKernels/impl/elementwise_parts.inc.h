// Complex numbers by parts, in vectors: magnitudes, quotients, signs. complex64 computes in double precision.

#define COMPLEX_LOOP1(name, T, OUT, STEP, ...)                                                                     \
    static void name(ptrdiff_t n, void *out, const void *a, const double *parameters) {                            \
        (void)parameters;                                                                                          \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {                                                         \
            const double re = (double)((const T *)a)[2 * i], im = (double)((const T *)a)[2 * i + 1];               \
            OUT *const to = (OUT *)out + STEP * i;                                                                 \
            __VA_ARGS__                                                                                            \
        }                                                                                                          \
    }
#define BOTH_COMPLEX(DO, ...) DO(c64, float, __VA_ARGS__) DO(c128, double, __VA_ARGS__)

INLINE double absolute(double x) { return __builtin_elementwise_abs(x); }
INLINE int is_infinite(double x) { return absolute(x) == __builtin_inf(); }

// Squares of float32 neither overflow nor vanish in float64.
INLINE double magnitude_of_c64(double x, double y) {
    const double root = __builtin_elementwise_sqrt(x * x + y * y);
    return (is_infinite(x) | is_infinite(y)) ? __builtin_inf() : root;
}

// x * y = result + low exactly.
INLINE double product_in_two(double x, double y, double *low) {
    const double product = x * y;
#if APUS_HAS_FMA
    *low = __builtin_elementwise_fma(x, y, -product);
#else
    const double large_x = x * 0x1.0000002p27, large_y = y * 0x1.0000002p27;
    const double top_x = large_x - (large_x - x), rest_x = x - top_x, top_y = large_y - (large_y - y), rest_y = y - top_y;
    *low = ((top_x * top_y - product) + top_x * rest_y + rest_x * top_y) + rest_x * rest_y;
#endif
    return product;
}

// The root of the sum of squares in two parts, after scaling by a power of two, corrected by one step of Newton's method.
INLINE double magnitude_of_c128(double x, double y) {
    const double ax = absolute(x), ay = absolute(y), most = ax > ay ? ax : ay;
    const double scale = most > 0x1p500 ? 0x1p-600 : most < 0x1p-400 ? 0x1p600 : 1, back = most > 0x1p500 ? 0x1p600 : most < 0x1p-400 ? 0x1p-600 : 1;
    const double a = most * scale, b = (ax > ay ? ay : ax) * scale;
    double low_a, low_b, low;
    const double high_a = product_in_two(a, a, &low_a), high_b = product_in_two(b, b, &low_b);
    const double sum = high_a + high_b, rest = ((high_a - sum) + high_b) + (low_a + low_b);
    const double root = __builtin_elementwise_sqrt(sum), square = product_in_two(root, root, &low);
    const double result = root + (((sum - square) - low) + rest) / (root + root);
    const double finite = (sum == 0 ? 0 : result) * back;
    return (is_infinite(x) | is_infinite(y)) ? __builtin_inf() : x != x ? x : y != y ? y : finite;
}

APUS_KERNEL2(hypot_f64, double, double, magnitude_of_c128(x, y))

#define ABS_OF_COMPLEX(C, T, ...) COMPLEX_LOOP1(abs_##C, T, T, 1, *to = (T)magnitude_of_##C(re, im);)
BOTH_COMPLEX(ABS_OF_COMPLEX, )

// Smith's algorithm (CACM 5, 1962) with choices instead of branches; (a + bi) / (c + di).
typedef struct { double re, im; } quotient_parts;
INLINE quotient_parts divided_by_smith(double a, double b, double c, double d) {
    const bool wide = absolute(c) >= absolute(d), zero = (c == 0) & (d == 0);
    const double large = wide ? c : d, small = wide ? d : c, ratio = small / large, scale = 1 / (large + small * ratio);
    const double p = wide ? a : b, q = wide ? b : a;
    const double re = (p + q * ratio) * scale, im = wide ? (q - p * ratio) * scale : (p * ratio - q) * scale;
    return zero ? (quotient_parts){a / absolute(c), b / absolute(c)} : (quotient_parts){re, im};
}
#define QUOTIENT_OF_COMPLEX(C, T, ...)                                                                             \
    static void div_##C(ptrdiff_t n, void *out, const void *a, const void *b) {                                    \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < 2 * n; i += 2) {                                                  \
            const T *x = (const T *)a + i, *y = (const T *)b + i;                                                  \
            const quotient_parts q = divided_by_smith((double)x[0], (double)x[1], (double)y[0], (double)y[1]);     \
            ((T *)out)[i] = (T)q.re;                                                                               \
            ((T *)out)[i + 1] = (T)q.im;                                                                           \
        }                                                                                                          \
    }                                                                                                              \
    COMPLEX_LOOP1(reciprocal_##C, T, T, 2, {                                                                       \
        const quotient_parts q = divided_by_smith(1, 0, re, im);                                                   \
        const bool zero = (re == 0) & (im == 0);                                                                   \
        to[0] = zero ? (T)__builtin_nan("") : (T)q.re;                                                             \
        to[1] = zero ? (T)__builtin_nan("") : (T)q.im;                                                             \
    })
BOTH_COMPLEX(QUOTIENT_OF_COMPLEX, )

// z / |z|; NumPy's results for zero, infinities and NaN.
#define SIGN_OF_COMPLEX(C, T, ...)                                                                                 \
    COMPLEX_LOOP1(sign_##C, T, T, 2, {                                                                             \
        const double size = magnitude_of_##C(re, im);                                                              \
        const int x = is_infinite(re), y = is_infinite(im), none = (re != re) | (im != im);                       \
        const double unit_re = x ? __builtin_copysign(1, re) : 0, unit_im = y ? __builtin_copysign(1, im) : 0;     \
        const double nan = __builtin_nan("");                                                                      \
        const bool zero = (re == 0) & (im == 0);                                                                   \
        to[0] = (T)((x & y) ? nan : (x | y) ? unit_re : none ? nan : zero ? 0 : re / size);                        \
        to[1] = (T)((x & y) ? nan : (x | y) ? unit_im : none ? nan : zero ? 0 : im / size);                        \
    })
BOTH_COMPLEX(SIGN_OF_COMPLEX, )

// Tests of both parts, as bits.
#define PARTS_TEST1(C, T, op, E)                                                                                   \
    static void op##_##C(ptrdiff_t n, void *out, const void *a, const double *parameters) {                        \
        (void)parameters;                                                                                          \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {                                                         \
            const T re = ((const T *)a)[2 * i], im = ((const T *)a)[2 * i + 1];                                    \
            ((uint8_t *)out)[i] = (uint8_t)(E);                                                                    \
        }                                                                                                          \
    }
#define PARTS_TEST2(C, T, op, E)                                                                                   \
    static void op##_##C(ptrdiff_t n, void *out, const void *a, const void *b) {                                   \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {                                                         \
            const T re = ((const T *)a)[2 * i], im = ((const T *)a)[2 * i + 1];                                    \
            const T other_re = ((const T *)b)[2 * i], other_im = ((const T *)b)[2 * i + 1];                        \
            ((uint8_t *)out)[i] = (uint8_t)(E);                                                                    \
        }                                                                                                          \
    }
#define FINITE_PART(x) (__builtin_elementwise_abs(x) < (float)__builtin_inff())
#define INFINITE_PART(x) (__builtin_elementwise_abs(x) == (float)__builtin_inff())
BOTH_COMPLEX(PARTS_TEST1, logical_not, (re == 0) & (im == 0))
BOTH_COMPLEX(PARTS_TEST1, to_bool, (re != 0) | (im != 0))
BOTH_COMPLEX(PARTS_TEST1, isnan, (re != re) | (im != im))
BOTH_COMPLEX(PARTS_TEST1, isinf, INFINITE_PART(re) | INFINITE_PART(im))
BOTH_COMPLEX(PARTS_TEST1, isfinite, FINITE_PART(re) & FINITE_PART(im))
BOTH_COMPLEX(PARTS_TEST2, eq, (re == other_re) & (im == other_im))
BOTH_COMPLEX(PARTS_TEST2, ne, (re != other_re) | (im != other_im))
BOTH_COMPLEX(PARTS_TEST2, logical_and, ((re != 0) | (im != 0)) & ((other_re != 0) | (other_im != 0)))
BOTH_COMPLEX(PARTS_TEST2, logical_or, ((re != 0) | (im != 0)) | ((other_re != 0) | (other_im != 0)))
BOTH_COMPLEX(PARTS_TEST2, logical_xor, ((re != 0) | (im != 0)) ^ ((other_re != 0) | (other_im != 0)))
