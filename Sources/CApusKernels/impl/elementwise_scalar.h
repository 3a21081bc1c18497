// float32 kernels of elementwise_scalar.c that the half-precision loops of every level use.
#ifndef APUS_ELEMENTWISE_SCALAR_H
#define APUS_ELEMENTWISE_SCALAR_H

#include "elementwise_private.h"

APUS_INTERNAL void apus_floordiv_f32(ptrdiff_t n, void *out, const void *a, const void *b);
APUS_INTERNAL void apus_remainder_f32(ptrdiff_t n, void *out, const void *a, const void *b);
APUS_INTERNAL void apus_fmod_f32(ptrdiff_t n, void *out, const void *a, const void *b);

#endif
