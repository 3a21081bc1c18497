// Pooling's kernels for one instruction set; the includer defines APUS_SUFFIX and APUS_VECTOR_BYTES.
#include "pooling_kernels.h"

#define APUS_PASTE_(a, b, c) a##b##c
#define APUS_PASTE(a, b, c) APUS_PASTE_(a, b, c)
#define APUS_NAME(family, name) APUS_PASTE(family, name, APUS_SUFFIX)

#define POOL(name) APUS_NAME(pooling_f32_, name)
#define POOL_ELEMENT float
#define POOL_INDEX int32_t
#define POOL_LANES (APUS_VECTOR_BYTES / 4)
#include "pooling_rows.inc.h"

#define POOL(name) APUS_NAME(pooling_f64_, name)
#define POOL_ELEMENT double
#define POOL_INDEX int64_t
#define POOL_LANES (APUS_VECTOR_BYTES / 8)
#include "pooling_rows.inc.h"

#define APUS_ENTRY(family) {APUS_NAME(family, max_row), APUS_NAME(family, mean_row), APUS_NAME(family, sum)}

/// For the type computed in: float32 or float64.
const pooling_kernels *APUS_NAME(apus_pooling_kernels, )(apus_dtype dtype) {
    static const pooling_kernels table[2] = {APUS_ENTRY(pooling_f32_), APUS_ENTRY(pooling_f64_)};
    return &table[dtype == APUS_FLOAT64];
}
