// Polynomial coefficients, lowest power first: minimax fits (Remez exchange) of the relative error of the function.

#ifndef APUS_ELEMENTWISE_COEFFICIENTS_H
#define APUS_ELEMENTWISE_COEFFICIENTS_H

// (e^r - 1 - r) / r^2, |r| <= ln(2) / 2
static const float c_exp_f32[] = {
    0x1.fffffcp-2f, 0x1.55549p-3f, 0x1.555872p-5f, 0x1.123b0cp-7f,
    0x1.6a9604p-10f
};

// (e^r - 1 - r) / r^2, |r| <= ln(2) / 2
static const double c_exp_f64[] = {
    0x1.000000000000ap-1, 0x1.55555555554f6p-3, 0x1.5555555550702p-5,
    0x1.111111112863p-7, 0x1.6c16c184861a7p-10, 0x1.a01a0127d47afp-13,
    0x1.a019990065442p-16, 0x1.71df28e10a9b2p-19, 0x1.28ae7832f0285p-22,
    0x1.ad7ceccf1caa3p-26
};

// (log(1 + f) - f + f^2 / 2) / f^3, sqrt(1/2) <= 1 + f <= sqrt(2)
static const float c_log_f32[] = {
    0x1.555554p-2f, -0x1.000226p-2f, 0x1.99a034p-3f, -0x1.547236p-3f,
    0x1.22d4c2p-3f, -0x1.0d8c18p-3f, 0x1.05c836p-3f, -0x1.39ed6ap-4f
};

// 2 (atanh(s) / s - 1) / s^2 in s^2, |s| <= 3 - 2 sqrt(2)
static const double c_log_f64[] = {
    0x1.5555555555593p-1, 0x1.999999997fbc5p-2, 0x1.249249420eeb5p-2,
    0x1.c71c51ef7bf6fp-3, 0x1.7466448aebcf1p-3, 0x1.39a121570c58cp-3,
    0x1.2f0bba09e5e96p-3
};

// (sin r - r) / r^3 in r^2, |r| <= pi / 4
static const float c_sin_f32[] = {
    -0x1.555546p-3f, 0x1.11077cp-7f, -0x1.9955b6p-13f
};

// (sin r - r) / r^3 in r^2, |r| <= pi / 4
static const double c_sin_f64[] = {
    -0x1.5555555555549p-3, 0x1.111111110f85fp-7, -0x1.a01a019c0e153p-13,
    0x1.71de357488f18p-19, -0x1.ae5e63a5682cdp-26, 0x1.5d923ac2de1b4p-33
};

// (cos r - 1 + r^2 / 2) / r^4 in r^2, |r| <= pi / 4
static const float c_cos_f32[] = {
    0x1.55554ap-5f, -0x1.6c0c28p-10f, 0x1.99e838p-16f
};

// (cos r - 1 + r^2 / 2) / r^4 in r^2, |r| <= pi / 4
static const double c_cos_f64[] = {
    0x1.555555555554bp-5, -0x1.6c16c16c14f6ap-10, 0x1.a01a019c80633p-16,
    -0x1.27e4f7e7dcabep-22, 0x1.1ee9d5aee2de5p-29, -0x1.8fa387afad216p-37
};

// (tanh x - x) / x^3 in x^2, |x| <= 0.55
static const float c_tanh_f32[] = {
    -0x1.55554ap-2f, 0x1.110ceep-3f, -0x1.b91e7cp-5f, 0x1.58e4f4p-6f,
    -0x1.99205ap-8f
};

// (tanh x - x) / x^3 in x^2, |x| <= 0.55
static const double c_tanh_f64[] = {
    -0x1.555555555554fp-2, 0x1.1111111110797p-3, -0x1.ba1ba1b97d152p-5,
    0x1.664f4859560a2p-6, -0x1.226e2f10fcc6fp-7, 0x1.d6d29b0643054p-9,
    -0x1.7d8fcc395b6abp-10, 0x1.34836fc3361p-11, -0x1.e96d37ac60d6fp-13,
    0x1.5d6cdb8ce4581p-14, -0x1.46fe1da56fdp-16
};

// (sinh x - x) / x^3 in x^2, |x| <= 1
static const double c_sinh_f64[] = {
    0x1.5555555555556p-3, 0x1.11111111110a1p-7, 0x1.a01a01a0291fcp-13,
    0x1.71de3a45f71bp-19, 0x1.ae646766904dfp-26, 0x1.611a3a1e31ab8p-33,
    0x1.b4cf79409c014p-41
};

// (atan t - t) / t^3 in t^2, |t| <= tan(pi / 8)
static const double c_atan_f64[] = {
    -0x1.555555555553dp-2, 0x1.99999999958b7p-3, -0x1.24924922afc65p-3,
    0x1.c71c70e71480dp-4, -0x1.745cf8fa87871p-4, 0x1.3b111b3353dc6p-4,
    -0x1.10ebcfa56ca7dp-4, 0x1.df109686c8e58p-5, -0x1.9cd861a824398p-5,
    0x1.37e373ca0993ep-5, -0x1.25875f482948ep-6
};

