// Vector functions that exist in float64 only; float32 rounds their results.

#define REAL double
#define VR vf64
#define VI vi64
#define VU vu64
#define MANTISSA 52
#define BIAS 1023
#define FN(name) name##_f64
#define INFINITE __builtin_inf()
#define NOT_A_NUMBER __builtin_nan("")

#if APUS_VECTOR_BYTES == 64
INLINE vf64 scale_f64(vf64 y, vf64 n) { return (vf64)_mm512_scalef_pd((__m512d)y, (__m512d)n); }
#endif

#include "elementwise_math_both.inc.h"

// x = 2^k (1 + f); log(1 + f) = f - (half_square - s * (half_square + R(s^2))), s = f / (2 + f) (fdlibm's form).
typedef struct { vf64 k, f, half_square, correction; } log_parts;

INLINE log_parts log_split(vf64 x) {
    const vi64 subnormal = x < 0x1p-1022;
    const vf64 scaled = subnormal ? x * 0x1p54 : x;
    const vi64 moved = bits_of_f64(scaled) + (0x3ff0000000000000 - 0x3fe6a09e667f3bcd);
    log_parts z;
    z.f = of_bits_f64((moved & 0xfffffffffffff) + 0x3fe6a09e667f3bcd) - 1;
    z.k = of_bits_f64((vi64)((vu64)moved >> 52) + 0x4338000000000000) - (0x1.8p52 + 1023);
    z.k = subnormal ? z.k - 54 : z.k;
    const vf64 s = z.f / (z.f + 2), square = s * s;
    z.half_square = 0.5 * z.f * z.f;
    z.correction = s * MADD(square, POLY(square, c_log_f64), z.half_square);
    return z;
}

// The results of every logarithm at 0, below, at infinity and NaN.
INLINE vf64 log_edges(vf64 x, vf64 result) {
    const vf64 edge = x == 0 ? (vf64)(-INFINITE) : x < 0 ? (vf64)(NOT_A_NUMBER) : x;
    return ((x > 0) & (x < INFINITE)) ? result : edge;
}

INLINE vf64 v_log_f64(vf64 x) {
    const log_parts z = log_split(x);
    const vf64 small = z.half_square - MADD(z.k, (vf64)(0x1.a39ef35793c76p-33), z.correction);
    return log_edges(x, MADD(z.k, (vf64)(0x1.62e42feep-1), z.f - small));
}

// log(x) / log(base) in two parts: the upper half of log(1 + f) times the upper half of the factor is exact.
INLINE vf64 log_scaled(vf64 x, double high, double low, double k_high, double k_low) {
    const log_parts z = log_split(x);
    const vf64 top = of_bits_f64(bits_of_f64(z.f - z.half_square) & ~(vi64)0xffffffff);
    const vf64 rest = ((z.f - top) - z.half_square) + z.correction;
    const vf64 main = top * high, whole = z.k * k_high, sum = whole + main;
    const vf64 error = (whole - sum) + main;
    const vf64 small = MADD(rest + top, (vf64)(low), rest * high) + z.k * k_low;
    return log_edges(x, sum + (error + small));
}

INLINE vf64 v_log2_f64(vf64 x) { return log_scaled(x, 0x1.71547652p0, 0x1.705fc2eefa2p-33, 1, 0); }

INLINE vf64 v_log10_f64(vf64 x) {
    return log_scaled(x, 0x1.bcb7b152p-2, 0x1.b9438ca9aadd5p-36, 0x1.34413509f6p-2, 0x1.9fef311f12b36p-42);
}

// log(u), u = 1 + x rounded, with what the rounding lost.
INLINE vf64 v_log1p_f64(vf64 x) {
    const vf64 u = 1 + x;
    const vf64 lost = (x > 1 ? 1 - (u - x) : x - (u - 1)) / u;
    const log_parts z = log_split(u);
    const vf64 small = z.half_square - (MADD(z.k, (vf64)(0x1.a39ef35793c76p-33), lost) + z.correction);
    const vf64 result = MADD(z.k, (vf64)(0x1.62e42feep-1), z.f - small);
    return x == 0 ? x : log_edges(u, result);
}

