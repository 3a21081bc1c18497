// Pooling: windows over staged rows where they are small, one by one where they are not, and the derivatives.
#include "apus_pooling.h"
#include "impl/gemm_strip.h"
#include "impl/pooling_kernels.h"
#include <math.h>
#include <string.h>

enum {
    STAGE_BYTES = 96 * 1024,   ///< of the stack, for the staged part of a plane
    ROW_COLUMNS = 512,         ///< windows of a row that are computed together
    MOST_TAPS = 256,           ///< of windows that are computed from the stage
    BIN_TABLE = 1024           ///< columns whose bins are known beforehand
};

/// The part of a plane that a window or bin covers in one direction, and what it counts for.
typedef struct bin {
    ptrdiff_t start, end;
    double count;
} bin;

typedef struct pooling {
    const apus_pool_shape *shape;
    apus_dtype dtype;
    const char *from;
    char *to;
    int64_t *indices;
    apus_pool_divisor divisor;
    double fixed;                 ///< what every sum is divided by, or 0
    const gemm_kernels *stored;
    const pooling_kernels *kernels;
    ptrdiff_t element, source;    ///< bytes computed in, bytes stored
    bin (*vertical)(const struct pooling *p, ptrdiff_t y);
    bin (*horizontal)(const struct pooling *p, ptrdiff_t x);
    bin (*vertical_holders)(const struct pooling *p, ptrdiff_t y);    ///< which windows hold a row
    bin (*horizontal_holders)(const struct pooling *p, ptrdiff_t x);
    const bin *table;             ///< `horizontal` of the first columns
    ptrdiff_t table_count;
    bool is_whole;                ///< adaptive, to a single mean
    ptrdiff_t planes_together;
    void (*plane)(const struct pooling *p, ptrdiff_t plane);  ///< one plane, or NULL for the staged way
} pooling;

static inline bin horizontal_bin(const pooling *p, ptrdiff_t x) {
    return x < p->table_count ? p->table[x] : p->horizontal(p, x);
}

/// The first element of a window within the plane, and the end of what is.
typedef struct window {
    ptrdiff_t start, end;
} window;

static inline window window_of(ptrdiff_t place, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t dilation, ptrdiff_t pad, ptrdiff_t size) {
    window w = {place * stride - pad, 0};
    w.end = apus_least(w.start + (kernel - 1) * dilation + 1, size);
    if (w.start < 0) w.start += (-w.start + dilation - 1) / dilation * dilation;
    return w;
}

static bin average_bin(ptrdiff_t place, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t before, ptrdiff_t after, ptrdiff_t size,
                       bool include_pad) {
    const ptrdiff_t start = place * stride - before, end = apus_least(start + kernel, size + after);
    bin b = {apus_most(start, 0), apus_least(end, size), (double)(end - start)};
    if (b.end < b.start) b.end = b.start;
    if (!include_pad) b.count = (double)(b.end - b.start);
    return b;
}

static bin average_rows(const pooling *p, ptrdiff_t y) {
    const apus_pool_shape *s = p->shape;
    return average_bin(y, s->kernel_h, s->stride_h, s->pad_top, s->pad_bottom, s->height, p->divisor.count_include_pad);
}

static bin average_columns(const pooling *p, ptrdiff_t x) {
    const apus_pool_shape *s = p->shape;
    return average_bin(x, s->kernel_w, s->stride_w, s->pad_left, s->pad_right, s->width, p->divisor.count_include_pad);
}

static bin average_holders(ptrdiff_t place, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t pad, ptrdiff_t count) {
    const ptrdiff_t first = place + pad - kernel + 1;
    return (bin){first > 0 ? (first + stride - 1) / stride : 0, apus_least((place + pad) / stride + 1, count), 0};
}

static bin average_row_holders(const pooling *p, ptrdiff_t y) {
    return average_holders(y, p->shape->kernel_h, p->shape->stride_h, p->shape->pad_top, p->shape->out_height);
}

