// What the elementwise sources share: kernels over contiguous memory, and the plans that run them over strided memory.
#ifndef APUS_ELEMENTWISE_PRIVATE_H
#define APUS_ELEMENTWISE_PRIVATE_H

#include "apus_elementwise.h"
#include <string.h>

// Loops that a level's instructions cannot vectorise stay scalar; that is no cause for a warning.
#pragma clang diagnostic ignored "-Wpass-failed"

#define APUS_INTERNAL __attribute__((visibility("hidden")))

typedef void (*apus_kernel1)(ptrdiff_t n, void *out, const void *a, const double *parameters);
typedef void (*apus_kernel2)(ptrdiff_t n, void *out, const void *a, const void *b);
typedef void (*apus_kernel3)(ptrdiff_t n, void *out, const void *a, const void *b, const void *c);
typedef void (*apus_convert)(ptrdiff_t n, void *out, const void *in);

/// How an operand lies in memory and what the kernel wants to see: `convert` (or NULL) goes between the two.
typedef struct apus_operand_format {
    apus_convert convert;
    uint8_t stored, computed;
} apus_operand_format;

/// A kernel with the formats of its operands; `first` is the condition of `where`, else the same as `in`.
typedef struct apus_plan1 { apus_kernel1 kernel; apus_operand_format in, out; } apus_plan1;
typedef struct apus_plan2 {
    apus_kernel2 kernel;
    apus_operand_format in, out;
    apus_kernel2 first_constant, second_constant; ///< or NULL: the kernel for one element of that operand with all of the other
} apus_plan2;
typedef struct apus_plan3 {
    apus_kernel3 kernel;
    apus_operand_format first, in, out;
    apus_kernel3 constants; ///< or NULL: the kernel for one element of the second and of the third operand with all of the first
} apus_plan3;

APUS_INTERNAL void apus_run1(const apus_plan1 *plan, ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa,
                             const double *parameters);
APUS_INTERNAL void apus_run2(const apus_plan2 *plan, ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa,
                             const char *b, ptrdiff_t sb);
APUS_INTERNAL void apus_run3(const apus_plan3 *plan, ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa,
                             const char *b, ptrdiff_t sb, const char *c, ptrdiff_t sc);

/// Copies `n` elements of `itemsize` bytes between strided places.
APUS_INTERNAL void apus_copy_run(ptrdiff_t n, char *out, ptrdiff_t so, const char *in, ptrdiff_t si, ptrdiff_t itemsize);

/// The loops of one instruction set; NULL where the level below has the loop.
typedef struct apus_elementwise_tables {
    apus_loop1 unary[APUS_UNARY_COUNT][APUS_DTYPE_COUNT];
    apus_loop2 binary[APUS_BINARY_COUNT][APUS_DTYPE_COUNT];
    apus_loop3 ternary[APUS_TERNARY_COUNT][APUS_DTYPE_COUNT];
    apus_loop1 cast[APUS_DTYPE_COUNT][APUS_DTYPE_COUNT];
} apus_elementwise_tables;

/// Loops that gain nothing from wider vectors (libm per element).
APUS_INTERNAL extern const apus_elementwise_tables apus_elementwise_scalar;
/// Loops of the complex types.
APUS_INTERNAL extern const apus_elementwise_tables apus_elementwise_complex;
APUS_INTERNAL extern const apus_elementwise_tables apus_elementwise_base;
#if defined(__x86_64__)
APUS_INTERNAL extern const apus_elementwise_tables apus_elementwise_avx2;
APUS_INTERNAL extern const apus_elementwise_tables apus_elementwise_avx512;
#endif

#define APUS_PASTE_(a, b) a##b
#define APUS_PASTE(a, b) APUS_PASTE_(a, b)
#define APUS_VECTORIZE _Pragma("clang loop vectorize(assume_safety) interleave_count(2)")

/// Defines kernel `name` that sets every element to `EXPRESSION` of `x` (and `y`, `z`).
#define APUS_KERNEL1(name, IN, OUT, EXPRESSION)                                                                    \
    static void name(ptrdiff_t n, void *out, const void *a, const double *parameters) {                            \
        (void)parameters;                                                                                          \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {                                                         \
            const IN x = ((const IN *)a)[i];                                                                       \
            ((OUT *)out)[i] = (OUT)(EXPRESSION);                                                                   \
        }                                                                                                          \
    }
