// JPEG to memory, with libjpeg's error exits caught.

#include "codec_private.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

typedef struct jpeg_writer {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr handlers;
    struct jpeg_destination_mgr destination;
    apus_growing_bytes output;
    apus_codec_error *error;
    jmp_buf jump;
} jpeg_writer;

static void on_error(j_common_ptr jpeg) {
    jpeg_writer *writer = jpeg->client_data;
    char message[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, message);
    apus_codec_fail(writer->error,
                    jpeg->err->msg_code == JERR_OUT_OF_MEMORY ? APUS_CODEC_NO_MEMORY
                                                              : APUS_CODEC_INVALID,
                    message);
    longjmp(writer->jump, 1);
}

static void ignore_output(j_common_ptr jpeg) {
    (void)jpeg;
}

// Offers libjpeg all the room that the buffer has after `count` bytes.
static void offer_room(jpeg_writer *writer) {
    if (!apus_growing_reserve(&writer->output, 4096)) {
        ERREXIT1(&writer->jpeg, JERR_OUT_OF_MEMORY, 0);
    }
    writer->destination.next_output_byte = writer->output.bytes + writer->output.count;
    writer->destination.free_in_buffer = writer->output.capacity - writer->output.count;
}

static void start_output(j_compress_ptr jpeg) {
    offer_room(jpeg->client_data);
}

// libjpeg calls this when the buffer is full, whatever the two fields say.
static boolean grow_output(j_compress_ptr jpeg) {
    jpeg_writer *writer = jpeg->client_data;
    writer->output.count = writer->output.capacity;
    offer_room(writer);
    return TRUE;
}

static void end_output(j_compress_ptr jpeg) {
    jpeg_writer *writer = jpeg->client_data;
    writer->output.count = writer->output.capacity - writer->destination.free_in_buffer;
}

static void destroy(jpeg_writer *writer) {
    jpeg_destroy_compress(&writer->jpeg);
    free(writer->output.bytes);
    free(writer);
}

static void write_image(jpeg_writer *writer, const uint8_t *pixels, ptrdiff_t row_stride,
                        const apus_codec_info *info, int32_t quality) {
    struct jpeg_compress_struct *jpeg = &writer->jpeg;
    jpeg_create_compress(jpeg);
    jpeg->dest = &writer->destination;
    jpeg->image_width = info->width;
    jpeg->image_height = info->height;
    jpeg->input_components = (int)info->channels;
    jpeg->in_color_space = info->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, quality, TRUE);
    jpeg_start_compress(jpeg, TRUE);
    while (jpeg->next_scanline < jpeg->image_height) {
        JSAMPROW rows[1] = {(JSAMPROW)pixels + (ptrdiff_t)jpeg->next_scanline * row_stride};
        jpeg_write_scanlines(jpeg, rows, 1);
    }
    jpeg_finish_compress(jpeg);
}

apus_codec_status apus_jpeg_encode(const void *pixels, ptrdiff_t row_stride,
                                   const apus_codec_info *info, int32_t quality,
                                   apus_codec_bytes *result, apus_codec_error *error) {
    if ((info->channels != 1 && info->channels != 3) || info->bytes_per_sample != 1
        || quality < 1 || quality > 100) {
        return apus_codec_fail(error, APUS_CODEC_INVALID,
                               "channels, depth or quality out of range");
    }
    jpeg_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) return apus_codec_fail(error, APUS_CODEC_NO_MEMORY, "out of memory");
    writer->error = error;
    writer->jpeg.client_data = writer;
    writer->jpeg.err = jpeg_std_error(&writer->handlers);
    writer->handlers.error_exit = on_error;
    writer->handlers.output_message = ignore_output;
    writer->destination.init_destination = start_output;
    writer->destination.empty_output_buffer = grow_output;
    writer->destination.term_destination = end_output;
    if (setjmp(writer->jump)) {
        destroy(writer);
        return error->status;
    }
    write_image(writer, pixels, row_stride, info, quality);
    result->bytes = writer->output.bytes;
    result->count = writer->output.count;
    writer->output.bytes = NULL;
    destroy(writer);
    return APUS_CODEC_OK;
}
