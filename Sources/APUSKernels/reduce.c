// Drives reductions: walks the axes, splits the work into chunks by size alone, merges partial results pairwise.
#include "impl/reduce.h"
#include <math.h>

enum { CHUNK = 1 << 16, SHORT_RUN = 32, VALUE_BYTES = 16, STATE_BYTES = 24 };

typedef struct {
    const apus_reduction *r;
    apus_reduce_kernel kernel;
    bool argument, moments;
    bool by_columns;            // the last kept axis is vectorised; otherwise the reduced range of one output is
    ptrdiff_t outputs, reduced, column_count, column_stride;
    ptrdiff_t tiles_per_row, tiles;
    ptrdiff_t chunks, chunk;    // the reduced range in pieces of `chunk` elements
    ptrdiff_t tiles_per_job;
    char *workspace;
} plan;

static ptrdiff_t product(int32_t rank, const ptrdiff_t *shape) {
    ptrdiff_t n = 1;
    for (int32_t i = 0; i < rank; i++) n *= shape[i];
    return n;
}

static ptrdiff_t magnitude(ptrdiff_t x) { return x < 0 ? -x : x; }

apus_dtype apus_reduce_result(apus_reduce_op op, apus_dtype dtype) {
    const bool complex = dtype >= APUS_COMPLEX64, integer = dtype < APUS_FLOAT16;
    if (dtype >= APUS_DTYPE_COUNT) return APUS_DTYPE_COUNT;
    switch (op) {
    case APUS_REDUCE_SUM: case APUS_REDUCE_PROD:
        if (dtype >= APUS_UINT8 && dtype <= APUS_UINT64) return APUS_UINT64;
        return integer ? APUS_INT64 : dtype;
    case APUS_REDUCE_MIN: case APUS_REDUCE_MAX: return dtype;
    case APUS_REDUCE_ANY: case APUS_REDUCE_ALL: return APUS_BOOL;
    case APUS_REDUCE_ARGMIN: case APUS_REDUCE_ARGMAX: case APUS_REDUCE_COUNT_NONZERO: return APUS_INT64;
    case APUS_REDUCE_MEAN: return integer ? APUS_FLOAT64 : dtype;
    case APUS_REDUCE_VARIANCE: case APUS_REDUCE_STANDARD_DEVIATION:
        return complex ? APUS_DTYPE_COUNT : integer ? APUS_FLOAT64 : dtype;
    case APUS_REDUCE_SUM_SQUARES: case APUS_REDUCE_NORM_1: case APUS_REDUCE_NORM_2: case APUS_REDUCE_NORM_P:
    case APUS_REDUCE_NORM_MAX: case APUS_REDUCE_NORM_MIN:
        if (integer) return APUS_FLOAT64;
        return dtype == APUS_COMPLEX64 ? APUS_FLOAT32 : dtype == APUS_COMPLEX128 ? APUS_FLOAT64 : dtype;
    default: return APUS_DTYPE_COUNT;
    }
}

static apus_reduce_kernel kernel_of(apus_reduce_op op, apus_dtype dtype) {
#if defined(__x86_64__)
    if (apus_isa_level() == 2) return apus_reduce_kernel_avx512(op, dtype);
    if (apus_isa_level() == 1) return apus_reduce_kernel_avx2(op, dtype);
#endif
    return apus_reduce_kernel_base(op, dtype);
}

