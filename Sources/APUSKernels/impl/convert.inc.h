// Conversions between float32 and the 16-bit floating-point types, exact or rounded to nearest even.
// The includer defines CONVERT(name), APUS_VECTOR_BYTES and, where the instruction set has them, APUS_HAS_HALF_CONVERSIONS.

typedef float CONVERT(floats) __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 4)));
typedef uint32_t CONVERT(words) __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 4)));
typedef uint16_t CONVERT(shorts) __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 4), aligned(2)));

static inline __attribute__((unused)) float CONVERT(bits_float)(uint32_t bits) {
    float value;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

static inline uint32_t CONVERT(float_bits)(float value) {
    uint32_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline __attribute__((unused)) float CONVERT(from_bfloat16)(uint16_t x) { return CONVERT(bits_float)((uint32_t)x << 16); }

static inline __attribute__((unused)) uint16_t CONVERT(to_bfloat16)(float x) {
    uint32_t bits = CONVERT(float_bits)(x);
    uint32_t rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
    return (uint16_t)((bits & 0x7fffffff) > 0x7f800000 ? bits >> 16 | 0x40 : rounded);
}

#if defined(APUS_HAS_HALF_CONVERSIONS)
static inline __attribute__((unused)) float CONVERT(from_float16)(uint16_t x) {
    _Float16 half;
    __builtin_memcpy(&half, &x, sizeof half);
    return (float)half;
}

static inline __attribute__((unused)) uint16_t CONVERT(to_float16)(float x) {
    _Float16 half = (_Float16)x;
    uint16_t bits;
    __builtin_memcpy(&bits, &half, sizeof bits);
    return bits;
}
#else
/// Shifting the fields into place scales by 2^-112, for subnormals too; only infinities and NaNs need another exponent.
static inline __attribute__((unused)) float CONVERT(from_float16)(uint16_t x) {
    uint32_t magnitude = (uint32_t)(x & 0x7fff) << 13, sign = (uint32_t)(x & 0x8000) << 16;
    uint32_t bits = CONVERT(float_bits)(CONVERT(bits_float)(magnitude) * 0x1p112f);
    bits = magnitude >= 0x0f800000 ? magnitude | 0x7f800000 : bits;
    return CONVERT(bits_float)(bits | sign);
}

static inline __attribute__((unused)) uint16_t CONVERT(to_float16)(float x) {
    uint32_t bits = CONVERT(float_bits)(x), sign = bits >> 16 & 0x8000, magnitude = bits & 0x7fffffff;
    uint32_t normal = (magnitude + 0xfff + (magnitude >> 13 & 1) - (112u << 23)) >> 13;
    uint32_t subnormal = CONVERT(float_bits)(CONVERT(bits_float)(magnitude) + 0.5f) - 0x3f000000;
    uint32_t result = magnitude < 0x38800000 ? subnormal : normal;
    result = magnitude >= 0x477ff000 ? 0x7c00 : result;
    result = magnitude > 0x7f800000 ? 0x7e00 | (magnitude >> 13 & 0x3ff) : result;
    return (uint16_t)(sign | result);
}
#endif

/// A vector of adjacent bfloat16s.
static inline __attribute__((always_inline)) CONVERT(floats) CONVERT(load_bfloat16)(const void *from) {
    return (CONVERT(floats))(__builtin_convertvector(*(const CONVERT(shorts) *)from, CONVERT(words)) << 16);
}

/// A vector of adjacent float16s.
static inline __attribute__((always_inline)) CONVERT(floats) CONVERT(load_float16)(const void *from) {
#if defined(APUS_HAS_HALF_CONVERSIONS)
    typedef _Float16 halves __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 4), aligned(2)));
    return __builtin_convertvector(*(const halves *)from, CONVERT(floats));
#else
    CONVERT(words) x = __builtin_convertvector(*(const CONVERT(shorts) *)from, CONVERT(words));
    CONVERT(words) magnitude = (x & 0x7fff) << 13, sign = (x & 0x8000) << 16;
    CONVERT(words) bits = (CONVERT(words))((CONVERT(floats))magnitude * 0x1p112f);
    CONVERT(words) special = (CONVERT(words))(magnitude >= 0x0f800000);
    return (CONVERT(floats))((bits & ~special) | ((magnitude | 0x7f800000) & special) | sign);
#endif
}
#undef CONVERT
