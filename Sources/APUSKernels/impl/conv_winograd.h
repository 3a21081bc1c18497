// Winograd's minimal filtering for 3×3 kernels: what the instruction-set-specific part offers to its driver.
#ifndef APUS_CONV_WINOGRAD_H
#define APUS_CONV_WINOGRAD_H

#include "gemm_strip.h"

enum {
    WINOGRAD_RESULTS = 4,   ///< results of a tile in each direction
    WINOGRAD_POINTS = 6,    ///< inputs of a tile in each direction
    WINOGRAD_PRODUCTS = WINOGRAD_POINTS * WINOGRAD_POINTS,
    WINOGRAD_TILES = 32,    ///< tiles of a block
    WINOGRAD_LANES = 16     ///< tiles, or rows of weights, that are transformed together; also the slack behind rows
};

/// Neighbouring tiles in one row of tiles of an image.
typedef struct winograd_segment {
    ptrdiff_t image, row, column, tiles;
    ptrdiff_t offset;  ///< of the first tile in the block
} winograd_segment;

/// A block of tiles.
typedef struct winograd_block {
    ptrdiff_t segments;
    winograd_segment segment[WINOGRAD_TILES];
} winograd_block;

/// Images in memory.
typedef struct winograd_planes {
    ptrdiff_t channels, height, width;
    ptrdiff_t top, left;  ///< zeros before the first row and column
} winograd_planes;

typedef struct winograd_kernels {
    /// weights[r·row + c·channel + tap] of up to LANES rows and `channels` channels to to[product·product_step + c·rows + r];
    /// with `turned` the taps are taken in the opposite order.
    void (*weights)(const float *from, ptrdiff_t rows, ptrdiff_t row, ptrdiff_t channels, ptrdiff_t channel, bool turned,
                    float *to, ptrdiff_t product_step);
    /// A block of tiles of all channels to to[product·product_step + c·TILES + tile]. Writes up to LANES elements beyond.
    void (*source)(const winograd_planes *planes, const winograd_block *block, const float *from, float *to,
                   ptrdiff_t product_step);
    /// The results of one channel, from[product·product_step + tile], plus a bias, to its planes.
    void (*results)(const winograd_planes *planes, const winograd_block *block, const float *from, ptrdiff_t product_step,
                    float bias, float *to);
} winograd_kernels;

const winograd_kernels *apus_winograd_kernels_base(void);
#if defined(__x86_64__)
const winograd_kernels *apus_winograd_kernels_avx2(void);
const winograd_kernels *apus_winograd_kernels_avx512(void);
#endif

#endif
