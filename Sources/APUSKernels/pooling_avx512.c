// Pooling's kernels for AVX-512.
#if defined(__x86_64__)
#define APUS_SUFFIX _avx512
#define APUS_VECTOR_BYTES 64
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx2,fma,f16c,bmi2"))), apply_to = function)
#include "impl/pooling_kernels.inc.h"
#pragma clang attribute pop
#endif
