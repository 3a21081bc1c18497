// Plans of Fourier transforms, and what their drivers ask of the kernels of an instruction set.
#ifndef APUS_IMPL_FFT_H
#define APUS_IMPL_FFT_H

#include "apus_fft.h"
#include "lanes.h"

enum {
    APUS_FFT_MAX_PASSES = 64,
    APUS_FFT_MAX_RADIX = 127,       // prime factors above it go through Bluestein's convolution
    APUS_FFT_MAX_LANES = 16
};

/// Transforms of n points by mixed radices, a vector of them side by side.
typedef struct apus_fft_passes {
    ptrdiff_t n;
    int count;
    int radix[APUS_FFT_MAX_PASSES];
    /// For each pass, the factors e^(-2 pi i p k / (r m)) for p < m and 0 < k < r, in this order, where m is the number of
    /// points left; NULL for the last pass, where all are 1.
    const void *twiddles[APUS_FFT_MAX_PASSES];
    /// For each pass with a radix that has no kernel of its own, its roots of unity.
    const void *roots[APUS_FFT_MAX_PASSES];
} apus_fft_passes;

struct apus_fft_plan {
    apus_dtype dtype;
    bool real;                      // real numbers on one side
    bool halved;                    // real of even length: `core` is half of `n`
    bool split;                     // into columns and rows
    ptrdiff_t n, core;              // points, and points of the complex transform that is computed
    ptrdiff_t length;               // points of the transform by mixed radices: `core`, or Bluestein's length
    apus_fft_passes columns, rows;  // `columns` of `length` points; split: length = columns.n * rows.n
    const void *fine;               // split: e^(-2 pi i k l / length) as vectors of l < width, for k < columns.n
    const void *coarse;             // split: e^(-2 pi i k b width / length) for blocks b and k < columns.n
    const void *halves;             // halved: e^(-2 pi i k / n) for k <= core / 2
    const void *chirp;              // Bluestein: e^(-pi i k k / core) for k < core
    const void *spectrum;           // Bluestein: the transform of the chirp's conjugate, divided by `length`
    size_t bytes;
    void *memory[2 * APUS_FFT_MAX_PASSES + 8];
    int memories;
};

/// How the numbers of a block of transforms lie in memory.
typedef enum apus_fft_layout : uint8_t {
    APUS_FFT_SCATTERED,             // anyhow
    APUS_FFT_COLUMNS,               // complex numbers of neighbouring transforms side by side
    APUS_FFT_PLAIN_COLUMNS,         // real numbers of neighbouring transforms side by side
    APUS_FFT_ROWS,                  // the complex numbers of a transform side by side
    APUS_FFT_PLAIN_ROWS             // the real numbers of a transform side by side
} apus_fft_layout;

/// One side of a block of up to a vector of transforms.
typedef struct apus_fft_side {
    apus_fft_layout layout;
    int lanes;                      // transforms in the block
    char *base;
    ptrdiff_t offset[APUS_FFT_MAX_LANES];
    ptrdiff_t step;                 // bytes from one number to the next
    bool complex;                   // whether numbers have imaginary parts, `imaginary` bytes behind their real parts
    ptrdiff_t imaginary;
    ptrdiff_t rows;                 // how many there are
    bool half_row;                  // whether one more follows of which only the real part is there
} apus_fft_side;

typedef struct apus_fft_block {
    apus_fft_kind kind;
    bool forward;
    double scale;
    apus_fft_side in, out;
} apus_fft_block;

/// The numbers of one long transform in memory; `present` of them are there. Distances in bytes.
typedef struct apus_fft_line {
    char *base;
    bool complex;                   // as in apus_fft_side
    ptrdiff_t step, imaginary, present;
    bool half_row;                  // the same
} apus_fft_line;

typedef struct apus_fft_kernels {
    int width;
    /// Whole transforms of a block. The scratch holds 2 * apus_fft_scratch_rows(plan) rows.
    void (*block)(const apus_fft_plan *plan, const apus_fft_block *block, void *scratch);
    /// Split: the transforms of the columns from `width * index` on, to `middle`.
    void (*columns)(const apus_fft_plan *plan, ptrdiff_t index, bool swapped, const void *in, void *middle, void *scratch);
    /// Split: the transforms of the rows from `width * index` on, from `middle`; multiplied by the scales.
    void (*rows)(const apus_fft_plan *plan, ptrdiff_t index, bool swapped, double real_scale, double imaginary_scale,
                 const void *middle, void *out, void *scratch);
    // Passes over the numbers of one transform from `first` up to `end`; `out` and `in` are contiguous complex numbers.
    void (*gather)(apus_fft_line line, ptrdiff_t first, ptrdiff_t end, void *out);
    void (*scatter)(const void *in, ptrdiff_t first, ptrdiff_t end, apus_fft_line line);
    /// Half spectrum of the real transform from the transform of pairs; numbers k and core - k for each k.
    void (*unpack)(const apus_fft_plan *plan, const void *in, ptrdiff_t first, ptrdiff_t end, bool whole, double real_scale,
                   double imaginary_scale, apus_fft_line line);
    /// The inverse of `unpack`.
    void (*pack)(const apus_fft_plan *plan, apus_fft_line line, double sign, ptrdiff_t first, ptrdiff_t end, void *out);
    /// Odd lengths: a half spectrum made whole, and a whole one, of a real transform, written.
    void (*mirror)(const apus_fft_plan *plan, apus_fft_line line, double sign, ptrdiff_t first, ptrdiff_t end, void *out);
    /// Bluestein: times the chirp, 0 from `core` on; times the spectrum; times the chirp and the scales.
    void (*chirp_in)(const apus_fft_plan *plan, const void *in, bool swapped, ptrdiff_t first, ptrdiff_t end, void *out);
    void (*convolve)(const apus_fft_plan *plan, ptrdiff_t first, ptrdiff_t end, void *values);
    void (*chirp_out)(const apus_fft_plan *plan, const void *in, bool swapped, double real_scale, double imaginary_scale,
                      ptrdiff_t first, ptrdiff_t end, void *out);
} apus_fft_kernels;

/// Kernels for float32 and float64.
extern const apus_fft_kernels apus_fft_base[2], apus_fft_avx2[2], apus_fft_avx512[2];

APUS_INLINE const apus_fft_kernels *apus_fft_kernels_of(apus_dtype dtype) {
    const int i = dtype == APUS_FLOAT64;
#if defined(__x86_64__)
    if (apus_isa_level() == 2) return &apus_fft_avx512[i];
    if (apus_isa_level() == 1) return &apus_fft_avx2[i];
#endif
    return &apus_fft_base[i];
}

/// The rows, complex vectors, of one of the two buffers of a block.
APUS_INLINE ptrdiff_t apus_fft_scratch_rows(const apus_fft_plan *plan) {
    ptrdiff_t rows = plan->length;
    if (plan->split) rows = plan->columns.n > plan->rows.n ? plan->columns.n : plan->rows.n;
    else if (plan->n + 1 > rows) rows = plan->n + 1;
    return rows + APUS_FFT_MAX_LANES;
}

#endif
