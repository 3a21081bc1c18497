"""Functions of PyTorch's that are short combinations of operations of the table: `apus.ops` has them beside those.

They take and give what the operations in them do, and are differentiable where those are.
"""

import builtins
import itertools
import math

import _apus
import _apus.ops as _o

from ._form_support import axis_of, factor_of, finish, wide

# Products.


def mm(input, mat2):
    """The product of two matrices. `torch.mm`."""
    if input.ndim != 2 or mat2.ndim != 2:
        raise ValueError(f"mm of arrays with {input.ndim} and {mat2.ndim} axes; it takes matrices")
    return _o.matmul(input, mat2)


def mv(input, vec):
    """The product of a matrix and a vector. `torch.mv`."""
    if input.ndim != 2 or vec.ndim != 1:
        raise ValueError(f"mv of arrays with {input.ndim} and {vec.ndim} axes; it takes a matrix and a vector")
    return _o.matmul(input, vec)


def bmm(input, mat2):
    """The products of two batches of matrices. `torch.bmm`."""
    if input.ndim != 3 or mat2.ndim != 3 or input.shape[0] != mat2.shape[0]:
        raise ValueError(f"bmm of shapes {input.shape} and {mat2.shape}; it takes two batches of as many matrices")
    return _o.matmul(input, mat2)


def _sum_of(input, product, first, second, beta, alpha):
    beta, alpha = factor_of(input, beta), factor_of(input, alpha)
    scaled = product(first if alpha == 1 else first * alpha, second)
    return scaled if beta == 0 else (input if beta == 1 else input * beta) + scaled


@wide
def addmm(input, mat1, mat2, *, beta=1, alpha=1):
    """beta · input + alpha · (mat1 @ mat2). `torch.addmm`."""
    return _sum_of(input, mm, mat1, mat2, beta, alpha)


@wide
def addmv(input, mat, vec, *, beta=1, alpha=1):
    """beta · input + alpha · (mat @ vec). `torch.addmv`."""
    return _sum_of(input, mv, mat, vec, beta, alpha)


@wide
def baddbmm(input, batch1, batch2, *, beta=1, alpha=1):
    """beta · input + alpha · (batch1 @ batch2), matrix by matrix. `torch.baddbmm`."""
    return _sum_of(input, bmm, batch1, batch2, beta, alpha)


@wide
def addr(input, vec1, vec2, *, beta=1, alpha=1):
    """beta · input + alpha · the outer product of two vectors. `torch.addr`."""
    return _sum_of(input, _o.outer, vec1, vec2, beta, alpha)


@wide
def addcmul(input, tensor1, tensor2, *, value=1):
    """input + value · tensor1 · tensor2. `torch.addcmul`."""
    return input + (tensor1 * tensor2 if value == 1 else tensor1 * value * tensor2)


@wide
def addcdiv(input, tensor1, tensor2, *, value=1):
    """input + value · tensor1 / tensor2. `torch.addcdiv`."""
    return input + (tensor1 if value == 1 else tensor1 * value) / tensor2


def logdet(input):
    """The logarithm of the determinant: NaN where that is negative. `torch.logdet`."""
    sign, logarithm = _o.slogdet(input)
    return _o.log(sign) + logarithm


def dist(input, other, p=2):
    """The norm of a difference. `torch.dist`."""
    return _o.norm(input - other, p)


# Elements.


def clamp_min(input, min):
    """The larger of each element and a bound. `torch.clamp_min`."""
    return _o.clip(input, min)


def clamp_max(input, max):
    """The smaller of each element and a bound. `torch.clamp_max`."""
    return _o.clip(input, None, max)


def rsub(input, other, *, alpha=1):
    """other − alpha · input. `torch.rsub`."""
    return other - (input if alpha == 1 else input * alpha)


def frac(input):
    """What is left of each element without its integer part. `torch.frac`."""
    return input - _o.trunc(input)


def sgn(input):
    """Each element over its magnitude; of 0 it is 0. `torch.sgn`."""
    return _o.sign(input)


def positive(input):
    """The elements as they are. `torch.positive`."""
    return input


def conj_physical(input):
    """The conjugate of each element. `torch.conj_physical`."""
    return _o.conj(input)


@wide
def logit(input, eps=None):
    """log(x / (1 − x)) of each element x, with `eps` kept from 0 and 1 by as much. `torch.logit`."""
    x = input * 1.0
    if eps is not None:
        x = _o.where(x < eps, eps, _o.where(x > 1 - eps, 1 - eps, x))
    return _o.log(x / (1 - x))


@wide
def xlogy(input, other):
    """x · log(y), and 0 where x is 0 and y is not NaN. `torch.xlogy`."""
    return _times_log(input, other, _o.log)


