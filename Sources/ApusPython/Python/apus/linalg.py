"""Linear algebra, as in `numpy.linalg` and the array API standard's extension; of tensors with PyTorch's rules.

The computing is done by `apus.ops.linalg_svd` and its kin, which take tensors with PyTorch's arguments. A matrix that has no
result, and an array that is no matrix, raise `LinAlgError`.
"""

import operator
import warnings
from typing import Any, NamedTuple

import _apus
from _apus import LinAlgError, ops

from . import _products
from ._operands import array as _array, written as _written

__all__ = [
    "LinAlgError", "cholesky", "cond", "cross", "det", "diagonal", "eig", "eigh", "eigvals", "eigvalsh", "expm", "inv", "lstsq", "lu",
    "lu_factor", "lu_solve", "matmul", "matrix_exp", "matrix_norm", "matrix_power", "matrix_rank", "matrix_transpose",
    "multi_dot", "norm", "outer", "pinv", "qr", "slogdet", "solve", "solve_triangular", "svd", "svdvals", "tensordot",
    "tensorinv", "tensorsolve", "trace", "vecdot", "vector_norm",
]


class EigResult(NamedTuple):
    """What `eig` gives."""

    eigenvalues: Any
    eigenvectors: Any


class EighResult(NamedTuple):
    """What `eigh` gives."""

    eigenvalues: Any
    eigenvectors: Any


class QRResult(NamedTuple):
    """What `qr` gives."""

    Q: Any
    R: Any


class SlogdetResult(NamedTuple):
    """What `slogdet` gives."""

    sign: Any
    logabsdet: Any


class SVDResult(NamedTuple):
    """What `svd` gives."""

    U: Any
    S: Any
    Vh: Any


#: What an argument is that is not given where None has a meaning.
_NOT_GIVEN = object()


def _bound(x):
    """A bound of singular values: a number, or an array of them."""
    return x if x is None or isinstance(x, (int, float)) else _array(x)


def _two_dimensional(*arrays):
    for array in arrays:
        if array.ndim != 2:
            raise LinAlgError(f"{array.ndim}-dimensional array given. Array must be two-dimensional")


def cholesky(a, /, *, upper=False):
    """The lower triangular L of A = L·Lᴴ, or with `upper` the U of A = Uᴴ·U. `numpy.linalg.cholesky`."""
    return ops.linalg_cholesky(_array(a), bool(upper))


def qr(a, mode="reduced"):
    """A = Q·R in one of the modes reduced, complete, r and raw. `numpy.linalg.qr`."""
    a = _array(a)
    if mode in ("f", "full"):
        warnings.warn("The 'full' option is deprecated in favor of 'reduced'.", DeprecationWarning, stacklevel=2)
        mode = "reduced"
    if mode in ("e", "economic"):
        warnings.warn("The 'economic' option is deprecated.", DeprecationWarning, stacklevel=2)
        return ops.matrix_transpose(ops.linalg_qr(a, "raw")[0])
    result = ops.linalg_qr(a, mode)
    if mode == "raw" or (mode == "r" and not isinstance(result, tuple)):
        return result
    return QRResult(*result)


def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    """A = U·diag(S)·Vᴴ, or the singular values alone. `numpy.linalg.svd`."""
    result = ops.linalg_svd(_array(a), bool(full_matrices), bool(compute_uv), bool(hermitian))
    return SVDResult(*result) if compute_uv else result


def svdvals(x, /):
    """The singular values, descending. `numpy.linalg.svdvals`."""
    return ops.linalg_svdvals(_array(x))


def eig(a):
    """The eigenvalues and eigenvectors of square matrices. `numpy.linalg.eig`."""
    return EigResult(*ops.linalg_eig(_array(a)))


def eigvals(a):
    """The eigenvalues of square matrices. `numpy.linalg.eigvals`."""
    return ops.linalg_eigvals(_array(a))


def eigh(a, UPLO="L"):
    """The eigenvalues, ascending, and eigenvectors of Hermitian matrices, from one triangle. `numpy.linalg.eigh`."""
    return EighResult(*ops.linalg_eigh(_array(a), UPLO))


