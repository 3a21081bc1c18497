// Every kernel of the matrix product for one instruction set.
// The includer defines APUS_SUFFIX, APUS_VECTOR_BYTES, APUS_TILE_ROWS (float rows of a tile) and APUS_HAS_FMA if it does.
#include "gemm_kernels.h"

#define APUS_PASTE_(a, b, c) a##b##c
#define APUS_PASTE(a, b, c) APUS_PASTE_(a, b, c)
#define APUS_NAME(family, name) APUS_PASTE(family, name, APUS_SUFFIX)
#define APUS_LANES(type) (APUS_VECTOR_BYTES / (int)sizeof(type))

#if defined(APUS_HAS_FMA)
#define APUS_FMA(a, b, sum) __builtin_elementwise_fma(a, b, sum)
#else
#define APUS_FMA(a, b, sum) ((sum) + (a) * (b))
#endif

#define CONVERT(name) APUS_NAME(gemm_, name)
#include "convert.inc.h"

// Register tiles.
#define TILE(name) APUS_NAME(f32_, name)
#define TILE_ELEMENT float
#define TILE_LANES (APUS_VECTOR_BYTES / 4)
#define TILE_ROWS APUS_TILE_ROWS
#define TILE_STEP(sum, a, b) APUS_FMA((V)(a), b, sum)
#define TILE_ADD(x, y) ((x) + (y))
#if defined(APUS_MASK_F32)
#define TILE_MASK APUS_MASK_F32
#define TILE_MASK_OF(count) APUS_MASK_OF_F32(count)
#define TILE_LOAD_PART(from, mask) APUS_LOAD_F32(from, mask)
#define TILE_STORE_PART(to, mask, x) APUS_STORE_F32(to, mask, x)
#endif
#include "gemm_tile.inc.h"

#define TILE(name) APUS_NAME(f64_, name)
#define TILE_ELEMENT double
#define TILE_LANES (APUS_VECTOR_BYTES / 8)
#define TILE_ROWS APUS_TILE_ROWS
#define TILE_STEP(sum, a, b) APUS_FMA((V)(a), b, sum)
#define TILE_ADD(x, y) ((x) + (y))
#if defined(APUS_MASK_F64)
#define TILE_MASK APUS_MASK_F64
#define TILE_MASK_OF(count) APUS_MASK_OF_F64(count)
#define TILE_LOAD_PART(from, mask) APUS_LOAD_F64(from, mask)
#define TILE_STORE_PART(to, mask, x) APUS_STORE_F64(to, mask, x)
#endif
#include "gemm_tile.inc.h"

#define TILE(name) APUS_NAME(u8_, name)
#define TILE_ELEMENT uint8_t
#define TILE_LANES APUS_VECTOR_BYTES
#define TILE_ROWS 4
#define TILE_STEP(sum, a, b) ((sum) + (V)(a) * (b))
#define TILE_ADD(x, y) ((x) + (y))
#include "gemm_tile.inc.h"

#define TILE(name) APUS_NAME(u16_, name)
#define TILE_ELEMENT uint16_t
#define TILE_LANES (APUS_VECTOR_BYTES / 2)
#define TILE_ROWS 4
#define TILE_STEP(sum, a, b) ((sum) + (V)(a) * (b))
#define TILE_ADD(x, y) ((x) + (y))
#include "gemm_tile.inc.h"

#define TILE(name) APUS_NAME(u32_, name)
#define TILE_ELEMENT uint32_t
#define TILE_LANES (APUS_VECTOR_BYTES / 4)
#define TILE_ROWS APUS_INTEGER_ROWS
#define TILE_STEP(sum, a, b) ((sum) + (V)(a) * (b))
#define TILE_ADD(x, y) ((x) + (y))
#include "gemm_tile.inc.h"

#define TILE(name) APUS_NAME(u64_, name)
#define TILE_ELEMENT uint64_t
#define TILE_LANES (APUS_VECTOR_BYTES / 8)
#define TILE_ROWS APUS_INTEGER_ROWS
#define TILE_STEP(sum, a, b) ((sum) + (V)(a) * (b))
#define TILE_ADD(x, y) ((x) + (y))
#include "gemm_tile.inc.h"

#define TILE(name) APUS_NAME(bool_, name)
#define TILE_ELEMENT uint8_t
#define TILE_LANES APUS_VECTOR_BYTES
#define TILE_ROWS 4
#define TILE_STEP(sum, a, b) ((sum) | ((V)(a) & (b)))
#define TILE_ADD(x, y) ((x) | (y))
#include "gemm_tile.inc.h"

