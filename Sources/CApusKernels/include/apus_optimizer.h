// Optimizer steps, each in one pass over a parameter's memory.
#ifndef APUS_OPTIMIZER_H
#define APUS_OPTIMIZER_H

#include "apus_types.h"

/// The numbers of one SGD step, already rounded as the caller wants them used.
typedef struct apus_sgd {
    double rate, momentum, dampening, weight_decay;
    bool nesterov;
    bool maximize;
    bool first;      ///< whether the momentum buffer is to be started with the gradient
} apus_sgd;

/// The numbers of one Adam or AdamW step.
typedef struct apus_adam {
    double rate, beta1, beta2, epsilon, weight_decay;
    double correction1;       ///< 1 - beta1^step
    double correction2_root;  ///< sqrt(1 - beta2^step)
    bool decoupled;           ///< AdamW: decay the parameter instead of adding to the gradient
    bool maximize;
} apus_adam;

/// One step of SGD over `n` contiguous elements of float32 or float64; `momentum` may be NULL.
/// Returns -1 for another type.
int apus_sgd_step(apus_dtype dtype, ptrdiff_t n, char *parameter, const char *gradient, char *momentum,
                  const apus_sgd *options);

/// One step of Adam over `n` contiguous elements of float32 or float64; `largest` (AMSGrad) may be NULL.
/// Returns -1 for another type.
int apus_adam_step(apus_dtype dtype, ptrdiff_t n, char *parameter, const char *gradient, char *mean, char *square,
                   char *largest, const apus_adam *options);

#endif
