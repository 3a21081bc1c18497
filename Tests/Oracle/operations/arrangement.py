"""Sets, stacks, places, partial orders and sums over labelled axes."""

import numpy as np
import torch

from registry import operation
from arrays import INTEGERS, REAL, given


def both(name, numpy, torch_, sample, **settings):
    operation(name, sample, numpy, torch_, **settings)


def pair_sample(draw):
    return {"a": draw.array(draw.shape(0, 2), low=-4, high=4), "b": draw.array(draw.shape(0, 2), low=-4, high=4),
            "assumeUnique": None}


for set_name in ("intersect1d", "setdiff1d", "setxor1d"):
    both(set_name, lambda a, b, assumeUnique=None, name=set_name: getattr(np, name)(a, b), None, pair_sample,
         signed_zero=False, gradient=False)
both("union1d", lambda a, b: np.union1d(a, b), None,
     lambda draw: {key: value for key, value in pair_sample(draw).items() if key != "assumeUnique"},
     signed_zero=False, gradient=False)


def members_sample(low, high):
    def sample(draw):
        return {"arrays": [draw.array(draw.shape(low, high)) for _ in range(draw.integer(2, 3))]}
    return sample


def joined_sample(axis, low):
    """Arrays that differ along one axis alone."""
    def sample(draw):
        shape = draw.shape(low, low + 1)
        members = []
        for _ in range(draw.integer(1, 3)):
            sizes = list(shape)
            sizes[axis if len(sizes) > 1 else 0] = draw.integer(1, 4)
            members.append(draw.array(sizes))
        return {"arrays": members}
    return sample


for least in (1, 2, 3):
    both(f"atLeast{least}d", lambda arrays, n=least: getattr(np, f"atleast_{n}d")(*arrays),
         lambda arrays, n=least: getattr(torch, f"atleast_{n}d")(*arrays), members_sample(0, 3))
both("hstack", lambda arrays: np.hstack(arrays), lambda arrays: torch.hstack(arrays), joined_sample(1, 2))
both("vstack", lambda arrays: np.vstack(arrays), lambda arrays: torch.vstack(arrays), joined_sample(0, 2))
both("dstack", lambda arrays: np.dstack(arrays), lambda arrays: torch.dstack(arrays), joined_sample(2, 3))
both("columnStack", lambda arrays: np.column_stack(arrays), lambda arrays: torch.column_stack(arrays), joined_sample(1, 2))


def cut_sample(axis, least):
    def sample(draw):
        shape = draw.shape(least, 4, empty=False)
        size = shape[axis if len(shape) > 1 else 0]
        if draw.maybe():
            return {"x": draw.array(shape), "sections": draw.pick([n for n in range(1, 9) if size % n == 0])}
        return {"x": draw.array(shape), "sections": sorted(draw.integer(0, size) for _ in range(draw.integer(1, 3)))}
    return sample


for direction, axis, least in (("hsplit", 1, 1), ("vsplit", 0, 2), ("dsplit", 2, 3)):
    both(direction, lambda x, sections, name=direction: getattr(np, name)(x, sections),
         lambda x, sections, name=direction: getattr(torch, name)(x, sections), cut_sample(axis, least))

both("ravel", lambda x, order: np.ravel(x, order), None,
     lambda draw: {"x": draw.array(), "order": draw.pick(["C", "F"])})


def two_axes(draw):
    shape = draw.shape(1)
    return {"x": draw.array(shape), "axis1": draw.axis(len(shape)), "axis2": draw.axis(len(shape))}


both("swapAxes", lambda x, axis1, axis2: np.swapaxes(x, axis1, axis2), lambda x, axis1, axis2: torch.swapaxes(x, axis1, axis2),
     two_axes)


def roll_axis(draw):
    shape = draw.shape(1)
    return {"x": draw.array(shape), "axis": draw.axis(len(shape)), "start": draw.integer(-len(shape), len(shape))}


both("rollAxis", lambda x, axis, start: np.rollaxis(x, axis, start), None, roll_axis)
both("resize", lambda x, shape: np.resize(x, shape), None,
     lambda draw: {"x": draw.array(draw.shape(0, 3)), "shape": draw.shape(0, 3)})


def windows_sample(draw):
    shape = draw.shape(1, 3, empty=False)
    axis = draw.axis(len(shape))
    return {"x": draw.array(shape), "windowShape": [draw.integer(1, shape[axis])], "axes": [axis]}


