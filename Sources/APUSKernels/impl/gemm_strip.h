// A strip of columns of a matrix product, computed by one thread: the engine of products and convolutions.
#ifndef APUS_GEMM_STRIP_H
#define APUS_GEMM_STRIP_H

#include "gemm_kernels.h"

enum {
    GEMM_ROW_BLOCK = 252,    ///< rows of A that stay in the second-level cache; a multiple of every tile height
    GEMM_DEPTH_BLOCK = 352,  ///< depth of a panel of B that stays in the first-level cache
    GEMM_STRIP_COLUMNS = 256,
    GEMM_STRIP_PANELS = 64,
    GEMM_STACK_SPACE = 64 * 1024  ///< work space up to this size is taken from the stack
};

typedef struct gemm_strip_panel {
    ptrdiff_t columns;
    const char *b;  ///< set by `fill`
    ptrdiff_t b_row;
    char *c;
} gemm_strip_panel;

typedef struct gemm_strip {
    const gemm_kernels *kernels;
    ptrdiff_t rows, depth, depth_step;
    const char *a;
    ptrdiff_t a_row, a_column;
    char *a_space;  ///< where blocks of A are copied; NULL to use A in place
    const char *b;   ///< what `fill` reads from
    char *b_space;   ///< where it packs to
    ptrdiff_t panels;
    gemm_strip_panel panel[GEMM_STRIP_PANELS];
    ptrdiff_t c_row;
    const char *row_bias, *column_bias;
    bool accumulate, relu;
    /// Makes `b` and `b_row` of every panel hold the depths from `start`.
    void (*fill)(struct gemm_strip *strip, ptrdiff_t start, ptrdiff_t depth);
    const void *context;
} gemm_strip;

/// Depths are summed in equal steps of about `GEMM_DEPTH_BLOCK`, whatever the number of threads.
ptrdiff_t apus_gemm_depth_step(ptrdiff_t depth);

/// Bytes for copies of A in blocks of at most `rows` × `depth`.
size_t apus_gemm_a_space(const gemm_kernels *kernels, ptrdiff_t rows, ptrdiff_t depth);

/// Whether A is better copied than used in place.
bool apus_gemm_copies_a(const gemm_kernels *kernels, ptrdiff_t rows, ptrdiff_t a_row, ptrdiff_t a_column);

/// Computes the strip.
void apus_gemm_strip(gemm_strip *strip);

/// Rounds `count` adjacent results to the type stored and puts them `step` bytes apart.
void apus_gemm_store(const gemm_kernels *kernels, ptrdiff_t count, const char *from, char *to, ptrdiff_t step);

/// Runs `body(context, slot, unit)` for every unit; at most `threads` at once, each with a slot of its own.
void apus_gemm_share(const apus_pool *pool, ptrdiff_t units, void (*body)(void *context, ptrdiff_t slot, ptrdiff_t unit),
                     void *context);

/// Slots that `apus_gemm_share` uses at most.
static inline ptrdiff_t apus_gemm_slots(ptrdiff_t threads, ptrdiff_t units) {
    ptrdiff_t slots = threads < units ? threads : units;
    return slots > 1 ? slots : 1;
}

#endif
