// Convolution as a product of the weights with a matrix of shifted inputs, of which only panels ever exist; the derivative
// by the input is the same with the weights turned around, once for every phase of the stride.
#include "impl/conv_plan.h"

/// A convolution forward, or one phase of its derivative by the input.
typedef struct conv_product {
    conv_types types;
    const apus_conv_shape *shape;
    bool backward;
    ptrdiff_t rows, channels;                     ///< of a group: rows of results, channels of the source
    conv_map map;
    ptrdiff_t kernel_y, kernel_x, kernel_step_y, kernel_step_x;  ///< the taps as positions in the kernel
    const char *source, *weight, *bias;
    char *result;
    ptrdiff_t weight_row, weight_group;           ///< bytes; rows are dense
    ptrdiff_t result_image, result_plane, result_row, result_step;  ///< bytes
    ptrdiff_t result_height, result_width;
    bool copies_weight, by_rows;
    conv_cut cut;
    ptrdiff_t block_rows, row_blocks, depth_step, units, grain;
    size_t a_bytes, b_bytes, stage_bytes, sums_bytes, slot_bytes;
    char *slots;
} conv_product;

static ptrdiff_t greatest_common_divisor(ptrdiff_t a, ptrdiff_t b) {
    while (b) {
        const ptrdiff_t r = a % b;
        a = b;
        b = r;
    }
    return a;
}

/// The taps of one direction that reach inputs `phase`, `phase` + stride, …: the kernel's positions and their outputs.
typedef struct conv_phase {
    ptrdiff_t grid, taps, tap, tap_step, kernel, kernel_step;
} conv_phase;

static conv_phase phase_of(ptrdiff_t phase, ptrdiff_t size, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t pad, ptrdiff_t dilation) {
    conv_phase p = {.grid = phase < size ? (size - phase - 1) / stride + 1 : 0};
    p.kernel_step = stride / greatest_common_divisor(stride, dilation);
    p.tap_step = -(p.kernel_step * dilation / stride);
    while (p.kernel < p.kernel_step && (phase + pad - p.kernel * dilation) % stride != 0) p.kernel++;
    if (p.kernel == p.kernel_step || p.kernel >= kernel) return p;
    p.taps = (kernel - 1 - p.kernel) / p.kernel_step + 1;
    p.tap = (phase + pad - p.kernel * dilation) / stride;
    return p;
}

static void plan_forward(conv_product *p) {
    const apus_conv_shape *s = p->shape;
    const ptrdiff_t e = p->types.source;
    p->rows = s->out_channels / s->groups;
    p->channels = s->channels / s->groups;
    p->map = (conv_map){s->height, s->width, s->channels * s->height * s->width * e, s->height * s->width * e,
                        s->out_height, s->out_width, s->stride_h, s->stride_w, s->kernel_h, s->kernel_w,
                        -s->pad_top, -s->pad_left, s->dilation_h, s->dilation_w};
    p->kernel_y = p->kernel_x = 0;
    p->kernel_step_y = p->kernel_step_x = 1;
    p->result_height = s->out_height;
    p->result_width = s->out_width;
    p->result_step = e;
    p->result_row = s->out_width * e;
}

static void plan_backward(conv_product *p, ptrdiff_t phase_y, ptrdiff_t phase_x) {
    const apus_conv_shape *s = p->shape;
    const ptrdiff_t e = p->types.source;
    const conv_phase y = phase_of(phase_y, s->height, s->kernel_h, s->stride_h, s->pad_top, s->dilation_h);
    const conv_phase x = phase_of(phase_x, s->width, s->kernel_w, s->stride_w, s->pad_left, s->dilation_w);
    p->rows = s->channels / s->groups;
    p->channels = s->out_channels / s->groups;
    p->map = (conv_map){s->out_height, s->out_width, s->out_channels * s->out_height * s->out_width * e,
                        s->out_height * s->out_width * e, y.grid, x.grid, 1, 1, y.taps, x.taps, y.tap, x.tap, y.tap_step,
                        x.tap_step};
    p->kernel_y = y.kernel;
    p->kernel_x = x.kernel;
    p->kernel_step_y = y.kernel_step;
    p->kernel_step_x = x.kernel_step;
    p->result_height = s->height;
    p->result_width = s->width;
    p->result_step = s->stride_w * e;
    p->result_row = s->stride_h * s->width * e;
}

