// Reduction kernels over blocks of rows and runs; vectors are 64 bytes on every instruction set, so that the order of
// additions, and with it the result, is the same on all of them.

#include <math.h>
#include "reduce_fetch.inc.h"

#pragma clang fp contract(off)
#pragma clang diagnostic ignored "-Wpsabi"      // the functions that pass wide vectors are always inlined

#define APUS_LANES(T) ((ptrdiff_t)(64 / sizeof(T)))
#define APUS_PIECE 1024         // elements of a run added in the type of the elements

// Visits `width` >= a vector's lanes of columns one vector at a time, the last vector overlapping its neighbour.
#define APUS_EACH_VECTOR(T, j, width)                                                                                  \
    for (ptrdiff_t j = 0; j < width;                                                                                   \
         j = j + APUS_LANES(T) >= width ? width : j + 2 * APUS_LANES(T) > width ? width - APUS_LANES(T) : j + APUS_LANES(T))

// Sums and products: elements T, states A, OP the operator, UNIT its identity.
#define APUS_FOLD_KERNELS(name, T, A, OP, UNIT)                                                                        \
    typedef T APUS_NAME(name##_v) __attribute__((ext_vector_type(64 / sizeof(T))));                                    \
    typedef A APUS_NAME(name##_w) __attribute__((ext_vector_type(64 / sizeof(T))));                                    \
    APUS_INLINE APUS_NAME(name##_v) APUS_NAME(name##_load)(const T *x) {                                               \
        APUS_NAME(name##_v) v;                                                                                         \
        memcpy(&v, x, sizeof v);                                                                                       \
        return v;                                                                                                      \
    }                                                                                                                  \
    typedef A APUS_NAME(name##_e) __attribute__((ext_vector_type(8)));                                                 \
    APUS_INLINE void APUS_NAME(name##_fold)(APUS_NAME(name##_e) x, A *out, int parts) {                                \
        const A low = (x[0] OP x[4]) OP (x[2] OP x[6]), high = (x[1] OP x[5]) OP (x[3] OP x[7]);                       \
        out[0] = parts == 2 ? low : low OP high;                                                                       \
        if (parts == 2) out[1] = high;                                                                                 \
    }                                                                                                                  \
    static void APUS_NAME(name##_columns)(const void *const *rows, int count, ptrdiff_t width, apus_tile tile, int64_t first) {\
        A *out = tile.value;                                                                                           \
        (void)first;                                                                                                   \
        if (width >= APUS_LANES(T)) APUS_EACH_VECTOR(T, j, width) {                                                    \
            APUS_NAME(name##_v) s[4] = {(T)UNIT, (T)UNIT, (T)UNIT, (T)UNIT};                                           \
            int r = 0;                                                                                                 \
            for (; r + 4 <= count; r += 4)                                                                             \
                for (int k = 0; k < 4; k++) s[k] = s[k] OP APUS_NAME(name##_load)((const T *)rows[r + k] + j);         \
            for (; r < count; r++) s[r & 3] = s[r & 3] OP APUS_NAME(name##_load)((const T *)rows[r] + j);              \
            APUS_NAME(name##_w) w = __builtin_convertvector((s[0] OP s[1]) OP (s[2] OP s[3]), APUS_NAME(name##_w));    \
            memcpy(out + j, &w, sizeof w);                                                                             \
        } else for (ptrdiff_t j = 0; j < width; j++) {                                                                 \
            A s = (A)UNIT;                                                                                             \
            for (int r = 0; r < count; r++) s = s OP (A)((const T *)rows[r])[j];                                       \
            out[j] = s;                                                                                                \
        }                                                                                                              \
    }                                                                                                                  \
    /* The sum of at most APUS_PIECE elements, lane by lane. */                                                        \
    APUS_INLINE APUS_NAME(name##_w) APUS_NAME(name##_piece)(const T *x, ptrdiff_t n) {                                 \
        const ptrdiff_t L = APUS_LANES(T);                                                                             \
        APUS_NAME(name##_v) a = (T)UNIT, b = (T)UNIT, c = (T)UNIT, d = (T)UNIT;                                        \
        ptrdiff_t i = 0;                                                                                               \
        for (; i + 4 * L <= n; i += 4 * L) {                                                                           \
            a = a OP APUS_NAME(name##_load)(x + i);                                                                    \
            b = b OP APUS_NAME(name##_load)(x + i + L);                                                                \
            c = c OP APUS_NAME(name##_load)(x + i + 2 * L);                                                            \
            d = d OP APUS_NAME(name##_load)(x + i + 3 * L);                                                            \
        }                                                                                                              \
        for (; i + L <= n; i += L) a = a OP APUS_NAME(name##_load)(x + i);                                             \
        if (i < n && n >= L) {                                                                                         \
            APUS_NAME(name##_v) last = APUS_NAME(name##_load)(x + n - L);                                              \
            for (int k = 0; k < 64 / (int)sizeof(T); k++) last[k] = k < L - (n - i) ? (T)UNIT : last[k];               \
            b = b OP last;                                                                                             \
        } else if (i < n) {                                                                                            \
            T rest[64 / sizeof(T)];                                                                                    \
            for (ptrdiff_t k = 0; k < L; k++) rest[k] = (T)UNIT;                                                       \
            for (ptrdiff_t k = 0; k < n - i; k++) rest[k] = x[i + k];                                                  \
            b = b OP APUS_NAME(name##_load)(rest);                                                                     \
        }                                                                                                              \
        return __builtin_convertvector((a OP b) OP (c OP d), APUS_NAME(name##_w));                                     \
    }                                                                                                                  \
    APUS_INLINE void APUS_NAME(name##_run_parts)(const T *x, ptrdiff_t n, A *out, int parts) {                         \
        APUS_NAME(name##_w) w = APUS_NAME(name##_piece)(x, n < APUS_PIECE ? n : APUS_PIECE);                           \
        for (ptrdiff_t i = APUS_PIECE; i < n; i += APUS_PIECE)                                                         \
            w = w OP APUS_NAME(name##_piece)(x + i, n - i < APUS_PIECE ? n - i : APUS_PIECE);                          \
        APUS_NAME(name##_e) parts_of_w[sizeof w / 64];                                                                 \
        memcpy(parts_of_w, &w, sizeof w);                                                                              \
        APUS_NAME(name##_fold)(sizeof w == 64 ? parts_of_w[0] : parts_of_w[0] OP parts_of_w[sizeof w / 64 - 1], out, parts);\
    }                                                                                                                  \
    static void APUS_NAME(name##_run)(const void *x, ptrdiff_t n, apus_tile tile, int64_t first) {                     \
        (void)first;                                                                                                   \
        APUS_NAME(name##_run_parts)(x, n, tile.value, 1);                                                              \
    }                                                                                                                  \
    static void APUS_NAME(name##_merge)(apus_tile a, apus_tile b, ptrdiff_t width, double na, double nb) {             \
        A *x = a.value;                                                                                                \
        const A *y = b.value;                                                                                          \
        (void)na, (void)nb;                                                                                            \
        for (ptrdiff_t j = 0; j < width; j++) x[j] = x[j] OP y[j];                                                     \
    }

APUS_FOLD_KERNELS(sum_f32, float, double, +, 0)
APUS_FOLD_KERNELS(sum_f64, double, double, +, 0)
APUS_FOLD_KERNELS(sum_u64, uint64_t, uint64_t, +, 0)
APUS_FOLD_KERNELS(prod_f64, double, double, *, 1)
APUS_FOLD_KERNELS(prod_u64, uint64_t, uint64_t, *, 1)

// Sums of floats: a run of any length up to a block, and many runs at once; `parts` sums each, 2 for complex numbers.
#define APUS_SUM_RUNS(name, base, T, parts)                                                                            \
    static void APUS_NAME(name##_lines)(const void *x, ptrdiff_t n, ptrdiff_t stride, ptrdiff_t count, void *value) {  \
        for (ptrdiff_t i = 0; i < count; i++)                                                                          \
            APUS_NAME(base##_run_parts)((const T *)(const void *)((const char *)x + i * stride), parts * n,            \
                                        (double *)value + parts * i, parts);                                           \
    }
#define APUS_SUM_PAIRS(name, base)                                                                                     \
    static void APUS_NAME(name##_run)(const void *x, ptrdiff_t n, apus_tile tile, int64_t first) {                     \
        (void)first;                                                                                                   \
        APUS_NAME(base##_run_parts)(x, 2 * n, tile.value, 2);                                                          \
    }
APUS_SUM_RUNS(sum_f32, sum_f32, float, 1)
APUS_SUM_RUNS(sum_f64, sum_f64, double, 1)
APUS_SUM_RUNS(sum_c64, sum_f32, float, 2)
APUS_SUM_RUNS(sum_c128, sum_f64, double, 2)
APUS_SUM_PAIRS(sum_c64, sum_f32)
APUS_SUM_PAIRS(sum_c128, sum_f64)

// Counts of ones among bytes that are 0 or 1.
static void APUS_NAME(count_columns)(const void *const *rows, int count, ptrdiff_t width, apus_tile tile, int64_t first) {
    uint64_t *out = tile.value;
    (void)first;
    for (ptrdiff_t j = 0; j < width; j += 64) {
        uint8_t sums[64] = {0};
        const ptrdiff_t m = width - j < 64 ? width - j : 64;
        for (int r = 0; r < count; r++) {
            const uint8_t *x = (const uint8_t *)rows[r] + j;
            if (m == 64) for (int k = 0; k < 64; k++) sums[k] = (uint8_t)(sums[k] + x[k]);
            else for (ptrdiff_t k = 0; k < m; k++) sums[k] = (uint8_t)(sums[k] + x[k]);
        }
        for (ptrdiff_t k = 0; k < m; k++) out[j + k] = sums[k];
    }
}

static void APUS_NAME(count_run)(const void *p, ptrdiff_t n, apus_tile tile, int64_t first) {
    const uint8_t *x = p;
    uint8_t sums[64] = {0};
    uint64_t total = 0;
    ptrdiff_t i = 0;
    (void)first;
    for (; i + 64 <= n; i += 64)
        for (int k = 0; k < 64; k++) sums[k] = (uint8_t)(sums[k] + x[i + k]);
    for (int k = 0; k < 64; k++) total += sums[k];
    for (; i < n; i++) total += x[i];
    *(uint64_t *)tile.value = total;
}

// Products of complex numbers.
static void APUS_NAME(prod_c128_merge)(apus_tile a, apus_tile b, ptrdiff_t width, double na, double nb) {
    APUS_NAME(apus_c128) *x = a.value;
    const APUS_NAME(apus_c128) *y = b.value;
    (void)na, (void)nb;
    for (ptrdiff_t j = 0; j < width; j++) {
        const double re = x[j].re * y[j].re - x[j].im * y[j].im;
        x[j].im = x[j].re * y[j].im + x[j].im * y[j].re;
        x[j].re = re;
    }
}

static void APUS_NAME(prod_c128_columns)(const void *const *rows, int count, ptrdiff_t width, apus_tile tile, int64_t first) {
    (void)first;
    memcpy(tile.value, rows[0], (size_t)width * 16);
    for (int r = 1; r < count; r++)
        APUS_NAME(prod_c128_merge)(tile, (apus_tile){(void *)(uintptr_t)rows[r], NULL}, width, 0, 0);
}

static void APUS_NAME(prod_c128_run)(const void *x, ptrdiff_t n, apus_tile tile, int64_t first) {
    (void)first;
    memcpy(tile.value, x, 16);
    for (ptrdiff_t i = 1; i < n; i++)
        APUS_NAME(prod_c128_merge)(tile, (apus_tile){(char *)(uintptr_t)x + 16 * i, NULL}, 1, 0, 0);
}

// Extremes of type T and their positions; BEATS is `<` or `>`.
#define APUS_EXTREME_KERNELS(name, T, BEATS)                                                                           \
    typedef T APUS_NAME(name##_v) __attribute__((ext_vector_type(64 / sizeof(T))));                                    \
    typedef __typeof__((APUS_NAME(name##_v)){0} < (APUS_NAME(name##_v)){0}) APUS_NAME(name##_m);                       \
    APUS_INLINE APUS_NAME(name##_v) APUS_NAME(name##_load)(const T *x) {                                               \
        APUS_NAME(name##_v) v;                                                                                         \
        memcpy(&v, x, sizeof v);                                                                                       \
        return v;                                                                                                      \
    }                                                                                                                  \
    APUS_INLINE APUS_NAME(name##_v) APUS_NAME(name##_pick)(APUS_NAME(name##_v) a, APUS_NAME(name##_v) x) {             \
        return ((x BEATS a) | (x != x)) ? x : a;                                                                       \
    }                                                                                                                  \
    static void APUS_NAME(name##_columns)(const void *const *rows, int count, ptrdiff_t width, apus_tile tile, int64_t first) {\
        T *out = tile.value;                                                                                           \
        (void)first;                                                                                                   \
        if (width >= APUS_LANES(T)) APUS_EACH_VECTOR(T, j, width) {                                                    \
            APUS_NAME(name##_v) a = APUS_NAME(name##_load)((const T *)rows[0] + j), b = a;                             \
            APUS_NAME(name##_m) unordered = a != a;                                                                    \
            int r = 1;                                                                                                 \
            for (; r + 2 <= count; r += 2) {                                                                           \
                const APUS_NAME(name##_v) p = APUS_NAME(name##_load)((const T *)rows[r] + j);                          \
                const APUS_NAME(name##_v) q = APUS_NAME(name##_load)((const T *)rows[r + 1] + j);                      \
                a = p BEATS a ? p : a;                                                                                 \
                b = q BEATS b ? q : b;                                                                                 \
                unordered |= (p != p) | (q != q);                                                                      \
            }                                                                                                          \
            if (__builtin_reduce_or(unordered)) {                                                                      \
                a = b = APUS_NAME(name##_load)((const T *)rows[0] + j);                                                \
                r = 1;                                                                                                 \
            }                                                                                                          \
            for (; r + 2 <= count; r += 2) {                                                                           \
                a = APUS_NAME(name##_pick)(a, APUS_NAME(name##_load)((const T *)rows[r] + j));                         \
                b = APUS_NAME(name##_pick)(b, APUS_NAME(name##_load)((const T *)rows[r + 1] + j));                     \
            }                                                                                                          \
            if (r < count) a = APUS_NAME(name##_pick)(a, APUS_NAME(name##_load)((const T *)rows[r] + j));              \
            a = APUS_NAME(name##_pick)(a, b);                                                                          \
            memcpy(out + j, &a, sizeof a);                                                                             \
        } else for (ptrdiff_t j = 0; j < width; j++) {                                                                 \
            T a = ((const T *)rows[0])[j];                                                                             \
            for (int r = 1; r < count; r++) { const T x = ((const T *)rows[r])[j]; if ((x BEATS a) | (x != x)) a = x; }\
            out[j] = a;                                                                                                \
        }                                                                                                              \
    }                                                                                                                  \
    static void APUS_NAME(name##_run)(const void *p, ptrdiff_t n, apus_tile tile, int64_t first) {                     \
        const ptrdiff_t L = APUS_LANES(T);                                                                             \
        const T *x = p;                                                                                                \
        APUS_NAME(name##_v) a = x[0], b = a, c = a, d = a;                                                             \
        APUS_NAME(name##_m) unordered = 0;                                                                             \
        ptrdiff_t i = 0;                                                                                               \
        for (; i + 4 * L <= n; i += 4 * L) {                                                                           \
            const APUS_NAME(name##_v) p0 = APUS_NAME(name##_load)(x + i), p1 = APUS_NAME(name##_load)(x + i + L);      \
            const APUS_NAME(name##_v) p2 = APUS_NAME(name##_load)(x + i + 2 * L), p3 = APUS_NAME(name##_load)(x + i + 3 * L);\
            a = p0 BEATS a ? p0 : a;                                                                                   \
            b = p1 BEATS b ? p1 : b;                                                                                   \
            c = p2 BEATS c ? p2 : c;                                                                                   \
            d = p3 BEATS d ? p3 : d;                                                                                   \
            unordered |= ((p0 != p0) | (p1 != p1)) | ((p2 != p2) | (p3 != p3));                                        \
        }                                                                                                              \
        if (__builtin_reduce_or(unordered)) a = b = c = d = x[i = 0];                                                  \
        for (; i + 4 * L <= n; i += 4 * L) {                                                                           \
            a = APUS_NAME(name##_pick)(a, APUS_NAME(name##_load)(x + i));                                              \
            b = APUS_NAME(name##_pick)(b, APUS_NAME(name##_load)(x + i + L));                                          \
            c = APUS_NAME(name##_pick)(c, APUS_NAME(name##_load)(x + i + 2 * L));                                      \
            d = APUS_NAME(name##_pick)(d, APUS_NAME(name##_load)(x + i + 3 * L));                                      \
        }                                                                                                              \
        for (; i + L <= n; i += L) a = APUS_NAME(name##_pick)(a, APUS_NAME(name##_load)(x + i));                       \
        a = APUS_NAME(name##_pick)(APUS_NAME(name##_pick)(a, b), APUS_NAME(name##_pick)(c, d));                        \
        T lanes[64 / sizeof(T)];                                                                                       \
        memcpy(lanes, &a, sizeof a);                                                                                   \
        for (ptrdiff_t half = L / 2; half > 0; half /= 2) {                                                            \
            for (ptrdiff_t k = 0; k < half; k++) {                                                                     \
                const T y = lanes[k + half];                                                                           \
                lanes[k] = ((y BEATS lanes[k]) | (y != y)) ? y : lanes[k];                                             \
            }                                                                                                          \
        }                                                                                                              \
        T best = lanes[0];                                                                                             \
        for (; i < n; i++) if ((x[i] BEATS best) | (x[i] != x[i])) best = x[i];                                        \
        *(T *)tile.value = best;                                                                                       \
        if (tile.extra) *(int64_t *)tile.extra = first;                                                                \
    }                                                                                                                  \
    static void APUS_NAME(name##_merge)(apus_tile a, apus_tile b, ptrdiff_t width, double na, double nb) {             \
        T *x = a.value;                                                                                                \
        const T *y = b.value;                                                                                          \
        (void)na, (void)nb;                                                                                            \
        for (ptrdiff_t j = 0; j < width; j++) x[j] = ((y[j] BEATS x[j]) | (y[j] != y[j])) ? y[j] : x[j];               \
    }                                                                                                                  \
    static void APUS_NAME(name##_arg_columns)(const void *const *rows, int count, ptrdiff_t width, apus_tile tile, int64_t first) {\
        T *out = tile.value;                                                                                           \
        int64_t *position = tile.extra;                                                                                \
        if (width >= APUS_LANES(T)) APUS_EACH_VECTOR(T, j, width) {                                                    \
            APUS_NAME(name##_v) a = APUS_NAME(name##_load)((const T *)rows[0] + j);                                    \
            APUS_NAME(name##_m) at = 0;                                                                                \
            for (int r = 1; r < count; r++) {                                                                          \
                const APUS_NAME(name##_v) x = APUS_NAME(name##_load)((const T *)rows[r] + j);                          \
                const APUS_NAME(name##_m) take = (x BEATS a) | ((x != x) & (a == a));                                  \
                a = take ? x : a;                                                                                      \
                at = take ? (APUS_NAME(name##_m))r : at;                                                               \
            }                                                                                                          \
            memcpy(out + j, &a, sizeof a);                                                                             \
            for (ptrdiff_t k = 0; k < APUS_LANES(T); k++) position[j + k] = first + (int64_t)at[k];                    \
        } else for (ptrdiff_t j = 0; j < width; j++) {                                                                 \
            T a = ((const T *)rows[0])[j];                                                                             \
            int at = 0;                                                                                                \
            for (int r = 1; r < count; r++) {                                                                          \
                const T x = ((const T *)rows[r])[j];                                                                   \
                if ((x BEATS a) | ((x != x) & (a == a))) { a = x; at = r; }                                            \
            }                                                                                                          \
            out[j] = a;                                                                                                \
            position[j] = first + at;                                                                                  \
        }                                                                                                              \
    }                                                                                                                  \
    static void APUS_NAME(name##_arg_merge)(apus_tile a, apus_tile b, ptrdiff_t width, double na, double nb) {         \
        T *x = a.value;                                                                                                \
        const T *y = b.value;                                                                                          \
        int64_t *p = a.extra;                                                                                          \
        const int64_t *q = b.extra;                                                                                    \
        (void)na, (void)nb;                                                                                            \
        for (ptrdiff_t j = 0; j < width; j++) {                                                                        \
            const bool take = (y[j] BEATS x[j]) | ((y[j] != y[j]) & (x[j] == x[j]));                                   \
            x[j] = take ? y[j] : x[j];                                                                                 \
            p[j] = take ? q[j] : p[j];                                                                                 \
        }                                                                                                              \
    }

#define APUS_FIND_KERNEL(name, T)                                                                                      \
    static ptrdiff_t APUS_NAME(name)(const void *p, ptrdiff_t n, const void *value) {                                  \
        const T *x = p;                                                                                                \
        const T wanted = *(const T *)value;                                                                            \
        ptrdiff_t i = 0;                                                                                               \
        for (; i + 64 <= n; i += 64) {                                                                                 \
            uint8_t found = 0;                                                                                         \
            for (int k = 0; k < 64; k++)                                                                               \
                found |= (uint8_t)((x[i + k] == wanted) | ((x[i + k] != x[i + k]) & (wanted != wanted)));              \
            if (found) break;                                                                                          \
        }                                                                                                              \
        for (; i < n; i++) if ((x[i] == wanted) | ((x[i] != x[i]) & (wanted != wanted))) return i;                     \
        return 0;                                                                                                      \
    }

#define APUS_EXTREMES(type, T)                                                                                         \
    APUS_EXTREME_KERNELS(min_##type, T, <)                                                                             \
    APUS_EXTREME_KERNELS(max_##type, T, >)                                                                             \
    APUS_FIND_KERNEL(find_##type, T)

APUS_EXTREMES(u8, uint8_t)
APUS_EXTREMES(u16, uint16_t)
APUS_EXTREMES(u32, uint32_t)
APUS_EXTREMES(u64, uint64_t)
APUS_EXTREMES(i8, int8_t)
APUS_EXTREMES(i16, int16_t)
APUS_EXTREMES(i32, int32_t)
APUS_EXTREMES(i64, int64_t)
APUS_EXTREMES(f32, float)
APUS_EXTREMES(f64, double)

// Extremes of complex numbers, by real and then imaginary part; a number with a NaN part is NaN.
#define APUS_COMPLEX_EXTREMES(name, BEATS)                                                                             \
    APUS_INLINE bool APUS_NAME(name##_takes)(const APUS_NAME(apus_c128) x, const APUS_NAME(apus_c128) a) {             \
        if (a.re != a.re || a.im != a.im) return false;                                                                \
        return x.re != x.re || x.im != x.im || x.re BEATS a.re || (x.re == a.re && x.im BEATS a.im);                   \
    }                                                                                                                  \
    static void APUS_NAME(name##_columns)(const void *const *rows, int count, ptrdiff_t width, apus_tile tile, int64_t first) {\
        APUS_NAME(apus_c128) *out = tile.value;                                                                        \
        for (ptrdiff_t j = 0; j < width; j++) {                                                                        \
            APUS_NAME(apus_c128) a = ((const APUS_NAME(apus_c128) *)rows[0])[j];                                       \
            int at = 0;                                                                                                \
            for (int r = 1; r < count; r++) {                                                                          \
                const APUS_NAME(apus_c128) x = ((const APUS_NAME(apus_c128) *)rows[r])[j];                             \
                if (APUS_NAME(name##_takes)(x, a)) { a = x; at = r; }                                                  \
            }                                                                                                          \
            out[j] = a;                                                                                                \
            if (tile.extra) ((int64_t *)tile.extra)[j] = first + at;                                                   \
        }                                                                                                              \
    }                                                                                                                  \
    static void APUS_NAME(name##_run)(const void *p, ptrdiff_t n, apus_tile tile, int64_t first) {                     \
        const APUS_NAME(apus_c128) *x = p;                                                                             \
        ptrdiff_t at = 0;                                                                                              \
        for (ptrdiff_t i = 1; i < n; i++) if (APUS_NAME(name##_takes)(x[i], x[at])) at = i;                            \
        *(APUS_NAME(apus_c128) *)tile.value = x[at];                                                                   \
        if (tile.extra) *(int64_t *)tile.extra = first + at;                                                           \
    }                                                                                                                  \
    static void APUS_NAME(name##_merge)(apus_tile a, apus_tile b, ptrdiff_t width, double na, double nb) {             \
        APUS_NAME(apus_c128) *x = a.value;                                                                             \
        const APUS_NAME(apus_c128) *y = b.value;                                                                       \
        (void)na, (void)nb;                                                                                            \
        for (ptrdiff_t j = 0; j < width; j++) {                                                                        \
            if (!APUS_NAME(name##_takes)(y[j], x[j])) continue;                                                        \
            x[j] = y[j];                                                                                               \
            if (a.extra) ((int64_t *)a.extra)[j] = ((const int64_t *)b.extra)[j];                                      \
        }                                                                                                              \
    }
APUS_COMPLEX_EXTREMES(min_c128, <)
APUS_COMPLEX_EXTREMES(max_c128, >)

// Mean and sum of squared deviations: `value` the mean, `extra` the sum, both float64. Inside a block deviations are
// taken from the rounded mean, whose own error they correct; blocks merge as in T. F. Chan, G. H. Golub, R. J. LeVeque,
// "Updating formulae and a pairwise algorithm for computing sample variances" (1979).
static void APUS_NAME(moments_merge)(apus_tile a, apus_tile b, ptrdiff_t width, double na, double nb) {
    double *restrict mean = a.value, *restrict m2 = a.extra;
    const double *restrict other = b.value, *restrict other2 = b.extra;
    const double weight = nb / (na + nb);
    for (ptrdiff_t j = 0; j < width; j++) {
        const double delta = other[j] - mean[j];
        mean[j] += delta * weight;
        m2[j] += other2[j] + delta * delta * (na * weight);
    }
}

#define APUS_MOMENT_KERNELS(name, T)                                                                                   \
    static void APUS_NAME(name##_columns)(const void *const *rows, int count, ptrdiff_t width, apus_tile tile, int64_t first) {\
        double *mean = tile.value, *m2 = tile.extra;                                                                   \
        const T scale = (T)1 / (T)count;                                                                               \
        (void)first;                                                                                                   \
        if (width >= APUS_LANES(T)) APUS_EACH_VECTOR(T, j, width) {                                                    \
            APUS_NAME(sum_##name##_v) s = (T)0; APUS_NAME(sum_##name##_v) d1 = (T)0; APUS_NAME(sum_##name##_v) d2 = (T)0;\
            for (int r = 0; r < count; r++) s += APUS_NAME(sum_##name##_load)((const T *)rows[r] + j);                 \
            s *= scale;                                                                                                \
            for (int r = 0; r < count; r++) {                                                                          \
                const APUS_NAME(sum_##name##_v) d = APUS_NAME(sum_##name##_load)((const T *)rows[r] + j) - s;          \
                d1 += d;                                                                                               \
                d2 += d * d;                                                                                           \
            }                                                                                                          \
            const APUS_NAME(sum_##name##_w) e = __builtin_convertvector(d1, APUS_NAME(sum_##name##_w));                \
            const APUS_NAME(sum_##name##_w) m = __builtin_convertvector(s, APUS_NAME(sum_##name##_w)) + e / (double)count;\
            const APUS_NAME(sum_##name##_w) q = __builtin_convertvector(d2, APUS_NAME(sum_##name##_w)) - e * e / (double)count;\
            memcpy(mean + j, &m, sizeof m);                                                                            \
            memcpy(m2 + j, &q, sizeof q);                                                                              \
        } else for (ptrdiff_t j = 0; j < width; j++) {                                                                 \
            double s = 0; double d1 = 0; double d2 = 0;                                                                \
            for (int r = 0; r < count; r++) s += (double)((const T *)rows[r])[j];                                      \
            s /= (double)count;                                                                                        \
            for (int r = 0; r < count; r++) { const double d = (double)((const T *)rows[r])[j] - s; d1 += d; d2 += d * d; }\
            mean[j] = s + d1 / (double)count;                                                                          \
            m2[j] = d2 - d1 * d1 / (double)count;                                                                      \
        }                                                                                                              \
    }                                                                                                                  \
    static void APUS_NAME(name##_run)(const void *p, ptrdiff_t n, apus_tile tile, int64_t first) {                     \
        const ptrdiff_t L = APUS_LANES(T);                                                                             \
        const T *x = p;                                                                                                \
        double total;                                                                                                  \
        (void)first;                                                                                                   \
        APUS_NAME(sum_##name##_run_parts)(x, n, &total, 1);                                                            \
        const T centre = (T)(total / (double)n);                                                                       \
        APUS_NAME(sum_##name##_v) a1 = (T)0, a2 = (T)0, b1 = (T)0, b2 = (T)0;                                          \
        ptrdiff_t i = 0;                                                                                               \
        for (; i + 2 * L <= n; i += 2 * L) {                                                                           \
            const APUS_NAME(sum_##name##_v) d = APUS_NAME(sum_##name##_load)(x + i) - centre;                          \
            const APUS_NAME(sum_##name##_v) e = APUS_NAME(sum_##name##_load)(x + i + L) - centre;                      \
            a1 += d;                                                                                                   \
            a2 += d * d;                                                                                               \
            b1 += e;                                                                                                   \
            b2 += e * e;                                                                                               \
        }                                                                                                              \
        a1 += b1;                                                                                                      \
        a2 += b2;                                                                                                      \
        double d1 = 0, d2 = 0;                                                                                         \
        for (ptrdiff_t k = 0; k < L; k++) { d1 += (double)a1[k]; d2 += (double)a2[k]; }                                \
        for (; i < n; i++) { const double d = (double)x[i] - (double)centre; d1 += d; d2 += d * d; }                   \
        *(double *)tile.value = (double)centre + d1 / (double)n;                                                       \
        *(double *)tile.extra = d2 - d1 * d1 / (double)n;                                                              \
    }
APUS_MOMENT_KERNELS(f32, float)
APUS_MOMENT_KERNELS(f64, double)

#include "reduce_table.inc.h"
