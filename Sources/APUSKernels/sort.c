// Sorts rows by radix sort on keys, and finds top elements, insertion points and unique values.
#include "apus_sort.h"
#include "impl/sort_keys.h"

typedef struct { uint64_t key; int64_t at; } keyed;
typedef struct { double re, im; int64_t at; } complex_record;

#define SORT_R uint32_t
#define SORT_KEY(r) (r)
#define SORT_BITS 32
#define SORT_TAG u32
#include "impl/sort_record.inc.h"
#define SORT_R uint64_t
#define SORT_KEY(r) (r)
#define SORT_BITS 64
#define SORT_TAG u64
#include "impl/sort_record.inc.h"
// A 32-bit key above a 32-bit position.
#define SORT_R uint64_t
#define SORT_KEY(r) ((r) >> 32)
#define SORT_BITS 32
#define SORT_TAG packed
#include "impl/sort_record.inc.h"
#define SORT_R keyed
#define SORT_KEY(r) ((r).key)
#define SORT_BITS 64
#define SORT_TAG keyed
#include "impl/sort_record.inc.h"

/// The key mask that reverses the order of a type's keys.
static uint64_t reversal(apus_dtype dtype) { return UINT64_MAX >> (64 - 8 * apus_itemsize(dtype)); }

static bool narrow(apus_dtype dtype) { return apus_itemsize(dtype) <= 4; }

// Complex numbers

/// 0 for a number, 1 with a NaN imaginary part, 2 with a NaN real part, 3 for both.
static int nan_class(complex_record a) { return (a.im != a.im) + 2 * (a.re != a.re); }

static bool complex_less(complex_record a, complex_record b) {
    const int ca = nan_class(a), cb = nan_class(b);
    if (ca != cb) return ca < cb;
    if (ca < 2 && a.re != b.re) return a.re < b.re;
    return ca % 2 == 0 && a.im < b.im;
}

static complex_record complex_at(apus_dtype dtype, const void *p, ptrdiff_t i) {
    if (dtype == APUS_COMPLEX64) return (complex_record){(double)((const float *)p)[2 * i], (double)((const float *)p)[2 * i + 1], i};
    return (complex_record){((const double *)p)[2 * i], ((const double *)p)[2 * i + 1], i};
}

static const complex_record *sort_complex(complex_record *a, complex_record *b, ptrdiff_t n, bool descending) {
    for (ptrdiff_t run = 1; run < n; run *= 2) {
        for (ptrdiff_t start = 0; start < n; start += 2 * run) {
            const ptrdiff_t middle = n - start < run ? n : start + run, end = n - start < 2 * run ? n : start + 2 * run;
            ptrdiff_t i = start, j = middle, k = start;
            while (i < middle && j < end) {
                const bool right = descending ? complex_less(a[i], a[j]) : complex_less(a[j], a[i]);
                b[k++] = right ? a[j++] : a[i++];
            }
            while (i < middle) b[k++] = a[i++];
            while (j < end) b[k++] = a[j++];
        }
        complex_record *other = a;
        a = b;
        b = other;
    }
    return a;
}

// One row

static void sort_row(apus_dtype dtype, ptrdiff_t n, const void *x, void *y, bool descending, void *workspace) {
    const uint64_t flip = descending ? reversal(dtype) : 0;
    if (narrow(dtype)) {
        uint32_t *keys = workspace;
#define APUS_KEYS(type) for (ptrdiff_t i = 0; i < n; i++) keys[i] = (uint32_t)(apus_sort_key(type, x, i, false) ^ flip)
        APUS_FOR_REAL_TYPE(dtype, APUS_KEYS)
        const uint32_t *sorted = sort_records_u32(keys, keys + n, n);
#define APUS_VALUES(type) for (ptrdiff_t i = 0; i < n; i++) apus_sort_unkey(type, sorted[i] ^ flip, y, i)
        APUS_FOR_REAL_TYPE(dtype, APUS_VALUES)
    } else {
        uint64_t *keys = workspace;
#define APUS_WIDE_KEYS(type) for (ptrdiff_t i = 0; i < n; i++) keys[i] = apus_sort_key(type, x, i, false) ^ flip
        APUS_FOR_REAL_TYPE(dtype, APUS_WIDE_KEYS)
        const uint64_t *sorted = sort_records_u64(keys, keys + n, n);
        APUS_FOR_REAL_TYPE(dtype, APUS_VALUES)
    }
}

