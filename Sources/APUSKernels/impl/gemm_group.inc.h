// Copies for products that multiply several depths at once: elements of 32 bits, each a group of GROUP_SIZE neighbours in depth.
// The includer defines GROUP(name), GROUP_SOURCE, GROUP_SLOT (an unsigned integer of 32 / GROUP_SIZE bits), GROUP_SIZE,
// GROUP_SWAP (1 if the first of two goes to the upper half), GROUP_REST (what fills A's last group) and GROUP_TRANSPOSE, a
// copy of 32-bit elements.

typedef uint32_t GROUP(vector) __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 4)));
typedef uint32_t GROUP(loose) __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 4), aligned(4)));
typedef GROUP_SOURCE GROUP(sources) __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 4), aligned(sizeof(GROUP_SOURCE))));

enum { GROUP(bits) = 32 / GROUP_SIZE };

/// A line along depth: `count` elements `step` bytes apart.
static inline void GROUP(line)(const char *from, ptrdiff_t step, ptrdiff_t count, GROUP_SLOT rest, uint32_t *to) {
    const ptrdiff_t whole = count / GROUP_SIZE;
    if (step == sizeof(GROUP_SOURCE)) {
        if (sizeof(GROUP_SLOT) == sizeof(GROUP_SOURCE)) {
            __builtin_memcpy(to, from, (size_t)whole * 4);
            for (ptrdiff_t g = 0; GROUP_SWAP && g < whole; g++) to[g] = to[g] >> 16 | to[g] << 16;
        } else {
            GROUP_SLOT *slots = (GROUP_SLOT *)to;
            for (ptrdiff_t k = 0; k < whole * GROUP_SIZE; k++) slots[k] = ((const GROUP_SOURCE *)from)[k];
        }
    } else {
        for (ptrdiff_t g = 0; g < whole; g++) {
            uint32_t group = 0;
            for (int i = 0; i < GROUP_SIZE; i++)
                group |= (uint32_t)*(const GROUP_SOURCE *)(from + (g * GROUP_SIZE + i) * step) << GROUP(bits) * (i ^ GROUP_SWAP);
            to[g] = group;
        }
    }
    if (whole * GROUP_SIZE == count) return;
    uint32_t group = 0;
    for (int i = 0; i < GROUP_SIZE; i++) {
        const ptrdiff_t k = whole * GROUP_SIZE + i;
        group |= (uint32_t)(k < count ? (GROUP_SLOT) * (const GROUP_SOURCE *)(from + k * step) : rest) << GROUP(bits) * (i ^ GROUP_SWAP);
    }
    to[whole] = group;
}

/// `columns` groups of neighbours in depth, which lie `step` bytes apart, while those of the next group are adjacent;
/// `present` of a group are there.
static inline __attribute__((always_inline)) void
GROUP(interleave)(const char *from, ptrdiff_t step, int present, ptrdiff_t columns, GROUP_SLOT rest, uint32_t *to) {
    const ptrdiff_t lanes = APUS_VECTOR_BYTES / 4;
    uint32_t filled = 0;
    for (int i = present; i < GROUP_SIZE; i++) filled |= (uint32_t)rest << GROUP(bits) * (i ^ GROUP_SWAP);
    ptrdiff_t j = 0;
    for (; j + lanes <= columns; j += lanes) {
        GROUP(vector) group = filled;
        for (int i = 0; i < present; i++)
            __builtin_prefetch(from + (2 * GROUP_SIZE + i) * step + j * (ptrdiff_t)sizeof(GROUP_SOURCE));
        for (int i = 0; i < present; i++)
            group |= __builtin_convertvector(*(const GROUP(sources) *)(from + i * step + j * (ptrdiff_t)sizeof(GROUP_SOURCE)), GROUP(vector))
                  << (uint32_t)(GROUP(bits) * (i ^ GROUP_SWAP));
        *(GROUP(loose) *)(to + j) = group;
    }
    for (; j < columns; j++) {
        uint32_t group = filled;
        for (int i = 0; i < present; i++)
            group |= (uint32_t)((const GROUP_SOURCE *)(from + i * step))[j] << GROUP(bits) * (i ^ GROUP_SWAP);
        to[j] = group;
    }
}

