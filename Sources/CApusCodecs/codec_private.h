// What the two codecs share: filling in errors and a byte buffer that grows.

#ifndef APUS_CODEC_PRIVATE_H
#define APUS_CODEC_PRIVATE_H

#include "CApusCodecs.h"

/// Fills `error` and returns its status.
apus_codec_status apus_codec_fail(apus_codec_error *error, apus_codec_status status,
                                  const char *message);

/// Fails with APUS_CODEC_TOO_LARGE when width * height * channels is above the limit.
apus_codec_status apus_codec_check_size(const apus_codec_info *info, uint64_t sample_limit,
                                        apus_codec_error *error);

/// Bytes that grow by doubling.
typedef struct apus_growing_bytes {
    uint8_t *bytes;
    size_t count;
    size_t capacity;
} apus_growing_bytes;

/// Makes room for `extra` more bytes; returns 0 when memory is refused (the bytes stay valid).
int apus_growing_reserve(apus_growing_bytes *buffer, size_t extra);

#endif