// (asin x - x) / x^3 in x^2, |x| <= 1 / 2
static const double c_asin_f64[] = {
    0x1.5555555555387p-3, 0x1.333333336f8b1p-4, 0x1.6db6db41d289bp-5,
    0x1.f1c72c6da5427p-6, 0x1.6e89ef739d20ep-6, 0x1.1c6c280343ee8p-6,
    0x1.c6f87a22da217p-7, 0x1.8ee4b462357efp-7, 0x1.aab37dc0efa4dp-8,
    0x1.40b1d626d7fdbp-6, -0x1.0af48984ec30cp-6, 0x1.05ce2eedf823p-5
};

// erf(x) / x - 1 in x^2, |x| <= 1
static const float c_erf_f32[] = {
    0x1.06eba8p-3f, -0x1.81273ep-2f, 0x1.ce2cf8p-4f, -0x1.b7f90ep-6f,
    0x1.5405b2p-8f, -0x1.a3f7p-11f, 0x1.496a3p-14f
};

// erf(x) / x - 1 in x^2, |x| <= 1
static const double c_erf_f64[] = {
    0x1.06eba8214db68p-3, -0x1.812746b0379bdp-2, 0x1.ce2f21a040d16p-4,
    -0x1.b82ce311fa93dp-6, 0x1.565bccf92b229p-8, -0x1.c02db03dd4139p-11,
    0x1.f9a2baa8a53acp-14, -0x1.f4ca4d692931dp-17, 0x1.b97fd39876597p-20,
    -0x1.5c07254973f9dp-23, 0x1.d71b0329462ecp-27, -0x1.abae2434b7f2ep-31
};

// (1 + 2 x) e^(x^2) erfc(x) in (x - 2) / (x + 2), 0 <= x <= 10.3
static const float c_erfcx_f32[] = {
    0x1.46e80ep+0f, -0x1.7bf618p-4f, -0x1.540852p-3f, 0x1.4ffc54p-3f,
    -0x1.bc08e6p-5f, -0x1.081f7ep-7f, 0x1.1abd1ap-7f, 0x1.58363ap-10f,
    -0x1.4168ep-10f, -0x1.a1a988p-12f
};

// (1 + 2 x) e^(x^2) erfc(x) in (x - 4) / (x + 4), 0 <= x <= 28
static const double c_erfcx_f64[] = {
    0x1.3ba5916e9fd7fp+0, -0x1.1df1ad154a29cp-3, 0x1.f7f5df66fd71fp-7,
    0x1.16ecefcfa6043p-4, -0x1.9ddb23c3e8a53p-4, 0x1.7fee004df6ac3p-4,
    -0x1.0fb06dfe58c53p-4, 0x1.3079edf9f9b84p-5, -0x1.09623880781dep-6,
    0x1.49c67191a3c5ep-8, -0x1.8d4a9fee9cffcp-11, -0x1.a1de83cc2dacep-13,
    0x1.3be0d2db2586p-13, -0x1.9969d6555d886p-16, -0x1.78a8729e7e2d8p-17,
    0x1.7fae6515f2a71p-18, 0x1.44393cd3cd31ap-22, -0x1.bfe132c70bb16p-21,
    0x1.0bf50a2fedafbp-24, 0x1.ec09a15785649p-24, -0x1.0b45dfaf04703p-27,
    -0x1.cbf2600d6bea6p-27, -0x1.d82398e3f61aep-30
};

// (log((1 + s) / (1 - s)) - 2 s - 2/3 s^3) / s^5 in s^2, |s| <= 3 - 2 sqrt(2)
static const double c_log_tail_f64[] = {
    0x1.9999999999996p-2, 0x1.2492492493044p-2, 0x1.c71c71c57ea68p-3,
    0x1.745d18332bcdp-3, 0x1.3b13627be65c9p-3, 0x1.1120be67f9a5fp-3,
    0x1.de320b19323acp-4, 0x1.eb1ccd4157b09p-4
};

// (log(1 + f) - f + f^2 / 2) / f^3, 3/4 <= 1 + f <= 3/2
static const float c_log_wide_f32[] = {
    0x1.55555ap-2f, -0x1.00006ep-2f, 0x1.999746p-3f, -0x1.5519a2p-3f,
    0x1.2467fep-3f, -0x1.04baa6p-3f, 0x1.dee866p-4f, -0x1.73ffb6p-4f,
    0x1.32384p-5f
};