INLINE vf64 v_exp2_f64(vf64 x) {
    x = 1025.0 < x ? (vf64)(1025.0) : x;
    x = -1080.0 > x ? (vf64)(-1080.0) : x;
    const vf64 shifted = x + 0x1.8p52, n = shifted - 0x1.8p52, r = (x - n) * 0x1.62e42fefa39efp-1;
    const vf64 p = MADD(r * r, POLY(r, c_exp_f64), r) + 1;
    return times_power_f64(p, bits_of_f64(shifted) - bits_of_f64((vf64)(0x1.8p52)));
}

// sinh x = x + x^3 P(x^2) near 0, else from E = e^|x| / 2.
INLINE vf64 v_sinh_f64(vf64 x) {
    const vf64 a = magnitude_f64(x), square = x * x;
    const vf64 small = MADD(square * a, POLY(square, c_sinh_f64), a);
    const vf64 e = exp_shifted_f64(a, -1), grown = e - 0.25 / e;
    return with_sign_of_f64(a < 1 ? small : grown, x);
}

INLINE vf64 v_cosh_f64(vf64 x) {
    const vf64 e = exp_shifted_f64(magnitude_f64(x), -1);
    return e + 0.25 / e;
}

// tanh x = x + x^3 P(x^2) near 0, else 1 - 2 / (e^2|x| + 1).
INLINE vf64 v_tanh_f64(vf64 x) {
    const vf64 a = magnitude_f64(x), square = x * x;
    const vf64 small = MADD(square * a, POLY(square, c_tanh_f64), a);
    const vf64 large = 1 - 2 / (exp_shifted_f64(a + a, 0) + 1);
    return with_sign_of_f64(a < 0.55 ? small : large, x);
}

INLINE vf64 v_asinh_f64(vf64 x) {
    const vf64 a = magnitude_f64(x), square = a * a;
    const vi64 far = a > 0x1p28;
    const vf64 near = a + square / (1 + __builtin_elementwise_sqrt(square + 1));
    const vf64 result = v_log1p_f64(far ? a - 1 : near);
    return with_sign_of_f64(far ? result + 0x1.62e42fefa39efp-1 : result, x);
}

INLINE vf64 v_acosh_f64(vf64 x) {
    const vf64 t = x - 1;
    const vi64 far = x > 0x1p28;
    const vf64 result = v_log1p_f64(far ? t : t + __builtin_elementwise_sqrt(t * (t + 2)));
    return x < 1 ? (vf64)(NOT_A_NUMBER) : far ? result + 0x1.62e42fefa39efp-1 : result;
}

INLINE vf64 v_atanh_f64(vf64 x) {
    const vf64 a = magnitude_f64(x);
    return with_sign_of_f64(0.5 * v_log1p_f64((a + a) / (1 - a)), x);
}

// x = n * pi / 2 + r + low in three steps of 33, 33 and 53 bits. Beyond the bound, and where the steps cancel
// too far, the lane goes to libm.
typedef struct { vf64 r, low; vi64 quadrant, far; } quarter_turn;

INLINE quarter_turn reduce_quarter(vf64 x) {
    const vf64 shifted = MADD(x, (vf64)(0x1.45f306dc9c883p-1), (vf64)(0x1.8p52)), n = shifted - 0x1.8p52;
    const vf64 first = x - n * 0x1.921fb544p0;
    const vf64 second = n * 0x1.0b4611a6p-34, third = n * 0x1.3198a2e037073p-69;
    const vf64 middle = first - second, back = first - middle;
    const vf64 error = (first - (middle + back)) + (back - second);
    const vf64 tail = error - third;
    quarter_turn z;
    z.r = middle + tail;
    z.low = (middle - z.r) + tail;
    z.quadrant = bits_of_f64(shifted);
    z.far = ~(magnitude_f64(x) < 0x1p20) | ((n != 0) & (magnitude_f64(z.r) < 0x1p-30));
    return z;
}

