"""Indices of arrays, grids and bits, with NumPy's names and signatures."""

import builtins
import itertools
import math
import operator

import _apus
from _apus import Array, Tensor, ops

from ._arrangement import _array, _given, _integers, concatenate
from ._dtypes import KINDS, result_type


# Positions

def unravel_index(indices, shape, order="C"):
    """The indices, one array for each axis, of positions counted through a shape. `numpy.unravel_index`."""
    shape = _integers(shape)
    positions = _index_array(indices)
    if shape == () and positions.ndim > 0:
        if builtins.any(positions.tolist()):
            raise ValueError("index is out of bounds for array with size 1")
        raise ValueError("multiple indices are not supported for 0d array")
    return ops.unravel_index(positions, shape if isinstance(shape, tuple) else (shape,), order)


def _index_array(x):
    is_array = isinstance(x, (Array, Tensor))
    try:
        x = _array(x)
    except TypeError as error:
        raise TypeError("only int indices permitted") from error
    if not is_array and x.size == 0 and x.dtype == _apus.float64:
        raise TypeError("indices must be integral: the provided empty sequence was inferred as float. Wrap it with "
                        "'np.array(indices, dtype=np.intp)'")
    if x.dtype not in KINDS["integral"]:
        raise TypeError("only int indices permitted")
    return x


def ravel_multi_index(multi_index, dims, mode="raise", order="C"):
    """The positions of indices, one array for each axis, counted through a shape. `numpy.ravel_multi_index`."""
    dims = _integers(dims)
    modes = (mode,) if isinstance(mode, str) else tuple(mode)
    return ops.ravel_multi_index(
        [_index_array(one) for one in multi_index], dims if isinstance(dims, tuple) else (dims,), ",".join(modes), order)


def indices(dimensions, dtype=None, sparse=False):
    """The index along each axis for every place of a shape; with `sparse` one open array an axis. `numpy.indices`."""
    shape = _integers(dimensions)
    shape = shape if isinstance(shape, tuple) else (shape,)
    dtype = _apus.int64 if dtype is None else dtype
    own = [ops.reshape(_apus.arange(size, dtype=dtype), (1,) * axis + (size,) + (1,) * (len(shape) - axis - 1))
           for axis, size in enumerate(shape)]
    if sparse:
        return tuple(own)
    if not own:
        return _apus.empty((0,), dtype=dtype)
    return ops.stack([ops.broadcast_to(one, shape) for one in own], 0)


def ix_(*args):
    """Sequences, each along an axis of its own, that together index every combination. `numpy.ix_`."""
    sequences = []
    for one in args:
        if not isinstance(one, (Array, Tensor)):
            one = _array(one)
            if one.size == 0:
                one = ops.astype(one, _apus.int64)
        sequences.append(one)
    return ops.ix_(sequences) if sequences else ()


def take(a, indices, axis=None, out=None, mode="raise"):
    """The elements at `indices` along `axis`, or without one in row-major order. `numpy.take`."""
    a, indices = _array(a), _array(indices)
    if indices.dtype == _apus.bool:
        indices = ops.astype(indices, _apus.int64)
    if indices.size == 0 and not isinstance(indices, Tensor) and indices.dtype == _apus.float64:
        indices = ops.astype(indices, _apus.int64)
    return _given(ops.take(a, indices, axis, mode), out)


def put(a, ind, v, mode="raise"):
    """Writes values over the elements at `ind`, counted in row-major order, in the array itself. `numpy.put`."""
    if not isinstance(a, (Array, Tensor)):
        raise TypeError(f"argument 1 must be an array, not {type(a).__name__}")
    ind, v = ops.reshape(_array(ind), -1), ops.reshape(_array(v), -1)
    if mode not in ("raise", "wrap", "clip"):
        raise ValueError(f"clipmode must be one of 'clip', 'raise', or 'wrap' (got {mode!r})")
    if ind.size == 0 or v.size == 0:
        return
    if mode == "wrap":
        ind = ops.remainder(ind, a.size)
    elif mode == "clip":
        ind = ops.clip(ind, 0, a.size - 1)
    elif int(ops.amin(ind)) < -a.size or int(ops.amax(ind)) >= a.size:
        raise IndexError(f"an index is out of bounds for size {a.size}")
    values = v if v.size in (1, ind.size) else ops.resize(v, (ind.size,))
    if a.ndim == 1 or a.is_contiguous():
        ops.reshape(a, -1)[ind] = values
    else:
        a[ops.unravel_index(ops.remainder(ind, a.size), a.shape)] = values


