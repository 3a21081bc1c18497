// Kernels of the vector functions, for whole vectors and for the rest alike, so that a result never depends on position.

// The second pass of the outer loop takes the elements that do not fill a vector, from a buffer.
#define MATH_KERNEL1(name, T, V, EXPRESSION)                                                                       \
    static void name(ptrdiff_t n, void *out, const void *a, const double *parameters) {                            \
        (void)parameters;                                                                                          \
        const ptrdiff_t lanes = (ptrdiff_t)(sizeof(V) / sizeof(T)), rest = n % lanes;                              \
        const size_t rest_bytes = (size_t)rest * sizeof(T);                                                        \
        V buffer = (V)((T)1);                                                                                      \
        const char *from = a;                                                                                      \
        char *to = out;                                                                                            \
        ptrdiff_t bytes = (n - rest) * (ptrdiff_t)sizeof(T);                                                       \
        for (bool last = false;; last = true) {                                                                    \
            for (ptrdiff_t i = 0; i < bytes; i += (ptrdiff_t)sizeof(V)) {                                          \
                V x;                                                                                               \
                memcpy(&x, from + i, sizeof x);                                                                    \
                const V result = EXPRESSION;                                                                       \
                memcpy(to + i, &result, sizeof result);                                                            \
            }                                                                                                      \
            if (last) memcpy((T *)out + n - rest, &buffer, rest_bytes);                                            \
            if (last || rest == 0) return;                                                                         \
            memcpy(&buffer, (const T *)a + n - rest, rest_bytes);                                                  \
            from = to = (char *)&buffer;                                                                           \
            bytes = sizeof buffer;                                                                                 \
        }                                                                                                          \
    }

#define MATH_KERNEL2(name, T, V, EXPRESSION)                                                                       \
    static void name(ptrdiff_t n, void *out, const void *a, const void *b) {                                       \
        const ptrdiff_t lanes = (ptrdiff_t)(sizeof(V) / sizeof(T)), rest = n % lanes;                              \
        const size_t rest_bytes = (size_t)rest * sizeof(T);                                                        \
        V left = (V)((T)1), right = (V)((T)1);                                                                     \
        const char *from = a, *other = b;                                                                          \
        char *to = out;                                                                                            \
        ptrdiff_t bytes = (n - rest) * (ptrdiff_t)sizeof(T);                                                       \
        for (bool last = false;; last = true) {                                                                    \
            for (ptrdiff_t i = 0; i < bytes; i += (ptrdiff_t)sizeof(V)) {                                          \
                V x, y;                                                                                            \
                memcpy(&x, from + i, sizeof x);                                                                    \
                memcpy(&y, other + i, sizeof y);                                                                   \
                const V result = EXPRESSION;                                                                       \
                memcpy(to + i, &result, sizeof result);                                                            \
            }                                                                                                      \
            if (last) memcpy((T *)out + n - rest, &left, rest_bytes);                                              \
            if (last || rest == 0) return;                                                                         \
            memcpy(&left, (const T *)a + n - rest, rest_bytes);                                                    \
            memcpy(&right, (const T *)b + n - rest, rest_bytes);                                                   \
            from = to = (char *)&left;                                                                             \
            other = (char *)&right;                                                                                \
            bytes = sizeof left;                                                                                   \
        }                                                                                                          \
    }

#define THROUGH_FLOAT64(op)                                                                                        \
    static void op##_f32(ptrdiff_t n, void *out, const void *a, const double *parameters) {                        \
        through_float64_1(op##_f64, n, out, a, parameters);                                                        \
    }

