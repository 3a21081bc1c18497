// Copies that make a block of a matrix dense, for one pair of stored and computed types.
// The includer defines COPY(name), COPY_SOURCE, COPY_ELEMENT, COPY_CONVERT(x), COPY_NARROW(x), COPY_LANES for the
// side of the blocks that are transposed in registers, and COPY_LOAD(from) for a vector of as many elements;
// COPY_ELEMENTWISE where there are too many lanes for such blocks.

typedef COPY_ELEMENT COPY(vector) __attribute__((ext_vector_type(COPY_LANES), aligned(sizeof(COPY_ELEMENT))));

static inline __attribute__((always_inline)) void COPY(row)(const char *from, char *to, ptrdiff_t columns, ptrdiff_t ahead) {
    ptrdiff_t j = 0;
    for (; j + COPY_LANES <= columns; j += COPY_LANES) {
        __builtin_prefetch(from + j * (ptrdiff_t)sizeof(COPY_SOURCE) + ahead);
        *(COPY(vector) *)((COPY_ELEMENT *)to + j) = COPY_LOAD(from + j * (ptrdiff_t)sizeof(COPY_SOURCE));
    }
    for (; j < columns; j++) ((COPY_ELEMENT *)to)[j] = COPY_CONVERT(((const COPY_SOURCE *)from)[j]);
}

static inline __attribute__((always_inline)) void COPY(panel_row)(const char *from, char *to, ptrdiff_t ahead) {
    __builtin_prefetch(from + ahead);
    __builtin_prefetch(from + COPY_LANES * sizeof(COPY_SOURCE) + ahead);
    COPY(vector) x = COPY_LOAD(from), y = COPY_LOAD(from + COPY_LANES * sizeof(COPY_SOURCE));
    ((COPY(vector) *)to)[0] = x;
    ((COPY(vector) *)to)[1] = y;
}

/// Rows whose elements are adjacent; they are read through before the next, whatever the panels, as memory likes it.
static void COPY(rows)(const gemm_copy *copy) {
    enum { panel = 2 * COPY_LANES };
    const ptrdiff_t ahead = 2 * copy->from_row;
    const char *from = copy->from;
    char *to = copy->to;
    for (ptrdiff_t i = 0; i < copy->rows; i++, from += copy->from_row, to += copy->to_row) {
        if (!copy->to_panel) {
            COPY(row)(from, to, copy->columns, ahead);
            continue;
        }
        const char *part = from;
        char *block = to;
        ptrdiff_t columns = copy->columns;
        for (; columns >= panel; columns -= panel, part += panel * sizeof(COPY_SOURCE), block += copy->to_panel)
            COPY(panel_row)(part, block, ahead);
        if (columns > 0) COPY(row)(part, block, columns, ahead);
        for (ptrdiff_t j = columns; columns > 0 && j < copy->padded_columns % panel; j++) ((COPY_ELEMENT *)block)[j] = 0;
    }
}

static void COPY(scattered)(const gemm_copy *copy, ptrdiff_t row0, ptrdiff_t rows, ptrdiff_t column0, ptrdiff_t columns) {
    for (ptrdiff_t i = row0; i < row0 + rows; i++) {
        const char *from = copy->from + i * copy->from_row;
        COPY_ELEMENT *to = (COPY_ELEMENT *)(copy->to + i * copy->to_row);
        for (ptrdiff_t j = column0; j < column0 + columns; j++)
            to[j] = COPY_CONVERT(*(const COPY_SOURCE *)(from + j * copy->from_column));
    }
}

#if defined(COPY_ELEMENTWISE)
static void COPY(transposed)(const gemm_copy *copy) { COPY(scattered)(copy, 0, copy->rows, 0, copy->columns); }
#else
/// The interleaved halves of two vectors; applied log2(lanes) times to a square block they transpose it.
static inline __attribute__((always_inline)) void COPY(zip)(COPY(vector) a, COPY(vector) b, COPY(vector) *to) {
#if COPY_LANES == 16
    to[0] = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    to[1] = __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
#elif COPY_LANES == 8
    to[0] = __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
    to[1] = __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
#elif COPY_LANES == 4
    to[0] = __builtin_shufflevector(a, b, 0, 4, 1, 5);
    to[1] = __builtin_shufflevector(a, b, 2, 6, 3, 7);
#else
    to[0] = __builtin_shufflevector(a, b, 0, 2);
    to[1] = __builtin_shufflevector(a, b, 1, 3);
#endif
}

