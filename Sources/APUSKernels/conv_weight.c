// The derivative of a convolution by its weight: shifted inputs times the transposed derivative by the output, summed over
// all pixels; long sums are cut into parts that depend on sizes alone, so that threads do not change the result.
#include "impl/conv_plan.h"

typedef struct conv_weight {
    conv_types types;
    const apus_conv_shape *shape;
    ptrdiff_t channels, outputs, taps;  ///< of a group
    conv_map map;
    conv_cut cut;
    ptrdiff_t channel_step, channel_blocks, parts, units;
    ptrdiff_t pitch, partial_row;       ///< bytes
    const char *grad, *input;
    char *result, *partials, *slots;
    size_t partial_bytes, stage_bytes, gather_bytes, grad_bytes, slot_bytes;
    bool by_vector;                     ///< one output channel a group
    bool in_place;                      ///< a 1×1 kernel whose shifted inputs are the input itself
} conv_weight;

static conv_weight plan_weight(apus_dtype dtype, const apus_conv_shape *s) {
    conv_weight p = {.types = conv_types_of(dtype), .shape = s};
    const ptrdiff_t e = p.types.source, c = p.types.element, width = p.types.computed->width;
    p.channels = s->channels / s->groups;
    p.outputs = s->out_channels / s->groups;
    p.taps = s->kernel_h * s->kernel_w;
    p.by_vector = p.outputs == 1;
    p.map = (conv_map){s->height, s->width, s->channels * s->height * s->width * e, s->height * s->width * e, s->out_height,
                       s->out_width, s->stride_h, s->stride_w, s->kernel_h, s->kernel_w, -s->pad_top, -s->pad_left,
                       s->dilation_h, s->dilation_w};
    p.in_place = p.taps == 1 && s->stride_h == 1 && s->stride_w == 1 && s->pad_top == 0 && s->pad_left == 0 && !p.types.converts
        && s->out_height == s->height && s->out_width == s->width && p.map.plane_bytes % 2048 != 0;
    p.cut = apus_conv_cut(s->batch, s->out_height, s->out_width, CONV_RESULTS, width);
    const ptrdiff_t block = p.cut.images * p.cut.rows * p.cut.columns;
    p.channel_blocks = apus_ceiling(p.channels, apus_most(1, GEMM_ROW_BLOCK / p.taps));
    p.channel_step = apus_ceiling(p.channels, p.channel_blocks);
    p.channel_blocks = apus_ceiling(p.channels, p.channel_step);
    p.pitch = (apus_round_up(block, 16) + 16) * c;
    p.partial_row = (p.by_vector ? 1 : apus_round_up(p.outputs, 4)) * c;
    p.partial_bytes = conv_aligned(s->groups * p.channels * p.taps * p.partial_row);
    const ptrdiff_t most_parts = apus_most(1, (ptrdiff_t)(((size_t)8 << 20) / p.partial_bytes));
    p.parts = apus_ceiling(CONV_UNITS, s->groups * p.channel_blocks);
    p.parts = apus_least(p.parts, apus_least(most_parts, p.cut.blocks));
    p.units = p.parts * s->groups * p.channel_blocks;
    const conv_block first = apus_conv_block(&p.cut, s->batch, s->out_height, s->out_width, 0);
    p.stage_bytes = conv_aligned((p.channel_step * apus_conv_stage(&p.map, &first).elements + CONV_SLACK) * c);
    p.gather_bytes = conv_aligned(p.channel_step * p.taps * p.pitch + CONV_SLACK * c);
    p.grad_bytes = conv_aligned(block * apus_round_up(p.outputs, width) * c);
    p.slot_bytes = p.stage_bytes + p.gather_bytes + p.grad_bytes;
    return p;
}

