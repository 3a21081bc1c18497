// Matrix products: chooses the orientation, the blocking and the kernel, and shares out the work.
#include "apus_gemm.h"
#include "impl/gemm_strip.h"
#include <string.h>

enum {
    PARALLEL_WORK = 1 << 20,  ///< multiplications below which one thread does all
    BFLOAT16_LEAST = 8,       ///< rows, columns and depths from which on bfloat16's instructions are worth looking for subnormals
    UNIT_WORK = 1 << 19,      ///< multiplications that are worth sharing out
    FEW_UNITS = 8,            ///< units that a small matrix is cut into for the sake of threads; a large one, twice that
    VECTOR_ROWS = 64,         ///< rows and depths from which on a few vectors are multiplied as one is
    VECTOR_ELEMENTS = 1 << 16 ///< elements of A that a unit of matrix times vector reads
};

/// How the memory of one slot is laid out, and how the matrix is cut. Depends on sizes alone.
typedef struct gemm_cut {
    ptrdiff_t depth_step;
    ptrdiff_t strip_columns, strips;
    ptrdiff_t block_rows, blocks;
    ptrdiff_t units;
    size_t a_bytes, b_bytes, c_bytes, bias_bytes, slot_bytes;
} gemm_cut;

typedef struct gemm_plan {
    const gemm_kernels *kernels;
    ptrdiff_t m, n, k;
    apus_matrix a, b, c;
    ptrdiff_t a_batch, b_batch, c_batch;
    const char *row_bias, *column_bias;
    bool accumulate, relu, copies_a, packs_b, direct_c;
    gemm_cut cut;
    ptrdiff_t grain, total;
    char *workspace;
    void (*unit)(const struct gemm_plan *plan, ptrdiff_t batch, ptrdiff_t unit, char *space);
} gemm_plan;

static size_t aligned(ptrdiff_t bytes) { return (size_t)apus_round_up(bytes, 64); }

/// Halves the longer side until there are enough units for threads to share.
static void cut_for_threads(gemm_cut *cut, const gemm_kernels *kernels, ptrdiff_t m, ptrdiff_t n, double work) {
    const ptrdiff_t wanted = work < (double)FEW_UNITS * UNIT_WORK ? (ptrdiff_t)(work / UNIT_WORK)
                           : work < (double)FEW_UNITS * UNIT_WORK * 32 ? FEW_UNITS : 2 * FEW_UNITS;
    const ptrdiff_t least_columns = 2 * kernels->width, least_rows = 4 * kernels->height;
    for (;;) {
        cut->strips = apus_ceiling(n, cut->strip_columns);
        cut->blocks = apus_ceiling(m, cut->block_rows);
        if (cut->strips * cut->blocks >= wanted) return;
        const bool can_columns = cut->strip_columns >= 2 * least_columns, can_rows = cut->block_rows >= 2 * least_rows;
        if (can_rows && (cut->block_rows >= cut->strip_columns || !can_columns))
            cut->block_rows = apus_round_up(cut->block_rows / 2, kernels->height);
        else if (can_columns)
            cut->strip_columns = apus_round_up(cut->strip_columns / 2, kernels->width);
        else
            return;
    }
}

static gemm_cut cut_product(const gemm_kernels *kernels, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, bool direct_c) {
    gemm_cut cut = {.depth_step = apus_gemm_depth_step(k)};
    const ptrdiff_t group = kernels->group;
    if (group && !kernels->rounds) cut.depth_step = apus_gemm_depth_step(apus_ceiling(k, group)) * group;
    const ptrdiff_t most_columns = apus_least(GEMM_STRIP_COLUMNS, GEMM_STRIP_PANELS * kernels->width);
    cut.strip_columns = apus_round_up(apus_ceiling(n, apus_ceiling(n, most_columns)), kernels->width);
    cut.block_rows = direct_c ? m : apus_least(m, GEMM_ROW_BLOCK);
    cut_for_threads(&cut, kernels, m, n, (double)m * (double)n * (double)k);
    cut.units = cut.strips * cut.blocks;
    const ptrdiff_t e = kernels->element;
    cut.a_bytes = apus_gemm_a_space(kernels, cut.block_rows, cut.depth_step);
    cut.b_bytes = aligned(cut.strip_columns * (group ? apus_ceiling(cut.depth_step, group) : cut.depth_step) * e);
    cut.c_bytes = direct_c ? 0 : aligned(cut.strip_columns * cut.block_rows * e);
    cut.bias_bytes = aligned((cut.strip_columns + (direct_c ? 0 : cut.block_rows)) * e);
    cut.slot_bytes = cut.a_bytes + cut.b_bytes + cut.c_bytes + cut.bias_bytes;
    return cut;
}

