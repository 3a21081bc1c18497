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

// the cube root of 1.5 + x in x, |x| <= 1/2, to 17 bits
static const double c_cbrt_f64[] = {
    0x1.250bbd0e36453p+0, 0x1.0462d25281456p-2, -0x1.cda63b52635bfp-5, 0x1.701e0bd0dcfcep-6, -0x1.5b6482fa9bf71p-7
};

// ((1 - x)^(-1/3) - 1) / x in x
static const double c_cube_root_series_f64[] = {1.0 / 3, 2.0 / 9, 14.0 / 81, 35.0 / 243};

// The tail of the normal distribution, Q(x) = erfc(x / sqrt 2) / 2, as the sum of row[k + 1] (x - row[0])^k in intervals
// of width 1/4 around the multiples of 1/4, the first from 0; the centres are chosen so that Q rounds well there.
static const float c_normal_tail_f32[8][16] = {
    {0x1.ffdfp-5f, 0x1.00c5p-2f, 0x1.ff4ap-2f, 0x1.7f544p-1f, 0x1.fff8p-1f, 0x1.3ffbp+0f, 0x1.7fc7p+0f,
     0x1.bfc2cp+0f, 0x1.ffb9p+0f, 0x1.20816p+1f, 0x1.40f1ep+1f, 0x1.5f9dbp+1f, 0x1.7ff1cp+1f, 0x1.a069ap+1f,
     0x1.c0054p+1f, 0x1.e05ap+1f},
    {0x1.e67dap-2f, 0x1.9aa09p-2f, 0x1.3c315ap-2f, 0x1.d0f0fcp-3f, 0x1.44f4cap-3f, 0x1.b0cc6ep-4f, 0x1.121aap-4f,
     0x1.48d362p-5f, 0x1.75b292p-6f, 0x1.8c7bcp-7f, 0x1.8e8e1ep-8f, 0x1.8a2784p-9f, 0x1.625f8cp-10f,
     0x1.2b1dbap-11f, 0x1.e790bep-13f, 0x1.6eced4p-14f},
    {-0x1.97b85ep-2f, -0x1.8bdfa8p-2f, -0x1.68a3d6p-2f, -0x1.34aaecp-2f, -0x1.ef9618p-3f, -0x1.7619dcp-3f,
     -0x1.099924p-3f, -0x1.61f86p-4f, -0x1.bb40ccp-5f, -0x1.01b5acp-5f, -0x1.19eccep-6f, -0x1.2c71f8p-7f,
     -0x1.22d324p-8f, -0x1.072daep-9f, -0x1.c947d4p-11f, -0x1.6deefap-12f},
    {0x1.979e18p-7f, 0x1.8d104cp-5f, 0x1.6823a4p-4f, 0x1.ce314cp-4f, 0x1.ef8e58p-4f, 0x1.d39904p-4f,
     0x1.8e2a94p-4f, 0x1.358efcp-4f, 0x1.bb0356p-5f, 0x1.226e9ep-5f, 0x1.61726p-6f, 0x1.9ca956p-7f, 0x1.b42c86p-8f,
     0x1.ac16dp-9f, 0x1.902388p-10f, 0x1.57505ap-11f},
    {0x1.0ec08ep-4f, 0x1.eea44ep-5f, 0x1.68f918p-5f, 0x1.69badap-6f, 0x1.554982p-18f, -0x1.187a5p-6f,
     -0x1.b9bceep-6f, -0x1.e5efcap-6f, -0x1.ba9d08p-6f, -0x1.5e82a4p-6f, -0x1.f0d814p-7f, -0x1.47c98cp-7f,
     -0x1.83a41ap-8f, -0x1.a45c48p-9f, -0x1.acbdfcp-10f, -0x1.8ef57cp-11f},
    {-0x1.9716a2p-9f, -0x1.84bdaap-7f, -0x1.4a35d4p-6f, -0x1.77d46cp-6f, -0x1.4a62fp-6f, -0x1.c02a84p-7f,
     -0x1.8f89d6p-8f, 0x1.872ccp-12f, 0x1.260e18p-8f, 0x1.92c99ap-8f, 0x1.8343b2p-8f, 0x1.38a678p-8f,
     0x1.b3fabp-9f, 0x1.0e88bcp-9f, 0x1.347b82p-10f, 0x1.3d1672p-11f},
    {-0x1.435e6p-7f, -0x1.147382p-7f, -0x1.2cae4cp-8f, 0x1.ddd5aep-14f, 0x1.06e0e6p-8f, 0x1.86e828p-8f,
     0x1.7fd882p-8f, 0x1.1aad54p-8f, 0x1.286c5ap-9f, 0x1.d349ecp-12f, -0x1.657cd8p-11f, -0x1.247f8p-10f,
     -0x1.21ebf4p-10f, -0x1.c3ac5ep-11f, -0x1.2f90dap-11f, -0x1.65251p-12f},
    {0x1.0fd02p-11f, 0x1.f9bfa2p-10f, 0x1.915986p-9f, 0x1.8ca696p-9f, 0x1.068c78p-9f, 0x1.296e02p-11f,
     -0x1.5a063ap-11f, -0x1.56838p-10f, -0x1.603492p-10f, -0x1.023766p-10f, -0x1.0ab43ap-11f, -0x1.e974a8p-14f,
     0x1.d35b52p-14f, 0x1.911b64p-13f, 0x1.789ccap-13f, 0x1.13d12cp-13f}
};

