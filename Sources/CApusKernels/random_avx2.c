// Box-Muller for AVX2; blocks are eight pairs, so AVX-512 has nothing to add.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#pragma clang fp contract(off)
#define APUS_SUFFIX _avx2
#define APUS_LANES 8
#include "impl/random.inc.h"
#pragma clang attribute pop
#endif
