"""The numbers that describe shapes."""

from _apus import ops

from ._support import array_of, normalized


def unstack(x, /, *, axis=0):
    """Views at every position of an axis, without that axis. `numpy.unstack`."""
    return ops.unbind(x, axis)


def ndim(a):
    """The number of axes of anything that can be an array. `numpy.ndim`."""
    return array_of(a).ndim


def shape(a):
    """The sizes of the axes of anything that can be an array. `numpy.shape`."""
    return array_of(a).shape


def size(a, axis=None):
    """The number of elements of anything that can be an array, or the product of the sizes of some axes. `numpy.size`."""
    a = array_of(a)
    if axis is None:
        return a.size
    result = 1
    for one in axis if isinstance(axis, tuple) else (axis,):
        result *= a.shape[normalized(one, a.ndim)]
    return result
