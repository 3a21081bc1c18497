// Hermitian matrices to tridiagonal form.
//
// Columns are reduced a panel at a time (J. Dongarra, S. Hammarling, D. Sorensen, "Block reduction of matrices to condensed
// forms for eigenvalue computations", 1989): the rest of the matrix is updated once a panel, and read once a column, where
// threads take some rows each and add up sums of their own.
#include "impl/factor_batch.h"
#include <math.h>
#include <string.h>

enum {
    PARTS = 8,               ///< sums at most that one product with a vector is split into
    PART_ELEMENTS = 1 << 14  ///< elements of the triangle that are worth one
};

typedef struct tridiagonal {
    apus_dtype dtype;
    const factor_kernels *kernels;
    ptrdiff_t n, block;
    char *a;
    ptrdiff_t row;
    char *diagonal, *beside, *tau;
    char *v, *w;        ///< panels: the reflections, and the vectors that they are paired with
    ptrdiff_t column;   ///< bytes between columns of the panels
    char *negative;     ///< −[W V]ᴴ by rows
    char *vector, *sums, *few;
    ptrdiff_t parts, bounds[PARTS + 1], first;  ///< rows of the parts of one product, counted from row `first`
    ptrdiff_t after;    ///< the first row of what a panel leaves
    ptrdiff_t width;
    char *spaces;
    size_t slot;
} tridiagonal;

static ptrdiff_t tridiagonal_strip(const factor_kernels *kernels) { return factor_strip(kernels) / 2; }

static double real_at(apus_dtype dtype, const char *p) {
    return dtype == APUS_FLOAT32 || dtype == APUS_COMPLEX64 ? *(const float *)p : *(const double *)p;
}

static void put_real(apus_dtype dtype, char *p, ptrdiff_t index, double value) {
    if (dtype == APUS_FLOAT32 || dtype == APUS_COMPLEX64) ((float *)p)[index] = (float)value; else ((double *)p)[index] = value;
}

/// Makes an element 1.
static void put_one(const tridiagonal *s, char *p) {
    memset(p, 0, (size_t)s->kernels->element);
    put_real(s->dtype, p, 0, 1);
}

static void part_times(void *context, ptrdiff_t slot, ptrdiff_t part) {
    (void)slot;
    const tridiagonal *s = context;
    char *sums = s->sums + part * s->column;
    memset(sums, 0, (size_t)(s->bounds[part + 1] * s->kernels->element));
    s->kernels->hermitian_times(s->bounds[part], s->bounds[part + 1], s->a + s->first * (s->row + s->kernels->element), s->row,
                                s->vector, sums);
}

/// out = A·x for the rows and columns of A from `first` on.
static void matrix_times(tridiagonal *s, ptrdiff_t first, const char *x, char *out, const apus_pool *pool) {
    const ptrdiff_t n = s->n - first, wanted = n * n / 2 / PART_ELEMENTS;
    s->first = first;
    s->parts = wanted < 1 ? 1 : apus_least(wanted, PARTS);
    for (ptrdiff_t p = 1; p < s->parts; p++) s->bounds[p] = (ptrdiff_t)((double)n * sqrt((double)p / (double)s->parts)) & ~3;
    s->bounds[0] = 0;
    s->bounds[s->parts] = n;
    s->kernels->copy(1, n, x, 0, s->kernels->element, s->vector, 0, false, true);
    apus_gemm_share(pool, s->parts, part_times, s);
    s->kernels->add_parts(n, s->parts, s->bounds + 1, s->sums, s->column, out);
}

/// Takes from y what `i` columns of two panels, from `place` on, say by their products with x.
static void subtract_pairs(const tridiagonal *s, ptrdiff_t m, ptrdiff_t i, ptrdiff_t place, const char *x, char *y) {
    const char *v = s->v + place, *w = s->w + place;
    s->kernels->panel_dots(m, i, w, s->column, x, s->few);
    s->kernels->panel_minus(m, i, v, s->column, s->few, y);
    s->kernels->panel_dots(m, i, v, s->column, x, s->few);
    s->kernels->panel_minus(m, i, w, s->column, s->few, y);
}

