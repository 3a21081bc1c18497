// The transforms of Winograd's filtering F(4×4, 3×3) for one instruction set. Included after conv_kernels.inc.h.
//
// The interpolation points are 0, ±5/8, ±3/2 and ∞ instead of the customary 0, ±1, ±2 and ∞ (Lavin and Gray 2016,
// arXiv:1509.09308): every coefficient is still a short binary fraction, and the error is that of a plain sum.
#include "conv_winograd.h"
#include <string.h>

#define WINOGRAD(name) APUS_NAME(winograd_, name)

typedef float WINOGRAD(vector) __attribute__((ext_vector_type(16)));
typedef float WINOGRAD(loose) __attribute__((ext_vector_type(16), aligned(4)));

#define WINOGRAD_A2 (25.0f / 64)  ///< 5/8 squared
#define WINOGRAD_B2 (9.0f / 4)    ///< 3/2 squared
#define WINOGRAD_A (5.0f / 8)
#define WINOGRAD_B (3.0f / 2)

/// Six inputs to six points.
static inline __attribute__((always_inline)) void WINOGRAD(spread)(WINOGRAD(vector) * d) {
    typedef WINOGRAD(vector) V;
    const V both = (WINOGRAD_A2 + WINOGRAD_B2), product = (WINOGRAD_A2 * WINOGRAD_B2);
    const V d0 = d[0], d1 = d[1], d2 = d[2], d3 = d[3], d4 = d[4], d5 = d[5];
    const V even_a = d4 - WINOGRAD_B2 * d2, odd_a = WINOGRAD_A * (d3 - WINOGRAD_B2 * d1);
    const V even_b = d4 - WINOGRAD_A2 * d2, odd_b = WINOGRAD_B * (d3 - WINOGRAD_A2 * d1);
    d[0] = product * d0 - both * d2 + d4;
    d[1] = even_a + odd_a;
    d[2] = even_a - odd_a;
    d[3] = even_b + odd_b;
    d[4] = even_b - odd_b;
    d[5] = product * d1 - both * d3 + d5;
}

/// Six products to four results.
static inline __attribute__((always_inline)) void WINOGRAD(join)(const WINOGRAD(vector) * m, WINOGRAD(vector) * y) {
    typedef WINOGRAD(vector) V;
    const V sum_a = m[1] + m[2], difference_a = m[1] - m[2], sum_b = m[3] + m[4], difference_b = m[3] - m[4];
    y[0] = m[0] + sum_a + sum_b;
    y[1] = WINOGRAD_A * difference_a + WINOGRAD_B * difference_b;
    y[2] = WINOGRAD_A2 * sum_a + WINOGRAD_B2 * sum_b;
    y[3] = (WINOGRAD_A2 * WINOGRAD_A) * difference_a + (WINOGRAD_B2 * WINOGRAD_B) * difference_b + m[5];
}

/// Three taps to six points.
static inline __attribute__((always_inline)) void WINOGRAD(widen)(const WINOGRAD(vector) * g, WINOGRAD(vector) * u) {
    typedef WINOGRAD(vector) V;
    const float scale_a = 1 / (2 * WINOGRAD_A2 * (WINOGRAD_A2 - WINOGRAD_B2));
    const float scale_b = 1 / (2 * WINOGRAD_B2 * (WINOGRAD_B2 - WINOGRAD_A2));
    const V even_a = scale_a * g[0] + (scale_a * WINOGRAD_A2) * g[2], odd_a = (scale_a * WINOGRAD_A) * g[1];
    const V even_b = scale_b * g[0] + (scale_b * WINOGRAD_B2) * g[2], odd_b = (scale_b * WINOGRAD_B) * g[1];
    u[0] = (1 / (WINOGRAD_A2 * WINOGRAD_B2)) * g[0];
    u[1] = even_a + odd_a;
    u[2] = even_a - odd_a;
    u[3] = even_b + odd_b;
    u[4] = even_b - odd_b;
    u[5] = g[2];
}

