// PNG to memory, with libpng's jumps caught.

#include "codec_private.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

typedef struct png_writer {
    png_structp png;
    png_infop details;
    apus_growing_bytes output;
    uint32_t row;
    apus_codec_error *error;
    jmp_buf jump;
} png_writer;

static void on_error(png_structp png, png_const_charp message) {
    png_writer *writer = png_get_error_ptr(png);
    apus_codec_fail(writer->error, APUS_CODEC_INVALID, message);
    longjmp(writer->jump, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void write_bytes(png_structp png, png_bytep source, size_t count) {
    png_writer *writer = png_get_io_ptr(png);
    if (!apus_growing_reserve(&writer->output, count)) png_error(png, "out of memory");
    memcpy(writer->output.bytes + writer->output.count, source, count);
    writer->output.count += count;
}

static void flush_bytes(png_structp png) {
    (void)png;
}

static void destroy(png_writer *writer) {
    if (writer->png != NULL) png_destroy_write_struct(&writer->png, &writer->details);
    free(writer->output.bytes);
    free(writer);
}

static void write_image(png_writer *writer, const uint8_t *pixels, ptrdiff_t row_stride,
                        const apus_codec_info *info, int32_t level) {
    static const int colour_types[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA,
                                       PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
    png_set_write_fn(writer->png, writer, write_bytes, flush_bytes);
    png_set_compression_level(writer->png, level);
    png_set_IHDR(writer->png, writer->details, info->width, info->height,
                 (int)info->bytes_per_sample * 8, colour_types[info->channels - 1],
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(writer->png, writer->details);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (info->bytes_per_sample == 2) png_set_swap(writer->png);
#endif
    for (writer->row = 0; writer->row < info->height; writer->row++) {
        png_write_row(writer->png, pixels + (ptrdiff_t)writer->row * row_stride);
    }
    png_write_end(writer->png, NULL);
}

apus_codec_status apus_png_encode(const void *pixels, ptrdiff_t row_stride,
                                  const apus_codec_info *info, int32_t level,
                                  apus_codec_bytes *result, apus_codec_error *error) {
    if (info->channels < 1 || info->channels > 4 || level < 0 || level > 9
        || (info->bytes_per_sample != 1 && info->bytes_per_sample != 2)) {
        return apus_codec_fail(error, APUS_CODEC_INVALID, "channels, depth or level out of range");
    }
    png_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) return apus_codec_fail(error, APUS_CODEC_NO_MEMORY, "out of memory");
    writer->error = error;
    if (setjmp(writer->jump)) {
        destroy(writer);
        return error->status;
    }
    writer->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, writer, on_error, on_warning);
    if (writer->png != NULL) writer->details = png_create_info_struct(writer->png);
    if (writer->details == NULL) {
        destroy(writer);
        return apus_codec_fail(error, APUS_CODEC_NO_MEMORY, "out of memory");
    }
    write_image(writer, pixels, row_stride, info, level);
    result->bytes = writer->output.bytes;
    result->count = writer->output.count;
    writer->output.bytes = NULL;
    destroy(writer);
    return APUS_CODEC_OK;
}
