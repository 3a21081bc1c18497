// Sliding products: the loop under correlation and convolution in one dimension.
#include "apus_statistics.h"
#include "impl/lanes.h"

typedef void slide_rows(ptrdiff_t n, ptrdiff_t m, const void *a, const void *v, void *out);

#define APUS_SUFFIX _base
#include "impl/slide.inc.h"
#undef APUS_SUFFIX
#undef APUS_SLIDE
#undef APUS_SLIDE_COMPLEX
#if defined(__x86_64__)
#define APUS_SUFFIX _avx2
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "impl/slide.inc.h"
#pragma clang attribute pop
#undef APUS_SUFFIX
#endif

typedef struct {
    slide_rows *run;
    ptrdiff_t n, m, size, step;
    const char *a;
    const void *v;
    char *out;
} slide_context;

static void slide_job(void *context, ptrdiff_t index) {
    const slide_context *c = context;
    const ptrdiff_t start = index * c->step, count = c->n - start < c->step ? c->n - start : c->step;
    c->run(count, c->m, c->a + start * c->size, c->v, c->out + start * c->size);
}

int apus_slide(apus_dtype dtype, ptrdiff_t n, ptrdiff_t m, const void *a, const void *v, void *out, const apus_pool *pool) {
    if (dtype >= APUS_DTYPE_COUNT) return -1;
    slide_rows *run = slides_base[dtype];
#if defined(__x86_64__)
    if (apus_isa_level() >= 1) run = slides_avx2[dtype];
#endif
    if (!run) return -1;
    if (n <= 0) return 0;
    slide_context c = {run, n, m, apus_itemsize(dtype), 0, a, v, out};
    c.step = m > 16384 ? 256 : (1 << 22) / m / 256 * 256;
    if (c.step < 256) c.step = 256;
    apus_run(pool, (n + c.step - 1) / c.step, slide_job, &c);
    return 0;
}
