// Loops that gain nothing from wider vectors: integer division and power, float remainders, libm per element.
#include "impl/elementwise_private.h"
#include <math.h>

#pragma clang fp contract(off)

#define UNSIGNED_TYPES(DO) DO(u8, uint8_t, uint8_t) DO(u16, uint16_t, uint16_t) DO(u32, uint32_t, uint32_t) \
    DO(u64, uint64_t, uint64_t)
#define SIGNED_TYPES(DO) DO(i8, int8_t, uint8_t) DO(i16, int16_t, uint16_t) DO(i32, int32_t, uint32_t) \
    DO(i64, int64_t, uint64_t)

#define SCALAR1(name, T, E) APUS_KERNEL1(name##_kernel, T, T, E) \
    APUS_LOOP1(name, name##_kernel, APUS_PLAIN(T), APUS_PLAIN(T))
#define SCALAR2(name, T, E) APUS_KERNEL2(name##_kernel, T, T, E) \
    APUS_LOOP2(name, name##_kernel, APUS_PLAIN(T), APUS_PLAIN(T))

// Division by zero gives 0; the lowest value by -1 wraps to itself. The reciprocal of 0 is what NumPy gives on x86-64:
// the lowest value of 32 and 64 bits, else 0.
#define INTEGER_FUNCTIONS(t, T, U)                                                                                 \
    static inline T power_##t(T base, T exponent) {                                                                \
        const T lower = (T)-1;                                                                                     \
        if (lower < 0 && exponent < 0) return base == 1 ? 1 : base == lower ? (T)(exponent & 1 ? lower : 1) : 0;   \
        U result = 1, square = (U)base;                                                                            \
        for (U left = (U)exponent; left; left >>= 1) {                                                             \
            if (left & 1) result = (U)(1u * result * square);                                                      \
            square = (U)(1u * square * square);                                                                    \
        }                                                                                                          \
        return (T)result;                                                                                          \
    }                                                                                                              \
    SCALAR2(pow_##t, T, power_##t(x, y))

#define UNSIGNED_DIVISION(t, T, U)                                                                                 \
    SCALAR1(reciprocal_##t, T, x == 1)                                                                             \
    SCALAR2(floordiv_##t, T, y == 0 ? 0 : x / y)                                                                   \
    SCALAR2(remainder_##t, T, y == 0 ? 0 : x % y)

#define SIGNED_DIVISION(t, T, U)                                                                                   \
    static inline T quotient_##t(T x, T y) {                                                                       \
        if (y == 0) return 0;                                                                                      \
        if (y == -1) return (T)((U)0 - (U)x);                                                                      \
        const T q = (T)(x / y);                                                                                    \
        return (T)(q - ((x % y != 0) & ((x < 0) != (y < 0))));                                                     \
    }                                                                                                              \
    static inline T modulus_##t(T x, T y) {                                                                        \
        if (y == 0 || y == -1) return 0;                                                                           \
        const T r = (T)(x % y);                                                                                    \
        return (T)(r != 0 && (r < 0) != (y < 0) ? r + y : r);                                                      \
    }                                                                                                              \
    SCALAR1(reciprocal_##t, T, x == 0 ? (T)(sizeof(T) < 4 ? 0 : (U)1 << (8 * sizeof(T) - 1)) : x == 1 || x == -1 ? x : 0)              \
    SCALAR2(floordiv_##t, T, quotient_##t(x, y))                                                                   \
    SCALAR2(remainder_##t, T, modulus_##t(x, y))                                                                   \
    SCALAR2(fmod_##t, T, y == 0 || y == -1 ? 0 : x % y)

UNSIGNED_TYPES(INTEGER_FUNCTIONS)
SIGNED_TYPES(INTEGER_FUNCTIONS)
UNSIGNED_TYPES(UNSIGNED_DIVISION)
SIGNED_TYPES(SIGNED_DIVISION)

// Python's divmod, with NumPy's rules for signed zeros.
static inline double modulus_f64(double x, double y) {
    const double r = fmod(x, y);
    if (y == 0) return r;
    if (r == 0) return copysign(0, y);
    return (r < 0) != (y < 0) ? r + y : r;
}

static inline double quotient_f64(double x, double y) {
    if (y == 0) return x / y;
    const double r = fmod(x, y);
    double q = (x - r) / y;
    if (r != 0 && (r < 0) != (y < 0)) q -= 1;
    if (q == 0) return copysign(0, x / y);
    const double whole = floor(q);
    return q - whole > 0.5 ? whole + 1 : whole;
}

SCALAR2(floordiv_f64, double, quotient_f64(x, y))
SCALAR2(remainder_f64, double, modulus_f64(x, y))
SCALAR2(fmod_f64, double, fmod(x, y))
SCALAR2(pow_f64, double, pow(x, y))
SCALAR2(atan2_f64, double, atan2(x, y))
SCALAR2(hypot_f64, double, hypot(x, y))

// The neighbour of x towards y: in sign-magnitude order neighbours differ by one in their bits.
#define NEXTAFTER(t, U, SIGN, INFINITY_BITS)                                                                       \
    static inline U neighbour_##t(U x, U y) {                                                                      \
        const U a = (U)(x & (SIGN - 1)), b = (U)(y & (SIGN - 1));                                                  \
        if (a > INFINITY_BITS) return x;                                                                           \
        if (b > INFINITY_BITS) return y;                                                                           \
        if (x == y || (a == 0 && b == 0)) return y;                                                                \
        if (a == 0) return (U)((y & SIGN) | 1);                                                                    \
        return (U)((x & SIGN) != (y & SIGN) || a > b ? x - 1 : x + 1);                                             \
    }                                                                                                              \
    SCALAR2(nextafter_##t, U, neighbour_##t(x, y))

NEXTAFTER(f16, uint16_t, 0x8000u, 0x7c00u)
NEXTAFTER(bf16, uint16_t, 0x8000u, 0x7f80u)
NEXTAFTER(f32, uint32_t, 0x80000000u, 0x7f800000u)
NEXTAFTER(f64, uint64_t, 0x8000000000000000u, 0x7ff0000000000000u)

#define UNSIGNED_ROW(op) [APUS_UINT8] = op##_u8, [APUS_UINT16] = op##_u16, [APUS_UINT32] = op##_u32, \
    [APUS_UINT64] = op##_u64
#define SIGNED_ROW(op) [APUS_INT8] = op##_i8, [APUS_INT16] = op##_i16, [APUS_INT32] = op##_i32, [APUS_INT64] = op##_i64
#define REAL_ROW(op) [APUS_FLOAT32] = op##_f32, [APUS_FLOAT64] = op##_f64

const apus_elementwise_tables apus_elementwise_scalar = {
    .unary = {[APUS_RECIPROCAL] = {UNSIGNED_ROW(reciprocal), SIGNED_ROW(reciprocal)}},
    .binary = {
        [APUS_FLOORDIV] = {UNSIGNED_ROW(floordiv), SIGNED_ROW(floordiv), [APUS_FLOAT64] = floordiv_f64},
        [APUS_REMAINDER] = {UNSIGNED_ROW(remainder), SIGNED_ROW(remainder), [APUS_FLOAT64] = remainder_f64},
        [APUS_FMOD] = {UNSIGNED_ROW(remainder), SIGNED_ROW(fmod), [APUS_FLOAT64] = fmod_f64},
        [APUS_POW] = {UNSIGNED_ROW(pow), SIGNED_ROW(pow), [APUS_FLOAT64] = pow_f64},
        [APUS_ATAN2] = {[APUS_FLOAT64] = atan2_f64},
        [APUS_HYPOT] = {[APUS_FLOAT64] = hypot_f64},
        [APUS_NEXTAFTER] = {[APUS_FLOAT16] = nextafter_f16, [APUS_BFLOAT16] = nextafter_bf16, REAL_ROW(nextafter)},
    },
};
