"""What functions with NumPy's signatures do to their arguments and results."""

import operator
import warnings

import _apus
from _apus import Array, DType, Tensor, ops

FLOATS = (_apus.float16, _apus.bfloat16, _apus.float32, _apus.float64)
COMPLEX = (_apus.complex64, _apus.complex128)
INTEGERS = (_apus.int8, _apus.int16, _apus.int32, _apus.int64, _apus.uint8, _apus.uint16, _apus.uint32, _apus.uint64)


def array(x):
    """An array or tensor as it is; anything else as an array."""
    return x if isinstance(x, (Array, Tensor)) else _apus.asarray(x)


def like(values, x):
    """Values as an array of the class of `x`."""
    if isinstance(values, (Array, Tensor)):
        return values
    return _apus.asarray(values, tensor=isinstance(x, Tensor))


def written(result, out):
    """A result, or `out` after the result was written over it."""
    if out is None or out is Ellipsis:
        return result
    if isinstance(out, tuple) and len(out) == 1:
        out = out[0]
    if not isinstance(out, (Array, Tensor)):
        raise TypeError(f"return arrays must be arrays, not {type(out).__name__}")
    return ops.clone(result, out=out)


def index(x):
    """A number of Python's that stands for an integer."""
    return operator.index(x)


def axis_in(axis, ndim):
    """An axis counted from the front."""
    axis = index(axis)
    if not -ndim <= axis < ndim:
        raise _apus.AxisError(f"axis {axis} is out of bounds for array of dimension {ndim}")
    return axis % ndim


def axes_in(axis, ndim):
    """The axes that an argument names, counted from the front; all of them for None."""
    if axis is None:
        return tuple(range(ndim))
    result = tuple(axis_in(one, ndim) for one in (axis if isinstance(axis, (tuple, list)) else (axis,)))
    if len(set(result)) != len(result):
        raise ValueError("repeated axis")
    return result


def count_along(x, axis):
    """How many elements are reduced to one."""
    if axis is None:
        return x.size
    result = 1
    for one in axes_in(axis, x.ndim) if x.ndim else ():
        result *= x.shape[one]
    return result


def warn(message):
    """A warning about numbers, at the place of the caller's caller."""
    warnings.warn(message, RuntimeWarning, stacklevel=4)


def is_dtype(x):
    """Whether an object is a dtype of Apus."""
    return isinstance(x, DType)
