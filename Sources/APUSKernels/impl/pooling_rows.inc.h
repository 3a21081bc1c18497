// Rows of windows in one type, float or double.
// The includer defines POOL(name), POOL_ELEMENT, POOL_INDEX (an integer as wide) and POOL_LANES.

typedef POOL_ELEMENT POOL(vector) __attribute__((ext_vector_type(POOL_LANES)));
typedef POOL_ELEMENT POOL(loose) __attribute__((ext_vector_type(POOL_LANES), aligned(sizeof(POOL_ELEMENT))));
typedef POOL_INDEX POOL(index) __attribute__((ext_vector_type(POOL_LANES)));
typedef int64_t POOL(wide) __attribute__((ext_vector_type(POOL_LANES)));
typedef int64_t POOL(wide_loose) __attribute__((ext_vector_type(POOL_LANES), aligned(8)));

typedef double POOL(doubles) __attribute__((ext_vector_type(POOL_LANES), aligned(8)));

/// Windows in the order of their taps: a larger value, or a NaN, takes over.
static inline __attribute__((always_inline)) void POOL(max_part)(const bool indexed, const pooling_row *row, ptrdiff_t x,
                                                                 POOL(vector) *values, POOL(index) *indices) {
    const POOL_ELEMENT *staged = (const POOL_ELEMENT *)row->staged + x;
    POOL(vector) most = (POOL_ELEMENT)-__builtin_inf();
    POOL(index) where = 0, place = 0;
    if (indexed) {
        where = __builtin_convertvector(*(const POOL(wide_loose) *)(row->first_indices + x), POOL(index)) + (POOL_INDEX)row->first_row;
        place = __builtin_convertvector(*(const POOL(wide_loose) *)(row->places + x), POOL(index)) + (POOL_INDEX)row->first_row;
    }
    for (ptrdiff_t t = 0; t < row->taps; t++) {
        const POOL(vector) value = *(const POOL(loose) *)(staged + row->offsets[t]);
        const POOL(index) better = (value > most) | (value != value);
        most = better ? value : most;
        if (indexed) where = better ? place + (POOL_INDEX)row->tap_indices[t] : where;
    }
    *values = most;
    *indices = where;
}

static void POOL(max_row)(const pooling_row *row) {
    for (ptrdiff_t x = 0; x < row->columns; x += POOL_LANES) {
        const ptrdiff_t count = apus_least(POOL_LANES, row->columns - x);
        POOL(vector) values;
        POOL(index) indices;
        if (row->indices) POOL(max_part)(true, row, x, &values, &indices);
        else POOL(max_part)(false, row, x, &values, &indices);
        const POOL(wide) wide = __builtin_convertvector(indices, POOL(wide));
        if (count == POOL_LANES) {
            *(POOL(loose) *)((POOL_ELEMENT *)row->values + x) = values;
            if (row->indices) *(POOL(wide_loose) *)(row->indices + x) = wide;
        } else {
            __builtin_memcpy((POOL_ELEMENT *)row->values + x, &values, (size_t)count * sizeof(POOL_ELEMENT));
            if (row->indices) __builtin_memcpy(row->indices + x, &wide, (size_t)count * sizeof(int64_t));
        }
    }
}

/// Sums row by row of the window, then all rows, over the count.
static void POOL(mean_row)(const pooling_row *row) {
    for (ptrdiff_t x = 0; x < row->columns; x += POOL_LANES) {
        const POOL_ELEMENT *staged = (const POOL_ELEMENT *)row->staged + x;
        POOL(vector) total = 0;
        for (ptrdiff_t t = 0; t < row->taps; t += row->taps_x) {
            POOL(vector) sum = *(const POOL(loose) *)(staged + row->offsets[t]);
            for (ptrdiff_t i = 1; i < row->taps_x; i++) sum += *(const POOL(loose) *)(staged + row->offsets[t + i]);
            total += sum;
        }
        const POOL(vector) counts = __builtin_convertvector(*(const POOL(doubles) *)(row->counts + x) * row->rows, POOL(vector));
        total /= counts;
        const ptrdiff_t count = apus_least(POOL_LANES, row->columns - x);
        if (count == POOL_LANES) *(POOL(loose) *)((POOL_ELEMENT *)row->values + x) = total;
        else __builtin_memcpy((POOL_ELEMENT *)row->values + x, &total, (size_t)count * sizeof(POOL_ELEMENT));
    }
}

static double POOL(sum)(const char *from, ptrdiff_t count) {
    const POOL_ELEMENT *x = (const POOL_ELEMENT *)from;
    POOL(vector) sum[4] = {0, 0, 0, 0};
    ptrdiff_t i = 0;
    for (; i + 4 * POOL_LANES <= count; i += 4 * POOL_LANES)
        for (int v = 0; v < 4; v++) sum[v] += *(const POOL(loose) *)(x + i + v * POOL_LANES);
    for (; i + POOL_LANES <= count; i += POOL_LANES) sum[0] += *(const POOL(loose) *)(x + i);
    double total = 0;
    for (; i < count; i++) total += (double)x[i];
    sum[0] = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    POOL_ELEMENT part[POOL_LANES];
    __builtin_memcpy(part, sum, sizeof part);
#pragma clang loop unroll(full)
    for (int half = POOL_LANES / 2; half > 0; half /= 2)
        for (int lane = 0; lane < half; lane++) part[lane] += part[lane + half];
    return total + (double)part[0];
}

#undef POOL
#undef POOL_ELEMENT
#undef POOL_INDEX
#undef POOL_LANES
