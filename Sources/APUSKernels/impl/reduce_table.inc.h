// Which kernel and which fetch serve an operation on a type.

#define APUS_FETCHED_KERNEL(FETCH, DIRECT, FETCHED, STATE, PARTS, NAME, RUN)                                           \
    (apus_reduce_kernel){.fetch = FETCH, .direct = DIRECT, .fetched_size = FETCHED, .state_size = STATE, .parts = PARTS, \
                         .block = APUS_RUN_BLOCK,                                                                      \
                         .columns = APUS_NAME(NAME##_columns), .run = APUS_NAME(RUN), .merge = APUS_NAME(NAME##_merge)}
#define APUS_KERNEL(FETCH, DIRECT, FETCHED, STATE, PARTS, NAME)                                                        \
    APUS_FETCHED_KERNEL(APUS_NAME(FETCH), DIRECT, FETCHED, STATE, PARTS, NAME, NAME##_run)
#define APUS_FLOAT_SUM(FETCH, DIRECT, FETCHED, PARTS, NAME, RUNS)                                                      \
    (apus_reduce_kernel){.fetch = APUS_NAME(FETCH), .direct = DIRECT, .fetched_size = FETCHED, .state_size = 8, .parts = PARTS, \
                         .block = APUS_LONG_BLOCK, .columns = APUS_NAME(NAME##_columns), .run = APUS_NAME(RUNS##_run),  \
                         .lines = APUS_NAME(RUNS##_lines), .merge = APUS_NAME(NAME##_merge)}

static apus_reduce_kernel APUS_NAME(sum_kernel)(apus_dtype dtype) {
    switch (dtype) {
    case APUS_UINT8: return APUS_KERNEL(u64_of_u8, false, 8, 8, 1, sum_u64);
    case APUS_UINT16: return APUS_KERNEL(u64_of_u16, false, 8, 8, 1, sum_u64);
    case APUS_UINT32: return APUS_KERNEL(u64_of_u32, false, 8, 8, 1, sum_u64);
    case APUS_INT8: return APUS_KERNEL(u64_of_i8, false, 8, 8, 1, sum_u64);
    case APUS_INT16: return APUS_KERNEL(u64_of_i16, false, 8, 8, 1, sum_u64);
    case APUS_INT32: return APUS_KERNEL(u64_of_i32, false, 8, 8, 1, sum_u64);
    case APUS_UINT64: case APUS_INT64: return APUS_KERNEL(copy_8, true, 8, 8, 1, sum_u64);
    case APUS_FLOAT16: return APUS_FLOAT_SUM(f32_of_f16, false, 4, 1, sum_f32, sum_f32);
    case APUS_BFLOAT16: return APUS_FLOAT_SUM(f32_of_bf16, false, 4, 1, sum_f32, sum_f32);
    case APUS_FLOAT32: return APUS_FLOAT_SUM(copy_4, true, 4, 1, sum_f32, sum_f32);
    case APUS_FLOAT64: return APUS_FLOAT_SUM(copy_8, true, 8, 1, sum_f64, sum_f64);
    case APUS_COMPLEX64: return APUS_FLOAT_SUM(copy_8, true, 8, 2, sum_f32, sum_c64);
    case APUS_COMPLEX128: return APUS_FLOAT_SUM(copy_16, true, 16, 2, sum_f64, sum_c128);
    default: return (apus_reduce_kernel){0};
    }
}

static apus_reduce_kernel APUS_NAME(count_kernel)(apus_dtype dtype) {
    apus_fetch *fetch = APUS_NAME(flag_of_1);
    switch (dtype) {
    case APUS_UINT16: case APUS_INT16: fetch = APUS_NAME(flag_of_2); break;
    case APUS_UINT32: case APUS_INT32: fetch = APUS_NAME(flag_of_4); break;
    case APUS_UINT64: case APUS_INT64: fetch = APUS_NAME(flag_of_8); break;
    case APUS_FLOAT16: case APUS_BFLOAT16: fetch = APUS_NAME(flag_of_half); break;
    case APUS_FLOAT32: fetch = APUS_NAME(flag_of_f32); break;
    case APUS_FLOAT64: fetch = APUS_NAME(flag_of_f64); break;
    case APUS_COMPLEX64: fetch = APUS_NAME(flag_of_c64); break;
    case APUS_COMPLEX128: fetch = APUS_NAME(flag_of_c128); break;
    default: break;
    }
    return (apus_reduce_kernel){.fetch = fetch, .direct = dtype == APUS_BOOL, .fetched_size = 1, .state_size = 8, .parts = 1,
                                .block = APUS_RUN_BLOCK, .columns = APUS_NAME(count_columns), .run = APUS_NAME(count_run), .merge = APUS_NAME(sum_u64_merge)};
}

static apus_reduce_kernel APUS_NAME(prod_kernel)(apus_dtype dtype) {
    switch (dtype) {
    case APUS_FLOAT16: return APUS_KERNEL(f64_of_f16, false, 8, 8, 1, prod_f64);
    case APUS_BFLOAT16: return APUS_KERNEL(f64_of_bf16, false, 8, 8, 1, prod_f64);
    case APUS_FLOAT32: return APUS_KERNEL(f64_of_f32, false, 8, 8, 1, prod_f64);
    case APUS_FLOAT64: return APUS_KERNEL(copy_8, true, 8, 8, 1, prod_f64);
    case APUS_COMPLEX64: return APUS_KERNEL(widen_c64, false, 16, 16, 1, prod_c128);
    case APUS_COMPLEX128: return APUS_KERNEL(copy_16, true, 16, 16, 1, prod_c128);
    default: break;
    }
    apus_reduce_kernel kernel = APUS_NAME(sum_kernel)(dtype == APUS_BOOL ? APUS_UINT8 : dtype);
    kernel.columns = APUS_NAME(prod_u64_columns);
    kernel.run = APUS_NAME(prod_u64_run);
    kernel.merge = APUS_NAME(prod_u64_merge);
    return kernel;
}

#define APUS_EXTREME(BYTES, FETCH, DIRECT, TYPE)                                                                 \
    if (!most && !argument) return APUS_KERNEL(FETCH, DIRECT, BYTES, BYTES, 1, min_##TYPE);                            \
    if (!argument) return APUS_KERNEL(FETCH, DIRECT, BYTES, BYTES, 1, max_##TYPE);                                     \
    kernel = most ? APUS_KERNEL(FETCH, DIRECT, BYTES, BYTES, 1, max_##TYPE) : APUS_KERNEL(FETCH, DIRECT, BYTES, BYTES, 1, min_##TYPE);\
    kernel.columns = most ? APUS_NAME(max_##TYPE##_arg_columns) : APUS_NAME(min_##TYPE##_arg_columns);                 \
    kernel.merge = most ? APUS_NAME(max_##TYPE##_arg_merge) : APUS_NAME(min_##TYPE##_arg_merge);                       \
    kernel.find = APUS_NAME(find_##TYPE);                                                                              \
    return kernel;

static apus_reduce_kernel APUS_NAME(extreme_kernel)(apus_dtype dtype, bool most, bool argument) {
    apus_reduce_kernel kernel = {0};
    switch (dtype) {
    case APUS_BOOL: case APUS_UINT8: APUS_EXTREME(1, copy_1, true, u8)
    case APUS_UINT16: APUS_EXTREME(2, copy_2, true, u16)
    case APUS_UINT32: APUS_EXTREME(4, copy_4, true, u32)
    case APUS_UINT64: APUS_EXTREME(8, copy_8, true, u64)
    case APUS_INT8: APUS_EXTREME(1, copy_1, true, i8)
    case APUS_INT16: APUS_EXTREME(2, copy_2, true, i16)
    case APUS_INT32: APUS_EXTREME(4, copy_4, true, i32)
    case APUS_INT64: APUS_EXTREME(8, copy_8, true, i64)
    case APUS_FLOAT16: APUS_EXTREME(4, f32_of_f16, false, f32)
    case APUS_BFLOAT16: APUS_EXTREME(4, f32_of_bf16, false, f32)
    case APUS_FLOAT32: APUS_EXTREME(4, copy_4, true, f32)
    case APUS_FLOAT64: APUS_EXTREME(8, copy_8, true, f64)
    case APUS_COMPLEX64:
        return most ? APUS_KERNEL(widen_c64, false, 16, 16, 1, max_c128) : APUS_KERNEL(widen_c64, false, 16, 16, 1, min_c128);
    case APUS_COMPLEX128:
        return most ? APUS_KERNEL(copy_16, true, 16, 16, 1, max_c128) : APUS_KERNEL(copy_16, true, 16, 16, 1, min_c128);
    default: return kernel;
    }
}

static apus_reduce_kernel APUS_NAME(moments_kernel)(apus_dtype dtype, apus_fetch *widen) {
    apus_reduce_kernel kernel = {.fetch = widen, .fetched_size = 8, .state_size = 8, .parts = 1, .merge = APUS_NAME(moments_merge), .block = APUS_RUN_BLOCK,
                                 .columns = APUS_NAME(f64_columns), .run = APUS_NAME(f64_run), .direct = dtype == APUS_FLOAT64};
    if (dtype == APUS_FLOAT16) kernel.fetch = APUS_NAME(f32_of_f16);
    else if (dtype == APUS_BFLOAT16) kernel.fetch = APUS_NAME(f32_of_bf16);
    else if (dtype == APUS_FLOAT32) { kernel.fetch = APUS_NAME(copy_4); kernel.direct = true; }
    else return kernel;
    kernel.fetched_size = 4;
    kernel.columns = APUS_NAME(f32_columns);
    kernel.run = APUS_NAME(f32_run);
    return kernel;
}

#define APUS_REAL_FETCHES(prefix)                                                                                      \
    {APUS_NAME(prefix##_u8), APUS_NAME(prefix##_u8), APUS_NAME(prefix##_u16), APUS_NAME(prefix##_u32), APUS_NAME(prefix##_u64),\
     APUS_NAME(prefix##_i8), APUS_NAME(prefix##_i16), APUS_NAME(prefix##_i32), APUS_NAME(prefix##_i64), APUS_NAME(prefix##_f16),\
     APUS_NAME(prefix##_bf16), APUS_NAME(prefix##_f32), APUS_NAME(prefix##_f64)
static apus_fetch *const APUS_NAME(float64_fetches)[APUS_DTYPE_COUNT] = APUS_REAL_FETCHES(f64_of), NULL, NULL};
static apus_fetch *const APUS_NAME(abs_fetches)[APUS_DTYPE_COUNT] =
    APUS_REAL_FETCHES(abs_of), APUS_NAME(abs_of_c64), APUS_NAME(abs_of_c128)};
static apus_fetch *const APUS_NAME(square_fetches)[APUS_DTYPE_COUNT] =
    APUS_REAL_FETCHES(square_of), APUS_NAME(square_of_c64), APUS_NAME(square_of_c128)};
static apus_fetch *const APUS_NAME(power_fetches)[APUS_DTYPE_COUNT] =
    APUS_REAL_FETCHES(power_of), APUS_NAME(power_of_c64), APUS_NAME(power_of_c128)};

apus_reduce_kernel APUS_NAME(apus_reduce_kernel)(apus_reduce_op op, apus_dtype dtype) {
    apus_reduce_kernel kernel = {0};
    const bool complex = dtype >= APUS_COMPLEX64, real_float = dtype >= APUS_FLOAT16 && !complex;
    switch (op) {
    case APUS_REDUCE_SUM:
        return dtype == APUS_BOOL ? APUS_NAME(count_kernel)(dtype) : APUS_NAME(sum_kernel)(dtype);
    case APUS_REDUCE_MEAN:
        if (complex || real_float) return APUS_NAME(sum_kernel)(dtype);
        return APUS_FETCHED_KERNEL(APUS_NAME(float64_fetches)[dtype], false, 8, 8, 1, sum_f64, sum_f64_run);
    case APUS_REDUCE_PROD: return APUS_NAME(prod_kernel)(dtype);
    case APUS_REDUCE_MIN: case APUS_REDUCE_ARGMIN:
        return APUS_NAME(extreme_kernel)(dtype, false, op == APUS_REDUCE_ARGMIN);
    case APUS_REDUCE_MAX: case APUS_REDUCE_ARGMAX:
        return APUS_NAME(extreme_kernel)(dtype, true, op == APUS_REDUCE_ARGMAX);
    case APUS_REDUCE_ANY: case APUS_REDUCE_ALL: case APUS_REDUCE_COUNT_NONZERO: return APUS_NAME(count_kernel)(dtype);
    case APUS_REDUCE_VARIANCE: case APUS_REDUCE_STANDARD_DEVIATION:
        return complex ? kernel : APUS_NAME(moments_kernel)(dtype, APUS_NAME(float64_fetches)[dtype]);
    case APUS_REDUCE_SUM_SQUARES: case APUS_REDUCE_NORM_2:
        return APUS_FETCHED_KERNEL(APUS_NAME(square_fetches)[dtype], false, 8, 8, 1, sum_f64, sum_f64_run);
    case APUS_REDUCE_NORM_1:
        return APUS_FETCHED_KERNEL(APUS_NAME(abs_fetches)[dtype], false, 8, 8, 1, sum_f64, sum_f64_run);
    case APUS_REDUCE_NORM_P:
        return APUS_FETCHED_KERNEL(APUS_NAME(power_fetches)[dtype], false, 8, 8, 1, sum_f64, sum_f64_run);
    case APUS_REDUCE_NORM_MAX:
        return APUS_FETCHED_KERNEL(APUS_NAME(abs_fetches)[dtype], false, 8, 8, 1, max_f64, max_f64_run);
    case APUS_REDUCE_NORM_MIN:
        return APUS_FETCHED_KERNEL(APUS_NAME(abs_fetches)[dtype], false, 8, 8, 1, min_f64, min_f64_run);
    default: return kernel;
    }
}
