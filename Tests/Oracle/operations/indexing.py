"""Operations with indices and masks: elements move; only accumulation rounds."""

import numpy as np
import torch

from arrays import ALL
from registry import operation
from runner import DTypeName


def take_sample(draw):
    shape = draw.shape(1, empty=False)
    axis = draw.axis(len(shape)) if draw.maybe(0.7) else None
    size = int(np.prod(shape, dtype=int)) if axis is None else shape[axis]
    mode = draw.pick([None, "wrap", "clip"]) if draw.world == "numpy" else None
    indices = draw.indices(draw.shape(0, 2), size * (2 if mode else 1), negative=True)
    return {"x": draw.array(shape), "indices": indices, "axis": axis, "mode": mode}


def torch_take(x, indices, axis=None, mode=None):
    if axis is None:
        return torch.take(x, indices)
    moved = x.movedim(axis, 0)[indices]
    axis %= x.dim()
    return moved.movedim(list(range(indices.dim())), list(range(axis, axis + indices.dim()))) if indices.dim() else moved


operation("take", take_sample, lambda x, indices, axis=None, mode=None: np.take(x, indices, axis, mode=mode or "raise"), torch_take)


def embedding_sample(draw):
    rows = draw.integer(1, 6)
    padding = draw.integer(0, rows - 1) if draw.maybe(0.4) else None
    return {"weight": draw.array([rows, draw.integer(1, 5)]), "indices": draw.indices(draw.shape(0, 3), rows), "paddingIndex": padding}


operation("embedding", embedding_sample, lambda weight, indices, paddingIndex=None: weight[indices],
          lambda weight, indices, paddingIndex=None: torch.nn.functional.embedding(indices, weight, paddingIndex))


def one_hot_sample(draw):
    classes = draw.integer(1, 6)
    dtype = draw.pick([None, "float32", "bool"]) if draw.maybe(0.4) else None
    x = draw.indices(draw.shape(0, 3, empty=False), classes)
    return {"x": x, "classes": classes if draw.maybe(0.7) else None, "dtype": dtype and DTypeName(dtype)}


def torch_one_hot(x, classes=-1, dtype=None):
    return torch.nn.functional.one_hot(x.long(), classes).to(dtype or torch.int64)


operation("oneHot", one_hot_sample, None, torch_one_hot, gradient=False)


def along_sample(draw):
    shape = draw.shape(1, empty=False)
    axis = draw.axis(len(shape))
    sizes = list(shape)
    sizes[axis] = draw.integer(1, 5)
    return {"x": draw.array(shape), "axis": axis, "indices": draw.indices(sizes, shape[axis], dtype="int64")}


def take_along_sample(draw):
    arguments = along_sample(draw)
    shape = [1 if draw.maybe(0.2) else size for size in arguments["indices"].shape]
    size = arguments["x"].shape[arguments["axis"]]
    return dict(arguments, indices=draw.indices(shape, size, negative=draw.world == "numpy", dtype="int64"))


operation("gather", along_sample, lambda x, axis, indices: np.take_along_axis(x, indices, axis),
          lambda x, axis, indices: torch.gather(x, axis, indices))
operation("takeAlongAxis", take_along_sample, lambda x, indices, axis: np.take_along_axis(x, indices, axis),
          lambda x, indices, axis: torch.take_along_dim(x, indices, axis))


def scatter_sample(unique):
    def sample(draw):
        shape = draw.shape(1, empty=False)
        axis = draw.axis(len(shape))
        sizes = [draw.integer(1, size) for size in shape]
        sizes[axis] = draw.integer(1, shape[axis])
        # A scatter to one place twice is undefined: the indices along the axis are a permutation.
        order = draw.rng.permutation(shape[axis])[:sizes[axis]] if unique else draw.rng.integers(0, shape[axis], sizes[axis])
        columns = np.moveaxis(np.broadcast_to(order, np.moveaxis(np.empty(sizes), axis, -1).shape), -1, axis)
        from arrays import given
        return {"x": draw.array(shape), "axis": axis, "indices": given(columns, "int64"), "values": draw.array(sizes)}
    return sample


def numpy_scatter(x, axis, indices, values):
    result = np.array(x)
    region = tuple(slice(0, size) if i != axis % x.ndim else slice(None) for i, size in enumerate(indices.shape))
    np.put_along_axis(result[region], indices, values, axis)
    return result


def numpy_scatter_add(x, axis, indices, values):
    result = np.array(x)
    places = list(np.indices(indices.shape))
    places[axis] = indices
    np.add.at(result, tuple(places), values)
    return result


operation("scatter", scatter_sample(True), numpy_scatter, lambda x, axis, indices, values: torch.scatter(x, axis, indices, values))
operation("scatterAdd", scatter_sample(False), numpy_scatter_add,
          lambda x, axis, indices, values: torch.scatter_add(x, axis, indices, values), ulps=8, half_ulps=8,
          scale=lambda x, axis, indices, values: numpy_scatter_add(np.abs(x), axis, indices.astype(int), np.abs(values)), signed_zero=False)


def index_add_sample(draw):
    shape = draw.shape(1, empty=False)
    axis = draw.axis(len(shape))
    count = draw.integer(1, 5)
    sizes = list(shape)
    sizes[axis] = count
    return {"x": draw.array(shape), "axis": axis, "indices": draw.indices([count], shape[axis], dtype="int64"), "values": draw.array(sizes)}


def numpy_index_add(x, axis, indices, values):
    result = np.array(x)
    np.add.at(np.moveaxis(result, axis, 0), indices, np.moveaxis(values, axis, 0))
    return result


operation("indexAdd", index_add_sample, numpy_index_add,
          lambda x, axis, indices, values: torch.index_add(x, axis, indices, values), ulps=8, half_ulps=8,
          scale=lambda x, axis, indices, values: numpy_index_add(np.abs(x), axis, indices.astype(int), np.abs(values)), signed_zero=False)


def masked_fill_sample(draw):
    shape = draw.shape()
    value = draw.integer(0, 3) if draw.dtype not in ("bool",) else draw.maybe()
    return {"x": draw.array(shape), "mask": draw.array(draw.broadcast(shape), "bool"), "value": value}


operation("maskedFill", masked_fill_sample, None, lambda x, mask, value: x.masked_fill(mask, value))


def masked_select_sample(draw):
    shape = draw.shape()
    return {"x": draw.array(shape), "mask": draw.array(draw.broadcast(shape), "bool")}


operation("maskedSelect", masked_select_sample, lambda x, mask: x[np.broadcast_to(mask, x.shape)],
          lambda x, mask: torch.masked_select(x, mask))
operation("argwhere", lambda draw: {"x": draw.array()}, lambda x: np.argwhere(x), lambda x: torch.argwhere(x), gradient=False)
operation("nonzero", lambda draw: {"x": draw.array(draw.shape(1))}, lambda x: np.nonzero(x), lambda x: torch.nonzero(x, as_tuple=True),
          gradient=False)