#define COMPLEX(name) APUS_NAME(c64_, name)
#define COMPLEX_PART float
#if defined(APUS_MASK_F32)
#define COMPLEX_MASK APUS_MASK_F32
#define COMPLEX_MASK_OF(count) APUS_MASK_OF_F32(count)
#define COMPLEX_LOAD_PART(from, mask) APUS_LOAD_F32(from, mask)
#define COMPLEX_STORE_PART(to, mask, x) APUS_STORE_F32(to, mask, x)
#endif
#define COMPLEX_LANES (APUS_VECTOR_BYTES / 4)
#define COMPLEX_ROWS APUS_COMPLEX_ROWS
#define COMPLEX_DOTS (APUS_VECTOR_BYTES / 16)
#define COMPLEX_FMA(a, b, sum) APUS_FMA(a, b, sum)
#include "gemm_complex.inc.h"

#define COMPLEX(name) APUS_NAME(c128_, name)
#define COMPLEX_PART double
#if defined(APUS_MASK_F64)
#define COMPLEX_MASK APUS_MASK_F64
#define COMPLEX_MASK_OF(count) APUS_MASK_OF_F64(count)
#define COMPLEX_LOAD_PART(from, mask) APUS_LOAD_F64(from, mask)
#define COMPLEX_STORE_PART(to, mask, x) APUS_STORE_F64(to, mask, x)
#endif
#define COMPLEX_LANES (APUS_VECTOR_BYTES / 8)
#define COMPLEX_ROWS APUS_COMPLEX_ROWS
#define COMPLEX_DOTS (APUS_VECTOR_BYTES / 16)
#define COMPLEX_FMA(a, b, sum) APUS_FMA(a, b, sum)
#include "gemm_complex.inc.h"

// Copies.
#define COPY(name) APUS_NAME(copy_f32_, name)
#define COPY_SOURCE float
#define COPY_ELEMENT float
#define COPY_CONVERT(x) (x)
#define COPY_NARROW(x) (x)
#define COPY_LANES (APUS_VECTOR_BYTES / 4)
#define COPY_LOAD(from) (*(const APUS_NAME(copy_f32_, vector) *)(from))
#include "gemm_copy.inc.h"

#define COPY(name) APUS_NAME(copy_f64_, name)
#define COPY_SOURCE double
#define COPY_ELEMENT double
#define COPY_CONVERT(x) (x)
#define COPY_NARROW(x) (x)
#define COPY_LANES (APUS_VECTOR_BYTES / 8)
#define COPY_LOAD(from) (*(const APUS_NAME(copy_f64_, vector) *)(from))
#include "gemm_copy.inc.h"

#define COPY(name) APUS_NAME(copy_f16_, name)
#define COPY_SOURCE uint16_t
#define COPY_ELEMENT float
#define COPY_CONVERT(x) APUS_NAME(gemm_, from_float16)(x)
#define COPY_NARROW(x) APUS_NAME(gemm_, to_float16)(x)
#define COPY_LANES (APUS_VECTOR_BYTES / 4)
#define COPY_LOAD(from) APUS_NAME(gemm_, load_float16)(from)
#include "gemm_copy.inc.h"

#define COPY(name) APUS_NAME(copy_bf16_, name)
#define COPY_SOURCE uint16_t
#define COPY_ELEMENT float
#define COPY_CONVERT(x) APUS_NAME(gemm_, from_bfloat16)(x)
#define COPY_NARROW(x) APUS_NAME(gemm_, to_bfloat16)(x)
#define COPY_LANES (APUS_VECTOR_BYTES / 4)
#define COPY_LOAD(from) APUS_NAME(gemm_, load_bfloat16)(from)
#include "gemm_copy.inc.h"

#define COPY(name) APUS_NAME(copy_bool_, name)
#define COPY_SOURCE uint8_t
#define COPY_ELEMENT uint8_t
#define COPY_CONVERT(x) ((x) != 0)
#define COPY_NARROW(x) (x)
#define COPY_LANES APUS_VECTOR_BYTES
#define COPY_ELEMENTWISE
#define COPY_LOAD(from) ((APUS_NAME(copy_bool_, vector))(*(const APUS_NAME(copy_bool_, vector) *)(from) != 0) & 1)
#include "gemm_copy.inc.h"

