"""Sorting, and choosing by a condition; and the tuples that functions of sets give."""

import collections

import _apus
from _apus import ops

from ._support import array_of

UniqueAllResult = collections.namedtuple("UniqueAllResult", "values indices inverse_indices counts")
UniqueCountsResult = collections.namedtuple("UniqueCountsResult", "values counts")
UniqueInverseResult = collections.namedtuple("UniqueInverseResult", "values inverse_indices")

_KINDS = ("quicksort", "heapsort", "mergesort", "stable", "q", "h", "m", "s", None)


def _check(kind, order):
    if kind not in _KINDS and str(kind)[:1].lower() not in "qhms":
        raise ValueError(f"sort kind must be one of 'quick', 'heap', or 'stable' (got {kind!r})")
    if order is not None:
        raise ValueError("Cannot specify order when the array has no fields.")


def sort(x, /, axis=-1, kind=None, order=None, *, descending=False, stable=True):
    """The elements along `axis`, or with None all, in order, NaN above all numbers; the sort is always stable. `numpy.sort`."""
    _check(kind, order)
    if axis is None:
        x, axis = ops.reshape(array_of(x), (-1,)), 0
    return ops.sort_values(x, axis, descending)


def argsort(x, /, axis=-1, kind=None, order=None, *, descending=False, stable=True):
    """The positions that sort the elements along `axis`; the sort is always stable. `numpy.argsort`."""
    _check(kind, order)
    x = array_of(x)
    if axis is None:
        x, axis = ops.reshape(x, (-1,)), 0
    if x.ndim == 0:
        return _apus.zeros((1,), dtype=_apus.int64)
    return ops.argsort(x, axis, descending)


def where(condition, x=None, y=None, /):
    """The elements of `x` where a condition is true, those of `y` elsewhere; of a condition alone where it is true.
    `numpy.where`."""
    if x is None and y is None:
        return ops.nonzero_tuple(condition)
    if x is None or y is None:
        raise ValueError("either both or neither of x and y should be given")
    return ops.where(_truth(condition), x, y)


def _truth(condition):
    condition = array_of(condition)
    return condition if condition.dtype == _apus.bool else ops.astype(condition, _apus.bool)
