// State of the calling thread and of the process.
#ifndef APUS_STATE_H
#define APUS_STATE_H

#include <stdbool.h>

/// Whether operations on this thread are not recorded for differentiation.
extern _Thread_local bool apus_gradients_off;

static inline bool apus_gradients_disabled(void) { return apus_gradients_off; }
static inline void apus_set_gradients_disabled(bool off) { apus_gradients_off = off; }

/// The processors that this process may run on.
int apus_processor_count(void);

#endif
