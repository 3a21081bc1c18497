// A strip of columns of a matrix product: blocks of depth, blocks of rows, panels of columns.
#include "impl/gemm_strip.h"
#include <stdatomic.h>
#include <string.h>

const gemm_kernels *apus_gemm_kernels(apus_dtype dtype) {
#if defined(__x86_64__)
    int level = apus_isa_level();
    if (level == 2) return apus_gemm_kernels_avx512(dtype);
    if (level == 1) return apus_gemm_kernels_avx2(dtype);
#endif
    return apus_gemm_kernels_base(dtype);
}

const gemm_kernels *apus_gemm_grouped(apus_dtype dtype) {
#if defined(__x86_64__)
    int level = apus_isa_level();
    if (level == 2) {
        const gemm_kernels *best = apus_gemm_grouped_vnni(dtype);
        return best ? best : apus_gemm_grouped_avx512(dtype);
    }
    if (level == 1) return apus_gemm_grouped_avx2(dtype);
#endif
    return apus_gemm_grouped_base(dtype);
}

ptrdiff_t apus_gemm_depth_step(ptrdiff_t depth) {
    if (depth <= GEMM_DEPTH_BLOCK + GEMM_DEPTH_BLOCK / 2) return depth;
    return apus_ceiling(depth, apus_ceiling(depth, GEMM_DEPTH_BLOCK));
}

size_t apus_gemm_a_space(const gemm_kernels *kernels, ptrdiff_t rows, ptrdiff_t depth) {
    if (kernels->group) depth = apus_ceiling(depth, kernels->group);
    ptrdiff_t elements = (apus_least(rows, GEMM_ROW_BLOCK) + 16) * (depth + 16);
    return (size_t)apus_round_up(elements * kernels->element, 64);
}

/// In place unless it must be converted, neither direction is adjacent, or its lines would compete for the same sets of
/// the first-level cache (a power of two between rows) or for translations (a page between columns).
bool apus_gemm_copies_a(const gemm_kernels *kernels, ptrdiff_t rows, ptrdiff_t a_row, ptrdiff_t a_column) {
    if (kernels->converts) return true;
    if (a_column == kernels->source) return rows > 4 && a_row % 2048 == 0 && a_row != 0;
    if (a_row == kernels->source) return a_column >= 2048 || a_column < 0;
    return rows > 1;
}

/// Copies a block of A, keeping the direction that is adjacent, and says where the copy's elements are.
static void copy_a(const gemm_strip *s, const char *from, ptrdiff_t rows, ptrdiff_t depth, gemm_panel *panel) {
    const ptrdiff_t element = s->kernels->element;
    const bool transposed = s->a_row == s->kernels->source && s->a_column != s->kernels->source;
    gemm_copy copy = {.from = from, .to = s->a_space};
    copy.rows = transposed ? depth : rows;
    copy.columns = copy.padded_columns = transposed ? rows : depth;
    copy.from_row = transposed ? s->a_column : s->a_row;
    copy.from_column = transposed ? s->a_row : s->a_column;
    const ptrdiff_t group = s->kernels->group;
    copy.to_row = ((group && !transposed ? apus_ceiling(depth, group) : copy.columns) + 16) * element;
    copy.to_panel = group && transposed;
    (group ? s->kernels->left : s->kernels->copy)(&copy);
    panel->a = s->a_space;
    panel->a_row = transposed ? element : copy.to_row;
    panel->a_column = transposed ? copy.to_row : element;
}

void apus_gemm_strip(gemm_strip *s) {
    const gemm_kernels *kernels = s->kernels;
    const ptrdiff_t element = kernels->element;
    const ptrdiff_t row_step = apus_round_up(apus_ceiling(s->rows, apus_ceiling(s->rows, GEMM_ROW_BLOCK)), kernels->height);
    ptrdiff_t start = 0;
    do {
        const ptrdiff_t depth = apus_least(s->depth - start, s->depth_step);
        const bool last = start + depth == s->depth;
        s->fill(s, start, depth);
        for (ptrdiff_t row = 0; row < s->rows; row += row_step) {
            gemm_panel p = {.rows = apus_least(row_step, s->rows - row), .depth = depth, .a_row = s->a_row,
                            .a_column = s->a_column, .c_row = s->c_row, .accumulate = s->accumulate || start > 0,
                            .relu = s->relu && last};
            if (kernels->group) p.depth = apus_ceiling(depth, kernels->group);
            p.a = s->a + row * s->a_row + start * s->a_column;
            if (s->a_space) copy_a(s, p.a, p.rows, depth, &p);
            if (s->row_bias && start == 0) p.row_bias = s->row_bias + row * element;
            for (ptrdiff_t j = 0; j < s->panels; j++) {
                const gemm_strip_panel *panel = &s->panel[j];
                p.columns = panel->columns;
                p.b = panel->b;
                p.b_row = panel->b_row;
                p.c = panel->c + row * s->c_row;
                if (s->column_bias && start == 0) p.column_bias = s->column_bias + j * kernels->width * element;
                kernels->panel(&p);
            }
        }
        start += depth;
    } while (start < s->depth);
}

/// Moves rounded rows of results to places any distance apart.
static void scatter(ptrdiff_t count, ptrdiff_t size, const char *from, char *to, ptrdiff_t step) {
    switch (size) {
    case 1: for (ptrdiff_t i = 0; i < count; i++) memcpy(to + i * step, from + i, 1); break;
    case 2: for (ptrdiff_t i = 0; i < count; i++) memcpy(to + i * step, from + 2 * i, 2); break;
    case 4: for (ptrdiff_t i = 0; i < count; i++) memcpy(to + i * step, from + 4 * i, 4); break;
    case 8: for (ptrdiff_t i = 0; i < count; i++) memcpy(to + i * step, from + 8 * i, 8); break;
    default: for (ptrdiff_t i = 0; i < count; i++) memcpy(to + i * step, from + 16 * i, 16); break;
    }
}

void apus_gemm_store(const gemm_kernels *kernels, ptrdiff_t count, const char *from, char *to, ptrdiff_t step) {
    if (step == kernels->source) {
        kernels->narrow(count, from, to);
        return;
    }
    char narrow[GEMM_STRIP_COLUMNS * 16];
    for (ptrdiff_t i = 0; i < count; i += GEMM_STRIP_COLUMNS) {
        const ptrdiff_t part = apus_least(count - i, GEMM_STRIP_COLUMNS);
        kernels->narrow(part, from + i * kernels->element, narrow);
        scatter(part, kernels->source, narrow, to + i * step, step);
    }
}

typedef struct share {
    _Atomic ptrdiff_t next;
    ptrdiff_t units;
    void (*body)(void *context, ptrdiff_t slot, ptrdiff_t unit);
    void *context;
} share;

static void take_units(void *context, ptrdiff_t slot) {
    share *s = context;
    for (;;) {
        ptrdiff_t unit = atomic_fetch_add_explicit(&s->next, 1, memory_order_relaxed);
        if (unit >= s->units) return;
        s->body(s->context, slot, unit);
    }
}

void apus_gemm_share(const apus_pool *pool, ptrdiff_t units, void (*body)(void *context, ptrdiff_t slot, ptrdiff_t unit),
                     void *context) {
    if (!pool || pool->threads < 2 || units < 2) {
        for (ptrdiff_t unit = 0; unit < units; unit++) body(context, 0, unit);
        return;
    }
    share s = {0, units, body, context};
    pool->run(apus_gemm_slots(pool->threads, units), take_units, &s);
}
