"""Why a test of NumPy's fails with `apus` in place of `numpy`: what Apus leaves out by decision.

Each entry is a pattern of test names, a pattern of error messages, and the reason; either pattern may be None. The decisions
stand in the limits of the Python guide.
"""

import re

OBJECT = "object dtype"
STRING = "string dtypes"
DATETIME = "datetime dtypes"
LONGDOUBLE = "longdouble"
STRUCTURED = "structured dtypes"
SUBCLASS = "subclasses of ndarray, masked arrays, matrix"
OVERRIDES = "NumPy's internals: __array_function__, reference counts, C API"
WARNINGS = "warnings, which Apus does not raise"
ORDER = "column-major results (order=)"

REASONS = [
    (None, r"apus lacks '(\w+\.)*(longdouble|clongdouble|longcomplex|float96|float128|complex192|complex256)'", LONGDOUBLE),
    (None, r"apus lacks '(\w+\.)*(object_)'", OBJECT),
    (None, r"apus lacks '(\w+\.)*(datetime64|timedelta64)'", DATETIME),
    (None, r"apus lacks '(\w+\.)*(str_|bytes_|character|StringDType)'", STRING),
    (None, r"apus lacks '(\w+\.)*(matrix|asmatrix|mat|bmat|ma|rec|recarray|matlib)(\.\w+)*'", SUBCLASS),
    (None, r"<class 'object'> is not a dtype|^TypeError: (O|object) is not a dtype|\bof object objects", OBJECT),
    (None, r"(timedelta64|datetime64)\S* is not a dtype|^TypeError: [mM]8\S* is not a dtype", DATETIME),
    (None, r"DID NOT WARN", WARNINGS),
]

_COMPILED = [(re.compile(test) if test else None, re.compile(message) if message else None, why) for test, message, why in REASONS]


def reason(test, message):
    """The reason for a failure, or None."""
    for name, error, why in _COMPILED:
        if (name is None or name.search(test)) and (error is None or error.search(message)):
            return why
    return None