both("slidingWindowView", lambda x, windowShape, axes: np.lib.stride_tricks.sliding_window_view(x, windowShape[0], axes[0]),
     lambda x, windowShape, axes: x.unfold(axes[0], windowShape[0], 1), windows_sample)

both("diag", lambda x, offset: np.diag(x, offset), lambda x, offset: torch.diag(x, offset),
     lambda draw: {"x": draw.array(draw.shape(1, 2)), "offset": draw.integer(-3, 3)})
both("diagFlat", lambda x, offset: np.diagflat(x, offset), lambda x, offset: torch.diagflat(x, offset),
     lambda draw: {"x": draw.array(draw.shape(0, 2)), "offset": draw.integer(-3, 3)})


def choose_sample(draw):
    shape = draw.shape(0, 3)
    count = draw.integer(1, 4)
    mode = draw.pick(["raise", "wrap", "clip"])
    indices = draw.indices(draw.broadcast(shape), count) if mode == "raise" else draw.array(
        draw.broadcast(shape), "int64", -7, 7, leaf=False)
    return {"x": indices, "choices": [draw.array(draw.broadcast(shape)) for _ in range(count)], "mode": mode}


both("choose", lambda x, choices, mode: np.choose(x, choices, mode=mode), None, choose_sample)


def put_sample(draw):
    shape = draw.shape(1, 3, empty=False)
    size = int(np.prod(shape))
    count = draw.integer(1, 5)
    return {"x": draw.array(shape), "indices": draw.indices([count], size, negative=True), "values": draw.array([draw.integer(1, 6)])}


def numpy_put(x, indices, values):
    x = np.array(x)
    np.put(x, indices, values)
    return x


both("put", numpy_put, None, put_sample)


def mask_sample(draw):
    shape = draw.shape(1, 3)
    return {"x": draw.array(shape), "mask": draw.array(shape, "bool", leaf=False), "values": draw.array([draw.integer(1, 7)])}


def numpy_putmask(x, mask, values):
    x = np.array(x)
    np.putmask(x, mask, values)
    return x


both("putMask", numpy_putmask, None, mask_sample)


def diagonal_sample(draw):
    return {"x": draw.array([draw.integer(1, 7), draw.integer(1, 4)]), "value": draw.array([draw.integer(1, 3)]),
            "wrap": draw.maybe()}


def numpy_fill(x, value, wrap):
    x = np.array(x)
    np.fill_diagonal(x, value, wrap)
    return x


both("fillDiagonal", numpy_fill, None, diagonal_sample)


def bits_sample(draw):
    shape = draw.shape(1, 3)
    return {"x": draw.array(shape), "axis": draw.axis(len(shape)) if draw.maybe() else None, "bitOrder": draw.pick(["big", "little"])}


both("packBits", lambda x, axis=None, bitOrder="big": np.packbits(x, axis, bitOrder), None, bits_sample,
     dtypes=["bool", *INTEGERS], gradient=False)


def unpack_sample(draw):
    """Of nothing with a count NumPy gives what was in memory before."""
    arguments = bits_sample(draw)
    return {**arguments, "count": draw.pick([None, 0, 3, 8, 20]) if 0 not in arguments["x"].shape else None}


both("unpackBits", lambda x, axis=None, count=None, bitOrder="big": np.unpackbits(x, axis, count, bitOrder), None, unpack_sample,
     dtypes=["uint8"], gradient=False)


EQUATIONS = ["ij,jk->ik", "ij,kj", "ii", "...ii->...i", "bij,bjk->bik", "ij,ij->i", "i,j->ji", "ij->j", "...,...", "ijk,kl,jl->i"]


def einsum_sample(draw):
    equation = draw.pick(EQUATIONS)
    sizes = {}
    arrays = []
    ellipsis = draw.shape(0, 2, empty=False)
    for term in equation.split("->")[0].split(","):
        shape = list(ellipsis) if "..." in term else []
        shape += [sizes.setdefault(letter, draw.integer(1, 4)) for letter in term.replace(".", "")]
        arrays.append(draw.array(shape, low=-3, high=3))
    return {"equation": equation, "arrays": arrays}


both("einsum", lambda equation, arrays: np.einsum(equation, *arrays), lambda equation, arrays: torch.einsum(equation, arrays),
     einsum_sample, ulps=8, half_ulps=4, scale=lambda equation, arrays: np.einsum(equation, *(np.abs(array) for array in arrays)))


