// What the drivers of convolutions share.
#ifndef APUS_CONV_PLAN_H
#define APUS_CONV_PLAN_H

#include "apus_conv.h"
#include "conv_kernels.h"

enum {
    CONV_RESULTS = 256,        ///< results of a block, more if there is little depth
    CONV_MOST_RESULTS = 2048,
    CONV_UNITS = 8             ///< units that a convolution is cut into for the sake of threads
};

/// Multiplications below which one thread does all.
#define CONV_PARALLEL_WORK 1e6

/// The types of a convolution: as stored, and as computed in.
typedef struct conv_types {
    apus_dtype dtype;
    const gemm_kernels *stored, *computed;
    const conv_kernels *conv;
    ptrdiff_t element, source;
    bool converts;
} conv_types;

static inline conv_types conv_types_of(apus_dtype dtype) {
    conv_types t = {dtype, apus_gemm_kernels(dtype), NULL, apus_conv_kernels(dtype), 0, 0, false};
    t.converts = dtype == APUS_FLOAT16 || dtype == APUS_BFLOAT16;
    t.computed = t.converts ? apus_gemm_kernels(APUS_FLOAT32) : t.stored;
    t.element = t.computed->element;
    t.source = t.stored->source;
    return t;
}

static inline size_t conv_aligned(ptrdiff_t bytes) { return (size_t)apus_round_up(bytes, 64); }

/// The forward product, or the derivative by the input, of the floating-point types.
size_t apus_conv_product_workspace(apus_dtype dtype, bool backward, const apus_conv_shape *shape, int32_t threads);
int apus_conv_product(apus_dtype dtype, bool backward, const apus_conv_shape *shape, const char *source,
                      const char *weight, const char *bias, char *result, char *workspace, const apus_pool *pool);

/// Whether Winograd's filtering serves a forward product or a derivative by the input well. Depends on sizes alone.
bool apus_conv_suits_winograd(apus_dtype dtype, bool backward, const apus_conv_shape *shape);
size_t apus_conv_winograd_workspace(bool backward, const apus_conv_shape *shape, int32_t threads);
int apus_conv_winograd(bool backward, const apus_conv_shape *shape, const float *source, const float *weight,
                       const float *bias, float *result, char *workspace, const apus_pool *pool);

/// The derivative by the weight, of the floating-point types.
size_t apus_conv_weight_workspace(apus_dtype dtype, const apus_conv_shape *shape, int32_t threads);
int apus_conv_weight(apus_dtype dtype, const apus_conv_shape *shape, const char *grad_output, const char *input,
                     char *grad_weight, char *workspace, const apus_pool *pool);

/// All three for integers and complex numbers.
int apus_conv_direct(apus_dtype dtype, apus_conv_kind kind, const apus_conv_shape *shape, const char *input,
                     const char *weight, const char *bias, const char *output, char *result, const apus_pool *pool);

#endif
