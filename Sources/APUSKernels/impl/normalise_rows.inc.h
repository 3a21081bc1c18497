// Softmax and normalisation kernels of one element type: APUS_ELEMENT in memory, APUS_COMPUTE in vectors of APUS_WIDTH.

#define FN(name) APUS_NAME(APUS_JOIN(APUS_JOIN(name, _), APUS_TAG))
#define ON(name) APUS_NAME(APUS_JOIN(APUS_JOIN(name, _), APUS_COMPUTE_TAG))
#define V APUS_NAME(APUS_JOIN(v, APUS_COMPUTE_TAG))
#define E APUS_ELEMENT
#define T APUS_COMPUTE
#define W APUS_WIDTH
#define APUS_PART(n, i) ((n) - (i) < W ? (n) - (i) : W)

/// `m` <= W elements; missing ones are zero.
APUS_INLINE V FN(load_part)(const E *p, ptrdiff_t m) {
    if (m == W) return FN(load)(p);
#ifdef APUS_MASKED
    return (V)_mm512_maskz_loadu_ps((__mmask16)((1u << m) - 1), p);
#else
    E part[W] = {0};
    for (ptrdiff_t k = 0; k < m; k++) part[k] = p[k];
    return FN(load)(part);
#endif
}

APUS_INLINE void FN(store_part)(E *p, ptrdiff_t m, V v) {
    if (m == W) { FN(store)(p, v); return; }
#ifdef APUS_MASKED
    _mm512_mask_storeu_ps(p, (__mmask16)((1u << m) - 1), (__m512)v);
#else
    E part[W];
    FN(store)(part, v);
    for (ptrdiff_t k = 0; k < m; k++) p[k] = part[k];
#endif
}

/// `m` <= W values of the compute type, missing ones zero.
APUS_INLINE V FN(values_part)(const T *p, ptrdiff_t m) {
    if (m == W) return ON(load)(p);
    T part[W] = {0};
    for (ptrdiff_t k = 0; k < m; k++) part[k] = p[k];
    return ON(load)(part);
}

/// The first `m` lanes of `v`, the rest zero.
APUS_INLINE V FN(keep)(V v, ptrdiff_t m) {
    if (m == W) return v;
#ifdef APUS_MASKED
    return (V)_mm512_maskz_mov_ps((__mmask16)((1u << m) - 1), (__m512)v);
#else
    for (ptrdiff_t k = m; k < W; k++) v[k] = 0;
    return v;
#endif
}

typedef double FN(wide) __attribute__((ext_vector_type(W)));

APUS_INLINE double FN(total)(V v) {
    const FN(wide) w = __builtin_convertvector(v, FN(wide));
    double lanes[W];
    memcpy(lanes, &w, sizeof w);
    for (int half = W / 2; half > 0; half /= 2)
        for (int k = 0; k < half; k++) lanes[k] += lanes[k + half];
    return lanes[0];
}

/// sum[k] += v[k] for the first `m` lanes.
APUS_INLINE void FN(accumulate)(double *sum, ptrdiff_t m, V v) {
    if (m < W) { for (ptrdiff_t k = 0; k < m; k++) sum[k] += (double)v[k]; return; }
    FN(wide) s;
    memcpy(&s, sum, sizeof s);
    s += __builtin_convertvector(v, FN(wide));
    memcpy(sum, &s, sizeof s);
}

APUS_INLINE ptrdiff_t FN(block_end)(ptrdiff_t i, ptrdiff_t n) { return n - i > 1024 ? i + 1024 : n; }

