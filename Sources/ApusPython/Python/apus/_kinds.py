"""What kind of numbers arrays have, and parts of numbers, with NumPy's arguments."""

import _apus
from _apus import ops

from ._arguments import COMPLEX, FLOATS, array, is_dtype, written

_LIMITS = {_apus.float16: 2.0 ** -10, _apus.bfloat16: 2.0 ** -7, _apus.float32: 2.0 ** -23, _apus.float64: 2.0 ** -52,
           _apus.complex64: 2.0 ** -23, _apus.complex128: 2.0 ** -52}


def iscomplexobj(x):
    """Whether an object has complex elements, by its dtype. `numpy.iscomplexobj`."""
    dtype = getattr(x, "dtype", None)
    dtype = dtype if is_dtype(dtype) else getattr(dtype, "type", None)
    return (dtype if is_dtype(dtype) else array(x).dtype) in COMPLEX


def isrealobj(x):
    """Whether an object has no complex elements, by its dtype. `numpy.isrealobj`."""
    return not iscomplexobj(x)


def iscomplex(x):
    """Whether each element has an imaginary part other than 0. `numpy.iscomplex`."""
    x = array(x)
    return ops.ne(ops.imag(x), 0) if x.dtype in COMPLEX else ops.astype(_apus.zeros(x.shape), _apus.bool)


def isreal(x):
    """Whether the imaginary part of each element is 0. `numpy.isreal`."""
    return ops.logical_not(iscomplex(x))


def isposinf(x, out=None):
    """Whether each element is +∞; not for complex ones. `numpy.isposinf`."""
    return written(ops.isposinf(_ordered(x)), out)


def isneginf(x, out=None):
    """Whether each element is −∞; not for complex ones. `numpy.isneginf`."""
    return written(ops.isneginf(_ordered(x)), out)


def _ordered(x):
    x = array(x)
    if x.dtype in COMPLEX:
        raise TypeError(f"This operation is not supported for {x.dtype} values because it would be ambiguous.")
    return x


def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    """The elements with finite numbers for NaN and infinities; with `copy=False` written over `x`. `numpy.nan_to_num`."""
    numbers = (nan, posinf, neginf)
    x = array(x)
    if any(getattr(one, "ndim", 0) for one in numbers):
        result = _replaced_by_arrays(x, *numbers)
    else:
        result = ops.nan_to_num(x, *(one if one is None else float(one) for one in numbers))
    return written(result, None if copy else x)


def _replaced_by_arrays(x, nan, posinf, neginf):
    if x.dtype in COMPLEX:
        return ops.complex(_replaced_by_arrays(ops.real(x), nan, posinf, neginf), _replaced_by_arrays(ops.imag(x), nan, posinf, neginf))
    if x.dtype not in FLOATS:
        return ops.clone(x)
    clean = ops.nan_to_num(x)
    result = ops.where(ops.isnan(x), ops.astype(array(nan), x.dtype), clean)
    if posinf is not None:
        result = ops.where(ops.isposinf(x), ops.astype(array(posinf), x.dtype), result)
    if neginf is not None:
        result = ops.where(ops.isneginf(x), ops.astype(array(neginf), x.dtype), result)
    return result


def real_if_close(a, tol=100):
    """The real parts, if all imaginary parts are within `tol` (above 1: times the epsilon of the dtype) of 0; else `a`.
    `numpy.real_if_close`."""
    x = array(a)
    if x.dtype not in COMPLEX:
        return x
    if tol > 1:
        tol = _LIMITS[x.dtype] * tol
    return ops.real(x) if ops.all(ops.less(ops.abs(ops.imag(x)), tol)) else x


def angle(z, deg=False):
    """The angle of each element in the complex plane, in radians or degrees. `numpy.angle`."""
    result = ops.angle(array(z))
    return ops.degrees(result) if deg else result


def fix(x, out=None):
    """Each element without its fraction. `numpy.fix`."""
    return written(ops.trunc(array(x)), out)


def asarray_chkfinite(a, dtype=None, order=None):
    """An array without infinities and NaN; a ValueError if there are any. `numpy.asarray_chkfinite`."""
    x = _apus.asarray(a, dtype=dtype)
    if x.dtype in FLOATS + COMPLEX and not ops.all(ops.isfinite(x)):
        raise ValueError("array must not contain infs or NaNs")
    return x


