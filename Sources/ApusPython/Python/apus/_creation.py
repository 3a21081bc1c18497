"""The functions of the standard and of NumPy that make arrays."""

import math
import operator

import _apus
from _apus import ops

from . import _files
from ._support import array_of

from_dlpack = _apus.from_dlpack


def _ordered(x, order):
    """An array with its elements in row-major ('C') or column-major ('F') order; 'K' and 'A' leave it."""
    if order in (None, "K", "A", "k", "a"):
        return x
    if order in ("C", "c"):
        return x if x.is_contiguous() else ops.clone(x)
    if order in ("F", "f"):
        return x if _apus._is_column_major(x) else _turned(ops.clone(x.T))
    raise ValueError(f"order must be one of 'C', 'F', 'A', or 'K' (got {order!r})")


def _turned(x):
    """A new array with its axes reversed, which still is the array of its memory."""
    return _apus._become(x, x.T) if isinstance(x, _apus.Array) else x.T


def _refuse_like(like):
    if like is not None:
        raise TypeError("Apus does not ask other libraries to make arrays (like=)")


def array(object, dtype=None, *, copy=True, order="K", subok=False, ndmin=0, like=None):
    """An array of anything that can be one, by default with elements of its own, with at least `ndmin` axes. `numpy.array`."""
    _refuse_like(like)
    made = _apus.asarray(object, dtype=dtype, copy=True if copy else None if copy is None else False)
    x = _ordered(made, _order_like(object, order) if isinstance(object, _apus.Array) and copy else order)
    if x.ndim < ndmin:
        x = ops.reshape(x, (1,) * (ndmin - x.ndim) + x.shape)
    return x


def asarray(obj, /, dtype=None, order=None, *, device=None, copy=None, like=None, tensor=False, requires_grad=False):
    """An array of anything that can be one: numbers, nested sequences, arrays of other libraries without a copy.
    `numpy.asarray`."""
    _refuse_like(like)
    x = _apus.asarray(obj, dtype=dtype, device=device, copy=copy, tensor=tensor, requires_grad=requires_grad)
    return x if order is None else _ordered(x, order)


def asanyarray(a, dtype=None, order=None, *, device=None, copy=None, like=None):
    """An array of anything that can be one, the same as `asarray`. `numpy.asanyarray`."""
    return asarray(a, dtype, order, device=device, copy=copy, like=like)


def ascontiguousarray(a, dtype=None, *, like=None):
    """An array in row-major memory with at least one axis: itself, if it is one. `numpy.ascontiguousarray`."""
    x = asarray(a, dtype, "C", like=like)
    return x if x.ndim else ops.reshape(x, (1,))


def asfortranarray(a, dtype=None, *, like=None):
    """An array in column-major memory with at least one axis: itself, if it is one. `numpy.asfortranarray`."""
    x = asarray(a, dtype, "F", like=like)
    return x if x.ndim else ops.reshape(x, (1,))


def require(a, dtype=None, requirements=None, *, like=None):
    """An array that meets requirements on its memory: 'C', 'F', 'W' (writeable), 'O' (of its own). `numpy.require`."""
    names = {"C": "C", "C_CONTIGUOUS": "C", "CONTIGUOUS": "C", "F": "F", "F_CONTIGUOUS": "F", "FORTRAN": "F", "A": "A",
             "ALIGNED": "A", "W": "W", "WRITEABLE": "W", "O": "O", "OWNDATA": "O", "E": "E", "ENSUREARRAY": "E"}
    wanted = {names[one.upper()] for one in requirements or ()}
    if {"C", "F"} <= wanted:
        raise ValueError('Cannot specify both "C" and "F" order')
    x = asarray(a, dtype, "F" if "F" in wanted else "C" if "C" in wanted else None, like=like)
    if ("W" in wanted and not _apus._is_writeable(x)) or ("O" in wanted and _apus._base(x) is not None):
        x = copy(x, "F" if "F" in wanted else "C")
    return x


def copy(a, order="K", subok=False):
    """A copy of an array. `numpy.copy`."""
    a = array_of(a)
    return _ordered(ops.clone(a), _order_like(a, order))


