// The program's `malloc` and its kin, defined here so that every call in the process passes by the counter and goes on to
// the C library's own.
#include "allocation_counter.h"
#include <stddef.h>
#include <stdint.h> // any header of the library: with it comes __GLIBC__, which tells whose it is

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WITH_SANITIZER 1
#endif
#endif

static _Thread_local long count;

long allocation_count(void) { return count; }

#if defined(WITH_SANITIZER) || !defined(__GLIBC__)
bool allocation_count_available(void) { return false; }
#else
bool allocation_count_available(void) { return true; }

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
    count++;
    return __libc_malloc(size);
}

void *calloc(size_t n, size_t size) {
    count++;
    return __libc_calloc(n, size);
}

void *realloc(void *block, size_t size) {
    count++;
    return __libc_realloc(block, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    count++;
    *block = __libc_memalign(alignment, size);
    return *block ? 0 : 12;
}
#endif
