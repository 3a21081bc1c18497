// QR decomposition, and products with what its reflections multiply to.
//
// The reflections of a panel are applied at once, as I − V·T·Vᴴ. In a step the columns of the next panel are a unit of their
// own, at the end of which that panel is decomposed, while other threads work on the columns after it.
#include "impl/factor_batch.h"
#include <string.h>

/// A block of reflections: V by rows with its ones and zeros, its conjugate, and −T or −Tᴴ.
typedef struct reflections {
    char *v, *conjugate, *t;
    ptrdiff_t v_row, t_row;
} reflections;

static ptrdiff_t v_row_bytes(const factor_kernels *kernels, ptrdiff_t block) {
    return (apus_ceiling(block * kernels->element, 64) | 1) * 64;
}

static bool is_complex(apus_dtype dtype) { return dtype >= APUS_COMPLEX64; }

static size_t reflections_bytes(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t block) {
    const factor_kernels *kernels = apus_factor_kernels(dtype);
    return factor_aligned(rows * v_row_bytes(kernels, block)) * (is_complex(dtype) ? 2 : 1)
         + factor_aligned(block * block * kernels->element);
}

static reflections reflections_at(apus_dtype dtype, char *space, ptrdiff_t rows, ptrdiff_t block) {
    const factor_kernels *kernels = apus_factor_kernels(dtype);
    const size_t bytes = factor_aligned(rows * v_row_bytes(kernels, block));
    reflections r = {.v = space, .conjugate = space, .v_row = v_row_bytes(kernels, block), .t_row = block * kernels->element};
    if (is_complex(dtype)) r.conjugate += bytes;
    r.t = r.conjugate + bytes;
    return r;
}

/// Copies V from below a diagonal and puts ones and zeros where they belong.
static void take_v(apus_dtype dtype, const reflections *r, ptrdiff_t rows, ptrdiff_t width, apus_matrix from, bool conjugate) {
    const factor_kernels *kernels = apus_factor_kernels(dtype);
    const ptrdiff_t e = kernels->element;
    kernels->copy(rows, width, from.data, from.row, from.column, r->v, r->v_row, false, conjugate);
    for (ptrdiff_t i = 0; i < apus_least(rows, width); i++) {
        char *one = r->v + i * (r->v_row + e);
        memset(one, 0, (size_t)((width - i) * e));
        if (dtype == APUS_FLOAT32 || dtype == APUS_COMPLEX64) *(float *)one = 1; else *(double *)one = 1;
    }
    if (r->conjugate != r->v) kernels->copy(rows, width, r->v, r->v_row, e, r->conjugate, r->v_row, false, true);
}

/// Keeps −T, or −Tᴴ, of a T by adjacent rows.
static void take_t(const factor_kernels *kernels, const reflections *r, ptrdiff_t width, const char *t, bool adjoint) {
    const ptrdiff_t e = kernels->element, row = width * e;
    kernels->copy(width, width, t, adjoint ? e : row, adjoint ? row : e, r->t, r->t_row, true, adjoint);
}

static size_t apply_space(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t block) {
    const factor_kernels *kernels = apus_factor_kernels(dtype);
    const ptrdiff_t strip = apus_most(factor_strip(kernels), block);
    const size_t first = apus_factor_product_space(dtype, block, strip, rows);
    const size_t second = apus_factor_product_space(dtype, rows, strip, block);
    return 2 * factor_aligned(block * strip * kernels->element) + (first > second ? first : second);
}

/// C += V·(t·(Vᴴ·C)) for some columns.
static void apply(apus_dtype dtype, const reflections *r, ptrdiff_t rows, ptrdiff_t width, ptrdiff_t block, char *c,
                  ptrdiff_t c_row, ptrdiff_t columns, char *space) {
    const factor_kernels *kernels = apus_factor_kernels(dtype);
    const ptrdiff_t e = kernels->element, row = columns * e;
    const size_t bytes = factor_aligned(block * apus_most(factor_strip(kernels), block) * e);
    const apus_matrix target = factor_matrix(kernels, c, c_row);
    const apus_matrix w = factor_matrix(kernels, space, row), tw = factor_matrix(kernels, space + bytes, row);
    char *workspace = space + 2 * bytes;
    apus_factor_product(dtype, width, columns, rows, (apus_matrix){r->conjugate, e, r->v_row}, target, w, false, workspace);
    apus_factor_product(dtype, width, columns, width, factor_matrix(kernels, r->t, r->t_row), w, tw, false, workspace);
    apus_factor_product(dtype, rows, columns, width, factor_matrix(kernels, r->v, r->v_row), tw, target, true, workspace);
}

