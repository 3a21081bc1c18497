// Radix and merge sort of records SORT_R, stable by SORT_KEY(record), an unsigned integer of SORT_BITS bits.

#define FN(name) APUS_JOIN(name##_, SORT_TAG)

/// Sorts `n` <= 8 records of `a` into `b`.
APUS_INLINE void FN(insertion_sort)(const SORT_R *a, SORT_R *b, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n; i++) {
        const SORT_R x = a[i];
        ptrdiff_t j = i;
        for (; j > 0 && SORT_KEY(x) < SORT_KEY(b[j - 1]); j--) b[j] = b[j - 1];
        b[j] = x;
    }
}

/// Sorts runs of 8, then merges them pairwise; returns where the result is, `a` or `b`.
static SORT_R *FN(merge_sort)(SORT_R *a, SORT_R *b, ptrdiff_t n) {
    for (ptrdiff_t start = 0; start < n; start += 8) FN(insertion_sort)(a + start, b + start, n - start < 8 ? n - start : 8);
    SORT_R *swap = a;
    a = b;
    b = swap;
    for (ptrdiff_t run = 8; run < n; run *= 2) {
        for (ptrdiff_t start = 0; start < n; start += 2 * run) {
            const ptrdiff_t middle = n - start < run ? n : start + run, end = n - start < 2 * run ? n : start + 2 * run;
            ptrdiff_t i = start, j = middle, k = start;
            while (i < middle && j < end) {
                const bool right = SORT_KEY(a[j]) < SORT_KEY(a[i]);
                b[k++] = a[right ? j : i];
                j += right;
                i += !right;
            }
            while (i < middle) b[k++] = a[i++];
            while (j < end) b[k++] = a[j++];
        }
        SORT_R *other = a;
        a = b;
        b = other;
    }
    return a;
}

APUS_INLINE SORT_R *FN(radix_passes)(SORT_R *a, SORT_R *b, ptrdiff_t n, const int digit_bits) {
    enum { MOST = (SORT_BITS + 7) / 8 };
    uint32_t counts[digit_bits == 8 ? MOST : (SORT_BITS + 10) / 11][(size_t)1 << digit_bits];
    const int digits = (SORT_BITS + digit_bits - 1) / digit_bits;
    const uint64_t mask = ((uint64_t)1 << digit_bits) - 1;
    memset(counts, 0, sizeof counts);
    for (ptrdiff_t i = 0; i < n; i++) {
        const uint64_t key = SORT_KEY(a[i]);
        for (int d = 0; d < digits; d++) counts[d][(key >> (d * digit_bits)) & mask]++;
    }
    for (int d = 0; d < digits; d++) {
        const int shift = d * digit_bits;
        uint32_t *places = counts[d], sum = 0;
        if (places[((uint64_t)SORT_KEY(a[0]) >> shift) & mask] == (uint32_t)n) continue;
        for (uint64_t v = 0; v <= mask; v++) { const uint32_t c = places[v]; places[v] = sum; sum += c; }
        for (ptrdiff_t i = 0; i < n; i++) { const SORT_R x = a[i]; b[places[((uint64_t)SORT_KEY(x) >> shift) & mask]++] = x; }
        SORT_R *other = a;
        a = b;
        b = other;
    }
    return a;
}

/// Sorts `a` with the help of `b`, and returns where the result is.
static SORT_R *FN(sort_records)(SORT_R *a, SORT_R *b, ptrdiff_t n) {
    if (n < 2 * SORT_BITS || n > (ptrdiff_t)UINT32_MAX) return FN(merge_sort)(a, b, n);
    return n < 6000 ? FN(radix_passes)(a, b, n, 8) : FN(radix_passes)(a, b, n, 11);
}

#undef FN
#undef SORT_R
#undef SORT_KEY
#undef SORT_BITS
#undef SORT_TAG
