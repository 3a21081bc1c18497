// What the reduction driver asks of the kernels of an instruction set.
#ifndef APUS_IMPL_REDUCE_H
#define APUS_IMPL_REDUCE_H

#include "apus_reduce.h"
#include "lanes.h"

enum {
    APUS_RUN_BLOCK = 1024,      // elements of a run reduced at once
    APUS_LONG_BLOCK = 4096,     // the same where only sums are taken
    APUS_ROW_BLOCK = 64,        // rows of columns reduced at once
    APUS_TILE = 512             // columns reduced together
};

/// Partial results: `value` holds one state per column, `extra` the second word of moments (M2) and arguments (position).
typedef struct apus_tile { void *value, *extra; } apus_tile;

/// Reads `n` elements `stride` bytes apart into contiguous elements of the type the kernel computes on.
typedef void apus_fetch(const char *source, ptrdiff_t stride, ptrdiff_t n, void *destination, double p);

typedef struct apus_reduce_kernel {
    apus_fetch *fetch;
    bool direct;                // contiguous input can be used without fetching
    uint8_t fetched_size;       // bytes of a fetched element
    uint8_t state_size;         // bytes of one column's `value`
    uint8_t parts;              // columns per element: 2 where the parts of a complex number are reduced apart
    ptrdiff_t block;            // elements that `run` takes at once, APUS_RUN_BLOCK or APUS_LONG_BLOCK
    /// Reduces `count` <= APUS_ROW_BLOCK rows of `width` columns; `first` is the position of the first row.
    void (*columns)(const void *const *rows, int count, ptrdiff_t width, apus_tile tile, int64_t first);
    /// Reduces `n` <= `block` contiguous elements to one state.
    void (*run)(const void *x, ptrdiff_t n, apus_tile tile, int64_t first);
    /// Does what `run` does for `count` runs that start `stride` bytes apart; NULL where there is no such short way.
    void (*lines)(const void *x, ptrdiff_t n, ptrdiff_t stride, ptrdiff_t count, void *value);
    /// a = a followed by b, where every column of them stands for `na` and `nb` elements.
    void (*merge)(apus_tile a, apus_tile b, ptrdiff_t width, double na, double nb);
    /// The first position of `value` in `x`, for arguments.
    ptrdiff_t (*find)(const void *x, ptrdiff_t n, const void *value);
} apus_reduce_kernel;

/// The kernel of an operation; `columns` is NULL if it is not defined.
apus_reduce_kernel apus_reduce_kernel_base(apus_reduce_op op, apus_dtype dtype);
apus_reduce_kernel apus_reduce_kernel_avx2(apus_reduce_op op, apus_dtype dtype);
apus_reduce_kernel apus_reduce_kernel_avx512(apus_reduce_op op, apus_dtype dtype);

#endif