#define APUS_KERNEL2(name, IN, OUT, EXPRESSION)                                                                    \
    static void name(ptrdiff_t n, void *out, const void *a, const void *b) {                                       \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {                                                         \
            const IN x = ((const IN *)a)[i], y = ((const IN *)b)[i];                                               \
            ((OUT *)out)[i] = (OUT)(EXPRESSION);                                                                   \
        }                                                                                                          \
    }
/// The two forms of a kernel in which one operand is a single element.
#define APUS_KERNEL2_CONSTANTS(name, IN, OUT, EXPRESSION)                                                          \
    static void name##_first_constant(ptrdiff_t n, void *out, const void *a, const void *b) {                      \
        const IN x = *(const IN *)a;                                                                               \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {                                                         \
            const IN y = ((const IN *)b)[i];                                                                       \
            ((OUT *)out)[i] = (OUT)(EXPRESSION);                                                                   \
        }                                                                                                          \
    }                                                                                                              \
    static void name##_second_constant(ptrdiff_t n, void *out, const void *a, const void *b) {                     \
        const IN y = *(const IN *)b;                                                                               \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {                                                         \
            const IN x = ((const IN *)a)[i];                                                                       \
            ((OUT *)out)[i] = (OUT)(EXPRESSION);                                                                   \
        }                                                                                                          \
    }
#define APUS_KERNEL3(name, FIRST, IN, OUT, EXPRESSION)                                                             \
    static void name(ptrdiff_t n, void *out, const void *a, const void *b, const void *c) {                        \
        APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) {                                                         \
            const FIRST x = ((const FIRST *)a)[i];                                                                 \
            const IN y = ((const IN *)b)[i], z = ((const IN *)c)[i];                                               \
            ((OUT *)out)[i] = (OUT)(EXPRESSION);                                                                   \
        }                                                                                                          \
    }

/// Defines loop `name` that runs `kernel` on operands of the given formats.
#define APUS_LOOP1(name, kernel, ...)                                                                              \
    static void name(ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa, const double *parameters) { \
        static const apus_plan1 plan = {kernel, __VA_ARGS__};                                                      \
        apus_run1(&plan, n, out, so, a, sa, parameters);                                                           \
    }
#define APUS_LOOP2(name, kernel, ...)                                                                              \
    static void name(ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa, const char *b,             \
                     ptrdiff_t sb) {                                                                               \
        static const apus_plan2 plan = {kernel, __VA_ARGS__};                                                      \
        apus_run2(&plan, n, out, so, a, sa, b, sb);                                                                \
    }
#define APUS_LOOP2_CONSTANTS(name, kernel, T)                                                                      \
    static void name(ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa, const char *b,             \
                     ptrdiff_t sb) {                                                                               \
        static const apus_plan2 plan = {                                                                           \
            kernel, APUS_PLAIN(T), APUS_PLAIN(T), kernel##_first_constant, kernel##_second_constant};              \
        apus_run2(&plan, n, out, so, a, sa, b, sb);                                                                \
    }
#define APUS_LOOP2_SWAPPED(name, kernel, ...)                                                                      \
    static void name(ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa, const char *b,             \
                     ptrdiff_t sb) {                                                                               \
        static const apus_plan2 plan = {kernel, __VA_ARGS__};                                                      \
        apus_run2(&plan, n, out, so, b, sb, a, sa);                                                                \
    }
#define APUS_LOOP3(name, kernel, ...)                                                                              \
    static void name(ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa, const char *b,             \
                     ptrdiff_t sb, const char *c, ptrdiff_t sc) {                                                  \
        static const apus_plan3 plan = {kernel, __VA_ARGS__};                                                      \
        apus_run3(&plan, n, out, so, a, sa, b, sb, c, sc);                                                         \
    }

/// A format without conversion.
#define APUS_PLAIN(T) {NULL, sizeof(T), sizeof(T)}

#endif
