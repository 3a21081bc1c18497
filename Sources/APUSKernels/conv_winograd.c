// 3×3 convolutions of float32 by Winograd's filtering: 36 small products of matrices instead of one for each tap, with a
// quarter of the multiplications.
#include "impl/conv_winograd.h"
#include "impl/conv_plan.h"

typedef struct winograd {
    const gemm_kernels *gemm;
    const winograd_kernels *kernels;
    winograd_planes source, result;
    ptrdiff_t batch, tile_rows, tile_columns, tiles, blocks;
    ptrdiff_t height, groups;                 ///< rows of the result that a call of the panel computes, and how many such calls
    ptrdiff_t weight_step, source_step, product_step;  ///< elements between the 36 matrices
    ptrdiff_t group_rows;                     ///< groups whose products are kept before they are transformed
    bool backward;
    const float *weight, *from, *bias;
    float *to, *prepared, *slots;
    size_t slot_elements;
} winograd;

enum {
    FEWEST_TILES = 32,      ///< tiles from which on transforming the weights pays
    FEWEST_CHANNELS = 32,
    FEWEST_CHANNELS_OF_NARROW = 96,  ///< where rows of tiles are short, so that transforms leave lanes unused
    NARROW_TILES = 4,
    KEPT_ROWS = 64          ///< rows of results that are kept
};

static const winograd_kernels *kernels_at_hand(void) {
#if defined(__x86_64__)
    const int level = apus_isa_level();
    if (level == 2) return apus_winograd_kernels_avx512();
    if (level == 1) return apus_winograd_kernels_avx2();
#endif
    return apus_winograd_kernels_base();
}

static winograd plan(bool backward, const apus_conv_shape *s) {
    winograd w = {.gemm = apus_gemm_kernels(APUS_FLOAT32), .kernels = kernels_at_hand(), .batch = s->batch, .backward = backward};
    w.source = (winograd_planes){s->channels, s->height, s->width, s->pad_top, s->pad_left};
    w.result = (winograd_planes){s->out_channels, s->out_height, s->out_width, 0, 0};
    if (backward) {
        w.source = (winograd_planes){s->out_channels, s->out_height, s->out_width, 2 - s->pad_top, 2 - s->pad_left};
        w.result = (winograd_planes){s->channels, s->height, s->width, 0, 0};
    }
    w.tile_rows = apus_ceiling(w.result.height, WINOGRAD_RESULTS);
    w.tile_columns = apus_ceiling(w.result.width, WINOGRAD_RESULTS);
    w.tiles = s->batch * w.tile_rows * w.tile_columns;
    w.blocks = apus_ceiling(w.tiles, WINOGRAD_TILES);
    const ptrdiff_t rows = w.result.channels;
    w.height = apus_ceiling(rows, apus_ceiling(rows, w.gemm->height));
    w.groups = apus_ceiling(rows, w.height);
    w.group_rows = apus_most(1, KEPT_ROWS / w.height);
    w.weight_step = apus_round_up(w.groups * w.height * w.source.channels, 16) + WINOGRAD_LANES;
    w.source_step = w.source.channels * WINOGRAD_TILES + WINOGRAD_LANES;
    w.product_step = w.group_rows * w.height * WINOGRAD_TILES + WINOGRAD_LANES;
    w.slot_elements = (size_t)(WINOGRAD_PRODUCTS * (w.source_step + w.product_step));
    return w;
}

bool apus_conv_suits_winograd(apus_dtype dtype, bool backward, const apus_conv_shape *s) {
    if (dtype != APUS_FLOAT32 || s->kernel_h != 3 || s->kernel_w != 3 || s->stride_h != 1 || s->stride_w != 1
        || s->dilation_h != 1 || s->dilation_w != 1 || s->groups != 1 || s->channels < FEWEST_CHANNELS
        || s->out_channels < FEWEST_CHANNELS)
        return false;
    if (backward && (s->pad_top > 2 || s->pad_left > 2)) return false;
    const winograd w = plan(backward, s);
    if (w.tile_columns < NARROW_TILES && apus_least(s->channels, s->out_channels) < FEWEST_CHANNELS_OF_NARROW) return false;
    const ptrdiff_t results = w.batch * w.result.height * w.result.width;
    return w.tiles >= FEWEST_TILES && results * 5 >= w.tiles * WINOGRAD_RESULTS * WINOGRAD_RESULTS * 2;
}

static size_t prepared_bytes(const winograd *w) { return conv_aligned(WINOGRAD_PRODUCTS * w->weight_step * (ptrdiff_t)sizeof(float)); }

static size_t slot_bytes(const winograd *w) { return conv_aligned((ptrdiff_t)(w->slot_elements * sizeof(float))); }

