// Drives Fourier transforms: groups transforms into blocks, and the parts of long ones into chunks, by sizes alone.
#include "impl/fft.h"
#include <stdatomic.h>

enum {
    CHUNK_NUMBERS = 1 << 14,        // numbers of a chunk of work, about
    APART_NUMBERS = 1 << 16         // several transforms of up to so many points are split each on one thread
};

static ptrdiff_t ceiling(ptrdiff_t a, ptrdiff_t b) { return (a + b - 1) / b; }

static ptrdiff_t least(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

static ptrdiff_t padded(ptrdiff_t bytes) { return ceiling(bytes, 64) * 64; }

static ptrdiff_t number_bytes(const apus_fft_plan *plan) { return plan->dtype == APUS_FLOAT64 ? 8 : 4; }

// Workspace

typedef struct sizes {
    ptrdiff_t scratch;              // two buffers of a block
    ptrdiff_t middle, line;         // split: between columns and rows; all numbers of a transform, one after another
    bool apart;                     // split: each transform on one thread
} sizes;

static sizes sizes_of(const apus_fft_plan *plan, ptrdiff_t transforms) {
    const ptrdiff_t width = apus_fft_kernels_of(plan->dtype)->width, pair = 2 * number_bytes(plan);
    sizes s = {.scratch = padded(2 * apus_fft_scratch_rows(plan) * width * pair)};
    if (plan->split) {
        s.middle = padded(ceiling(plan->columns.n, width) * width * plan->rows.n * pair);
        s.line = padded(plan->length * pair);
        s.apart = transforms >= 4 && plan->length <= APART_NUMBERS;
    }
    return s;
}

/// A slot of the workspace for each thread.
static ptrdiff_t slot_count(int32_t threads) { return threads < 1 ? 1 : threads > 64 ? 64 : threads; }

size_t apus_fft_workspace(const apus_fft_plan *plan, ptrdiff_t transforms, int32_t threads) {
    const sizes s = sizes_of(plan, transforms);
    const ptrdiff_t slot = s.scratch + (s.apart ? s.middle + s.line : 0);
    return (size_t)(slot * slot_count(threads) + (s.apart ? 0 : s.middle + s.line));
}

typedef struct slots {
    char *memory;
    ptrdiff_t size, count;
    atomic_bool taken[64];
} slots;

/// A slot that nobody uses; there are as many as threads.
static ptrdiff_t take(slots *s) {
    for (;;) {
        for (ptrdiff_t i = 0; i < s->count; i++)
            if (!atomic_exchange_explicit(&s->taken[i], true, memory_order_acquire)) return i;
        apus_pause();
    }
}

static void give_back(slots *s, ptrdiff_t i) { atomic_store_explicit(&s->taken[i], false, memory_order_release); }

// Where transforms lie

typedef struct places {
    int32_t rank;
    ptrdiff_t shape[64], in[64], out[64];
    ptrdiff_t lines, lanes;         // the last axis has `lanes` indices, the others `lines`
} places;

/// The axes other than the transformed one, the one whose indices lie closest together last.
static places places_of(const apus_fft_job *job, ptrdiff_t number) {
    places p = {.lines = 1, .lanes = 1};
    int32_t closest = -1;
    const bool rows = job->input_step <= 2 * number && job->output_step <= 2 * number && job->input_step > 0 && job->output_step > 0;
    for (int32_t i = 0; i < job->rank; i++) {
        if (job->shape[i] == 1) continue;
        const ptrdiff_t distance = job->input_strides[i] < 0 ? -job->input_strides[i] : job->input_strides[i];
        const ptrdiff_t best = closest < 0 ? 0 : job->input_strides[closest] < 0 ? -job->input_strides[closest] : job->input_strides[closest];
        if (closest < 0 || rows || distance < best) closest = i;
    }
    for (int32_t i = 0; i < job->rank; i++) {
        if (job->shape[i] == 1 || i == closest) continue;
        p.shape[p.rank] = job->shape[i];
        p.in[p.rank] = job->input_strides[i];
        p.out[p.rank++] = job->output_strides[i];
        p.lines *= job->shape[i];
    }
    if (closest >= 0) {
        p.lanes = job->shape[closest];
        p.shape[p.rank] = p.lanes;
        p.in[p.rank] = job->input_strides[closest];
        p.out[p.rank++] = job->output_strides[closest];
    }
    return p;
}

/// The distances of transform `index` from the first.
static void place(const places *p, ptrdiff_t index, ptrdiff_t *in, ptrdiff_t *out) {
    *in = *out = 0;
    for (int32_t i = p->rank - 1; i >= 0; i--) {
        const ptrdiff_t position = index % p->shape[i];
        index /= p->shape[i];
        *in += position * p->in[i];
        *out += position * p->out[i];
    }
}

/// The same for some transforms that follow one another.
static void place_lanes(const places *p, ptrdiff_t index, int lanes, ptrdiff_t *in, ptrdiff_t *out) {
    ptrdiff_t lane = p->lanes;      // the position on the last axis; at its end the place is looked for anew
    for (int l = 0; l < lanes; l++, lane++) {
        if (lane >= p->lanes) {
            place(p, index + l, in + l, out + l);
            lane = p->rank > 0 ? (index + l) % p->lanes : 0;
        } else {
            in[l] = in[l - 1] + p->in[p->rank - 1];
            out[l] = out[l - 1] + p->out[p->rank - 1];
        }
    }
}

// Transforms side by side

typedef struct context {
    const apus_fft_plan *plan;
    const apus_fft_kernels *kernels;
    const apus_fft_job *job;
    const apus_pool *pool;
    places places;
    sizes sizes;
    slots slots;
    ptrdiff_t blocks, blocks_per_line, blocks_per_chunk;    // blocks_per_line is 0 if blocks go over the ends of lines
    // The current long transform.
    const void *in;
    void *out, *middle, *line_values;
    bool swapped;
    double real_scale, imaginary_scale;
    apus_fft_line in_line, out_line;
    ptrdiff_t total;
    void (*work)(struct context *c, ptrdiff_t first, ptrdiff_t end, void *scratch);
    ptrdiff_t per_chunk;
} context;

static bool evenly(const ptrdiff_t *offset, int lanes, ptrdiff_t distance) {
    for (int l = 1; l < lanes; l++)
        if (offset[l] != offset[0] + l * distance) return false;
    return true;
}

static apus_fft_layout layout_of(const apus_fft_side *side, int width, ptrdiff_t number) {
    const bool complex = side->complex && side->imaginary == number, full = side->lanes == width;
    if (complex && side->step == 2 * number) return APUS_FFT_ROWS;
    if (complex && full && evenly(side->offset, width, 2 * number)) return APUS_FFT_COLUMNS;
    if (!complex && full && evenly(side->offset, width, number)) return APUS_FFT_PLAIN_COLUMNS;
    if (!side->complex && side->step == number) return APUS_FFT_PLAIN_ROWS;
    return APUS_FFT_SCATTERED;
}

/// The numbers along the axis of one side: real ones come in pairs where the plan is for pairs.
static void set_numbers(apus_fft_side *side, bool real, bool halved, ptrdiff_t count, ptrdiff_t step, ptrdiff_t number) {
    const bool pairs = real && halved;
    side->step = pairs ? 2 * step : step;
    side->complex = pairs || !real;
    side->imaginary = pairs ? step : number;
    side->rows = pairs ? count / 2 : count;
    side->half_row = pairs && count % 2 == 1;
}

static void run_blocks(void *context_, ptrdiff_t chunk) {
    context *const c = context_;
    const apus_fft_job *const job = c->job;
    const ptrdiff_t number = number_bytes(c->plan), n = c->plan->n, half = n / 2 + 1;
    const int width = c->kernels->width;
    const bool to_real = job->kind == APUS_FFT_HALF_TO_REAL, from_real = !to_real && job->kind != APUS_FFT_COMPLEX;
    const ptrdiff_t slot = take(&c->slots);
    apus_fft_block block = {.kind = job->kind, .forward = job->forward, .scale = job->scale};
    set_numbers(&block.in, from_real, c->plan->halved, least(job->present, to_real ? half : n), job->input_step, number);
    set_numbers(&block.out, to_real, c->plan->halved, job->kind == APUS_FFT_REAL_TO_HALF ? half : n, job->output_step, number);
    block.in.base = (char *)job->input;
    block.out.base = job->output;
    const ptrdiff_t end = least(c->blocks, (chunk + 1) * c->blocks_per_chunk);
    for (ptrdiff_t i = chunk * c->blocks_per_chunk; i < end; i++) {
        ptrdiff_t first = i * width, known = c->places.lines * c->places.lanes - first;
        if (c->blocks_per_line > 0) {
            const ptrdiff_t line = i / c->blocks_per_line, lane = i % c->blocks_per_line * width;
            first = line * c->places.lanes + lane;
            known = c->places.lanes - lane;
        }
        const int lanes = (int)least(width, known);
        block.in.lanes = block.out.lanes = lanes;
        place_lanes(&c->places, first, lanes, block.in.offset, block.out.offset);
        block.in.layout = layout_of(&block.in, width, number);
        block.out.layout = layout_of(&block.out, width, number);
        c->kernels->block(c->plan, &block, c->slots.memory + slot * c->slots.size);
    }
    give_back(&c->slots, slot);
}

static void transform_blocks(context *c) {
    const int width = c->kernels->width;
    places *const p = &c->places;
    c->blocks_per_line = p->lanes >= width || p->lines == 1 ? ceiling(p->lanes, width) : 0;
    c->blocks = c->blocks_per_line > 0 ? p->lines * c->blocks_per_line : ceiling(p->lines * p->lanes, width);
    const ptrdiff_t numbers = c->plan->length * width;
    c->blocks_per_chunk = numbers >= CHUNK_NUMBERS ? 1 : CHUNK_NUMBERS / numbers;
    apus_run(c->pool, ceiling(c->blocks, c->blocks_per_chunk), run_blocks, c);
}

// A long transform

static void run_chunk(void *context_, ptrdiff_t chunk) {
    context *const c = context_;
    const ptrdiff_t first = chunk * c->per_chunk, end = least(c->total, first + c->per_chunk);
    const ptrdiff_t slot = take(&c->slots);
    c->work(c, first, end, c->slots.memory + slot * c->slots.size);
    give_back(&c->slots, slot);
}

/// Runs `work` on parts of `total` things, each of which is `numbers` numbers; on this thread if a scratch is given.
static void spread(context *c, void *scratch, ptrdiff_t total, ptrdiff_t numbers,
                   void (*work)(context *, ptrdiff_t, ptrdiff_t, void *)) {
    if (scratch) { work(c, 0, total, scratch); return; }
    c->total = total;
    c->per_chunk = numbers >= CHUNK_NUMBERS ? 1 : CHUNK_NUMBERS / numbers;
    c->work = work;
    apus_run(c->pool, ceiling(total, c->per_chunk), run_chunk, c);
}

static void columns_work(context *c, ptrdiff_t first, ptrdiff_t end, void *scratch) {
    for (ptrdiff_t i = first; i < end; i++) c->kernels->columns(c->plan, i, c->swapped, c->in, c->middle, scratch);
}

static void rows_work(context *c, ptrdiff_t first, ptrdiff_t end, void *scratch) {
    for (ptrdiff_t i = first; i < end; i++)
        c->kernels->rows(c->plan, i, c->swapped, c->real_scale, c->imaginary_scale, c->middle, c->out, scratch);
}

static void gather_work(context *c, ptrdiff_t first, ptrdiff_t end, void *scratch) {
    (void)scratch;
    c->kernels->gather(c->in_line, first, end, c->line_values);
}

static void scatter_work(context *c, ptrdiff_t first, ptrdiff_t end, void *scratch) {
    (void)scratch;
    c->kernels->scatter(c->line_values, first, end, c->out_line);
}

static void pack_work(context *c, ptrdiff_t first, ptrdiff_t end, void *scratch) {
    (void)scratch;
    c->kernels->pack(c->plan, c->in_line, c->job->forward ? -1 : 1, first, end, c->line_values);
}

static void mirror_work(context *c, ptrdiff_t first, ptrdiff_t end, void *scratch) {
    (void)scratch;
    c->kernels->mirror(c->plan, c->in_line, c->job->forward ? -1 : 1, first, end, c->line_values);
}

static void unpack_work(context *c, ptrdiff_t first, ptrdiff_t end, void *scratch) {
    (void)scratch;
    c->kernels->unpack(c->plan, c->in, first, end, c->job->kind == APUS_FFT_REAL_TO_WHOLE, c->real_scale, c->imaginary_scale, c->out_line);
}

static void chirp_in_work(context *c, ptrdiff_t first, ptrdiff_t end, void *scratch) {
    (void)scratch;
    c->kernels->chirp_in(c->plan, c->in, c->swapped, first, end, c->line_values);
}

static void convolve_work(context *c, ptrdiff_t first, ptrdiff_t end, void *scratch) {
    (void)scratch;
    c->kernels->convolve(c->plan, first, end, c->line_values);
}

static void chirp_out_work(context *c, ptrdiff_t first, ptrdiff_t end, void *scratch) {
    (void)scratch;
    c->kernels->chirp_out(c->plan, c->in, c->swapped, c->real_scale, c->imaginary_scale, first, end, c->out);
}

/// Columns and then rows, of `length` points.
static void split_transform(context *c, void *scratch, const void *in, void *out, bool swapped, double re, double im) {
    const int width = c->kernels->width;
    c->in = in;
    c->out = out;
    c->swapped = swapped;
    c->real_scale = re;
    c->imaginary_scale = im;
    spread(c, scratch, ceiling(c->plan->rows.n, width), c->plan->columns.n * width, columns_work);
    spread(c, scratch, ceiling(c->plan->columns.n, width), c->plan->rows.n * width, rows_work);
}

/// The transform of `core` contiguous complex numbers.
static void core_transform(context *c, void *scratch, const void *in, void *out, bool swapped, double re, double im) {
    const apus_fft_plan *const plan = c->plan;
    if (!plan->chirp) { split_transform(c, scratch, in, out, swapped, re, im); return; }
    c->in = in;
    c->swapped = swapped;
    spread(c, scratch, plan->length, 1, chirp_in_work);
    split_transform(c, scratch, c->line_values, c->line_values, false, 1, 1);
    spread(c, scratch, plan->length, 1, convolve_work);
    split_transform(c, scratch, c->line_values, c->line_values, true, 1, 1);
    c->in = c->line_values;
    c->out = out;
    c->swapped = swapped;
    c->real_scale = re;
    c->imaginary_scale = im;
    spread(c, scratch, plan->core, 1, chirp_out_work);
}

static apus_fft_line line_of(char *base, bool real, bool halved, ptrdiff_t count, ptrdiff_t step, ptrdiff_t number) {
    apus_fft_side side;
    set_numbers(&side, real, halved, count, step, number);
    return (apus_fft_line){base, side.complex, side.step, side.imaginary, side.rows, side.half_row};
}

static bool is_contiguous(const apus_fft_line *line, ptrdiff_t number) {
    return line->complex && line->step == 2 * number && line->imaginary == number;
}

/// One transform; on this thread if a scratch is given.
static void transform_line(context *c, ptrdiff_t index, void *scratch) {
    const apus_fft_plan *const plan = c->plan;
    const apus_fft_job *const job = c->job;
    const ptrdiff_t number = number_bytes(plan), n = plan->n, half = n / 2 + 1;
    const bool to_real = job->kind == APUS_FFT_HALF_TO_REAL, from_real = !to_real && job->kind != APUS_FFT_COMPLEX;
    ptrdiff_t in_offset, out_offset;
    place(&c->places, index, &in_offset, &out_offset);
    char *const input = (char *)job->input + in_offset, *const output = (char *)job->output + out_offset;
    const ptrdiff_t wanted = to_real ? half : n, given = job->kind == APUS_FFT_REAL_TO_HALF ? half : n;
    c->in_line = line_of(input, from_real, plan->halved, least(job->present, wanted), job->input_step, number);
    c->out_line = line_of(output, to_real, plan->halved, given, job->output_step, number);
    const bool output_contiguous = is_contiguous(&c->out_line, number);
    if (to_real) {
        if (plan->halved) spread(c, scratch, plan->core / 2 + 1, 2, pack_work);
        else spread(c, scratch, n, 1, mirror_work);
        void *const result = plan->halved && output_contiguous ? output : c->line_values;
        core_transform(c, scratch, c->line_values, result, true, job->scale, job->scale);
        if (result == c->line_values) spread(c, scratch, plan->core, 1, scatter_work);
        return;
    }
    const void *in = input;
    if (!(is_contiguous(&c->in_line, number) && c->in_line.present == plan->core)) {
        spread(c, scratch, plan->core, 1, gather_work);
        in = c->line_values;
    }
    const double sign = job->forward ? 1 : -1;
    if (job->kind == APUS_FFT_COMPLEX || !plan->halved) {
        void *const result = output_contiguous && given == n ? output : c->line_values;
        if (from_real) core_transform(c, scratch, in, result, false, job->scale, sign * job->scale);
        else core_transform(c, scratch, in, result, !job->forward, job->scale, job->scale);
        if (result == c->line_values) spread(c, scratch, given, 1, scatter_work);
        return;
    }
    void *const pairs = output_contiguous ? output : c->line_values;
    core_transform(c, scratch, in, pairs, false, 1, 1);
    c->in = pairs;
    c->real_scale = job->scale;
    c->imaginary_scale = sign * job->scale;
    spread(c, scratch, plan->core / 2 + 1, 4, unpack_work);
}

static void run_line(void *context_, ptrdiff_t index) {
    context *const shared = context_;
    const ptrdiff_t slot = take(&shared->slots);
    char *const memory = shared->slots.memory + slot * shared->slots.size;
    context mine = {.plan = shared->plan, .kernels = shared->kernels, .job = shared->job, .places = shared->places, .sizes = shared->sizes};
    mine.middle = memory + mine.sizes.scratch;
    mine.line_values = memory + mine.sizes.scratch + mine.sizes.middle;
    transform_line(&mine, index, memory);
    give_back(&shared->slots, slot);
}

void apus_fft(const apus_fft_plan *plan, const apus_fft_job *job, void *workspace, const apus_pool *pool) {
    context c = {.plan = plan, .kernels = apus_fft_kernels_of(plan->dtype), .job = job, .pool = pool};
    c.places = places_of(job, number_bytes(plan));
    const ptrdiff_t transforms = c.places.lines * c.places.lanes;
    if (transforms == 0) return;
    c.sizes = sizes_of(plan, transforms);
    c.slots.count = slot_count(pool ? pool->threads : 1);
    c.slots.size = c.sizes.scratch;
    c.slots.memory = workspace;
    if (!plan->split) { transform_blocks(&c); return; }
    if (c.sizes.apart) {
        c.slots.size += c.sizes.middle + c.sizes.line;
        apus_run(pool, transforms, run_line, &c);
        return;
    }
    c.middle = c.slots.memory + c.slots.count * c.slots.size;
    c.line_values = (char *)c.middle + c.sizes.middle;
    for (ptrdiff_t i = 0; i < transforms; i++) transform_line(&c, i, NULL);
}