def _new(make, shape, order, like, **options):
    _refuse_like(like)
    if order in ("F", "f"):
        shape = (shape,) if hasattr(shape, "__index__") else tuple(shape)
        return _turned(make(shape[::-1], **options))
    if order not in (None, "C", "c", "K", "A", "k", "a"):
        raise ValueError(f"order must be one of 'C', 'F', 'A', or 'K' (got {order!r})")
    return make(shape, **options)


def _of_shape(shape, dtype=None, buffer=None, offset=0, strides=None, order=None):
    """What calling the class of arrays gives: an array of a shape whose elements are undefined, or lie in the bytes of `buffer`
    from `offset` on, `strides` bytes apart. `numpy.ndarray`."""
    shape = (operator.index(shape),) if hasattr(shape, "__index__") else tuple(map(operator.index, shape))
    if any(size < 0 for size in shape):
        raise ValueError("negative dimensions are not allowed")
    dtype = _apus.float64 if dtype is None else _apus.DType(dtype)
    if buffer is None and strides is None:
        return empty(shape, dtype, order or "C")
    if buffer is None:
        memory, first = empty(math.prod(shape), dtype), 0
    else:
        bytes_ = memoryview(buffer).nbytes
        first = operator.index(offset)
        if first < 0 or first + (math.prod(shape) if strides is None else 0) * dtype.itemsize > bytes_:
            raise TypeError("buffer is too small for requested array")
        memory = _files.frombuffer(buffer, dtype, (bytes_ - first % dtype.itemsize) // dtype.itemsize, first % dtype.itemsize)
        first //= dtype.itemsize
    if strides is None:
        memory = memory[first:first + math.prod(shape)]
        return ops.reshape(memory, shape[::-1]).T if order in ("F", "f") else ops.reshape(memory, shape)
    if any(step % dtype.itemsize for step in strides):
        raise ValueError(f"strides {tuple(strides)} are not whole elements of {dtype.itemsize} bytes")
    return ops.as_strided(memory[first:], shape, [step // dtype.itemsize for step in strides])


def empty(shape, dtype=None, order="C", *, device=None, like=None, tensor=False, requires_grad=False):
    """An array whose elements are undefined until they are written. `numpy.empty`."""
    if order == "C" and like is None:
        return _apus.empty(shape, dtype=dtype, device=device, tensor=tensor, requires_grad=requires_grad)
    return _new(_apus.empty, shape, order, like, dtype=dtype, device=device, tensor=tensor, requires_grad=requires_grad)


def zeros(shape, dtype=None, order="C", *, device=None, like=None, tensor=False, requires_grad=False):
    """An array of zeros. `numpy.zeros`."""
    if order == "C" and like is None:
        return _apus.zeros(shape, dtype=dtype, device=device, tensor=tensor, requires_grad=requires_grad)
    return _new(_apus.zeros, shape, order, like, dtype=dtype, device=device, tensor=tensor, requires_grad=requires_grad)


def ones(shape, dtype=None, order="C", *, device=None, like=None, tensor=False, requires_grad=False):
    """An array of ones. `numpy.ones`."""
    if order == "C" and like is None:
        return _apus.ones(shape, dtype=dtype, device=device, tensor=tensor, requires_grad=requires_grad)
    return _new(_apus.ones, shape, order, like, dtype=dtype, device=device, tensor=tensor, requires_grad=requires_grad)


def full(shape, fill_value, dtype=None, order="C", *, device=None, like=None, tensor=False, requires_grad=False):
    """An array of one number, by default of the number's kind, or of an array broadcast. `numpy.full`."""
    if order == "C" and like is None and isinstance(fill_value, (bool, int, float, complex)):
        return _apus.full(shape, fill_value, dtype=dtype, device=device, tensor=tensor, requires_grad=requires_grad)
    options = dict(dtype=dtype, device=device, tensor=tensor, requires_grad=requires_grad)
    if isinstance(fill_value, (bool, int, float, complex)):
        return _new(lambda shape, **rest: _apus.full(shape, fill_value, **rest), shape, order, like, **options)
    value = array_of(fill_value)
    if value.ndim == 0 and dtype is None:
        options["dtype"] = value.dtype
    if value.ndim == 0:
        return _new(lambda shape, **rest: _apus.full(shape, value.item(), **rest), shape, order, like, **options)
    options["dtype"] = options["dtype"] or value.dtype
    result = _new(_apus.empty, shape, order, like, **options)
    result[...] = value
    return result


def _options(x, dtype, device):
    """What a new array has in common with `x`: its class and, unless others are given, its dtype and device."""
    is_tensor = isinstance(x, _apus.Tensor)
    return dict(dtype=x.dtype if dtype is None else dtype, device=x.device if device is None else device, tensor=is_tensor)


def _order_like(x, order):
    return "F" if order in ("K", "A", "k", "a") and x.ndim > 1 and isinstance(x, _apus.Array) and _apus._is_column_major(x) \
        and not x.is_contiguous() else "C" if order in ("K", "A", "k", "a") else order


def empty_like(x, /, dtype=None, order="K", subok=True, shape=None, *, device=None):
    """An array of the shape of `x` whose elements are undefined until they are written. `numpy.empty_like`."""
    x = array_of(x)
    return empty(x.shape if shape is None else shape, order=_order_like(x, order), **_options(x, dtype, device))


def zeros_like(x, /, dtype=None, order="K", subok=True, shape=None, *, device=None):
    """An array of zeros of the shape of `x`. `numpy.zeros_like`."""
    x = array_of(x)
    return zeros(x.shape if shape is None else shape, order=_order_like(x, order), **_options(x, dtype, device))


def ones_like(x, /, dtype=None, order="K", subok=True, shape=None, *, device=None):
    """An array of ones of the shape of `x`. `numpy.ones_like`."""
    x = array_of(x)
    return ones(x.shape if shape is None else shape, order=_order_like(x, order), **_options(x, dtype, device))


def full_like(x, /, fill_value, dtype=None, order="K", subok=True, shape=None, *, device=None):
    """An array of one number, or of an array broadcast, of the shape of `x`. `numpy.full_like`."""
    x = array_of(x)
    return full(x.shape if shape is None else shape, fill_value, order=_order_like(x, order), **_options(x, dtype, device))


def arange(start, /, stop=None, step=1, dtype=None, *, device=None, like=None, tensor=False, requires_grad=False):
    """The evenly spaced numbers from `start` to before `stop`. `numpy.arange`."""
    _refuse_like(like)
    return _apus.arange(start, stop, step, dtype=dtype, device=device, tensor=tensor, requires_grad=requires_grad)


def linspace(start, stop, /, num=50, endpoint=True, retstep=False, dtype=None, axis=0, *, device=None, tensor=False,
             requires_grad=False):
    """`num` evenly spaced numbers from `start` to `stop`, of arrays along a new axis, with `retstep` also their distance.
    `numpy.linspace`."""
    num = operator.index(num)
    if num < 0:
        raise ValueError(f"Number of samples, {num}, must be non-negative.")
    steps = num - 1 if endpoint else num
    if tensor or requires_grad or not (retstep or _is_wide(start) or _is_wide(stop)):
        kind = _kind(dtype)
        if kind not in ("i", "u", "b"):
            return _apus.linspace(start, stop, num, dtype=dtype, device=device, tensor=tensor, requires_grad=requires_grad,
                                  endpoint=endpoint)
    start, stop = ops.multiply(array_of(start), 1.0), ops.multiply(array_of(stop), 1.0)
    away = ops.subtract(stop, start)
    positions = ops.reshape(_apus.arange(0, num, dtype=_apus.float64), (num,) + (1,) * away.ndim)
    if steps > 0:
        step = ops.divide(away, steps)
        uneven = ops.eq(step, 0)
        result = ops.where(uneven, ops.multiply(ops.divide(positions, steps), away), ops.multiply(positions, step))
    else:
        step, result = array_of(math.nan), ops.multiply(positions, away)
    result = ops.add(result, start)
    if endpoint and num > 1:
        result[-1] = stop
    if axis != 0:
        result = ops.moveaxis(result, 0, axis)
    if dtype is not None:
        if _apus.DType(dtype).kind in "iu":
            result = ops.floor(result)
        result = ops.astype(result, dtype)
    return (result, step) if retstep else result


def _kind(dtype):
    return None if dtype is None else _apus.DType(dtype).kind


def _is_wide(x):
    """Whether an end of a range is more than a real number."""
    return not isinstance(x, (int, float)) and not (getattr(x, "shape", None) == () and x.dtype.kind in "biuf")


def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    """Powers of `base` with evenly spaced exponents from `start` to `stop`. `numpy.logspace`."""
    base = array_of(base)
    if base.ndim > 0:
        ndmax = max(array_of(start).ndim, array_of(stop).ndim, base.ndim)
        start, stop, base = (ops.reshape(x, (1,) * (ndmax - x.ndim) + x.shape) for x in map(array_of, (start, stop, base)))
        base = ops.unsqueeze(base, axis)
    exponents = linspace(start, stop, num, endpoint, axis=axis)
    result = ops.pow(ops.astype(base, _float_of(base)), exponents)
    return result if dtype is None else ops.astype(result, dtype)


def _float_of(x):
    return x.dtype if x.dtype.kind in "fc" else _apus.float64


def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    """Numbers from `start` to `stop` of which each is the same multiple of the one before. `numpy.geomspace`."""
    start, stop = ops.multiply(array_of(start), 1.0), ops.multiply(array_of(stop), 1.0)
    if ops.any(ops.eq(start, 0)) or ops.any(ops.eq(stop, 0)):
        raise ValueError("Geometric sequence cannot include zero")
    dt = ops.add(start, stop).dtype
    if dtype is not None and _kind(dtype) == "c":
        dt = ops.add(_apus.empty(0, dtype=dt), _apus.empty(0, dtype=dtype)).dtype
    start, stop = ops.broadcast_arrays([ops.astype(start, dt), ops.astype(stop, dt)])
    start, stop = ops.clone(start), ops.clone(stop)
    if dt.kind == "c":
        out_sign = ops.divide(start, ops.astype(ops.abs(start), dt))
        factor = out_sign
        first, last = ops.divide(start, factor), ops.divide(stop, factor)
    else:
        factor = ops.sign(start)
        first, last = ops.multiply(start, factor), ops.multiply(stop, factor)
    exponents = linspace(ops.log10(first), ops.log10(last), num, endpoint)
    result = ops.pow(10.0, exponents)
    if num > 0:
        result[0] = first
        if num > 1 and endpoint:
            result[-1] = last
    result = ops.multiply(result, factor)
    if axis != 0:
        result = ops.moveaxis(result, 0, axis)
    return result if dtype is None else ops.astype(result, dtype)


def fromfunction(function, shape, *, dtype=float, like=None, **kwargs):
    """What a function gives for the coordinates of each element, all handed over at once as arrays. `numpy.fromfunction`."""
    _refuse_like(like)
    shape = tuple(shape)
    axes = [ops.reshape(_apus.arange(0, size, dtype=dtype), (1,) * number + (size,) + (1,) * (len(shape) - number - 1))
            for number, size in enumerate(shape)]
    return function(*(ops.clone(ops.broadcast_to(one, shape)) for one in axes), **kwargs)


def fromiter(iter, dtype, count=-1, *, like=None):
    """An array of the numbers that an iterable gives. `numpy.fromiter`."""
    _refuse_like(like)
    items = []
    for item in iter:
        if len(items) == count:
            break
        items.append(item)
    if count > len(items):
        raise ValueError(f"iterator too short: Expected {count} but iterator had only {len(items)} items.")
    return _apus.asarray(items, dtype=dtype)


def tensor(obj, /, *, dtype=None, device=None, requires_grad=False):
    """A new tensor, with elements of its own, of numbers, nested sequences or another array. `torch.tensor`."""
    return _apus.asarray(obj, dtype=dtype, device=device, copy=True, tensor=True, requires_grad=requires_grad)


def meshgrid(*xi, copy=True, sparse=False, indexing="xy"):
    """The coordinates of a grid: each array along its own axis and repeated along the others; with `sparse` of size 1 along the
    others, with `copy=False` as views. `numpy.meshgrid`."""
    if indexing not in ("xy", "ij"):
        raise ValueError("Valid values for `indexing` are 'xy' and 'ij'.")
    arrays = [array_of(x) for x in xi]
    axes = list(range(len(arrays)))
    if indexing == "xy" and len(arrays) > 1:
        axes[:2] = 1, 0
    result = []
    for array, axis in zip(arrays, axes):
        own = [1] * len(arrays)
        own[axis] = array.size
        result.append(ops.reshape(array, tuple(own)))
    if not sparse and result:
        result = ops.broadcast_arrays(result)
    return tuple(ops.clone(array) for array in result) if copy else tuple(result)
