"""Reductions and running sums: those of the standard, with NumPy's further arguments."""

import builtins

import _apus
from _apus import Tensor, ops

from ._arguments import array, count_along, warn, written


def _mask(where):
    where = array(where)
    if where.dtype != _apus.bool:
        raise TypeError(f"where must be an array of bool, not of {where.dtype}")
    return where


def _given(where):
    return where is not None and where is not True


def _masks(where):
    """What stands for `where` in a call: nothing, where all elements count."""
    return (_mask(where),) if _given(where) else ()


def _chosen(x, where, other):
    """The elements of `x` where a mask is true, and a number elsewhere."""
    return ops.where(_mask(where), x, other) if _given(where) else x


def all(a, axis=None, out=None, keepdims=False, *, where=True):
    """Whether all elements along `axis`, by default all axes, are true, of those where `where` is. `numpy.all`."""
    return written(ops.all(array(a), axis, keepdims, *_masks(where)), out)


def any(a, axis=None, out=None, keepdims=False, *, where=True):
    """Whether any element along `axis`, by default all axes, is true, of those where `where` is. `numpy.any`."""
    return written(ops.any(array(a), axis, keepdims, *_masks(where)), out)


def argmax(a, axis=None, out=None, *, keepdims=False):
    """The position of the first largest element along `axis`, by default of all elements. `numpy.argmax`."""
    return written(_position(ops.argmax, "argmax", a, axis, keepdims), out)


def argmin(a, axis=None, out=None, *, keepdims=False):
    """The position of the first smallest element along `axis`, by default of all elements. `numpy.argmin`."""
    return written(_position(ops.argmin, "argmin", a, axis, keepdims), out)


def _position(reduce, name, a, axis, keepdims):
    x = array(a)
    if x.size == 0 and count_along(x, axis) == 0:
        raise ValueError(f"attempt to get {name} of an empty sequence")
    return reduce(x, axis, keepdims)


def count_nonzero(a, axis=None, *, keepdims=False):
    """The number of elements along `axis`, by default all axes, that are not zero. `numpy.count_nonzero`."""
    return ops.count_nonzero(a, axis, keepdims)


def _extreme(reduce, pick, name, a, axis, out, keepdims, initial, where):
    x = array(a)
    if initial is None:
        if _given(where):
            raise ValueError(
                f"reduction operation '{name}' does not have an identity, so to use a where mask one has to specify 'initial'")
        return written(reduce(x, axis, keepdims), out)
    start = ops.astype(_apus.asarray(initial, tensor=isinstance(x, Tensor)), x.dtype)
    if _given(where):
        x = ops.where(_mask(where), x, start)
    if x.size == 0 and count_along(x, axis) == 0:
        shape = ops.any(x, axis, keepdims).shape
        return written(ops.clone(ops.broadcast_to(start, shape)), out)
    return written(pick(reduce(x, axis, keepdims), start), out)


def max(a, axis=None, out=None, keepdims=False, initial=None, where=True):
    """The largest element along `axis`, by default of all axes; NaN if there is one. `initial` is one more element, `where`
    says which count. `numpy.max`."""
    return _extreme(ops.amax, ops.maximum, "maximum", a, axis, out, keepdims, initial, where)


def min(a, axis=None, out=None, keepdims=False, initial=None, where=True):
    """The smallest element along `axis`, by default of all axes; NaN if there is one. `initial` is one more element, `where`
    says which count. `numpy.min`."""
    return _extreme(ops.amin, ops.minimum, "minimum", a, axis, out, keepdims, initial, where)


amax = max
amin = min


def _accumulated(reduce, combine, a, axis, dtype, out, keepdims, initial, where, neutral):
    result = reduce(_chosen(array(a), where, neutral), axis, keepdims, dtype)
    if initial is not None:
        result = ops.astype(combine(result, initial), result.dtype)
    return written(result, out)


