#define _GNU_SOURCE
#include "apus_state.h"
#include <sched.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

_Thread_local bool apus_gradients_off = false;

int apus_processor_count(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
    return (int)sysconf(_SC_NPROCESSORS_ONLN);
}

static uint64_t nanoseconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

uint64_t apus_nanoseconds(void) { return nanoseconds(CLOCK_MONOTONIC); }

uint64_t apus_lost_time(void) {
    static _Thread_local uint64_t wall = 0, work = 0;
    static _Thread_local long sleeps = -1, interruptions = 0;
    struct rusage usage;
    if (getrusage(RUSAGE_THREAD, &usage) != 0) return 0;
    const bool awake = usage.ru_nvcsw == sleeps, interrupted = usage.ru_nivcsw != interruptions;
    sleeps = usage.ru_nvcsw;
    interruptions = usage.ru_nivcsw;
    const uint64_t passed = apus_nanoseconds() - wall, worked = nanoseconds(CLOCK_THREAD_CPUTIME_ID) - work;
    wall += passed;
    work += worked;
    return awake && interrupted && passed > worked && passed - worked > passed / 8 ? passed - worked : 0;
}

void apus_rest(void) {
    const struct timespec shortest = {.tv_nsec = 1};
    nanosleep(&shortest, NULL);
    apus_lost_time();
}
