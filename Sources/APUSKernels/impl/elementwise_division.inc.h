// Integer division, remainders and powers. Quotients of up to 32 bits go through floats that hold every operand: the quotient of
// such numbers is nearer to its own floor than to any other integer's, so that rounding it to the float does not change the
// floor. A divisor that stays the same is multiplied by instead: T. Granlund and P. Montgomery, Division by invariant integers
// using multiplication, PLDI 1994, figure 4.1.
//
// Division by zero gives 0; the lowest value by -1 wraps to itself.

// A vector of quotients: float for 8 and 16 bits, double for 32.
#define QUOTIENT_KERNELS(t, T, U, F, WIDE, FLOOR)                                                                  \
    INLINE T quotient_##t(T x, T y) {                                                                              \
        const F q = FLOOR((F)x / (F)(y == 0 ? 1 : y));                                                             \
        return y == 0 ? 0 : (T)(WIDE)q;                                                                            \
    }                                                                                                              \
    APUS_KERNEL2(floordiv_##t, T, T, quotient_##t(x, y))                                                           \
    APUS_KERNEL2(remainder_##t, T, T, y == 0 ? 0 : (T)((U)x - (U)(1u * (U)quotient_##t(x, y) * (U)y)))

QUOTIENT_KERNELS(u8, uint8_t, uint8_t, float, int32_t, )
QUOTIENT_KERNELS(u16, uint16_t, uint16_t, float, int32_t, )
QUOTIENT_KERNELS(i8, int8_t, uint8_t, float, int32_t, __builtin_elementwise_floor)
QUOTIENT_KERNELS(i16, int16_t, uint16_t, float, int32_t, __builtin_elementwise_floor)

// Doubles below 2^32 as integers, by adding a number whose last bit counts ones: every level has the instructions.
INLINE uint32_t low_bits_of(double whole) {
    const double shifted = whole + 0x1.8p52;
    uint64_t bits;
    memcpy(&bits, &shifted, 8);
    return (uint32_t)bits;
}

INLINE uint32_t quotient_u32(uint32_t x, uint32_t y) {
    return y == 0 ? 0 : low_bits_of(__builtin_elementwise_floor((double)x / (double)(y == 0 ? 1 : y)));
}
APUS_KERNEL2(floordiv_u32, uint32_t, uint32_t, quotient_u32(x, y))
APUS_KERNEL2(remainder_u32, uint32_t, uint32_t, y == 0 ? 0 : x - quotient_u32(x, y) * y)
INLINE uint32_t quotient_i32(int32_t x, int32_t y) {
    return y == 0 ? 0 : low_bits_of(__builtin_elementwise_floor((double)x / (double)(y == 0 ? 1 : y)));
}
APUS_KERNEL2(floordiv_i32, int32_t, int32_t, quotient_i32(x, y))
APUS_KERNEL2(remainder_i32, int32_t, int32_t, y == 0 ? 0 : (uint32_t)x - quotient_i32(x, y) * (uint32_t)y)

// 64 bits: through doubles where all numbers of a block are below 2^51, which additions turn into doubles and back.
#define SMALL_LIMIT ((int64_t)1 << 50)
enum { division_block = 64 };

INLINE double double_of_small(int64_t x) {
    const uint64_t bits = (uint64_t)x + 0x4338000000000000u;
    double shifted;
    memcpy(&shifted, &bits, 8);
    return shifted - 0x1.8p52;
}

INLINE int64_t small_of_double(double whole) {
    const double shifted = whole + 0x1.8p52;
    uint64_t bits;
    memcpy(&bits, &shifted, 8);
    return (int64_t)(bits - 0x4338000000000000u);
}

INLINE int64_t small_quotient(int64_t x, int64_t y) {
    return y == 0 ? 0 : small_of_double(__builtin_elementwise_floor(double_of_small(x) / double_of_small(y == 0 ? 1 : y)));
}

INLINE uint64_t plain_quotient_u64(uint64_t x, uint64_t y) { return y == 0 ? 0 : x / y; }
INLINE uint64_t plain_remainder_u64(uint64_t x, uint64_t y) { return y == 0 ? 0 : x % y; }
INLINE int64_t plain_quotient_i64(int64_t x, int64_t y) {
    if (y == 0) return 0;
    if (y == -1) return (int64_t)((uint64_t)0 - (uint64_t)x);
    return x / y - ((x % y != 0) & ((x < 0) != (y < 0)));
}
INLINE int64_t plain_remainder_i64(int64_t x, int64_t y) {
    if (y == 0 || y == -1) return 0;
    const int64_t r = x % y;
    return r != 0 && (r < 0) != (y < 0) ? r + y : r;
}

#define LONG_DIVISION(t, T)                                                                                        \
    static bool all_small_##t(ptrdiff_t n, const T *x) {                                                           \
        uint64_t over = 0;                                                                                         \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++)                                                           \
            over |= ((uint64_t)x[i] + (uint64_t)((T)-1 < 0 ? SMALL_LIMIT : 0)) & ~(uint64_t)(2 * SMALL_LIMIT - 1);  \
        return over == 0;                                                                                          \
    }                                                                                                              \
    static void floordiv_##t(ptrdiff_t n, void *out, const void *a, const void *b) {                               \
        for (ptrdiff_t start = 0; start < n; start += division_block) {                                            \
            const ptrdiff_t count = n - start < division_block ? n - start : division_block;                       \
            const T *x = (const T *)a + start, *y = (const T *)b + start;                                          \
            T *to = (T *)out + start;                                                                              \
            if (all_small_##t(count, x) && all_small_##t(count, y)) {                                              \
                APUS_VECTORIZE for (ptrdiff_t i = 0; i < count; i++)                                               \
                    to[i] = (T)small_quotient((int64_t)x[i], (int64_t)y[i]);                                       \
            } else {                                                                                               \
                for (ptrdiff_t i = 0; i < count; i++) to[i] = plain_quotient_##t(x[i], y[i]);                      \
            }                                                                                                      \
        }                                                                                                          \
    }                                                                                                              \
    static void remainder_##t(ptrdiff_t n, void *out, const void *a, const void *b) {                              \
        for (ptrdiff_t start = 0; start < n; start += division_block) {                                            \
            const ptrdiff_t count = n - start < division_block ? n - start : division_block;                       \
            const T *x = (const T *)a + start, *y = (const T *)b + start;                                          \
            T *to = (T *)out + start;                                                                              \
            if (all_small_##t(count, x) && all_small_##t(count, y)) {                                              \
                APUS_VECTORIZE for (ptrdiff_t i = 0; i < count; i++)                                               \
                    to[i] = y[i] == 0 ? 0 : x[i] - (T)small_quotient((int64_t)x[i], (int64_t)y[i]) * y[i];          \
            } else {                                                                                               \
                for (ptrdiff_t i = 0; i < count; i++) to[i] = plain_remainder_##t(x[i], y[i]);                     \
            }                                                                                                      \
        }                                                                                                          \
    }
