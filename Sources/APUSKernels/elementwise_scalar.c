// Loops that gain nothing from wider vectors: float remainders, divisors in common, libm per element.
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

// The remainder of a division by zero is 0. The reciprocal of 0 is what NumPy gives on x86-64:
// the lowest value of 32 and 64 bits, else 0.
#define UNSIGNED_RECIPROCAL(t, T, U) SCALAR1(reciprocal_##t, T, x == 1)
#define SIGNED_FUNCTIONS(t, T, U)                                                                                  \
    SCALAR1(reciprocal_##t, T, x == 0 ? (T)(sizeof(T) < 4 ? 0 : (U)1 << (8 * sizeof(T) - 1)) : x == 1 || x == -1 ? x : 0) \
    SCALAR2(fmod_##t, T, y == 0 || y == -1 ? 0 : x % y)

UNSIGNED_TYPES(UNSIGNED_RECIPROCAL)
SIGNED_TYPES(SIGNED_FUNCTIONS)

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

// Euclid's algorithm on magnitudes, so that the lowest value of a signed type has one too.
#define COMMON_DIVISORS(t, T, U)                                                                                   \
    static inline U magnitude_##t(T x) { return x < 0 ? (U)((U)0 - (U)x) : (U)x; }                                 \
    static inline U common_##t(U a, U b) {                                                                         \
        while (b) {                                                                                                \
            const U rest = (U)(a % b);                                                                             \
            a = b;                                                                                                 \
            b = rest;                                                                                              \
        }                                                                                                          \
        return a;                                                                                                  \
    }                                                                                                              \
    static inline U multiple_##t(U a, U b) {                                                                       \
        const U common = common_##t(a, b);                                                                         \
        return common == 0 ? 0 : (U)(1u * (U)(a / common) * b);                                                    \
    }                                                                                                              \
    SCALAR2(gcd_##t, T, (T)common_##t(magnitude_##t(x), magnitude_##t(y)))                                         \
    SCALAR2(lcm_##t, T, (T)multiple_##t(magnitude_##t(x), magnitude_##t(y)))

UNSIGNED_TYPES(COMMON_DIVISORS)
SIGNED_TYPES(COMMON_DIVISORS)

static inline double scaled(double x, double exponent) {
    return scalbn(x, exponent != exponent ? 0 : exponent > 5000 ? 5000 : exponent < -5000 ? -5000 : (int)exponent);
}
SCALAR2(ldexp_f64, double, scaled(x, y))
SCALAR2(ldexp_f32, float, (float)scaled((double)x, (double)y))

// e^-x I0(x), and e^-x I1(x) / x: Chebyshev series in x / 2 - 2 for x <= 8; beyond it e^-x I(x) times the root of x, in
// 32 / x - 2. The coefficients are those of Cephes (Moshier, 1984), as in NumPy and PyTorch.
static const double bessel_near[30] = {
    -0x1.45cb72134d0efp-58, 0x1.33362977da589p-55, -0x1.184eb721ebbb4p-52, 0x1.ee6d893f65ebap-50,
    -0x1.a5022c297fbebp-47, 0x1.59b464b262627p-44, -0x1.1164c62ee1af0p-41, 0x1.9fe2fe19bd324p-39,
    -0x1.2fc957a946abcp-36, 0x1.a98becc743c10p-34, -0x1.1d4fe13ae9556p-31, 0x1.6d903a454cb34p-29,
    -0x1.beaf68c0b30abp-27, 0x1.03b769d4d6435p-24, -0x1.1ec638f227f8dp-22, 0x1.2bf24978cf4acp-20,
    -0x1.2866fcba56427p-18, 0x1.13f58be9a2859p-16, -0x1.e2b2659c41d5ap-15, 0x1.8b51b74107cabp-13,
    -0x1.2e2fd1f15eb52p-11, 0x1.adc758a12100ep-10, -0x1.1b65e201aa849p-8, 0x1.59961f3dde3ddp-7,
    -0x1.84e9ef121b6f0p-6, 0x1.93e8acea8a32dp-5, -0x1.84b70342d06eap-4, 0x1.5f7ac77ac88c0p-3,
    -0x1.37febc057cd8dp-2, 0x1.5a84e9035a22ap-1,
};
static const double bessel_far[25] = {
    -0x1.0adb754ca8b19p-57, -0x1.646da66119130p-58, 0x1.9be1812d98421p-55, 0x1.3f3dd076041cdp-55,
    -0x1.4600babd21fe4p-52, -0x1.8aee7d908de38p-52, 0x1.fee7da3eafb1fp-50, 0x1.12a919094e6d7p-48,
    -0x1.583fe7e65629ap-47, -0x1.75d99cf68bb32p-45, 0x1.156ff0d5fc545p-46, 0x1.b1c8c6b83c073p-42,
    0x1.94347fa268cecp-41, -0x1.f904303178d66p-40, -0x1.d0fd7357e7bf2p-37, -0x1.1511d08397425p-35,
    0x1.a24feabe8004fp-37, 0x1.0f9ccc0f46f75p-31, 0x1.d2c64a9225b87p-29, 0x1.8569280d6d56dp-26,
    0x1.b8007d9cd616ep-23, 0x1.8412bc101c586p-19, 0x1.20fa378999e52p-14, 0x1.b998ca2e59049p-9,
    0x1.9be62aca809cbp-1,
};

static const double bessel1_near[29] = {
    0x1.99f2a0c3c4014p-59, -0x1.857d0c38a0576p-56, 0x1.663e3e593bfacp-53, -0x1.3eaaa7e0d1573p-50,
    0x1.11d7f0615290cp-47, -0x1.c628e1c8f0b3bp-45, 0x1.6af784779d955p-42, -0x1.173835fb70366p-39,
    0x1.9cee2b21d3154p-37, -0x1.2510397eb07dep-34, 0x1.8ea34b43fdf6cp-32, -0x1.0361b28ea67e6p-29,
    0x1.4258e02395010p-27, -0x1.7dd3e24b8c3e8p-25, 0x1.ae344b347d108p-23, -0x1.cc0798363992ap-21,
    0x1.d1c4ed511afc5p-19, -0x1.bd5f9b8debbcfp-17, 0x1.911b542c70d0bp-15, -0x1.533cad3d694fep-13,
    0x1.0c95db6c6df7dp-11, -0x1.8cc620b3cd4a4p-10, 0x1.1065349d3a1b4p-8, -0x1.5a29f7913a26ap-7,
    0x1.951e3e7bb2349p-6, -0x1.b1bbc537c9ebcp-5, 0x1.a46dad536f53cp-4, -0x1.694d10469192ep-3,
    0x1.02a63724a7ffap-2,
};
static const double bessel1_far[25] = {
    0x1.1556db352e8e6p-57, 0x1.45b8aea87b950p-58, -0x1.acea3b2532277p-55, -0x1.2806c9c773320p-55,
    0x1.55915fceb588ap-52, 0x1.7d68e5f04a2d1p-52, -0x1.0efcd8bc4d22ap-49, -0x1.12db5138afbc7p-48,
    0x1.776e1762d31e8p-47, 0x1.80d3c26b3281ep-45, -0x1.7a9482e6d22a0p-46, -0x1.cbc458e73e255p-42,
    -0x1.953e1076ab493p-41, 0x1.1e7d3f6439fa3p-39, 0x1.f101f653c457bp-37, 0x1.1e1a1f1587865p-35,
    -0x1.4dcf9d4504c0cp-36, -0x1.334ca5423dd80p-31, -0x1.0790b9ad53528p-28, -0x1.c415394bb46c1p-26,
    -0x1.0dbfd2e9e5443p-22, -0x1.048df49ca0373p-18, -0x1.cfd7f804aa9a6p-14, -0x1.3fda053fcdb4cp-7,
    0x1.8ea18b55b1514p-1,
};

static inline double chebyshev(double x, const double *coefficients, int count) {
    double before = 0, last = 0, current = coefficients[0];
    for (int i = 1; i < count; i++) {
        before = last;
        last = current;
        current = x * last - before + coefficients[i];
    }
    return 0.5 * (current - before);
}

static inline double bessel_i0(double x) {
    const double a = fabs(x);
    if (a <= 8) return exp(a) * chebyshev(a / 2 - 2, bessel_near, 30);
    return exp(a) * chebyshev(32 / a - 2, bessel_far, 25) / sqrt(a);
}
static inline double bessel_i1(double x) {
    const double a = fabs(x);
    const double y = a <= 8 ? a * chebyshev(a / 2 - 2, bessel1_near, 29) : chebyshev(32 / a - 2, bessel1_far, 25) / sqrt(a);
    return copysign(exp(a) * y, x);
}
SCALAR1(i1_f64, double, bessel_i1(x))
SCALAR1(i1_f32, float, (float)bessel_i1((double)x))
SCALAR1(i0_f64, double, bessel_i0(x))
SCALAR1(i0_f32, float, (float)bessel_i0((double)x))

#define UNSIGNED_ROW(op) [APUS_UINT8] = op##_u8, [APUS_UINT16] = op##_u16, [APUS_UINT32] = op##_u32, \
    [APUS_UINT64] = op##_u64
#define SIGNED_ROW(op) [APUS_INT8] = op##_i8, [APUS_INT16] = op##_i16, [APUS_INT32] = op##_i32, [APUS_INT64] = op##_i64
#define REAL_ROW(op) [APUS_FLOAT32] = op##_f32, [APUS_FLOAT64] = op##_f64

const apus_elementwise_tables apus_elementwise_scalar = {
    .unary = {
        [APUS_RECIPROCAL] = {UNSIGNED_ROW(reciprocal), SIGNED_ROW(reciprocal)},
        [APUS_I0] = {REAL_ROW(i0)},
        [APUS_I1] = {REAL_ROW(i1)},
    },
    .binary = {
        [APUS_FLOORDIV] = {[APUS_FLOAT64] = floordiv_f64},
        [APUS_REMAINDER] = {[APUS_FLOAT64] = remainder_f64},
        [APUS_FMOD] = {SIGNED_ROW(fmod), [APUS_FLOAT64] = fmod_f64},
        [APUS_POW] = {[APUS_FLOAT64] = pow_f64},
        [APUS_LDEXP] = {REAL_ROW(ldexp)},
        [APUS_GCD] = {UNSIGNED_ROW(gcd), SIGNED_ROW(gcd)},
        [APUS_LCM] = {UNSIGNED_ROW(lcm), SIGNED_ROW(lcm)},
        [APUS_ATAN2] = {[APUS_FLOAT64] = atan2_f64},
        [APUS_NEXTAFTER] = {[APUS_FLOAT16] = nextafter_f16, [APUS_BFLOAT16] = nextafter_bf16, REAL_ROW(nextafter)},
    },
};