static void WINOGRAD(weights)(const float *from, ptrdiff_t rows, ptrdiff_t row, ptrdiff_t channels, ptrdiff_t channel,
                              bool turned, float *to, ptrdiff_t product_step) {
    typedef WINOGRAD(vector) V;
    for (ptrdiff_t c = 0; c < channels; c++, from += channel, to += rows) {
        float taps[9][WINOGRAD_LANES] __attribute__((aligned(64))) = {0};
        for (ptrdiff_t r = 0; r < rows; r++)
            for (int t = 0; t < 9; t++) taps[t][r] = from[r * row + (turned ? 8 - t : t)];
        const bool fits = (channels - c) * rows >= WINOGRAD_LANES;
        V half[6][3];
        for (int j = 0; j < 3; j++) {
            V column[3], points[6];
            for (int i = 0; i < 3; i++) column[i] = *(const V *)taps[3 * i + j];
            WINOGRAD(widen)(column, points);
            for (int i = 0; i < 6; i++) half[i][j] = points[i];
        }
        for (int i = 0; i < 6; i++) {
            V points[6];
            WINOGRAD(widen)(half[i], points);
            if (!fits)
                for (int j = 0; j < 6; j++) memcpy(to + (6 * i + j) * product_step, points + j, (size_t)rows * sizeof(float));
            else
                for (int j = 0; j < 6; j++) *(WINOGRAD(loose) *)(to + (6 * i + j) * product_step) = points[j];
        }
    }
}

enum { WINOGRAD(pitch) = 4 * WINOGRAD_TILES + 4 * WINOGRAD_LANES };  ///< elements of a row of a segment, rounded up

#define WINOGRAD_EVEN 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define WINOGRAD_ODD 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#define WINOGRAD_LOW 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define WINOGRAD_HIGH 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31

/// Every fourth of 64 elements, from each of the first four on.
static inline __attribute__((always_inline)) void WINOGRAD(separate)(const float *from, float (*to)[WINOGRAD(pitch)],
                                                                     ptrdiff_t at) {
    typedef WINOGRAD(vector) V;
    const V a = ((const V *)from)[0], b = ((const V *)from)[1], c = ((const V *)from)[2], d = ((const V *)from)[3];
    const V even1 = __builtin_shufflevector(a, b, WINOGRAD_EVEN), odd1 = __builtin_shufflevector(a, b, WINOGRAD_ODD);
    const V even2 = __builtin_shufflevector(c, d, WINOGRAD_EVEN), odd2 = __builtin_shufflevector(c, d, WINOGRAD_ODD);
    *(V *)(to[0] + at) = __builtin_shufflevector(even1, even2, WINOGRAD_EVEN);
    *(V *)(to[1] + at) = __builtin_shufflevector(odd1, odd2, WINOGRAD_EVEN);
    *(V *)(to[2] + at) = __builtin_shufflevector(even1, even2, WINOGRAD_ODD);
    *(V *)(to[3] + at) = __builtin_shufflevector(odd1, odd2, WINOGRAD_ODD);
}

/// The six rows of a segment's tiles in one plane, with zeros around it.
static inline void WINOGRAD(rows)(const winograd_planes *p, const winograd_segment *s, const float *plane,
                                  float (*to)[WINOGRAD(pitch)]) {
    const ptrdiff_t x = s->column * WINOGRAD_RESULTS - p->left, count = s->tiles * WINOGRAD_RESULTS + 2;
    const ptrdiff_t first = apus_most(x, 0), end = apus_least(x + count, p->width);
    for (ptrdiff_t i = 0; i < WINOGRAD_POINTS; i++) {
        const ptrdiff_t y = s->row * WINOGRAD_RESULTS - p->top + i;
        if (y < 0 || y >= p->height || end <= first) {
            memset(to[i], 0, (size_t)count * sizeof(float));
            continue;
        }
        for (ptrdiff_t k = x; k < first; k++) to[i][k - x] = 0;
        memcpy(to[i] + (first - x), plane + y * p->width + first, (size_t)(end - first) * sizeof(float));
        for (ptrdiff_t k = end; k < x + count; k++) to[i][k - x] = 0;
    }
}