static ptrdiff_t vector_rows(const gemm_kernels *kernels, ptrdiff_t m, ptrdiff_t k, bool rows_adjacent) {
    if (rows_adjacent) return apus_least(m, apus_round_up(apus_most(VECTOR_ELEMENTS / apus_most(k, 1), 1), 4));
    // Long pieces of columns, as memory likes them, but enough of them for threads.
    const ptrdiff_t few = apus_round_up(apus_ceiling(m, 2), 1024 / kernels->element);
    return apus_least(m, apus_most(apus_round_up(VECTOR_ELEMENTS / apus_most(k, 1), 1024 / kernels->element), apus_least(few, 16384 / kernels->element)));
}

static gemm_cut cut_vector(const gemm_kernels *kernels, ptrdiff_t m, ptrdiff_t k, bool rows_adjacent) {
    gemm_cut cut = {.block_rows = vector_rows(kernels, m, k, rows_adjacent)};
    cut.units = cut.blocks = apus_ceiling(m, cut.block_rows);
    cut.a_bytes = GEMM_VECTORS * aligned(k * kernels->element);
    cut.c_bytes = GEMM_VECTORS * aligned(cut.block_rows * kernels->element);
    cut.slot_bytes = cut.a_bytes + cut.c_bytes;
    return cut;
}

static void pack_panels(const gemm_plan *plan, gemm_strip *strip, ptrdiff_t first, ptrdiff_t start, ptrdiff_t depth) {
    const gemm_kernels *kernels = plan->kernels;
    const ptrdiff_t columns = (strip->panels - first - 1) * kernels->width + strip->panel[strip->panels - 1].columns;
    gemm_copy copy = {.rows = depth, .columns = columns, .padded_columns = apus_round_up(columns, kernels->lanes)};
    copy.from = strip->b + start * plan->b.row + first * kernels->width * plan->b.column;
    copy.from_row = plan->b.row;
    copy.from_column = plan->b.column;
    copy.to = strip->b_space;
    copy.to_row = kernels->width * kernels->element;
    copy.to_panel = (kernels->group ? apus_ceiling(depth, kernels->group) : depth) * copy.to_row;
    kernels->pack(&copy);
    for (ptrdiff_t j = first; j < strip->panels; j++) {
        strip->panel[j].b = copy.to + (j - first) * copy.to_panel;
        strip->panel[j].b_row = copy.to_row;
    }
}

/// B's panels for a block of depths: in place where that is as fast, otherwise packed.
static void fill_from_matrix(gemm_strip *strip, ptrdiff_t start, ptrdiff_t depth) {
    const gemm_plan *plan = strip->context;
    const gemm_kernels *kernels = plan->kernels;
    const bool ragged = !kernels->masks && strip->panel[strip->panels - 1].columns % kernels->lanes != 0;
    const ptrdiff_t in_place = plan->packs_b ? 0 : strip->panels - ragged;
    for (ptrdiff_t j = 0; j < in_place; j++) {
        strip->panel[j].b = strip->b + start * plan->b.row + j * kernels->width * plan->b.column;
        strip->panel[j].b_row = plan->b.row;
    }
    if (in_place < strip->panels) pack_panels(plan, strip, in_place, start, depth);
}

/// A bias as the kernels read it: of the type computed in, readable up to `padded` elements.
static const char *widened_bias(const gemm_kernels *kernels, const char *bias, ptrdiff_t count, ptrdiff_t padded, char *to) {
    gemm_copy copy = {1, count, padded, bias, 0, kernels->source, to, 0, 0};
    kernels->copy(&copy);
    memset(to + count * kernels->element, 0, (size_t)((padded - count) * kernels->element));
    return to;
}

