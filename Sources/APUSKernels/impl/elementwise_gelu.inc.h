// The activations x Phi(x) and x sigmoid(x), and their slopes, written once for float32 and float64.
// Included by elementwise_math_both.inc.h.

// Mills' ratio e^(x^2 / 2) Q(x), where Q is the tail of the normal distribution, for 0 <= x <= limit.
#define NORMAL_LIMIT ((REAL)(BIAS == 127 ? 14.5 : 39.5))

INLINE VR FN(mills)(VR x) {
    const REAL centre = (REAL)(BIAS == 127 ? 3.5 : 5);
    const VR inverse = 1 / (x + centre);
    return POLY((x - centre) * inverse, FN(c_mills)) * inverse;
}

// e^(-a^2 / 2) 2^spare, where the exponent keeps what the rounding of the square loses.
INLINE FN(exp_parts) FN(normal_density)(VR a) {
    VR low;
    const VR high = FN(exact_product)(a * (REAL)0.5, a, &low);
    return FN(exp_split)(-high, -low, FN(spare));
}

INLINE VR FN(bounded_magnitude)(VR x, REAL limit) {
    const VR a = FN(magnitude)(x);
    return a > limit ? (VR)(limit) : a;
}

// x * Phi(x), Phi from the tail of |x|, so that large negative x keep their relative accuracy.
INLINE VR FN(gelu_by_tail)(VR x) {
    const VR a = FN(bounded_magnitude)(x, NORMAL_LIMIT), q = FN(mills)(a);
    const FN(exp_parts) e = FN(normal_density)(a);
    const VR tail = FN(exp_scale)(MADD(q, e.p, q), e);
    const VR bounded = x < -NORMAL_LIMIT ? (VR)(-NORMAL_LIMIT) : x;
    return x < 0 ? bounded * tail * SPARE_DOWN : x * (1 - tail * SPARE_DOWN);
}

// Near 0, where the tail is no smaller than the rest, Phi comes from erf.
INLINE VR FN(gelu_by_parts)(VR x) {
    const VR z = x * (REAL)0x1.6a09e667f3bcdp-1, half = z * (REAL)0.5;
    const VR near = x * ((REAL)0.5 + MADD(half, POLY(z * z, FN(c_erf)), half));
    return FN(magnitude)(x) < (REAL)0.6745 ? near : FN(gelu_by_tail)(x);
}

// The slope of x Phi(x): Phi(x) + x phi(x), which for negative x is the tail less |x| phi.
INLINE VR FN(gelu_slope_by_tail)(VR x) {
    const VR a = FN(bounded_magnitude)(x, NORMAL_LIMIT);
    const VR q = MADD(a, (VR)((REAL)-0x1.9884533d43651p-2), FN(mills)(a));
    const FN(exp_parts) e = FN(normal_density)(a);
    const VR slope = FN(exp_scale)(MADD(q, e.p, q), e) * SPARE_DOWN;
    return x < 0 ? slope : 1 - slope;
}

// 2 u = x (A + B x^2) of the tanh form in two parts, for the exponential magnifies its error; x not negative.
INLINE VR FN(gelu_tanh_exponent)(VR x, VR *low) {
    const REAL a = (REAL)0x1.9884533d43651p0, a_low = (REAL)(BIAS == 127 ? -0x1.857936p-25 : -0x1.cbc0d30ebfd15p-54);
    const REAL b = (REAL)0x1.2444f2a4d8b4bp-4, b_low = (REAL)(BIAS == 127 ? 0x1.49b16ap-29 : -0x1.6c843a29d1c7p-61);
    VR square_low, cubic_low, inner_low;
    const VR square = FN(exact_product)(x, x, &square_low), cubic = FN(exact_product)(square, (VR)(b), &cubic_low);
    const VR factor = cubic + a, back = factor - cubic;
    const VR factor_low = ((cubic - (factor - back)) + (a - back)) + (cubic_low + square_low * b + square * b_low + a_low);
    const VR inner = FN(exact_product)(x, factor, &inner_low);
    *low = inner_low + x * factor_low;
    return inner;
}

#define GELU_TANH_LIMIT ((REAL)(BIAS == 127 ? 11 : 40))

// x * sigmoid(2 u), which is x (1 + tanh u) / 2.
INLINE VR FN(v_gelu_tanh)(VR x) {
    VR low;
    const VR inner = FN(gelu_tanh_exponent)(FN(bounded_magnitude)(x, GELU_TANH_LIMIT), &low);
    const FN(exp_parts) e = FN(exp_split)(-inner, -low, FN(spare));
    const VR scaled = FN(exp_scale)(1 + e.p, e), whole = MADD(scaled, (VR)(SPARE_DOWN), (VR)((REAL)1));
    const VR bounded = x < -GELU_TANH_LIMIT ? (VR)(-GELU_TANH_LIMIT) : x;
    const VR quotient = (x < 0 ? scaled * bounded : x) / whole;
    return x < 0 ? quotient * SPARE_DOWN : quotient;
}

// s + x s (1 - s) w, where s is the sigmoid of an exponent whose slope is w; s and 1 - s from e^-|exponent|.
INLINE VR FN(sigmoid_product_slope)(VR x, VR e, VR w) {
    const VR p = 1 / (1 + e), other = e * p;
    return MADD(x * w, p * other, x < 0 ? other : p);
}

INLINE VR FN(v_gelu_tanh_slope)(VR x) {
    VR low;
    const VR a = FN(bounded_magnitude)(x, GELU_TANH_LIMIT), inner = FN(gelu_tanh_exponent)(a, &low);
    const FN(exp_parts) e = FN(exp_split)(-inner, -low, 0);
    const VR w = MADD(a * a, (VR)((REAL)(3 * 0x1.2444f2a4d8b4bp-4)), (VR)((REAL)0x1.9884533d43651p0));
    return FN(sigmoid_product_slope)(FN(with_sign_of)(a, x), FN(exp_scale)(1 + e.p, e), w);
}

INLINE VR FN(v_silu_slope)(VR x) {
    const VR a = FN(bounded_magnitude)(x, (REAL)(BIAS == 127 ? 110 : 760));
    return FN(sigmoid_product_slope)(FN(with_sign_of)(a, x), FN(exp_shifted)(-a, 0), (VR)((REAL)1));
}

#undef NORMAL_LIMIT
#undef GELU_TANH_LIMIT
