"""Fourier transforms. The errors of results are relative to the root of the sum of the squares that go into them: up to log₂ n
units in the last place, in Apus and in the peer."""

import numpy as np
import torch

from arrays import ALL
from registry import operation

# Without half precision, in which NumPy rounds the factor of the norm.
DTYPES = [dtype for dtype in ALL if dtype not in ("float16", "bfloat16")]
NORMS = [None, "backward", "ortho", "forward"]
REAL_RESULTS = ("irfft", "hfft")


def energy(x, points, norm, forward):
    """What the results of a transform are large as: the norm of its operand, scaled as they are."""
    total = float(np.prod([float(n) for n in points]))
    with np.errstate(all="ignore"):
        values = np.asarray(x, np.complex128)
        size = np.sqrt(np.sum(np.abs(values) ** 2)) * 2
    scale = {"ortho": total ** -0.5, "forward": 1 / total if forward else 1}.get(norm, 1 if forward else 1 / total)
    return size * scale


def tame(draw, shape):
    """Numbers that are finite and not far apart: one of them counts in every result."""
    return draw.array(shape, low=-4, high=4, specials=False)


def with_axis(draw, rank):
    return draw.pick([None, draw.axis(rank)])


def line_sample(name):
    def sample(draw):
        shape = draw.shape(low=1, high=3, empty=False)  # of nothing NumPy's irfft gives what was in memory before
        axis = with_axis(draw, len(shape))
        n = draw.integer(1, 9 if draw.for_gradients else 40) if draw.maybe(0.5) else None
        return {"x": tame(draw, shape), "n": n, "axis": axis, "norm": draw.pick(NORMS)}
    return sample


def grid_sample(name, two):
    def sample(draw):
        shape = draw.shape(low=2 if two else 1, high=3, empty=False)
        rank = len(shape)
        count = 2 if two else draw.integer(1, rank)
        axes = [int(axis) - (rank if draw.maybe(0.3) else 0) for axis in draw.rng.permutation(rank)[:count]]
        s = [draw.integer(1, 6) for _ in axes] if draw.maybe() else None
        if s is None and draw.maybe(0.3):
            axes = None
        return {"x": tame(draw, shape), "s": s, "axes": axes, "norm": draw.pick(NORMS)}
    return sample


def line_numpy(name):
    def call(x, n=None, axis=-1, norm=None):
        return getattr(np.fft, name)(x, n, axis, norm)
    return call


def line_torch(name):
    def call(x, n=None, axis=-1, norm=None):
        return getattr(torch.fft, name)(x, n, axis, norm)
    return call


def line_scale(name):
    def call(x, n=None, axis=-1, norm=None):
        points = n or (2 * (x.shape[axis] - 1) if name in REAL_RESULTS else x.shape[axis])
        return energy(x, [max(points, 1)], norm, name in ("fft", "rfft", "hfft"))
    return call


def grid_arguments(s, axes, two):
    axes = axes if axes is not None else [-2, -1] if two else None
    return {"s": s} if axes is None else {"s": s, "axes": axes}


def grid_numpy(name, two):
    def call(x, s=None, axes=None, norm=None):
        return getattr(np.fft, name)(x, norm=norm, **grid_arguments(s, axes, two))
    return call


def grid_torch(name, two):
    def call(x, s=None, axes=None, norm=None):
        given = grid_arguments(s, axes, two)
        return getattr(torch.fft, name)(x, given["s"], given.get("axes"), norm)
    return call


def grid_scale(name, two):
    def call(x, s=None, axes=None, norm=None):
        chosen = grid_arguments(s, axes, two).get("axes", range(x.ndim))
        points = list(s) if s is not None else [x.shape[axis] for axis in chosen]
        if s is None and name.startswith(REAL_RESULTS):
            points[-1] = 2 * (points[-1] - 1)
        return energy(x, [max(n, 1) for n in points], norm, not name.startswith("i"))
    return call


for name in ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft"):
    operation(name, line_sample(name), line_numpy(name), line_torch(name), ulps=16, scale=line_scale(name),
              signed_zero=False, dtypes=DTYPES)
    for suffix, two in (("2", True), ("n", False)):
        full = name + suffix
        operation(full, grid_sample(full, two), None if name in ("hfft", "ihfft") else grid_numpy(full, two), grid_torch(full, two),
                  ulps=16, scale=grid_scale(full, two), signed_zero=False,
                  dtypes=DTYPES)


def shift_sample(draw):
    shape = draw.shape()
    return {"x": draw.array(shape), "axes": draw.axes(len(shape))}


for name in ("fftshift", "ifftshift"):
    operation(name, shift_sample, lambda x, axes=None, f=getattr(np.fft, name): f(x, axes),
              lambda x, axes=None, f=getattr(torch.fft, name): f(x, axes))


def frequencies_sample(draw):
    return {"n": draw.integer(1, 30), "d": draw.pick([None, 0.25, 3.0])}


for name in ("fftfreq", "rfftfreq"):
    operation(name, frequencies_sample, lambda n, d=1.0, f=getattr(np.fft, name): f(n, d),
              lambda n, d=1.0, f=getattr(torch.fft, name): f(n, d), ulps=1, gradient=False)
