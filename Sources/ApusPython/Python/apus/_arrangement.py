"""Sets, shapes, stacks and orders, with NumPy's names and signatures."""

import builtins
import itertools
import operator

import _apus
from _apus import Array, Tensor, ops

from ._creation import _ordered
from ._dtypes import KINDS, result_type
from ._searching import UniqueAllResult, UniqueCountsResult, UniqueInverseResult


def _array(x):
    """An array of anything that can be one; arrays and tensors as they are."""
    return x if isinstance(x, (Array, Tensor)) else _apus.asarray(x)


def _integers(x, name="indices"):
    """An integer, or the integers of a sequence or an array, as Python's."""
    if isinstance(x, (Array, Tensor)):
        x = x.tolist()
    try:
        return operator.index(x)
    except TypeError:
        return tuple(operator.index(one) for one in x)


def _axis(axis, ndim):
    """An axis counted from the front."""
    axis = operator.index(axis)
    if not -ndim <= axis < ndim:
        raise _apus.AxisError(f"axis {axis} is out of bounds for array of dimension {ndim}")
    return axis % ndim


def _category(dtype):
    kinds = ("bool", "unsigned integer", "signed integer", "real floating", "complex floating")
    return next(place for place, kind in enumerate(kinds) if dtype in KINDS[kind])


def _check_cast(x, dtype, casting):
    """Refuses what NumPy's rule `casting` refuses."""
    if casting not in ("no", "equiv", "safe", "same_kind", "unsafe"):
        raise ValueError(f"casting must be one of 'no', 'equiv', 'safe', 'same_kind' or 'unsafe', not {casting!r}")
    allowed = x.dtype == dtype or casting == "unsafe" or (
        casting in ("safe", "same_kind") and result_type(x.dtype, dtype) == dtype) or (
        casting == "same_kind" and _category(x.dtype) <= _category(dtype))
    if not allowed:
        raise TypeError(f"Cannot cast array data from {x.dtype!r} to {dtype!r} according to the rule '{casting}'")


def _cast(x, dtype, casting="same_kind"):
    if dtype is None:
        return x
    dtype = _apus.empty(0, dtype=dtype).dtype
    _check_cast(x, dtype, casting)
    return x if x.dtype == dtype else ops.astype(x, dtype)


def _given(result, out, casting="same_kind"):
    """A result, or `out` with the result written to it."""
    if out is None:
        return result
    if out.shape != result.shape:
        raise ValueError(f"the output has shape {out.shape}, and the result shape {result.shape}")
    _check_cast(result, out.dtype, casting)
    out[...] = result
    return out


# Sets

def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, equal_nan=True, sorted=True):
    """The distinct elements, or slices along `axis`, in order, and what is asked for of them. `numpy.unique`."""
    if axis is not None and not hasattr(axis, "__index__"):
        raise TypeError(f"integer argument expected, got {type(axis).__name__}")
    result = ops.unique(
        _array(ar), equal_nan=equal_nan, return_index=return_index, return_inverse=return_inverse,
        return_counts=return_counts, axis=axis)
    return result


def unique_all(x, /):
    """The distinct elements, their first positions, which of them each element is, and their counts. `numpy.unique_all`."""
    return UniqueAllResult(*ops.unique_all(_array(x)))


def unique_counts(x, /):
    """The distinct elements and how often each occurs. `numpy.unique_counts`."""
    values, _, _, counts = ops.unique_all(_array(x))
    return UniqueCountsResult(values, counts)


def unique_inverse(x, /):
    """The distinct elements and, in the shape of `x`, which of them each element is. `numpy.unique_inverse`."""
    values, _, inverse, _ = ops.unique_all(_array(x))
    return UniqueInverseResult(values, inverse)


def unique_values(x, /):
    """The distinct elements in ascending order, each NaN one of its own. `numpy.unique_values`."""
    return ops.unique(_array(x), False)


