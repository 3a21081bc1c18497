// The panel kernel for one complex type: real and imaginary parts apart in B's packed panel, together in A and C.
// The includer defines COMPLEX(name), COMPLEX_PART, COMPLEX_LANES, COMPLEX_ROWS and COMPLEX_FMA(a, b, sum).

typedef COMPLEX_PART COMPLEX(vector) __attribute__((ext_vector_type(COMPLEX_LANES)));

/// `rows` × one vector of complex numbers; `to` receives their real parts and then, row by row, the imaginary ones.
static inline __attribute__((always_inline)) void
COMPLEX(tile)(const int rows, const gemm_panel *p, const char *a, COMPLEX(vector) to[COMPLEX_ROWS][2]) {
    typedef COMPLEX(vector) V;
    V re[COMPLEX_ROWS], im[COMPLEX_ROWS];
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) re[i] = im[i] = (COMPLEX_PART)0;
    const char *b = p->b;
    for (ptrdiff_t k = 0; k < p->depth; k++, a += p->a_column, b += p->b_row) {
        V b_re = ((const V *)b)[0], b_im = ((const V *)b)[1];
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            const COMPLEX_PART *at = (const COMPLEX_PART *)(a + i * p->a_row);
            V a_re = at[0], a_im = at[1];
            re[i] = COMPLEX_FMA(a_re, b_re, re[i]);
            im[i] = COMPLEX_FMA(a_re, b_im, im[i]);
            re[i] = COMPLEX_FMA(-a_im, b_im, re[i]);
            im[i] = COMPLEX_FMA(a_im, b_re, im[i]);
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
        to[i][0] = re[i];
        to[i][1] = im[i];
    }
}

/// Adds biases and C as asked and puts a row of results into C.
static void COMPLEX(put)(const gemm_panel *p, ptrdiff_t row, const COMPLEX(vector) from[2]) {
    const COMPLEX_PART *row_bias = p->row_bias ? (const COMPLEX_PART *)p->row_bias + 2 * row : NULL;
    const COMPLEX_PART *column_bias = (const COMPLEX_PART *)p->column_bias;
    const COMPLEX_PART *re = (const COMPLEX_PART *)from, *im = re + COMPLEX_LANES;
    COMPLEX_PART *c = (COMPLEX_PART *)(p->c + row * p->c_row);
    for (ptrdiff_t j = 0; j < p->columns; j++) {
        COMPLEX_PART x = re[j], y = im[j];
        if (row_bias) x += row_bias[0], y += row_bias[1];
        if (column_bias) x += column_bias[2 * j], y += column_bias[2 * j + 1];
        if (p->accumulate) x += c[2 * j], y += c[2 * j + 1];
        c[2 * j] = x;
        c[2 * j + 1] = y;
    }
}

static void COMPLEX(panel)(const gemm_panel *p) {
    COMPLEX(vector) tile[COMPLEX_ROWS][2];
    ptrdiff_t row = 0;
    for (; row + COMPLEX_ROWS <= p->rows; row += COMPLEX_ROWS) {
        COMPLEX(tile)(COMPLEX_ROWS, p, p->a + row * p->a_row, tile);
        for (int i = 0; i < COMPLEX_ROWS; i++) COMPLEX(put)(p, row + i, tile[i]);
    }
    for (; row < p->rows; row++) {
        COMPLEX(tile)(1, p, p->a + row * p->a_row, tile);
        COMPLEX(put)(p, row, tile[0]);
    }
}

/// Panels of B: the real parts of a row, then its imaginary parts.
static void COMPLEX(pack)(const gemm_copy *copy) {
    for (ptrdiff_t i = 0; i < copy->rows; i++) {
        const char *from = copy->from + i * copy->from_row;
        char *to = copy->to + i * copy->to_row;
        for (ptrdiff_t start = 0; start < copy->columns; start += COMPLEX_LANES, to += copy->to_panel) {
            const ptrdiff_t columns = apus_least(COMPLEX_LANES, copy->columns - start);
            COMPLEX_PART *re = (COMPLEX_PART *)to, *im = re + COMPLEX_LANES;
            for (ptrdiff_t j = 0; j < columns; j++, from += copy->from_column) {
                re[j] = ((const COMPLEX_PART *)from)[0];
                im[j] = ((const COMPLEX_PART *)from)[1];
            }
            for (ptrdiff_t j = columns; j < COMPLEX_LANES; j++) re[j] = im[j] = 0;
        }
    }
}

/// A as it is, densely.
static void COMPLEX(copy)(const gemm_copy *copy) {
    for (ptrdiff_t i = 0; i < copy->rows; i++) {
        const char *from = copy->from + i * copy->from_row;
        COMPLEX_PART *to = (COMPLEX_PART *)(copy->to + i * copy->to_row);
        for (ptrdiff_t j = 0; j < copy->columns; j++, from += copy->from_column) {
            to[2 * j] = ((const COMPLEX_PART *)from)[0];
            to[2 * j + 1] = ((const COMPLEX_PART *)from)[1];
        }
    }
}

static void COMPLEX(narrow)(ptrdiff_t count, const char *from, char *to) {
    __builtin_memcpy(to, from, (size_t)count * 2 * sizeof(COMPLEX_PART));
}

#undef COMPLEX
#undef COMPLEX_PART
#undef COMPLEX_LANES
#undef COMPLEX_ROWS
#undef COMPLEX_FMA
