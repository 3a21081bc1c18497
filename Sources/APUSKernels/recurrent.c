// Recurrent layers: packs the weights once, then takes rows of the batch through all steps, forward or back.
#include "apus_recurrent.h"
#include "impl/gemm_strip.h"
#include "impl/recurrent_kernels.h"
#include <string.h>

enum { UNIT_ROWS = 48, LEAST_ROWS = 4, SLOTS = 4 };

typedef struct recurrent_plan {
    const apus_recurrent *layer;
    const apus_recurrent_gradients *gradients;
    const gemm_kernels *products;
    const recurrent_kernels *kernels;
    ptrdiff_t slots, blocks;                      ///< sums a unit, and blocks of units of a panel's width
    ptrdiff_t slot_bytes_x, slot_bytes_h;         ///< of one panel of weights, for the products with x and h
    ptrdiff_t local_row, x_row, slopes_row;
    size_t packed_bytes, bias_bytes, local_bytes, x_bytes, sums_bytes, unit_bytes;
    ptrdiff_t rows, units;                        ///< of the batch, and pieces of work
    char *packed, *biases, *workspace;
} recurrent_plan;

static size_t aligned(ptrdiff_t bytes) { return (size_t)apus_round_up(bytes, 64); }

static const recurrent_kernels *kernels_of(apus_dtype dtype) {
    if (dtype != APUS_FLOAT32 && dtype != APUS_FLOAT64) return NULL;
    const int i = dtype == APUS_FLOAT64;
#if defined(__x86_64__)
    if (apus_isa_level() == 2) return &recurrent_kernels_avx512[i];
    if (apus_isa_level() == 1) return &recurrent_kernels_avx2[i];
#endif
    return &recurrent_kernels_base[i];
}

ptrdiff_t apus_recurrent_kept(apus_recurrence kind) { return kind >= APUS_RECURRENCE_GRU ? 4 : 0; }
ptrdiff_t apus_recurrent_slopes(apus_recurrence kind) { return kind >= APUS_RECURRENCE_GRU ? 4 : 1; }

static ptrdiff_t gates_of(apus_recurrence kind) { return kind == APUS_RECURRENCE_LSTM ? 4 : kind == APUS_RECURRENCE_GRU ? 3 : 1; }

/// Bytes of a local row of `count` elements; a few more than whole vectors, so that rows do not compete for the same lines of
/// the first-level cache.
static ptrdiff_t local_row(const gemm_kernels *products, ptrdiff_t count) {
    return apus_round_up(count * products->element, 64) + 64;
}

/// Rows of the batch are shared out evenly. Each row's results are its own, so they may depend on the number of threads.
static void cut_batch(recurrent_plan *p, int32_t threads) {
    const ptrdiff_t batch = p->layer->batch;
    const ptrdiff_t workers = apus_most(1, apus_least(threads, apus_ceiling(batch, LEAST_ROWS)));
    p->rows = apus_most(1, apus_ceiling(batch, apus_round_up(apus_ceiling(batch, UNIT_ROWS), workers)));
    p->units = apus_ceiling(batch, p->rows);
}

static recurrent_plan make_plan(const apus_recurrent *layer, int32_t threads) {
    recurrent_plan p = {.layer = layer, .products = apus_gemm_kernels(layer->dtype), .kernels = kernels_of(layer->dtype)};
    const ptrdiff_t e = p.products->element, panel = p.products->width * e;
    p.slots = apus_recurrent_slopes(layer->kind);
    p.blocks = apus_ceiling(layer->hidden, p.products->width);
    p.slot_bytes_x = layer->inputs * panel;
    p.slot_bytes_h = layer->hidden * panel;
    cut_batch(&p, threads);
    p.local_row = local_row(p.products, p.blocks * p.products->width);
    p.x_row = local_row(p.products, layer->inputs);
    p.slopes_row = local_row(p.products, p.slots * layer->hidden);
    p.packed_bytes = aligned(p.blocks * p.slots * (p.slot_bytes_x + p.slot_bytes_h));
    p.bias_bytes = aligned(p.blocks * p.slots * panel);
    p.local_bytes = aligned(p.rows * p.local_row);
    p.x_bytes = aligned(p.rows * apus_most(p.x_row, p.slopes_row));
    p.sums_bytes = aligned(p.rows * p.slots * panel);
    p.unit_bytes = 3 * p.local_bytes + p.x_bytes + p.sums_bytes;
    return p;
}

/// Which rows of the two matrices of weights go into a slot; -1 where a slot has no such part.
static ptrdiff_t gate_of_x(apus_recurrence kind, ptrdiff_t slot) {
    return kind != APUS_RECURRENCE_GRU || slot < 2 ? slot : slot == 3 ? 2 : -1;
}
static ptrdiff_t gate_of_h(apus_recurrence kind, ptrdiff_t slot) { return kind == APUS_RECURRENCE_GRU && slot == 3 ? -1 : slot; }

