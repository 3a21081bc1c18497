// Decompositions of matrices: LU, Cholesky and QR, and systems of equations with their factors.
//
// The dtype is float32, float64, complex64 or complex128. Matrices stand by rows, adjacent elements in a row, rows
// `row` bytes and the matrices of a batch `batch` bytes apart; `apus_factor_row` tells the distance of rows. The padding
// after the last column is read and written. Every function takes `workspace`, 64-byte aligned, of as many bytes as the function of the
// same name with `_workspace` says for `threads` of the pool, or NULL for 0 bytes. `pool` may be NULL. Results are the same
// for any number of threads.
#ifndef APUS_FACTOR_H
#define APUS_FACTOR_H

#include "apus_gemm.h"

/// A batch of matrices by rows.
typedef struct apus_rows {
    char *data;
    ptrdiff_t row, batch;
} apus_rows;

/// Bytes between rows of a matrix with `columns` columns that belongs to a problem of `order` rows or columns at most.
ptrdiff_t apus_factor_row(apus_dtype dtype, ptrdiff_t order, ptrdiff_t columns);

/// A = P·L·U in place, with exchange of rows by the element of largest size (|re| + |im|). The order of the problem is the
/// larger of m and n.
///
/// `pivots` gets min(m, n) numbers a matrix: the row, counted from 0, that row i was exchanged with. `failures` gets one
/// number a matrix: the first column, counted from 1, whose pivot is 0, or 0; columns after it are decomposed all the same.
void apus_lu(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t n, apus_rows a, int32_t *pivots, int64_t *failures,
             void *workspace, const apus_pool *pool);
size_t apus_lu_workspace(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t n, int32_t threads);

/// The X of A·X = B, or with `adjoint` of Aᴴ·X = B, in place of B, for the n×n factors and pivots of A. Both matrices are of
/// order n.
void apus_lu_solve(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, ptrdiff_t columns, apus_rows factors,
                   const int32_t *pivots, apus_rows x, bool adjoint, void *workspace, const apus_pool *pool);
size_t apus_lu_solve_workspace(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, ptrdiff_t columns, int32_t threads);

/// The product of the diagonals of LU factors with the sign of the exchanges, 0 where `failures` is not 0; its sign, of
/// complex ones a number of magnitude 1; and the logarithm of its magnitude, a real number. What is not wanted is NULL.
/// The outputs are adjacent elements.
void apus_lu_determinant(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, apus_rows factors, const int32_t *pivots,
                         const int64_t *failures, void *value, void *sign, void *logarithm);

/// Whether a batch is one for the next two functions: of several small real matrices.
bool apus_small_suits(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, ptrdiff_t columns);

/// The X of A·X = B, matrices of any strides, whose batches are evenly spaced; B.data NULL stands for an identity. X may be A or B, or
/// else overlaps neither. The results and `failures` are those of `apus_lu` and `apus_lu_solve`.
void apus_small_solve(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, ptrdiff_t columns, apus_matrix a, ptrdiff_t a_batch,
                      apus_matrix b, ptrdiff_t b_batch, apus_matrix x, ptrdiff_t x_batch, int64_t *failures, const apus_pool *pool);

/// The determinants of such matrices, adjacent elements; the results are those of `apus_lu_determinant`.
void apus_small_determinant(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, apus_matrix a, ptrdiff_t a_batch, void *value,
                            const apus_pool *pool);

/// The X of T·X = B in place of B for a triangular T of any strides, of which one triangle is read; with `unit` its
/// diagonal counts as ones. T's matrices are `t_batch` bytes apart; X is of order n.
void apus_triangle(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, ptrdiff_t columns, apus_matrix t, ptrdiff_t t_batch,
                   apus_rows x, bool upper, bool unit, void *workspace, const apus_pool *pool);
size_t apus_triangle_workspace(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, ptrdiff_t columns, int32_t threads);

/// The L of A = L·Lᴴ in place of A's lower triangle, which alone is read; what is above it is undefined afterwards.
/// `failures` gets the first row of each matrix, counted from 1, that is not positive, or 0.
void apus_cholesky(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, apus_rows a, int64_t *failures, void *workspace,
                   const apus_pool *pool);
size_t apus_cholesky_workspace(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, int32_t threads);

/// A = Q·R in place: R on and above the diagonal, below it the reflections H = I − tau·v·vᴴ without their leading ones;
/// Q is their product. `tau` gets min(m, n) elements a matrix. The order is the larger of m and n.
void apus_qr(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t n, apus_rows a, void *tau, void *workspace,
             const apus_pool *pool);
size_t apus_qr_workspace(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t n, int32_t threads);

/// C := Q·C, or Qᴴ·C with `adjoint`, for the m×n matrices C of order m and the product Q of k ≤ m reflections, which
/// stand below the diagonal of the m×k matrices `v` of any strides, `v_batch` bytes apart; with `conjugate` the
/// conjugates of the elements of `v` and `tau` count. With `identity` C's contents do not count: it becomes Q's first n columns.
void apus_reflect(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t k, apus_matrix v, ptrdiff_t v_batch,
                  const void *tau, ptrdiff_t n, apus_rows c, bool adjoint, bool conjugate, bool identity, void *workspace,
                  const apus_pool *pool);
size_t apus_reflect_workspace(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t k, ptrdiff_t n, int32_t threads);

/// Makes what is below, or above, the diagonals of m×n matrices zero.
void apus_factor_clear(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t n, apus_rows a, bool below);

/// Ones on the diagonals of m×n matrices, and zeros beside them.
void apus_factor_identity(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t n, apus_rows a);

/// Whether all elements are finite and the largest of every matrix is 0 or of a size whose square neither overflows nor
/// vanishes; with `lower` those on and below the diagonal alone count.
bool apus_factor_is_ordinary(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t n, apus_rows a, bool lower);

/// A Hermitian matrix A = Q·T·Qᴴ with a real symmetric tridiagonal T, from A's lower triangle. `diagonal` gets n and `beside`
/// n − 1 real numbers, `tau` n − 1 elements. Q is the product of the n − 1 reflections below the first subdiagonal, as
/// `apus_reflect` takes them for the matrix that starts at row 1. A is of order n.
void apus_tridiagonal(apus_dtype dtype, ptrdiff_t n, char *a, ptrdiff_t row, void *diagonal, void *beside, void *tau,
                      void *workspace, const apus_pool *pool);
size_t apus_tridiagonal_workspace(apus_dtype dtype, ptrdiff_t n, int32_t threads);

/// A real matrix with m ≥ n as A = Q·B·Pᵀ with an upper bidiagonal B; float32 or float64. `diagonal` gets n and `beside`
/// n − 1 numbers. Q is the product of the n reflections below A's diagonal, with `tau_q`; P that of the n − 1 reflections in
/// the rows of A, right of the first superdiagonal, transposed, for the matrix that starts at row 1, with `tau_p`.
void apus_bidiagonal(apus_dtype dtype, ptrdiff_t m, ptrdiff_t n, char *a, ptrdiff_t row, void *diagonal, void *beside,
                     void *tau_q, void *tau_p, void *workspace, const apus_pool *pool);
size_t apus_bidiagonal_workspace(apus_dtype dtype, ptrdiff_t m, ptrdiff_t n, int32_t threads);

#endif
