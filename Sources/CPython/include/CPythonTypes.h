// Structures and numbers of CPython's stable ABI.

#ifndef APUS_CPYTHON_TYPES_H
#define APUS_CPYTHON_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef intptr_t Py_ssize_t;
typedef intptr_t Py_hash_t;

/// The head of every object. A type is an object too.
typedef struct PyObject {
    Py_ssize_t ob_refcnt;
    struct PyObject *ob_type;
} PyObject;

typedef PyObject *(*PyCFunction)(PyObject *, PyObject *);
typedef PyObject *(*PyCFunctionFastWithKeywords)(PyObject *, PyObject *const *, Py_ssize_t, PyObject *);
typedef PyObject *(*PyCFunctionWithKeywords)(PyObject *, PyObject *, PyObject *);
typedef PyObject *(*getter)(PyObject *, void *);
typedef int (*setter)(PyObject *, PyObject *, void *);
typedef void (*PyCapsule_Destructor)(PyObject *);

typedef struct PyMethodDef {
    const char *ml_name;
    PyCFunction ml_meth;
    int ml_flags;
    const char *ml_doc;
} PyMethodDef;

typedef struct PyGetSetDef {
    const char *name;
    getter get;
    setter set;
    const char *doc;
    void *closure;
} PyGetSetDef;

typedef struct PyMemberDef {
    const char *name;
    int type;
    Py_ssize_t offset;
    int flags;
    const char *doc;
} PyMemberDef;

typedef struct PyType_Slot {
    int slot;
    void *pfunc;
} PyType_Slot;

typedef struct PyType_Spec {
    const char *name;
    int basicsize;
    int itemsize;
    unsigned int flags;
    PyType_Slot *slots;
} PyType_Spec;

typedef struct PyModuleDef_Base {
    PyObject ob_base;
    PyObject *(*m_init)(void);
    Py_ssize_t m_index;
    PyObject *m_copy;
} PyModuleDef_Base;

typedef struct PyModuleDef {
    PyModuleDef_Base m_base;
    const char *m_name;
    const char *m_doc;
    Py_ssize_t m_size;
    PyMethodDef *m_methods;
    void *m_slots;
    void *m_traverse;
    void *m_clear;
    void *m_free;
} PyModuleDef;

typedef struct Py_buffer {
    void *buf;
    PyObject *obj;
    Py_ssize_t len;
    Py_ssize_t itemsize;
    int readonly;
    int ndim;
    char *format;
    Py_ssize_t *shape;
    Py_ssize_t *strides;
    Py_ssize_t *suboffsets;
    void *internal;
} Py_buffer;

/// The version of the interface that modules are made for (`PYTHON_ABI_VERSION`).
enum { APUS_PYTHON_ABI_VERSION = 3 };

enum {
    METH_VARARGS = 0x0001,
    METH_KEYWORDS = 0x0002,
    METH_NOARGS = 0x0004,
    METH_O = 0x0008,
    METH_CLASS = 0x0010,
    METH_STATIC = 0x0020,
    METH_FASTCALL = 0x0080,
};

#define Py_TPFLAGS_BASETYPE (1UL << 10)
#define Py_TPFLAGS_DEFAULT (1UL << 18)
#define Py_TPFLAGS_LONG_SUBCLASS (1UL << 24)
#define Py_TPFLAGS_LIST_SUBCLASS (1UL << 25)
#define Py_TPFLAGS_TUPLE_SUBCLASS (1UL << 26)
#define Py_TPFLAGS_BYTES_SUBCLASS (1UL << 27)
#define Py_TPFLAGS_UNICODE_SUBCLASS (1UL << 28)
#define Py_TPFLAGS_DICT_SUBCLASS (1UL << 29)
#define Py_TPFLAGS_TYPE_SUBCLASS (1UL << 31)

enum { Py_LT = 0, Py_LE = 1, Py_EQ = 2, Py_NE = 3, Py_GT = 4, Py_GE = 5 };

enum { T_PYSSIZET = 19, READONLY = 1 };

enum {
    PyBUF_SIMPLE = 0,
    PyBUF_WRITABLE = 0x0001,
    PyBUF_FORMAT = 0x0004,
    PyBUF_ND = 0x0008,
    PyBUF_STRIDES = 0x0010 | PyBUF_ND,
    PyBUF_C_CONTIGUOUS = 0x0020 | PyBUF_STRIDES,
    PyBUF_F_CONTIGUOUS = 0x0040 | PyBUF_STRIDES,
    PyBUF_ANY_CONTIGUOUS = 0x0080 | PyBUF_STRIDES,
    PyBUF_INDIRECT = 0x0100 | PyBUF_STRIDES,
};

// Numbers of type slots (typeslots.h).
enum {
    Py_bf_getbuffer = 1,
    Py_bf_releasebuffer = 2,
    Py_mp_ass_subscript = 3,
    Py_mp_length = 4,
    Py_mp_subscript = 5,
    Py_nb_absolute = 6,
    Py_nb_add = 7,
    Py_nb_and = 8,
    Py_nb_bool = 9,
    Py_nb_divmod = 10,
    Py_nb_float = 11,
    Py_nb_floor_divide = 12,
    Py_nb_index = 13,
    Py_nb_inplace_add = 14,
    Py_nb_inplace_and = 15,
    Py_nb_inplace_floor_divide = 16,
    Py_nb_inplace_lshift = 17,
    Py_nb_inplace_multiply = 18,
    Py_nb_inplace_or = 19,
    Py_nb_inplace_power = 20,
    Py_nb_inplace_remainder = 21,
    Py_nb_inplace_rshift = 22,
    Py_nb_inplace_subtract = 23,
    Py_nb_inplace_true_divide = 24,
    Py_nb_inplace_xor = 25,
    Py_nb_int = 26,
    Py_nb_invert = 27,
    Py_nb_lshift = 28,
    Py_nb_multiply = 29,
    Py_nb_negative = 30,
    Py_nb_or = 31,
    Py_nb_positive = 32,
    Py_nb_power = 33,
    Py_nb_remainder = 34,
    Py_nb_rshift = 35,
    Py_nb_subtract = 36,
    Py_nb_true_divide = 37,
    Py_nb_xor = 38,
    Py_sq_ass_item = 39,
    Py_sq_concat = 40,
    Py_sq_contains = 41,
    Py_sq_inplace_concat = 42,
    Py_sq_inplace_repeat = 43,
    Py_sq_item = 44,
    Py_sq_length = 45,
    Py_sq_repeat = 46,
    Py_tp_alloc = 47,
    Py_tp_base = 48,
    Py_tp_bases = 49,
    Py_tp_call = 50,
    Py_tp_clear = 51,
    Py_tp_dealloc = 52,
    Py_tp_del = 53,
    Py_tp_descr_get = 54,
    Py_tp_descr_set = 55,
    Py_tp_doc = 56,
    Py_tp_getattr = 57,
    Py_tp_getattro = 58,
    Py_tp_hash = 59,
    Py_tp_init = 60,
    Py_tp_is_gc = 61,
    Py_tp_iter = 62,
    Py_tp_iternext = 63,
    Py_tp_methods = 64,
    Py_tp_new = 65,
    Py_tp_repr = 66,
    Py_tp_richcompare = 67,
    Py_tp_setattr = 68,
    Py_tp_setattro = 69,
    Py_tp_str = 70,
    Py_tp_traverse = 71,
    Py_tp_members = 72,
    Py_tp_getset = 73,
    Py_tp_free = 74,
    Py_nb_matrix_multiply = 75,
    Py_nb_inplace_matrix_multiply = 76,
};

#endif
