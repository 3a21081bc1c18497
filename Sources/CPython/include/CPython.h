// The part of CPython's stable ABI (PEP 384, the limited API of 3.11) that Apus uses, declared here so that neither building
// nor linking needs a Python. The functions live in a table that is filled at run time, from the process that Apus was loaded
// into or from a library; each has a wrapper of its CPython name below.

#ifndef APUS_CPYTHON_H
#define APUS_CPYTHON_H

#include "CPythonTypes.h"
#include "CPythonFunctions.h"
#include "CPythonStubs.h"
#include "DLPack.h"

#define APUS_PYTHON_MEMBER(result, name, parameters, arguments) result (*name) parameters;

/// The functions and objects of the Python in this process.
typedef struct apus_python_table {
    APUS_PYTHON_FUNCTIONS(APUS_PYTHON_MEMBER)
    APUS_PYTHON_OPTIONAL_FUNCTIONS(APUS_PYTHON_MEMBER)
#define APUS_PYTHON_OBJECT(name) PyObject **name;
    APUS_PYTHON_EXCEPTIONS(APUS_PYTHON_OBJECT)
#undef APUS_PYTHON_OBJECT
#define APUS_PYTHON_OBJECT(name) PyObject *name;
    APUS_PYTHON_OBJECTS(APUS_PYTHON_OBJECT)
#undef APUS_PYTHON_OBJECT
} apus_python_table;

extern apus_python_table apus_python __attribute__((swift_attr("nonisolated(unsafe)")));

/// Fills the table from a library opened with `dlopen`, or from the process if `library` is NULL. Gives NULL, or the name of
/// the first symbol that is missing.
const char *apus_python_load(void *library);

/// Raises an `ImportError`, for what has to be said where the table could not be filled.
void apus_python_report(const char *message);

#define APUS_PYTHON_WRAPPER(result, name, parameters, arguments) \
    static inline result name parameters { return apus_python.name arguments; }
APUS_PYTHON_FUNCTIONS(APUS_PYTHON_WRAPPER)
#undef APUS_PYTHON_WRAPPER

/// The type of an object.
static inline PyObject *Py_TYPE(PyObject *object) { return object->ob_type; }

/// Whether a type has one of the `Py_TPFLAGS_..._SUBCLASS` flags.
static inline bool apus_python_has(PyObject *object, unsigned long flag) {
    return (PyType_GetFlags(object->ob_type) & flag) != 0;
}

/// Whether the interpreter is up, so that the lock may be taken: neither before its start nor while it ends.
bool apus_python_is_alive(void);

/// Whether the calling thread holds the interpreter's lock; true where this Python does not tell.
bool apus_python_holds_lock(void);

#endif
