// Counts the heap allocations of the calling thread, for tests of an operation's budget.
#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdbool.h>

/// How many blocks this thread has asked the heap for since it started.
long allocation_count(void);

/// Whether allocations are counted: not in builds with a sanitizer, which has an allocator of its own.
bool allocation_count_available(void);

#endif