static void set_biases(const gemm_plan *plan, gemm_strip *strip, ptrdiff_t row, ptrdiff_t column, ptrdiff_t columns, char *space) {
    const gemm_kernels *kernels = plan->kernels;
    if (plan->column_bias) {
        strip->column_bias = widened_bias(kernels, plan->column_bias + column * kernels->source, columns,
                                          apus_round_up(columns, kernels->width), space);
        space += apus_round_up(columns, kernels->width) * kernels->element;
    }
    if (plan->row_bias) {
        strip->row_bias = plan->row_bias + row * kernels->source;
        if (kernels->converts) strip->row_bias = widened_bias(kernels, strip->row_bias, strip->rows, strip->rows, space);
    }
}

/// One block of rows of one strip of columns.
static void product_unit(const gemm_plan *plan, ptrdiff_t batch, ptrdiff_t unit, char *space) {
    const gemm_kernels *kernels = plan->kernels;
    const gemm_cut *cut = &plan->cut;
    const ptrdiff_t row = unit % cut->blocks * cut->block_rows, column = unit / cut->blocks * cut->strip_columns;
    const ptrdiff_t columns = apus_least(cut->strip_columns, plan->n - column);
    gemm_strip strip;
    strip.kernels = kernels;
    strip.rows = apus_least(cut->block_rows, plan->m - row);
    strip.depth = plan->k;
    strip.depth_step = cut->depth_step;
    strip.a = plan->a.data + batch * plan->a_batch + row * plan->a.row;
    strip.a_row = plan->a.row;
    strip.a_column = plan->a.column;
    strip.a_space = plan->copies_a ? space : NULL;
    strip.b = plan->b.data + batch * plan->b_batch + column * plan->b.column;
    strip.b_space = space + cut->a_bytes;
    strip.panels = apus_ceiling(columns, kernels->width);
    strip.row_bias = strip.column_bias = NULL;
    strip.accumulate = plan->accumulate;
    strip.relu = plan->relu;
    strip.fill = fill_from_matrix;
    strip.context = plan;
    set_biases(plan, &strip, row, column, columns, space + cut->a_bytes + cut->b_bytes + cut->c_bytes);

    char *c = plan->c.data + batch * plan->c_batch + row * plan->c.row + column * plan->c.column;
    char *sums = plan->direct_c ? c : strip.b_space + cut->b_bytes;
    strip.c_row = plan->direct_c ? plan->c.row : columns * kernels->element;
    for (ptrdiff_t j = 0; j < strip.panels; j++) {
        strip.panel[j].columns = apus_least(kernels->width, columns - j * kernels->width);
        strip.panel[j].c = sums + j * kernels->width * kernels->element;
    }
    if (!plan->direct_c && plan->accumulate) {
        gemm_copy copy = {strip.rows, columns, columns, c, plan->c.row, plan->c.column, sums, strip.c_row, 0};
        kernels->copy(&copy);
    }
    apus_gemm_strip(&strip);
    if (!plan->direct_c)
        for (ptrdiff_t i = 0; i < strip.rows; i++)
            apus_gemm_store(kernels, columns, sums + i * strip.c_row, c + i * plan->c.row, plan->c.column);
}

/// Some rows of a matrix times a vector, or times a few.
static void vector_unit(const gemm_plan *plan, ptrdiff_t batch, ptrdiff_t unit, char *space) {
    const gemm_kernels *kernels = plan->kernels;
    const ptrdiff_t e = kernels->element, row = unit * plan->cut.block_rows, vectors = plan->n;
    gemm_vector v = {.rows = apus_least(plan->cut.block_rows, plan->m - row), .depth = plan->k, .vectors = vectors, .a_row = plan->a.row,
                     .a_column = plan->a.column, .accumulate = plan->accumulate, .relu = plan->relu};
    v.a = plan->a.data + batch * plan->a_batch + row * plan->a.row;
    v.x = plan->b.data + batch * plan->b_batch;
    v.x_step = plan->b.column;
    v.stored = kernels->converts && plan->m < 8 && vectors == 1 && plan->a.column == kernels->source && plan->b.row == kernels->source;
    if ((kernels->converts && !v.stored) || (!kernels->converts && plan->b.row != e && plan->k > 1)) {
        v.x_step = (ptrdiff_t)aligned(plan->k * e);
        gemm_copy copy = {vectors, plan->k, plan->k, v.x, plan->b.column, plan->b.row, space, v.x_step, 0};
        kernels->copy(&copy);
        v.x = space;
    }
    if (plan->row_bias) v.bias = plan->row_bias + row * e;
    if (plan->column_bias) v.bias = plan->column_bias;
    v.bias_step = plan->row_bias ? e : 0;
    char *c = plan->c.data + batch * plan->c_batch + row * plan->c.row;
    const bool direct = !kernels->converts && plan->c.row == e;
    v.y = direct ? c : space + plan->cut.a_bytes;
    v.y_step = direct ? plan->c.column : (ptrdiff_t)aligned(v.rows * e);
    for (ptrdiff_t j = 0; !direct && plan->accumulate && j < vectors; j++) {
        gemm_copy copy = {1, v.rows, v.rows, c + j * plan->c.column, 0, plan->c.row, v.y + j * v.y_step, 0, 0};
        kernels->copy(&copy);
    }
    kernels->vector(&v);
    for (ptrdiff_t j = 0; !direct && j < vectors; j++)
        apus_gemm_store(kernels, v.rows, v.y + j * v.y_step, c + j * plan->c.column, plan->c.row);
}

