// One register tile of the matrix product and the panel made of such tiles, for one element type.
// The includer defines TILE(name), TILE_ELEMENT, TILE_LANES, TILE_ROWS and TILE_STEP(sum, a, b); `a` is a scalar. Where the
// instruction set can read and write the first elements of a vector, it also defines TILE_MASK, their type, TILE_MASK_OF(count),
// TILE_LOAD_PART(from, mask) and TILE_STORE_PART(to, mask, x).

typedef TILE_ELEMENT TILE(vector) __attribute__((ext_vector_type(TILE_LANES)));
typedef TILE_ELEMENT TILE(loose) __attribute__((ext_vector_type(TILE_LANES), aligned(sizeof(TILE_ELEMENT))));

/// Where a tile starts; the rest is in the panel.
typedef struct TILE(place) {
    const gemm_panel *panel;
    const char *a;
    const char *row_bias;
    char *c;
    ptrdiff_t c_row;
    bool accumulate;
#if defined(TILE_MASK)
    TILE_MASK mask;  ///< the columns of the last vector that are there
#endif
} TILE(place);

/// A vector, or with `part` the first elements of one.
static inline __attribute__((always_inline)) TILE(vector) TILE(load)(const bool part, const TILE(place) *at, const char *from) {
#if defined(TILE_MASK)
    if (part) return (TILE(vector))TILE_LOAD_PART(from, at->mask);
#endif
    (void)part, (void)at;
    return *(const TILE(loose) *)from;
}

static inline __attribute__((always_inline)) void TILE(store)(const bool part, const TILE(place) *at, char *to, TILE(vector) x) {
#if defined(TILE_MASK)
    if (part) {
        TILE_STORE_PART(to, at->mask, x);
        return;
    }
#endif
    (void)part, (void)at;
    *(TILE(loose) *)to = x;
}

/// A tile of `rows` × `vectors` registers. Both are constants after inlining, so that the sums live in registers.
/// Rows are addressed from three bases, five rows each: that is what fits in the address modes of x86.
static inline __attribute__((always_inline)) void
TILE(tile)(const int rows, const int vectors, const bool part, const TILE(place) *at) {
    typedef TILE(vector) V;
    const ptrdiff_t size = sizeof(V);
    const bool part0 = part && vectors == 1;
    const gemm_panel *p = at->panel;
    V sum[TILE_ROWS][2];
    for (int v = 0; v < vectors; v++) {
        V start = (TILE_ELEMENT)0;
        if (p->column_bias) start = TILE(load)(part && v == vectors - 1, at, p->column_bias + v * size);
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) sum[i][v] = start;
    }
    if (at->row_bias) {
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            V start = ((const TILE_ELEMENT *)at->row_bias)[i];
            for (int v = 0; v < vectors; v++) sum[i][v] += start;
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
        for (int v = 0; v < vectors; v++) __builtin_prefetch(at->c + i * at->c_row + v * (ptrdiff_t)sizeof(V), 1);
    const ptrdiff_t a_row = p->a_row, a_column = p->a_column, b_row = p->b_row, depth = p->depth;
    const char *a0 = at->a, *a5 = a0 + 5 * a_row, *a10 = a0 + 10 * a_row, *b = p->b;
    for (ptrdiff_t k = 0; k < depth; k++) {
        V b0 = TILE(load)(part0, at, b), b1 = vectors == 2 ? TILE(load)(part, at, b + size) : b0;
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            const char *base = i < 5 ? a0 : i < 10 ? a5 : a10;
            TILE_ELEMENT a = *(const TILE_ELEMENT *)(base + (i % 5) * a_row);
            sum[i][0] = TILE_STEP(sum[i][0], a, b0);
            if (vectors == 2) sum[i][1] = TILE_STEP(sum[i][1], a, b1);
        }
        a0 += a_column;
        if (rows > 5) a5 += a_column;
        if (rows > 10) a10 += a_column;
        b += b_row;
    }
    char *c = at->c;
    const ptrdiff_t c_row = at->c_row;
    if (at->accumulate) {
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++)
            for (int v = 0; v < vectors; v++)
                sum[i][v] = TILE_ADD(sum[i][v], TILE(load)(part && v == vectors - 1, at, c + i * c_row + v * size));
    }
    if (p->relu) {
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++)
            for (int v = 0; v < vectors; v++) sum[i][v] = sum[i][v] < 0 ? (V)(TILE_ELEMENT)0 : sum[i][v];
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
        for (int v = 0; v < vectors; v++) TILE(store)(part && v == vectors - 1, at, c + i * c_row + v * size, sum[i][v]);
}

