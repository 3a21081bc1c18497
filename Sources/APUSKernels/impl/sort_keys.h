// Unsigned keys that order as the elements do.
#ifndef APUS_IMPL_SORT_KEYS_H
#define APUS_IMPL_SORT_KEYS_H

#include "apus_types.h"
#include "lanes.h"

/// The key of element `i`: unsigned order is element order, every NaN is the greatest key. `merge` gives -0 the key of +0.
APUS_INLINE uint64_t apus_sort_key(apus_dtype dtype, const void *p, ptrdiff_t i, bool merge) {
    uint64_t bits, sign, infinity;
    switch (dtype) {
    case APUS_BOOL: case APUS_UINT8: return ((const uint8_t *)p)[i];
    case APUS_UINT16: return ((const uint16_t *)p)[i];
    case APUS_UINT32: return ((const uint32_t *)p)[i];
    case APUS_UINT64: return ((const uint64_t *)p)[i];
    case APUS_INT8: return ((const uint8_t *)p)[i] ^ 0x80u;
    case APUS_INT16: return ((const uint16_t *)p)[i] ^ 0x8000u;
    case APUS_INT32: return ((const uint32_t *)p)[i] ^ 0x80000000u;
    case APUS_INT64: return ((const uint64_t *)p)[i] ^ ((uint64_t)1 << 63);
    case APUS_FLOAT16: bits = ((const uint16_t *)p)[i]; sign = 0x8000u; infinity = 0x7C00u; break;
    case APUS_BFLOAT16: bits = ((const uint16_t *)p)[i]; sign = 0x8000u; infinity = 0x7F80u; break;
    case APUS_FLOAT32: bits = ((const uint32_t *)p)[i]; sign = 0x80000000u; infinity = 0x7F800000u; break;
    default: bits = ((const uint64_t *)p)[i]; sign = (uint64_t)1 << 63; infinity = (uint64_t)0x7FF << 52; break;
    }
    const uint64_t all = sign | (sign - 1);
    if ((bits & (sign - 1)) > infinity) return all;
    if (merge && bits == sign) bits = 0;
    return bits & sign ? bits ^ all : bits | sign;
}

/// Writes the element whose key is `key`.
APUS_INLINE void apus_sort_unkey(apus_dtype dtype, uint64_t key, void *p, ptrdiff_t i) {
    switch (dtype) {
    case APUS_BOOL: case APUS_UINT8: ((uint8_t *)p)[i] = (uint8_t)key; break;
    case APUS_UINT16: ((uint16_t *)p)[i] = (uint16_t)key; break;
    case APUS_UINT32: ((uint32_t *)p)[i] = (uint32_t)key; break;
    case APUS_UINT64: ((uint64_t *)p)[i] = key; break;
    case APUS_INT8: ((uint8_t *)p)[i] = (uint8_t)(key ^ 0x80u); break;
    case APUS_INT16: ((uint16_t *)p)[i] = (uint16_t)(key ^ 0x8000u); break;
    case APUS_INT32: ((uint32_t *)p)[i] = (uint32_t)(key ^ 0x80000000u); break;
    case APUS_INT64: ((uint64_t *)p)[i] = key ^ ((uint64_t)1 << 63); break;
    case APUS_FLOAT16: case APUS_BFLOAT16: ((uint16_t *)p)[i] = (uint16_t)(key & 0x8000u ? key ^ 0x8000u : ~key); break;
    case APUS_FLOAT32: ((uint32_t *)p)[i] = (uint32_t)(key & 0x80000000u ? key ^ 0x80000000u : ~key); break;
    default: ((uint64_t *)p)[i] = key >> 63 ? key ^ ((uint64_t)1 << 63) : ~key; break;
    }
}

/// Calls `CALL(constant)` with the real type `dtype`, so that inlined key functions lose their switch.
#define APUS_FOR_REAL_TYPE(dtype, CALL)                                                                                \
    switch (dtype) {                                                                                                   \
    case APUS_BOOL: case APUS_UINT8: CALL(APUS_UINT8); break;                                                          \
    case APUS_UINT16: CALL(APUS_UINT16); break;                                                                        \
    case APUS_UINT32: CALL(APUS_UINT32); break;                                                                        \
    case APUS_UINT64: CALL(APUS_UINT64); break;                                                                        \
    case APUS_INT8: CALL(APUS_INT8); break;                                                                            \
    case APUS_INT16: CALL(APUS_INT16); break;                                                                          \
    case APUS_INT32: CALL(APUS_INT32); break;                                                                          \
    case APUS_INT64: CALL(APUS_INT64); break;                                                                          \
    case APUS_FLOAT16: CALL(APUS_FLOAT16); break;                                                                      \
    case APUS_BFLOAT16: CALL(APUS_BFLOAT16); break;                                                                    \
    case APUS_FLOAT32: CALL(APUS_FLOAT32); break;                                                                      \
    default: CALL(APUS_FLOAT64); break;                                                                                \
    }

#endif