static bin average_column_holders(const pooling *p, ptrdiff_t x) {
    return average_holders(x, p->shape->kernel_w, p->shape->stride_w, p->shape->pad_left, p->shape->out_width);
}

static bin adaptive_bin(ptrdiff_t place, ptrdiff_t size, ptrdiff_t count) {
    bin b = {place * size / count, ((place + 1) * size + count - 1) / count, 0};
    b.count = (double)(b.end - b.start);
    return b;
}

static bin adaptive_rows(const pooling *p, ptrdiff_t y) { return adaptive_bin(y, p->shape->height, p->shape->out_height); }
static bin adaptive_columns(const pooling *p, ptrdiff_t x) { return adaptive_bin(x, p->shape->width, p->shape->out_width); }
static bin adaptive_row_holders(const pooling *p, ptrdiff_t y) {
    return adaptive_bin(y, p->shape->out_height, p->shape->height);
}
static bin adaptive_column_holders(const pooling *p, ptrdiff_t x) {
    return adaptive_bin(x, p->shape->out_width, p->shape->width);
}

#define CONVERT(name) pooling_##name
#define APUS_VECTOR_BYTES 16
#if defined(__aarch64__)
#define APUS_HAS_HALF_CONVERSIONS
#endif
#include "impl/convert.inc.h"

#define PLAIN(name) plain_f32_##name
#define PLAIN_SOURCE float
#define PLAIN_ELEMENT float
#define PLAIN_WIDEN(x) (x)
#define PLAIN_NARROW(x) (x)
#define PLAIN_LEAST (-INFINITY)
#define PLAIN_FLOATING
#include "impl/pooling_plain.inc.h"

#define PLAIN(name) plain_f64_##name
#define PLAIN_SOURCE double
#define PLAIN_ELEMENT double
#define PLAIN_WIDEN(x) (x)
#define PLAIN_NARROW(x) (x)
#define PLAIN_LEAST (-(double)INFINITY)
#define PLAIN_FLOATING
#include "impl/pooling_plain.inc.h"

#define PLAIN(name) plain_f16_##name
#define PLAIN_SOURCE uint16_t
#define PLAIN_ELEMENT float
#define PLAIN_WIDEN(x) pooling_from_float16(x)
#define PLAIN_NARROW(x) pooling_to_float16(x)
#define PLAIN_LEAST (-INFINITY)
#define PLAIN_FLOATING
#include "impl/pooling_plain.inc.h"

#define PLAIN(name) plain_bf16_##name
#define PLAIN_SOURCE uint16_t
#define PLAIN_ELEMENT float
#define PLAIN_WIDEN(x) pooling_from_bfloat16(x)
#define PLAIN_NARROW(x) pooling_to_bfloat16(x)
#define PLAIN_LEAST (-INFINITY)
#define PLAIN_FLOATING
#include "impl/pooling_plain.inc.h"


#define PLAIN(name) plain_u8_##name
#define PLAIN_SOURCE uint8_t
#define PLAIN_ELEMENT uint8_t
#define PLAIN_WIDEN(x) (x)
#define PLAIN_NARROW(x) (x)
#define PLAIN_LEAST 0
#include "impl/pooling_plain.inc.h"

#define PLAIN(name) plain_u16_##name
#define PLAIN_SOURCE uint16_t
#define PLAIN_ELEMENT uint16_t
#define PLAIN_WIDEN(x) (x)
#define PLAIN_NARROW(x) (x)
#define PLAIN_LEAST 0
#include "impl/pooling_plain.inc.h"

#define PLAIN(name) plain_u32_##name
#define PLAIN_SOURCE uint32_t
#define PLAIN_ELEMENT uint32_t
#define PLAIN_WIDEN(x) (x)
#define PLAIN_NARROW(x) (x)
#define PLAIN_LEAST 0
#include "impl/pooling_plain.inc.h"

#define PLAIN(name) plain_u64_##name
#define PLAIN_SOURCE uint64_t
#define PLAIN_ELEMENT uint64_t
#define PLAIN_WIDEN(x) (x)
#define PLAIN_NARROW(x) (x)
#define PLAIN_LEAST 0
#include "impl/pooling_plain.inc.h"