def putmask(a, /, mask, values):
    """Writes values where `mask` is true, to each element the value at its own place. `numpy.putmask`."""
    if not isinstance(a, (Array, Tensor)):
        raise TypeError(f"argument 1 must be an array, not {type(a).__name__}")
    mask, values = ops.astype(_array(mask), _apus.bool), _array(values)
    if mask.size != a.size:
        raise ValueError("putmask: mask and data must be the same size")
    mask = ops.reshape(mask, a.shape)
    if values.size == 0 or a.size == 0:
        return
    if values.size == 1:
        a[mask] = ops.reshape(values, ())
    else:
        a[mask] = ops.resize(values, a.shape)[mask]


def choose(a, choices, out=None, mode="raise"):
    """At each place the element of that one of `choices` whose number stands there. `numpy.choose`."""
    return _given(ops.choose(_array(a), [_array(one) for one in choices], mode), out)


def compress(condition, a, axis=None, out=None):
    """The slices along `axis` where a vector of conditions is true. `numpy.compress`."""
    return _given(ops.compress(_array(a), ops.astype(_array(condition), _apus.bool), axis), out)


def argwhere(a):
    """The indices of the elements that are not zero, one row for each. `numpy.argwhere`."""
    a = _array(a)
    if a.ndim == 0:
        return _apus.empty((int(bool(a)), 0), dtype=_apus.int64)
    return ops.argwhere(a)


def flatnonzero(a):
    """The row-major positions of the elements that are not zero. `numpy.flatnonzero`."""
    return ops.flatnonzero(_array(a))


def nonzero(a):
    """The indices of the elements that are not zero, one array for each axis. `numpy.nonzero`."""
    return ops.nonzero_tuple(_array(a))


# Diagonals and triangles

def fill_diagonal(a, val, wrap=False):
    """Writes values along the main diagonal of the array itself. `numpy.fill_diagonal`."""
    if a.ndim < 2:
        raise ValueError("array must be at least 2-d")
    if a.ndim > 2 and builtins.any(size != a.shape[0] for size in a.shape):
        raise ValueError("All dimensions of input must be of equal length")
    step, stride = 1, 1
    for size in a.shape[:0:-1]:
        stride *= size
        step += stride
    end = a.size if wrap or a.ndim > 2 else builtins.min(a.size, a.shape[1] ** 2)
    put(a, _apus.arange(0, end, step), val)


def diag(v, k=0):
    """Of a vector, the matrix with it on a diagonal; of a matrix, that diagonal. `numpy.diag`."""
    return ops.diag(_array(v), operator.index(k))


def diagflat(v, k=0):
    """The matrix with all elements on a diagonal. `numpy.diagflat`."""
    return ops.diagflat(_array(v), operator.index(k))


def diagonal(a, offset=0, axis1=0, axis2=1):
    """The diagonals of the planes that two axes span. `numpy.diagonal`."""
    a = _array(a)
    if a.ndim < 2:
        raise ValueError("diag requires an array of at least two dimensions")
    return ops.diagonal(a, offset, axis1, axis2)


def diag_indices(n, ndim=2):
    """The indices of the main diagonal of `ndim` axes of one size. `numpy.diag_indices`."""
    return (_apus.arange(n),) * ndim


def diag_indices_from(arr):
    """The indices of an array's main diagonal. `numpy.diag_indices_from`."""
    if not arr.ndim >= 2:
        raise ValueError("input array must be at least 2-d")
    if builtins.any(size != arr.shape[0] for size in arr.shape):
        raise ValueError("All dimensions of input must be of equal length")
    return diag_indices(arr.shape[0], arr.ndim)


def _within(k):
    """The number of a diagonal; beyond all matrices one is like another."""
    return builtins.max(-(1 << 62), builtins.min(operator.index(k), 1 << 62))


def eye(N, M=None, k=0, dtype=None, order="C", *, device=None, like=None):
    """A matrix with ones on diagonal `k`, counted from the main one upwards, and zeros elsewhere. `numpy.eye`."""
    N, M, k = operator.index(N), None if M is None else operator.index(M), operator.index(k)
    if order == "F":
        return _apus.eye(N if M is None else M, N, k=_within(-k), dtype=dtype, device=device).T
    return _apus.eye(N, M, k=_within(k), dtype=dtype, device=device)


def identity(n, dtype=None, *, like=None):
    """The identity matrix. `numpy.identity`."""
    return _apus.eye(n, dtype=dtype)


def tri(N, M=None, k=0, dtype=None, *, like=None):
    """A matrix with ones on and below diagonal `k`, and zeros above. `numpy.tri`."""
    M = N if M is None else M
    return ops.tril(_apus.ones((builtins.max(N, 0), builtins.max(M, 0)), dtype=dtype), _within(k))


