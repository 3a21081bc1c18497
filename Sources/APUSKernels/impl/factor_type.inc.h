// The kernels of the decompositions for one type, and what is undefined after them.
#define LANES (APUS_VECTOR_BYTES / (int)sizeof(REAL) / (1 + IS_COMPLEX))
#define T NAME(element)
#define V NAME(vector)
#define C NAME(factor)

#include "factor_element.inc.h"
#include "factor_panel.inc.h"
#include "factor_reflect.inc.h"
#include "factor_condense.inc.h"
#include "factor_small.inc.h"
#include "factor_lanes.inc.h"

static const factor_kernels NAME(kernels) = {
    .element = sizeof(T),
    .lanes = LANES,
    .lu_panel = NAME(lu_panel),
    .triangle = NAME(triangle),
    .cholesky = NAME(cholesky),
    .qr_panel = NAME(qr_panel),
    .qr_join = NAME(qr_join),
    .reflection = NAME(reflection),
    .copy = NAME(copy),
    .lu_small = NAME(lu_small),
    .triangle_small = NAME(triangle_small),
    .cholesky_small = NAME(cholesky_small),
    .qr_small = NAME(qr_small),
    .reflect_small = NAME(reflect_small),
    .product = NAME(product),
    .hermitian_times = NAME(hermitian_times),
    .rows_times = NAME(rows_times),
    .columns_times = NAME(columns_times),
    .panel_dots = NAME(panel_dots),
    .panel_minus = NAME(panel_minus),
    .add_parts = NAME(add_parts),
    .times = NAME(times),
    .balance = NAME(balance),
    .is_ordinary = NAME(is_ordinary),
#if !IS_COMPLEX
    .lanes_solve = NAME(lanes_solve),
    .lanes_determinant = NAME(lanes_determinant),
#endif
};

#undef LANES
#undef T
#undef V
#undef C
#undef NAME
#undef REAL
#undef APUS_REAL_BITS
#undef IS_COMPLEX
