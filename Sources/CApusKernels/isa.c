// Chooses the instruction set once, from the processor and the environment variable APUS_ISA.
#include "apus_types.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static int processor_level(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (!(__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c")
          && __builtin_cpu_supports("bmi2")))
        return 0;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd"))
        return 2;
    return 1;
#else
    return 0;
#endif
}

static int chosen_level(void) {
    int best = processor_level();
    const char *wish = getenv("APUS_ISA");
    if (!wish) return best;
    int asked = !strcmp(wish, "baseline") ? 0 : !strcmp(wish, "avx2") ? 1 : !strcmp(wish, "avx512") ? 2 : best;
    return asked < best ? asked : best;
}

int apus_isa_level(void) {
    static _Atomic int level = -1;
    int known = atomic_load_explicit(&level, memory_order_relaxed);
    if (known < 0) {
        known = chosen_level();
        atomic_store_explicit(&level, known, memory_order_relaxed);
    }
    return known;
}

const char *apus_isa_name(void) {
    static const char *const names[] = {"baseline", "avx2", "avx512"};
    return names[apus_isa_level()];
}
