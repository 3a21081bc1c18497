// Looks an elementwise loop up: the tables of this machine's instruction set, then those that all levels share.
#include "impl/elementwise_private.h"

static const apus_elementwise_tables *level_tables(void) {
#if defined(__x86_64__)
    const int level = apus_isa_level();
    if (level == 2) return &apus_elementwise_avx512;
    if (level == 1) return &apus_elementwise_avx2;
#endif
    return &apus_elementwise_base;
}

#define LOOK_UP(table, row, column)                                                                                \
    const apus_elementwise_tables *const places[] = {level_tables(), &apus_elementwise_complex,                    \
                                                     &apus_elementwise_scalar};                                    \
    for (int i = 0; i < 3; i++)                                                                                    \
        if (places[i]->table[row][column]) return places[i]->table[row][column];                                   \
    return NULL;

static bool is_complex(apus_dtype type) { return type == APUS_COMPLEX64 || type == APUS_COMPLEX128; }

apus_loop1 apus_unary(apus_unary_op op, apus_dtype input) {
    if (op >= APUS_UNARY_COUNT || input >= APUS_DTYPE_COUNT) return NULL;
    LOOK_UP(unary, op, input)
}

apus_dtype apus_unary_result(apus_unary_op op, apus_dtype input) {
    switch (op) {
    case APUS_LOGICAL_NOT: case APUS_ISNAN: case APUS_ISINF: case APUS_ISFINITE: case APUS_SIGNBIT:
        return APUS_BOOL;
    case APUS_ABS: case APUS_REAL: case APUS_IMAG: case APUS_ANGLE:
        return !is_complex(input) ? input : input == APUS_COMPLEX64 ? APUS_FLOAT32 : APUS_FLOAT64;
    default:
        return input;
    }
}

apus_loop2 apus_binary(apus_binary_op op, apus_dtype input) {
    if (op >= APUS_BINARY_COUNT || input >= APUS_DTYPE_COUNT) return NULL;
    LOOK_UP(binary, op, input)
}

apus_dtype apus_binary_result(apus_binary_op op, apus_dtype input) {
    return op >= APUS_LOGICAL_AND ? APUS_BOOL : input;
}

apus_loop3 apus_ternary(apus_ternary_op op, apus_dtype input) {
    if (op >= APUS_TERNARY_COUNT || input >= APUS_DTYPE_COUNT) return NULL;
    LOOK_UP(ternary, op, input)
}

// A complex number's real part is a real number in the same place, read with the same stride.
apus_loop1 apus_cast(apus_dtype from, apus_dtype to) {
    if (from >= APUS_DTYPE_COUNT || to >= APUS_DTYPE_COUNT) return NULL;
    if (is_complex(from) && !is_complex(to) && to != APUS_BOOL)
        from = from == APUS_COMPLEX64 ? APUS_FLOAT32 : APUS_FLOAT64;
    LOOK_UP(cast, from, to)
}