#define COPY(name) APUS_NAME(copy_u8_, name)
#define COPY_SOURCE uint8_t
#define COPY_ELEMENT uint8_t
#define COPY_CONVERT(x) (x)
#define COPY_NARROW(x) (x)
#define COPY_LANES APUS_VECTOR_BYTES
#define COPY_ELEMENTWISE
#define COPY_LOAD(from) (*(const APUS_NAME(copy_u8_, vector) *)(from))
#include "gemm_copy.inc.h"

#define COPY(name) APUS_NAME(copy_u16_, name)
#define COPY_SOURCE uint16_t
#define COPY_ELEMENT uint16_t
#define COPY_CONVERT(x) (x)
#define COPY_NARROW(x) (x)
#define COPY_LANES (APUS_VECTOR_BYTES / 2)
#define COPY_ELEMENTWISE
#define COPY_LOAD(from) (*(const APUS_NAME(copy_u16_, vector) *)(from))
#include "gemm_copy.inc.h"

#define COPY(name) APUS_NAME(copy_u32_, name)
#define COPY_SOURCE uint32_t
#define COPY_ELEMENT uint32_t
#define COPY_CONVERT(x) (x)
#define COPY_NARROW(x) (x)
#define COPY_LANES (APUS_VECTOR_BYTES / 4)
#define COPY_LOAD(from) (*(const APUS_NAME(copy_u32_, vector) *)(from))
#include "gemm_copy.inc.h"

#define COPY(name) APUS_NAME(copy_u64_, name)
#define COPY_SOURCE uint64_t
#define COPY_ELEMENT uint64_t
#define COPY_CONVERT(x) (x)
#define COPY_NARROW(x) (x)
#define COPY_LANES (APUS_VECTOR_BYTES / 8)
#define COPY_LOAD(from) (*(const APUS_NAME(copy_u64_, vector) *)(from))
#include "gemm_copy.inc.h"

// Matrix times vector.
#define GEMV(name) APUS_NAME(gemv_f32_, name)
#define GEMV_SOURCE float
#define GEMV_ELEMENT float
#define GEMV_CONVERT(x) (x)
#define GEMV_LOAD(from) (*(const GEMV(loose) *)(from))
#define GEMV_LANES (APUS_VECTOR_BYTES / 4)
#define GEMV_FMA(a, b, sum) APUS_FMA(a, b, sum)
#include "gemv.inc.h"

#define GEMV(name) APUS_NAME(gemv_f64_, name)
#define GEMV_SOURCE double
#define GEMV_ELEMENT double
#define GEMV_CONVERT(x) (x)
#define GEMV_LOAD(from) (*(const GEMV(loose) *)(from))
#define GEMV_LANES (APUS_VECTOR_BYTES / 8)
#define GEMV_FMA(a, b, sum) APUS_FMA(a, b, sum)
#include "gemv.inc.h"

#define GEMV(name) APUS_NAME(gemv_f16_, name)
#define GEMV_SOURCE uint16_t
#define GEMV_ELEMENT float
#define GEMV_CONVERT(x) APUS_NAME(gemm_, from_float16)(x)
#define GEMV_LOAD(from) APUS_NAME(gemm_, load_float16)(from)
#define GEMV_LANES (APUS_VECTOR_BYTES / 4)
#define GEMV_FMA(a, b, sum) APUS_FMA(a, b, sum)
#include "gemv.inc.h"

#define GEMV(name) APUS_NAME(gemv_bf16_, name)
#define GEMV_SOURCE uint16_t
#define GEMV_ELEMENT float
#define GEMV_CONVERT(x) APUS_NAME(gemm_, from_bfloat16)(x)
#define GEMV_LOAD(from) APUS_NAME(gemm_, load_bfloat16)(from)
#define GEMV_LANES (APUS_VECTOR_BYTES / 4)
#define GEMV_FMA(a, b, sum) APUS_FMA(a, b, sum)
#include "gemv.inc.h"

#define GEMV(name) APUS_NAME(gemv_u32_, name)
#define GEMV_SOURCE uint32_t
#define GEMV_ELEMENT uint32_t
#define GEMV_CONVERT(x) (x)
#define GEMV_LOAD(from) (*(const GEMV(loose) *)(from))
#define GEMV_LANES (APUS_VECTOR_BYTES / 4)
#define GEMV_FMA(a, b, sum) ((sum) + (a) * (b))
#define GEMV_WHOLE
#include "gemv.inc.h"

