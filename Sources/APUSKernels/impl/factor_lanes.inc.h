// Linear systems and determinants of small real matrices, one matrix to a lane of the vectors. Operations and their order are
// those of `lu_small` and `triangle_small`, and so are the bits of the results.

#if !IS_COMPLEX
typedef REAL NAME(lanes) __attribute__((ext_vector_type(APUS_VECTOR_BYTES / sizeof(REAL))));
#if APUS_REAL_BITS == 32
typedef int32_t NAME(lane_masks) __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 4)));
#else
typedef int64_t NAME(lane_masks) __attribute__((ext_vector_type(APUS_VECTOR_BYTES / 8)));
#endif
typedef double NAME(lane_doubles) __attribute__((ext_vector_type(APUS_VECTOR_BYTES / sizeof(REAL))));

enum { NAME(lane_count) = APUS_VECTOR_BYTES / sizeof(REAL) };

/// Element by element: a vector holds the same element of every matrix. Missing matrices repeat the last.
INLINE void NAME(lanes_load)(const ptrdiff_t rows, const ptrdiff_t columns, ptrdiff_t count, const apus_matrix *m, ptrdiff_t batch,
                             NAME(lanes) *to, const ptrdiff_t to_row) {
    REAL *at = (REAL *)to;
    for (ptrdiff_t lane = 0; lane < NAME(lane_count); lane++) {
        const char *from = m->data + (lane < count ? lane : count - 1) * batch;
        for (ptrdiff_t i = 0; i < rows; i++)
            for (ptrdiff_t j = 0; j < columns; j++)
                at[(i * to_row + j) * NAME(lane_count) + lane] = *(const REAL *)(from + i * m->row + j * m->column);
    }
}

INLINE NAME(lanes) NAME(lanes_pick)(NAME(lane_masks) mask, NAME(lanes) yes, NAME(lanes) no) {
    return (NAME(lanes))((mask & (NAME(lane_masks))yes) | (~mask & (NAME(lane_masks))no));
}

/// Decomposes A, and does to the `columns` columns of B what it does to A's rows. Gives whether no pivot is 0; `odd` gets the
/// parity of the exchanges.
INLINE bool NAME(lanes_eliminate)(const ptrdiff_t n, const ptrdiff_t columns, NAME(lanes) *a, const ptrdiff_t row, NAME(lanes) *b,
                                  const ptrdiff_t b_row, NAME(lane_masks) *odd) {
    typedef NAME(lanes) L;
    typedef NAME(lane_masks) M;
    *odd = (M)(0);
    M zero = (M)(0);
    for (ptrdiff_t j = 0; j < n; j++) {
        L most = __builtin_elementwise_abs(a[j * row + j]);
        M pivot = (M)(0) + (int)j;
        for (ptrdiff_t i = j + 1; i < n; i++) {
            const L size = __builtin_elementwise_abs(a[i * row + j]);
            const M larger = size > most;
            most = NAME(lanes_pick)(larger, size, most);
            pivot = (larger & (M)(i)) | (~larger & pivot);
        }
        for (ptrdiff_t i = j + 1; i < n; i++) {
            const M here = pivot == (M)(i);
            *odd ^= here;
            for (ptrdiff_t c = j; c < n; c++) {
                const L x = a[j * row + c], y = a[i * row + c];
                a[j * row + c] = NAME(lanes_pick)(here, y, x);
                a[i * row + c] = NAME(lanes_pick)(here, x, y);
            }
            for (ptrdiff_t c = 0; c < columns; c++) {
                const L x = b[j * b_row + c], y = b[i * b_row + c];
                b[j * b_row + c] = NAME(lanes_pick)(here, y, x);
                b[i * b_row + c] = NAME(lanes_pick)(here, x, y);
            }
        }
        const L x = a[j * row + j];
        zero |= x == 0;
        for (ptrdiff_t i = j + 1; i < n; i++) {
            const L f = a[i * row + j] / x;
            for (ptrdiff_t c = j + 1; c < n; c++) {
                const L product = f * a[j * row + c];
                a[i * row + c] -= product;
            }
            for (ptrdiff_t c = 0; c < columns; c++) {
                const L product = f * b[j * b_row + c];
                b[i * b_row + c] -= product;
            }
        }
    }
    bool found = false;
    for (int lane = 0; lane < NAME(lane_count); lane++) found |= zero[lane] != 0;
    return !found;
}

