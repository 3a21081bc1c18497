// float16 and bfloat16 in registers: a number widened to float32, a result rounded to nearest even, and kernels that do both
// around an expression. Functions that are longer than a few instructions go through blocks of float32 instead.

INLINE uint32_t bits_of_float(float value) {
    uint32_t bits;
    memcpy(&bits, &value, 4);
    return bits;
}

INLINE float float_of_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, 4);
    return value;
}

INLINE float widened_bf16(uint16_t x) { return float_of_bits((uint32_t)x << 16); }

INLINE uint16_t narrowed_bf16(float x) {
    const uint32_t bits = bits_of_float(x);
    const uint32_t nearest = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16, quiet_nan = (bits >> 16) | 0x40;
    return (uint16_t)((bits & 0x7fffffff) > 0x7f800000 ? quiet_nan : nearest);
}

#if APUS_HAS_F16
INLINE float widened_f16(uint16_t x) {
    _Float16 half;
    memcpy(&half, &x, 2);
    return (float)half;
}

INLINE uint16_t narrowed_f16(float x) {
    const _Float16 half = (_Float16)x;
    uint16_t bits;
    memcpy(&bits, &half, 2);
    return bits;
}
#else
// The exponent is rebased by a multiplication, which is exact and makes subnormals normal.
INLINE float widened_f16(uint16_t x) {
    const uint32_t magnitude = (uint32_t)(x & 0x7fff) << 13;
    const uint32_t finite = bits_of_float(float_of_bits(magnitude) * 0x1p112f);
    const uint32_t bits = magnitude >= 0x0f800000 ? magnitude | 0x7f800000 : finite;
    return float_of_bits(bits | (uint32_t)(x & 0x8000) << 16);
}

// Subnormal results are rounded by adding a number whose last bit is theirs; normal ones by integer arithmetic.
INLINE uint16_t narrowed_f16(float x) {
    const uint32_t bits = bits_of_float(x), magnitude = bits & 0x7fffffff;
    const uint32_t tiny = bits_of_float(float_of_bits(magnitude) + 0.5f) - 0x3f000000;
    const uint32_t normal = (magnitude - 0x38000000 + 0xfff + ((magnitude >> 13) & 1)) >> 13;
    const uint32_t special = magnitude > 0x7f800000 ? 0x7e00 | ((magnitude >> 13) & 0x3ff) : 0x7c00;
    const uint32_t half = magnitude >= 0x47800000 ? special : magnitude < 0x38800000 ? tiny : normal;
    return (uint16_t)(half | (bits >> 16 & 0x8000));
}
#endif

#define CONVERSIONS_OF_HALF(name, h)                                                                               \
    static void name##_to_float32(ptrdiff_t n, void *out, const void *in) {                                        \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) ((float *)out)[i] = widened_##h(((const uint16_t *)in)[i]); \
    }                                                                                                              \
    static void float32_to_##name(ptrdiff_t n, void *out, const void *in) {                                        \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) ((uint16_t *)out)[i] = narrowed_##h(((const float *)in)[i]); \
    }
CONVERSIONS_OF_HALF(float16, f16)
CONVERSIONS_OF_HALF(bfloat16, bf16)

/// Kernels `op`_f16 and `op`_bf16 of an expression of floats `x`, `y`, `z`.
#define BOTH_HALVES(DO, op, ...) DO(f16, op, __VA_ARGS__) DO(bf16, op, __VA_ARGS__)
#define HALF_AT(h, p, i) widened_##h(((const uint16_t *)(p))[i])
#define HALF_LOOP(OUT, i, ...) APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) ((OUT *)out)[i] = (OUT)(__VA_ARGS__);

#define HALF_KERNEL1(h, op, E)                                                                                     \
    INLINE float op##_of_##h(float x) { return E; }                                                                \
    static void op##_##h(ptrdiff_t n, void *out, const void *a, const double *parameters) {                        \
        (void)parameters;                                                                                          \
        HALF_LOOP(uint16_t, i, narrowed_##h(op##_of_##h(HALF_AT(h, a, i))))                                        \
    }
#define HALF_TEST1(h, op, E)                                                                                       \
    INLINE uint8_t op##_of_##h(float x) { return E; }                                                              \
    static void op##_##h(ptrdiff_t n, void *out, const void *a, const double *parameters) {                        \
        (void)parameters;                                                                                          \
        HALF_LOOP(uint8_t, i, op##_of_##h(HALF_AT(h, a, i)))                                                       \
    }
#define HALF_KERNEL2(h, op, E)                                                                                     \
    INLINE float op##_of_##h(float x, float y) { return E; }                                                       \
    static void op##_##h(ptrdiff_t n, void *out, const void *a, const void *b) {                                   \
        HALF_LOOP(uint16_t, i, narrowed_##h(op##_of_##h(HALF_AT(h, a, i), HALF_AT(h, b, i))))                      \
    }
#define HALF_CONSTANTS2(h, op, ...)                                                                                     \
    static void op##_##h##_first_constant(ptrdiff_t n, void *out, const void *a, const void *b) {                  \
        const float x = HALF_AT(h, a, 0);                                                                          \
        HALF_LOOP(uint16_t, i, narrowed_##h(op##_of_##h(x, HALF_AT(h, b, i))))                                     \
    }                                                                                                              \
    static void op##_##h##_second_constant(ptrdiff_t n, void *out, const void *a, const void *b) {                 \
        const float y = HALF_AT(h, b, 0);                                                                          \
        HALF_LOOP(uint16_t, i, narrowed_##h(op##_of_##h(HALF_AT(h, a, i), y)))                                     \
    }
#define HALF_TEST2(h, op, E)                                                                                       \
    INLINE uint8_t op##_of_##h(float x, float y) { return E; }                                                     \
    static void op##_##h(ptrdiff_t n, void *out, const void *a, const void *b) {                                   \
        HALF_LOOP(uint8_t, i, op##_of_##h(HALF_AT(h, a, i), HALF_AT(h, b, i)))                                     \
    }
#define HALF_KERNEL3(h, op, E)                                                                                     \
    INLINE float op##_of_##h(float x, float y, float z) { return E; }                                              \
    static void op##_##h(ptrdiff_t n, void *out, const void *a, const void *b, const void *c) {                    \
        HALF_LOOP(uint16_t, i, narrowed_##h(op##_of_##h(HALF_AT(h, a, i), HALF_AT(h, b, i), HALF_AT(h, c, i))))    \
    }
