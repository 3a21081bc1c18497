// What the instruction-set-specific part of the decompositions offers to their drivers.
#ifndef APUS_FACTOR_KERNELS_H
#define APUS_FACTOR_KERNELS_H

#include "apus_gemm.h"

enum {
    FACTOR_BLOCK_LIMIT = 64,  ///< columns of a panel at most
    FACTOR_SMALL_LIMIT = 16,  ///< rows and columns at most of what the kernels without blocks take
    FACTOR_SLACK_BYTES = 128  ///< what kernels may read and write past the end of a column of a panel
};

/// Kernels on a panel take it column by column, adjacent elements in a column; they work on whole vectors of rows, so every
/// column has `FACTOR_SLACK_BYTES` after its last element, zeros at first. Distances are in bytes.
typedef struct factor_kernels {
    ptrdiff_t element;  ///< bytes of an element
    ptrdiff_t lanes;    ///< elements of a vector

    /// P·L·U of a panel, m ≥ n; pivots count from 0. Gives the first column, counted from 1, whose pivot is 0, or 0.
    ptrdiff_t (*lu_panel)(ptrdiff_t m, ptrdiff_t n, char *a, ptrdiff_t column, int32_t *pivots);

    /// T·X = B in place of X's rows, whole vectors of them. T's rows are adjacent elements.
    void (*triangle)(ptrdiff_t n, ptrdiff_t columns, const char *t, ptrdiff_t t_row, char *x, ptrdiff_t x_row, bool upper,
                     bool unit);

    /// The lower Cholesky factor in place of a panel with as many rows as columns. Gives the first column, counted from
    /// 1, that is not positive, or 0.
    ptrdiff_t (*cholesky)(ptrdiff_t n, char *a, ptrdiff_t column);

    /// The reflections of a panel, m ≥ n, as LAPACK's geqrf leaves them, and the T, n adjacent elements a row, of
    /// H₁⋯Hₙ = I − V·T·Vᴴ.
    void (*qr_panel)(ptrdiff_t m, ptrdiff_t n, char *a, ptrdiff_t column, char *tau, char *t);

    /// T for reflections that are known.
    void (*qr_join)(ptrdiff_t m, ptrdiff_t n, const char *v, ptrdiff_t column, const char *tau, char *t);

    /// One reflection: x[0] and the m − 1 elements after it become beta and v; gives tau.
    void (*reflection)(ptrdiff_t m, char *x, char *tau);

    /// to[i, j] = from[i, j], or its negative, or its conjugate, or both. Rows of `to` are adjacent elements.
    void (*copy)(ptrdiff_t rows, ptrdiff_t columns, const char *from, ptrdiff_t from_row, ptrdiff_t from_column, char *to,
                 ptrdiff_t to_row, bool negative, bool conjugate);

    /// P·L·U of a matrix by rows without blocks; pivots count from 0.
    ptrdiff_t (*lu_small)(ptrdiff_t m, ptrdiff_t n, char *a, ptrdiff_t row, int32_t *pivots);

    /// T·X = B without blocks, for a triangle of any strides.
    void (*triangle_small)(ptrdiff_t n, ptrdiff_t columns, const char *t, ptrdiff_t t_row, ptrdiff_t t_column, char *x,
                           ptrdiff_t x_row, bool upper, bool unit);

    /// The lower Cholesky factor by rows without blocks, of the lower triangle alone.
    ptrdiff_t (*cholesky_small)(ptrdiff_t n, char *a, ptrdiff_t row);

    /// The reflections of a matrix by rows, without blocks.
    void (*qr_small)(ptrdiff_t m, ptrdiff_t n, char *a, ptrdiff_t row, char *tau);

    /// C := Q·C or Qᴴ·C for reflections below the diagonal of a matrix of any strides, or their conjugates, one by one.
    void (*reflect_small)(ptrdiff_t m, ptrdiff_t k, const char *v, ptrdiff_t v_row, ptrdiff_t v_column, const char *tau,
                          ptrdiff_t n, char *c, ptrdiff_t c_row, bool adjoint, bool conjugate);

    /// The product of a diagonal as a number near 1 times a power of two (real and imaginary part, exponent).
    void (*product)(ptrdiff_t n, const char *a, ptrdiff_t step, double *value, int64_t *exponent);

    /// What rows [first, last) of a Hermitian matrix, whose lower triangle stands by rows, contribute to A·x, added to
    /// `sums`; the elements of x and of the sums are the conjugates.
    void (*hermitian_times)(ptrdiff_t first, ptrdiff_t last, const char *a, ptrdiff_t a_row, const char *x, char *sums);

    /// The sums of conj(a)·x along the rows of a matrix by rows, and those of a·x down its columns.
    void (*rows_times)(ptrdiff_t m, ptrdiff_t n, const char *a, ptrdiff_t a_row, const char *x, char *out);
    void (*columns_times)(ptrdiff_t m, ptrdiff_t n, const char *a, ptrdiff_t a_row, const char *x, char *out);

    /// out = Aᴴ·x and y −= A·x for a panel of m rows.
    void (*panel_dots)(ptrdiff_t m, ptrdiff_t columns, const char *a, ptrdiff_t column, const char *x, char *out);
    void (*panel_minus)(ptrdiff_t m, ptrdiff_t columns, const char *a, ptrdiff_t column, const char *x, char *y);

    /// The conjugate of the sum of vectors, which hold as many elements as `lengths` says.
    void (*add_parts)(ptrdiff_t n, ptrdiff_t parts, const ptrdiff_t *lengths, const char *sums, ptrdiff_t distance,
                      char *out);

    /// y := tau·y, and y := tau·y − ½·tau·((tau·y)ᴴ·x)·x; whole vectors.
    void (*times)(ptrdiff_t n, const char *tau, char *y);
    void (*balance)(ptrdiff_t n, const char *tau, const char *x, char *y);

    /// Whether the squares of a matrix's elements, or of its lower triangle's, neither overflow nor vanish.
    bool (*is_ordinary)(ptrdiff_t m, ptrdiff_t n, const char *a, ptrdiff_t row, bool lower);

    /// X of A·X = B, where a B of NULL is an identity, and determinants of `count` real matrices of order FACTOR_SMALL_LIMIT at most, of as
    /// many as a vector has lanes; X may have at most as many columns as rows. They give false, and nothing else, if a pivot is 0, or a determinant
    /// may be out of range. NULL for complex numbers.
    bool (*lanes_solve)(ptrdiff_t n, ptrdiff_t columns, ptrdiff_t count, const apus_matrix *a, ptrdiff_t a_batch, const apus_matrix *b,
                        ptrdiff_t b_batch, const apus_matrix *x, ptrdiff_t x_batch);
    bool (*lanes_determinant)(ptrdiff_t n, ptrdiff_t count, const apus_matrix *a, ptrdiff_t a_batch, char *to);
} factor_kernels;

const factor_kernels *apus_factor_kernels_base(apus_dtype dtype);
#if defined(__x86_64__)
const factor_kernels *apus_factor_kernels_avx2(apus_dtype dtype);
const factor_kernels *apus_factor_kernels_avx512(apus_dtype dtype);
#endif

/// The kernels for the processor at hand; NULL unless `dtype` is float32, float64, complex64 or complex128.
const factor_kernels *apus_factor_kernels(apus_dtype dtype);

#endif
