// The convolutions' kernels for AVX2 and FMA.
#if defined(__x86_64__)
#define APUS_SUFFIX _avx2
#define APUS_VECTOR_BYTES 32
#define APUS_HAS_FMA
#define APUS_HAS_HALF_CONVERSIONS
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,bmi2"))), apply_to = function)
#include "impl/conv_kernels.inc.h"
#include "impl/conv_winograd.inc.h"
#pragma clang attribute pop
#endif
