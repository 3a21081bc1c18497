// The decompositions' kernels for the instruction set that every processor has.
#define APUS_SUFFIX _base
#define APUS_VECTOR_BYTES 16
#if defined(__aarch64__)
#define APUS_HAS_FMA
#endif
#include "impl/factor_kernels.inc.h"
