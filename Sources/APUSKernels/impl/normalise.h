// What the drivers of softmax and normalisation ask of the kernels of an instruction set, for one element type.
#ifndef APUS_IMPL_NORMALISE_H
#define APUS_IMPL_NORMALISE_H

#include "apus_normalise.h"
#include "lanes.h"

enum { APUS_COLUMN_TILE = 64 };     // columns of [outer, n, inner] handled together

typedef struct apus_normalise_kernels {
    void (*softmax_row)(apus_softmax_op op, ptrdiff_t n, const void *x, void *y);
    /// `width` <= APUS_COLUMN_TILE columns, rows `stride` elements apart.
    void (*softmax_columns)(apus_softmax_op op, ptrdiff_t n, ptrdiff_t width, ptrdiff_t stride, const void *x, void *y);
    void (*softmax_back_row)(apus_softmax_op op, ptrdiff_t n, const void *y, const void *g, void *out);
    void (*softmax_back_columns)(apus_softmax_op op, ptrdiff_t n, ptrdiff_t width, ptrdiff_t stride, const void *y,
                                 const void *g, void *out);
    /// Mean and variance of a run, merged into (mean, m2) that stand for `count` elements so far.
    void (*moments)(ptrdiff_t n, const void *x, double *count, double *mean, double *m2);
    /// y = (x - mean) * rstd * weight + bias.
    void (*normalise)(ptrdiff_t n, const void *x, double mean, double rstd, const void *weight, const void *bias, void *y);
    /// sum(g * w) and sum(g * w * (x - mean)) of a run, added to sums[0] and sums[1]; `weight` may be NULL.
    void (*gradient_sums)(ptrdiff_t n, const void *x, const void *g, const void *weight, double mean, double *sums);
    /// out = g * w * a + (x - mean) * b + d; `weight` may be NULL.
    void (*affine2)(ptrdiff_t n, const void *g, const void *x, const void *weight, double mean, double a, double b, double d,
                    void *out);
    /// y = (x - mean) * a + d.
    void (*affine)(ptrdiff_t n, const void *x, double mean, double a, double d, void *y);
    /// weight_sum += g * (x - mean) * rstd, bias_sum += g, elementwise over a row; sums are float64.
    void (*parameter_sums)(ptrdiff_t n, const void *x, const void *g, double mean, double rstd, double *weight_sum, double *bias_sum);
    /// The same as `affine`, `affine2`, with a coefficient an element (statistics) instead of one a run.
    void (*affine_each)(ptrdiff_t n, const void *x, const void *mean, const void *a, const void *d, void *y);
    void (*affine2_each)(ptrdiff_t n, const void *g, const void *x, const void *mean, const void *a, const void *b,
                         const void *d, void *out);
    /// sum += g, product += g * (x - mean), elementwise; mean is statistics, sums are float64.
    void (*gradient_sums_each)(ptrdiff_t n, const void *x, const void *g, const void *mean, double *sum, double *product);
    /// Rounds float64 to elements.
    void (*round)(ptrdiff_t n, const double *values, void *out);
    /// log sum exp(x) of a row, unrounded.
    double (*log_sum_exp)(ptrdiff_t n, const void *x);
    /// out = exp(x - shift) * scale.
    void (*scaled_exp)(ptrdiff_t n, const void *x, double shift, double scale, void *out);
} apus_normalise_kernels;

/// Kernels for float16, bfloat16, float32, float64, in this order.
extern const apus_normalise_kernels apus_normalise_base[4], apus_normalise_avx2[4], apus_normalise_avx512[4];

#endif