LONG_DIVISION(u64, uint64_t)
LONG_DIVISION(i64, int64_t)

// The factor and the shifts that replace a divisor that is not 0.
#define INVARIANT_DIVISOR(U, BITS, DOUBLE)                                                                         \
    typedef struct { U factor; uint8_t first, second; } divisor_##BITS;                                            \
    INLINE divisor_##BITS divisor_of_##BITS(U d) {                                                                 \
        int log = 0;                                                                                               \
        while (log < BITS && ((DOUBLE)1 << log) < d) log++;                                                        \
        const DOUBLE excess = ((DOUBLE)1 << log) - d;                                                              \
        return (divisor_##BITS){(U)((excess << BITS) / d + 1), log > 0, (uint8_t)(log > 0 ? log - 1 : 0)};         \
    }
INVARIANT_DIVISOR(uint16_t, 16, uint32_t)
INVARIANT_DIVISOR(uint32_t, 32, uint64_t)
INVARIANT_DIVISOR(uint64_t, 64, unsigned __int128)

// 8 bits: the factor 2^16 / d, rounded up, is exact enough for every number; 1 has none.
typedef struct { uint16_t factor; uint8_t one; } divisor_8;
INLINE divisor_8 divisor_of_8(uint8_t d) {
    return d == 1 ? (divisor_8){0, 0xff} : (divisor_8){(uint16_t)((0x10000 + d - 1) / d), 0};
}

