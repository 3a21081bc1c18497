"""Margins of arrays, with NumPy's signature."""

import itertools

import _apus
from _apus import ops

from ._arrangement import _array
from ._creation import _order_like, _ordered
from ._dtypes import KINDS

#: By mode, the keyword that goes with it.
_KEYWORDS = {
    "empty": (), "edge": (), "wrap": (), "constant": ("constant_values",), "linear_ramp": ("end_values",),
    "maximum": ("stat_length",), "mean": ("stat_length",), "median": ("stat_length",), "minimum": ("stat_length",),
    "reflect": ("reflect_type",), "symmetric": ("reflect_type",),
}


def _pairs(x, ndim, what):
    """Two whole numbers for each axis, of one, of two, or of as many pairs."""
    numbers = _array(x)
    if numbers.dtype in KINDS["real floating"]:
        numbers = ops.round(numbers)
    numbers = ops.astype(numbers, _apus.int64)
    if numbers.size and int(ops.amin(numbers)) < 0:
        raise ValueError("index can't contain negative values")
    if numbers.ndim < 3 and numbers.size == 1:
        numbers = ops.reshape(numbers, (1, 1))
    elif numbers.ndim < 3 and numbers.size == 2 and numbers.shape != (2, 1):
        numbers = ops.reshape(numbers, (1, 2))
    return _for_each_side(numbers, ndim, what).tolist()


def _for_each_side(numbers, ndim, what):
    """The numbers repeated so that each axis has a pair."""
    if numbers.ndim > 2:
        raise _apus.ShapeError(f"{what}: input operand has more dimensions than allowed by the axis remapping: {numbers.ndim}, not 2")
    try:
        return ops.broadcast_to(numbers, (ndim, 2))
    except _apus.ShapeError:
        raise _apus.ShapeError(
            f"{what}: operands could not be broadcast together, as {ndim} axes take shape ({ndim}, 2) and not {numbers.shape}"
        ) from None


def _ends(x, ndim, what):
    """Numbers for the two sides of each axis, as an array that broadcasts so."""
    numbers = _array(x)
    if numbers.ndim < 3 and numbers.size == 1:
        return ops.reshape(numbers, (1, 1))
    if numbers.ndim < 3 and numbers.size == 2 and numbers.shape != (2, 1):
        return ops.reshape(numbers, (1, 2))
    return _for_each_side(numbers, ndim, what)


def _widths(pad_width, ndim):
    if isinstance(pad_width, dict):
        given = pad_width
        pad_width = [(0, 0)] * ndim
        for axis, width in given.items():
            if isinstance(width, int):
                width = (width, width)
            if not (isinstance(width, tuple) and len(width) == 2 and all(isinstance(side, int) for side in width)):
                raise AssertionError(f"the width of axis {axis} must be an int or a pair of them, not {width!r}")
            pad_width[axis] = width
    try:
        widths = _array(pad_width)
    except TypeError:
        raise TypeError("`pad_width` must be of integral type.") from None
    if widths.dtype not in KINDS["signed integer"]:
        raise TypeError("`pad_width` must be of integral type.")
    return _pairs(widths, ndim, "pad_width")


def pad(array, pad_width, mode="constant", **kwargs):
    """A copy with margins before and after each axis, filled as `mode` says: a name, or a function that is called with
    each vector, its widths, its axis and the further keywords; column-major if `array` is. `numpy.pad`."""
    array = _array(array)
    padded = _padded(array, pad_width, mode, kwargs)
    return _ordered(padded, _order_like(array, "K"))


def _padded(array, pad_width, mode, kwargs):
    """A copy with margins, row-major."""
    widths = _widths(pad_width, array.ndim)
    flat = [side for pair in widths for side in pair]
    if callable(mode):
        return _padded_by(mode, ops.pad_axes(array, flat), widths, kwargs)
    if mode not in _KEYWORDS:
        raise ValueError(f"mode '{mode}' is not supported")
    unknown = set(kwargs) - set(_KEYWORDS[mode])
    if unknown:
        raise ValueError(f"unsupported keyword arguments for mode '{mode}': {unknown}")
    if array.ndim == 0:
        return ops.clone(array)
    if mode not in ("constant", "empty"):
        for axis, width in enumerate(widths):
            if array.shape[axis] == 0 and any(width):
                raise ValueError(f"can't extend empty axis {axis} using modes other than 'constant' or 'empty'")
    if mode in ("constant", "linear_ramp"):
        keyword = "constant_values" if mode == "constant" else "end_values"
        ends = kwargs.get(keyword, 0)
        if mode == "linear_ramp" and array.size == 0:
            return ops.pad_axes(array, flat, "edge")
        ends = _ends(ends, array.ndim, keyword)
        # Pairs for each axis are weak, so that steps are computed in the array's own dtype.
        if mode == "linear_ramp" and ends.size > 2 and array.dtype in KINDS["real floating"] + KINDS["complex floating"]:
            ends = ops.astype(ends, array.dtype)
        return ops.pad_axes(array, flat, mode, ends=ends)
    if mode in ("maximum", "minimum", "mean", "median"):
        lengths = kwargs.get("stat_length")
        if array.size == 0:
            return ops.pad_axes(array, flat, "edge")
        if lengths is None:
            return ops.pad_axes(array, flat, mode)
        pairs = _pairs(lengths, array.ndim, "stat_length")
        if mode in ("maximum", "minimum") and any(0 in pair for pair in pairs):
            raise ValueError("stat_length of 0 yields no value for padding")
        return ops.pad_axes(array, flat, mode, lengths=[side for pair in pairs for side in pair])
    return ops.pad_axes(array, flat, mode, odd=kwargs.get("reflect_type", "even") == "odd" and array.size > 0)


def _padded_by(function, padded, widths, keywords):
    """Lets a function fill the margins of every vector, along one axis after another."""
    for axis, width in enumerate(widths):
        view = ops.moveaxis(padded, axis, -1)
        for index in itertools.product(*map(range, view.shape[:-1])):
            function(view[index], tuple(width), axis, keywords)
    return padded
