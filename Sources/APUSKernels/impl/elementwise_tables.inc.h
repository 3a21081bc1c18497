// Loops around this level's kernels, and the table that the lookup reads.

#define HALF_IN(h) {h##_to_float32, 2, 4}
#define HALF_OUT(h) {float32_to_##h, 2, 4}
#define BOOL_OUT APUS_PLAIN(uint8_t)

// Loops named loop_<op>_<type>; ACROSS_* define them for the types of a group, ROW_* list them.
#define ONE(op, t, T) APUS_LOOP1(loop_##op##_##t, op##_##t, APUS_PLAIN(T), APUS_PLAIN(T))
#define ONE_TEST(op, t, T) APUS_LOOP1(loop_##op##_##t, op##_##t, APUS_PLAIN(T), BOOL_OUT)
#define TWO(op, t, T) APUS_LOOP2(loop_##op##_##t, op##_##t, APUS_PLAIN(T), APUS_PLAIN(T))
#define TWO_CONSTANTS(op, t, T) APUS_LOOP2_CONSTANTS(loop_##op##_##t, op##_##t, T)
#define TWO_TEST(op, t, T) APUS_LOOP2(loop_##op##_##t, op##_##t, APUS_PLAIN(T), BOOL_OUT)
#define THREE(op, t, T) APUS_LOOP3(loop_##op##_##t, op##_##t, APUS_PLAIN(T), APUS_PLAIN(T), APUS_PLAIN(T))
#define SELECT(op, t, T) APUS_LOOP3(loop_##op##_##t, op##_##t, APUS_PLAIN(uint8_t), APUS_PLAIN(T), APUS_PLAIN(T))
#define SWAPPED_TEST(op, of, t, T) APUS_LOOP2_SWAPPED(loop_##op##_##t, of##_##t, APUS_PLAIN(T), BOOL_OUT)