// Vectors, since the compiler would shift 8 and 16 bits as 32; of 64 bits, single numbers.
typedef uint8_t vu8 __attribute__((ext_vector_type(APUS_VECTOR_BYTES)));
typedef uint16_t vu16 __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 2)));
typedef int8_t vs8 __attribute__((ext_vector_type(APUS_VECTOR_BYTES)));
typedef int16_t vs16 __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 2)));
typedef int32_t vs32 __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 4)));

INLINE vu8 divided_8(vu8 x, divisor_8 d) {
    typedef uint16_t wide __attribute__((ext_vector_type(APUS_VECTOR_BYTES)));
    typedef uint32_t wider __attribute__((ext_vector_type(APUS_VECTOR_BYTES)));
    const wide product = __builtin_convertvector((__builtin_convertvector(__builtin_convertvector(x, wide), wider) * d.factor) >> 16, wide);
    return __builtin_convertvector(product, vu8) + (x & d.one);
}
INLINE vu16 divided_16(vu16 x, divisor_16 d) {
    typedef uint32_t wide __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 2)));
    const vu16 high = __builtin_convertvector((__builtin_convertvector(x, wide) * d.factor) >> 16, vu16);
    return (high + ((x - high) >> (vu16)(uint16_t)d.first)) >> (vu16)(uint16_t)d.second;
}
INLINE vu32 divided_32(vu32 x, divisor_32 d) {
    const vu64 factor = (vu64)(uint64_t)d.factor, lower = (vu64)(uint64_t)0xffffffff;
    vu64 pairs;
    memcpy(&pairs, &x, sizeof x);
    const vu64 even = ((pairs & lower) * factor) >> 32, odd = ((pairs >> 32) * factor) & ~lower, both = even | odd;
    vu32 high;
    memcpy(&high, &both, sizeof high);
    return (high + ((x - high) >> (vu32)(uint32_t)d.first)) >> (vu32)(uint32_t)d.second;
}
INLINE uint64_t divided_64(uint64_t x, divisor_64 d) {
    const uint64_t high = (uint64_t)(((unsigned __int128)x * d.factor) >> 64);
    return (high + ((x - high) >> d.first)) >> d.second;
}

// A loop over vectors `x` that sets each to EXPRESSION; the numbers at the end go through a buffer.
#define VECTOR_LOOP(V, T, EXPRESSION)                                                                              \
    const ptrdiff_t lanes = sizeof(V) / sizeof(T), whole = n - n % lanes;                                          \
    for (ptrdiff_t i = 0; i < whole; i += lanes) {                                                                 \
        V x;                                                                                                       \
        memcpy(&x, (const T *)a + i, sizeof x);                                                                    \
        const V result = EXPRESSION;                                                                               \
        memcpy((T *)out + i, &result, sizeof result);                                                              \
    }                                                                                                              \
    if (whole < n) {                                                                                               \
        V x = (V)((T)0);                                                                                           \
        memcpy(&x, (const T *)a + whole, (size_t)(n - whole) * sizeof(T));                                         \
        const V result = EXPRESSION;                                                                               \
        memcpy((T *)out + whole, &result, (size_t)(n - whole) * sizeof(T));                                        \
    }

