// Selection by digits in records of one kind: SELECT_R, whose key is SELECT_KEY(r) of SELECT_BITS bits. Names end in
// SELECT_TAG.

#define SELECT_JOIN2(a, b) a##_##b
#define SELECT_JOIN(a, b) SELECT_JOIN2(a, b)
#define SELECT_NAME(name) SELECT_JOIN(name, SELECT_TAG)

static void SELECT_NAME(insertion)(SELECT_R *a, ptrdiff_t n) {
    for (ptrdiff_t i = 1; i < n; i++) {
        const SELECT_R moved = a[i];
        ptrdiff_t j = i;
        while (j > 0 && SELECT_KEY(moved) < SELECT_KEY(a[j - 1])) { a[j] = a[j - 1]; j--; }
        a[j] = moved;
    }
}

/// Orders `a`, records low...high - 1 of a row, as far as the places `kth` demand; `bits` low bits of their keys may differ.
static void SELECT_NAME(select)(SELECT_R *a, SELECT_R *spare, ptrdiff_t low, ptrdiff_t n, int bits, const int64_t *kth,
                                ptrdiff_t count) {
    if (count == 0 || n < 2 || bits == 0) return;
    if (n <= 24) { SELECT_NAME(insertion)(a, n); return; }
    const int digit = bits < DIGIT_BITS ? bits : DIGIT_BITS, shift = bits - digit;
    const uint32_t mask = ((uint32_t)1 << digit) - 1;
    ptrdiff_t starts[(1 << DIGIT_BITS) + 1];
    for (uint32_t i = 0; i <= mask + 1; i++) starts[i] = 0;
    for (ptrdiff_t i = 0; i < n; i++) starts[((uint32_t)(SELECT_KEY(a[i]) >> shift) & mask) + 1]++;
    for (uint32_t i = 0; i <= mask; i++) starts[i + 1] += starts[i];
    // Digits with a wanted place, and the digits between them, are the classes into which records are moved.
    uint8_t class_of[1 << DIGIT_BITS];
    uint32_t wanted[MOST_PLACES];
    ptrdiff_t cursor[2 * MOST_PLACES + 1], first[MOST_PLACES + 1], classes = 0, found = 0;
    uint32_t next = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        const ptrdiff_t place = kth[i] - low;
        if (found > 0 && place < starts[wanted[found - 1] + 1]) continue;
        uint32_t bucket = next, end = mask;
        while (bucket < end) {
            const uint32_t middle = (bucket + end) / 2;
            if (starts[middle + 1] > place) end = middle; else bucket = middle + 1;
        }
        cursor[classes] = starts[next];
        for (uint32_t d = next; d < bucket; d++) class_of[d] = (uint8_t)classes;
        classes++;
        cursor[classes] = starts[bucket];
        class_of[bucket] = (uint8_t)classes++;
        first[found] = i;
        wanted[found++] = bucket;
        next = bucket + 1;
    }
    first[found] = count;
    cursor[classes] = starts[next];
    for (uint32_t d = next; d <= mask; d++) class_of[d] = (uint8_t)classes;
    for (ptrdiff_t i = 0; i < n; i++) spare[cursor[class_of[(uint32_t)(SELECT_KEY(a[i]) >> shift) & mask]]++] = a[i];
    memcpy(a, spare, (size_t)n * sizeof(SELECT_R));
    for (ptrdiff_t i = 0; i < found; i++) {
        const ptrdiff_t start = starts[wanted[i]], size = starts[wanted[i] + 1] - starts[wanted[i]];
        SELECT_NAME(select)(a + start, spare + start, low + start, size, shift, kth + first[i], first[i + 1] - first[i]);
    }
}

/// How many low bits of the keys differ.
static int SELECT_NAME(varying)(const SELECT_R *a, ptrdiff_t n) {
    uint64_t ones = 0;
    for (ptrdiff_t i = 0; i < n; i++) ones |= (uint64_t)(SELECT_KEY(a[i]) ^ SELECT_KEY(a[0]));
    return ones == 0 ? 0 : 64 - __builtin_clzll(ones);
}

/// The whole of it for one row of records. More places than fit are taken in turns; those before are then behind walls.
static void SELECT_NAME(partition)(SELECT_R *a, SELECT_R *spare, ptrdiff_t n, const int64_t *kth, ptrdiff_t count) {
    ptrdiff_t low = 0;
    for (ptrdiff_t i = 0; i < count; i += MOST_PLACES) {
        const ptrdiff_t places = count - i < MOST_PLACES ? count - i : MOST_PLACES;
        SELECT_NAME(select)(a + low, spare + low, low, n - low, SELECT_NAME(varying)(a + low, n - low), kth + i, places);
        low = kth[i + places - 1] + 1;
    }
}

#undef SELECT_JOIN2
#undef SELECT_JOIN
#undef SELECT_NAME
#undef SELECT_R
#undef SELECT_KEY
#undef SELECT_TAG
