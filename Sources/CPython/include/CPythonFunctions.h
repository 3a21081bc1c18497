// The functions, exceptions and objects of CPython's stable ABI that Apus calls, each named once.

#ifndef APUS_CPYTHON_FUNCTIONS_H
#define APUS_CPYTHON_FUNCTIONS_H

#include "CPythonTypes.h"

#define APUS_PYTHON_FUNCTIONS(F)                                                                                          \
    F(void, Py_IncRef, (PyObject * o), (o))                                                                               \
    F(void, Py_DecRef, (PyObject * o), (o))                                                                               \
    F(int, Py_IsInitialized, (void), ())                                                                                  \
    F(void, Py_InitializeEx, (int signals), (signals))                                                                    \
    F(int, Py_FinalizeEx, (void), ())                                                                                     \
    F(const char *, Py_GetVersion, (void), ())                                                                            \
    F(PyObject *, Py_CompileString, (const char *text, const char *file, int start), (text, file, start))                 \
    F(PyObject *, PyEval_EvalCode, (PyObject * code, PyObject * globals, PyObject * locals), (code, globals, locals))     \
    F(PyObject *, PyEval_GetBuiltins, (void), ())                                                                         \
    F(void *, PyEval_SaveThread, (void), ())                                                                              \
    F(void, PyEval_RestoreThread, (void *state), (state))                                                                 \
    F(int, PyGILState_Ensure, (void), ())                                                                                 \
    F(void, PyGILState_Release, (int state), (state))                                                                     \
    F(PyObject *, PyObject_Init, (PyObject * o, PyObject * type), (o, type))                                              \
    F(void *, PyObject_Malloc, (size_t size), (size))                                                                     \
    F(void, PyObject_Free, (void *pointer), (pointer))                                                                    \
    F(void, PyObject_ClearWeakRefs, (PyObject * o), (o))                                                                  \
    F(PyObject *, PyObject_GetAttr, (PyObject * o, PyObject * name), (o, name))                                           \
    F(PyObject *, PyObject_GetAttrString, (PyObject * o, const char *name), (o, name))                                    \
    F(int, PyObject_SetAttrString, (PyObject * o, const char *name, PyObject *value), (o, name, value))                   \
    F(int, PyObject_HasAttrString, (PyObject * o, const char *name), (o, name))                                           \
    F(PyObject *, PyObject_GenericGetAttr, (PyObject * o, PyObject * name), (o, name))                                    \
    F(PyObject *, PyObject_Call, (PyObject * f, PyObject * arguments, PyObject * keywords), (f, arguments, keywords))     \
    F(PyObject *, PyObject_CallObject, (PyObject * f, PyObject * arguments), (f, arguments))                              \
    F(Py_ssize_t, PyObject_Hash, (PyObject * o), (o))                                                                     \
    F(PyObject *, PyObject_Repr, (PyObject * o), (o))                                                                     \
    F(PyObject *, PyObject_Str, (PyObject * o), (o))                                                                      \
    F(PyObject *, PyObject_Format, (PyObject * o, PyObject * format), (o, format))                                        \
    F(int, PyObject_IsTrue, (PyObject * o), (o))                                                                          \
    F(Py_ssize_t, PyObject_Size, (PyObject * o), (o))                                                                     \
    F(PyObject *, PyObject_GetItem, (PyObject * o, PyObject * key), (o, key))                                             \
    F(PyObject *, PyObject_GetIter, (PyObject * o), (o))                                                                  \
    F(PyObject *, PyObject_RichCompare, (PyObject * a, PyObject * b, int op), (a, b, op))                                 \
    F(int, PyObject_CheckBuffer, (PyObject * o), (o))                                                                     \
    F(int, PyObject_GetBuffer, (PyObject * o, Py_buffer * view, int flags), (o, view, flags))                             \
    F(void, PyBuffer_Release, (Py_buffer * view), (view))                                                                 \
    F(int, PyBuffer_ToContiguous, (void *buf, const Py_buffer *view, Py_ssize_t length, char order),                      \
      (buf, view, length, order))                                                                                         \
    F(int, PyCallable_Check, (PyObject * o), (o))                                                                         \
    F(PyObject *, PyCapsule_New, (void *pointer, const char *name, PyCapsule_Destructor destructor),                      \
      (pointer, name, destructor))                                                                                        \
    F(void *, PyCapsule_GetPointer, (PyObject * capsule, const char *name), (capsule, name))                              \
    F(int, PyCapsule_IsValid, (PyObject * capsule, const char *name), (capsule, name))                                    \
    F(int, PyCapsule_SetName, (PyObject * capsule, const char *name), (capsule, name))                                    \
    F(PyObject *, PyType_FromSpecWithBases, (PyType_Spec * spec, PyObject * bases), (spec, bases))                        \
    F(unsigned long, PyType_GetFlags, (PyObject * type), (type))                                                          \
    F(void *, PyType_GetSlot, (PyObject * type, int slot), (type, slot))                                                  \
    F(int, PyType_IsSubtype, (PyObject * a, PyObject * b), (a, b))                                                        \
    F(PyObject *, PyType_GenericAlloc, (PyObject * type, Py_ssize_t items), (type, items))                                \
    F(PyObject *, PyModule_Create2, (PyModuleDef * definition, int version), (definition, version))                       \
    F(PyObject *, PyModule_New, (const char *name), (name))                                                               \
    F(PyObject *, PyModule_GetDict, (PyObject * module), (module))                                                        \
    F(PyObject *, PyCFunction_NewEx, (PyMethodDef * method, PyObject * self, PyObject * module), (method, self, module))  \
    F(PyObject *, PyImport_ImportModule, (const char *name), (name))                                                      \
    F(PyObject *, PyImport_AddModule, (const char *name), (name))                                                         \
    F(PyObject *, PyImport_GetModuleDict, (void), ())                                                                     \
    F(PyObject *, PySys_GetObject, (const char *name), (name))                                                            \
    F(PyObject *, PyErr_NewException, (const char *name, PyObject *bases, PyObject *dictionary),                          \
      (name, bases, dictionary))                                                                                          \
    F(PyObject *, PyErr_NewExceptionWithDoc,                                                                              \
      (const char *name, const char *doc, PyObject *bases, PyObject *dictionary), (name, doc, bases, dictionary))         \
    F(void, PyErr_SetString, (PyObject * type, const char *message), (type, message))                                     \
    F(void, PyErr_SetNone, (PyObject * type), (type))                                                                     \
    F(PyObject *, PyErr_Occurred, (void), ())                                                                             \
    F(int, PyErr_ExceptionMatches, (PyObject * type), (type))                                                             \
    F(void, PyErr_Clear, (void), ())                                                                                      \
    F(void, PyErr_Fetch, (PyObject * *type, PyObject * *value, PyObject * *traceback), (type, value, traceback))          \
    F(void, PyErr_Restore, (PyObject * type, PyObject * value, PyObject * traceback), (type, value, traceback))           \
    F(void, PyErr_NormalizeException, (PyObject * *type, PyObject * *value, PyObject * *traceback),                       \
      (type, value, traceback))                                                                                           \
    F(void, PyErr_WriteUnraisable, (PyObject * o), (o))                                                                   \
    F(int, PyErr_CheckSignals, (void), ())                                                                                \
    F(PyObject *, PyBool_FromLong, (long value), (value))                                                                 \
    F(PyObject *, PyLong_FromLongLong, (long long value), (value))                                                        \
    F(PyObject *, PyLong_FromUnsignedLongLong, (unsigned long long value), (value))                                       \
    F(long long, PyLong_AsLongLongAndOverflow, (PyObject * o, int *overflow), (o, overflow))                              \
    F(unsigned long long, PyLong_AsUnsignedLongLong, (PyObject * o), (o))                                                 \
    F(PyObject *, PyFloat_FromDouble, (double value), (value))                                                            \
    F(double, PyFloat_AsDouble, (PyObject * o), (o))                                                                      \
    F(PyObject *, PyComplex_FromDoubles, (double real, double imaginary), (real, imaginary))                              \
    F(double, PyComplex_RealAsDouble, (PyObject * o), (o))                                                                \
    F(double, PyComplex_ImagAsDouble, (PyObject * o), (o))                                                                \
    F(int, PyIndex_Check, (PyObject * o), (o))                                                                            \
    F(PyObject *, PyNumber_Index, (PyObject * o), (o))                                                                    \
    F(PyObject *, PyNumber_Float, (PyObject * o), (o))                                                                    \
    F(Py_ssize_t, PyNumber_AsSsize_t, (PyObject * o, PyObject * overflow), (o, overflow))                                 \
    F(int, PyNumber_Check, (PyObject * o), (o))                                                                           \
    F(int, PySequence_Check, (PyObject * o), (o))                                                                         \
    F(Py_ssize_t, PySequence_Size, (PyObject * o), (o))                                                                   \
    F(PyObject *, PySequence_GetItem, (PyObject * o, Py_ssize_t index), (o, index))                                       \
    F(PyObject *, PySequence_Tuple, (PyObject * o), (o))                                                                  \
    F(PyObject *, PySeqIter_New, (PyObject * o), (o))                                                                     \
    F(PyObject *, PyUnicode_FromStringAndSize, (const char *text, Py_ssize_t length), (text, length))                     \
    F(PyObject *, PyUnicode_InternFromString, (const char *text), (text))                                                 \
    F(const char *, PyUnicode_AsUTF8AndSize, (PyObject * o, Py_ssize_t *length), (o, length))                             \
    F(PyObject *, PyBytes_FromStringAndSize, (const char *bytes, Py_ssize_t length), (bytes, length))                     \
    F(char *, PyBytes_AsString, (PyObject * o), (o))                                                                      \
    F(Py_ssize_t, PyBytes_Size, (PyObject * o), (o))                                                                      \
    F(PyObject *, PyTuple_New, (Py_ssize_t count), (count))                                                               \
    F(Py_ssize_t, PyTuple_Size, (PyObject * o), (o))                                                                      \
    F(PyObject *, PyTuple_GetItem, (PyObject * o, Py_ssize_t index), (o, index))                                          \
    F(int, PyTuple_SetItem, (PyObject * o, Py_ssize_t index, PyObject * value), (o, index, value))                        \
    F(PyObject *, PyList_New, (Py_ssize_t count), (count))                                                                \
    F(PyObject *, PySequence_List, (PyObject * o), (o))                                                                   \
    F(Py_ssize_t, PyList_Size, (PyObject * o), (o))                                                                       \
    F(PyObject *, PyList_GetItem, (PyObject * o, Py_ssize_t index), (o, index))                                           \
    F(int, PyList_SetItem, (PyObject * o, Py_ssize_t index, PyObject * value), (o, index, value))                         \
    F(int, PyList_Append, (PyObject * o, PyObject * value), (o, value))                                                   \
    F(PyObject *, PyDict_New, (void), ())                                                                                 \
    F(PyObject *, PyDict_GetItemString, (PyObject * o, const char *key), (o, key))                                        \
    F(int, PyDict_SetItemString, (PyObject * o, const char *key, PyObject *value), (o, key, value))                       \
    F(int, PyDict_SetItem, (PyObject * o, PyObject * key, PyObject * value), (o, key, value))                             \
    F(int, PyDict_Next, (PyObject * o, Py_ssize_t * position, PyObject * *key, PyObject * *value),                        \
      (o, position, key, value))                                                                                          \
    F(Py_ssize_t, PyDict_Size, (PyObject * o), (o))

