// Box-Muller for the baseline instruction set, and the choice among the two.
#pragma clang fp contract(off)
#define APUS_SUFFIX _base
#define APUS_LANES 4
#include "impl/random.inc.h"

#if defined(__x86_64__)
void apus_box_muller_float32_avx2(float *data, ptrdiff_t blocks, float mean, float deviation);
#endif

void apus_box_muller_float32(float *data, ptrdiff_t blocks, float mean, float deviation) {
#if defined(__x86_64__)
    if (apus_isa_level() >= 1) {
        apus_box_muller_float32_avx2(data, blocks, mean, deviation);
        return;
    }
#endif
    apus_box_muller_float32_base(data, blocks, mean, deviation);
}