/// Panels of the transposed derivative by the output: a row for every pixel, a column for every output channel.
static void pack_grad(const conv_weight *p, const conv_block *block, ptrdiff_t group, ptrdiff_t pixels, char *to) {
    const gemm_kernels *kernels = p->types.stored;
    const ptrdiff_t plane = p->shape->out_height * p->shape->out_width * p->types.source;
    const ptrdiff_t width = p->types.computed->width, row = width * p->types.element;
    for (ptrdiff_t image = 0; image < block->images; image++) {
        gemm_copy copy = {.rows = pixels, .columns = p->outputs, .from_row = p->types.source, .from_column = plane};
        copy.padded_columns = apus_round_up(p->outputs, p->types.computed->lanes);
        copy.from = p->grad + ((block->image + image) * p->shape->out_channels + group * p->outputs) * plane
            + (block->y * p->shape->out_width + block->x) * p->types.source;
        copy.to = to + image * pixels * row;
        copy.to_row = row;
        copy.to_panel = block->images * pixels * row;
        kernels->pack(&copy);
    }
}

/// The same for one output channel: a vector.
static void copy_grad(const conv_weight *p, const conv_block *block, ptrdiff_t group, ptrdiff_t pixels, char *to) {
    const ptrdiff_t plane = p->shape->out_height * p->shape->out_width * p->types.source;
    gemm_copy copy = {.rows = block->images, .columns = pixels, .padded_columns = pixels, .from_column = p->types.source};
    copy.from = p->grad + (block->image * p->shape->out_channels + group) * plane
        + (block->y * p->shape->out_width + block->x) * p->types.source;
    copy.from_row = p->shape->out_channels * plane;
    copy.to = to;
    copy.to_row = pixels * p->types.element;
    p->types.stored->copy(&copy);
}

/// The shifted inputs of a block: a row for every channel and tap, a column for every pixel.
static const char *gather_block(const conv_weight *p, const conv_block *block, const char *source, ptrdiff_t channels,
                                char *space) {
    const conv_stage stage = apus_conv_stage(&p->map, block);
    p->types.conv->stage(&p->map, block, &stage, source, channels, 0, space);
    conv_run runs[CONV_RESULTS + 128];
    conv_gather gather = {&p->map, &stage, space, channels, runs, 0, space + p->stage_bytes, p->pitch};
    gather.run_count = apus_conv_runs(block, &p->map, &stage, 0, block->images * block->rows * block->columns, runs);
    p->types.conv->gather(&gather);
    return gather.to;
}

/// Adds a block's product to the sums of some channels.
static void add_block(const conv_weight *p, const conv_block *block, ptrdiff_t group, ptrdiff_t channel, ptrdiff_t channels,
                      bool accumulate, char *to, char *space) {
    const gemm_kernels *kernels = p->types.computed;
    const ptrdiff_t e = p->types.element, pixels = block->rows * block->columns, depth = block->images * pixels;
    const char *source = p->input + block->image * p->map.image_bytes + (group * p->channels + channel) * p->map.plane_bytes;
    const bool in_place = p->in_place && block->images == 1;
    const char *inputs = in_place ? source + (block->y * p->map.width + block->x) * e
                                  : gather_block(p, block, source, channels, space);
    const ptrdiff_t inputs_row = in_place ? p->map.plane_bytes : p->pitch;
    char *grad = space + p->stage_bytes + p->gather_bytes;
    if (p->by_vector) {
        copy_grad(p, block, group, pixels, grad);
        gemm_vector v = {.rows = channels * p->taps, .depth = depth, .a = inputs, .a_row = inputs_row, .a_column = e,
                         .x = grad, .y = to, .accumulate = accumulate};
        kernels->vector(&v);
        return;
    }
    pack_grad(p, block, group, pixels, grad);
    for (ptrdiff_t o = 0; o < p->outputs; o += kernels->width) {
        gemm_panel panel = {.rows = channels * p->taps, .columns = apus_least(kernels->width, p->outputs - o), .depth = depth,
                            .a = inputs, .a_row = inputs_row, .a_column = e, .b = grad + o * depth * e,
                            .b_row = kernels->width * e, .c = to + o * e, .c_row = p->partial_row,
                            .accumulate = accumulate};
        kernels->panel(&panel);
    }
}

