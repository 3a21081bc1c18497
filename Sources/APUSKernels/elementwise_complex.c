// Loops of complex64 and complex128 that are not compiled per instruction set: functions by <complex.h>, in double precision.
#include "impl/elementwise_private.h"
#include <complex.h>
#include <math.h>

#pragma clang fp contract(off)

typedef struct { float re, im; } c64;
typedef struct { double re, im; } c128;
typedef double complex wide;

static inline wide wide_of(double re, double im) { return __builtin_complex(re, im); }
static inline c128 pair_of(wide z) { return (c128){creal(z), cimag(z)}; }

// Functions that C lacks, from those it has.

static inline double log_magnitude(double re, double im) {
    // Near 1 the sum of squares minus 1 is exact enough to take the logarithm from.
    const double a = fmax(fabs(re), fabs(im)), b = fmin(fabs(re), fabs(im));
    if (isnan(re) || isnan(im)) return log(hypot(re, im));
    if (a > 0.5 && a < 1.5 && b < 1.5) return 0.5 * log1p((a - 1) * (a + 1) + b * b);
    return log(hypot(re, im));
}

static inline wide c_log1p(wide z) {
    const double re = creal(z), im = cimag(z);
    const double magnitude = fabs(re) < 0.5 && fabs(im) < 0.5 ? 0.5 * log1p(re * (2 + re) + im * im)
                                                              : log_magnitude(1 + re, im);
    return wide_of(magnitude, atan2(im, 1 + re));
}

static inline wide c_expm1(wide z) {
    const double re = creal(z), im = cimag(z), half = sin(0.5 * im);
    if (im == 0) return wide_of(re == 0 ? 0 : expm1(re), im);
    // As the array API standard has it, e^z is 0 or infinite where only the angle is unknown.
    if (!isfinite(im)) return cexp(z) - 1;
    return wide_of(expm1(re) * cos(im) - 2 * half * half, exp(re) * sin(im));
}

// As the array API standard has it, the imaginary part has the sign of that of z at infinity, where C's alternates.
static inline wide c_tanh(wide z) {
    if (isinf(creal(z)) && isfinite(cimag(z))) return wide_of(copysign(1, creal(z)), copysign(0, cimag(z)));
    return ctanh(z);
}

static inline wide scaled(wide z, double factor) { return wide_of(creal(z) * factor, cimag(z) * factor); }
static inline wide c_exp2(wide z) { return cexp(scaled(z, 0x1.62e42fefa39efp-1)); }
static inline wide c_log2(wide z) { return scaled(clog(z), 0x1.71547652b82fep0); }
static inline wide c_log10(wide z) { return scaled(clog(z), 0x1.bcb7b1526e50ep-2); }

// Smith's algorithm.
static inline wide c_div(wide x, wide y) {
    const double a = creal(x), b = cimag(x), c = creal(y), d = cimag(y), size_c = fabs(c), size_d = fabs(d);
    if (size_c >= size_d) {
        if (size_c == 0) return wide_of(a / size_c, b / size_c);
        const double ratio = d / c, scale = 1 / (c + d * ratio);
        return wide_of((a + b * ratio) * scale, (b - a * ratio) * scale);
    }
    const double ratio = c / d, scale = 1 / (c * ratio + d);
    return wide_of((a * ratio + b) * scale, (b * ratio - a) * scale);
}

static inline wide c_mul(wide x, wide y) {
    return wide_of(creal(x) * creal(y) - cimag(x) * cimag(y), creal(x) * cimag(y) + cimag(x) * creal(y));
}

static inline wide c_reciprocal(wide z) {
    return creal(z) == 0 && cimag(z) == 0 ? wide_of(NAN, NAN) : c_div(wide_of(1, 0), z);
}
static inline wide c_rsqrt(wide z) { return c_reciprocal(csqrt(z)); }
static inline wide c_sigmoid(wide z) { return c_reciprocal(wide_of(1, 0) + cexp(-z)); }
static inline wide c_silu(wide z) { return c_div(z, wide_of(1, 0) + cexp(-z)); }
static inline wide c_round(wide z) { return wide_of(rint(creal(z)), rint(cimag(z))); }