/// A small product whose matrices are used where they lie.
static void direct_unit(const gemm_plan *plan, ptrdiff_t batch, ptrdiff_t unit, char *space) {
    (void)unit, (void)space;
    const gemm_kernels *kernels = plan->kernels;
    const ptrdiff_t width = kernels->width, bytes = width * kernels->element;
    gemm_panel p = {.rows = plan->m, .columns = width, .depth = plan->k, .a = plan->a.data + batch * plan->a_batch, .a_row = plan->a.row,
                    .a_column = plan->a.column, .b = plan->b.data + batch * plan->b_batch, .b_row = plan->b.row,
                    .c = plan->c.data + batch * plan->c_batch, .c_row = plan->c.row, .row_bias = plan->row_bias,
                    .column_bias = plan->column_bias, .accumulate = plan->accumulate, .relu = plan->relu};
    for (ptrdiff_t left = plan->n; left > 0; left -= width, p.b += bytes, p.c += bytes) {
        p.columns = apus_least(left, width);
        kernels->panel(&p);
        if (p.column_bias) p.column_bias += bytes;
    }
}

/// Cᵀ = Bᵀ·Aᵀ.
static void transpose(gemm_plan *p) {
    gemm_plan t = *p;
    t.m = p->n;
    t.n = p->m;
    t.a = (apus_matrix){p->b.data, p->b.column, p->b.row};
    t.b = (apus_matrix){p->a.data, p->a.column, p->a.row};
    t.c = (apus_matrix){p->c.data, p->c.column, p->c.row};
    t.a_batch = p->b_batch;
    t.b_batch = p->a_batch;
    t.row_bias = p->column_bias;
    t.column_bias = p->row_bias;
    *p = t;
}

static bool suits_vector(const gemm_plan *p) {
    const ptrdiff_t e = p->kernels->source;
    if (!p->kernels->vector || (p->kernels->converts && (p->row_bias || p->column_bias))) return false;
    if (p->n == 1) return p->a.row == e || p->a.column == e;
    return p->n <= GEMM_VECTORS && p->a.row == e && !p->column_bias && !p->kernels->converts && !p->kernels->packs && p->m >= VECTOR_ROWS && p->k >= VECTOR_ROWS
        && p->m * p->k >= VECTOR_ELEMENTS;
}

/// Whether a product is best done at once, without copies.
static bool suits_direct(const gemm_plan *p) {
    const gemm_kernels *kernels = p->kernels;
    return p->direct_c && !p->copies_a && !p->packs_b && (kernels->masks || p->n % kernels->lanes == 0)
        && p->k == apus_gemm_depth_step(p->k) && (double)p->m * (double)p->n * (double)p->k <= UNIT_WORK;
}

