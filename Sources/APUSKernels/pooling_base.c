// Pooling's kernels for the instruction set that every processor has.
#define APUS_SUFFIX _base
#define APUS_VECTOR_BYTES 16
#include "impl/pooling_kernels.inc.h"