def intersect1d(ar1, ar2, assume_unique=False, return_indices=False):
    """The distinct elements in both arrays, and with `return_indices` where they stand. `numpy.intersect1d`."""
    return ops.intersect1d(_array(ar1), _array(ar2), assume_unique, return_indices)


def union1d(ar1, ar2):
    """The distinct elements in either array. `numpy.union1d`."""
    return ops.union1d(_array(ar1), _array(ar2))


def setdiff1d(ar1, ar2, assume_unique=False):
    """The distinct elements of one array that are not in the other. `numpy.setdiff1d`."""
    return ops.setdiff1d(_array(ar1), _array(ar2), assume_unique)


def setxor1d(ar1, ar2, assume_unique=False):
    """The distinct elements in exactly one of two arrays. `numpy.setxor1d`."""
    return ops.setxor1d(_array(ar1), _array(ar2), assume_unique)


def isin(element, test_elements, assume_unique=False, invert=False, *, kind=None):
    """Whether each element is among others, or with `invert` is not; how is decided by itself. `numpy.isin`."""
    element, test_elements = _array(element), _array(test_elements)
    if kind not in (None, "sort", "table"):
        raise ValueError(f"Invalid kind: '{kind}'. Please use None, 'sort' or 'table'.")
    if kind == "table":
        integers = KINDS["integral"] + KINDS["bool"]
        if element.dtype not in integers or test_elements.dtype not in integers:
            raise ValueError(
                "The 'table' method is only supported for boolean or integer arrays. Please select 'sort' or None for kind.")
        if test_elements.size > 0 and test_elements.dtype in KINDS["integral"]:
            span = int(ops.amax(test_elements)) - int(ops.amin(test_elements))
            if span >= 1 << 8 * test_elements.dtype.itemsize - (test_elements.dtype in KINDS["signed integer"]):
                raise RuntimeError(
                    "You have specified kind='table', but the range of values in `ar2` or `ar1` exceed the maximum integer "
                    "of the datatype. Please set `kind` to None or 'sort'.")
    return ops.isin(element, test_elements, invert)


def in1d(ar1, ar2, assume_unique=False, invert=False, *, kind=None):
    """`isin` of the elements along one axis. `numpy.in1d`, as NumPy had it before 2.4."""
    return isin(ops.reshape(_array(ar1), -1), ar2, assume_unique, invert, kind=kind)


# Joining

def _members(arrays, what):
    if not hasattr(arrays, "__getitem__"):
        raise TypeError(f'{what} must be passed as a "sequence" type such as list or tuple.')
    return [_array(array) for array in arrays]


def concatenate(arrays, /, axis=0, out=None, *, dtype=None, casting="same_kind"):
    """Arrays one after another along an axis, or with `axis=None` their elements along one. `numpy.concatenate`."""
    if out is not None and dtype is not None:
        raise TypeError("concatenate() only takes `out` or `dtype` as an argument, but both were provided.")
    if casting not in ("no", "equiv", "safe", "same_kind", "unsafe"):
        raise ValueError(f"casting must be one of 'no', 'equiv', 'safe', 'same_kind' and 'unsafe', not {casting!r}")
    members = [_cast(array, dtype, casting) for array in _members(arrays, "arrays to join")]
    if not members:
        raise ValueError("need at least one array to concatenate")
    if axis is None:
        members, axis = [ops.reshape(array, -1) for array in members], 0
    elif builtins.any(array.ndim == 0 for array in members):
        raise ValueError("zero-dimensional arrays cannot be concatenated")
    else:
        axis = _axis(axis, members[0].ndim)
        _check_shapes(members, axis)
    return _given(ops.cat(members, operator.index(axis)), out, casting)


concat = concatenate


