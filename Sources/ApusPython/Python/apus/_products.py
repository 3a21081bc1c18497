"""Products of vectors and matrices, with NumPy's names and signatures."""

import operator
import warnings

from _apus import ops

from ._operands import array as _array, written as _written


def dot(a, b, out=None):
    """The inner product of vectors, else a sum over the last axis of `a` and the last but one of `b`. `numpy.dot`."""
    return _written(ops.dot(_array(a), _array(b)), out)


def vdot(a, b, /):
    """The inner product of all elements, those of `a` conjugated. `numpy.vdot`."""
    return ops.vdot(_array(a), _array(b))


def inner(a, b, /):
    """The sums of products over the last axes of both arrays. `numpy.inner`."""
    return ops.inner(_array(a), _array(b))


def outer(a, b, out=None):
    """The product of each element of `a` with each of `b`, both flattened. `numpy.outer`."""
    return _written(ops.outer(_array(a), _array(b)), out)


def kron(a, b):
    """Kronecker's product: `a` with each element replaced by its product with the whole of `b`. `numpy.kron`."""
    return ops.kron(_array(a), _array(b))


def cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    """The cross products of vectors of three components (or two, which is deprecated). `numpy.cross`."""
    a, b = _array(a), _array(b)
    if axis is not None:
        axisa = axisb = axisc = axis
    result = ops.linalg_cross(a, b, axisa, axisb, axisc)
    if 2 in (a.shape[axisa], b.shape[axisb]):
        warnings.warn(
            "Arrays of 2-dimensional vectors are deprecated. Use arrays of 3-dimensional vectors instead.",
            DeprecationWarning, stacklevel=2)
    return result


def trace(a, offset=0, axis1=0, axis2=1, dtype=None, out=None):
    """The sums of a diagonal of the planes that two axes span. `numpy.trace`."""
    return _written(ops.trace(_array(a), offset, axis1, axis2, dtype), out)


def tensordot(a, b, /, axes=2):
    """Products summed over the last `axes` axes of `a` and the first of `b`, or over pairs of axes. `numpy.tensordot`."""
    a, b = _array(a), _array(b)
    try:
        first, second = axes
    except TypeError:
        return ops.tensordot(a, b, operator.index(axes))
    first, second = (_axes(part) for part in (first, second))
    return ops.tensordot(a, b, axes_a=first, axes_b=second)


def _axes(axes):
    try:
        return [operator.index(axis) for axis in axes]
    except TypeError:
        return [operator.index(axes)]


def vecdot(x1, x2, /, *, axis=-1):
    """The inner products of the vectors along `axis`, those of `x1` conjugated. `numpy.vecdot`."""
    return ops.vecdot(_array(x1), _array(x2), axis)


def matvec(x1, x2, /):
    """The products of matrices, in the last two axes of `x1`, with vectors, in the last of `x2`. `numpy.matvec`."""
    return ops.matvec(_array(x1), _array(x2))


def vecmat(x1, x2, /):
    """The products of vectors, conjugated, in the last axis of `x1` with matrices in the last two of `x2`. `numpy.vecmat`."""
    return ops.vecmat(_array(x1), _array(x2))
