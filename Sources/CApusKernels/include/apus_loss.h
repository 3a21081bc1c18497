// Cross-entropy of rows of logits with class indices, and its derivative.
#ifndef APUS_LOSS_H
#define APUS_LOSS_H

#include "apus_types.h"

/// Rows of logits and the class that each should have. Logits are contiguous [rows, classes], float32 or float64.
///
/// The wanted distribution of a row with class t is q[c] = weights[c] * ((1 - smoothing) [c == t] + smoothing / classes),
/// and its loss -sum q[c] log softmax(x)[c]. A row whose target is `ignored` has no loss and no gradient.
typedef struct apus_cross_entropy {
    ptrdiff_t rows, classes;
    const void *logits;
    const int64_t *targets;
    const void *weights;        ///< one a class, of the logits' type; NULL stands for ones
    double smoothing;
    int64_t ignored;
    apus_dtype dtype;
} apus_cross_entropy;

/// The first row whose target is neither a class nor `ignored`, or -1.
ptrdiff_t apus_cross_entropy_check(const apus_cross_entropy *problem);

/// Writes each row's loss and log sum exp of its logits, the sum of the losses, and the sum of the targets' weights.
/// Targets are checked. Returns 0, or -1 for another type. Results do not depend on the number of threads.
int apus_cross_entropy_forward(const apus_cross_entropy *problem, double *losses, double *log_sums, double *total,
                               double *total_weight, const apus_pool *pool);

/// Writes the derivative with respect to the logits, (softmax(x) sum(q) - q) * scales[i * scale_step], over `output`,
/// contiguous. Returns 0, or -1 for another type.
int apus_cross_entropy_backward(const apus_cross_entropy *problem, const double *log_sums, const double *scales,
                                ptrdiff_t scale_step, void *output, const apus_pool *pool);

#endif