size_t apus_conv_winograd_workspace(bool backward, const apus_conv_shape *s, int32_t threads) {
    const winograd w = plan(backward, s);
    return prepared_bytes(&w) + slot_bytes(&w) * (size_t)apus_gemm_slots(threads, w.blocks);
}

/// The weights of the rows of one call of the panel.
static void prepare(void *context, ptrdiff_t slot, ptrdiff_t group) {
    (void)slot;
    const winograd *w = context;
    const ptrdiff_t first = group * w->height, rows = apus_least(w->height, w->result.channels - first);
    const ptrdiff_t row = w->backward ? 9 : w->source.channels * 9, channel = w->backward ? w->result.channels * 9 : 9;
    w->kernels->weights(w->weight + first * row, rows, row, w->source.channels, channel, w->backward,
                        w->prepared + first * w->source.channels, w->weight_step);
}

static winograd_block block_of(const winograd *w, ptrdiff_t index) {
    winograd_block block = {0};
    const ptrdiff_t first = index * WINOGRAD_TILES, end = apus_least(w->tiles, first + WINOGRAD_TILES);
    for (ptrdiff_t tile = first; tile < end;) {
        const ptrdiff_t column = tile % w->tile_columns, row = tile / w->tile_columns % w->tile_rows;
        const ptrdiff_t count = apus_least(w->tile_columns - column, end - tile);
        block.segment[block.segments++] =
            (winograd_segment){tile / (w->tile_columns * w->tile_rows), row, column, count, tile - first};
        tile += count;
    }
    return block;
}

/// The 36 products of some rows of results with a block of tiles.
static void multiply(const winograd *w, ptrdiff_t group, const float *tiles, float *products) {
    const ptrdiff_t first = group * w->height, rows = apus_least(w->height, w->result.channels - first);
    const ptrdiff_t width = w->gemm->width, depth_step = apus_gemm_depth_step(w->source.channels);
    for (ptrdiff_t product = 0; product < WINOGRAD_PRODUCTS; product++)
        for (ptrdiff_t start = 0; start < w->source.channels; start += depth_step)
            for (ptrdiff_t column = 0; column < WINOGRAD_TILES; column += width) {
                const gemm_panel panel = {
                    .rows = rows, .columns = apus_least(width, WINOGRAD_TILES - column),
                    .depth = apus_least(depth_step, w->source.channels - start),
                    .a = (const char *)(w->prepared + product * w->weight_step + first * w->source.channels + start * rows),
                    .a_row = sizeof(float), .a_column = rows * (ptrdiff_t)sizeof(float),
                    .b = (const char *)(tiles + product * w->source_step + start * WINOGRAD_TILES + column),
                    .b_row = WINOGRAD_TILES * sizeof(float),
                    .c = (char *)(products + product * w->product_step + column), .c_row = WINOGRAD_TILES * sizeof(float),
                    .accumulate = start > 0};
                w->gemm->panel(&panel);
            }
}

static void run_block(void *context, ptrdiff_t slot, ptrdiff_t index) {
    const winograd *w = context;
    float *tiles = w->slots + (size_t)slot * slot_bytes(w) / sizeof(float);
    float *products = tiles + WINOGRAD_PRODUCTS * w->source_step;
    const winograd_block block = block_of(w, index);
    w->kernels->source(&w->source, &block, w->from, tiles, w->source_step);
    for (ptrdiff_t group = 0; group < w->groups; group += w->group_rows) {
        const ptrdiff_t end = apus_least(w->groups, group + w->group_rows);
        for (ptrdiff_t g = group; g < end; g++)
            multiply(w, g, tiles, products + (g - group) * w->height * WINOGRAD_TILES);
        const ptrdiff_t first = group * w->height, rows = apus_least(end * w->height, w->result.channels);
        for (ptrdiff_t row = first; row < rows; row++)
            w->kernels->results(&w->result, &block, products + (row - first) * WINOGRAD_TILES, w->product_step,
                                w->bias ? w->bias[row] : 0, w->to + row * w->result.height * w->result.width);
    }
}

int apus_conv_winograd(bool backward, const apus_conv_shape *s, const float *source, const float *weight, const float *bias,
                       float *result, char *workspace, const apus_pool *pool) {
    winograd w = plan(backward, s);
    w.from = source;
    w.weight = weight;
    w.bias = bias;
    w.to = result;
    w.prepared = (float *)workspace;
    w.slots = (float *)(workspace + prepared_bytes(&w));
    apus_gemm_share(pool, w.groups, prepare, &w);
    apus_gemm_share(pool, w.blocks, run_block, &w);
    return 0;
}