INLINE vf64 sine_of(quarter_turn z, vf64 square) {
    const vf64 cube = square * z.r;
    return z.r + MADD(cube, POLY(square, c_sin_f64), z.low - 0.5 * square * z.low);
}

INLINE vf64 cosine_of(quarter_turn z, vf64 square) {
    const vf64 half = 0.5 * square, top = 1 - half;
    return top + (((1 - top) - half) + MADD(square * square, POLY(square, c_cos_f64), -(z.r * z.low)));
}

static __attribute__((noinline)) vf64 each_far(double (*function)(double), vf64 x, vf64 near, vi64 far) {
    for (int i = 0; i < APUS_VECTOR_BYTES / 8; i++)
        if (far[i]) near[i] = function(x[i]);
    return near;
}

INLINE vf64 sin_or_cos_f64(vf64 x, int cosine) {
    const quarter_turn z = reduce_quarter(x);
    const vi64 quadrant = z.quadrant + cosine;
    const vf64 square = z.r * z.r;
    const vf64 chosen = (quadrant & 1) != 0 ? cosine_of(z, square) : sine_of(z, square);
    const vf64 result = of_bits_f64(bits_of_f64(chosen) ^ ((quadrant & 2) << 62));
    const vf64 near = cosine ? result : x == 0 ? x : result;
    return ANY(z.far) ? each_far(cosine ? cos : sin, x, near, z.far) : near;
}

INLINE vf64 v_sin_f64(vf64 x) { return sin_or_cos_f64(x, 0); }
INLINE vf64 v_cos_f64(vf64 x) { return sin_or_cos_f64(x, 1); }

INLINE vf64 v_tan_f64(vf64 x) {
    const quarter_turn z = reduce_quarter(x);
    const vf64 square = z.r * z.r, s = sine_of(z, square), c = cosine_of(z, square);
    const vi64 odd = (z.quadrant & 1) != 0;
    const vf64 result = (odd ? -c : s) / (odd ? s : c), near = x == 0 ? x : result;
    return ANY(z.far) ? each_far(tan, x, near, z.far) : near;
}

// atan(numerator / denominator) of non-negative numbers, by the nearest of 0, pi / 4 and pi / 2.
INLINE vf64 atan_ratio(vf64 y, vf64 x) {
    const vi64 high = y > x * 0x1.3504f333f9de6p1, middle = y > x * 0x1.a827999fcef32p-2;
    const vf64 t = (high ? -x : middle ? y - x : y) / (high ? y : middle ? y + x : x), square = t * t;
    const vf64 base = high ? (vf64)(0x1.921fb54442d18p0) : middle ? (vf64)(0x1.921fb54442d18p-1) : (vf64)(0.0);
    const vf64 low = high ? (vf64)(0x1.1a62633145c07p-54) : middle ? (vf64)(0x1.1a62633145c07p-55) : (vf64)(0.0);
    return base + (t + MADD(square * t, POLY(square, c_atan_f64), low));
}

INLINE vf64 v_atan_f64(vf64 x) {
    const vf64 a = magnitude_f64(x);
    const vf64 bounded = a > 0x1p60 ? (vf64)(0x1p60) : a;
    return with_sign_of_f64(atan_ratio(bounded, (vf64)(1.0)), x);
}

// Beyond 1/2: asin a = pi / 2 - 2 asin(sqrt((1 - a) / 2)).
INLINE vf64 v_asin_f64(vf64 x) {
    const vf64 a = magnitude_f64(x);
    const vi64 far = a > 0.5;
    const vf64 z = far ? (1 - a) * 0.5 : a * a, root = __builtin_elementwise_sqrt(z);
    const vf64 p = z * POLY(z, c_asin_f64);
    const vf64 top = of_bits_f64(bits_of_f64(root) & ~(vi64)0xffffffff);
    const vf64 rest = (z - top * top) / (root + top);
    const vf64 bent = 0x1.921fb54442d18p-1 - (2 * root * p - (0x1.1a62633145c07p-54 - 2 * rest)
                                              - (0x1.921fb54442d18p-1 - 2 * top));
    const vf64 at_one = a == 1 ? (vf64)(0x1.921fb54442d18p0) : bent;
    return with_sign_of_f64(far ? at_one : MADD(a, p, a), x);
}

