// Sliding products for one instruction set: a block of results stays in registers while the taps go by.

#define APUS_SLIDE(name, T, A)                                                                                         \
    static void APUS_NAME(slide_##name)(ptrdiff_t n, ptrdiff_t m, const void *in, const void *taps, void *out) {       \
        const T *a = in, *v = taps;                                                                                    \
        T *y = out;                                                                                                    \
        enum { block = 256 / sizeof(T) };                                                                              \
        ptrdiff_t i = 0;                                                                                               \
        for (; i + block <= n; i += block) {                                                                           \
            A sums[block] = {0};                                                                                       \
            for (ptrdiff_t k = 0; k < m; k++) {                                                                        \
                const T tap = v[k];                                                                                    \
                _Pragma("clang loop vectorize(enable) unroll(full)")                                                   \
                for (int j = 0; j < block; j++) sums[j] += (A)((A)a[i + k + j] * (A)tap);                              \
            }                                                                                                          \
            for (int j = 0; j < block; j++) y[i + j] = (T)sums[j];                                                     \
        }                                                                                                              \
        for (; i < n; i++) {                                                                                           \
            A sum = 0;                                                                                                 \
            for (ptrdiff_t k = 0; k < m; k++) sum += (A)((A)a[i + k] * (A)v[k]);                                       \
            y[i] = (T)sum;                                                                                             \
        }                                                                                                              \
    }

APUS_SLIDE(8, uint8_t, uint8_t)
APUS_SLIDE(16, uint16_t, uint16_t)
APUS_SLIDE(32, uint32_t, uint32_t)
APUS_SLIDE(64, uint64_t, uint64_t)
APUS_SLIDE(f32, float, float)
APUS_SLIDE(f64, double, double)

#define APUS_SLIDE_COMPLEX(name, T)                                                                                    \
    static void APUS_NAME(slide_##name)(ptrdiff_t n, ptrdiff_t m, const void *in, const void *taps, void *out) {       \
        const T *a = in, *v = taps;                                                                                    \
        T *y = out;                                                                                                    \
        for (ptrdiff_t i = 0; i < n; i++) {                                                                            \
            T re = 0, im = 0;                                                                                          \
            for (ptrdiff_t k = 0; k < m; k++) {                                                                        \
                const T p = a[2 * (i + k)], q = a[2 * (i + k) + 1], r = v[2 * k], s = v[2 * k + 1];                    \
                re += p * r - q * s;                                                                                   \
                im += p * s + q * r;                                                                                   \
            }                                                                                                          \
            y[2 * i] = re;                                                                                             \
            y[2 * i + 1] = im;                                                                                         \
        }                                                                                                              \
    }

APUS_SLIDE_COMPLEX(c64, float)
APUS_SLIDE_COMPLEX(c128, double)

static void APUS_NAME(slide_bool)(ptrdiff_t n, ptrdiff_t m, const void *in, const void *taps, void *out) {
    const uint8_t *a = in, *v = taps;
    uint8_t *y = out;
    memset(y, 0, (size_t)n);
    for (ptrdiff_t k = 0; k < m; k++)
        if (v[k])
            for (ptrdiff_t i = 0; i < n; i++) y[i] |= a[i + k];
}

static slide_rows *const APUS_NAME(slides)[APUS_DTYPE_COUNT] = {
    [APUS_BOOL] = APUS_NAME(slide_bool), [APUS_UINT8] = APUS_NAME(slide_8), [APUS_UINT16] = APUS_NAME(slide_16),
    [APUS_UINT32] = APUS_NAME(slide_32), [APUS_UINT64] = APUS_NAME(slide_64), [APUS_INT8] = APUS_NAME(slide_8),
    [APUS_INT16] = APUS_NAME(slide_16), [APUS_INT32] = APUS_NAME(slide_32), [APUS_INT64] = APUS_NAME(slide_64),
    [APUS_FLOAT32] = APUS_NAME(slide_f32), [APUS_FLOAT64] = APUS_NAME(slide_f64),
    [APUS_COMPLEX64] = APUS_NAME(slide_c64), [APUS_COMPLEX128] = APUS_NAME(slide_c128),
};