def _check_shapes(members, axis):
    """Refuses arrays that differ along another axis than the one along which they are joined."""
    first = members[0]
    for place, member in enumerate(members):
        if member.ndim != first.ndim:
            raise ValueError(
                "all the input arrays must have same number of dimensions, but the array at index 0 has "
                f"{first.ndim} dimension(s) and the array at index {place} has {member.ndim} dimension(s)")
        for other, (size, expected) in enumerate(zip(member.shape, first.shape)):
            if size != expected and other != axis:
                raise ValueError(
                    "all the input array dimensions except for the concatenation axis must match exactly, but along dimension "
                    f"{other}, the array at index 0 has size {expected} and the array at index {place} has size {size}")


def stack(arrays, /, axis=0, out=None, *, dtype=None, casting="same_kind"):
    """Arrays of one shape along a new axis. `numpy.stack`."""
    if out is not None and dtype is not None:
        raise TypeError("stack() only takes `out` or `dtype` as an argument, but both were provided.")
    members = [_cast(array, dtype, casting) for array in _members(arrays, "arrays to stack")]
    if not members:
        raise ValueError("need at least one array to stack")
    if builtins.any(array.shape != members[0].shape for array in members):
        raise ValueError("all input arrays must have the same shape")
    return _given(ops.stack(members, _axis(axis, members[0].ndim + 1)), out, casting)


def atleast_1d(*arys):
    """Each array with one axis at least. `numpy.atleast_1d`."""
    return ops.atleast_1d([_array(array) for array in arys]) if arys else ()


def atleast_2d(*arys):
    """Each array with two axes at least. `numpy.atleast_2d`."""
    return ops.atleast_2d([_array(array) for array in arys]) if arys else ()


def atleast_3d(*arys):
    """Each array with three axes at least. `numpy.atleast_3d`."""
    return ops.atleast_3d([_array(array) for array in arys]) if arys else ()


def hstack(tup, *, dtype=None, casting="same_kind"):
    """Arrays side by side. `numpy.hstack`."""
    return ops.hstack([_cast(array, dtype, casting) for array in _members(tup, "arrays to stack")])


def vstack(tup, *, dtype=None, casting="same_kind"):
    """Arrays one below another; vectors are rows. `numpy.vstack`."""
    return ops.vstack([_cast(array, dtype, casting) for array in _members(tup, "arrays to stack")])


def dstack(tup):
    """Arrays one behind another, along the third axis. `numpy.dstack`."""
    return ops.dstack(_members(tup, "arrays to stack"))


def column_stack(tup):
    """Arrays side by side; vectors are columns. `numpy.column_stack`."""
    return ops.column_stack(_members(tup, "arrays to stack"))


def block(arrays):
    """One array of blocks in nested lists: the innermost joined along the last axis; column-major if all blocks are.
    `numpy.block`."""
    depth, ndim, empty = _block_depth(arrays, [])
    if empty is not None:
        raise ValueError(f"List at {_place(empty)} cannot be empty")
    joined = _joined_blocks(arrays, depth, builtins.max(depth, ndim), ops.clone)
    return _ordered(joined, "F") if _are_column_major(arrays) and joined.ndim > 1 else joined


def _place(index):
    return "arrays" + "".join(f"[{one}]" for one in index)


def _block_depth(blocks, index):
    """How deep lists are nested, the most axes of an array in them, and where one is empty."""
    if type(blocks) is tuple:
        raise TypeError(f"{_place(index)} is a tuple. Only lists can be used to arrange blocks, and np.block does not allow "
                        "implicit conversion from tuple to ndarray.")
    if type(blocks) is not list:
        return 0, _array(blocks).ndim, None
    if not blocks:
        return 1, 0, index
    depths = [_block_depth(one, index + [place]) for place, one in enumerate(blocks)]
    for place, (depth, _, _) in enumerate(depths):
        if depth != depths[0][0]:
            raise ValueError(
                f"List depths are mismatched. First element was at depth {len(index) + 1 + depths[0][0]}, but there is an "
                f"element at depth {len(index) + 1 + depth} ({_place(index + [place])})")
    empty = next((place for _, _, place in depths if place is not None), None)
    return depths[0][0] + 1, builtins.max(ndim for _, ndim, _ in depths), empty


