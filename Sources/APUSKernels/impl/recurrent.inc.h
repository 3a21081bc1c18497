// The kernels of recurrent layers for one element type: T in memory, vectors V of W lanes.
// The includer defines RECURRENT(name), T, V, W, SIGMOID(x) and TANH(x).

typedef T RECURRENT(loose) __attribute__((ext_vector_type(W), aligned(sizeof(T))));

#define LOAD(p) (*(const RECURRENT(loose) *)(p))
#define STORE(p, v) (*(RECURRENT(loose) *)(p) = (v))
#define AT(base, row, bytes) ((T *)((base) + (row) * (bytes)))

/// `m` elements, the lanes beyond are 0; 0 without memory.
INLINE V RECURRENT(load)(const T *from, ptrdiff_t m) {
    if (m >= W) return LOAD(from);
    V v = (T)0;
    for (ptrdiff_t i = 0; i < m; i++) v[i] = from[i];
    return v;
}

INLINE void RECURRENT(store)(T *to, ptrdiff_t m, V v) {
    if (m >= W) {
        STORE(to, v);
        return;
    }
    T lanes[W];
    memcpy(lanes, &v, sizeof v);
    for (ptrdiff_t i = 0; i < m; i++) to[i] = lanes[i];
}

static void RECURRENT(lstm)(const recurrent_step *s) {
    const ptrdiff_t slot = s->slot / (ptrdiff_t)sizeof(T), gate = s->gate / (ptrdiff_t)sizeof(T);
    for (ptrdiff_t row = 0; row < s->rows; row++)
        for (ptrdiff_t i = 0; i < s->units; i += W) {
            const ptrdiff_t m = s->units - i;
            const T *sums = AT(s->sums, row, s->sums_row) + i;
            T *cells = AT(s->cells, row, s->local_row) + i;
            const V in = SIGMOID(LOAD(sums)), forget = SIGMOID(LOAD(sums + slot));
            const V cell = TANH(LOAD(sums + 2 * slot)), out = SIGMOID(LOAD(sums + 3 * slot));
            const V c = MADD(forget, LOAD(cells), in * cell), h = out * TANH(c);
            STORE(cells, c);
            STORE(AT(s->after, row, s->local_row) + i, h);
            RECURRENT(store)(AT(s->out, row, s->out_row) + i, m, h);
            if (!s->gates) continue;
            T *gates = AT(s->gates, row, s->gates_row) + i;
            RECURRENT(store)(gates, m, in);
            RECURRENT(store)(gates + gate, m, forget);
            RECURRENT(store)(gates + 2 * gate, m, cell);
            RECURRENT(store)(gates + 3 * gate, m, out);
            RECURRENT(store)(AT(s->kept_cells, row, s->kept_cells_row) + i, m, c);
        }
}

static void RECURRENT(lstm_back)(const recurrent_back_step *s) {
    const ptrdiff_t n = s->units;
    for (ptrdiff_t row = 0; row < s->rows; row++)
        for (ptrdiff_t i = 0; i < n; i += W) {
            const ptrdiff_t m = n - i;
            const T *gates = AT(s->gates, row, s->gates_row) + i;
            const V in = RECURRENT(load)(gates, m), forget = RECURRENT(load)(gates + n, m);
            const V cell = RECURRENT(load)(gates + 2 * n, m), out = RECURRENT(load)(gates + 3 * n, m);
            const V after = TANH(RECURRENT(load)(AT(s->kept_cells, row, s->kept_cells_row) + i, m));
            V before = (T)0, dh = LOAD(AT(s->hidden, row, s->local_row) + i);
            if (s->cells_before) before = RECURRENT(load)(AT(s->cells_before, row, s->cells_before_row) + i, m);
            if (s->gradient) dh += RECURRENT(load)(AT(s->gradient, row, s->gradient_row) + i, m);
            T *cells = AT(s->cells, row, s->local_row) + i;
            const V dc = MADD(dh * out, 1 - after * after, LOAD(cells));
            STORE(cells, dc * forget);
            const V slopes[4] = {dc * cell * in * (1 - in), dc * before * forget * (1 - forget), dc * in * (1 - cell * cell),
                                 dh * after * out * (1 - out)};
#pragma clang loop unroll(full)
            for (int g = 0; g < 4; g++) {
                RECURRENT(store)(AT(s->slopes, row, s->slopes_row) + g * n + i, m, slopes[g]);
                RECURRENT(store)(AT(s->kept_slopes, row, s->kept_slopes_row) + g * n + i, m, slopes[g]);
            }
        }
}

