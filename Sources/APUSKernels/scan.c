// Scans rows one element after the other, in parallel over rows; contiguous float32 sums by vectors, long rows by chunks.
#include "apus_scan.h"
#include "impl/lanes.h"

typedef void scan_row(ptrdiff_t n, const char *x, ptrdiff_t x_stride, char *y, ptrdiff_t y_stride);

// Elements S become accumulators A by LOAD, are combined by STEP, and are stored as R by STORE.
#define APUS_SCAN_ROW(name, S, A, R, LOAD, STEP, STORE)                                                                \
    static void name(ptrdiff_t n, const char *x, ptrdiff_t x_stride, char *y, ptrdiff_t y_stride) {                    \
        A a = (A)0;                                                                                                    \
        for (ptrdiff_t i = 0; i < n; i++, x += x_stride, y += y_stride) {                                              \
            const S raw = *(const S *)(const void *)x;                                                                 \
            const A v = LOAD;                                                                                          \
            a = i == 0 ? v : (STEP);                                                                                   \
            *(R *)(void *)y = STORE;                                                                                   \
        }                                                                                                              \
    }
#define APUS_SCAN_ARITHMETIC(type, S, A, R, LOAD, STORE)                                                               \
    APUS_SCAN_ROW(sum_##type, S, A, R, LOAD, a + v, STORE)                                                             \
    APUS_SCAN_ROW(prod_##type, S, A, R, LOAD, a * v, STORE)
#define APUS_SCAN_EXTREMES(type, S, A, LOAD, STORE)                                                                    \
    APUS_SCAN_ROW(min_##type, S, A, S, LOAD, ((v < a) | (v != v)) ? v : a, STORE)                                        \
    APUS_SCAN_ROW(max_##type, S, A, S, LOAD, ((v > a) | (v != v)) ? v : a, STORE)
#define APUS_SCAN_INTEGER(type, S)                                                                                     \
    APUS_SCAN_ARITHMETIC(type, S, uint64_t, uint64_t, (uint64_t)raw, a)                                                \
    APUS_SCAN_EXTREMES(type, S, S, raw, a)
#define APUS_SCAN_FLOAT(type, S, LOAD, STORE)                                                                          \
    APUS_SCAN_ARITHMETIC(type, S, double, S, LOAD, STORE)                                                              \
    APUS_SCAN_EXTREMES(type, S, double, LOAD, STORE)

APUS_SCAN_INTEGER(u8, uint8_t)
APUS_SCAN_INTEGER(u16, uint16_t)
APUS_SCAN_INTEGER(u32, uint32_t)
APUS_SCAN_INTEGER(u64, uint64_t)
APUS_SCAN_INTEGER(i8, int8_t)
APUS_SCAN_INTEGER(i16, int16_t)
APUS_SCAN_INTEGER(i32, int32_t)
APUS_SCAN_INTEGER(i64, int64_t)
APUS_SCAN_FLOAT(f16, uint16_t, (double)apus_float_of_half(raw), apus_half_of_float((float)a))
APUS_SCAN_FLOAT(bf16, uint16_t, (double)apus_float_of_bfloat(raw), apus_bfloat_of_float((float)a))
APUS_SCAN_FLOAT(f32, float, (double)raw, (float)a)
APUS_SCAN_FLOAT(f64, double, raw, a)

#define APUS_SCAN_COMPLEX(type, S)                                                                                     \
    static void sum_##type(ptrdiff_t n, const char *x, ptrdiff_t x_stride, char *y, ptrdiff_t y_stride) {              \
        double re = 0, im = 0;                                                                                         \
        for (ptrdiff_t i = 0; i < n; i++, x += x_stride, y += y_stride) {                                              \
            const S *v = (const S *)(const void *)x;                                                                   \
            S *out = (S *)(void *)y;                                                                                   \
            re += (double)v[0];                                                                                        \
            im += (double)v[1];                                                                                        \
            out[0] = (S)re;                                                                                            \
            out[1] = (S)im;                                                                                            \
        }                                                                                                              \
    }                                                                                                                  \
    static void prod_##type(ptrdiff_t n, const char *x, ptrdiff_t x_stride, char *y, ptrdiff_t y_stride) {             \
        double re = 1, im = 0;                                                                                         \
        for (ptrdiff_t i = 0; i < n; i++, x += x_stride, y += y_stride) {                                              \
            const double a = (double)((const S *)(const void *)x)[0], b = (double)((const S *)(const void *)x)[1];     \
            const double next = i ? re * a - im * b : a;                                                               \
            im = i ? re * b + im * a : b;                                                                              \
            re = next;                                                                                                 \
            ((S *)(void *)y)[0] = (S)re;                                                                               \
            ((S *)(void *)y)[1] = (S)im;                                                                               \
        }                                                                                                              \
    }
APUS_SCAN_COMPLEX(c64, float)
APUS_SCAN_COMPLEX(c128, double)

// Wider vectors than those of AVX2 gain nothing: the shuffles of a running sum cost as much as they save.
#pragma clang fp contract(off)
#define APUS_SUFFIX _base
#include "impl/scan_sum.inc.h"
#undef APUS_SUFFIX
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,bmi2"))), apply_to = function)
#define APUS_SUFFIX _avx2
#include "impl/scan_sum.inc.h"
#undef APUS_SUFFIX
#pragma clang attribute pop
#endif

static double scan_total(const float *x, ptrdiff_t n) {
#if defined(__x86_64__)
    if (apus_isa_level() >= 1) return scan_total_avx2(x, n);
#endif
    return scan_total_base(x, n);
}

static void scan_sums(const float *x, float *y, ptrdiff_t n, double sum) {
#if defined(__x86_64__)
    if (apus_isa_level() >= 1) { scan_sums_avx2(x, y, n, sum); return; }
#endif
    scan_sums_base(x, y, n, sum);
}

static void sum_f32_row(ptrdiff_t n, const char *x, ptrdiff_t x_stride, char *y, ptrdiff_t y_stride) {
    if (x_stride == 4 && y_stride == 4) scan_sums((const float *)(const void *)x, (float *)(void *)y, n, -0.0);
    else sum_f32(n, x, x_stride, y, y_stride);
}

#define APUS_SCAN_TABLE(op) {op##_u8, op##_u8, op##_u16, op##_u32, op##_u64, op##_i8, op##_i16, op##_i32, op##_i64, op##_f16, \
                             op##_bf16, op##_f32, op##_f64
static scan_row *const scan_rows[4][APUS_DTYPE_COUNT] = {
    {sum_u8, sum_u8, sum_u16, sum_u32, sum_u64, sum_i8, sum_i16, sum_i32, sum_i64, sum_f16, sum_bf16, sum_f32_row, sum_f64,
     sum_c64, sum_c128},
    APUS_SCAN_TABLE(prod), prod_c64, prod_c128},
    APUS_SCAN_TABLE(min), NULL, NULL},
    APUS_SCAN_TABLE(max), NULL, NULL},
};

