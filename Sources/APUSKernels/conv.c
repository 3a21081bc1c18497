// Convolutions: checks the shape and chooses the algorithm.
#include "impl/conv_plan.h"
#include <string.h>

static bool fits(ptrdiff_t out, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t dilation) {
    return out >= 0 && kernel > 0 && stride > 0 && dilation > 0;
}

static bool is_valid(apus_dtype dtype, const apus_conv_shape *s) {
    return dtype != APUS_BOOL && dtype < APUS_DTYPE_COUNT && s->batch >= 0 && s->channels >= 0 && s->height >= 0
        && s->width >= 0 && s->out_channels >= 0 && s->groups > 0 && s->channels % s->groups == 0
        && s->out_channels % s->groups == 0 && fits(s->out_height, s->kernel_h, s->stride_h, s->dilation_h)
        && fits(s->out_width, s->kernel_w, s->stride_w, s->dilation_w);
}

static bool is_floating(apus_dtype dtype) { return dtype >= APUS_FLOAT16 && dtype <= APUS_FLOAT64; }

static bool has_results(const apus_conv_shape *s) {
    return s->batch > 0 && s->channels > 0 && s->out_channels > 0 && s->out_height > 0 && s->out_width > 0
        && s->height > 0 && s->width > 0;
}

/// A 1×1 convolution of images with enough pixels is one product of matrices for each image.
static bool is_product(apus_dtype dtype, const apus_conv_shape *s) {
    return is_floating(dtype) && s->kernel_h == 1 && s->kernel_w == 1 && s->stride_h == 1 && s->stride_w == 1
        && s->pad_top == 0 && s->pad_left == 0 && s->out_height == s->height && s->out_width == s->width && s->groups == 1
        && s->height * s->width >= 128;
}

size_t apus_conv_workspace(apus_dtype dtype, apus_conv_kind kind, const apus_conv_shape *s, int32_t threads) {
    if (!is_valid(dtype, s) || !has_results(s) || !is_floating(dtype)) return 0;
    if (kind == APUS_CONV_BACKWARD_WEIGHT) return apus_conv_weight_workspace(dtype, s, threads);
    const bool backward = kind == APUS_CONV_BACKWARD_INPUT;
    if (apus_conv_suits_winograd(dtype, backward, s)) return apus_conv_winograd_workspace(backward, s, threads);
    if (!is_product(dtype, s)) return apus_conv_product_workspace(dtype, backward, s, threads);
    const ptrdiff_t rows = backward ? s->channels : s->out_channels, depth = backward ? s->out_channels : s->channels;
    return apus_gemm_batched_workspace(dtype, s->batch, rows, s->height * s->width, depth, threads);
}

/// result[image] = A · source[image].
static int product(apus_dtype dtype, const apus_conv_shape *s, ptrdiff_t rows, ptrdiff_t depth, apus_matrix a,
                   const char *source, const char *bias, char *result, void *workspace, const apus_pool *pool) {
    const ptrdiff_t e = conv_types_of(dtype).source, pixels = s->height * s->width;
    const apus_gemm_epilogue epilogue = {bias, bias ? APUS_BIAS_PER_ROW : APUS_BIAS_NONE, APUS_ACTIVATION_NONE};
    const apus_matrix b = {(char *)source, pixels * e, e}, c = {result, pixels * e, e};
    const int status = apus_gemm_batched(dtype, s->batch, rows, pixels, depth, a, 0, b, depth * pixels * e, c,
                                         rows * pixels * e, false, &epilogue, workspace, pool);
    return status == 0 ? 0 : APUS_CONV_NO_WORKSPACE;
}

/// What a convolution of no channels is.
static void fill_with_bias(const apus_conv_shape *s, const char *bias, char *output, ptrdiff_t size) {
    const ptrdiff_t pixels = s->out_height * s->out_width;
    for (ptrdiff_t i = 0; i < s->batch * s->out_channels * pixels; i++, output += size) {
        if (bias) memcpy(output, bias + i / pixels % s->out_channels * size, (size_t)size);
        else memset(output, 0, (size_t)size);
    }
}

