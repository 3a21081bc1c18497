// What the drivers of attention ask of the kernels of an instruction set, for one element type.
#ifndef APUS_ATTENTION_KERNELS_H
#define APUS_ATTENTION_KERNELS_H

#include "apus_attention.h"
#include "gemm_strip.h"

/// Scores of some queries for a block of keys. Rows of `scores` are readable and writable up to a whole number of vectors.
typedef struct attention_tile {
    ptrdiff_t rows, keys;
    ptrdiff_t visible;  ///< keys that the first row sees if it is causal; each next row sees one more
    bool causal;
    apus_mask mask_kind;
    double scale;       ///< with the factor log₂ e
    char *scores;
    ptrdiff_t scores_row;
    const char *mask;
    ptrdiff_t mask_row;
    void *most, *sums;  ///< an element a row: the largest scaled score so far, and the sum of weights relative to it
    char *means;        ///< sums of weighted values so far, scaled down when `most` grows; NULL at the first block
    ptrdiff_t means_row, width;
} attention_tile;

/// The same tile in the pass back.
typedef struct attention_back_tile {
    attention_tile tile;      ///< `scores` become weights
    const void *statistics;   ///< of the rows
    const void *products;     ///< for each row, the sum of the products of result and gradient
    char *slopes;             ///< the products of gradient and values; become the gradients of the products of query and key
    double scale;             ///< as the user sees it
} attention_back_tile;

typedef struct attention_kernels {
    /// Turns scores into weights relative to the largest score, and keeps account of it and of their sum.
    void (*weigh)(const attention_tile *tile);
    /// Divides by the sums of weights and writes the statistics.
    void (*finish)(const attention_tile *tile, char *out, ptrdiff_t out_row, void *statistics);
    void (*weigh_back)(const attention_back_tile *tile);
    /// The sum of the products of each of `rows` pairs of rows.
    void (*products)(ptrdiff_t rows, ptrdiff_t width, const char *a, ptrdiff_t a_row, const char *b, ptrdiff_t b_row, void *to);
    /// to += from.
    void (*add)(ptrdiff_t count, void *to, const void *from);
} attention_kernels;

/// Kernels for float32 and float64, in this order.
extern const attention_kernels attention_kernels_base[2], attention_kernels_avx2[2], attention_kernels_avx512[2];

#endif