typedef struct qr_step {
    apus_dtype dtype;
    const factor_kernels *kernels;
    ptrdiff_t m, n, block, start, width, next;
    char *a;
    ptrdiff_t row;
    char *tau, *panel, *t;
    reflections now, later;
    char *spaces;
    size_t slot;
} qr_step;

static void qr_decompose(qr_step *s, ptrdiff_t start, ptrdiff_t width, const reflections *to) {
    const ptrdiff_t rows = s->m - start, e = s->kernels->element, column = factor_column(s->kernels, rows);
    char *corner = s->a + start * (s->row + e);
    apus_factor_to_panel(s->kernels, rows, width, factor_matrix(s->kernels, corner, s->row), s->panel, column);
    s->kernels->qr_panel(rows, width, s->panel, column, s->tau + start * e, s->t);
    apus_factor_from_panel(s->kernels, rows, width, s->panel, column, corner, s->row);
    take_v(s->dtype, to, rows, width, factor_matrix(s->kernels, corner, s->row), false);
    take_t(s->kernels, to, width, s->t, true);
}

static void qr_columns(const qr_step *s, ptrdiff_t first, ptrdiff_t columns, char *space) {
    apply(s->dtype, &s->now, s->m - s->start, s->width, s->block,
          s->a + s->start * s->row + first * s->kernels->element, s->row, columns, space);
}

static void qr_unit(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    qr_step *s = context;
    char *space = s->spaces + (size_t)slot * s->slot;
    ptrdiff_t first = s->start + s->width;
    if (s->next > 0) {
        if (unit == 0) {
            qr_columns(s, first, s->next, space);
            qr_decompose(s, first, s->next, &s->later);
            return;
        }
        first += s->next;
        unit--;
    }
    first += unit * factor_strip(s->kernels);
    qr_columns(s, first, apus_least(factor_strip(s->kernels), s->n - first), space);
}

typedef struct qr_job {
    apus_dtype dtype;
    ptrdiff_t m, n;
    apus_rows a;
    char *tau;
} qr_job;

static size_t qr_shared(apus_dtype dtype, ptrdiff_t m, ptrdiff_t n) {
    const factor_kernels *kernels = apus_factor_kernels(dtype);
    const ptrdiff_t block = apus_least(factor_block(apus_most(m, n)), apus_least(m, n));
    return factor_aligned(block * factor_column(kernels, m)) + factor_aligned(block * block * kernels->element)
         + 2 * reflections_bytes(dtype, m, block);
}

static size_t qr_slot(apus_dtype dtype, ptrdiff_t m, ptrdiff_t n) {
    return apply_space(dtype, m, apus_least(factor_block(apus_most(m, n)), apus_least(m, n)));
}

static void qr_matrix(void *context, ptrdiff_t index, char *space, const apus_pool *pool) {
    const qr_job *job = context;
    const ptrdiff_t m = job->m, n = job->n, k = apus_least(m, n), block = apus_least(factor_block(apus_most(m, n)), k);
    const factor_kernels *kernels = apus_factor_kernels(job->dtype);
    if (apus_most(m, n) <= FACTOR_SMALL) {
        kernels->qr_small(m, n, job->a.data + index * job->a.batch, job->a.row, job->tau + index * k * kernels->element);
        return;
    }
    qr_step s = {.dtype = job->dtype, .kernels = kernels, .m = m, .n = n, .block = block,
                 .a = job->a.data + index * job->a.batch, .row = job->a.row,
                 .tau = job->tau + index * k * kernels->element, .panel = space, .slot = qr_slot(job->dtype, m, n)};
    s.t = s.panel + factor_aligned(block * factor_column(kernels, m));
    char *blocks = s.t + factor_aligned(block * block * kernels->element);
    s.now = reflections_at(job->dtype, blocks, m, block);
    s.later = reflections_at(job->dtype, blocks + reflections_bytes(job->dtype, m, block), m, block);
    s.spaces = space + qr_shared(job->dtype, m, n);
    qr_decompose(&s, 0, block, &s.now);
    for (; s.start < k; s.start += block) {
        s.width = apus_least(block, k - s.start);
        const ptrdiff_t after = s.start + s.width;
        s.next = apus_least(block, k - after);
        apus_gemm_share(pool, (s.next > 0) + apus_ceiling(n - after - s.next, factor_strip(kernels)), qr_unit, &s);
        const reflections old = s.now;
        s.now = s.later;
        s.later = old;
    }
}

