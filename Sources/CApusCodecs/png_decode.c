// PNG from memory, with libpng's jumps caught.

#include "codec_private.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

// State lives on the heap, never in locals of a function that calls setjmp, so that nothing is
// clobbered by a jump.
struct apus_png_reader {
    png_structp png;
    png_infop details;
    const uint8_t *bytes;
    size_t count;
    size_t position;
    apus_codec_info info;
    int passes;
    int pass;
    uint32_t row;
    apus_codec_error *error;
    jmp_buf jump;
};

static void on_error(png_structp png, png_const_charp message) {
    apus_png_reader *reader = png_get_error_ptr(png);
    apus_codec_fail(reader->error, APUS_CODEC_CORRUPT, message);
    longjmp(reader->jump, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void read_bytes(png_structp png, png_bytep target, size_t count) {
    apus_png_reader *reader = png_get_io_ptr(png);
    if (count > reader->count - reader->position) png_error(png, "the file ends too early");
    memcpy(target, reader->bytes + reader->position, count);
    reader->position += count;
}

// Chunks that do not change the pixels are skipped, so that their contents cannot do harm.
static void ignore_metadata(png_structp png) {
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
}

static void request_transforms(apus_png_reader *reader) {
    png_structp png = reader->png;
    png_set_expand(png);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (png_get_bit_depth(png, reader->details) == 16) png_set_swap(png);
#endif
    reader->passes = png_set_interlace_handling(png);
    png_read_update_info(png, reader->details);
    reader->info.channels = png_get_channels(png, reader->details);
    reader->info.bytes_per_sample = png_get_bit_depth(png, reader->details) / 8;
}

// Deflate expands at most 1032 times (RFC 1951: 258 bytes from two one-bit codes), so a short file
// cannot hold a large image. Refusing it here keeps a forged header from allocating gigabytes.
static int is_long_enough(const apus_png_reader *reader, uint64_t row_bytes) {
    uint64_t raw = row_bytes * reader->info.height;
    return raw / 1032 <= reader->count;
}

apus_png_reader *apus_png_open(const uint8_t *bytes, size_t count, uint64_t sample_limit,
                               apus_codec_info *info, apus_codec_error *error) {
    apus_png_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        apus_codec_fail(error, APUS_CODEC_NO_MEMORY, "out of memory");
        return NULL;
    }
    reader->bytes = bytes;
    reader->count = count;
    reader->error = error;
    if (setjmp(reader->jump)) {
        apus_png_close(reader);
        return NULL;
    }
    reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, on_error, on_warning);
    if (reader->png != NULL) reader->details = png_create_info_struct(reader->png);
    if (reader->details == NULL) {
        apus_codec_fail(error, APUS_CODEC_NO_MEMORY, "out of memory");
        apus_png_close(reader);
        return NULL;
    }
    png_set_read_fn(reader->png, reader, read_bytes);
    ignore_metadata(reader->png);
    png_read_info(reader->png, reader->details);
    reader->info.width = png_get_image_width(reader->png, reader->details);
    reader->info.height = png_get_image_height(reader->png, reader->details);
    uint64_t packed_row = png_get_rowbytes(reader->png, reader->details);
    request_transforms(reader);
    if (apus_codec_check_size(&reader->info, sample_limit, error) != APUS_CODEC_OK) {
        apus_png_close(reader);
        return NULL;
    }
    if (!is_long_enough(reader, packed_row)) png_error(reader->png, "the file ends too early");
    *info = reader->info;
    return reader;
}

apus_codec_status apus_png_read(apus_png_reader *reader, void *pixels, ptrdiff_t row_stride,
                                apus_codec_error *error) {
    reader->error = error;
    if (setjmp(reader->jump)) return error->status;
    for (reader->pass = 0; reader->pass < reader->passes; reader->pass++) {
        for (reader->row = 0; reader->row < reader->info.height; reader->row++) {
            png_read_row(reader->png, (png_bytep)pixels + (ptrdiff_t)reader->row * row_stride,
                         NULL);
        }
    }
    png_read_end(reader->png, NULL);
    return APUS_CODEC_OK;
}

void apus_png_close(apus_png_reader *reader) {
    if (reader == NULL) return;
    if (reader->png != NULL) png_destroy_read_struct(&reader->png, &reader->details, NULL);
    free(reader);
}