// tanh x = sum of row[k + 1] (x - row[0])^k for the 16 intervals whose bounds are 0 and the floats with one mantissa
// bit from 1/16 to 12 (the last holds to 9.5), columns in the order of the low four bits of (bits of x) >> 22; the
// centres are chosen so that tanh rounds well there.
static const float c_tanh_intervals_f32[9][16] = {
    {0x1.3ffdeep+1f, 0x1.bffdcp+1f, 0x1.40019cp+2f, 0x1.bffda8p+2f, 0x1.17fda8p+3f, 0,
     0x1.400216p-4f, 0x1.c00162p-4f, 0x1.40023ap-3f, 0x1.bffed4p-3f, 0x1.400148p-2f, 0x1.c0023cp-2f,
     0x1.3ffe2ep-1f, 0x1.bfff6p-1f, 0x1.40015ep+0f, 0x1.bfff9p+0f},
    {0x1.f9254ap-1f, 0x1.ff1124p-1f, 0x1.fff41ap-1f, 0x1.ffffc8p-1f, 0x1.fffffep-1f, 0,
     0x1.3f5bdp-4f, 0x1.be3a36p-4f, 0x1.3d6df4p-3f, 0x1.b8fbe6p-3f, 0x1.35fab4p-2f, 0x1.a5747ap-2f,
     0x1.1bf33cp-1f, 0x1.6866p-1f, 0x1.b253p-1f, 0x1.e1fbep-1f},
    {0x1.b3bddp-6f, 0x1.dd488ep-9f, 0x1.7cb834p-13f, 0x1.bebf9ep-19f, 0x1.af16bcp-24f, 0x1p+0f,
     0x1.fce334p-1f, 0x1.f9ec62p-1f, 0x1.f3b334p-1f, 0x1.e842eap-1f, 0x1.d1151ap-1f, 0x1.a944f6p-1f,
     0x1.62862ap-1f, 0x1.02507cp-1f, 0x1.1f2278p-2f, 0x1.d22e22p-4f},
    {-0x1.ade7e4p-6f, -0x1.dc6ac2p-9f, -0x1.7cf042p-13f, -0x1.b1bf08p-19f, 0x1.03b5fcp-23f, 0,
     -0x1.3d6ba2p-4f, -0x1.b8eeb8p-4f, -0x1.35cddep-3f, -0x1.a489d4p-3f, -0x1.1992f2p-2f, -0x1.5e0ff4p-2f,
     -0x1.893b26p-2f, -0x1.6ba81ep-2f, -0x1.e7258ep-3f, -0x1.b6d9a4p-4f},
    {0x1.16e68cp-6f, 0x1.3c73e4p-9f, 0x1.fbda0ap-14f, 0x1.28930ap-19f, 0x1.24b3cp-24f, -0x1.555556p-2f,
     -0x1.4d1626p-2f, -0x1.45471p-2f, -0x1.352052p-2f, -0x1.183b86p-2f, -0x1.c1a2e2p-3f, -0x1.16dedcp-3f,
     -0x1.2446dap-6f, 0x1.4f13f8p-4f, 0x1.bba34p-4f, 0x1.01baa2p-4f},
    {-0x1.07d6c4p-7f, -0x1.39f9f2p-10f, -0x1.f58f0cp-15f, -0x1.6be28cp-20f, -0x1.165eeap-20f, 0,
     0x1.e95e4cp-5f, 0x1.2cfc28p-4f, 0x1.90650ap-4f, 0x1.05f3bp-3f, 0x1.43b89p-3f, 0x1.5c269cp-3f,
     0x1.1a682p-3f, 0x1.f21c1p-5f, -0x1.9c6876p-7f, -0x1.81677cp-6f},
    {0x1.77137ap-9f, 0x1.ef11bap-12f, 0x1.9106bcp-16f, 0x1.e8f2fep-22f, 0x1.85446ep-27f, 0x1.111112p-3f,
     0x1.148b5p-2f, 0x1.46d072p-3f, 0x1.c9a834p-4f, 0x1.65cb86p-4f, 0x1.731184p-5f, -0x1.910a56p-8f,
     -0x1.c3c0c2p-5f, -0x1.e21a88p-5f, -0x1.3aaee6p-6f, 0x1.e4ab18p-9f},
    {-0x1.6e7426p-11f, -0x1.4964a6p-13f, -0x1.34f37ap-17f, 0x1.a57c4p-29f, 0x1.3e01cep-20f, 0,
     -0x1.75d776p+4f, -0x1.06e3a8p+3f, -0x1.ae77dep-2f, -0x1.b7525p-2f, -0x1.0468eep-4f, -0x1.f8a9bap-5f,
     -0x1.8631d2p-6f, 0x1.9e557cp-7f, 0x1.ee1c3p-7f, 0x1.10e83p-9f},
    {0x1.f40986p-15f, 0x1.5f03b8p-15f, 0x1.5f167ap-19f, 0x1.55b636p-25f, 0x1.7529e6p-30f, 0,
     -0x1.70fa8ep+8f, -0x1.8dbf18p+6f, -0x1.756812p+1f, -0x1.a24f14p+0f, 0x1.0ff26p-5f, 0x1.72293cp-6f,
     0x1.e765fp-6f, 0x1.6937bep-7f, -0x1.209902p-8f, -0x1.0253fp-9f},
};

#endif