#define GEMV(name) APUS_NAME(gemv_u64_, name)
#define GEMV_SOURCE uint64_t
#define GEMV_ELEMENT uint64_t
#define GEMV_CONVERT(x) (x)
#define GEMV_LOAD(from) (*(const GEMV(loose) *)(from))
#define GEMV_LANES (APUS_VECTOR_BYTES / 8)
#define GEMV_FMA(a, b, sum) ((sum) + (a) * (b))
#define GEMV_WHOLE
#include "gemv.inc.h"

#if defined(APUS_GROUPED)
// Integers of 8 and 16 bits, which wrap around: their products are summed in 32 bits.
#define COPY(name) APUS_NAME(widen_u8_, name)
#define COPY_SOURCE uint8_t
#define COPY_ELEMENT uint32_t
#define COPY_CONVERT(x) (x)
#define COPY_NARROW(x) ((uint8_t)(x))
#define COPY_LANES (APUS_VECTOR_BYTES / 4)
#define COPY_LOAD(from) __builtin_convertvector(*(const APUS_NAME(widen_u8_, bytes) *)(from), APUS_NAME(widen_u8_, vector))
typedef uint8_t APUS_NAME(widen_u8_, bytes) __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 4), aligned(1)));
#include "gemm_copy.inc.h"

#define COPY(name) APUS_NAME(widen_u16_, name)
#define COPY_SOURCE uint16_t
#define COPY_ELEMENT uint32_t
#define COPY_CONVERT(x) (x)
#define COPY_NARROW(x) ((uint16_t)(x))
#define COPY_LANES (APUS_VECTOR_BYTES / 4)
#define COPY_LOAD(from) __builtin_convertvector(*(const APUS_NAME(widen_u16_, shorts) *)(from), APUS_NAME(widen_u16_, vector))
typedef uint16_t APUS_NAME(widen_u16_, shorts) __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 4), aligned(2)));
#include "gemm_copy.inc.h"

#define GEMV(name) APUS_NAME(gemv_u8_, name)
#define GEMV_SOURCE uint8_t
#define GEMV_ELEMENT uint32_t
#define GEMV_CONVERT(x) (x)
#define GEMV_LOAD(from) __builtin_convertvector(*(const APUS_NAME(widen_u8_, bytes) *)(from), GEMV(vector))
#define GEMV_LANES (APUS_VECTOR_BYTES / 4)
#define GEMV_FMA(a, b, sum) ((sum) + (a) * (b))
#define GEMV_WHOLE
#include "gemv.inc.h"

#define GEMV(name) APUS_NAME(gemv_u16_, name)
#define GEMV_SOURCE uint16_t
#define GEMV_ELEMENT uint32_t
#define GEMV_CONVERT(x) (x)
#define GEMV_LOAD(from) __builtin_convertvector(*(const APUS_NAME(widen_u16_, shorts) *)(from), GEMV(vector))
#define GEMV_LANES (APUS_VECTOR_BYTES / 4)
#define GEMV_FMA(a, b, sum) ((sum) + (a) * (b))
#define GEMV_WHOLE
#include "gemv.inc.h"

#define TILE(name) APUS_NAME(pairs_, name)
#define TILE_ELEMENT uint32_t
#define TILE_LANES (APUS_VECTOR_BYTES / 4)
#define TILE_ROWS APUS_GROUPED_ROWS
#define TILE_STEP(sum, a, b) ((sum) + (V)APUS_PAIRS((APUS_NAME(pairs_, shorts))(V)(a), (APUS_NAME(pairs_, shorts))(b)))
#define TILE_ADD(x, y) ((x) + (y))
typedef int16_t APUS_NAME(pairs_, shorts) __attribute__((vector_size(APUS_VECTOR_BYTES)));
#include "gemm_tile.inc.h"

#define GROUP(name) APUS_NAME(pairs_u8_, name)
#define GROUP_SOURCE uint8_t
#define GROUP_SLOT uint16_t
#define GROUP_SIZE 2
#define GROUP_SWAP 0
#define GROUP_REST 0
#define GROUP_TRANSPOSE APUS_NAME(copy_u32_, any)
#include "gemm_group.inc.h"

#define GROUP(name) APUS_NAME(pairs_u16_, name)
#define GROUP_SOURCE uint16_t
#define GROUP_SLOT uint16_t
#define GROUP_SIZE 2
#define GROUP_SWAP 0
#define GROUP_REST 0
#define GROUP_TRANSPOSE APUS_NAME(copy_u32_, any)
#include "gemm_group.inc.h"

