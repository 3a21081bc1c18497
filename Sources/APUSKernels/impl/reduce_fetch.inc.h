// Reads strided elements of any type into contiguous elements of the type a reduction computes on.

#define APUS_FETCH(name, S, D, EXPRESSION)                                                                             \
    static void APUS_NAME(name)(const char *source, ptrdiff_t stride, ptrdiff_t n, void *destination, double p) {      \
        D *restrict out = destination;                                                                                 \
        (void)p;                                                                                                       \
        if (stride == (ptrdiff_t)sizeof(S)) {                                                                          \
            const S *restrict in = (const S *)(const void *)source;                                                    \
            for (ptrdiff_t i = 0; i < n; i++) { const S x = in[i]; out[i] = EXPRESSION; }                              \
        } else {                                                                                                       \
            for (ptrdiff_t i = 0; i < n; i++) { const S x = *(const S *)(const void *)(source + i * stride); out[i] = EXPRESSION; } \
        }                                                                                                              \
    }

typedef struct { float re, im; } APUS_NAME(apus_c64);
typedef struct { double re, im; } APUS_NAME(apus_c128);

APUS_FETCH(copy_1, uint8_t, uint8_t, x)
APUS_FETCH(copy_2, uint16_t, uint16_t, x)
APUS_FETCH(copy_4, uint32_t, uint32_t, x)
APUS_FETCH(copy_8, uint64_t, uint64_t, x)
APUS_FETCH(copy_16, APUS_NAME(apus_c128), APUS_NAME(apus_c128), x)
APUS_FETCH(widen_c64, APUS_NAME(apus_c64), APUS_NAME(apus_c128), ((APUS_NAME(apus_c128)){(double)x.re, (double)x.im}))

#if APUS_VECTOR_BYTES > 16
typedef _Float16 APUS_NAME(half16) __attribute__((ext_vector_type(16)));
typedef float APUS_NAME(half_float16) __attribute__((ext_vector_type(16)));

static void APUS_NAME(f32_of_f16)(const char *source, ptrdiff_t stride, ptrdiff_t n, void *destination, double p) {
    float *out = destination;
    (void)p;
    ptrdiff_t i = 0;
    if (stride == 2) {
        for (; i + 16 <= n; i += 16) {
            APUS_NAME(half16) h;
            memcpy(&h, source + 2 * i, sizeof h);
            APUS_NAME(half_float16) f = __builtin_convertvector(h, APUS_NAME(half_float16));
            memcpy(out + i, &f, sizeof f);
        }
    }
    for (; i < n; i++) out[i] = apus_float_of_half(*(const uint16_t *)(const void *)(source + i * stride));
}
#else
APUS_FETCH(f32_of_f16, uint16_t, float, apus_float_of_half(x))
#endif
APUS_FETCH(f32_of_bf16, uint16_t, float, apus_float_of_bfloat(x))

// float64 of every real type, and its absolute value, square and power.
#define APUS_FETCH_REAL(type, S, VALUE)                                                                                \
    APUS_FETCH(f64_of_##type, S, double, VALUE)                                                                        \
    APUS_FETCH(abs_of_##type, S, double, __builtin_fabs(VALUE))                                                        \
    APUS_FETCH(square_of_##type, S, double, (VALUE) * (VALUE))                                                         \
    APUS_FETCH(power_of_##type, S, double, pow(__builtin_fabs(VALUE), p))
APUS_FETCH_REAL(u8, uint8_t, (double)x)
APUS_FETCH_REAL(u16, uint16_t, (double)x)
APUS_FETCH_REAL(u32, uint32_t, (double)x)
APUS_FETCH_REAL(u64, uint64_t, (double)x)
APUS_FETCH_REAL(i8, int8_t, (double)x)
APUS_FETCH_REAL(i16, int16_t, (double)x)
APUS_FETCH_REAL(i32, int32_t, (double)x)
APUS_FETCH_REAL(i64, int64_t, (double)x)
APUS_FETCH_REAL(f16, uint16_t, (double)apus_float_of_half(x))
APUS_FETCH_REAL(bf16, uint16_t, (double)apus_float_of_bfloat(x))
APUS_FETCH_REAL(f32, float, (double)x)
APUS_FETCH_REAL(f64, double, x)

#define APUS_FETCH_COMPLEX(type, S)                                                                                    \
    APUS_FETCH(abs_of_##type, S, double, hypot((double)x.re, (double)x.im))                                            \
    APUS_FETCH(square_of_##type, S, double, (double)x.re * (double)x.re + (double)x.im * (double)x.im)                 \
    APUS_FETCH(power_of_##type, S, double, pow(hypot((double)x.re, (double)x.im), p))                                  \
    APUS_FETCH(flag_of_##type, S, uint8_t, (uint8_t)((x.re != 0) | (x.im != 0)))
APUS_FETCH_COMPLEX(c64, APUS_NAME(apus_c64))
APUS_FETCH_COMPLEX(c128, APUS_NAME(apus_c128))

// 1 where an element is not zero.
APUS_FETCH(flag_of_1, uint8_t, uint8_t, (uint8_t)(x != 0))
APUS_FETCH(flag_of_2, uint16_t, uint8_t, (uint8_t)(x != 0))
APUS_FETCH(flag_of_4, uint32_t, uint8_t, (uint8_t)(x != 0))
APUS_FETCH(flag_of_8, uint64_t, uint8_t, (uint8_t)(x != 0))
APUS_FETCH(flag_of_half, uint16_t, uint8_t, (uint8_t)((x & 0x7FFF) != 0))
APUS_FETCH(flag_of_f32, float, uint8_t, (uint8_t)(x != 0))
APUS_FETCH(flag_of_f64, double, uint8_t, (uint8_t)(x != 0))

// Integers extended to 64 bits, as sums and products take them.
APUS_FETCH(u64_of_u8, uint8_t, uint64_t, x)
APUS_FETCH(u64_of_u16, uint16_t, uint64_t, x)
APUS_FETCH(u64_of_u32, uint32_t, uint64_t, x)
APUS_FETCH(u64_of_i8, int8_t, uint64_t, (uint64_t)x)
APUS_FETCH(u64_of_i16, int16_t, uint64_t, (uint64_t)x)
APUS_FETCH(u64_of_i32, int32_t, uint64_t, (uint64_t)x)
