// Elementwise loops for AVX-512.
#if defined(__x86_64__)
#include "impl/elementwise_private.h"
#include "impl/elementwise_coefficients.h"
#include <immintrin.h>
#include <math.h>

#define APUS_SUFFIX avx512
#define APUS_VECTOR_BYTES 64
#define APUS_HAS_FMA 1
#define APUS_HAS_F16 1

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx2,fma,f16c,bmi2"))), apply_to = function)
#include "impl/elementwise_level.inc.h"
#pragma clang attribute pop
#endif
