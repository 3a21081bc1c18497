// Names, half-precision conversion and small helpers shared by the kernel sources of reductions, rows and sorting.
#ifndef APUS_LANES_H
#define APUS_LANES_H

#include <stdint.h>
#include <string.h>

#define APUS_JOIN2(a, b) a##b
#define APUS_JOIN(a, b) APUS_JOIN2(a, b)
/// The name of a function of this instruction set.
#define APUS_NAME(name) APUS_JOIN(name, APUS_SUFFIX)
#define APUS_INLINE static inline __attribute__((always_inline))

/// float32 with the bits of `bits`.
APUS_INLINE float apus_float_of_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

APUS_INLINE uint32_t apus_bits_of_float(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

APUS_INLINE float apus_float_of_bfloat(uint16_t h) { return apus_float_of_bits((uint32_t)h << 16); }

/// Rounds to nearest even; NaN stays NaN.
APUS_INLINE uint16_t apus_bfloat_of_float(float value) {
    uint32_t bits = apus_bits_of_float(value);
    uint32_t rounded = (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
    return (bits & 0x7FFFFFFFu) > 0x7F800000u ? (uint16_t)((bits >> 16) | 0x40u) : (uint16_t)rounded;
}

/// Exact; subnormals by a float subtraction that normalises them.
APUS_INLINE float apus_float_of_half(uint16_t h) {
    uint32_t sign = (uint32_t)(h & 0x8000u) << 16;
    uint32_t magnitude = (uint32_t)(h & 0x7FFFu) << 13;
    uint32_t normal = magnitude + (112u << 23);
    uint32_t special = magnitude + (224u << 23);
    float small = apus_float_of_bits(magnitude + (113u << 23)) - apus_float_of_bits(113u << 23);
    uint32_t bits = magnitude >= (31u << 23) ? special : magnitude >= (1u << 23) ? normal : apus_bits_of_float(small);
    return apus_float_of_bits(bits | sign);
}

/// Rounds to nearest even, overflow to infinity, subnormals kept.
APUS_INLINE uint16_t apus_half_of_float(float value) {
    uint32_t bits = apus_bits_of_float(value);
    uint32_t sign = (bits >> 16) & 0x8000u;
    uint32_t magnitude = bits & 0x7FFFFFFFu;
    uint32_t normal = (magnitude - (112u << 23) + 0xFFFu + ((magnitude >> 13) & 1u)) >> 13;
    float shifted = apus_float_of_bits(magnitude) + 0.5f;               // the sum's last bit is 2^-24, the smallest half
    uint32_t small = apus_bits_of_float(shifted) - apus_bits_of_float(0.5f);
    uint32_t result = magnitude < (113u << 23) ? small : normal;
    result = magnitude >= 0x477FF000u ? 0x7C00u : result;
    result = magnitude > 0x7F800000u ? 0x7E00u : result;
    return (uint16_t)(result | sign);
}

/// Runs `body` for every index below `count`, on the pool if there is one.
APUS_INLINE void apus_run(const apus_pool *pool, ptrdiff_t count, void (*body)(void *, ptrdiff_t), void *context) {
    if (pool && pool->threads > 1 && count > 1) { pool->run(count, body, context); return; }
    for (ptrdiff_t i = 0; i < count; i++) body(context, i);
}

static inline int32_t apus_itemsize(apus_dtype dtype) {
    static const uint8_t sizes[APUS_DTYPE_COUNT] = {1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 2, 4, 8, 8, 16};
    return sizes[dtype];
}

#endif
