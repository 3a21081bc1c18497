#ifndef CLIMITS_H
#define CLIMITS_H

#include <stddef.h>

/// Floating point operations that one call of `limit_fma` makes.
enum { limit_fma_operations = 1 << 27 };
/// Bytes that the memory row reads; it writes as many.
enum { limit_memory_bytes = 1 << 28 };

/// The cores that this process may run on, or what `APUS_NUM_THREADS` says.
int limit_threads(void);
/// Fused multiply-adds of float32 in registers, on the widest vectors of the processor.
void limit_fma(void);
/// Copies past the caches.
void limit_copy(void *target, const void *source, size_t bytes);

#endif
