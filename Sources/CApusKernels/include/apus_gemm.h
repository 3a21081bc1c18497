// Matrix products of strided matrices of every element type.
#ifndef APUS_GEMM_H
#define APUS_GEMM_H

#include "apus_types.h"

/// What a product may do to its result before storing it.
typedef enum apus_activation : uint8_t {
    APUS_ACTIVATION_NONE = 0,
    APUS_ACTIVATION_RELU  ///< max(x, 0), NaN kept; floating-point types only
} apus_activation;

/// Which direction of C a bias runs along.
typedef enum apus_bias : uint8_t {
    APUS_BIAS_NONE = 0,
    APUS_BIAS_PER_COLUMN,  ///< N elements, one for each column of C
    APUS_BIAS_PER_ROW      ///< M elements, one for each row of C
} apus_bias;

/// Bias (adjacent elements of the product's type) and activation, applied to A·B + C in this order.
typedef struct apus_gemm_epilogue {
    const void *bias;
    apus_bias bias_kind;
    apus_activation activation;
} apus_gemm_epilogue;

/// A matrix: the address of element [0, 0], and the distance in bytes between rows and between columns (any sign, or 0).
typedef struct apus_matrix {
    char *data;
    ptrdiff_t row, column;
} apus_matrix;

/// Result of a product that could not run; 0 is success.
enum {
    APUS_GEMM_BAD_ARGUMENT = -1,  ///< negative size, unknown dtype, or an activation the dtype lacks
    APUS_GEMM_NO_WORKSPACE = -2   ///< `workspace` is NULL although `apus_gemm_workspace` asks for memory
};

/// Bytes of workspace, 64-byte aligned, that a product of this shape needs; 0 for small ones. The strides do not matter.
/// Bounded: about a megabyte a thread, or K elements a thread for matrix times vector.
size_t apus_gemm_workspace(apus_dtype dtype, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, int32_t threads);

/// C[m, n] = A[m, k]·B[k, n], added to C if `accumulate`; C is not read otherwise. k = 0 is a sum of nothing: 0.
///
/// float16 and bfloat16 are multiplied and summed in float32 and rounded once; integers wrap around; bool is "or" of
/// "and"s. The result is the same for any number of threads. C must not overlap A or B.
/// `epilogue` and `pool` may be NULL.
int apus_gemm(apus_dtype dtype, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, apus_matrix a, apus_matrix b, apus_matrix c,
              bool accumulate, const apus_gemm_epilogue *epilogue, void *workspace, const apus_pool *pool);

/// Bytes of workspace that `apus_gemm_batched` needs.
size_t apus_gemm_batched_workspace(apus_dtype dtype, ptrdiff_t batch, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k,
                                   int32_t threads);

/// `batch` products of one shape; the matrices lie `a_batch`, `b_batch`, `c_batch` bytes apart (0 reuses A or B; C's
/// must differ). The epilogue's bias is the same for all. Threads share out the batch, and large matrices too.
int apus_gemm_batched(apus_dtype dtype, ptrdiff_t batch, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, apus_matrix a,
                      ptrdiff_t a_batch, apus_matrix b, ptrdiff_t b_batch, apus_matrix c, ptrdiff_t c_batch,
                      bool accumulate, const apus_gemm_epilogue *epilogue, void *workspace, const apus_pool *pool);

#endif
