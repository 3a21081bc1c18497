"""The methods and attributes of NumPy's arrays that `Array` has from Python.

Most are the namespace's functions of the same name; the rest are written here. Methods that change an array in place (`sort`,
`partition`, `put`, `resize`) do so here too.
"""

import builtins

import _apus
from _apus import ArrayMethods, ops

from . import _arrangement, _creation, _elementwise, _indices, _reductions, _searching
from ._flat import flags, flatiter
from ._support import array_of, into, normalized


def all(self, axis=None, out=None, keepdims=False, *, where=True):
    """Whether all elements along `axis` are true. `numpy.ndarray.all`."""
    return _reductions.all(self, axis, out, keepdims, where=where)


def any(self, axis=None, out=None, keepdims=False, *, where=True):
    """Whether any element along `axis` is true. `numpy.ndarray.any`."""
    return _reductions.any(self, axis, out, keepdims, where=where)


def argmax(self, axis=None, out=None, *, keepdims=False):
    """The position of the first largest element along `axis`. `numpy.ndarray.argmax`."""
    return _reductions.argmax(self, axis, out, keepdims=keepdims)


def argmin(self, axis=None, out=None, *, keepdims=False):
    """The position of the first smallest element along `axis`. `numpy.ndarray.argmin`."""
    return _reductions.argmin(self, axis, out, keepdims=keepdims)


def argsort(self, axis=-1, kind=None, order=None, *, stable=None):
    """The positions that sort the elements along `axis`. `numpy.ndarray.argsort`."""
    return _searching.argsort(self, axis, kind, order)


def sort(self, axis=-1, kind=None, order=None, *, stable=None):
    """Sorts the elements along `axis` in place. `numpy.ndarray.sort`."""
    self[...] = _searching.sort(self, normalized(axis, self.ndim), kind, order)


def argpartition(self, kth, axis=-1, kind="introselect", order=None):
    """Positions that bring the elements at `kth` to where sorting would put them. `numpy.ndarray.argpartition`."""
    return _arrangement.argpartition(self, kth, axis)


def partition(self, kth, axis=-1, kind="introselect", order=None):
    """Rearranges in place so that the elements at `kth` are where sorting would put them. `numpy.ndarray.partition`."""
    self[...] = _arrangement.partition(self, kth, normalized(axis, self.ndim))


def choose(self, choices, out=None, mode="raise"):
    """For each element, the element of the array of that number among `choices`. `numpy.ndarray.choose`."""
    return _indices.choose(self, choices, out, mode)


def compress(self, condition, axis=None, out=None):
    """The parts along `axis` at which a condition is true. `numpy.ndarray.compress`."""
    return _indices.compress(condition, self, axis, out)


def clip(self, min=None, max=None, out=None, **kwargs):
    """The elements, those below `min` or above `max` replaced by it. `numpy.ndarray.clip`."""
    return _elementwise.clip(self, min, max, out, **kwargs)


def conj(self):
    """The complex conjugates. `numpy.ndarray.conj`."""
    return ops.conj(self) if self.dtype.kind == "c" else self


def conjugate(self):
    """The complex conjugates. `numpy.ndarray.conjugate`."""
    return conj(self)


def copy(self, order="C"):
    """A copy, row-major unless `order` says otherwise. `numpy.ndarray.copy`."""
    return _creation.copy(self, order)


def cumprod(self, axis=None, dtype=None, out=None):
    """The running product along `axis`, by default of all elements. `numpy.ndarray.cumprod`."""
    return _reductions.cumprod(self, axis, dtype, out)


def cumsum(self, axis=None, dtype=None, out=None):
    """The running sum along `axis`, by default of all elements. `numpy.ndarray.cumsum`."""
    return _reductions.cumsum(self, axis, dtype, out)


def diagonal(self, offset=0, axis1=0, axis2=1):
    """A view of a diagonal of the matrices along two axes. `numpy.ndarray.diagonal`."""
    return ops.diagonal(self, offset, axis1, axis2)