static void gather_row(ptrdiff_t size, ptrdiff_t n, const char *x, const int64_t *at, char *y) {
    for (ptrdiff_t i = 0; i < n; i++) {
        const char *from = x + at[i] * size;
        char *to = y + i * size;
        switch (size) {
        case 1: *to = *from; break;
        case 2: memcpy(to, from, 2); break;
        case 4: memcpy(to, from, 4); break;
        case 8: memcpy(to, from, 8); break;
        default: memcpy(to, from, 16); break;
        }
    }
}

static void argsort_row(apus_dtype dtype, ptrdiff_t n, const void *x, int64_t *at, bool descending, void *workspace) {
    if (dtype >= APUS_COMPLEX64) {
        complex_record *a = workspace;
        for (ptrdiff_t i = 0; i < n; i++) a[i] = complex_at(dtype, x, i);
        const complex_record *sorted = sort_complex(a, a + n, n, descending);
        for (ptrdiff_t i = 0; i < n; i++) at[i] = sorted[i].at;
        return;
    }
    const uint64_t flip = descending ? reversal(dtype) : 0;
    if (narrow(dtype) && n <= (ptrdiff_t)UINT32_MAX) {
        uint64_t *a = workspace;
#define APUS_PACKED(type) for (ptrdiff_t i = 0; i < n; i++) a[i] = (apus_sort_key(type, x, i, true) ^ flip) << 32 | (uint64_t)i
        APUS_FOR_REAL_TYPE(dtype, APUS_PACKED)
        const uint64_t *sorted = sort_records_packed(a, a + n, n);
        for (ptrdiff_t i = 0; i < n; i++) at[i] = (int64_t)(sorted[i] & UINT32_MAX);
        return;
    }
    keyed *a = workspace;
#define APUS_KEYED(type) for (ptrdiff_t i = 0; i < n; i++) a[i] = (keyed){apus_sort_key(type, x, i, true) ^ flip, i}
    APUS_FOR_REAL_TYPE(dtype, APUS_KEYED)
    const keyed *sorted = sort_records_keyed(a, a + n, n);
    for (ptrdiff_t i = 0; i < n; i++) at[i] = sorted[i].at;
}

/// Keeps the `k` least keys seen so far in a buffer, sorting it whenever it is full.
static void top_row(apus_dtype dtype, ptrdiff_t n, ptrdiff_t k, const void *x, int64_t *at, bool largest, keyed *a) {
    const uint64_t flip = largest ? reversal(dtype) : 0;
    const ptrdiff_t capacity = n / 2;
    keyed *b = a + capacity;
    ptrdiff_t held = 0;
    uint64_t bound = UINT64_MAX;
    bool bounded = false;
#define APUS_TOP(type)                                                                                                 \
    for (ptrdiff_t i = 0; i < n; i++) {                                                                                \
        const uint64_t key = apus_sort_key(type, x, i, true) ^ flip;                                                   \
        if (bounded && key >= bound) continue;                                                                         \
        a[held++] = (keyed){key, i};                                                                                   \
        if (held < capacity && held < 4 * k + 64) continue;                                                            \
        keyed *sorted = sort_records_keyed(a, b, held);                                                                \
        if (sorted != a) memcpy(a, sorted, (size_t)k * sizeof(keyed));                                                 \
        held = k;                                                                                                      \
        bound = a[k - 1].key;                                                                                          \
        bounded = true;                                                                                                \
    }
    APUS_FOR_REAL_TYPE(dtype, APUS_TOP)
    const keyed *sorted = sort_records_keyed(a, b, held);
    for (ptrdiff_t i = 0; i < k; i++) at[i] = sorted[i].at;
}

