"""Reductions, scans, sorting, softmax. Errors of sums are relative to the sum of the magnitudes."""

import numpy as np
import torch

from arrays import ALL, COMPLEX, FLOATS, INEXACT, REAL, given
from registry import operation
from runner import DTypeName


def whole(axes):
    return None if axes is None else tuple(axes)


def reduction_sample(low=None, high=None, dtype=False, **extra):
    def sample(draw):
        shape = draw.shape()
        target = draw.pick(["float32", "float64", "int64"]) if dtype and not draw.for_gradients and draw.maybe(0.15) else None
        if target == "int64" and draw.dtype in INEXACT:
            target = None
        arguments = {"x": draw.array(shape, low=low, high=high), "axes": draw.axes(len(shape)),
                     "keepDims": draw.pick([None, True, False]), "dtype": target and DTypeName(target)}
        for name, choices in extra.items():
            arguments[name] = draw.pick(choices)
        return arguments
    return sample


def numpy_reduction(function):
    def call(x, axes=None, keepDims=False, **rest):
        return function(x, axis=whole(axes), keepdims=keepDims, **rest)
    return call


def torch_reduction(function, all_axes=False):
    def call(x, axes=None, keepDims=False, **rest):
        return function(x, dim=whole(axes) if axes is not None or not all_axes else tuple(range(x.dim())), keepdim=keepDims, **rest)
    return call


def magnitudes(function):
    """The same reduction of the absolute values."""
    def scale(x, axes=None, keepDims=False, **rest):
        return function(np.abs(x), axis=whole(axes), keepdims=keepDims)
    return scale


operation("sum", reduction_sample(dtype=True), numpy_reduction(np.sum), torch_reduction(torch.sum), ulps=8, half_ulps=16,
          scale=magnitudes(np.sum), signed_zero=False)
operation("mean", reduction_sample(dtype=False), numpy_reduction(np.mean), torch_reduction(torch.mean), ulps=8, half_ulps=2,
          scale=magnitudes(np.mean), signed_zero=False)


def torch_prod(x, axes=None, keepDims=False, dtype=None):
    axes = sorted((axis % x.dim() for axis in axes), reverse=True) if axes is not None else list(reversed(range(x.dim())))
    if not axes:
        return torch.prod(x, dtype=dtype) if x.dim() == 0 else x
    for axis in axes:
        x = torch.prod(x, dim=axis, keepdim=keepDims, dtype=dtype)
    return x


operation("prod", reduction_sample(low=-2, high=2, dtype=True), numpy_reduction(np.prod), torch_prod, ulps=64, half_ulps=16,
          signed_zero=False)


def spread(x, axes=None, keepDims=False, **rest):
    return np.mean(np.abs(x) ** 2, axis=whole(axes), keepdims=keepDims) * 4


def root_spread(**arguments):
    return np.sqrt(spread(**arguments))


for name, scale in [("var", spread), ("std", root_spread)]:
    operation(name, reduction_sample(low=-9, high=9, correction=[None, 0.0, 1.0, 0.5]),
              lambda x, axes=None, keepDims=False, correction=0, f=getattr(np, name): f(
                  x, axis=whole(axes), keepdims=keepDims, ddof=correction),
              lambda x, axes=None, keepDims=False, correction=1, f=getattr(torch, name): f(
                  x, dim=whole(axes), keepdim=keepDims, correction=correction),
              ulps=64, half_ulps=2, scale=scale, signed_zero=False, gradient_rtol=1e-8)

for name in ["min", "max"]:
    operation(name, reduction_sample(), numpy_reduction(getattr(np, name)), torch_reduction(getattr(torch, "a" + name), True),
              signed_zero=False)
operation("any", reduction_sample(), numpy_reduction(np.any), torch_reduction(torch.any))
operation("all", reduction_sample(), numpy_reduction(np.all), torch_reduction(torch.all))


def torch_count(x, axes=None, keepDims=False):
    counted = torch.count_nonzero(x, whole(axes))
    if keepDims:
        dims = range(x.dim()) if axes is None else [axis % x.dim() for axis in axes]
        counted = counted.reshape([1 if axis in dims else size for axis, size in enumerate(x.shape)])
    return counted


operation("countNonzero", reduction_sample(), numpy_reduction(np.count_nonzero), torch_count)


def numpy_norm(x, axes=None, keepDims=False, order=2):
    return np.linalg.vector_norm(x, ord=order, axis=whole(axes), keepdims=bool(keepDims))


operation("norm", reduction_sample(low=-9, high=9, order=[None, 2.0, 1.0, 0.0, float("inf"), float("-inf"), 3.0, 0.5]), numpy_norm,
          lambda x, axes=None, keepDims=False, order=2: torch.linalg.vector_norm(x, order, whole(axes), keepDims),
          ulps=16, half_ulps=3, signed_zero=False, gradient_rtol=1e-8)


