// Attention: for some queries of a head, block after block of keys.
#include "impl/attention_blocks.h"
#include <math.h>
#include <string.h>

enum {
    KEY_BLOCK = 256,   ///< keys weighed together
    QUERY_CHUNK = 256, ///< queries that one thread takes at most
    LEAST_CHUNK = 64,
    FEW_UNITS = 16     ///< pieces of work that heads are cut into for the sake of threads
};

typedef struct attention_plan {
    const apus_attention *attention;
    const gemm_kernels *products;
    const attention_kernels *kernels;
    ptrdiff_t key_block, chunks, chunk, group;
    ptrdiff_t scores_row, means_row;
    size_t key_bytes, value_bytes, query_bytes, scores_bytes, means_bytes, account_bytes, slot_bytes;
    char *workspace;
} attention_plan;

static size_t aligned(ptrdiff_t bytes) { return (size_t)apus_round_up(bytes, 64); }

static attention_plan make_plan(const apus_attention *attention) {
    attention_plan p = {.attention = attention, .products = apus_gemm_kernels(attention->dtype)};
    p.kernels = apus_attention_kernels(attention->dtype);
    const ptrdiff_t e = p.products->element, height = p.products->height;
    p.key_block = apus_least(KEY_BLOCK, apus_round_up(attention->keys, p.products->width));
    p.chunks = apus_ceiling(attention->queries, QUERY_CHUNK);
    if (attention->heads * p.chunks < FEW_UNITS)
        p.chunks = apus_least(apus_ceiling(FEW_UNITS, attention->heads), apus_ceiling(attention->queries, LEAST_CHUNK));
    p.chunk = apus_ceiling(attention->queries, p.chunks);
    p.group = apus_round_up(14, height);
    p.scores_row = (p.key_block + 16) * e;
    p.means_row = apus_attention_row(p.products, attention->width);
    p.key_bytes = aligned(p.key_block * attention->depth * e);
    p.value_bytes = aligned(p.key_block * p.means_row);
    p.query_bytes = aligned(p.chunk * apus_attention_row(p.products, attention->depth));
    p.scores_bytes = aligned(p.group * p.scores_row);
    p.means_bytes = aligned(p.chunk * p.means_row);
    p.account_bytes = aligned(p.chunk * e);
    p.slot_bytes = p.key_bytes + p.value_bytes + p.query_bytes + p.scores_bytes + p.means_bytes + 2 * p.account_bytes;
    return p;
}

/// The memory of a slot, by use.
typedef struct attention_space {
    char *keys, *values, *queries, *scores, *means, *most, *sums;
} attention_space;

static attention_space space_of(const attention_plan *p, ptrdiff_t slot) {
    attention_space s;
    s.keys = p->workspace + (size_t)slot * p->slot_bytes;
    s.values = s.keys + p->key_bytes;
    s.queries = s.values + p->value_bytes;
    s.scores = s.queries + p->query_bytes;
    s.means = s.scores + p->scores_bytes;
    s.most = s.means + p->means_bytes;
    s.sums = s.most + p->account_bytes;
    return s;
}

static void set_lowest(apus_dtype dtype, void *values, ptrdiff_t count) {
    if (dtype == APUS_FLOAT64) for (ptrdiff_t i = 0; i < count; i++) ((double *)values)[i] = -INFINITY;
    else for (ptrdiff_t i = 0; i < count; i++) ((float *)values)[i] = -INFINITY;
}

/// A block of keys for all rows of the chunk.
static void weigh_block(const attention_plan *p, const attention_space *s, ptrdiff_t head, ptrdiff_t first, ptrdiff_t rows,
                        attention_block queries, ptrdiff_t start, ptrdiff_t keys) {
    const apus_attention *a = p->attention;
    const gemm_kernels *products = p->products;
    const ptrdiff_t e = products->element;
    apus_attention_pack(products, apus_attention_rows(&a->key, head, start), keys, a->depth, s->keys);
    const attention_block values =
        apus_attention_dense(products, apus_attention_rows(&a->value, head, start), keys, a->width, s->values);
    const ptrdiff_t groups = apus_ceiling(rows, p->group);
    for (ptrdiff_t g = 0, row = 0; g < groups; g++) {
        const ptrdiff_t count = rows / groups + (g < rows % groups);
        attention_tile tile = {.rows = count, .keys = keys, .causal = a->causal, .visible = first + row + 1 - start,
                               .mask_kind = a->mask_kind, .scale = a->scale * 0x1.71547652b82fep0, .scores = s->scores,
                               .scores_row = p->scores_row, .most = s->most + row * e, .sums = s->sums + row * e,
                               .means = start > 0 ? s->means + row * p->means_row : NULL, .means_row = p->means_row,
                               .width = a->width};
        if (a->mask_kind != APUS_MASK_NONE) {
            tile.mask = apus_attention_rows(&a->mask, head, first + row).data + start * (a->mask_kind == APUS_MASK_BOOL ? 1 : e);
            tile.mask_row = a->mask.row;
        }
        if (a->causal) tile.keys = apus_most(0, apus_least(keys, tile.visible + count - 1));
        const attention_block some = {queries.data + row * queries.row, queries.row};
        apus_attention_scores(products, count, tile.keys, a->depth, some, s->keys, s->scores, p->scores_row);
        p->kernels->weigh(&tile);
        apus_attention_product(products, count, apus_round_up(a->width, products->lanes), tile.keys, s->scores, p->scores_row, e,
                               values, s->means + row * p->means_row, p->means_row, start > 0);
        row += count;
    }
}

static void attend(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    const attention_plan *p = context;
    const apus_attention *a = p->attention;
    const ptrdiff_t e = p->products->element, head = unit / p->chunks, first = unit % p->chunks * p->chunk;
    const ptrdiff_t rows = apus_least(p->chunk, a->queries - first);
    if (rows <= 0) return;
    const attention_space s = space_of(p, slot);
    set_lowest(a->dtype, s.most, rows);
    memset(s.sums, 0, (size_t)(rows * e));
    if (a->keys == 0) memset(s.means, 0, (size_t)(rows * p->means_row));
    const attention_block queries =
        apus_attention_dense(p->products, apus_attention_rows(&a->query, head, first), rows, a->depth, s.queries);
    for (ptrdiff_t start = 0; start < a->keys && !(a->causal && start >= first + rows); start += p->key_block)
        weigh_block(p, &s, head, first, rows, queries, start, apus_least(p->key_block, a->keys - start));
    const attention_tile tile = {.rows = rows, .most = s.most, .sums = s.sums, .means = s.means, .means_row = p->means_row,
                                 .width = a->width};
    p->kernels->finish(&tile, a->out.data + a->out.places[head] + first * a->out.row, a->out.row,
                       (char *)a->statistics + 2 * e * (head * a->queries + first));
}

size_t apus_attention_workspace(const apus_attention *attention, int32_t threads) {
    if (!apus_attention_kernels(attention->dtype) || attention->heads == 0 || attention->queries == 0) return 0;
    const attention_plan p = make_plan(attention);
    return p.slot_bytes * (size_t)apus_gemm_slots(threads, attention->heads * p.chunks);
}

int apus_attention_forward(const apus_attention *attention, void *workspace, const apus_pool *pool) {
    if (!apus_attention_kernels(attention->dtype)) return -1;
    if (attention->heads == 0 || attention->queries == 0) return 0;
    attention_plan p = make_plan(attention);
    p.workspace = workspace;
    apus_gemm_share(pool, attention->heads * p.chunks, attend, &p);
    return 0;
}
