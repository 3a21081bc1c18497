// The loops of random numbers, compiled once for each instruction set.
#include "apus_random.h"
#include <string.h>

#define APUS_CONCAT_(a, b) a##b
#define APUS_CONCAT(a, b) APUS_CONCAT_(a, b)
#define APUS_NAME(name) APUS_CONCAT(name, APUS_SUFFIX)

typedef float APUS_NAME(floats) __attribute__((ext_vector_type(APUS_LANES)));
typedef int32_t APUS_NAME(ints) __attribute__((ext_vector_type(APUS_LANES)));
#define FLOATS APUS_NAME(floats)
#define INTS APUS_NAME(ints)

static inline FLOATS APUS_NAME(fma)(FLOATS a, FLOATS b, FLOATS c) { return __builtin_elementwise_fma(a, b, c); }

// log x for x in (0, 1]: S. L. Moshier's Cephes polynomial (logf), fused where PyTorch's AVX2 build fuses it.
static inline FLOATS APUS_NAME(log)(FLOATS x) {
    INTS bits;
    x = __builtin_elementwise_max(x, (FLOATS)0x1p-126f);
    memcpy(&bits, &x, sizeof bits);
    FLOATS exponent = __builtin_convertvector((bits >> 23) - 126, FLOATS);
    bits = (bits & 0x007fffff) | 0x3f000000;
    memcpy(&x, &bits, sizeof x);
    INTS small = x < (FLOATS)0.707106781186547524f;
    exponent -= small ? (FLOATS)1.0f : (FLOATS)0.0f;
    x = (x - 1.0f) + (small ? x : (FLOATS)0.0f);

    static const float coefficients[] = {
        -1.1514610310e-1f, 1.1676998740e-1f, -1.2420140846e-1f, 1.4249322787e-1f,
        -1.6668057665e-1f, 2.0000714765e-1f, -2.4999993993e-1f, 3.3333331174e-1f,
    };
    FLOATS square = x * x, y = (FLOATS)7.0376836292e-2f;
    for (int i = 0; i < 8; i++) y = APUS_NAME(fma)(y, x, (FLOATS)coefficients[i]);
    y = APUS_NAME(fma)(y * x, square, exponent * -2.12194440e-4f);
    y = APUS_NAME(fma)(square, (FLOATS)-0.5f, y);
    return APUS_NAME(fma)(exponent, (FLOATS)0.693359375f, x + y);
}

// Sine and cosine of x in [0, 2 pi]: the Cephes polynomials (sinf, cosf), fused where PyTorch's AVX2 build fuses them.
static inline void APUS_NAME(sincos)(FLOATS x, FLOATS *sine, FLOATS *cosine) {
    INTS octant = (__builtin_convertvector(x * 1.27323954473516f, INTS) + 1) & ~1;
    FLOATS turns = __builtin_convertvector(octant, FLOATS);
    x = APUS_NAME(fma)(turns, (FLOATS)-0.78515625f, x);
    x = APUS_NAME(fma)(turns, (FLOATS)-2.4187564849853515625e-4f, x);
    x = APUS_NAME(fma)(turns, (FLOATS)-3.77489497744594108e-8f, x);
    FLOATS square = x * x;
    FLOATS even = APUS_NAME(fma)((FLOATS)2.443315711809948e-5f, square, (FLOATS)-1.388731625493765e-3f);
    even = APUS_NAME(fma)(even, square, (FLOATS)4.166664568298827e-2f);
    even = APUS_NAME(fma)(even * square, square, square * -0.5f) + 1.0f;
    FLOATS odd = APUS_NAME(fma)((FLOATS)-1.9515295891e-4f, square, (FLOATS)8.3321608736e-3f);
    odd = APUS_NAME(fma)(odd, square, (FLOATS)-1.6666654611e-1f);
    odd = APUS_NAME(fma)(odd * square, x, x);
    INTS swapped = (octant & 2) != 0;
    FLOATS s = swapped ? even : odd, c = swapped ? odd : even;
    *sine = (octant & 4) != 0 ? -s : s;
    *cosine = ((octant + 2) & 4) != 0 ? -c : c;
}

void APUS_NAME(apus_box_muller_float32)(float *data, ptrdiff_t blocks, float mean, float deviation) {
    for (ptrdiff_t block = 0; block < blocks; block++, data += 16) {
        for (float *part = data; part < data + 8; part += APUS_LANES) {
            FLOATS u, angle, sine, cosine;
            memcpy(&u, part, sizeof u);
            memcpy(&angle, part + 8, sizeof angle);
            FLOATS radius = __builtin_elementwise_sqrt(APUS_NAME(log)(1.0f - u) * -2.0f);
            APUS_NAME(sincos)(angle * 6.28318530717958647692f, &sine, &cosine);
            FLOATS first = APUS_NAME(fma)(radius * cosine, (FLOATS)deviation, (FLOATS)mean);
            FLOATS second = APUS_NAME(fma)(radius * sine, (FLOATS)deviation, (FLOATS)mean);
            memcpy(part, &first, sizeof first);
            memcpy(part + 8, &second, sizeof second);
        }
    }
}

// M. Matsumoto, T. Nishimura, "Mersenne Twister" (1998).
static inline uint32_t APUS_NAME(twist)(uint32_t word, uint32_t next) {
    return (((word & 0x80000000u) | (next & 0x7fffffffu)) >> 1) ^ (-(next & 1u) & 0x9908b0dfu);
}

void APUS_NAME(apus_twister_renew)(uint32_t *words) {
    for (int i = 0; i < 227; i++) words[i] = words[i + 397] ^ APUS_NAME(twist)(words[i], words[i + 1]);
    for (int i = 227; i < 623; i++) words[i] = words[i - 227] ^ APUS_NAME(twist)(words[i], words[i + 1]);
    words[623] = words[396] ^ APUS_NAME(twist)(words[623], words[0]);
}

static inline uint32_t APUS_NAME(temper)(uint32_t word) {
    word ^= word >> 11;
    word ^= (word << 7) & 0x9d2c5680u;
    word ^= (word << 15) & 0xefc60000u;
    return word ^ (word >> 18);
}

void APUS_NAME(apus_twister_temper)(const uint32_t *words, ptrdiff_t count, uint32_t *out) {
    for (ptrdiff_t i = 0; i < count; i++) out[i] = APUS_NAME(temper)(words[i]);
}

void APUS_NAME(apus_twister_floats)(const uint32_t *words, ptrdiff_t count, float *out) {
    for (ptrdiff_t i = 0; i < count; i++) {
        out[i] = (float)(int32_t)(APUS_NAME(temper)(words[i]) & 0x00ffffffu) * 0x1p-24f;
    }
}
