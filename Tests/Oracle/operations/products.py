"""Products of matrices: errors are relative to the product of the magnitudes."""

import numpy as np
import torch

from registry import operation


def magnitude(function):
    """The product of the absolute values, times what the order of a sum of so many terms may change."""
    def scale(**arguments):
        return function(**{name: np.abs(value) for name, value in arguments.items() if value is not None})
    return scale


def size(draw):
    return draw.integer(1, 4) if draw.for_gradients else draw.pick([0, 1, 2, 3, 5, 8, 17, 33])


def matmul_sample(draw):
    inner, rows, columns = size(draw), size(draw), size(draw)
    batch = draw.shape(0, 2, empty=False) if draw.maybe(0.5) else []
    batch = batch[:1] if np.prod(batch, dtype=int) > 40 else batch
    a = [inner] if draw.maybe(0.2) else draw.broadcast(batch) + [rows, inner]
    b = [inner] if draw.maybe(0.2) else draw.broadcast(batch) + [inner, columns]
    bounds = dict(low=-4, high=4) if draw.maybe(0.8) else dict(specials=False)
    dtype = draw.dtype if draw.world == "torch" else draw.other_dtype()
    return {"a": draw.array(a, **bounds), "b": draw.array(b, dtype, **bounds)}


operation("matmul", matmul_sample, lambda a, b: np.matmul(a, b), lambda a, b: torch.matmul(a, b), ulps=32, half_ulps=1.5,
          scale=magnitude(lambda a, b: np.matmul(a, b)), signed_zero=False)


def linear_sample(draw):
    inputs, outputs = size(draw), size(draw)
    x = draw.shape(0, 2, empty=False) + [inputs]
    return {"x": draw.array(x, low=-4, high=4), "weight": draw.array([outputs, inputs], low=-4, high=4),
            "bias": draw.array([outputs], low=-4, high=4) if draw.maybe() else None}


def numpy_linear(x, weight, bias=None):
    return x @ weight.T + (0 if bias is None else bias)


operation("linear", linear_sample, None, lambda x, weight, bias=None: torch.nn.functional.linear(x, weight, bias), ulps=32,
          half_ulps=2.5, scale=magnitude(numpy_linear), signed_zero=False)


def dot_sample(draw):
    inner = size(draw)
    if draw.world == "torch":
        shapes = [[inner], [inner]]
    else:
        shapes = [draw.shape(0, 1, empty=False) + [inner], draw.pick([[inner], [inner, 3], [2, inner, 3]])]
    return {"a": draw.array(shapes[0], low=-4, high=4), "b": draw.array(shapes[1], low=-4, high=4)}


operation("dot", dot_sample, lambda a, b: np.dot(a, b), lambda a, b: torch.dot(a, b), ulps=32, half_ulps=1.5,
          scale=magnitude(lambda a, b: np.dot(a, b)), signed_zero=False)
operation("outer", lambda draw: {"a": draw.array([draw.integer(1, 9)]), "b": draw.array([draw.integer(1, 9)], draw.other_dtype())},
          lambda a, b: np.outer(a, b), lambda a, b: torch.outer(a, b), ulps=2, half_ulps=0)


def tensordot_sample(draw):
    shared = [draw.integer(1, 4) for _ in range(draw.integer(0, 2))]
    a, b = draw.shape(0, 2, empty=False), draw.shape(0, 2, empty=False)
    if draw.maybe():
        return {"a": draw.array(a + shared, low=-4, high=4), "b": draw.array(shared + b, low=-4, high=4), "axes": len(shared)}
    axes = [-1 - axis for axis in range(len(shared))]
    return {"a": draw.array(a + shared[::-1], low=-4, high=4), "b": draw.array(shared + b, low=-4, high=4),
            "axesA": axes, "axesB": list(range(len(shared)))}


def with_axes(function):
    return lambda a, b, axes=None, axesA=None, axesB=None: function(a, b, axes if axes is not None else (axesA, axesB))


operation("tensordot", tensordot_sample, with_axes(lambda a, b, axes: np.tensordot(a, b, axes)),
          with_axes(lambda a, b, axes: torch.tensordot(a, b, axes)), ulps=32, half_ulps=1.5,
          scale=with_axes(lambda a, b, axes: np.tensordot(np.abs(a), np.abs(b), axes)), signed_zero=False)


def vecdot_sample(draw):
    inner = size(draw)
    batch = draw.shape(0, 2, empty=False)
    other = draw.broadcast(batch)
    return {"a": draw.array(batch + [inner], low=-4, high=4), "b": draw.array(other + [inner], low=-4, high=4)}


operation("vecdot", vecdot_sample, lambda a, b: np.vecdot(a, b), lambda a, b: torch.linalg.vecdot(a, b), ulps=32, half_ulps=1.5,
          scale=magnitude(lambda a, b: np.vecdot(a, b)), signed_zero=False)


def matvec_sample(draw):
    rows, columns, batch = size(draw), size(draw), draw.shape(0, 1, empty=False)
    return {"a": draw.array(draw.broadcast(batch) + [rows, columns], low=-4, high=4),
            "b": draw.array(draw.broadcast(batch) + [columns], low=-4, high=4)}


def vecmat_sample(draw):
    rows, columns, batch = size(draw), size(draw), draw.shape(0, 1, empty=False)
    return {"a": draw.array(draw.broadcast(batch) + [rows], low=-4, high=4),
            "b": draw.array(draw.broadcast(batch) + [rows, columns], low=-4, high=4)}


operation("matvec", matvec_sample, lambda a, b: np.matvec(a, b), None, ulps=32, half_ulps=1.5,
          scale=magnitude(lambda a, b: np.matvec(a, b)), signed_zero=False)
operation("vecmat", vecmat_sample, lambda a, b: np.vecmat(a, b), None, ulps=32, half_ulps=1.5,
          scale=magnitude(lambda a, b: np.vecmat(a, b)), signed_zero=False)
