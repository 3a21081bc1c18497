// Selects order statistics of rows.
#include "apus_statistics.h"
#include "impl/lanes.h"

// Partitions around sampled pivots, without branches on the elements, until the places asked for are fixed. Of many ranks
// the middle one is selected first, and those on either side in the part where they must lie.
#define APUS_SELECT(name, T, SEARCHES_NAN)                                                                             \
    static void sort_few_##name(T *a, ptrdiff_t n) {                                                                   \
        for (ptrdiff_t i = 1; i < n; i++) {                                                                            \
            const T value = a[i];                                                                                      \
            ptrdiff_t j = i;                                                                                           \
            for (; j > 0 && value < a[j - 1]; j--) a[j] = a[j - 1];                                                    \
            a[j] = value;                                                                                              \
        }                                                                                                              \
    }                                                                                                                  \
    /* The least of three samples of three in their middle. */                                                         \
    static T pivot_##name(const T *a, ptrdiff_t n, uint64_t *seed) {                                                   \
        T samples[9];                                                                                                  \
        const int count = n > 512 ? 9 : 3;                                                                             \
        for (int i = 0; i < count; i++) {                                                                              \
            *seed = *seed * 6364136223846793005u + 1442695040888963407u;                                               \
            samples[i] = a[(*seed >> 33) % (uint64_t)n];                                                               \
        }                                                                                                              \
        sort_few_##name(samples, count);                                                                               \
        return samples[count / 2];                                                                                     \
    }                                                                                                                  \
    /* Moves the elements below the pivot to the front; gives how many they are. */                                    \
    static ptrdiff_t below_##name(T *a, ptrdiff_t n, T pivot) {                                                        \
        ptrdiff_t kept = 0;                                                                                            \
        for (ptrdiff_t i = 0; i < n; i++) {                                                                            \
            const T value = a[i];                                                                                      \
            a[i] = a[kept];                                                                                            \
            a[kept] = value;                                                                                           \
            kept += value < pivot;                                                                                     \
        }                                                                                                              \
        return kept;                                                                                                   \
    }                                                                                                                  \
    static ptrdiff_t through_##name(T *a, ptrdiff_t n, T pivot) {                                                      \
        ptrdiff_t kept = 0;                                                                                            \
        for (ptrdiff_t i = 0; i < n; i++) {                                                                            \
            const T value = a[i];                                                                                      \
            a[i] = a[kept];                                                                                            \
            a[kept] = value;                                                                                           \
            kept += !(pivot < value);                                                                                  \
        }                                                                                                              \
        return kept;                                                                                                   \
    }                                                                                                                  \
    static void place_##name(T *a, ptrdiff_t n, ptrdiff_t rank, uint64_t *seed) {                                      \
        while (n > 16) {                                                                                               \
            const T pivot = pivot_##name(a, n, seed);                                                                  \
            const ptrdiff_t low = below_##name(a, n, pivot);                                                           \
            if (rank < low) { n = low; continue; }                                                                     \
            const ptrdiff_t high = low + through_##name(a + low, n - low, pivot);                                      \
            if (rank < high) return;                                                                                   \
            a += high;                                                                                                 \
            n -= high;                                                                                                 \
            rank -= high;                                                                                              \
        }                                                                                                              \
        sort_few_##name(a, n);                                                                                         \
    }                                                                                                                  \
    static void place_all_##name(T *a, ptrdiff_t start, ptrdiff_t end, const int64_t *ranks, ptrdiff_t count,          \
                                 uint64_t *seed) {                                                                     \
        while (count > 0) {                                                                                            \
            const ptrdiff_t middle = count / 2, rank = (ptrdiff_t)ranks[middle];                                       \
            if (rank >= start) place_##name(a + start, end - start, rank - start, seed);                               \
            place_all_##name(a, start, rank, ranks, middle, seed);                                                     \
            start = rank >= start ? rank + 1 : start;                                                                  \
            ranks += middle + 1;                                                                                       \
            count -= middle + 1;                                                                                       \
        }                                                                                                              \
    }                                                                                                                  \
    static void select_row_##name(T *a, ptrdiff_t n, const int64_t *ranks, ptrdiff_t count, T *out) {                  \
        if (SEARCHES_NAN) {                                                                                            \
            T missing = 0;                                                                                             \
            for (ptrdiff_t i = 0; i < n; i++)                                                                          \
                if (a[i] != a[i]) { missing = a[i]; break; }                                                           \
            if (missing != missing) {                                                                                  \
                for (ptrdiff_t i = 0; i < count; i++) out[i] = missing;                                                \
                return;                                                                                                \
            }                                                                                                          \
        }                                                                                                              \
        uint64_t seed = 0x9E3779B97F4A7C15u;                                                                           \
        place_all_##name(a, 0, n, ranks, count, &seed);                                                                \
        for (ptrdiff_t i = 0; i < count; i++) out[i] = a[ranks[i]];                                                    \
    }

APUS_SELECT(u8, uint8_t, false)
APUS_SELECT(u16, uint16_t, false)
APUS_SELECT(u32, uint32_t, false)
APUS_SELECT(u64, uint64_t, false)
APUS_SELECT(i8, int8_t, false)
APUS_SELECT(i16, int16_t, false)
APUS_SELECT(i32, int32_t, false)
APUS_SELECT(i64, int64_t, false)
APUS_SELECT(f32, float, true)
APUS_SELECT(f64, double, true)

typedef struct {
    apus_dtype dtype;
    ptrdiff_t n, count;
    char *x, *out;
    const int64_t *ranks;
} select_context;

static void select_job(void *context, ptrdiff_t row) {
    const select_context *c = context;
    const ptrdiff_t size = apus_itemsize(c->dtype);
    void *x = c->x + row * c->n * size, *out = c->out + row * c->count * size;
    switch (c->dtype) {
    case APUS_BOOL: case APUS_UINT8: select_row_u8(x, c->n, c->ranks, c->count, out); break;
    case APUS_UINT16: select_row_u16(x, c->n, c->ranks, c->count, out); break;
    case APUS_UINT32: select_row_u32(x, c->n, c->ranks, c->count, out); break;
    case APUS_UINT64: select_row_u64(x, c->n, c->ranks, c->count, out); break;
    case APUS_INT8: select_row_i8(x, c->n, c->ranks, c->count, out); break;
    case APUS_INT16: select_row_i16(x, c->n, c->ranks, c->count, out); break;
    case APUS_INT32: select_row_i32(x, c->n, c->ranks, c->count, out); break;
    case APUS_INT64: select_row_i64(x, c->n, c->ranks, c->count, out); break;
    case APUS_FLOAT32: select_row_f32(x, c->n, c->ranks, c->count, out); break;
    default: select_row_f64(x, c->n, c->ranks, c->count, out); break;
    }
}

int apus_select(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, void *x, ptrdiff_t count, const int64_t *ranks, void *out,
                const apus_pool *pool) {
    if (dtype >= APUS_COMPLEX64 || dtype == APUS_FLOAT16 || dtype == APUS_BFLOAT16) return -1;
    for (ptrdiff_t i = 0; i < count; i++)
        if (ranks[i] < 0 || ranks[i] >= n) return -1;
    select_context c = {dtype, n, count, x, out, ranks};
    apus_run(rows * n < 4096 ? NULL : pool, rows, select_job, &c);
    return 0;
}
