// Pooling of planes [planes, height, width] (batch and channels together) and its derivatives. One-dimensional: height 1.
#ifndef APUS_POOLING_H
#define APUS_POOLING_H

#include "apus_types.h"

/// The sizes of a pooling. The caller chooses the output's size, and by it whether the last window may be cut short.
/// Average pooling has no dilation (1).
typedef struct apus_pool_shape {
    ptrdiff_t planes, height, width;
    ptrdiff_t kernel_h, kernel_w, stride_h, stride_w, dilation_h, dilation_w;
    ptrdiff_t pad_top, pad_left, pad_bottom, pad_right;
    ptrdiff_t out_height, out_width;
} apus_pool_shape;

/// What a sum of a window is divided by.
typedef struct apus_pool_divisor {
    bool count_include_pad;   ///< the window's size within the padded plane, rather than within the plane
    ptrdiff_t fixed;          ///< if not 0, this instead
} apus_pool_divisor;

/// Result of a pooling that could not run; 0 is success.
enum { APUS_POOLING_BAD_ARGUMENT = -1 };

/// The largest element of every window, NaN if there is one; outside the plane is less than everything.
///
/// `indices`, unless NULL, receives where it lies in its plane: the first of equals, the last NaN. A window that
/// dilation puts wholly outside gives minus infinity (an integer's least) and an index that may lie outside, too.
/// All dtypes but complex.
/// PyTorch's `max_pool2d`.
int apus_max_pool(apus_dtype dtype, const apus_pool_shape *shape, const void *input, void *output, int64_t *indices,
                  const apus_pool *pool);

/// grad_input: every element of grad_output added where the index says; indices outside the plane are skipped.
/// Floating-point types.
int apus_max_pool_backward(apus_dtype dtype, const apus_pool_shape *shape, const void *grad_output, const int64_t *indices,
                           void *grad_input, const apus_pool *pool);

/// The mean of every window. Floating-point types; sums in float32 or wider. PyTorch's `avg_pool2d`.
int apus_average_pool(apus_dtype dtype, const apus_pool_shape *shape, apus_pool_divisor divisor, const void *input,
                      void *output, const apus_pool *pool);

/// grad_input of `apus_average_pool`.
int apus_average_pool_backward(apus_dtype dtype, const apus_pool_shape *shape, apus_pool_divisor divisor,
                               const void *grad_output, void *grad_input, const apus_pool *pool);

/// Means of out_height × out_width bins that cover the plane; bin i is rows floor(i·height / out_height) up to
/// ceil((i + 1)·height / out_height). Reads planes, height, width, out_height, out_width of the shape.
/// PyTorch's `adaptive_avg_pool2d`.
int apus_adaptive_average_pool(apus_dtype dtype, const apus_pool_shape *shape, const void *input, void *output,
                               const apus_pool *pool);

/// grad_input of `apus_adaptive_average_pool`.
int apus_adaptive_average_pool_backward(apus_dtype dtype, const apus_pool_shape *shape, const void *grad_output,
                                        void *grad_input, const apus_pool *pool);

#endif
