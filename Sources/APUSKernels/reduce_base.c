// Reduction kernels for the baseline instruction set.
#define APUS_SUFFIX _base
#define APUS_VECTOR_BYTES 16
#include "impl/reduce.h"
#include "impl/reduce.inc.h"