def dot(self, b, out=None):
    """The matrix product, or that of vectors. `numpy.ndarray.dot`."""
    import apus
    if hasattr(apus, "dot"):
        return into(out, apus.dot(self, b))
    b = array_of(b)
    if self.ndim == 0 or b.ndim == 0:
        return into(out, ops.multiply(self, b))
    axis = -1 if b.ndim == 1 else -2
    return into(out, ops.tensordot(self, b, axes_a=[self.ndim - 1], axes_b=[b.ndim + axis]))


def flatten(self, order="C"):
    """A copy of all elements along one axis. `numpy.ndarray.flatten`."""
    flat = _arrangement.ravel(self, order)
    return ops.clone(flat)


def max(self, axis=None, out=None, keepdims=False, initial=None, where=True):
    """The largest element along `axis`. `numpy.ndarray.max`."""
    return _reductions.max(self, axis, out, keepdims, initial, where)


def mean(self, axis=None, dtype=None, out=None, keepdims=False, *, where=True):
    """The mean of the elements along `axis`. `numpy.ndarray.mean`."""
    return _reductions.mean(self, axis, dtype, out, keepdims, where=where)


def min(self, axis=None, out=None, keepdims=False, initial=None, where=True):
    """The smallest element along `axis`. `numpy.ndarray.min`."""
    return _reductions.min(self, axis, out, keepdims, initial, where)


def nonzero(self):
    """The positions of the elements that are not zero, one array for each axis. `numpy.ndarray.nonzero`."""
    return ops.nonzero_tuple(self)


