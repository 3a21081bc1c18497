// Types shared by every kernel family: element types, the pool that runs chunks, the instruction set in use.
#ifndef APUS_TYPES_H
#define APUS_TYPES_H

#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>

/// Element types, in the order of Swift's `DType`.
typedef enum apus_dtype : uint8_t {
    APUS_BOOL = 0,
    APUS_UINT8, APUS_UINT16, APUS_UINT32, APUS_UINT64,
    APUS_INT8, APUS_INT16, APUS_INT32, APUS_INT64,
    APUS_FLOAT16, APUS_BFLOAT16, APUS_FLOAT32, APUS_FLOAT64,
    APUS_COMPLEX64, APUS_COMPLEX128,
    APUS_DTYPE_COUNT
} apus_dtype;

/// Runs `body(context, index)` for every index below `count`; the caller takes part.
typedef struct apus_pool {
    void (*run)(ptrdiff_t count, void (*body)(void *context, ptrdiff_t index), void *context);
    int32_t threads;
} apus_pool;

/// The instruction set the kernels run on: 0 baseline (SSE2 or NEON), 1 AVX2, 2 AVX-512.
/// The processor's best, or less if the environment variable `APUS_ISA` says `baseline`, `avx2` or `avx512`.
int apus_isa_level(void);

/// Tells the processor that this thread is waiting in a loop.
static inline void apus_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/// The name of `apus_isa_level()`: "baseline", "avx2" or "avx512".
const char *apus_isa_name(void);

#endif
