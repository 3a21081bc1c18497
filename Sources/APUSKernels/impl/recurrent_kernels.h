// What the drivers of recurrent layers ask of the kernels of an instruction set, for one element type.
#ifndef APUS_RECURRENT_KERNELS_H
#define APUS_RECURRENT_KERNELS_H

#include "apus_recurrent.h"

/// A block of units in one step, from the sums of products to the new values. Local rows hold whole vectors.
typedef struct recurrent_step {
    ptrdiff_t rows, units;
    const char *sums;            ///< the sums, `slot` bytes from gate to gate; for a GRU: reset, update, h's part of new, x's part
    ptrdiff_t sums_row, slot;
    const char *before;          ///< hidden values before and after the step, and cells, which are overwritten
    char *after, *cells;
    ptrdiff_t local_row;
    char *out;
    ptrdiff_t out_row;
    char *gates;                 ///< what is kept for the derivative, `gate` bytes from gate to gate; or NULL
    ptrdiff_t gates_row, gate;
    char *kept_cells;            ///< or NULL
    ptrdiff_t kept_cells_row;
} recurrent_step;

/// All units of one step in the pass back. Local rows hold whole vectors.
typedef struct recurrent_back_step {
    ptrdiff_t rows, units;
    const char *gradient;        ///< of the step's output; or NULL
    ptrdiff_t gradient_row;
    char *hidden, *cells;        ///< gradients that came from the next step; cells' are overwritten, and hidden values' for a GRU
    ptrdiff_t local_row;
    const char *gates;
    ptrdiff_t gates_row;
    const char *out;             ///< hidden values after the step and before it (or NULL for zeros)
    const char *before;
    ptrdiff_t out_row, before_row;
    const char *kept_cells, *cells_before;
    ptrdiff_t kept_cells_row, cells_before_row;
    char *slopes, *kept_slopes;  ///< results, locally and for the caller; gates are `units` elements apart
    ptrdiff_t slopes_row, kept_slopes_row;
} recurrent_back_step;

/// Indexed by `apus_recurrence`.
typedef struct recurrent_kernels {
    void (*step[4])(const recurrent_step *step);
    void (*back[4])(const recurrent_back_step *step);
} recurrent_kernels;

/// Kernels for float32 and float64, in this order.
extern const recurrent_kernels recurrent_kernels_base[2], recurrent_kernels_avx2[2], recurrent_kernels_avx512[2];

#endif
