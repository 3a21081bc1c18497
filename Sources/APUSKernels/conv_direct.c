// Convolutions of integers and complex numbers: plain loops, one plane of the result at a time.
#include "impl/conv_plan.h"

typedef struct conv_direct {
    conv_types types;
    apus_conv_kind kind;
    const apus_conv_shape *shape;
    const char *input, *weight, *bias, *output;
    char *result;
    void (*plane)(const struct conv_direct *direct, ptrdiff_t index);
} conv_direct;

#define DIRECT(name) direct_u8_##name
#define DIRECT_ELEMENT uint8_t
#define DIRECT_ADD(sum, a, b) (sum) = (uint8_t)((sum) + (a) * (b))
#include "impl/conv_direct.inc.h"

#define DIRECT(name) direct_u16_##name
#define DIRECT_ELEMENT uint16_t
#define DIRECT_ADD(sum, a, b) (sum) = (uint16_t)((sum) + (uint32_t)(a) * (b))
#include "impl/conv_direct.inc.h"

#define DIRECT(name) direct_u32_##name
#define DIRECT_ELEMENT uint32_t
#define DIRECT_ADD(sum, a, b) (sum) += (a) * (b)
#include "impl/conv_direct.inc.h"

#define DIRECT(name) direct_u64_##name
#define DIRECT_ELEMENT uint64_t
#define DIRECT_ADD(sum, a, b) (sum) += (a) * (b)
#include "impl/conv_direct.inc.h"

#define DIRECT(name) direct_c64_##name
#define DIRECT_ELEMENT _Complex float
#define DIRECT_ADD(sum, a, b) (sum) += conv_complex_product(a, b)
static inline _Complex float conv_complex_product(_Complex float a, _Complex float b) {
    const float re = __real__ a * __real__ b - __imag__ a * __imag__ b, im = __real__ a * __imag__ b + __imag__ a * __real__ b;
    _Complex float product;
    __real__ product = re;
    __imag__ product = im;
    return product;
}
#include "impl/conv_direct.inc.h"

#define DIRECT(name) direct_c128_##name
#define DIRECT_ELEMENT _Complex double
#define DIRECT_ADD(sum, a, b) (sum) += conv_complex_double_product(a, b)
static inline _Complex double conv_complex_double_product(_Complex double a, _Complex double b) {
    const double re = __real__ a * __real__ b - __imag__ a * __imag__ b, im = __real__ a * __imag__ b + __imag__ a * __real__ b;
    _Complex double product;
    __real__ product = re;
    __imag__ product = im;
    return product;
}
#include "impl/conv_direct.inc.h"

static void direct_unit(void *context, ptrdiff_t slot, ptrdiff_t index) {
    (void)slot;
    const conv_direct *d = context;
    d->plane(d, index);
}

int apus_conv_direct(apus_dtype dtype, apus_conv_kind kind, const apus_conv_shape *s, const char *input, const char *weight,
                     const char *bias, const char *output, char *result, const apus_pool *pool) {
    conv_direct d = {conv_types_of(dtype), kind, s, input, weight, bias, output, result, NULL};
    switch (dtype) {
    case APUS_UINT8: case APUS_INT8: d.plane = direct_u8_plane; break;
    case APUS_UINT16: case APUS_INT16: d.plane = direct_u16_plane; break;
    case APUS_UINT32: case APUS_INT32: d.plane = direct_u32_plane; break;
    case APUS_UINT64: case APUS_INT64: d.plane = direct_u64_plane; break;
    case APUS_COMPLEX64: d.plane = direct_c64_plane; break;
    case APUS_COMPLEX128: d.plane = direct_c128_plane; break;
    default: return APUS_CONV_BAD_ARGUMENT;
    }
    const ptrdiff_t planes = kind == APUS_CONV_FORWARD ? s->batch * s->out_channels
        : kind == APUS_CONV_BACKWARD_INPUT ? s->batch * s->channels : s->out_channels * (s->channels / s->groups);
    apus_gemm_share(pool, planes, direct_unit, &d);
    return 0;
}
