#define _GNU_SOURCE
#include "apus_state.h"
#include <sched.h>
#include <unistd.h>

_Thread_local bool apus_gradients_off = false;

int apus_processor_count(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
    return (int)sysconf(_SC_NPROCESSORS_ONLN);
}