static T FN(row_max)(ptrdiff_t n, const E *x) {
    V a = (T)-INFINITY, b = a;
    ptrdiff_t i = 0;
    for (; i + 2 * W <= n; i += 2 * W) {
        const V u = FN(load)(x + i), v = FN(load)(x + i + W);
        a = u > a ? u : a;
        b = v > b ? v : b;
    }
    for (; i + W <= n; i += W) { const V u = FN(load)(x + i); a = u > a ? u : a; }
    a = b > a ? b : a;
    T lanes[W];
    memcpy(lanes, &a, sizeof a);
    for (int half = W / 2; half > 0; half /= 2)
        for (int k = 0; k < half; k++) lanes[k] = lanes[k + half] > lanes[k] ? lanes[k + half] : lanes[k];
    T best = lanes[0];
    if (i < n) {
        const V rest = FN(load_part)(x + i, n - i);
        for (ptrdiff_t k = 0; k < n - i; k++) best = rest[k] > best ? rest[k] : best;
    }
    return best;
}

static double FN(log_sum_exp)(ptrdiff_t n, const void *input) {
    const E *x = input;
    T top = FN(row_max)(n, x);
    if (!(top - top == 0)) top = 0;
    double sum = 0;
    for (ptrdiff_t i = 0; i < n;) {
        V a = (T)0;
        for (const ptrdiff_t end = FN(block_end)(i, n); i < end; i += W) {
            const ptrdiff_t m = APUS_PART(end, i);
            a += FN(keep)(ON(exp)(FN(load_part)(x + i, m) - top), m);
        }
        sum += FN(total)(a);
    }
    return (double)top + log(sum);
}

/// The shift is subtracted in two parts, so that large ones lose nothing.
static void FN(scaled_exp)(ptrdiff_t n, const void *input, double shift, double scale, void *output) {
    const E *x = input;
    E *y = output;
    const T high = (T)shift, low = shift - shift == 0 ? (T)(shift - (double)high) : 0, factor = (T)scale;
    for (ptrdiff_t i = 0; i < n; i += W) {
        const ptrdiff_t m = APUS_PART(n, i);
        FN(store_part)(y + i, m, ON(exp)(FN(load_part)(x + i, m) - high - low) * factor);
    }
}

static void FN(softmax_row)(apus_softmax_op op, ptrdiff_t n, const void *input, void *output) {
    const E *x = input;
    E *y = output;
    if (op == APUS_LOG_SUM_EXP) {
        V r = (T)FN(log_sum_exp)(n, x);
        FN(store_part)(y, 1, r);
        return;
    }
    const T top = FN(row_max)(n, x);
    double sum = 0;
    for (ptrdiff_t i = 0; i < n;) {
        V a = (T)0;
        for (const ptrdiff_t end = FN(block_end)(i, n); i < end; i += W) {
            const ptrdiff_t m = APUS_PART(end, i);
            const V e = ON(exp)(FN(load_part)(x + i, m) - top);
#ifdef APUS_STORES_EXACTLY
            if (op == APUS_SOFTMAX) FN(store_part)(y + i, m, e);
#endif
            a += FN(keep)(e, m);
        }
        sum += FN(total)(a);
    }
    const T scale = (T)(1 / sum), shift = (T)log(sum);
    for (ptrdiff_t i = 0; i < n; i += W) {
        const ptrdiff_t m = APUS_PART(n, i);
#ifdef APUS_STORES_EXACTLY
        const V v = op == APUS_SOFTMAX ? FN(load_part)(y + i, m) * scale : FN(load_part)(x + i, m) - top - shift;
#else
        const V z = FN(load_part)(x + i, m) - top, v = op == APUS_SOFTMAX ? ON(exp)(z) * scale : z - shift;
#endif
        FN(store_part)(y + i, m, v);
    }
}

