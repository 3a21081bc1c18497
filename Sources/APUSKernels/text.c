#include "apus_text.h"

#include <stdio.h>

int apus_format_double(char *out, size_t capacity, const char *format, double value) {
    return snprintf(out, capacity, format, value);
}