@wide
def xlog1py(input, other):
    """x · log(1 + y), and 0 where x is 0 and y is not NaN. `torch.special.xlog1py`."""
    return _times_log(input, other, _o.log1p)


def _times_log(x, y, logarithm):
    # Where x is 0 the logarithm is that of 1, so that neither the product nor its derivative is 0 · ∞.
    x, y = (z if isinstance(z, _apus.ArrayBase) else _apus.Tensor(z) for z in (x, y))
    plain = (x != 0) | _o.isnan(y)
    safe = _o.where(plain, y, 1.0 if logarithm is _o.log else 0.0)
    return x * logarithm(safe)


@wide
def entr(input):
    """−x · log(x) of each element, 0 of 0, and −∞ of what is negative. `torch.special.entr`."""
    return _o.where(input < 0, -math.inf, -_times_log(input, input, _o.log))


@wide
def ndtr(input):
    """The normal law's distribution function. `torch.special.ndtr`."""
    return 0.5 * _o.erfc(input * -math.sqrt(0.5))


def isreal(input):
    """Whether the imaginary part of each element is 0. `torch.isreal`."""
    if "complex" in input.dtype.name:
        return _o.imag(input) == 0
    return _o.logical_or(input == input, input != input)


def equal(input, other):
    """Whether two arrays have one shape and equal elements. `torch.equal`."""
    return tuple(input.shape) == tuple(other.shape) and builtins.bool(_o.all(_o.eq(input, other)))


def allclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    """Whether all elements are close. `torch.allclose`."""
    return builtins.bool(_o.all(_o.isclose(input, other, rtol, atol, equal_nan)))


# Extremes and order.


def _extreme(all_of, along, pair, input, dim, keepdim):
    if dim is None:
        return all_of(input)
    if isinstance(dim, _apus.ArrayBase):
        return pair(input, dim)
    return along(input, dim, keepdim)


def max(input, dim=None, keepdim=False):
    """The largest element, the largest elements along an axis and where they are, or the larger of two. `torch.max`."""
    return _extreme(_o.amax, _o.max_with_indices, _o.maximum, input, dim, keepdim)


def min(input, dim=None, keepdim=False):
    """The smallest element, the smallest elements along an axis and where they are, or the smaller of two. `torch.min`."""
    return _extreme(_o.amin, _o.min_with_indices, _o.minimum, input, dim, keepdim)


def aminmax(input, *, dim=None, keepdim=False):
    """The smallest and the largest elements. `torch.aminmax`."""
    return _o.amin(input, dim, keepdim), _o.amax(input, dim, keepdim)


def msort(input):
    """The elements in ascending order along the first axis. `torch.msort`."""
    return _o.sort_values(input, 0)


def std_mean(input, dim=None, *, correction=1, keepdim=False, unbiased=None):
    """Standard deviations and means. `torch.std_mean`."""
    dim, correction = _freedom(dim, correction, unbiased)
    return _o.std(input, dim, correction=correction, keepdim=keepdim), _o.mean(input, dim, keepdim)


def var_mean(input, dim=None, *, correction=1, keepdim=False, unbiased=None):
    """Variances and means. `torch.var_mean`."""
    dim, correction = _freedom(dim, correction, unbiased)
    return _o.var(input, dim, correction=correction, keepdim=keepdim), _o.mean(input, dim, keepdim)


def _freedom(dim, correction, unbiased):
    """The axes and the correction, for which PyTorch's older calls have `unbiased`, and in place of the axes."""
    if isinstance(dim, builtins.bool):
        dim, unbiased = None, dim
    return dim, int(unbiased) if unbiased is not None else 1 if correction is None else correction


def trapz(y, x=None, *, dx=1, dim=-1):
    """Integrals by the trapezoidal rule. `torch.trapz`."""
    return _o.trapezoid(y, x, axis=dim) if x is not None else _o.trapezoid(y, dx=dx, axis=dim)


def bucketize(input, boundaries, *, out_int32=False, right=False):
    """The interval between boundaries in which each element lies. `torch.bucketize`."""
    places = _o.searchsorted(boundaries, input, side="right" if right else "left")
    return _o.astype(places, _apus.int32) if out_int32 else places


# Shapes and parts.


def _cut(x, dim, *slices):
    return x[(slice(None),) * axis_of(dim, x.ndim) + slices]


def t(input):
    """A matrix transposed; vectors and numbers as they are. `torch.t`."""
    if input.ndim > 2:
        raise ValueError(f"t of an array with {input.ndim} axes; it has at most two")
    return _o.swapaxes(input, 0, 1) if input.ndim == 2 else input


def fliplr(input):
    """The second axis reversed. `torch.fliplr`."""
    if input.ndim < 2:
        raise ValueError("fliplr needs two axes")
    return _o.flip(input, 1)


