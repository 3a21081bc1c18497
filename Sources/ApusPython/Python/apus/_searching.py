"""The sorting, searching and set functions of the standard."""

import collections

from _apus import ops

UniqueAllResult = collections.namedtuple("UniqueAllResult", "values indices inverse_indices counts")
UniqueCountsResult = collections.namedtuple("UniqueCountsResult", "values counts")
UniqueInverseResult = collections.namedtuple("UniqueInverseResult", "values inverse_indices")


def sort(x, /, *, axis=-1, descending=False, stable=True):
    """The elements along `axis` in order, NaN above all numbers; the sort is always stable. `numpy.sort`."""
    return ops.sort_values(x, axis, descending)


def argsort(x, /, *, axis=-1, descending=False, stable=True):
    """The positions that sort the elements along `axis`; the sort is always stable. `numpy.argsort`."""
    return ops.argsort(x, axis, descending)


def searchsorted(x1, x2, /, *, side="left", sorter=None):
    """Where each of `x2` would be inserted to keep `x1`, taken in the order of `sorter`, sorted. `numpy.searchsorted`."""
    if side not in ("left", "right"):
        raise ValueError(f"side must be 'left' or 'right', not {side!r}")
    return ops.searchsorted(x1 if sorter is None else ops.take(x1, sorter, 0), x2, side == "right")


def isin(x1, x2, /, *, invert=False):
    """Whether each of `x1` is equal to one of `x2`, or with `invert` to none. `numpy.isin`."""
    return ops.isin(x1, x2, invert)


def take(x, indices, /, *, axis=None):
    """The elements at `indices` along `axis`, which 1-d arrays need not name. `numpy.take`."""
    if axis is None and x.ndim != 1:
        raise ValueError(f"elements of an array of shape {x.shape} are taken along an axis; name it")
    return ops.take(x, indices, 0 if axis is None else axis)


def take_along_axis(x, indices, /, *, axis=-1):
    """One element along `axis` for each of `indices`, which broadcast with `x` beside it. `numpy.take_along_axis`."""
    return ops.take_along_dim(x, indices, axis)


def unique_all(x, /):
    """The distinct elements, their first positions, which of them each element is, and their counts. `numpy.unique_all`."""
    return UniqueAllResult(*ops.unique_all(x))


def unique_counts(x, /):
    """The distinct elements and how often each occurs. `numpy.unique_counts`."""
    values, _, _, counts = ops.unique_all(x)
    return UniqueCountsResult(values, counts)


def unique_inverse(x, /):
    """The distinct elements and, in the shape of `x`, which of them each element is. `numpy.unique_inverse`."""
    values, _, inverse, _ = ops.unique_all(x)
    return UniqueInverseResult(values, inverse)


def unique_values(x, /):
    """The distinct elements in ascending order, each NaN one of its own. `numpy.unique_values`."""
    return ops.unique(x, False)
