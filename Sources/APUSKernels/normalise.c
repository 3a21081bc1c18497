// Drives softmax and normalisation: splits rows, columns and channels into jobs by size alone.
#include "impl/normalise.h"
#include <math.h>

enum { JOB_ELEMENTS = 1 << 15 };

static const apus_normalise_kernels *kernels_of(apus_dtype dtype) {
    if (dtype < APUS_FLOAT16 || dtype > APUS_FLOAT64) return NULL;
    const int i = dtype - APUS_FLOAT16;
#if defined(__x86_64__)
    if (apus_isa_level() == 2) return &apus_normalise_avx512[i];
    if (apus_isa_level() == 1) return &apus_normalise_avx2[i];
#endif
    return &apus_normalise_base[i];
}

static ptrdiff_t ceiling(ptrdiff_t a, ptrdiff_t b) { return (a + b - 1) / b; }

/// How many pieces of `size` elements make a job.
static ptrdiff_t per_job(ptrdiff_t size) { return size >= JOB_ELEMENTS ? 1 : JOB_ELEMENTS / (size > 0 ? size : 1); }

static double statistic(apus_dtype dtype, const void *values, ptrdiff_t i) {
    return dtype == APUS_FLOAT64 ? ((const double *)values)[i] : (double)((const float *)values)[i];
}

static void set_statistic(apus_dtype dtype, void *values, ptrdiff_t i, double value) {
    if (!values) return;
    if (dtype == APUS_FLOAT64) ((double *)values)[i] = value;
    else ((float *)values)[i] = (float)value;
}

static const char *advanced(const void *p, ptrdiff_t elements, ptrdiff_t size) {
    return p ? (const char *)p + elements * size : NULL;
}

// Softmax

typedef struct {
    const apus_normalise_kernels *k;
    apus_softmax_op op;
    ptrdiff_t outer, n, inner, size, tiles, pieces, per_job;
    const char *x, *gradient;       // backward if `gradient`
    char *y;
} softmax_context;

static void softmax_job(void *context, ptrdiff_t job) {
    const softmax_context *c = context;
    const ptrdiff_t end = (job + 1) * c->per_job < c->pieces ? (job + 1) * c->per_job : c->pieces;
    for (ptrdiff_t i = job * c->per_job; i < end; i++) {
        const ptrdiff_t row = i / c->tiles, column = i % c->tiles * APUS_COLUMN_TILE;
        const ptrdiff_t width = c->inner - column < APUS_COLUMN_TILE ? c->inner - column : APUS_COLUMN_TILE;
        const ptrdiff_t at = (row * c->n * c->inner + column) * c->size;
        const ptrdiff_t to = c->op == APUS_LOG_SUM_EXP ? (row * c->inner + column) * c->size : at;
        if (c->gradient && c->inner == 1) c->k->softmax_back_row(c->op, c->n, c->x + at, c->gradient + at, c->y + to);
        else if (c->gradient)
            c->k->softmax_back_columns(c->op, c->n, width, c->inner, c->x + at, c->gradient + at, c->y + to);
        else if (c->inner == 1) c->k->softmax_row(c->op, c->n, c->x + at, c->y + to);
        else c->k->softmax_columns(c->op, c->n, width, c->inner, c->x + at, c->y + to);
    }
}

static int run_softmax(apus_softmax_op op, apus_dtype dtype, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner,
                       const void *x, const void *gradient, void *y, const apus_pool *pool) {
    softmax_context c = {.k = kernels_of(dtype), .op = op, .outer = outer, .n = n, .inner = inner, .x = x, .gradient = gradient, .y = y};
    if (!c.k) return -1;
    if (outer == 0 || inner == 0 || (n == 0 && op != APUS_LOG_SUM_EXP)) return 0;
    c.size = apus_itemsize(dtype);
    c.tiles = inner == 1 ? 1 : ceiling(inner, APUS_COLUMN_TILE);
    c.pieces = outer * c.tiles;
    c.per_job = per_job(n * (inner < APUS_COLUMN_TILE ? inner : APUS_COLUMN_TILE));
    apus_run(pool, ceiling(c.pieces, c.per_job), softmax_job, &c);
    return 0;
}

int apus_softmax(apus_softmax_op op, apus_dtype dtype, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner,
                 const void *input, void *output, const apus_pool *pool) {
    return run_softmax(op, dtype, outer, n, inner, input, NULL, output, pool);
}

