// Staging and gathering for one pair of stored and computed types.
// The includer defines CONV(name), CONV_SOURCE, CONV_ELEMENT, CONV_CONVERT(x), CONV_LOAD(from), CONV_LANES and CONV_FMA(a, b, sum).

typedef CONV_ELEMENT CONV(vector) __attribute__((ext_vector_type(CONV_LANES)));
typedef CONV_ELEMENT CONV(loose) __attribute__((ext_vector_type(CONV_LANES), aligned(sizeof(CONV_ELEMENT))));

/// `count` neighbours, the last ones twice rather than one by one.
static inline __attribute__((always_inline)) void CONV(copy)(const CONV_SOURCE *from, CONV_ELEMENT *to, ptrdiff_t count) {
    typedef CONV_ELEMENT quarter __attribute__((ext_vector_type(CONV_LANES / 4 > 1 ? CONV_LANES / 4 : 2), aligned(sizeof(CONV_ELEMENT))));
    enum { few = sizeof(quarter) / sizeof(CONV_ELEMENT) };
    if (count >= CONV_LANES) {
        for (ptrdiff_t i = 0; i < count - CONV_LANES; i += CONV_LANES) *(CONV(loose) *)(to + i) = CONV_LOAD(from + i);
        *(CONV(loose) *)(to + count - CONV_LANES) = CONV_LOAD(from + count - CONV_LANES);
    } else if (count >= few && sizeof(CONV_SOURCE) == sizeof(CONV_ELEMENT)) {
        for (ptrdiff_t i = 0; i < count - few; i += few) *(quarter *)(to + i) = *(const quarter *)(from + i);
        *(quarter *)(to + count - few) = *(const quarter *)(from + count - few);
    } else {
        for (ptrdiff_t i = 0; i < count; i++) to[i] = CONV_CONVERT(from[i]);
    }
}

/// One phase of one row: every step-th source column from `x` on.
static inline void CONV(stage_row)(const CONV_SOURCE *from, ptrdiff_t width, ptrdiff_t x, ptrdiff_t step, ptrdiff_t count,
                                   CONV_ELEMENT outside, CONV_ELEMENT *to) {
    ptrdiff_t first = 0, end = 0;
    if (step == 1) {
        first = apus_least(count, apus_most(0, -x));
        end = apus_most(first, apus_least(count, width - x));
        CONV(copy)(from + x + first, to + first, end - first);
    } else {
        first = x < 0 ? apus_least(count, (-x + step - 1) / step) : 0;
        end = x < width ? apus_most(first, apus_least(count, (width - x + step - 1) / step)) : first;
#pragma clang loop vectorize(disable)
        for (ptrdiff_t i = first; i < end; i++) to[i] = CONV_CONVERT(from[x + step * i]);
    }
#pragma clang loop vectorize(disable) unroll(disable)
    for (ptrdiff_t i = 0; i < first; i++) to[i] = outside;
#pragma clang loop vectorize(disable) unroll(disable)
    for (ptrdiff_t i = end; i < count; i++) to[i] = outside;
}

/// The even and the odd ones of twice as many neighbours as a vector has lanes.
static inline __attribute__((always_inline)) void CONV(split)(const CONV_SOURCE *from, CONV_ELEMENT *even, CONV_ELEMENT *odd) {
    const CONV(vector) a = CONV_LOAD(from), b = CONV_LOAD(from + CONV_LANES);
#if CONV_LANES == 16
    *(CONV(loose) *)even = __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    if (odd) *(CONV(loose) *)odd = __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
#elif CONV_LANES == 8
    *(CONV(loose) *)even = __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
    if (odd) *(CONV(loose) *)odd = __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
#elif CONV_LANES == 4
    *(CONV(loose) *)even = __builtin_shufflevector(a, b, 0, 2, 4, 6);
    if (odd) *(CONV(loose) *)odd = __builtin_shufflevector(a, b, 1, 3, 5, 7);
#else
    *(CONV(loose) *)even = __builtin_shufflevector(a, b, 0, 2);
    if (odd) *(CONV(loose) *)odd = __builtin_shufflevector(a, b, 1, 3);
#endif
}

