// Vectors of APUS_W numbers of type APUS_T: loads, stores, interleaving and transposing.
#define V FN(apus_fft_vector)
#define PAIR FN(apus_fft_pair)
typedef APUS_T V __attribute__((ext_vector_type(APUS_W)));

/// Complex numbers, one a lane.
typedef struct PAIR { V re, im; } PAIR;

APUS_INLINE V FN(load)(const void *p) {
    V v;
    memcpy(&v, p, sizeof v);
    return v;
}

APUS_INLINE void FN(store)(void *p, V v) { memcpy(p, &v, sizeof v); }

/// a0 b0 a1 b1 … of the lower halves.
APUS_INLINE V FN(zip_low)(V a, V b) {
#if APUS_W == 16
    return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
#elif APUS_W == 8
    return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
#elif APUS_W == 4
    return __builtin_shufflevector(a, b, 0, 4, 1, 5);
#else
    return __builtin_shufflevector(a, b, 0, 2);
#endif
}

/// The same of the upper halves.
APUS_INLINE V FN(zip_high)(V a, V b) {
#if APUS_W == 16
    return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
#elif APUS_W == 8
    return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
#elif APUS_W == 4
    return __builtin_shufflevector(a, b, 2, 6, 3, 7);
#else
    return __builtin_shufflevector(a, b, 1, 3);
#endif
}

/// The numbers at even places of a and then b.
APUS_INLINE V FN(even)(V a, V b) {
#if APUS_W == 16
    return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
#elif APUS_W == 8
    return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
#elif APUS_W == 4
    return __builtin_shufflevector(a, b, 0, 2, 4, 6);
#else
    return __builtin_shufflevector(a, b, 0, 2);
#endif
}

APUS_INLINE V FN(odd)(V a, V b) {
#if APUS_W == 16
    return __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
#elif APUS_W == 8
    return __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
#elif APUS_W == 4
    return __builtin_shufflevector(a, b, 1, 3, 5, 7);
#else
    return __builtin_shufflevector(a, b, 1, 3);
#endif
}

/// The numbers in the opposite order.
APUS_INLINE V FN(reversed)(V a) {
#if APUS_W == 16
    return __builtin_shufflevector(a, a, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
#elif APUS_W == 8
    return __builtin_shufflevector(a, a, 7, 6, 5, 4, 3, 2, 1, 0);
#elif APUS_W == 4
    return __builtin_shufflevector(a, a, 3, 2, 1, 0);
#else
    return __builtin_shufflevector(a, a, 1, 0);
#endif
}

/// Complex numbers that stand side by side in memory.
APUS_INLINE PAIR FN(load_complex)(const void *p) {
    const V a = FN(load)(p), b = FN(load)((const char *)p + sizeof(V));
    return (PAIR){FN(even)(a, b), FN(odd)(a, b)};
}

APUS_INLINE void FN(store_complex)(void *p, PAIR z) {
    FN(store)(p, FN(zip_low)(z.re, z.im));
    FN(store)((char *)p + sizeof(V), FN(zip_high)(z.re, z.im));
}

APUS_INLINE PAIR FN(swapped_if)(bool swapped, PAIR z) { return swapped ? (PAIR){z.im, z.re} : z; }

/// Transposes a square of vectors: as often as the width has bits, the first half is interleaved with the second.
APUS_INLINE void FN(transpose)(V *v) {
    V t[APUS_W];
    _Pragma("clang loop unroll(full)") for (int step = 1; step < APUS_W; step *= 2) {
        _Pragma("clang loop unroll(full)") for (int i = 0; i < APUS_W / 2; i++) {
            t[2 * i] = FN(zip_low)(v[i], v[i + APUS_W / 2]);
            t[2 * i + 1] = FN(zip_high)(v[i], v[i + APUS_W / 2]);
        }
        _Pragma("clang loop unroll(full)") for (int i = 0; i < APUS_W; i++) v[i] = t[i];
    }
}
