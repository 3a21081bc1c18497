// What the instruction-set-specific part of convolutions offers to its drivers.
#ifndef APUS_CONV_KERNELS_H
#define APUS_CONV_KERNELS_H

#include "gemm_strip.h"

/// How a grid of results reads planes of a source: result (y, x) and tap (i, j) meet at source row
/// y·step_y + tap_y + i·tap_step_y, and so for columns; outside the plane is 0.
typedef struct conv_map {
    ptrdiff_t height, width;              ///< of a source plane
    ptrdiff_t image_bytes, plane_bytes;   ///< between images and between channels of the source
    ptrdiff_t grid_h, grid_w;
    ptrdiff_t step_y, step_x;
    ptrdiff_t taps_y, taps_x, tap_y, tap_x, tap_step_y, tap_step_x;
} conv_map;

/// A rectangle of the grid in some images; more than one image, or more than one row, only if whole.
typedef struct conv_block {
    ptrdiff_t image, images, y, rows, x, columns;
} conv_block;

/// A block's part of some source planes with its margins, of the type computed in. Columns that lie step_x apart are
/// neighbours here, so that neighbours of the grid read neighbours whatever the stride. Sizes are in elements.
typedef struct conv_stage {
    ptrdiff_t rows, phases, phase_width, pitch;
    ptrdiff_t image_stride, channel_stride;
    ptrdiff_t top, left;                    ///< source position of the first element
    ptrdiff_t elements;                     ///< of one channel
    ptrdiff_t tap_low_y, tap_low_x, tap_range_y;
} conv_stage;

/// Neighbouring results in one row of the grid.
typedef struct conv_run {
    ptrdiff_t from, to, count;
} conv_run;

/// Rows of the matrix whose rows are (channel, tap) and whose columns are results.
typedef struct conv_gather {
    const conv_map *map;
    const conv_stage *stage;
    const char *staged;
    ptrdiff_t channels;
    const conv_run *runs;
    ptrdiff_t run_count;
    char *to;
    ptrdiff_t to_row;  ///< bytes; a row may be written up to one vector beyond its end
} conv_gather;

typedef struct conv_kernels {
    /// Copies `channels` planes of a block, from the source's element (image, channel) on; `outside` is what is not there.
    void (*stage)(const conv_map *map, const conv_block *block, const conv_stage *stage, const char *from,
                  ptrdiff_t channels, double outside, char *to);
    void (*gather)(const conv_gather *gather);
    /// One row of results straight from the stage: to[x] = bias + sum over channels and taps of weight·staged.
    void (*row)(const conv_map *map, const conv_stage *stage, const char *staged, ptrdiff_t channels, const char *weight,
                const char *bias, ptrdiff_t columns, char *to);
} conv_kernels;

const conv_kernels *apus_conv_kernels_base(apus_dtype dtype);
#if defined(__x86_64__)
const conv_kernels *apus_conv_kernels_avx2(apus_dtype dtype);
const conv_kernels *apus_conv_kernels_avx512(apus_dtype dtype);
#endif

/// The kernels for float16, bfloat16, float32 or float64 on the processor at hand.
const conv_kernels *apus_conv_kernels(apus_dtype dtype);

/// How a grid of several images is cut into blocks. Depends on sizes alone.
typedef struct conv_cut {
    ptrdiff_t images, rows, columns;             ///< of a block
    ptrdiff_t image_blocks, row_blocks, column_blocks;
    ptrdiff_t blocks;
} conv_cut;

/// Blocks of about `results` results.
conv_cut apus_conv_cut(ptrdiff_t batch, ptrdiff_t grid_h, ptrdiff_t grid_w, ptrdiff_t results, ptrdiff_t width);
conv_block apus_conv_block(const conv_cut *cut, ptrdiff_t batch, ptrdiff_t grid_h, ptrdiff_t grid_w, ptrdiff_t index);

/// Lays out the stage for a block.
conv_stage apus_conv_stage(const conv_map *map, const conv_block *block);

/// Cuts results `first` to `first + count` of a block into runs; `runs` has room for `count`.
ptrdiff_t apus_conv_runs(const conv_block *block, const conv_map *map, const conv_stage *stage, ptrdiff_t first,
                         ptrdiff_t count, conv_run *runs);

/// The offset of a tap in the stage, in elements.
static inline ptrdiff_t conv_tap_offset(const conv_map *map, const conv_stage *stage, ptrdiff_t i, ptrdiff_t j) {
    const ptrdiff_t y = map->tap_y + i * map->tap_step_y - stage->tap_low_y;
    const ptrdiff_t x = map->tap_x + j * map->tap_step_x - stage->tap_low_x;
    return y * stage->pitch + x % map->step_x * stage->phase_width + x / map->step_x;
}

/// The offsets of taps `first` to `first + count`, counted row by row.
static inline void conv_tap_offsets(const conv_map *map, const conv_stage *stage, ptrdiff_t first, ptrdiff_t count,
                                    ptrdiff_t *offsets) {
    for (ptrdiff_t t = 0; t < count; t++)
        offsets[t] = conv_tap_offset(map, stage, (first + t) / map->taps_x, (first + t) % map->taps_x);
}

enum { CONV_TAPS = 64 };   ///< taps whose offsets are kept at once
enum { CONV_SLACK = 64 };  ///< elements that may be read or written beyond the end of a stage or a row

#endif
