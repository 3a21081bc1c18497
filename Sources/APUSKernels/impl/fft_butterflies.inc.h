// Transforms of a few points held in registers: a[k] becomes the sum of a[j] e^(-2 pi i j k / r).

#ifndef APUS_FFT_ODD_ROOTS
#define APUS_FFT_ODD_ROOTS
// cos and sin of 2 pi j / p, correctly rounded.
static const double apus_fft_cos3[] = {1, -0.5};
static const double apus_fft_sin3[] = {0, 0x1.bb67ae8584caap-1};
static const double apus_fft_cos5[] = {1, 0x1.3c6ef372fe950p-2, -0x1.9e3779b97f4a8p-1};
static const double apus_fft_sin5[] = {0, 0x1.e6f0e134454ffp-1, 0x1.2cf2304755a5ep-1};
static const double apus_fft_cos7[] = {1, 0x1.3f3a0e28bedd1p-1, -0x1.c7b90e3024582p-3, -0x1.cd4bca9cb5c71p-1};
static const double apus_fft_sin7[] = {0, 0x1.904c37505de4bp-1, 0x1.f329c0558e969p-1, 0x1.bc4c04d71abc1p-2};
static const double apus_fft_cos11[] = {1, 0x1.aeb8c8764f0bap-1, 0x1.a9628d9c712b6p-2, -0x1.2375f640f44dbp-3,
                                        -0x1.4f49e7f775887p-1, -0x1.eb42a9bcd5057p-1};
static const double apus_fft_sin11[] = {0, 0x1.14cedf8bb580bp-1, 0x1.d1bb48eee2c13p-1, 0x1.fac9e043842efp-1,
                                        0x1.82f19bb3a28a1p-1, 0x1.207e7fd768dbfp-2};
static const double apus_fft_cos13[] = {1, 0x1.c55a7e00740e9p-1, 0x1.22d961ea71119p-1, 0x1.edb7debaa3ed8p-4,
                                        -0x1.6b1d8b2365da1p-2, -0x1.7f3ccd0032e0cp-1, -0x1.f11f493053d00p-1};
static const double apus_fft_sin13[] = {0, 0x1.dbe064267c47cp-2, 0x1.a55e242a4c3d2p-1, 0x1.fc44566966769p-1,
                                        0x1.deba72ef20147p-1, 0x1.5384d024c2f84p-1, 0x1.ea1e54bc48dbfp-3};
#endif

APUS_INLINE void FN(butterfly2)(PAIR *a) {
    const PAIR x = a[0], y = a[1];
    a[0] = (PAIR){x.re + y.re, x.im + y.im};
    a[1] = (PAIR){x.re - y.re, x.im - y.im};
}

APUS_INLINE void FN(butterfly4_of)(PAIR *p, PAIR *q, PAIR *r, PAIR *s) {
    const PAIR a = {p->re + r->re, p->im + r->im}, b = {p->re - r->re, p->im - r->im};
    const PAIR c = {q->re + s->re, q->im + s->im}, d = {q->re - s->re, q->im - s->im};
    *p = (PAIR){a.re + c.re, a.im + c.im};
    *q = (PAIR){b.re + d.im, b.im - d.re};
    *r = (PAIR){a.re - c.re, a.im - c.im};
    *s = (PAIR){b.re - d.im, b.im + d.re};
}

APUS_INLINE void FN(butterfly4)(PAIR *a) { FN(butterfly4_of)(a, a + 1, a + 2, a + 3); }

/// Times c - i s.
APUS_INLINE PAIR FN(turned)(PAIR a, APUS_T c, APUS_T s) {
    return (PAIR){a.re * c + a.im * s, a.im * c - a.re * s};
}

APUS_INLINE void FN(butterfly8)(PAIR *a) {
    const APUS_T h = (APUS_T)0x1.6a09e667f3bcdp-1;
    FN(butterfly4_of)(a, a + 2, a + 4, a + 6);
    FN(butterfly4_of)(a + 1, a + 3, a + 5, a + 7);
    // The even half's transform stands at 0, 2, 4, 6, the odd half's at 1, 3, 5, 7.
    const PAIR e0 = a[0], e1 = a[2], e2 = a[4], e3 = a[6];
    const PAIR o0 = a[1], o1 = {(a[3].re + a[3].im) * h, (a[3].im - a[3].re) * h}, o2 = {a[5].im, -a[5].re},
               o3 = {(a[7].im - a[7].re) * h, (a[7].re + a[7].im) * -h};
    a[0] = (PAIR){e0.re + o0.re, e0.im + o0.im};
    a[1] = (PAIR){e1.re + o1.re, e1.im + o1.im};
    a[2] = (PAIR){e2.re + o2.re, e2.im + o2.im};
    a[3] = (PAIR){e3.re + o3.re, e3.im + o3.im};
    a[4] = (PAIR){e0.re - o0.re, e0.im - o0.im};
    a[5] = (PAIR){e1.re - o1.re, e1.im - o1.im};
    a[6] = (PAIR){e2.re - o2.re, e2.im - o2.im};
    a[7] = (PAIR){e3.re - o3.re, e3.im - o3.im};
}

