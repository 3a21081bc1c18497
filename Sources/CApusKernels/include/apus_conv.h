// Convolutions of images [batch, channels, height, width] and their derivatives. One-dimensional: height 1.
#ifndef APUS_CONV_H
#define APUS_CONV_H

#include "apus_gemm.h"

/// The sizes of a convolution. The weight is [out_channels, channels / groups, kernel_h, kernel_w].
/// The caller has made sure that groups divides both channel counts, that strides and dilations are positive, and that
/// out_height = (height + pad_top + pad_bottom - dilation_h * (kernel_h - 1) - 1) / stride_h + 1, and so for the width;
/// the padding below and to the right follows from these.
typedef struct apus_conv_shape {
    ptrdiff_t batch, channels, height, width;
    ptrdiff_t out_channels, kernel_h, kernel_w;
    ptrdiff_t stride_h, stride_w, pad_top, pad_left, dilation_h, dilation_w;
    ptrdiff_t groups, out_height, out_width;
} apus_conv_shape;

/// The three products of a convolution.
typedef enum apus_conv_kind : uint8_t {
    APUS_CONV_FORWARD = 0,
    APUS_CONV_BACKWARD_INPUT,
    APUS_CONV_BACKWARD_WEIGHT
} apus_conv_kind;

/// Result of a convolution that could not run; 0 is success.
enum {
    APUS_CONV_BAD_ARGUMENT = -1,  ///< bool, an unknown dtype, a size that is negative or does not fit the others
    APUS_CONV_NO_WORKSPACE = -2   ///< `workspace` is NULL although `apus_conv_workspace` asks for memory
};

/// Bytes of workspace, 64-byte aligned, that a convolution needs: about a megabyte a thread, and a copy of the weights
/// where the kind or the dtype needs one.
size_t apus_conv_workspace(apus_dtype dtype, apus_conv_kind kind, const apus_conv_shape *shape, int32_t threads);

/// output [batch, out_channels, out_height, out_width] = input convolved with weight, plus bias [out_channels] or NULL.
///
/// Everything is contiguous. float16 and bfloat16 are summed in float32 and rounded once; integers wrap around. The
/// results of all three functions are the same for any number of threads. PyTorch's `conv2d`.
int apus_conv_forward(apus_dtype dtype, const apus_conv_shape *shape, const void *input, const void *weight,
                      const void *bias, void *output, void *workspace, const apus_pool *pool);

/// grad_input from grad_output and weight: the transposed convolution. Complex weights are not conjugated.
int apus_conv_backward_input(apus_dtype dtype, const apus_conv_shape *shape, const void *grad_output, const void *weight,
                             void *grad_input, void *workspace, const apus_pool *pool);

/// grad_weight from grad_output and input. Complex inputs are not conjugated.
int apus_conv_backward_weight(apus_dtype dtype, const apus_conv_shape *shape, const void *grad_output, const void *input,
                              void *grad_weight, void *workspace, const apus_pool *pool);

#endif
