// Softmax and normalisation kernels of one instruction set: the element types, and the exponential they share.

#include <math.h>

#pragma clang fp contract(off)

#define APUS_WIDTH_F32 (APUS_VECTOR_BYTES / 4)
#define APUS_WIDTH_F64 (APUS_VECTOR_BYTES / 8)
typedef float APUS_NAME(vf32) __attribute__((ext_vector_type(APUS_WIDTH_F32)));
typedef int32_t APUS_NAME(vi32) __attribute__((ext_vector_type(APUS_WIDTH_F32)));
typedef uint16_t APUS_NAME(vu16) __attribute__((ext_vector_type(APUS_WIDTH_F32)));
typedef double APUS_NAME(vf64) __attribute__((ext_vector_type(APUS_WIDTH_F64)));
typedef int64_t APUS_NAME(vi64) __attribute__((ext_vector_type(APUS_WIDTH_F64)));
typedef double APUS_NAME(vwide) __attribute__((ext_vector_type(APUS_WIDTH_F32)));
#define VF32 APUS_NAME(vf32)
#define VI32 APUS_NAME(vi32)
#define VF64 APUS_NAME(vf64)
#define VI64 APUS_NAME(vi64)

// exp: x = k ln 2 + r, the Taylor polynomial of exp(r) for |r| <= ln 2 / 2 to the last bit, scaled by 2^k in two steps so
// that subnormal results are reached. ln 2 is split so that k times its upper part is exact.
#if APUS_VECTOR_BYTES > 16
#define APUS_MULTIPLY_ADD(a, b, c) __builtin_elementwise_fma(a, b, c)
#else
#define APUS_MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
#endif

APUS_INLINE VF32 APUS_NAME(exp_f32)(VF32 x) {
    x = 89.0f < x ? (VF32)89.0f : x;                            // the order keeps NaN
    x = -105.0f > x ? (VF32)-105.0f : x;
    const VF32 magic = 12582912.0f;                             // 1.5 * 2^23: adding it rounds to an integer
    const VF32 shifted = x * 1.44269504f + magic, k = shifted - magic;
    VF32 r = APUS_MULTIPLY_ADD(k, (VF32)-0.693145752f, x);
    r = APUS_MULTIPLY_ADD(k, (VF32)-1.42860682e-6f, r);
    VF32 p = (VF32)(1.0f / 5040);
    p = APUS_MULTIPLY_ADD(p, r, (VF32)(1.0f / 720));
    p = APUS_MULTIPLY_ADD(p, r, (VF32)(1.0f / 120));
    p = APUS_MULTIPLY_ADD(p, r, (VF32)(1.0f / 24));
    p = APUS_MULTIPLY_ADD(p, r, (VF32)(1.0f / 6));
    p = APUS_MULTIPLY_ADD(p, r, (VF32)0.5f);
    p = APUS_MULTIPLY_ADD(p * r, r, r) + 1.0f;
#if APUS_VECTOR_BYTES == 64
    return (VF32)_mm512_scalef_ps((__m512)p, (__m512)k);
#else
    VI32 bits, magic_bits;
    memcpy(&bits, &shifted, sizeof bits);
    memcpy(&magic_bits, &magic, sizeof bits);
    const VI32 n = bits - magic_bits, half = n >> 1;            // the sum's low bits are k
    const VI32 low = (half + 127) << 23, high = (n - half + 127) << 23;
    VF32 a, b;
    memcpy(&a, &low, sizeof a);
    memcpy(&b, &high, sizeof b);
    return p * a * b;
#endif
}

APUS_INLINE VF64 APUS_NAME(exp_f64)(VF64 x) {
    const VF64 clamped = x > 710.0 ? (VF64)710.0 : (x < -746.0 ? (VF64)-746.0 : (x == x ? x : (VF64)0.0));
    const VF64 magic = 6755399441055744.0;                      // 1.5 * 2^52
    const VF64 shifted = clamped * 1.4426950408889634 + magic, k = shifted - magic;
    VF64 r = APUS_MULTIPLY_ADD(k, (VF64)-0x1.62e42feep-1, clamped);
    r = APUS_MULTIPLY_ADD(k, (VF64)-0x1.a39ef35793c76p-33, r);
    VF64 p = (VF64)(1.0 / 6227020800.0);
    p = APUS_MULTIPLY_ADD(p, r, (VF64)(1.0 / 479001600.0));
    p = APUS_MULTIPLY_ADD(p, r, (VF64)(1.0 / 39916800.0));
    p = APUS_MULTIPLY_ADD(p, r, (VF64)(1.0 / 3628800.0));
    p = APUS_MULTIPLY_ADD(p, r, (VF64)(1.0 / 362880.0));
    p = APUS_MULTIPLY_ADD(p, r, (VF64)(1.0 / 40320.0));
    p = APUS_MULTIPLY_ADD(p, r, (VF64)(1.0 / 5040.0));
    p = APUS_MULTIPLY_ADD(p, r, (VF64)(1.0 / 720.0));
    p = APUS_MULTIPLY_ADD(p, r, (VF64)(1.0 / 120.0));
    p = APUS_MULTIPLY_ADD(p, r, (VF64)(1.0 / 24.0));
    p = APUS_MULTIPLY_ADD(p, r, (VF64)(1.0 / 6.0));
    p = APUS_MULTIPLY_ADD(p, r, (VF64)0.5);
    p = APUS_MULTIPLY_ADD(p * r, r, r) + 1.0;
    VI64 bits, magic_bits;
    memcpy(&bits, &shifted, sizeof bits);
    memcpy(&magic_bits, &magic, sizeof bits);
    const VI64 n = bits - magic_bits, half = n >> 1;            // the sum's low bits are k
    const VI64 low = (half + 1023) << 52, high = (n - half + 1023) << 52;
    VF64 a, b;
    memcpy(&a, &low, sizeof a);
    memcpy(&b, &high, sizeof b);
    return x == x ? p * a * b : x;
}