def _are_column_major(blocks):
    """Whether all arrays in nested lists are column-major, and some not row-major too."""
    leaves, lists = [], [blocks]
    while lists:
        one = lists.pop()
        lists.extend(one) if type(one) is list else leaves.append(_array(one))
    return builtins.all(isinstance(one, _apus.Array) and _apus._is_column_major(one) for one in leaves) \
        and not builtins.all(one.is_contiguous() for one in leaves)


def _joined_blocks(blocks, depth, ndim, finish=lambda x: x):
    if type(blocks) is not list:
        array = _array(blocks)
        return finish(ops.reshape(array, (1,) * (ndim - array.ndim) + array.shape))
    return ops.cat([_joined_blocks(one, depth - 1, ndim) for one in blocks], ndim - depth)


# Cutting

def array_split(ary, indices_or_sections, axis=0):
    """Views of parts along an axis, by their number or where they begin; sizes may differ by one. `numpy.array_split`."""
    sections = _integers(indices_or_sections)
    if isinstance(sections, int) and sections <= 0:
        raise ValueError("number sections must be larger than 0.")
    return list(ops.array_split(_array(ary), sections, axis))


def split(ary, indices_or_sections, axis=0):
    """Views of equal parts along an axis, or of parts that begin where indices say. `numpy.split`."""
    ary, sections = _array(ary), _integers(indices_or_sections)
    if isinstance(sections, int) and ary.shape[_axis(axis, ary.ndim)] % sections:
        raise ValueError("array split does not result in an equal division")
    return array_split(ary, sections, axis)


def hsplit(ary, indices_or_sections):
    """Views of parts along the second axis, or the only one. `numpy.hsplit`."""
    ary = _array(ary)
    if ary.ndim == 0:
        raise ValueError("hsplit only works on arrays of 1 or more dimensions")
    return split(ary, indices_or_sections, 1 if ary.ndim > 1 else 0)


def vsplit(ary, indices_or_sections):
    """Views of parts along the first axis of two or more. `numpy.vsplit`."""
    ary = _array(ary)
    if ary.ndim < 2:
        raise ValueError("vsplit only works on arrays of 2 or more dimensions")
    return split(ary, indices_or_sections, 0)


def dsplit(ary, indices_or_sections):
    """Views of parts along the third axis. `numpy.dsplit`."""
    ary = _array(ary)
    if ary.ndim < 3:
        raise ValueError("dsplit only works on arrays of 3 or more dimensions")
    return split(ary, indices_or_sections, 2)


# Repeating

def tile(A, reps):
    """Copies of an array side by side, `reps` times along each axis. `numpy.tile`."""
    reps = _integers(reps)
    return ops.tile(_array(A), reps if isinstance(reps, tuple) else (reps,))


def repeat(a, repeats, axis=None):
    """Each element `repeats` times, one number or one for each position along `axis`. `numpy.repeat`."""
    return ops.repeat_interleave(_array(a), _integers(repeats), axis)


def resize(a, new_shape):
    """The elements over and over in a shape of any size. `numpy.resize`."""
    shape = _integers(new_shape)
    return ops.resize(_array(a), shape if isinstance(shape, tuple) else (shape,))


# Axes

