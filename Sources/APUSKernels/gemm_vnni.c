// Products of integers of 8 and 16 bits by the dot products of AVX-512 VNNI.
#if defined(__x86_64__)
#include "impl/gemm_kernels.h"
#include <immintrin.h>

#define APUS_VECTOR_BYTES 64
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx2,fma,f16c,bmi2,avx512vnni"))), apply_to = function)

typedef uint32_t dot_words __attribute__((ext_vector_type(16)));
typedef uint8_t dot_bytes __attribute__((ext_vector_type(16), aligned(1)));
typedef uint16_t dot_halves __attribute__((ext_vector_type(16), aligned(2)));

#define COPY(name) dot_u32_##name
#define COPY_SOURCE uint32_t
#define COPY_ELEMENT uint32_t
#define COPY_CONVERT(x) (x)
#define COPY_NARROW(x) (x)
#define COPY_LANES 16
#define COPY_LOAD(from) (*(const dot_u32_vector *)(from))
#include "impl/gemm_copy.inc.h"

#define COPY(name) dot_u8_##name
#define COPY_SOURCE uint8_t
#define COPY_ELEMENT uint32_t
#define COPY_CONVERT(x) (x)
#define COPY_NARROW(x) ((uint8_t)(x))
#define COPY_LANES 16
#define COPY_LOAD(from) __builtin_convertvector(*(const dot_bytes *)(from), dot_words)
#include "impl/gemm_copy.inc.h"

#define COPY(name) dot_u16_##name
#define COPY_SOURCE uint16_t
#define COPY_ELEMENT uint32_t
#define COPY_CONVERT(x) (x)
#define COPY_NARROW(x) ((uint16_t)(x))
#define COPY_LANES 16
#define COPY_LOAD(from) __builtin_convertvector(*(const dot_halves *)(from), dot_words)
#include "impl/gemm_copy.inc.h"

#define GEMV(name) dot_u8_vector_##name
#define GEMV_SOURCE uint8_t
#define GEMV_ELEMENT uint32_t
#define GEMV_CONVERT(x) (x)
#define GEMV_LOAD(from) __builtin_convertvector(*(const dot_bytes *)(from), dot_words)
#define GEMV_LANES 16
#define GEMV_FMA(a, b, sum) ((sum) + (a) * (b))
#define GEMV_WHOLE
#include "impl/gemv.inc.h"

#define GEMV(name) dot_u16_vector_##name
#define GEMV_SOURCE uint16_t
#define GEMV_ELEMENT uint32_t
#define GEMV_CONVERT(x) (x)
#define GEMV_LOAD(from) __builtin_convertvector(*(const dot_halves *)(from), dot_words)
#define GEMV_LANES 16
#define GEMV_FMA(a, b, sum) ((sum) + (a) * (b))
#define GEMV_WHOLE
#include "impl/gemv.inc.h"

#define GROUP(name) dot_u16_group_##name
#define GROUP_SOURCE uint16_t
#define GROUP_SLOT uint16_t
#define GROUP_SIZE 2
#define GROUP_SWAP 0
#define GROUP_REST 0
#define GROUP_TRANSPOSE dot_u32_any
#include "impl/gemm_group.inc.h"

#define GROUP(name) dot_u8_group_##name
#define GROUP_SOURCE uint8_t
#define GROUP_SLOT uint8_t
#define GROUP_SIZE 4
#define GROUP_SWAP 0
#define GROUP_REST 0
#define GROUP_TRANSPOSE dot_u32_any
#include "impl/gemm_group.inc.h"

#define TILE(name) dot_u8_tile_##name
#define TILE_ELEMENT uint32_t
#define TILE_LANES 16
#define TILE_ROWS 14
// One operand is taken with a sign and the other without, which makes no difference to the lowest 8 bits.
#define TILE_STEP(sum, a, b) ((V)_mm512_dpbusd_epi32((__m512i)(sum), (__m512i)(b), (__m512i)(V)(a)))
#define TILE_ADD(x, y) ((x) + (y))
#include "impl/gemm_tile.inc.h"

/// As a statement of the assembler, since the compiler would make two instructions of it.
static inline __attribute__((always_inline)) dot_words dot_pairs(dot_words sum, dot_words a, dot_words b) {
    __asm__("vpdpwssd %1, %2, %0" : "+v"(sum) : "v"(a), "v"(b));
    return sum;
}

#define TILE(name) dot_u16_tile_##name
#define TILE_ELEMENT uint32_t
#define TILE_LANES 16
#define TILE_ROWS 14
#define TILE_STEP(sum, a, b) dot_pairs(sum, (V)(a), b)
#define TILE_ADD(x, y) ((x) + (y))
#include "impl/gemm_tile.inc.h"

#pragma clang attribute pop

const gemm_kernels *apus_gemm_grouped_vnni(apus_dtype dtype) {
    static const gemm_kernels bytes = {1, 4, 32, 16, 14, true, true, 4, false, dot_u8_tile_panel, dot_u8_any, dot_u8_group_left, dot_u8_group_pack,
                                       dot_u8_narrow, dot_u8_vector_any, false};
    static const gemm_kernels shorts = {2, 4, 32, 16, 14, true, true, 2, false, dot_u16_tile_panel, dot_u16_any, dot_u16_group_left, dot_u16_group_pack,
                                        dot_u16_narrow, dot_u16_vector_any, false};
    if (!__builtin_cpu_supports("avx512vnni")) return NULL;
    if (dtype == APUS_INT8 || dtype == APUS_UINT8) return &bytes;
    return dtype == APUS_INT16 || dtype == APUS_UINT16 ? &shorts : NULL;
}
#endif