def numpy_logsumexp(x, axes=None, keepDims=False):
    return np.logaddexp.reduce(x.astype(np.float64) if x.dtype.kind in "biu" else x, axis=whole(axes), keepdims=keepDims)


operation("logSumExp", reduction_sample(), numpy_logsumexp, torch_reduction(torch.logsumexp, True), ulps=16, half_ulps=8,
          dtypes=REAL, signed_zero=False,
          scale=lambda x, axes=None, keepDims=False: np.maximum(1, np.max(np.abs(x), axis=whole(axes), keepdims=keepDims, initial=0)))


# Positions. Equal elements: NumPy takes the first, and so does Apus; PyTorch too on the CPU.
def axis_sample(required=False, low=None, high=None, keep=True, dtype=False, **settings):
    def sample(draw):
        shape = draw.shape(1 if required else 0)
        axis = draw.axis(len(shape)) if shape and (required or draw.maybe(0.7)) else None
        bounds = {} if draw.for_gradients else dict(low=low, high=high)
        arguments = {"x": draw.array(shape, **bounds, **settings), "axis": axis}
        if keep:
            arguments["keepDims"] = draw.pick([None, True, False])
        return arguments
    return sample


for name in ["argmin", "argmax"]:
    operation(name, axis_sample(), lambda x, axis=None, keepDims=False, f=getattr(np, name): f(x, axis=axis, keepdims=keepDims),
              lambda x, axis=None, keepDims=False, f=getattr(torch, name): f(x, dim=axis, keepdim=keepDims), gradient=False)


def numpy_extreme(name):
    def call(x, axis, keepDims=False):
        return (getattr(np, name)(x, axis=axis, keepdims=keepDims), getattr(np, "arg" + name)(x, axis=axis, keepdims=keepDims))
    return call


for name in ["min", "max"]:
    operation(name + "WithIndices", axis_sample(required=True), numpy_extreme(name),
              lambda x, axis, keepDims=False, f=getattr(torch, name): tuple(f(x, dim=axis, keepdim=keepDims)), signed_zero=False)


# Scans.
def flat(function):
    """PyTorch's scans need an axis; without one all elements are scanned in row-major order."""
    def call(x, axis=None, **rest):
        return function(x.reshape(-1), dim=0, **rest) if axis is None else function(x, dim=axis, **rest)
    return call


operation("cumsum", axis_sample(keep=False), lambda x, axis=None: np.cumsum(x, axis), flat(torch.cumsum), ulps=64, half_ulps=64,
          scale=lambda x, axis=None: np.cumsum(np.abs(x), axis), signed_zero=False)


def standard_scan_sample(low=None, high=None):
    def sample(draw):
        x = draw.array(draw.shape(1, 3), low=low, high=high)
        return {"x": x, "axis": draw.integer(-len(x.shape), len(x.shape) - 1), "includeInitial": draw.maybe()}
    return sample


for name, function, bounds in [("cumulativeSum", np.cumulative_sum, {}), ("cumulativeProd", np.cumulative_prod, {"low": -2, "high": 2})]:
    operation(name, standard_scan_sample(**bounds),
              lambda x, axis, includeInitial, f=function: f(x, axis=axis, include_initial=includeInitial), None, ulps=128, half_ulps=64,
              scale=None if bounds else lambda x, axis, includeInitial: np.cumulative_sum(np.abs(x), axis=axis, include_initial=includeInitial),
              signed_zero=False, gradient=False)
operation("cumprod", axis_sample(keep=False, low=-2, high=2), lambda x, axis=None: np.cumprod(x, axis), flat(torch.cumprod), ulps=128,
          half_ulps=64, signed_zero=False)
for name, numpy_name in [("cummin", np.minimum), ("cummax", np.maximum)]:
    operation(name, axis_sample(keep=False),
              lambda x, axis=None, f=numpy_name: f.accumulate(x.reshape(-1) if axis is None else x, 0 if axis is None else axis),
              flat(lambda x, dim, f=getattr(torch, name): f(x, dim=dim).values), signed_zero=False)


# Sorting.
def sort_sample(optional_axis=True):
    def sample(draw):
        shape = draw.shape(1)
        return {"x": draw.array(shape), "axis": draw.axis(len(shape)) if draw.maybe(0.7) else None, "descending": draw.pick([None, False, True])}
    return sample


def numpy_argsort(x, axis=-1, descending=False):
    if not descending:
        return np.argsort(x, axis, kind="stable")
    backwards = np.flip(x, axis)
    order = np.flip(np.argsort(backwards, axis, kind="stable"), axis)
    return x.shape[axis] - 1 - order


def numpy_sort(x, axis=-1, descending=False):
    return np.take_along_axis(x, numpy_argsort(x, axis, descending), axis)


def torch_sort(x, axis=-1, descending=False):
    return torch.sort(x, dim=axis, descending=descending, stable=True)