def roll(a, shift, axis=None):
    """The elements moved by `shift` along `axis`, those beyond the end put at the start. `numpy.roll`."""
    a, shift = _array(a), _integers(shift)
    if axis is None:
        return ops.roll(a, shift)
    shifts = shift if isinstance(shift, tuple) else (shift,)
    axis = _integers(axis)
    axes = axis if isinstance(axis, tuple) else (axis,)
    axes = [_axis(one, a.ndim) for one in axes]
    if len(shifts) != len(axes) and 1 not in (len(shifts), len(axes)):
        raise ValueError("'shift' and 'axis' should be scalars or 1D sequences")
    count = builtins.max(len(shifts), len(axes)) if shifts and axes else 0
    if count == 0:
        return ops.clone(a)
    return ops.roll(a, list(shifts) * (count // len(shifts)), list(axes) * (count // len(axes)))


def rollaxis(a, axis, start=0):
    """A view with an axis moved to before the one at `start`. `numpy.rollaxis`."""
    return ops.rollaxis(_array(a), axis, start)


def moveaxis(a, source, destination):
    """A view with axes at other places, the order of the others kept. `numpy.moveaxis`."""
    source, destination = _integers(source), _integers(destination)
    source = source if isinstance(source, tuple) else (source,)
    destination = destination if isinstance(destination, tuple) else (destination,)
    if len(source) != len(destination):
        raise ValueError("`source` and `destination` arguments must have the same number of elements")
    return ops.moveaxis(_array(a), source, destination)


def swapaxes(a, axis1, axis2):
    """A view with two axes exchanged. `numpy.swapaxes`."""
    return ops.swapaxes(_array(a), axis1, axis2)


def transpose(a, axes=None):
    """A view with the axes in another order, by default reversed. `numpy.transpose`."""
    a = _array(a)
    return ops.permute(a, tuple(range(a.ndim))[::-1] if axes is None else _integers(axes))


def permute_dims(a, /, axes):
    """A view with the axes in another order. `numpy.permute_dims`."""
    return transpose(a, axes)


def expand_dims(a, /, axis):
    """A view with new axes of size 1 at the positions `axis`, counted in the result. `numpy.expand_dims`."""
    return ops.unsqueeze(_array(a), _integers(axis))


def squeeze(a, /, axis=None):
    """A view without axes of size 1. `numpy.squeeze`."""
    return ops.squeeze(_array(a), None if axis is None else _integers(axis))


def ravel(a, order="C"):
    """The elements along one axis, in row-major (C) or column-major (F) order, or as stored (A, K). `numpy.ravel`."""
    return ops.ravel(_array(a), order)


def reshape(a, /, shape, order="C", *, copy=None):
    """The elements, counted in `order`, in another shape: a view where `copy` is not true and strides allow. `numpy.reshape`."""
    a, shape = _array(a), _integers(shape)
    if order not in ("C", "F", "A"):
        raise ValueError(f"order must be one of 'C', 'F' or 'A', not {order!r}")
    shape = shape if isinstance(shape, tuple) else (shape,)
    turned = order == "F" or order == "A" and not a.is_contiguous() and a.T.is_contiguous()
    result = ops.reshape(a.T, shape[::-1]).T if turned else ops.reshape(a, shape)
    if copy is None:
        return result
    shares = a.size == 0 or _address(result) == _address(a)
    if copy:
        return ops.clone(result) if shares else result
    if not shares:
        raise ValueError("Unable to avoid creating a copy while reshaping.")
    return result


def _address(x):
    return x.__array_interface__["data"][0]


def broadcast_to(array, shape, subok=False):
    """A view of an array repeated to a larger shape. `numpy.broadcast_to`."""
    array, shape = _array(array), _integers(shape)
    shape = shape if isinstance(shape, tuple) else (shape,)
    if not shape and array.shape:
        raise ValueError("cannot broadcast a non-scalar to a scalar array")
    if builtins.any(size < 0 for size in shape):
        raise ValueError("all elements of broadcast shape must be non-negative")
    return _guarded(ops.broadcast_to(array, shape), False)


def _guarded(view, writeable):
    """A view that does not own each of its elements, writeable or not."""
    if not writeable and isinstance(view, Array):
        _apus._set_writeable(view, False)
    return view


def broadcast_arrays(*args, subok=False):
    """Views of all arrays in the shape to which they broadcast together. `numpy.broadcast_arrays`."""
    return ops.broadcast_arrays([_array(x) for x in args]) if args else ()


def broadcast_shapes(*args):
    """The shape to which shapes broadcast together. `numpy.broadcast_shapes`."""
    result = []
    for shape in args:
        shape = _integers(shape)
        shape = shape if isinstance(shape, tuple) else (shape,)
        if builtins.any(size < 0 for size in shape):
            raise ValueError("negative dimensions are not allowed")
        result = [1] * (len(shape) - len(result)) + result
        for axis in range(-len(shape), 0):
            if shape[axis] != 1 and result[axis] != 1 and shape[axis] != result[axis]:
                raise ValueError(f"shape mismatch: shapes {', '.join(map(str, args))} do not broadcast to a single shape")
            if result[axis] == 1:
                result[axis] = shape[axis]
    return tuple(result)


# Functions along axes

def apply_along_axis(func1d, axis, arr, *args, **kwargs):
    """What a function gives for every vector along an axis; its result's axes take that axis's place. `numpy.apply_along_axis`."""
    arr = _array(arr)
    axis = _axis(axis, arr.ndim)
    last = ops.moveaxis(arr, axis, -1)
    outer = last.shape[:-1]
    if 0 in outer:
        raise ValueError("Cannot apply_along_axis when any iteration dimensions are 0")
    results = [_array(func1d(last[index], *args, **kwargs)) for index in itertools.product(*map(range, outer))]
    own = results[0].shape
    whole = ops.reshape(ops.stack([ops.astype(one, results[0].dtype) for one in results], 0), outer + own)
    order = [*range(axis), *range(len(outer), len(outer) + len(own)), *range(axis, len(outer))]
    return ops.permute(whole, order)


def apply_over_axes(func, a, axes):
    """What a function of an array and an axis gives, applied for one axis after another. `numpy.apply_over_axes`."""
    result = a = _array(a)
    axes = _integers(axes)
    for axis in axes if isinstance(axes, tuple) else (axes,):
        axis = axis + a.ndim if axis < 0 else axis
        following = _array(func(result, axis))
        if following.ndim != result.ndim:
            following = ops.unsqueeze(following, axis)
        if following.ndim != result.ndim:
            raise ValueError("function is not returning an array of the correct shape")
        result = following
    return result


def _check_along(arr, indices):
    if indices.dtype not in KINDS["integral"]:
        raise IndexError("`indices` must be an integer array")
    if indices.ndim != arr.ndim:
        raise ValueError("`indices` and `arr` must have the same number of dimensions")


def take_along_axis(arr, indices, axis=-1):
    """One element along `axis` for each of `indices`, which broadcast with `arr` beside it. `numpy.take_along_axis`."""
    arr, indices = _array(arr), _array(indices)
    if axis is None:
        if indices.ndim != 1:
            raise ValueError("when axis=None, `indices` must have a single dimension.")
        arr, axis = ops.reshape(arr, -1), 0
    axis = _axis(axis, arr.ndim)
    _check_along(arr, indices)
    return ops.take_along_axis(arr, indices, axis)


def put_along_axis(arr, indices, values, axis):
    """Writes values to one place along `axis` for each of `indices`. `numpy.put_along_axis`."""
    indices = _array(indices)
    if axis is None:
        if indices.ndim != 1:
            raise ValueError("when axis=None, `indices` must have a single dimension.")
        arr, axis = ops.reshape(arr, -1), 0
    axis = _axis(axis, arr.ndim)
    _check_along(arr, indices)
    places = []
    for other, size in enumerate(arr.shape):
        own = (1,) * other + (-1,) + (1,) * (arr.ndim - other - 1)
        places.append(indices if other == axis else ops.reshape(_apus.arange(size), own))
    arr[tuple(places)] = values


# Views of memory

def as_strided(x, shape=None, strides=None, subok=False, writeable=True):
    """A view with any shape and strides, in bytes, of the memory of an array; it may not leave it.
    `numpy.lib.stride_tricks.as_strided`."""
    x = _array(x)
    shape = x.shape if shape is None else _integers(shape)
    steps = [step * x.itemsize for step in x.stride()] if strides is None else _integers(strides)
    if builtins.any(step % x.itemsize for step in steps):
        raise ValueError(f"strides {tuple(steps)} are not whole elements of {x.itemsize} bytes")
    return _guarded(ops.as_strided(x, shape, [step // x.itemsize for step in steps]), writeable)


def sliding_window_view(x, window_shape, axis=None, *, subok=False, writeable=False):
    """A view of the windows of a shape at every place along axes, the windows along new last axes.
    `numpy.lib.stride_tricks.sliding_window_view`."""
    x, window = _array(x), _integers(window_shape)
    window = window if isinstance(window, tuple) else (window,)
    if builtins.any(size < 0 for size in window):
        raise ValueError("`window_shape` cannot contain negative values")
    if axis is None:
        axes = tuple(range(x.ndim))
        if len(window) != x.ndim:
            raise ValueError("Since axis is None, must provide window_shape for all dimensions of `x`; got "
                             f"{len(window)} window_shape elements and `x.ndim` is {x.ndim}.")
    else:
        axes = _integers(axis)
        axes = tuple(_axis(one, x.ndim) for one in (axes if isinstance(axes, tuple) else (axes,)))
        if len(window) != len(axes):
            raise ValueError("Must provide matching length window_shape and axis; got "
                             f"{len(window)} window_shape elements and {len(axes)} axes elements.")
    left = list(x.shape)
    for axis, size in zip(axes, window):
        left[axis] -= size - 1
        if left[axis] < 1 and size > 1:
            raise ValueError("window shape cannot be larger than input array shape")
    return _guarded(ops.sliding_window_view(x, window, axes), writeable)


# Orders

def partition(a, kth, axis=-1, kind="introselect", order=None):
    """A copy with at each place `kth` along `axis` what a sort would put there. `numpy.partition`."""
    a = _array(a)
    a, axis = (ops.reshape(a, -1), -1) if axis is None else (a, axis)
    return ops.partition(a, _places(kth, a, kind), axis)


def argpartition(a, kth, axis=-1, kind="introselect", order=None):
    """The positions of the elements of `partition`. `numpy.argpartition`."""
    a = _array(a)
    a, axis = (ops.reshape(a, -1), -1) if axis is None else (a, axis)
    return ops.argpartition(a, _places(kth, a, kind), axis)


def _places(kth, a, kind):
    if kind != "introselect":
        raise ValueError(f"select kind must be 'introselect', not {kind!r}")
    try:
        places = _integers(kth)
    except TypeError:
        raise TypeError("Partition index must be integer") from None
    return list(places) if isinstance(places, tuple) else [places]


def lexsort(keys, axis=-1):
    """The positions that sort by several keys, the last of which counts most. `numpy.lexsort`."""
    keys = [_array(key) for key in keys]
    if not keys:
        raise TypeError("need sequence of keys with len > 0 in lexsort")
    return ops.lexsort(keys, axis)


def searchsorted(a, v, side="left", sorter=None):
    """Where each of `v` would be inserted to keep `a`, taken in the order of `sorter`, sorted. `numpy.searchsorted`."""
    a, v = _array(a), _array(v)
    if side not in ("left", "right"):
        raise ValueError(f"side must be 'left' or 'right', not {side!r}")
    if a.ndim != 1:
        raise ValueError(f"the sorted array must have one axis, not shape {a.shape}")
    if sorter is not None:
        sorter = _array(sorter)
        if sorter.dtype not in KINDS["integral"]:
            raise TypeError("sorter must only contain integers")
        if sorter.size != a.size:
            raise ValueError("sorter.size must equal a.size")
        try:
            a = ops.take(a, sorter, 0)
        except IndexError:
            raise ValueError("Sorter index out of range.") from None
    return ops.searchsorted(a, v, side == "right")