static plan plan_of(const apus_reduction *r) {
    plan p = {.r = r};
    p.argument = r->op == APUS_REDUCE_ARGMIN || r->op == APUS_REDUCE_ARGMAX;
    p.moments = r->op == APUS_REDUCE_VARIANCE || r->op == APUS_REDUCE_STANDARD_DEVIATION;
    p.outputs = product(r->keep_rank, r->keep_shape);
    p.reduced = product(r->reduce_rank, r->reduce_shape);
    p.column_count = r->keep_rank ? r->keep_shape[r->keep_rank - 1] : 1;
    p.column_stride = r->keep_rank ? r->keep_in_strides[r->keep_rank - 1] : 0;
    const ptrdiff_t inner = r->reduce_rank ? magnitude(r->reduce_in_strides[r->reduce_rank - 1]) : 0;
    p.by_columns = p.column_count > 1
        && (p.reduced <= SHORT_RUN || (p.column_stride != 0 && magnitude(p.column_stride) < inner));
    const ptrdiff_t tile = p.by_columns ? APUS_TILE : 1;
    p.tiles_per_row = p.by_columns ? (p.column_count + tile - 1) / tile : 1;
    p.tiles = p.by_columns ? p.outputs / (p.column_count ? p.column_count : 1) * p.tiles_per_row : p.outputs;
    const ptrdiff_t width = p.by_columns ? (p.column_count < tile ? p.column_count : tile) : 1;
    const ptrdiff_t work = p.reduced * width;
    p.chunk = p.by_columns ? 2 * CHUNK / width : CHUNK;
    ptrdiff_t whole = p.by_columns ? APUS_ROW_BLOCK : APUS_LONG_BLOCK;
    while (whole < p.chunk) whole *= 2;
    p.chunk = p.reduced;
    p.chunks = 1;
    if (p.tiles < 16 && work > 2 * CHUNK && p.reduced >= 2 * whole) {
        p.chunk = whole;
        while ((p.reduced + p.chunk - 1) / p.chunk > 256) p.chunk *= 2;
        p.chunks = (p.reduced + p.chunk - 1) / p.chunk;
    }
    p.tiles_per_job = p.chunks > 1 || work >= CHUNK ? 1 : CHUNK / (work > 64 ? work : 64);
    if (p.tiles > p.tiles_per_job) {    // an even number of jobs of one length, so that two threads end together
        const ptrdiff_t pairs = (p.tiles + 2 * p.tiles_per_job - 1) / (2 * p.tiles_per_job);
        p.tiles_per_job = (p.tiles + 2 * pairs - 1) / (2 * pairs);
    }
    return p;
}

size_t apus_reduce_workspace(const apus_reduction *r) {
    const plan p = plan_of(r);
    return p.chunks > 1 ? (size_t)(p.chunks * p.outputs) * STATE_BYTES : 0;
}

static apus_tile shifted(const plan *p, apus_tile tile, ptrdiff_t column) {
    return (apus_tile){(char *)tile.value + column * p->kernel.parts * p->kernel.state_size,
                       tile.extra ? (char *)tile.extra + 8 * column : NULL};
}

/// Byte offset of a position among axes, given row-major.
static ptrdiff_t offset_of(int32_t rank, const ptrdiff_t *shape, const ptrdiff_t *strides, ptrdiff_t position) {
    if (rank == 1) return position * strides[0];
    ptrdiff_t offset = 0;
    for (int32_t i = rank - 1; i >= 0; i--) {
        offset += position % shape[i] * strides[i];
        position /= shape[i];
    }
    return offset;
}

// A walk over the reduced axes from any position.
typedef struct { ptrdiff_t index[64]; const char *at; } walk;

static void walk_to(const apus_reduction *r, walk *w, const char *base, ptrdiff_t position) {
    w->at = base;
    for (int32_t i = r->reduce_rank - 1; i >= 0; i--) {
        w->index[i] = position % r->reduce_shape[i];
        position /= r->reduce_shape[i];
        w->at += w->index[i] * r->reduce_in_strides[i];
    }
}

/// Moves forward by `step` along the last axis, which has at least that many elements left.
static void walk_on(const apus_reduction *r, walk *w, ptrdiff_t step) {
    int32_t i = r->reduce_rank - 1;
    if (i < 0) return;
    w->index[i] += step;
    w->at += step * r->reduce_in_strides[i];
    while (i > 0 && w->index[i] == r->reduce_shape[i]) {
        w->at += r->reduce_in_strides[i - 1] - w->index[i] * r->reduce_in_strides[i];
        w->index[i] = 0;
        w->index[--i]++;
    }
}

