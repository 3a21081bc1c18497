"""Operations on shapes: elements move and stay as they are."""

import numpy as np
import torch

from registry import operation, positional


def both(name, numpy, torch_, sample, **settings):
    operation(name, sample, numpy, torch_, **settings)


def split_sizes(draw, size):
    """`size` as a product of sizes, one of them -1 now and then."""
    sizes = []
    for factor in (2, 3, 4, 5):
        if size % factor == 0 and draw.maybe():
            sizes.append(factor)
            size //= factor
    sizes.insert(draw.integer(0, len(sizes)), size)
    if draw.maybe(0.3) and size:
        sizes[draw.integer(0, len(sizes) - 1)] = -1
    return sizes


def reshape_sample(draw):
    shape = draw.shape()
    return {"x": draw.array(shape), "shape": split_sizes(draw, int(np.prod(shape, dtype=int)))}


both("reshape", lambda x, shape: x.reshape(shape), lambda x, shape: x.reshape(shape), reshape_sample)


def permute_sample(draw):
    shape = draw.shape()
    order = draw.rng.permutation(len(shape))
    return {"x": draw.array(shape), "axes": [int(axis) - (len(shape) if draw.maybe(0.2) else 0) for axis in order]}


both("transpose", lambda x, axes: np.transpose(x, axes), lambda x, axes: torch.permute(x, axes), permute_sample)


def broadcast_sample(draw):
    shape = draw.shape()
    return {"x": draw.array(draw.broadcast(shape)), "shape": shape}


both("broadcast", lambda x, shape: np.broadcast_to(x, shape), lambda x, shape: torch.broadcast_to(x, shape), broadcast_sample)


def squeeze_sample(draw):
    shape = [1 if draw.maybe(0.4) else size for size in draw.shape()]
    singles = [axis for axis, size in enumerate(shape) if size == 1 and draw.maybe()]
    return {"x": draw.array(shape), "axes": singles if singles or draw.maybe(0.3) else None}


both("squeeze", lambda x, axes=None: np.squeeze(x, None if axes is None else tuple(axes)),
     lambda x, axes=None: torch.squeeze(x) if axes is None else torch.squeeze(x, axes), squeeze_sample)


def expand_sample(draw):
    shape = draw.shape()
    count = draw.integer(1, 2)
    axes = draw.rng.permutation(len(shape) + count)[:count]
    return {"x": draw.array(shape), "axes": [int(axis) - (len(shape) + count if draw.maybe(0.3) else 0) for axis in axes]}


def torch_expand(x, axes):
    rank = x.dim() + len(axes)
    for axis in sorted(axis % rank for axis in axes):
        x = x.unsqueeze(axis)
    return x


both("expandDims", lambda x, axes: np.expand_dims(x, tuple(axes)), torch_expand, expand_sample)


def move_sample(draw):
    shape = draw.shape(1)
    count = draw.integer(1, len(shape))
    sources, destinations = (
        [int(axis) - (len(shape) if draw.maybe(0.2) else 0) for axis in draw.rng.permutation(len(shape))[:count]]
        for _ in range(2))
    return {"x": draw.array(shape), "sources": sources, "destinations": destinations}


both("moveAxes", lambda x, sources, destinations: np.moveaxis(x, sources, destinations),
     lambda x, sources, destinations: torch.movedim(x, sources, destinations), move_sample)


def flatten_sample(draw):
    shape = draw.shape()
    if not shape or draw.maybe(0.3):
        return {"x": draw.array(shape)}
    start = draw.integer(0, len(shape) - 1)
    return {"x": draw.array(shape), "start": start, "end": draw.integer(start, len(shape) - 1) - (len(shape) if draw.maybe(0.3) else 0)}


both("flatten", None, lambda x, start=0, end=-1: torch.flatten(x, start, end), flatten_sample)


def flip_sample(draw):
    shape = draw.shape()
    return {"x": draw.array(shape), "axes": draw.axes(len(shape))}


both("flip", lambda x, axes=None: np.flip(x, None if axes is None else tuple(axes)),
     lambda x, axes=None: torch.flip(x, list(range(x.dim())) if axes is None else axes), flip_sample)


def roll_sample(draw):
    shape = draw.shape()
    axes = draw.axes(len(shape))
    shifts = [draw.integer(-7, 7) for _ in (axes or [0])]
    return {"x": draw.array(shape), "shifts": shifts if axes or draw.maybe() else shifts[0], "axes": axes}


both("roll", lambda x, shifts, axes=None: np.roll(x, shifts if axes is None else tuple(shifts), None if axes is None else tuple(axes)),
     lambda x, shifts, axes=None: torch.roll(x, shifts, axes), roll_sample)


def rot90_sample(draw):
    shape = draw.shape(2)
    axes = [int(axis) for axis in draw.rng.permutation(len(shape))[:2]]
    return {"x": draw.array(shape), "turns": draw.integer(-5, 5), "axes": axes if draw.maybe(0.7) else None}


both("rot90", lambda x, turns, axes=None: np.rot90(x, turns, axes or (0, 1)),
     lambda x, turns, axes=None: torch.rot90(x, turns, axes or (0, 1)), rot90_sample)


def diagonal_sample(draw):
    shape = draw.shape(2)
    axes = [int(axis) for axis in draw.rng.permutation(len(shape))[:2]]
    offset = draw.integer(-min(shape[axes[0]], 3), min(shape[axes[1]], 3))
    return {"x": draw.array(shape), "offset": offset, "axis1": axes[0], "axis2": axes[1]}


