// Cholesky decomposition.
//
// A step has a block of the diagonal that is decomposed already. It solves for the rows below it, transposed so that they
// are right-hand sides, and subtracts their product from the rest; the columns of the next block are a unit of their own, at
// the end of which that block is decomposed.
#include "impl/factor_batch.h"

typedef struct cholesky_step {
    apus_dtype dtype;
    const factor_kernels *kernels;
    ptrdiff_t n, block, strip, start, width, next;
    char *a;
    ptrdiff_t row;
    int64_t failure;
    char *panel;
    char *below;  ///< the rows below the block, conjugate and transposed
    ptrdiff_t below_row;
    char *spaces;
    size_t slot;
} cholesky_step;

static void cholesky_decompose(cholesky_step *s, ptrdiff_t start, ptrdiff_t width) {
    const ptrdiff_t column = factor_column(s->kernels, s->block);
    char *corner = s->a + start * (s->row + s->kernels->element);
    apus_factor_to_panel(s->kernels, width, width, factor_matrix(s->kernels, corner, s->row), s->panel, column);
    const ptrdiff_t failure = s->kernels->cholesky(width, s->panel, column);
    if (failure) s->failure = failure + start;
    apus_factor_from_panel(s->kernels, width, width, s->panel, column, corner, s->row);
}

static void cholesky_rows(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    (void)slot;
    cholesky_step *s = context;
    const factor_kernels *kernels = s->kernels;
    const ptrdiff_t e = kernels->element, after = s->start + s->width, first = unit * s->strip;
    const ptrdiff_t rows = apus_least(s->strip, s->n - after - first);
    char *a = s->a + (after + first) * s->row + s->start * e, *x = s->below + first * e;
    kernels->copy(s->width, rows, a, e, s->row, x, s->below_row, false, true);
    kernels->triangle(s->width, factor_whole(kernels, rows), s->a + s->start * (s->row + e), s->row, x, s->below_row, false, false);
    kernels->copy(rows, s->width, x, e, s->below_row, a, s->row, false, true);
    kernels->copy(s->width, rows, x, s->below_row, e, x, s->below_row, true, false);
}

static void cholesky_columns(const cholesky_step *s, ptrdiff_t first, ptrdiff_t columns, char *space) {
    const factor_kernels *kernels = s->kernels;
    const ptrdiff_t e = kernels->element, after = s->start + s->width;
    apus_factor_product(s->dtype, s->n - first, columns, s->width,
                        factor_matrix(kernels, s->a + first * s->row + s->start * e, s->row),
                        factor_matrix(kernels, s->below + (first - after) * e, s->below_row),
                        factor_matrix(kernels, s->a + first * (s->row + e), s->row), true, space);
}

static void cholesky_unit(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    cholesky_step *s = context;
    char *space = s->spaces + (size_t)slot * s->slot;
    const ptrdiff_t after = s->start + s->width;
    if (unit == 0) {
        cholesky_columns(s, after, s->next, space);
        cholesky_decompose(s, after, s->next);
        return;
    }
    const ptrdiff_t first = after + s->next + (unit - 1) * s->strip;
    cholesky_columns(s, first, apus_least(s->strip, s->n - first), space);
}

typedef struct cholesky_job {
    apus_dtype dtype;
    ptrdiff_t n;
    apus_rows a;
    int64_t *failures;
} cholesky_job;

/// Half of other strips' columns, since what is above the diagonal within them is wasted.
static ptrdiff_t cholesky_strip(const factor_kernels *kernels) { return factor_strip(kernels) / 2; }

static ptrdiff_t cholesky_below_row(const factor_kernels *kernels, ptrdiff_t n) {
    return (apus_ceiling(n * kernels->element, 64) | 1) * 64;
}

static size_t cholesky_shared(const factor_kernels *kernels, ptrdiff_t n) {
    const ptrdiff_t block = factor_block(n);
    return factor_aligned(block * factor_column(kernels, block)) + factor_aligned(block * cholesky_below_row(kernels, n));
}

static size_t cholesky_slot(apus_dtype dtype, ptrdiff_t n) {
    const ptrdiff_t block = factor_block(n);
    return apus_factor_product_space(dtype, n, apus_most(block, cholesky_strip(apus_factor_kernels(dtype))), block);
}

static void cholesky_matrix(void *context, ptrdiff_t index, char *space, const apus_pool *pool) {
    const cholesky_job *job = context;
    const factor_kernels *kernels = apus_factor_kernels(job->dtype);
    const ptrdiff_t n = job->n;
    char *a = job->a.data + index * job->a.batch;
    if (n <= FACTOR_SMALL) {
        job->failures[index] = kernels->cholesky_small(n, a, job->a.row);
        return;
    }
    cholesky_step s = {.dtype = job->dtype, .kernels = kernels, .n = n, .block = factor_block(n),
                       .strip = cholesky_strip(kernels), .a = a, .row = job->a.row, .panel = space,
                       .below_row = cholesky_below_row(kernels, n), .slot = cholesky_slot(job->dtype, n)};
    s.below = s.panel + factor_aligned(s.block * factor_column(kernels, s.block));
    s.spaces = space + cholesky_shared(kernels, n);
    cholesky_decompose(&s, 0, apus_least(s.block, n));
    for (; s.start + s.block < n && !s.failure; s.start += s.block) {
        s.width = s.block;
        const ptrdiff_t after = s.start + s.width;
        s.next = apus_least(s.block, n - after);
        apus_gemm_share(pool, apus_ceiling(n - after, s.strip), cholesky_rows, &s);
        apus_gemm_share(pool, 1 + apus_ceiling(n - after - s.next, s.strip), cholesky_unit, &s);
    }
    job->failures[index] = s.failure;
}

static double cholesky_work(ptrdiff_t n) { return (double)n * (double)n * (double)n / 6; }

void apus_cholesky(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, apus_rows a, int64_t *failures, void *workspace,
                   const apus_pool *pool) {
    if (n <= 0) {
        for (ptrdiff_t i = 0; i < count; i++) failures[i] = 0;
        return;
    }
    cholesky_job job = {dtype, n, a, failures};
    const size_t single = cholesky_shared(apus_factor_kernels(dtype), n) + cholesky_slot(dtype, n);
    apus_factor_batch(count, cholesky_work(n), single, workspace, pool, cholesky_matrix, &job);
}

size_t apus_cholesky_workspace(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, int32_t threads) {
    if (count <= 0 || n <= FACTOR_SMALL) return 0;
    const size_t shared = cholesky_shared(apus_factor_kernels(dtype), n), slot = cholesky_slot(dtype, n);
    return apus_factor_batch_space(count, cholesky_work(n), shared + slot, shared + slot * (size_t)apus_most(1, threads),
                                   threads);
}