/// The elements [first, first + n) of the reduced range, contiguous: in place if they are, else in `buffer`.
static const void *run_elements(const plan *p, const char *base, ptrdiff_t first, ptrdiff_t n, char *buffer) {
    const apus_reduction *r = p->r;
    if (r->reduce_rank == 1 && p->kernel.direct && (r->reduce_in_strides[0] == p->kernel.fetched_size || n == 1))
        return base + first * r->reduce_in_strides[0];
    walk w;
    walk_to(r, &w, base, first);
    const int32_t last = r->reduce_rank - 1;
    const ptrdiff_t stride = last >= 0 ? r->reduce_in_strides[last] : 0;
    const ptrdiff_t left = last >= 0 ? r->reduce_shape[last] - w.index[last] : 1;
    if (p->kernel.direct && left >= n && (stride == p->kernel.fetched_size || n == 1)) return w.at;
    for (ptrdiff_t done = 0; done < n;) {
        ptrdiff_t m = last >= 0 ? r->reduce_shape[last] - w.index[last] : 1;
        m = m < n - done ? m : n - done;
        p->kernel.fetch(w.at, stride, m, buffer + done * p->kernel.fetched_size, r->p);
        done += m;
        walk_on(r, &w, m);
    }
    return buffer;
}

/// The largest power of two times `block` that is below `n`.
static ptrdiff_t split(ptrdiff_t n, ptrdiff_t block) {
    ptrdiff_t half = block;
    while (half * 2 < n) half *= 2;
    return half;
}

static void reduce_run(const plan *p, const char *base, ptrdiff_t first, ptrdiff_t n, apus_tile tile) {
    if (n <= p->kernel.block) {
        _Alignas(64) char buffer[APUS_LONG_BLOCK * 16];
        p->kernel.run(run_elements(p, base, first, n, buffer), n, tile, first);
        return;
    }
    const ptrdiff_t half = split(n, p->kernel.block);
    double value[2], extra;
    const apus_tile right = {value, p->argument || p->moments ? &extra : NULL};
    reduce_run(p, base, first, half, tile);
    reduce_run(p, base, first + half, n - half, right);
    p->kernel.merge(tile, right, p->kernel.parts, (double)half, (double)(n - half));
}

static void reduce_rows(const plan *p, const char *base, ptrdiff_t width, ptrdiff_t first, int count, apus_tile tile) {
    const apus_reduction *r = p->r;
    _Alignas(64) char buffer[APUS_ROW_BLOCK * 16 * 64];
    const void *rows[APUS_ROW_BLOCK];
    const bool direct = p->kernel.direct && p->column_stride == p->kernel.fetched_size;
    const ptrdiff_t piece = direct ? width : width < 64 ? width : 64;
    for (ptrdiff_t column = 0; column < width; column += piece) {
        const ptrdiff_t m = piece < width - column ? piece : width - column;
        walk w;
        walk_to(r, &w, base + column * p->column_stride, first);
        for (int i = 0; i < count; i++, walk_on(r, &w, 1)) {
            rows[i] = w.at;
            if (direct) continue;
            char *row = buffer + (ptrdiff_t)i * 64 * 16;
            p->kernel.fetch(w.at, p->column_stride, m, row, r->p);
            rows[i] = row;
        }
        p->kernel.columns(rows, count, m * p->kernel.parts, shifted(p, tile, column), first);
    }
}

static void reduce_columns(const plan *p, const char *base, ptrdiff_t width, ptrdiff_t first, ptrdiff_t n, apus_tile tile) {
    if (n <= APUS_ROW_BLOCK) { reduce_rows(p, base, width, first, (int)n, tile); return; }
    const ptrdiff_t half = split(n, APUS_ROW_BLOCK);
    _Alignas(64) char value[APUS_TILE * 16], extra[APUS_TILE * 8];
    const apus_tile right = {value, p->argument || p->moments ? extra : NULL};
    reduce_columns(p, base, width, first, half, tile);
    reduce_columns(p, base, width, first + half, n - half, right);
    p->kernel.merge(tile, right, width * p->kernel.parts, (double)half, (double)(n - half));
}