INLINE bool NAME(lanes_solve_of)(const ptrdiff_t n, const ptrdiff_t columns, ptrdiff_t count, const apus_matrix *a, ptrdiff_t a_batch,
                                 const apus_matrix *b, ptrdiff_t b_batch, const apus_matrix *x, ptrdiff_t x_batch) {
    typedef NAME(lanes) L;
    L m[FACTOR_SMALL_LIMIT * FACTOR_SMALL_LIMIT], y[FACTOR_SMALL_LIMIT * FACTOR_SMALL_LIMIT];
    NAME(lane_masks) odd;
    NAME(lanes_load)(n, n, count, a, a_batch, m, n);
    if (b) {
        NAME(lanes_load)(n, columns, count, b, b_batch, y, columns);
    } else {
        for (ptrdiff_t i = 0; i < n * columns; i++) y[i] = (REAL)(i % (n + 1) == 0);
    }
    if (!NAME(lanes_eliminate)(n, columns, m, n, y, columns, &odd)) return false;
    for (ptrdiff_t i = n - 1; i >= 0; i--) {
        for (ptrdiff_t p = i + 1; p < n; p++)
            for (ptrdiff_t c = 0; c < columns; c++) {
                const L product = m[i * n + p] * y[p * columns + c];
                y[i * columns + c] -= product;
            }
        for (ptrdiff_t c = 0; c < columns; c++) y[i * columns + c] /= m[i * n + i];
    }
    for (ptrdiff_t lane = 0; lane < count; lane++)
        for (ptrdiff_t i = 0; i < n; i++)
            for (ptrdiff_t c = 0; c < columns; c++)
                *(REAL *)(x->data + lane * x_batch + i * x->row + c * x->column) = ((const REAL *)y)[(i * columns + c) * NAME(lane_count) + lane];
    return true;
}

#define LANES_SOLVE(order) \
    case order: \
        if (columns == 1) return NAME(lanes_solve_of)(order, 1, count, a, a_batch, b, b_batch, x, x_batch); \
        if (columns == order) return NAME(lanes_solve_of)(order, order, count, a, a_batch, b, b_batch, x, x_batch); \
        break;

static bool NAME(lanes_solve)(ptrdiff_t n, ptrdiff_t columns, ptrdiff_t count, const apus_matrix *a, ptrdiff_t a_batch,
                              const apus_matrix *b, ptrdiff_t b_batch, const apus_matrix *x, ptrdiff_t x_batch) {
    switch (n) { LANES_SOLVE(2) LANES_SOLVE(3) LANES_SOLVE(4) }
    return NAME(lanes_solve_of)(n, columns, count, a, a_batch, b, b_batch, x, x_batch);
}
#undef LANES_SOLVE

/// Products that may leave the range between are not given.
INLINE bool NAME(lanes_determinant_of)(const ptrdiff_t n, ptrdiff_t count, const apus_matrix *a, ptrdiff_t a_batch, char *to) {
    typedef NAME(lane_doubles) D;
    NAME(lanes) m[FACTOR_SMALL_LIMIT * FACTOR_SMALL_LIMIT];
    NAME(lane_masks) odd;
    NAME(lanes_load)(n, n, count, a, a_batch, m, n);
    if (!NAME(lanes_eliminate)(n, 0, m, n, NULL, 0, &odd)) return false;
    D product = (D)(1.0);
    bool safe = true;
    for (ptrdiff_t i = 0; i < n; i++) {
        product *= __builtin_convertvector(m[i * n + i], D);
        const D size = __builtin_elementwise_abs(product);
        for (int lane = 0; lane < NAME(lane_count); lane++) safe &= size[lane] > 0x1p-400 && size[lane] < 0x1p400;
    }
    if (!safe) return false;
    for (ptrdiff_t lane = 0; lane < count; lane++) ((REAL *)to)[lane] = (REAL)(odd[lane] ? -product[lane] : product[lane]);
    return true;
}

static bool NAME(lanes_determinant)(ptrdiff_t n, ptrdiff_t count, const apus_matrix *a, ptrdiff_t a_batch, char *to) {
    switch (n) {
    case 2: return NAME(lanes_determinant_of)(2, count, a, a_batch, to);
    case 3: return NAME(lanes_determinant_of)(3, count, a, a_batch, to);
    case 4: return NAME(lanes_determinant_of)(4, count, a, a_batch, to);
    default: return NAME(lanes_determinant_of)(n, count, a, a_batch, to);
    }
}
#endif
