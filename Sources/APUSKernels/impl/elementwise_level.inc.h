// Everything that is compiled once per instruction set: include after defining APUS_SUFFIX, APUS_VECTOR_BYTES,
// APUS_HAS_FMA and APUS_HAS_F16.

#pragma clang fp contract(off)

#include "elementwise_vector.inc.h"
#include "elementwise_math_f32.inc.h"
#include "elementwise_math_f64.inc.h"
#include "elementwise_math_loops.inc.h"
#include "elementwise_arithmetic.inc.h"
#include "elementwise_division.inc.h"
#include "elementwise_parts.inc.h"
#include "elementwise_casts.inc.h"
#include "elementwise_tables.inc.h"
