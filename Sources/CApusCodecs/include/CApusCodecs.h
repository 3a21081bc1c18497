// PNG and JPEG coding between memory and memory.
//
// libpng and libjpeg report errors with longjmp, which must never cross a Swift frame. This layer
// catches every jump and returns a status and a message instead. It moves pixels as the file holds
// them; colour, sizes and files are the business of the Swift code above it.

#ifndef APUS_CODECS_H
#define APUS_CODECS_H

#include <stddef.h>
#include <stdint.h>

/// What went wrong, if anything did.
typedef enum apus_codec_status {
    APUS_CODEC_OK = 0,
    /// The bytes are not a complete, valid file of the format.
    APUS_CODEC_CORRUPT = 1,
    /// The image is valid so far, but has more samples than the caller's limit.
    APUS_CODEC_TOO_LARGE = 2,
    /// The file is of a kind that is not supported (for example a two-component JPEG).
    APUS_CODEC_UNSUPPORTED = 3,
    /// Memory was refused.
    APUS_CODEC_NO_MEMORY = 4,
    /// The caller's arguments are out of range.
    APUS_CODEC_INVALID = 5
} apus_codec_status;

/// A status with the library's explanation (a C string, empty when there is none).
typedef struct apus_codec_error {
    apus_codec_status status;
    char message[224];
} apus_codec_error;

/// How the four channels of a CMYK image are to be read.
typedef enum apus_codec_ink {
    /// Not CMYK: 1 channel is grey, 2 grey and alpha, 3 RGB, 4 RGBA.
    APUS_INK_NONE = 0,
    /// CMYK, 0 means no ink.
    APUS_INK_CMYK = 1,
    /// CMYK as Adobe writes it, 255 means no ink.
    APUS_INK_INVERTED_CMYK = 2
} apus_codec_ink;

/// Size and kind of the pixels: rows from the top, `channels` interleaved samples a pixel, each
/// one byte or a 16-bit integer in the machine's byte order.
typedef struct apus_codec_info {
    uint32_t width;
    uint32_t height;
    uint32_t channels;
    uint32_t bytes_per_sample;
    apus_codec_ink ink;
} apus_codec_info;

/// An encoded file in memory; `bytes` is released with `apus_codec_free`.
typedef struct apus_codec_bytes {
    uint8_t *bytes;
    size_t count;
} apus_codec_bytes;

typedef struct apus_png_reader apus_png_reader;
typedef struct apus_jpeg_reader apus_jpeg_reader;

/// Reads a PNG's header. Palettes, depths below 8 and tRNS are announced as they will be read:
/// expanded to grey, RGB or RGBA. Returns NULL and fills `error` on failure. `bytes` must stay
/// valid until the reader is closed.
apus_png_reader *apus_png_open(const uint8_t *bytes, size_t count, uint64_t sample_limit,
                               apus_codec_info *info, apus_codec_error *error);

/// Reads all rows to `pixels`, `row_stride` bytes apart. To be called at most once for a reader.
apus_codec_status apus_png_read(apus_png_reader *reader, void *pixels, ptrdiff_t row_stride,
                                apus_codec_error *error);

/// Releases the reader; NULL is allowed.
void apus_png_close(apus_png_reader *reader);

/// Reads a JPEG's header. With `luminance` not 0, a colour image (not CMYK) is announced and read
/// as its grey channel. Otherwise as `apus_png_open`.
apus_jpeg_reader *apus_jpeg_open(const uint8_t *bytes, size_t count, uint64_t sample_limit,
                                 int32_t luminance, apus_codec_info *info,
                                 apus_codec_error *error);

/// Reads all rows to `pixels`, `row_stride` bytes apart. To be called at most once for a reader.
apus_codec_status apus_jpeg_read(apus_jpeg_reader *reader, void *pixels, ptrdiff_t row_stride,
                                 apus_codec_error *error);

/// Releases the reader; NULL is allowed.
void apus_jpeg_close(apus_jpeg_reader *reader);

/// Encodes rows `row_stride` bytes apart as a PNG: 1 to 4 channels, 8 or 16 bits, zlib level 0...9.
apus_codec_status apus_png_encode(const void *pixels, ptrdiff_t row_stride,
                                  const apus_codec_info *info, int32_t level,
                                  apus_codec_bytes *result, apus_codec_error *error);

/// Encodes rows `row_stride` bytes apart as a baseline JPEG: 1 or 3 channels of 8 bits, quality
/// 1...100, colour halved in both directions as is libjpeg's default.
apus_codec_status apus_jpeg_encode(const void *pixels, ptrdiff_t row_stride,
                                   const apus_codec_info *info, int32_t quality,
                                   apus_codec_bytes *result, apus_codec_error *error);

/// Releases the bytes of an encoded file; NULL is allowed.
void apus_codec_free(uint8_t *bytes);

#endif