apus_dtype apus_scan_result(apus_scan_op op, apus_dtype dtype) {
    if (dtype >= APUS_DTYPE_COUNT || op > APUS_SCAN_MAX || !scan_rows[op][dtype]) return APUS_DTYPE_COUNT;
    if (op >= APUS_SCAN_MIN || dtype >= APUS_FLOAT16) return dtype;
    return dtype >= APUS_UINT8 && dtype <= APUS_UINT64 ? APUS_UINT64 : APUS_INT64;
}

typedef struct {
    scan_row *row;
    int32_t rank;
    const ptrdiff_t *shape, *in_strides, *out_strides;
    ptrdiff_t n, in_stride, out_stride, rows, step;
    const char *x;
    char *y;
} scan_context;

static void scan_job(void *context, ptrdiff_t job) {
    const scan_context *c = context;
    const ptrdiff_t end = (job + 1) * c->step < c->rows ? (job + 1) * c->step : c->rows;
    for (ptrdiff_t row = job * c->step; row < end; row++) {
        const char *x = c->x;
        char *y = c->y;
        ptrdiff_t rest = row;
        for (int32_t i = c->rank - 1; i >= 0; i--) {
            x += rest % c->shape[i] * c->in_strides[i];
            y += rest % c->shape[i] * c->out_strides[i];
            rest /= c->shape[i];
        }
        c->row(c->n, x, c->in_stride, y, c->out_stride);
    }
}

// One long row of float32 by chunks: their sums, then the running sums of each, from the sum of those before it.
enum { SUM_CHUNK = 1 << 14, SUM_CHUNKS = 256 };

typedef struct { const float *x; float *y; ptrdiff_t n, chunk; double *sums; } long_sum;

static void total_job(void *context, ptrdiff_t job) {
    const long_sum *s = context;
    s->sums[job + 1] = scan_total(s->x + job * s->chunk, s->chunk);
}

static void sums_job(void *context, ptrdiff_t job) {
    const long_sum *s = context;
    const ptrdiff_t first = job * s->chunk, left = s->n - first;
    scan_sums(s->x + first, s->y + first, left < s->chunk ? left : s->chunk, s->sums[job]);
}

static void sum_long_row(ptrdiff_t n, const float *x, float *y, const apus_pool *pool) {
    double sums[SUM_CHUNKS + 1] = {-0.0};
    long_sum s = {x, y, n, SUM_CHUNK, sums};
    while ((n + s.chunk - 1) / s.chunk > SUM_CHUNKS) s.chunk *= 2;
    const ptrdiff_t chunks = (n + s.chunk - 1) / s.chunk;
    apus_run(pool, chunks - 1, total_job, &s);
    for (ptrdiff_t i = 1; i < chunks; i++) sums[i] += sums[i - 1];
    apus_run(pool, chunks, sums_job, &s);
}

int apus_scan(apus_scan_op op, apus_dtype dtype, int32_t rank, const ptrdiff_t *shape, const ptrdiff_t *in_strides,
              const ptrdiff_t *out_strides, ptrdiff_t n, ptrdiff_t in_stride, ptrdiff_t out_stride, const void *input,
              void *output, const apus_pool *pool) {
    if (apus_scan_result(op, dtype) == APUS_DTYPE_COUNT) return -1;
    scan_context c = {scan_rows[op][dtype], rank, shape, in_strides, out_strides, n, in_stride, out_stride, 1, 1, input, output};
    for (int32_t i = 0; i < rank; i++) c.rows *= shape[i];
    if (n == 0 || c.rows == 0) return 0;
    if (op == APUS_SCAN_SUM && dtype == APUS_FLOAT32 && c.rows == 1 && in_stride == 4 && out_stride == 4 && n > 2 * SUM_CHUNK) {
        sum_long_row(n, input, output, pool);
        return 0;
    }
    c.step = n >= 16384 ? 1 : 16384 / n;
    apus_run(pool, (c.rows + c.step - 1) / c.step, scan_job, &c);
    return 0;
}