int apus_softmax_backward(apus_softmax_op op, apus_dtype dtype, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t inner,
                          const void *result, const void *gradient, void *output, const apus_pool *pool) {
    if (op == APUS_LOG_SUM_EXP) return -1;
    return run_softmax(op, dtype, outer, n, inner, result, gradient, output, pool);
}

// Layer normalisation

typedef struct {
    const apus_normalise_kernels *k;
    apus_dtype dtype;
    ptrdiff_t rows, n, size, per_job;
    const void *x, *gradient, *weight, *bias, *mean_in, *rstd_in;
    double epsilon, *sums;          // sums: [jobs, 2, n]
    void *y, *mean, *rstd, *weight_gradient, *bias_gradient;
} layer_context;

static void layer_job(void *context, ptrdiff_t job) {
    const layer_context *c = context;
    const ptrdiff_t end = (job + 1) * c->per_job < c->rows ? (job + 1) * c->per_job : c->rows;
    for (ptrdiff_t row = job * c->per_job; row < end; row++) {
        const char *x = advanced(c->x, row * c->n, c->size);
        double count = 0, mean = 0, m2 = 0;
        c->k->moments(c->n, x, &count, &mean, &m2);
        const double rstd = 1 / sqrt((m2 < 0 ? 0 : m2) / (double)c->n + c->epsilon);
        set_statistic(c->dtype, c->mean, row, mean);
        set_statistic(c->dtype, c->rstd, row, rstd);
        c->k->normalise(c->n, x, mean, rstd, c->weight, c->bias, (char *)c->y + row * c->n * c->size);
    }
}

int apus_layer_norm(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, const void *input, const void *weight, const void *bias,
                    double epsilon, void *output, void *mean, void *rstd, const apus_pool *pool) {
    layer_context c = {.k = kernels_of(dtype), .dtype = dtype, .rows = rows, .n = n, .x = input, .weight = weight, .bias = bias,
                       .epsilon = epsilon, .y = output, .mean = mean, .rstd = rstd};
    if (!c.k) return -1;
    c.size = apus_itemsize(dtype);
    c.per_job = per_job(n);
    apus_run(pool, ceiling(rows, c.per_job), layer_job, &c);
    return 0;
}

/// Rows of a job of the backward pass: at most 32 jobs, because each keeps sums of its own.
static ptrdiff_t backward_rows(ptrdiff_t rows, ptrdiff_t n) {
    const ptrdiff_t share = ceiling(rows, 32), least = per_job(n);
    return share > least ? share : least;
}

size_t apus_layer_norm_backward_workspace(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n) {
    (void)dtype;
    return (size_t)(ceiling(rows, backward_rows(rows, n)) * 2 * n) * sizeof(double);
}

static void layer_back_job(void *context, ptrdiff_t job) {
    const layer_context *c = context;
    const ptrdiff_t end = (job + 1) * c->per_job < c->rows ? (job + 1) * c->per_job : c->rows;
    double *weight_sum = c->sums + job * 2 * c->n, *bias_sum = weight_sum + c->n;
    const bool parameters = c->weight_gradient || c->bias_gradient;
    if (parameters) memset(weight_sum, 0, (size_t)(2 * c->n) * sizeof(double));
    for (ptrdiff_t row = job * c->per_job; row < end; row++) {
        const char *x = advanced(c->x, row * c->n, c->size), *g = advanced(c->gradient, row * c->n, c->size);
        const double mean = statistic(c->dtype, c->mean_in, row), rstd = statistic(c->dtype, c->rstd_in, row);
        if (parameters) c->k->parameter_sums(c->n, x, g, mean, rstd, weight_sum, bias_sum);
        if (!c->y) continue;
        double sums[2] = {0, 0};
        c->k->gradient_sums(c->n, x, g, c->weight, mean, sums);
        const double n = (double)c->n;
        c->k->affine2(c->n, g, x, c->weight, mean, rstd, -rstd * rstd * rstd * sums[1] / n, -rstd * sums[0] / n,
                      (char *)c->y + row * c->n * c->size);
    }
}

