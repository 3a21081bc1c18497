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

// A coefficient for each of 16 intervals, picked by a permutation.
INLINE vf32 row_f32(vi32 interval, const float *row) {
    return (vf32)_mm512_permutexvar_ps((__m512i)interval, _mm512_loadu_ps(row));
}

// A polynomial for each interval; beyond the last, tanh rounds to 1.
INLINE vf32 v_tanh_f32(vf32 x) {
    enum { degree = sizeof c_tanh_intervals_f32 / sizeof c_tanh_intervals_f32[0] - 2 };
    const vf32 a = magnitude_f32(x), bounded = 9.5f < a ? (vf32)(9.5f) : a;
    vi32 interval = bits_of_f32(bounded) >> 22;
    interval = interval < 245 ? (vi32)(245) : interval;
    const vf32 d = bounded - row_f32(interval, c_tanh_intervals_f32[0]);
    vf32 sum = row_f32(interval, c_tanh_intervals_f32[degree + 1]);
#pragma clang loop unroll(full)
    for (int k = degree; k >= 1; k--) sum = MADD(sum, d, row_f32(interval, c_tanh_intervals_f32[k]));
    return with_sign_of_f32(sum, x);
}

// A sum of powers for each of 16 intervals of width 1/4, its coefficients picked by permutations.
INLINE vf32 normal_rows(vf32 a, const float (*rows)[16]) {
    const vi32 interval = bits_of_f32(MADD(a, (vf32)(4.0f), (vf32)(0x1.8p23f)));
    const vf32 d = a - row_f32(interval, rows[0]);
    vf32 sum = row_f32(interval, rows[7]);
#pragma clang loop unroll(full)
    for (int k = 6; k >= 1; k--) sum = MADD(sum, d, row_f32(interval, rows[k]));
    return sum;
}

// The intervals hold all but one of 10000 normally distributed numbers; the rest goes by the exponential.
#define NORMAL_NEAR 3.875f

static __attribute__((noinline)) vf32 gelu_far_f32(vf32 x, vf32 near) {
    return magnitude_f32(x) >= NORMAL_NEAR ? gelu_by_tail_f32(x) : near;
}

static __attribute__((noinline)) vf32 gelu_slope_far_f32(vf32 x, vf32 near) {
    return magnitude_f32(x) >= NORMAL_NEAR ? gelu_slope_by_tail_f32(x) : near;
}

INLINE int any_normal_far(vf32 a) {
    return __builtin_expect(_mm512_cmp_ps_mask((__m512)a, _mm512_set1_ps(NORMAL_NEAR), _CMP_GE_OQ) != 0, 0);
}

INLINE vf32 v_gelu_f32(vf32 x) {
    const vf32 a = magnitude_f32(x), tail = normal_rows(a, c_normal_tail_f32), near = x * (x < 0 ? tail : 1 - tail);
    return any_normal_far(a) ? gelu_far_f32(x, near) : near;
}

INLINE vf32 v_gelu_slope_f32(vf32 x) {
    const vf32 a = magnitude_f32(x), slope = normal_rows(a, c_gelu_slope_f32), near = x < 0 ? slope : 1 - slope;
    return any_normal_far(a) ? gelu_slope_far_f32(x, near) : near;
}
#undef NORMAL_NEAR
#else
INLINE vf32 v_gelu_f32(vf32 x) { return gelu_by_parts_f32(x); }
INLINE vf32 v_gelu_slope_f32(vf32 x) { return gelu_slope_by_tail_f32(x); }

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
