// Kernels of exact operations, left to the compiler to vectorise: arithmetic, comparison, selection, bits, rounding.

#define UNSIGNED_TYPES(DO, ...) DO(u8, uint8_t, __VA_ARGS__) DO(u16, uint16_t, __VA_ARGS__) \
    DO(u32, uint32_t, __VA_ARGS__) DO(u64, uint64_t, __VA_ARGS__)
#define SIGNED_TYPES(DO, ...) DO(i8, int8_t, __VA_ARGS__) DO(i16, int16_t, __VA_ARGS__) \
    DO(i32, int32_t, __VA_ARGS__) DO(i64, int64_t, __VA_ARGS__)
#define REAL_TYPES(DO, ...) DO(f32, float, __VA_ARGS__) DO(f64, double, __VA_ARGS__)

#define FLOATING_TYPES(DO, HALF, op, ...) REAL_TYPES(DO, op, __VA_ARGS__) BOTH_HALVES(HALF, op, __VA_ARGS__)

#define SAME1(t, T, op, E) APUS_KERNEL1(op##_##t, T, T, E)
#define TEST1(t, T, op, E) APUS_KERNEL1(op##_##t, T, uint8_t, E)
#define SAME2(t, T, op, E) APUS_KERNEL2(op##_##t, T, T, E)
#define CONSTANTS2(t, T, op, E) APUS_KERNEL2_CONSTANTS(op##_##t, T, T, E)
#define TEST2(t, T, op, E) APUS_KERNEL2(op##_##t, T, uint8_t, E)
#define SAME3(t, T, op, E) APUS_KERNEL3(op##_##t, T, T, T, E)
#define WHERE3(t, T, op, E) APUS_KERNEL3(op##_##t, uint8_t, T, T, E)

UNSIGNED_TYPES(SAME1, neg, 0u - x)
REAL_TYPES(SAME1, neg, -x)
APUS_KERNEL1(neg_f16, uint16_t, uint16_t, x ^ 0x8000)
#define neg_bf16 neg_f16
SIGNED_TYPES(SAME1, abs, x < 0 ? (uint64_t)0 - (uint64_t)x : (uint64_t)x)
APUS_KERNEL1(abs_f32, float, float, __builtin_elementwise_abs(x))
APUS_KERNEL1(abs_f64, double, double, __builtin_elementwise_abs(x))
APUS_KERNEL1(abs_f16, uint16_t, uint16_t, x & 0x7fff)
#define abs_bf16 abs_f16
UNSIGNED_TYPES(SAME1, sign, x != 0)
SIGNED_TYPES(SAME1, sign, (x > 0) - (x < 0))
FLOATING_TYPES(SAME1, HALF_KERNEL1, sign, x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x)
FLOATING_TYPES(SAME1, HALF_KERNEL1, sqrt, __builtin_elementwise_sqrt(x))
FLOATING_TYPES(SAME1, HALF_KERNEL1, rsqrt, 1 / __builtin_elementwise_sqrt(x))
FLOATING_TYPES(SAME1, HALF_KERNEL1, reciprocal, 1 / x)
UNSIGNED_TYPES(SAME1, square, 1u * x * x)
FLOATING_TYPES(SAME1, HALF_KERNEL1, square, x * x)
SIGNED_TYPES(SAME1, relu, x > 0 ? x : 0)
FLOATING_TYPES(SAME1, HALF_KERNEL1, relu, x <= 0 ? 0 : x)
UNSIGNED_TYPES(TEST1, logical_not, x == 0)
FLOATING_TYPES(TEST1, HALF_TEST1, logical_not, x == 0)
UNSIGNED_TYPES(SAME1, bitwise_not, ~x)
FLOATING_TYPES(TEST1, HALF_TEST1, isnan, x != x)
FLOATING_TYPES(TEST1, HALF_TEST1, isinf, __builtin_elementwise_abs(x) == (float)__builtin_inff())
FLOATING_TYPES(TEST1, HALF_TEST1, isfinite, __builtin_elementwise_abs(x) < (float)__builtin_inff())
SIGNED_TYPES(TEST1, signbit, x < 0)
APUS_KERNEL1(signbit_f16, uint16_t, uint8_t, x >> 15)
#define signbit_bf16 signbit_f16
APUS_KERNEL1(signbit_f32, uint32_t, uint8_t, x >> 31)
APUS_KERNEL1(signbit_f64, uint64_t, uint8_t, x >> 63)
#define LEAKY(t, T, ...)                                                                                           \
    static void leaky_relu_##t(ptrdiff_t n, void *out, const void *a, const double *parameters) {                  \
        const T slope = (T)parameters[0];                                                                          \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {                                                         \
            const T x = ((const T *)a)[i];                                                                         \
            ((T *)out)[i] = x > 0 ? x : x * slope;                                                                 \
        }                                                                                                          \
    }