static void FN(softmax_columns)(apus_softmax_op op, ptrdiff_t n, ptrdiff_t width, ptrdiff_t stride, const void *input, void *output) {
    const E *x = input;
    E *y = output;
    T top[APUS_COLUMN_TILE], shift[APUS_COLUMN_TILE];
    double sum[APUS_COLUMN_TILE] = {0};
    for (ptrdiff_t j = 0; j < APUS_COLUMN_TILE; j++) top[j] = (T)-INFINITY;
    for (ptrdiff_t i = 0; i < n; i++) {
        for (ptrdiff_t j = 0; j < width; j += W) {
            const V v = FN(load_part)(x + i * stride + j, APUS_PART(width, j)), t = ON(load)(top + j);
            ON(store)(top + j, v > t ? v : t);
        }
    }
    for (ptrdiff_t j = 0; j < width; j++) if (op == APUS_LOG_SUM_EXP && !(top[j] - top[j] == 0)) top[j] = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        for (ptrdiff_t j = 0; j < width; j += W) {
            const V e = ON(exp)(FN(load_part)(x + i * stride + j, APUS_PART(width, j)) - ON(load)(top + j));
            FN(accumulate)(sum + j, W, e);
        }
    }
    for (ptrdiff_t j = 0; j < width; j++)
        shift[j] = (T)(op == APUS_SOFTMAX ? 1 / sum[j] : op == APUS_LOG_SOFTMAX ? log(sum[j]) : (double)top[j] + log(sum[j]));
    if (op == APUS_LOG_SUM_EXP) {
        for (ptrdiff_t j = 0; j < width; j += W) FN(store_part)(y + j, APUS_PART(width, j), FN(values_part)(shift + j, APUS_PART(width, j)));
        return;
    }
    for (ptrdiff_t i = 0; i < n; i++) {
        for (ptrdiff_t j = 0; j < width; j += W) {
            const ptrdiff_t m = APUS_PART(width, j);
            const V z = FN(load_part)(x + i * stride + j, m) - ON(load)(top + j), s = FN(values_part)(shift + j, m);
            FN(store_part)(y + i * stride + j, m, op == APUS_SOFTMAX ? ON(exp)(z) * s : z - s);
        }
    }
}

static void FN(softmax_back_row)(apus_softmax_op op, ptrdiff_t n, const void *result, const void *gradient, void *output) {
    const E *y = result, *g = gradient;
    E *out = output;
    double sum = 0;
    for (ptrdiff_t i = 0; i < n;) {
        V a = (T)0;
        for (const ptrdiff_t end = FN(block_end)(i, n); i < end; i += W) {
            const ptrdiff_t m = APUS_PART(end, i);
            const V u = FN(load_part)(g + i, m);
            a += op == APUS_SOFTMAX ? u * FN(load_part)(y + i, m) : u;
        }
        sum += FN(total)(a);
    }
    const T s = (T)sum;
    for (ptrdiff_t i = 0; i < n; i += W) {
        const ptrdiff_t m = APUS_PART(n, i);
        const V u = FN(load_part)(g + i, m), v = FN(load_part)(y + i, m);
        FN(store_part)(out + i, m, op == APUS_SOFTMAX ? v * (u - s) : u - ON(exp)(v) * s);
    }
}

static void FN(softmax_back_columns)(apus_softmax_op op, ptrdiff_t n, ptrdiff_t width, ptrdiff_t stride, const void *result,
                                     const void *gradient, void *output) {
    const E *y = result, *g = gradient;
    E *out = output;
    double sum[APUS_COLUMN_TILE] = {0};
    T total[APUS_COLUMN_TILE];
    for (ptrdiff_t i = 0; i < n; i++) {
        for (ptrdiff_t j = 0; j < width; j += W) {
            const ptrdiff_t m = APUS_PART(width, j), at = i * stride + j;
            const V u = FN(load_part)(g + at, m), a = op == APUS_SOFTMAX ? u * FN(load_part)(y + at, m) : u;
            FN(accumulate)(sum + j, W, a);
        }
    }
    for (ptrdiff_t j = 0; j < APUS_COLUMN_TILE; j++) total[j] = (T)sum[j];
    for (ptrdiff_t i = 0; i < n; i++) {
        for (ptrdiff_t j = 0; j < width; j += W) {
            const ptrdiff_t m = APUS_PART(width, j), at = i * stride + j;
            const V u = FN(load_part)(g + at, m), v = FN(load_part)(y + at, m), s = ON(load)(total + j);
            FN(store_part)(out + at, m, op == APUS_SOFTMAX ? v * (u - s) : u - ON(exp)(v) * s);
        }
    }
}