// Rows

typedef struct {
    apus_dtype dtype;
    ptrdiff_t rows, n, k, jobs;
    size_t row_workspace;
    const char *x;
    char *y, *workspace;
    int64_t *at;
    bool reverse, positions;
} sort_context;

static size_t row_workspace(apus_dtype dtype, ptrdiff_t n) {
    const size_t record = dtype >= APUS_COMPLEX64 ? sizeof(complex_record) : narrow(dtype) && n <= (ptrdiff_t)UINT32_MAX ? 8 : sizeof(keyed);
    return (size_t)n * (2 * record + 8);
}

/// Rows are sorted one after the other by as many jobs as there are threads; what a row becomes does not depend on it.
static ptrdiff_t job_count(ptrdiff_t rows, const apus_pool *pool) {
    const ptrdiff_t threads = pool && pool->threads > 1 ? pool->threads : 1;
    return rows < threads ? rows : threads;
}

size_t apus_sort_workspace(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, const apus_pool *pool) {
    return row_workspace(dtype, n) * (size_t)job_count(rows, pool);
}

static void top_or_argsort(const sort_context *c, const char *x, int64_t *at, char *workspace) {
    if (c->k == c->n) { argsort_row(c->dtype, c->n, x, at, c->reverse, workspace); return; }
    if (c->dtype < APUS_COMPLEX64 && c->n >= 64 && c->k > 0 && c->k <= c->n / 16) {
        top_row(c->dtype, c->n, c->k, x, at, c->reverse, (keyed *)(void *)workspace);
        return;
    }
    int64_t *all = (int64_t *)(void *)(workspace + c->row_workspace - (size_t)c->n * 8);
    argsort_row(c->dtype, c->n, x, all, c->reverse, workspace);
    memcpy(at, all, (size_t)c->k * 8);
}

static void sort_job(void *context, ptrdiff_t job) {
    const sort_context *c = context;
    const ptrdiff_t size = apus_itemsize(c->dtype), end = c->rows * (job + 1) / c->jobs;
    char *workspace = c->workspace + (size_t)job * c->row_workspace;
    for (ptrdiff_t row = c->rows * job / c->jobs; row < end; row++) {
        const char *x = c->x + row * c->n * size;
        char *y = c->y ? c->y + row * c->k * size : NULL;
        if (!c->positions && c->dtype < APUS_COMPLEX64) { sort_row(c->dtype, c->n, x, y, c->reverse, workspace); continue; }
        if (!c->positions) {
            complex_record *a = (complex_record *)(void *)workspace;
            for (ptrdiff_t i = 0; i < c->n; i++) a[i] = complex_at(c->dtype, x, i);
            const complex_record *sorted = sort_complex(a, a + c->n, c->n, c->reverse);
            for (ptrdiff_t i = 0; i < c->n; i++) {
                if (size == 16) memcpy(y + 16 * i, &sorted[i], 16);
                else memcpy(y + 8 * i, (float[2]){(float)sorted[i].re, (float)sorted[i].im}, 8);
            }
            continue;
        }
        int64_t *at = c->at + row * c->k;
        top_or_argsort(c, x, at, workspace);
        if (y) gather_row(size, c->k, x, at, y);
    }
}

static int run_sort(sort_context c, const apus_pool *pool) {
    if (c.dtype >= APUS_DTYPE_COUNT || c.k > c.n) return -1;
    if (c.rows == 0 || c.n == 0) return 0;
    c.jobs = job_count(c.rows, pool);
    c.row_workspace = row_workspace(c.dtype, c.n);
    apus_run(pool, c.jobs, sort_job, &c);
    return 0;
}

int apus_sort(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, const void *input, void *output, bool descending,
              void *workspace, const apus_pool *pool) {
    return run_sort((sort_context){.dtype = dtype, .rows = rows, .n = n, .k = n, .x = input, .y = output, .workspace = workspace,
                                   .reverse = descending}, pool);
}

