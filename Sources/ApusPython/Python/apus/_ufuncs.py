"""What NumPy's elementwise functions can do beside being called: keywords, reductions, tables, repeated indices.

The methods are those of `apus.ufunc`, the class of the elementwise functions of the library's table.
"""

import inspect

import _apus
from _apus import ArrayBase, ops

from . import _reductions
from ._support import array_of, into, normalized, normalized_axes

_unset = None

#: By the names of functions of two operands: what changes nothing as an operand.
_IDENTITIES = {
    "add": 0, "mul": 1, "logical_and": True, "logical_or": False, "logical_xor": False, "bitwise_or": 0, "bitwise_xor": 0,
    "bitwise_and": -1, "hypot": 0, "logaddexp": float("-inf"), "logaddexp2": float("-inf"), "gcd": 0, "sub": None,
}

_REDUCTIONS = {
    "add": _reductions.sum, "mul": _reductions.prod, "maximum": _reductions.max, "minimum": _reductions.min,
    "logical_and": _reductions.all, "logical_or": _reductions.any,
}

#: The functions whose results are truth values, whatever the operands.
_PREDICATES = {
    "eq", "ne", "lt", "le", "gt", "ge", "logical_and", "logical_or", "logical_xor", "logical_not", "isnan", "isinf", "isfinite",
    "signbit",
}


def signature(ufunc):
    """The parameters of a function of the table, for `inspect`."""
    text = ufunc.__text_signature__.replace("$module, ", "").replace("/, ", "", 1)
    namespace = {}
    exec(f"def f{text}: pass", namespace)
    return inspect.signature(namespace["f"])


def dtype_signature(dtype):
    """The parameters with which a dtype makes a number, for `inspect`."""
    return inspect.Signature([inspect.Parameter("x", inspect.Parameter.POSITIONAL_ONLY, default=0)])


def identity(ufunc):
    """What changes nothing as an operand, or None."""
    return _IDENTITIES.get(ufunc.__name__)


def call(ufunc, *operands, out=None, where=True, casting="same_kind", order="K", dtype=None, subok=True, signature=None,
         sig=None, **others):
    """A call with NumPy's keywords: in a dtype, where a mask says so, written to `out`."""
    inputs, outputs = ufunc.nin, ufunc.nout
    if len(operands) < inputs:
        raise TypeError(f"{ufunc.__name__}() takes {inputs} arrays but {len(operands)} were given")
    if len(operands) > inputs:
        if out is not None or len(operands) > inputs + outputs:
            raise TypeError(f"{ufunc.__name__}() takes from {inputs} to {inputs + outputs} positional arguments but "
                            f"{len(operands)} were given")
        operands, out = operands[:inputs], operands[inputs:]
    if out is not None and not isinstance(out, tuple):
        out = (out,)
    if out is not None:
        if len(out) > outputs:
            raise ValueError("The 'out' tuple must have exactly one entry per ufunc output")
        if any(one is not None and not isinstance(one, ArrayBase) for one in out):
            raise TypeError("return arrays must be of ArrayType")
    dtype = dtype if dtype is not None else _loop_dtype(signature if signature is not None else sig)
    if dtype is not None:
        dtype = _apus.DType(dtype)
        if ufunc.__name__ not in _PREDICATES:
            operands = tuple(_as(x, dtype, casting) for x in operands)
    results = ufunc(*operands, **others)
    results = results if outputs > 1 else (results,)
    if dtype is not None and ufunc.__name__ not in _PREDICATES and not (results[0].dtype.kind != "c" and dtype.kind == "c"):
        results = tuple(x if x.dtype == dtype else ops.astype(x, dtype) for x in results)
    out = (out or ()) + (None,) * (outputs - len(out or ()))
    written = tuple(_write(result, target, where, casting) for result, target in zip(results, out))
    return written if outputs > 1 else written[0]


def _loop_dtype(signature):
    """The dtype of the results that a loop's description such as 'dd->d' names."""
    if signature is None:
        return None
    if isinstance(signature, tuple):
        return signature[-1]
    return signature.rpartition(">")[2] or signature


