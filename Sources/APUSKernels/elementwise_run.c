// Runs a contiguous kernel over strided operands: directly where memory allows, else block by block through buffers.
#include "impl/elementwise_private.h"

enum { block_bytes = 4096 };

typedef struct { uint64_t low, high; } sixteen_bytes;

// Strides that vectors can be made of have loops of their own: every second element, and elements in reverse.
#define COPY_ELEMENTS(T)                                                                                           \
    {                                                                                                              \
        const ptrdiff_t size = sizeof(T);                                                                          \
        T *to = (T *)out;                                                                                          \
        const T *from = (const T *)in;                                                                             \
        if (so == size && si == 2 * size) {                                                                        \
            APUS_VECTORIZE for (ptrdiff_t i = 0; i < n - 1; i++) to[i] = from[2 * i];                              \
            if (n > 0) to[n - 1] = from[2 * n - 2];                                                                \
        } else if (so == size && si == -size) {                                                                    \
            APUS_VECTORIZE for (ptrdiff_t i = 0; i < n; i++) to[i] = from[-i];                                     \
        } else {                                                                                                   \
            for (ptrdiff_t i = 0; i < n; i++) *(T *)(out + i * so) = *(const T *)(in + i * si);                    \
        }                                                                                                          \
        break;                                                                                                     \
    }

void apus_copy_run(ptrdiff_t n, char *out, ptrdiff_t so, const char *in, ptrdiff_t si, ptrdiff_t itemsize) {
    if (so == itemsize && si == itemsize) {
        if (n > 0) memmove(out, in, (size_t)(n * itemsize));
        return;
    }
    switch (itemsize) {
    case 1: COPY_ELEMENTS(uint8_t)
    case 2: COPY_ELEMENTS(uint16_t)
    case 4: COPY_ELEMENTS(uint32_t)
    case 8: COPY_ELEMENTS(uint64_t)
    default:
        for (ptrdiff_t i = 0; i < n; i++) *(sixteen_bytes *)(out + i * so) = *(const sixteen_bytes *)(in + i * si);
    }
}

/// Fills `bytes` bytes, a multiple of 16, with copies of 16: a block, and copies of the block by the widest instructions.
static void fill_bytes(ptrdiff_t bytes, char *out, const sixteen_bytes *pattern) {
    const ptrdiff_t first = bytes < block_bytes ? bytes : block_bytes;
    for (ptrdiff_t i = 0; i < first; i += 16) memcpy(out + i, pattern, 16);
    for (ptrdiff_t done = first; done < bytes; done += block_bytes)
        memcpy(out + done, out, (size_t)(bytes - done < block_bytes ? bytes - done : block_bytes));
}

#define FILL(T)                                                                                                    \
    {                                                                                                              \
        T element;                                                                                                 \
        memcpy(&element, &pattern, sizeof element);                                                                \
        for (ptrdiff_t i = 0; i < n; i++) *(T *)(out + i * so) = element;                                          \
        break;                                                                                                     \
    }

void apus_fill(ptrdiff_t n, char *out, ptrdiff_t so, const char *value, ptrdiff_t itemsize) {
    if (n <= 0) return;
    _Alignas(16) sixteen_bytes pattern;
    for (ptrdiff_t i = 0; i < 16; i += itemsize) memcpy((char *)&pattern + i, value, (size_t)itemsize);
    const uint64_t each = 0x0101010101010101u * *(const uint8_t *)&pattern;
    if (so == itemsize && pattern.low == each && pattern.high == each) {
        memset(out, (int)(each & 0xff), (size_t)(n * itemsize));
        return;
    }
    if (so == itemsize) {
        const ptrdiff_t bytes = n * itemsize, whole = bytes & ~(ptrdiff_t)15;
        fill_bytes(whole, out, &pattern);
        memcpy(out + whole, &pattern, (size_t)(bytes - whole));
        return;
    }
    switch (itemsize) {
    case 1: FILL(uint8_t)
    case 2: FILL(uint16_t)
    case 4: FILL(uint32_t)
    case 8: FILL(uint64_t)
    default: FILL(sixteen_bytes)
    }
}

/// An input operand, delivered block by block in the form the kernel computes in.
typedef struct {
    const char *at;
    ptrdiff_t stride;
    apus_operand_format format;
    char *gathered, *computed;
    bool constant_ready;
} reader;

typedef struct {
    char *at;
    ptrdiff_t stride;
    apus_operand_format format;
    char *gathered, *computed;
} writer;

static inline bool is_direct(ptrdiff_t stride, apus_operand_format format) {
    return stride == format.stored && !format.convert;
}

static const char *read_constant(reader *r, ptrdiff_t block) {
    if (r->constant_ready) return r->computed;
    r->constant_ready = true;
    const char *element = r->at;
    char converted[16];
    if (r->format.convert) {
        r->format.convert(1, converted, element);
        element = converted;
    }
    apus_fill(block, r->computed, r->format.computed, element, r->format.computed);
    return r->computed;
}

static const char *read_block(reader *r, ptrdiff_t n, ptrdiff_t block) {
    if (r->stride == 0) return read_constant(r, block);
    const char *from = r->at;
    r->at += n * r->stride;
    if (r->stride != r->format.stored) {
        char *to = r->format.convert ? r->gathered : r->computed;
        apus_copy_run(n, to, r->format.stored, from, r->stride, r->format.stored);
        from = to;
    }
    if (!r->format.convert) return from;
    r->format.convert(n, r->computed, from);
    return r->computed;
}

static inline char *write_place(writer *w) {
    return is_direct(w->stride, w->format) ? w->at : w->computed;
}

