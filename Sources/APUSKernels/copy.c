// Strided copies: memcpy where both sides are contiguous, cache-blocked transposes where they disagree.
#include "apus_gather.h"
#include "impl/lanes.h"

enum { JOB_BYTES = 1 << 18 };

typedef struct { uint64_t low, high; } item16;

typedef struct { ptrdiff_t extent, in, out; } axis;

typedef struct {
    int32_t outer_rank;
    axis outer[64];
    axis a, b;                  // innermost two axes: b innermost for the output, a for the input if they differ
    ptrdiff_t itemsize, slices, a_step, a_jobs;
    const char *x;
    char *y;
} copy_context;

static ptrdiff_t magnitude(ptrdiff_t x) { return x < 0 ? -x : x; }

// Turns a square of `side` rows of contiguous elements, `x_stride` bytes apart, into its transpose.
#define APUS_TRANSPOSE_KERNEL(U)                                                                                       \
    APUS_INLINE void transpose_##U(const char *x, ptrdiff_t x_stride, char *y, ptrdiff_t y_stride, int side) {         \
        for (int p = 0; p < side; p++)                                                                                 \
            for (int q = 0; q < side; q++)                                                                             \
                memcpy(y + p * y_stride + q * (int)sizeof(U), x + q * x_stride + p * (int)sizeof(U), sizeof(U));       \
    }
APUS_TRANSPOSE_KERNEL(uint16_t)
APUS_TRANSPOSE_KERNEL(item16)

typedef uint8_t bytes16 __attribute__((ext_vector_type(16)));
typedef uint32_t words4 __attribute__((ext_vector_type(4)));
typedef uint64_t pairs2 __attribute__((ext_vector_type(2)));

