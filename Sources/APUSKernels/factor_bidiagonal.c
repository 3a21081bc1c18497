// Real matrices to bidiagonal form.
//
// As for tridiagonal form, a panel of columns and the rows that cross it are reduced before the rest of the matrix is
// updated; the rest is read twice for each column, once down its columns and once along its rows.
#include "impl/factor_batch.h"
#include <string.h>

enum {
    SHARED_ELEMENTS = 1 << 15,  ///< elements of a matrix above which threads share its product with a vector
    UNIT_ROWS = 64,
    UNIT_COLUMN_BYTES = 1024
};

typedef struct bidiagonal {
    apus_dtype dtype;
    const factor_kernels *kernels;
    ptrdiff_t m, n, block, width;
    char *a;
    ptrdiff_t row;
    char *diagonal, *beside, *tau_q, *tau_p;
    char *v, *x;   ///< panels of `column` bytes a column: the left reflections, and what multiplies U
    char *y, *u;   ///< panels of `line` bytes a column: what multiplies V, and the right reflections
    ptrdiff_t column, line;
    char *few, *negative, *spaces;
    size_t slot;
    const char *from, *by;  ///< the product with a vector at hand
    char *to;
    ptrdiff_t rows, columns;
    ptrdiff_t after;
} bidiagonal;

static void put_one(apus_dtype dtype, char *p) { if (dtype == APUS_FLOAT32) *(float *)p = 1; else *(double *)p = 1; }

static void rows_unit(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    (void)slot;
    const bidiagonal *s = context;
    const ptrdiff_t first = unit * UNIT_ROWS;
    s->kernels->rows_times(apus_least(UNIT_ROWS, s->rows - first), s->columns, s->from + first * s->row, s->row, s->by,
                           s->to + first * s->kernels->element);
}

static void columns_unit(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    (void)slot;
    const bidiagonal *s = context;
    const ptrdiff_t count = UNIT_COLUMN_BYTES / s->kernels->element, first = unit * UNIT_COLUMN_BYTES;
    s->kernels->columns_times(s->rows, apus_least(count, s->columns - unit * count), s->from + first, s->row, s->by,
                              s->to + first);
}

/// out = A·x, or Aᵀ·x, for the last rows of A and its columns from `first` on.
static void matrix_times(bidiagonal *s, bool transposed, ptrdiff_t rows, ptrdiff_t first, const char *x, char *out,
                         const apus_pool *pool) {
    const ptrdiff_t e = s->kernels->element;
    s->rows = rows;
    s->columns = s->n - first;
    s->from = s->a + (s->m - rows) * s->row + first * e;
    s->by = x;
    s->to = out;
    const apus_pool *helpers = s->rows * s->columns > SHARED_ELEMENTS ? pool : NULL;
    if (transposed) apus_gemm_share(helpers, apus_ceiling(s->columns * e, UNIT_COLUMN_BYTES), columns_unit, s);
    else apus_gemm_share(helpers, apus_ceiling(s->rows, UNIT_ROWS), rows_unit, s);
}

/// Column `start` + i, and then the row that it crosses.
static void reduce_pair(bidiagonal *s, ptrdiff_t start, ptrdiff_t i, const apus_pool *pool) {
    const factor_kernels *kernels = s->kernels;
    const ptrdiff_t e = kernels->element, c = start + i, m = s->m - c, n = s->n - c - 1, at = i * e, next = at + e;
    char *v = s->v + i * s->column + at, *y = s->y + i * s->line + next, *u = s->u + i * s->line + next;
    if (i > 0) {
        kernels->copy(1, i, s->y + at, 0, s->line, s->few, 0, false, false);
        kernels->panel_minus(m, i, s->v + at, s->column, s->few, v);
        kernels->copy(1, i, s->u + at, 0, s->line, s->few, 0, false, false);
        kernels->panel_minus(m, i, s->x + at, s->column, s->few, v);
    }
    kernels->reflection(m, v, s->tau_q + c * e);
    memcpy(s->diagonal + c * e, v, (size_t)e);
    put_one(s->dtype, v);
    if (n == 0) return;
    matrix_times(s, true, m, c + 1, v, y, pool);
    if (i > 0) {
        kernels->panel_dots(m, i, s->v + at, s->column, v, s->few);
        kernels->panel_minus(n, i, s->y + next, s->line, s->few, y);
        kernels->panel_dots(m, i, s->x + at, s->column, v, s->few);
        kernels->panel_minus(n, i, s->u + next, s->line, s->few, y);
    }
    kernels->times(n, s->tau_q + c * e, y);

    kernels->copy(1, i + 1, s->v + at, 0, s->column, s->few, 0, false, false);
    kernels->panel_minus(n, i + 1, s->y + next, s->line, s->few, u);
    if (i > 0) {
        kernels->copy(1, i, s->x + at, 0, s->column, s->few, 0, false, false);
        kernels->panel_minus(n, i, s->u + next, s->line, s->few, u);
    }
    kernels->reflection(n, u, s->tau_p + c * e);
    memcpy(s->beside + c * e, u, (size_t)e);
    put_one(s->dtype, u);
    char *x = s->x + i * s->column + next;
    matrix_times(s, false, m - 1, c + 1, u, x, pool);
    kernels->panel_dots(n, i + 1, s->y + next, s->line, u, s->few);
    kernels->panel_minus(m - 1, i + 1, s->v + next, s->column, s->few, x);
    if (i > 0) {
        kernels->panel_dots(n, i, s->u + next, s->line, u, s->few);
        kernels->panel_minus(m - 1, i, s->x + next, s->column, s->few, x);
    }
    kernels->times(m - 1, s->tau_p + c * e, x);
}