/// Where the panels of a slot of a block of units are.
static char *panel_x(const recurrent_plan *p, ptrdiff_t block, ptrdiff_t slot) {
    return p->packed + (block * p->slots + slot) * (p->slot_bytes_x + p->slot_bytes_h);
}
static char *panel_h(const recurrent_plan *p, ptrdiff_t block, ptrdiff_t slot) { return panel_x(p, block, slot) + p->slot_bytes_x; }

static ptrdiff_t units_of(const recurrent_plan *p, ptrdiff_t block) {
    return apus_least(p->products->width, p->layer->hidden - block * p->products->width);
}

static void pack_transposed(const recurrent_plan *p, const void *weight, ptrdiff_t row, ptrdiff_t columns, ptrdiff_t depth, char *to) {
    const gemm_kernels *products = p->products;
    const ptrdiff_t e = products->element;
    gemm_copy copy = {.rows = depth, .columns = columns, .padded_columns = apus_round_up(columns, products->lanes),
                      .from = (const char *)weight + row * depth * e, .from_row = e, .from_column = depth * e, .to = to,
                      .to_row = products->width * e, .to_panel = depth * products->width * e};
    products->pack(&copy);
}

static void add_bias(const recurrent_plan *p, const void *bias, ptrdiff_t first, ptrdiff_t count, char *to) {
    if (!bias) return;
    if (p->layer->dtype == APUS_FLOAT64)
        for (ptrdiff_t i = 0; i < count; i++) ((double *)to)[i] += ((const double *)bias)[first + i];
    else
        for (ptrdiff_t i = 0; i < count; i++) ((float *)to)[i] += ((const float *)bias)[first + i];
}

/// The weights and the bias of one slot of one block of units.
static void pack_slot(void *context, ptrdiff_t index) {
    const recurrent_plan *p = context;
    const apus_recurrent *layer = p->layer;
    const ptrdiff_t block = index / p->slots, slot = index % p->slots, panel = p->products->width * p->products->element;
    const ptrdiff_t unit = block * p->products->width, count = units_of(p, block);
    const ptrdiff_t x = gate_of_x(layer->kind, slot), h = gate_of_h(layer->kind, slot);
    char *bias = p->biases + index * panel;
    memset(bias, 0, (size_t)panel);
    if (x >= 0) {
        pack_transposed(p, layer->input_weight, x * layer->hidden + unit, count, layer->inputs, panel_x(p, block, slot));
        add_bias(p, layer->input_bias, x * layer->hidden + unit, count, bias);
    }
    if (h >= 0) {
        pack_transposed(p, layer->hidden_weight, h * layer->hidden + unit, count, layer->hidden, panel_h(p, block, slot));
        add_bias(p, layer->hidden_bias, h * layer->hidden + unit, count, bias);
    }
}

/// For the pass back: the columns of the weights of h, one panel a block of units, as deep as there are rows. A GRU's gates
/// stand in the order of its slopes.
static void pack_back(void *context, ptrdiff_t block) {
    const recurrent_plan *p = context;
    const apus_recurrent *layer = p->layer;
    const ptrdiff_t e = p->products->element, panel = p->products->width * e, gates = gates_of(layer->kind), count = units_of(p, block);
    for (ptrdiff_t i = 0; i < gates; i++) {
        const ptrdiff_t gate = layer->kind == APUS_RECURRENCE_GRU ? (i + 2) % 3 : i;
        const gemm_copy copy = {.rows = layer->hidden, .columns = count, .padded_columns = apus_round_up(count, p->products->lanes),
                                .from = (const char *)layer->hidden_weight + gate * layer->hidden * layer->hidden * e + block * panel,
                                .from_row = layer->hidden * e, .from_column = e,
                                .to = p->packed + (block * gates + i) * layer->hidden * panel, .to_row = panel,
                                .to_panel = layer->hidden * panel};
        p->products->pack(&copy);
    }
}

static void share(const apus_pool *pool, ptrdiff_t count, void (*body)(void *, ptrdiff_t), void *context) {
    if (pool && pool->threads > 1 && count > 1) pool->run(count, body, context);
    else for (ptrdiff_t i = 0; i < count; i++) body(context, i);
}

/// Rows to a local place, or zeros.
static void bring(const void *from, ptrdiff_t from_row, char *to, ptrdiff_t to_row, ptrdiff_t rows, ptrdiff_t bytes) {
    for (ptrdiff_t i = 0; i < rows; i++) {
        memset(to + i * to_row, 0, (size_t)to_row);
        if (from) memcpy(to + i * to_row, (const char *)from + i * from_row, (size_t)bytes);
    }
}

