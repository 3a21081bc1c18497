"""The products of the standard that take keyword arguments."""

from _apus import ops


def tensordot(x1, x2, /, *, axes=2):
    """Products summed over the last `axes` axes of `x1` and the first of `x2`, or over pairs of axes. `numpy.tensordot`."""
    if isinstance(axes, int):
        return ops.tensordot(x1, x2, axes)
    first, second = ([axis] if isinstance(axis, int) else list(axis) for axis in axes)
    return ops.tensordot(x1, x2, axes_a=first, axes_b=second)


def vecdot(x1, x2, /, *, axis=-1):
    """The inner products of the vectors along `axis`, those of `x1` conjugated. `numpy.vecdot`."""
    return ops.vecdot(x1, x2, axis)
