"""Dtypes: their kinds, limits and promotion."""

import builtins
import functools
import numbers

import _apus
from _apus import Array, DType, Tensor, ops

from . import _scalars

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
    """The dtype that an object is, has or names."""
    return x if isinstance(x, DType) else x.dtype if isinstance(x, (Array, Tensor)) else DType(x)


def isdtype(dtype, kind):
    """Whether a dtype is another, or of a kind such as 'integral', or any of a tuple of both. `numpy.isdtype`."""
    dtype = _dtype_of(dtype)
    if isinstance(kind, tuple):
        return builtins.any(isdtype(dtype, one) for one in kind)
    if isinstance(kind, str):
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is no kind of dtypes; the kinds are {', '.join(KINDS)}")
        return dtype in KINDS[kind]
    if isinstance(kind, type) and issubclass(kind, _scalars.generic):
        return issubclass(dtype, kind)
    return dtype == DType(kind)


def issubdtype(arg1, arg2, /):
    """Whether a dtype is another or of a kind such as `floating`; kinds are in kinds, too. `numpy.issubdtype`."""
    kind = arg2 if _is_kind(arg2) else None
    if _is_kind(arg1):
        return kind is not None and builtins.all(letter in kind._kinds for letter in arg1._kinds)
    if kind is None:
        return DType(arg1) == DType(arg2)
    return DType(arg1).kind in kind._kinds


def _is_kind(x):
    return isinstance(x, type) and type(x) is _scalars._Kind


def astype(x, dtype, /, *, copy=True, device=None):
    """The elements of `x` in another dtype; with `copy=False` the array itself, if it has that dtype. `numpy.astype`."""
    if not isinstance(x, _apus.ArrayBase):
        raise TypeError(f"Input should be an Apus array. It is a {type(x).__name__} instead.")
    result = ops.astype(x, dtype)
    if copy and x.dtype == dtype:
        result = ops.clone(x)
    return result if device is None else result.to_device(device)


@functools.cache
def _promoted(a, b):
    """The dtype in which operands of two dtypes meet, as the operations find it."""
    return ops.add(_apus.empty(0, dtype=a), _apus.empty(0, dtype=b)).dtype


def promote_types(type1, type2, /):
    """The smallest dtype that both dtypes may become. `numpy.promote_types`."""
    return _promoted(DType(type1), DType(type2))


def _is_number(x):
    return isinstance(x, (builtins.bool, int, float, complex)) and not hasattr(x, "dtype")


def result_type(*arrays_and_dtypes):
    """The dtype in which arrays, dtypes and numbers of Python's meet; numbers are weak. `numpy.result_type`."""
    numbers = [x for x in arrays_and_dtypes if _is_number(x)]
    dtypes = [x.dtype if hasattr(x, "dtype") and not isinstance(x, type) else DType(x)
              for x in arrays_and_dtypes if not _is_number(x)]
    dtypes = [x if isinstance(x, DType) else DType(x) for x in dtypes]
    if not dtypes:
        raise ValueError("result_type: at least one array or dtype is needed")
    result = functools.reduce(_promoted, dtypes)
    for x in numbers:
        result = ops.add(_apus.empty(0, dtype=result), type(x)()).dtype
    return result


def can_cast(from_, to, /, casting="safe"):
    """Whether a dtype, or that of an array, may become `to`: by default without loss; other rules are 'no', 'equiv',
    'same_kind' and 'unsafe'. `numpy.can_cast`."""
    if _is_number(from_):
        raise TypeError("can_cast() does not support Python ints, floats, and complex because the result used to depend on "
                        "the value.")
    from_, to = _dtype_of(from_), DType(to)
    if casting == "safe" and (from_ == _apus.bfloat16 or to == _apus.bfloat16):
        return _promoted(from_, to) == to
    return _apus._can_cast(from_, to, casting)


def min_scalar_type(a, /):
    """The smallest dtype that holds a number; of an array with axes its dtype. `numpy.min_scalar_type`."""
    if isinstance(a, Array):
        if a.ndim > 0:
            return a.dtype
        a = a.item()
    if isinstance(a, builtins.bool):
        return _apus.bool
    if isinstance(a, int):
        for dtype in _UNSIGNED if a >= 0 else _SIGNED:
            if iinfo(dtype).min <= a <= iinfo(dtype).max:
                return dtype
        raise OverflowError(f"{a} does not fit in 64 bits")
    parts = (a.real, a.imag) if isinstance(a, complex) else (float(a),)
    for dtype in (_apus.float16, _apus.float32, _apus.float64):
        limit = finfo(dtype).max
        if builtins.all(part != part or part in (float("inf"), -float("inf")) or -limit <= part <= limit for part in parts):
            break
    if isinstance(a, complex):
        return _apus.complex128 if dtype == _apus.float64 else _apus.complex64
    return dtype


def isscalar(element, /):
    """Whether an object is a number, of Python's or an array without axes, or a str or bytes. `numpy.isscalar`."""
    return isinstance(element, (numbers.Number, str, bytes, _scalars.generic))


def iterable(y):
    """Whether an object can be iterated over. `numpy.iterable`."""
    try:
        iter(y)
    except TypeError:
        return False
    return True


class finfo:
    """The limits of a floating-point dtype, given by itself, by a complex dtype of it or by an array. `numpy.finfo`."""

    def __init__(self, type, /):
        dtype = _apus.float64 if isinstance(type, float) else _apus.complex128 if isinstance(type, complex) else _dtype_of(type)
        dtype = {_apus.complex64: _apus.float32, _apus.complex128: _apus.float64}.get(dtype, dtype)
        if dtype not in _FLOATS:
            raise ValueError(f"{dtype} is no floating-point dtype")
        self.bits, fraction, exponent = _FLOATS[dtype]
        self.dtype = dtype
        self.eps = 2.0 ** -fraction
        self.epsneg = self.eps / 2
        self.max = (2 - self.eps) * 2.0 ** exponent
        self.min = -self.max
        self.smallest_normal = self.tiny = 2.0 ** (1 - exponent)
        self.smallest_subnormal = self.tiny * self.eps
        self.nmant, self.nexp, self.iexp = fraction, self.bits - fraction - 1, self.bits - fraction - 1
        self.maxexp, self.minexp = exponent + 1, 1 - exponent
        self.machep, self.negep = -fraction, -fraction - 1
        self.precision = int(fraction * 0.30102999566398120)
        self.resolution = 10.0 ** -self.precision

    def __repr__(self):
        return (f"finfo(dtype={self.dtype.name}, bits={self.bits}, eps={self.eps}, max={self.max}, min={self.min}, "
                f"smallest_normal={self.smallest_normal})")


class iinfo:
    """The limits of an integer dtype, given by itself, by a number or by an array. `numpy.iinfo`."""

    def __init__(self, type, /):
        dtype = _apus.int64 if isinstance(type, int) and not isinstance(type, builtins.bool) else _dtype_of(type)
        if dtype not in KINDS["integral"]:
            raise ValueError(f"{dtype} is no integer dtype")
        self.dtype = dtype
        self.kind = dtype.kind
        self.bits = 8 * dtype.itemsize
        self.min = -(1 << self.bits - 1) if dtype in _SIGNED else 0
        self.max = (1 << self.bits - (dtype in _SIGNED)) - 1

    def __repr__(self):
        return f"iinfo(dtype={self.dtype.name}, bits={self.bits}, max={self.max}, min={self.min})"