INLINE vf64 v_acos_f64(vf64 x) {
    const vf64 a = magnitude_f64(x);
    const vi64 far = a > 0.5;
    const vf64 z = far ? (1 - a) * 0.5 : x * x, root = __builtin_elementwise_sqrt(z);
    const vf64 p = z * POLY(z, c_asin_f64);
    const vf64 middle = 0x1.921fb54442d18p0 - (x - (0x1.1a62633145c07p-54 - x * p));
    const vf64 top = of_bits_f64(bits_of_f64(root) & ~(vi64)0xffffffff);
    const vf64 rest = root == 0 ? root : (z - top * top) / (root + top);
    const vf64 positive = 2 * (top + MADD(root, p, rest));
    const vf64 negative = 0x1.921fb54442d18p1 - 2 * (root + MADD(root, p, (vf64)(-0x1.1a62633145c07p-54)));
    return far ? (x < 0 ? negative : positive) : middle;
}

INLINE vf64 v_softplus_f64(vf64 x, double beta, double threshold) {
    vf64 low;
    const vf64 scaled = exact_product_f64(x, (vf64)(beta), &low);
    const exp_parts_f64 e = exp_split_f64(scaled, magnitude_f64(scaled) < 1000.0 ? low : (vf64)(0.0), 0);
    return scaled > threshold ? x : v_log1p_f64(exp_scale_f64(1 + e.p, e)) / beta;
}

// |x| = m 2^r 8^q, 1 <= m < 2, 0 <= r <= 2. A polynomial gives y near the cube root of a = m 2^r, cut to 17 bits so that
// y^3 is exact; then the root is y (1 - d)^(-1/3) with d = (a - y^3) / a, of which four terms are enough.
INLINE vf64 v_cbrt_f64(vf64 x) {
    const vf64 a = magnitude_f64(x);
    const vi64 tiny = a < 0x1p-1022;
    const vi64 bits = bits_of_f64(tiny ? a * 0x1p54 : a), fraction = bits & 0xfffffffffffff;
    const vu64 exponent = (vu64)bits >> 52, third = ((exponent & 0xffff) * 43691) >> 17, rest = exponent - 3 * third;
    const vf64 m = of_bits_f64(fraction | 0x3ff0000000000000);
    const vf64 reduced = of_bits_f64(fraction | (vi64)((rest + 1023) << 52));
    const vf64 root = rest == 0 ? (vf64)(1.0) : rest == 1 ? (vf64)(0x1.428a2f98d728bp0) : (vf64)(0x1.965fea53d6e3dp0);
    const vf64 y = of_bits_f64(bits_of_f64(POLY(m - 1.5, c_cbrt_f64) * root) & ~(vi64)0xfffffffff);
    const vf64 d = (reduced - y * y * y) / reduced;
    const vf64 result = MADD(y * d, POLY(d, c_cube_root_series_f64), y);
    const vf64 scale = of_bits_f64((vi64)((third + (1023 - 341) - (tiny ? (vu64)18 : (vu64)0)) << 52));
    return ((a > 0) & (a < (double)__builtin_inff())) ? with_sign_of_f64(result * scale, x) : x;
}

INLINE vf64 v_gelu_f64(vf64 x) { return gelu_by_parts_f64(x); }
INLINE vf64 v_gelu_slope_f64(vf64 x) { return gelu_slope_by_tail_f64(x); }

INLINE vf64 v_logaddexp_f64(vf64 x, vf64 y) {
    const vf64 most = x > y ? x : y, distance = magnitude_f64(x - y);
    const vf64 sum = most + v_log1p_f64(v_exp_f64(-distance));
    return x == y ? x + 0x1.62e42fefa39efp-1 : sum + 0 * (distance != distance ? x + y : (vf64)(0.0));
}