#define TILE_CASE(n) \
    case n: \
        if (vectors == 2) TILE(tile)(n, 2, part, at); \
        else TILE(tile)(n, 1, part, at); \
        break;

static inline __attribute__((always_inline)) void
TILE(switch)(ptrdiff_t rows, ptrdiff_t vectors, const bool part, const TILE(place) *at) {
    switch (rows) {
        TILE_CASE(1) TILE_CASE(2) TILE_CASE(3) TILE_CASE(4)
#if TILE_ROWS >= 6
        TILE_CASE(5) TILE_CASE(6)
#endif
#if TILE_ROWS >= 8
        TILE_CASE(7) TILE_CASE(8)
#endif
#if TILE_ROWS >= 12
        TILE_CASE(9) TILE_CASE(10) TILE_CASE(11) TILE_CASE(12)
#endif
#if TILE_ROWS >= 14
        TILE_CASE(13) TILE_CASE(14)
#endif
    }
}
#undef TILE_CASE

static void TILE(any)(ptrdiff_t rows, ptrdiff_t vectors, const TILE(place) *at) { TILE(switch)(rows, vectors, false, at); }

#if defined(TILE_MASK)
static void TILE(part)(ptrdiff_t rows, ptrdiff_t vectors, const TILE(place) *at) { TILE(switch)(rows, vectors, true, at); }
#else
/// Copies a tile whose last columns lie outside C.
static void TILE(put)(const TILE_ELEMENT *from, ptrdiff_t rows, ptrdiff_t columns, char *c, ptrdiff_t c_row) {
    for (ptrdiff_t i = 0; i < rows; i++, from += 2 * TILE_LANES, c += c_row)
        for (ptrdiff_t j = 0; j < columns; j++) ((TILE_ELEMENT *)c)[j] = from[j];
}

static void TILE(get)(TILE_ELEMENT *to, ptrdiff_t rows, ptrdiff_t columns, const char *c, ptrdiff_t c_row) {
    for (ptrdiff_t i = 0; i < rows; i++, to += 2 * TILE_LANES, c += c_row)
        for (ptrdiff_t j = 0; j < columns; j++) to[j] = ((const TILE_ELEMENT *)c)[j];
}

#endif

/// All rows of a panel, in tiles of nearly equal height.
static void TILE(panel)(const gemm_panel *p) {
    const ptrdiff_t tiles = (p->rows + TILE_ROWS - 1) / TILE_ROWS, vectors = p->columns > TILE_LANES ? 2 : 1;
    const bool whole = p->columns == vectors * TILE_LANES;
    for (ptrdiff_t t = 0, row = 0; t < tiles; t++) {
        const ptrdiff_t rows = p->rows / tiles + (t < p->rows % tiles);
        char *c = p->c + row * p->c_row;
        TILE(place) at = {.panel = p, .a = p->a + row * p->a_row, .c = c, .c_row = p->c_row, .accumulate = p->accumulate,
                          .row_bias = p->row_bias ? p->row_bias + (size_t)row * sizeof(TILE_ELEMENT) : NULL};
        if (whole) {
            TILE(any)(rows, vectors, &at);
        } else {
#if defined(TILE_MASK)
            at.mask = TILE_MASK_OF(p->columns - (vectors - 1) * TILE_LANES);
            TILE(part)(rows, vectors, &at);
#else
            TILE_ELEMENT edge[TILE_ROWS * 2 * TILE_LANES] __attribute__((aligned(64)));
            if (p->accumulate) TILE(get)(edge, rows, p->columns, c, p->c_row);
            at.c = (char *)edge;
            at.c_row = 2 * TILE_LANES * sizeof(TILE_ELEMENT);
            TILE(any)(rows, vectors, &at);
            TILE(put)(edge, rows, p->columns, c, p->c_row);
#endif
        }
        row += rows;
    }
}

#undef TILE
#undef TILE_ELEMENT
#undef TILE_LANES
#undef TILE_ROWS
#undef TILE_STEP
#undef TILE_ADD
#undef TILE_MASK
#undef TILE_MASK_OF
#undef TILE_LOAD_PART
#undef TILE_STORE_PART
