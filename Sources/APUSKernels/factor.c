// What the decompositions share: the choice of kernels, panels, products, batches.
#include "impl/factor_batch.h"
#include <string.h>

const factor_kernels *apus_factor_kernels(apus_dtype dtype) {
#if defined(__x86_64__)
    int level = apus_isa_level();
    if (level == 2) return apus_factor_kernels_avx512(dtype);
    if (level == 1) return apus_factor_kernels_avx2(dtype);
#endif
    return apus_factor_kernels_base(dtype);
}

ptrdiff_t apus_factor_row(apus_dtype dtype, ptrdiff_t order, ptrdiff_t columns) {
    const ptrdiff_t element = apus_factor_kernels(dtype)->element;
    if (order <= FACTOR_SMALL) return columns * element;
    return (apus_ceiling(columns * element, 64) | 1) * 64;
}

void apus_factor_to_panel(const factor_kernels *kernels, ptrdiff_t m, ptrdiff_t n, apus_matrix a, char *panel,
                          ptrdiff_t column) {
    // Blocks of rows, so that the lines read are still there for the next column.
    for (ptrdiff_t i = 0; i < m; i += 64)
        kernels->copy(n, apus_least(64, m - i), a.data + i * a.row, a.column, a.row, panel + i * kernels->element, column,
                      false, false);
    for (ptrdiff_t j = 0; j < n; j++)
        memset(panel + j * column + m * kernels->element, 0, (size_t)(column - m * kernels->element));
}

void apus_factor_from_panel(const factor_kernels *kernels, ptrdiff_t m, ptrdiff_t n, const char *panel, ptrdiff_t column,
                            char *a, ptrdiff_t row) {
    kernels->copy(m, n, panel, kernels->element, column, a, row, false, false);
}

void apus_factor_product(apus_dtype dtype, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, apus_matrix a, apus_matrix b,
                         apus_matrix c, bool accumulate, char *workspace) {
    if (m > 0 && n > 0) apus_gemm(dtype, m, n, k, a, b, c, accumulate, NULL, workspace, NULL);
}

/// A bound for every smaller product as well, whose cut may be coarser.
size_t apus_factor_product_space(apus_dtype dtype, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k) {
    const ptrdiff_t rows = apus_least(m, GEMM_ROW_BLOCK), depth = apus_least(k, GEMM_DEPTH_BLOCK + GEMM_DEPTH_BLOCK / 2);
    const ptrdiff_t columns = apus_round_up(n, 64), e = apus_factor_kernels(dtype)->element;
    const ptrdiff_t tile = (rows + 16) * (depth + 16) + columns * (depth + rows + 1) + rows;
    // Of one vector, or of a few, what is copied and the sums.
    const ptrdiff_t longer = apus_most(m, n), sums = apus_most(apus_least(longer, 70000), GEMM_VECTORS * apus_least(longer, 4400));
    const ptrdiff_t vector = GEMM_VECTORS * (k + 32) + sums;
    return factor_aligned(apus_most(tile, vector) * e) + 256;
}

typedef struct batch {
    ptrdiff_t count, grain;
    size_t single;
    char *workspace;
    factor_body *body;
    void *context;
} batch;

static void batch_unit(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    const batch *b = context;
    const ptrdiff_t end = apus_least(b->count, (unit + 1) * b->grain);
    for (ptrdiff_t i = unit * b->grain; i < end; i++)
        b->body(b->context, i, factor_space(b->workspace, slot, b->single), NULL);
}

static bool shares_matrices(ptrdiff_t count, double work) { return count > 1 && work <= FACTOR_SHARED_WORK; }

void apus_factor_batch(ptrdiff_t count, double work, size_t single, void *workspace, const apus_pool *pool,
                       factor_body *body, void *context) {
    if (shares_matrices(count, work)) {
        const ptrdiff_t grain = work < FACTOR_UNIT_WORK ? (ptrdiff_t)(FACTOR_UNIT_WORK / (work + 64)) + 1 : 1;
        batch b = {count, grain, single, workspace, body, context};
        apus_gemm_share(pool, apus_ceiling(count, grain), batch_unit, &b);
    } else {
        for (ptrdiff_t i = 0; i < count; i++) body(context, i, workspace, pool);
    }
}

size_t apus_factor_batch_space(ptrdiff_t count, double work, size_t single, size_t several, int32_t threads) {
    return shares_matrices(count, work) ? single * (size_t)apus_most(1, apus_least(threads, count)) : several;
}

bool apus_factor_is_ordinary(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t n, apus_rows a, bool lower) {
    for (ptrdiff_t i = 0; i < count; i++)
        if (!apus_factor_kernels(dtype)->is_ordinary(m, n, a.data + i * a.batch, a.row, lower)) return false;
    return true;
}

void apus_factor_clear(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t n, apus_rows a, bool below) {
    const ptrdiff_t e = apus_factor_kernels(dtype)->element;
    for (ptrdiff_t index = 0; index < count; index++)
        for (ptrdiff_t i = 0; i < m; i++) {
            char *row = a.data + index * a.batch + i * a.row;
            if (below) memset(row, 0, (size_t)(apus_least(i, n) * e));
            else if (i + 1 < n) memset(row + (i + 1) * e, 0, (size_t)((n - i - 1) * e));
        }
}

void apus_factor_identity(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t n, apus_rows a) {
    const ptrdiff_t e = apus_factor_kernels(dtype)->element;
    for (ptrdiff_t index = 0; index < count; index++)
        for (ptrdiff_t i = 0; i < m; i++) {
            char *row = a.data + index * a.batch + i * a.row;
            memset(row, 0, (size_t)(n * e));
            if (i >= n) continue;
            if (dtype == APUS_FLOAT32 || dtype == APUS_COMPLEX64) *(float *)(row + i * e) = 1; else *(double *)(row + i * e) = 1;
        }
}
