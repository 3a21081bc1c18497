// Partitions by selection, the order of rows, and bits of bytes.
#include "apus_arrange.h"
#include <string.h>
#include "impl/sort_keys.h"

// Digits of a key that one pass looks at, and how many places one pass may serve.
#define DIGIT_BITS 11
#define MOST_PLACES 100

typedef struct { uint64_t key; int64_t at; } keyed;

#define SELECT_R uint32_t
#define SELECT_KEY(r) (r)
#define SELECT_TAG u32
#include "impl/select_record.inc.h"
#define SELECT_R uint64_t
#define SELECT_KEY(r) (r)
#define SELECT_TAG u64
#include "impl/select_record.inc.h"
// A 32-bit key above a 32-bit position.
#define SELECT_R uint64_t
#define SELECT_KEY(r) ((r) >> 32)
#define SELECT_TAG packed
#include "impl/select_record.inc.h"
#define SELECT_R keyed
#define SELECT_KEY(r) ((r).key)
#define SELECT_TAG keyed
#include "impl/select_record.inc.h"

static bool is_complex(apus_dtype dtype) { return dtype == APUS_COMPLEX64 || dtype == APUS_COMPLEX128; }

// Partitions

enum { CHUNKS = 16 };

static size_t record_size(apus_dtype dtype, ptrdiff_t n, bool positions) {
    const bool narrow = apus_itemsize(dtype) <= 4;
    if (!positions) return narrow ? 4 : 8;
    return narrow && n <= UINT32_MAX ? 8 : sizeof(keyed);
}

size_t apus_partition_workspace(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, bool positions) {
    if (is_complex(dtype)) return 0;
    const ptrdiff_t chunks = rows < CHUNKS ? rows : CHUNKS;
    return 2 * (size_t)n * record_size(dtype, n, positions) * (size_t)chunks;
}

typedef struct {
    apus_dtype dtype;
    ptrdiff_t rows, n, chunks;
    const char *input;
    char *values;
    int64_t *indices;
    const int64_t *kth;
    ptrdiff_t count;
    char *workspace;
} partition_job;

static void partition_values(const partition_job *job, const char *in, char *out, void *workspace) {
    const ptrdiff_t n = job->n;
    if (apus_itemsize(job->dtype) <= 4) {
        uint32_t *keys = workspace;
#define TO_KEYS(T) for (ptrdiff_t i = 0; i < n; i++) keys[i] = (uint32_t)apus_sort_key(T, in, i, false)
        APUS_FOR_REAL_TYPE(job->dtype, TO_KEYS)
#undef TO_KEYS
        partition_u32(keys, keys + n, n, job->kth, job->count);
#define FROM_KEYS(T) for (ptrdiff_t i = 0; i < n; i++) apus_sort_unkey(T, keys[i], out, i)
        APUS_FOR_REAL_TYPE(job->dtype, FROM_KEYS)
#undef FROM_KEYS
    } else {
        uint64_t *keys = workspace;
#define TO_KEYS(T) for (ptrdiff_t i = 0; i < n; i++) keys[i] = apus_sort_key(T, in, i, false)
        APUS_FOR_REAL_TYPE(job->dtype, TO_KEYS)
#undef TO_KEYS
        partition_u64(keys, keys + n, n, job->kth, job->count);
#define FROM_KEYS(T) for (ptrdiff_t i = 0; i < n; i++) apus_sort_unkey(T, keys[i], out, i)
        APUS_FOR_REAL_TYPE(job->dtype, FROM_KEYS)
#undef FROM_KEYS
    }
}

static void partition_positions(const partition_job *job, const char *in, char *out, int64_t *at, void *workspace) {
    const ptrdiff_t n = job->n;
    const size_t size = apus_itemsize(job->dtype);
    if (record_size(job->dtype, n, true) == 8) {
        uint64_t *records = workspace;
#define TO_KEYS(T) for (ptrdiff_t i = 0; i < n; i++) records[i] = apus_sort_key(T, in, i, false) << 32 | (uint64_t)i
        APUS_FOR_REAL_TYPE(job->dtype, TO_KEYS)
#undef TO_KEYS
        partition_packed(records, records + n, n, job->kth, job->count);
        for (ptrdiff_t i = 0; i < n; i++) at[i] = (int64_t)(records[i] & UINT32_MAX);
    } else {
        keyed *records = workspace;
#define TO_KEYS(T) for (ptrdiff_t i = 0; i < n; i++) records[i] = (keyed){apus_sort_key(T, in, i, false), i}
        APUS_FOR_REAL_TYPE(job->dtype, TO_KEYS)
#undef TO_KEYS
        partition_keyed(records, records + n, n, job->kth, job->count);
        for (ptrdiff_t i = 0; i < n; i++) at[i] = records[i].at;
    }
    if (out) for (ptrdiff_t i = 0; i < n; i++) memcpy(out + (size_t)i * size, in + (size_t)at[i] * size, size);
}