both("diagonal", positional(np.diagonal), positional(torch.diagonal), diagonal_sample)


def triangle_sample(draw):
    return {"x": draw.array(draw.shape(2)), "offset": draw.pick([None, 0, 1, -1, 3, -4])}


both("triu", positional(np.triu), positional(torch.triu), triangle_sample)
both("tril", positional(np.tril), positional(torch.tril), triangle_sample)


def joined_sample(stacked):
    def sample(draw):
        shape = draw.shape(0 if stacked else 1)
        axis = draw.axis(len(shape) + stacked)
        members = []
        for _ in range(draw.integer(1, 4)):
            sizes = list(shape)
            if not stacked:
                sizes[axis] = draw.integer(0 if not draw.for_gradients else 1, 4)
            members.append(draw.array(sizes, draw.other_dtype()))
        return {"arrays": members, "axis": axis}
    return sample


both("concatenate", lambda arrays, axis: np.concatenate(arrays, axis), lambda arrays, axis: torch.cat(arrays, axis), joined_sample(0))
both("stack", lambda arrays, axis: np.stack(arrays, axis), lambda arrays, axis: torch.stack(arrays, axis), joined_sample(1))


def split_sample(draw):
    shape = draw.shape(1)
    axis = draw.axis(len(shape))
    if draw.maybe():
        divisors = [count for count in range(1, 9) if shape[axis] % count == 0]
        return {"x": draw.array(shape), "sections": draw.pick(divisors), "axis": axis}
    bound = shape[axis]
    return {"x": draw.array(shape), "indices": sorted(draw.integer(0, bound) for _ in range(draw.integer(1, 3))), "axis": axis}


both("split", lambda x, axis, sections=None, indices=None: np.split(x, sections if indices is None else indices, axis),
     lambda x, axis, sections=None, indices=None: torch.tensor_split(x, sections if indices is None else tuple(indices), axis), split_sample)


def sections_sample(name):
    def sample(draw):
        shape = draw.shape(1)
        return {"x": draw.array(shape), name: draw.integer(1, 6), "axis": draw.axis(len(shape))}
    return sample


both("arraySplit", lambda x, sections, axis: np.array_split(x, sections, axis),
     lambda x, sections, axis: torch.tensor_split(x, sections, axis), sections_sample("sections"))
both("chunk", None, lambda x, chunks, axis: torch.chunk(x, chunks, axis), sections_sample("chunks"))


def axis_sample(draw):
    shape = draw.shape(1)
    return {"x": draw.array(shape), "axis": draw.axis(len(shape))}


both("unbind", lambda x, axis: np.unstack(x, axis=axis), lambda x, axis: torch.unbind(x, axis), axis_sample)


def pad_sample(draw):
    shape = draw.shape(1, 3)
    mode = draw.pick(["constant", "edge", "reflect", "symmetric", "wrap"])
    if draw.world == "torch":
        mode = "constant"
    widths = [draw.integer(0, 4) for _ in range(2 * len(shape))]
    value = draw.integer(0, 3) if mode == "constant" and draw.maybe() else None
    return {"x": draw.array(shape), "widths": widths, "mode": mode, "value": value}


def numpy_pad(x, widths, mode, value=None):
    widths = list(zip(widths[::2], widths[1::2]))
    if mode == "constant":
        return np.pad(x, widths, mode, constant_values=0 if value is None else value)
    return np.pad(x, widths, mode)


def torch_pad(x, widths, mode, value=None):
    backwards = [width for axis in reversed(range(x.dim())) for width in widths[2 * axis:2 * axis + 2]]
    return torch.nn.functional.pad(x, backwards, mode, value)


both("pad", numpy_pad, torch_pad, pad_sample)


def tile_sample(draw):
    shape = draw.shape(0, 3)
    return {"x": draw.array(shape), "repeats": [draw.integer(0 if not draw.for_gradients else 1, 3) for _ in range(draw.integer(0, len(shape) + 1))]}


both("tile", lambda x, repeats: np.tile(x, repeats), lambda x, repeats: torch.tile(x, repeats), tile_sample)


def repeat_sample(draw):
    shape = draw.shape(0, 3)
    axis = draw.axis(len(shape)) if shape and draw.maybe(0.7) else None
    size = int(np.prod(shape, dtype=int)) if axis is None else shape[axis]
    counts = [draw.integer(0 if not draw.for_gradients else 1, 3) for _ in range(size)] if draw.maybe() and size else [draw.integer(1, 3)]
    return {"x": draw.array(shape), "counts": counts, "axis": axis}


both("repeat", lambda x, counts, axis=None: np.repeat(x, counts, axis),
     lambda x, counts, axis=None: torch.repeat_interleave(x, torch.tensor(counts) if len(counts) > 1 else counts[0], axis), repeat_sample)


def broadcast_sample(draw):
    shape = draw.shape(0, 3)
    return {"arrays": [draw.array(draw.broadcast(shape), draw.other_dtype()) for _ in range(draw.integer(1, 3))]}


both("broadcastArrays", lambda arrays: tuple(np.broadcast_arrays(*arrays)), lambda arrays: tuple(torch.broadcast_tensors(*arrays)),
     broadcast_sample)
both("matrixTranspose", lambda x: np.matrix_transpose(x), lambda x: x.mT, lambda draw: {"x": draw.array(draw.shape(2, 4))})
