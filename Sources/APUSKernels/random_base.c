// The loops of random numbers for the baseline instruction set, and the choice among the two.
#pragma clang fp contract(off)
#define APUS_SUFFIX _base
#define APUS_LANES 4
#include "impl/random.inc.h"

#if defined(__x86_64__)
void apus_box_muller_float32_avx2(float *data, ptrdiff_t blocks, float mean, float deviation);
void apus_twister_renew_avx2(uint32_t *words);
void apus_twister_temper_avx2(const uint32_t *words, ptrdiff_t count, uint32_t *out);
void apus_twister_floats_avx2(const uint32_t *words, ptrdiff_t count, float *out);
#define CHOOSE(call) if (apus_isa_level() >= 1) apus_##call; else
#else
#define CHOOSE(call)
#endif

void apus_box_muller_float32(float *data, ptrdiff_t blocks, float mean, float deviation) {
    CHOOSE(box_muller_float32_avx2(data, blocks, mean, deviation))
    apus_box_muller_float32_base(data, blocks, mean, deviation);
}

void apus_twister_renew(uint32_t *words) {
    CHOOSE(twister_renew_avx2(words))
    apus_twister_renew_base(words);
}

void apus_twister_temper(const uint32_t *words, ptrdiff_t count, uint32_t *out) {
    CHOOSE(twister_temper_avx2(words, count, out))
    apus_twister_temper_base(words, count, out);
}

void apus_twister_floats(const uint32_t *words, ptrdiff_t count, float *out) {
    CHOOSE(twister_floats_avx2(words, count, out))
    apus_twister_floats_base(words, count, out);
}
