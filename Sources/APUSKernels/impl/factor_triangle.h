// Triangular systems for a strip of right-hand sides on one thread.
#ifndef APUS_FACTOR_TRIANGLE_H
#define APUS_FACTOR_TRIANGLE_H

#include "factor_batch.h"

/// T·X = B in place of B for at most `factor_strip` columns.
void apus_factor_triangle(apus_dtype dtype, ptrdiff_t n, ptrdiff_t columns, apus_matrix t, char *x, ptrdiff_t x_row,
                          bool upper, bool unit, char *space);
size_t apus_factor_triangle_space(apus_dtype dtype, ptrdiff_t n, ptrdiff_t columns);

#endif