#define BY_UNSIGNED_CONSTANT(t, T, V, BITS)                                                                        \
    static void floordiv_##t##_second_constant(ptrdiff_t n, void *out, const void *a, const void *b) {             \
        const T y = *(const T *)b, mask = y == 0 ? 0 : (T)-1;                                                      \
        const divisor_##BITS d = divisor_of_##BITS(y == 0 ? 1 : y);                                                \
        VECTOR_LOOP(V, T, divided_##BITS(x, d) & mask)                                                             \
    }                                                                                                              \
    static void remainder_##t##_second_constant(ptrdiff_t n, void *out, const void *a, const void *b) {            \
        const T y = *(const T *)b, mask = y == 0 ? 0 : (T)-1;                                                      \
        const divisor_##BITS d = divisor_of_##BITS(y == 0 ? 1 : y);                                                \
        VECTOR_LOOP(V, T, (x - divided_##BITS(x, d) * y) & mask)                                                   \
    }
BY_UNSIGNED_CONSTANT(u8, uint8_t, vu8, 8)
BY_UNSIGNED_CONSTANT(u16, uint16_t, vu16, 16)
BY_UNSIGNED_CONSTANT(u32, uint32_t, vu32, 32)
BY_UNSIGNED_CONSTANT(u64, uint64_t, uint64_t, 64)

// The floor of a negative quotient is the complement of the quotient of the complement. A negative divisor changes both signs.
#define BY_SIGNED_CONSTANT(t, T, U, V, S, SIGN_OF, BITS)                                                           \
    typedef struct { divisor_##BITS by; U negated, mask; } signed_divisor_##BITS;                                  \
    INLINE signed_divisor_##BITS signed_divisor_of_##BITS(T y) {                                                   \
        const U size = y < 0 ? (U)((U)0 - (U)y) : (U)(y == 0 ? 1 : y);                                             \
        return (signed_divisor_##BITS){divisor_of_##BITS(size), y < 0 ? (U)-1 : 0, y == 0 ? 0 : (U)-1};            \
    }                                                                                                              \
    INLINE V floor_divided_##BITS(V x, signed_divisor_##BITS d) {                                                  \
        const V turned = (x ^ d.negated) - d.negated;                                                              \
        const V sign = (SIGN_OF((S)(x ^ d.negated))) & ~((V)(d.negated) & (V)(x == 0));                            \
        return (sign ^ divided_##BITS(sign ^ turned, d.by)) & d.mask;                                              \
    }                                                                                                              \
    static void floordiv_##t##_second_constant(ptrdiff_t n, void *out, const void *a, const void *b) {             \
        const signed_divisor_##BITS d = signed_divisor_of_##BITS(*(const T *)b);                                   \
        VECTOR_LOOP(V, U, floor_divided_##BITS(x, d))                                                              \
    }                                                                                                              \
    static void remainder_##t##_second_constant(ptrdiff_t n, void *out, const void *a, const void *b) {            \
        const U y = *(const U *)b;                                                                                 \
        const signed_divisor_##BITS d = signed_divisor_of_##BITS((T)y);                                            \
        VECTOR_LOOP(V, U, (x - floor_divided_##BITS(x, d) * y) & d.mask)                                           \
    }
#define LANES_BELOW_0(x) ((x) < 0)
#define NUMBER_BELOW_0(x) ((uint64_t)-(int64_t)((int64_t)(x) < 0))
BY_SIGNED_CONSTANT(i8, int8_t, uint8_t, vu8, vs8, (vu8)LANES_BELOW_0, 8)
BY_SIGNED_CONSTANT(i16, int16_t, uint16_t, vu16, vs16, (vu16)LANES_BELOW_0, 16)
BY_SIGNED_CONSTANT(i32, int32_t, uint32_t, vu32, vs32, (vu32)LANES_BELOW_0, 32)
INLINE uint64_t floor_divided_64(int64_t x, divisor_64 by, bool negated) {
    const uint64_t sign = (negated ? x > 0 : x < 0) ? (uint64_t)-1 : 0, turned = negated ? 0 - (uint64_t)x : (uint64_t)x;
    return sign ^ divided_64(sign ^ turned, by);
}
static void floordiv_i64_second_constant(ptrdiff_t n, void *out, const void *a, const void *b) {
    const int64_t y = *(const int64_t *)b;
    const uint64_t mask = y == 0 ? 0 : (uint64_t)-1;
    const divisor_64 d = divisor_of_64(y < 0 ? 0 - (uint64_t)y : y == 0 ? 1 : (uint64_t)y);
    VECTOR_LOOP(uint64_t, uint64_t, floor_divided_64((int64_t)x, d, y < 0) & mask)
}
static void remainder_i64_second_constant(ptrdiff_t n, void *out, const void *a, const void *b) {
    const int64_t y = *(const int64_t *)b;
    const uint64_t mask = y == 0 ? 0 : (uint64_t)-1;
    const divisor_64 d = divisor_of_64(y < 0 ? 0 - (uint64_t)y : y == 0 ? 1 : (uint64_t)y);
    VECTOR_LOOP(uint64_t, uint64_t, (x - floor_divided_64((int64_t)x, d, y < 0) * (uint64_t)y) & mask)
}

// Shifts of 8 and 16 bits by one count.
#define SHIFTS_BY_CONSTANT(t, T, V, op, EXPRESSION)                                                                \
    static void op##_##t##_second_constant(ptrdiff_t n, void *out, const void *a, const void *b) {                 \
        const T y = *(const T *)b;                                                                                 \
        VECTOR_LOOP(V, T, EXPRESSION)                                                                              \
    }
SHIFTS_BY_CONSTANT(u8, uint8_t, vu8, shift_left, y < 8 ? x << (vu8)(y) : (vu8)((uint8_t)0))
SHIFTS_BY_CONSTANT(u16, uint16_t, vu16, shift_left, y < 16 ? x << (vu16)(y) : (vu16)((uint16_t)0))
SHIFTS_BY_CONSTANT(u8, uint8_t, vu8, shift_right, y < 8 ? x >> (vu8)(y) : (vu8)((uint8_t)0))
SHIFTS_BY_CONSTANT(u16, uint16_t, vu16, shift_right, y < 16 ? x >> (vu16)(y) : (vu16)((uint16_t)0))
SHIFTS_BY_CONSTANT(i8, int8_t, vs8, shift_right, x >> (vs8)((uint8_t)y < 8 ? y : (int8_t)7))
SHIFTS_BY_CONSTANT(i16, int16_t, vs16, shift_right, x >> (vs16)((uint16_t)y < 16 ? y : (int16_t)15))

// Powers by squaring, a block at a time, with as many steps as its greatest exponent has digits.
enum { power_block = 256 };

#define POWER_KERNEL(t, T, U)                                                                                      \
    INLINE T power_of_one_##t(T base, T exponent) {                                                                \
        return base == 1 ? 1 : base == (T)-1 ? (T)(exponent & 1 ? -1 : 1) : 0;                                     \
    }                                                                                                              \
    static void pow_##t(ptrdiff_t n, void *out, const void *a, const void *b) {                                    \
        U square[power_block], result[power_block], left[power_block];                                             \
        for (ptrdiff_t start = 0; start < n; start += power_block) {                                               \
            const ptrdiff_t count = n - start < power_block ? n - start : power_block;                             \
            const T *x = (const T *)a + start, *y = (const T *)b + start;                                          \
            T *to = (T *)out + start;                                                                              \
            U all = 0;                                                                                             \
            APUS_VECTORIZE for (ptrdiff_t i = 0; i < count; i++) {                                                 \
                square[i] = (U)x[i];                                                                               \
                result[i] = 1;                                                                                     \
                left[i] = y[i] < 0 ? 0 : (U)y[i];                                                                  \
                all |= left[i];                                                                                    \
            }                                                                                                      \
            for (; all; all >>= 1) {                                                                               \
                APUS_VECTORIZE for (ptrdiff_t i = 0; i < count; i++) {                                             \
                    result[i] = left[i] & 1 ? (U)(1u * result[i] * square[i]) : result[i];                         \
                    square[i] = (U)(1u * square[i] * square[i]);                                                   \
                    left[i] >>= 1;                                                                                 \
                }                                                                                                  \
            }                                                                                                      \
            APUS_VECTORIZE for (ptrdiff_t i = 0; i < count; i++)                                                   \
                to[i] = y[i] < 0 ? power_of_one_##t(x[i], y[i]) : (T)result[i];                                    \
        }                                                                                                          \
    }                                                                                                              \
    static void pow_##t##_second_constant(ptrdiff_t n, void *out, const void *a, const void *b) {                  \
        const T y = *(const T *)b;                                                                                 \
        U square[power_block], result[power_block];                                                                \
        for (ptrdiff_t start = 0; start < n; start += power_block) {                                               \
            const ptrdiff_t count = n - start < power_block ? n - start : power_block;                             \
            const T *x = (const T *)a + start;                                                                     \
            T *to = (T *)out + start;                                                                              \
            if (y < 0) {                                                                                           \
                APUS_VECTORIZE for (ptrdiff_t i = 0; i < count; i++) to[i] = power_of_one_##t(x[i], y);            \
                continue;                                                                                          \
            }                                                                                                      \
            APUS_VECTORIZE for (ptrdiff_t i = 0; i < count; i++) {                                                 \
                square[i] = (U)x[i];                                                                               \
                result[i] = y & 1 ? (U)x[i] : 1;                                                                   \
            }                                                                                                      \
            for (U left = (U)((U)y >> 1); left; left >>= 1) {                                                      \
                APUS_VECTORIZE for (ptrdiff_t i = 0; i < count; i++) square[i] = (U)(1u * square[i] * square[i]);  \
                if (left & 1) {                                                                                    \
                    APUS_VECTORIZE for (ptrdiff_t i = 0; i < count; i++) result[i] = (U)(1u * result[i] * square[i]); \
                }                                                                                                  \
            }                                                                                                      \
            APUS_VECTORIZE for (ptrdiff_t i = 0; i < count; i++) to[i] = (T)result[i];                             \
        }                                                                                                          \
    }