static void partition_chunk(void *context, ptrdiff_t chunk) {
    const partition_job *job = context;
    const ptrdiff_t start = job->rows * chunk / job->chunks, end = job->rows * (chunk + 1) / job->chunks;
    const size_t row = (size_t)job->n * apus_itemsize(job->dtype);
    char *workspace = job->workspace + 2 * (size_t)job->n * record_size(job->dtype, job->n, job->indices != NULL) * (size_t)chunk;
    for (ptrdiff_t i = start; i < end; i++) {
        const char *in = job->input + (size_t)i * row;
        char *out = job->values ? job->values + (size_t)i * row : NULL;
        if (job->indices) partition_positions(job, in, out, job->indices + i * job->n, workspace);
        else partition_values(job, in, out, workspace);
    }
}

int apus_partition(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, const void *input, void *values, int64_t *indices,
                   const int64_t *kth, ptrdiff_t count, void *workspace, const apus_pool *pool) {
    if (is_complex(dtype)) return -1;
    if (rows == 0 || n == 0) return 0;
    partition_job job = {dtype, rows, n, rows < CHUNKS ? rows : CHUNKS, input, values, indices, kth, count, workspace};
    if (pool && job.chunks > 1 && rows * n > 16384) pool->run(job.chunks, partition_chunk, &job);
    else for (ptrdiff_t chunk = 0; chunk < job.chunks; chunk++) partition_chunk(&job, chunk);
    return 0;
}

// Rows

/// The real type whose elements a complex type has two of.
static apus_dtype part_type(apus_dtype dtype) {
    return dtype == APUS_COMPLEX64 ? APUS_FLOAT32 : dtype == APUS_COMPLEX128 ? APUS_FLOAT64 : dtype;
}

size_t apus_sort_rows_workspace(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t width) {
    return (size_t)rows * ((size_t)width * apus_itemsize(dtype) + sizeof(int64_t) + 1);
}

void apus_sort_rows(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t width, const void *input, int64_t *order, uint8_t *fresh,
                    void *workspace) {
    const apus_dtype part = part_type(dtype);
    const ptrdiff_t parts = is_complex(dtype) ? 2 * width : width;
    const size_t size = apus_itemsize(part), row = (size_t)parts * size;
    const bool floating = part >= APUS_FLOAT16;
    int64_t *spare = workspace;
    uint8_t *keys = (uint8_t *)(spare + rows), *has_nan = keys + (size_t)rows * row;
    const uint64_t nan_key = UINT64_MAX >> (64 - 8 * size);
    for (ptrdiff_t r = 0; r < rows; r++) {
        uint8_t *key = keys + (size_t)r * row;
        has_nan[r] = 0;
        for (ptrdiff_t i = 0; i < parts; i++) {
            const uint64_t value = apus_sort_key(part, input, r * parts + i, true);
            has_nan[r] |= floating && value == nan_key;
            for (size_t b = 0; b < size; b++) *key++ = (uint8_t)(value >> 8 * (size - 1 - b));
        }
        order[r] = r;
    }
    int64_t *from = order, *to = spare;
    for (ptrdiff_t run = 1; run < rows; run *= 2) {
        for (ptrdiff_t start = 0; start < rows; start += 2 * run) {
            const ptrdiff_t middle = rows - start < run ? rows : start + run, end = rows - start < 2 * run ? rows : start + 2 * run;
            ptrdiff_t i = start, j = middle, k = start;
            while (i < middle && j < end) {
                const bool right = memcmp(keys + (size_t)from[j] * row, keys + (size_t)from[i] * row, row) < 0;
                to[k++] = right ? from[j++] : from[i++];
            }
            while (i < middle) to[k++] = from[i++];
            while (j < end) to[k++] = from[j++];
        }
        int64_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != order && rows > 0) memcpy(order, from, (size_t)rows * sizeof(int64_t));
    for (ptrdiff_t r = 0; r < rows; r++) {
        fresh[r] = r == 0 || has_nan[order[r]]
            || memcmp(keys + (size_t)order[r] * row, keys + (size_t)order[r - 1] * row, row) != 0;
    }
}