// Results

static void store_real(char *out, apus_dtype dtype, double value) {
    switch (dtype) {
    case APUS_FLOAT16: *(uint16_t *)(void *)out = apus_half_of_float((float)value); break;
    case APUS_BFLOAT16: *(uint16_t *)(void *)out = apus_bfloat_of_float((float)value); break;
    case APUS_FLOAT32: *(float *)(void *)out = (float)value; break;
    default: *(double *)(void *)out = value; break;
    }
}

static void store_extreme(char *out, apus_dtype dtype, const char *value) {
    if (dtype == APUS_FLOAT16 || dtype == APUS_BFLOAT16) {
        float f;
        memcpy(&f, value, 4);
        store_real(out, dtype, (double)f);
    } else if (dtype == APUS_COMPLEX64) {
        for (int k = 0; k < 2; k++) {
            double part;
            memcpy(&part, value + 8 * k, 8);
            store_real(out + 4 * k, APUS_FLOAT32, part);
        }
    } else {
        memcpy(out, value, (size_t)apus_itemsize(dtype));
    }
}

static void store_complex(char *out, apus_dtype dtype, const double *value, double scale) {
    const apus_dtype part = dtype == APUS_COMPLEX64 ? APUS_FLOAT32 : APUS_FLOAT64;
    store_real(out, part, value[0] / scale);
    store_real(out + apus_itemsize(part), part, value[1] / scale);
}

static void store_position(const plan *p, const char *base, char *out, apus_tile state) {
    int64_t position = *(const int64_t *)state.extra;
    if (!p->by_columns && p->kernel.find) {
        _Alignas(64) char buffer[APUS_RUN_BLOCK * 16];
        const ptrdiff_t left = p->reduced - (ptrdiff_t)position;
        const ptrdiff_t n = left < APUS_RUN_BLOCK ? left : APUS_RUN_BLOCK;
        const void *x = run_elements(p, base, (ptrdiff_t)position, n, buffer);
        position += p->kernel.find(x, n, state.value);
    }
    *(int64_t *)(void *)out = position;
}

/// Writes the result of one output from its state.
static void store(const plan *p, const char *base, ptrdiff_t out_offset, apus_tile state) {
    const apus_reduction *r = p->r;
    const apus_dtype result = apus_reduce_result(r->op, r->dtype);
    const double n = (double)p->reduced, *real = state.value;
    const uint64_t *whole = state.value;
    char *out = r->output + out_offset;
    switch (r->op) {
    case APUS_REDUCE_SUM: case APUS_REDUCE_PROD:
        if (result >= APUS_COMPLEX64) store_complex(out, result, real, 1);
        else if (result >= APUS_FLOAT16) store_real(out, result, *real);
        else *(uint64_t *)(void *)out = *whole;
        break;
    case APUS_REDUCE_MEAN:
        if (result >= APUS_COMPLEX64) store_complex(out, result, real, n);
        else store_real(out, result, *real / n);
        break;
    case APUS_REDUCE_MIN: case APUS_REDUCE_MAX: store_extreme(out, r->dtype, state.value); break;
    case APUS_REDUCE_ANY: *(uint8_t *)out = *whole != 0; break;
    case APUS_REDUCE_ALL: *(uint8_t *)out = *whole == (uint64_t)p->reduced; break;
    case APUS_REDUCE_COUNT_NONZERO: *(uint64_t *)(void *)out = *whole; break;
    case APUS_REDUCE_ARGMIN: case APUS_REDUCE_ARGMAX: store_position(p, base, out, state); break;
    case APUS_REDUCE_VARIANCE: case APUS_REDUCE_STANDARD_DEVIATION: {
        const double freedom = n - r->ddof, m2 = *(const double *)state.extra;
        const double variance = (m2 < 0 ? 0 : m2) / (freedom > 0 ? freedom : 0);
        store_real(out, result, r->op == APUS_REDUCE_VARIANCE ? variance : sqrt(variance));
        if (r->mean) store_real(r->mean + out_offset, result, *real);
        break;
    }
    case APUS_REDUCE_NORM_2: store_real(out, result, sqrt(*real)); break;
    case APUS_REDUCE_NORM_P: store_real(out, result, pow(*real, 1 / r->p)); break;
    default: store_real(out, result, *real); break;
    }
}

