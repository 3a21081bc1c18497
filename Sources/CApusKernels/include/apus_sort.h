// Sorting of rows, and what is built on it: top k, search in sorted rows, unique values.
#ifndef APUS_SORT_H
#define APUS_SORT_H

#include "apus_types.h"

// Rows are contiguous, [rows, n], of any type. Ascending order puts NaN last, descending order puts it first, as PyTorch
// does. Complex numbers order by real, then imaginary part, those with a NaN part after the others, as in NumPy.
// -0 and +0 are equal where positions are asked for. Sorted NaNs may lose their payload.

/// Bytes of workspace for sorting, top k and unique (rows = 1, pool = NULL) of such rows.
size_t apus_sort_workspace(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, const apus_pool *pool);

/// Sorts every row; `output` may be `input`. LSD radix sort on order-preserving keys, merge sort for short rows.
int apus_sort(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, const void *input, void *output, bool descending,
              void *workspace, const apus_pool *pool);

/// The positions that sort every row, stable (equal elements keep their order, also when descending), and, unless `values`
/// is NULL, the sorted rows; `values` must not be `input`.
int apus_argsort(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, const void *input, void *values, int64_t *indices,
                 bool descending, void *workspace, const apus_pool *pool);

/// The `k` <= n largest or smallest elements of every row in order, with positions (the earlier of equal elements first);
/// `values` and `indices` are [rows, k].
int apus_top_k(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, ptrdiff_t k, const void *input, void *values, int64_t *indices,
               bool largest, void *workspace, const apus_pool *pool);

/// Where each of [rows, m] `values` would be inserted in its sorted row of [rows, n] (or, if `shared`, in the only row):
/// before equal elements, or after them if `right`. Returns -1 for complex types.
int apus_searchsorted(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, ptrdiff_t m, const void *sorted, bool shared,
                      const void *values, bool right, int64_t *output, const apus_pool *pool);

/// The distinct elements of `input` in order; returns how many. Each output may be NULL: `values` (up to n elements),
/// `first` (position of the first occurrence), `inverse` (n entries: which distinct element each is), `counts`.
/// NaNs count as equal.
ptrdiff_t apus_unique(apus_dtype dtype, ptrdiff_t n, const void *input, void *values, int64_t *first, int64_t *inverse,
                      int64_t *counts, void *workspace);

#endif
