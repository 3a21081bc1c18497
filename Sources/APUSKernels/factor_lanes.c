// Linear systems and determinants of batches of small matrices.
#include "impl/factor_batch.h"
#include <string.h>

typedef struct lanes_job {
    apus_dtype dtype;
    const factor_kernels *kernels;
    ptrdiff_t n, columns, count, grain;
    apus_matrix a, b, x;
    ptrdiff_t a_batch, b_batch, x_batch;
    char *value;
    int64_t *failures;
} lanes_job;

bool apus_small_suits(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, ptrdiff_t columns) {
    const factor_kernels *kernels = apus_factor_kernels(dtype);
    return kernels && kernels->lanes_solve && count >= 4 && n > 0 && n <= FACTOR_SMALL_LIMIT && columns <= n;
}

/// One matrix, without vectors, for what those leave out.
static void solve_alone(const lanes_job *job, ptrdiff_t index) {
    const factor_kernels *kernels = job->kernels;
    const ptrdiff_t e = kernels->element, n = job->n, columns = job->columns;
    char a[FACTOR_SMALL_LIMIT * FACTOR_SMALL_LIMIT * 8], x[FACTOR_SMALL_LIMIT * FACTOR_SMALL_LIMIT * 8], kept[FACTOR_SMALL_LIMIT * 8];
    int32_t pivots[FACTOR_SMALL_LIMIT];
    kernels->copy(n, n, job->a.data + index * job->a_batch, job->a.row, job->a.column, a, n * e, false, false);
    const ptrdiff_t failure = kernels->lu_small(n, n, a, n * e, pivots);
    if (job->failures) job->failures[index] = failure;
    if (job->value) {
        const int64_t failed = failure;
        apus_lu_determinant(job->dtype, 1, n, (apus_rows){a, n * e, 0}, pivots, &failed, job->value + index * e, NULL, NULL);
        return;
    }
    const ptrdiff_t row = columns * e;
    if (job->b.data) kernels->copy(n, columns, job->b.data + index * job->b_batch, job->b.row, job->b.column, x, row, false, false);
    else apus_factor_identity(job->dtype, 1, n, n, (apus_rows){x, row, 0});
    for (ptrdiff_t i = 0; i < n; i++) {
        memcpy(kept, x + i * row, (size_t)row);
        memmove(x + i * row, x + pivots[i] * row, (size_t)row);
        memcpy(x + pivots[i] * row, kept, (size_t)row);
    }
    kernels->triangle_small(n, columns, a, n * e, e, x, row, false, true);
    kernels->triangle_small(n, columns, a, n * e, e, x, row, true, false);
    for (ptrdiff_t i = 0; i < n; i++)
        for (ptrdiff_t c = 0; c < columns; c++)
            memcpy(job->x.data + index * job->x_batch + i * job->x.row + c * job->x.column, x + i * row + c * e, (size_t)e);
}

static void lanes_unit(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    (void)slot;
    const lanes_job *job = context;
    const factor_kernels *kernels = job->kernels;
    const ptrdiff_t lanes = kernels->lanes, end = apus_least(job->count, (unit + 1) * job->grain);
    for (ptrdiff_t i = unit * job->grain; i < end; i += lanes) {
        const ptrdiff_t count = apus_least(lanes, end - i);
        const apus_matrix a = {job->a.data + i * job->a_batch, job->a.row, job->a.column};
        bool done;
        if (job->value) {
            done = kernels->lanes_determinant(job->n, count, &a, job->a_batch, job->value + i * kernels->element);
        } else {
            const apus_matrix x = {job->x.data + i * job->x_batch, job->x.row, job->x.column};
            const apus_matrix b = {job->b.data ? job->b.data + i * job->b_batch : NULL, job->b.row, job->b.column};
            done = kernels->lanes_solve(job->n, job->columns, count, &a, job->a_batch, b.data ? &b : NULL, job->b_batch, &x, job->x_batch);
        }
        if (!done) for (ptrdiff_t k = i; k < i + count; k++) solve_alone(job, k);
    }
}

static void run(lanes_job *job, const apus_pool *pool) {
    const double work = (double)job->n * (double)job->n * (double)(job->n + job->columns);
    const ptrdiff_t lanes = job->kernels->lanes, several = (ptrdiff_t)(FACTOR_UNIT_WORK / (work + 32)) + 1;
    job->grain = apus_round_up(several, lanes);
    apus_gemm_share(pool, apus_ceiling(job->count, job->grain), lanes_unit, job);
}

void apus_small_solve(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, ptrdiff_t columns, apus_matrix a, ptrdiff_t a_batch,
                      apus_matrix b, ptrdiff_t b_batch, apus_matrix x, ptrdiff_t x_batch, int64_t *failures, const apus_pool *pool) {
    memset(failures, 0, (size_t)count * sizeof *failures);
    lanes_job job = {.dtype = dtype, .kernels = apus_factor_kernels(dtype), .n = n, .columns = columns, .count = count, .a = a, .b = b,
                     .x = x, .a_batch = a_batch, .b_batch = b_batch, .x_batch = x_batch, .failures = failures};
    if (columns > 0) run(&job, pool);
}

void apus_small_determinant(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, apus_matrix a, ptrdiff_t a_batch, void *value,
                            const apus_pool *pool) {
    lanes_job job = {.dtype = dtype, .kernels = apus_factor_kernels(dtype), .n = n, .count = count, .a = a, .a_batch = a_batch,
                     .value = value};
    run(&job, pool);
}