/// Whether the instructions for bfloat16, which flush subnormal numbers to 0, meet none: sums of the products of A's and B's
/// elements are multiples of the product of the last places of the least of them, so if that is normal, so are they.
static bool stays_normal(const gemm_plan *p, ptrdiff_t batch) {
    int a = 511, b = 511, bias = 511;
    for (ptrdiff_t i = 0; i < (p->a_batch ? batch : 1) && a > 0; i++) {
        const int least = apus_gemm_bfloat16_exponent(p->a.column == 2 ? p->m : p->k, p->a.column == 2 ? p->k : p->m, p->a.data + i * p->a_batch,
                                                      p->a.column == 2 ? p->a.row : p->a.column, p->a.column == 2 ? 2 : p->a.row);
        a = least < a ? least : a;
    }
    for (ptrdiff_t i = 0; i < (p->b_batch ? batch : 1) && a > 0 && b > 0; i++) {
        const int least = apus_gemm_bfloat16_exponent(p->b.column == 2 ? p->k : p->n, p->b.column == 2 ? p->n : p->k, p->b.data + i * p->b_batch,
                                                      p->b.column == 2 ? p->b.row : p->b.column, p->b.column == 2 ? 2 : p->b.row);
        b = least < b ? least : b;
    }
    if (p->row_bias) bias = apus_gemm_bfloat16_exponent(1, p->m, p->row_bias, 0, 2);
    if (p->column_bias) bias = apus_gemm_bfloat16_exponent(1, p->n, p->column_bias, 0, 2);
    enum { one = 127, digits = 7, normal = 1 };
    return a > 0 && b > 0 && a + b - 2 * (one + digits) >= normal - one && bias - digits >= normal;
}

/// Kernels of instructions for several depths at once, where there are any and they pay.
static const gemm_kernels *grouped(const gemm_plan *p, apus_dtype dtype, ptrdiff_t batch) {
    if (dtype != APUS_BFLOAT16) return apus_gemm_grouped(dtype);
    const gemm_kernels *kernels = apus_gemm_bfloat16();
    if (!kernels || p->m < BFLOAT16_LEAST || p->n < BFLOAT16_LEAST || p->k < BFLOAT16_LEAST) return NULL;
    if ((p->a.column != 2 && p->a.row != 2) || (p->b.column != 2 && p->b.row != 2)) return NULL;
    return stays_normal(p, batch) ? kernels : NULL;
}

static void make_plan(gemm_plan *p, apus_dtype dtype, ptrdiff_t batch) {
    const gemm_kernels *best = grouped(p, dtype, batch), *kernels = p->kernels = best ? best : p->kernels;
    const ptrdiff_t e = kernels->source;
    if (p->n == 1) p->c.column = p->b.column = e;
    if (p->m == 1) p->c.row = p->a.row = e;
    if (p->k == 1) p->a.column = p->b.row = e;
    if ((p->m == 1 && p->n > 1) || (p->c.column != e && p->c.row == e && p->n > 1)) transpose(p);
    if (p->m <= GEMM_VECTORS && p->n > GEMM_VECTORS) {
        gemm_plan turned = *p;
        transpose(&turned);
        if (suits_vector(&turned)) *p = turned;
    }
    if (suits_vector(p)) {
        p->cut = cut_vector(kernels, p->m, p->k, p->a.column == e);
        p->unit = vector_unit;
        return;
    }
    if (p->n == 1 && p->m > 1) transpose(p);
    p->direct_c = !kernels->converts && p->c.column == e;
    p->copies_a = apus_gemm_copies_a(kernels, p->m, p->a.row, p->a.column);
    p->packs_b = kernels->packs || p->b.column != e || p->k * p->b.row > 512 * 1024 || p->b.row < 0;
    if (suits_direct(p)) {
        p->cut = (gemm_cut){.units = 1};
        p->unit = direct_unit;
        return;
    }
    p->cut = cut_product(kernels, p->m, p->n, p->k, p->direct_c);
    p->unit = product_unit;
}

static void run_unit(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    const gemm_plan *plan = context;
    char stack[GEMM_STACK_SPACE] __attribute__((aligned(64)));
    char *space = plan->cut.slot_bytes <= sizeof stack ? stack : plan->workspace + (size_t)slot * plan->cut.slot_bytes;
    const ptrdiff_t end = apus_least(plan->total, (unit + 1) * plan->grain);
    for (ptrdiff_t i = unit * plan->grain; i < end; i++) plan->unit(plan, i / plan->cut.units, i % plan->cut.units, space);
}

/// The most that a plan for these sizes asks of a slot, whatever the strides and the orientation.
static size_t most_slot_bytes(const gemm_kernels *kernels, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k) {
    size_t most = 0;
    for (int i = 0; i < 4; i++) {
        const size_t bytes = cut_product(kernels, i & 1 ? m : n, i & 1 ? n : m, k, i & 2).slot_bytes;
        if (bytes > most) most = bytes;
    }
    const bool few_rows = m <= GEMM_VECTORS, few_columns = n <= GEMM_VECTORS;
    for (int i = 0; kernels->vector && (few_rows || few_columns) && i < 4; i++) {
        const size_t bytes = cut_vector(kernels, i & 2 ? n : m, k, i & 1).slot_bytes;
        if (bytes > most) most = bytes;
    }
    return most;
}