static void store_tile(const plan *p, const char *base, ptrdiff_t out_offset, ptrdiff_t width, apus_tile tile) {
    const ptrdiff_t stride = p->r->keep_rank ? p->r->keep_out_strides[p->r->keep_rank - 1] : 0;
    if ((p->r->op == APUS_REDUCE_SUM || p->r->op == APUS_REDUCE_MEAN) && p->r->dtype == APUS_FLOAT32 && stride == 4) {
        const double *value = tile.value, n = p->r->op == APUS_REDUCE_SUM ? 1 : (double)p->reduced;
        float *out = (float *)(void *)(p->r->output + out_offset);
        for (ptrdiff_t j = 0; j < width; j++) out[j] = (float)(value[j] / n);
        return;
    }
    for (ptrdiff_t j = 0; j < width; j++)
        store(p, base + j * p->column_stride, out_offset + j * stride, shifted(p, tile, j));
}

/// What an empty reduced range gives.
static void store_empty(const plan *p, ptrdiff_t out_offset, ptrdiff_t width) {
    _Alignas(64) char value[APUS_TILE * 16] = {0}, extra[APUS_TILE * 8] = {0};
    if (p->r->op == APUS_REDUCE_PROD) {
        const apus_dtype result = apus_reduce_result(p->r->op, p->r->dtype);
        const double one = 1;
        const uint64_t whole = 1;
        for (ptrdiff_t j = 0; j < width; j++)
            memcpy(value + j * p->kernel.state_size * p->kernel.parts, result >= APUS_FLOAT16 ? (const void *)&one : &whole, 8);
    }
    store_tile(p, p->r->input, out_offset, width, (apus_tile){value, extra});
}

// Jobs

typedef struct { const char *base; ptrdiff_t out_offset, width, first_output; } place;

static place place_of(const plan *p, ptrdiff_t tile) {
    const apus_reduction *r = p->r;
    if (!p->by_columns)
        return (place){r->input + offset_of(r->keep_rank, r->keep_shape, r->keep_in_strides, tile),
                       offset_of(r->keep_rank, r->keep_shape, r->keep_out_strides, tile), 1, tile};
    const ptrdiff_t outer = tile / p->tiles_per_row, column = tile % p->tiles_per_row * APUS_TILE;
    const ptrdiff_t left = p->column_count - column;
    const int32_t last = r->keep_rank - 1;
    return (place){
        r->input + offset_of(last, r->keep_shape, r->keep_in_strides, outer) + column * p->column_stride,
        offset_of(last, r->keep_shape, r->keep_out_strides, outer) + column * r->keep_out_strides[last],
        left < APUS_TILE ? left : APUS_TILE, outer * p->column_count + column};
}

/// Where chunk `chunk` keeps its states of `width` outputs from `first_output` on: values first, extras after them.
static apus_tile kept(const plan *p, ptrdiff_t chunk, ptrdiff_t first_output, ptrdiff_t width) {
    char *at = p->workspace + (chunk * p->outputs + first_output) * STATE_BYTES;
    return (apus_tile){at, p->argument || p->moments ? at + VALUE_BYTES * width : NULL};
}

static void reduce_place(const plan *p, place at, ptrdiff_t first, ptrdiff_t n, apus_tile tile) {
    if (p->by_columns) reduce_columns(p, at.base, at.width, first, n, tile);
    else reduce_run(p, at.base, first, n, tile);
}

