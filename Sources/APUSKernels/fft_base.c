// Kernels of Fourier transforms for the baseline instruction set.
#define APUS_SUFFIX _base
#define APUS_VECTOR_BYTES 16
#include "impl/fft.h"
#include "impl/fft.inc.h"