/// Results of a block: few enough for its panels to stay in the second-level cache.
static ptrdiff_t results_of_block(const conv_product *p) {
    ptrdiff_t results = 32768 / apus_most(p->depth_step, 1);
    results = apus_most(CONV_RESULTS, apus_least(CONV_MOST_RESULTS, results));
    if (p->depth_step > 2 * GEMM_DEPTH_BLOCK) results = 2 * GEMM_DEPTH_BLOCK * CONV_RESULTS / p->depth_step;
    results = apus_most(results, p->types.computed->width);
    return p->by_rows ? 2 * CONV_MOST_RESULTS : apus_least(results, GEMM_STRIP_PANELS * p->types.computed->width);
}

static void cut_rows(conv_product *p, double work) {
    const ptrdiff_t height = p->types.computed->height, units = p->cut.blocks * p->shape->groups;
    ptrdiff_t blocks = 1;
    if (work >= CONV_PARALLEL_WORK && units < CONV_UNITS && !p->by_rows)
        blocks = apus_most(1, apus_least(apus_ceiling(CONV_UNITS, units), p->rows / (2 * height)));
    p->block_rows = blocks == 1 ? p->rows : apus_round_up(apus_ceiling(p->rows, blocks), height);
    p->row_blocks = apus_ceiling(p->rows, p->block_rows);
}

/// Cuts the work and lays out a slot. Depends on sizes alone.
static void plan_blocks(conv_product *p) {
    const ptrdiff_t taps = p->map.taps_y * p->map.taps_x, e = p->types.element, depth = p->channels * taps;
    const ptrdiff_t steps = apus_ceiling(p->channels, apus_most(1, GEMM_DEPTH_BLOCK / apus_most(taps, 1)));
    const ptrdiff_t channel_step = apus_ceiling(p->channels, steps);
    p->depth_step = channel_step * taps;
    p->by_rows = p->rows <= 2 && p->channels <= 4 && taps > 0;
    const ptrdiff_t results = results_of_block(p);
    p->cut = apus_conv_cut(p->shape->batch, p->map.grid_h, p->map.grid_w, results, p->types.computed->width);
    const double work = (double)p->rows * (double)depth * (double)p->shape->batch * (double)(p->map.grid_h * p->map.grid_w);
    cut_rows(p, work * (double)p->shape->groups);
    p->units = p->shape->groups * p->cut.blocks * p->row_blocks;
    const double unit_work = work * (double)p->shape->groups / (double)apus_most(p->units, 1);
    p->grain = unit_work > 200e3 ? 1 : apus_least(p->units, (ptrdiff_t)(200e3 / (unit_work + 1)) + 1);

    const ptrdiff_t block = p->cut.images * p->cut.rows * p->cut.columns;
    const conv_block first = apus_conv_block(&p->cut, p->shape->batch, p->map.grid_h, p->map.grid_w, 0);
    const conv_stage stage = apus_conv_stage(&p->map, &first);
    const ptrdiff_t stage_channels = p->by_rows ? p->channels : channel_step;
    p->weight_row = depth * e;
    p->copies_weight = apus_gemm_copies_a(p->types.computed, p->block_rows, p->weight_row, e);
    p->a_bytes = p->copies_weight ? apus_gemm_a_space(p->types.computed, p->block_rows, p->depth_step) : 0;
    p->b_bytes = p->by_rows ? 0
        : conv_aligned((apus_round_up(block, p->types.computed->width) * p->depth_step + CONV_SLACK) * e);
    p->stage_bytes = taps ? conv_aligned((stage_channels * stage.elements + CONV_SLACK) * e) : 0;
    p->sums_bytes = conv_aligned((p->by_rows ? p->map.grid_w : p->block_rows * block) * e);
    p->slot_bytes = p->a_bytes + p->b_bytes + p->stage_bytes + p->sums_bytes;
}

/// The part of the product that one unit computes.
typedef struct conv_work {
    const conv_product *product;
    conv_block block;
    conv_stage stage;
    ptrdiff_t results;        ///< of one image
    bool joined;              ///< whether panels go across images
    const char *source;
    char *staged;
} conv_work;

