// The matrix product's kernels for AVX2 and FMA.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#define APUS_SUFFIX _avx2
#define APUS_VECTOR_BYTES 32
#define APUS_TILE_ROWS 6
#define APUS_COMPLEX_ROWS 4
#define APUS_INTEGER_ROWS 4
#define APUS_GROUPED
#define APUS_GROUPED_ROWS 6
#define APUS_PAIRS __builtin_ia32_pmaddwd256
#define APUS_HAS_FMA
#define APUS_HAS_HALF_CONVERSIONS
static const int32_t ones_before_zeros[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
#define APUS_MASK_F32 __m256i
#define APUS_MASK_OF_F32(count) _mm256_loadu_si256((const __m256i *)(ones_before_zeros + 8 - (count)))
#define APUS_LOAD_F32(from, mask) _mm256_maskload_ps((const float *)(from), mask)
#define APUS_STORE_F32(to, mask, x) _mm256_maskstore_ps((float *)(to), mask, (__m256)(x))
#define APUS_MASK_F64 __m256i
#define APUS_MASK_OF_F64(count) _mm256_loadu_si256((const __m256i *)(ones_before_zeros + 8 - 2 * (count)))
#define APUS_LOAD_F64(from, mask) _mm256_maskload_pd((const double *)(from), mask)
#define APUS_STORE_F64(to, mask, x) _mm256_maskstore_pd((double *)(to), mask, (__m256d)(x))
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,bmi2"))), apply_to = function)
#include "impl/gemm_kernels.inc.h"
#pragma clang attribute pop
#endif
