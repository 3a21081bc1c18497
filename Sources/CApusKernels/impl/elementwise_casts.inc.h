// Kernels that convert between bool, integers, float32 and float64. Equal widths of integers share their kernels.

// Out of range and NaN give the lowest value, as the x86-64 instructions do; narrower targets take its low bits.
#define TO_INT32(x) (int32_t)((x) >= -0x1p31f && (x) < 0x1p31f ? (x) : -0x1p31f)
#define TO_INT64(x) (int64_t)((x) >= -0x1p63f && (x) < 0x1p63f ? (x) : -0x1p63f)

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
    CAST(t, T, u32, uint32_t, x >= 0x1p31f ? (uint32_t)TO_INT32(x - 0x1p31f) ^ (uint32_t)1 << 31 : (uint32_t)TO_INT32(x))                                                                         \
    CAST(t, T, i64, int64_t, TO_INT64(x))                                                                          \
    CAST(t, T, u64, uint64_t, x >= 0x1p63f ? (uint64_t)TO_INT64(x - 0x1p63f) ^ (uint64_t)1 << 63 : (uint64_t)TO_INT64(x))

UNSIGNED_TYPES(CASTS_OF_INTEGER)
SIGNED_TYPES(CASTS_OF_INTEGER)
REAL_TYPES(CASTS_OF_REAL)
CAST(f32, float, f64, double, x)
CAST(f64, double, f32, float, x)
UNSIGNED_TYPES(TEST1, to_bool, x != 0)
REAL_TYPES(TEST1, to_bool, x != 0)

// To float32 by cutting, with the last bit set if anything was lost: a second rounding to fewer bits is then right.
static void float64_to_sticky_float32(ptrdiff_t n, void *out, const void *in) {
    APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {
        const double x = ((const double *)in)[i];
        const float nearest = (float)x;
        const double back = (double)nearest;
        uint32_t bits;
        memcpy(&bits, &nearest, 4);
        bits -= __builtin_elementwise_abs(back) > __builtin_elementwise_abs(x);
        bits |= (back < x) | (back > x);
        ((uint32_t *)out)[i] = bits;
    }
}

// 64-bit integers with more than 53 digits: the lowest are gathered in one bit before the conversion to float64.
static void uint64_to_sticky_float64(ptrdiff_t n, void *out, const void *in) {
    for (ptrdiff_t i = 0; i < n; i++) {
        const uint64_t x = ((const uint64_t *)in)[i];
        ((double *)out)[i] = (double)(x >> 53 ? (x & ~(uint64_t)0xfff) | (uint64_t)((x & 0xfff) != 0) << 11 : x);
    }
}

static void int64_to_sticky_float64(ptrdiff_t n, void *out, const void *in) {
    for (ptrdiff_t i = 0; i < n; i++) {
        const int64_t x = ((const int64_t *)in)[i];
        const uint64_t a = x < 0 ? (uint64_t)0 - (uint64_t)x : (uint64_t)x;
        const double wide = (double)(a >> 53 ? (a & ~(uint64_t)0xfff) | (uint64_t)((a & 0xfff) != 0) << 11 : a);
        ((double *)out)[i] = x < 0 ? -wide : wide;
    }
}

// Casts that go through float32 on one side or both: kernels over blocks of the half-precision type.
typedef void half_step(ptrdiff_t n, void *out, const void *in);

static void cast_in_steps(ptrdiff_t n, char *out, ptrdiff_t out_size, const char *a, ptrdiff_t a_size, half_step *first,
                          half_step *second, half_step *third) {
    _Alignas(64) char one[8 * wide_block], two[8 * wide_block];
    for (ptrdiff_t i = 0; i < n; i += wide_block) {
        const ptrdiff_t count = n - i < wide_block ? n - i : wide_block;
        first(count, one, a + i * a_size);
        if (third) {
            second(count, two, one);
            third(count, out + i * out_size, two);
        } else second(count, out + i * out_size, one);
    }
}