operation("sort", sort_sample(), numpy_sort, lambda **a: torch_sort(**a)[0], signed_zero=False)
operation("argsort", sort_sample(), numpy_argsort, lambda **a: torch_sort(**a)[1], gradient=False)
operation("sortWithIndices", sort_sample(), lambda **a: (numpy_sort(**a), numpy_argsort(**a)), lambda **a: tuple(torch_sort(**a)),
          signed_zero=False)


def top_sample(draw):
    shape = [min(size, 9) for size in draw.shape(1, 2, empty=False)]
    axis = draw.axis(len(shape)) if draw.maybe(0.7) else None
    # Distinct elements: of equal ones PyTorch chooses any.
    count = int(np.prod(shape, dtype=int))
    values = draw.rng.permutation(count).reshape(shape) - (0 if draw.dtype.startswith("u") else count // 2)
    return {"x": given(values, draw.dtype, leaf=True), "k": draw.integer(0, shape[-1 if axis is None else axis]), "axis": axis, "largest": draw.pick([None, True, False])}


def numpy_top(x, k, axis=-1, largest=True):
    order = np.take(numpy_argsort(x, axis, largest), np.arange(k), axis)
    return np.take_along_axis(x, order, axis), order


operation("topK", top_sample, numpy_top, lambda x, k, axis=-1, largest=True: tuple(torch.topk(x, k, axis, largest)),
          dtypes=["uint8", "int16", "int32", "int64", "float32", "float64"])


def search_sample(draw):
    dtype = draw.dtype
    rows = draw.shape(0, 2, empty=False) if draw.world == "torch" and draw.maybe() else []
    size = draw.integer(0, 12)
    line = draw.array(rows + [size], dtype, specials=False)
    ordered = np.sort(line.numpy(), axis=-1)
    values = draw.array(rows + [draw.integer(0, 9)] if rows else draw.shape(0, 2), dtype)
    return {"sorted": given(ordered, dtype), "values": values, "right": draw.pick([None, True, False])}


operation("searchSorted", search_sample, lambda sorted, values, right=False: np.searchsorted(sorted, values, "right" if right else "left"),
          lambda sorted, values, right=False: torch.searchsorted(sorted, values, right=right), gradient=False)
operation("unique", lambda draw: {"x": draw.array()}, lambda x: np.unique(x), lambda x: torch.unique(x), signed_zero=False, gradient=False)


def membership_sample(draw):
    members = draw.array(draw.shape(0, 1), draw.other_dtype())
    return {"x": draw.array(), "members": members, "invert": draw.pick([None, True, False])}


operation("isIn", membership_sample, lambda x, members, invert=False: np.isin(x, members, invert=invert),
          lambda x, members, invert=False: torch.isin(x, members, invert=invert), gradient=False)


def diff_sample(draw):
    shape = draw.shape(1, 3)
    axis = draw.axis(len(shape))
    edges = {}
    for name in ("prepend", "append"):
        size = list(shape)
        size[axis] = draw.integer(1, 3)
        edges[name] = draw.array(size) if draw.maybe(0.3) else None
    return {"x": draw.array(shape), "n": draw.integer(1, 3), "axis": axis, **edges}


def numpy_diff(x, n, axis, **edges):
    return np.diff(x, n, axis, **{name: edge for name, edge in edges.items() if edge is not None})


operation("diff", diff_sample, numpy_diff, lambda x, n, axis, prepend=None, append=None: torch.diff(x, n, axis, prepend, append),
          bfloat16_peer="torch")
operation("uniqueAll", lambda draw: {"x": draw.array()}, lambda x: tuple(np.unique_all(x)), None, signed_zero=False, gradient=False)


# Softmax.
def numpy_softmax(x, axis=-1):
    x = x.astype(np.float64) if x.dtype.kind in "biu" else x
    e = np.exp(x.astype(np.float64) - np.max(x, axis=axis, keepdims=True).astype(np.float64))
    return (e / np.sum(e, axis=axis, keepdims=True)).astype(x.dtype)


def numpy_log_softmax(x, axis=-1):
    x = x.astype(np.float64) if x.dtype.kind in "biu" else x
    shifted = x.astype(np.float64) - np.max(x, axis=axis, keepdims=True).astype(np.float64)
    return (shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))).astype(x.dtype)


rows = axis_sample(required=True, keep=False, low=-20, high=20)
operation("softmax", rows, numpy_softmax, lambda x, axis=-1: torch.softmax(x, axis), ulps=16, dtypes=REAL,
          scale=lambda x, axis=-1: numpy_softmax(x, axis) * (1 + np.max(x, axis=axis, keepdims=True) - x), gradient_rtol=1e-8)
operation("logSoftmax", rows, numpy_log_softmax, lambda x, axis=-1: torch.log_softmax(x, axis), ulps=16, dtypes=REAL, signed_zero=False,
          scale=lambda x, axis=-1: 1 + np.max(np.abs(x), axis=axis, keepdims=True, initial=0) + 0 * x, gradient_rtol=1e-8)
