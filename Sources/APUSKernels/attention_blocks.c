// Blocks of the matrices of attention, made ready for the kernels of matrix products.
#include "impl/attention_blocks.h"
#include <string.h>

const attention_kernels *apus_attention_kernels(apus_dtype dtype) {
    if (dtype != APUS_FLOAT32 && dtype != APUS_FLOAT64) return NULL;
    const int i = dtype == APUS_FLOAT64;
#if defined(__x86_64__)
    if (apus_isa_level() == 2) return &attention_kernels_avx512[i];
    if (apus_isa_level() == 1) return &attention_kernels_avx2[i];
#endif
    return &attention_kernels_base[i];
}

ptrdiff_t apus_attention_row(const gemm_kernels *kernels, ptrdiff_t width) {
    const ptrdiff_t bytes = apus_round_up(width, kernels->lanes) * kernels->element;
    return bytes % 1024 == 0 ? bytes + 64 : bytes;
}

attention_block apus_attention_dense(const gemm_kernels *kernels, attention_block from, ptrdiff_t rows, ptrdiff_t width, char *space) {
    const ptrdiff_t row = apus_attention_row(kernels, width);
    if (from.row == row && width % kernels->lanes == 0) return from;
    const ptrdiff_t padded = apus_round_up(width, kernels->lanes), e = kernels->element;
    const gemm_copy copy = {.rows = rows, .columns = width, .padded_columns = padded, .from = from.data, .from_row = from.row,
                            .from_column = kernels->source, .to = space, .to_row = row};
    kernels->copy(&copy);
    for (ptrdiff_t i = 0; width < padded && i < rows; i++) memset(space + i * row + width * e, 0, (size_t)((padded - width) * e));
    return (attention_block){space, row};
}

void apus_attention_pack(const gemm_kernels *kernels, attention_block from, ptrdiff_t rows, ptrdiff_t width, char *space) {
    gemm_copy copy = {.rows = width, .columns = rows, .padded_columns = apus_round_up(rows, kernels->lanes), .from = from.data,
                      .from_row = kernels->source, .from_column = from.row, .to = space,
                      .to_row = kernels->width * kernels->element, .to_panel = width * kernels->width * kernels->element};
    kernels->pack(&copy);
}

void apus_attention_scores(const gemm_kernels *kernels, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, attention_block a,
                           const char *packed, char *c, ptrdiff_t c_row) {
    const ptrdiff_t e = kernels->element, padded = apus_round_up(columns, kernels->lanes);
    gemm_panel panel = {.rows = rows, .depth = depth, .a = a.data, .a_row = a.row, .a_column = e, .b_row = kernels->width * e,
                        .c_row = c_row};
    for (ptrdiff_t j = 0; j < padded; j += kernels->width) {
        panel.columns = apus_least(kernels->width, padded - j);
        panel.b = packed + j * depth * e;
        panel.c = c + j * e;
        kernels->panel(&panel);
    }
}

void apus_attention_product(const gemm_kernels *kernels, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const char *a,
                            ptrdiff_t a_row, ptrdiff_t a_column, attention_block b, char *c, ptrdiff_t c_row, bool accumulate) {
    const ptrdiff_t e = kernels->element;
    gemm_panel panel = {.rows = rows, .depth = depth, .a = a, .a_row = a_row, .a_column = a_column, .b_row = b.row, .c_row = c_row,
                        .accumulate = accumulate};
    for (ptrdiff_t j = 0; j < columns; j += kernels->width) {
        panel.columns = apus_least(kernels->width, columns - j);
        panel.b = b.data + j * e;
        panel.c = c + j * e;
        kernels->panel(&panel);
    }
}
