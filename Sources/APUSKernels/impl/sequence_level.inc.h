// The kernels of attention and recurrent layers, compiled once per instruction set: include after defining APUS_SUFFIX,
// APUS_VECTOR_BYTES, APUS_HAS_FMA and APUS_HAS_F16.

#pragma clang fp contract(off)

#include "elementwise_vector.inc.h"
#include "elementwise_math_f32.inc.h"
#include "elementwise_math_f64.inc.h"

// 2^x for x <= 0, 0 below the subnormal numbers. The polynomial of 2^r is a minimax fit (Remez exchange) of the relative
// error for |r| <= 1/2, below 2e-9 before rounding of the coefficients.
INLINE vf32 power_of_2_f32(vf32 x) {
    x = x < -160 ? (vf32)(-160.0f) : x;
#if APUS_VECTOR_BYTES > 16
    const vf32 n = __builtin_elementwise_roundeven(x);
#else
    const vf32 n = (x + 0x1.8p23f) - 0x1.8p23f;
#endif
    const vf32 r = x - n;
    vf32 p = 0x1.41d334p-13f;
    p = MADD(p, r, (vf32)(0x1.5f456ap-10f));
    p = MADD(p, r, (vf32)(0x1.3b2dbcp-7f));
    p = MADD(p, r, (vf32)(0x1.c6aed4p-5f));
    p = MADD(p, r, (vf32)(0x1.ebfbdap-3f));
    p = MADD(p, r, (vf32)(0x1.62e43p-1f));
    p = MADD(p, r, (vf32)(1.0f));
#if APUS_VECTOR_BYTES == 64
    return scale_f32(p, n);
#else
    const vi32 k = bits_of_f32(n + 0x1.8p23f) - bits_of_f32((vf32)(0x1.8p23f)), half = k >> 1;
    return p * of_bits_f32((half + 127) << 23) * of_bits_f32((k - half + 127) << 23);
#endif
}

#define ATTENTION(name) attention_##name##_f32
#define T float
#define V vf32
#define W (APUS_VECTOR_BYTES / 4)
#define POWER_OF_2 power_of_2_f32
#include "attention.inc.h"

#define ATTENTION(name) attention_##name##_f64
#define T double
#define V vf64
#define W (APUS_VECTOR_BYTES / 8)
#define POWER_OF_2 v_exp2_f64
#include "attention.inc.h"

#define ATTENTION_KERNELS(type) \
    {attention_weigh_##type, attention_finish_##type, attention_weigh_back_##type, attention_products_##type, attention_add_##type}
const attention_kernels APUS_PASTE(attention_kernels_, APUS_SUFFIX)[2] = {ATTENTION_KERNELS(f32), ATTENTION_KERNELS(f64)};

#define RECURRENT(name) recurrent_##name##_f32
#define T float
#define V vf32
#define W (APUS_VECTOR_BYTES / 4)
#define SIGMOID v_sigmoid_f32
#define TANH v_tanh_f32
#include "recurrent.inc.h"

#define RECURRENT(name) recurrent_##name##_f64
#define T double
#define V vf64
#define W (APUS_VECTOR_BYTES / 8)
#define SIGMOID v_sigmoid_f64
#define TANH v_tanh_f64
#include "recurrent.inc.h"

#define RECURRENT_KERNELS(type) \
    { \
        {recurrent_tanh_##type, recurrent_relu_##type, recurrent_gru_##type, recurrent_lstm_##type}, \
            {recurrent_tanh_back_##type, recurrent_relu_back_##type, recurrent_gru_back_##type, recurrent_lstm_back_##type} \
    }
const recurrent_kernels APUS_PASTE(recurrent_kernels_, APUS_SUFFIX)[2] = {RECURRENT_KERNELS(f32), RECURRENT_KERNELS(f64)};