static void FN(moments)(ptrdiff_t n, const void *input, double *count, double *mean, double *m2) {
    const E *x = input;
    for (ptrdiff_t start = 0; start < n; start += 1024) {
        const ptrdiff_t end = FN(block_end)(start, n);
        const double size = (double)(end - start);
        V s = (T)0, t = (T)0, d1 = (T)0, d2 = (T)0, e1 = (T)0, e2 = (T)0;
        ptrdiff_t i = start;
        for (; i + 2 * W <= end; i += 2 * W) {
            s += FN(load)(x + i);
            t += FN(load)(x + i + W);
        }
        for (; i < end; i += W) s += FN(load_part)(x + i, APUS_PART(end, i));
        const T centre = (T)(FN(total)(s + t) / size);
        for (i = start; i + 2 * W <= end; i += 2 * W) {
            const V d = FN(load)(x + i) - centre, f = FN(load)(x + i + W) - centre;
            d1 += d;
            d2 += d * d;
            e1 += f;
            e2 += f * f;
        }
        for (; i < end; i += W) {
            const V d = FN(keep)(FN(load_part)(x + i, APUS_PART(end, i)) - centre, APUS_PART(end, i));
            d1 += d;
            d2 += d * d;
        }
        const double e = FN(total)(d1 + e1), own = (double)centre + e / size, own2 = FN(total)(d2 + e2) - e * e / size;
        const double delta = own - *mean, weight = size / (*count + size);
        *mean += delta * weight;
        *m2 += own2 + delta * delta * (*count * weight);
        *count += size;
    }
}

static void FN(normalise)(ptrdiff_t n, const void *input, double mean, double rstd, const void *weight, const void *bias, void *output) {
    const E *x = input, *w = weight, *b = bias;
    const T centre = (T)mean, scale = (T)rstd;
    E *y = output;
    ptrdiff_t i = 0;
    if (w && b)
        for (; i + W <= n; i += W)
            FN(store)(y + i, (FN(load)(x + i) - centre) * scale * FN(load)(w + i) + FN(load)(b + i));
    for (; i < n; i += W) {
        const ptrdiff_t m = APUS_PART(n, i);
        V v = (FN(load_part)(x + i, m) - centre) * scale;
        if (w) v *= FN(load_part)(w + i, m);
        if (b) v += FN(load_part)(b + i, m);
        FN(store_part)(y + i, m, v);
    }
}

static void FN(gradient_sums)(ptrdiff_t n, const void *input, const void *gradient, const void *weight, double mean, double *sums) {
    const E *x = input, *g = gradient, *w = weight;
    const T centre = (T)mean;
    for (ptrdiff_t i = 0; i < n;) {
        V a = (T)0, b = (T)0;
        for (const ptrdiff_t end = FN(block_end)(i, n); i < end; i += W) {
            const ptrdiff_t m = APUS_PART(end, i);
            V u = FN(load_part)(g + i, m);
            if (w) u *= FN(load_part)(w + i, m);
            a += u;
            b += FN(keep)(u * (FN(load_part)(x + i, m) - centre), m);
        }
        sums[0] += FN(total)(a);
        sums[1] += FN(total)(b);
    }
}

