// Kernels that convert between bool, integers, float32 and float64. Equal widths of integers share their kernels.

// Out of range and NaN give the lowest value, as the x86-64 instructions do; narrower targets take its low bits.
#define TO_INT32(x) (int32_t)((x) >= -0x1p31f && (x) < 0x1p31f ? (x) : -0x1p31f)
#define TO_INT64(x) (int64_t)((x) >= -0x1p63f && (x) < 0x1p63f ? (x) : -0x1p63f)

#define TO_UINT32(x) ((x) >= 0x1p31f ? (uint32_t)TO_INT32((x) - 0x1p31f) ^ (uint32_t)1 << 31 : (uint32_t)TO_INT32(x))
#define TO_UINT64(x) ((x) >= 0x1p63f ? (uint64_t)TO_INT64((x) - 0x1p63f) ^ (uint64_t)1 << 63 : (uint64_t)TO_INT64(x))

#define CAST(from, FROM, to, TO, EXPRESSION) APUS_KERNEL1(from##_to_##to, FROM, TO, EXPRESSION)

#define CASTS_OF_INTEGER(t, T, ...)                                                                                \
    CAST(t, T, u8, uint8_t, x)                                                                                     \
    CAST(t, T, u16, uint16_t, x)                                                                                   \
    CAST(t, T, u32, uint32_t, x)                                                                                   \
    CAST(t, T, u64, uint64_t, x)                                                                                   \
    CAST(t, T, f32, float, x)                                                                                      \
    CAST(t, T, f64, double, x)

#define CASTS_OF_REAL(t, T, ...)                                                                                   \
    CAST(t, T, u8, uint8_t, TO_INT32(x))                                                                           \
    CAST(t, T, u16, uint16_t, TO_INT32(x))                                                                         \
    CAST(t, T, i32, int32_t, TO_INT32(x))                                                                          \
    CAST(t, T, u32, uint32_t, TO_UINT32(x))                                                                        \
    CAST(t, T, i64, int64_t, TO_INT64(x))                                                                          \
    CAST(t, T, u64, uint64_t, TO_UINT64(x))

UNSIGNED_TYPES(CASTS_OF_INTEGER)
SIGNED_TYPES(CASTS_OF_INTEGER)
REAL_TYPES(CASTS_OF_REAL)
CAST(f32, float, f64, double, x)
CAST(f64, double, f32, float, x)
UNSIGNED_TYPES(TEST1, to_bool, x != 0)
REAL_TYPES(TEST1, to_bool, x != 0)

// To float32 by way of 14 digits of which the last is set if anything was lost: rounding those to fewer is then right, for
// subnormal numbers too.
INLINE float cut_float64(double x) {
    const uint64_t lost = ((uint64_t)1 << 39) - 1;
    uint64_t bits;
    memcpy(&bits, &x, 8);
    bits = (bits & ~lost) | (uint64_t)((bits & lost) != 0) << 39;
    memcpy(&x, &bits, 8);
    return (float)x;
}

// Integers likewise: 32 bits by 24 digits, 64 bits by 53 and the way of float64.
INLINE float cut_u32(uint32_t x) { return (float)(x >> 24 ? (x & ~(uint32_t)0xff) | (uint32_t)((x & 0xff) != 0) << 8 : x); }
INLINE float cut_i32(int32_t x) {
    const float size = cut_u32(x < 0 ? (uint32_t)0 - (uint32_t)x : (uint32_t)x);
    return x < 0 ? -size : size;
}
INLINE float cut_u64(uint64_t x) {
    return cut_float64((double)(x >> 53 ? (x & ~(uint64_t)0xfff) | (uint64_t)((x & 0xfff) != 0) << 11 : x));
}
INLINE float cut_i64(int64_t x) {
    const float size = cut_u64(x < 0 ? (uint64_t)0 - (uint64_t)x : (uint64_t)x);
    return x < 0 ? -size : size;
}

#define CAST_OF_HALF(h, to, TO, EXPRESSION)                                                                        \
    static void h##_to_##to(ptrdiff_t n, void *out, const void *a, const double *parameters) {                     \
        (void)parameters;                                                                                          \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {                                                         \
            const float x = HALF_AT(h, a, i);                                                                      \
            ((TO *)out)[i] = (TO)(EXPRESSION);                                                                     \
        }                                                                                                          \
    }
#define CAST_TO_HALF(h, t, T, EXPRESSION) APUS_KERNEL1(t##_to_##h, T, uint16_t, narrowed_##h(EXPRESSION))
#define CASTS_OF_HALF(h, ...)                                                                                      \
    APUS_KERNEL1(h##_to_bool, uint16_t, uint8_t, (x & 0x7fff) != 0)                                                \
    CAST_OF_HALF(h, u8, uint8_t, TO_INT32(x))                                                                      \
    CAST_OF_HALF(h, u16, uint16_t, TO_INT32(x))                                                                    \
    CAST_OF_HALF(h, i32, uint32_t, TO_INT32(x))                                                                    \
    CAST_OF_HALF(h, u32, uint32_t, TO_UINT32(x))                                                                   \
    CAST_OF_HALF(h, i64, uint64_t, TO_INT64(x))                                                                    \
    CAST_OF_HALF(h, u64, uint64_t, TO_UINT64(x))                                                                   \
    CAST_OF_HALF(h, f32, float, x)                                                                                 \
    CAST_OF_HALF(h, f64, double, x)                                                                                \
    CAST_TO_HALF(h, u8, uint8_t, (float)x)                                                                         \
    CAST_TO_HALF(h, u16, uint16_t, (float)x)                                                                       \
    CAST_TO_HALF(h, u32, uint32_t, cut_u32(x))                                                                     \
    CAST_TO_HALF(h, u64, uint64_t, cut_u64(x))                                                                     \
    CAST_TO_HALF(h, i8, int8_t, (float)x)                                                                          \
    CAST_TO_HALF(h, i16, int16_t, (float)x)                                                                        \
    CAST_TO_HALF(h, i32, int32_t, cut_i32(x))                                                                      \
    CAST_TO_HALF(h, i64, int64_t, cut_i64(x))                                                                      \
    CAST_TO_HALF(h, f32, float, x)                                                                                 \
    CAST_TO_HALF(h, f64, double, cut_float64(x))
BOTH_HALVES(CASTS_OF_HALF, )
CAST_OF_HALF(f16, bf16, uint16_t, narrowed_bf16(x))
CAST_OF_HALF(bf16, f16, uint16_t, narrowed_f16(x))