static void write_block(writer *w, ptrdiff_t n) {
    char *to = w->at;
    w->at += n * w->stride;
    if (is_direct(w->stride, w->format)) return;
    const char *from = w->computed;
    bool scatter = w->stride != w->format.stored;
    if (w->format.convert) {
        char *narrow = scatter ? w->gathered : to;
        w->format.convert(n, narrow, from);
        from = narrow;
    }
    if (scatter) apus_copy_run(n, to, w->stride, from, w->format.stored, w->format.stored);
}

/// Elements a block may hold so that every buffer of `block_bytes` suffices; never more than there are.
static inline ptrdiff_t block_length(ptrdiff_t n, int widest) {
    ptrdiff_t block = block_bytes / widest;
    return n < block ? n : block;
}

static inline int widest_of(apus_operand_format a, apus_operand_format b) {
    int left = a.stored > a.computed ? a.stored : a.computed, right = b.stored > b.computed ? b.stored : b.computed;
    return left > right ? left : right;
}

#define BUFFERS(name) _Alignas(64) char name##_gathered[block_bytes], name##_computed[block_bytes]
#define READER(name, stride_, format_) {name, stride_, format_, name##_gathered, name##_computed, false}

void apus_run1(const apus_plan1 *plan, ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa,
               const double *parameters) {
    if (is_direct(so, plan->out) && is_direct(sa, plan->in)) {
        plan->kernel(n, out, a, parameters);
        return;
    }
    BUFFERS(a);
    BUFFERS(out);
    reader ra = READER(a, sa, plan->in);
    writer w = {out, so, plan->out, out_gathered, out_computed};
    const ptrdiff_t block = block_length(n, widest_of(plan->in, plan->out));
    for (ptrdiff_t left = n, count; left > 0; left -= count) {
        count = left < block ? left : block;
        plan->kernel(count, write_place(&w), read_block(&ra, count, block), parameters);
        write_block(&w, count);
    }
}

void apus_run2(const apus_plan2 *plan, ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa, const char *b,
               ptrdiff_t sb) {
    if (is_direct(so, plan->out) && is_direct(sa, plan->in) && is_direct(sb, plan->in)) {
        plan->kernel(n, out, a, b);
        return;
    }
    if (plan->first_constant && is_direct(so, plan->out)) {
        if (sb == 0 && is_direct(sa, plan->in)) {
            plan->second_constant(n, out, a, b);
            return;
        }
        if (sa == 0 && is_direct(sb, plan->in)) {
            plan->first_constant(n, out, a, b);
            return;
        }
    }
    BUFFERS(a);
    BUFFERS(b);
    BUFFERS(out);
    reader ra = READER(a, sa, plan->in), rb = READER(b, sb, plan->in);
    writer w = {out, so, plan->out, out_gathered, out_computed};
    const ptrdiff_t block = block_length(n, widest_of(plan->in, plan->out));
    for (ptrdiff_t left = n, count; left > 0; left -= count) {
        count = left < block ? left : block;
        plan->kernel(count, write_place(&w), read_block(&ra, count, block), read_block(&rb, count, block));
        write_block(&w, count);
    }
}

void apus_run3(const apus_plan3 *plan, ptrdiff_t n, char *out, ptrdiff_t so, const char *a, ptrdiff_t sa, const char *b,
               ptrdiff_t sb, const char *c, ptrdiff_t sc) {
    if (is_direct(so, plan->out) && is_direct(sa, plan->first) && is_direct(sb, plan->in) && is_direct(sc, plan->in)) {
        plan->kernel(n, out, a, b, c);
        return;
    }
    if (plan->constants && is_direct(so, plan->out) && is_direct(sa, plan->first) && sb == 0 && sc == 0) {
        plan->constants(n, out, a, b, c);
        return;
    }
    BUFFERS(a);
    BUFFERS(b);
    BUFFERS(c);
    BUFFERS(out);
    reader ra = READER(a, sa, plan->first), rb = READER(b, sb, plan->in), rc = READER(c, sc, plan->in);
    writer w = {out, so, plan->out, out_gathered, out_computed};
    const ptrdiff_t block = block_length(n, widest_of(plan->in, plan->out));
    for (ptrdiff_t left = n, count; left > 0; left -= count) {
        count = left < block ? left : block;
        plan->kernel(count, write_place(&w), read_block(&ra, count, block), read_block(&rb, count, block),
                     read_block(&rc, count, block));
        write_block(&w, count);
    }
}

void apus_rows1(apus_loop1 loop, ptrdiff_t rows, ptrdiff_t n, char *out, ptrdiff_t so, ptrdiff_t step_out,
                const char *a, ptrdiff_t sa, ptrdiff_t step_a, const double *parameters) {
    for (ptrdiff_t i = 0; i < rows; i++) loop(n, out + i * step_out, so, a + i * step_a, sa, parameters);
}

void apus_rows2(apus_loop2 loop, ptrdiff_t rows, ptrdiff_t n, char *out, ptrdiff_t so, ptrdiff_t step_out,
                const char *a, ptrdiff_t sa, ptrdiff_t step_a, const char *b, ptrdiff_t sb, ptrdiff_t step_b) {
    for (ptrdiff_t i = 0; i < rows; i++)
        loop(n, out + i * step_out, so, a + i * step_a, sa, b + i * step_b, sb);
}

void apus_rows3(apus_loop3 loop, ptrdiff_t rows, ptrdiff_t n, char *out, ptrdiff_t so, ptrdiff_t step_out,
                const char *a, ptrdiff_t sa, ptrdiff_t step_a, const char *b, ptrdiff_t sb, ptrdiff_t step_b,
                const char *c, ptrdiff_t sc, ptrdiff_t step_c) {
    for (ptrdiff_t i = 0; i < rows; i++)
        loop(n, out + i * step_out, so, a + i * step_a, sa, b + i * step_b, sb, c + i * step_c, sc);
}
