// Every kernel of the decompositions for one instruction set and the four types.
// The includer defines APUS_SUFFIX, APUS_VECTOR_BYTES and APUS_HAS_FMA if it does.
#include "factor_kernels.h"
#include <math.h>
#include <string.h>

#define APUS_PASTE_(a, b, c) a##b##c
#define APUS_PASTE(a, b, c) APUS_PASTE_(a, b, c)
#define INLINE static inline __attribute__((always_inline))

#if defined(APUS_HAS_FMA)
#define APUS_FMA(a, b, sum) __builtin_elementwise_fma(a, b, sum)
#else
#define APUS_FMA(a, b, sum) ((sum) + (a) * (b))
#endif

#define NAME(name) APUS_PASTE(f32_, name, APUS_SUFFIX)
#define REAL float
#define APUS_REAL_BITS 32
#define IS_COMPLEX 0
#include "factor_type.inc.h"

#define NAME(name) APUS_PASTE(f64_, name, APUS_SUFFIX)
#define REAL double
#define APUS_REAL_BITS 64
#define IS_COMPLEX 0
#include "factor_type.inc.h"

#define NAME(name) APUS_PASTE(c64_, name, APUS_SUFFIX)
#define REAL float
#define APUS_REAL_BITS 32
#define IS_COMPLEX 1
#include "factor_type.inc.h"

#define NAME(name) APUS_PASTE(c128_, name, APUS_SUFFIX)
#define REAL double
#define APUS_REAL_BITS 64
#define IS_COMPLEX 1
#include "factor_type.inc.h"

const factor_kernels *APUS_PASTE(apus_factor_, kernels, APUS_SUFFIX)(apus_dtype dtype) {
    switch (dtype) {
    case APUS_FLOAT32: return &APUS_PASTE(f32_, kernels, APUS_SUFFIX);
    case APUS_FLOAT64: return &APUS_PASTE(f64_, kernels, APUS_SUFFIX);
    case APUS_COMPLEX64: return &APUS_PASTE(c64_, kernels, APUS_SUFFIX);
    case APUS_COMPLEX128: return &APUS_PASTE(c128_, kernels, APUS_SUFFIX);
    default: return NULL;
    }
}