#define AS_STEP(kernel) static void step_##kernel(ptrdiff_t n, void *out, const void *in) { kernel(n, out, in, NULL); }
#define IN_STEPS(name, FROM, TO, first, second, third)                                                             \
    static void name(ptrdiff_t n, void *out, const void *a, const double *parameters) {                            \
        (void)parameters;                                                                                          \
        cast_in_steps(n, out, sizeof(TO), a, sizeof(FROM), first, second, third);                                  \
    }

AS_STEP(u8_to_f32)
AS_STEP(u16_to_f32)
AS_STEP(i8_to_f32)
AS_STEP(i16_to_f32)
AS_STEP(u32_to_f64)
AS_STEP(i32_to_f64)
AS_STEP(f32_to_u8)
AS_STEP(f32_to_u16)
AS_STEP(f32_to_i32)
AS_STEP(f32_to_u32)
AS_STEP(f32_to_i64)
AS_STEP(f32_to_u64)
AS_STEP(f32_to_f64)
AS_STEP(to_bool_f32)

#define CASTS_OF_HALF(h, half)                                                                                     \
    IN_STEPS(h##_to_u8, uint16_t, uint8_t, half##_to_float32, step_f32_to_u8, NULL)                                \
    IN_STEPS(h##_to_bool, uint16_t, uint8_t, half##_to_float32, step_to_bool_f32, NULL)                            \
    IN_STEPS(h##_to_u16, uint16_t, uint16_t, half##_to_float32, step_f32_to_u16, NULL)                             \
    IN_STEPS(h##_to_i32, uint16_t, uint32_t, half##_to_float32, step_f32_to_i32, NULL)                             \
    IN_STEPS(h##_to_u32, uint16_t, uint32_t, half##_to_float32, step_f32_to_u32, NULL)                             \
    IN_STEPS(h##_to_i64, uint16_t, uint64_t, half##_to_float32, step_f32_to_i64, NULL)                             \
    IN_STEPS(h##_to_u64, uint16_t, uint64_t, half##_to_float32, step_f32_to_u64, NULL)                             \
    IN_STEPS(h##_to_f64, uint16_t, double, half##_to_float32, step_f32_to_f64, NULL)                               \
    static void h##_to_f32(ptrdiff_t n, void *out, const void *a, const double *parameters) {                      \
        (void)parameters;                                                                                          \
        half##_to_float32(n, out, a);                                                                              \
    }                                                                                                              \
    IN_STEPS(u8_to_##h, uint8_t, uint16_t, step_u8_to_f32, float32_to_##half, NULL)                                \
    IN_STEPS(u16_to_##h, uint16_t, uint16_t, step_u16_to_f32, float32_to_##half, NULL)                             \
    IN_STEPS(u32_to_##h, uint32_t, uint16_t, step_u32_to_f64, float64_to_sticky_float32, float32_to_##half)        \
    IN_STEPS(u64_to_##h, uint64_t, uint16_t, uint64_to_sticky_float64, float64_to_sticky_float32, float32_to_##half) \
    IN_STEPS(i8_to_##h, int8_t, uint16_t, step_i8_to_f32, float32_to_##half, NULL)                                 \
    IN_STEPS(i16_to_##h, int16_t, uint16_t, step_i16_to_f32, float32_to_##half, NULL)                              \
    IN_STEPS(i32_to_##h, int32_t, uint16_t, step_i32_to_f64, float64_to_sticky_float32, float32_to_##half)         \
    IN_STEPS(i64_to_##h, int64_t, uint16_t, int64_to_sticky_float64, float64_to_sticky_float32, float32_to_##half) \
    IN_STEPS(f64_to_##h, double, uint16_t, float64_to_sticky_float32, float32_to_##half, NULL)                     \
    static void f32_to_##h(ptrdiff_t n, void *out, const void *a, const double *parameters) {                      \
        (void)parameters;                                                                                          \
        float32_to_##half(n, out, a);                                                                              \
    }

CASTS_OF_HALF(f16, float16)
CASTS_OF_HALF(bf16, bfloat16)
IN_STEPS(f16_to_bf16, uint16_t, uint16_t, float16_to_float32, float32_to_bfloat16, NULL)
IN_STEPS(bf16_to_f16, uint16_t, uint16_t, bfloat16_to_float32, float32_to_float16, NULL)
