// Vector types of APUS_VECTOR_BYTES, the fused multiply-add that the level has, and half-precision conversions.

typedef float vf32 __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 4)));
typedef double vf64 __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 8)));
typedef __typeof__((vf32){0} < (vf32){0}) vi32; // the types of comparisons: the integers' names differ by platform
typedef __typeof__((vf64){0} < (vf64){0}) vi64;
typedef uint32_t vu32 __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 4)));
typedef uint64_t vu64 __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 8)));

#define INLINE static inline __attribute__((always_inline))

// a * b + c: fused where the level has the instruction, else two roundings.
#if APUS_HAS_FMA
#define MADD(a, b, c) __builtin_elementwise_fma(a, b, c)
#else
#define MADD(a, b, c) ((a) * (b) + (c))
#endif

#define ANY(mask) __builtin_expect(__builtin_reduce_or(mask) != 0, 0)

#include "elementwise_half.inc.h"

// Runs a float64 kernel on float32 data, for functions whose float32 form is the rounded float64 one.
enum { wide_block = 256 };

static void widen_block(ptrdiff_t n, double *out, const float *in) {
    APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) out[i] = (double)in[i];
}

static void narrow_block(ptrdiff_t n, float *out, const double *in) {
    APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) out[i] = (float)in[i];
}

static void through_float64_1(apus_kernel1 kernel, ptrdiff_t n, float *out, const float *a, const double *parameters) {
    double wide[wide_block];
    for (ptrdiff_t i = 0; i < n; i += wide_block) {
        const ptrdiff_t count = n - i < wide_block ? n - i : wide_block;
        widen_block(count, wide, a + i);
        kernel(count, wide, wide, parameters);
        narrow_block(count, out + i, wide);
    }
}

static void through_float64_2(apus_kernel2 kernel, ptrdiff_t n, float *out, const float *a, const float *b) {
    double left[wide_block], right[wide_block];
    for (ptrdiff_t i = 0; i < n; i += wide_block) {
        const ptrdiff_t count = n - i < wide_block ? n - i : wide_block;
        widen_block(count, left, a + i);
        widen_block(count, right, b + i);
        kernel(count, left, left, right);
        narrow_block(count, out + i, left);
    }
}
