// The convolutions' kernels for one instruction set; see gemm_kernels.inc.h for what the includer defines.
#include "conv_kernels.h"

#define APUS_PASTE_(a, b, c) a##b##c
#define APUS_PASTE(a, b, c) APUS_PASTE_(a, b, c)
#define APUS_NAME(family, name) APUS_PASTE(family, name, APUS_SUFFIX)

#if defined(APUS_HAS_FMA)
#define APUS_FMA(a, b, sum) __builtin_elementwise_fma(a, b, sum)
#else
#define APUS_FMA(a, b, sum) ((sum) + (a) * (b))
#endif

#define CONVERT(name) APUS_NAME(conv_, name)
#include "convert.inc.h"

#define CONV(name) APUS_NAME(conv_f32_, name)
#define CONV_SOURCE float
#define CONV_ELEMENT float
#define CONV_CONVERT(x) (x)
#define CONV_LOAD(from) (*(const CONV(loose) *)(from))
#define CONV_LANES (APUS_VECTOR_BYTES / 4)
#define CONV_FMA(a, b, sum) APUS_FMA(a, b, sum)
#include "conv_gather.inc.h"

#define CONV(name) APUS_NAME(conv_f64_, name)
#define CONV_SOURCE double
#define CONV_ELEMENT double
#define CONV_CONVERT(x) (x)
#define CONV_LOAD(from) (*(const CONV(loose) *)(from))
#define CONV_LANES (APUS_VECTOR_BYTES / 8)
#define CONV_FMA(a, b, sum) APUS_FMA(a, b, sum)
#include "conv_gather.inc.h"

#define CONV(name) APUS_NAME(conv_f16_, name)
#define CONV_SOURCE uint16_t
#define CONV_ELEMENT float
#define CONV_CONVERT(x) APUS_NAME(conv_, from_float16)(x)
#define CONV_LOAD(from) APUS_NAME(conv_, load_float16)(from)
#define CONV_LANES (APUS_VECTOR_BYTES / 4)
#define CONV_FMA(a, b, sum) APUS_FMA(a, b, sum)
#include "conv_gather.inc.h"

#define CONV(name) APUS_NAME(conv_bf16_, name)
#define CONV_SOURCE uint16_t
#define CONV_ELEMENT float
#define CONV_CONVERT(x) APUS_NAME(conv_, from_bfloat16)(x)
#define CONV_LOAD(from) APUS_NAME(conv_, load_bfloat16)(from)
#define CONV_LANES (APUS_VECTOR_BYTES / 4)
#define CONV_FMA(a, b, sum) APUS_FMA(a, b, sum)
#include "conv_gather.inc.h"

#define APUS_ENTRY(family) {APUS_NAME(family, stage), APUS_NAME(family, gather), APUS_NAME(family, row)}

const conv_kernels *APUS_NAME(apus_conv_kernels, )(apus_dtype dtype) {
    static const conv_kernels table[APUS_DTYPE_COUNT] = {
        [APUS_FLOAT16] = APUS_ENTRY(conv_f16_),
        [APUS_BFLOAT16] = APUS_ENTRY(conv_bf16_),
        [APUS_FLOAT32] = APUS_ENTRY(conv_f32_),
        [APUS_FLOAT64] = APUS_ENTRY(conv_f64_),
    };
    return &table[dtype];
}