def _as(x, dtype, casting):
    if not isinstance(x, ArrayBase) and not hasattr(x, "dtype"):
        x = array_of(x)
        return ops.astype(x, dtype) if x.dtype != dtype else x
    x = array_of(x)
    if x.dtype != dtype and not _apus._can_cast(x.dtype, dtype, casting):
        raise _apus.DTypeError(
            f"Cannot cast ufunc input from dtype('{x.dtype}') to dtype('{dtype}') with casting rule '{casting}'")
    return ops.astype(x, dtype)


def _write(result, out, where, casting):
    if out is None and where is True:
        return result
    if where is not True:
        mask = array_of(where)
        if mask.dtype != _apus.bool:
            raise TypeError(f"Cannot cast array data from dtype('{mask.dtype}') to dtype('bool') according to the rule 'safe'")
        if out is None:
            shape = ops.broadcast_arrays([result, mask])[0].shape
            out = _apus.zeros(shape, dtype=result.dtype)
        result = ops.where(mask, result, out)
    if result.dtype != out.dtype and not _apus._can_cast(result.dtype, out.dtype, casting):
        raise _apus.DTypeError(
            f"Cannot cast ufunc output from dtype('{result.dtype}') to dtype('{out.dtype}') with casting rule '{casting}'")
    if result.shape != out.shape and len(ops.broadcast_arrays([result, out])[0].shape) > out.ndim:
        raise ValueError(f"non-broadcastable output operand with shape {out.shape} doesn't match the broadcast shape "
                         f"{result.shape}")
    out[...] = result if result.dtype == out.dtype else ops.astype(result, out.dtype)
    return out


class _Methods:
    """The methods, to be copied into the class of the functions."""

    def reduce(self, array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=True):
        """The results of combining all elements along `axis`, by default the first. `numpy.ufunc.reduce`."""
        _check_binary(self, "reduce")
        x = array_of(array)
        if x.ndim == 0 and axis in (0, -1, None):
            axis = None
        if isinstance(out, tuple):
            out = out[0]
        quick = _REDUCTIONS.get(self.__name__)
        if quick is not None:
            options = dict(axis=axis, out=out, keepdims=keepdims, where=where)
            if self.__name__ in ("add", "mul"):
                options["dtype"] = dtype
            elif dtype is not None and self.__name__ in ("maximum", "minimum"):
                x = ops.astype(x, dtype)
            if initial is not None and not self.__name__.startswith("logical"):
                options["initial"] = initial
            return quick(x, **options)
        return into(out, _fold(self, x, axis, dtype, keepdims, initial, where))

    def accumulate(self, array, axis=0, dtype=None, out=None):
        """The results of combining the first one, two, three ... elements along `axis`. `numpy.ufunc.accumulate`."""
        _check_binary(self, "accumulate")
        x = array_of(array)
        if x.ndim == 0:
            raise TypeError("cannot accumulate on a scalar")
        axis = normalized(axis, x.ndim)
        if isinstance(out, tuple):
            out = out[0]
        quick = {"add": ops.cumsum, "mul": ops.cumprod}.get(self.__name__)
        if quick is not None:
            return into(out, quick(x, axis, dtype))
        if dtype is not None:
            x = ops.astype(x, dtype)
        parts = ops.unbind(x, axis)
        if not parts:
            return into(out, ops.clone(x))
        results = [parts[0]]
        for part in parts[1:]:
            results.append(self(results[-1], part))
        if len(results) > 1:
            results[0] = ops.astype(results[0], results[1].dtype)
        return into(out, ops.stack(results, axis))

    def outer(self, A, B, /, **kwargs):
        """The results for all pairs of an element of one array and one of another. `numpy.ufunc.outer`."""
        _check_binary(self, "outer")
        first, second = array_of(A), array_of(B)
        return self(ops.reshape(first, first.shape + (1,) * second.ndim), second, **kwargs)

    def at(self, a, indices, b=None, /):
        """Replaces elements by the results for them, once for each time that an index names them. `numpy.ufunc.at`."""
        if not isinstance(a, ArrayBase):
            raise TypeError("first operand must be array")
        if (b is None) != (self.nin == 1):
            raise ValueError("second operand needed for ufunc" if b is None else "second operand provided when ufunc is unary")
        positions = ops.reshape(_apus.arange(0, a.size), a.shape)[indices]
        shape = positions.shape
        positions = ops.reshape(positions, (-1,))
        flat = a if a.ndim == 1 else ops.reshape(a, (-1,))
        values = None if b is None else ops.reshape(ops.broadcast_to(array_of(b), shape), (-1,))
        for chosen in _rounds(positions):
            where = positions if chosen is None else ops.take(positions, chosen, 0)
            now = ops.take(flat, where, 0)
            if values is None:
                new = self(now)
            else:
                new = self(now, values if chosen is None else ops.take(values, chosen, 0))
            if new.dtype != a.dtype and not _apus._can_cast(new.dtype, a.dtype, "same_kind"):
                raise _apus.DTypeError(
                    f"Cannot cast ufunc '{self.__name__}' output from dtype('{new.dtype}') to dtype('{a.dtype}') with casting "
                    "rule 'same_kind'")
            flat[where] = new if new.dtype == a.dtype else ops.astype(new, a.dtype)
        if flat is not a and flat.data_ptr() != a.data_ptr():
            a[...] = ops.reshape(flat, a.shape)

    def reduceat(self, array, indices, axis=0, dtype=None, out=None):
        """The results of combining the elements between each index and the next along `axis`. `numpy.ufunc.reduceat`."""
        _check_binary(self, "reduceat")
        x = array_of(array)
        axis = normalized(axis, x.ndim)
        size = x.shape[axis]
        starts = array_of(indices).tolist()
        x = ops.moveaxis(x, axis, 0)
        results = []
        for number, start in enumerate(starts):
            if not 0 <= start < size:
                raise IndexError(f"index {start} out-of-bounds in {self.__name__}.reduceat [0, {size})")
            stop = starts[number + 1] if number + 1 < len(starts) else size
            results.append(self.reduce(x[start:stop] if stop > start else x[start:start + 1], 0, dtype))
        return into(out, ops.moveaxis(ops.stack(results, 0), 0, axis))


