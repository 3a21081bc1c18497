"""Arrays of every dtype and layout, as Apus, NumPy and PyTorch see them."""

import numpy as np
import torch

BFLOAT16 = "bfloat16"
UNSIGNED = ["uint8", "uint16", "uint32", "uint64"]
SIGNED = ["int8", "int16", "int32", "int64"]
INTEGERS = UNSIGNED + SIGNED
FLOATS = ["float16", BFLOAT16, "float32", "float64"]
COMPLEX = ["complex64", "complex128"]
REAL = ["bool"] + INTEGERS + FLOATS
INEXACT = FLOATS + COMPLEX
ALL = REAL + COMPLEX


def storage_type(dtype):
    """The NumPy dtype whose bytes an array of `dtype` has: bfloat16, which NumPy lacks, is kept as uint16."""
    return np.dtype(np.uint16 if dtype == BFLOAT16 else dtype)


def bfloat16_bits(values):
    return torch.from_numpy(np.array(values, np.float32, order="C")).to(torch.bfloat16).view(torch.uint16).numpy()


def bfloat16_values(bits):
    return (np.ascontiguousarray(bits).astype(np.uint32) << 16).view(np.float32).reshape(np.shape(bits))


class Array:
    """A buffer of elements and a layout in it: shape, strides and offset in elements."""

    def __init__(self, dtype, buffer, shape, strides, offset, leaf=True):
        self.dtype, self.buffer, self.leaf = dtype, buffer, leaf
        self.shape, self.strides, self.offset = tuple(shape), tuple(strides), offset

    def raw(self):
        size = self.buffer.itemsize
        return np.lib.stride_tricks.as_strided(
            self.buffer[self.offset:], self.shape, [stride * size for stride in self.strides], writeable=False)

    def numpy(self):
        """What NumPy computes with; bfloat16 as float32."""
        return bfloat16_values(self.raw()) if self.dtype == BFLOAT16 else self.raw()

    def torch(self):
        bits = torch.from_numpy(self.raw().copy())
        return bits.view(torch.bfloat16) if self.dtype == BFLOAT16 else bits

    def __repr__(self):
        values = np.array2string(self.numpy(), threshold=40, separator=", ").replace("\n", "")
        return f"{self.dtype}{list(self.shape)} strides {list(self.strides)} {values}"


def laid_out(rng, shape, plain=False):
    """Strides, offset and buffer size of a random layout: permuted, sliced, reversed and repeated axes."""
    order = np.arange(len(shape)) if plain or rng.random() < 0.5 else rng.permutation(len(shape))
    strides, step, low = [0] * len(shape), 1, 0
    for axis in reversed(order):
        factor = 1 if plain else int(rng.choice([1, 2, -1, -2, 0], p=[0.7, 0.1, 0.1, 0.05, 0.05]))
        strides[axis] = step * factor
        if factor < 0:
            low += max(shape[axis] - 1, 0) * -strides[axis]
        if factor != 0:
            step *= max(shape[axis], 1) * abs(factor)
    lead = 0 if plain else int(rng.integers(0, 4))
    return strides, low + lead, low + lead + step + 1


SPECIAL_FLOATS = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, -2.5]


def float_values(rng, dtype, count, low=None, high=None, specials=True):
    """Floats (as float64): of moderate size, or drawn from the corners of the format, or between `low` and `high`."""
    if low is not None:
        return rng.uniform(low, high, count)
    style = rng.random()
    if style < 0.4:
        values = rng.standard_normal(count) * 3
    elif style < 0.6:
        values = np.round(rng.standard_normal(count) * 8) / 2
    elif style < 0.75:
        values = rng.standard_normal(count) * 10.0 ** rng.integers(-4, 5, count)
    else:
        values = rng.standard_normal(count)
    if specials and rng.random() < 0.4 and count:
        limit = {"float16": np.finfo(np.float16), BFLOAT16: np.finfo(np.float32), "float32": np.finfo(np.float32),
                 "complex64": np.finfo(np.float32)}.get(dtype, np.finfo(np.float64))
        corners = SPECIAL_FLOATS + [float(limit.max), float(limit.tiny), float(limit.tiny) / 4, -float(limit.max)]
        chosen = rng.random(count) < 0.5
        values = np.where(chosen, rng.choice(corners, count), values)
    return values


def integer_values(rng, dtype, count, low=None, high=None):
    info = np.iinfo(dtype)
    if low is not None:
        return rng.integers(max(low, info.min), min(high, info.max) + 1, count, dtype=dtype)
    style = rng.random()
    if style < 0.6:
        return rng.integers(max(-9, info.min), 10, count, dtype=dtype)
    if style < 0.8:
        return rng.integers(info.min, info.max, count, dtype=dtype, endpoint=True)
    corners = np.array([info.min, info.max, 0, 1, 2, info.max - 1], dtype)
    return rng.choice(corners, count)


def elements(rng, dtype, count, low=None, high=None, specials=True):
    """Random elements in the storage type of `dtype`."""
    if dtype == "bool":
        return rng.random(count) < 0.5
    if dtype in INTEGERS:
        whole = (None, None) if low is None else (int(np.ceil(low)), int(np.floor(high)))
        return integer_values(rng, dtype, count, *whole)
    if dtype in COMPLEX:
        finite = dict(low=low, high=high, specials=False)
        return (float_values(rng, dtype, count, **finite) + 1j * float_values(rng, dtype, count, **finite)).astype(dtype)
    values = float_values(rng, dtype, count, low, high, specials)
    with np.errstate(over="ignore"):
        return bfloat16_bits(values) if dtype == BFLOAT16 else values.astype(dtype)


def array(rng, shape, dtype, low=None, high=None, specials=True, leaf=True, plain=False, fill=None):
    """A random array; `fill(count)` may give the elements instead."""
    strides, offset, size = laid_out(rng, shape, plain)
    buffer = elements(rng, dtype, size, low, high, specials) if fill is None else fill(size).astype(storage_type(dtype))
    return Array(dtype, np.ascontiguousarray(buffer), shape, strides, offset, leaf and dtype in INEXACT)


def given(values, dtype, leaf=False):
    """A row-major array of given values."""
    values = np.asarray(values)
    flat = np.ascontiguousarray(values).reshape(-1)
    buffer = bfloat16_bits(flat) if dtype == BFLOAT16 else flat.astype(dtype)
    strides = [int(np.prod(values.shape[axis + 1:], dtype=int)) for axis in range(values.ndim)]
    return Array(dtype, np.append(buffer, buffer[:1] if buffer.size else np.zeros(1, buffer.dtype)), values.shape, strides, 0,
                 leaf and dtype in INEXACT)