static double qr_work(ptrdiff_t m, ptrdiff_t n) {
    const double k = (double)apus_least(m, n), other = (double)apus_most(m, n);
    return k * k * (other - k / 3);
}

void apus_qr(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t n, apus_rows a, void *tau, void *workspace,
             const apus_pool *pool) {
    if (count <= 0 || m <= 0 || n <= 0) return;
    qr_job job = {dtype, m, n, a, tau};
    apus_factor_batch(count, qr_work(m, n), qr_shared(dtype, m, n) + qr_slot(dtype, m, n), workspace, pool, qr_matrix, &job);
}

size_t apus_qr_workspace(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t n, int32_t threads) {
    if (count <= 0 || m <= 0 || n <= 0) return 0;
    const size_t shared = qr_shared(dtype, m, n), slot = qr_slot(dtype, m, n);
    return apus_factor_batch_space(count, qr_work(m, n), shared + slot, shared + slot * (size_t)apus_most(1, threads), threads);
}

typedef struct reflect_job {
    apus_dtype dtype;
    ptrdiff_t m, k, n, block;
    apus_matrix v;
    ptrdiff_t v_batch;
    const char *tau;
    apus_rows c;
    bool adjoint, conjugate, identity;
} reflect_job;

typedef struct reflect_one {
    const reflect_job *job;
    apus_matrix v;
    const char *tau;
    char *c, *blocks, *spaces;
    size_t slot;
} reflect_one;

static ptrdiff_t reflect_block(ptrdiff_t m, ptrdiff_t k) { return apus_least(factor_block(m), k); }

/// What making a block or applying it takes, on one thread.
static size_t reflect_slot(apus_dtype dtype, ptrdiff_t m, ptrdiff_t k) {
    const factor_kernels *kernels = apus_factor_kernels(dtype);
    const ptrdiff_t block = reflect_block(m, k);
    const size_t making = factor_aligned(block * factor_column(kernels, m)) + factor_aligned(block * block * kernels->element)
                        + factor_aligned(block * kernels->element);
    const size_t applying = apply_space(dtype, m, block);
    return making > applying ? making : applying;
}

static size_t reflect_shared(apus_dtype dtype, ptrdiff_t m, ptrdiff_t k) {
    const ptrdiff_t block = reflect_block(m, k);
    return reflections_bytes(dtype, m, block) * (size_t)apus_ceiling(k, block);
}

static reflections reflect_at(const reflect_one *one, ptrdiff_t index) {
    const reflect_job *job = one->job;
    return reflections_at(job->dtype, one->blocks + (size_t)index * reflections_bytes(job->dtype, job->m, job->block), job->m,
                          job->block);
}

static void reflect_prepare(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    const reflect_one *one = context;
    const reflect_job *job = one->job;
    const factor_kernels *kernels = apus_factor_kernels(job->dtype);
    const ptrdiff_t e = kernels->element, start = unit * job->block, width = apus_least(job->block, job->k - start);
    const ptrdiff_t rows = job->m - start, column = factor_column(kernels, rows);
    const reflections r = reflect_at(one, unit);
    char *panel = one->spaces + (size_t)slot * one->slot, *t = panel + factor_aligned(job->block * factor_column(kernels, job->m));
    char *tau = t + factor_aligned(job->block * job->block * e);
    take_v(job->dtype, &r, rows, width, (apus_matrix){one->v.data + start * (one->v.row + one->v.column), one->v.row, one->v.column},
           job->conjugate);
    apus_factor_to_panel(kernels, rows, width, factor_matrix(kernels, r.v, r.v_row), panel, column);
    kernels->copy(1, width, one->tau + start * e, 0, e, tau, 0, false, job->conjugate);
    kernels->qr_join(rows, width, panel, column, tau, t);
    take_t(kernels, &r, width, t, job->adjoint);
}