static void FN(affine2)(ptrdiff_t n, const void *gradient, const void *input, const void *weight, double mean, double a, double b,
                        double d, void *output) {
    const E *g = gradient, *x = input, *w = weight;
    const T centre = (T)mean, ca = (T)a, cb = (T)b, cd = (T)d;
    E *out = output;
    for (ptrdiff_t i = 0; i < n; i += W) {
        const ptrdiff_t m = APUS_PART(n, i);
        V u = FN(load_part)(g + i, m);
        if (w) u *= FN(load_part)(w + i, m);
        FN(store_part)(out + i, m, u * ca + (FN(load_part)(x + i, m) - centre) * cb + cd);
    }
}

static void FN(affine)(ptrdiff_t n, const void *input, double mean, double a, double d, void *output) {
    const E *x = input;
    const T centre = (T)mean, ca = (T)a, cd = (T)d;
    E *y = output;
    for (ptrdiff_t i = 0; i < n; i += W)
        FN(store_part)(y + i, APUS_PART(n, i), (FN(load_part)(x + i, APUS_PART(n, i)) - centre) * ca + cd);
}

static void FN(parameter_sums)(ptrdiff_t n, const void *input, const void *gradient, double mean, double rstd, double *weight_sum,
                               double *bias_sum) {
    const E *x = input, *g = gradient;
    const T centre = (T)mean, scale = (T)rstd;
    for (ptrdiff_t i = 0; i < n; i += W) {
        const ptrdiff_t m = APUS_PART(n, i);
        const V u = FN(load_part)(g + i, m), v = u * ((FN(load_part)(x + i, m) - centre) * scale);
        FN(accumulate)(weight_sum + i, m, v);
        FN(accumulate)(bias_sum + i, m, u);
    }
}

static void FN(affine_each)(ptrdiff_t n, const void *input, const void *mean, const void *a, const void *d, void *output) {
    const E *x = input;
    const T *centre = mean, *ca = a, *cd = d;
    E *y = output;
    for (ptrdiff_t i = 0; i < n; i += W) {
        const ptrdiff_t m = APUS_PART(n, i);
        const V v = (FN(load_part)(x + i, m) - FN(values_part)(centre + i, m)) * FN(values_part)(ca + i, m);
        FN(store_part)(y + i, m, v + FN(values_part)(cd + i, m));
    }
}

static void FN(affine2_each)(ptrdiff_t n, const void *gradient, const void *input, const void *mean, const void *a, const void *b,
                             const void *d, void *output) {
    const E *g = gradient, *x = input;
    const T *centre = mean, *ca = a, *cb = b, *cd = d;
    E *out = output;
    for (ptrdiff_t i = 0; i < n; i += W) {
        const ptrdiff_t m = APUS_PART(n, i);
        const V v = FN(load_part)(g + i, m) * FN(values_part)(ca + i, m);
        const V u = (FN(load_part)(x + i, m) - FN(values_part)(centre + i, m)) * FN(values_part)(cb + i, m);
        FN(store_part)(out + i, m, v + u + FN(values_part)(cd + i, m));
    }
}

static void FN(gradient_sums_each)(ptrdiff_t n, const void *input, const void *gradient, const void *mean, double *sum, double *products) {
    const E *x = input, *g = gradient;
    const T *centre = mean;
    for (ptrdiff_t i = 0; i < n; i += W) {
        const ptrdiff_t m = APUS_PART(n, i);
        const V u = FN(load_part)(g + i, m), v = u * (FN(load_part)(x + i, m) - FN(values_part)(centre + i, m));
        FN(accumulate)(sum + i, m, u);
        FN(accumulate)(products + i, m, v);
    }
}

static void FN(round)(ptrdiff_t n, const double *values, void *out) {
    for (ptrdiff_t i = 0; i < n; i++) FN(store_part)((E *)out + i, 1, (V)(T)values[i]);
}

#undef FN
#undef ON
#undef V
#undef E
#undef T
#undef W
#undef APUS_PART
#undef APUS_TAG
#undef APUS_ELEMENT
#undef APUS_COMPUTE
#undef APUS_COMPUTE_TAG
#undef APUS_WIDTH
#undef APUS_STORES_EXACTLY
