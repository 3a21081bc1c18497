// State of the calling thread and of the process.
#ifndef APUS_STATE_H
#define APUS_STATE_H

#include <stdbool.h>
#include <stdint.h>

/// Whether operations on this thread are not recorded for differentiation.
extern _Thread_local bool apus_gradients_off;

static inline bool apus_gradients_disabled(void) { return apus_gradients_off; }
static inline void apus_set_gradients_disabled(bool off) { apus_gradients_off = off; }

/// The processors that this process may run on.
int apus_processor_count(void);

/// The time of a clock that only goes forward.
uint64_t apus_nanoseconds(void);

/// The time, in nanoseconds, that the calling thread was without a core since it asked last, if that is more than an
/// eighth of all; 0 if it has slept meanwhile.
uint64_t apus_lost_time(void);

/// Sleeps as shortly as can be (some 50 µs), to be woken on a core that has nothing to do, if there is one.
void apus_rest(void);

#endif
