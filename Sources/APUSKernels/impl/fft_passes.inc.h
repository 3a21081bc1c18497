// Transforms by mixed radices of vectors of transforms side by side, in Stockham's order, and Bluestein's convolution.
//
// Before a pass the numbers are s interleaved transforms of r m points: number p + m j of transform q stands at
// q + s (p + m j). After it they are s r transforms of m points.

APUS_INLINE PAIR FN(times)(PAIR a, const APUS_T *w) {
    return (PAIR){a.re * w[0] - a.im * w[1], a.re * w[1] + a.im * w[0]};
}

#define PASS(R)                                                                                                           \
    static void FN(pass##R)(const PAIR *in, PAIR *out, ptrdiff_t s, ptrdiff_t m, const APUS_T *w) {                       \
        for (ptrdiff_t q = 0; q < s; q++) {                                                                               \
            PAIR a[R];                                                                                                    \
            for (int j = 0; j < R; j++) a[j] = in[q + s * m * j];                                                         \
            FN(butterfly##R)(a);                                                                                          \
            for (int k = 0; k < R; k++) out[q + s * k] = a[k];                                                            \
        }                                                                                                                 \
        for (ptrdiff_t p = 1; p < m; p++) {                                                                               \
            const APUS_T *const u = w + p * 2 * (R - 1);                                                                  \
            for (ptrdiff_t q = 0; q < s; q++) {                                                                           \
                PAIR a[R];                                                                                                \
                for (int j = 0; j < R; j++) a[j] = in[q + s * (p + m * j)];                                               \
                FN(butterfly##R)(a);                                                                                      \
                out[q + s * R * p] = a[0];                                                                                \
                for (int k = 1; k < R; k++) out[q + s * (R * p + k)] = FN(times)(a[k], u + 2 * (k - 1));                  \
            }                                                                                                             \
        }                                                                                                                 \
    }
PASS(2)
PASS(3)
PASS(4)
PASS(5)
PASS(7)
PASS(8)
PASS(11)
PASS(13)
PASS(16)
#undef PASS

// The first and the last pass of blocks whose transforms stand side by side in memory, from there and to there: rows `step`
// bytes apart.
#define OUTER_PASS(R)                                                                                                     \
    APUS_INLINE void FN(first_pass##R)(const char *in, ptrdiff_t step, const bool swapped, PAIR *out, ptrdiff_t m,        \
                                       const APUS_T *w) {                                                                 \
        for (ptrdiff_t p = 0; p < m; p++) {                                                                               \
            const APUS_T *const u = w + p * 2 * (R - 1);                                                                  \
            PAIR a[R];                                                                                                    \
            for (int j = 0; j < R; j++) a[j] = FN(swapped_if)(swapped, FN(load_complex)(in + (p + m * j) * step));        \
            FN(butterfly##R)(a);                                                                                          \
            out[R * p] = a[0];                                                                                            \
            for (int k = 1; k < R; k++) out[R * p + k] = FN(times)(a[k], u + 2 * (k - 1));                                \
        }                                                                                                                 \
    }                                                                                                                     \
    static void FN(first##R)(const char *in, ptrdiff_t step, bool swapped, PAIR *out, ptrdiff_t m, const APUS_T *w) {     \
        if (swapped) FN(first_pass##R)(in, step, true, out, m, w);                                                        \
        else FN(first_pass##R)(in, step, false, out, m, w);                                                               \
    }                                                                                                                     \
    APUS_INLINE void FN(last_pass##R)(const PAIR *in, ptrdiff_t s, char *out, ptrdiff_t step, const bool swapped,         \
                                      APUS_T re, APUS_T im) {                                                             \
        for (ptrdiff_t q = 0; q < s; q++) {                                                                               \
            PAIR a[R];                                                                                                    \
            for (int j = 0; j < R; j++) a[j] = in[q + s * j];                                                             \
            FN(butterfly##R)(a);                                                                                          \
            for (int k = 0; k < R; k++) {                                                                                 \
                const PAIR z = FN(swapped_if)(swapped, a[k]);                                                             \
                FN(store_complex)(out + (q + s * k) * step, (PAIR){z.re * re, z.im * im});                                \
            }                                                                                                             \
        }                                                                                                                 \
    }                                                                                                                     \
    static void FN(last##R)(const PAIR *in, ptrdiff_t s, char *out, ptrdiff_t step, bool swapped, APUS_T re, APUS_T im) { \
        if (swapped) FN(last_pass##R)(in, s, out, step, true, re, im);                                                    \
        else FN(last_pass##R)(in, s, out, step, false, re, im);                                                           \
    }
OUTER_PASS(4)
OUTER_PASS(5)
OUTER_PASS(8)
OUTER_PASS(16)
#undef OUTER_PASS

/// A pass with an odd radix that has no kernel of its own.
static void FN(pass_odd)(const PAIR *in, PAIR *out, int r, ptrdiff_t s, ptrdiff_t m, const APUS_T *w, const APUS_T *roots) {
    const int half = r / 2;
    PAIR sum[APUS_FFT_MAX_RADIX / 2 + 1], difference[APUS_FFT_MAX_RADIX / 2 + 1];
    for (ptrdiff_t p = 0; p < m; p++)
        for (ptrdiff_t q = 0; q < s; q++) {
            const PAIR *const a = in + q + s * p;
            PAIR *const b = out + q + s * r * p;
            PAIR total = a[0];
            for (int j = 1; j <= half; j++) {
                const PAIR x = a[s * m * j], y = a[s * m * (r - j)];
                sum[j] = (PAIR){x.re + y.re, x.im + y.im};
                difference[j] = (PAIR){x.re - y.re, x.im - y.im};
                total.re += sum[j].re;
                total.im += sum[j].im;
            }
            b[0] = total;
            for (int k = 1; k <= half; k++) {
                PAIR even = a[0], odd = {0, 0};
                for (int j = 1, i = k; j <= half; j++) {
                    const APUS_T c = roots[2 * i], t = roots[2 * i + 1];
                    even.re += sum[j].re * c;
                    even.im += sum[j].im * c;
                    odd.re += difference[j].re * t;
                    odd.im += difference[j].im * t;
                    i += k;
                    if (i >= r) i -= r;
                }
                const PAIR x = {even.re - odd.im, even.im + odd.re}, y = {even.re + odd.im, even.im - odd.re};
                if (p == 0) {
                    b[s * k] = x;
                    b[s * (r - k)] = y;
                } else {
                    const APUS_T *const u = w + p * 2 * (r - 1);
                    b[s * k] = FN(times)(x, u + 2 * (k - 1));
                    b[s * (r - k)] = FN(times)(y, u + 2 * (r - k - 1));
                }
            }
        }
}

static void FN(pass)(const apus_fft_passes *t, int i, ptrdiff_t s, ptrdiff_t m, const PAIR *in, PAIR *out) {
    const APUS_T *const w = t->twiddles[i];
    switch (t->radix[i]) {
    case 2: FN(pass2)(in, out, s, m, w); break;
    case 3: FN(pass3)(in, out, s, m, w); break;
    case 4: FN(pass4)(in, out, s, m, w); break;
    case 5: FN(pass5)(in, out, s, m, w); break;
    case 7: FN(pass7)(in, out, s, m, w); break;
    case 8: FN(pass8)(in, out, s, m, w); break;
    case 11: FN(pass11)(in, out, s, m, w); break;
    case 13: FN(pass13)(in, out, s, m, w); break;
    case 16: FN(pass16)(in, out, s, m, w); break;
    default: FN(pass_odd)(in, out, t->radix[i], s, m, w, t->roots[i]); break;
    }
}

/// Transforms `in`; the buffers are written in turn, `x` first, and the result is in the one returned. `y` may be `in`.
static PAIR *FN(transform_between)(const apus_fft_passes *t, int from, int to, const PAIR *in, PAIR *x, PAIR *y) {
    ptrdiff_t s = 1, m = t->n;
    for (int i = 0; i < from; i++) {
        m /= t->radix[i];
        s *= t->radix[i];
    }
    for (int i = from; i < to; i++) {
        m /= t->radix[i];
        FN(pass)(t, i, s, m, in, x);
        s *= t->radix[i];
        in = x;
        x = y;
        y = (PAIR *)in;
    }
    return (PAIR *)in;
}

static PAIR *FN(transform)(const apus_fft_passes *t, const PAIR *in, PAIR *x, PAIR *y) {
    return FN(transform_between)(t, 0, t->count, in, x, y);
}

/// The first pass from memory, if there is a kernel for it.
static bool FN(transform_first)(const apus_fft_passes *t, const char *in, ptrdiff_t step, bool swapped, PAIR *out) {
    if (t->count < 2) return false;
    const ptrdiff_t m = t->n / t->radix[0];
    const APUS_T *const w = t->twiddles[0];
    switch (t->radix[0]) {
    case 4: FN(first4)(in, step, swapped, out, m, w); return true;
    case 5: FN(first5)(in, step, swapped, out, m, w); return true;
    case 8: FN(first8)(in, step, swapped, out, m, w); return true;
    case 16: FN(first16)(in, step, swapped, out, m, w); return true;
    default: return false;
    }
}

/// The last pass to memory, if there is a kernel for it.
static bool FN(transform_last)(const apus_fft_passes *t, const PAIR *in, char *out, ptrdiff_t step, bool swapped, APUS_T re, APUS_T im) {
    const int r = t->radix[t->count - 1];
    const ptrdiff_t s = t->n / r;
    switch (r) {
    case 4: FN(last4)(in, s, out, step, swapped, re, im); return true;
    case 5: FN(last5)(in, s, out, step, swapped, re, im); return true;
    case 8: FN(last8)(in, s, out, step, swapped, re, im); return true;
    case 16: FN(last16)(in, s, out, step, swapped, re, im); return true;
    default: return false;
    }
}

static bool FN(has_last)(const apus_fft_passes *t) {
    const int r = t->count > 1 ? t->radix[t->count - 1] : 0;
    return r == 4 || r == 5 || r == 8 || r == 16;
}

/// The transform of the plan's `core` points, in `a`; the result is in the buffer returned.
static PAIR *FN(core)(const apus_fft_plan *plan, PAIR *a, PAIR *b) {
    if (!plan->chirp) return FN(transform)(&plan->columns, a, b, a);
    const APUS_T *const chirp = plan->chirp, *const spectrum = plan->spectrum;
    const ptrdiff_t n = plan->core, m = plan->length;
    for (ptrdiff_t j = 0; j < n; j++) a[j] = FN(times)(a[j], chirp + 2 * j);
    memset(a + n, 0, (size_t)(m - n) * sizeof(PAIR));
    PAIR *r = FN(transform)(&plan->columns, a, b, a);
    for (ptrdiff_t k = 0; k < m; k++) {
        const PAIR z = FN(times)(r[k], spectrum + 2 * k);
        r[k] = (PAIR){z.im, z.re};
    }
    r = FN(transform)(&plan->columns, r, r == a ? b : a, r);
    for (ptrdiff_t k = 0; k < n; k++) r[k] = FN(times)((PAIR){r[k].im, r[k].re}, chirp + 2 * k);
    return r;
}
