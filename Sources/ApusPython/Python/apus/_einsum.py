"""Sums of products over labelled axes, with NumPy's signatures."""

import operator

import _apus
from _apus import Array, Tensor, ops

from ._arrangement import _array, _cast, _given

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _term(labels):
    """The letters of a list of integers, in which an ellipsis may stand."""
    letters = []
    for label in labels:
        if label is Ellipsis:
            letters.append("...")
            continue
        try:
            place = operator.index(label)
        except TypeError:
            raise TypeError("For this input type lists must contain either int or Ellipsis") from None
        if not 0 <= place < len(_LETTERS):
            raise ValueError(f"subscript {place} is not within the valid range [0, {len(_LETTERS)})")
        letters.append(_LETTERS[place])
    return "".join(letters)


def _parsed(operands):
    """The equation and the arrays of either form of a call."""
    if not operands:
        raise ValueError("No input operands")
    if isinstance(operands[0], str):
        return operands[0], [_array(x) for x in operands[1:]]
    arrays = [_array(x) for x in operands[:-1:2]]
    labels = operands[1:len(operands) - len(operands) % 2:2]
    equation = ",".join(map(_term, labels))
    if len(operands) % 2:
        equation += "->" + _term(operands[-1])
    return equation, arrays


def _strategy(optimize):
    """How the order is found: its name, a path, and the limit of intermediate results."""
    if optimize is None or optimize is False:
        return "none", (), None
    if optimize is True:
        return "greedy", (), None
    if isinstance(optimize, str):
        if optimize not in ("greedy", "optimal"):
            raise KeyError("Path name %s not found", optimize)
        return optimize, (), None
    if len(optimize) and optimize[0] == "einsum_path":
        return "given", [tuple(step) for step in optimize[1:]], None
    if len(optimize) == 2 and isinstance(optimize[0], str) and isinstance(optimize[1], (int, float)):
        return (*_strategy(optimize[0])[:2], int(min(optimize[1], 1 << 62)))
    raise TypeError(f"Did not understand the path: {optimize}")


def einsum_path(*operands, optimize="greedy", einsum_call=False):
    """The order in which `einsum` contracts its operands, and a report on what that costs. `numpy.einsum_path`."""
    strategy, path, limit = _strategy(optimize)
    equation, arrays = _parsed(operands)
    found, report = _apus._einsum_path(equation, [x.shape for x in arrays], strategy, path, limit)
    return ["einsum_path", *found], report


def einsum(*operands, out=None, optimize=False, dtype=None, order="K", casting="safe"):
    """Sums of products over labelled axes: `einsum("ij,jk->ik", a, b)`, or with lists of integers for terms; more than two
    operands are contracted two at a time, in the order that `einsum_path` finds. `numpy.einsum`."""
    if order not in ("C", "F", "A", "K", "c", "f", "a", "k"):
        raise ValueError(f"order must be one of 'C', 'F', 'A', or 'K' (got '{order}')")
    if casting not in ("no", "equiv", "safe", "same_kind", "unsafe"):
        raise ValueError(f"casting must be one of 'no', 'equiv', 'safe', 'same_kind', or 'unsafe' (got '{casting}')")
    if out is not None and not isinstance(out, (Array, Tensor)):
        raise TypeError(f"out must be an array, not {type(out).__name__}")
    equation, arrays = _parsed(operands)
    if dtype is not None:
        arrays = [_cast(x, dtype, casting) for x in arrays]
    strategy, path, limit = _strategy(optimize)
    if strategy == "none" and len(arrays) > 2 or limit is not None:
        strategy = "greedy" if strategy == "none" else strategy
        path, _ = _apus._einsum_path(equation, [x.shape for x in arrays], strategy, (), limit)
        strategy = "given"
    if strategy == "given":
        flat = [number for step in path for number in (len(step), *step)]
        result = ops.einsum(equation, arrays, path=flat)
    else:
        result = ops.einsum(equation, arrays, strategy)
    if out is not None:
        # Steps of a path are written with whatever cast they need, as NumPy does.
        return _given(result, out, casting if optimize is False else "unsafe")
    return _in_order(result, order.upper(), arrays)


def _in_order(result, order, arrays):
    """The result laid out row-major (C) or column-major (F) where that is asked for."""
    if order == "A":
        order = "F" if arrays and all(x.T.is_contiguous() and not x.is_contiguous() for x in arrays) else "C"
    if order == "C" and not result.is_contiguous():
        return ops.clone(result)
    if order == "F" and not result.T.is_contiguous():
        return ops.clone(result.T).T
    return result
