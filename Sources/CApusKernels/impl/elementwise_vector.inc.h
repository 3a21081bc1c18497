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

static void bfloat16_to_float32(ptrdiff_t n, void *out, const void *in) {
    APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) ((uint32_t *)out)[i] = (uint32_t)((const uint16_t *)in)[i] << 16;
}

static void float32_to_bfloat16(ptrdiff_t n, void *out, const void *in) {
    APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {
        const uint32_t bits = ((const uint32_t *)in)[i];
        const uint32_t nearest = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16, quiet_nan = (bits >> 16) | 0x40;
        ((uint16_t *)out)[i] = (uint16_t)((bits & 0x7fffffff) > 0x7f800000 ? quiet_nan : nearest);
    }
}

#if APUS_HAS_F16
static void float16_to_float32(ptrdiff_t n, void *out, const void *in) {
    APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) ((float *)out)[i] = (float)((const _Float16 *)in)[i];
}

static void float32_to_float16(ptrdiff_t n, void *out, const void *in) {
    APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) ((_Float16 *)out)[i] = (_Float16)((const float *)in)[i];
}
#else
INLINE float float_of_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, 4);
    return value;
}

INLINE uint32_t bits_of_float(float value) {
    uint32_t bits;
    memcpy(&bits, &value, 4);
    return bits;
}

// The exponent is rebased by a multiplication, which is exact and makes subnormals normal.
static void float16_to_float32(ptrdiff_t n, void *out, const void *in) {
    APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {
        const uint32_t half = ((const uint16_t *)in)[i], magnitude = (half & 0x7fff) << 13;
        const uint32_t finite = bits_of_float(float_of_bits(magnitude) * 0x1p112f);
        const uint32_t bits = magnitude >= 0x0f800000 ? magnitude | 0x7f800000 : finite;
        ((uint32_t *)out)[i] = bits | (half & 0x8000) << 16;
    }
}

// Subnormal results are rounded by adding a number whose last bit is theirs; normal ones by integer arithmetic.
static void float32_to_float16(ptrdiff_t n, void *out, const void *in) {
    APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {
        const uint32_t bits = ((const uint32_t *)in)[i], magnitude = bits & 0x7fffffff;
        const uint32_t tiny = bits_of_float(float_of_bits(magnitude) + 0.5f) - 0x3f000000;
        const uint32_t normal = (magnitude - 0x38000000 + 0xfff + ((magnitude >> 13) & 1)) >> 13;
        const uint32_t special = magnitude > 0x7f800000 ? 0x7e00 | ((magnitude >> 13) & 0x3ff) : 0x7c00;
        const uint32_t half = magnitude >= 0x47800000 ? special : magnitude < 0x38800000 ? tiny : normal;
        ((uint16_t *)out)[i] = (uint16_t)(half | (bits >> 16 & 0x8000));
    }
}
#endif

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
