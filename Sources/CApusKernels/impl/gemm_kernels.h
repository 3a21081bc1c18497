// What the instruction-set-specific part of the matrix product offers to its driver.
#ifndef APUS_GEMM_KERNELS_H
#define APUS_GEMM_KERNELS_H

#include "apus_types.h"

static inline ptrdiff_t apus_ceiling(ptrdiff_t a, ptrdiff_t b) { return (a + b - 1) / b; }
static inline ptrdiff_t apus_round_up(ptrdiff_t a, ptrdiff_t b) { return apus_ceiling(a, b) * b; }
static inline ptrdiff_t apus_least(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }
static inline ptrdiff_t apus_most(ptrdiff_t a, ptrdiff_t b) { return a > b ? a : b; }

/// The product of a block of rows with one panel of columns: C = [C +] A·B [+ bias], then relu.
/// A has any strides; the columns of B and C are adjacent. B is readable for a whole number of vectors.
typedef struct gemm_panel {
    ptrdiff_t rows, columns, depth;
    const char *a;
    ptrdiff_t a_row, a_column;
    const char *b;
    ptrdiff_t b_row;
    char *c;
    ptrdiff_t c_row;
    const char *row_bias;     ///< one element a row, or NULL
    const char *column_bias;  ///< one element a column, readable for a whole number of vectors, or NULL
    bool accumulate, relu;
} gemm_panel;

/// Copies `rows` × `columns` elements of any strides to rows of `to_row` bytes, converting them to the type computed in.
/// Elements from `columns` up to `padded_columns` become zero. If `to_panel` is not 0, every panel's worth of columns goes
/// to a block of its own, `to_panel` bytes after the one before.
typedef struct gemm_copy {
    ptrdiff_t rows, columns, padded_columns;
    const char *from;
    ptrdiff_t from_row, from_column;
    char *to;
    ptrdiff_t to_row, to_panel;
} gemm_copy;

/// y[i] = [y[i] +] bias[i] + sum over k of A[i, k]·x[k], then relu. x, y and bias are of the type computed in, adjacent.
typedef struct gemm_vector {
    ptrdiff_t rows, depth;
    const char *a;
    ptrdiff_t a_row, a_column;
    const char *x;
    char *y;
    const char *bias;
    ptrdiff_t bias_step;
    bool accumulate, relu;
} gemm_vector;

/// The kernels for one element type.
typedef struct gemm_kernels {
    ptrdiff_t source;   ///< bytes of the type stored
    ptrdiff_t element;  ///< bytes of the type computed in
    ptrdiff_t width;    ///< columns of a panel
    ptrdiff_t lanes;    ///< columns of a packed panel are padded to a multiple of this
    ptrdiff_t height;   ///< rows of a tile
    bool converts;      ///< whether A must be copied because the type computed in differs
    bool packs;         ///< whether B must be packed
    void (*panel)(const gemm_panel *panel);
    void (*copy)(const gemm_copy *copy);  ///< for A
    void (*pack)(const gemm_copy *copy);  ///< for one panel of B
    /// Rounds adjacent elements of the type computed in to the type stored.
    void (*narrow)(ptrdiff_t count, const char *from, char *to);
    /// Needs A's rows or columns adjacent. NULL where `panel` must do.
    void (*vector)(const gemm_vector *vector);
} gemm_kernels;

const gemm_kernels *apus_gemm_kernels_base(apus_dtype dtype);
#if defined(__x86_64__)
const gemm_kernels *apus_gemm_kernels_avx2(apus_dtype dtype);
const gemm_kernels *apus_gemm_kernels_avx512(apus_dtype dtype);
#endif

/// The kernels for the processor at hand.
const gemm_kernels *apus_gemm_kernels(apus_dtype dtype);

#endif
