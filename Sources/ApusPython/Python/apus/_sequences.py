"""Functions of signals and grids: interpolation, convolution, differences, integrals, windows, with NumPy's arguments."""

import _apus
from _apus import Tensor, ops

from ._arguments import COMPLEX, FLOATS, array, axes_in, index, like


def interp(x, xp, fp, left=None, right=None, period=None):
    """The values at `x` of the function that goes straight from each point (`xp`, `fp`) to the next. `numpy.interp`."""
    x = array(x)
    left = left if left is None else like(left, x)
    right = right if right is None else like(right, x)
    if period is not None:
        period = float(period)
    return ops.interp(x, like(xp, x), like(fp, x), left, right, period)


_MODES = {0: "valid", 1: "same", 2: "full"}


def convolve(a, v, mode="full"):
    """The convolution of two vectors. `numpy.convolve`."""
    a = array(a)
    return ops.convolve(a, like(v, a), _MODES.get(mode, mode))


def correlate(a, v, mode="valid"):
    """The correlation of two vectors. `numpy.correlate`."""
    a = array(a)
    return ops.correlate(a, like(v, a), _MODES.get(mode, mode))


def trapezoid(y, x=None, dx=1.0, axis=-1):
    """The integral of `y` along `axis` by the trapezoidal rule, at positions `x` or `dx` apart. `numpy.trapezoid`."""
    y = array(y)
    return ops.trapezoid(y, x if x is None else like(x, y), dx, axis)


def gradient(f, *varargs, axis=None, edge_order=1):
    """The derivatives of values on a grid along each axis, or along `axis`. `numpy.gradient`."""
    f = array(f)
    axes = axes_in(axis, f.ndim)
    spacing = [like(one, f) for one in varargs]
    if len(spacing) > 1 and len(spacing) != len(axes) or len(spacing) == 1 and spacing[0].ndim and len(axes) != 1:
        raise TypeError("invalid number of arguments")
    results = ops.gradient(f, spacing or None, axes, edge_order)
    return results[0] if len(axes) == 1 else tuple(results)


def ediff1d(ary, to_end=None, to_begin=None):
    """The differences of neighbours in row-major order, between `to_begin` and `to_end`. `numpy.ediff1d`."""
    x = array(ary)
    return ops.ediff1d(x, to_end if to_end is None else like(to_end, x), to_begin if to_begin is None else like(to_begin, x))


def unwrap(p, discont=None, axis=-1, *, period=6.283185307179586):
    """Phases with multiples of the period added so that no step is larger than half of it. `numpy.unwrap`."""
    return ops.unwrap(array(p), discont, axis, period)


def i0(x):
    """The modified Bessel function of the first kind of order 0. `numpy.i0`."""
    x = array(x)
    if x.dtype in COMPLEX:
        raise TypeError("i0 not supported for complex values")
    return ops.i0(x if x.dtype in FLOATS else ops.astype(x, _apus.float64))


def sinc(x):
    """sin πx ÷ πx, 1 at 0. `numpy.sinc`."""
    return ops.sinc(array(x))


# Windows.

def _window(M, make):
    count = float(M)
    if count < 1:
        return _apus.empty(0, dtype=_apus.float64)
    if count == 1:
        return _apus.ones(1, dtype=_apus.float64)
    return make(_apus.arange(1 - count, count, 2), count - 1)


def _cosine(points, factor, last):
    return ops.cos(factor * 3.141592653589793 * points / last)


def bartlett(M):
    """A triangular window of `M` points that is 0 at both ends. `numpy.bartlett`."""
    return _window(M, lambda n, last: ops.where(n <= 0, 1 + n / last, 1 - n / last))


def blackman(M):
    """A window of `M` points of two cosines. `numpy.blackman`."""
    return _window(M, lambda n, last: 0.42 + 0.5 * _cosine(n, 1, last) + 0.08 * _cosine(n, 2.0, last))


def hamming(M):
    """A window of `M` points, 0.54 and 0.46 of a cosine. `numpy.hamming`."""
    return _window(M, lambda n, last: 0.54 + 0.46 * _cosine(n, 1, last))


def hanning(M):
    """A window of `M` points, half and half of a cosine. `numpy.hanning`."""
    return _window(M, lambda n, last: 0.5 + 0.5 * _cosine(n, 1, last))


def kaiser(M, beta):
    """Kaiser's window of `M` points with a parameter that says how steep it is. `numpy.kaiser`."""
    beta = float(beta)

    def make(n, last):
        n = _apus.arange(0, last + 1)
        t = (n - last / 2) / (last / 2)
        return ops.i0(beta * ops.sqrt(1 - t * t)) / ops.i0(_apus.asarray(beta))

    return _window(M, make)
