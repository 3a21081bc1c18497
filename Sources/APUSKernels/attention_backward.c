// The derivative of attention: for a block of keys, block after block of queries.
#include "impl/attention_blocks.h"
#include <string.h>

enum {
    BLOCK = 128,    ///< keys and queries of a block
    FEW_UNITS = 16  ///< pieces of work that heads are cut into for the sake of threads
};

typedef struct back_plan {
    const apus_attention *attention;
    const apus_attention_gradients *gradients;
    const gemm_kernels *products;
    const attention_kernels *kernels;
    ptrdiff_t key_blocks, groups;  ///< each group of key blocks makes a sum of its own of the gradients of queries
    ptrdiff_t scores_row, depth_row, width_row;
    size_t key_bytes, value_bytes, depth_bytes, width_bytes, scores_bytes, slot_bytes;
    ptrdiff_t partial_bytes;       ///< of one group's gradients of the queries of one head; 0 with one group
    char *workspace, *partial;
} back_plan;

static size_t aligned(ptrdiff_t bytes) { return (size_t)apus_round_up(bytes, 64); }

static back_plan make_plan(const apus_attention *a) {
    back_plan p = {.attention = a, .products = apus_gemm_kernels(a->dtype), .kernels = apus_attention_kernels(a->dtype)};
    const ptrdiff_t e = p.products->element;
    p.key_blocks = apus_ceiling(a->keys, BLOCK);
    p.groups = apus_most(1, apus_least(p.key_blocks, apus_ceiling(FEW_UNITS, apus_most(1, a->heads))));
    p.scores_row = (BLOCK + 16) * e;
    p.depth_row = apus_attention_row(p.products, a->depth);
    p.width_row = apus_attention_row(p.products, a->width);
    p.key_bytes = aligned(BLOCK * a->depth * e);
    p.value_bytes = aligned(BLOCK * a->width * e);
    p.depth_bytes = aligned(BLOCK * p.depth_row);
    p.width_bytes = aligned(BLOCK * p.width_row);
    p.scores_bytes = aligned(BLOCK * p.scores_row);
    p.slot_bytes = p.key_bytes + p.value_bytes + 2 * p.depth_bytes + p.width_bytes + 2 * p.scores_bytes + aligned(BLOCK * e);
    p.partial_bytes = p.groups > 1 ? (ptrdiff_t)aligned(a->queries * a->depth * e) : 0;
    return p;
}

typedef struct back_space {
    char *packed_keys, *packed_values, *keys, *queries, *gradients, *weights, *slopes, *products;
} back_space;

static back_space space_of(const back_plan *p, ptrdiff_t slot) {
    back_space s;
    s.packed_keys = p->workspace + (size_t)slot * p->slot_bytes;
    s.packed_values = s.packed_keys + p->key_bytes;
    s.keys = s.packed_values + p->value_bytes;
    s.queries = s.keys + p->depth_bytes;
    s.gradients = s.queries + p->depth_bytes;
    s.weights = s.gradients + p->width_bytes;
    s.slopes = s.weights + p->scores_bytes;
    s.products = s.slopes + p->scores_bytes;
    return s;
}

static void clear(attention_block block, ptrdiff_t rows, size_t bytes) {
    for (ptrdiff_t i = 0; i < rows; i++) memset((char *)block.data + i * block.row, 0, bytes);
}

/// What one block of queries contributes to the gradients of itself and of a block of keys.
static void derive_block(const back_plan *p, const back_space *s, ptrdiff_t head, ptrdiff_t start, ptrdiff_t keys_count,
                         attention_block keys, ptrdiff_t first, ptrdiff_t rows, attention_block to_queries) {
    const apus_attention *a = p->attention;
    const gemm_kernels *products = p->products;
    const ptrdiff_t e = products->element;
    const attention_block queries =
        apus_attention_dense(products, apus_attention_rows(&a->query, head, first), rows, a->depth, s->queries);
    const attention_block given = apus_attention_rows(&p->gradients->out_gradient, head, first);
    const attention_block out = apus_attention_rows(&a->out, head, first);
    const attention_block gradients = apus_attention_dense(products, given, rows, a->width, s->gradients);
    p->kernels->products(rows, a->width, given.data, given.row, out.data, out.row, s->products);
    apus_attention_scores(products, rows, keys_count, a->depth, queries, s->packed_keys, s->weights, p->scores_row);
    apus_attention_scores(products, rows, keys_count, a->width, gradients, s->packed_values, s->slopes, p->scores_row);
    attention_back_tile back = {
        .tile = {.rows = rows, .keys = keys_count, .causal = a->causal, .visible = first + 1 - start, .mask_kind = a->mask_kind,
                 .scale = a->scale * 0x1.71547652b82fep0, .scores = s->weights, .scores_row = p->scores_row},
        .statistics = (const char *)a->statistics + 2 * e * (head * a->queries + first), .products = s->products,
        .slopes = s->slopes, .scale = a->scale};
    if (a->mask_kind != APUS_MASK_NONE) {
        back.tile.mask = apus_attention_rows(&a->mask, head, first).data + start * (a->mask_kind == APUS_MASK_BOOL ? 1 : e);
        back.tile.mask_row = a->mask.row;
    }
    p->kernels->weigh_back(&back);
    const attention_block to_keys = apus_attention_rows(&p->gradients->key, head, start);
    const attention_block to_values = apus_attention_rows(&p->gradients->value, head, start);
    apus_attention_product(products, keys_count, a->width, rows, s->weights, e, p->scores_row, gradients,
                           (char *)to_values.data, to_values.row, true);
    apus_attention_product(products, keys_count, a->depth, rows, s->slopes, e, p->scores_row, queries, (char *)to_keys.data,
                           to_keys.row, true);
    apus_attention_product(products, rows, a->depth, keys_count, s->slopes, p->scores_row, e, keys,
                           (char *)to_queries.data + first * to_queries.row, to_queries.row, true);
}

