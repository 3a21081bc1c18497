"""What is known of every operation: how to make up calls, what NumPy and PyTorch give for them, how close results must be."""

import numpy as np
import torch

import arrays
from arrays import ALL, COMPLEX, FLOATS, INEXACT, INTEGERS, REAL, Array, given
from judging import Tolerance
from runner import DTypeName

OPERATIONS = {}


class Operation:
    """`sample(draw)` gives the arguments of a call by name; `numpy` and `torch` take the same names and give the expected
    results. `scale` gives, for the peer's arguments, magnitudes that errors are relative to. `gauge` takes the arguments, and
    both sides' results as lists, and gives what is compared of them where results are not unique; the results in `unseeded`
    are then left out of gradients."""

    def __init__(self, name, sample, numpy=None, torch=None, ulps=0, half_ulps=None, scale=None, signed_zero=True,
                 gradient=True, gradient_rtol=1e-9, dtypes=None, check_dtype=True, bfloat16_peer="numpy",
                 gauge=None, unseeded=(), complex_gradient=True):
        self.name, self.sample, self.numpy, self.torch = name, sample, numpy, torch
        self.ulps, self.scale, self.gradient, self.gradient_rtol = ulps, scale, gradient, gradient_rtol
        self.half_ulps = half_ulps if half_ulps is not None else min(ulps, 1)
        self.bfloat16_peer, self.gauge, self.unseeded = bfloat16_peer, gauge, unseeded
        self.gradient_dtypes = [dtype for dtype in dtypes or ALL if complex_gradient or dtype not in COMPLEX]
        self.signed_zero, self.dtypes, self.check_dtype = signed_zero, dtypes or ALL, check_dtype

    def tolerance(self, dtype):
        half = dtype in ("float16", "bfloat16")
        return Tolerance(self.half_ulps if half else self.ulps, self.signed_zero)


def operation(name, *arguments, **settings):
    OPERATIONS[name] = Operation(name, *arguments, **settings)


def positional(function):
    """Calls with the arguments in order, without names, dropping those left out."""
    return lambda **arguments: function(*[value for value in arguments.values() if value is not None])


class Draw:
    """Makes up the arguments of one case. For gradients the arrays are float64 (or complex128) and tame."""

    def __init__(self, rng, world, for_gradients, dtypes):
        self.rng, self.world, self.for_gradients = rng, world, for_gradients
        self.allowed = dtypes
        if for_gradients:
            self.dtype = "complex128" if "complex128" in dtypes and rng.random() < 0.3 else "float64"
        else:
            self.dtype = str(rng.choice(dtypes))

    def maybe(self, probability=0.5):
        return bool(self.rng.random() < probability)

    def integer(self, low, high):
        """low...high, both included."""
        return int(self.rng.integers(low, high + 1))

    def real(self, low, high):
        return float(self.rng.uniform(low, high))

    def pick(self, choices):
        return choices[self.rng.integers(len(choices))]

    def axis(self, rank):
        return self.integer(-rank, rank - 1)

    def axes(self, rank):
        """Some axes, or None for all."""
        if rank == 0 or self.maybe(0.25):
            return None
        chosen = self.rng.permutation(rank)[:self.integer(1, rank)]
        return [int(axis) - (rank if self.maybe(0.3) else 0) for axis in chosen]

    def shape(self, low=0, high=4, empty=True):
        """A shape of low...high axes, now and then without elements or of vector-loop length."""
        rank = self.integer(low, high)
        style = self.rng.random()
        if self.for_gradients:
            sizes = self.rng.integers(1, 4, rank)
        elif rank and style < 0.25:
            sizes = self.rng.integers(1, 4, rank)
            sizes[self.rng.integers(rank)] = self.rng.integers(15, 140 if rank < 3 else 40)
        else:
            sizes = self.rng.integers(1, 6, rank)
        if empty and rank and not self.for_gradients and self.maybe(0.04):
            sizes[self.rng.integers(rank)] = 0
        return [int(size) for size in sizes]

    def broadcast(self, shape):
        """A shape that broadcasts to or with `shape`."""
        drop = self.integer(0, len(shape)) if self.maybe(0.4) else 0
        return [1 if self.maybe(0.2) else size for size in shape[drop:]]

    def other_dtype(self):
        if self.for_gradients or self.maybe(0.6):
            return self.dtype
        return str(self.rng.choice(self.allowed))

    def array(self, shape=None, dtype=None, low=None, high=None, **settings):
        if shape is None:
            shape = self.shape()
        dtype = dtype or self.dtype
        if self.for_gradients and dtype in INEXACT:
            low, high = (-2, 2) if low is None else (low, high)
            settings["specials"] = False
        return arrays.array(self.rng, shape, dtype, low, high, **settings)

    def scalar(self):
        """A number without dtype."""
        return self.pick([self.integer(-5, 5), self.real(-3, 3), self.integer(0, 3), True, float(self.integer(-3, 3)),
                          complex(self.real(-2, 2), self.real(-2, 2))])

    def indices(self, shape, size, negative=False, dtype=None):
        """Indices of an axis of `size`, which must not be 0 unless the shape is empty."""
        low = -size if negative else 0
        dtype = dtype or self.pick(["int64", "int64", "int32"] if self.world == "numpy" else ["int64"])
        return self.array(shape, dtype, leaf=False, fill=lambda count: self.rng.integers(low, max(size, low + 1), count))


def unary(low=None, high=None, gradient_low=None, gradient_high=None, **settings):
    def sample(draw):
        if draw.for_gradients:
            return {"x": draw.array(low=-2 if gradient_low is None else gradient_low,
                                    high=2 if gradient_high is None else gradient_high)}
        return {"x": draw.array(low=low, high=high, **settings)}
    return sample


def binary(low=None, high=None, scalars=True, names=("a", "b"), gradient_low=None, gradient_high=None, **settings):
    def sample(draw):
        if draw.for_gradients and gradient_low is not None:
            bounds = dict(low=gradient_low, high=gradient_high)
        else:
            bounds = dict(low=low, high=high)
        shape = draw.shape()
        a = draw.array(shape, **bounds, **settings)
        if scalars and not draw.for_gradients and draw.maybe(0.15):
            b = draw.scalar()
        else:
            b = draw.array(draw.broadcast(shape), draw.other_dtype(), **bounds, **settings)
        pair = [a, b]
        if draw.maybe(0.3):
            pair.reverse()
        return dict(zip(names, pair))
    return sample
