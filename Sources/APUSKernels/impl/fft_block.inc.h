// Whole transforms of a block, several side by side: complex ones, and real ones by complex ones of half the length.

/// The first core + 1 numbers of the spectrum of real numbers, in place of the transform of pairs of them, doubled.
static void FN(unpack_rows)(const apus_fft_plan *plan, PAIR *z) {
    const APUS_T *const w = plan->halves;
    const ptrdiff_t h = plan->core;
    const PAIR first = z[0];
    z[0] = (PAIR){(first.re + first.im) * 2, (V)(APUS_T)0};
    z[h] = (PAIR){(first.re - first.im) * 2, (V)(APUS_T)0};
    for (ptrdiff_t k = 1; k <= h - k; k++) {
        const PAIR a = z[k], b = z[h - k];
        const PAIR even = {a.re + b.re, a.im - b.im};
        const PAIR odd = FN(times)((PAIR){a.im + b.im, b.re - a.re}, w + 2 * k);
        z[k] = (PAIR){even.re + odd.re, even.im + odd.im};
        z[h - k] = (PAIR){even.re - odd.re, odd.im - even.im};
    }
}

/// The inverse: pairs of real numbers have the transform that is made here of core + 1 numbers of their spectrum.
static void FN(pack_rows)(const apus_fft_plan *plan, PAIR *x) {
    const APUS_T *const w = plan->halves;
    const ptrdiff_t h = plan->core;
    x[0] = (PAIR){x[0].re + x[h].re, x[0].re - x[h].re};
    for (ptrdiff_t k = 1; k <= h - k; k++) {
        const PAIR a = x[k], b = x[h - k];
        const PAIR even = {a.re + b.re, a.im - b.im}, difference = {a.re - b.re, a.im + b.im};
        // Times the conjugate of the root, and i.
        const PAIR odd = {-(difference.im * w[2 * k] - difference.re * w[2 * k + 1]),
                          difference.re * w[2 * k] + difference.im * w[2 * k + 1]};
        x[k] = (PAIR){even.re + odd.re, even.im + odd.im};
        x[h - k] = (PAIR){even.re - odd.re, odd.im - even.im};
    }
}

/// The numbers behind the half spectrum, from it.
static void FN(mirror_rows)(ptrdiff_t n, PAIR *z) {
    for (ptrdiff_t k = n / 2 + 1; k < n; k++) z[k] = (PAIR){z[n - k].re, -z[n - k].im};
}

static void FN(block)(const apus_fft_plan *plan, const apus_fft_block *block, void *scratch) {
    PAIR *a = scratch, *const b = a + apus_fft_scratch_rows(plan);
    const ptrdiff_t n = plan->n;
    const APUS_T scale = (APUS_T)block->scale, sign = block->forward ? 1 : -1;
    switch (block->kind) {
    case APUS_FFT_COMPLEX:
        if (!plan->chirp) {
            const int end = FN(passes_before)(&plan->columns, &block->out);
            PAIR *const r = FN(start)(&plan->columns, &block->in, !block->forward, end, a, b);
            FN(finish)(&plan->columns, r, &block->out, !block->forward, scale, scale);
            break;
        }
        FN(load_block)(&block->in, a, n, !block->forward);
        FN(store_block)(&block->out, FN(core)(plan, a, b), !block->forward, scale, scale);
        break;
    case APUS_FFT_REAL_TO_HALF:
    case APUS_FFT_REAL_TO_WHOLE:
        FN(load_block)(&block->in, a, plan->core, false);
        a = FN(core)(plan, a, b);
        if (plan->halved) {
            FN(unpack_rows)(plan, a);
            if (block->kind == APUS_FFT_REAL_TO_WHOLE) FN(mirror_rows)(n, a);
        }
        FN(store_block)(&block->out, a, false, plan->halved ? scale / 2 : scale, sign * (plan->halved ? scale / 2 : scale));
        break;
    case APUS_FFT_HALF_TO_REAL:
        FN(load_block)(&block->in, a, n / 2 + 1, false);
        if (block->forward)
            for (ptrdiff_t k = 0; k < n / 2 + 1; k++) a[k].im = -a[k].im;
        a[0].im = (APUS_T)0;
        if (plan->halved) FN(pack_rows)(plan, a);
        else FN(mirror_rows)(n, a);
        for (ptrdiff_t k = 0; k < plan->core; k++) a[k] = (PAIR){a[k].im, a[k].re};
        FN(store_block)(&block->out, FN(core)(plan, a, b), true, scale, scale);
        break;
    }
}