REAL_TYPES(LEAKY, )
#define LEAKY_HALF(h, ...)                                                                                         \
    static void leaky_relu_##h(ptrdiff_t n, void *out, const void *a, const double *parameters) {                  \
        const float slope = (float)parameters[0];                                                                  \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {                                                         \
            const float x = HALF_AT(h, a, i);                                                                      \
            ((uint16_t *)out)[i] = narrowed_##h(x > 0 ? x : x * slope);                                            \
        }                                                                                                          \
    }
BOTH_HALVES(LEAKY_HALF, )
REAL_TYPES(SAME1, floor, __builtin_elementwise_floor(x)) HALF_KERNEL1(bf16, floor, __builtin_elementwise_floor(x))
REAL_TYPES(SAME1, ceil, __builtin_elementwise_ceil(x)) HALF_KERNEL1(bf16, ceil, __builtin_elementwise_ceil(x))
REAL_TYPES(SAME1, trunc, __builtin_elementwise_trunc(x)) HALF_KERNEL1(bf16, trunc, __builtin_elementwise_trunc(x))
REAL_TYPES(SAME1, round, __builtin_elementwise_rint(x)) HALF_KERNEL1(bf16, round, __builtin_elementwise_rint(x))
FLOATING_TYPES(SAME1, HALF_KERNEL1, angle, x != x ? x : __builtin_signbit(x) ? 0x1.921fb54442d18p1 : 0)

UNSIGNED_TYPES(SAME2, add, x + y)
FLOATING_TYPES(SAME2, HALF_KERNEL2, add, x + y)
REAL_TYPES(CONSTANTS2, add, x + y) BOTH_HALVES(HALF_CONSTANTS2, add)
UNSIGNED_TYPES(SAME2, sub, x - y)
FLOATING_TYPES(SAME2, HALF_KERNEL2, sub, x - y)
REAL_TYPES(CONSTANTS2, sub, x - y) BOTH_HALVES(HALF_CONSTANTS2, sub)
UNSIGNED_TYPES(SAME2, mul, 1u * x * y)
FLOATING_TYPES(SAME2, HALF_KERNEL2, mul, x * y)
REAL_TYPES(CONSTANTS2, mul, x * y) BOTH_HALVES(HALF_CONSTANTS2, mul)
FLOATING_TYPES(SAME2, HALF_KERNEL2, div, x / y)
REAL_TYPES(CONSTANTS2, div, x / y) BOTH_HALVES(HALF_CONSTANTS2, div)
UNSIGNED_TYPES(SAME2, minimum, x < y ? x : y)
SIGNED_TYPES(SAME2, minimum, x < y ? x : y)
FLOATING_TYPES(SAME2, HALF_KERNEL2, minimum, ((x < y) | (x != x)) ? x : y)
UNSIGNED_TYPES(SAME2, maximum, x > y ? x : y)
SIGNED_TYPES(SAME2, maximum, x > y ? x : y)
FLOATING_TYPES(SAME2, HALF_KERNEL2, maximum, ((x > y) | (x != x)) ? x : y)
FLOATING_TYPES(SAME2, HALF_KERNEL2, fmin, ((x <= y) | (y != y)) ? x : y)
FLOATING_TYPES(SAME2, HALF_KERNEL2, fmax, ((x >= y) | (y != y)) ? x : y)
FLOATING_TYPES(SAME2, HALF_KERNEL2, copysign, __builtin_elementwise_copysign(x, y))
UNSIGNED_TYPES(SAME2, bitwise_and, x & y)
UNSIGNED_TYPES(SAME2, bitwise_or, x | y)
UNSIGNED_TYPES(SAME2, bitwise_xor, x ^ y)

