// Moving elements: strided copies, gather and scatter by index, masks.
#ifndef APUS_GATHER_H
#define APUS_GATHER_H

#include "apus_types.h"

/// Copies a strided array of `itemsize` 1, 2, 4, 8 or 16 bytes to another of the same shape that does not overlap it.
/// Any rank up to 64, strides in bytes; transposes are blocked for the cache. Returns 0, or -1 for another item size.
int apus_copy_strided(int32_t rank, const ptrdiff_t *shape, void *output, const ptrdiff_t *out_strides, const void *input,
                      const ptrdiff_t *in_strides, ptrdiff_t itemsize, const apus_pool *pool);

/// Adds `bound` to negative indices. Returns true if all are then in [0, bound); if not, stops at the first that is not
/// and writes its position.
bool apus_check_indices(int64_t *indices, ptrdiff_t n, int64_t bound, ptrdiff_t *bad_position);

// Indices below are checked: in [0, extent).

/// For every outer o: output[o][i] = input[o][indices[i]], slices of `bytes` contiguous bytes;
/// input is [outer, extent, bytes], output [outer, n, bytes]. NumPy: take.
void apus_take(ptrdiff_t outer, ptrdiff_t extent, ptrdiff_t n, ptrdiff_t bytes, const void *input, const int64_t *indices,
               void *output, const apus_pool *pool);

/// The reverse: output[o][indices[i]] = input[o][i]; of equal indices the last wins. PyTorch: index_copy.
void apus_put(ptrdiff_t outer, ptrdiff_t extent, ptrdiff_t n, ptrdiff_t bytes, const void *input, const int64_t *indices,
              void *output, const apus_pool *pool);

/// output[o][indices[i]][j] += input[o][i][j] over slices of `inner` elements, in the order of i. PyTorch: index_add,
/// the derivative of embedding. bool adds as "or". float16 and bfloat16 round at every addition.
void apus_index_add(apus_dtype dtype, ptrdiff_t outer, ptrdiff_t extent, ptrdiff_t n, ptrdiff_t inner, const void *input,
                    const int64_t *indices, void *output, const apus_pool *pool);

/// output[o][i][j] = input[o][indices[o][i][j]][j]: indices and output are [outer, n, inner], input [outer, extent, inner],
/// all contiguous. PyTorch: gather. NumPy: take_along_axis.
int apus_gather(ptrdiff_t outer, ptrdiff_t extent, ptrdiff_t n, ptrdiff_t inner, ptrdiff_t itemsize, const void *input,
                const int64_t *indices, void *output, const apus_pool *pool);

/// output[o][indices[o][i][j]][j] = input[o][i][j]; the last of equal indices wins. PyTorch: scatter.
int apus_scatter(ptrdiff_t outer, ptrdiff_t extent, ptrdiff_t n, ptrdiff_t inner, ptrdiff_t itemsize, const void *input,
                 const int64_t *indices, void *output, const apus_pool *pool);

/// output[o][indices[o][i][j]][j] += input[o][i][j], in the order of i. PyTorch: scatter_add.
void apus_scatter_add(apus_dtype dtype, ptrdiff_t outer, ptrdiff_t extent, ptrdiff_t n, ptrdiff_t inner, const void *input,
                      const int64_t *indices, void *output, const apus_pool *pool);

/// How many of `n` contiguous bools are true.
ptrdiff_t apus_count_true(const uint8_t *mask, ptrdiff_t n);

/// Writes the positions of the true elements (as many as `apus_count_true`).
void apus_nonzero(const uint8_t *mask, ptrdiff_t n, int64_t *positions);

/// Copies the elements where `mask` is true to the front of `output`. Returns 0, or -1 for an item size that is not
/// 1, 2, 4, 8 or 16. PyTorch: masked_select.
int apus_masked_select(const uint8_t *mask, ptrdiff_t n, ptrdiff_t itemsize, const void *input, void *output);

/// Replaces the elements of `output` where `mask` is true by successive elements of `input`. PyTorch: masked_scatter.
int apus_masked_scatter(const uint8_t *mask, ptrdiff_t n, ptrdiff_t itemsize, const void *input, void *output);

#endif