#define HALF_ONE(op, kernel)                                                                                       \
    APUS_LOOP1(loop_##op##_f16, kernel, HALF_IN(float16), HALF_OUT(float16))                                       \
    APUS_LOOP1(loop_##op##_bf16, kernel, HALF_IN(bfloat16), HALF_OUT(bfloat16))
#define HALF_TWO(op, kernel)                                                                                       \
    APUS_LOOP2(loop_##op##_f16, kernel, HALF_IN(float16), HALF_OUT(float16))                                       \
    APUS_LOOP2(loop_##op##_bf16, kernel, HALF_IN(bfloat16), HALF_OUT(bfloat16))
// Operations with kernels of their own for the 16-bit types.
#define OWN_ONE(op)                                                                                                \
    APUS_LOOP1(loop_##op##_f16, op##_f16, APUS_PLAIN(uint16_t), APUS_PLAIN(uint16_t))                              \
    APUS_LOOP1(loop_##op##_bf16, op##_bf16, APUS_PLAIN(uint16_t), APUS_PLAIN(uint16_t))
#define OWN_ONE_TEST(op)                                                                                           \
    APUS_LOOP1(loop_##op##_f16, op##_f16, APUS_PLAIN(uint16_t), BOOL_OUT)                                          \
    APUS_LOOP1(loop_##op##_bf16, op##_bf16, APUS_PLAIN(uint16_t), BOOL_OUT)
#define OWN_TWO(op)                                                                                                \
    APUS_LOOP2(loop_##op##_f16, op##_f16, APUS_PLAIN(uint16_t), APUS_PLAIN(uint16_t))                              \
    APUS_LOOP2(loop_##op##_bf16, op##_bf16, APUS_PLAIN(uint16_t), APUS_PLAIN(uint16_t))
#define OWN_TWO_CONSTANTS(op)                                                                                      \
    APUS_LOOP2_CONSTANTS(loop_##op##_f16, op##_f16, uint16_t) APUS_LOOP2_CONSTANTS(loop_##op##_bf16, op##_bf16, uint16_t)
#define OWN_TWO_TEST(DEFINE, op, of)                                                                               \
    DEFINE(loop_##op##_f16, of##_f16, APUS_PLAIN(uint16_t), BOOL_OUT)                                              \
    DEFINE(loop_##op##_bf16, of##_bf16, APUS_PLAIN(uint16_t), BOOL_OUT)
#define OWN_THREE(op)                                                                                              \
    APUS_LOOP3(loop_##op##_f16, op##_f16, APUS_PLAIN(uint16_t), APUS_PLAIN(uint16_t), APUS_PLAIN(uint16_t))        \
    APUS_LOOP3(loop_##op##_bf16, op##_bf16, APUS_PLAIN(uint16_t), APUS_PLAIN(uint16_t), APUS_PLAIN(uint16_t))


#define ACROSS_UNSIGNED(DO, op) DO(op, u8, uint8_t) DO(op, u16, uint16_t) DO(op, u32, uint32_t) DO(op, u64, uint64_t)
#define ACROSS_SIGNED(DO, op) DO(op, i8, int8_t) DO(op, i16, int16_t) DO(op, i32, int32_t) DO(op, i64, int64_t)
#define ACROSS_WIDE(DO, op) DO(op, f32, float) DO(op, f64, double)

#define ROW_BOOL(op) [APUS_BOOL] = loop_##op##_u8
#define ROW_UNSIGNED(op) [APUS_UINT8] = loop_##op##_u8, [APUS_UINT16] = loop_##op##_u16, \
    [APUS_UINT32] = loop_##op##_u32, [APUS_UINT64] = loop_##op##_u64
#define ROW_SIGNED(op) [APUS_INT8] = loop_##op##_i8, [APUS_INT16] = loop_##op##_i16, \
    [APUS_INT32] = loop_##op##_i32, [APUS_INT64] = loop_##op##_i64
#define ROW_SIGNLESS(op) ROW_UNSIGNED(op), [APUS_INT8] = loop_##op##_u8, [APUS_INT16] = loop_##op##_u16, \
    [APUS_INT32] = loop_##op##_u32, [APUS_INT64] = loop_##op##_u64
#define ROW_COPY_INTEGERS [APUS_UINT8] = loop_copy_u8, [APUS_UINT16] = loop_copy_u16, [APUS_UINT32] = loop_copy_u32, \
    [APUS_UINT64] = loop_copy_u64, [APUS_INT8] = loop_copy_u8, [APUS_INT16] = loop_copy_u16, \
    [APUS_INT32] = loop_copy_u32, [APUS_INT64] = loop_copy_u64
#define ROW_COPY_UNSIGNED [APUS_UINT8] = loop_copy_u8, [APUS_UINT16] = loop_copy_u16, \
    [APUS_UINT32] = loop_copy_u32, [APUS_UINT64] = loop_copy_u64
#define ROW_COPY_REAL [APUS_FLOAT16] = loop_copy_u16, [APUS_BFLOAT16] = loop_copy_u16, \
    [APUS_FLOAT32] = loop_copy_u32, [APUS_FLOAT64] = loop_copy_u64
#define ROW_ALWAYS(v) [APUS_BOOL] = loop_##v##_u8, [APUS_UINT8] = loop_##v##_u8, [APUS_UINT16] = loop_##v##_u16, \
    [APUS_UINT32] = loop_##v##_u32, [APUS_UINT64] = loop_##v##_u64, [APUS_INT8] = loop_##v##_u8, \
    [APUS_INT16] = loop_##v##_u16, [APUS_INT32] = loop_##v##_u32, [APUS_INT64] = loop_##v##_u64
#define ROW_FLOATS(op) [APUS_FLOAT16] = loop_##op##_f16, [APUS_BFLOAT16] = loop_##op##_bf16, \
    [APUS_FLOAT32] = loop_##op##_f32, [APUS_FLOAT64] = loop_##op##_f64

// Operations of the real floating types alone.
#define FLOAT_UNARY(DO)                                                                                            \
    DO(exp, EXP) DO(exp2, EXP2) DO(expm1, EXPM1) DO(log, LOG)                      \
    DO(log2, LOG2) DO(log10, LOG10) DO(log1p, LOG1P) DO(sin, SIN) DO(cos, COS) DO(tan, TAN) DO(asin, ASIN)         \
    DO(acos, ACOS) DO(atan, ATAN) DO(sinh, SINH) DO(cosh, COSH) DO(tanh, TANH) DO(asinh, ASINH) DO(acosh, ACOSH)   \
    DO(atanh, ATANH) DO(erf, ERF) DO(erfc, ERFC) DO(sigmoid, SIGMOID) DO(gelu, GELU) DO(gelu_tanh, GELU_TANH)      \
    DO(silu, SILU) DO(softplus, SOFTPLUS) DO(elu, ELU)                 \
    DO(gelu_slope, GELU_SLOPE) DO(gelu_tanh_slope, GELU_TANH_SLOPE)                     \
    DO(silu_slope, SILU_SLOPE)
#define FLOAT_UNARY_SHORT(DO) DO(sqrt, SQRT) DO(rsqrt, RSQRT) DO(leaky_relu, LEAKY_RELU) DO(angle, ANGLE)
// Operations of integers without regard to sign, and of the floating types.
#define NUMBER_BINARY(DO) DO(add, ADD) DO(sub, SUB) DO(mul, MUL)
#define TEST_BINARY(DO) DO(logical_and, LOGICAL_AND) DO(logical_or, LOGICAL_OR) DO(logical_xor, LOGICAL_XOR) \
    DO(eq, EQ) DO(ne, NE)
#define ORDERED_BINARY(DO) DO(minimum, MINIMUM) DO(maximum, MAXIMUM)
#define BITS_BINARY(DO) DO(bitwise_and, BITWISE_AND) DO(bitwise_or, BITWISE_OR) DO(bitwise_xor, BITWISE_XOR)
#define ROUNDING(DO) DO(floor, FLOOR) DO(ceil, CEIL) DO(trunc, TRUNC) DO(round, ROUND)

#define DEFINE_FLOAT_UNARY(op, OP) ACROSS_WIDE(ONE, op) HALF_ONE(op, op##_f32)
#define DEFINE_FLOAT_UNARY_SHORT(op, OP) ACROSS_WIDE(ONE, op) OWN_ONE(op)
#define DEFINE_NUMBER_BINARY(op, OP) ACROSS_UNSIGNED(TWO, op) ACROSS_WIDE(TWO_CONSTANTS, op) OWN_TWO_CONSTANTS(op)
#define DEFINE_TEST_BINARY(op, OP) ACROSS_UNSIGNED(TWO_TEST, op) ACROSS_WIDE(TWO_TEST, op) \
    OWN_TWO_TEST(APUS_LOOP2, op, op)
#define DEFINE_ORDERED_BINARY(op, OP) ACROSS_UNSIGNED(TWO, op) ACROSS_SIGNED(TWO, op) ACROSS_WIDE(TWO, op) \
    OWN_TWO(op)
#define DEFINE_BITS_BINARY(op, OP) ACROSS_UNSIGNED(TWO, op)
#define DEFINE_FLOAT_TEST(op, OP) ACROSS_WIDE(ONE_TEST, op) OWN_ONE_TEST(op)

FLOAT_UNARY(DEFINE_FLOAT_UNARY)
FLOAT_UNARY_SHORT(DEFINE_FLOAT_UNARY_SHORT)
// float16 by blocks: the compiler would make roundings of float16 of them, and calls of those.
#define DEFINE_ROUNDING(op, OP) ACROSS_WIDE(ONE, op) \
    APUS_LOOP1(loop_##op##_f16, op##_f32, HALF_IN(float16), HALF_OUT(float16)) \
    APUS_LOOP1(loop_##op##_bf16, op##_bf16, APUS_PLAIN(uint16_t), APUS_PLAIN(uint16_t))
ROUNDING(DEFINE_ROUNDING)
ACROSS_WIDE(ONE, reciprocal) OWN_ONE(reciprocal)
ACROSS_WIDE(ONE, cbrt)
NUMBER_BINARY(DEFINE_NUMBER_BINARY)
TEST_BINARY(DEFINE_TEST_BINARY)
ORDERED_BINARY(DEFINE_ORDERED_BINARY)
BITS_BINARY(DEFINE_BITS_BINARY)

UNSIGNED_TYPES(SAME1, copy, x)
UNSIGNED_TYPES(SAME1, zero, x & 0)
UNSIGNED_TYPES(TEST1, never, x & 0)
UNSIGNED_TYPES(TEST1, always, x | 1 ? 1 : 0)
ACROSS_UNSIGNED(ONE, copy)
ACROSS_UNSIGNED(ONE, zero)
ACROSS_UNSIGNED(ONE_TEST, never)
ACROSS_UNSIGNED(ONE_TEST, always)

ACROSS_UNSIGNED(ONE, neg) ACROSS_WIDE(ONE, neg) OWN_ONE(neg)
ACROSS_SIGNED(ONE, abs) ACROSS_WIDE(ONE, abs) OWN_ONE(abs)
ACROSS_UNSIGNED(ONE, sign) ACROSS_SIGNED(ONE, sign) ACROSS_WIDE(ONE, sign) OWN_ONE(sign)
ACROSS_UNSIGNED(ONE, square) ACROSS_WIDE(ONE, square) OWN_ONE(square)
ACROSS_SIGNED(ONE, relu) ACROSS_WIDE(ONE, relu) OWN_ONE(relu)
ACROSS_UNSIGNED(ONE_TEST, logical_not) DEFINE_FLOAT_TEST(logical_not, )
ACROSS_UNSIGNED(ONE, bitwise_not)
APUS_KERNEL1(bool_not, uint8_t, uint8_t, x == 0)
APUS_LOOP1(loop_bool_not, bool_not, APUS_PLAIN(uint8_t), BOOL_OUT)
DEFINE_FLOAT_TEST(isnan, )
DEFINE_FLOAT_TEST(isinf, )
DEFINE_FLOAT_TEST(isfinite, )
ACROSS_SIGNED(ONE_TEST, signbit) DEFINE_FLOAT_TEST(signbit, )

ACROSS_WIDE(TWO_CONSTANTS, div) OWN_TWO_CONSTANTS(div)
ACROSS_WIDE(TWO, fmin) OWN_TWO(fmin)
ACROSS_WIDE(TWO, fmax) OWN_TWO(fmax)
ACROSS_WIDE(TWO, copysign) OWN_TWO(copysign)
TWO(pow, f32, float) HALF_TWO(pow, pow_f32)
#if APUS_HAS_FMA
TWO(pow, f64, double)
#else
#define loop_pow_f64 NULL
#endif
TWO(atan2, f32, float) HALF_TWO(atan2, atan2_f32)
ACROSS_WIDE(TWO, hypot) HALF_TWO(hypot, hypot_f32)
TWO(logaddexp, f32, float) APUS_LOOP2(loop_logaddexp_f64, logaddexp_wide, APUS_PLAIN(double), APUS_PLAIN(double)) HALF_TWO(logaddexp, logaddexp_f32)
TWO(logaddexp2, f32, float) APUS_LOOP2(loop_logaddexp2_f64, logaddexp2_wide, APUS_PLAIN(double), APUS_PLAIN(double)) HALF_TWO(logaddexp2, logaddexp2_f32)
TWO(floordiv, f32, float) HALF_TWO(floordiv, floordiv_f32)
TWO(remainder, f32, float) HALF_TWO(remainder, remainder_f32)
TWO(fmod, f32, float) HALF_TWO(fmod, fmod_f32)
#if APUS_HAS_FMA
TWO(floordiv, f64, double) TWO(remainder, f64, double) TWO(fmod, f64, double)
#else
#define loop_floordiv_f64 NULL
#define loop_remainder_f64 NULL
#define loop_fmod_f64 NULL
#endif
TWO_CONSTANTS(shift_left, u8, uint8_t) TWO_CONSTANTS(shift_left, u16, uint16_t)
TWO(shift_left, u32, uint32_t) TWO(shift_left, u64, uint64_t)
TWO_CONSTANTS(shift_right, u8, uint8_t) TWO_CONSTANTS(shift_right, u16, uint16_t)
TWO(shift_right, u32, uint32_t) TWO(shift_right, u64, uint64_t)
TWO_CONSTANTS(shift_right, i8, int8_t) TWO_CONSTANTS(shift_right, i16, int16_t)
TWO(shift_right, i32, int32_t) TWO(shift_right, i64, int64_t)

ACROSS_UNSIGNED(TWO_CONSTANTS, floordiv) ACROSS_SIGNED(TWO_CONSTANTS, floordiv)
ACROSS_UNSIGNED(TWO_CONSTANTS, remainder) ACROSS_SIGNED(TWO_CONSTANTS, remainder)
ACROSS_UNSIGNED(TWO_CONSTANTS, pow) ACROSS_SIGNED(TWO_CONSTANTS, pow)

#define COMPLEX_TWO(op)                                                                                            \
    APUS_LOOP2(loop_##op##_c64, op##_c64, {NULL, 8, 8}, {NULL, 8, 8})                                              \
    APUS_LOOP2(loop_##op##_c128, op##_c128, {NULL, 16, 16}, {NULL, 16, 16})
COMPLEX_TWO(add) COMPLEX_TWO(sub) COMPLEX_TWO(mul) COMPLEX_TWO(div)
#define COMPLEX_ONE(op, SIZE)                                                                                      \
    APUS_LOOP1(loop_##op##_c64, op##_c64, {NULL, 8, 8}, {NULL, 4 * SIZE, 4 * SIZE})                                \
    APUS_LOOP1(loop_##op##_c128, op##_c128, {NULL, 16, 16}, {NULL, 8 * SIZE, 8 * SIZE})
#define COMPLEX_ONE_TEST(op)                                                                                       \
    APUS_LOOP1(loop_##op##_c64, op##_c64, {NULL, 8, 8}, BOOL_OUT) APUS_LOOP1(loop_##op##_c128, op##_c128, {NULL, 16, 16}, BOOL_OUT)
#define COMPLEX_TWO_TEST(op)                                                                                       \
    APUS_LOOP2(loop_##op##_c64, op##_c64, {NULL, 8, 8}, BOOL_OUT) APUS_LOOP2(loop_##op##_c128, op##_c128, {NULL, 16, 16}, BOOL_OUT)
COMPLEX_ONE_TEST(logical_not) COMPLEX_ONE_TEST(to_bool) COMPLEX_ONE_TEST(isnan) COMPLEX_ONE_TEST(isinf) COMPLEX_ONE_TEST(isfinite)
COMPLEX_TWO_TEST(eq) COMPLEX_TWO_TEST(ne)
COMPLEX_TWO_TEST(logical_and) COMPLEX_TWO_TEST(logical_or) COMPLEX_TWO_TEST(logical_xor)
COMPLEX_ONE(abs, 1) COMPLEX_ONE(reciprocal, 2) COMPLEX_ONE(sign, 2)
#define ROW_COMPLEX(op) [APUS_COMPLEX64] = loop_##op##_c64, [APUS_COMPLEX128] = loop_##op##_c128

#define DEFINE_ORDER(op) ACROSS_UNSIGNED(TWO_TEST, op) ACROSS_SIGNED(TWO_TEST, op) ACROSS_WIDE(TWO_TEST, op) \
    OWN_TWO_TEST(APUS_LOOP2, op, op)
#define SWAPPED_GT(op, t, T) SWAPPED_TEST(gt, lt, t, T)
#define SWAPPED_GE(op, t, T) SWAPPED_TEST(ge, le, t, T)
DEFINE_ORDER(lt)
DEFINE_ORDER(le)
ACROSS_UNSIGNED(SWAPPED_GT, ) ACROSS_SIGNED(SWAPPED_GT, ) ACROSS_WIDE(SWAPPED_GT, )
ACROSS_UNSIGNED(SWAPPED_GE, ) ACROSS_SIGNED(SWAPPED_GE, ) ACROSS_WIDE(SWAPPED_GE, )
OWN_TWO_TEST(APUS_LOOP2_SWAPPED, gt, lt)
OWN_TWO_TEST(APUS_LOOP2_SWAPPED, ge, le)

ACROSS_UNSIGNED(SELECT, where)
#define CLIP_LOOP(op, t, T)                                                                                        \
    APUS_LOOP3(loop_clip_##t, clip_##t, APUS_PLAIN(T), APUS_PLAIN(T), APUS_PLAIN(T), clip_##t##_constants)
ACROSS_UNSIGNED(CLIP_LOOP, ) ACROSS_SIGNED(CLIP_LOOP, ) ACROSS_WIDE(CLIP_LOOP, )
CLIP_LOOP(, f16, uint16_t) CLIP_LOOP(, bf16, uint16_t)
ACROSS_UNSIGNED(THREE, fma) ACROSS_WIDE(THREE, fma) OWN_THREE(fma)
ACROSS_WIDE(THREE, lerp) OWN_THREE(lerp)
APUS_KERNEL3(bool_fma, uint8_t, uint8_t, uint8_t, (x & y) | z)
APUS_LOOP3(loop_bool_fma, bool_fma, APUS_PLAIN(uint8_t), APUS_PLAIN(uint8_t), APUS_PLAIN(uint8_t))

// Casts, named loop_<from>_to_<to>.
#define CAST_LOOP(from, FROM, to, TO) APUS_LOOP1(loop_##from##_to_##to, from##_to_##to, APUS_PLAIN(FROM), APUS_PLAIN(TO))
#define CAST_LOOPS_COMMON(t, T)                                                                                    \
    APUS_LOOP1(loop_##t##_to_f16, t##_to_f16, APUS_PLAIN(T), APUS_PLAIN(uint16_t))                                 \
    APUS_LOOP1(loop_##t##_to_bf16, t##_to_bf16, APUS_PLAIN(T), APUS_PLAIN(uint16_t))
#define CAST_LOOPS_INTEGER(op, t, T)                                                                               \
    CAST_LOOPS_COMMON(t, T)                                                                                        \
    CAST_LOOP(t, T, u8, uint8_t) CAST_LOOP(t, T, u16, uint16_t) CAST_LOOP(t, T, u32, uint32_t)                     \
    CAST_LOOP(t, T, u64, uint64_t) CAST_LOOP(t, T, f32, float) CAST_LOOP(t, T, f64, double)
#define CAST_LOOPS_REAL(t, T)                                                                                      \
    CAST_LOOP(t, T, u8, uint8_t) CAST_LOOP(t, T, u16, uint16_t) CAST_LOOP(t, T, u32, uint32_t)                     \
    CAST_LOOP(t, T, u64, uint64_t) CAST_LOOP(t, T, i32, int32_t) CAST_LOOP(t, T, i64, int64_t)
ACROSS_UNSIGNED(CAST_LOOPS_INTEGER, )
ACROSS_SIGNED(CAST_LOOPS_INTEGER, )
CAST_LOOPS_REAL(f16, uint16_t) CAST_LOOPS_REAL(bf16, uint16_t) CAST_LOOPS_REAL(f32, float) CAST_LOOPS_REAL(f64, double)
CAST_LOOPS_COMMON(f32, float) CAST_LOOPS_COMMON(f64, double)
CAST_LOOP(f16, uint16_t, f32, float) CAST_LOOP(f16, uint16_t, f64, double) CAST_LOOP(f16, uint16_t, bf16, uint16_t)
CAST_LOOP(bf16, uint16_t, f32, float) CAST_LOOP(bf16, uint16_t, f64, double) CAST_LOOP(bf16, uint16_t, f16, uint16_t)
CAST_LOOP(f32, float, f64, double) CAST_LOOP(f64, double, f32, float)
CAST_LOOP(f16, uint16_t, bool, uint8_t) CAST_LOOP(bf16, uint16_t, bool, uint8_t)
#define CAST_LOOP_BOOL(op, t, T) APUS_LOOP1(loop_##t##_to_bool, to_bool_##t, APUS_PLAIN(T), BOOL_OUT)
ACROSS_UNSIGNED(CAST_LOOP_BOOL, ) ACROSS_WIDE(CAST_LOOP_BOOL, )

#define CASTS_TO_FLOAT(t) [APUS_FLOAT32] = loop_##t##_to_f32, [APUS_FLOAT64] = loop_##t##_to_f64
#define CASTS_TO_HALF(t) [APUS_FLOAT16] = loop_##t##_to_f16, [APUS_BFLOAT16] = loop_##t##_to_bf16
#define CASTS_TO_INTEGERS(t) [APUS_UINT8] = loop_##t##_to_u8, [APUS_UINT16] = loop_##t##_to_u16, \
    [APUS_UINT32] = loop_##t##_to_u32, [APUS_UINT64] = loop_##t##_to_u64, [APUS_INT8] = loop_##t##_to_u8, \
    [APUS_INT16] = loop_##t##_to_u16, [APUS_INT32] = loop_##t##_to_u32, [APUS_INT64] = loop_##t##_to_u64
#define CASTS_OF_FLOAT_TO_INTEGERS(t) [APUS_UINT8] = loop_##t##_to_u8, [APUS_UINT16] = loop_##t##_to_u16, \
    [APUS_UINT32] = loop_##t##_to_u32, [APUS_UINT64] = loop_##t##_to_u64, [APUS_INT8] = loop_##t##_to_u8, \
    [APUS_INT16] = loop_##t##_to_u16, [APUS_INT32] = loop_##t##_to_i32, [APUS_INT64] = loop_##t##_to_i64
#define CASTS_FROM_INTEGER(t, u) {[APUS_BOOL] = loop_##u##_to_bool, CASTS_TO_INTEGERS(t), CASTS_TO_HALF(t), CASTS_TO_FLOAT(t)}

#define FLOAT_ROW(op, OP) [APUS_##OP] = {ROW_FLOATS(op)},
#define ROUNDING_ROW(op, OP) [APUS_##OP] = {ROW_BOOL(copy), ROW_COPY_INTEGERS, ROW_FLOATS(op)},
#define TEST_ROW(op, OP) [APUS_##OP] = {ROW_BOOL(op), ROW_SIGNLESS(op), ROW_FLOATS(op), ROW_COMPLEX(op)},
#define ORDERED_ROW(op) {ROW_BOOL(op), ROW_UNSIGNED(op), ROW_SIGNED(op), ROW_FLOATS(op)}
#define BITS_ROW(op, OP) [APUS_##OP] = {ROW_BOOL(op), ROW_SIGNLESS(op)},

const apus_elementwise_tables APUS_PASTE(apus_elementwise_, APUS_SUFFIX) = {
    .unary = {
        FLOAT_UNARY(FLOAT_ROW)
        FLOAT_UNARY_SHORT(FLOAT_ROW)
        [APUS_RECIPROCAL] = {ROW_FLOATS(reciprocal), ROW_COMPLEX(reciprocal)},
        ROUNDING(ROUNDING_ROW)
        [APUS_CBRT] = {[APUS_FLOAT32] = loop_cbrt_f32, [APUS_FLOAT64] = loop_cbrt_f64},
        [APUS_NEG] = {ROW_SIGNLESS(neg), ROW_FLOATS(neg)},
        [APUS_ABS] = {ROW_BOOL(copy), ROW_COPY_UNSIGNED, ROW_SIGNED(abs), ROW_FLOATS(abs), ROW_COMPLEX(abs)},
        [APUS_SIGN] = {ROW_BOOL(copy), ROW_UNSIGNED(sign), ROW_SIGNED(sign), ROW_FLOATS(sign), ROW_COMPLEX(sign)},
        [APUS_SQUARE] = {ROW_SIGNLESS(square), ROW_FLOATS(square)},
        [APUS_RELU] = {ROW_COPY_UNSIGNED, ROW_SIGNED(relu), ROW_FLOATS(relu)},
        [APUS_LOGICAL_NOT] = {ROW_BOOL(logical_not), ROW_SIGNLESS(logical_not), ROW_FLOATS(logical_not), ROW_COMPLEX(logical_not)},
        [APUS_BITWISE_NOT] = {[APUS_BOOL] = loop_bool_not, ROW_SIGNLESS(bitwise_not)},
        [APUS_ISNAN] = {ROW_ALWAYS(never), ROW_FLOATS(isnan), ROW_COMPLEX(isnan)},
        [APUS_ISINF] = {ROW_ALWAYS(never), ROW_FLOATS(isinf), ROW_COMPLEX(isinf)},
        [APUS_ISFINITE] = {ROW_ALWAYS(always), ROW_FLOATS(isfinite), ROW_COMPLEX(isfinite)},
        [APUS_SIGNBIT] = {ROW_BOOL(never), ROW_UNSIGNED(never), ROW_SIGNED(signbit), ROW_FLOATS(signbit)},
        [APUS_CONJ] = {ROW_BOOL(copy), ROW_COPY_INTEGERS, ROW_COPY_REAL},
        [APUS_REAL] = {ROW_BOOL(copy), ROW_COPY_INTEGERS, ROW_COPY_REAL},
        [APUS_IMAG] = {ROW_ALWAYS(zero), [APUS_FLOAT16] = loop_zero_u16, [APUS_BFLOAT16] = loop_zero_u16,
                       [APUS_FLOAT32] = loop_zero_u32, [APUS_FLOAT64] = loop_zero_u64},
    },
    .binary = {
        [APUS_ADD] = {[APUS_BOOL] = loop_bitwise_or_u8, ROW_SIGNLESS(add), ROW_FLOATS(add), ROW_COMPLEX(add)},
        [APUS_SUB] = {ROW_SIGNLESS(sub), ROW_FLOATS(sub), ROW_COMPLEX(sub)},
        [APUS_MUL] = {[APUS_BOOL] = loop_bitwise_and_u8, ROW_SIGNLESS(mul), ROW_FLOATS(mul), ROW_COMPLEX(mul)},
        TEST_BINARY(TEST_ROW)
        BITS_BINARY(BITS_ROW)
        [APUS_DIV] = {ROW_FLOATS(div), ROW_COMPLEX(div)},
        [APUS_MINIMUM] = ORDERED_ROW(minimum),
        [APUS_MAXIMUM] = ORDERED_ROW(maximum),
        [APUS_FMIN] = {ROW_BOOL(minimum), ROW_UNSIGNED(minimum), ROW_SIGNED(minimum), ROW_FLOATS(fmin)},
        [APUS_FMAX] = {ROW_BOOL(maximum), ROW_UNSIGNED(maximum), ROW_SIGNED(maximum), ROW_FLOATS(fmax)},
        [APUS_COPYSIGN] = {ROW_FLOATS(copysign)},
        [APUS_POW] = {ROW_UNSIGNED(pow), ROW_SIGNED(pow), ROW_FLOATS(pow)},
        [APUS_LOGADDEXP] = {ROW_FLOATS(logaddexp)},
        [APUS_LOGADDEXP2] = {ROW_FLOATS(logaddexp2)},
        [APUS_ATAN2] = {[APUS_FLOAT16] = loop_atan2_f16, [APUS_BFLOAT16] = loop_atan2_bf16, [APUS_FLOAT32] = loop_atan2_f32},
        [APUS_HYPOT] = {ROW_FLOATS(hypot)},
        [APUS_FLOORDIV] = {ROW_UNSIGNED(floordiv), ROW_SIGNED(floordiv), ROW_FLOATS(floordiv)},
        [APUS_REMAINDER] = {ROW_UNSIGNED(remainder), ROW_SIGNED(remainder), ROW_FLOATS(remainder)},
        [APUS_FMOD] = {ROW_UNSIGNED(remainder), ROW_FLOATS(fmod)},
        [APUS_SHIFT_LEFT] = {ROW_SIGNLESS(shift_left)},
        [APUS_SHIFT_RIGHT] = {ROW_UNSIGNED(shift_right), ROW_SIGNED(shift_right)},
        [APUS_LT] = ORDERED_ROW(lt),
        [APUS_LE] = ORDERED_ROW(le),
        [APUS_GT] = ORDERED_ROW(gt),
        [APUS_GE] = ORDERED_ROW(ge),
    },
    .ternary = {
        [APUS_WHERE] = {ROW_BOOL(where), ROW_SIGNLESS(where), [APUS_FLOAT16] = loop_where_u16,
                        [APUS_BFLOAT16] = loop_where_u16, [APUS_FLOAT32] = loop_where_u32,
                        [APUS_FLOAT64] = loop_where_u64, [APUS_COMPLEX64] = loop_where_u64},
        [APUS_CLIP] = ORDERED_ROW(clip),
        [APUS_FMA] = {[APUS_BOOL] = loop_bool_fma, ROW_SIGNLESS(fma), ROW_FLOATS(fma)},
        [APUS_LERP] = {ROW_FLOATS(lerp)},
    },
    .cast = {
        [APUS_COMPLEX64] = {[APUS_BOOL] = loop_to_bool_c64},
        [APUS_COMPLEX128] = {[APUS_BOOL] = loop_to_bool_c128},
        [APUS_BOOL] = CASTS_FROM_INTEGER(u8, u8),
        [APUS_UINT8] = CASTS_FROM_INTEGER(u8, u8),
        [APUS_UINT16] = CASTS_FROM_INTEGER(u16, u16),
        [APUS_UINT32] = CASTS_FROM_INTEGER(u32, u32),
        [APUS_UINT64] = CASTS_FROM_INTEGER(u64, u64),
        [APUS_INT8] = CASTS_FROM_INTEGER(i8, u8),
        [APUS_INT16] = CASTS_FROM_INTEGER(i16, u16),
        [APUS_INT32] = CASTS_FROM_INTEGER(i32, u32),
        [APUS_INT64] = CASTS_FROM_INTEGER(i64, u64),
        [APUS_FLOAT16] = {[APUS_BOOL] = loop_f16_to_bool, CASTS_OF_FLOAT_TO_INTEGERS(f16), CASTS_TO_FLOAT(f16),
                          [APUS_FLOAT16] = loop_copy_u16, [APUS_BFLOAT16] = loop_f16_to_bf16},
        [APUS_BFLOAT16] = {[APUS_BOOL] = loop_bf16_to_bool, CASTS_OF_FLOAT_TO_INTEGERS(bf16), CASTS_TO_FLOAT(bf16),
                           [APUS_BFLOAT16] = loop_copy_u16, [APUS_FLOAT16] = loop_bf16_to_f16},
        [APUS_FLOAT32] = {[APUS_BOOL] = loop_f32_to_bool, CASTS_OF_FLOAT_TO_INTEGERS(f32), CASTS_TO_HALF(f32),
                          [APUS_FLOAT32] = loop_copy_u32, [APUS_FLOAT64] = loop_f32_to_f64},
        [APUS_FLOAT64] = {[APUS_BOOL] = loop_f64_to_bool, CASTS_OF_FLOAT_TO_INTEGERS(f64), CASTS_TO_HALF(f64),
                          [APUS_FLOAT64] = loop_copy_u64, [APUS_FLOAT32] = loop_f64_to_f32},
    },
};
