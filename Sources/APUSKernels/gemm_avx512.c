// The matrix product's kernels for AVX-512.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#define APUS_SUFFIX _avx512
#define APUS_VECTOR_BYTES 64
#define APUS_TILE_ROWS 14
#define APUS_COMPLEX_ROWS 12
#define APUS_INTEGER_ROWS 12
#define APUS_GROUPED
#define APUS_GROUPED_ROWS 12
#define APUS_PAIRS __builtin_ia32_pmaddwd512
#define APUS_HAS_FMA
#define APUS_HAS_HALF_CONVERSIONS
#define APUS_MASK_F32 __mmask16
#define APUS_MASK_OF_F32(count) ((__mmask16)(0xffff >> (16 - (count))))
#define APUS_LOAD_F32(from, mask) _mm512_maskz_loadu_ps(mask, from)
#define APUS_STORE_F32(to, mask, x) _mm512_mask_storeu_ps(to, mask, (__m512)(x))
#define APUS_MASK_F64 __mmask8
#define APUS_MASK_OF_F64(count) ((__mmask8)(0xff >> (8 - (count))))
#define APUS_LOAD_F64(from, mask) _mm512_maskz_loadu_pd(mask, from)
#define APUS_STORE_F64(to, mask, x) _mm512_mask_storeu_pd(to, mask, (__m512d)(x))
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx2,fma,f16c,bmi2"))), apply_to = function)
#include "impl/gemm_kernels.inc.h"
#pragma clang attribute pop
#endif
