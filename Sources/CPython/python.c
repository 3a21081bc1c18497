// Finds CPython's functions at run time.

#define _GNU_SOURCE
#include <dlfcn.h>

#include "CPython.h"

apus_python_table apus_python;

const char *apus_python_load(void *library) {
    void *place = library ? library : RTLD_DEFAULT;
#define FIND(result, name, parameters, arguments) \
    if (!(*(void **)&apus_python.name = dlsym(place, #name))) return #name;
#define FIND_OPTIONAL(result, name, parameters, arguments) *(void **)&apus_python.name = dlsym(place, #name);
#define FIND_OBJECT(name) \
    if (!(*(void **)&apus_python.name = dlsym(place, #name))) return #name;
    APUS_PYTHON_FUNCTIONS(FIND)
    APUS_PYTHON_OPTIONAL_FUNCTIONS(FIND_OPTIONAL)
    APUS_PYTHON_EXCEPTIONS(FIND_OBJECT)
    APUS_PYTHON_OBJECTS(FIND_OBJECT)
    return NULL;
}

bool apus_python_is_alive(void) {
    if (!apus_python.Py_IsInitialized || !apus_python.Py_IsInitialized()) return false;
    if (apus_python.Py_IsFinalizing) return !apus_python.Py_IsFinalizing();
    return !apus_python._Py_IsFinalizing || !apus_python._Py_IsFinalizing();
}

bool apus_python_holds_lock(void) { return !apus_python.PyGILState_Check || apus_python.PyGILState_Check(); }

void apus_python_report(const char *message) {
    void (*set)(PyObject *, const char *);
    *(void **)&set = dlsym(RTLD_DEFAULT, "PyErr_SetString");
    PyObject **kind = dlsym(RTLD_DEFAULT, "PyExc_ImportError");
    if (set && kind) set(*kind, message);
}