def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    """Whether all elements of two arrays are equal up to a tolerance. `numpy.allclose`."""
    return bool(ops.all(isclose(a, b, rtol, atol, equal_nan)))


def isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    """Whether |a − b| ≤ `atol` + `rtol` |b|, element by element. `numpy.isclose`."""
    a, b = array(a), array(b)
    if getattr(rtol, "ndim", 0) or getattr(atol, "ndim", 0):
        x, y = (one if one.dtype in FLOATS + COMPLEX else ops.astype(one, _apus.float64) for one in (a, b))
        near = ops.le(ops.abs(ops.sub(x, y)), ops.add(atol, ops.mul(rtol, ops.abs(y))))
        result = ops.logical_or(ops.logical_and(near, ops.isfinite(y)), ops.eq(x, y))
        return ops.logical_or(result, ops.logical_and(ops.isnan(x), ops.isnan(y))) if equal_nan else result
    return ops.isclose(a, b, float(rtol), float(atol), equal_nan)


def array_equal(a1, a2, equal_nan=False):
    """Whether two arrays have the same shape and equal elements. `numpy.array_equal`."""
    try:
        a, b = array(a1), array(a2)
    except (TypeError, ValueError):
        return False
    if a.shape != b.shape:
        return False
    return bool(ops.all(_same(a, b, equal_nan)))


def _same(a, b, equal_nan):
    equal = ops.eq(a, b)
    return ops.logical_or(equal, ops.logical_and(ops.isnan(a), ops.isnan(b))) if equal_nan else equal


def array_equiv(a1, a2):
    """Whether two arrays have equal elements after one is broadcast to the other. `numpy.array_equiv`."""
    try:
        a, b = ops.broadcast_arrays(array(a1), array(a2))
    except (TypeError, ValueError):
        return False
    return bool(ops.all(ops.eq(a, b)))


# Elementwise functions.

def divmod(x1, x2, /):
    """The quotient rounded down and the remainder with the sign of the divisor. `numpy.divmod`."""
    return ops.floor_divide(x1, x2), ops.remainder(x1, x2)


def float_power(x1, x2, /):
    """`x1` to the power of `x2`, in float64 or complex128. `numpy.float_power`."""
    return ops.float_power(array(x1), array(x2))


def fabs(x, /):
    """The absolute value, as a float. `numpy.fabs`."""
    x = array(x)
    if x.dtype in COMPLEX:
        raise TypeError("ufunc 'fabs' not supported for complex numbers")
    return ops.abs(x if x.dtype in FLOATS else ops.astype(x, ops.sqrt(_apus.empty(0, dtype=x.dtype)).dtype))


def rint(x, /):
    """The nearest integer, halves to even, as a float. `numpy.rint`."""
    x = array(x)
    return ops.round(x if x.dtype in FLOATS + COMPLEX else ops.astype(x, ops.sqrt(_apus.empty(0, dtype=x.dtype)).dtype))


# Dtypes by what they are for.

def common_type(*arrays):
    """The smallest inexact dtype that holds the elements of all arrays; integers count as float64. `numpy.common_type`."""
    order = [_apus.float16, _apus.float32, _apus.float64]
    precision, is_complex = 0, False
    for x in arrays:
        dtype = x.dtype
        if dtype == _apus.bool:
            raise TypeError("can't get common type for non-numeric array")
        is_complex = is_complex or dtype in COMPLEX
        real = {_apus.complex64: _apus.float32, _apus.complex128: _apus.float64, _apus.bfloat16: _apus.float32}.get(dtype, dtype)
        precision = max(precision, order.index(real) if real in order else 2)
    return [_apus.complex64, _apus.complex64, _apus.complex128][precision] if is_complex else order[precision]


def mintypecode(typechars, typeset="GDFgdf", default="d"):
    """The character of the smallest of some types that holds what the given characters stand for. `numpy.mintypecode`."""
    order = "GDFgdfehilqbHILQB?"
    given = [one if isinstance(one, str) else array(one).dtype.char for one in typechars]
    chosen = {one for one in given if one in typeset}
    if not chosen:
        return default
    if "F" in chosen and "d" in chosen:
        return "D"
    return min(chosen, key=lambda one: order.find(one))