#define PLAIN(name) plain_i8_##name
#define PLAIN_SOURCE int8_t
#define PLAIN_ELEMENT int8_t
#define PLAIN_WIDEN(x) (x)
#define PLAIN_NARROW(x) (x)
#define PLAIN_LEAST INT8_MIN
#include "impl/pooling_plain.inc.h"

#define PLAIN(name) plain_i16_##name
#define PLAIN_SOURCE int16_t
#define PLAIN_ELEMENT int16_t
#define PLAIN_WIDEN(x) (x)
#define PLAIN_NARROW(x) (x)
#define PLAIN_LEAST INT16_MIN
#include "impl/pooling_plain.inc.h"

#define PLAIN(name) plain_i32_##name
#define PLAIN_SOURCE int32_t
#define PLAIN_ELEMENT int32_t
#define PLAIN_WIDEN(x) (x)
#define PLAIN_NARROW(x) (x)
#define PLAIN_LEAST INT32_MIN
#include "impl/pooling_plain.inc.h"

#define PLAIN(name) plain_i64_##name
#define PLAIN_SOURCE int64_t
#define PLAIN_ELEMENT int64_t
#define PLAIN_WIDEN(x) (x)
#define PLAIN_NARROW(x) (x)
#define PLAIN_LEAST INT64_MIN
#include "impl/pooling_plain.inc.h"

typedef void (*plane_body)(const pooling *p, ptrdiff_t plane);

static const plane_body plain_max[APUS_DTYPE_COUNT] = {
    [APUS_BOOL] = plain_u8_max, [APUS_UINT8] = plain_u8_max, [APUS_UINT16] = plain_u16_max, [APUS_UINT32] = plain_u32_max,
    [APUS_UINT64] = plain_u64_max, [APUS_INT8] = plain_i8_max, [APUS_INT16] = plain_i16_max, [APUS_INT32] = plain_i32_max,
    [APUS_INT64] = plain_i64_max, [APUS_FLOAT16] = plain_f16_max, [APUS_BFLOAT16] = plain_bf16_max,
    [APUS_FLOAT32] = plain_f32_max, [APUS_FLOAT64] = plain_f64_max};
static const plane_body plain_max_backward[APUS_DTYPE_COUNT] = {
    [APUS_FLOAT16] = plain_f16_max_backward, [APUS_BFLOAT16] = plain_bf16_max_backward,
    [APUS_FLOAT32] = plain_f32_max_backward, [APUS_FLOAT64] = plain_f64_max_backward};
static const plane_body plain_mean[APUS_DTYPE_COUNT] = {[APUS_FLOAT16] = plain_f16_mean, [APUS_BFLOAT16] = plain_bf16_mean,
                                                       [APUS_FLOAT32] = plain_f32_mean, [APUS_FLOAT64] = plain_f64_mean};
static const plane_body plain_mean_backward[APUS_DTYPE_COUNT] = {
    [APUS_FLOAT16] = plain_f16_mean_backward, [APUS_BFLOAT16] = plain_bf16_mean_backward,
    [APUS_FLOAT32] = plain_f32_mean_backward, [APUS_FLOAT64] = plain_f64_mean_backward};

static const pooling_kernels *kernels_of(apus_dtype dtype) {
#if defined(__x86_64__)
    if (apus_isa_level() == 2) return apus_pooling_kernels_avx512(dtype);
    if (apus_isa_level() == 1) return apus_pooling_kernels_avx2(dtype);
#endif
    return apus_pooling_kernels_base(dtype);
}

static conv_map map_of(const apus_pool_shape *s) {
    return (conv_map){s->height, s->width, 0, 0, s->out_height, s->out_width, s->stride_h, s->stride_w, s->kernel_h,
                      s->kernel_w, -s->pad_top, -s->pad_left, s->dilation_h, s->dilation_w};
}