def _matrix_of(m):
    m = _array(m)
    return ops.broadcast_to(m, m.shape * 2) if m.ndim == 1 else m


def tril(m, /, k=0):
    """A copy whose last two axes are zero above diagonal `k`. `numpy.tril`."""
    return ops.tril(_matrix_of(m), _within(k))


def triu(m, /, k=0):
    """A copy whose last two axes are zero below diagonal `k`. `numpy.triu`."""
    return ops.triu(_matrix_of(m), _within(k))


def vander(x, N=None, increasing=False):
    """The powers of a vector's elements as columns. `numpy.vander`."""
    return ops.vander(_array(x), N, increasing)


def mask_indices(n, mask_func, k=0):
    """The indices of a square matrix of ones that `mask_func` leaves other than zero. `numpy.mask_indices`."""
    return nonzero(mask_func(_apus.ones((n, n), dtype=_apus.int64), k) != 0)


def tril_indices(n, k=0, m=None):
    """The indices of the elements on and below diagonal `k`. `numpy.tril_indices`."""
    return nonzero(tri(n, m, k=k, dtype=_apus.bool))


def triu_indices(n, k=0, m=None):
    """The indices of the elements on and above diagonal `k`. `numpy.triu_indices`."""
    return nonzero(ops.logical_not(tri(n, m, k=k - 1, dtype=_apus.bool)))


def tril_indices_from(arr, k=0):
    """The indices of a matrix's elements on and below diagonal `k`. `numpy.tril_indices_from`."""
    if arr.ndim != 2:
        raise ValueError("input array must be 2-d")
    return tril_indices(arr.shape[-2], k=k, m=arr.shape[-1])


def triu_indices_from(arr, k=0):
    """The indices of a matrix's elements on and above diagonal `k`. `numpy.triu_indices_from`."""
    if arr.ndim != 2:
        raise ValueError("input array must be 2-d")
    return triu_indices(arr.shape[-2], k=k, m=arr.shape[-1])


# Grids between brackets

class _Grid:
    """Coordinates of a grid, given by slices between brackets; an imaginary step is a number of points."""

    def __init__(self, sparse):
        self._sparse = sparse

    def __getitem__(self, key):
        if not isinstance(key, tuple):
            return self._line(key)
        lines = [self._line(one, key) for one in key]
        axes = [ops.reshape(line, (1,) * axis + (-1,) + (1,) * (len(lines) - axis - 1)) for axis, line in enumerate(lines)]
        if self._sparse:
            return tuple(axes)
        if not axes:
            return _apus.empty((0,), dtype=_apus.int64)
        shape = tuple(line.size for line in lines)
        return ops.stack([ops.broadcast_to(one, shape) for one in axes], 0)

    def _line(self, key, keys=None):
        """The coordinates along one axis, in the dtype that all bounds and steps meet in."""
        start, step = 0 if key.start is None else key.start, 1 if key.step is None else key.step
        count = None
        dtype = result_type(_apus.int64, *_numbers(keys or (key,))) if _plain(keys or (key,)) else result_type(*_numbers(keys or (key,)))
        if _is_complex(step):
            count = int(builtins.abs(complex(step)))
            step = (key.stop - start) / float(count - 1) if count != 1 else 1
        elif keys is None:
            return _apus.arange(_python(start), _python(key.stop), _python(step))
        else:
            count = math.ceil((key.stop - start) / step)
        steps = ops.mul(_apus.arange(count, dtype=dtype), _python(step))
        return ops.astype(ops.add(steps, _python(start)), dtype)


def _is_complex(x):
    """Whether a number, of Python's or an array without axes, is complex."""
    return isinstance(x, complex) or getattr(x, "dtype", None) in KINDS["complex floating"]


def _python(x):
    return x.item() if hasattr(x, "item") else x


def _plain(keys):
    """Whether all numbers of a grid are Python's, which have no dtype of their own."""
    return builtins.all(isinstance(number, (int, float)) for number in _numbers(keys))


def _numbers(keys):
    """The numbers by which the dtype of a grid is found."""
    for key in keys:
        for number in (key.start, key.stop, key.step):
            if number is not None:
                yield builtins.abs(number) if _is_complex(number) else number


#: Coordinates of a dense grid: `mgrid[0:3, 0:1:5j]`. `numpy.mgrid`.
mgrid = _Grid(sparse=False)
#: Coordinates of an open grid, one array an axis. `numpy.ogrid`.
ogrid = _Grid(sparse=True)


