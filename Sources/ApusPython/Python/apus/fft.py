"""Fourier transforms, as in `numpy.fft` and the array API standard's extension; of tensors with PyTorch's rules.

The computing is done by `apus.ops.fft_fft` and its kin, which take tensors with PyTorch's arguments.
"""

import operator
import warnings

import _apus
from _apus import ops

__all__ = [
    "fft", "ifft", "rfft", "irfft", "hfft", "ihfft", "fft2", "ifft2", "rfft2", "irfft2", "fftn", "ifftn", "rfftn", "irfftn",
    "hfft2", "ihfft2", "hfftn", "ihfftn", "fftfreq", "rfftfreq", "fftshift", "ifftshift",
]


def _given(a):
    return a if isinstance(a, (_apus.Array, _apus.Tensor)) else _apus.asarray(a)


def _line(function, a, n, axis, norm, out):
    return _written(function(_given(a), None if n is None else operator.index(n), operator.index(axis), norm or "backward"), out)


def _written(result, out):
    """The result, in `out` if that is given."""
    if out is None:
        return result
    if isinstance(out, tuple) and len(out) == 1:
        out = out[0]
    if not isinstance(out, (_apus.Array, _apus.Tensor)):
        raise TypeError("return arrays must be of ArrayType: out is a " + type(out).__name__)
    if tuple(out.shape) != tuple(result.shape):
        raise ValueError(f"output array has wrong shape: {tuple(out.shape)} for a result of {tuple(result.shape)}")
    if _rank(result.dtype) > _rank(out.dtype):
        raise TypeError(f"Cannot cast a {result.dtype} result to the {out.dtype} of out")
    out[...] = result
    return out


def _rank(dtype):
    """The place of a dtype's kind among those of numbers: a cast must not go down."""
    name = dtype.name
    return 3 if name.startswith("complex") else 2 if "float" in name else 1 if "int" in name else 0


def _grid(function, a, s, axes, norm, out):
    a = _given(a)
    if s is not None:
        s = [s] if isinstance(s, int) else list(s)
        if axes is None and not isinstance(a, _apus.Tensor):
            warnings.warn(
                "`axes` should not be `None` if `s` is not `None`: name the axes that the sizes are for", DeprecationWarning,
                stacklevel=3)
        if any(size is None for size in s):
            warnings.warn(
                "Passing an array containing `None` values to `s` is deprecated: -1 stands for all points of an axis",
                DeprecationWarning, stacklevel=3)
            s = _without_none(a, s, axes, function)
        s = tuple(operator.index(size) for size in s)
    if axes is not None:
        axes = (operator.index(axes),) if isinstance(axes, int) else tuple(operator.index(axis) for axis in axes)
    return _written(function(a, s, axes, norm or "backward"), out)


def _without_none(a, s, axes, function):
    """Sizes in which those that are not given are what the transform along that axis takes by default."""
    places = range(-len(s), 0) if axes is None else axes
    halves = function in (ops.fft_irfft2, ops.fft_irfftn, ops.fft_hfft2, ops.fft_hfftn)
    sizes = [a.shape[axis] if size is None else size for size, axis in zip(s, places)]
    if halves and sizes and s[-1] is None:
        sizes[-1] = 2 * (sizes[-1] - 1)
    return sizes


def fft(a, n=None, axis=-1, norm=None, out=None):
    """The discrete Fourier transform along an axis, with `n` points. `numpy.fft.fft`."""
    return _line(ops.fft_fft, a, n, axis, norm, out)


def ifft(a, n=None, axis=-1, norm=None, out=None):
    """The inverse discrete Fourier transform along an axis. `numpy.fft.ifft`."""
    return _line(ops.fft_ifft, a, n, axis, norm, out)


def rfft(a, n=None, axis=-1, norm=None, out=None):
    """The first half of the Fourier transform of real numbers along an axis: the rest are its conjugates. `numpy.fft.rfft`."""
    return _line(ops.fft_rfft, a, n, axis, norm, out)


def irfft(a, n=None, axis=-1, norm=None, out=None):
    """Real numbers of the first half of their Fourier transform; `n` of them, by default 2 (m - 1) of m. `numpy.fft.irfft`."""
    return _line(ops.fft_irfft, a, n, axis, norm, out)


def hfft(a, n=None, axis=-1, norm=None, out=None):
    """The real Fourier transform of numbers with Hermitian symmetry, of which the first half is given. `numpy.fft.hfft`."""
    return _line(ops.fft_hfft, a, n, axis, norm, out)


