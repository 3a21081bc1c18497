// Softmax and normalisation kernels for AVX2.
#if defined(__x86_64__)
#define APUS_SUFFIX _avx2
#define APUS_VECTOR_BYTES 32
#include "impl/normalise.h"
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,bmi2"))), apply_to = function)
#include "impl/normalise.inc.h"
#pragma clang attribute pop
#endif
