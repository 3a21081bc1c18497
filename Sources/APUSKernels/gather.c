// Gathers and scatters elements and slices by index or mask.
#include "apus_gather.h"
#include "impl/lanes.h"

typedef struct { uint64_t low, high; } item16;

bool apus_check_indices(int64_t *indices, ptrdiff_t n, int64_t bound, ptrdiff_t *bad_position) {
    for (ptrdiff_t i = 0; i < n; i++) {
        const int64_t index = indices[i] < 0 ? (int64_t)((uint64_t)indices[i] + (uint64_t)bound) : indices[i];
        if (index < 0 || index >= bound) {
            if (bad_position) *bad_position = i;
            return false;
        }
        indices[i] = index;
    }
    return true;
}

// Slices

typedef struct {
    ptrdiff_t outer, extent, n, inner, bytes, step, pieces;     // `inner` elements or `bytes` of a slice
    const char *x;
    const int64_t *at;
    char *y;
    apus_dtype dtype;
    bool put;
} index_context;

static void copy_slice(char *to, const char *from, ptrdiff_t bytes) {
    switch (bytes) {
    case 1: *to = *from; break;
    case 2: memcpy(to, from, 2); break;
    case 4: memcpy(to, from, 4); break;
    case 8: memcpy(to, from, 8); break;
    case 16: memcpy(to, from, 16); break;
    default: memcpy(to, from, (size_t)bytes); break;
    }
}

static void take_job(void *context, ptrdiff_t job) {
    const index_context *c = context;
    const ptrdiff_t total = c->outer * c->n, end = (job + 1) * c->step < total ? (job + 1) * c->step : total;
    for (ptrdiff_t i = job * c->step; i < end; i++) {
        const ptrdiff_t o = i / c->n, k = i - o * c->n;
        copy_slice(c->y + i * c->bytes, c->x + (o * c->extent + c->at[k]) * c->bytes, c->bytes);
    }
}

void apus_take(ptrdiff_t outer, ptrdiff_t extent, ptrdiff_t n, ptrdiff_t bytes, const void *input, const int64_t *indices,
               void *output, const apus_pool *pool) {
    if (outer * n * bytes == 0) return;
    index_context c = {.outer = outer, .extent = extent, .n = n, .bytes = bytes, .x = input, .at = indices, .y = output};
    c.step = bytes >= 65536 ? 1 : 65536 / bytes;
    apus_run(pool, (outer * n + c.step - 1) / c.step, take_job, &c);
}

static void put_job(void *context, ptrdiff_t o) {
    const index_context *c = context;
    for (ptrdiff_t k = 0; k < c->n; k++)
        copy_slice(c->y + (o * c->extent + c->at[k]) * c->bytes, c->x + (o * c->n + k) * c->bytes, c->bytes);
}

void apus_put(ptrdiff_t outer, ptrdiff_t extent, ptrdiff_t n, ptrdiff_t bytes, const void *input, const int64_t *indices,
              void *output, const apus_pool *pool) {
    if (outer * n * bytes == 0) return;
    index_context c = {.outer = outer, .extent = extent, .n = n, .bytes = bytes, .x = input, .at = indices, .y = output};
    apus_run(pool, outer, put_job, &c);
}

// Addition, y[0..<n] += x[0..<n]; integers wrap.
typedef void add_run(ptrdiff_t n, const void *x, void *y);
#define APUS_ADD(name, T, VALUE)                                                                                       \
    static void name(ptrdiff_t n, const void *x, void *y) {                                                            \
        const T *from = x;                                                                                             \
        T *to = y;                                                                                                     \
        for (ptrdiff_t i = 0; i < n; i++) to[i] = VALUE;                                                               \
    }
APUS_ADD(add_bool, uint8_t, to[i] | from[i])
APUS_ADD(add_1, uint8_t, (uint8_t)(to[i] + from[i]))
APUS_ADD(add_2, uint16_t, (uint16_t)(to[i] + from[i]))
APUS_ADD(add_4, uint32_t, to[i] + from[i])
APUS_ADD(add_8, uint64_t, to[i] + from[i])
APUS_ADD(add_f16, uint16_t, apus_half_of_float(apus_float_of_half(to[i]) + apus_float_of_half(from[i])))
APUS_ADD(add_bf16, uint16_t, apus_bfloat_of_float(apus_float_of_bfloat(to[i]) + apus_float_of_bfloat(from[i])))
APUS_ADD(add_f32, float, to[i] + from[i])
APUS_ADD(add_f64, double, to[i] + from[i])