POWER_KERNEL(u8, uint8_t, uint8_t)
POWER_KERNEL(u16, uint16_t, uint16_t)
POWER_KERNEL(u32, uint32_t, uint32_t)
POWER_KERNEL(u64, uint64_t, uint64_t)
POWER_KERNEL(i8, int8_t, uint8_t)
POWER_KERNEL(i16, int16_t, uint16_t)
POWER_KERNEL(i32, int32_t, uint32_t)
POWER_KERNEL(i64, int64_t, uint64_t)

// One first operand for all second ones: repeated in a block.
#define FIRST_CONSTANT(op, t, T)                                                                                   \
    static void op##_##t##_first_constant(ptrdiff_t n, void *out, const void *a, const void *b) {                  \
        T same[power_block];                                                                                       \
        for (ptrdiff_t i = 0; i < power_block && i < n; i++) same[i] = *(const T *)a;                              \
        for (ptrdiff_t i = 0; i < n; i += power_block)                                                             \
            op##_##t(n - i < power_block ? n - i : power_block, (T *)out + i, same, (const T *)b + i);             \
    }
#define FIRST_CONSTANTS(t, T, ...) FIRST_CONSTANT(floordiv, t, T) FIRST_CONSTANT(remainder, t, T) FIRST_CONSTANT(pow, t, T)
UNSIGNED_TYPES(FIRST_CONSTANTS, )
SIGNED_TYPES(FIRST_CONSTANTS, )
FIRST_CONSTANT(shift_left, u8, uint8_t) FIRST_CONSTANT(shift_left, u16, uint16_t)
FIRST_CONSTANT(shift_right, u8, uint8_t) FIRST_CONSTANT(shift_right, u16, uint16_t)
FIRST_CONSTANT(shift_right, i8, int8_t) FIRST_CONSTANT(shift_right, i16, int16_t)