/// Windows that are staged together: as many rows as fit; none if not even a few columns of one row do.
static conv_block block_of(const pooling *p, const conv_map *map) {
    conv_block block = {0, 1, 0, 0, 0, 0};
    if (map->taps_y > MOST_TAPS || map->taps_x > MOST_TAPS || map->taps_y * map->taps_x > MOST_TAPS) return block;
    if (p->shape->height * p->shape->width > INT32_MAX / 2) return block;
    for (ptrdiff_t columns = apus_least(map->grid_w, ROW_COLUMNS); columns > 0; columns /= 2) {
        block.columns = columns;
        block.rows = 1;
        const ptrdiff_t limit = STAGE_BYTES / p->element - CONV_SLACK;
        if (apus_conv_stage(map, &block).elements > limit) continue;
        const ptrdiff_t pitch = apus_conv_stage(map, &block).pitch, rows = apus_conv_stage(map, &block).rows;
        block.rows = apus_least(map->grid_h, (limit / pitch - rows) / map->step_y + 1);
        return block;
    }
    block.rows = block.columns = 0;
    return block;
}

/// What the rows of a block have in common.
typedef struct row_tables {
    ptrdiff_t offsets[MOST_TAPS];
    int64_t tap_indices[MOST_TAPS];
    int64_t places[ROW_COLUMNS + 16], first_indices[ROW_COLUMNS + 16];
    double counts[ROW_COLUMNS + 16];
} row_tables;

static void fill_tables(const pooling *p, const conv_map *map, const conv_block *block, const conv_stage *stage, row_tables *t) {
    const apus_pool_shape *s = p->shape;
    conv_tap_offsets(map, stage, 0, map->taps_y * map->taps_x, t->offsets);
    for (ptrdiff_t i = 0; i < map->taps_y * map->taps_x; i++)
        t->tap_indices[i] = i / map->taps_x * s->dilation_h * s->width + i % map->taps_x * s->dilation_w;
    for (ptrdiff_t x = 0; x < block->columns + 16; x++) {
        const ptrdiff_t place = apus_least(block->x + x, map->grid_w - 1);
        t->places[x] = place * s->stride_w - s->pad_left;
        t->first_indices[x] = window_of(place, s->kernel_w, s->stride_w, s->dilation_w, s->pad_left, s->width).start;
        if (p->horizontal) t->counts[x] = p->fixed != 0 ? p->fixed : horizontal_bin(p, place).count;
    }
}

/// A row of windows of a staged block.
static void staged_row(const pooling *p, const conv_map *map, const conv_block *block, const conv_stage *stage,
                       const row_tables *tables, const char *staged, ptrdiff_t plane, ptrdiff_t y) {
    const apus_pool_shape *s = p->shape;
    char values[ROW_COLUMNS * sizeof(double)];
    const ptrdiff_t at = (plane * s->out_height + y) * s->out_width + block->x;
    char *to = p->to + at * p->source;
    pooling_row row = {.staged = staged + (y - block->y) * map->step_y * stage->pitch * p->element, .offsets = tables->offsets,
                       .tap_indices = tables->tap_indices, .taps = map->taps_y * map->taps_x, .columns = block->columns,
                       .places = tables->places, .first_indices = tables->first_indices, .taps_x = map->taps_x,
                       .counts = tables->counts, .rows = 1, .values = p->source == p->element ? to : values};
    if (p->horizontal) {
        row.rows = p->fixed != 0 ? 1 : p->vertical(p, y).count;
        p->kernels->mean_row(&row);
    } else {
        // Places and first indices share the row; it differs only above the plane, where no tap counts.
        const window v = window_of(y, s->kernel_h, s->stride_h, s->dilation_h, s->pad_top, s->height);
        const int64_t above = v.start - (y * s->stride_h - s->pad_top);
        int64_t first[ROW_COLUMNS + 16];
        row.first_row = (int64_t)(y * s->stride_h - s->pad_top) * s->width;
        row.indices = p->indices ? p->indices + at : NULL;
        if (row.indices && above) {
            for (ptrdiff_t x = 0; x < block->columns + 16; x++) first[x] = tables->first_indices[x] + above * s->width;
            row.first_indices = first;
        }
        p->kernels->max_row(&row);
    }
    if (p->source != p->element) p->stored->narrow(block->columns, values, to);
}

