// Vector functions written once for float32 and float64: the exponential family and what is built on it.
// The including file defines REAL, VR (vector), VI, VU (its integer vectors), FN(name), MANTISSA and BIAS.

INLINE VR FN(poly)(VR x, const REAL *coefficients, int count) {
    VR sum = (VR)(coefficients[count - 1]);
#pragma clang loop unroll(full)
    for (int i = count - 2; i >= 0; i--) sum = MADD(sum, x, (VR)(coefficients[i]));
    return sum;
}
#define POLY(x, table) FN(poly)(x, table, (int)(sizeof(table) / sizeof(table[0])))

INLINE VR FN(of_bits)(VI bits) {
    VR value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

INLINE VI FN(bits_of)(VR value) {
    VI bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

#define SIGN_BIT ((VI)(VU)((VU)1 << (MANTISSA + (BIAS == 127 ? 8 : 11))))

INLINE VR FN(magnitude)(VR x) { return FN(of_bits)(FN(bits_of)(x) & ~SIGN_BIT); }

INLINE VR FN(with_sign_of)(VR magnitude, VR sign) {
    return FN(of_bits)((FN(bits_of)(magnitude) & ~SIGN_BIT) | (FN(bits_of)(sign) & SIGN_BIT));
}

// y * 2^k for |k| <= 2 * BIAS, rounding once: k is split so that both factors are normal.
INLINE VR FN(times_power)(VR y, VI k) {
    const VI half = (VI)((VU)(k + 4 * BIAS) >> 1) - 2 * BIAS;
    return y * FN(of_bits)((half + BIAS) << MANTISSA) * FN(of_bits)((k - half + BIAS) << MANTISSA);
}

// Adding this and taking it away again rounds to an integer, half to even.
#define ROUNDER ((REAL)(BIAS == 127 ? 0x1.8p23 : 0x1.8p52))

// x = n * ln 2 + r + low, |r| <= ln(2) / 2; k is n as an integer.
typedef struct { VR n, r, low; VI k; } FN(reduced);

INLINE FN(reduced) FN(reduce_ln2)(VR x) {
    const REAL high = (REAL)(BIAS == 127 ? 0x1.63p-1 : 0x1.62e42feep-1);
    const REAL low = (REAL)(BIAS == 127 ? -0x1.bd0105c610ca8p-13 : 0x1.a39ef35793c76p-33);
    const VR shifted = MADD(x, (VR)((REAL)0x1.71547652b82fep0), (VR)(ROUNDER));
    FN(reduced) z;
    z.n = shifted - ROUNDER;
    z.k = FN(bits_of)(shifted) - FN(bits_of)((VR)(ROUNDER));
    const VR main = MADD(z.n, (VR)(-high), x), rest = z.n * low;
    z.r = main - rest;
    z.low = (main - z.r) - rest;
    return z;
}

// x * y = result + low exactly (Dekker's splitting where there is no fused multiply-add; |x|, |y| not near overflow).
INLINE VR FN(exact_product)(VR x, VR y, VR *low) {
    const VR product = x * y;
#if APUS_HAS_FMA
    *low = __builtin_elementwise_fma(x, y, -product);
#else
    const REAL splitter = (REAL)(BIAS == 127 ? 0x1.001p12 : 0x1.0000002p27);
    const VR large_x = x * splitter, large_y = y * splitter;
    const VR top_x = large_x - (large_x - x), rest_x = x - top_x, top_y = large_y - (large_y - y), rest_y = y - top_y;
    *low = ((top_x * top_y - product) + top_x * rest_y + rest_x * top_y) + rest_x * rest_y;
#endif
    return product;
}

// e^(x + low) = (1 + p) 2^k with k = n + shift, -1 <= shift <= 64. A shift keeps the digits of results that would
// be subnormal or overflow; a factor of the result multiplies 1 + p with one rounding.
typedef struct { VR p, n; VI k; } FN(exp_parts);

INLINE FN(exp_parts) FN(exp_split)(VR x, VR low, int shift) {
    const REAL most = (REAL)(BIAS == 127 ? 90 : 711);
    const REAL least = (REAL)((BIAS == 127 ? -104.5 : -746) - 0.6931472 * shift);
    x = most < x ? (VR)(most) : x;
    x = least > x ? (VR)(least) : x;
    const FN(reduced) z = FN(reduce_ln2)(x);
    const VR r = z.r + low;
    FN(exp_parts) e;
    e.p = MADD(r * r, POLY(r, FN(c_exp)), r);
    e.n = z.n + (REAL)shift;
    e.k = z.k + shift;
    return e;
}

// y * 2^k of the exponential.
INLINE VR FN(exp_scale)(VR y, FN(exp_parts) e) {
#if APUS_VECTOR_BYTES == 64
    return FN(scale)(y, e.n);
#else
    return FN(times_power)(y, e.k);
#endif
}

INLINE VR FN(exp_shifted)(VR x, int shift) {
    const FN(exp_parts) e = FN(exp_split)(x, (VR)((REAL)-0.0), shift);
    return FN(exp_scale)(1 + e.p, e);
}

INLINE VR FN(v_exp)(VR x) { return FN(exp_shifted)(x, 0); }

// e^x - 1 as (1 - 2^-k + (e^r - 1)) 2^k, the sum in two parts.
INLINE VR FN(v_expm1)(VR x) {
    const REAL most = (REAL)(BIAS == 127 ? 89 : 710), least = (REAL)(BIAS == 127 ? -20 : -40);
    VR y = most < x ? (VR)(most) : x;
    y = least > y ? (VR)(least) : y;
    const FN(reduced) z = FN(reduce_ln2)(y);
    const VR tail = MADD(z.r * z.r, POLY(z.r, FN(c_exp)), z.low);
    const VI k = z.k < BIAS ? z.k : (VI)(BIAS);
    const VR whole = 1 - FN(of_bits)((BIAS - k) << MANTISSA);
    const VR sum = whole + z.r, error = (whole - sum) + z.r;
    const VR result = FN(times_power)(sum + (error + tail), z.k);
    return x == 0 ? x : result;
}

// With e = e^-|x| the quotient never overflows, and small results keep their relative accuracy.
INLINE VR FN(v_sigmoid)(VR x) {
    const VR e = FN(exp_shifted)(-FN(magnitude)(x), 0);
    return (x < 0 ? e : (VR)((REAL)1)) / (1 + e);
}

enum { FN(spare) = BIAS == 127 ? 24 : 64 };
#define SPARE_DOWN ((REAL)(BIAS == 127 ? 0x1p-24 : 0x1p-64))
#define SPARE_UP ((REAL)(BIAS == 127 ? 0x1p24 : 0x1p64))

INLINE VR FN(v_silu)(VR x) {
    const VR infinite = x == -(REAL)__builtin_inf() ? (VR)((REAL)0) : x;
    const VR e = FN(exp_shifted)(-FN(magnitude)(x), FN(spare));
    const VR negative = (e / MADD(e, (VR)(SPARE_DOWN), (VR)((REAL)1))) * infinite * SPARE_DOWN;
    const VR positive = infinite / MADD(e, (VR)(SPARE_DOWN), (VR)((REAL)1));
    return x < 0 ? negative : positive;
}

INLINE VR FN(v_elu)(VR x, REAL alpha) {
    return x > 0 ? x : alpha * FN(v_expm1)(x);
}

// erfc(x) 2^spare for 0 <= x <= limit, given x^2 = high + low.
INLINE VR FN(erfc_tail)(VR x, VR high, VR low) {
    const REAL centre = (REAL)(BIAS == 127 ? 2 : 4);
    const VR q = POLY((x - centre) / (x + centre), FN(c_erfcx)) / MADD(x, (VR)((REAL)2), (VR)((REAL)1));
    const FN(exp_parts) e = FN(exp_split)(-high, -low, FN(spare));
    return FN(exp_scale)(MADD(q, e.p, q), e);
}

INLINE VR FN(erfc_of_magnitude)(VR a) {
    const REAL limit = (REAL)(BIAS == 127 ? 10.3 : 28);
    a = a > limit ? (VR)(limit) : a;
    VR low;
    const VR high = FN(exact_product)(a, a, &low);
    return FN(erfc_tail)(a, high, low) * SPARE_DOWN;
}

INLINE VR FN(v_erfc)(VR x) {
    const VR tail = FN(erfc_of_magnitude)(FN(magnitude)(x));
    const VR small = 1 - MADD(x, POLY(x * x, FN(c_erf)), x), far = x < 0 ? 2 - tail : tail;
    return FN(magnitude)(x) < (REAL)0.25 ? small : far;
}

INLINE VR FN(v_erf)(VR x) {
    const VR a = FN(magnitude)(x);
    const VR small = MADD(x, POLY(x * x, FN(c_erf)), x);
    const VR large = FN(with_sign_of)(1 - FN(erfc_of_magnitude)(a), x);
    return a < 1 ? small : large;
}

#include "elementwise_gelu.inc.h"
