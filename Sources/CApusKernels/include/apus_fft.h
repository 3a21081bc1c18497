// Fourier transforms of any length along one axis, of float32 and float64.
#ifndef APUS_FFT_H
#define APUS_FFT_H

#include "apus_types.h"

/// What a transform takes and gives, along its axis of n points.
typedef enum apus_fft_kind : uint8_t {
    APUS_FFT_COMPLEX = 0,       ///< n complex numbers to n complex numbers
    APUS_FFT_REAL_TO_HALF,      ///< n real numbers to the first n / 2 + 1 complex numbers; the others are their conjugates
    APUS_FFT_REAL_TO_WHOLE,     ///< n real numbers to all n complex numbers
    APUS_FFT_HALF_TO_REAL       ///< n / 2 + 1 complex numbers, of which the first (and, if n is even, the last) counts as real, to n
} apus_fft_kind;

/// Everything that transforms of one length have in common: factors and roots of unity. It does not change once made, and
/// may be used by several threads at once.
typedef struct apus_fft_plan apus_fft_plan;

/// 1 if there are too few transforms for plans that work on several side by side, else 0: what a plan depends on besides
/// precision and length.
int apus_fft_plan_class(apus_dtype dtype, ptrdiff_t transforms);

/// A plan for n >= 1 points of `dtype` (float32 or float64: the precision), for kinds with real numbers on one side or not,
/// and for numbers of transforms of a class. NULL if there is no memory.
apus_fft_plan *apus_fft_plan_create(apus_dtype dtype, bool real, ptrdiff_t n, int plan_class);
void apus_fft_plan_destroy(apus_fft_plan *plan);

/// The memory that a plan holds.
size_t apus_fft_plan_bytes(const apus_fft_plan *plan);

/// Transforms along one axis of arrays, for every index of the other axes. Strides are in bytes.
typedef struct apus_fft_job {
    apus_fft_kind kind;
    bool forward;               ///< the exponent's sign: e^(-2 pi i j k / n) if true
    double scale;               ///< results are multiplied by it
    ptrdiff_t present;          ///< how many numbers the input has along the axis; missing ones are 0, further ones are left out
    ptrdiff_t input_step, output_step;
    int32_t rank;               ///< the number of other axes
    const ptrdiff_t *shape, *input_strides, *output_strides;
    const void *input;
    void *output;               ///< may be the input, if kind is COMPLEX, `present` is n and all strides are the same
} apus_fft_job;

/// Bytes of workspace for `transforms` transforms on a pool with `threads` threads. The workspace must be aligned to 64 bytes.
size_t apus_fft_workspace(const apus_fft_plan *plan, ptrdiff_t transforms, int32_t threads);

/// The discrete Fourier transform, by mixed radices (Stockham's order), by splitting long transforms into rows and columns
/// (Bailey 1990), and by Bluestein's convolution (1970) where n has a large prime factor. Real transforms of even length are
/// complex ones of half the length. Results do not depend on the number of threads.
void apus_fft(const apus_fft_plan *plan, const apus_fft_job *job, void *workspace, const apus_pool *pool);

#endif