/// Planes in staged blocks; what the rows have in common depends on the columns alone.
static void staged_planes(const pooling *p, ptrdiff_t first, ptrdiff_t end) {
    const conv_map map = map_of(p->shape);
    const conv_block most = block_of(p, &map);
    const conv_kernels *kernels = apus_conv_kernels(p->dtype);
    const double outside = p->horizontal ? 0 : -(double)INFINITY;
    char staged[STAGE_BYTES] __attribute__((aligned(64)));
    row_tables tables;
    for (ptrdiff_t x = 0; x < map.grid_w; x += most.columns) {
        conv_block block = {0, 1, 0, most.rows, x, apus_least(most.columns, map.grid_w - x)};
        conv_stage stage = apus_conv_stage(&map, &block);
        fill_tables(p, &map, &block, &stage, &tables);
        for (ptrdiff_t plane = first; plane < end; plane++)
            for (ptrdiff_t y = 0; y < map.grid_h; y += most.rows) {
                block.y = y;
                block.rows = apus_least(most.rows, map.grid_h - y);
                stage = apus_conv_stage(&map, &block);
                kernels->stage(&map, &block, &stage, p->from + plane * map.height * map.width * p->source, 1, outside, staged);
                for (ptrdiff_t row = y; row < y + block.rows; row++)
                    staged_row(p, &map, &block, &stage, &tables, staged, plane, row);
            }
    }
}

static bool is_floating(apus_dtype dtype) { return dtype >= APUS_FLOAT16 && dtype <= APUS_FLOAT64; }

static bool is_valid(const apus_pool_shape *s, bool adaptive) {
    return s->planes >= 0 && s->height >= 0 && s->width >= 0 && s->out_height >= 0 && s->out_width >= 0
        && (adaptive || (s->kernel_h > 0 && s->kernel_w > 0 && s->stride_h > 0 && s->stride_w > 0 && s->dilation_h > 0
                         && s->dilation_w > 0 && s->pad_top >= 0 && s->pad_left >= 0));
}

static void run_planes(void *context, ptrdiff_t slot, ptrdiff_t unit) {
    (void)slot;
    const pooling *p = context;
    const ptrdiff_t end = apus_least(p->shape->planes, (unit + 1) * p->planes_together);
    if (!p->plane) staged_planes(p, unit * p->planes_together, end);
    for (ptrdiff_t plane = unit * p->planes_together; p->plane && plane < end; plane++) p->plane(p, plane);
}

static int run(pooling *p, const apus_pool *pool) {
    const apus_pool_shape *s = p->shape;
    const ptrdiff_t elements = s->height * s->width + s->out_height * s->out_width;
    if (s->planes == 0 || elements == 0) return 0;
    bin table[BIN_TABLE];
    for (ptrdiff_t x = 0; p->horizontal && x < apus_least(s->out_width, BIN_TABLE); x++) {
        table[x] = p->horizontal(p, x);
        p->table_count = x + 1;
        p->table = table;
    }
    p->planes_together = apus_most(1, 16384 / elements);
    const bool small = s->planes * elements < 32768;
    apus_gemm_share(small ? NULL : pool, apus_ceiling(s->planes, p->planes_together), run_planes, p);
    return 0;
}

static pooling pooling_of(apus_dtype dtype, const apus_pool_shape *s, const void *from, void *to) {
    pooling p = {.shape = s, .dtype = dtype, .from = from, .to = to, .stored = apus_gemm_kernels(dtype)};
    p.kernels = kernels_of(dtype);
    p.source = p.stored->source;
    p.element = p.stored->element;
    return p;
}