APUS_INLINE VF32 APUS_NAME(load_f32)(const float *p) { VF32 v; memcpy(&v, p, sizeof v); return v; }
APUS_INLINE void APUS_NAME(store_f32)(float *p, VF32 v) { memcpy(p, &v, sizeof v); }
APUS_INLINE VF64 APUS_NAME(load_f64)(const double *p) { VF64 v; memcpy(&v, p, sizeof v); return v; }
APUS_INLINE void APUS_NAME(store_f64)(double *p, VF64 v) { memcpy(p, &v, sizeof v); }

APUS_INLINE VF32 APUS_NAME(load_f16)(const uint16_t *p) {
    VF32 v;
#if APUS_VECTOR_BYTES > 16
    typedef _Float16 half_v __attribute__((ext_vector_type(APUS_WIDTH_F32)));
    half_v h;
    memcpy(&h, p, sizeof h);
    v = __builtin_convertvector(h, VF32);
#else
    for (int i = 0; i < APUS_WIDTH_F32; i++) v[i] = apus_float_of_half(p[i]);
#endif
    return v;
}

APUS_INLINE void APUS_NAME(store_f16)(uint16_t *p, VF32 v) {
#if APUS_VECTOR_BYTES > 16
    typedef _Float16 half_v __attribute__((ext_vector_type(APUS_WIDTH_F32)));
    half_v h = __builtin_convertvector(v, half_v);
    memcpy(p, &h, sizeof h);
#else
    for (int i = 0; i < APUS_WIDTH_F32; i++) p[i] = apus_half_of_float(v[i]);
#endif
}

APUS_INLINE VF32 APUS_NAME(load_bf16)(const uint16_t *p) {
    APUS_NAME(vu16) h;
    memcpy(&h, p, sizeof h);
    const VI32 bits = __builtin_convertvector(h, VI32) << 16;
    VF32 v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

APUS_INLINE void APUS_NAME(store_bf16)(uint16_t *p, VF32 v) {
    float lanes[APUS_WIDTH_F32];
    memcpy(lanes, &v, sizeof v);
    for (int i = 0; i < APUS_WIDTH_F32; i++) p[i] = apus_bfloat_of_float(lanes[i]);
}

#define APUS_TAG f16
#define APUS_ELEMENT uint16_t
#define APUS_COMPUTE float
#define APUS_COMPUTE_TAG f32
#define APUS_WIDTH APUS_WIDTH_F32
#include "normalise_rows.inc.h"
#define APUS_TAG bf16
#define APUS_ELEMENT uint16_t
#define APUS_COMPUTE float
#define APUS_COMPUTE_TAG f32
#define APUS_WIDTH APUS_WIDTH_F32
#include "normalise_rows.inc.h"
#define APUS_TAG f32
#define APUS_ELEMENT float
#define APUS_COMPUTE float
#define APUS_COMPUTE_TAG f32
#define APUS_WIDTH APUS_WIDTH_F32
#define APUS_STORES_EXACTLY
#if APUS_VECTOR_BYTES == 64
#define APUS_MASKED
#endif
#include "normalise_rows.inc.h"
#undef APUS_MASKED
#define APUS_TAG f64
#define APUS_ELEMENT double
#define APUS_COMPUTE double
#define APUS_COMPUTE_TAG f64
#define APUS_WIDTH APUS_WIDTH_F64
#define APUS_STORES_EXACTLY
#include "normalise_rows.inc.h"

#define APUS_TABLE(tag)                                                                                                \
    {APUS_NAME(softmax_row_##tag), APUS_NAME(softmax_columns_##tag), APUS_NAME(softmax_back_row_##tag),                \
     APUS_NAME(softmax_back_columns_##tag), APUS_NAME(moments_##tag), APUS_NAME(normalise_##tag),                      \
     APUS_NAME(gradient_sums_##tag), APUS_NAME(affine2_##tag), APUS_NAME(affine_##tag), APUS_NAME(parameter_sums_##tag), \
     APUS_NAME(affine_each_##tag), APUS_NAME(affine2_each_##tag), APUS_NAME(gradient_sums_each_##tag), APUS_NAME(round_##tag), \
     APUS_NAME(log_sum_exp_##tag), APUS_NAME(scaled_exp_##tag)}
const apus_normalise_kernels APUS_NAME(apus_normalise)[4] = {APUS_TABLE(f16), APUS_TABLE(bf16), APUS_TABLE(f32), APUS_TABLE(f64)};