/// Interleaves 16 rows of 16 bytes four times: each round doubles the length of the columns that stand together.
APUS_INLINE void transpose_uint8_t(const char *x, ptrdiff_t x_stride, char *y, ptrdiff_t y_stride, int side) {
    for (int p = 0; p < side; p += 16) {
        for (int q = 0; q < side; q += 16) {
            bytes16 rows[16], next[16];
            for (int k = 0; k < 16; k++) memcpy(&rows[k], x + (q + k) * x_stride + p, 16);
            for (int round = 0; round < 4; round++) {
                for (int k = 0; k < 8; k++) {
                    next[2 * k] = __builtin_shufflevector(rows[k], rows[k + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
                    next[2 * k + 1] = __builtin_shufflevector(rows[k], rows[k + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29,
                                                              14, 30, 15, 31);
                }
                memcpy(rows, next, sizeof rows);
            }
            for (int k = 0; k < 16; k++) memcpy(y + (p + k) * y_stride + q, &rows[k], 16);
        }
    }
}

APUS_INLINE void transpose_uint32_t(const char *x, ptrdiff_t x_stride, char *y, ptrdiff_t y_stride, int side) {
    for (int p = 0; p < side; p += 4) {
        for (int q = 0; q < side; q += 4) {
            words4 a, b, c, d;
            const char *from = x + q * x_stride + 4 * p;
            char *to = y + p * y_stride + 4 * q;
            memcpy(&a, from, 16);
            memcpy(&b, from + x_stride, 16);
            memcpy(&c, from + 2 * x_stride, 16);
            memcpy(&d, from + 3 * x_stride, 16);
            const words4 ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
            const words4 AB = __builtin_shufflevector(a, b, 2, 6, 3, 7), CD = __builtin_shufflevector(c, d, 2, 6, 3, 7);
            const words4 lines[4] = {__builtin_shufflevector(ab, cd, 0, 1, 4, 5), __builtin_shufflevector(ab, cd, 2, 3, 6, 7),
                                     __builtin_shufflevector(AB, CD, 0, 1, 4, 5), __builtin_shufflevector(AB, CD, 2, 3, 6, 7)};
            for (int k = 0; k < 4; k++) memcpy(to + k * y_stride, &lines[k], 16);
        }
    }
}

APUS_INLINE void transpose_uint64_t(const char *x, ptrdiff_t x_stride, char *y, ptrdiff_t y_stride, int side) {
    for (int p = 0; p < side; p += 2) {
        for (int q = 0; q < side; q += 2) {
            pairs2 a, b;
            memcpy(&a, x + q * x_stride + 8 * p, 16);
            memcpy(&b, x + (q + 1) * x_stride + 8 * p, 16);
            const pairs2 low = __builtin_shufflevector(a, b, 0, 2), high = __builtin_shufflevector(a, b, 1, 3);
            memcpy(y + p * y_stride + 8 * q, &low, 16);
            memcpy(y + (p + 1) * y_stride + 8 * q, &high, 16);
        }
    }
}

// Rows along `a`, contiguous in the output along `b`.
#define APUS_COPY_KERNEL(U)                                                                                            \
    static void copy_lines_##U(const char *x, char *y, axis a, axis b) {                                               \
        for (ptrdiff_t i = 0; i < a.extent; i++, x += a.in, y += a.out) {                                              \
            if (b.in == (ptrdiff_t)sizeof(U) && b.out == (ptrdiff_t)sizeof(U)) {                                       \
                memcpy(y, x, (size_t)b.extent * sizeof(U));                                                            \
            } else if (b.in == 0 && b.out == (ptrdiff_t)sizeof(U)) {                                                   \
                const U v = *(const U *)(const void *)x;                                                               \
                for (ptrdiff_t j = 0; j < b.extent; j++) ((U *)(void *)y)[j] = v;                                      \
            } else {                                                                                                   \
                const char *from = x;                                                                                  \
                char *to = y;                                                                                          \
                for (ptrdiff_t j = 0; j < b.extent; j++, from += b.in, to += b.out)                                    \
                    *(U *)(void *)to = *(const U *)(const void *)from;                                                 \
            }                                                                                                          \
        }                                                                                                              \
    }                                                                                                                  \
    static void copy_blocks_##U(const char *x, char *y, axis a, axis b) {                                              \
        enum { SIDE = 64 / sizeof(U) > 4 ? 64 / sizeof(U) : 4 };                                                       \
        for (ptrdiff_t i = 0; i < a.extent; i += SIDE) {                                                               \
            const ptrdiff_t m = a.extent - i < SIDE ? a.extent - i : SIDE;                                             \
            for (ptrdiff_t j = 0; j < b.extent; j += SIDE) {                                                           \
                const ptrdiff_t n = b.extent - j < SIDE ? b.extent - j : SIDE;                                         \
                const char *from = x + i * a.in + j * b.in;                                                            \
                char *to = y + i * a.out + j * b.out;                                                                  \
                if (m == SIDE && n == SIDE && a.in == (ptrdiff_t)sizeof(U) && b.out == (ptrdiff_t)sizeof(U)) {         \
                    transpose_##U(from, b.in, to, a.out, SIDE);                                                        \
                    continue;                                                                                          \
                }                                                                                                      \
                copy_lines_##U(from, to, (axis){m, a.in, a.out}, (axis){n, b.in, b.out});                              \
            }                                                                                                          \
        }                                                                                                              \
    }
APUS_COPY_KERNEL(uint8_t)
APUS_COPY_KERNEL(uint16_t)
APUS_COPY_KERNEL(uint32_t)
APUS_COPY_KERNEL(uint64_t)
APUS_COPY_KERNEL(item16)

static void copy_plane(const copy_context *c, const char *x, char *y, axis a) {
    const bool transposed = magnitude(a.in) < magnitude(c->b.in) && c->b.extent > 1 && a.extent > 1;
#define APUS_COPY_CASE(bytes, U)                                                                                       \
    case bytes:                                                                                                        \
        if (transposed) copy_blocks_##U(x, y, a, c->b);                                                                \
        else copy_lines_##U(x, y, a, c->b);                                                                            \
        break;
    switch (c->itemsize) {
    APUS_COPY_CASE(1, uint8_t)
    APUS_COPY_CASE(2, uint16_t)
    APUS_COPY_CASE(4, uint32_t)
    APUS_COPY_CASE(8, uint64_t)
    APUS_COPY_CASE(16, item16)
    default: break;
    }
}

/// Drops axes of extent 1, orders the rest by output stride, and joins neighbours that are one axis on both sides.
static int32_t simplify(int32_t rank, const ptrdiff_t *shape, const ptrdiff_t *out, const ptrdiff_t *in, axis *axes) {
    int32_t count = 0;
    for (int32_t i = 0; i < rank; i++) {
        if (shape[i] == 1) continue;
        const axis own = {shape[i], in[i], out[i]};
        int32_t j = count++;
        for (; j > 0 && magnitude(axes[j - 1].out) < magnitude(own.out); j--) axes[j] = axes[j - 1];
        axes[j] = own;
    }
    int32_t joined = 0;
    for (int32_t i = 0; i < count; i++) {
        axis *last = &axes[joined - 1];
        if (joined && last->out == axes[i].out * axes[i].extent && last->in == axes[i].in * axes[i].extent)
            *last = (axis){last->extent * axes[i].extent, axes[i].in, axes[i].out};
        else axes[joined++] = axes[i];
    }
    return joined;
}

static void copy_job(void *context, ptrdiff_t job) {
    const copy_context *c = context;
    ptrdiff_t slice = job / c->a_jobs;
    const ptrdiff_t first = job % c->a_jobs * c->a_step, left = c->a.extent - first;
    const char *x = c->x + first * c->a.in;
    char *y = c->y + first * c->a.out;
    for (int32_t i = c->outer_rank - 1; i >= 0; i--) {
        x += slice % c->outer[i].extent * c->outer[i].in;
        y += slice % c->outer[i].extent * c->outer[i].out;
        slice /= c->outer[i].extent;
    }
    copy_plane(c, x, y, (axis){left < c->a_step ? left : c->a_step, c->a.in, c->a.out});
}

typedef struct { copy_context *copy; ptrdiff_t per_job, count; } copy_batch;

static void batch_job(void *context, ptrdiff_t batch) {
    const copy_batch *b = context;
    const ptrdiff_t end = (batch + 1) * b->per_job < b->count ? (batch + 1) * b->per_job : b->count;
    for (ptrdiff_t i = batch * b->per_job; i < end; i++) copy_job(b->copy, i);
}

int apus_copy_strided(int32_t rank, const ptrdiff_t *shape, void *output, const ptrdiff_t *out_strides, const void *input,
                      const ptrdiff_t *in_strides, ptrdiff_t itemsize, const apus_pool *pool) {
    if (itemsize != 1 && itemsize != 2 && itemsize != 4 && itemsize != 8 && itemsize != 16) return -1;
    for (int32_t i = 0; i < rank; i++) if (shape[i] == 0) return 0;
    copy_context c = {.itemsize = itemsize, .x = input, .y = output, .slices = 1, .a = {1, 0, 0}, .b = {1, itemsize, itemsize}};
    const int32_t count = simplify(rank, shape, out_strides, in_strides, c.outer);
    c.outer_rank = count;
    if (count) c.b = c.outer[--c.outer_rank];
    int32_t pick = c.outer_rank - 1;            // the axis that the input runs along fastest, if it is not b
    for (int32_t i = 0; i < c.outer_rank; i++)
        if (c.outer[i].in && magnitude(c.outer[i].in) < magnitude(c.b.in) && magnitude(c.outer[i].in) < magnitude(c.outer[pick].in)) pick = i;
    if (pick >= 0) {
        c.a = c.outer[pick];
        for (int32_t i = pick; i + 1 < c.outer_rank; i++) c.outer[i] = c.outer[i + 1];
        c.outer_rank--;
    }
    if (c.a.extent == 1 && c.b.extent * itemsize > 2 * JOB_BYTES) {     // one long line: cut it
        const ptrdiff_t piece = JOB_BYTES / itemsize, whole = c.b.extent / piece;
        const axis line = c.b;
        c.a = (axis){whole, line.in * piece, line.out * piece};
        c.b.extent = piece;
        const ptrdiff_t done = whole * piece;
        copy_context rest = c;
        rest.b.extent = line.extent - done;
        copy_plane(&rest, c.x + done * line.in, c.y + done * line.out, (axis){1, 0, 0});
    }
    for (int32_t i = 0; i < c.outer_rank; i++) c.slices *= c.outer[i].extent;
    const ptrdiff_t line_bytes = c.b.extent * itemsize;
    c.a_step = line_bytes >= JOB_BYTES ? 1 : (JOB_BYTES / line_bytes + 63) / 64 * 64;
    c.a_step = c.a_step < c.a.extent ? c.a_step : c.a.extent;
    c.a_jobs = (c.a.extent + c.a_step - 1) / c.a_step;
    const ptrdiff_t job_bytes = line_bytes * c.a_step;
    copy_batch b = {&c, job_bytes >= JOB_BYTES ? 1 : JOB_BYTES / job_bytes, c.slices * c.a_jobs};
    apus_run(pool, (b.count + b.per_job - 1) / b.per_job, batch_job, &b);
    return 0;
}