def prod(self, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    """The product of the elements along `axis`. `numpy.ndarray.prod`."""
    return _reductions.prod(self, axis, dtype, out, keepdims, initial, where)


def put(self, indices, values, mode="raise"):
    """Writes values over the elements at `indices`, counted in row-major order. `numpy.ndarray.put`."""
    indices = ops.reshape(array_of(indices), (-1,))
    if indices.size == 0:
        return
    values = ops.reshape(array_of(values), (-1,))
    if values.size == 0:
        return
    if mode == "wrap":
        indices = ops.remainder(indices, self.size)
    elif mode == "clip":
        indices = ops.clip(indices, 0, self.size - 1)
    if values.size != indices.size:
        values = ops.take(values, ops.remainder(_apus.arange(0, indices.size), values.size), 0)
    self.flat[indices] = values


def ravel(self, order="C"):
    """All elements along one axis: a view where strides allow. `numpy.ndarray.ravel`."""
    return _arrangement.ravel(self, order)


def repeat(self, repeats, axis=None):
    """Each element `repeats` times. `numpy.ndarray.repeat`."""
    return ops.repeat_interleave(self, repeats, axis)


def reshape(self, /, *shape, order="C", copy=None):
    """The elements in another shape: a view where strides allow. `numpy.ndarray.reshape`."""
    if order == "C" and copy is None:
        return ops.reshape(self, shape[0] if len(shape) == 1 else shape)
    return _arrangement.reshape(self, shape[0] if len(shape) == 1 else shape, order, copy=copy)


def resize(self, *new_shape, refcheck=True):
    """Changes shape and size in place; new elements are zero. Other arrays keep the old memory. `numpy.ndarray.resize`."""
    if not new_shape or new_shape == (None,):
        return
    shape = new_shape[0] if len(new_shape) == 1 else new_shape
    made = _apus.zeros(shape, dtype=self.dtype)
    kept = builtins.min(made.size, self.size)
    ops.reshape(made, (-1,))[:kept] = ops.reshape(self, (-1,))[:kept]
    _apus._become(self, made)


def round(self, decimals=0, out=None):
    """The elements rounded to a number of decimals. `numpy.ndarray.round`."""
    return _reductions.round(self, decimals, out)


def searchsorted(self, v, side="left", sorter=None):
    """Where each of `v` would be inserted to keep this array sorted. `numpy.ndarray.searchsorted`."""
    return _arrangement.searchsorted(self, v, side=side, sorter=sorter)


def setflags(self, write=None, align=None, uic=None):
    """Allows or forbids writing the elements through this object. `numpy.ndarray.setflags`."""
    if write is not None:
        _apus._set_writeable(self, builtins.bool(write))


def squeeze(self, axis=None):
    """A view without axes of size 1. `numpy.ndarray.squeeze`."""
    return ops.squeeze(self, axis)


def std(self, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None):
    """The standard deviation along `axis`. `numpy.ndarray.std`."""
    return _reductions.std(self, axis, dtype, out, ddof, keepdims, where=where, mean=mean, correction=correction)


def sum(self, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    """The sum of the elements along `axis`. `numpy.ndarray.sum`."""
    return _reductions.sum(self, axis, dtype, out, keepdims, initial, where)


def swapaxes(self, axis1, axis2):
    """A view with two axes exchanged. `numpy.ndarray.swapaxes`."""
    return _arrangement.swapaxes(self, axis1, axis2)


def take(self, indices, axis=None, out=None, mode="raise"):
    """The elements at `indices` along `axis`, by default of all elements. `numpy.ndarray.take`."""
    return _indices.take(self, indices, axis, out, mode)


def trace(self, offset=0, axis1=0, axis2=1, dtype=None, out=None):
    """The sum of a diagonal. `numpy.ndarray.trace`."""
    return _reductions.sum(ops.diagonal(self, offset, axis1, axis2), -1, dtype, out)


def var(self, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None):
    """The mean squared deviation along `axis`. `numpy.ndarray.var`."""
    return _reductions.var(self, axis, dtype, out, ddof, keepdims, where=where, mean=mean, correction=correction)


def view(self, dtype=None, type=None):
    """The same memory as another array object, with `dtype` as elements of another dtype. `numpy.ndarray.view`."""
    if dtype is _apus.Array or dtype is type is None:
        return _apus._view(self, None)
    return _apus._view(self, dtype)


def byteswap(self, inplace=False):
    """The elements with their bytes in the other order. `numpy.ndarray.byteswap`."""
    size = self.dtype.itemsize // (2 if self.dtype.kind == "c" else 1)
    flat = ops.reshape(ops.clone(self), (-1,))
    raw = ops.reshape(_apus._view(flat, _apus.uint8), (-1, size))
    swapped = ops.reshape(_apus._view(ops.reshape(ops.clone(ops.flip(raw, (1,))), (-1,)), self.dtype), self.shape)
    if not inplace:
        return swapped
    self[...] = swapped
    return self


class _Pointer:
    """The address of an array, as `ctypes` needs it."""

    def __init__(self, array):
        self.data = array.data_ptr()
        self.shape, self.strides = array.shape, array.strides


_PROPERTIES = {
    "flat": property(flatiter, lambda self, value: flatiter(self).__setitem__(slice(None), value),
                     doc="The elements in row-major order, one after another; they can be set."),
    "flags": property(flags, doc="How the elements lie in memory, and whether they may be written."),
    "base": property(_apus._base, doc="The array that this is a view of, or None."),
    "data": property(memoryview, doc="The memory as a memoryview."),
    "ctypes": property(_Pointer, doc="The address, shape and strides."),
}
_METHODS = (
    all, any, argmax, argmin, argpartition, argsort, byteswap, choose, clip, compress, conj, conjugate, copy, cumprod, cumsum,
    diagonal, dot, flatten, max, mean, min, nonzero, partition, prod, put, ravel, repeat, reshape, resize, round, searchsorted,
    setflags, sort, squeeze, std, sum, swapaxes, take, trace, var, view,
)
for _method in _METHODS:
    setattr(ArrayMethods, _method.__name__, _method)
for _name, _property in _PROPERTIES.items():
    setattr(ArrayMethods, _name, _property)
