"""Choosing, putting in and taking out elements, with NumPy's arguments."""

import builtins

import _apus
from _apus import Array, Tensor, ops

from ._arguments import INTEGERS, array, axes_in, axis_in, index, like
from ._creation import _order_like, _ordered


def select(condlist, choicelist, default=0):
    """At each place the element of the choice whose condition is the first to be true there, else `default`. `numpy.select`."""
    if len(condlist) != len(choicelist):
        raise ValueError("list of cases must be same length as list of conditions")
    if len(condlist) == 0:
        raise ValueError("select with an empty condition list is not possible")
    conditions = [array(condition) for condition in condlist]
    for place, condition in enumerate(conditions):
        if condition.dtype != _apus.bool:
            raise TypeError(f"invalid entry {place} in condlist: should be boolean ndarray")
    numbers = (int, float, complex)
    weak = [one for one in [*choicelist, default] if type(one) in numbers]
    strong = [array(one) for one in [*choicelist, default] if type(one) not in numbers]
    kinds = [one.dtype for one in strong]
    dtype = _result_type(*kinds, *weak)
    choices = [ops.astype(array(one), dtype) for one in choicelist]
    result = ops.select_by_condition(conditions, choices, ops.astype(array(default), dtype))
    shape = ops.broadcast_arrays(conditions + choices + [array(default)])[0].shape
    return result if result.shape == shape else ops.clone(ops.broadcast_to(result, shape))


def _result_type(*arguments):
    from ._dtypes import result_type
    if not any(isinstance(one, _apus.DType) for one in arguments):
        arguments = tuple(array(one).dtype for one in arguments)
    return result_type(*arguments)


def piecewise(x, condlist, funclist, *args, **kw):
    """What each of `funclist` (functions or numbers) makes of the elements where its condition is true. `numpy.piecewise`."""
    x = array(x)
    if _is_one_condition(condlist, x):
        condlist = [condlist]
    conditions = [ops.astype(array(condition), _apus.bool) for condition in condlist]
    conditions = [ops.broadcast_to(one, x.shape) for one in conditions]
    if len(conditions) == len(funclist) - 1:
        rest = _apus.zeros(x.shape, dtype=_apus.bool)
        for condition in conditions:
            rest = ops.logical_or(rest, condition)
        conditions.append(ops.logical_not(rest))
    elif len(conditions) != len(funclist):
        count = len(conditions)
        raise ValueError(f"with {count} condition(s), either {count} or {count + 1} functions are expected")
    result = ops.clone(ops.mul(x, 0)) if x.dtype != _apus.bool else _apus.zeros(x.shape, dtype=x.dtype)
    result[...] = 0
    for condition, function in zip(conditions, funclist):
        if callable(function):
            chosen = x[condition]
            if chosen.size:
                result[condition] = function(chosen, *args, **kw)
        else:
            result[condition] = function
    return result


def _is_one_condition(condlist, x):
    """Whether a condition stands where a list of them may stand."""
    if isinstance(condlist, (Array, Tensor)):
        return condlist.ndim == 0 or condlist.ndim == 1 and x.ndim != 0
    if not isinstance(condlist, (list, tuple)):
        return True
    return len(condlist) > 0 and x.ndim != 0 and not isinstance(condlist[0], (list, tuple, Array, Tensor))


def extract(condition, arr):
    """The elements of `arr`, in row-major order, where `condition` is not zero. `numpy.extract`."""
    return ops.extract(array(condition), array(arr))


def place(arr, mask, vals):
    """Writes `vals`, again and again if they are few, over the elements of `arr` where `mask` is true. `numpy.place`."""
    if not isinstance(arr, (Array, Tensor)):
        raise TypeError(f"argument 1 must be an array, not {type(arr).__name__}")
    chosen = ops.astype(ops.reshape(array(mask), -1), _apus.bool)
    if chosen.size != arr.size:
        raise ValueError("place: mask and data must be the same size")
    places = ops.nonzero_tuple(chosen)[0]
    from ._dtypes import can_cast
    if isinstance(vals, (Array, Tensor)) and not can_cast(vals.dtype, arr.dtype):
        raise TypeError(f"Cannot cast array data from {vals.dtype} to {arr.dtype} according to the rule 'safe'")
    values = ops.reshape(array(vals), -1)
    if places.size == 0:
        return
    if values.size == 0:
        raise ValueError("Cannot insert from an empty array!")
    order = ops.remainder(_apus.arange(places.size), values.size)
    arr[ops.reshape(chosen, arr.shape)] = ops.astype(ops.take(values, order, 0), arr.dtype)


def copyto(dst, src, casting="same_kind", where=True):
    """Writes `src`, broadcast, over the elements of `dst` where `where` is true. `numpy.copyto`."""
    if not isinstance(dst, (Array, Tensor)):
        raise TypeError(f"copyto() argument 1 must be an array, not {type(dst).__name__}")
    weak = type(src) in (int, float, complex, bool)
    values = array(src)
    from ._dtypes import can_cast
    if weak:
        kinds = {bool: 0, int: 1, float: 2, complex: 3}
        if casting != "unsafe" and kinds[type(src)] > _kind(dst.dtype):
            raise TypeError(f"Cannot cast scalar {src!r} to dtype {dst.dtype} according to the rule {casting!r}")
    elif casting == "same_kind":
        ops.clone(values, out=_apus.empty(values.shape, dtype=dst.dtype))
    elif casting == "safe" and not can_cast(values.dtype, dst.dtype):
        raise TypeError(f"Cannot cast array data from {values.dtype} to {dst.dtype} according to the rule 'safe'")
    elif casting in ("no", "equiv") and values.dtype != dst.dtype:
        raise TypeError(f"Cannot cast array data from {values.dtype} to {dst.dtype} according to the rule {casting!r}")
    values = ops.broadcast_to(ops.astype(values, dst.dtype), dst.shape)
    if where is True:
        dst[...] = values
        return
    mask = array(where)
    if mask.dtype != _apus.bool:
        raise TypeError("Cannot cast array data of where to bool according to the rule 'safe'")
    dst[...] = ops.where(ops.broadcast_to(mask, dst.shape), values, dst)