int apus_layer_norm_backward(apus_dtype dtype, ptrdiff_t rows, ptrdiff_t n, const void *input, const void *gradient,
                             const void *weight, const void *mean, const void *rstd, void *input_gradient,
                             void *weight_gradient, void *bias_gradient, void *workspace, const apus_pool *pool) {
    layer_context c = {.k = kernels_of(dtype), .dtype = dtype, .rows = rows, .n = n, .x = input, .gradient = gradient,
                       .weight = weight, .mean_in = mean, .rstd_in = rstd, .y = input_gradient, .sums = workspace,
                       .weight_gradient = weight_gradient, .bias_gradient = bias_gradient};
    if (!c.k) return -1;
    c.size = apus_itemsize(dtype);
    c.per_job = backward_rows(rows, n);
    const ptrdiff_t jobs = ceiling(rows, c.per_job);
    apus_run(pool, jobs, layer_back_job, &c);
    if (jobs == 0) {
        if (weight_gradient) memset(weight_gradient, 0, (size_t)(n * c.size));
        if (bias_gradient) memset(bias_gradient, 0, (size_t)(n * c.size));
        return 0;
    }
    for (ptrdiff_t job = 1; job < jobs; job++)
        for (ptrdiff_t i = 0; i < 2 * n; i++) c.sums[i] += c.sums[job * 2 * n + i];
    if (weight_gradient) c.k->round(n, c.sums, weight_gradient);
    if (bias_gradient) c.k->round(n, c.sums + n, bias_gradient);
    return 0;
}

// Channels of [count, channels, length]

typedef struct {
    const apus_normalise_kernels *k;
    apus_dtype dtype;
    ptrdiff_t count, channels, length, size, per_job, pieces;
    const void *x, *g, *mean, *a, *b, *d;
    void *y, *sum, *second;
} channel_context;

static channel_context channels_of(apus_dtype dtype, ptrdiff_t count, ptrdiff_t channels, ptrdiff_t length) {
    return (channel_context){.k = kernels_of(dtype), .dtype = dtype, .count = count, .channels = channels, .length = length,
                             .size = apus_itemsize(dtype < APUS_DTYPE_COUNT ? dtype : APUS_FLOAT32)};
}

enum { CHANNEL_TILE = 64 };

/// Mean and M2 across `count` rows of up to CHANNEL_TILE neighbouring channels of length 1, from elements made float64.
static void moments_of_columns(const channel_context *c, ptrdiff_t first, ptrdiff_t width) {
    double mean[CHANNEL_TILE] = {0}, m2[CHANNEL_TILE] = {0};
    const bool wide = c->dtype == APUS_FLOAT64;
    for (ptrdiff_t i = 0; i < c->count; i++) {
        const char *row = advanced(c->x, i * c->channels + first, c->size);
        const double weight = 1 / (double)(i + 1);
        for (ptrdiff_t j = 0; j < width; j++) {
            const char *p = row + j * c->size;
            const double x = wide ? *(const double *)(const void *)p
                : c->dtype == APUS_FLOAT32 ? (double)*(const float *)(const void *)p
                : c->dtype == APUS_FLOAT16 ? (double)apus_float_of_half(*(const uint16_t *)(const void *)p)
                                           : (double)apus_float_of_bfloat(*(const uint16_t *)(const void *)p);
            const double delta = x - mean[j];
            mean[j] += delta * weight;
            m2[j] += delta * (x - mean[j]);
        }
    }
    for (ptrdiff_t j = 0; j < width; j++) {
        set_statistic(c->dtype, c->sum, first + j, mean[j]);
        set_statistic(c->dtype, c->second, first + j, m2[j] / (double)c->count);
    }
}

static void sums_of_columns(const channel_context *c, ptrdiff_t first, ptrdiff_t width) {
    double sum[CHANNEL_TILE] = {0}, product[CHANNEL_TILE] = {0};
    const ptrdiff_t statistic_size = c->dtype == APUS_FLOAT64 ? 8 : 4;
    for (ptrdiff_t i = 0; i < c->count; i++) {
        const ptrdiff_t at = i * c->channels + first;
        c->k->gradient_sums_each(width, advanced(c->x, at, c->size), advanced(c->g, at, c->size),
                                 advanced(c->mean, first, statistic_size), sum, product);
    }
    for (ptrdiff_t j = 0; j < width; j++) {
        set_statistic(c->dtype, c->sum, first + j, sum[j]);
        set_statistic(c->dtype, c->second, first + j, product[j]);
    }
}

