// Products of bfloat16 by the dot products of AVX-512 BF16.
#if defined(__x86_64__)
#include "impl/gemm_kernels.h"
#include <immintrin.h>

#define APUS_VECTOR_BYTES 64
#define APUS_HAS_HALF_CONVERSIONS
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx2,fma,f16c,bmi2,avx512bf16"))), apply_to = function)

#define CONVERT(name) dot_##name
#include "impl/convert.inc.h"

#define COPY(name) dot_u32_##name
#define COPY_SOURCE uint32_t
#define COPY_ELEMENT uint32_t
#define COPY_CONVERT(x) (x)
#define COPY_NARROW(x) (x)
#define COPY_LANES 16
#define COPY_LOAD(from) (*(const dot_u32_vector *)(from))
#include "impl/gemm_copy.inc.h"

#define COPY(name) dot_bf16_##name
#define COPY_SOURCE uint16_t
#define COPY_ELEMENT float
#define COPY_CONVERT(x) dot_from_bfloat16(x)
#define COPY_NARROW(x) dot_to_bfloat16(x)
#define COPY_LANES 16
#define COPY_LOAD(from) dot_load_bfloat16(from)
#include "impl/gemm_copy.inc.h"

#define GROUP(name) dot_bf16_group_##name
#define GROUP_SOURCE uint16_t
#define GROUP_SLOT uint16_t
#define GROUP_SIZE 2
#define GROUP_SWAP 1      // the instruction adds the product of the upper halves first
#define GROUP_REST 0x8000 // the product of -0 and 0 leaves every sum as it is
#define GROUP_TRANSPOSE dot_u32_any
#include "impl/gemm_group.inc.h"

#define TILE(name) dot_bf16_tile_##name
#define TILE_ELEMENT float
#define TILE_LANES 16
#define TILE_ROWS 14
#define TILE_STEP(sum, a, b) ((V)_mm512_dpbf16_ps((__m512)(sum), (__m512bh)(b), (__m512bh)(V)(a)))
#define TILE_ADD(x, y) ((x) + (y))
#include "impl/gemm_tile.inc.h"

static int least_exponent(ptrdiff_t count, const uint16_t *from) {
    uint16_t least = 0xffff;
    for (ptrdiff_t i = 0; i < count; i++) {
        const uint16_t magnitude = (uint16_t)((from[i] & 0x7fff) - 1);
        least = magnitude < least ? magnitude : least;
    }
    return (least + 1) >> 7;
}

int apus_gemm_bfloat16_exponent(ptrdiff_t rows, ptrdiff_t columns, const char *from, ptrdiff_t row, ptrdiff_t column) {
    int least = 511;
    for (ptrdiff_t i = 0; i < rows && least > 0; i++) {
        if (column == 2) {
            const int own = least_exponent(columns, (const uint16_t *)(from + i * row));
            least = own < least ? own : least;
        } else {
            for (ptrdiff_t j = 0; j < columns; j++) {
                const int own = least_exponent(1, (const uint16_t *)(from + i * row + j * column));
                least = own < least ? own : least;
            }
        }
    }
    return least;
}
#pragma clang attribute pop

const gemm_kernels *apus_gemm_bfloat16(void) {
    static const gemm_kernels kernels = {2, 4, 32, 16, 14, true, true, 2, true, dot_bf16_tile_panel, dot_bf16_any, dot_bf16_group_left, dot_bf16_group_pack,
                                         dot_bf16_narrow, NULL, false};
    return apus_isa_level() == 2 && __builtin_cpu_supports("avx512bf16") ? &kernels : NULL;
}
#else
#include "impl/gemm_kernels.h"

const gemm_kernels *apus_gemm_bfloat16(void) { return NULL; }

int apus_gemm_bfloat16_exponent(ptrdiff_t rows, ptrdiff_t columns, const char *from, ptrdiff_t row, ptrdiff_t column) {
    (void)rows, (void)columns, (void)from, (void)row, (void)column;
    return 0;
}
#endif
