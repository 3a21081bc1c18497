// Triangular systems with many right-hand sides, strip by strip of columns.
#include "impl/factor_triangle.h"

/// Right-hand sides are many products for few triangles, so blocks are large.
static ptrdiff_t triangle_block(ptrdiff_t n) { return n <= 128 ? 32 : FACTOR_BLOCK_LIMIT; }

size_t apus_factor_triangle_space(apus_dtype dtype, ptrdiff_t n, ptrdiff_t columns) {
    const factor_kernels *kernels = apus_factor_kernels(dtype);
    const ptrdiff_t block = triangle_block(n), strip = apus_least(columns, factor_strip(kernels)), e = kernels->element;
    return factor_aligned(block * block * e) + factor_aligned(block * factor_strip(kernels) * e)
         + apus_factor_product_space(dtype, n, strip, block);
}

void apus_factor_triangle(apus_dtype dtype, ptrdiff_t n, ptrdiff_t columns, apus_matrix t, char *x, ptrdiff_t x_row,
                          bool upper, bool unit, char *space) {
    const factor_kernels *kernels = apus_factor_kernels(dtype);
    if (n <= FACTOR_SMALL) {
        kernels->triangle_small(n, columns, t.data, t.row, t.column, x, x_row, upper, unit);
        return;
    }
    const ptrdiff_t e = kernels->element, block = triangle_block(n), blocks = apus_ceiling(n, block);
    char *diagonal = space, *negative = diagonal + factor_aligned(block * block * e);
    char *workspace = negative + factor_aligned(block * factor_strip(kernels) * e);
    const ptrdiff_t negative_row = factor_strip(kernels) * e;
    for (ptrdiff_t step = 0; step < blocks; step++) {
        const ptrdiff_t k = (upper ? blocks - 1 - step : step) * block, width = apus_least(block, n - k);
        kernels->copy(width, width, t.data + k * (t.row + t.column), t.row, t.column, diagonal, block * e, false, false);
        kernels->triangle(width, factor_whole(kernels, columns), diagonal, block * e, x + k * x_row, x_row, upper, unit);
        const ptrdiff_t first = upper ? 0 : k + width, rows = upper ? k : n - k - width;
        if (rows == 0) continue;
        kernels->copy(width, columns, x + k * x_row, x_row, e, negative, negative_row, true, false);
        apus_factor_product(dtype, rows, columns, width,
                            (apus_matrix){t.data + first * t.row + k * t.column, t.row, t.column},
                            factor_matrix(kernels, negative, negative_row), factor_matrix(kernels, x + first * x_row, x_row),
                            true, workspace);
    }
}

typedef struct triangle_job {
    apus_dtype dtype;
    ptrdiff_t n, columns, strip, t_batch;
    apus_matrix t;
    apus_rows x;
    bool upper, unit;
    size_t slot;
} triangle_job;

typedef struct triangle_one {
    const triangle_job *job;
    apus_matrix t;
    char *x, *space;
} triangle_one;

static void triangle_strip(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    const triangle_one *one = context;
    const triangle_job *job = one->job;
    const ptrdiff_t first = unit * job->strip;
    apus_factor_triangle(job->dtype, job->n, apus_least(job->strip, job->columns - first), one->t,
                         one->x + first * apus_factor_kernels(job->dtype)->element, job->x.row, job->upper, job->unit,
                         factor_space(one->space, slot, job->slot));
}

static void triangle_matrix(void *context, ptrdiff_t index, char *space, const apus_pool *pool) {
    const triangle_job *job = context;
    triangle_one one = {job, job->t, job->x.data + index * job->x.batch, space};
    one.t.data += index * job->t_batch;
    apus_gemm_share(pool, apus_ceiling(job->columns, job->strip), triangle_strip, &one);
}

static double triangle_work(ptrdiff_t n, ptrdiff_t columns) { return (double)n * (double)n * (double)columns / 2; }

void apus_triangle(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, ptrdiff_t columns, apus_matrix t, ptrdiff_t t_batch,
                   apus_rows x, bool upper, bool unit, void *workspace, const apus_pool *pool) {
    if (count <= 0 || n <= 0 || columns <= 0) return;
    triangle_job job = {dtype, n, columns, factor_strip(apus_factor_kernels(dtype)), t_batch, t, x, upper, unit,
                        apus_factor_triangle_space(dtype, n, columns)};
    apus_factor_batch(count, triangle_work(n, columns), job.slot, workspace, pool, triangle_matrix, &job);
}

size_t apus_triangle_workspace(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, ptrdiff_t columns, int32_t threads) {
    if (count <= 0 || n <= 0 || columns <= 0) return 0;
    const size_t single = apus_factor_triangle_space(dtype, n, columns);
    return apus_factor_batch_space(count, triangle_work(n, columns), single, single * (size_t)apus_most(1, threads), threads);
}