int apus_argsort(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, const void *input, void *values, int64_t *indices,
                 bool descending, void *workspace, const apus_pool *pool) {
    return apus_top_k(dtype, rows, n, n, input, values, indices, descending, workspace, pool);
}

int apus_top_k(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, ptrdiff_t k, const void *input, void *values, int64_t *indices,
               bool largest, void *workspace, const apus_pool *pool) {
    return run_sort((sort_context){.dtype = dtype, .rows = rows, .n = n, .k = k, .x = input, .y = values, .at = indices,
                                   .workspace = workspace, .reverse = largest, .positions = true}, pool);
}

// Search

typedef struct {
    apus_dtype dtype;
    ptrdiff_t n, m, total, step;
    const char *sorted, *values;
    bool shared, right;
    int64_t *out;
} search_context;

/// How many of `n` sorted keys come before `key`.
APUS_INLINE ptrdiff_t insertion_point(apus_dtype dtype, const void *sorted, ptrdiff_t n, uint64_t key, bool right) {
    ptrdiff_t base = 0;
    while (n > 0) {
        const ptrdiff_t half = n / 2;
        const uint64_t middle = apus_sort_key(dtype, sorted, base + half, true);
        const bool after = right ? middle <= key : middle < key;
        base = after ? base + half + 1 : base;
        n = after ? n - half - 1 : half;
    }
    return base;
}

static void search_job(void *context, ptrdiff_t job) {
    const search_context *c = context;
    const ptrdiff_t size = apus_itemsize(c->dtype), first = job * c->step;
    const ptrdiff_t end = first + c->step < c->total ? first + c->step : c->total;
#define APUS_SEARCH(type)                                                                                              \
    for (ptrdiff_t i = first; i < end; i++)                                                                            \
        c->out[i] = insertion_point(type, c->sorted + (c->shared ? 0 : i / c->m * c->n * size), c->n,                  \
                                    apus_sort_key(type, c->values, i, true), c->right)
    APUS_FOR_REAL_TYPE(c->dtype, APUS_SEARCH)
}

int apus_searchsorted(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, ptrdiff_t m, const void *sorted, bool shared,
                      const void *values, bool right, int64_t *output, const apus_pool *pool) {
    if (dtype >= APUS_COMPLEX64) return -1;
    search_context c = {dtype, n, m, rows * m, 2048, sorted, values, shared, right, output};
    apus_run(pool, (c.total + c.step - 1) / c.step, search_job, &c);
    return 0;
}

// Unique

static bool equal_elements(apus_dtype dtype, const void *x, int64_t i, int64_t j) {
    if (dtype < APUS_COMPLEX64) return apus_sort_key(dtype, x, i, true) == apus_sort_key(dtype, x, j, true);
    const complex_record a = complex_at(dtype, x, i), b = complex_at(dtype, x, j);
    return (nan_class(a) && nan_class(b)) || (a.re == b.re && a.im == b.im);
}

ptrdiff_t apus_unique(apus_dtype dtype, ptrdiff_t n, const void *input, void *values, int64_t *first, int64_t *inverse,
                      int64_t *counts, void *workspace) {
    if (n == 0) return 0;
    const ptrdiff_t size = apus_itemsize(dtype);
    int64_t *at = (int64_t *)(void *)((char *)workspace + row_workspace(dtype, n) - (size_t)n * 8);
    argsort_row(dtype, n, input, at, false, workspace);
    ptrdiff_t distinct = -1;
    for (ptrdiff_t i = 0; i < n; i++) {
        if (i == 0 || !equal_elements(dtype, input, at[i - 1], at[i])) {
            distinct++;
            if (values) memcpy((char *)values + distinct * size, (const char *)input + at[i] * size, (size_t)size);
            if (first) first[distinct] = at[i];
            if (counts) counts[distinct] = 0;
        }
        if (inverse) inverse[at[i]] = distinct;
        if (counts) counts[distinct]++;
    }
    return distinct + 1;
}
