// LU decomposition with exchange of rows, the systems that it solves, and determinants.
//
// A step takes a panel of columns that is decomposed already, exchanges the rows of the columns right of it, solves with
// its triangle and subtracts its product. The columns of the next panel are a unit of their own, at the end of which that
// panel is decomposed, while other threads work on the columns after it.
#include "impl/factor_triangle.h"
#include <math.h>
#include <string.h>

typedef struct lu_step {
    apus_dtype dtype;
    const factor_kernels *kernels;
    ptrdiff_t m, n, order, block;
    char *a;
    ptrdiff_t row;
    int32_t *pivots;
    int64_t failure;
    ptrdiff_t start, width;  ///< the columns of the panel that is decomposed
    ptrdiff_t next;          ///< the columns of the panel after it, 0 for none
    char *panel;
    char *spaces;
    size_t slot;
} lu_step;

static ptrdiff_t lu_column(const factor_kernels *kernels, ptrdiff_t m) { return factor_column(kernels, m); }

static void lu_decompose(lu_step *s, ptrdiff_t start, ptrdiff_t width) {
    const ptrdiff_t rows = s->m - start, column = lu_column(s->kernels, rows);
    char *corner = s->a + start * (s->row + s->kernels->element);
    apus_factor_to_panel(s->kernels, rows, width, factor_matrix(s->kernels, corner, s->row), s->panel, column);
    const ptrdiff_t failure = s->kernels->lu_panel(rows, width, s->panel, column, s->pivots + start);
    if (failure && !s->failure) s->failure = failure + start;
    for (ptrdiff_t i = start; i < start + width; i++) s->pivots[i] += (int32_t)start;
    apus_factor_from_panel(s->kernels, rows, width, s->panel, column, corner, s->row);
}

/// Exchanges rows [from, to) of some columns with their partners, or undoes that.
static void exchange_rows(const int32_t *pivots, ptrdiff_t from, ptrdiff_t to, bool back, char *columns, ptrdiff_t row,
                          ptrdiff_t bytes) {
    char kept[FACTOR_STRIP_BYTES];
    for (ptrdiff_t first = 0; first < bytes; first += FACTOR_STRIP_BYTES) {
        const size_t part = (size_t)apus_least(FACTOR_STRIP_BYTES, bytes - first);
        for (ptrdiff_t step = from; step < to; step++) {
            const ptrdiff_t i = back ? to - 1 - (step - from) : step;
            if (pivots[i] == i) continue;
            char *x = columns + first + i * row, *y = columns + first + pivots[i] * row;
            memcpy(kept, x, part);
            memcpy(x, y, part);
            memcpy(y, kept, part);
        }
    }
}

static void lu_columns(const lu_step *s, ptrdiff_t first, ptrdiff_t columns, char *space) {
    const factor_kernels *kernels = s->kernels;
    const ptrdiff_t e = kernels->element, below = s->start + s->width;
    char *strip = s->a + first * e, *top = strip + s->start * s->row;
    exchange_rows(s->pivots, s->start, below, false, strip, s->row, columns * e);
    const ptrdiff_t space_row = factor_strip(kernels) * e;
    kernels->copy(s->width, columns, top, s->row, e, space, space_row, false, false);
    kernels->triangle(s->width, factor_whole(kernels, columns), s->a + s->start * (s->row + e), s->row, space, space_row, false, true);
    kernels->copy(s->width, columns, space, space_row, e, top, s->row, false, false);
    if (s->m == below) return;
    kernels->copy(s->width, columns, space, space_row, e, space, space_row, true, false);
    apus_factor_product(s->dtype, s->m - below, columns, s->width, factor_matrix(kernels, s->a + below * s->row + s->start * e, s->row),
                        factor_matrix(kernels, space, space_row), factor_matrix(kernels, strip + below * s->row, s->row), true,
                        space + factor_aligned(s->block * space_row));
}

static void lu_unit(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    lu_step *s = context;
    char *space = s->spaces + (size_t)slot * s->slot;
    ptrdiff_t first = s->start + s->width;
    if (s->next > 0) {
        if (unit == 0) {
            lu_columns(s, first, s->next, space);
            lu_decompose(s, first, s->next);
            return;
        }
        first += s->next;
        unit--;
    }
    const ptrdiff_t strip = factor_strip(s->kernels);
    first += unit * strip;
    lu_columns(s, first, apus_least(strip, s->n - first), space);
}

/// What later panels exchange, for the columns of one panel.
static void lu_settle(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    (void)slot;
    lu_step *s = context;
    const ptrdiff_t first = unit * s->block, next = first + s->block, last = apus_least(s->m, s->n);
    exchange_rows(s->pivots, next, last, false, s->a + first * s->kernels->element, s->row, s->block * s->kernels->element);
}

