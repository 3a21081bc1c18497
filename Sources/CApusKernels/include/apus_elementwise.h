// Elementwise loops: unary, binary and ternary operations, casts and fill, over strided memory.
#ifndef APUS_ELEMENTWISE_H
#define APUS_ELEMENTWISE_H

#include "apus_types.h"

/// out[i] = f(a[i]). Strides are in bytes, may be negative or 0. `out` may be `a` itself with the same stride.
/// `parameters` is read by the operations that name parameters below; the others accept NULL.
typedef void (*apus_loop1)(ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa, const double *parameters);

/// out[i] = f(a[i], b[i]), strides as in `apus_loop1`.
typedef void (*apus_loop2)(ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa, const char *b, ptrdiff_t sb);

/// out[i] = f(a[i], b[i], c[i]), strides as in `apus_loop1`.
typedef void (*apus_loop3)(ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa, const char *b, ptrdiff_t sb,
                           const char *c, ptrdiff_t sc);

// A result never depends on the position of its element or on the strides. float16 and bfloat16 compute in float32 and
// round once. Arithmetic and square roots round correctly; the largest errors measured of the other real functions are
// below 2 ulp, but for tan, acosh, sigmoid and softplus 2.4, silu 3, erfc 3.3, gelu_tanh 3.4, gelu 5.2 (in float32 most
// are 0.5, rounded from float64); the slopes of gelu and silu, which pass through 0, are within 1.6 units of
// epsilon. Within these bounds results may differ between instruction sets. Complex functions are those of <complex.h>, in
// double precision.

/// Operations of one operand. "Floating" means float16, bfloat16, float32, float64, complex64, complex128.
typedef enum apus_unary_op : uint8_t {
    APUS_NEG = 0,     ///< -x; all but bool; unsigned integers wrap
    APUS_ABS,         ///< |x|; all; complex gives the real magnitude
    APUS_SIGN,        ///< all; complex: x / |x|
    APUS_SQRT,        ///< floating, as every function down to ATANH unless noted
    APUS_RSQRT,       ///< 1 / sqrt(x)
    APUS_RECIPROCAL,  ///< 1 / x; integers too: truncated; 1 / 0 as NumPy: the lowest value of 32 and 64 bits, else 0
    APUS_SQUARE,      ///< x * x; all but bool
    APUS_EXP,
    APUS_EXP2,
    APUS_EXPM1,
    APUS_LOG,
    APUS_LOG2,
    APUS_LOG10,
    APUS_LOG1P,
    APUS_SIN,
    APUS_COS,
    APUS_TAN,
    APUS_ASIN,
    APUS_ACOS,
    APUS_ATAN,
    APUS_SINH,
    APUS_COSH,
    APUS_TANH,
    APUS_ASINH,
    APUS_ACOSH,
    APUS_ATANH,
    APUS_FLOOR,       ///< all but complex; identity on bool and integers, as CEIL, TRUNC
    APUS_CEIL,
    APUS_TRUNC,
    APUS_ROUND,       ///< half to even; complex too, by parts
    APUS_ERF,         ///< real floating
    APUS_ERFC,        ///< real floating
    APUS_SIGMOID,     ///< floating
    APUS_RELU,        ///< all real but bool; NaN stays NaN
    APUS_GELU,        ///< real floating; x * (1 + erf(x / sqrt 2)) / 2
    APUS_GELU_TANH,   ///< real floating; the tanh approximation of GELU
    APUS_SILU,        ///< floating; x * sigmoid(x)
    APUS_SOFTPLUS,    ///< real floating; parameters: beta, threshold
    APUS_LEAKY_RELU,  ///< real floating; parameter: slope
    APUS_ELU,         ///< real floating; parameter: alpha
    APUS_LOGICAL_NOT, ///< all; gives bool
    APUS_BITWISE_NOT, ///< bool, integers
    APUS_ISNAN,       ///< all; gives bool, as ISINF, ISFINITE
    APUS_ISINF,
    APUS_ISFINITE,
    APUS_SIGNBIT,     ///< all real; gives bool
    APUS_CONJ,        ///< all; identity on real types
    APUS_REAL,        ///< all; complex gives its real type
    APUS_IMAG,        ///< all; complex gives its real type, real types give 0
    APUS_ANGLE,       ///< floating; complex gives its real type, real types give 0, pi or NaN
    APUS_CBRT,        ///< float32, float64; the real cube root
    APUS_I0,          ///< float32, float64; the modified Bessel function of the first kind, order 0
    APUS_I1,          ///< float32, float64; the same of order 1
    APUS_GELU_SLOPE,      ///< real floating; the derivative of GELU, as GELU_TANH_SLOPE and SILU_SLOPE are of theirs
    APUS_GELU_TANH_SLOPE,
    APUS_SILU_SLOPE,
    APUS_UNARY_COUNT
} apus_unary_op;