/// Whether the reduced ranges are runs that the kernel takes many of at once.
static bool takes_lines(const plan *p) {
    const apus_reduction *r = p->r;
    return !p->by_columns && p->kernel.lines && p->kernel.direct && r->keep_rank > 0 && r->reduce_rank == 1
        && r->reduce_in_strides[0] == p->kernel.fetched_size && p->reduced <= p->kernel.block;
}

/// Reduces `count` neighbouring runs from the first of tile `tile` on; all lie along the last kept axis.
static void reduce_lines(const plan *p, ptrdiff_t tile, ptrdiff_t count) {
    _Alignas(64) char value[APUS_TILE * 16];
    const place at = place_of(p, tile);
    p->kernel.lines(at.base, p->reduced, p->column_stride, count, value);
    store_tile(p, at.base, at.out_offset, count, (apus_tile){value, NULL});
}

static void lines_job(void *context, ptrdiff_t job) {
    const plan *p = context;
    ptrdiff_t tile = job * p->tiles_per_job;
    const ptrdiff_t end = tile + p->tiles_per_job < p->tiles ? tile + p->tiles_per_job : p->tiles;
    for (ptrdiff_t count; tile < end; tile += count) {
        count = p->column_count - tile % p->column_count;
        count = count < end - tile ? count : end - tile;
        count = count < APUS_TILE ? count : APUS_TILE;
        reduce_lines(p, tile, count);
    }
}

static void whole_job(void *context, ptrdiff_t job) {
    const plan *p = context;
    const ptrdiff_t end = (job + 1) * p->tiles_per_job;
    _Alignas(64) char value[APUS_TILE * 16], extra[APUS_TILE * 8];
    const apus_tile tile = {value, p->argument || p->moments ? extra : NULL};
    for (ptrdiff_t i = job * p->tiles_per_job; i < end && i < p->tiles; i++) {
        const place at = place_of(p, i);
        if (p->reduced == 0) { store_empty(p, at.out_offset, at.width); continue; }
        reduce_place(p, at, 0, p->reduced, tile);
        store_tile(p, at.base, at.out_offset, at.width, tile);
    }
}

static void chunk_job(void *context, ptrdiff_t job) {
    const plan *p = context;
    const ptrdiff_t chunk = job % p->chunks;
    const place at = place_of(p, job / p->chunks);
    const ptrdiff_t first = chunk * p->chunk, left = p->reduced - first;
    reduce_place(p, at, first, left < p->chunk ? left : p->chunk, kept(p, chunk, at.first_output, at.width));
}

static void merge_job(void *context, ptrdiff_t i) {
    const plan *p = context;
    const place at = place_of(p, i);
    for (ptrdiff_t step = 1; step < p->chunks; step *= 2) {
        for (ptrdiff_t c = 0; c + step < p->chunks; c += 2 * step) {
            const ptrdiff_t middle = (c + step) * p->chunk;
            const ptrdiff_t end = (c + 2 * step) * p->chunk < p->reduced ? (c + 2 * step) * p->chunk : p->reduced;
            p->kernel.merge(kept(p, c, at.first_output, at.width), kept(p, c + step, at.first_output, at.width),
                            at.width * p->kernel.parts, (double)(step * p->chunk), (double)(end - middle));
        }
    }
    store_tile(p, at.base, at.out_offset, at.width, kept(p, 0, at.first_output, at.width));
}

int apus_reduce(const apus_reduction *r, void *workspace, const apus_pool *pool) {
    if (apus_reduce_result(r->op, r->dtype) == APUS_DTYPE_COUNT) return -1;
    plan p = plan_of(r);
    p.kernel = kernel_of(r->op, r->dtype);
    p.workspace = workspace;
    if (p.outputs == 0) return 0;
    if (p.chunks > 1) {
        apus_run(pool, p.tiles * p.chunks, chunk_job, &p);
        apus_run(pool, p.tiles, merge_job, &p);
    } else {
        const bool lines = takes_lines(&p) && p.reduced > 0;
        apus_run(pool, (p.tiles + p.tiles_per_job - 1) / p.tiles_per_job, lines ? lines_job : whole_job, &p);
    }
    return 0;
}
