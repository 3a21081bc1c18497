// Vector functions that float32 has in its own precision.

#define REAL float
#define VR vf32
#define VI vi32
#define VU vu32
#define MANTISSA 23
#define BIAS 127
#define FN(name) name##_f32

#if APUS_VECTOR_BYTES == 64
INLINE vf32 scale_f32(vf32 y, vf32 n) { return (vf32)_mm512_scalef_ps((__m512)y, (__m512)n); }
#endif

#include "elementwise_math_both.inc.h"

#if APUS_VECTOR_BYTES == 64
// The instructions that split exponent and fraction also give NaN for negative numbers and infinities at 0 and infinity.
INLINE vf32 v_log_f32(vf32 x) {
    const vf32 m = (vf32)_mm512_getmant_ps((__m512)x, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_nan), f = m - 1;
    const vf32 exponent = (vf32)_mm512_getexp_ps((__m512)x), k = m < 1 ? exponent + 1 : exponent;
    const vf32 square = f * f;
    const vf32 p = MADD(square * f, POLY(f, c_log_wide_f32), k * 0x1.7f7d1cp-20f);
    return MADD(k, (vf32)(0x1.62e4p-1f), MADD(square, (vf32)(-0.5f), p) + f);
}

// A polynomial for each of 16 intervals, its coefficients picked by permutations; beyond the last, tanh rounds to 1.
INLINE vf32 tanh_row(vi32 interval, int row) {
    return (vf32)_mm512_permutexvar_ps((__m512i)interval, _mm512_loadu_ps(c_tanh_intervals_f32[row]));
}

INLINE vf32 v_tanh_f32(vf32 x) {
    enum { degree = sizeof c_tanh_intervals_f32 / sizeof c_tanh_intervals_f32[0] - 2 };
    const vf32 a = magnitude_f32(x), bounded = 9.5f < a ? (vf32)(9.5f) : a;
    vi32 interval = bits_of_f32(bounded) >> 22;
    interval = interval < 245 ? (vi32)(245) : interval;
    const vf32 d = bounded - tanh_row(interval, 0);
    vf32 sum = tanh_row(interval, degree + 1);
#pragma clang loop unroll(full)
    for (int k = degree; k >= 1; k--) sum = MADD(sum, d, tanh_row(interval, k));
    return with_sign_of_f32(sum, x);
}
#else
INLINE vf32 v_log_f32(vf32 x) {
    const vi32 special = (x < 0x1p-126f) | ~(x < __builtin_inff());
    vf32 scaled = x, rebias = 0x1.8p23f + 127;
    if (ANY(special)) {
        const vi32 subnormal = x < 0x1p-126f;
        scaled = subnormal ? x * 0x1p24f : x;
        rebias = subnormal ? rebias + 24 : rebias;
    }
    const vi32 moved = bits_of_f32(scaled) + (0x3f800000 - 0x3f3504f3);
    const vf32 f = of_bits_f32((moved & 0x7fffff) + 0x3f3504f3) - 1;
    const vf32 k = of_bits_f32((vi32)((vu32)moved >> 23) + 0x4b400000) - rebias;
    const vf32 square = f * f;
    const vf32 p = MADD(square * f, POLY(f, c_log_f32), k * -0x1.bd0106p-13f);
    const vf32 result = MADD(k, (vf32)(0x1.63p-1f), MADD(square, (vf32)(-0.5f), p) + f);
    if (ANY(special)) {
        const vf32 edge = x == 0 ? (vf32)(-__builtin_inff()) : x < 0 ? (vf32)(__builtin_nanf("")) : x;
        return ((x > 0) & (x < __builtin_inff())) ? result : edge;
    }
    return result;
}

// tanh x = x + x^3 P(x^2) near 0, else 1 - 2 / (e^2|x| + 1).
INLINE vf32 v_tanh_f32(vf32 x) {
    const vf32 a = magnitude_f32(x), square = x * x;
    const vf32 small = MADD(square * a, POLY(square, c_tanh_f32), a);
    const vf32 large = 1 - 2 / (exp_shifted_f32(a + a, 0) + 1);
    return with_sign_of_f32(a < 0.55f ? small : large, x);
}
#endif

#if APUS_HAS_FMA
// x = n * pi / 2 + r by three fused steps, exact enough below this bound; larger arguments go to libm.
#define TRIGONOMETRIC_BOUND 48000.0f

static __attribute__((noinline)) vf32 sin_far_f32(vf32 x, vf32 near, int cosine) {
    for (int i = 0; i < APUS_VECTOR_BYTES / 4; i++)
        if (!(__builtin_fabsf(x[i]) < TRIGONOMETRIC_BOUND)) near[i] = cosine ? cosf(x[i]) : sinf(x[i]);
    return near;
}

INLINE vf32 sin_or_cos_f32(vf32 x, int cosine) {
    const vf32 shifted = MADD(x, (vf32)(0x1.45f306p-1f), (vf32)(0x1.8p23f)), n = shifted - 0x1.8p23f;
    const vi32 quadrant = bits_of_f32(shifted) + cosine;
    vf32 r = MADD(n, (vf32)(-0x1.921fb6p0f), x);
    r = MADD(n, (vf32)(0x1.777a5cp-25f), r);
    r = MADD(n, (vf32)(0x1.ee59dap-50f), r);
    const vf32 z = r * r;
    const vf32 sine = MADD(z * r, POLY(z, c_sin_f32), r);
    const vf32 cosine_ = MADD(z * z, POLY(z, c_cos_f32), MADD(z, (vf32)(-0.5f), (vf32)(1.0f)));
    const vf32 chosen = (quadrant & 1) != 0 ? cosine_ : sine;
    const vf32 result = of_bits_f32(bits_of_f32(chosen) ^ ((quadrant & 2) << 30));
    const vf32 signed_zero = cosine ? result : x == 0 ? x : result;
    const vi32 far = ~(magnitude_f32(x) < TRIGONOMETRIC_BOUND);
    return ANY(far) ? sin_far_f32(x, signed_zero, cosine) : signed_zero;
}

INLINE vf32 v_sin_f32(vf32 x) { return sin_or_cos_f32(x, 0); }
INLINE vf32 v_cos_f32(vf32 x) { return sin_or_cos_f32(x, 1); }
#undef TRIGONOMETRIC_BOUND
#endif

#undef REAL
#undef VR
#undef VI
#undef VU
#undef MANTISSA
#undef BIAS
#undef FN