/// Both phases of step 2 at once; `odd` may be NULL.
static inline void CONV(stage_pairs)(const CONV_SOURCE *from, ptrdiff_t width, ptrdiff_t x, ptrdiff_t count,
                                     CONV_ELEMENT outside, CONV_ELEMENT *even, CONV_ELEMENT *odd) {
    const ptrdiff_t first = apus_least(count, x < 0 ? (1 - x) / 2 : 0);
    const ptrdiff_t end = apus_most(first, apus_least(count, x < width ? (width - x) / 2 : 0));
    for (ptrdiff_t i = first; i + CONV_LANES <= end; i += CONV_LANES)
        CONV(split)(from + x + 2 * i, even + i, odd ? odd + i : NULL);
    ptrdiff_t rest = first + (end - first) / CONV_LANES * CONV_LANES;
    if (rest < end && end - first >= CONV_LANES) {
        rest = end - CONV_LANES;
        CONV(split)(from + x + 2 * rest, even + rest, odd ? odd + rest : NULL);
        rest = end;
    }
#pragma clang loop vectorize(disable)
    for (ptrdiff_t i = 0; i < count; i++) {
        if (i == first) i = rest;
        if (i >= count) break;
        const ptrdiff_t at = x + 2 * i;
        even[i] = at >= 0 && at < width ? CONV_CONVERT(from[at]) : outside;
        if (odd) odd[i] = at + 1 >= 0 && at + 1 < width ? CONV_CONVERT(from[at + 1]) : outside;
    }
}

static void CONV(stage)(const conv_map *map, const conv_block *block, const conv_stage *stage, const char *from,
                        ptrdiff_t channels, double outside, char *to) {
    for (ptrdiff_t c = 0; c < channels; c++)
        for (ptrdiff_t image = 0; image < block->images; image++) {
            const char *plane = from + c * map->plane_bytes + image * map->image_bytes;
            CONV_ELEMENT *out = (CONV_ELEMENT *)to + c * stage->channel_stride + image * stage->image_stride;
            for (ptrdiff_t r = 0; r < stage->rows; r++, out += stage->pitch) {
                if (r % map->step_y > stage->tap_range_y) continue;
                const ptrdiff_t y = stage->top + r;
                const bool inside = y >= 0 && y < map->height;
                const CONV_SOURCE *row = (const CONV_SOURCE *)plane + (inside ? y : 0) * map->width;
                if (!inside) {
                    for (ptrdiff_t i = 0; i < stage->pitch; i++) out[i] = (CONV_ELEMENT)outside;
                    continue;
                }
                if (map->step_x == 2) {
                    CONV(stage_pairs)(row, map->width, stage->left, stage->phase_width, (CONV_ELEMENT)outside, out,
                                      stage->phases == 2 ? out + stage->phase_width : NULL);
                    continue;
                }
                for (ptrdiff_t phase = 0; phase < stage->phases; phase++)
                    CONV(stage_row)(row, map->width, stage->left + phase, map->step_x, stage->phase_width,
                                    (CONV_ELEMENT)outside, out + phase * stage->phase_width);
            }
        }
}

/// One vector's worth of a run.
typedef struct CONV(move) {
    ptrdiff_t from, to;
} CONV(move);

/// All rows, each by the same moves. What a vector moves too much is overwritten by the next move, or the next row.
/// `known` moves if it is not 0: then their offsets stay in registers.
static inline __attribute__((always_inline)) void
CONV(move_rows)(const int known, const bool half, const conv_gather *g, const CONV(move) *moves, ptrdiff_t count) {
    typedef CONV_ELEMENT halves __attribute__((ext_vector_type(CONV_LANES / 2), aligned(sizeof(CONV_ELEMENT))));
    const ptrdiff_t taps = g->map->taps_y * g->map->taps_x;
    ptrdiff_t offsets[CONV_TAPS];
    for (ptrdiff_t first = 0; first < taps; first += CONV_TAPS) {
        const ptrdiff_t some = apus_least(CONV_TAPS, taps - first);
        conv_tap_offsets(g->map, g->stage, first, some, offsets);
        for (ptrdiff_t c = 0; c < g->channels; c++) {
            const CONV_ELEMENT *channel = (const CONV_ELEMENT *)g->staged + c * g->stage->channel_stride;
            char *to = g->to + (c * taps + first) * g->to_row;
            for (ptrdiff_t t = 0; t < some; t++, to += g->to_row) {
                const CONV_ELEMENT *from = channel + offsets[t];
#pragma clang loop unroll_count(4)
                for (ptrdiff_t m = 0; m < (known ? known : count); m++) {
                    if (half) *(halves *)((CONV_ELEMENT *)to + moves[m].to) = *(const halves *)(from + moves[m].from);
                    else *(CONV(loose) *)((CONV_ELEMENT *)to + moves[m].to) = *(const CONV(loose) *)(from + moves[m].from);
                }
            }
        }
    }
}