/// The first result and the count of a panel, in the order of the block.
static ptrdiff_t panel_start(const conv_work *work, ptrdiff_t index, ptrdiff_t width) {
    if (work->joined) return index * width;
    const ptrdiff_t panels = apus_ceiling(work->results, width);
    return index / panels * work->results + index % panels * width;
}

static void fill_from_images(gemm_strip *strip, ptrdiff_t start, ptrdiff_t depth) {
    const conv_work *work = strip->context;
    const conv_product *p = work->product;
    const ptrdiff_t width = strip->kernels->width, row = width * p->types.element;
    const ptrdiff_t taps = p->map.taps_y * p->map.taps_x;
    if (depth == 0) return;
    p->types.conv->stage(&p->map, &work->block, &work->stage, work->source + start / taps * p->map.plane_bytes, depth / taps, 0,
                         work->staged);
    for (ptrdiff_t j = 0; j < strip->panels; j++) {
        conv_run runs[128];
        conv_gather gather = {&p->map, &work->stage, work->staged, depth / taps, runs, 0, strip->b_space + j * depth * row, row};
        gather.run_count = apus_conv_runs(&work->block, &p->map, &work->stage, panel_start(work, j, width),
                                          strip->panel[j].columns, runs);
        p->types.conv->gather(&gather);
        strip->panel[j].b = gather.to;
        strip->panel[j].b_row = row;
    }
}

static char *result_address(const conv_product *p, const conv_block *block, ptrdiff_t plane, ptrdiff_t image, ptrdiff_t y) {
    return p->result + (block->image + image) * p->result_image + plane * p->result_plane + (block->y + y) * p->result_row
        + block->x * p->result_step;
}

/// Sums that could not be computed in place: rounded, and spread where the stride leaves gaps.
static void store_sums(const conv_product *p, const conv_block *block, ptrdiff_t plane, ptrdiff_t rows, const char *sums) {
    for (ptrdiff_t m = 0; m < rows; m++)
        for (ptrdiff_t image = 0; image < block->images; image++)
            for (ptrdiff_t y = 0; y < block->rows; y++, sums += block->columns * p->types.element)
                apus_gemm_store(p->types.stored, block->columns, sums, result_address(p, block, plane + m, image, y),
                                p->result_step);
}

static void product_block(const conv_product *p, conv_work *work, ptrdiff_t group, ptrdiff_t row, char *space) {
    const gemm_kernels *kernels = p->types.computed;
    const ptrdiff_t e = p->types.element, plane = group * p->rows + row;
    const bool rows_adjacent = p->result_step == e && (p->result_row == p->map.grid_w * e || work->block.rows == 1);
    const bool direct = rows_adjacent && !p->types.converts
        && (work->block.images == 1 || work->results % kernels->width == 0);
    work->joined = !direct;
    gemm_strip strip;
    strip.kernels = kernels;
    strip.rows = apus_least(p->block_rows, p->rows - row);
    strip.depth = p->channels * p->map.taps_y * p->map.taps_x;
    strip.depth_step = p->depth_step;
    strip.a = p->weight + group * p->weight_group + row * p->weight_row;
    strip.a_row = p->weight_row;
    strip.a_column = e;
    strip.a_space = p->copies_weight ? space : NULL;
    strip.b = NULL;
    strip.b_space = space + p->a_bytes;
    strip.row_bias = p->bias ? p->bias + plane * e : NULL;
    strip.column_bias = NULL;
    strip.accumulate = strip.relu = false;
    strip.fill = fill_from_images;
    strip.context = work;

    const ptrdiff_t total = work->block.images * work->results;
    const ptrdiff_t span = work->joined ? total : work->results, spans = work->joined ? 1 : work->block.images;
    char *sums = work->staged + p->stage_bytes;
    strip.c_row = direct ? p->result_plane : total * e;
    strip.panels = 0;
    for (ptrdiff_t i = 0; i < spans; i++)
        for (ptrdiff_t first = 0; first < span; first += kernels->width, strip.panels++) {
            gemm_strip_panel *panel = &strip.panel[strip.panels];
            panel->columns = apus_least(kernels->width, span - first);
            panel->c = (direct ? result_address(p, &work->block, plane, i, 0) : sums) + first * e;
            panel->b = strip.b_space;
            panel->b_row = 0;
        }
    apus_gemm_strip(&strip);
    if (!direct) store_sums(p, &work->block, plane, strip.rows, sums);
}

