// Makes plans of Fourier transforms: factors, the split of a long transform, and roots of unity.
#include "impl/fft.h"
#include <math.h>
#include <stdlib.h>

enum { LARGE_BYTES = 1 << 19 };    // buffers of a block for which transforms are split instead

// Roots of unity

/// Roots e^(-2 pi i k / n), as products of two from tables in extended precision; by symmetry only angles of the first octant
/// are looked up, so that right and half right angles come out exactly.
typedef struct roots {
    ptrdiff_t n, stride;
    long double *low, *high;        // cos and sin of 2 pi a / (8 n) for a < stride, and for multiples of stride up to n
} roots;

static void angle(ptrdiff_t a, ptrdiff_t n, long double *pair) {
    const long double x = 0x1.921fb54442d18469898cc51701b8p-1L * (long double)a / (long double)n;
    pair[0] = cosl(x);
    pair[1] = sinl(x);
}

static bool roots_make(roots *r, ptrdiff_t n) {
    r->n = n;
    r->stride = 1;
    while (r->stride * r->stride < n) r->stride *= 2;
    const ptrdiff_t highs = n / r->stride + 1;
    r->low = malloc((size_t)(r->stride + highs) * 2 * sizeof(long double));
    if (!r->low) return false;
    r->high = r->low + 2 * r->stride;
    for (ptrdiff_t i = 0; i < r->stride; i++) angle(i, n, r->low + 2 * i);
    for (ptrdiff_t i = 0; i < highs; i++) angle(i * r->stride, n, r->high + 2 * i);
    return true;
}

static void roots_free(roots *r) { free(r->low); }

/// e^(-2 pi i k / n) for 0 <= k < n.
static void root(const roots *r, ptrdiff_t k, long double *re, long double *im) {
    const ptrdiff_t n = r->n;
    ptrdiff_t a = 8 * k;
    long double c_sign = 1, s_sign = -1;
    if (a > 4 * n) { a = 8 * n - a; s_sign = 1; }
    if (a > 2 * n) { a = 4 * n - a; c_sign = -1; }
    const bool swapped = a > n;
    if (swapped) a = 2 * n - a;
    const long double *l = r->low + 2 * (a % r->stride), *h = r->high + 2 * (a / r->stride);
    long double c = l[0] * h[0] - l[1] * h[1], s = l[0] * h[1] + l[1] * h[0];
    if (a % r->stride == 0) { c = h[0]; s = h[1]; }
    *re = c_sign * (swapped ? s : c);
    *im = s_sign * (swapped ? c : s);
}

static void put(apus_dtype dtype, void *table, ptrdiff_t i, long double value) {
    if (dtype == APUS_FLOAT64) ((double *)table)[i] = (double)value;
    else ((float *)table)[i] = (float)value;
}

static void put_root(apus_dtype dtype, void *table, ptrdiff_t i, const roots *r, ptrdiff_t k) {
    long double re, im;
    root(r, k, &re, &im);
    put(dtype, table, 2 * i, re);
    put(dtype, table, 2 * i + 1, im);
}

// Memory

static void *reserve(apus_fft_plan *plan, ptrdiff_t numbers) {
    const size_t size = plan->dtype == APUS_FLOAT64 ? 8 : 4;
    const size_t bytes = ((size_t)numbers * size + 63) / 64 * 64;
    void *memory = aligned_alloc(64, bytes > 0 ? bytes : 64);
    if (!memory) return NULL;
    plan->memory[plan->memories++] = memory;
    plan->bytes += bytes;
    return memory;
}

// Factors

/// What a pass of a prime radix costs, a number, in units of about an arithmetic operation.
static double radix_cost(ptrdiff_t r) { return r <= 13 ? 6 + 0.8 * (double)r : 8 + 1.3 * (double)r; }

/// The cost of n points by mixed radices, or a huge one if a factor is too large.
static double direct_cost(ptrdiff_t n) {
    double cost = 0;
    ptrdiff_t rest = n;
    for (ptrdiff_t r = 2; r * r <= rest; r++)
        while (rest % r == 0) {
            cost += r == 2 ? 2.7 : radix_cost(r);
            rest /= r;
        }
    if (rest > APUS_FFT_MAX_RADIX) return 1e300;
    if (rest > 1) cost += rest == 2 ? 2.7 : radix_cost(rest);
    return cost * (double)n;
}

/// The length for Bluestein's convolution of n points: at least 2 n - 1, with small factors.
static ptrdiff_t convolution_length(ptrdiff_t n) {
    const ptrdiff_t least = 2 * n - 1;
    ptrdiff_t best = 16;
    while (best < least) best *= 2;
    for (ptrdiff_t odd = 3; odd <= 15; odd += 2) {
        if (odd == 11 || odd == 13) continue;
        ptrdiff_t m = odd * (n > 64 ? 16 : 1);
        while (m < least) m *= 2;
        if (m < best) best = m;
    }
    return best;
}

