"""Dtypes: their kinds, limits and promotion."""

import builtins
import functools

import _apus
from _apus import Array, DType, Tensor, ops

_SIGNED = (_apus.int8, _apus.int16, _apus.int32, _apus.int64)
_UNSIGNED = (_apus.uint8, _apus.uint16, _apus.uint32, _apus.uint64)
_REAL = (_apus.float16, _apus.bfloat16, _apus.float32, _apus.float64)
_COMPLEX = (_apus.complex64, _apus.complex128)

#: The dtypes of each kind that the standard names.
KINDS = {
    "bool": (_apus.bool,), "signed integer": _SIGNED, "unsigned integer": _UNSIGNED, "integral": _SIGNED + _UNSIGNED,
    "real floating": _REAL, "complex floating": _COMPLEX, "numeric": _SIGNED + _UNSIGNED + _REAL + _COMPLEX,
}

#: Of each float: the bits, those of the fraction, and the largest exponent.
_FLOATS = {
    _apus.float16: (16, 10, 15), _apus.bfloat16: (16, 7, 127), _apus.float32: (32, 23, 127), _apus.float64: (64, 52, 1023),
}


def _dtype_of(x):
    return x if isinstance(x, DType) else x.dtype


def isdtype(dtype, kind):
    """Whether a dtype is another, or of a kind such as 'integral', or any of a tuple of both. `numpy.isdtype`."""
    if isinstance(kind, tuple):
        return builtins.any(isdtype(dtype, one) for one in kind)
    if isinstance(kind, DType):
        return dtype == kind
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of dtypes; the kinds are {', '.join(KINDS)}")
    return dtype in KINDS[kind]


def astype(x, dtype, /, *, copy=True, device=None):
    """The elements of `x` in another dtype; with `copy=False` the array itself, if it has that dtype. `numpy.astype`."""
    result = ops.astype(x, dtype)
    if copy and x.dtype == dtype:
        result = ops.clone(x)
    return result if device is None else result.to_device(device)


@functools.cache
def _promoted(a, b):
    """The dtype in which operands of two dtypes meet, as the operations find it."""
    return ops.add(_apus.empty(0, dtype=a), _apus.empty(0, dtype=b)).dtype


def result_type(*arrays_and_dtypes):
    """The dtype in which arrays, dtypes and numbers of Python's meet; numbers are weak. `numpy.result_type`."""
    dtypes = [_dtype_of(x) for x in arrays_and_dtypes if isinstance(x, (DType, Array, Tensor))]
    if not dtypes:
        raise ValueError("result_type: at least one array or dtype is needed")
    result = functools.reduce(_promoted, dtypes)
    for x in arrays_and_dtypes:
        if not isinstance(x, (DType, Array, Tensor)):
            result = ops.add(_apus.empty(0, dtype=result), type(x)()).dtype
    return result


def can_cast(from_, to, /):
    """Whether promotion may make `to` of a dtype, or of that of an array, which loses nothing. `numpy.can_cast`."""
    return _promoted(_dtype_of(from_), to) == to


class finfo:
    """The limits of a floating-point dtype, given by itself, by a complex dtype of it or by an array. `numpy.finfo`."""

    def __init__(self, type, /):
        dtype = _dtype_of(type)
        dtype = {_apus.complex64: _apus.float32, _apus.complex128: _apus.float64}.get(dtype, dtype)
        if dtype not in _FLOATS:
            raise ValueError(f"{dtype} is no floating-point dtype")
        self.bits, fraction, exponent = _FLOATS[dtype]
        self.dtype = dtype
        self.eps = 2.0 ** -fraction
        self.max = (2 - self.eps) * 2.0 ** exponent
        self.min = -self.max
        self.smallest_normal = self.tiny = 2.0 ** (1 - exponent)

    def __repr__(self):
        return (f"finfo(dtype={self.dtype.name}, bits={self.bits}, eps={self.eps}, max={self.max}, min={self.min}, "
                f"smallest_normal={self.smallest_normal})")


class iinfo:
    """The limits of an integer dtype, given by itself or by an array. `numpy.iinfo`."""

    def __init__(self, type, /):
        dtype = _dtype_of(type)
        if dtype not in KINDS["integral"]:
            raise ValueError(f"{dtype} is no integer dtype")
        self.dtype = dtype
        self.bits = 8 * dtype.itemsize
        self.min = -(1 << self.bits - 1) if dtype in _SIGNED else 0
        self.max = (1 << self.bits - (dtype in _SIGNED)) - 1

    def __repr__(self):
        return f"iinfo(dtype={self.dtype.name}, bits={self.bits}, max={self.max}, min={self.min})"
