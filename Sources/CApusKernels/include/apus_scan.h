// Running sums, products and extremes along an axis.
#ifndef APUS_SCAN_H
#define APUS_SCAN_H

#include "apus_types.h"

typedef enum apus_scan_op : uint8_t {
    APUS_SCAN_SUM = 0,          ///< cumsum
    APUS_SCAN_PROD,             ///< cumprod
    APUS_SCAN_MIN,              ///< cummin; from the first NaN on all are NaN
    APUS_SCAN_MAX               ///< cummax
} apus_scan_op;

/// The element type of the result: int64 or uint64 for sums and products of integers, int64 for bool, otherwise `dtype`;
/// APUS_DTYPE_COUNT for extremes of complex numbers.
apus_dtype apus_scan_result(apus_scan_op op, apus_dtype dtype);

/// Scans `n` elements along one axis for every position of the other axes (`rank` <= 64, outermost first). Strides count
/// bytes. float16, bfloat16, float32 and complex64 accumulate in double precision. Returns 0, or -1 if not defined.
int apus_scan(apus_scan_op op, apus_dtype dtype, int32_t rank, const ptrdiff_t *shape, const ptrdiff_t *in_strides,
              const ptrdiff_t *out_strides, ptrdiff_t n, ptrdiff_t in_stride, ptrdiff_t out_stride, const void *input,
              void *output, const apus_pool *pool);

#endif
