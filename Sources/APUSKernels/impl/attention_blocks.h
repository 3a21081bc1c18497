// How the drivers of attention cut matrices into blocks, and how a block is made ready for the products' kernels.
#ifndef APUS_ATTENTION_BLOCKS_H
#define APUS_ATTENTION_BLOCKS_H

#include "attention_kernels.h"

/// The kernels for the processor at hand; NULL for types other than float32 and float64.
const attention_kernels *apus_attention_kernels(apus_dtype dtype);

/// A block of rows: where it is, and the bytes from row to row.
typedef struct attention_block {
    const char *data;
    ptrdiff_t row;
} attention_block;

/// Bytes of a row of `width` elements in a dense copy: whole vectors, and not a power of two that lets rows compete for the
/// same lines of the first-level cache.
ptrdiff_t apus_attention_row(const gemm_kernels *kernels, ptrdiff_t width);

/// The rows in place if they are dense, or a dense copy in `space`, padded by zeros to whole vectors.
attention_block apus_attention_dense(const gemm_kernels *kernels, attention_block from, ptrdiff_t rows, ptrdiff_t width, char *space);

/// The transpose of a block, packed into the panels that the products' kernels read.
void apus_attention_pack(const gemm_kernels *kernels, attention_block from, ptrdiff_t rows, ptrdiff_t width, char *space);

/// c [rows, columns] = a [rows, depth] · what was packed from [columns, depth]; c is written up to whole vectors.
void apus_attention_scores(const gemm_kernels *kernels, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, attention_block a,
                           const char *packed, char *c, ptrdiff_t c_row);

/// c [rows, columns] = a [rows, depth] · b [depth, columns], added to c if `accumulate`. Steps of a are in bytes. b is
/// readable up to whole vectors; c is written up to `columns`.
void apus_attention_product(const gemm_kernels *kernels, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const char *a,
                            ptrdiff_t a_row, ptrdiff_t a_column, attention_block b, char *c, ptrdiff_t c_row, bool accumulate);

/// A block of one of the matrices.
static inline attention_block apus_attention_rows(const apus_matrices *matrices, ptrdiff_t head, ptrdiff_t row) {
    return (attention_block){matrices->data + matrices->places[head] + row * matrices->row, matrices->row};
}

#endif
