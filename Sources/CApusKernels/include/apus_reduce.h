// Reductions of strided arrays over any set of axes.
#ifndef APUS_REDUCE_H
#define APUS_REDUCE_H

#include "apus_types.h"

/// What a reduction computes. NaN propagates through all of them; `n` is the number of reduced elements.
typedef enum apus_reduce_op : uint8_t {
    APUS_REDUCE_SUM = 0,
    APUS_REDUCE_PROD,
    APUS_REDUCE_MIN,            ///< complex numbers compare by real, then imaginary part, as in NumPy
    APUS_REDUCE_MAX,
    APUS_REDUCE_ANY,
    APUS_REDUCE_ALL,
    APUS_REDUCE_ARGMIN,         ///< first position of the minimum; the first NaN wins
    APUS_REDUCE_ARGMAX,
    APUS_REDUCE_COUNT_NONZERO,
    APUS_REDUCE_MEAN,
    APUS_REDUCE_VARIANCE,       ///< sum of squared deviations / (n - ddof); real types only
    APUS_REDUCE_STANDARD_DEVIATION,
    APUS_REDUCE_SUM_SQUARES,    ///< sum of |x|^2
    APUS_REDUCE_NORM_1,         ///< sum of |x|
    APUS_REDUCE_NORM_2,         ///< square root of the sum of |x|^2, taken without overflow in float32
    APUS_REDUCE_NORM_P,         ///< (sum of |x|^p)^(1/p)
    APUS_REDUCE_NORM_MAX,       ///< max |x|
    APUS_REDUCE_NORM_MIN,       ///< min |x|
    APUS_REDUCE_OP_COUNT
} apus_reduce_op;

/// A reduction: the kept axes (outermost first), the reduced axes (outermost first), memory, and what to compute.
///
/// Axes are coalesced and ordered by the caller, the smallest input stride last; strides count bytes. The position that
/// `ARGMIN` and `ARGMAX` report is the row-major position among the reduced axes in the order given, so for them the
/// order must be the logical one.
typedef struct apus_reduction {
    int32_t keep_rank, reduce_rank;                                         ///< at most 64 each
    const ptrdiff_t *keep_shape, *keep_in_strides, *keep_out_strides;
    const ptrdiff_t *reduce_shape, *reduce_in_strides;
    const char *input;
    char *output;               ///< elements of type `apus_reduce_result(op, dtype)`
    char *mean;                 ///< for VARIANCE and STANDARD_DEVIATION: the mean, laid out as `output`, or NULL
    apus_dtype dtype;
    apus_reduce_op op;
    double ddof;                ///< for VARIANCE and STANDARD_DEVIATION
    double p;                   ///< for NORM_P
} apus_reduction;

/// The element type of the result, or APUS_DTYPE_COUNT if the operation is not defined for the type.
///
/// Sums and products of integers are int64 or uint64, of bool int64; means, deviations and norms of integers float64;
/// norms of complex numbers are real.
apus_dtype apus_reduce_result(apus_reduce_op op, apus_dtype dtype);

/// Bytes of workspace that `apus_reduce` needs for this reduction, often 0.
size_t apus_reduce_workspace(const apus_reduction *reduction);

/// Runs the reduction. Returns 0, or -1 if the operation is not defined for the type.
///
/// Float sums are pairwise over blocks of at most 4096 elements; a block is added up in pieces of 1024, lane by lane
/// (float32 and smaller: pieces in float32, the rest in float64). Along columns a block is 64 rows. Deviations are
/// two-pass inside a block of 1024 and merged by Chan's formula. The order of additions depends on
/// sizes and strides alone, so the result is the same for any number of threads and any instruction set.
/// An empty reduction gives 0, 1, false, true or NaN; MIN, MAX, ARGMIN and ARGMAX of nothing must not be asked for.
int apus_reduce(const apus_reduction *reduction, void *workspace, const apus_pool *pool);

#endif
