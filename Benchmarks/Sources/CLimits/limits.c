// Loops that reach the limits of a machine.
#define _GNU_SOURCE
#include "CLimits.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

int limit_threads(void) {
    const char *text = getenv("APUS_NUM_THREADS");
    const int asked = text ? atoi(text) : 0;
    if (asked > 0) return asked;
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

typedef float v8 __attribute__((vector_size(32)));
typedef float v16 __attribute__((vector_size(64)));

// Sixteen chains hide the latency of two units with four or five cycles each.
#define CHAINS 16
#define FMA_LOOP(vector, lanes)                                                                          \
    vector sums[CHAINS];                                                                                 \
    for (int i = 0; i < CHAINS; i++) sums[i] = (vector){(float)i};                                       \
    const vector a = (vector){} + 0.999f, b = (vector){} + 0.001f;                                       \
    for (long n = limit_fma_operations / (2 * lanes * CHAINS); n > 0; n--)                               \
        for (int i = 0; i < CHAINS; i++) sums[i] = __builtin_elementwise_fma(sums[i], a, b);             \
    for (int i = 1; i < CHAINS; i++) sums[0] += sums[i];                                                 \
    __asm__ volatile("" : : "m"(sums[0]));

#if defined(__x86_64__)
__attribute__((target("avx512f"))) static void fma_512(void) { FMA_LOOP(v16, 16) }
__attribute__((target("avx2,fma"))) static void fma_256(void) { FMA_LOOP(v8, 8) }

void limit_fma(void) {
    if (__builtin_cpu_supports("avx512f")) fma_512();
    else if (__builtin_cpu_supports("fma")) fma_256();
}

void limit_copy(void *target, const void *source, size_t bytes) {
    typedef long long lane __attribute__((vector_size(16)));
    const lane *from = source;
    lane *to = target;
    for (size_t i = 0; i < bytes / sizeof(lane); i++) __builtin_nontemporal_store(from[i], to + i);
}
#else
typedef float v4 __attribute__((vector_size(16)));
void limit_fma(void) { FMA_LOOP(v4, 4) }
void limit_copy(void *target, const void *source, size_t bytes) { memcpy(target, source, bytes); }
#endif