/// Four columns of four points, turned, and then four rows.
APUS_INLINE void FN(butterfly16)(PAIR *a) {
    const APUS_T c = (APUS_T)0x1.d906bcf328d46p-1, s = (APUS_T)0x1.87de2a6aea963p-2, h = (APUS_T)0x1.6a09e667f3bcdp-1;
    for (int j = 0; j < 4; j++) FN(butterfly4_of)(a + j, a + j + 4, a + j + 8, a + j + 12);
    a[5] = FN(turned)(a[5], c, s);
    a[6] = (PAIR){(a[6].re + a[6].im) * h, (a[6].im - a[6].re) * h};
    a[7] = FN(turned)(a[7], s, c);
    a[9] = (PAIR){(a[9].re + a[9].im) * h, (a[9].im - a[9].re) * h};
    a[10] = (PAIR){a[10].im, -a[10].re};
    a[11] = (PAIR){(a[11].im - a[11].re) * h, (a[11].re + a[11].im) * -h};
    a[13] = FN(turned)(a[13], s, c);
    a[14] = (PAIR){(a[14].im - a[14].re) * h, (a[14].re + a[14].im) * -h};
    a[15] = FN(turned)(a[15], -c, -s);
    for (int k = 0; k < 4; k++) FN(butterfly4_of)(a + 4 * k, a + 4 * k + 1, a + 4 * k + 2, a + 4 * k + 3);
    for (int k = 0; k < 4; k++)
        for (int j = 0; j < k; j++) {
            const PAIR t = a[4 * k + j];
            a[4 * k + j] = a[4 * j + k];
            a[4 * j + k] = t;
        }
}

/// An odd number of points: those that add up to p are worked on together.
APUS_INLINE void FN(butterfly_odd)(PAIR *a, const int p, const double *cosines, const double *sines) {
    const int half = p / 2;
    PAIR sum[APUS_FFT_MAX_RADIX / 2 + 1], difference[APUS_FFT_MAX_RADIX / 2 + 1];
    PAIR total = a[0];
    _Pragma("clang loop unroll(full)") for (int j = 1; j <= half; j++) {
        sum[j] = (PAIR){a[j].re + a[p - j].re, a[j].im + a[p - j].im};
        difference[j] = (PAIR){a[j].re - a[p - j].re, a[j].im - a[p - j].im};
        total.re += sum[j].re;
        total.im += sum[j].im;
    }
    const PAIR first = a[0];
    a[0] = total;
    _Pragma("clang loop unroll(full)") for (int k = 1; k <= half; k++) {
        PAIR even = first, odd = {0, 0};
        _Pragma("clang loop unroll(full)") for (int j = 1; j <= half; j++) {
            const int turn = j * k % p, i = turn <= half ? turn : p - turn;
            const APUS_T c = (APUS_T)cosines[i], s = turn <= half ? (APUS_T)sines[i] : -(APUS_T)sines[i];
            even.re += sum[j].re * c;
            even.im += sum[j].im * c;
            odd.re += difference[j].re * s;
            odd.im += difference[j].im * s;
        }
        a[k] = (PAIR){even.re + odd.im, even.im - odd.re};
        a[p - k] = (PAIR){even.re - odd.im, even.im + odd.re};
    }
}

APUS_INLINE void FN(butterfly3)(PAIR *a) { FN(butterfly_odd)(a, 3, apus_fft_cos3, apus_fft_sin3); }
APUS_INLINE void FN(butterfly5)(PAIR *a) { FN(butterfly_odd)(a, 5, apus_fft_cos5, apus_fft_sin5); }
APUS_INLINE void FN(butterfly7)(PAIR *a) { FN(butterfly_odd)(a, 7, apus_fft_cos7, apus_fft_sin7); }
APUS_INLINE void FN(butterfly11)(PAIR *a) { FN(butterfly_odd)(a, 11, apus_fft_cos11, apus_fft_sin11); }
APUS_INLINE void FN(butterfly13)(PAIR *a) { FN(butterfly_odd)(a, 13, apus_fft_cos13, apus_fft_sin13); }