static void channel_sums_job(void *context, ptrdiff_t job) {
    const channel_context *c = context;
    const ptrdiff_t start = job * c->per_job, end = start + c->per_job < c->channels ? start + c->per_job : c->channels;
    if (c->length == 1) {
        if (c->g) sums_of_columns(c, start, end - start);
        else moments_of_columns(c, start, end - start);
        return;
    }
    for (ptrdiff_t channel = start; channel < end; channel++) {
        double count = 0, mean = 0, m2 = 0, sums[2] = {0, 0};
        for (ptrdiff_t i = 0; i < c->count; i++) {
            const ptrdiff_t at = (i * c->channels + channel) * c->length;
            const char *x = advanced(c->x, at, c->size);
            if (c->g) c->k->gradient_sums(c->length, x, advanced(c->g, at, c->size), NULL, statistic(c->dtype, c->mean, channel), sums);
            else c->k->moments(c->length, x, &count, &mean, &m2);
        }
        set_statistic(c->dtype, c->sum, channel, c->g ? sums[0] : mean);
        set_statistic(c->dtype, c->second, channel, c->g ? sums[1] : (m2 < 0 ? 0 : m2) / count);
    }
}

static int run_channel_sums(channel_context *c, const apus_pool *pool) {
    if (!c->k) return -1;
    if (c->channels == 0) return 0;
    c->per_job = c->length == 1 ? CHANNEL_TILE : per_job(c->count * c->length);
    apus_run(pool, ceiling(c->channels, c->per_job), channel_sums_job, c);
    return 0;
}

int apus_channel_moments(apus_dtype dtype, ptrdiff_t count, ptrdiff_t channels, ptrdiff_t length, const void *input,
                         void *mean, void *variance, const apus_pool *pool) {
    channel_context c = channels_of(dtype, count, channels, length);
    c.x = input;
    c.sum = mean;
    c.second = variance;
    return run_channel_sums(&c, pool);
}

int apus_channel_gradient_sums(apus_dtype dtype, ptrdiff_t count, ptrdiff_t channels, ptrdiff_t length, const void *input,
                               const void *gradient, const void *mean, void *sum, void *product_sum, const apus_pool *pool) {
    channel_context c = channels_of(dtype, count, channels, length);
    c.x = input;
    c.g = gradient;
    c.mean = mean;
    c.sum = sum;
    c.second = product_sum;
    return run_channel_sums(&c, pool);
}

static void affine_job(void *context, ptrdiff_t job) {
    const channel_context *c = context;
    const ptrdiff_t end = (job + 1) * c->per_job < c->pieces ? (job + 1) * c->per_job : c->pieces;
    for (ptrdiff_t i = job * c->per_job; i < end; i++) {
        if (c->length == 1) {
            const char *x = advanced(c->x, i * c->channels, c->size), *g = advanced(c->g, i * c->channels, c->size);
            char *y = (char *)c->y + i * c->channels * c->size;
            if (g) c->k->affine2_each(c->channels, g, x, c->mean, c->a, c->b, c->d, y);
            else c->k->affine_each(c->channels, x, c->mean, c->a, c->d, y);
            continue;
        }
        const ptrdiff_t channel = i % c->channels, at = i * c->length;
        const char *x = advanced(c->x, at, c->size), *g = advanced(c->g, at, c->size);
        char *y = (char *)c->y + at * c->size;
        const double mean = statistic(c->dtype, c->mean, channel), a = statistic(c->dtype, c->a, channel);
        const double d = statistic(c->dtype, c->d, channel);
        if (g) c->k->affine2(c->length, g, x, NULL, mean, a, statistic(c->dtype, c->b, channel), d, y);
        else c->k->affine(c->length, x, mean, a, d, y);
    }
}

static int run_affine(channel_context *c, const apus_pool *pool) {
    if (!c->k) return -1;
    c->pieces = c->length == 1 ? c->count : c->count * c->channels;
    c->per_job = per_job(c->length == 1 ? c->channels : c->length);
    apus_run(pool, ceiling(c->pieces, c->per_job), affine_job, c);
    return 0;
}

int apus_channel_affine(apus_dtype dtype, ptrdiff_t count, ptrdiff_t channels, ptrdiff_t length, const void *input,
                        const void *mean, const void *scale, const void *shift, void *output, const apus_pool *pool) {
    channel_context c = channels_of(dtype, count, channels, length);
    c.x = input;
    c.mean = mean;
    c.a = scale;
    c.d = shift;
    c.y = output;
    return run_affine(&c, pool);
}

int apus_channel_affine2(apus_dtype dtype, ptrdiff_t count, ptrdiff_t channels, ptrdiff_t length, const void *gradient,
                         const void *input, const void *mean, const void *a, const void *b, const void *d, void *output,
                         const apus_pool *pool) {
    channel_context c = channels_of(dtype, count, channels, length);
    c.x = input;
    c.g = gradient;
    c.mean = mean;
    c.a = a;
    c.b = b;
    c.d = d;
    c.y = output;
    return run_affine(&c, pool);
}
