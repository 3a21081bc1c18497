// JPEG from memory, with libjpeg's error exits caught.

#include "codec_private.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

// A progressive file may hold any number of scans, each of which costs a pass over the image.
enum { SCAN_LIMIT = 200 };

struct apus_jpeg_reader {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr handlers;
    struct jpeg_progress_mgr progress;
    apus_codec_info info;
    apus_codec_error *error;
    jmp_buf jump;
};

static void fail_with_current_message(j_common_ptr jpeg) {
    apus_jpeg_reader *reader = jpeg->client_data;
    char message[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, message);
    int code = jpeg->err->msg_code;
    apus_codec_status status = code == JERR_OUT_OF_MEMORY ? APUS_CODEC_NO_MEMORY
        : code == JERR_BAD_PRECISION || code == JERR_SOF_UNSUPPORTED || code == JERR_CONVERSION_NOTIMPL
            || code == JERR_ARITH_NOTIMPL ? APUS_CODEC_UNSUPPORTED
        : APUS_CODEC_CORRUPT;
    apus_codec_fail(reader->error, status, message);
    longjmp(reader->jump, 1);
}

// libjpeg goes on after damaged data and fills the rest with grey; here damage is an error. Only
// the warnings that leave the pixels whole are let pass.
static void on_message(j_common_ptr jpeg, int level) {
    if (level >= 0) return;
    switch (jpeg->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_JFIF_MAJOR:
    case JWRN_ADOBE_XFORM:
    case JWRN_TOO_MUCH_DATA:
        return;
    default:
        fail_with_current_message(jpeg);
    }
}

static void ignore_output(j_common_ptr jpeg) {
    (void)jpeg;
}

static void on_progress(j_common_ptr jpeg) {
    apus_jpeg_reader *reader = jpeg->client_data;
    if (reader->jpeg.input_scan_number <= SCAN_LIMIT) return;
    apus_codec_fail(reader->error, APUS_CODEC_CORRUPT, "the file has too many scans");
    longjmp(reader->jump, 1);
}

// Chooses the pixels that will come out; returns 0 when the file's components are not supported.
static int choose_output(apus_jpeg_reader *reader, int32_t luminance) {
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    switch (jpeg->num_components) {
    case 1:
        jpeg->out_color_space = JCS_GRAYSCALE;
        break;
    case 3:
        jpeg->out_color_space = luminance ? JCS_GRAYSCALE : JCS_RGB;
        break;
    case 4:
        jpeg->out_color_space = JCS_CMYK;
        reader->info.ink = jpeg->saw_Adobe_marker ? APUS_INK_INVERTED_CMYK : APUS_INK_CMYK;
        break;
    default:
        return 0;
    }
    jpeg_calc_output_dimensions(jpeg);
    reader->info.width = jpeg->output_width;
    reader->info.height = jpeg->output_height;
    reader->info.channels = (uint32_t)jpeg->out_color_components;
    reader->info.bytes_per_sample = 1;
    return 1;
}

apus_jpeg_reader *apus_jpeg_open(const uint8_t *bytes, size_t count, uint64_t sample_limit,
                                 int32_t luminance, apus_codec_info *info,
                                 apus_codec_error *error) {
    apus_jpeg_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        apus_codec_fail(error, APUS_CODEC_NO_MEMORY, "out of memory");
        return NULL;
    }
    reader->error = error;
    reader->jpeg.client_data = reader;
    reader->jpeg.err = jpeg_std_error(&reader->handlers);
    reader->handlers.error_exit = fail_with_current_message;
    reader->handlers.emit_message = on_message;
    reader->handlers.output_message = ignore_output;
    reader->progress.progress_monitor = on_progress;
    if (setjmp(reader->jump)) {
        apus_jpeg_close(reader);
        return NULL;
    }
    jpeg_create_decompress(&reader->jpeg);
    reader->jpeg.progress = &reader->progress;
    jpeg_mem_src(&reader->jpeg, bytes, count);
    jpeg_read_header(&reader->jpeg, TRUE);
    apus_codec_status status;
    if (!choose_output(reader, luminance)) {
        char message[64];
        snprintf(message, sizeof message, "%d components", reader->jpeg.num_components);
        status = apus_codec_fail(error, APUS_CODEC_UNSUPPORTED, message);
    } else {
        status = apus_codec_check_size(&reader->info, sample_limit, error);
    }
    if (status != APUS_CODEC_OK) {
        apus_jpeg_close(reader);
        return NULL;
    }
    *info = reader->info;
    return reader;
}

apus_codec_status apus_jpeg_read(apus_jpeg_reader *reader, void *pixels, ptrdiff_t row_stride,
                                 apus_codec_error *error) {
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    reader->error = error;
    if (setjmp(reader->jump)) return error->status;
    jpeg_start_decompress(jpeg);
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW rows[1] = {(JSAMPROW)pixels + (ptrdiff_t)jpeg->output_scanline * row_stride};
        jpeg_read_scanlines(jpeg, rows, 1);
    }
    jpeg_finish_decompress(jpeg);
    return APUS_CODEC_OK;
}

void apus_jpeg_close(apus_jpeg_reader *reader) {
    if (reader == NULL) return;
    jpeg_destroy_decompress(&reader->jpeg);
    free(reader);
}