def eigvalsh(a, UPLO="L"):
    """The eigenvalues, ascending, of Hermitian matrices, from one triangle. `numpy.linalg.eigvalsh`."""
    return ops.linalg_eigvalsh(_array(a), UPLO)


def solve(a, b):
    """The X of A·X = B for square matrices A. `numpy.linalg.solve`."""
    return ops.linalg_solve(_array(a), _array(b))


def solve_triangular(a, b, *, upper, left=True, unitriangular=False):
    """The X of A·X = B for triangular matrices A. `torch.linalg.solve_triangular`."""
    return ops.linalg_solve_triangular(_array(a), _array(b), upper=upper, left=left, unit=unitriangular)


def inv(a):
    """The inverse of square matrices. `numpy.linalg.inv`."""
    return ops.linalg_inv(_array(a))


def pinv(a, rcond=None, hermitian=False, *, rtol=_NOT_GIVEN):
    """The pseudoinverse; singular values up to `rcond` or `rtol` times the largest count as 0. `numpy.linalg.pinv`."""
    a = _array(a)
    if rcond is None:
        rcond = (None if isinstance(a, _apus.Tensor) else 1e-15) if rtol is _NOT_GIVEN else rtol
    elif rtol is not _NOT_GIVEN:
        raise ValueError("`rtol` and `rcond` can't be both set.")
    return ops.linalg_pinv(a, _bound(rcond), hermitian=bool(hermitian))


def matrix_rank(A, tol=None, hermitian=False, *, rtol=None):
    """How many singular values are above `tol`, or above `rtol` times the largest. `numpy.linalg.matrix_rank`."""
    if rtol is not None and tol is not None:
        raise ValueError("`tol` and `rtol` can't be both set.")
    return ops.linalg_matrix_rank(_array(A), _bound(rtol), _bound(tol), bool(hermitian))


def lstsq(a, b, rcond=None):
    """The X for which A·X is nearest to B, the squared distances, A's rank and singular values. `numpy.linalg.lstsq`."""
    a, b = _array(a), _array(b)
    if not isinstance(a, _apus.Tensor):
        _two_dimensional(a, *([] if b.ndim == 1 else [b]))
    return ops.linalg_lstsq(a, b, rcond)


def det(a):
    """The determinants of square matrices. `numpy.linalg.det`."""
    return ops.linalg_det(_array(a))


def slogdet(a):
    """The sign of determinants and the logarithm of their magnitude. `numpy.linalg.slogdet`."""
    return SlogdetResult(*ops.linalg_slogdet(_array(a)))


def lu(a):
    """P, L and U of A = P·L·U. `torch.linalg.lu`."""
    return ops.linalg_lu(_array(a))


def lu_factor(a):
    """L and U in one matrix, and the exchanges of rows, counted from 1. `torch.linalg.lu_factor`."""
    return ops.linalg_lu_factor(_array(a))


def lu_solve(lu, pivots, b, *, left=True, adjoint=False):
    """The X of A·X = B for what `lu_factor` gave for A. `torch.linalg.lu_solve`."""
    return ops.linalg_lu_solve(_array(lu), _array(pivots), _array(b), left, adjoint)


def expm(a):
    """The exponentials of square matrices, as `matrix_exp`. `scipy.linalg.expm`."""
    return matrix_exp(a)


def matrix_exp(a):
    """The exponentials of square matrices. `torch.linalg.matrix_exp`."""
    return ops.linalg_matrix_exp(_array(a))


def matrix_power(a, n):
    """Square matrices multiplied by themselves `n` times; negative powers are of the inverse. `numpy.linalg.matrix_power`."""
    try:
        n = operator.index(n)
    except TypeError as error:
        raise TypeError("exponent must be an integer") from error
    a = _array(a)
    if -2**63 < n < 2**63:
        return ops.linalg_matrix_power(a, n)
    # Exponents of more than 64 bits: the upper bits are a power of a power.
    high, low = divmod(abs(n), 2**62)
    base = inv(a) if n < 0 else a
    return ops.matmul(matrix_power(ops.linalg_matrix_power(base, 2**62), high), ops.linalg_matrix_power(base, low))


