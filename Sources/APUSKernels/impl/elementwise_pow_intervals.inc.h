// Powers for AVX-512, by 16 intervals: the logarithm of 2^k z, z in [0.699, 1.398), is k's + that of the middle c of z's
// interval + that of z / c, and the exponential is a power of 2 times one of 16 roots of 2 times that of a small rest. The
// tables are picked by permutations. Their form is that of the scalar powers in Arm's Optimized Routines; the numbers are our
// own, with an interval around 1 whose middle is 1, so that powers of numbers near 1 keep their accuracy.

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

static __attribute__((noinline)) vf32 pow_of_all_f32(vf32 x, vf32 y, vi32 special, vf32 power) {
    const vf32 other = of_halves(pow_of_any(low_half(x), low_half(y)), pow_of_any(high_half(x), high_half(y)));
    return special ? other : power;
}

INLINE vf32 v_pow_f32(vf32 x, vf32 y) {
    const vf32 infinity = __builtin_inff();
    const vi32 special = ~((x > 0) & (x < infinity) & (magnitude_f32(y) < infinity));
    const vf64 low = pow_in_intervals(low_half(x), low_half(y)), high = pow_in_intervals(high_half(x), high_half(y));
    return ANY(special) ? pow_of_all_f32(x, y, special, of_halves(low, high)) : of_halves(low, high);
}

// log(c) in two parts, the first a multiple of 2^-33
static const double c_pow_log_high[] = {
    -0x1.57bf623cp-2, -0x1.2beefc8ep-2, -0x1.01eaeae2p-2, -0x1.b31daa74p-3, -0x1.6574eb68p-3, -0x1.1aa286e4p-3,
    -0x1.a4e72a08p-4, -0x1.1973d418p-4, -0x1.252ec5p-5, 0, 0x1.b42eab1p-5, 0x1.c5e4bcf8p-4,
    0x1.526e713cp-3, 0x1.bc283044p-3, 0x1.1058bd1ap-2, 0x1.40432f68p-2,
};

static const double c_pow_log_low[] = {
    -0x1.19e51bdabeefdp-35, 0x1.b6d4c05c484dbp-37, -0x1.b1951dcfbbc5bp-36, -0x1.bc8e3a73b9247p-35,
    -0x1.8267362cb0f06p-36, 0x1.c12371c953df0p-35, -0x1.8dad2d48c7b55p-35, 0x1.cd5d0d75504aap-35,
    0x1.cbce4994ebca5p-35, 0, 0x1.99da2c34eee76p-37, -0x1.2093a75849b5bp-35,
    -0x1.e4a5f5d19c294p-35, -0x1.26758d63c5a0bp-35, 0x1.c95c3313f36ecp-35, 0x1.acf16f5653e01p-36,
};

// (log(1 + r) - r + r^2 / 2) / r^3 for |r| <= 0.0297
static const double c_pow_log_tail[] = {
    0x1.5555555555555p-2, -0x1.fffffffffffc1p-3, 0x1.9999999999891p-3, -0x1.555555563eb74p-3, 0x1.24924926892cep-3,
    -0x1.ffffe2d1fd3ecp-4, 0x1.c71c46dd7021fp-4, -0x1.9a46865929068p-4, 0x1.75203ca0311b6p-4,
};

// (e^r - 1 - r) / r^2 for |r| <= ln 2 / 32
static const double c_pow_exp_tail[] = {
    0x1.0000000000001p-1, 0x1.5555555555557p-3, 0x1.55555554e93b6p-5, 0x1.11111110aba4ap-7, 0x1.6c17ed5c27c74p-10,
    0x1.a01b6519690ffp-13,
};

