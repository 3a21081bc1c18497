"""Elementwise functions of NumPy's whose parameters are not those of the library's table."""

import builtins

import _apus
from _apus import ops

from ._support import array_of, into


def clip(x, /, min=None, max=None, out=None, *, a_min=None, a_max=None, dtype=None, casting="same_kind", where=True):
    """The elements, those below `min` or above `max` replaced by it. `numpy.clip`."""
    if type(min) in (int, float) and type(max) in (int, float) and out is None and dtype is None and where is True:
        return ops.clip(x, min, max)
    min, max = a_min if min is None else min, a_max if max is None else max
    if where is not True:
        result = clip(x, min, max)
        return ops.where(array_of(where), result, x if out is None else out)
    if min is None and max is None:
        return into(out, +array_of(x) if array_of(x).dtype != _apus.bool else ops.clone(array_of(x)), casting)
    if dtype is not None:
        x = ops.astype(array_of(x), dtype)
    plain = builtins.all(y is None or isinstance(y, (int, float)) for y in (min, max))
    result = ops.clip(x, min, max) if plain else _clipped(array_of(x), min, max)
    return into(out, result, casting)


def _clipped(x, low, high):
    x = x if low is None else ops.maximum(x, low)
    return x if high is None else ops.minimum(x, high)


def positive(x, /, out=None, **kwargs):
    """A copy of the elements as they are. `numpy.positive`."""
    return into(out, +x if isinstance(x, _apus.Tensor) else ops.clone(+array_of(x)))