def flipud(input):
    """The first axis reversed. `torch.flipud`."""
    if input.ndim < 1:
        raise ValueError("flipud needs an axis")
    return _o.flip(input, 0)


def expand_as(input, other):
    """The array broadcast to another's shape. `torch.Tensor.expand_as`."""
    return _o.broadcast_to(input, tuple(other.shape))


def reshape_as(input, other):
    """The elements in another's shape. `torch.Tensor.reshape_as`."""
    return _o.reshape(input, tuple(other.shape))


def view_as(input, other):
    """The elements in another's shape. `torch.Tensor.view_as`."""
    return reshape_as(input, other)


def unflatten(input, dim, sizes):
    """One axis as several. `torch.unflatten`."""
    dim = axis_of(dim, input.ndim)
    return _o.reshape(input, (*input.shape[:dim], *sizes, *input.shape[dim + 1:]))


def select(input, dim, index):
    """The part at one place of an axis. `torch.select`."""
    return _cut(input, dim, index)


def narrow(input, dim, start, length):
    """The part between two places of an axis. `torch.narrow`."""
    size = input.shape[axis_of(dim, input.ndim)]
    start = int(start)
    start = start + size if start < 0 else start
    if not 0 <= start <= size or length < 0 or start + length > size:
        raise ValueError(f"{length} elements from {start} on, of {size}")
    return _cut(input, dim, slice(start, start + length))


def split(input, split_size_or_sections, dim=0):
    """Parts of one size, or of given sizes, along an axis. `torch.split`."""
    size = input.shape[axis_of(dim, input.ndim)]
    if isinstance(split_size_or_sections, int):
        each = split_size_or_sections
        if each < 0 or each == 0 and size > 0:
            raise ValueError(f"parts of {each} elements")
        return tuple(_cut(input, dim, slice(start, start + each)) for start in range(0, size, builtins.max(each, 1))) or (input,)
    return split_with_sizes(input, split_size_or_sections, dim)


def split_with_sizes(input, split_sizes, dim=0):
    """Parts of given sizes along an axis. `torch.split_with_sizes`."""
    if sum(split_sizes) != input.shape[axis_of(dim, input.ndim)] or builtins.min(split_sizes, default=0) < 0:
        raise ValueError(f"parts of {list(split_sizes)} of an axis of {input.shape[axis_of(dim, input.ndim)]}")
    ends = list(itertools.accumulate(split_sizes))
    return tuple(_cut(input, dim, slice(end - size, end)) for size, end in zip(split_sizes, ends))


def index_select(input, dim, index):
    """The parts that indices name along an axis. `torch.index_select`."""
    return _o.take(input, index if index.ndim else _o.reshape(index, (1,)), axis=dim) if input.ndim else _o.clone(input)


def index_fill(input, dim, index, value):
    """A copy with one number at the places that indices name along an axis. `torch.index_fill`."""
    if input.ndim == 0:
        return index_fill(_o.reshape(input, (1,)), dim, index, value)[0]
    dim = axis_of(dim, input.ndim)
    size = input.shape[dim]
    if _o.any((index < -size) | (index >= size)):
        raise IndexError(f"an index out of range for an axis of size {size}")
    named = _o.isin(_apus.Tensor(_apus.arange(size)), _o.where(index < 0, index + size, index))
    mask = _o.reshape(named, (size,) + (1,) * (input.ndim - 1 - dim))
    return _o.where(mask, value, input) if isinstance(value, _apus.ArrayBase) else _o.masked_fill(input, mask, value)


def repeat(input, *repeats):
    """The array several times along each axis; new axes come first. `torch.Tensor.repeat`."""
    repeats = tuple(repeats[0]) if len(repeats) == 1 and not isinstance(repeats[0], int) else repeats
    if len(repeats) < input.ndim:
        raise ValueError(f"{len(repeats)} repeats for {input.ndim} axes")
    return _o.tile(input, repeats)


def meshgrid(*tensors, indexing="ij"):
    """The coordinates of a grid's points. `torch.meshgrid`."""
    tensors = tensors[0] if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)) else tensors
    if indexing not in ("ij", "xy"):
        raise ValueError(f"indexing is 'ij' or 'xy', not {indexing!r}")
    sizes = tuple(x.size if not callable(x.size) else x.numel() for x in tensors)
    grids = [_o.broadcast_to(_o.reshape(x, (1,) * i + (-1,) + (1,) * (len(sizes) - 1 - i)), sizes) for i, x in enumerate(tensors)]
    return tuple(_o.swapaxes(grid, 0, 1) if indexing == "xy" and len(sizes) > 1 else grid for grid in grids)


finish(globals())
