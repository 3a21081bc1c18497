// Softmax and normalisation kernels for the baseline instruction set.
#define APUS_SUFFIX _base
#define APUS_VECTOR_BYTES 16
#include "impl/normalise.h"
#include "impl/normalise.inc.h"
