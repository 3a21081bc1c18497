#ifndef APUS_TEXT_H
#define APUS_TEXT_H

#include <stddef.h>

/// Writes a number as `snprintf` does, by a format with one conversion of a double.
///
/// Gives the length of the whole text, of which at most `capacity - 1` bytes and a zero are written; negative on failure.
int apus_format_double(char *out, size_t capacity, const char *format, double value);

#endif
