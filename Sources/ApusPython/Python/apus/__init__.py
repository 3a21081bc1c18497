"""Apus in Python: the array API standard, revision 2025.12, over arrays that share memory with NumPy, PyTorch and JAX.

The functions of the standard take and give `Array` (NumPy's conventions) and work on `Tensor` (PyTorch's conventions, with
automatic differentiation) too. Every operation that Apus has is in `apus.ops`, by PyTorch's names.
"""

from _apus import Array, DType, Tensor
from _apus import (
    ArgumentError, AxisError, ConversionError, DTypeError, OutOfMemoryError, ReadOnlyError, ShapeError, StateDictError,
)
from _apus import (
    bfloat16, bool, complex64, complex128, float16, float32, float64, int8, int16, int32, int64, uint8, uint16, uint32, uint64,
)
from _apus import bernoulli, grad, is_grad_enabled, manual_seed, rand, randint, randn, randperm, set_grad_enabled

# The functions of the operation table themselves, without a function of Python around them.
from _apus.ops import (
    abs, absolute, acos, acosh, add, arccos, arccosh, arcsin, arcsinh, arctan, arctan2, arctanh, asin, asinh, atan, atan2, atanh,
    bitwise_and, bitwise_invert, bitwise_left_shift, bitwise_not, bitwise_or, bitwise_right_shift, bitwise_xor, ceil, conj,
    conjugate, copysign, cos, cosh, divide, exp, expm1, floor, floor_divide, greater, greater_equal, hypot, imag, isfinite,
    isinf, isnan, less, less_equal, log, log1p, log2, log10, logaddexp, logical_and, logical_not, logical_or, logical_xor,
    matmul, matrix_transpose, maximum, minimum, multiply, negative, nextafter, not_equal, pow, power, real, reciprocal,
    remainder, sign, signbit, sin, sinh, sqrt, square, subtract, tan, tanh, true_divide, trunc,
)
from _apus.ops import bitwise_invert as invert
from _apus.ops import bitwise_left_shift as left_shift
from _apus.ops import bitwise_right_shift as right_shift
from _apus.ops import eq as equal
from _apus.ops import remainder as mod

from _apus import Array as ndarray
from _apus import DType as dtype
from _apus import ufunc

from . import exceptions, fft, lib, linalg, nn, ops, optim, random
from . import _methods as _methods
from . import _ufuncs as _ufuncs
from ._creation import (
    arange, array, asanyarray, asarray, ascontiguousarray, asfortranarray, copy, empty, empty_like, from_dlpack, fromfunction,
    fromiter, full, full_like, geomspace, linspace, logspace, meshgrid, ones, ones_like, require, tensor, zeros, zeros_like,
)
from ._differentiation import enable_grad, no_grad
from ._dtypes import (
    astype, can_cast, finfo, iinfo, isdtype, isscalar, issubdtype, iterable, min_scalar_type, promote_types, result_type,
)
from ._elementwise import clip, positive
from ._errors import errstate, geterr, geterrcall, seterr, seterrcall
from ._flat import broadcast, flatiter
from ._info import __array_namespace_info__
from ._memory import isfortran, may_share_memory, shares_memory
from ._products import cross, dot, inner, kron, matvec, outer, tensordot, trace, vdot, vecdot, vecmat
from ._reductions import (
    all, amax, amin, any, argmax, argmin, around, count_nonzero, cumprod, cumsum, cumulative_prod, cumulative_sum, diff, max,
    mean, min, prod, ptp, round, std, sum, var,
)
from ._scalars import (
    False_, ScalarType, True_, bool_, byte, cdouble, complexfloating, csingle, double, floating, generic, half, inexact, int_, intc, integer, intp, long,
    longlong, number, sctypeDict, short, signedinteger, single, typecodes, ubyte, uint, uintc, uintp, ulong, ulonglong,
    unsignedinteger, ushort,
)
from ._searching import argsort, sort, where
from ._shapes import ndim, shape, size, unstack

# Sets, shapes, indices and orders, as NumPy has them.
from ._arrangement import (
    apply_along_axis, apply_over_axes, argpartition, array_split, as_strided, atleast_1d, atleast_2d, atleast_3d, block,
    broadcast_arrays, broadcast_shapes, broadcast_to, column_stack, concat, concatenate, dsplit, dstack, expand_dims, hsplit,
    hstack, in1d, intersect1d, isin, lexsort, moveaxis, partition, permute_dims, put_along_axis, ravel, repeat, reshape, resize,
    roll, rollaxis, searchsorted, setdiff1d, setxor1d, sliding_window_view, split, squeeze, stack, swapaxes, take_along_axis,
    tile, transpose, union1d, unique, unique_all, unique_counts, unique_inverse, unique_values, vsplit, vstack,
)
from ._indices import (
    argwhere, c_, choose, compress, diag, diag_indices, diag_indices_from, diagflat, diagonal, eye, fill_diagonal, flatnonzero,
    identity, index_exp, indices, ix_, mask_indices, mgrid, ndenumerate, ndindex, nonzero, ogrid, packbits, put, putmask, r_,
    ravel_multi_index, s_, take, tri, tril, tril_indices, tril_indices_from, triu, triu_indices, triu_indices_from,
    unpackbits, unravel_index, vander,
)
from ._einsum import einsum, einsum_path
from ._padding import pad
# Texts, files and polynomials.
from ._files import NpzFile, frombuffer, fromfile, load, save, savez, savez_compressed
from ._text import fromstring, genfromtxt, loadtxt, savetxt
from . import polynomial
from ._poly1d import poly, poly1d, polyadd, polyder, polydiv, polyfit, polyint, polymul, polysub, polyval, roots

# Statistics, sequences, and what kind of numbers arrays have, as NumPy has them.
from _apus.ops import (
    bitwise_count, cbrt, deg2rad, degrees, exp2, fmax, fmin, fmod, frexp, gcd, heaviside, lcm, ldexp, logaddexp2, modf, rad2deg,
    radians, spacing,
)
from ._kinds import (
    allclose, angle, array_equal, array_equiv, asarray_chkfinite, common_type, divmod, fabs, fix, float_power, isclose,
    iscomplex, iscomplexobj, isneginf, isposinf, isreal, isrealobj, mintypecode, nan_to_num, real_if_close, rint,
)
from ._order_statistics import (
    median, nanargmax, nanargmin, nancumprod, nancumsum, nanmax, nanmean, nanmedian, nanmin, nanpercentile, nanprod,
    nanquantile, nanstd, nansum, nanvar, percentile, quantile,
)
from ._pieces import (
    append, copyto, delete, extract, flip, fliplr, flipud, insert, piecewise, place, rot90, select, sort_complex,
    trim_zeros,
)
from ._sequences import (
    bartlett, blackman, convolve, correlate, ediff1d, gradient, hamming, hanning, i0, interp, kaiser, sinc, trapezoid, unwrap,
)
from ._statistics import (
    average, bincount, corrcoef, cov, digitize, histogram, histogram2d, histogram_bin_edges, histogramdd,
)
from ._vectorize import vectorize

# Printing.
from ._printing import (
    array2string, array_repr, array_str, format_float_positional, format_float_scientific, get_printoptions, printoptions,
    set_printoptions,
)

__array_api_version__ = "2025.12"

e = 2.718281828459045
euler_gamma = 0.5772156649015329
inf = float("inf")
nan = float("nan")
little_endian = True
newaxis = None
pi = 3.141592653589793
