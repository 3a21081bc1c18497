// C entry points for functions that are made at run time: CPython's method tables hold plain function pointers, which cannot
// carry a context, so each function gets a pointer of its own.

#ifndef APUS_CPYTHON_STUBS_H
#define APUS_CPYTHON_STUBS_H

#include "CPythonTypes.h"

/// An instance of a type of this module: the head, a retained Swift object, and the list of weak references.
typedef struct apus_python_instance {
    PyObject head;
    const void *value;
    PyObject *weak_references;
    /// The array whose memory an array is a view of, held; NULL for any other object.
    PyObject *base;
} apus_python_instance;

/// A callable of this module's: an instance and what a call of it runs.
typedef struct apus_python_callable {
    apus_python_instance instance;
    PyObject *(*vectorcall)(PyObject *callable, PyObject *const *arguments, size_t count, PyObject *names);
} apus_python_callable;

/// How many functions there can be.
enum { APUS_PYTHON_STUBS = 1024 };

/// Called by every stub with the context that was registered for it.
typedef PyObject *(*apus_python_dispatcher)(
    const void *context, PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names);

/// Sets what the stubs call.
void apus_python_set_dispatcher(apus_python_dispatcher dispatcher);

/// Takes the next stub for a context and gives the function to put into a `PyMethodDef` with
/// `METH_FASTCALL | METH_KEYWORDS`; NULL if all are taken.
PyCFunction apus_python_take_stub(const void *context);

#endif