typedef struct lu_job {
    apus_dtype dtype;
    ptrdiff_t m, n;
    apus_rows a;
    int32_t *pivots;
    int64_t *failures;
} lu_job;

static size_t lu_panel_space(const factor_kernels *kernels, ptrdiff_t m, ptrdiff_t n) {
    return factor_aligned(lu_column(kernels, m) * factor_block(apus_most(m, n)));
}

static size_t lu_slot(apus_dtype dtype, ptrdiff_t m, ptrdiff_t n) {
    const factor_kernels *kernels = apus_factor_kernels(dtype);
    const ptrdiff_t block = factor_block(apus_most(m, n)), strip = factor_strip(kernels);
    return factor_aligned(block * strip * kernels->element) + apus_factor_product_space(dtype, m, strip, block);
}

static void lu_matrix(void *context, ptrdiff_t index, char *space, const apus_pool *pool) {
    const lu_job *job = context;
    const ptrdiff_t m = job->m, n = job->n, k = apus_least(m, n), order = apus_most(m, n);
    char *a = job->a.data + index * job->a.batch;
    const factor_kernels *kernels = apus_factor_kernels(job->dtype);
    int32_t *pivots = job->pivots + index * k;
    if (order <= FACTOR_SMALL) {
        job->failures[index] = kernels->lu_small(m, n, a, job->a.row, pivots);
        return;
    }
    lu_step s = {.dtype = job->dtype, .kernels = kernels, .m = m, .n = n, .order = order, .block = factor_block(order), .a = a,
                 .row = job->a.row, .pivots = pivots, .panel = space, .slot = lu_slot(job->dtype, m, n)};
    s.spaces = space + lu_panel_space(kernels, m, n);
    lu_decompose(&s, 0, apus_least(s.block, k));
    for (; s.start < k; s.start += s.block) {
        s.width = apus_least(s.block, k - s.start);
        const ptrdiff_t after = s.start + s.width;
        s.next = apus_least(s.block, k - after);
        const ptrdiff_t units = (s.next > 0) + apus_ceiling(n - after - s.next, factor_strip(kernels));
        apus_gemm_share(pool, units, lu_unit, &s);
    }
    apus_gemm_share(pool, (k - 1) / s.block, lu_settle, &s);
    job->failures[index] = s.failure;
}

static double lu_work(ptrdiff_t m, ptrdiff_t n) {
    const double k = (double)apus_least(m, n), other = (double)apus_most(m, n);
    return k * k * (other - k / 3) / 2;
}

void apus_lu(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t n, apus_rows a, int32_t *pivots, int64_t *failures,
             void *workspace, const apus_pool *pool) {
    if (m <= 0 || n <= 0) {
        for (ptrdiff_t i = 0; i < count; i++) failures[i] = 0;
        return;
    }
    lu_job job = {dtype, m, n, a, pivots, failures};
    const size_t single = lu_panel_space(apus_factor_kernels(dtype), m, n) + lu_slot(dtype, m, n);
    apus_factor_batch(count, lu_work(m, n), single, workspace, pool, lu_matrix, &job);
}

size_t apus_lu_workspace(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t n, int32_t threads) {
    if (count <= 0 || apus_most(m, n) <= FACTOR_SMALL || m <= 0 || n <= 0) return 0;
    const size_t panel = lu_panel_space(apus_factor_kernels(dtype), m, n), slot = lu_slot(dtype, m, n);
    return apus_factor_batch_space(count, lu_work(m, n), panel + slot, panel + slot * (size_t)apus_most(1, threads), threads);
}

typedef struct solve_job {
    apus_dtype dtype;
    ptrdiff_t n, columns, strip;
    apus_rows factors, x;
    const int32_t *pivots;
    bool adjoint;
    size_t slot;
} solve_job;

typedef struct solve_one {
    const solve_job *job;
    char *factors, *x, *space;
    const int32_t *pivots;
} solve_one;

