"""Decides whether two arrays agree."""

import numpy as np
import torch

from arrays import BFLOAT16

# Bits of the significand and the smallest exponent of a normal number.
FORMATS = {"float16": (11, -14), BFLOAT16: (8, -126), "float32": (24, -126), "float64": (53, -1022),
           "complex64": (24, -126), "complex128": (53, -1022)}


def spacing(values, dtype):
    """The distance between neighbouring floats at `values`."""
    bits, smallest = FORMATS[dtype]
    with np.errstate(all="ignore"):
        exponent = np.where(np.isfinite(values) & (values != 0), np.frexp(values)[1] - 1, smallest)
    return np.ldexp(1.0, (np.maximum(exponent, smallest) - (bits - 1)).astype(int))


def as_numpy(value):
    """A peer's result as (dtype name, NumPy array; bfloat16 as float32)."""
    if isinstance(value, torch.Tensor):
        value = value.detach().resolve_conj().resolve_neg()
        name = str(value.dtype).removeprefix("torch.")
        return name, (value.float() if name == BFLOAT16 else value).numpy()
    value = np.asarray(value)
    return str(value.dtype), value


class Tolerance:
    """How far two results may be apart: `ulps` units in the last place, of each element or of `scale`, an array of
    magnitudes (such as the sum of the absolute values) or None."""

    def __init__(self, ulps=0, signed_zero=True):
        self.ulps, self.signed_zero = ulps, signed_zero


def difference(ours, theirs, dtype, tolerance, scale=None):
    """None if the arrays agree, else what is wrong."""
    if ours.shape != theirs.shape:
        return f"shape {list(ours.shape)} instead of {list(theirs.shape)}"
    if dtype not in FORMATS:
        wrong = ours != theirs
        return worst(ours, theirs, wrong)
    if np.iscomplexobj(ours) or np.iscomplexobj(theirs):
        return complex_difference(np.asarray(ours, np.complex128), np.asarray(theirs, np.complex128), dtype, tolerance, scale)
    a, b = np.asarray(ours, np.float64), np.asarray(theirs, np.float64)
    with np.errstate(all="ignore"):
        same = (a == b) | (np.isnan(a) & np.isnan(b))
        if tolerance.ulps > 0:
            # A peer may take a subnormal number for zero.
            smallest = np.ldexp(1.0, FORMATS[dtype][1] + 1)
            same |= (np.abs(a) < smallest) & (np.abs(b) < smallest)
        if tolerance.signed_zero:
            same &= (np.signbit(a) == np.signbit(b)) | (a != 0) | np.isnan(a)
        magnitude = np.maximum(np.abs(a), np.abs(b))
        if scale is not None:
            magnitude = np.maximum(magnitude, finite(np.abs(np.asarray(scale, np.float64))))
            same |= (a == b)
        close = np.isfinite(a) & np.isfinite(b) & (np.abs(a - b) <= tolerance.ulps * spacing(magnitude, dtype)) & (tolerance.ulps > 0)
        if scale is None:
            close &= (np.abs(a) + np.abs(b)) > 0
        # A result beside the largest number may be infinite in one of the two.
        if tolerance.ulps > 0:
            close |= overflow_border(a, b, dtype, tolerance.ulps) | overflow_border(b, a, dtype, tolerance.ulps)
    return worst(a, b, ~(same | close))


def finite(scale):
    """A magnitude that counts: the largest number for a sum of magnitudes that overflowed, nothing for NaN."""
    return np.where(np.isnan(scale), 0, np.minimum(scale, np.finfo(np.float64).max))


def overflow_border(a, b, dtype, ulps):
    bits, smallest = FORMATS[dtype]
    largest = np.ldexp(2 - np.ldexp(1.0, 1 - bits), -smallest + 1)
    return np.isinf(a) & np.isfinite(b) & (np.sign(a) == np.sign(b)) & (np.abs(b) >= largest * (1 - ulps * 2.0 ** (1 - bits)))


def complex_difference(a, b, dtype, tolerance, scale):
    with np.errstate(all="ignore"):
        def nan(z): return np.isnan(z.real) | np.isnan(z.imag)
        same = (a == b) | (nan(a) & nan(b)) | (np.isinf(a) & np.isinf(b))
        magnitude = np.maximum(np.abs(a), np.abs(b))
        if scale is not None:
            magnitude = np.maximum(magnitude, finite(np.abs(scale)))
        close = np.isfinite(magnitude) & (np.abs(a - b) <= 2 * tolerance.ulps * spacing(magnitude, dtype))
    return worst(a, b, ~(same | close))


def worst(a, b, wrong):
    if not np.any(wrong):
        return None
    where = np.unravel_index(np.argmax(wrong), wrong.shape)
    return (f"{np.count_nonzero(wrong)} of {wrong.size} differ, first at {[int(i) for i in where]}: {a[where]!r} instead of "
            f"{b[where]!r}")


def gradient_difference(ours, theirs, rtol):
    """Gradients agree where they differ by no more than `rtol`, relative to the element or (a thousandth as much) to the
    largest element."""
    if ours.shape != theirs.shape:
        return f"shape {list(ours.shape)} instead of {list(theirs.shape)}"
    if ours.size == 0:
        return None
    with np.errstate(all="ignore"):
        largest = max(np.nanmax(np.where(np.isfinite(theirs), np.abs(theirs), 0)), 1e-2)
        same = (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))
        close = np.abs(ours - theirs) <= rtol * (np.abs(theirs) + 1e-3 * largest)
    return worst(ours, theirs, ~(same | close))