int apus_conv_forward(apus_dtype dtype, const apus_conv_shape *s, const void *input, const void *weight, const void *bias,
                      void *output, void *workspace, const apus_pool *pool) {
    if (!is_valid(dtype, s)) return APUS_CONV_BAD_ARGUMENT;
    if (!is_floating(dtype))
        return apus_conv_direct(dtype, APUS_CONV_FORWARD, s, input, weight, bias, NULL, output, pool);
    if (!has_results(s)) {
        fill_with_bias(s, bias, output, conv_types_of(dtype).source);
        return 0;
    }
    if (!workspace && apus_conv_workspace(dtype, APUS_CONV_FORWARD, s, 1) > 0) return APUS_CONV_NO_WORKSPACE;
    if (apus_conv_suits_winograd(dtype, false, s)) return apus_conv_winograd(false, s, input, weight, bias, output, workspace, pool);
    if (!is_product(dtype, s)) return apus_conv_product(dtype, false, s, input, weight, bias, output, workspace, pool);
    const ptrdiff_t e = conv_types_of(dtype).source;
    return product(dtype, s, s->out_channels, s->channels, (apus_matrix){(char *)weight, s->channels * e, e}, input, bias,
                   output, workspace, pool);
}

int apus_conv_backward_input(apus_dtype dtype, const apus_conv_shape *s, const void *grad_output, const void *weight,
                             void *grad_input, void *workspace, const apus_pool *pool) {
    if (!is_valid(dtype, s)) return APUS_CONV_BAD_ARGUMENT;
    if (!is_floating(dtype))
        return apus_conv_direct(dtype, APUS_CONV_BACKWARD_INPUT, s, NULL, weight, NULL, grad_output, grad_input, pool);
    const ptrdiff_t e = conv_types_of(dtype).source;
    if (!has_results(s)) {
        memset(grad_input, 0, (size_t)(s->batch * s->channels * s->height * s->width * e));
        return 0;
    }
    if (!workspace && apus_conv_workspace(dtype, APUS_CONV_BACKWARD_INPUT, s, 1) > 0) return APUS_CONV_NO_WORKSPACE;
    if (apus_conv_suits_winograd(dtype, true, s))
        return apus_conv_winograd(true, s, grad_output, weight, NULL, grad_input, workspace, pool);
    if (!is_product(dtype, s))
        return apus_conv_product(dtype, true, s, grad_output, weight, NULL, grad_input, workspace, pool);
    return product(dtype, s, s->channels, s->out_channels, (apus_matrix){(char *)weight, e, s->channels * e}, grad_output,
                   NULL, grad_input, workspace, pool);
}

int apus_conv_backward_weight(apus_dtype dtype, const apus_conv_shape *s, const void *grad_output, const void *input,
                              void *grad_weight, void *workspace, const apus_pool *pool) {
    if (!is_valid(dtype, s)) return APUS_CONV_BAD_ARGUMENT;
    if (!is_floating(dtype))
        return apus_conv_direct(dtype, APUS_CONV_BACKWARD_WEIGHT, s, input, NULL, NULL, grad_output, grad_weight, pool);
    if (!has_results(s)) {
        const ptrdiff_t count = s->out_channels * (s->channels / s->groups) * s->kernel_h * s->kernel_w;
        memset(grad_weight, 0, (size_t)(count * conv_types_of(dtype).source));
        return 0;
    }
    if (!workspace && apus_conv_workspace(dtype, APUS_CONV_BACKWARD_WEIGHT, s, 1) > 0) return APUS_CONV_NO_WORKSPACE;
    return apus_conv_weight(dtype, s, grad_output, input, grad_weight, workspace, pool);
}