static void reduce_column(tridiagonal *s, ptrdiff_t start, ptrdiff_t i, const apus_pool *pool) {
    const factor_kernels *kernels = s->kernels;
    const ptrdiff_t e = kernels->element, c = start + i, m = s->n - c;
    char *x = s->v + i * (s->column + e);
    if (i > 0) {
        kernels->copy(1, i, s->w + i * e, 0, s->column, s->few, 0, false, true);
        kernels->panel_minus(m, i, s->v + i * e, s->column, s->few, x);
        kernels->copy(1, i, s->v + i * e, 0, s->column, s->few, 0, false, true);
        kernels->panel_minus(m, i, s->w + i * e, s->column, s->few, x);
    }
    put_real(s->dtype, s->diagonal, c, real_at(s->dtype, x));
    if (m == 1) return;
    char *v = x + e, *w = s->w + i * s->column + (i + 1) * e, *tau = s->tau + c * e;
    kernels->reflection(m - 1, v, tau);
    put_real(s->dtype, s->beside, c, real_at(s->dtype, v));
    put_one(s, v);
    matrix_times(s, c + 1, v, w, pool);
    if (i > 0) subtract_pairs(s, m - 1, i, (i + 1) * e, v, w);
    kernels->balance(m - 1, tau, v, w);
}

/// Some columns of what a panel leaves, from the diagonal down: A −= V·Wᴴ + W·Vᴴ.
static void update_strip(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    const tridiagonal *s = context;
    const factor_kernels *kernels = s->kernels;
    const ptrdiff_t e = kernels->element, strip = tridiagonal_strip(kernels), first = unit * strip;
    const ptrdiff_t rows = s->n - s->after - first, negative_row = s->column;
    apus_factor_product(s->dtype, rows, apus_least(strip, rows), 2 * s->width,
                        (apus_matrix){s->v + (s->width + first) * e, e, s->column},
                        factor_matrix(kernels, s->negative + first * e, negative_row),
                        factor_matrix(kernels, s->a + (s->after + first) * (s->row + e), s->row), true,
                        s->spaces + (size_t)slot * s->slot);
}

static size_t tridiagonal_shared(const factor_kernels *kernels, ptrdiff_t n) {
    const ptrdiff_t block = factor_block(n), column = factor_column(kernels, n);
    return (size_t)(column * (4 * block + 1 + PARTS)) + factor_aligned(block * kernels->element + FACTOR_SLACK_BYTES);
}

static size_t tridiagonal_slot(apus_dtype dtype, ptrdiff_t n) {
    return apus_factor_product_space(dtype, n, tridiagonal_strip(apus_factor_kernels(dtype)), 2 * factor_block(n));
}

void apus_tridiagonal(apus_dtype dtype, ptrdiff_t n, char *a, ptrdiff_t row, void *diagonal, void *beside, void *tau,
                      void *workspace, const apus_pool *pool) {
    const factor_kernels *kernels = apus_factor_kernels(dtype);
    const ptrdiff_t e = kernels->element;
    tridiagonal s = {.dtype = dtype, .kernels = kernels, .n = n, .block = factor_block(n), .a = a, .row = row,
                     .diagonal = diagonal, .beside = beside, .tau = tau, .v = workspace,
                     .column = factor_column(kernels, n), .slot = tridiagonal_slot(dtype, n)};
    s.negative = s.v + 2 * s.block * s.column;
    s.vector = s.negative + 2 * s.block * s.column;
    s.sums = s.vector + s.column;
    s.few = s.sums + PARTS * s.column;
    s.spaces = s.v + tridiagonal_shared(kernels, n);
    for (ptrdiff_t start = 0; start < n; start += s.block) {
        s.width = apus_least(s.block, n - start);
        s.w = s.v + s.width * s.column;
        s.after = start + s.width;
        char *corner = a + start * (row + e);
        apus_factor_to_panel(kernels, n - start, s.width, factor_matrix(kernels, corner, row), s.v, s.column);
        memset(s.w, 0, (size_t)(s.width * s.column));
        for (ptrdiff_t i = 0; i < s.width; i++) reduce_column(&s, start, i, pool);
        apus_factor_from_panel(kernels, n - start, s.width, s.v, s.column, corner, row);
        if (s.after == n) return;
        // The k-th row of −[W V]ᴴ is the conjugate of the k-th column of [W V].
        const ptrdiff_t rest = n - s.after;
        kernels->copy(s.width, rest, s.w + s.width * e, s.column, e, s.negative, s.column, true, true);
        kernels->copy(s.width, rest, s.v + s.width * e, s.column, e, s.negative + s.width * s.column, s.column, true, true);
        apus_gemm_share(pool, apus_ceiling(rest, tridiagonal_strip(kernels)), update_strip, &s);
    }
}

size_t apus_tridiagonal_workspace(apus_dtype dtype, ptrdiff_t n, int32_t threads) {
    if (n <= 0) return 0;
    return tridiagonal_shared(apus_factor_kernels(dtype), n) + tridiagonal_slot(dtype, n) * (size_t)apus_most(1, threads);
}