#define IN_BOTH(op, CALL32, CALL64)                                                                                \
    MATH_KERNEL1(op##_f32, float, vf32, CALL32)                                                                    \
    MATH_KERNEL1(op##_f64, double, vf64, CALL64)
#define IN_FLOAT64(op)                                                                                             \
    MATH_KERNEL1(op##_f64, double, vf64, v_##op##_f64(x))                                                          \
    THROUGH_FLOAT64(op)
#define IN_BOTH_PLAIN(op) IN_BOTH(op, v_##op##_f32(x), v_##op##_f64(x))

IN_BOTH_PLAIN(exp)
IN_BOTH_PLAIN(expm1)
IN_BOTH_PLAIN(log)
IN_BOTH_PLAIN(tanh)
IN_BOTH_PLAIN(sigmoid)
IN_BOTH_PLAIN(silu)
IN_BOTH_PLAIN(silu_slope)
IN_BOTH(elu, v_elu_f32(x, (float)parameters[0]), v_elu_f64(x, parameters[0]))
#if APUS_HAS_FMA
IN_BOTH_PLAIN(sin)
IN_BOTH_PLAIN(cos)
IN_BOTH_PLAIN(erf)
IN_BOTH_PLAIN(erfc)
IN_BOTH_PLAIN(gelu)
IN_BOTH_PLAIN(gelu_slope)
IN_BOTH_PLAIN(gelu_tanh)
IN_BOTH_PLAIN(gelu_tanh_slope)
#else
IN_FLOAT64(sin)
IN_FLOAT64(cos)
IN_FLOAT64(erf)
IN_FLOAT64(erfc)
IN_FLOAT64(gelu)
IN_FLOAT64(gelu_slope)
IN_FLOAT64(gelu_tanh)
IN_FLOAT64(gelu_tanh_slope)
#endif
IN_FLOAT64(exp2)
IN_FLOAT64(log2)
IN_FLOAT64(log10)
IN_FLOAT64(log1p)
IN_FLOAT64(tan)
IN_FLOAT64(asin)
IN_FLOAT64(acos)
IN_FLOAT64(atan)
IN_FLOAT64(sinh)
IN_FLOAT64(cosh)
IN_FLOAT64(asinh)
IN_FLOAT64(acosh)
IN_FLOAT64(atanh)
IN_FLOAT64(cbrt)
MATH_KERNEL1(softplus_f64, double, vf64, v_softplus_f64(x, parameters[0], parameters[1]))
THROUGH_FLOAT64(softplus)

#define BINARY_THROUGH_FLOAT64(op)                                                                                 \
    static void op##_f32(ptrdiff_t n, void *out, const void *a, const void *b) {                                   \
        through_float64_2(op##_wide, n, out, a, b);                                                                \
    }

#if APUS_VECTOR_BYTES == 64
MATH_KERNEL2(pow_f32, float, vf32, v_pow_f32(x, y))
#else
MATH_KERNEL2(pow_wide, double, vf64, pow_for_float32(x, y))
BINARY_THROUGH_FLOAT64(pow)
#endif
MATH_KERNEL2(atan2_wide, double, vf64, atan2_for_float32(x, y))
BINARY_THROUGH_FLOAT64(atan2)
MATH_KERNEL2(hypot_wide, double, vf64, hypot_for_float32(x, y))
BINARY_THROUGH_FLOAT64(hypot)
MATH_KERNEL2(logaddexp_wide, double, vf64, v_logaddexp_f64(x, y))
BINARY_THROUGH_FLOAT64(logaddexp)
MATH_KERNEL2(logaddexp2_wide, double, vf64, v_logaddexp2_f64(x, y))
BINARY_THROUGH_FLOAT64(logaddexp2)
MATH_KERNEL2(floordiv_wide, double, vf64, v_floordiv_f64(x, y))
BINARY_THROUGH_FLOAT64(floordiv)
MATH_KERNEL2(remainder_wide, double, vf64, v_remainder_f64(x, y))
BINARY_THROUGH_FLOAT64(remainder)
MATH_KERNEL2(fmod_wide, double, vf64, v_fmod_f64(x, y))
BINARY_THROUGH_FLOAT64(fmod)
#if APUS_HAS_FMA
#define floordiv_f64 floordiv_wide
#define remainder_f64 remainder_wide
#define fmod_f64 fmod_wide
MATH_KERNEL2(pow_f64, double, vf64, v_pow_f64(x, y))
#endif