def axis_of(draw, shape):
    """An axis, or none, and its size."""
    axis = draw.integer(-len(shape), len(shape) - 1) if draw.maybe(0.7) else None
    return axis, int(np.prod(shape)) if axis is None else shape[axis]


def insert_sample(draw):
    shape = draw.shape(1, 3, empty=False)
    axis, size = axis_of(draw, shape)
    count = draw.pick([None, 1, 2, 3])
    indices = draw.indices([] if count is None else [count], size, negative=True)
    return {"x": draw.array(shape), "indices": indices, "values": draw.array([], low=-9, high=9), "axis": axis}


def delete_sample(draw):
    shape = draw.shape(1, 3, empty=False)
    axis, size = axis_of(draw, shape)
    if draw.maybe(0.3):
        return {"x": draw.array(shape), "indices": draw.array([size], "bool", leaf=False), "axis": axis}
    return {"x": draw.array(shape), "indices": draw.indices([draw.integer(0, 4)], size, negative=True), "axis": axis}


def append_sample(draw):
    shape = draw.shape(1, 3)
    axis = draw.integer(-len(shape), len(shape) - 1) if draw.maybe(0.7) else None
    other = list(shape) if axis is not None else draw.shape(0, 2)
    if axis is not None:
        other[axis] = draw.integer(0, 3)
    return {"x": draw.array(shape), "values": draw.array(other, draw.other_dtype() if draw.world == "numpy" else None), "axis": axis}


def trim_sample(draw):
    return {"x": draw.array(draw.shape(0, 3), "bool", leaf=False), "trim": draw.pick(["fb", "f", "b"]), "axes": None}


both("insert", lambda x, indices, values, axis=None: np.insert(x, indices, values, axis), None, insert_sample)
both("delete", lambda x, indices, axis=None: np.delete(x, indices, axis), None, delete_sample)
both("append", lambda x, values, axis=None: np.append(x, values, axis), None, append_sample)
both("trimZeros", lambda x, trim="fb", axes=None: np.trim_zeros(x, trim, axes), None, trim_sample, gradient=False)


def numpy_place(x, mask, values):
    x = np.array(x)
    np.place(x, mask, values)
    return x


both("place", numpy_place, None, mask_sample)
both("extract", lambda condition, x: np.extract(condition, x), None,
     lambda draw: {"condition": draw.array(shape := draw.shape(0, 3), "bool", leaf=False), "x": draw.array(shape)})
both("flatNonzero", lambda x: np.flatnonzero(x), None, lambda draw: {"x": draw.array(draw.shape(0, 3), low=-1, high=1)}, gradient=False)

# Partial orders.


def partition_sample(draw):
    shape = draw.shape(1, 3, empty=False)
    axis = draw.axis(len(shape))
    kth = sorted({draw.integer(0, shape[axis] - 1) for _ in range(draw.integer(1, 2))})
    return {"x": draw.array(shape), "kth": kth, "axis": axis}


def parts(x, kth, axis):
    """What is determined of a partition: the elements at the places, and those between them in any order."""
    x, results, start = np.moveaxis(x, axis, -1), [], 0
    for place in [*kth, x.shape[-1]]:
        results += [np.sort(x[..., start:place], -1), x[..., place:place + 1]]
        start = place + 1
    return results


def gauge_of_partition(x, kth, axis, ours, theirs):
    return parts(ours[0], kth, axis), parts(theirs[0], kth, axis)


def gauge_of_argpartition(x, kth, axis, ours, theirs):
    return tuple(parts(np.take_along_axis(x, result[0], axis), kth, axis) for result in (ours, theirs))


both("partition", lambda x, kth, axis: np.partition(x, kth, axis), None, partition_sample, dtypes=REAL, gradient=False, signed_zero=False,
     gauge=gauge_of_partition)
both("argpartition", lambda x, kth, axis: np.argpartition(x, kth, axis), None, partition_sample, dtypes=REAL, gradient=False, signed_zero=False,
     gauge=gauge_of_argpartition)


def keys_sample(draw):
    shape = draw.shape(1, 2, empty=False)
    return {"keys": [draw.array(shape, low=0, high=3) for _ in range(draw.integer(1, 3))], "axis": draw.pick([None, draw.axis(len(shape))])}


both("lexsort", lambda keys, axis=-1: np.lexsort(keys, axis), None, keys_sample, dtypes=REAL, gradient=False)

