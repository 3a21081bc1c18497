// What the instruction-set-specific part of the matrix product offers to its driver.
#ifndef APUS_GEMM_KERNELS_H
#define APUS_GEMM_KERNELS_H

#include "apus_types.h"

static inline ptrdiff_t apus_ceiling(ptrdiff_t a, ptrdiff_t b) { return (a + b - 1) / b; }
static inline ptrdiff_t apus_round_up(ptrdiff_t a, ptrdiff_t b) { return apus_ceiling(a, b) * b; }
static inline ptrdiff_t apus_least(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }
static inline ptrdiff_t apus_most(ptrdiff_t a, ptrdiff_t b) { return a > b ? a : b; }

/// The product of a block of rows with one panel of columns: C = [C +] A·B [+ bias], then relu.
/// A has any strides; the columns of B and C are adjacent. B is readable for a whole number of vectors, unless the kernels have masks.
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
/// Of A with adjacent rows, as many as GEMM_VECTORS vectors `x_step` bytes apart are multiplied at once, whose y are `y_step` bytes apart.
typedef struct gemm_vector {
    ptrdiff_t rows, depth, vectors, x_step, y_step;
    const char *a;
    ptrdiff_t a_row, a_column;
    const char *x;
    char *y;
    const char *bias;
    ptrdiff_t bias_step;
    bool accumulate, relu;
    bool stored;  ///< whether x is of the type stored instead; only with A's rows adjacent elements
} gemm_vector;

enum { GEMM_VECTORS = 4 };

/// The kernels for one element type.
typedef struct gemm_kernels {
    ptrdiff_t source;   ///< bytes of the type stored
    ptrdiff_t element;  ///< bytes of the type computed in
    ptrdiff_t width;    ///< columns of a panel
    ptrdiff_t lanes;    ///< columns of a packed panel are padded to a multiple of this
    ptrdiff_t height;   ///< rows of a tile
    bool converts;      ///< whether A must be copied because the type computed in differs
    bool packs;         ///< whether B must be packed
    ptrdiff_t group;    ///< depths in an element of packed matrices if that is more than 1, else 0
    bool rounds;        ///< whether sums depend on their order
    void (*panel)(const gemm_panel *panel);
    void (*copy)(const gemm_copy *copy);  ///< for A, and for what is added
    /// For A where an element is a group of depths; `to_panel` tells whether the rows copied are A's columns.
    void (*left)(const gemm_copy *copy);
    void (*pack)(const gemm_copy *copy);  ///< for one panel of B
    /// Rounds adjacent elements of the type computed in to the type stored.
    void (*narrow)(ptrdiff_t count, const char *from, char *to);
    /// Needs A's rows or columns adjacent. NULL where `panel` must do.
    void (*vector)(const gemm_vector *vector);
    bool masks;  ///< whether B and C may end anywhere in the last vector of a panel
} gemm_kernels;

const gemm_kernels *apus_gemm_kernels_base(apus_dtype dtype);
#if defined(__x86_64__)
const gemm_kernels *apus_gemm_kernels_avx2(apus_dtype dtype);
const gemm_kernels *apus_gemm_kernels_avx512(apus_dtype dtype);
#endif

/// The kernels for the processor at hand.
const gemm_kernels *apus_gemm_kernels(apus_dtype dtype);

/// Kernels of instructions that multiply several depths at once, for products alone; NULL where there are none. They compute
/// in 32-bit elements, and give the results of `apus_gemm_kernels`.
const gemm_kernels *apus_gemm_grouped_base(apus_dtype dtype);
#if defined(__x86_64__)
const gemm_kernels *apus_gemm_grouped_avx2(apus_dtype dtype);
const gemm_kernels *apus_gemm_grouped_avx512(apus_dtype dtype);
const gemm_kernels *apus_gemm_grouped_vnni(apus_dtype dtype);
#endif
const gemm_kernels *apus_gemm_grouped(apus_dtype dtype);

/// The kernels for bfloat16 of the instructions for its dot products, or NULL. The instructions take subnormal numbers, and
/// sums that are subnormal, for 0; for all else the results are those of `apus_gemm_kernels`.
const gemm_kernels *apus_gemm_bfloat16(void);

/// The least exponent field of elements of a matrix of bfloat16 that are not 0; 511 if there are none, 0 for subnormals.
int apus_gemm_bfloat16_exponent(ptrdiff_t rows, ptrdiff_t columns, const char *from, ptrdiff_t row, ptrdiff_t column);

#endif
