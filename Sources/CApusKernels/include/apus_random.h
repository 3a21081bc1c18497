// The inner loops of random numbers: normal ones by Box and Muller, and blocks of the Mersenne twister.
#ifndef APUS_RANDOM_H
#define APUS_RANDOM_H

#include "apus_types.h"

/// Box-Muller on `blocks` blocks of 16 numbers in [0, 1), in place: in each block element i (0...7) gives the radius
/// and i + 8 the angle. The results are the same on every instruction set.
void apus_box_muller_float32(float *data, ptrdiff_t blocks, float mean, float deviation);

/// The next 624 words of the Mersenne twister MT19937, in place.
void apus_twister_renew(uint32_t *words);

/// Words of the twister as it puts them out: `count` of them tempered.
void apus_twister_temper(const uint32_t *words, ptrdiff_t count, uint32_t *out);

/// The lower 24 bits of `count` tempered words as numbers in [0, 1).
void apus_twister_floats(const uint32_t *words, ptrdiff_t count, float *out);

#endif