def norm(x, ord=None, axis=None, keepdims=False):
    """The norm of vectors along an axis, of matrices in two, or of all elements. `numpy.linalg.norm`."""
    if axis is not None and not isinstance(axis, tuple):
        try:
            axis = (int(axis),)
        except Exception as error:
            raise TypeError("'axis' must be None, an integer or a tuple of integers") from error
    return ops.linalg_norm(_array(x), ord, axis, bool(keepdims))


def matrix_norm(x, /, *, keepdims=False, ord="fro"):
    """The norms of the matrices in the last two axes. `numpy.linalg.matrix_norm`."""
    x = _array(x)
    return ops.linalg_norm(x, ord, (-2, -1), bool(keepdims)) if ord is not None else ops.linalg_matrix_norm(
        x, keepdims=bool(keepdims))


def vector_norm(x, /, *, axis=None, keepdims=False, ord=2):
    """The norm of the elements along axes, by default all, as one vector. `numpy.linalg.vector_norm`."""
    if isinstance(ord, str):
        raise ValueError(f"Invalid norm order '{ord}' for vectors")
    return ops.linalg_vector_norm(_array(x), 2 if ord is None else ord, axis, bool(keepdims))


def cond(x, p=None):
    """The condition number: the norm of a matrix times that of its inverse. `numpy.linalg.cond`."""
    return ops.linalg_cond(_array(x), p)


def multi_dot(arrays, *, out=None):
    """The product of several matrices in the order that needs the fewest multiplications. `numpy.linalg.multi_dot`."""
    return _written(ops.linalg_multi_dot([_array(array) for array in arrays]), out)


def tensorsolve(a, b, axes=None):
    """The X for which the sum of A·X over all of X's axes is B. `numpy.linalg.tensorsolve`."""
    return ops.linalg_tensorsolve(_array(a), _array(b), None if axes is None else [operator.index(axis) for axis in axes])


def tensorinv(a, ind=2):
    """The inverse of an array for `tensordot` over `ind` axes. `numpy.linalg.tensorinv`."""
    return ops.linalg_tensorinv(_array(a), operator.index(ind))


def outer(x1, x2, /):
    """The product of each element of one vector with each of another. `numpy.linalg.outer`."""
    x1, x2 = _array(x1), _array(x2)
    if x1.ndim != 1 or x2.ndim != 1:
        raise ValueError(
            f"Input arrays must be one-dimensional, but they are x1.ndim={x1.ndim} and x2.ndim={x2.ndim}.")
    return ops.outer(x1, x2)


def cross(x1, x2, /, *, axis=-1):
    """The cross products of the vectors along an axis, of three components each. `numpy.linalg.cross`."""
    x1, x2 = _array(x1), _array(x2)
    sizes = [ops.movedim(x, axis, -1).shape[-1] for x in (x1, x2)]
    if sizes != [3, 3]:
        raise ValueError(
            f"Both input arrays must be (arrays of) 3-dimensional vectors, but they are {sizes[0]} and {sizes[1]} dimensional "
            "instead.")
    return ops.linalg_cross(x1, x2, axis=axis)


def diagonal(x, /, *, offset=0):
    """A view of the diagonals of the matrices in the last two axes. `numpy.linalg.diagonal`."""
    return ops.diagonal(_array(x), offset, -2, -1)


def trace(x, /, *, offset=0, dtype=None):
    """The sums of the diagonals of the matrices in the last two axes. `numpy.linalg.trace`."""
    return ops.trace(_array(x), offset, -2, -1, dtype)


def matmul(x1, x2, /):
    """The matrix product. `numpy.linalg.matmul`."""
    return ops.matmul(_array(x1), _array(x2))


def matrix_transpose(x, /):
    """A view with the last two axes exchanged. `numpy.linalg.matrix_transpose`."""
    return ops.matrix_transpose(_array(x))


def tensordot(x1, x2, /, *, axes=2):
    """Products summed over several axes. `numpy.linalg.tensordot`."""
    return _products.tensordot(x1, x2, axes=axes)


def vecdot(x1, x2, /, *, axis=-1):
    """The inner products of the vectors along an axis, the first conjugated. `numpy.linalg.vecdot`."""
    return ops.vecdot(_array(x1), _array(x2), axis)
