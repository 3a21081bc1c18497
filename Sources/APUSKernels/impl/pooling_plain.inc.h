// Pooling window by window, for one pair of stored and computed types.
// The includer defines PLAIN(name), PLAIN_SOURCE, PLAIN_ELEMENT, PLAIN_WIDEN(x), PLAIN_NARROW(x), PLAIN_LEAST (smaller
// than everything) and, for floating-point types, PLAIN_FLOATING.

#if defined(PLAIN_FLOATING)
#define PLAIN_IS_NAN(x) ((x) != (x))
#else
#define PLAIN_IS_NAN(x) false
#endif

static void PLAIN(max)(const pooling *p, ptrdiff_t plane) {
    const apus_pool_shape *s = p->shape;
    const PLAIN_SOURCE *in = (const PLAIN_SOURCE *)p->from + plane * s->height * s->width;
    PLAIN_SOURCE *out = (PLAIN_SOURCE *)p->to + plane * s->out_height * s->out_width;
    int64_t *indices = p->indices ? p->indices + plane * s->out_height * s->out_width : NULL;
    for (ptrdiff_t y = 0; y < s->out_height; y++)
        for (ptrdiff_t x = 0; x < s->out_width; x++) {
            const window v = window_of(y, s->kernel_h, s->stride_h, s->dilation_h, s->pad_top, s->height);
            const window h = window_of(x, s->kernel_w, s->stride_w, s->dilation_w, s->pad_left, s->width);
            PLAIN_ELEMENT most = PLAIN_LEAST;
            int64_t where = v.start * s->width + h.start;
            for (ptrdiff_t i = v.start; i < v.end; i += s->dilation_h)
                for (ptrdiff_t j = h.start; j < h.end; j += s->dilation_w) {
                    const PLAIN_ELEMENT value = PLAIN_WIDEN(in[i * s->width + j]);
                    if (value > most || PLAIN_IS_NAN(value)) {
                        most = value;
                        where = i * s->width + j;
                    }
                }
            *out++ = PLAIN_NARROW(most);
            if (indices) *indices++ = where;
        }
}

#if defined(PLAIN_FLOATING)
static void PLAIN(max_backward)(const pooling *p, ptrdiff_t plane) {
    const ptrdiff_t in = p->shape->height * p->shape->width, out = p->shape->out_height * p->shape->out_width;
    const PLAIN_SOURCE *grad = (const PLAIN_SOURCE *)p->from + plane * out;
    const int64_t *indices = p->indices + plane * out;
    PLAIN_SOURCE *to = (PLAIN_SOURCE *)p->to + plane * in;
    __builtin_memset(to, 0, (size_t)in * sizeof *to);
    for (ptrdiff_t i = 0; i < out; i++)
        if (indices[i] >= 0 && indices[i] < in)
            to[indices[i]] = PLAIN_NARROW(PLAIN_WIDEN(to[indices[i]]) + PLAIN_WIDEN(grad[i]));
}

/// Sum of `rows` × `columns` elements; a whole plane's rows are one run.
static double PLAIN(window_sum)(const pooling *p, const PLAIN_SOURCE *from, ptrdiff_t rows, ptrdiff_t columns) {
    if (columns == p->shape->width) {
        columns *= rows;
        rows = 1;
    }
    double total = 0;
    for (ptrdiff_t i = 0; i < rows; i++, from += p->shape->width) {
        if (sizeof(PLAIN_SOURCE) == sizeof(PLAIN_ELEMENT) && columns >= 16) {
            total += p->kernels->sum((const char *)from, columns);
            continue;
        }
        for (ptrdiff_t j = 0; j < columns; j++) total += (double)PLAIN_WIDEN(from[j]);
    }
    return total;
}

static void PLAIN(mean)(const pooling *p, ptrdiff_t plane) {
    const apus_pool_shape *s = p->shape;
    const PLAIN_SOURCE *in = (const PLAIN_SOURCE *)p->from + plane * s->height * s->width;
    PLAIN_SOURCE *out = (PLAIN_SOURCE *)p->to + plane * s->out_height * s->out_width;
    for (ptrdiff_t y = 0; y < s->out_height; y++) {
        const bin v = p->vertical(p, y);
        for (ptrdiff_t x = 0; x < s->out_width; x++) {
            const bin h = horizontal_bin(p, x);
            const double sum = PLAIN(window_sum)(p, in + v.start * s->width + h.start, v.end - v.start, h.end - h.start);
            *out++ = PLAIN_NARROW((PLAIN_ELEMENT)(sum / (p->fixed != 0 ? p->fixed : v.count * h.count)));
        }
    }
}

/// Adds the shares of a row of windows to the part of a row of grad_input that starts at column `start`.
static void PLAIN(share)(const pooling *p, const PLAIN_SOURCE *grad, double height, bin windows, ptrdiff_t start,
                         ptrdiff_t columns, PLAIN_ELEMENT *sums) {
    for (ptrdiff_t j = windows.start; j < windows.end; j++) {
        const bin h = horizontal_bin(p, j);
        const PLAIN_ELEMENT share = PLAIN_WIDEN(grad[j]) / (PLAIN_ELEMENT)(p->fixed != 0 ? p->fixed : height * h.count);
        const ptrdiff_t first = apus_most(h.start - start, 0), end = apus_least(h.end - start, columns);
        for (ptrdiff_t x = first; x < end; x++) sums[x] += share;
    }
}

/// Every row of grad_input is summed from the windows that hold it before it is rounded.
static void PLAIN(mean_backward)(const pooling *p, ptrdiff_t plane) {
    const apus_pool_shape *s = p->shape;
    const PLAIN_SOURCE *grad = (const PLAIN_SOURCE *)p->from + plane * s->out_height * s->out_width;
    PLAIN_SOURCE *to = (PLAIN_SOURCE *)p->to + plane * s->height * s->width;
    enum { part = 1024 };
    if (p->is_whole) {
        const PLAIN_ELEMENT size = (PLAIN_ELEMENT)(s->height * s->width);
        const PLAIN_SOURCE share = PLAIN_NARROW(PLAIN_WIDEN(*grad) / size);
        for (ptrdiff_t i = 0; i < s->height * s->width; i++) to[i] = share;
        return;
    }
    for (ptrdiff_t start = 0; start < s->width; start += part) {
        const ptrdiff_t columns = apus_least(part, s->width - start);
        const bin windows = {p->horizontal_holders(p, start).start, p->horizontal_holders(p, start + columns - 1).end, 0};
        for (ptrdiff_t y = 0; y < s->height; y++) {
            const bin rows = p->vertical_holders(p, y);
            PLAIN_ELEMENT sums[part];
            for (ptrdiff_t x = 0; x < columns; x++) sums[x] = 0;
            for (ptrdiff_t i = rows.start; i < rows.end; i++)
                PLAIN(share)(p, grad + i * s->out_width, p->vertical(p, i).count, windows, start, columns, sums);
            for (ptrdiff_t x = 0; x < columns; x++) to[y * s->width + start + x] = PLAIN_NARROW(sums[x]);
        }
    }
}
#endif

#undef PLAIN
#undef PLAIN_SOURCE
#undef PLAIN_ELEMENT
#undef PLAIN_WIDEN
#undef PLAIN_NARROW
#undef PLAIN_LEAST
#undef PLAIN_FLOATING
#undef PLAIN_IS_NAN