// Bits

void apus_pack_bits(ptrdiff_t rows, ptrdiff_t n, const uint8_t *input, uint8_t *output, bool little) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        ptrdiff_t i = 0;
        for (; i + 8 <= n; i += 8) {
            uint64_t eight;
            memcpy(&eight, input + i, 8);
            // Bit 0 of byte i comes to bit 63 - i of the product; every pair of bits has a place of its own, so nothing carries.
            *output++ = (uint8_t)(((little ? __builtin_bswap64(eight) : eight) * 0x8040201008040201u) >> 56);
        }
        if (i < n) {
            unsigned last = 0;
            for (ptrdiff_t b = 0; i + b < n; b++) last |= (unsigned)input[i + b] << (little ? b : 7 - b);
            *output++ = (uint8_t)last;
        }
        input += n;
    }
}

void apus_unpack_bits(ptrdiff_t rows, ptrdiff_t bytes, ptrdiff_t n, const uint8_t *input, uint8_t *output, bool little) {
    const uint64_t tests = little ? 0x8040201008040201u : 0x0102040810204080u;
    const ptrdiff_t present = n < 8 * bytes ? n : 8 * bytes;
    for (ptrdiff_t r = 0; r < rows; r++) {
        const uint8_t *byte = input + r * bytes;
        uint8_t *out = output + r * n;
        ptrdiff_t i = 0;
        for (; i + 8 <= present; i += 8) {
            const uint64_t copies = *byte++ * 0x0101010101010101u & tests;
            const uint64_t ones = (copies + 0x7F7F7F7F7F7F7F7Fu) >> 7 & 0x0101010101010101u;
            memcpy(out + i, &ones, 8);
        }
        for (ptrdiff_t b = 0; i + b < present; b++) out[i + b] = *byte >> (little ? b : 7 - b) & 1;
        if (n > present) memset(out + present, 0, (size_t)(n - present));
    }
}

#define AMONG(T, U)                                                                                                    \
    {                                                                                                                  \
        const T *x = input, *m = members;                                                                              \
        T least = m[0], greatest = m[0];                                                                               \
        for (ptrdiff_t i = 1; i < count; i++) {                                                                        \
            least = m[i] < least ? m[i] : least;                                                                       \
            greatest = m[i] > greatest ? m[i] : greatest;                                                              \
        }                                                                                                              \
        const U span = (U)((U)greatest - (U)least);                                                                    \
        if ((uint64_t)span >= (uint64_t)limit || table == NULL) return false;                                          \
        memset(table, 0, (size_t)span + 1);                                                                            \
        for (ptrdiff_t i = 0; i < count; i++) table[(U)((U)m[i] - (U)least)] = 1;                                      \
        for (ptrdiff_t i = 0; i < n; i++) {                                                                            \
            const U place = (U)((U)x[i] - (U)least);                                                                   \
            output[i] = place <= span ? table[place] : 0;                                                              \
        }                                                                                                              \
        return true;                                                                                                   \
    }

bool apus_among(apus_dtype dtype, ptrdiff_t n, const void *input, ptrdiff_t count, const void *members, uint8_t *output,
                ptrdiff_t limit, uint8_t *table) {
    if (count == 0) return false;
    switch (dtype) {
    case APUS_BOOL: case APUS_UINT8: AMONG(uint8_t, uint8_t)
    case APUS_UINT16: AMONG(uint16_t, uint16_t)
    case APUS_UINT32: AMONG(uint32_t, uint32_t)
    case APUS_UINT64: AMONG(uint64_t, uint64_t)
    case APUS_INT8: AMONG(int8_t, uint8_t)
    case APUS_INT16: AMONG(int16_t, uint16_t)
    case APUS_INT32: AMONG(int32_t, uint32_t)
    case APUS_INT64: AMONG(int64_t, uint64_t)
    default: return false;
    }
}
