// What the instruction-set-specific part of pooling offers to its driver.
#ifndef APUS_POOLING_KERNELS_H
#define APUS_POOLING_KERNELS_H

#include "conv_kernels.h"

/// One row of windows, over planes staged with their margins.
typedef struct pooling_row {
    const char *staged;
    const ptrdiff_t *offsets;       ///< of the taps, in elements
    const int64_t *tap_indices;     ///< where a tap lies in the plane, relative to its window's place
    ptrdiff_t taps, columns;
    const int64_t *places;          ///< for every column: its window's place in the plane
    const int64_t *first_indices;   ///< for every column: the index if no tap is larger than nothing
    int64_t first_row;              ///< to be added to `first_indices` and `places`
    char *values;
    int64_t *indices;               ///< or NULL
    ptrdiff_t taps_x;               ///< a row of taps, for sums
    const double *counts;           ///< for every column: what sums are divided by
    double rows;                    ///< times this
} pooling_row;

typedef struct pooling_kernels {
    void (*max_row)(const pooling_row *row);
    void (*mean_row)(const pooling_row *row);
    double (*sum)(const char *from, ptrdiff_t count);
} pooling_kernels;

const pooling_kernels *apus_pooling_kernels_base(apus_dtype dtype);
#if defined(__x86_64__)
const pooling_kernels *apus_pooling_kernels_avx2(apus_dtype dtype);
const pooling_kernels *apus_pooling_kernels_avx512(apus_dtype dtype);
#endif

#endif
