// Counting into bins, order statistics by selection, and sliding products.
#ifndef APUS_STATISTICS_H
#define APUS_STATISTICS_H

#include "apus_types.h"

// Operands and results are contiguous.

/// How often each of 0 ..< bins occurs among `x`, whose elements are in that range; added to `out`, int64. With `weights`,
/// float64, one an element, their sums instead, added to `out`, float64.
void apus_bincount(ptrdiff_t n, const int64_t *x, const double *weights, void *out);

/// Counts elements in equal bins between edges[0] and edges[bins], the last of which holds its upper edge too; what lies
/// outside of `first` and `last`, those edges before they were rounded, is not counted, nor is NaN. The bin is found by a division and corrected by the edges on both sides. `x` and
/// `edges` are float32 or float64. `out` as in `apus_bincount`; `weights` may be NULL.
int apus_histogram(apus_dtype dtype, ptrdiff_t n, const void *x, ptrdiff_t bins, const void *edges, double first, double last,
                   const double *weights, void *out);

/// The elements at places `ranks`, ascending, of every row of [rows, n] in order, by quickselect (Hoare, 1961) with sampled
/// pivots; the rows are reordered. `out` is [rows, count] of the same type; a row with a NaN gives NaN. All real types but
/// float16 and bfloat16.
int apus_select(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, void *x, ptrdiff_t count, const int64_t *ranks, void *out,
                const apus_pool *pool);

/// out[i] = sum over k of a[i + k] v[k], for i in 0 ..< n: the valid part of a sliding product; `a` has n + m - 1 elements.
/// All types but float16 and bfloat16; integers wrap, bool is "or" of "and".
int apus_slide(apus_dtype dtype, ptrdiff_t n, ptrdiff_t m, const void *a, const void *v, void *out, const apus_pool *pool);

#endif