// A shift by the width or more (a negative count is such) leaves nothing but the sign.
#define WIDTH(x) (8 * sizeof(x))
UNSIGNED_TYPES(SAME2, shift_left, y < WIDTH(x) ? (uint64_t)x << (y & (WIDTH(x) - 1)) : 0)
UNSIGNED_TYPES(SAME2, shift_right, y < WIDTH(x) ? x >> (y & (WIDTH(x) - 1)) : 0)
#define SHIFT_SIGNED(t, T, U) \
    APUS_KERNEL2(shift_right_##t, T, T, x >> ((U)y < WIDTH(x) ? (U)y : WIDTH(x) - 1))
SHIFT_SIGNED(i8, int8_t, uint8_t)
SHIFT_SIGNED(i16, int16_t, uint16_t)
SHIFT_SIGNED(i32, int32_t, uint32_t)
SHIFT_SIGNED(i64, int64_t, uint64_t)

UNSIGNED_TYPES(TEST2, logical_and, (x != 0) & (y != 0))
FLOATING_TYPES(TEST2, HALF_TEST2, logical_and, (x != 0) & (y != 0))
UNSIGNED_TYPES(TEST2, logical_or, (x != 0) | (y != 0))
FLOATING_TYPES(TEST2, HALF_TEST2, logical_or, (x != 0) | (y != 0))
UNSIGNED_TYPES(TEST2, logical_xor, (x != 0) ^ (y != 0))
FLOATING_TYPES(TEST2, HALF_TEST2, logical_xor, (x != 0) ^ (y != 0))
UNSIGNED_TYPES(TEST2, eq, x == y)
FLOATING_TYPES(TEST2, HALF_TEST2, eq, x == y)
UNSIGNED_TYPES(TEST2, ne, x != y)
FLOATING_TYPES(TEST2, HALF_TEST2, ne, x != y)
UNSIGNED_TYPES(TEST2, lt, x < y)
SIGNED_TYPES(TEST2, lt, x < y)
FLOATING_TYPES(TEST2, HALF_TEST2, lt, x < y)
UNSIGNED_TYPES(TEST2, le, x <= y)
SIGNED_TYPES(TEST2, le, x <= y)
FLOATING_TYPES(TEST2, HALF_TEST2, le, x <= y)

UNSIGNED_TYPES(WHERE3, where, x ? y : z)
UNSIGNED_TYPES(SAME3, clip, (x > y ? x : y) < z ? (x > y ? x : y) : z)
SIGNED_TYPES(SAME3, clip, (x > y ? x : y) < z ? (x > y ? x : y) : z)
#define CLIP_REAL(t, T)                                                                                            \
    INLINE T clipped_##t(T x, T low, T high) {                                                                     \
        const T raised = ((x > low) | (x != x)) ? x : low;                                                         \
        return ((raised < high) | (raised != raised)) ? raised : high;                                             \
    }                                                                                                              \
    APUS_KERNEL3(clip_##t, T, T, T, clipped_##t(x, y, z))
CLIP_REAL(f32, float)
CLIP_REAL(f64, double)
BOTH_HALVES(HALF_KERNEL3, clip, clipped_f32(x, y, z))

// Bounds that are the same for all elements, and no NaN; an element that equals a bound gives the bound.
#define CLIP_CONSTANTS(t, T, AT, COMPUTED, STORE, NONE)                                                            \
    static void clip_##t##_constants(ptrdiff_t n, void *out, const void *a, const void *b, const void *c) {        \
        const COMPUTED low = AT(b, 0), high = AT(c, 0);                                                            \
        if (NONE(low) || NONE(high)) {                                                                             \
            for (ptrdiff_t i = 0; i < n; i++) clip_##t(1, (T *)out + i, (const T *)a + i, b, c);                   \
            return;                                                                                                \
        }                                                                                                          \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {                                                         \
            const COMPUTED x = AT(a, i), raised = low >= x ? low : x;                                              \
            ((T *)out)[i] = STORE(high <= raised ? high : raised);                                                 \
        }                                                                                                          \
    }
#define IS_NAN(x) ((x) != (x))
#define NEVER(x) false
#define F16_AT(p, i) HALF_AT(f16, p, i)
#define BF16_AT(p, i) HALF_AT(bf16, p, i)
#define CLIP_PLAIN(t, T, NONE)                                                                                     \
    INLINE T at_##t(const void *p, ptrdiff_t i) { return ((const T *)p)[i]; }                                      \
    CLIP_CONSTANTS(t, T, at_##t, T, (T), NONE)
UNSIGNED_TYPES(CLIP_PLAIN, NEVER)
SIGNED_TYPES(CLIP_PLAIN, NEVER)
REAL_TYPES(CLIP_PLAIN, IS_NAN)
CLIP_CONSTANTS(f16, uint16_t, F16_AT, float, narrowed_f16, IS_NAN)
CLIP_CONSTANTS(bf16, uint16_t, BF16_AT, float, narrowed_bf16, IS_NAN)
UNSIGNED_TYPES(SAME3, fma, 1u * x * y + z)
FLOATING_TYPES(SAME3, HALF_KERNEL3, fma, x * y + z)
FLOATING_TYPES(SAME3, HALF_KERNEL3, lerp, __builtin_elementwise_abs(z) < 0.5f ? x + z * (y - x) : y - (y - x) * (1 - z))

// Complex sums are real sums of twice as many numbers.
#define TWICE(op, C, t)                                                                                            \
    static void op##_##C(ptrdiff_t n, void *out, const void *a, const void *b) { op##_##t(2 * n, out, a, b); }
TWICE(add, c64, f32)
TWICE(add, c128, f64)
TWICE(sub, c64, f32)
TWICE(sub, c128, f64)
#define COMPLEX_PRODUCT(C, T)                                                                                      \
    static void mul_##C(ptrdiff_t n, void *out, const void *a, const void *b) {                                    \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < 2 * n; i += 2) {                                                  \
            const T re = ((const T *)a)[i], im = ((const T *)a)[i + 1];                                            \
            const T other_re = ((const T *)b)[i], other_im = ((const T *)b)[i + 1];                                \
            ((T *)out)[i] = re * other_re - im * other_im;                                                         \
            ((T *)out)[i + 1] = re * other_im + im * other_re;                                                     \
        }                                                                                                          \
    }
COMPLEX_PRODUCT(c64, float)
COMPLEX_PRODUCT(c128, double)