/// Points of the transform by mixed radices for `core` points: `core` itself or Bluestein's length.
static ptrdiff_t length_for(ptrdiff_t core) {
    const double direct = direct_cost(core);
    if (direct < 1e3) return core;
    const ptrdiff_t m = convolution_length(core);
    return direct <= 2 * direct_cost(m) + 10 * (double)m ? core : m;
}

static ptrdiff_t rounded_up(ptrdiff_t n, ptrdiff_t to) { return (n + to - 1) / to * to; }

/// The number of columns' points for a split into transforms of columns and rows; 0 if there is no good one.
static ptrdiff_t split_of(ptrdiff_t length, int width) {
    ptrdiff_t best = 0;
    double least = 1e300;
    for (ptrdiff_t n1 = 4; n1 * 4 <= length && n1 <= 1 << 16; n1++) {
        if (length % n1) continue;
        const ptrdiff_t n2 = length / n1;
        const double waste = (double)rounded_up(n1, width) / (double)n1 + (double)rounded_up(n2, width) / (double)n2;
        const double shape = fabs(log2((double)n1 / (double)n2)), cost = waste * (1 + 0.05 * shape);
        if (cost < least) {
            least = cost;
            best = n1;
        }
    }
    return least < 4 ? best : 0;
}

static bool make_passes(apus_fft_plan *plan, apus_fft_passes *t, ptrdiff_t n) {
    t->n = n;
    t->count = 0;
    ptrdiff_t rest = n;
    int twos = 0;
    while (rest % 2 == 0) {
        rest /= 2;
        twos++;
    }
    // Sixteens, and one or two eights or fours to make up the rest.
    while (twos > 0) {
        const int bits = twos >= 7 || twos == 4 ? 4 : twos >= 5 || twos == 3 ? 3 : twos;
        t->radix[t->count++] = 1 << bits;
        twos -= bits;
    }
    for (ptrdiff_t r = 3; rest > 1; r += 2) {
        if (r * r > rest) r = rest;
        while (rest % r == 0) {
            t->radix[t->count++] = (int)r;
            rest /= r;
        }
    }
    roots unity;
    if (!roots_make(&unity, n)) return false;
    ptrdiff_t m = n, s = 1;
    for (int i = 0; i < t->count; i++) {
        const ptrdiff_t r = t->radix[i];
        m /= r;
        t->twiddles[i] = t->roots[i] = NULL;
        if (m > 1) {
            void *const table = reserve(plan, 2 * m * (r - 1));
            if (!table) break;
            for (ptrdiff_t p = 0; p < m; p++)
                for (ptrdiff_t k = 1; k < r; k++) put_root(plan->dtype, table, p * (r - 1) + k - 1, &unity, p * k * s);
            t->twiddles[i] = table;
        }
        if (r > 16 || (r != 16 && r > 13)) {
            void *const table = reserve(plan, 2 * r);
            if (!table) break;
            for (ptrdiff_t k = 0; k < r; k++) put_root(plan->dtype, table, k, &unity, n / r * k);
            t->roots[i] = table;
        }
        s *= r;
    }
    roots_free(&unity);
    return m == 1;
}

// Tables of a plan

/// The factors between the columns' and the rows' transforms: of lanes, and of the first lanes of blocks.
static bool make_split(apus_fft_plan *plan, int width) {
    const ptrdiff_t n1 = split_of(plan->length, width), n2 = plan->length / n1;
    if (!make_passes(plan, &plan->columns, n1) || !make_passes(plan, &plan->rows, n2)) return false;
    const ptrdiff_t blocks = rounded_up(n2, width) / width;
    void *const fine = reserve(plan, n1 * 2 * width), *const coarse = reserve(plan, blocks * n1 * 2);
    plan->fine = fine;
    plan->coarse = coarse;
    roots unity;
    if (!fine || !coarse || !roots_make(&unity, plan->length)) return false;
    for (ptrdiff_t k = 0; k < n1; k++)
        for (int l = 0; l < width; l++) {
            long double re, im;
            root(&unity, k * l % plan->length, &re, &im);
            put(plan->dtype, fine, (2 * k) * width + l, re);
            put(plan->dtype, fine, (2 * k + 1) * width + l, im);
        }
    for (ptrdiff_t b = 0; b < blocks; b++)
        for (ptrdiff_t k = 0; k < n1; k++)
            put_root(plan->dtype, coarse, b * n1 + k, &unity, (ptrdiff_t)((unsigned __int128)k * (size_t)(b * width) % (size_t)plan->length));
    roots_free(&unity);
    return true;
}