def _kind(dtype):
    from ._arguments import COMPLEX, FLOATS
    return 0 if dtype == _apus.bool else 2 if dtype in FLOATS else 3 if dtype in COMPLEX else 1


def append(arr, values, axis=None):
    """`values` after the elements of `arr` along `axis`, or without one in row-major order. `numpy.append`."""
    x = array(arr)
    values = like(values, x)
    if axis is None:
        return ops.cat([ops.reshape(x, -1), ops.reshape(values, -1)], 0)
    return ops.cat([x, values], axis)


def _line(arr, axis):
    x = array(arr)
    if axis is None:
        return ops.reshape(x, -1), 0
    return x, axis_in(axis, x.ndim)


def delete(arr, obj, axis=None):
    """`arr` without the positions `obj` (indices, a slice or a mask) along `axis`, or of its elements in row-major order.
    `numpy.delete`."""
    x, axis = _line(arr, axis)
    size = x.shape[axis]
    if isinstance(obj, slice):
        positions = _apus.arange(*obj.indices(size), dtype=_apus.int64)
    else:
        positions = array(obj)
        if positions.size == 0 and not isinstance(obj, (Array, Tensor)):
            positions = ops.astype(positions, _apus.int64)
        if positions.dtype == _apus.bool and positions.shape != (size,):
            raise ValueError(
                f"boolean array argument obj to delete must be one dimensional and match the axis length of {size}")
        if positions.dtype != _apus.bool and positions.dtype not in INTEGERS:
            raise IndexError("arrays used as indices must be of integer (or boolean) type")
    return _ordered(ops.delete(x, positions, axis), _order_like(x, "K"))


def insert(arr, obj, values, axis=None):
    """`arr` with `values` put before the positions `obj` along `axis`, or of its elements in row-major order. `numpy.insert`."""
    x, axis = _line(arr, axis)
    size = x.shape[axis]
    if isinstance(obj, slice):
        positions = _apus.arange(*obj.indices(size), dtype=_apus.int64)
    else:
        positions = array(obj)
        if positions.dtype == _apus.bool:
            if positions.ndim != 1:
                raise ValueError("boolean array argument obj to insert must be one dimensional")
            positions = ops.nonzero_tuple(positions)[0]
        elif positions.ndim > 1:
            raise ValueError("index array argument obj to insert must be one dimensional or scalar")
        if positions.size == 0 and not isinstance(obj, (Array, Tensor)):
            positions = ops.astype(positions, _apus.int64)
        if positions.dtype not in INTEGERS:
            raise IndexError("arrays used as indices must be of integer (or boolean) type")
    return ops.insert(x, positions, ops.astype(like(values, x), x.dtype), axis)


def trim_zeros(filt, trim="fb", axis=None):
    """The elements without zeros at the front (f) and the back (b) along all axes, or along `axis`. `numpy.trim_zeros`."""
    x = array(filt)
    trim = trim.lower()
    if trim not in {"fb", "bf", "f", "b"}:
        raise ValueError(f"unexpected character(s) in `trim`: {trim!r}")
    axes = axes_in(axis, x.ndim)
    if not axes:
        return filt
    places = ops.nonzero_tuple(x)
    parts = []
    for one in range(x.ndim):
        if one not in axes:
            parts.append(slice(None))
        elif places[0].size == 0:
            parts.append(slice(0, 0))
        else:
            start = int(ops.amin(places[one])) if "f" in trim else None
            stop = int(ops.amax(places[one])) + 1 if "b" in trim else None
            parts.append(slice(start, stop))
    return filt[parts[0]] if len(parts) == 1 else x[tuple(parts)]


def sort_complex(a):
    """The elements in order, as complex numbers. `numpy.sort_complex`."""
    return ops.sort_complex(array(a))


def flip(m, axis=None):
    """A view with the order of the elements along `axis`, by default all axes, reversed. `numpy.flip`."""
    return ops.flip(array(m), axis)


def fliplr(m):
    """A view with the order of the columns reversed. `numpy.fliplr`."""
    m = array(m)
    if m.ndim < 2:
        raise ValueError("Input must be >= 2-d.")
    return m[:, ::-1]


def flipud(m):
    """A view with the order of the rows reversed. `numpy.flipud`."""
    m = array(m)
    if m.ndim < 1:
        raise ValueError("Input must be >= 1-d.")
    return m[::-1, ...]


def rot90(m, k=1, axes=(0, 1)):
    """The elements turned by `k` quarters in the plane of two axes. `numpy.rot90`."""
    axes = tuple(axes)
    if len(axes) != 2:
        raise ValueError("len(axes) must be 2.")
    m = array(m)
    if axes[0] == axes[1] or abs(axes[0] - axes[1]) == m.ndim:
        raise ValueError("Axes must be different.")
    if any(not -m.ndim <= axis < m.ndim for axis in axes):
        raise ValueError(f"Axes={axes} out of range for array of ndim={m.ndim}.")
    return ops.rot90(m, k, axes)