/// A group of key blocks of a head.
static void derive(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    const back_plan *p = context;
    const apus_attention *a = p->attention;
    const ptrdiff_t e = p->products->element, head = unit / p->groups, group = unit % p->groups;
    const back_space s = space_of(p, slot);
    attention_block to_queries = apus_attention_rows(&p->gradients->query, head, 0);
    if (p->partial_bytes) to_queries = (attention_block){p->partial + unit * p->partial_bytes, a->depth * e};
    clear(to_queries, a->queries, (size_t)(a->depth * e));
    const ptrdiff_t end = (group + 1) * p->key_blocks / p->groups;
    for (ptrdiff_t block = group * p->key_blocks / p->groups; block < end; block++) {
        const ptrdiff_t start = block * BLOCK, count = apus_least(BLOCK, a->keys - start);
        const attention_block given = apus_attention_rows(&a->key, head, start);
        clear(apus_attention_rows(&p->gradients->key, head, start), count, (size_t)(a->depth * e));
        clear(apus_attention_rows(&p->gradients->value, head, start), count, (size_t)(a->width * e));
        apus_attention_pack(p->products, given, count, a->depth, s.packed_keys);
        apus_attention_pack(p->products, apus_attention_rows(&a->value, head, start), count, a->width, s.packed_values);
        const attention_block keys = apus_attention_dense(p->products, given, count, a->depth, s.keys);
        for (ptrdiff_t first = a->causal ? start / BLOCK * BLOCK : 0; first < a->queries; first += BLOCK)
            derive_block(p, &s, head, start, count, keys, first, apus_least(BLOCK, a->queries - first), to_queries);
    }
}

/// Adds up the groups' gradients of some queries of a head.
static void add_groups(void *context, ptrdiff_t head) {
    const back_plan *p = context;
    const apus_attention *a = p->attention;
    const ptrdiff_t row_bytes = a->depth * p->products->element;
    const attention_block to = apus_attention_rows(&p->gradients->query, head, 0);
    for (ptrdiff_t row = 0; row < a->queries; row++) {
        char *sum = (char *)to.data + row * to.row;
        const char *from = p->partial + head * p->groups * p->partial_bytes + row * row_bytes;
        memcpy(sum, from, (size_t)row_bytes);
        for (ptrdiff_t g = 1; g < p->groups; g++) p->kernels->add(a->depth, sum, from + g * p->partial_bytes);
    }
}

size_t apus_attention_backward_workspace(const apus_attention *attention, int32_t threads) {
    if (!apus_attention_kernels(attention->dtype) || attention->heads == 0) return 0;
    const back_plan p = make_plan(attention);
    const ptrdiff_t units = attention->heads * p.groups;
    return p.slot_bytes * (size_t)apus_gemm_slots(threads, units) + (size_t)(units * p.partial_bytes);
}

int apus_attention_backward(const apus_attention *attention, const apus_attention_gradients *gradients, void *workspace,
                            const apus_pool *pool) {
    if (!apus_attention_kernels(attention->dtype)) return -1;
    if (attention->heads == 0) return 0;
    back_plan p = make_plan(attention);
    const ptrdiff_t units = attention->heads * p.groups;
    p.gradients = gradients;
    p.partial = workspace;
    p.workspace = p.partial + units * p.partial_bytes;
    apus_gemm_share(pool, units, derive, &p);
    for (ptrdiff_t head = 0; p.partial_bytes && head < attention->heads; head++) add_groups(&p, head);
    return 0;
}
