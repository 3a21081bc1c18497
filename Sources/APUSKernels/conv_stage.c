// Geometry of convolutions: blocks of results, what they read, and where it lies.
#include "impl/conv_kernels.h"

const conv_kernels *apus_conv_kernels(apus_dtype dtype) {
#if defined(__x86_64__)
    int level = apus_isa_level();
    if (level == 2) return apus_conv_kernels_avx512(dtype);
    if (level == 1) return apus_conv_kernels_avx2(dtype);
#endif
    return apus_conv_kernels_base(dtype);
}

/// As many rows as fit, but rather a few less if their results then fill panels better.
static ptrdiff_t rows_of_block(ptrdiff_t grid_h, ptrdiff_t grid_w, ptrdiff_t results, ptrdiff_t width) {
    const ptrdiff_t most = apus_most(1, apus_least(grid_h, results / grid_w));
    ptrdiff_t best = most;
    double best_use = 0;
    for (ptrdiff_t rows = most; rows > 0 && rows >= most / 2; rows--) {
        const ptrdiff_t last = grid_h % rows;
        const ptrdiff_t panels = grid_h / rows * apus_ceiling(rows * grid_w, width) + apus_ceiling(last * grid_w, width);
        const double use = (double)(grid_h * grid_w) / (double)(panels * width);
        if (use > best_use * 1.02) {
            best = rows;
            best_use = use;
        }
    }
    return best;
}

conv_cut apus_conv_cut(ptrdiff_t batch, ptrdiff_t grid_h, ptrdiff_t grid_w, ptrdiff_t results, ptrdiff_t width) {
    conv_cut cut = {.images = 1, .rows = grid_h, .columns = grid_w};
    if (2 * grid_h * grid_w <= results) {
        const ptrdiff_t blocks = apus_ceiling(batch, results / (grid_h * grid_w));
        cut.images = apus_ceiling(batch, blocks);
    } else if (grid_w > results) {
        cut.rows = 1;
        cut.columns = apus_round_up(apus_ceiling(grid_w, apus_ceiling(grid_w, results)), width);
    } else {
        cut.rows = rows_of_block(grid_h, grid_w, results, width);
    }
    cut.image_blocks = apus_ceiling(batch, cut.images);
    cut.row_blocks = apus_ceiling(grid_h, cut.rows);
    cut.column_blocks = apus_ceiling(grid_w, cut.columns);
    cut.blocks = cut.image_blocks * cut.row_blocks * cut.column_blocks;
    return cut;
}

conv_block apus_conv_block(const conv_cut *cut, ptrdiff_t batch, ptrdiff_t grid_h, ptrdiff_t grid_w, ptrdiff_t index) {
    conv_block block;
    block.x = index % cut->column_blocks * cut->columns;
    index /= cut->column_blocks;
    block.y = index % cut->row_blocks * cut->rows;
    block.image = index / cut->row_blocks * cut->images;
    block.columns = apus_least(cut->columns, grid_w - block.x);
    block.rows = apus_least(cut->rows, grid_h - block.y);
    block.images = apus_least(cut->images, batch - block.image);
    return block;
}

conv_stage apus_conv_stage(const conv_map *map, const conv_block *block) {
    const ptrdiff_t span_y = (map->taps_y - 1) * map->tap_step_y, span_x = (map->taps_x - 1) * map->tap_step_x;
    const ptrdiff_t range_y = span_y < 0 ? -span_y : span_y, range_x = span_x < 0 ? -span_x : span_x;
    conv_stage stage = {.tap_low_y = map->tap_y + apus_least(0, span_y), .tap_low_x = map->tap_x + apus_least(0, span_x),
                        .tap_range_y = range_y};
    stage.rows = (block->rows - 1) * map->step_y + range_y + 1;
    stage.phases = apus_least(map->step_x, range_x + 1);
    stage.phase_width = block->columns + range_x / map->step_x;
    stage.pitch = stage.phases * stage.phase_width;
    stage.image_stride = stage.rows * stage.pitch;
    stage.channel_stride = stage.elements = block->images * stage.image_stride;
    stage.top = block->y * map->step_y + stage.tap_low_y;
    stage.left = block->x * map->step_x + stage.tap_low_x;
    return stage;
}

ptrdiff_t apus_conv_runs(const conv_block *block, const conv_map *map, const conv_stage *stage, ptrdiff_t first,
                         ptrdiff_t count, conv_run *runs) {
    ptrdiff_t made = 0, done = 0;
    ptrdiff_t x = first % block->columns, y = first / block->columns % block->rows;
    ptrdiff_t image = first / block->columns / block->rows;
    while (done < count) {
        const ptrdiff_t length = apus_least(block->columns - x, count - done);
        runs[made].from = image * stage->image_stride + y * map->step_y * stage->pitch + x;
        runs[made].to = done;
        runs[made].count = length;
        made++;
        done += length;
        x = 0;
        if (++y == block->rows) {
            y = 0;
            image++;
        }
    }
    return made;
}
