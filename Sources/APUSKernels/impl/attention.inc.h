// The kernels of attention for one element type: T in memory, vectors V of W lanes, power_of_2(x) for x <= 0.
// The includer defines ATTENTION(name), T, V, W and POWER_OF_2.

typedef T ATTENTION(loose) __attribute__((ext_vector_type(W), aligned(sizeof(T))));
typedef __typeof__((V){0} < (V){0}) ATTENTION(lanes);

#define LOAD(p) (*(const ATTENTION(loose) *)(p))
#define STORE(p, v) (*(ATTENTION(loose) *)(p) = (v))
#define LOWEST ((V)(T)-__builtin_inf())

/// `v` in the first `m` lanes, `other` in the rest.
INLINE V ATTENTION(keep)(V v, ptrdiff_t m, V other) {
    if (m >= W) return v;
    ATTENTION(lanes) lane;
#pragma clang loop unroll(full)
    for (int i = 0; i < W; i++) lane[i] = i;
    return lane < (ATTENTION(lanes))((__typeof__(lane[0]))m) ? v : other;
}

INLINE T ATTENTION(largest)(V v) {
    T most = v[0];
#pragma clang loop unroll(full)
    for (int i = 1; i < W; i++) most = v[i] > most ? v[i] : most;
    return most;
}

INLINE T ATTENTION(total)(V v) {
    T lanes[W];
    memcpy(lanes, &v, sizeof v);
#pragma clang loop unroll(full)
    for (int half = W / 2; half > 0; half /= 2)
        for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
    return lanes[0];
}

/// The keys of a tile that a row sees at most.
INLINE ptrdiff_t ATTENTION(visible)(const attention_tile *tile, ptrdiff_t row) {
    if (!tile->causal) return tile->keys;
    const ptrdiff_t visible = tile->visible + row;
    return visible < 0 ? 0 : visible < tile->keys ? visible : tile->keys;
}

/// `m` scores, scaled and with the mask; the lanes beyond are the lowest.
INLINE V ATTENTION(score)(const attention_tile *tile, const T *score, const char *mask, ptrdiff_t at, ptrdiff_t m) {
    V x = LOAD(score + at) * (T)tile->scale;
    if (tile->mask_kind == APUS_MASK_BOOL) {
        uint8_t sees[W] = {0};
        if (m == W) memcpy(sees, mask + at, W);
        else for (ptrdiff_t i = 0; i < m; i++) sees[i] = ((const uint8_t *)mask)[at + i];
        typedef uint8_t bytes __attribute__((ext_vector_type(W)));
        bytes all;
        memcpy(&all, sees, sizeof all);
        x = __builtin_convertvector(all, ATTENTION(lanes)) != 0 ? x : LOWEST;
    } else if (tile->mask_kind == APUS_MASK_NUMBERS) {
        V added = (T)0;
        if (m == W) added = LOAD((const T *)mask + at);
        else for (ptrdiff_t i = 0; i < m; i++) added[i] = ((const T *)mask)[at + i];
        x = MADD(added, (V)(T)0x1.71547652b82fep0, x);
    }
    return ATTENTION(keep)(x, m, LOWEST);
}

/// Writes scaled and masked scores back; the largest.
static T ATTENTION(mask_row)(const attention_tile *tile, T *scores, const char *mask, ptrdiff_t count) {
    V most = LOWEST;
    for (ptrdiff_t i = 0; i < count; i += W) {
        const V x = ATTENTION(score)(tile, scores, mask, i, count - i < W ? count - i : W);
        STORE(scores + i, x);
        most = x > most ? x : most;
    }
    return ATTENTION(largest)(most);
}

INLINE T ATTENTION(largest_of_row)(const T *scores, ptrdiff_t count) {
    V a = LOWEST, b = LOWEST, c = LOWEST, d = LOWEST;
    ptrdiff_t i = 0;
    for (; i + 4 * W <= count; i += 4 * W) {
        const V x = LOAD(scores + i), y = LOAD(scores + i + W), z = LOAD(scores + i + 2 * W), w = LOAD(scores + i + 3 * W);
        a = x > a ? x : a;
        b = y > b ? y : b;
        c = z > c ? z : c;
        d = w > d ? w : d;
    }
    for (; i < count; i += W) {
        const V x = ATTENTION(keep)(LOAD(scores + i), count - i, LOWEST);
        a = x > a ? x : a;
    }
    a = a > b ? a : b;
    c = c > d ? c : d;
    return ATTENTION(largest)(a > c ? a : c);
}

static bool ATTENTION(has_nan)(const T *scores, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++)
        if (scores[i] != scores[i]) return true;
    return false;
}

/// 2^(score · scale - most) in place; their sum. The product is rounded first, as `most` was, so that no exponent is above 0.
INLINE T ATTENTION(exponentials)(T *scores, ptrdiff_t count, T scale, T most) {
    V sum = (T)0;
    ptrdiff_t i = 0;
    for (; i + W <= count; i += W) {
        const V weight = POWER_OF_2(LOAD(scores + i) * scale - most);
        STORE(scores + i, weight);
        sum += weight;
    }
    if (i < count) {
        const V x = ATTENTION(keep)(LOAD(scores + i) * scale - most, count - i, LOWEST), weight = POWER_OF_2(x);
        STORE(scores + i, weight);
        sum += weight;
    }
    return ATTENTION(total)(sum);
}