// Q(x) - x e^(-x^2 / 2) / sqrt(2 pi) in the same intervals; one centre is its root.
static const float c_gelu_slope_f32[8][16] = {
    {0x1.00a48p-4f, 0x1.0057p-2f, 0x1.ff05p-2f, 0x1.80ead2p-1f, 0x1.008ap+0f, 0x1.3f81cp+0f, 0x1.7fad8p+0f,
     0x1.bf6dep+0f, 0x1.005fp+1f, 0x1.207b3p+1f, 0x1.3f93ep+1f, 0x1.60302p+1f, 0x1.7ef2p+1f, 0x1.9fd01p+1f,
     0x1.beec6p+1f, 0x1.dfac9p+1f},
    {0x1.ccdfc8p-2f, 0x1.37aeep-2f, 0x1.10942ap-3f, -0x1.6737d8p-28f, -0x1.57573p-4f, -0x1.f5c97ep-4f,
     -0x1.0523ccp-3f, -0x1.c73074p-4f, -0x1.5bd3c2p-4f, -0x1.e1e4acp-5f, -0x1.3620ccp-5f, -0x1.67aefcp-6f,
     -0x1.8fe2aap-7f, -0x1.8c061ap-8f, -0x1.7bd55p-9f, -0x1.4649b6p-10f},
    {-0x1.96ea5cp-1f, -0x1.7f8292p-1f, -0x1.3bc622p-1f, -0x1.b9d99p-2f, -0x1.ec6d82p-3f, -0x1.4bb462p-4f,
     0x1.05bd86p-5f, 0x1.762dd8p-4f, 0x1.ba495ep-4f, 0x1.8cf7fp-4f, 0x1.327708p-4f, 0x1.9d4de4p-5f, 0x1.02a77ep-5f,
     0x1.1db09ap-6f, 0x1.2c1fep-7f, 0x1.18f6fcp-8f},
    {0x1.985688p-5f, 0x1.863ae4p-3f, 0x1.51953cp-2f, 0x1.8d9a94p-2f, 0x1.7324a4p-2f, 0x1.1dbdeap-2f,
     0x1.5d4294p-3f, 0x1.251252p-4f, -0x1.471386p-11f, -0x1.399bd4p-5f, -0x1.93ad7cp-5f, -0x1.6c743ep-5f,
     -0x1.13954ep-5f, -0x1.638744p-6f, -0x1.a5216ep-7f, -0x1.b70694p-8f},
    {0x1.0df1acp-2f, 0x1.d682dep-3f, 0x1.16c6e8p-3f, 0x1.2a32fcp-6f, -0x1.4d2408p-4f, -0x1.17cfb2p-3f,
     -0x1.27c8ccp-3f, -0x1.dc16aap-4f, -0x1.24ba9ap-4f, -0x1.eea07ap-6f, -0x1.2c60fep-9f, 0x1.9b823cp-7f,
     0x1.0a30cap-6f, 0x1.ce02aap-7f, 0x1.4a430ep-7f, 0x1.90275ep-8f},
    {-0x1.31d23ap-6f, -0x1.1e0458p-4f, -0x1.cbabfap-4f, -0x1.d2fa86p-4f, -0x1.48d3fp-4f, -0x1.00c0ap-5f,
     0x1.b98e16p-7f, 0x1.44000cp-5f, 0x1.704096p-5f, 0x1.244ec4p-5f, 0x1.60c7c8p-6f, 0x1.0eecdcp-7f,
     0x1.98dffap-13f, -0x1.e0608p-9f, -0x1.16a076p-8f, -0x1.ba7e16p-9f},
    {-0x1.e34d0cp-5f, -0x1.86d336p-5f, -0x1.2d4308p-6f, 0x1.dffdc8p-7f, 0x1.28ab1p-5f, 0x1.48a4e8p-5f,
     0x1.e02adep-6f, 0x1.92d9a2p-7f, -0x1.69957cp-9f, -0x1.5b7168p-7f, -0x1.7eb164p-7f, -0x1.1c24d6p-7f,
     -0x1.39d39cp-8f, -0x1.84d4a2p-10f, 0x1.1c1f98p-12f, 0x1.e261aap-11f},
    {0x1.10895ep-8f, 0x1.f27ba6p-7f, 0x1.71d98p-6f, 0x1.3dd78ep-6f, 0x1.23c568p-7f, -0x1.8c82ap-9f,
     -0x1.54b496p-7f, -0x1.753acep-7f, -0x1.fc7296p-8f, -0x1.6a9754p-9f, 0x1.07588ep-10f, 0x1.589224p-9f,
     0x1.4c0414p-9f, 0x1.b01238p-10f, 0x1.7fc4b2p-11f, 0x1.10d28cp-13f}
};