size_t apus_gemm_batched_workspace(apus_dtype dtype, ptrdiff_t batch, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, int32_t threads) {
    if (dtype >= APUS_DTYPE_COUNT || batch <= 0 || m <= 0 || n <= 0 || k < 0) return 0;
    size_t bytes = most_slot_bytes(apus_gemm_kernels(dtype), m, n, k);
    const gemm_kernels *best = dtype == APUS_BFLOAT16 ? apus_gemm_bfloat16() : apus_gemm_grouped(dtype);
    const size_t own = best ? most_slot_bytes(best, m, n, k) : 0;
    if (own > bytes) bytes = own;
    const bool serial = (double)batch * (double)m * (double)n * (double)k < 2 * VECTOR_ELEMENTS;
    return bytes <= GEMM_STACK_SPACE ? 0 : bytes * (size_t)(serial || threads < 1 ? 1 : threads);
}

size_t apus_gemm_workspace(apus_dtype dtype, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, int32_t threads) {
    return apus_gemm_batched_workspace(dtype, 1, m, n, k, threads);
}

int apus_gemm_batched(apus_dtype dtype, ptrdiff_t batch, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, apus_matrix a,
                      ptrdiff_t a_batch, apus_matrix b, ptrdiff_t b_batch, apus_matrix c, ptrdiff_t c_batch,
                      bool accumulate, const apus_gemm_epilogue *epilogue, void *workspace, const apus_pool *pool) {
    if (dtype >= APUS_DTYPE_COUNT || batch < 0 || m < 0 || n < 0 || k < 0) return APUS_GEMM_BAD_ARGUMENT;
    if (batch == 0 || m == 0 || n == 0) return 0;
    static char nothing[16];
    if (k == 0) a = b = (apus_matrix){nothing, 0, 0};  // may be NULL, which no offset may be added to
    gemm_plan plan = {.kernels = apus_gemm_kernels(dtype), .m = m, .n = n, .k = k, .a = a, .b = b, .c = c,
                      .a_batch = a_batch, .b_batch = b_batch, .c_batch = c_batch, .accumulate = accumulate,
                      .workspace = workspace};
    if (epilogue) {
        plan.relu = epilogue->activation == APUS_ACTIVATION_RELU;
        if (plan.relu && (dtype < APUS_FLOAT16 || dtype > APUS_FLOAT64)) return APUS_GEMM_BAD_ARGUMENT;
        if (epilogue->bias_kind == APUS_BIAS_PER_ROW) plan.row_bias = epilogue->bias;
        if (epilogue->bias_kind == APUS_BIAS_PER_COLUMN) plan.column_bias = epilogue->bias;
    }
    make_plan(&plan, dtype, batch);
    if (!workspace && plan.cut.slot_bytes > GEMM_STACK_SPACE) return APUS_GEMM_NO_WORKSPACE;
    const double work = (double)batch * (double)m * (double)n * (double)k;
    plan.total = batch * plan.cut.units;
    const double unit_work = work / (double)plan.total;
    plan.grain = unit_work < UNIT_WORK ? (ptrdiff_t)(UNIT_WORK / apus_most((ptrdiff_t)unit_work, 1)) : 1;
    if (plan.unit == vector_unit) plan.grain = (ptrdiff_t)(VECTOR_ELEMENTS / apus_most((ptrdiff_t)unit_work, 1)) + 1;
    plan.grain = apus_least(plan.grain, plan.total);
    const bool serial = plan.unit == vector_unit ? work < 2 * VECTOR_ELEMENTS : work < PARALLEL_WORK;
    apus_gemm_share(serial ? NULL : pool, apus_ceiling(plan.total, plan.grain), run_unit, &plan);
    return 0;
}

int apus_gemm(apus_dtype dtype, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, apus_matrix a, apus_matrix b, apus_matrix c,
              bool accumulate, const apus_gemm_epilogue *epilogue, void *workspace, const apus_pool *pool) {
    return apus_gemm_batched(dtype, 1, m, n, k, a, 0, b, 0, c, 0, accumulate, epilogue, workspace, pool);
}