int apus_max_pool(apus_dtype dtype, const apus_pool_shape *s, const void *input, void *output, int64_t *indices,
                  const apus_pool *pool) {
    if (dtype >= APUS_COMPLEX64 || !is_valid(s, false)) return APUS_POOLING_BAD_ARGUMENT;
    if (s->out_height == 0 || s->out_width == 0 || s->planes == 0) return 0;
    if (s->height == 0 || s->width == 0) return APUS_POOLING_BAD_ARGUMENT;
    pooling p = pooling_of(dtype, s, input, output);
    p.indices = indices;
    const conv_map map = map_of(s);
    p.plane = is_floating(dtype) && block_of(&p, &map).rows > 0 ? NULL : plain_max[dtype];
    return run(&p, pool);
}

int apus_max_pool_backward(apus_dtype dtype, const apus_pool_shape *s, const void *grad_output, const int64_t *indices,
                           void *grad_input, const apus_pool *pool) {
    if (!is_floating(dtype) || !is_valid(s, true)) return APUS_POOLING_BAD_ARGUMENT;
    pooling p = pooling_of(dtype, s, grad_output, grad_input);
    p.indices = (int64_t *)indices;
    p.plane = plain_max_backward[dtype];
    return run(&p, pool);
}

static pooling average_of(apus_dtype dtype, const apus_pool_shape *s, apus_pool_divisor divisor, const void *from, void *to) {
    pooling p = pooling_of(dtype, s, from, to);
    p.divisor = divisor;
    p.fixed = (double)divisor.fixed;
    p.vertical = average_rows;
    p.horizontal = average_columns;
    p.vertical_holders = average_row_holders;
    p.horizontal_holders = average_column_holders;
    return p;
}

int apus_average_pool(apus_dtype dtype, const apus_pool_shape *s, apus_pool_divisor divisor, const void *input, void *output,
                      const apus_pool *pool) {
    if (!is_floating(dtype) || !is_valid(s, false) || s->dilation_h != 1 || s->dilation_w != 1) return APUS_POOLING_BAD_ARGUMENT;
    if (s->out_height == 0 || s->out_width == 0) return 0;
    pooling p = average_of(dtype, s, divisor, input, output);
    const conv_map map = map_of(s);
    p.plane = block_of(&p, &map).rows > 0 ? NULL : plain_mean[dtype];
    return run(&p, pool);
}

int apus_average_pool_backward(apus_dtype dtype, const apus_pool_shape *s, apus_pool_divisor divisor, const void *grad_output,
                               void *grad_input, const apus_pool *pool) {
    if (!is_floating(dtype) || !is_valid(s, false) || s->dilation_h != 1 || s->dilation_w != 1) return APUS_POOLING_BAD_ARGUMENT;
    pooling p = average_of(dtype, s, divisor, grad_output, grad_input);
    p.plane = plain_mean_backward[dtype];
    return run(&p, pool);
}

static pooling adaptive_of(apus_dtype dtype, const apus_pool_shape *s, const void *from, void *to) {
    pooling p = pooling_of(dtype, s, from, to);
    p.is_whole = s->out_height == 1 && s->out_width == 1;
    p.vertical = adaptive_rows;
    p.horizontal = adaptive_columns;
    p.vertical_holders = adaptive_row_holders;
    p.horizontal_holders = adaptive_column_holders;
    return p;
}

int apus_adaptive_average_pool(apus_dtype dtype, const apus_pool_shape *s, const void *input, void *output, const apus_pool *pool) {
    if (!is_floating(dtype) || !is_valid(s, true) || s->height == 0 || s->width == 0) return APUS_POOLING_BAD_ARGUMENT;
    if (s->out_height == 0 || s->out_width == 0) return 0;
    pooling p = adaptive_of(dtype, s, input, output);
    p.plane = plain_mean[dtype];
    return run(&p, pool);
}

int apus_adaptive_average_pool_backward(apus_dtype dtype, const apus_pool_shape *s, const void *grad_output, void *grad_input,
                                        const apus_pool *pool) {
    if (!is_floating(dtype) || !is_valid(s, true)) return APUS_POOLING_BAD_ARGUMENT;
    pooling p = adaptive_of(dtype, s, grad_output, grad_input);
    p.plane = plain_mean_backward[dtype];
    return run(&p, pool);
}