/// A part of the pixels, for some channels of one group.
static void weight_unit(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    const conv_weight *p = context;
    const apus_conv_shape *s = p->shape;
    const ptrdiff_t channel = unit % p->channel_blocks * p->channel_step, rest = unit / p->channel_blocks;
    const ptrdiff_t group = rest % s->groups, part = rest / s->groups;
    const ptrdiff_t first = part * p->cut.blocks / p->parts, end = (part + 1) * p->cut.blocks / p->parts;
    char *to = p->partials + (size_t)part * p->partial_bytes + ((group * p->channels + channel) * p->taps) * p->partial_row;
    for (ptrdiff_t i = first; i < end; i++) {
        const conv_block block = apus_conv_block(&p->cut, s->batch, s->out_height, s->out_width, i);
        add_block(p, &block, group, channel, apus_least(p->channel_step, p->channels - channel), i > first, to,
                  p->slots + (size_t)slot * p->slot_bytes);
    }
}

/// Adds the parts in order, into the first.
static void add_parts(const conv_weight *p, ptrdiff_t start, ptrdiff_t bytes) {
    for (ptrdiff_t part = 1; part < p->parts; part++) {
        char *to = p->partials + start, *from = to + (size_t)part * p->partial_bytes;
        if (p->types.element == sizeof(float))
            for (ptrdiff_t i = 0; i < bytes / 4; i++) ((float *)to)[i] += ((const float *)from)[i];
        else
            for (ptrdiff_t i = 0; i < bytes / 8; i++) ((double *)to)[i] += ((const double *)from)[i];
    }
}

enum { FINISH_ROWS = 64 };

/// Some (channel, tap) rows of one group: summed, transposed and rounded into the result.
static void finish_unit(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    (void)slot;
    const conv_weight *p = context;
    const ptrdiff_t rows = p->channels * p->taps, units = apus_ceiling(rows, FINISH_ROWS), e = p->types.element;
    const ptrdiff_t group = unit / units, first = unit % units * FINISH_ROWS, count = apus_least(FINISH_ROWS, rows - first);
    const ptrdiff_t start = (group * rows + first) * p->partial_row;
    add_parts(p, start, count * p->partial_row);
    double turned[16 * FINISH_ROWS];
    for (ptrdiff_t o = 0; o < p->outputs; o += 16) {
        const ptrdiff_t outputs = apus_least(16, p->outputs - o);
        gemm_copy copy = {outputs, count, count, p->partials + start + o * e, e, p->partial_row, (char *)turned,
                          FINISH_ROWS * e, 0};
        p->types.computed->copy(&copy);
        for (ptrdiff_t i = 0; i < outputs; i++)
            p->types.stored->narrow(count, (const char *)turned + i * FINISH_ROWS * e,
                                    p->result + ((group * p->outputs + o + i) * rows + first) * p->types.source);
    }
}

size_t apus_conv_weight_workspace(apus_dtype dtype, const apus_conv_shape *s, int32_t threads) {
    const conv_weight p = plan_weight(dtype, s);
    return (size_t)p.parts * p.partial_bytes + (size_t)apus_gemm_slots(threads, p.units) * p.slot_bytes;
}

int apus_conv_weight(apus_dtype dtype, const apus_conv_shape *s, const char *grad, const char *input, char *result,
                     char *workspace, const apus_pool *pool) {
    conv_weight p = plan_weight(dtype, s);
    p.grad = grad;
    p.input = input;
    p.result = result;
    p.partials = workspace;
    p.slots = workspace + (size_t)p.parts * p.partial_bytes;
    const double work = (double)s->batch * (double)(s->out_height * s->out_width) * (double)(s->out_channels * p.channels * p.taps);
    const apus_pool *helpers = work < CONV_PARALLEL_WORK ? NULL : pool;
    apus_gemm_share(helpers, p.units, weight_unit, &p);
    const ptrdiff_t rows = p.channels * p.taps;
    const bool small = (double)p.parts * (double)p.partial_bytes < 128 * 1024;
    apus_gemm_share(small ? NULL : helpers, s->groups * apus_ceiling(rows, FINISH_ROWS), finish_unit, &p);
    return 0;
}