/// Some columns of what a panel leaves: A −= V·Yᵀ + X·U.
static void update_strip(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    const bidiagonal *s = context;
    const factor_kernels *kernels = s->kernels;
    const ptrdiff_t e = kernels->element, strip = factor_strip(kernels), first = unit * strip;
    apus_factor_product(s->dtype, s->m - s->after, apus_least(strip, s->n - s->after - first), 2 * s->width,
                        (apus_matrix){s->v + s->width * e, e, s->column},
                        factor_matrix(kernels, s->negative + first * e, s->line),
                        factor_matrix(kernels, s->a + s->after * (s->row + e) + first * e, s->row), true,
                        s->spaces + (size_t)slot * s->slot);
}

static size_t bidiagonal_shared(const factor_kernels *kernels, ptrdiff_t m, ptrdiff_t n) {
    const ptrdiff_t block = factor_block(m);
    return (size_t)(2 * block * factor_column(kernels, m) + 4 * block * factor_column(kernels, n))
         + factor_aligned(block * kernels->element + FACTOR_SLACK_BYTES);
}

static size_t bidiagonal_slot(apus_dtype dtype, ptrdiff_t m) {
    return apus_factor_product_space(dtype, m, factor_strip(apus_factor_kernels(dtype)), 2 * factor_block(m));
}

void apus_bidiagonal(apus_dtype dtype, ptrdiff_t m, ptrdiff_t n, char *a, ptrdiff_t row, void *diagonal, void *beside,
                     void *tau_q, void *tau_p, void *workspace, const apus_pool *pool) {
    const factor_kernels *kernels = apus_factor_kernels(dtype);
    const ptrdiff_t e = kernels->element;
    bidiagonal s = {.dtype = dtype, .kernels = kernels, .m = m, .n = n, .block = factor_block(m), .a = a, .row = row,
                    .diagonal = diagonal, .beside = beside, .tau_q = tau_q, .tau_p = tau_p, .v = workspace,
                    .column = factor_column(kernels, m), .line = factor_column(kernels, n), .slot = bidiagonal_slot(dtype, m)};
    s.y = s.v + 2 * s.block * s.column;
    s.negative = s.y + 2 * s.block * s.line;
    s.few = s.negative + 2 * s.block * s.line;
    s.spaces = s.v + bidiagonal_shared(kernels, m, n);
    for (ptrdiff_t start = 0; start < n; start += s.block) {
        s.width = apus_least(s.block, n - start);
        s.x = s.v + s.width * s.column;
        s.u = s.y + s.width * s.line;
        s.after = start + s.width;
        char *corner = a + start * (row + e);
        apus_factor_to_panel(kernels, m - start, s.width, factor_matrix(kernels, corner, row), s.v, s.column);
        memset(s.x, 0, (size_t)(s.width * s.column));
        memset(s.y, 0, (size_t)(2 * s.width * s.line));
        kernels->copy(s.width, n - start, corner, row, e, s.u, s.line, false, false);
        for (ptrdiff_t i = 0; i < s.width; i++) reduce_pair(&s, start, i, pool);
        apus_factor_from_panel(kernels, m - start, s.width, s.v, s.column, corner, row);
        for (ptrdiff_t i = 0; i < s.width && start + i + 1 < n; i++)
            memcpy(corner + i * (row + e) + e, s.u + i * (s.line + e) + e, (size_t)((n - start - i - 1) * e));
        if (s.after == n) return;
        const ptrdiff_t rest = n - s.after;
        kernels->copy(2 * s.width, rest, s.y + s.width * e, s.line, e, s.negative, s.line, true, false);
        apus_gemm_share(pool, apus_ceiling(rest, factor_strip(kernels)), update_strip, &s);
    }
}

size_t apus_bidiagonal_workspace(apus_dtype dtype, ptrdiff_t m, ptrdiff_t n, int32_t threads) {
    if (m <= 0 || n <= 0) return 0;
    return bidiagonal_shared(apus_factor_kernels(dtype), m, n) + bidiagonal_slot(dtype, m) * (size_t)apus_most(1, threads);
}