enum { CONV(most_moves) = 640 };

static void CONV(gather)(const conv_gather *g) {
    CONV(move) moves[CONV(most_moves)];
    ptrdiff_t longest = 0, count = 0;
    for (ptrdiff_t r = 0; r < g->run_count; r++) longest = apus_most(longest, g->runs[r].count);
    const bool half = longest <= CONV_LANES / 2;
    const ptrdiff_t lanes = half ? CONV_LANES / 2 : CONV_LANES;
    for (ptrdiff_t r = 0; r < g->run_count; r++)
        for (ptrdiff_t i = 0; i < g->runs[r].count; i += lanes)
            moves[count++] = (CONV(move)){g->runs[r].from + i, g->runs[r].to + i};
    if (half && count == 4) CONV(move_rows)(4, true, g, moves, count);
    else if (half) CONV(move_rows)(0, true, g, moves, count);
    else if (count == 2) CONV(move_rows)(2, false, g, moves, count);
    else if (count == 3) CONV(move_rows)(3, false, g, moves, count);
    else if (count == 4) CONV(move_rows)(4, false, g, moves, count);
    else CONV(move_rows)(0, false, g, moves, count);
}

static inline __attribute__((always_inline)) void
CONV(row_part)(const int vectors, const conv_stage *stage, const CONV_ELEMENT *staged, ptrdiff_t channels,
               const ptrdiff_t *offsets, ptrdiff_t taps, const CONV_ELEMENT *weight, ptrdiff_t weight_step,
               CONV(vector) *sum) {
    for (ptrdiff_t c = 0; c < channels; c++, staged += stage->channel_stride, weight += weight_step)
        for (ptrdiff_t t = 0; t < taps; t++) {
            const CONV(vector) w = weight[t];
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++)
                sum[v] = CONV_FMA(w, *(const CONV(loose) *)(staged + offsets[t] + v * CONV_LANES), sum[v]);
        }
}

static void CONV(row)(const conv_map *map, const conv_stage *stage, const char *staged, ptrdiff_t channels,
                      const char *weight, const char *bias, ptrdiff_t columns, char *to) {
    const ptrdiff_t taps = map->taps_y * map->taps_x;
    ptrdiff_t offsets[CONV_TAPS];
    for (ptrdiff_t first = 0; first < taps; first += CONV_TAPS) {
        const ptrdiff_t some = apus_least(CONV_TAPS, taps - first);
        conv_tap_offsets(map, stage, first, some, offsets);
        const CONV_ELEMENT *w = (const CONV_ELEMENT *)weight + first;
        for (ptrdiff_t x = 0; x < columns; x += 4 * CONV_LANES) {
            const CONV_ELEMENT *from = (const CONV_ELEMENT *)staged + x;
            const ptrdiff_t count = apus_least(4 * CONV_LANES, columns - x);
            CONV(vector) sum[4];
            for (int v = 0; v < 4; v++) sum[v] = bias ? *(const CONV_ELEMENT *)bias : 0;
            if (first > 0) __builtin_memcpy(sum, (CONV_ELEMENT *)to + x, (size_t)count * sizeof(CONV_ELEMENT));
            if (count > 2 * CONV_LANES) CONV(row_part)(4, stage, from, channels, offsets, some, w, taps, sum);
            else if (count > CONV_LANES) CONV(row_part)(2, stage, from, channels, offsets, some, w, taps, sum);
            else CONV(row_part)(1, stage, from, channels, offsets, some, w, taps, sum);
            __builtin_memcpy((CONV_ELEMENT *)to + x, sum, (size_t)count * sizeof(CONV_ELEMENT));
        }
    }
}

#undef CONV
#undef CONV_SOURCE
#undef CONV_ELEMENT
#undef CONV_CONVERT
#undef CONV_LOAD
#undef CONV_LANES
#undef CONV_FMA
