"""NumPy's abstract names of kinds of numbers, and its other names of dtypes.

Apus has no scalar objects: a number is an array without axes, and such an array is an instance of the dtypes and of the kinds.
"""

import _apus
from _apus import Array, DType


class _Kind(type):
    """The class of the kinds, whose instances are arrays without axes and whose subclasses are dtypes."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, Array) and instance.ndim == 0 and instance.dtype.kind in cls._kinds

    def __subclasscheck__(cls, subclass):
        if isinstance(subclass, DType):
            return subclass.kind in cls._kinds
        return type.__subclasscheck__(cls, subclass)


class generic(metaclass=_Kind):
    """Any number."""

    _kinds = "biufcV"


class number(generic):
    """Integers, floats and complex numbers."""

    _kinds = "iufcV"


class integer(number):
    """Integers."""

    _kinds = "iu"


class signedinteger(integer):
    """Integers with a sign."""

    _kinds = "i"


class unsignedinteger(integer):
    """Integers without a sign."""

    _kinds = "u"


class inexact(number):
    """Floats and complex numbers."""

    _kinds = "fcV"


class floating(inexact):
    """Floats."""

    _kinds = "fV"


class complexfloating(inexact):
    """Complex numbers."""

    _kinds = "c"


bool_ = _apus.bool
byte, short, intc, long, longlong, int_, intp = (
    _apus.int8, _apus.int16, _apus.int32, _apus.int64, _apus.int64, _apus.int64, _apus.int64)
ubyte, ushort, uintc, ulong, ulonglong, uint, uintp = (
    _apus.uint8, _apus.uint16, _apus.uint32, _apus.uint64, _apus.uint64, _apus.uint64, _apus.uint64)
half, single, double, csingle, cdouble = _apus.float16, _apus.float32, _apus.float64, _apus.complex64, _apus.complex128

True_, False_ = _apus.asarray(True), _apus.asarray(False)
for _constant in (True_, False_):
    _apus._set_writeable(_constant, False)

#: Python's kinds of numbers, each of which is taken where an array is.
ScalarType = (int, float, complex, bool)

#: The letters of the dtypes that NumPy has too.
typecodes = {
    "Character": "", "Integer": "bhilqnp", "UnsignedInteger": "BHILQNP", "Float": "efd", "Complex": "FD",
    "AllInteger": "bBhHiIlLqQnNpP", "AllFloat": "efdFD", "Datetime": "", "All": "?bhilqnpBHILQNPefdFD",
}

#: The dtypes by their names.
sctypeDict = {
    name: DType(name) for name in (
        "bool bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128 byte short "
        "intc int_ intp long longlong ubyte ushort uintc uint uintp ulong ulonglong half single double csingle cdouble float "
        "int complex").split()
}