static add_run *const additions[APUS_DTYPE_COUNT] = {add_bool, add_1, add_2, add_4, add_8, add_1, add_2, add_4, add_8,
                                                     add_f16, add_bf16, add_f32, add_f64, add_f32, add_f64};

/// One outer position, and columns [job * step, ...) of its slices: what adds to an element is one job, in the order of i.
static void index_add_job(void *context, ptrdiff_t job) {
    const index_context *c = context;
    const ptrdiff_t o = job / c->pieces, first = job % c->pieces * c->step;
    const ptrdiff_t width = c->inner - first < c->step ? c->inner - first : c->step;
    const ptrdiff_t size = c->bytes;
    add_run *add = additions[c->dtype];
    for (ptrdiff_t k = 0; k < c->n; k++)
        add(width, c->x + ((o * c->n + k) * c->inner + first) * size, c->y + ((o * c->extent + c->at[k]) * c->inner + first) * size);
}

void apus_index_add(apus_dtype dtype, ptrdiff_t outer, ptrdiff_t extent, ptrdiff_t n, ptrdiff_t inner, const void *input,
                    const int64_t *indices, void *output, const apus_pool *pool) {
    if (outer * n * inner == 0) return;
    index_context c = {.outer = outer, .extent = extent, .n = n, .inner = inner, .x = input, .at = indices, .y = output, .dtype = dtype};
    c.bytes = apus_itemsize(dtype);
    if (dtype >= APUS_COMPLEX64) {
        c.inner *= 2;
        c.bytes /= 2;
    }
    c.step = c.n * c.inner < 65536 ? c.inner : 64;
    c.pieces = (c.inner + c.step - 1) / c.step;
    apus_run(pool, outer * c.pieces, index_add_job, &c);
}

// Element by element along an axis

#define APUS_GATHER_KERNEL(U)                                                                                          \
    static void gather_##U(void *context, ptrdiff_t o) {                                                               \
        const index_context *c = context;                                                                              \
        const U *x = (const U *)(const void *)c->x + o * c->extent * c->inner;                                         \
        U *y = (U *)(void *)c->y + o * c->n * c->inner;                                                                \
        const int64_t *at = c->at + o * c->n * c->inner;                                                               \
        for (ptrdiff_t i = 0; i < c->n; i++, at += c->inner, y += c->inner)                                            \
            for (ptrdiff_t j = 0; j < c->inner; j++) y[j] = x[at[j] * c->inner + j];                                   \
    }                                                                                                                  \
    static void scatter_##U(void *context, ptrdiff_t o) {                                                              \
        const index_context *c = context;                                                                              \
        const U *x = (const U *)(const void *)c->x + o * c->n * c->inner;                                              \
        U *y = (U *)(void *)c->y + o * c->extent * c->inner;                                                           \
        const int64_t *at = c->at + o * c->n * c->inner;                                                               \
        for (ptrdiff_t i = 0; i < c->n; i++, at += c->inner, x += c->inner)                                            \
            for (ptrdiff_t j = 0; j < c->inner; j++) y[at[j] * c->inner + j] = x[j];                                   \
    }                                                                                                                  \
    static void select_##U(const uint8_t *mask, ptrdiff_t n, const U *x, U *y) {                                       \
        ptrdiff_t k = 0;                                                                                               \
        for (ptrdiff_t i = 0; i < n; i++) {                                                                            \
            y[k] = x[i];                                                                                               \
            k += mask[i] != 0;                                                                                         \
        }                                                                                                              \
    }                                                                                                                  \
    static void spread_##U(const uint8_t *mask, ptrdiff_t n, const U *x, U *y) {                                       \
        for (ptrdiff_t i = 0; i < n; i++) {                                                                            \
            y[i] = mask[i] ? *x : y[i];                                                                                \
            x += mask[i] != 0;                                                                                         \
        }                                                                                                              \
    }
APUS_GATHER_KERNEL(uint8_t)
APUS_GATHER_KERNEL(uint16_t)
APUS_GATHER_KERNEL(uint32_t)
APUS_GATHER_KERNEL(uint64_t)
APUS_GATHER_KERNEL(item16)

