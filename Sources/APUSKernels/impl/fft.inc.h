// Kernels of Fourier transforms, for float32 and float64. Included once for each instruction set.
#define APUS_T float
#define FN(name) APUS_NAME(name##_f32)
#define APUS_W (APUS_VECTOR_BYTES / 4)
#include "fft_vector.inc.h"
#include "fft_butterflies.inc.h"
#include "fft_passes.inc.h"
#include "fft_memory.inc.h"
#include "fft_block.inc.h"
#include "fft_split.inc.h"
#undef APUS_T
#undef FN
#undef APUS_W

#define APUS_T double
#define FN(name) APUS_NAME(name##_f64)
#define APUS_W (APUS_VECTOR_BYTES / 8)
#include "fft_vector.inc.h"
#include "fft_butterflies.inc.h"
#include "fft_passes.inc.h"
#include "fft_memory.inc.h"
#include "fft_block.inc.h"
#include "fft_split.inc.h"
#undef APUS_T
#undef FN
#undef APUS_W

#define APUS_FFT_TABLE(type)                                                                                              \
    {                                                                                                                     \
        .width = APUS_VECTOR_BYTES / (int)sizeof(type), .block = APUS_FFT_OF(type, block),                                \
        .columns = APUS_FFT_OF(type, columns), .rows = APUS_FFT_OF(type, rows), .gather = APUS_FFT_OF(type, gather),      \
        .scatter = APUS_FFT_OF(type, scatter), .unpack = APUS_FFT_OF(type, unpack_line), .pack = APUS_FFT_OF(type, pack_line), \
        .mirror = APUS_FFT_OF(type, mirror), .chirp_in = APUS_FFT_OF(type, chirp_in),                                     \
        .convolve = APUS_FFT_OF(type, convolve), .chirp_out = APUS_FFT_OF(type, chirp_out),                               \
    }
#define APUS_FFT_OF(type, name) APUS_NAME(APUS_JOIN(name, APUS_FFT_SUFFIX_##type))
#define APUS_FFT_SUFFIX_float _f32
#define APUS_FFT_SUFFIX_double _f64

const apus_fft_kernels APUS_NAME(apus_fft)[2] = {APUS_FFT_TABLE(float), APUS_FFT_TABLE(double)};