#define APUS_PAIRED(bits) \
    { \
        bits / 8, 4, 2 * APUS_LANES(uint32_t), APUS_LANES(uint32_t), APUS_GROUPED_ROWS, true, true, 2, false, APUS_NAME(pairs_, panel), \
            APUS_NAME(widen_u##bits##_, any), APUS_NAME(pairs_u##bits##_, left), APUS_NAME(pairs_u##bits##_, pack), \
            APUS_NAME(widen_u##bits##_, narrow), APUS_NAME(gemv_u##bits##_, any), false \
    }
#endif

const gemm_kernels *APUS_NAME(apus_gemm_grouped, )(apus_dtype dtype) {
#if defined(APUS_GROUPED)
    static const gemm_kernels bytes = APUS_PAIRED(8), shorts = APUS_PAIRED(16);
    if (dtype == APUS_INT8 || dtype == APUS_UINT8) return &bytes;
    if (dtype == APUS_INT16 || dtype == APUS_UINT16) return &shorts;
#endif
    (void)dtype;
    return NULL;
}

#if defined(APUS_MASK_F32)
#define APUS_MASKS true
#else
#define APUS_MASKS false
#endif
#define APUS_REAL(stored, computed, rows, tile, copier, converting, gemv, masking) \
    { \
        sizeof(stored), sizeof(computed), 2 * APUS_LANES(computed), APUS_LANES(computed), rows, converting, converting, \
            0, true, APUS_NAME(tile, panel), APUS_NAME(copier, any), NULL, APUS_NAME(copier, any), APUS_NAME(copier, narrow), gemv, masking \
    }
#define APUS_COMPLEX(part, family) \
    { \
        2 * sizeof(part), 2 * sizeof(part), APUS_LANES(part), APUS_LANES(part), APUS_COMPLEX_ROWS, false, true, 0, true, \
            APUS_NAME(family, panel), APUS_NAME(family, copy), NULL, APUS_NAME(family, pack), APUS_NAME(family, narrow), \
            APUS_NAME(family, times), false \
    }

const gemm_kernels *APUS_NAME(apus_gemm_kernels, )(apus_dtype dtype) {
    static const gemm_kernels table[APUS_DTYPE_COUNT] = {
        [APUS_BOOL] = APUS_REAL(uint8_t, uint8_t, 4, bool_, copy_bool_, true, NULL, false),
        [APUS_UINT8] = APUS_REAL(uint8_t, uint8_t, 4, u8_, copy_u8_, false, NULL, false),
        [APUS_UINT16] = APUS_REAL(uint16_t, uint16_t, 4, u16_, copy_u16_, false, NULL, false),
        [APUS_UINT32] = APUS_REAL(uint32_t, uint32_t, APUS_INTEGER_ROWS, u32_, copy_u32_, false, APUS_NAME(gemv_u32_, any), false),
        [APUS_UINT64] = APUS_REAL(uint64_t, uint64_t, APUS_INTEGER_ROWS, u64_, copy_u64_, false, APUS_NAME(gemv_u64_, any), false),
        [APUS_INT8] = APUS_REAL(uint8_t, uint8_t, 4, u8_, copy_u8_, false, NULL, false),
        [APUS_INT16] = APUS_REAL(uint16_t, uint16_t, 4, u16_, copy_u16_, false, NULL, false),
        [APUS_INT32] = APUS_REAL(uint32_t, uint32_t, APUS_INTEGER_ROWS, u32_, copy_u32_, false, APUS_NAME(gemv_u32_, any), false),
        [APUS_INT64] = APUS_REAL(uint64_t, uint64_t, APUS_INTEGER_ROWS, u64_, copy_u64_, false, APUS_NAME(gemv_u64_, any), false),
        [APUS_FLOAT16] = APUS_REAL(uint16_t, float, APUS_TILE_ROWS, f32_, copy_f16_, true, APUS_NAME(gemv_f16_, any), false),
        [APUS_BFLOAT16] = APUS_REAL(uint16_t, float, APUS_TILE_ROWS, f32_, copy_bf16_, true, APUS_NAME(gemv_bf16_, any), false),
        [APUS_FLOAT32] = APUS_REAL(float, float, APUS_TILE_ROWS, f32_, copy_f32_, false, APUS_NAME(gemv_f32_, any), APUS_MASKS),
        [APUS_FLOAT64] = APUS_REAL(double, double, APUS_TILE_ROWS, f64_, copy_f64_, false, APUS_NAME(gemv_f64_, any), APUS_MASKS),
        [APUS_COMPLEX64] = APUS_COMPLEX(float, c64_),
        [APUS_COMPLEX128] = APUS_COMPLEX(double, c128_),
    };
    return &table[dtype];
}