static void take(const char *from, ptrdiff_t from_row, void *to, ptrdiff_t to_row, ptrdiff_t rows, ptrdiff_t bytes) {
    for (ptrdiff_t i = 0; i < rows; i++) memcpy((char *)to + i * to_row, from + i * from_row, (size_t)bytes);
}

static const void *moved(const void *p, ptrdiff_t bytes) { return p ? (const char *)p + bytes : NULL; }

/// The sums of one block of units: biases, products with x, products with h (zeros at the first step if `h` is NULL).
static void sum_block(const recurrent_plan *p, ptrdiff_t rows, ptrdiff_t block, const char *x, const char *h, char *sums) {
    const gemm_kernels *products = p->products;
    const apus_recurrent *layer = p->layer;
    const ptrdiff_t e = products->element, panel = products->width * e;
    gemm_panel q = {.rows = rows, .columns = apus_round_up(units_of(p, block), products->lanes), .a_column = e, .b_row = panel,
                    .c_row = p->slots * panel};
    for (ptrdiff_t slot = 0; slot < p->slots; slot++) {
        const bool has_x = gate_of_x(layer->kind, slot) >= 0, has_h = h && gate_of_h(layer->kind, slot) >= 0;
        q.c = sums + slot * panel;
        q.a = x;
        q.a_row = p->x_row;
        q.b = panel_x(p, block, slot);
        q.depth = has_x ? layer->inputs : 0;
        q.column_bias = p->biases + (block * p->slots + slot) * panel;
        q.accumulate = false;
        products->panel(&q);
        if (!has_h) continue;
        q.a = h;
        q.a_row = p->local_row;
        q.b = panel_h(p, block, slot);
        q.depth = layer->hidden;
        q.column_bias = NULL;
        q.accumulate = true;
        products->panel(&q);
    }
}

static void walk(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    const recurrent_plan *p = context;
    const apus_recurrent *layer = p->layer;
    const ptrdiff_t e = p->products->element, first = unit * p->rows, rows = apus_least(p->rows, layer->batch - first);
    const ptrdiff_t state_row = layer->hidden * e, panel = p->products->width * e;
    char *after = p->workspace + (size_t)slot * p->unit_bytes, *before = after + p->local_bytes, *cells = before + p->local_bytes;
    char *x = cells + p->local_bytes, *sums = x + p->x_bytes;
    bring(moved(layer->first_hidden, first * state_row), state_row, before, p->local_row, rows, state_row);
    bring(moved(layer->first_cells, first * state_row), state_row, cells, p->local_row, rows, state_row);
    for (ptrdiff_t i = 0; i < layer->steps; i++) {
        const ptrdiff_t t = layer->reversed ? layer->steps - 1 - i : i;
        take(layer->x.data + t * layer->x.step + first * layer->x.row, layer->x.row, x, p->x_row, rows, layer->inputs * e);
        for (ptrdiff_t block = 0; block < p->blocks; block++) {
            const ptrdiff_t at = block * panel;
            sum_block(p, rows, block, x, i == 0 && !layer->first_hidden ? NULL : before, sums);
            recurrent_step step = {.rows = rows, .units = units_of(p, block), .sums = sums, .sums_row = p->slots * panel,
                                   .slot = panel, .before = before + at, .after = after + at, .cells = cells + at,
                                   .local_row = p->local_row,
                                   .out = layer->out.data + t * layer->out.step + first * layer->out.row + at,
                                   .out_row = layer->out.row};
            if (layer->gates.data) {
                step.gates = layer->gates.data + t * layer->gates.step + first * layer->gates.row + at;
                step.gates_row = layer->gates.row;
                step.gate = state_row;
            }
            if (layer->cells.data) {
                step.kept_cells = layer->cells.data + t * layer->cells.step + first * layer->cells.row + at;
                step.kept_cells_row = layer->cells.row;
            }
            p->kernels->step[layer->kind](&step);
        }
        char *next = before;
        before = after;
        after = next;
    }
    if (layer->last_cells) take(cells, p->local_row, (char *)layer->last_cells + first * state_row, state_row, rows, state_row);
}

