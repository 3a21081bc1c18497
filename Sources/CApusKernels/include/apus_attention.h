// Scaled dot-product attention and its derivative, without the matrix of weights in memory.
#ifndef APUS_ATTENTION_H
#define APUS_ATTENTION_H

#include "apus_types.h"

/// Matrices of one shape, one for each head: where they begin, in bytes from `data`, and the distance in bytes between
/// rows. The elements of a row are adjacent.
typedef struct apus_matrices {
    char *data;
    const ptrdiff_t *places;
    ptrdiff_t row;
} apus_matrices;

/// What a mask's elements are.
typedef enum apus_mask : uint8_t {
    APUS_MASK_NONE = 0,
    APUS_MASK_BOOL,   ///< true where a query sees a key
    APUS_MASK_NUMBERS ///< of the operands' type, added to the scores
} apus_mask;

/// For each of `heads`: out [queries, width] = softmax(query [queries, depth] · keyᵀ [depth, keys] · scale + mask) · value
/// [keys, width]. A query that sees nothing gives zeros. Types: float32 and float64.
typedef struct apus_attention {
    apus_dtype dtype;
    apus_mask mask_kind;
    bool causal;  ///< query i sees the keys up to i
    double scale;
    ptrdiff_t heads, queries, keys, depth, width;
    apus_matrices query, key, value, mask, out;
    /// [heads, queries, 2] of the operands' type: the largest score of each query, times log₂ e, and the reciprocal of the
    /// sum of the weights before division.
    void *statistics;
} apus_attention;

/// Where the derivative goes; `out_gradient` is what it comes from.
typedef struct apus_attention_gradients {
    apus_matrices out_gradient, query, key, value;
} apus_attention_gradients;

/// Bytes of workspace, 64-byte aligned, that the two functions below need.
size_t apus_attention_workspace(const apus_attention *attention, int32_t threads);
size_t apus_attention_backward_workspace(const apus_attention *attention, int32_t threads);

/// Scores are made block by block of keys and weighted by a running maximum (Milakov and Gimelshein, 2018,
/// arXiv:1805.02867; Dao and others, 2022, arXiv:2205.14135). Results do not depend on the number of threads. 0, or -1 for
/// another type.
int apus_attention_forward(const apus_attention *attention, void *workspace, const apus_pool *pool);

/// Computes the weights again from the statistics. `out` is what `apus_attention_forward` gave.
int apus_attention_backward(const apus_attention *attention, const apus_attention_gradients *gradients, void *workspace,
                            const apus_pool *pool);

#endif
