// Attention and recurrent layers for the least of instruction sets: SSE2 on x86-64, NEON on arm64.
#include "impl/elementwise_private.h"
#include "impl/elementwise_coefficients.h"
#include "impl/attention_kernels.h"
#include "impl/recurrent_kernels.h"
#include <math.h>

#define APUS_SUFFIX base
#define APUS_VECTOR_BYTES 16
#if defined(__aarch64__)
#define APUS_HAS_FMA 1
#define APUS_HAS_F16 1
#else
#define APUS_HAS_FMA 0
#define APUS_HAS_F16 0
#endif

#include "impl/sequence_level.inc.h"