/// The gradient of the hidden values before a step: the slopes times the weights of h.
static void pull_back(const recurrent_plan *p, ptrdiff_t rows, const char *slopes, char *hidden) {
    const apus_recurrent *layer = p->layer;
    const ptrdiff_t e = p->products->element, panel = p->products->width * e, gates = gates_of(layer->kind);
    gemm_panel q = {.rows = rows, .depth = layer->hidden, .a_row = p->slopes_row, .a_column = e, .b_row = panel, .c_row = p->local_row};
    for (ptrdiff_t block = 0; block < p->blocks; block++) {
        q.columns = apus_round_up(units_of(p, block), p->products->lanes);
        q.c = hidden + block * panel;
        for (ptrdiff_t gate = 0; gate < gates; gate++) {
            q.a = slopes + gate * layer->hidden * e;
            q.b = p->packed + (block * gates + gate) * layer->hidden * panel;
            q.accumulate = gate > 0 || layer->kind == APUS_RECURRENCE_GRU;
            p->products->panel(&q);
        }
    }
}

/// A row of a sequence at a step; NULL without data.
static char *place(const apus_sequence *sequence, ptrdiff_t step, ptrdiff_t row) {
    return sequence->data ? sequence->data + step * sequence->step + row * sequence->row : NULL;
}

static void walk_back(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    const recurrent_plan *p = context;
    const apus_recurrent *layer = p->layer;
    const apus_recurrent_gradients *g = p->gradients;
    const ptrdiff_t e = p->products->element, first = unit * p->rows, rows = apus_least(p->rows, layer->batch - first);
    const ptrdiff_t state_row = layer->hidden * e, start = first * state_row;
    char *hidden = p->workspace + (size_t)slot * p->unit_bytes, *cells = hidden + p->local_bytes;
    char *slopes = hidden + 3 * p->local_bytes;
    bring(moved(g->last_hidden, start), state_row, hidden, p->local_row, rows, state_row);
    bring(moved(g->last_cells, start), state_row, cells, p->local_row, rows, state_row);
    for (ptrdiff_t i = layer->steps - 1; i >= 0; i--) {
        const ptrdiff_t t = layer->reversed ? layer->steps - 1 - i : i, earlier = layer->reversed ? t + 1 : t - 1;
        const recurrent_back_step step = {
            .rows = rows, .units = layer->hidden, .gradient = place(&g->out, t, first), .gradient_row = g->out.row,
            .hidden = hidden, .cells = cells, .local_row = p->local_row,
            .gates = place(&layer->gates, t, first), .gates_row = layer->gates.row,
            .out = place(&layer->out, t, first), .out_row = layer->out.row,
            .before = i > 0 ? place(&layer->out, earlier, first) : moved(layer->first_hidden, start),
            .before_row = i > 0 ? layer->out.row : state_row,
            .kept_cells = place(&layer->cells, t, first), .kept_cells_row = layer->cells.row,
            .cells_before = i > 0 ? place(&layer->cells, earlier, first) : moved(layer->first_cells, start),
            .cells_before_row = i > 0 ? layer->cells.row : state_row,
            .slopes = slopes, .slopes_row = p->slopes_row,
            .kept_slopes = place(&g->slopes, t, first), .kept_slopes_row = g->slopes.row};
        p->kernels->back[layer->kind](&step);
        pull_back(p, rows, slopes, hidden);
    }
    if (g->first_hidden) take(hidden, p->local_row, (char *)g->first_hidden + start, state_row, rows, state_row);
    if (g->first_cells) take(cells, p->local_row, (char *)g->first_cells + start, state_row, rows, state_row);
}

size_t apus_recurrent_workspace(const apus_recurrent *layer, int32_t threads) {
    if (!kernels_of(layer->dtype) || layer->batch == 0 || layer->hidden == 0) return 0;
    const recurrent_plan p = make_plan(layer, threads);
    return p.packed_bytes + p.bias_bytes + p.unit_bytes * (size_t)apus_gemm_slots(threads, p.units);
}

static int run(const apus_recurrent *layer, const apus_recurrent_gradients *gradients, void *workspace, const apus_pool *pool) {
    if (!kernels_of(layer->dtype)) return -1;
    if (layer->batch == 0 || layer->hidden == 0) return 0;
    recurrent_plan p = make_plan(layer, pool ? pool->threads : 1);
    p.gradients = gradients;
    p.packed = workspace;
    p.biases = p.packed + p.packed_bytes;
    p.workspace = p.biases + p.bias_bytes;
    if (gradients) share(pool, p.blocks, pack_back, &p);
    else share(pool, p.blocks * p.slots, pack_slot, &p);
    apus_gemm_share(pool, p.units, gradients ? walk_back : walk, &p);
    return 0;
}

int apus_recurrent_forward(const apus_recurrent *layer, void *workspace, const apus_pool *pool) {
    return run(layer, NULL, workspace, pool);
}

int apus_recurrent_backward(const apus_recurrent *layer, const apus_recurrent_gradients *gradients, void *workspace,
                            const apus_pool *pool) {
    return run(layer, gradients, workspace, pool);
}