// What not every supported version has; the pointer is NULL where it is missing.
#define APUS_PYTHON_OPTIONAL_FUNCTIONS(F)               \
    F(int, Py_IsFinalizing, (void), ())                 \
    F(int, _Py_IsFinalizing, (void), ())                \
    F(int, PyGILState_Check, (void), ())

#define APUS_PYTHON_EXCEPTIONS(F)  \
    F(PyExc_Exception)             \
    F(PyExc_TypeError)             \
    F(PyExc_ValueError)            \
    F(PyExc_IndexError)            \
    F(PyExc_KeyError)              \
    F(PyExc_AttributeError)        \
    F(PyExc_RuntimeError)          \
    F(PyExc_BufferError)           \
    F(PyExc_MemoryError)           \
    F(PyExc_OSError)               \
    F(PyExc_OverflowError)         \
    F(PyExc_ImportError)           \
    F(PyExc_NotImplementedError)   \
    F(PyExc_StopIteration)

#define APUS_PYTHON_OBJECTS(F)   \
    F(_Py_NoneStruct)            \
    F(_Py_TrueStruct)            \
    F(_Py_FalseStruct)           \
    F(_Py_NotImplementedStruct)  \
    F(_Py_EllipsisObject)        \
    F(PyType_Type)               \
    F(PyBool_Type)               \
    F(PyLong_Type)               \
    F(PyFloat_Type)              \
    F(PyComplex_Type)            \
    F(PyTuple_Type)              \
    F(PyList_Type)               \
    F(PySlice_Type)              \
    F(PyUnicode_Type)            \
    F(PyCapsule_Type)

#endif