static void reflect_identity(const reflect_job *job, char *c, ptrdiff_t first, ptrdiff_t columns) {
    const ptrdiff_t e = apus_factor_kernels(job->dtype)->element;
    for (ptrdiff_t i = 0; i < job->m; i++) {
        char *row = c + i * job->c.row;
        memset(row, 0, (size_t)(columns * e));
        if (i < first || i >= first + columns) continue;
        row += (i - first) * e;
        if (job->dtype == APUS_FLOAT32 || job->dtype == APUS_COMPLEX64) *(float *)row = 1; else *(double *)row = 1;
    }
}

static void reflect_strip(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    const reflect_one *one = context;
    const reflect_job *job = one->job;
    const factor_kernels *kernels = apus_factor_kernels(job->dtype);
    const ptrdiff_t strip = factor_strip(kernels), first = unit * strip, columns = apus_least(strip, job->n - first);
    char *c = one->c + first * kernels->element, *space = one->spaces + (size_t)slot * one->slot;
    ptrdiff_t blocks = apus_ceiling(job->k, job->block);
    if (job->identity) {
        reflect_identity(job, c, first, columns);
        // Reflections that start below a column's one leave it as it is.
        if (!job->adjoint) blocks = apus_least(blocks, apus_ceiling(first + columns, job->block));
    }
    for (ptrdiff_t step = 0; step < blocks; step++) {
        const ptrdiff_t index = job->adjoint ? step : blocks - 1 - step, start = index * job->block;
        const reflections r = reflect_at(one, index);
        apply(job->dtype, &r, job->m - start, apus_least(job->block, job->k - start), job->block, c + start * job->c.row,
              job->c.row, columns, space);
    }
}

static void reflect_matrix(void *context, ptrdiff_t index, char *space, const apus_pool *pool) {
    const reflect_job *job = context;
    reflect_one one = {job, job->v, job->tau + index * job->k * apus_factor_kernels(job->dtype)->element,
                       job->c.data + index * job->c.batch, space, NULL, 0};
    one.v.data += index * job->v_batch;
    if (job->m <= FACTOR_SMALL) {
        if (job->identity) reflect_identity(job, one.c, 0, job->n);
        apus_factor_kernels(job->dtype)->reflect_small(job->m, job->k, one.v.data, one.v.row, one.v.column, one.tau, job->n,
                                                       one.c, job->c.row, job->adjoint, job->conjugate);
        return;
    }
    if (job->k > 0) {
        one.spaces = space + reflect_shared(job->dtype, job->m, job->k);
        one.slot = reflect_slot(job->dtype, job->m, job->k);
        apus_gemm_share(pool, apus_ceiling(job->k, job->block), reflect_prepare, &one);
    }
    apus_gemm_share(pool, apus_ceiling(job->n, factor_strip(apus_factor_kernels(job->dtype))), reflect_strip, &one);
}

static double reflect_work(ptrdiff_t m, ptrdiff_t k, ptrdiff_t n) { return 2 * (double)m * (double)n * (double)k; }

void apus_reflect(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t k, apus_matrix v, ptrdiff_t v_batch,
                  const void *tau, ptrdiff_t n, apus_rows c, bool adjoint, bool conjugate, bool identity, void *workspace,
                  const apus_pool *pool) {
    if (count <= 0 || m <= 0 || n <= 0) return;
    reflect_job job = {dtype, m, k, n, k > 0 ? reflect_block(m, k) : 1, v, v_batch, tau, c, adjoint, conjugate, identity};
    const size_t single = k > 0 ? reflect_shared(dtype, m, k) + reflect_slot(dtype, m, k) : 0;
    apus_factor_batch(count, reflect_work(m, k, n), single, workspace, pool, reflect_matrix, &job);
}

size_t apus_reflect_workspace(apus_dtype dtype, ptrdiff_t count, ptrdiff_t m, ptrdiff_t k, ptrdiff_t n, int32_t threads) {
    if (count <= 0 || m <= 0 || n <= 0 || k <= 0) return 0;
    const size_t shared = reflect_shared(dtype, m, k), slot = reflect_slot(dtype, m, k);
    return apus_factor_batch_space(count, reflect_work(m, k, n), shared + slot, shared + slot * (size_t)apus_most(1, threads),
                                   threads);
}