// What c_pow_roots lacks.
static const double c_pow_roots_low[] = {
    0, 0x1.8a62e4adc610bp-54, -0x1.19041b9d78a76p-55, 0x1.9b07eb6c70573p-54,
    0x1.6f46ad23182e4p-55, 0x1.ada0911f09ebcp-55, 0x1.d4397afec42e2p-56, 0x1.6324c054647adp-54,
    -0x1.bdd3413b26456p-54, -0x1.41577ee04992fp-55, 0x1.6e9f156864b27p-54, 0x1.c7c46b071f2bep-56,
    0x1.7a1cd345dcc81p-54, 0x1.11065895048ddp-55, 0x1.2ed02d75b3707p-55, -0x1.e9c23179c2893p-54,
};

// x^y for positive finite x that are no subnormal numbers, and |y| < 2^70, to 0.85 units in the last place: the logarithm in
// two parts with about 63 bits where it is near 0, more elsewhere.
INLINE vf64 pow_of_ordinary(vf64 x, vf64 y) {
    const vi64 moved = bits_of_f64(x) - 0x3fe6600000000000, whole = moved >> 52;
    const vu64 interval = (vu64)moved >> 48;
    const vf64 z = of_bits_f64(bits_of_f64(x) - (whole << 52)), k = (vf64)_mm512_cvtepi64_pd((__m512i)whole);
    // r + r_low = z / c - 1 exactly
    const vf64 inverse = row_of_16_f64(interval, c_pow_inverse), ratio = z * inverse;
    const vf64 r_low = MADD(z, inverse, -ratio), r = ratio - 1;
    const vf64 square = r * r, square_low = MADD(r, r, -square);
    // k ln 2 + log c + r - r^2 / 2, largest first; the sum of the first two is exact
    const vf64 base = MADD(k, (vf64)(0x1.62e42feep-1), row_of_16_f64(interval, c_pow_log_high));
    const vf64 sum = base + r, error = (base - sum) + r;
    const vf64 total = MADD(square, (vf64)(-0.5), sum), error2 = MADD(square, (vf64)(-0.5), sum - total);
    const vf64 parts = MADD(k, (vf64)(0x1.a39ef35793c76p-33), row_of_16_f64(interval, c_pow_log_low));
    const vf64 bent = MADD(square_low, (vf64)(-0.5), MADD(square - r, r_low, r_low));
    const vf64 small = MADD(square * r, POLY(r, c_pow_log_tail), (error + error2) + (parts + bent));
    const vf64 high = total + small, low = (total - high) + small;
    const vf64 product = high * y, product_low = MADD(high, y, -product) + low * y;
    vf64 e = 710.0 < product ? (vf64)(710.0) : product;
    e = -746.0 > e ? (vf64)(-746.0) : e;
    const vf64 e_low = e == product ? product_low : (vf64)(0.0);
    const vf64 shifted = MADD(e, (vf64)(0x1.71547652b82fep+4), (vf64)(0x1.8p52)), n = shifted - 0x1.8p52;
    const vf64 q = MADD(n, (vf64)(-0x1.62e42fefap-5), e), q_low = MADD(n, (vf64)(-0x1.cf79abc9e3b3ap-44), e_low);
    const vf64 g = q + q_low, g_low = (q - g) + q_low;
    const vf64 growth = MADD(g * g, POLY(g, c_pow_exp_tail), g_low) + g;
    const vf64 root = row_of_16_f64((vu64)bits_of_f64(shifted), c_pow_roots);
    const vf64 rest = MADD(root, growth, row_of_16_f64((vu64)bits_of_f64(shifted), c_pow_roots_low));
    return scale_f64(root + rest, n * 0.0625);
}

static __attribute__((noinline)) vf64 pow_of_all_f64(vf64 x, vf64 y, vi64 special, vf64 power) {
    return special ? pow_by_division(x, y) : power;
}

INLINE vf64 v_pow_f64(vf64 x, vf64 y) {
    const vi64 special = ~((x >= 0x1p-1022) & (x < INFINITE) & (magnitude_f64(y) < 0x1p70));
    const vf64 power = pow_of_ordinary(x, y);
    return ANY(special) ? pow_of_all_f64(x, y, special, power) : power;
}