// Runs `call(U)` for the unsigned type of `itemsize`, or returns -1.
#define APUS_FOR_ITEM(itemsize, CALL)                                                                                  \
    switch (itemsize) {                                                                                                \
    case 1: CALL(uint8_t); break;                                                                                      \
    case 2: CALL(uint16_t); break;                                                                                     \
    case 4: CALL(uint32_t); break;                                                                                     \
    case 8: CALL(uint64_t); break;                                                                                     \
    case 16: CALL(item16); break;                                                                                      \
    default: return -1;                                                                                                \
    }

int apus_gather(ptrdiff_t outer, ptrdiff_t extent, ptrdiff_t n, ptrdiff_t inner, ptrdiff_t itemsize, const void *input,
                const int64_t *indices, void *output, const apus_pool *pool) {
    index_context c = {.outer = outer, .extent = extent, .n = n, .inner = inner, .x = input, .at = indices, .y = output};
#define APUS_GATHER(U) apus_run(pool, outer, gather_##U, &c)
    APUS_FOR_ITEM(itemsize, APUS_GATHER)
    return 0;
}

int apus_scatter(ptrdiff_t outer, ptrdiff_t extent, ptrdiff_t n, ptrdiff_t inner, ptrdiff_t itemsize, const void *input,
                 const int64_t *indices, void *output, const apus_pool *pool) {
    index_context c = {.outer = outer, .extent = extent, .n = n, .inner = inner, .x = input, .at = indices, .y = output};
#define APUS_SCATTER(U) apus_run(pool, outer, scatter_##U, &c)
    APUS_FOR_ITEM(itemsize, APUS_SCATTER)
    return 0;
}

static void scatter_add_job(void *context, ptrdiff_t o) {
    const index_context *c = context;
    const char *x = c->x + o * c->n * c->inner * c->bytes;
    char *y = c->y + o * c->extent * c->inner * c->bytes;
    const int64_t *at = c->at + o * c->n * c->inner;
    const ptrdiff_t parts = c->dtype >= APUS_COMPLEX64 ? 2 : 1;
    add_run *add = additions[c->dtype];
    for (ptrdiff_t i = 0; i < c->n; i++, at += c->inner)
        for (ptrdiff_t j = 0; j < c->inner; j++, x += c->bytes) add(parts, x, y + (at[j] * c->inner + j) * c->bytes);
}

void apus_scatter_add(apus_dtype dtype, ptrdiff_t outer, ptrdiff_t extent, ptrdiff_t n, ptrdiff_t inner, const void *input,
                      const int64_t *indices, void *output, const apus_pool *pool) {
    index_context c = {.outer = outer, .extent = extent, .n = n, .inner = inner, .x = input, .at = indices, .y = output, .dtype = dtype};
    c.bytes = apus_itemsize(dtype);
    apus_run(pool, outer, scatter_add_job, &c);
}

// Masks

ptrdiff_t apus_count_true(const uint8_t *mask, ptrdiff_t n) {
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < n;) {
        uint8_t sums[64] = {0};
        const ptrdiff_t end = n - i > 64 * 128 ? i + 64 * 128 : n;
        for (; i + 64 <= end; i += 64)
            for (int k = 0; k < 64; k++) sums[k] = (uint8_t)(sums[k] + (mask[i + k] != 0));
        for (int k = 0; k < 64; k++) count += sums[k];
        for (; i < end; i++) count += mask[i] != 0;
    }
    return count;
}

/// One past the last true element: up to there a loop may touch the next place of the packed side before knowing whether
/// it is needed, which spares a branch per element.
static ptrdiff_t end_of_true(const uint8_t *mask, ptrdiff_t n) {
    while (n > 0 && !mask[n - 1]) n--;
    return n;
}

void apus_nonzero(const uint8_t *mask, ptrdiff_t n, int64_t *positions) {
    const ptrdiff_t end = end_of_true(mask, n);
    ptrdiff_t k = 0;
    for (ptrdiff_t i = 0; i < end; i++) {
        positions[k] = i;
        k += mask[i] != 0;
    }
}

int apus_masked_select(const uint8_t *mask, ptrdiff_t n, ptrdiff_t itemsize, const void *input, void *output) {
#define APUS_SELECT(U) select_##U(mask, end_of_true(mask, n), input, output)
    APUS_FOR_ITEM(itemsize, APUS_SELECT)
    return 0;
}

int apus_masked_scatter(const uint8_t *mask, ptrdiff_t n, ptrdiff_t itemsize, const void *input, void *output) {
#define APUS_SPREAD(U) spread_##U(mask, end_of_true(mask, n), input, output)
    APUS_FOR_ITEM(itemsize, APUS_SPREAD)
    return 0;
}
