// float64 power: log(x) as a sum of two numbers with about 68 bits, times y, and the exponential of the two parts.

// log|x| = high + low for positive finite x.
INLINE vf64 log_two_parts(vf64 x, vf64 *low) {
    const vi64 subnormal = x < 0x1p-1022;
    const vf64 scaled = subnormal ? x * 0x1p54 : x;
    const vi64 moved = bits_of_f64(scaled) + (0x3ff0000000000000 - 0x3fe6a09e667f3bcd);
    const vf64 m = of_bits_f64((moved & 0xfffffffffffff) + 0x3fe6a09e667f3bcd), f = m - 1;
    vf64 k = of_bits_f64((vi64)((vu64)moved >> 52) + 0x4338000000000000) - (0x1.8p52 + 1023);
    k = subnormal ? k - 54 : k;
    // s + s_low = f / (m + 1)
    const vf64 u = m + 1, u_low = (1 - u) + m, s = f / u;
    const vf64 s_low = (MADD(-s, u, f) - s * u_low) / u;
    // log(m) = 2 s + (2/3) s^3 + s^5 (...), the cube in two parts
    const vf64 square = s * s, square_low = MADD(s, s, -square) + 2 * s * s_low;
    const vf64 cube = square * s, cube_low = MADD(square, s, -cube) + MADD(square, s_low, square_low * s);
    const vf64 third = cube * 0x1.5555555555555p-1;
    const vf64 third_low = MADD(cube, (vf64)(0x1.5555555555555p-1), -third)
                           + MADD(cube, (vf64)(0x1.5555555555555p-55), cube_low * 0x1.5555555555555p-1);
    const vf64 rest = cube * square * POLY(square, c_log_tail_f64);
    // k ln 2 + 2 s + third, largest first (k ln 2 is exact in its upper part)
    const vf64 whole = k * 0x1.62e42feep-1, twice = 2 * s;
    const vf64 sum = whole + twice, back = sum - whole, error = (whole - (sum - back)) + (twice - back);
    const vf64 total = sum + third, back2 = total - sum, error2 = (sum - (total - back2)) + (third - back2);
    const vf64 small = (error + error2) + (MADD(k, (vf64)(0x1.a39ef35793c76p-33), 2 * s_low) + third_low + rest);
    const vf64 high = total + small;
    *low = (total - high) + small;
    return high;
}

INLINE vf64 pow_by_division(vf64 x, vf64 y) {
    const vf64 a = magnitude_f64(x);
    vf64 low;
    const vf64 high = log_two_parts(a, &low);
    // Exponents beyond this give 0, 1 or infinity just the same, and the product stays finite.
    const vf64 bounded = magnitude_f64(y) > 0x1p70 ? with_sign_of_f64((vf64)(0x1p70), y) : y;
    const vf64 product = high * bounded, product_low = MADD(high, bounded, -product) + low * bounded;
    vf64 e = 710.0 < product ? (vf64)(710.0) : product;
    e = -746.0 > e ? (vf64)(-746.0) : e;
    const vf64 e_low = e == product ? product_low : (vf64)(0.0);
    const reduced_f64 z = reduce_ln2_f64(e);
    const vf64 below = z.low + e_low, r = z.r + below, r_low = (z.r - r) + below;
    const vf64 tail = MADD(r * r, POLY(r, c_exp_f64), r_low * (1 + r));
    const vf64 sum = 1 + r, error = (1 - sum) + r;
    vf64 power = times_power_f64(sum + (error + tail), z.k);
    const vi64 up = (a > 1) == (y > 0);
    const vf64 extreme = up ? (vf64)(INFINITE) : (vf64)(0.0);
    power = ((a == 0) | (a == INFINITE) | (magnitude_f64(y) == INFINITE)) ? extreme : power;
    return pow_edges(x, y, power);
}

#if APUS_VECTOR_BYTES == 64
#include "elementwise_pow_intervals.inc.h"
#else
INLINE vf64 v_pow_f64(vf64 x, vf64 y) { return pow_by_division(x, y); }
#endif