def _check_binary(ufunc, method):
    if ufunc.nin != 2 or ufunc.nout != 1:
        raise ValueError(f"{method} only supported for binary functions")


def _rounds(positions):
    """Groups of places in a list of positions, such that no position comes twice in a group, and first comes first. None for
    all places."""
    order = ops.argsort(positions)
    ordered = ops.take(positions, order, 0)
    if positions.size < 2 or not ops.any(ops.eq(ordered[1:], ordered[:-1])):
        return [None]
    firsts = ops.searchsorted(ordered, ordered)
    turns = ops.subtract(_apus.arange(0, positions.size), firsts)
    count = int(ops.amax(turns)) + 1
    return [ops.take(order, ops.nonzero_tuple(ops.eq(turns, turn))[0], 0) for turn in range(count)]


def _fold(ufunc, x, axis, dtype, keepdims, initial, where):
    """Combines the elements along axes one after another."""
    if dtype is not None:
        x = ops.astype(x, dtype)
    axes = tuple(range(x.ndim)) if axis is None else normalized_axes(axis, x.ndim)
    neutral = ufunc.identity if initial is None else initial
    if where is not True:
        if neutral is None:
            raise ValueError(f"reduction operation '{ufunc.__name__}' does not have an identity, so to use a where mask one has "
                             "to specify 'initial'")
        x = ops.where(array_of(where), x, neutral)
    rest = tuple(size for number, size in enumerate(x.shape) if number not in axes)
    kept = tuple(1 if number in axes else size for number, size in enumerate(x.shape))
    flat = ops.reshape(ops.moveaxis(x, axes, tuple(range(len(axes)))), (-1,) + rest) if axes else ops.unsqueeze(x, 0)
    result = None if initial is None else ops.broadcast_to(array_of(initial), rest)
    if flat.shape[0] == 0 and result is None:
        if neutral is None:
            raise ValueError(f"zero-size array to reduction operation {ufunc.__name__} which has no identity")
        result = _apus.full(rest, neutral, dtype=x.dtype)
    for part in ops.unbind(flat, 0):
        result = part if result is None else ufunc(result, part)
    return ops.reshape(result, kept) if keepdims else ops.clone(result)


for _name in ("reduce", "accumulate", "outer", "at", "reduceat"):
    setattr(_apus.ufunc, _name, vars(_Methods)[_name])
