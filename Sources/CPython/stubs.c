// The entry points, numbered; each hands its context on.

#include "CPython.h"

static const void *contexts[APUS_PYTHON_STUBS];
static int taken;
static apus_python_dispatcher dispatch;

#define STUB(n) \
    static PyObject *stub_##n(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) { \
        return dispatch(contexts[0##n - 01000], self, arguments, count, names); \
    }
#define NAME(n) stub_##n,

// Octal numbers from 1000 on, digit by digit, so that names and numbers are one.
#define ONES(F, n) F(n##0) F(n##1) F(n##2) F(n##3) F(n##4) F(n##5) F(n##6) F(n##7)
#define TENS(F, n) \
    ONES(F, n##0) ONES(F, n##1) ONES(F, n##2) ONES(F, n##3) ONES(F, n##4) ONES(F, n##5) ONES(F, n##6) ONES(F, n##7)
#define HUNDREDS(F, n) \
    TENS(F, n##0) TENS(F, n##1) TENS(F, n##2) TENS(F, n##3) TENS(F, n##4) TENS(F, n##5) TENS(F, n##6) TENS(F, n##7)
#define ALL(F) HUNDREDS(F, 1) HUNDREDS(F, 2)

ALL(STUB)

typedef PyObject *(*stub)(PyObject *, PyObject *const *, Py_ssize_t, PyObject *);
static const stub stubs[] = {ALL(NAME)};
_Static_assert(sizeof(stubs) / sizeof(stubs[0]) == APUS_PYTHON_STUBS, "as many stubs as the header says");

void apus_python_set_dispatcher(apus_python_dispatcher dispatcher) { dispatch = dispatcher; }

PyCFunction apus_python_take_stub(const void *context) {
    if (taken == APUS_PYTHON_STUBS) return NULL;
    contexts[taken] = context;
    return (PyCFunction)(void (*)(void))stubs[taken++];
}