static void solve_strip(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    const solve_one *one = context;
    const solve_job *job = one->job;
    const factor_kernels *kernels = apus_factor_kernels(job->dtype);
    const ptrdiff_t e = kernels->element, n = job->n, row = job->x.row, first = unit * job->strip;
    const ptrdiff_t columns = apus_least(job->strip, job->columns - first);
    char *x = one->x + first * e, *space = factor_space(one->space, slot, job->slot);
    apus_matrix t = factor_matrix(kernels, one->factors, job->factors.row);
    if (!job->adjoint) {
        exchange_rows(one->pivots, 0, n, false, x, row, columns * e);
        apus_factor_triangle(job->dtype, n, columns, t, x, row, false, true, space);
        apus_factor_triangle(job->dtype, n, columns, t, x, row, true, false, space);
        return;
    }
    // Aᴴ·X = B says that Aᵀ times X's conjugate is B's.
    const bool isComplex = job->dtype >= APUS_COMPLEX64;
    t = (apus_matrix){t.data, t.column, t.row};
    if (isComplex) kernels->copy(n, columns, x, row, e, x, row, false, true);
    apus_factor_triangle(job->dtype, n, columns, t, x, row, false, false, space);
    apus_factor_triangle(job->dtype, n, columns, t, x, row, true, true, space);
    exchange_rows(one->pivots, 0, n, true, x, row, columns * e);
    if (isComplex) kernels->copy(n, columns, x, row, e, x, row, false, true);
}

static void solve_matrix(void *context, ptrdiff_t index, char *space, const apus_pool *pool) {
    const solve_job *job = context;
    solve_one one = {job, job->factors.data + index * job->factors.batch, job->x.data + index * job->x.batch, space,
                     job->pivots + index * job->n};
    apus_gemm_share(pool, apus_ceiling(job->columns, job->strip), solve_strip, &one);
}

static double solve_work(ptrdiff_t n, ptrdiff_t columns) { return (double)n * (double)n * (double)columns; }

void apus_lu_solve(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, ptrdiff_t columns, apus_rows factors,
                   const int32_t *pivots, apus_rows x, bool adjoint, void *workspace, const apus_pool *pool) {
    if (n <= 0 || columns <= 0) return;
    solve_job job = {dtype, n, columns, factor_strip(apus_factor_kernels(dtype)), factors, x, pivots, adjoint,
                     apus_factor_triangle_space(dtype, n, columns)};
    apus_factor_batch(count, solve_work(n, columns), job.slot, workspace, pool, solve_matrix, &job);
}

size_t apus_lu_solve_workspace(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, ptrdiff_t columns, int32_t threads) {
    if (count <= 0 || n <= FACTOR_SMALL || columns <= 0) return 0;
    const size_t single = apus_factor_triangle_space(dtype, n, columns);
    return apus_factor_batch_space(count, solve_work(n, columns), single, single * (size_t)apus_most(1, threads), threads);
}

static void put(apus_dtype dtype, void *to, ptrdiff_t index, double re, double im) {
    if (!to) return;
    switch (dtype) {
    case APUS_FLOAT32: ((float *)to)[index] = (float)re; break;
    case APUS_FLOAT64: ((double *)to)[index] = re; break;
    case APUS_COMPLEX64:
        ((float *)to)[2 * index] = (float)re;
        ((float *)to)[2 * index + 1] = (float)im;
        break;
    default:
        ((double *)to)[2 * index] = re;
        ((double *)to)[2 * index + 1] = im;
    }
}

void apus_lu_determinant(apus_dtype dtype, ptrdiff_t count, ptrdiff_t n, apus_rows factors, const int32_t *pivots,
                         const int64_t *failures, void *value, void *sign, void *logarithm) {
    const factor_kernels *kernels = apus_factor_kernels(dtype);
    const apus_dtype real = dtype == APUS_COMPLEX64 ? APUS_FLOAT32 : dtype == APUS_COMPLEX128 ? APUS_FLOAT64 : dtype;
    for (ptrdiff_t index = 0; index < count; index++) {
        double x[2];
        int64_t exponent;
        kernels->product(n, factors.data + index * factors.batch, factors.row + kernels->element, x, &exponent);
        bool odd = false;
        for (ptrdiff_t i = 0; i < n; i++) odd ^= pivots[index * n + i] != i;
        if (odd) {
            x[0] = -x[0];
            x[1] = -x[1];
        }
        if (failures[index]) {
            x[0] = x[1] = 0;
            exponent = 0;
        }
        const int power = exponent > 5000 ? 5000 : exponent < -5000 ? -5000 : (int)exponent;
        put(dtype, value, index, scalbn(x[0], power), scalbn(x[1], power));
        if (!sign && !logarithm) continue;
        const double size = x[1] == 0 ? fabs(x[0]) : hypot(x[0], x[1]);
        const bool isZero = size == 0;
        put(dtype, sign, index, isZero ? 0 : x[1] == 0 && !isnan(x[0]) ? copysign(1, x[0]) : x[0] / size, isZero ? 0 : x[1] / size);
        put(real, logarithm, index, log(size) + (double)exponent * 0x1.62e42fefa39efp-1, 0);
    }
}
