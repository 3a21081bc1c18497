// The loops of random numbers for AVX2; AVX-512 has nothing to add: a Box-Muller block is eight pairs.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#pragma clang fp contract(off)
#define APUS_SUFFIX _avx2
#define APUS_LANES 8
#include "impl/random.inc.h"
#pragma clang attribute pop
#endif
