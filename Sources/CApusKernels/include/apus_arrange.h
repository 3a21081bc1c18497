// Orders that are only as complete as they need to be, orders of rows, and bits of bytes.
#ifndef APUS_ARRANGE_H
#define APUS_ARRANGE_H

#include "apus_types.h"

/// Bytes of workspace for a partition of such rows; 0 for complex types, which have none.
size_t apus_partition_workspace(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, bool positions);

/// Puts at each of the `count` ascending places `kth` the element that a sort would put there, with none greater before
/// it and none less behind it, for contiguous rows of `n` elements; NaN is above all numbers. Writes elements to `values`
/// and positions to `indices`, each unless NULL. Selection by digits from the most significant one: a pass over the
/// row, and for every further digit one over the elements that share all digits so far with a wanted one. Returns -1 for
/// complex types.
int apus_partition(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, const void *input, void *values, int64_t *indices,
                   const int64_t *kth, ptrdiff_t count, void *workspace, const apus_pool *pool);

/// Bytes of workspace for `apus_sort_rows`.
size_t apus_sort_rows_workspace(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t width);

/// The stable order of contiguous rows of `width` elements, compared element by element (complex numbers by real, then
/// imaginary part, NaN above all), and in `fresh` for each row in that order whether it differs from the one before. A row
/// with NaN differs from every other.
void apus_sort_rows(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t width, const void *input, int64_t *order, uint8_t *fresh,
                    void *workspace);

/// Packs rows of `n` bytes, each 0 or 1, into rows of (n + 7) / 8 bytes; the first is the most significant bit of its byte,
/// or the least if `little`.
void apus_pack_bits(ptrdiff_t rows, ptrdiff_t n, const uint8_t *input, uint8_t *output, bool little);

/// The reverse: rows of `bytes` bytes become rows of `n` <= 8 * bytes bytes of 0 or 1; beyond the input there are zeros.
void apus_unpack_bits(ptrdiff_t rows, ptrdiff_t bytes, ptrdiff_t n, const uint8_t *input, uint8_t *output, bool little);

/// Whether each of `n` integers is among `members`, by a table of truth values over their range; returns false, and
/// writes nothing, where the range from the least to the greatest has more than `limit` places or `table` is NULL.
/// All have one integer type. `table` has room for `limit` bytes.
bool apus_among(apus_dtype dtype, ptrdiff_t n, const void *input, ptrdiff_t count, const void *members, uint8_t *output,
                ptrdiff_t limit, uint8_t *table);

#endif