def ihfft(a, n=None, axis=-1, norm=None, out=None):
    """The first half of the inverse Fourier transform of real numbers: the inverse of `hfft`. `numpy.fft.ihfft`."""
    return _line(ops.fft_ihfft, a, n, axis, norm, out)


def fft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    """The discrete Fourier transform, along two axes. `numpy.fft.fft2`."""
    return _grid(ops.fft_fft2, a, s, axes, norm, out)


def ifft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    """The inverse discrete Fourier transform, along two axes. `numpy.fft.ifft2`."""
    return _grid(ops.fft_ifft2, a, s, axes, norm, out)


def rfft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    """Half, along the last axis, of the Fourier transform of real numbers, along two axes. `numpy.fft.rfft2`."""
    return _grid(ops.fft_rfft2, a, s, axes, norm, out)


def irfft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    """Real numbers of half of their Fourier transform: the inverse of `rfft2`, along two axes. `numpy.fft.irfft2`."""
    return _grid(ops.fft_irfft2, a, s, axes, norm, out)


def hfft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    """The real Fourier transform of numbers with Hermitian symmetry, given by half, along two axes. `torch.fft.hfft2`."""
    return _grid(ops.fft_hfft2, a, s, axes, norm, out)


def ihfft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    """Half, along the last axis, of the inverse Fourier transform of real numbers, along two axes. `torch.fft.ihfft2`."""
    return _grid(ops.fft_ihfft2, a, s, axes, norm, out)


def fftn(a, s=None, axes=None, norm=None, out=None):
    """The discrete Fourier transform, along several axes. `numpy.fft.fftn`."""
    return _grid(ops.fft_fftn, a, s, axes, norm, out)


def ifftn(a, s=None, axes=None, norm=None, out=None):
    """The inverse discrete Fourier transform, along several axes. `numpy.fft.ifftn`."""
    return _grid(ops.fft_ifftn, a, s, axes, norm, out)


def rfftn(a, s=None, axes=None, norm=None, out=None):
    """Half, along the last axis, of the Fourier transform of real numbers, along several axes. `numpy.fft.rfftn`."""
    return _grid(ops.fft_rfftn, a, s, axes, norm, out)


def irfftn(a, s=None, axes=None, norm=None, out=None):
    """Real numbers of half of their Fourier transform: the inverse of `rfftn`, along several axes. `numpy.fft.irfftn`."""
    return _grid(ops.fft_irfftn, a, s, axes, norm, out)


def hfftn(a, s=None, axes=None, norm=None, out=None):
    """The real Fourier transform of numbers with Hermitian symmetry, given by half, along several axes. `torch.fft.hfftn`."""
    return _grid(ops.fft_hfftn, a, s, axes, norm, out)


def ihfftn(a, s=None, axes=None, norm=None, out=None):
    """Half, along the last axis, of the inverse Fourier transform of real numbers, along several axes. `torch.fft.ihfftn`."""
    return _grid(ops.fft_ihfftn, a, s, axes, norm, out)


def fftfreq(n, d=1.0, *, dtype=None, device=None):
    """The frequencies of the results of `fft` with `n` points whose distance is `d`. `numpy.fft.fftfreq`."""
    return _placed(ops.fft_fftfreq(_points(n, d), float(d), dtype), device)


def rfftfreq(n, d=1.0, *, dtype=None, device=None):
    """The frequencies of the results of `rfft` with `n` points whose distance is `d`. `numpy.fft.rfftfreq`."""
    return _placed(ops.fft_rfftfreq(_points(n, d), float(d), dtype), device)


def _points(n, d):
    """A number of points as NumPy takes it."""
    try:
        n = operator.index(n)
    except TypeError:
        raise ValueError("n should be an integer") from None
    if n * d == 0:
        raise ZeroDivisionError("frequencies of no points, or of points without distance")
    return n


def _placed(x, device):
    if device is not None and device != x.device and str(device) != str(x.device):
        raise ValueError(f"there is no device {device!r} for arrays")
    return x


def fftshift(x, axes=None):
    """A spectrum with the frequency 0 moved from the start to the middle of `axes`. `numpy.fft.fftshift`."""
    return ops.fft_fftshift(_given(x), axes)


def ifftshift(x, axes=None):
    """A spectrum with the frequency 0 moved back to the start: the inverse of `fftshift`. `numpy.fft.ifftshift`."""
    return ops.fft_ifftshift(_given(x), axes)