static inline __attribute__((always_inline)) void
COPY(transposed_block)(const char *from, ptrdiff_t from_column, char *to, ptrdiff_t to_row) {
    enum { ahead = 512 };
    COPY(vector) x[COPY_LANES], y[COPY_LANES];
#pragma clang loop unroll(full)
    for (int j = 0; j < COPY_LANES; j++) {
        __builtin_prefetch(from + j * from_column + ahead);
        x[j] = COPY_LOAD(from + j * from_column);
    }
#pragma clang loop unroll(full)
    for (int step = 1; step < COPY_LANES; step *= 2) {
#pragma clang loop unroll(full)
        for (int i = 0; i < COPY_LANES / 2; i++) COPY(zip)(x[i], x[i + COPY_LANES / 2], &y[2 * i]);
#pragma clang loop unroll(full)
        for (int i = 0; i < COPY_LANES; i++) x[i] = y[i];
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < COPY_LANES; i++) *(COPY(vector) *)(to + i * to_row) = x[i];
}

/// Columns whose elements are adjacent: square blocks in registers, the rest one by one.
static void COPY(transposed)(const gemm_copy *copy) {
    const ptrdiff_t rows = copy->rows / COPY_LANES * COPY_LANES, columns = copy->columns / COPY_LANES * COPY_LANES;
    for (ptrdiff_t i = 0; i < rows; i += COPY_LANES)
        for (ptrdiff_t j = 0; j < columns; j += COPY_LANES)
            COPY(transposed_block)(copy->from + i * copy->from_row + j * copy->from_column, copy->from_column,
                                   copy->to + i * copy->to_row + (size_t)j * sizeof(COPY_ELEMENT), copy->to_row);
    COPY(scattered)(copy, 0, rows, columns, copy->columns - columns);
    COPY(scattered)(copy, rows, copy->rows - rows, 0, copy->columns);
}
#endif

static void COPY(block)(const gemm_copy *copy) {
    if (copy->from_row == sizeof(COPY_SOURCE)) COPY(transposed)(copy);
    else COPY(scattered)(copy, 0, copy->rows, 0, copy->columns);
    for (ptrdiff_t i = 0; copy->columns < copy->padded_columns && i < copy->rows; i++) {
        COPY_ELEMENT *to = (COPY_ELEMENT *)(copy->to + i * copy->to_row);
        for (ptrdiff_t j = copy->columns; j < copy->padded_columns; j++) to[j] = 0;
    }
}

static void COPY(any)(const gemm_copy *copy) {
    if (copy->from_column == sizeof(COPY_SOURCE) || copy->columns == 1) {
        COPY(rows)(copy);
        return;
    }
    const ptrdiff_t step = copy->to_panel ? 2 * COPY_LANES : apus_most(copy->columns, 1);
    gemm_copy part = *copy;
    for (ptrdiff_t j = 0; j < copy->columns; j += step) {
        part.columns = apus_least(step, copy->columns - j);
        part.padded_columns = apus_least(step, copy->padded_columns - j);
        COPY(block)(&part);
        part.from += step * copy->from_column;
        part.to += copy->to_panel;
    }
}

static __attribute__((unused)) void COPY(narrow)(ptrdiff_t count, const char *from, char *to) {
    for (ptrdiff_t i = 0; i < count; i++) ((COPY_SOURCE *)to)[i] = COPY_NARROW(((const COPY_ELEMENT *)from)[i]);
}

#undef COPY
#undef COPY_SOURCE
#undef COPY_ELEMENT
#undef COPY_CONVERT
#undef COPY_NARROW
#undef COPY_LANES
#undef COPY_ELEMENTWISE
#undef COPY_LOAD