/// Panels of B: a row for each group of depths.
static void GROUP(pack)(const gemm_copy *copy) {
    enum { panel = 2 * APUS_VECTOR_BYTES / 4, part = 64 };
    if (copy->from_column == sizeof(GROUP_SOURCE) || copy->columns == 1) {
        char *to = copy->to;
        for (ptrdiff_t k = 0; k < copy->rows; k += GROUP_SIZE, to += copy->to_row) {
            const int present = copy->rows - k < GROUP_SIZE ? (int)(copy->rows - k) : GROUP_SIZE;
            const char *from = copy->from + k * copy->from_row;
            char *block = to;
            for (ptrdiff_t j = 0; j < copy->columns; j += panel, from += panel * sizeof(GROUP_SOURCE), block += copy->to_panel) {
                const ptrdiff_t columns = apus_least(panel, copy->columns - j), padded = apus_least(panel, copy->padded_columns - j);
                if (present == GROUP_SIZE) GROUP(interleave)(from, copy->from_row, GROUP_SIZE, columns, 0, (uint32_t *)block);
                else GROUP(interleave)(from, copy->from_row, present, columns, 0, (uint32_t *)block);
                for (ptrdiff_t c = columns; c < padded; c++) ((uint32_t *)block)[c] = 0;
            }
        }
        return;
    }
    uint32_t lines[panel * (part + 16)] __attribute__((aligned(64)));
    char *block = copy->to;
    for (ptrdiff_t j = 0; j < copy->columns; j += panel, block += copy->to_panel) {
        const ptrdiff_t columns = apus_least(panel, copy->columns - j);
        for (ptrdiff_t k = 0; k < copy->rows; k += part * GROUP_SIZE) {
            const ptrdiff_t depth = apus_least(part * GROUP_SIZE, copy->rows - k);
            for (ptrdiff_t c = 0; c < columns; c++)
                GROUP(line)(copy->from + k * copy->from_row + (j + c) * copy->from_column, copy->from_row, depth, 0, lines + c * (part + 16));
            const gemm_copy turned = {apus_ceiling(depth, GROUP_SIZE), columns, apus_least(panel, copy->padded_columns - j), (char *)lines,
                                      4, (part + 16) * 4, block + k / GROUP_SIZE * copy->to_row, copy->to_row, 0};
            GROUP_TRANSPOSE(&turned);
        }
    }
}

/// A's rows as rows of groups; if `to_panel` is not 0, `copy` has A's columns as rows, and rows of groups of these result.
static void GROUP(left)(const gemm_copy *copy) {
    if (!copy->to_panel) {
        for (ptrdiff_t i = 0; i < copy->rows; i++)
            GROUP(line)(copy->from + i * copy->from_row, copy->from_column, copy->columns, (GROUP_SLOT)GROUP_REST,
                        (uint32_t *)(copy->to + i * copy->to_row));
        return;
    }
    char *to = copy->to;
    for (ptrdiff_t k = 0; k < copy->rows; k += GROUP_SIZE, to += copy->to_row) {
        const int present = copy->rows - k < GROUP_SIZE ? (int)(copy->rows - k) : GROUP_SIZE;
        const char *from = copy->from + k * copy->from_row;
        if (present == GROUP_SIZE) GROUP(interleave)(from, copy->from_row, GROUP_SIZE, copy->columns, 0, (uint32_t *)to);
        else GROUP(interleave)(from, copy->from_row, present, copy->columns, (GROUP_SLOT)GROUP_REST, (uint32_t *)to);
    }
}

#undef GROUP
#undef GROUP_SOURCE
#undef GROUP_SLOT
#undef GROUP_SIZE
#undef GROUP_SWAP
#undef GROUP_REST
#undef GROUP_TRANSPOSE
