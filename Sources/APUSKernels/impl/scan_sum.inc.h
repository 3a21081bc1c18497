// Running sums of contiguous float32 in double precision, a vector at a time: included once per instruction set by scan.c.
// The additions and their order are the same on all of them.

#pragma clang diagnostic ignored "-Wpsabi"      // the functions that pass wide vectors are always inlined

typedef double APUS_NAME(scan_d8) __attribute__((ext_vector_type(8)));
typedef float APUS_NAME(scan_f8) __attribute__((ext_vector_type(8)));

APUS_INLINE APUS_NAME(scan_d8) APUS_NAME(scan_load)(const float *x) {
    APUS_NAME(scan_f8) v;
    memcpy(&v, x, sizeof v);
    return __builtin_convertvector(v, APUS_NAME(scan_d8));
}

/// The sum of n elements.
static double APUS_NAME(scan_total)(const float *x, ptrdiff_t n) {
    APUS_NAME(scan_d8) a = -0.0, b = -0.0;
    ptrdiff_t i = 0;
    for (; i + 16 <= n; i += 16) {
        a += APUS_NAME(scan_load)(x + i);
        b += APUS_NAME(scan_load)(x + i + 8);
    }
    a += b;
    double sum = ((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7]));
    for (; i < n; i++) sum += (double)x[i];
    return sum;
}

/// The running sums of n elements after `sum`. Minus zero is what adds nothing to any number.
static void APUS_NAME(scan_sums)(const float *x, float *y, ptrdiff_t n, double sum) {
    const APUS_NAME(scan_d8) none = -0.0;
    ptrdiff_t i = 0;
    for (; i + 8 <= n; i += 8) {
        APUS_NAME(scan_d8) s = APUS_NAME(scan_load)(x + i);
        s += __builtin_shufflevector(none, s, 0, 8, 9, 10, 11, 12, 13, 14);
        s += __builtin_shufflevector(none, s, 0, 1, 8, 9, 10, 11, 12, 13);
        s += __builtin_shufflevector(none, s, 0, 1, 2, 3, 8, 9, 10, 11);
        const APUS_NAME(scan_f8) result = __builtin_convertvector(s + sum, APUS_NAME(scan_f8));
        memcpy(y + i, &result, sizeof result);
        sum += s[7];
    }
    for (; i < n; i++) {
        sum += (double)x[i];
        y[i] = (float)sum;
    }
}