// (x + 3.5) e^(x^2 / 2) Q(x) in (x - 3.5) / (x + 3.5), 0 <= x <= 14.5
static const float c_mills_f32[] = {
    0x1.7d241ap-1f, -0x1.21915p-1f, 0x1.42fec8p-2f, -0x1.db5a7p-4f, 0x1.1d2faep-6f,
    0x1.a9888p-8f, -0x1.a032cep-9f, -0x1.0380fcp-11f, 0x1.ba6dfep-12f, 0x1.d06262p-14f
};

// (x + 5) e^(x^2 / 2) Q(x) in (x - 5) / (x + 5), 0 <= x <= 39.5
static const double c_mills_f64[] = {
    0x1.89d3abe1f95aep-1, -0x1.54ad03f27ca17p-1, 0x1.fb31653876fap-2, -0x1.410ed5f8759e1p-2,
    0x1.51f6329f01149p-3, -0x1.1b1c254c9ed97p-4, 0x1.54b4d4f4ff447p-6, -0x1.88590ea264d25p-9,
    -0x1.a2503823f9afap-11, 0x1.1daf1c3046bdp-11, -0x1.f21447940de2ap-15, -0x1.a170794529c2ap-15,
    0x1.17dc72587daa2p-16, 0x1.0b1e0cd3c643ep-18, -0x1.73a31dcaa4c6bp-19, -0x1.68368fff2a48fp-22,
    0x1.d0c17d295048fp-22, 0x1.5e5c6c3068476p-25, -0x1.1b6e8e88dd79cp-24, -0x1.1a5efe565058fp-27,
    0x1.114400156fdaep-27, 0x1.823d23b55e90cp-30, -0x1.588374c3e61a7p-32
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
