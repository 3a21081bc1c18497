// Optimizer steps for each instruction set, and the choice between them.
#include "apus_optimizer.h"


#define APUS_NAME(name) name##_base
#include "impl/optimizer.inc.h"
#undef APUS_NAME

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define APUS_NAME(name) name##_avx2
#include "impl/optimizer.inc.h"
#undef APUS_NAME
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#define APUS_NAME(name) name##_avx512
#include "impl/optimizer.inc.h"
#undef APUS_NAME
#pragma clang attribute pop
#define APUS_CHOOSE(name) (apus_isa_level() == 2 ? name##_avx512 : apus_isa_level() == 1 ? name##_avx2 : name##_base)
#else
#define APUS_CHOOSE(name) name##_base
#endif

int apus_sgd_step(apus_dtype dtype, ptrdiff_t n, char *parameter, const char *gradient, char *momentum,
                  const apus_sgd *options) {
    if (dtype == APUS_FLOAT32)
        APUS_CHOOSE(sgd_f32)(n, (float *)parameter, (const float *)gradient, (float *)momentum, options);
    else if (dtype == APUS_FLOAT64)
        APUS_CHOOSE(sgd_f64)(n, (double *)parameter, (const double *)gradient, (double *)momentum, options);
    else
        return -1;
    return 0;
}

int apus_adam_step(apus_dtype dtype, ptrdiff_t n, char *parameter, const char *gradient, char *mean, char *square,
                   char *largest, const apus_adam *options) {
    if (dtype == APUS_FLOAT32)
        APUS_CHOOSE(adam_f32)
    (n, (float *)parameter, (const float *)gradient, (float *)mean, (float *)square, (float *)largest, options);
    else if (dtype == APUS_FLOAT64)
        APUS_CHOOSE(adam_f64)
    (n, (double *)parameter, (const double *)gradient, (double *)mean, (double *)square, (double *)largest, options);
    else return -1;
    return 0;
}
