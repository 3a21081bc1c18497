// The matrix product's kernels for the instruction set that every processor has.
#define APUS_SUFFIX _base
#define APUS_VECTOR_BYTES 16
#define APUS_INTEGER_ROWS 4
#if defined(__aarch64__)
#define APUS_TILE_ROWS 8
#define APUS_COMPLEX_ROWS 6
#define APUS_HAS_FMA
#define APUS_HAS_HALF_CONVERSIONS
#else
#define APUS_TILE_ROWS 4
#define APUS_COMPLEX_ROWS 3
#if defined(__x86_64__)
#define APUS_GROUPED
#define APUS_GROUPED_ROWS 4
#define APUS_PAIRS __builtin_ia32_pmaddwd128
#endif
#endif
#include "impl/gemm_kernels.inc.h"