def sum(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    """The sum of the elements along `axis`, by default of all axes, of `initial` and of those where `where` is true; small
    integers are summed in 64 bits. `numpy.sum`."""
    if dtype is None and out is None and initial is None and where is True:
        return ops.sum(a, axis, keepdims)
    return _accumulated(ops.sum, ops.add, a, axis, dtype, out, keepdims, initial, where, 0)


def prod(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    """The product of the elements along `axis`, by default of all axes, of `initial` and of those where `where` is true, with
    the dtypes of `sum`. `numpy.prod`."""
    return _accumulated(ops.prod, ops.mul, a, axis, dtype, out, keepdims, initial, where, 1)


def mean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=True):
    """The mean of the elements along `axis`, by default of all axes, of those where `where` is true. `numpy.mean`."""
    x = array(a)
    if not _given(where):
        if x.size == 0 and count_along(x, axis) == 0:
            warn("Mean of empty slice.")
        return written(ops.mean(x, axis, keepdims, dtype), out)
    counts = ops.sum(ops.broadcast_to(_mask(where), x.shape), axis, keepdims)
    if ops.any(counts == 0):
        warn("Mean of empty slice.")
    return written(ops.mean(x, axis, keepdims, dtype, _mask(where)), out)


def _degrees(ddof, correction):
    if correction is None:
        return ddof
    if ddof != 0:
        raise ValueError("ddof and correction can't be provided simultaneously.")
    return correction


def _variance(plain, a, axis, dtype, out, ddof, keepdims, where, mean_given, correction):
    x = array(a)
    ddof = _degrees(ddof, correction)
    if not _given(where) and mean_given is None:
        if count_along(x, axis) <= ddof:
            warn("Degrees of freedom <= 0 for slice")
        if dtype is not None:
            x = ops.astype(x, dtype)
        return written(plain(x, axis, keepdims, ddof), out)
    if dtype is not None:
        x = ops.astype(x, dtype)
    where = None if not _given(where) else _mask(where)
    if where is None:
        is_few = count_along(x, axis) <= ddof
    else:
        is_few = ops.any(ops.le(ops.sum(ops.broadcast_to(where, x.shape), axis), ddof))
    if is_few:
        warn("Degrees of freedom <= 0 for slice")
    return written(plain(x, axis, keepdims, ddof, None, None if mean_given is None else array(mean_given), where), out)


def std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None):
    """The standard deviation along `axis`, by default of all axes: the square root of `var`. `numpy.std`."""
    return _variance(ops.std, a, axis, dtype, out, ddof, keepdims, where, mean, correction)


def var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None):
    """The mean squared deviation along `axis`, by default of all axes, with `correction` (or `ddof`) less in the count: from
    `mean`, where it is given with its axes kept, and of the elements where `where` is true. `numpy.var`."""
    return _variance(ops.var, a, axis, dtype, out, ddof, keepdims, where, mean, correction)


def cumsum(a, axis=None, dtype=None, out=None):
    """The running sum along `axis`, by default over all elements in row-major order. `numpy.cumsum`."""
    return written(ops.cumsum(a, axis, dtype), out)


def cumprod(a, axis=None, dtype=None, out=None):
    """The running product along `axis`, by default over all elements in row-major order. `numpy.cumprod`."""
    return written(ops.cumprod(a, axis, dtype), out)


def cumulative_sum(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    """The running sum along `axis`, which 1-d arrays need not name; with `include_initial` from 0. `numpy.cumulative_sum`."""
    return written(_scan(ops.cumulative_sum, x, axis, dtype, include_initial), out)


def cumulative_prod(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    """The running product along `axis`, otherwise as `cumulative_sum`, from 1. `numpy.cumulative_prod`."""
    return written(_scan(ops.cumulative_prod, x, axis, dtype, include_initial), out)


def _scan(scan, x, axis, dtype, include_initial):
    x = array(x)
    if axis is None:
        if x.ndim > 1:
            raise ValueError(
                f"an array of shape {x.shape} is summed along an axis: for arrays which have more than one dimension "
                "``axis`` argument is required.")
        axis = 0
    return scan(x, axis, dtype, include_initial)


def diff(a, n=1, axis=-1, prepend=None, append=None):
    """The differences of neighbours along `axis`, `n` times over, after putting arrays before and behind. `numpy.diff`."""
    return a if n == 0 else ops.diff(array(a), n, axis, prepend, append)


def ptp(a, axis=None, out=None, keepdims=False):
    """The difference of the largest and the smallest element along `axis`, by default of all axes. `numpy.ptp`."""
    return written(ops.ptp(a, axis, keepdims), out)


def round(a, decimals=0, out=None):
    """The elements rounded to a number of decimals, halves to even. `numpy.round`."""
    return written(ops.round(a, decimals), out)


around = round