class _Concatenator:
    """Arrays, numbers and slices between brackets, put one after another."""

    def __init__(self, axis=0, ndmin=1, trans1d=-1):
        self._defaults = axis, ndmin, trans1d

    def __len__(self):
        return 0

    def __getitem__(self, key):
        axis, ndmin, place = self._defaults
        pieces, kinds = [], []
        for position, item in enumerate(key if isinstance(key, tuple) else (key,)):
            if isinstance(item, str):
                if position != 0:
                    raise ValueError("special directives must be the first entry.")
                axis, ndmin, place = self._directive(item)
                continue
            piece, kind = self._piece(item, ndmin, place)
            pieces.append(piece)
            kinds.append(kind)
        if not pieces:
            raise ValueError("need at least one array to concatenate")
        dtype = result_type(*kinds) if builtins.any(not _is_number(kind) for kind in kinds) else concatenate(pieces, axis).dtype
        return concatenate([ops.astype(piece, dtype) for piece in pieces], axis)

    def _directive(self, text):
        axis, ndmin, place = self._defaults
        if "," in text:
            try:
                numbers = [int(part) for part in text.split(",")]
                axis, ndmin = numbers[:2]
                return axis, ndmin, numbers[2] if len(numbers) == 3 else place
            except Exception as error:
                raise ValueError(f"unknown special directive {text!r}") from error
        try:
            return int(text), ndmin, place
        except (ValueError, TypeError) as error:
            raise ValueError("unknown special directive") from error

    def _piece(self, item, ndmin, place):
        """An item as an array of `ndmin` axes at least, and what it says of the dtype."""
        if isinstance(item, slice):
            start, step = 0 if item.start is None else item.start, 1 if item.step is None else item.step
            if _is_complex(step):
                piece = _apus.linspace(_python(start), _python(item.stop), int(builtins.abs(complex(step))))
            else:
                piece = _apus.arange(_python(start), _python(item.stop), _python(step))
            piece = _padded(piece, ndmin)
            return (ops.swapaxes(piece, -1, place) if ndmin > 1 and place != -1 else piece), piece.dtype
        array = _array(item)
        if _is_number(item):
            return _padded(array, ndmin), item
        piece = _padded(array, ndmin)
        if place != -1 and array.ndim < ndmin:
            added = ndmin - array.ndim
            first = place + added + 1 if place < 0 else place
            axes = list(range(ndmin))
            piece = ops.permute(piece, axes[:first] + axes[added:] + axes[first:added])
        return piece, piece.dtype


def _is_number(x):
    return isinstance(x, (builtins.bool, int, float, complex))


def _padded(array, ndmin):
    """An array with leading axes until there are enough."""
    return ops.reshape(array, (1,) * (ndmin - array.ndim) + array.shape) if array.ndim < ndmin else array


#: Arrays, numbers and slices put along the first axis: `r_[1, 2:5, x]`. `numpy.r_`.
r_ = _Concatenator(0)
#: Vectors as columns, put along the last axis. `numpy.c_`.
c_ = _Concatenator(-1, ndmin=2, trans1d=0)


class _IndexExpression:
    """What stands between brackets, as it would reach an array."""

    def __init__(self, maketuple):
        self._maketuple = maketuple

    def __getitem__(self, item):
        return (item,) if self._maketuple and not isinstance(item, tuple) else item


#: What stands between brackets. `numpy.s_`.
s_ = _IndexExpression(maketuple=False)
#: What stands between brackets, always as a tuple. `numpy.index_exp`.
index_exp = _IndexExpression(maketuple=True)


class ndindex:
    """All indices of a shape in row-major order. `numpy.ndindex`."""

    def __init__(self, *shape):
        if len(shape) == 1 and isinstance(shape[0], tuple):
            shape = shape[0]
        if builtins.any(size < 0 for size in shape):
            raise ValueError("negative dimensions are not allowed")
        self._indices = itertools.product(*map(range, shape))

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._indices)


class ndenumerate:
    """The indices of all elements, with the elements. `numpy.ndenumerate`."""

    def __init__(self, arr):
        self._array = _array(arr)
        self._indices = ndindex(self._array.shape)

    def __iter__(self):
        return self

    def __next__(self):
        index = next(self._indices)
        return index, self._array[index]


# Bits

def packbits(a, /, axis=None, bitorder="big"):
    """Eight truth values as the bits of a byte. `numpy.packbits`."""
    return ops.packbits(_array(a), axis, bitorder)


def unpackbits(a, /, axis=None, count=None, bitorder="big"):
    """The bits of bytes, each as a byte. `numpy.unpackbits`."""
    return ops.unpackbits(_array(a), axis, count, bitorder)
