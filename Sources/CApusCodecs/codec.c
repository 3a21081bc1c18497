// Error filling, size checks and the growing buffer shared by the codecs.

#include "codec_private.h"

#include <stdio.h>
#include <stdlib.h>

apus_codec_status apus_codec_fail(apus_codec_error *error, apus_codec_status status,
                                  const char *message) {
    error->status = status;
    snprintf(error->message, sizeof error->message, "%s", message);
    return status;
}

apus_codec_status apus_codec_check_size(const apus_codec_info *info, uint64_t sample_limit,
                                        apus_codec_error *error) {
    // Both sides are below 2^32 and channels at most 4, so only the last product can overflow.
    uint64_t pixels = (uint64_t)info->width * info->height;
    if (pixels <= sample_limit / info->channels) return APUS_CODEC_OK;
    error->status = APUS_CODEC_TOO_LARGE;
    snprintf(error->message, sizeof error->message,
             "%u x %u pixels with %u channels exceed the limit of %llu samples", info->width,
             info->height, info->channels, (unsigned long long)sample_limit);
    return APUS_CODEC_TOO_LARGE;
}

int apus_growing_reserve(apus_growing_bytes *buffer, size_t extra) {
    if (extra <= buffer->capacity - buffer->count) return 1;
    if (extra > SIZE_MAX / 2 - buffer->capacity) return 0;
    size_t capacity = buffer->capacity * 2;
    if (capacity < buffer->count + extra) capacity = buffer->count + extra;
    if (capacity < 65536) capacity = 65536;
    uint8_t *bytes = realloc(buffer->bytes, capacity);
    if (bytes == NULL) return 0;
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return 1;
}

void apus_codec_free(uint8_t *bytes) {
    free(bytes);
}