/// Operations of two operands of one type.
typedef enum apus_binary_op : uint8_t {
    APUS_ADD = 0,       ///< all; bool: or; integers wrap
    APUS_SUB,           ///< all but bool
    APUS_MUL,           ///< all; bool: and
    APUS_DIV,           ///< floating
    APUS_FLOORDIV,      ///< integers (by zero: 0) and real floating (float32 exact, through float64)
    APUS_REMAINDER,     ///< sign of the divisor (Python's %); integers (by zero: 0) and real floating
    APUS_FMOD,          ///< sign of the dividend (C's %); integers (by zero: 0) and real floating
    APUS_POW,           ///< integers wrap (a negative exponent truncates 1 / a^-b; 0 to it is 0); floating
    APUS_ATAN2,         ///< real floating
    APUS_HYPOT,         ///< real floating
    APUS_MINIMUM,       ///< all; NaN propagates; complex in lexicographic order
    APUS_MAXIMUM,
    APUS_FMIN,          ///< all; NaN yields to a number
    APUS_FMAX,
    APUS_COPYSIGN,      ///< real floating
    APUS_NEXTAFTER,     ///< real floating
    APUS_LOGADDEXP,     ///< real floating; log(e^a + e^b), absolute accuracy where the result is near 0
    APUS_LOGADDEXP2,    ///< real floating; log2(2^a + 2^b), absolute accuracy where the result is near 0
    APUS_LDEXP,         ///< float32, float64; a times 2 to the power of b, a whole number, rounded once
    APUS_GCD,           ///< integers; the greatest common divisor, not negative; of zeros 0
    APUS_LCM,           ///< integers; the least common multiple, not negative, wrapped; with a zero 0
    APUS_BITWISE_AND,   ///< bool, integers
    APUS_BITWISE_OR,
    APUS_BITWISE_XOR,
    APUS_SHIFT_LEFT,    ///< integers; a shift outside the type's width gives 0
    APUS_SHIFT_RIGHT,   ///< integers; a shift outside the type's width gives 0, or -1 for negative values
    APUS_LOGICAL_AND,   ///< all; gives bool, as everything below
    APUS_LOGICAL_OR,
    APUS_LOGICAL_XOR,
    APUS_EQ,
    APUS_NE,
    APUS_LT,            ///< complex in lexicographic order
    APUS_LE,
    APUS_GT,
    APUS_GE,
    APUS_BINARY_COUNT
} apus_binary_op;

/// Operations of three operands.
typedef enum apus_ternary_op : uint8_t {
    APUS_WHERE = 0, ///< all; a is a bool condition, b and c have the type
    APUS_CLIP,      ///< all; minimum(maximum(a, b), c), NaN propagates
    APUS_FMA,       ///< all; a * b + c with two roundings
    APUS_LERP,      ///< floating; a + c * (b - a), exact at both ends
    APUS_TERNARY_COUNT
} apus_ternary_op;

/// The loop of `op` for elements of type `input`, or NULL where the operation is not defined for that type.
apus_loop1 apus_unary(apus_unary_op op, apus_dtype input);

/// The element type that `apus_unary(op, input)` writes.
apus_dtype apus_unary_result(apus_unary_op op, apus_dtype input);

/// The loop of `op` for two operands of type `input`, or NULL. Comparisons and logical operations write bool.
apus_loop2 apus_binary(apus_binary_op op, apus_dtype input);

/// The element type that `apus_binary(op, input)` writes.
apus_dtype apus_binary_result(apus_binary_op op, apus_dtype input);

/// The loop of `op` for elements of type `input`, or NULL.
apus_loop3 apus_ternary(apus_ternary_op op, apus_dtype input);

/// The loop that converts `from` to `to`, for every pair of types; the same type twice copies with strides.
///
/// Integers wrap; complex drops its imaginary part (to bool: whether either part is non-zero); floats to integers
/// truncate, and values out of range give what NumPy gives on x86-64. Every conversion rounds at most once.
apus_loop1 apus_cast(apus_dtype from, apus_dtype to);

/// Runs a loop for `rows` rows; the operands' rows start `step_…` bytes apart.
void apus_rows1(apus_loop1 loop, ptrdiff_t rows, ptrdiff_t n, char *out, ptrdiff_t so, ptrdiff_t step_out,
                const char *a, ptrdiff_t sa, ptrdiff_t step_a, const double *parameters);
void apus_rows2(apus_loop2 loop, ptrdiff_t rows, ptrdiff_t n, char *out, ptrdiff_t so, ptrdiff_t step_out,
                const char *a, ptrdiff_t sa, ptrdiff_t step_a, const char *b, ptrdiff_t sb, ptrdiff_t step_b);
void apus_rows3(apus_loop3 loop, ptrdiff_t rows, ptrdiff_t n, char *out, ptrdiff_t so, ptrdiff_t step_out,
                const char *a, ptrdiff_t sa, ptrdiff_t step_a, const char *b, ptrdiff_t sb, ptrdiff_t step_b,
                const char *c, ptrdiff_t sc, ptrdiff_t step_c);

/// Writes `n` copies of the element of `itemsize` bytes (1, 2, 4, 8 or 16) at `value`.
void apus_fill(ptrdiff_t n, char *out, ptrdiff_t so, const char *value, ptrdiff_t itemsize);

#endif