static void ATTENTION(clear)(T *scores, ptrdiff_t from, ptrdiff_t to) {
    for (ptrdiff_t i = from; i < to; i++) scores[i] = 0;
}

static void ATTENTION(weigh)(const attention_tile *tile) {
    const bool plain = tile->mask_kind == APUS_MASK_NONE && tile->scale > 0;
    T *most = tile->most, *sums = tile->sums;
    for (ptrdiff_t row = 0; row < tile->rows; row++) {
        T *scores = (T *)(tile->scores + row * tile->scores_row);
        const ptrdiff_t count = ATTENTION(visible)(tile, row);
        const T scale = plain ? (T)tile->scale : 1;
        T top = plain ? ATTENTION(largest_of_row)(scores, count) * scale
                      : ATTENTION(mask_row)(tile, scores, tile->mask + row * tile->mask_row, count);
        top = top > most[row] ? top : most[row];
        if (top == -(T)__builtin_inf()) {
            if (!ATTENTION(has_nan)(scores, count)) {
                ATTENTION(clear)(scores, 0, tile->keys);
                continue;
            }
            top = (T)__builtin_nan("");
        }
        const T sum = ATTENTION(exponentials)(scores, count, scale, top);
        ATTENTION(clear)(scores, count, tile->keys);
        const V factors = POWER_OF_2((V)(most[row] - top));
        const T factor = factors[0];
        most[row] = top;
        sums[row] = sums[row] * factor + sum;
        if (!tile->means || factor == 1) continue;
        T *means = (T *)(tile->means + row * tile->means_row);
        for (ptrdiff_t i = 0; i < tile->width; i += W) STORE(means + i, LOAD(means + i) * factor);
    }
}

static void ATTENTION(finish)(const attention_tile *tile, char *out, ptrdiff_t out_row, void *statistics) {
    for (ptrdiff_t row = 0; row < tile->rows; row++, out += out_row) {
        const T sum = ((const T *)tile->sums)[row], factor = sum == 0 ? 0 : 1 / sum, most = ((const T *)tile->most)[row];
        const T *means = (const T *)(tile->means + row * tile->means_row);
        ((T *)statistics)[2 * row] = sum == 0 ? 0 : most;
        ((T *)statistics)[2 * row + 1] = factor;
        ptrdiff_t i = 0;
        for (; i + W <= tile->width; i += W) STORE((T *)out + i, LOAD(means + i) * factor);
        for (; i < tile->width; i++) ((T *)out)[i] = means[i] * factor;
    }
}

static void ATTENTION(weigh_back)(const attention_back_tile *back) {
    const attention_tile *tile = &back->tile;
    const T *statistics = back->statistics, *products = back->products;
    const bool plain = tile->mask_kind == APUS_MASK_NONE;
    for (ptrdiff_t row = 0; row < tile->rows; row++) {
        T *scores = (T *)(tile->scores + row * tile->scores_row), *slopes = (T *)(back->slopes + row * tile->scores_row);
        const char *mask = tile->mask + row * tile->mask_row;
        const ptrdiff_t count = ATTENTION(visible)(tile, row);
        const V most = statistics[2 * row], factor = statistics[2 * row + 1], product = products[row];
        for (ptrdiff_t i = 0; i < count; i += W) {
            const ptrdiff_t m = count - i < W ? count - i : W;
            const V x = plain ? ATTENTION(keep)(LOAD(scores + i) * (T)tile->scale - most, m, LOWEST)
                              : ATTENTION(score)(tile, scores, mask, i, m) - most;
            const V weight = POWER_OF_2(x) * factor;
            STORE(scores + i, weight);
            STORE(slopes + i, weight * (LOAD(slopes + i) - product) * (T)back->scale);
        }
        ATTENTION(clear)(scores, count, tile->keys);
        ATTENTION(clear)(slopes, count, tile->keys);
    }
}

static void ATTENTION(products)(ptrdiff_t rows, ptrdiff_t width, const char *a, ptrdiff_t a_row, const char *b, ptrdiff_t b_row,
                                void *to) {
    for (ptrdiff_t row = 0; row < rows; row++, a += a_row, b += b_row) {
        V sum = (T)0;
        ptrdiff_t i = 0;
        for (; i + W <= width; i += W) sum += LOAD((const T *)a + i) * LOAD((const T *)b + i);
        T rest = 0;
        for (; i < width; i++) rest += ((const T *)a)[i] * ((const T *)b)[i];
        ((T *)to)[row] = ATTENTION(total)(sum) + rest;
    }
}

static void ATTENTION(add)(ptrdiff_t count, void *to, const void *from) {
    ptrdiff_t i = 0;
    for (; i + W <= count; i += W) STORE((T *)to + i, LOAD((T *)to + i) + LOAD((const T *)from + i));
    for (; i < count; i++) ((T *)to)[i] += ((const T *)from)[i];
}

#undef LOWEST
#undef STORE
#undef LOAD
#undef ATTENTION
#undef T
#undef V
#undef W
#undef POWER_OF_2
