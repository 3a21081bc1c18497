// Cross-entropy: the driver over rows. The row kernels are those of softmax.
#include "apus_loss.h"
#include "impl/normalise.h"

typedef struct {
    const apus_cross_entropy *problem;
    const apus_normalise_kernels *kernels;
    double *losses, *log_sums;                  // forward
    const double *row_sums, *scales;            // backward
    ptrdiff_t scale_step;
    char *output;
    ptrdiff_t grain;
    double weight_sum;                          // of all classes
} loss_job;

static const apus_normalise_kernels *row_kernels(apus_dtype dtype) {
    if (dtype != APUS_FLOAT32 && dtype != APUS_FLOAT64) return NULL;
#if defined(__x86_64__)
    const int level = apus_isa_level();
    const apus_normalise_kernels *table = level == 2 ? apus_normalise_avx512 : level == 1 ? apus_normalise_avx2 : apus_normalise_base;
#else
    const apus_normalise_kernels *table = apus_normalise_base;
#endif
    return &table[dtype - APUS_FLOAT16];
}

static double element(apus_dtype dtype, const void *p, ptrdiff_t i) {
    return dtype == APUS_FLOAT32 ? (double)((const float *)p)[i] : ((const double *)p)[i];
}

static double weight_of(const apus_cross_entropy *p, ptrdiff_t class) {
    return p->weights ? element(p->dtype, p->weights, class) : 1;
}

static ptrdiff_t rows_per_chunk(ptrdiff_t classes) { return classes >= 16384 ? 1 : 16384 / (classes > 0 ? classes : 1); }

ptrdiff_t apus_cross_entropy_check(const apus_cross_entropy *p) {
    for (ptrdiff_t i = 0; i < p->rows; i++)
        if (p->targets[i] != p->ignored && (p->targets[i] < 0 || p->targets[i] >= p->classes)) return i;
    return -1;
}

/// sum weights[c] (log_sum - x[c]).
static double spread_loss(const apus_cross_entropy *p, const char *row, double log_sum) {
    double sum = 0;
    for (ptrdiff_t c = 0; c < p->classes; c++) sum += weight_of(p, c) * (log_sum - element(p->dtype, row, c));
    return sum;
}

static void forward_rows(void *context, ptrdiff_t chunk) {
    loss_job *job = context;
    const apus_cross_entropy *p = job->problem;
    const ptrdiff_t bytes = p->classes * apus_itemsize(p->dtype), first = chunk * job->grain;
    const ptrdiff_t last = first + job->grain < p->rows ? first + job->grain : p->rows;
    for (ptrdiff_t i = first; i < last; i++) {
        const char *row = (const char *)p->logits + i * bytes;
        const int64_t target = p->targets[i];
        job->losses[i] = 0;
        job->log_sums[i] = 0;
        if (target == p->ignored) continue;
        const double log_sum = job->kernels->log_sum_exp(p->classes, row);
        double loss = (1 - p->smoothing) * weight_of(p, target) * (log_sum - element(p->dtype, row, target));
        if (p->smoothing != 0) loss += p->smoothing / (double)p->classes * spread_loss(p, row, log_sum);
        job->losses[i] = loss;
        job->log_sums[i] = log_sum;
    }
}

int apus_cross_entropy_forward(const apus_cross_entropy *p, double *losses, double *log_sums, double *total,
                               double *total_weight, const apus_pool *pool) {
    loss_job job = {.problem = p, .kernels = row_kernels(p->dtype), .losses = losses, .log_sums = log_sums};
    if (!job.kernels) return -1;
    job.grain = rows_per_chunk(p->classes);
    apus_run(pool, (p->rows + job.grain - 1) / job.grain, forward_rows, &job);
    *total = 0;
    *total_weight = 0;
    for (ptrdiff_t i = 0; i < p->rows; i++) {
        *total += losses[i];
        if (p->targets[i] != p->ignored) *total_weight += weight_of(p, p->targets[i]);
    }
    return 0;
}

static void put(apus_dtype dtype, char *row, ptrdiff_t i, double subtrahend) {
    if (dtype == APUS_FLOAT32) ((float *)row)[i] -= (float)subtrahend;
    else ((double *)row)[i] -= subtrahend;
}

static void backward_rows(void *context, ptrdiff_t chunk) {
    loss_job *job = context;
    const apus_cross_entropy *p = job->problem;
    const ptrdiff_t bytes = p->classes * apus_itemsize(p->dtype), first = chunk * job->grain;
    const ptrdiff_t last = first + job->grain < p->rows ? first + job->grain : p->rows;
    const double spread = p->smoothing / (double)p->classes;
    for (ptrdiff_t i = first; i < last; i++) {
        char *out = job->output + i * bytes;
        const int64_t target = p->targets[i];
        if (target == p->ignored) {
            memset(out, 0, (size_t)bytes);
            continue;
        }
        const double scale = job->scales[i * job->scale_step], own = (1 - p->smoothing) * weight_of(p, target);
        const double mass = own + spread * job->weight_sum;
        job->kernels->scaled_exp(p->classes, (const char *)p->logits + i * bytes, job->row_sums[i], mass * scale, out);
        put(p->dtype, out, target, own * scale);
        if (spread != 0)
            for (ptrdiff_t c = 0; c < p->classes; c++) put(p->dtype, out, c, spread * weight_of(p, c) * scale);
    }
}

int apus_cross_entropy_backward(const apus_cross_entropy *p, const double *log_sums, const double *scales,
                                ptrdiff_t scale_step, void *output, const apus_pool *pool) {
    loss_job job = {.problem = p, .kernels = row_kernels(p->dtype), .row_sums = log_sums, .scales = scales,
                    .scale_step = scale_step, .output = output};
    if (!job.kernels) return -1;
    job.grain = rows_per_chunk(p->classes);
    for (ptrdiff_t c = 0; c < p->classes; c++) job.weight_sum += weight_of(p, c);
    apus_run(pool, (p->rows + job.grain - 1) / job.grain, backward_rows, &job);
    return 0;
}
