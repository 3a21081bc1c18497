// The convolutions' kernels for the instruction set that every processor has.
#define APUS_SUFFIX _base
#define APUS_VECTOR_BYTES 16
#if defined(__aarch64__)
#define APUS_HAS_FMA
#define APUS_HAS_HALF_CONVERSIONS
#endif
#include "impl/conv_kernels.inc.h"
#include "impl/conv_winograd.inc.h"