INLINE vf64 v_logaddexp2_f64(vf64 x, vf64 y) {
    const vf64 most = x > y ? x : y, distance = magnitude_f64(x - y);
    const vf64 sum = most + v_log1p_f64(v_exp2_f64(-distance)) * 0x1.71547652b82fep0;
    return x == y ? x + 1 : sum + 0 * (distance != distance ? x + y : (vf64)(0.0));
}

// Whether y is an odd integer; beyond 2^53 every number is even.
INLINE vi64 is_odd(vf64 y) {
    const vf64 half = magnitude_f64(y) * 0.5, whole = (half + 0x1.8p52) - 0x1.8p52;
    return (half < 0x1p52) & (magnitude_f64(half - whole) == 0.5);
}

INLINE vi64 is_whole(vf64 y) {
    const vf64 a = magnitude_f64(y);
    return (a >= 0x1p52) | ((a + 0x1p52) - 0x1p52 == a);
}

// The signs and special values of C's pow, given |x|^y.
INLINE vf64 pow_edges(vf64 x, vf64 y, vf64 power) {
    const vf64 a = magnitude_f64(x);
    const vi64 negative = bits_of_f64(x) < 0;
    vf64 result = negative & is_odd(y) ? -power : power;
    result = ((x < 0) & (a < INFINITE) & ~is_whole(y) & (magnitude_f64(y) < INFINITE)) ? (vf64)(NOT_A_NUMBER) : result;
    result = ((x != x) | (y != y)) ? x + y : result;
    return (y == 0) | (x == 1) | ((x == -1) & (magnitude_f64(y) == INFINITE)) ? (vf64)(1.0) : result;
}

INLINE vf64 pow_of_any(vf64 x, vf64 y) { return pow_edges(x, y, v_exp2_f64(y * v_log2_f64(magnitude_f64(x)))); }

#if APUS_VECTOR_BYTES != 64
// 2 / ((2n + 1) ln 2): the logarithm to base 2 of (1 + s) / (1 - s) is s times this series in s^2.
static const double c_log2_ratio[] = {
    0x1.71547652b82fep+1, 0x1.ec709dc3a03fdp-1, 0x1.2776c50ef9bfep-1,
    0x1.a61762a7aded9p-2, 0x1.484b13d7c02a9p-2, 0x1.0c9a84994022dp-2,
    0x1.c68f568d31760p-3
};

// (ln 2)^n / n!
static const double c_exp2_short[] = {
    0x1.0000000000000p+0, 0x1.62e42fefa39efp-1, 0x1.ebfbdff82c58fp-3,
    0x1.c6b08d704a0c0p-5, 0x1.3b2ab6fba4e77p-7, 0x1.5d87fe78a6731p-10,
    0x1.430912f86c787p-13, 0x1.ffcbfc588b0c7p-17, 0x1.62c0223a5c824p-20
};

// x^y to about 31 bits for positive finite x that are no subnormal float64 numbers, and finite y; |log2| is bounded so that
// float32 overflows or vanishes.
INLINE vf64 pow_of_positive(vf64 x, vf64 y) {
    const vi64 moved = bits_of_f64(x) + (0x3ff0000000000000 - 0x3fe6a09e667f3bcd);
    const vf64 f = of_bits_f64((moved & 0xfffffffffffff) + 0x3fe6a09e667f3bcd) - 1;
    const vf64 k = of_bits_f64((vi64)((vu64)moved >> 52) + 0x4338000000000000) - (0x1.8p52 + 1023);
    const vf64 s = f / (f + 2), square = s * s;
    vf64 t = y * MADD(s, POLY(square, c_log2_ratio), k);
    t = 200.0 < t ? (vf64)(200.0) : t;
    t = -200.0 > t ? (vf64)(-200.0) : t;
    const vf64 shifted = t + 0x1.8p52, n = shifted - 0x1.8p52, r = t - n;
    const vf64 power = POLY(r, c_exp2_short);
    return power * of_bits_f64((bits_of_f64(shifted) - bits_of_f64((vf64)(0x1.8p52)) + BIAS) << MANTISSA);
}

