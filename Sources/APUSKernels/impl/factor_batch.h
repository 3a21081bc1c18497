// What the drivers of the decompositions share: blocks, strips of columns, batches.
#ifndef APUS_FACTOR_BATCH_H
#define APUS_FACTOR_BATCH_H

#include "apus_factor.h"
#include "factor_kernels.h"
#include "gemm_strip.h"

enum {
    FACTOR_SMALL = FACTOR_SMALL_LIMIT,  ///< orders up to which matrices are not cut into blocks
    FACTOR_STRIP_BYTES = 768, ///< columns that one thread takes at a time; whole vectors of every type
    FACTOR_SHARED_WORK = 1 << 22,  ///< multiplications a matrix up to which threads share out matrices
    FACTOR_UNIT_WORK = 1 << 16     ///< multiplications that are worth a unit of its own
};

/// Columns of a block: more for larger matrices, where products weigh more than panels.
static inline ptrdiff_t factor_block(ptrdiff_t order) { return order <= 768 ? 32 : order <= 1536 ? 48 : FACTOR_BLOCK_LIMIT; }

static inline size_t factor_aligned(ptrdiff_t bytes) { return (size_t)apus_round_up(bytes, 64); }

/// A thread's part of the memory. There is none for small matrices, which need none.
static inline char *factor_space(char *spaces, ptrdiff_t slot, size_t bytes) {
    return spaces ? spaces + (size_t)slot * bytes : NULL;
}

/// Bytes between the columns of a panel of m rows: an odd number of lines, so that columns do not compete for the same sets.
static inline ptrdiff_t factor_column(const factor_kernels *kernels, ptrdiff_t m) {
    return (apus_round_up(m * kernels->element + FACTOR_SLACK_BYTES, 64) / 64 | 1) * 64;
}

static inline ptrdiff_t factor_strip(const factor_kernels *kernels) { return FACTOR_STRIP_BYTES / kernels->element; }

/// Columns of a strip, up to whole vectors.
static inline ptrdiff_t factor_whole(const factor_kernels *kernels, ptrdiff_t columns) {
    return apus_round_up(columns, kernels->lanes);
}

static inline apus_matrix factor_matrix(const factor_kernels *kernels, char *data, ptrdiff_t row) {
    return (apus_matrix){data, row, kernels->element};
}

/// Copies `n` columns of a matrix by rows into a panel and clears what follows each column.
void apus_factor_to_panel(const factor_kernels *kernels, ptrdiff_t m, ptrdiff_t n, apus_matrix a, char *panel,
                          ptrdiff_t column);

/// Copies a panel back.
void apus_factor_from_panel(const factor_kernels *kernels, ptrdiff_t m, ptrdiff_t n, const char *panel, ptrdiff_t column,
                            char *a, ptrdiff_t row);

/// C += A·B on one thread. Needs no more workspace than `apus_factor_product_space` of sizes not smaller.
void apus_factor_product(apus_dtype dtype, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, apus_matrix a, apus_matrix b,
                         apus_matrix c, bool accumulate, char *workspace);
size_t apus_factor_product_space(apus_dtype dtype, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k);

/// Does a matrix of a batch with `space` to work in and the threads of `pool`.
typedef void factor_body(void *context, ptrdiff_t index, char *space, const apus_pool *pool);

/// Does every matrix of a batch: small ones each on one thread, large ones one after the other on all threads.
/// `work` is about how many multiplications one takes, `single` the bytes that it needs on one thread.
void apus_factor_batch(ptrdiff_t count, double work, size_t single, void *workspace, const apus_pool *pool,
                       factor_body *body, void *context);

/// Bytes for a batch, where a matrix needs `single` bytes on one thread and `several` on all.
size_t apus_factor_batch_space(ptrdiff_t count, double work, size_t single, size_t several, int32_t threads);

static inline int32_t factor_threads(const apus_pool *pool) { return pool && pool->threads > 1 ? pool->threads : 1; }

#endif