static void RECURRENT(gru)(const recurrent_step *s) {
    const ptrdiff_t slot = s->slot / (ptrdiff_t)sizeof(T), gate = s->gate / (ptrdiff_t)sizeof(T);
    for (ptrdiff_t row = 0; row < s->rows; row++)
        for (ptrdiff_t i = 0; i < s->units; i += W) {
            const ptrdiff_t m = s->units - i;
            const T *sums = AT(s->sums, row, s->sums_row) + i;
            const V reset = SIGMOID(LOAD(sums)), update = SIGMOID(LOAD(sums + slot)), product = LOAD(sums + 2 * slot);
            const V new = TANH(MADD(reset, product, LOAD(sums + 3 * slot)));
            const V h = MADD(update, LOAD(AT(s->before, row, s->local_row) + i) - new, new);
            STORE(AT(s->after, row, s->local_row) + i, h);
            RECURRENT(store)(AT(s->out, row, s->out_row) + i, m, h);
            if (!s->gates) continue;
            T *gates = AT(s->gates, row, s->gates_row) + i;
            RECURRENT(store)(gates, m, reset);
            RECURRENT(store)(gates + gate, m, update);
            RECURRENT(store)(gates + 2 * gate, m, product);
            RECURRENT(store)(gates + 3 * gate, m, new);
        }
}

static void RECURRENT(gru_back)(const recurrent_back_step *s) {
    const ptrdiff_t n = s->units;
    for (ptrdiff_t row = 0; row < s->rows; row++)
        for (ptrdiff_t i = 0; i < n; i += W) {
            const ptrdiff_t m = n - i;
            const T *gates = AT(s->gates, row, s->gates_row) + i;
            const V reset = RECURRENT(load)(gates, m), update = RECURRENT(load)(gates + n, m);
            const V product = RECURRENT(load)(gates + 2 * n, m), new = RECURRENT(load)(gates + 3 * n, m);
            T *hidden = AT(s->hidden, row, s->local_row) + i;
            V before = (T)0, dh = LOAD(hidden);
            if (s->before) before = RECURRENT(load)(AT(s->before, row, s->before_row) + i, m);
            if (s->gradient) dh += RECURRENT(load)(AT(s->gradient, row, s->gradient_row) + i, m);
            STORE(hidden, dh * update);
            const V inner = dh * (1 - update) * (1 - new * new);
            const V slopes[4] = {inner * reset, inner * product * reset * (1 - reset), dh * (before - new) * update * (1 - update),
                                 inner};
#pragma clang loop unroll(full)
            for (int g = 0; g < 4; g++) {
                RECURRENT(store)(AT(s->slopes, row, s->slopes_row) + g * n + i, m, slopes[g]);
                RECURRENT(store)(AT(s->kept_slopes, row, s->kept_slopes_row) + g * n + i, m, slopes[g]);
            }
        }
}

INLINE void RECURRENT(plain)(const recurrent_step *s, const bool relu) {
    for (ptrdiff_t row = 0; row < s->rows; row++)
        for (ptrdiff_t i = 0; i < s->units; i += W) {
            const V x = LOAD(AT(s->sums, row, s->sums_row) + i), h = relu ? (x < 0 ? (V)(T)0 : x) : TANH(x);
            STORE(AT(s->after, row, s->local_row) + i, h);
            RECURRENT(store)(AT(s->out, row, s->out_row) + i, s->units - i, h);
        }
}

INLINE void RECURRENT(plain_back)(const recurrent_back_step *s, const bool relu) {
    for (ptrdiff_t row = 0; row < s->rows; row++)
        for (ptrdiff_t i = 0; i < s->units; i += W) {
            const ptrdiff_t m = s->units - i;
            V dh = LOAD(AT(s->hidden, row, s->local_row) + i);
            if (s->gradient) dh += RECURRENT(load)(AT(s->gradient, row, s->gradient_row) + i, m);
            const V h = RECURRENT(load)(AT(s->out, row, s->out_row) + i, m);
            const V slope = relu ? (h > 0 ? dh : (V)(T)0) : dh * (1 - h * h);
            RECURRENT(store)(AT(s->slopes, row, s->slopes_row) + i, m, slope);
            RECURRENT(store)(AT(s->kept_slopes, row, s->kept_slopes_row) + i, m, slope);
        }
}

static void RECURRENT(tanh)(const recurrent_step *s) { RECURRENT(plain)(s, false); }
static void RECURRENT(relu)(const recurrent_step *s) { RECURRENT(plain)(s, true); }
static void RECURRENT(tanh_back)(const recurrent_back_step *s) { RECURRENT(plain_back)(s, false); }
static void RECURRENT(relu_back)(const recurrent_back_step *s) { RECURRENT(plain_back)(s, true); }

#undef LOAD
#undef STORE
#undef AT
#undef RECURRENT
#undef T
#undef V
#undef W
#undef SIGMOID
#undef TANH
