"""The functions of the standard that make arrays."""

import _apus
from _apus import ops

asarray = _apus.asarray
from_dlpack = _apus.from_dlpack
arange = _apus.arange
linspace = _apus.linspace
empty = _apus.empty
zeros = _apus.zeros
ones = _apus.ones
full = _apus.full


def eye(n_rows, n_cols=None, /, *, k=0, dtype=None, device=None):
    """A matrix with ones on diagonal `k`, counted from the main one upwards, and zeros elsewhere. `numpy.eye`."""
    return _apus.eye(n_rows, n_cols, k=_within(k), dtype=dtype, device=device)


def _within(k):
    """The number of a diagonal; beyond all matrices one is like another."""
    return max(-(1 << 62), min(k, 1 << 62))


def tensor(obj, /, *, dtype=None, device=None, requires_grad=False):
    """A new tensor, with elements of its own, of numbers, nested sequences or another array. `torch.tensor`."""
    return _apus.asarray(obj, dtype=dtype, device=device, copy=True, tensor=True, requires_grad=requires_grad)


def _options(x, dtype, device):
    """What a new array has in common with `x`: its class and, unless others are given, its dtype and device."""
    is_tensor = isinstance(x, _apus.Tensor)
    return dict(dtype=x.dtype if dtype is None else dtype, device=x.device if device is None else device, tensor=is_tensor)


def empty_like(x, /, *, dtype=None, device=None):
    """An array of the shape of `x` whose elements are undefined until they are written. `numpy.empty_like`."""
    return _apus.empty(x.shape, **_options(x, dtype, device))


def zeros_like(x, /, *, dtype=None, device=None):
    """An array of zeros of the shape of `x`. `numpy.zeros_like`."""
    return _apus.zeros(x.shape, **_options(x, dtype, device))


def ones_like(x, /, *, dtype=None, device=None):
    """An array of ones of the shape of `x`. `numpy.ones_like`."""
    return _apus.ones(x.shape, **_options(x, dtype, device))


def full_like(x, /, fill_value, *, dtype=None, device=None):
    """An array of one number of the shape of `x`. `numpy.full_like`."""
    return _apus.full(x.shape, fill_value, **_options(x, dtype, device))


def tril(x, /, *, k=0):
    """A copy whose last two axes are zero above diagonal `k`. `numpy.tril`."""
    return ops.tril(x, _within(k))


def triu(x, /, *, k=0):
    """A copy whose last two axes are zero below diagonal `k`. `numpy.triu`."""
    return ops.triu(x, _within(k))


def meshgrid(*xi, copy=True, sparse=False, indexing="xy"):
    """The coordinates of a grid: each array along its own axis and repeated along the others; with `sparse` of size 1 along the
    others, with `copy=False` as views. `numpy.meshgrid`."""
    if indexing not in ("xy", "ij"):
        raise ValueError("Valid values for `indexing` are 'xy' and 'ij'.")
    arrays = [array if isinstance(array, (_apus.Array, _apus.Tensor)) else _apus.asarray(array) for array in xi]
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