// Accurate for float32 operands and results only.
INLINE vf64 pow_for_float32(vf64 x, vf64 y) {
    const vi64 special = ~((x > 0) & (x < INFINITE) & (magnitude_f64(y) < INFINITE));
    const vf64 power = pow_of_positive(x, y);
    return ANY(special) ? special ? pow_of_any(x, y) : power : power;
}
#endif

INLINE vf64 atan2_for_float32(vf64 y, vf64 x) {
    const vf64 a = magnitude_f64(y), b = magnitude_f64(x);
    const vf64 both = ((a == INFINITE) & (b == INFINITE)) ? (vf64)(1.0) : (vf64)(0.0);
    const vf64 top = both != 0 ? both : a == INFINITE ? (vf64)(0x1p900) : a;
    const vf64 bottom = both != 0 ? both : b == INFINITE ? (vf64)(0x1p900) : b;
    const vf64 angle = a == 0 ? (vf64)(0.0) : atan_ratio(top, bottom);
    const vf64 turned = bits_of_f64(x) < 0 ? 0x1.921fb54442d18p1 - angle : angle;
    return ((x != x) | (y != y)) ? x + y : with_sign_of_f64(turned, y);
}

INLINE vf64 hypot_for_float32(vf64 x, vf64 y) {
    const vf64 root = __builtin_elementwise_sqrt(x * x + y * y);
    return ((magnitude_f64(x) == INFINITE) | (magnitude_f64(y) == INFINITE)) ? (vf64)(INFINITE) : root;
}

// x - trunc(x / y) y. The difference is exact while the quotient is below the bound (for float32 data, the product
// without fused operation needs 24 bits less); a quotient that rounded up to the next integer shows as a difference
// of the wrong sign.
#define QUOTIENT_BOUND (APUS_HAS_FMA ? 0x1p52 : 0x1p29)

static __attribute__((noinline)) vf64 each_far_remainder(vf64 x, vf64 y, vf64 near, vi64 far) {
    for (int i = 0; i < APUS_VECTOR_BYTES / 8; i++)
        if (far[i]) near[i] = fmod(x[i], y[i]);
    return near;
}

INLINE vf64 v_fmod_f64(vf64 x, vf64 y) {
    const vf64 quotient = x / y, size = magnitude_f64(quotient), rounded = (size + 0x1p52) - 0x1p52;
    const vf64 whole = with_sign_of_f64(rounded > size ? rounded - 1 : rounded, quotient);
    const vf64 rest = MADD(-whole, y, x);
    const vf64 moved = (rest < 0) == (x < 0) ? rest : rest + with_sign_of_f64(y, x);
    const vf64 near = with_sign_of_f64(rest == 0 ? rest : moved, x);
    const vi64 far = ~(size < QUOTIENT_BOUND) | ~(magnitude_f64(y) < INFINITE);
    return ANY(far) ? each_far_remainder(x, y, near, far) : near;
}

// Python's divmod, with NumPy's signed zeros.
INLINE vf64 v_remainder_f64(vf64 x, vf64 y) {
    const vf64 rest = v_fmod_f64(x, y);
    const vf64 moved = (rest < 0) != (y < 0) ? rest + y : rest;
    return y == 0 ? rest : rest == 0 ? with_sign_of_f64(rest, y) : moved;
}

INLINE vf64 v_floordiv_f64(vf64 x, vf64 y) {
    const vf64 rest = v_fmod_f64(x, y), quotient = (x - rest) / y;
    const vf64 lowered = ((rest != 0) & ((rest < 0) != (y < 0))) ? quotient - 1 : quotient;
    const vf64 below = __builtin_elementwise_floor(lowered), whole = lowered - below > 0.5 ? below + 1 : below;
    return y == 0 ? x / y : lowered == 0 ? with_sign_of_f64(lowered, x / y) : whole;
}

#if APUS_HAS_FMA
#include "elementwise_pow_f64.inc.h"
#endif

#undef REAL
#undef VR
#undef VI
#undef VU
#undef MANTISSA
#undef BIAS
#undef FN
