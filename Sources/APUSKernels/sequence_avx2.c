// Attention and recurrent layers for AVX2.
#if defined(__x86_64__)
#include "impl/elementwise_private.h"
#include "impl/elementwise_coefficients.h"
#include "impl/attention_kernels.h"
#include "impl/recurrent_kernels.h"
#include <immintrin.h>
#include <math.h>

#define APUS_SUFFIX avx2
#define APUS_VECTOR_BYTES 32
#define APUS_HAS_FMA 1
#define APUS_HAS_F16 1

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,bmi2"))), apply_to = function)
#include "impl/sequence_level.inc.h"
#pragma clang attribute pop
#endif
