"""The reductions and running sums of the standard."""

import builtins

import _apus
from _apus import ops


def all(x, /, *, axis=None, keepdims=False):
    """Whether all elements along `axis`, by default all axes, are true. `numpy.all`."""
    return ops.all(x, axis, keepdims)


def any(x, /, *, axis=None, keepdims=False):
    """Whether any element along `axis`, by default all axes, is true. `numpy.any`."""
    return ops.any(x, axis, keepdims)


def argmax(x, /, *, axis=None, keepdims=False):
    """The position of the first largest element along `axis`, by default of all elements. `numpy.argmax`."""
    return ops.argmax(x, axis, keepdims)


def argmin(x, /, *, axis=None, keepdims=False):
    """The position of the first smallest element along `axis`, by default of all elements. `numpy.argmin`."""
    return ops.argmin(x, axis, keepdims)


def count_nonzero(x, /, *, axis=None, keepdims=False):
    """The number of elements along `axis`, by default all axes, that are not zero. `numpy.count_nonzero`."""
    return ops.count_nonzero(x, axis, keepdims)


def max(x, /, *, axis=None, keepdims=False):
    """The largest element along `axis`, by default of all axes; NaN if there is one. `numpy.max`."""
    return ops.amax(x, axis, keepdims)


def mean(x, /, *, axis=None, keepdims=False):
    """The mean of the elements along `axis`, by default of all axes. `numpy.mean`."""
    return ops.mean(x, axis, keepdims)


def min(x, /, *, axis=None, keepdims=False):
    """The smallest element along `axis`, by default of all axes; NaN if there is one. `numpy.min`."""
    return ops.amin(x, axis, keepdims)


def prod(x, /, *, axis=None, dtype=None, keepdims=False):
    """The product of the elements along `axis`, by default of all axes, with the dtypes of `sum`. `numpy.prod`."""
    return ops.prod(x, axis, keepdims, dtype)


def std(x, /, *, axis=None, correction=0.0, keepdims=False):
    """The standard deviation along `axis`, by default of all axes: the square root of `var`. `numpy.std`."""
    return ops.std(x, axis, keepdims, correction)


def sum(x, /, *, axis=None, dtype=None, keepdims=False):
    """The sum of the elements along `axis`, by default of all axes; small integers are summed in 64 bits. `numpy.sum`."""
    return ops.sum(x, axis, keepdims, dtype)


def var(x, /, *, axis=None, correction=0.0, keepdims=False):
    """The mean squared deviation along `axis`, by default of all axes, with `correction` less in the count. `numpy.var`."""
    return ops.var(x, axis, keepdims, correction)


def cumulative_sum(x, /, *, axis=None, dtype=None, include_initial=False):
    """The running sum along `axis`, which 1-d arrays need not name; with `include_initial` from 0. `numpy.cumulative_sum`."""
    return _scan(ops.cumsum, _apus.zeros, x, axis, dtype, include_initial)


def cumulative_prod(x, /, *, axis=None, dtype=None, include_initial=False):
    """The running product along `axis`, otherwise as `cumulative_sum`, from 1. `numpy.cumulative_prod`."""
    return _scan(ops.cumprod, _apus.ones, x, axis, dtype, include_initial)


def _scan(scan, initial, x, axis, dtype, include_initial):
    if axis is None:
        if x.ndim > 1:
            raise ValueError(f"an array of shape {x.shape} is summed along an axis; name it")
        axis = 0
    result = scan(x, axis, dtype)
    if not include_initial or result.ndim == 0:
        return result
    shape = list(result.shape)
    shape[axis] = 1
    first = initial(shape, dtype=result.dtype, tensor=isinstance(result, _apus.Tensor))
    return ops.cat([first, result], axis)


def diff(x, /, *, axis=-1, n=1, prepend=None, append=None):
    """The differences of neighbours along `axis`, `n` times over, after putting arrays before and behind. `numpy.diff`."""
    return ops.diff(x, n, axis, prepend, append)