# Places.


def grid(draw):
    return [draw.integer(1, 5) for _ in range(draw.integer(1, 3))]


def flat_places(draw):
    shape = grid(draw)
    return {"indices": draw.indices(draw.shape(0, 2), int(np.prod(shape))), "shape": shape,
            "order": draw.pick([None, "C", "F"]) if draw.world == "numpy" else None}


def axis_places(draw):
    shape, sizes = grid(draw), draw.shape(0, 2)
    mode = draw.pick([None, "wrap", "clip"])
    indices = [draw.array(sizes, "int64", leaf=False, fill=lambda count, size=size: draw.rng.integers(
        -size if mode else 0, 2 * size if mode else size, count)) for size in shape]
    return {"indices": indices, "shape": shape, "mode": mode, "order": draw.pick([None, "F"])}


both("unravelIndex", lambda indices, shape, order="C": np.unravel_index(indices, shape, order),
     lambda indices, shape, order="C": torch.unravel_index(indices, shape), flat_places, dtypes=["int64"], gradient=False)
both("ravelMultiIndex", lambda indices, shape, mode="raise", order="C": np.ravel_multi_index(indices, shape, mode, order), None,
     axis_places, dtypes=["int64"], gradient=False)
both("ix", lambda arrays: np.ix_(*arrays), None,
     lambda draw: {"arrays": [draw.array([draw.integer(0, 4)], draw.pick(["int64", "bool", "int32"])) for _ in range(draw.integer(1, 3))]},
     gradient=False)


def chosen_sample(draw):
    shape = draw.shape(1, 3, empty=False)
    axis = draw.pick([None, draw.axis(len(shape))])
    size = shape[axis] if axis is not None else int(np.prod(shape))
    return {"x": draw.array(shape), "condition": draw.array([draw.integer(0, size)], "bool"), "axis": axis}


both("compress", lambda x, condition, axis=None: np.compress(condition, x, axis), None, chosen_sample)


def written(x, indices, values, axis):
    result = np.array(x)
    np.put_along_axis(result, indices, values, axis)
    return result


def places_sample(draw):
    """One place along the axis for each of the others, so that nothing is written twice."""
    shape = draw.shape(1, 3, empty=False)
    axis = draw.axis(len(shape))
    sizes = list(shape)
    sizes[axis] = 1
    return {"x": draw.array(shape), "indices": draw.indices(sizes, shape[axis], negative=draw.world == "numpy"),
            "values": draw.array(sizes), "axis": axis}


both("putAlongAxis", written, lambda x, indices, values, axis: torch.scatter(x, axis, indices, values), places_sample)

# Made of others.


def strided_sample(draw):
    shape, strides = [draw.integer(0, 3) for _ in range(draw.integer(0, 3))], []
    strides = [draw.integer(0, 3) for _ in shape]
    reach = sum(max(size - 1, 0) * stride for size, stride in zip(shape, strides))
    offset = draw.integer(0, 3)
    return {"x": given(draw.rng.integers(-9, 9, reach + offset + 1), draw.dtype, leaf=True), "shape": shape, "strides": strides,
            "offset": offset}


both("asStrided", lambda x, shape, strides, offset: np.lib.stride_tricks.as_strided(x[offset:], shape, [n * x.itemsize for n in strides]),
     lambda x, shape, strides, offset: torch.as_strided(x, shape, strides, offset), strided_sample)


def block_sample(draw):
    height, width, cut = draw.integer(1, 3), draw.integer(2, 5), draw.integer(1, 4)
    cut = min(cut, width - 1)
    return {"arrays": [draw.array([height, cut]), draw.array([height, width - cut]), draw.array([draw.integer(1, 2), width])], "rows": [2, 1]}


both("block", lambda arrays, rows: np.block([arrays[:2], arrays[2:]]), lambda arrays, rows: torch.cat([torch.cat(arrays[:2], 1), arrays[2]]),
     block_sample)
both("vander", lambda x, N=None, increasing=False: np.vander(x, N, increasing),
     lambda x, N=None, increasing=False: torch.vander(x, N, increasing),
     lambda draw: {"x": draw.array([draw.integer(1, 5)], low=-3, high=3), "N": draw.pick([None, 0, 1, 4]), "increasing": draw.pick([None, True])},
     ulps=8, half_ulps=4, signed_zero=False)
