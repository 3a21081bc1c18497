// Softmax and its kin, layer and channel normalisation, forward and backward.
#ifndef APUS_NORMALISE_H
#define APUS_NORMALISE_H

#include "apus_types.h"

// Types: float16, bfloat16, float32, float64. The half types compute in float32 and round once. "Statistics" are
// float32 for float16, bfloat16 and float32, and float64 for float64. Functions return 0, or -1 for another type.
// Results do not depend on the number of threads.

/// Rows for `apus_softmax` and its kin.
typedef enum apus_softmax_op : uint8_t {
    APUS_SOFTMAX = 0,           ///< exp(x - max) / sum exp(x - max)
    APUS_LOG_SOFTMAX,           ///< x - logsumexp(x)
    APUS_LOG_SUM_EXP            ///< log(sum exp x); output [outer, inner]
} apus_softmax_op;

/// Along the middle axis of a contiguous [outer, n, inner] array. `output` may be `input` (except for LOG_SUM_EXP).
/// PyTorch: softmax, log_softmax, logsumexp.
int apus_softmax(apus_softmax_op op, apus_dtype dtype, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner,
                 const void *input, void *output, const apus_pool *pool);

/// The derivative of SOFTMAX or LOG_SOFTMAX: `result` holds its output y, `gradient` dy; writes dx, which may be `gradient`.
int apus_softmax_backward(apus_softmax_op op, apus_dtype dtype, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner,
                          const void *result, const void *gradient, void *output, const apus_pool *pool);

/// y = (x - mean) * rstd * weight + bias over contiguous rows; `weight`, `bias` (n elements) may be NULL; `mean` and `rstd`
/// (statistics, one a row) may be NULL. rstd = 1 / sqrt(variance + epsilon). PyTorch: layer_norm.
int apus_layer_norm(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, const void *input, const void *weight, const void *bias,
                    double epsilon, void *output, void *mean, void *rstd, const apus_pool *pool);

/// Bytes of workspace for `apus_layer_norm_backward`.
size_t apus_layer_norm_backward_workspace(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n);

/// The derivative of `apus_layer_norm`; `weight` and each of the three outputs may be NULL.
int apus_layer_norm_backward(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, const void *input, const void *gradient,
                             const void *weight, const void *mean, const void *rstd, void *input_gradient,
                             void *weight_gradient, void *bias_gradient, void *workspace, const apus_pool *pool);

/// For each channel of a contiguous [count, channels, length] array: mean and variance (divided by the number of elements,
/// as batch normalisation uses it), as statistics.
int apus_channel_moments(apus_dtype dtype, ptrdiff_t count, ptrdiff_t channels, ptrdiff_t length, const void *input,
                         void *mean, void *variance, const apus_pool *pool);

/// For each channel: sum(g) and sum(g * (x - mean)), as statistics: what the derivative of a channel's normalisation needs.
int apus_channel_gradient_sums(apus_dtype dtype, ptrdiff_t count, ptrdiff_t channels, ptrdiff_t length, const void *input,
                               const void *gradient, const void *mean, void *sum, void *product_sum, const apus_pool *pool);

/// y = (x - mean[c]) * scale[c] + shift[c]; mean, scale and shift are statistics. `output` may be `input`.
/// Group normalisation is this with count 1 and channels N * C.
int apus_channel_affine(apus_dtype dtype, ptrdiff_t count, ptrdiff_t channels, ptrdiff_t length, const void *input,
                        const void *mean, const void *scale, const void *shift, void *output, const apus_pool *pool);

/// dx = g * a[c] + (x - mean[c]) * b[c] + d[c]: the derivative through the statistics. `output` may be `gradient`.
///
/// Batch normalisation over m elements a channel, y = (x - mean) rstd w + bias, with sums as from
/// `apus_channel_gradient_sums`: a = w rstd, b = -a rstd^2 product_sum / m, d = -a sum / m;
/// the weight's derivative is rstd product_sum, the bias's sum.
int apus_channel_affine2(apus_dtype dtype, ptrdiff_t count, ptrdiff_t channels, ptrdiff_t length, const void *gradient,
                         const void *input, const void *mean, const void *a, const void *b, const void *d, void *output,
                         const apus_pool *pool);

#endif