/// Few rows of results a group: straight from the stage, without a matrix.
static void product_rows(const conv_product *p, const conv_work *work, ptrdiff_t group, char *row_space) {
    const ptrdiff_t e = p->types.element;
    const bool direct = p->result_step == e && !p->types.converts;
    p->types.conv->stage(&p->map, &work->block, &work->stage, work->source, p->channels, 0, work->staged);
    for (ptrdiff_t m = 0; m < p->rows; m++)
        for (ptrdiff_t image = 0; image < work->block.images; image++)
            for (ptrdiff_t y = 0; y < work->block.rows; y++) {
                const ptrdiff_t plane = group * p->rows + m;
                const ptrdiff_t from = image * work->stage.image_stride + y * p->map.step_y * work->stage.pitch;
                char *to = result_address(p, &work->block, plane, image, y);
                p->types.conv->row(&p->map, &work->stage, work->staged + from * e, p->channels,
                                   p->weight + group * p->weight_group + m * p->weight_row,
                                   p->bias ? p->bias + plane * e : NULL, work->block.columns, direct ? to : row_space);
                if (!direct) apus_gemm_store(p->types.stored, work->block.columns, row_space, to, p->result_step);
            }
}

static void run_units(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    const conv_product *p = context;
    char *space = p->slots + (size_t)slot * p->slot_bytes;
    const ptrdiff_t end = apus_least(p->units, (unit + 1) * p->grain);
    for (ptrdiff_t i = unit * p->grain; i < end; i++) {
        const ptrdiff_t row = i % p->row_blocks * p->block_rows, rest = i / p->row_blocks;
        const ptrdiff_t group = rest % p->shape->groups;
        conv_work work = {.product = p, .staged = space + p->a_bytes + p->b_bytes};
        work.block = apus_conv_block(&p->cut, p->shape->batch, p->map.grid_h, p->map.grid_w, rest / p->shape->groups);
        work.stage = apus_conv_stage(&p->map, &work.block);
        work.results = work.block.rows * work.block.columns;
        work.source = p->source + work.block.image * p->map.image_bytes + group * p->channels * p->map.plane_bytes;
        if (p->by_rows) product_rows(p, &work, group, work.staged + p->stage_bytes);
        else product_block(p, &work, group, row, space);
    }
}

/// The weights as this product needs them: of the type computed in; turned around for the derivative.
typedef struct conv_weights {
    const conv_product *product;
    const char *from;
    char *to;
} conv_weights;

enum { WEIGHT_ROWS = 8 };  ///< rows that are prepared together, because they lie in the same cache lines

/// The taps of one row and channel. Few elements: a loop in place is quicker than the kernels for large copies.
static void copy_taps(const conv_product *p, const char *from, char *to) {
    const apus_conv_shape *s = p->shape;
    const ptrdiff_t source = p->types.source, row = p->kernel_step_y * s->kernel_w, step = p->kernel_step_x;
    if (p->types.converts || p->types.element != sizeof(uint32_t)) {
        gemm_copy copy = {p->map.taps_y, p->map.taps_x, p->map.taps_x, from, row * source, step * source, to,
                          p->map.taps_x * p->types.element, 0};
        p->types.stored->copy(&copy);
        return;
    }
    for (ptrdiff_t i = 0; i < p->map.taps_y; i++)
        for (ptrdiff_t j = 0; j < p->map.taps_x; j++, to += sizeof(uint32_t))
            __builtin_memcpy(to, from + (i * row + j * step) * (ptrdiff_t)sizeof(uint32_t), sizeof(uint32_t));
}

