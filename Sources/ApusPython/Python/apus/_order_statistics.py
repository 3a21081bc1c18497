"""Medians, quantiles, and the reductions that leave NaN out."""

import _apus
from _apus import Array, Tensor, ops

from . import _reductions
from ._arguments import COMPLEX, FLOATS, INTEGERS, array, like, warn, written


#: The dtypes of whole numbers and truths.
_WHOLE = INTEGERS + (_apus.bool,)


def _missing(x):
    """Where NaN stands, or None where there can be none."""
    return ops.isnan(x) if x.dtype in FLOATS + COMPLEX else None


def _without_nan(a, number):
    x = array(a)
    missing = _missing(x)
    return x if missing is None else ops.where(missing, number, x)


def _warn_of_nan(result, x, axis, message):
    """Warns if a slice has nothing but NaN. Looks at `x` only where a result is NaN."""
    if result.dtype in FLOATS + COMPLEX and ops.any(ops.isnan(result)) and ops.any(ops.all(ops.isnan(x), axis)):
        warn(message)


def nansum(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    """The sum of the elements along `axis`, by default of all axes, that are not NaN. `numpy.nansum`."""
    return _reductions.sum(_without_nan(a, 0), axis, dtype, out, keepdims, initial, where)


def nanprod(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    """The product of the elements along `axis`, by default of all axes, that are not NaN. `numpy.nanprod`."""
    return _reductions.prod(_without_nan(a, 1), axis, dtype, out, keepdims, initial, where)


def nancumsum(a, axis=None, dtype=None, out=None):
    """The running sum along `axis`, by default over all elements, NaN counting as 0. `numpy.nancumsum`."""
    return written(ops.nancumsum(array(a), axis, dtype), out)


def nancumprod(a, axis=None, dtype=None, out=None):
    """The running product along `axis`, by default over all elements, NaN counting as 1. `numpy.nancumprod`."""
    return written(ops.nancumprod(array(a), axis, dtype), out)


def _needs_inexact(x, dtype, out):
    if dtype is not None and dtype not in FLOATS + COMPLEX:
        raise TypeError("If a is inexact, then dtype must be inexact")
    if isinstance(out, (Array, Tensor)) and out.dtype not in FLOATS + COMPLEX:
        raise TypeError("If a is inexact, then out must be inexact")


def _present(x, missing, where):
    """Which elements count."""
    present = ops.logical_not(missing)
    return present if where is True or where is None else ops.logical_and(present, ops.broadcast_to(array(where), x.shape))


def nanmean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=True):
    """The mean of the elements along `axis`, by default of all axes, that are not NaN. `numpy.nanmean`."""
    x = array(a)
    missing = _missing(x)
    if missing is None:
        return _reductions.mean(x, axis, dtype, out, keepdims, where=where)
    _needs_inexact(x, _apus_dtype(dtype), out)
    if where is not True:
        return _reductions.mean(x, axis, dtype, out, keepdims, where=_present(x, missing, where))
    result = ops.nanmean(x, axis, keepdims, dtype)
    _warn_of_nan(result, x, axis, "Mean of empty slice")
    return written(result, out)


def _apus_dtype(dtype):
    return None if dtype is None else _apus.empty(0, dtype=dtype).dtype


def _deviation(plain, direct, a, axis, dtype, out, ddof, keepdims, where, mean, correction):
    x = array(a)
    missing = _missing(x)
    if missing is None:
        return _reductions._variance(plain, x, axis, dtype, out, ddof, keepdims, where, mean, correction)
    _needs_inexact(x, _apus_dtype(dtype), out)
    if where is not True or mean is not None:
        clean = ops.where(missing, 0, x)
        return _reductions._variance(
            plain, clean, axis, dtype, out, ddof, keepdims, _present(x, missing, where), mean, correction)
    if dtype is not None:
        x = ops.astype(x, dtype)
    degrees = _reductions._degrees(ddof, correction)
    result = direct(x, axis, keepdims, degrees)
    if ops.any(ops.isnan(result)):
        counts = ops.sum(ops.logical_not(missing), axis)
        if ops.any(counts <= degrees):
            warn("Degrees of freedom <= 0 for slice.")
    return written(result, out)


def nanvar(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None):
    """The mean squared deviation of the elements along `axis`, by default of all axes, that are not NaN. `numpy.nanvar`."""
    return _deviation(ops.var, ops.nanvar, a, axis, dtype, out, ddof, keepdims, where, mean, correction)


def nanstd(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None):
    """The standard deviation of the elements along `axis`, by default of all axes, that are not NaN. `numpy.nanstd`."""
    return _deviation(ops.std, ops.nanstd, a, axis, dtype, out, ddof, keepdims, where, mean, correction)


def _extreme(direct, pick, last, a, axis, out, keepdims, initial, where):
    x = array(a)
    if initial is not None or where is not True:
        missing = _missing(x)
        if initial is None:
            raise ValueError("reduction operation does not have an identity, so to use a where mask one has to specify 'initial'")
        clean = x if missing is None else ops.where(missing, last, x)
        return pick(clean, axis, out, keepdims, initial, where)
    result = direct(x, axis, keepdims)
    _warn_of_nan(result, x, axis, "All-NaN slice encountered")
    return written(result, out)


def nanmin(a, axis=None, out=None, keepdims=False, initial=None, where=True):
    """The smallest element along `axis`, by default of all axes, that is not NaN. `numpy.nanmin`."""
    return _extreme(ops.nanmin, _reductions.min, float("inf"), a, axis, out, keepdims, initial, where)


def nanmax(a, axis=None, out=None, keepdims=False, initial=None, where=True):
    """The largest element along `axis`, by default of all axes, that is not NaN. `numpy.nanmax`."""
    return _extreme(ops.nanmax, _reductions.max, -float("inf"), a, axis, out, keepdims, initial, where)


def nanargmin(a, axis=None, out=None, *, keepdims=False):
    """The position of the first smallest element along `axis`, by default of all, that is not NaN. `numpy.nanargmin`."""
    return written(_reductions._position(ops.nanargmin, "argmin", a, axis, keepdims), out)


def nanargmax(a, axis=None, out=None, *, keepdims=False):
    """The position of the first largest element along `axis`, by default of all, that is not NaN. `numpy.nanargmax`."""
    return written(_reductions._position(ops.nanargmax, "argmax", a, axis, keepdims), out)


def median(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    """The middle of the elements along `axis`, by default of all axes: of an even number the mean of the two in the middle.
    `numpy.median`."""
    x = array(a)
    if x.size == 0 and _reductions.count_along(x, axis) == 0:
        warn("Mean of empty slice.")
    return written(ops.median(x, axis, keepdims), out)


def nanmedian(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    """The middle of the elements along `axis`, by default of all axes, that are not NaN. `numpy.nanmedian`."""
    x = array(a)
    result = ops.nanmedian(x, axis, keepdims)
    if x.size == 0 and _reductions.count_along(x, axis) == 0:
        warn("Mean of empty slice")
    elif isinstance(result, Array) and result.dtype in FLOATS + COMPLEX and ops.any(ops.isnan(result)):
        for _ in range(int(ops.count_nonzero(ops.all(ops.isnan(x), axis)))):
            warn("All-NaN slice encountered")
    return written(result, out)


def _quantile(operation, a, q, axis, out, method, keepdims, weights, whole):
    x = array(a)
    if type(q) not in (int, float):
        q = like(q, x)
        if q.dtype in COMPLEX:
            raise TypeError("q must be real")
    elif not 0 <= q <= whole:
        raise ValueError("Quantiles must be in the range [0, 1]" if whole == 1 else "Percentiles must be in the range [0, 100]")
    if not isinstance(method, str):
        raise TypeError(f"method must be a string, not {type(method).__name__}")
    if whole == 1 and weights is None and method == "linear" and (type(q) is int or type(q) is not float and q.dtype in _WHOLE):
        # The shares 0 and 1, given as whole numbers, name elements, which keep their dtype.
        method = "lower"
    result = operation(x, q, axis, keepdims, method, weights if weights is None else like(weights, x))
    if operation in (ops.nanquantile, ops.nanpercentile):
        _warn_of_nan(result, x, axis, "All-NaN slice encountered")
    if isinstance(out, (Array, Tensor)) and out.shape != result.shape:
        result = ops.broadcast_to(result, out.shape)
    return written(result, out)


def quantile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
    """The elements below which shares `q` of the elements along `axis`, by default of all axes, lie, by one of 13 methods.
    `numpy.quantile`."""
    return _quantile(ops.quantile, a, q, axis, out, method, keepdims, weights, 1)


def percentile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
    """Quantiles for shares in percent. `numpy.percentile`."""
    return _quantile(ops.percentile, a, q, axis, out, method, keepdims, weights, 100)


def nanquantile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
    """Quantiles of the elements that are not NaN. `numpy.nanquantile`."""
    return _quantile(ops.nanquantile, a, q, axis, out, method, keepdims, weights, 1)


def nanpercentile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
    """Quantiles, for shares in percent, of the elements that are not NaN. `numpy.nanpercentile`."""
    return _quantile(ops.nanpercentile, a, q, axis, out, method, keepdims, weights, 100)