// Small whole exponents multiply, as NumPy does; 0 has a power only for a positive real part or exponent 0.
static inline wide c_pow(wide x, wide y) {
    const double n = creal(y);
    if (n == 0 && cimag(y) == 0) return wide_of(1, 0);
    if (creal(x) == 0 && cimag(x) == 0) return n > 0 ? wide_of(0, 0) : wide_of(NAN, NAN);
    if (cimag(y) != 0 || n != trunc(n) || !(fabs(n) < 100)) return cpow(x, y);
    wide result = wide_of(1, 0), square = x;
    bool started = false;
    for (int left = (int)fabs(n); left; left >>= 1) {
        if (left & 1) result = started ? c_mul(result, square) : square;
        started |= left & 1;
        if (left > 1) square = c_mul(square, square);
    }
    return n < 0 ? c_reciprocal(result) : result;
}

#define BOTH(DO, ...) DO(c64, float, __VA_ARGS__) DO(c128, double, __VA_ARGS__)

// By double precision and back.
#define BY_WIDE1(C, T, op, E)                                                                                      \
    static inline C op##_of_##C(C v) {                                                                             \
        const wide z = wide_of((double)v.re, (double)v.im);                                                        \
        const c128 r = pair_of(E);                                                                                 \
        return (C){(T)r.re, (T)r.im};                                                                              \
    }                                                                                                              \
    COMPLEX1(C, T, op, op##_of_##C(x))
#define BY_WIDE2(C, T, op, E)                                                                                      \
    static inline C op##_of_##C(C v, C w) {                                                                        \
        const wide p = wide_of((double)v.re, (double)v.im), q = wide_of((double)w.re, (double)w.im);               \
        const c128 r = pair_of(E);                                                                                 \
        return (C){(T)r.re, (T)r.im};                                                                              \
    }                                                                                                              \
    COMPLEX2(C, T, op, (op##_of_##C(x, y)))

#define KERNEL1(name, IN, OUT, ...)                                                                                \
    static void name##_kernel(ptrdiff_t n, void *out, const void *a, const double *parameters) {                   \
        (void)parameters;                                                                                          \
        for (ptrdiff_t i = 0; i < n; i++) {                                                                        \
            const IN x = ((const IN *)a)[i];                                                                       \
            ((OUT *)out)[i] = (OUT)__VA_ARGS__;                                                                    \
        }                                                                                                          \
    }                                                                                                              \
    APUS_LOOP1(name, name##_kernel, APUS_PLAIN(IN), APUS_PLAIN(OUT))
#define KERNEL2(name, IN, OUT, ...)                                                                                \
    static void name##_kernel(ptrdiff_t n, void *out, const void *a, const void *b) {                              \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {                                                         \
            const IN x = ((const IN *)a)[i], y = ((const IN *)b)[i];                                               \
            ((OUT *)out)[i] = (OUT)__VA_ARGS__;                                                                    \
        }                                                                                                          \
    }                                                                                                              \
    APUS_LOOP2(name, name##_kernel, APUS_PLAIN(IN), APUS_PLAIN(OUT))
#define KERNEL3(name, FIRST, IN, ...)                                                                              \
    static void name##_kernel(ptrdiff_t n, void *out, const void *a, const void *b, const void *c) {               \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {                                                         \
            const FIRST x = ((const FIRST *)a)[i];                                                                 \
            const IN y = ((const IN *)b)[i], z = ((const IN *)c)[i];                                               \
            ((IN *)out)[i] = (IN)__VA_ARGS__;                                                                      \
        }                                                                                                          \
    }                                                                                                              \
    APUS_LOOP3(name, name##_kernel, APUS_PLAIN(FIRST), APUS_PLAIN(IN), APUS_PLAIN(IN))

#define COMPLEX1(C, T, op, ...) KERNEL1(op##_##C, C, C, __VA_ARGS__)
#define PART1(C, T, op, ...) KERNEL1(op##_##C, C, T, __VA_ARGS__)
#define COMPLEX2(C, T, op, ...) KERNEL2(op##_##C, C, C, __VA_ARGS__)
#define TEST2(C, T, op, ...) KERNEL2(op##_##C, C, uint8_t, __VA_ARGS__)
#define COMPLEX3(C, T, op, ...) KERNEL3(op##_##C, C, C, __VA_ARGS__)

#define WIDE_FUNCTIONS(DO)                                                                                         \
    DO(sqrt, SQRT, csqrt) DO(rsqrt, RSQRT, c_rsqrt) DO(exp, EXP, cexp) DO(exp2, EXP2, c_exp2)                      \
    DO(expm1, EXPM1, c_expm1) DO(log, LOG, clog) DO(log2, LOG2, c_log2) DO(log10, LOG10, c_log10)                  \
    DO(log1p, LOG1P, c_log1p) DO(sin, SIN, csin) DO(cos, COS, ccos) DO(tan, TAN, ctan) DO(asin, ASIN, casin)       \
    DO(acos, ACOS, cacos) DO(atan, ATAN, catan) DO(sinh, SINH, csinh) DO(cosh, COSH, ccosh) DO(tanh, TANH, c_tanh)  \
    DO(asinh, ASINH, casinh) DO(acosh, ACOSH, cacosh) DO(atanh, ATANH, catanh) DO(sigmoid, SIGMOID, c_sigmoid)     \
    DO(silu, SILU, c_silu) DO(round, ROUND, c_round)
#define DEFINE_WIDE(op, OP, function) BOTH(BY_WIDE1, op, function(z))
WIDE_FUNCTIONS(DEFINE_WIDE)

BOTH(COMPLEX1, neg, {-x.re, -x.im})
BOTH(COMPLEX1, conj, {x.re, -x.im})
BOTH(COMPLEX1, copy, {x.re, x.im})
BOTH(COMPLEX1, square, {x.re * x.re - x.im * x.im, x.re * x.im + x.im * x.re})
BOTH(PART1, angle, (atan2((double)x.im, (double)x.re)))
BOTH(PART1, real, (x.re))
BOTH(PART1, imag, (x.im))
KERNEL1(c64_to_c128, c64, c128, {(double)x.re, (double)x.im})
KERNEL1(c128_to_c64, c128, c64, {(float)x.re, (float)x.im})

BOTH(BY_WIDE2, pow, c_pow(p, q))

// NumPy's lexicographic order; a NaN in either part makes a number a NaN.
#define IS_NAN(v) (((v).re != (v).re) | ((v).im != (v).im))
#define LESS(a, b) (((a).re < (b).re && (a).im == (a).im && (b).im == (b).im) || ((a).re == (b).re && (a).im < (b).im))
#define LESS_EQUAL(a, b) \
    (((a).re < (b).re && (a).im == (a).im && (b).im == (b).im) || ((a).re == (b).re && (a).im <= (b).im))
#define CHOICE(C, T, ...)                                                                                          \
    static inline C lesser_##C(C x, C y) { return IS_NAN(x) || (LESS_EQUAL(x, y) && !IS_NAN(y)) ? x : y; }         \
    static inline C greater_##C(C x, C y) { return IS_NAN(x) || (LESS_EQUAL(y, x) && !IS_NAN(y)) ? x : y; }        \
    KERNEL2(minimum_##C, C, C, (lesser_##C(x, y)))                                                                 \
    KERNEL2(maximum_##C, C, C, (greater_##C(x, y)))                                                                \
    KERNEL2(fmin_##C, C, C, (LESS_EQUAL(x, y) || IS_NAN(y) ? x : y))                                               \
    KERNEL2(fmax_##C, C, C, (LESS_EQUAL(y, x) || IS_NAN(y) ? x : y))                                               \
    KERNEL3(clip_##C, C, C, (lesser_##C(greater_##C(x, y), z)))
BOTH(CHOICE, )
BOTH(TEST2, lt, LESS(x, y))
BOTH(TEST2, le, LESS_EQUAL(x, y))
BOTH(TEST2, gt, LESS(y, x))
BOTH(TEST2, ge, LESS_EQUAL(y, x))

BOTH(COMPLEX3, fma, {x.re * y.re - x.im * y.im + z.re, x.re * y.im + x.im * y.re + z.im})
#define TOWARDS(C, T, ...)                                                                                         \
    static inline C between_##C(C x, C y, C z) {                                                                   \
        const C d = {y.re - x.re, y.im - x.im};                                                                    \
        const bool near = hypot((double)z.re, (double)z.im) < 0.5;                                                 \
        const C w = near ? z : (C){1 - z.re, -z.im}, step = {w.re * d.re - w.im * d.im, w.re * d.im + w.im * d.re}; \
        return near ? (C){x.re + step.re, x.im + step.im} : (C){y.re - step.re, y.im - step.im};                   \
    }                                                                                                              \
    KERNEL3(lerp_##C, C, C, (between_##C(x, y, z)))
BOTH(TOWARDS, )
KERNEL3(where_c128, uint8_t, c128, (x ? y : z))

// A real number becomes complex by its own cast, a block at a time, and zeros beside the results.
enum { real_block = 512 };
#define WITH_ZEROS(C, T)                                                                                           \
    static void with_zeros_##C(apus_loop1 loop, ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa) { \
        T reals[real_block];                                                                                       \
        for (ptrdiff_t start = 0; start < n; start += real_block) {                                                \
            const ptrdiff_t count = n - start < real_block ? n - start : real_block;                               \
            loop(count, (char *)reals, sizeof(T), a + start * sa, sa, NULL);                                       \
            char *to = out + start * so;                                                                           \
            if (so == (ptrdiff_t)sizeof(C)) {                                                                      \
                for (ptrdiff_t i = 0; i < count; i++) ((C *)to)[i] = (C){reals[i], 0};                             \
            } else {                                                                                               \
                for (ptrdiff_t i = 0; i < count; i++) *(C *)(to + i * so) = (C){reals[i], 0};                      \
            }                                                                                                      \
        }                                                                                                          \
    }
WITH_ZEROS(c64, float)
WITH_ZEROS(c128, double)

#define FROM_REAL(t, DTYPE)                                                                                        \
    static void t##_to_c64(ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa, const double *p) {   \
        (void)p;                                                                                                   \
        with_zeros_c64(apus_cast(DTYPE, APUS_FLOAT32), n, out, so, a, sa);                                         \
    }                                                                                                              \
    static void t##_to_c128(ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa, const double *p) {  \
        (void)p;                                                                                                   \
        with_zeros_c128(apus_cast(DTYPE, APUS_FLOAT64), n, out, so, a, sa);                                        \
    }
#define REAL_DTYPES(DO)                                                                                            \
    DO(bool, APUS_BOOL) DO(u8, APUS_UINT8) DO(u16, APUS_UINT16) DO(u32, APUS_UINT32) DO(u64, APUS_UINT64)          \
    DO(i8, APUS_INT8) DO(i16, APUS_INT16) DO(i32, APUS_INT32) DO(i64, APUS_INT64) DO(f16, APUS_FLOAT16)            \
    DO(bf16, APUS_BFLOAT16) DO(f32, APUS_FLOAT32) DO(f64, APUS_FLOAT64)
REAL_DTYPES(FROM_REAL)

#define ROW(op) {[APUS_COMPLEX64] = op##_c64, [APUS_COMPLEX128] = op##_c128}
#define WIDE_ROW(op, OP, function) [APUS_##OP] = ROW(op),
#define FROM_REAL_ROW(t, DTYPE) [DTYPE] = {[APUS_COMPLEX64] = t##_to_c64, [APUS_COMPLEX128] = t##_to_c128},

const apus_elementwise_tables apus_elementwise_complex = {
    .unary = {
        WIDE_FUNCTIONS(WIDE_ROW)
        [APUS_NEG] = ROW(neg),
        [APUS_CONJ] = ROW(conj),
        [APUS_SQUARE] = ROW(square),
        [APUS_ANGLE] = ROW(angle),
        [APUS_REAL] = ROW(real),
        [APUS_IMAG] = ROW(imag),
    },
    .binary = {
        [APUS_POW] = ROW(pow), [APUS_MINIMUM] = ROW(minimum), [APUS_MAXIMUM] = ROW(maximum),
        [APUS_FMIN] = ROW(fmin), [APUS_FMAX] = ROW(fmax),
        [APUS_LT] = ROW(lt), [APUS_LE] = ROW(le), [APUS_GT] = ROW(gt), [APUS_GE] = ROW(ge),
    },
    .ternary = {
        [APUS_WHERE] = {[APUS_COMPLEX128] = where_c128},
        [APUS_CLIP] = ROW(clip), [APUS_FMA] = ROW(fma), [APUS_LERP] = ROW(lerp),
    },
    .cast = {
        REAL_DTYPES(FROM_REAL_ROW)
        [APUS_COMPLEX64] = {[APUS_COMPLEX64] = copy_c64, [APUS_COMPLEX128] = c64_to_c128},
        [APUS_COMPLEX128] = {[APUS_COMPLEX64] = c128_to_c64, [APUS_COMPLEX128] = copy_c128},
    },
};