static bool make_halves(apus_fft_plan *plan) {
    void *const halves = reserve(plan, 2 * (plan->core / 2 + 1));
    plan->halves = halves;
    roots unity;
    if (!halves || !roots_make(&unity, plan->n)) return false;
    for (ptrdiff_t k = 0; k <= plan->core / 2; k++) put_root(plan->dtype, halves, k, &unity, k);
    roots_free(&unity);
    return true;
}

/// Transforms `n` complex float64 numbers in place.
static bool transform_once(double *values, ptrdiff_t n) {
    apus_fft_plan *const plan = apus_fft_plan_create(APUS_FLOAT64, false, n, 1);
    void *const workspace = plan ? aligned_alloc(64, (apus_fft_workspace(plan, 1, 1) + 63) / 64 * 64) : NULL;
    if (workspace) {
        const apus_fft_job job = {.kind = APUS_FFT_COMPLEX, .forward = true, .scale = 1, .present = n, .input_step = 16,
                                  .output_step = 16, .input = values, .output = values};
        apus_fft(plan, &job, workspace, NULL);
    }
    free(workspace);
    apus_fft_plan_destroy(plan);
    return workspace != NULL;
}

static bool make_chirp(apus_fft_plan *plan) {
    const ptrdiff_t n = plan->core, m = plan->length;
    void *const chirp = reserve(plan, 2 * n), *const spectrum = reserve(plan, 2 * m);
    plan->chirp = chirp;
    plan->spectrum = spectrum;
    double *const values = calloc((size_t)m, 2 * sizeof(double));
    roots unity = {0};
    bool made = chirp && spectrum && values && roots_make(&unity, 2 * n);
    if (made) {
        ptrdiff_t square = 0;       // k^2 modulo 2 n
        for (ptrdiff_t k = 0; k < n; k++) {
            long double re, im;
            root(&unity, square, &re, &im);
            put(plan->dtype, chirp, 2 * k, re);
            put(plan->dtype, chirp, 2 * k + 1, im);
            const ptrdiff_t mirrored = k == 0 ? 0 : m - k;
            values[2 * k] = values[2 * mirrored] = (double)re / (double)m;
            values[2 * k + 1] = values[2 * mirrored + 1] = -(double)im / (double)m;
            square = (square + 2 * k + 1) % (2 * n);
        }
        made = transform_once(values, m);
        for (ptrdiff_t k = 0; made && k < 2 * m; k++) put(plan->dtype, spectrum, k, values[k]);
    }
    roots_free(&unity);
    free(values);
    return made;
}

// Interface

static ptrdiff_t core_of(bool real, ptrdiff_t n) { return real && n % 2 == 0 ? n / 2 : n; }

int apus_fft_plan_class(apus_dtype dtype, ptrdiff_t transforms) {
    return transforms * 2 <= apus_fft_kernels_of(dtype)->width;
}

/// Whether transforms are split into columns and rows: few ones, and those whose buffers would not fit the cache.
static bool is_split(const apus_fft_plan *plan, int width, int plan_class) {
    const bool large = plan->length * width * (plan->dtype == APUS_FLOAT64 ? 16 : 8) > LARGE_BYTES;
    return plan->length >= 64 && (plan_class == 1 || large) && split_of(plan->length, width) > 0;
}

apus_fft_plan *apus_fft_plan_create(apus_dtype dtype, bool real, ptrdiff_t n, int plan_class) {
    apus_fft_plan *const plan = calloc(1, sizeof *plan);
    if (!plan) return NULL;
    const int width = apus_fft_kernels_of(dtype)->width;
    plan->dtype = dtype;
    plan->real = real;
    plan->halved = real && n % 2 == 0;
    plan->n = n;
    plan->core = core_of(real, n);
    plan->length = length_for(plan->core);
    plan->split = is_split(plan, width, plan_class);
    plan->bytes = sizeof *plan;
    const bool made = (plan->split ? make_split(plan, width) : make_passes(plan, &plan->columns, plan->length))
        && (!plan->halved || make_halves(plan)) && (plan->length == plan->core || make_chirp(plan));
    if (made) return plan;
    apus_fft_plan_destroy(plan);
    return NULL;
}

void apus_fft_plan_destroy(apus_fft_plan *plan) {
    if (!plan) return;
    for (int i = 0; i < plan->memories; i++) free(plan->memory[i]);
    free(plan);
}

size_t apus_fft_plan_bytes(const apus_fft_plan *plan) { return plan->bytes; }