static void WINOGRAD(source)(const winograd_planes *p, const winograd_block *block, const float *from, float *to,
                             ptrdiff_t product_step) {
    typedef WINOGRAD(vector) V;
    float rows[6][WINOGRAD(pitch)] __attribute__((aligned(64))), phases[4][WINOGRAD(pitch)] __attribute__((aligned(64)));
    memset(rows, 0, sizeof rows);
    memset(phases, 0, sizeof phases);
    for (ptrdiff_t c = 0; c < p->channels; c++, to += WINOGRAD_TILES) {
        for (ptrdiff_t n = 0; n < block->segments; n++) {
            const winograd_segment *s = &block->segment[n];
            WINOGRAD(rows)(p, s, from + (s->image * p->channels + c) * p->height * p->width, rows);
            const ptrdiff_t count = s->tiles * WINOGRAD_RESULTS + 2;
            for (ptrdiff_t x = 0; x < count; x += WINOGRAD_LANES) {
                V d[6];
                for (int i = 0; i < 6; i++) d[i] = *(const V *)(rows[i] + x);
                WINOGRAD(spread)(d);
                for (int i = 0; i < 6; i++) *(V *)(rows[i] + x) = d[i];
            }
            for (int i = 0; i < 6; i++) {
                for (ptrdiff_t x = 0; x < count; x += 4 * WINOGRAD_LANES) WINOGRAD(separate)(rows[i] + x, phases, x / 4);
                for (ptrdiff_t t = 0; t < s->tiles; t += WINOGRAD_LANES) {
                    V d[6];
                    for (int j = 0; j < 4; j++) d[j] = *(const V *)(phases[j] + t);
                    for (int j = 0; j < 2; j++) d[4 + j] = *(const WINOGRAD(loose) *)(phases[j] + t + 1);
                    WINOGRAD(spread)(d);
                    float *at = to + 6 * i * product_step + s->offset + t;
                    for (int j = 0; j < 6; j++) *(WINOGRAD(loose) *)(at + j * product_step) = d[j];
                }
            }
        }
    }
}

static void WINOGRAD(results)(const winograd_planes *p, const winograd_block *block, const float *from,
                              ptrdiff_t product_step, float bias, float *to) {
    typedef WINOGRAD(vector) V;
    float rows[4][4 * WINOGRAD_TILES] __attribute__((aligned(64)));
    for (ptrdiff_t t = 0; t < WINOGRAD_TILES; t += WINOGRAD_LANES) {
        V half[4][6];
        for (int j = 0; j < 6; j++) {
            V column[6], joined[4];
            for (int i = 0; i < 6; i++) column[i] = *(const V *)(from + (6 * i + j) * product_step + t);
            WINOGRAD(join)(column, joined);
            for (int i = 0; i < 4; i++) half[i][j] = joined[i];
        }
        for (int i = 0; i < 4; i++) {
            V y[4];
            WINOGRAD(join)(half[i], y);
            for (int j = 0; j < 4; j++) y[j] += bias;
            const V low1 = __builtin_shufflevector(y[0], y[2], WINOGRAD_LOW), low2 = __builtin_shufflevector(y[1], y[3], WINOGRAD_LOW);
            const V high1 = __builtin_shufflevector(y[0], y[2], WINOGRAD_HIGH), high2 = __builtin_shufflevector(y[1], y[3], WINOGRAD_HIGH);
            V *out = (V *)(rows[i] + 4 * t);
            out[0] = __builtin_shufflevector(low1, low2, WINOGRAD_LOW);
            out[1] = __builtin_shufflevector(low1, low2, WINOGRAD_HIGH);
            out[2] = __builtin_shufflevector(high1, high2, WINOGRAD_LOW);
            out[3] = __builtin_shufflevector(high1, high2, WINOGRAD_HIGH);
        }
    }
    for (ptrdiff_t n = 0; n < block->segments; n++) {
        const winograd_segment *s = &block->segment[n];
        const ptrdiff_t x = s->column * WINOGRAD_RESULTS, count = apus_least(s->tiles * WINOGRAD_RESULTS, p->width - x);
        for (ptrdiff_t i = 0; i < WINOGRAD_RESULTS; i++) {
            const ptrdiff_t y = s->row * WINOGRAD_RESULTS + i;
            if (y >= p->height) break;
            memcpy(to + s->image * p->channels * p->height * p->width + y * p->width + x, rows[i] + 4 * s->offset,
                   (size_t)count * sizeof(float));
        }
    }
}

const winograd_kernels *APUS_NAME(apus_winograd_kernels, )(void) {
    static const winograd_kernels kernels = {WINOGRAD(weights), WINOGRAD(source), WINOGRAD(results)};
    return &kernels;
}

#undef WINOGRAD