static void prepare_rows(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    (void)slot;
    const conv_weights *w = context;
    const conv_product *p = w->product;
    const apus_conv_shape *s = p->shape;
    const ptrdiff_t kernel = s->kernel_h * s->kernel_w, taps = p->map.taps_y * p->map.taps_x;
    const ptrdiff_t units = apus_ceiling(p->rows, WEIGHT_ROWS), group = unit / units;
    const ptrdiff_t first = unit % units * WEIGHT_ROWS, end = apus_least(p->rows, first + WEIGHT_ROWS);
    const ptrdiff_t row_step = p->backward ? kernel : p->channels * kernel, channel_step = p->backward ? p->rows * kernel : kernel;
    const ptrdiff_t start = group * p->rows * p->channels * kernel + p->kernel_y * s->kernel_w + p->kernel_x;
    for (ptrdiff_t c = 0; c < p->channels; c++)
        for (ptrdiff_t m = first; m < end; m++)
            copy_taps(p, w->from + (start + m * row_step + c * channel_step) * p->types.source,
                      w->to + ((group * p->rows + m) * p->channels + c) * taps * p->types.element);
}

static size_t weight_bytes(const conv_product *p) {
    const apus_conv_shape *s = p->shape;
    if (!p->backward && !p->types.converts) return 0;
    return conv_aligned(s->out_channels * (s->channels / s->groups) * s->kernel_h * s->kernel_w * p->types.element);
}

static size_t bias_bytes(const conv_product *p) {
    return p->types.converts ? conv_aligned(p->shape->out_channels * p->types.element) : 0;
}

static void run_product(conv_product *p, const char *weight, char *prepared, const apus_pool *pool) {
    const apus_conv_shape *s = p->shape;
    p->weight = weight;
    p->weight_group = p->rows * p->weight_row;
    if (weight_bytes(p)) {
        conv_weights w = {p, weight, prepared};
        const bool small = p->rows * p->weight_row * s->groups < 64 * 1024;
        if (p->weight_row)
            apus_gemm_share(small ? NULL : pool, s->groups * apus_ceiling(p->rows, WEIGHT_ROWS), prepare_rows, &w);
        p->weight = prepared;
    }
    const double work = (double)s->batch * (double)(p->map.grid_h * p->map.grid_w) * (double)(p->rows * s->groups)
        * (double)(p->weight_row / p->types.element + 1);
    apus_gemm_share(work < CONV_PARALLEL_WORK ? NULL : pool, apus_ceiling(p->units, p->grain), run_units, p);
}

size_t apus_conv_product_workspace(apus_dtype dtype, bool backward, const apus_conv_shape *s, int32_t threads) {
    conv_product p = {.types = conv_types_of(dtype), .shape = s, .backward = backward};
    size_t most = 0;
    for (ptrdiff_t y = 0; y < (backward ? s->stride_h : 1); y++)
        for (ptrdiff_t x = 0; x < (backward ? s->stride_w : 1); x++) {
            if (backward) plan_backward(&p, y, x);
            else plan_forward(&p);
            if (p.map.grid_h == 0 || p.map.grid_w == 0) continue;
            plan_blocks(&p);
            const ptrdiff_t slots = apus_gemm_slots(threads, apus_ceiling(p.units, p.grain));
            if (p.slot_bytes * (size_t)slots > most) most = p.slot_bytes * (size_t)slots;
        }
    return most + weight_bytes(&p) + bias_bytes(&p);
}

int apus_conv_product(apus_dtype dtype, bool backward, const apus_conv_shape *s, const char *source, const char *weight,
                      const char *bias, char *result, char *workspace, const apus_pool *pool) {
    conv_product p = {.types = conv_types_of(dtype), .shape = s, .backward = backward, .source = source, .bias = bias};
    char *prepared = workspace, *biases = prepared + weight_bytes(&p);
    p.slots = biases + bias_bytes(&p);
    if (bias && p.types.converts) {
        gemm_copy copy = {1, s->out_channels, s->out_channels, bias, 0, p.types.source, biases, 0, 0};
        p.types.stored->copy(&copy);
        p.bias = biases;
    }
    for (ptrdiff_t y = 0; y < (backward ? s->stride_h : 1); y++)
        for (ptrdiff_t x = 0; x < (backward ? s->stride_w : 1); x++) {
            if (backward) plan_backward(&p, y, x);
            else plan_forward(&p);
            if (p.map.grid_h == 0 || p.map.grid_w == 0) continue;
            plan_blocks(&p);
            p.result_plane = p.result_height * p.result_width * p.types.source;
            p.result_image = p.rows * s->groups * p.result_plane;
            p.result = result + (y * p.result_width + x) * p.types.source;
            run_product(&p, weight, prepared, pool);
        }
    return 0;
}
