// Turning uniform random numbers into normal ones, in blocks.
#ifndef APUS_RANDOM_H
#define APUS_RANDOM_H

#include "apus_types.h"

/// Box-Muller on `blocks` blocks of 16 numbers in [0, 1), in place: in each block element i (0...7) gives the radius
/// and i + 8 the angle. The results are the same on every instruction set.
void apus_box_muller_float32(float *data, ptrdiff_t blocks, float mean, float deviation);

#endif
