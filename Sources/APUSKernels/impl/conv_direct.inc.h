// The three products of a convolution as plain loops, for one type.
// The includer defines DIRECT(name), DIRECT_ELEMENT and DIRECT_ADD(sum, a, b): sum += a·b.

/// The results x of a row whose source column x·stride + offset lies inside.
static inline void DIRECT(span)(ptrdiff_t count, ptrdiff_t stride, ptrdiff_t offset, ptrdiff_t width, ptrdiff_t *first,
                                ptrdiff_t *end) {
    *first = offset < 0 ? apus_least(count, (-offset + stride - 1) / stride) : 0;
    *end = offset < width ? apus_least(count, (width - offset + stride - 1) / stride) : 0;
}

/// Every pair of an output plane and an input plane that a tap connects, row by row: `body` sees out[x], in[x·stride], w.
#define DIRECT_ROWS(body) \
    for (ptrdiff_t i = 0; i < s->kernel_h; i++) \
        for (ptrdiff_t j = 0; j < s->kernel_w; j++) { \
            DIRECT_ELEMENT *w = weight + i * s->kernel_w + j; \
            ptrdiff_t first, end; \
            DIRECT(span)(s->out_width, s->stride_w, j * s->dilation_w - s->pad_left, s->width, &first, &end); \
            for (ptrdiff_t y = 0; y < s->out_height; y++) { \
                const ptrdiff_t row = y * s->stride_h + i * s->dilation_h - s->pad_top; \
                if (row < 0 || row >= s->height) continue; \
                DIRECT_ELEMENT *out = output + y * s->out_width; \
                DIRECT_ELEMENT *in = input + row * s->width + j * s->dilation_w - s->pad_left; \
                for (ptrdiff_t x = first; x < end; x++) body; \
            } \
        }

static void DIRECT(forward)(const apus_conv_shape *s, DIRECT_ELEMENT *input, DIRECT_ELEMENT *weight, DIRECT_ELEMENT *output) {
    DIRECT_ROWS(DIRECT_ADD(out[x], in[x * s->stride_w], *w))
}

static void DIRECT(backward_input)(const apus_conv_shape *s, DIRECT_ELEMENT *input, DIRECT_ELEMENT *weight,
                                   DIRECT_ELEMENT *output) {
    DIRECT_ROWS(DIRECT_ADD(in[x * s->stride_w], out[x], *w))
}

static void DIRECT(backward_weight)(const apus_conv_shape *s, DIRECT_ELEMENT *input, DIRECT_ELEMENT *weight,
                                    DIRECT_ELEMENT *output) {
    DIRECT_ROWS(DIRECT_ADD(*w, out[x], in[x * s->stride_w]))
}

/// One plane of the result: output plane (image, o), input plane (image, c), or the kernel (o, c).
static void DIRECT(plane)(const conv_direct *d, ptrdiff_t index) {
    typedef DIRECT_ELEMENT T;
    const apus_conv_shape *s = d->shape;
    const ptrdiff_t channels = s->channels / s->groups, outputs = s->out_channels / s->groups;
    const ptrdiff_t in = s->height * s->width, out = s->out_height * s->out_width, kernel = s->kernel_h * s->kernel_w;
    T *input = (T *)d->input, *weight = (T *)d->weight, *output = (T *)d->output;
    if (d->kind == APUS_CONV_FORWARD) {
        const ptrdiff_t image = index / s->out_channels, o = index % s->out_channels, group = o / outputs;
        T *to = (T *)d->result + index * out;
        const T start = d->bias ? ((const T *)d->bias)[o] : (T)0;
        for (ptrdiff_t x = 0; x < out; x++) to[x] = start;
        for (ptrdiff_t c = 0; c < channels; c++)
            DIRECT(forward)(s, input + (image * s->channels + group * channels + c) * in, weight + (o * channels + c) * kernel, to);
    } else if (d->kind == APUS_CONV_BACKWARD_INPUT) {
        const ptrdiff_t image = index / s->channels, c = index % s->channels, group = c / channels;
        T *to = (T *)d->result + index * in;
        for (ptrdiff_t x = 0; x < in; x++) to[x] = 0;
        for (ptrdiff_t o = group * outputs; o < (group + 1) * outputs; o++)
            DIRECT(backward_input)(s, to, weight + (o * channels + c % channels) * kernel, output + (image * s->out_channels + o) * out);
    } else {
        const ptrdiff_t o = index / channels, c = index % channels + o / outputs * channels;
        T *to = (T *)d->result + index * kernel;
        for (ptrdiff_t x = 0; x < kernel; x++) to[x] = 0;
        for (ptrdiff_t image = 0; image < s->batch; image++)
            DIRECT(backward_weight)(s, input + (image * s->channels + c) * in, to, output + (image * s->out_channels + o) * out);
    }
}

#undef DIRECT
#undef DIRECT_ELEMENT
#undef DIRECT_ADD
#undef DIRECT_ROWS
