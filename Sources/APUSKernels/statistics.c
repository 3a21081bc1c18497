// Counts elements by their value or by equal bins.
#include "apus_statistics.h"

void apus_bincount(ptrdiff_t n, const int64_t *x, const double *weights, void *out) {
    if (weights) {
        double *sums = out;
        for (ptrdiff_t i = 0; i < n; i++) sums[x[i]] += weights[i];
    } else {
        int64_t *counts = out;
        for (ptrdiff_t i = 0; i < n; i++) counts[x[i]]++;
    }
}

#define APUS_HISTOGRAM(T)                                                                                              \
    static void histogram_##T(ptrdiff_t n, const T *x, ptrdiff_t bins, const T *edges, double first, double last,       \
                              const double *weights, void *out) {                                                  \
        const T least = edges[0], greatest = edges[bins], width = greatest - least, scale = (T)bins;                   \
        for (ptrdiff_t i = 0; i < n; i++) {                                                                            \
            const T value = x[i];                                                                                      \
            if (!((double)value >= first && (double)value <= last)) continue;                                          \
            ptrdiff_t bin = (ptrdiff_t)((value - least) / width * scale);                                              \
            if (bin < 0) bin = 0;                                                                                      \
            if (bin >= bins) bin = bins - 1;                                                                           \
            if (bin > 0 && value < edges[bin]) bin--;                                                                          \
            else if (value >= edges[bin + 1] && bin != bins - 1) bin++;                                                \
            if (weights) ((double *)out)[bin] += weights[i];                                                           \
            else ((int64_t *)out)[bin]++;                                                                              \
        }                                                                                                              \
    }
APUS_HISTOGRAM(float)
APUS_HISTOGRAM(double)

int apus_histogram(apus_dtype dtype, ptrdiff_t n, const void *x, ptrdiff_t bins, const void *edges, double first, double last,
                   const double *weights, void *out) {
    if (bins < 1) return -1;
    if (dtype == APUS_FLOAT32) histogram_float(n, x, bins, edges, first, last, weights, out);
    else if (dtype == APUS_FLOAT64) histogram_double(n, x, bins, edges, first, last, weights, out);
    else return -1;
    return 0;
}
