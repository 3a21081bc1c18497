// float32 power for AVX-512, in float64 of 16 intervals: log2 of 2^k z, z in [0.699, 1.398), is k + log2 of the middle c of
// z's interval + log2(z / c), and 2^t is 2^floor(t) times a 16th root of a power of 2 times 2^r, |r| <= 1/32. The tables are
// picked by permutations. Their form is that of the scalar power in Arm's Optimized Routines; the numbers are our own, with
// an interval around 1 whose middle is 1, so that powers of numbers near 1 keep their accuracy.

// 1/c, of 21 bits: its product with a float32 number is exact.
static const double c_pow_inverse[] = {
    0x1.661ecp+0, 0x1.571edp+0, 0x1.4953ap+0, 0x1.3c996p+0, 0x1.30d19p+0, 0x1.25e22p+0, 0x1.1bb4ap+0, 0x1.12359p+0,
    0x1.0953fp+0, 0x1.00000p+0, 0x1.e573ap-1, 0x1.ca4b4p-1, 0x1.b2036p-1, 0x1.9c2d2p-1, 0x1.886e6p-1, 0x1.767dcp-1,
};

// log2(c)
static const double c_pow_log2[] = {
    -0x1.efec4646ccef2p-2, -0x1.b0b66f1450371p-2, -0x1.7418b4db0f9e4p-2, -0x1.39dea8c5f4464p-2,
    -0x1.01d9bb7350ffbp-2, -0x1.97c184629c6dbp-3, -0x1.2f9e08ff2e29dp-3, -0x1.960cd0c952063p-4,
    -0x1.a6f924c591496p-5, 0, 0x1.3aa396bf7a150p-4, 0x1.476a3a9b28d40p-3,
    0x1.e840d9de2b8d8p-3, 0x1.40643c051e171p-2, 0x1.88e9c392b7fbbp-2, 0x1.ce0a816784a0bp-2,
};

// 2^(i / 16)
static const double c_pow_roots[] = {
    0x1.0000000000000p+0, 0x1.0b5586cf9890fp+0, 0x1.172b83c7d517bp+0, 0x1.2387a6e756238p+0,
    0x1.306fe0a31b715p+0, 0x1.3dea64c123422p+0, 0x1.4bfdad5362a27p+0, 0x1.5ab07dd485429p+0,
    0x1.6a09e667f3bcdp+0, 0x1.7a11473eb0187p+0, 0x1.8ace5422aa0dbp+0, 0x1.9c49182a3f090p+0,
    0x1.ae89f995ad3adp+0, 0x1.c199bdd85529cp+0, 0x1.d5818dcfba487p+0, 0x1.ea4afa2a490dap+0,
};

// log2(1 + r) / r for |r| <= 0.0297, with a relative error below 2^-38
static const double c_pow_ratio[] = {
    0x1.71547652bcfc1p+0, -0x1.71547652d293dp-1, 0x1.ec7097c2de45ep-2,
    -0x1.71546e91865e5p-2, 0x1.27bdf9ccca538p-2, -0x1.ecff0a6d89421p-3,
};

// (2^r - 1) / r for |r| <= 1/32, with an error of 2^r below 2^-37
static const double c_pow_growth[] = {
    0x1.62e42fee46273p-1, 0x1.ebfbe001016d6p-3, 0x1.c6b348796d53ap-5, 0x1.3b28d275e4279p-7,
};

// The lowest four bits of an index pick.
INLINE vf64 row_of_16_f64(vu64 index, const double *row) {
    return (vf64)_mm512_permutex2var_pd(_mm512_loadu_pd(row), (__m512i)index, _mm512_loadu_pd(row + 8));
}

// x^y for positive finite x and finite y that come from float32, with a relative error below 2^-31.
INLINE vf64 pow_in_intervals(vf64 x, vf64 y) {
    const vi64 moved = bits_of_f64(x) - 0x3fe6600000000000, whole = moved >> 52;
    const vu64 interval = (vu64)moved >> 48;
    const vf64 z = of_bits_f64(bits_of_f64(x) - (whole << 52));
    const vf64 r = MADD(z, row_of_16_f64(interval, c_pow_inverse), (vf64)(-1.0));
    const vf64 near = (vf64)_mm512_cvtepi64_pd((__m512i)whole) + row_of_16_f64(interval, c_pow_log2);
    vf64 t = y * MADD(r, POLY(r, c_pow_ratio), near);
    // Beyond, float32 overflows or vanishes.
    t = 200.0 < t ? (vf64)(200.0) : t;
    t = -200.0 > t ? (vf64)(-200.0) : t;
    const vf64 shifted = t + 0x1.8p48, nearest = shifted - 0x1.8p48, rest = t - nearest;
    const vf64 root = row_of_16_f64((vu64)bits_of_f64(shifted), c_pow_roots);
    return scale_f64(MADD(root * rest, POLY(rest, c_pow_growth), root), nearest);
}

INLINE vf32 of_halves(vf64 low, vf64 high) {
    const __m512 front = _mm512_castps256_ps512(_mm512_cvtpd_ps((__m512d)low));
    return (vf32)_mm512_insertf32x8(front, _mm512_cvtpd_ps((__m512d)high), 1);
}

INLINE vf64 low_half(vf32 x) { return (vf64)_mm512_cvtps_pd(_mm512_castps512_ps256((__m512)x)); }
INLINE vf64 high_half(vf32 x) { return (vf64)_mm512_cvtps_pd(_mm512_extractf32x8_ps((__m512)x, 1)); }

static __attribute__((noinline)) vf32 pow_of_all(vf32 x, vf32 y, vi32 special, vf32 power) {
    const vf32 other = of_halves(pow_of_any(low_half(x), low_half(y)), pow_of_any(high_half(x), high_half(y)));
    return special ? other : power;
}

INLINE vf32 v_pow_f32(vf32 x, vf32 y) {
    const vf32 infinity = __builtin_inff();
    const vi32 special = ~((x > 0) & (x < infinity) & (magnitude_f32(y) < infinity));
    const vf64 low = pow_in_intervals(low_half(x), low_half(y)), high = pow_in_intervals(high_half(x), high_half(y));
    return ANY(special) ? pow_of_all(x, y, special, of_halves(low, high)) : of_halves(low, high);
}
