"""`numpy.vectorize`: functions of Python applied element by element."""

import itertools
import re

import _apus
from _apus import ops

from ._arguments import array, is_dtype

_NAME = r"\w+"
_SHAPE = rf"\(\s*(?:{_NAME}(?:\s*,\s*{_NAME})*)?\s*,?\s*\)"
_SHAPES = rf"{_SHAPE}(?:\s*,\s*{_SHAPE})*"
_SIGNATURE = re.compile(rf"^\s*{_SHAPES}\s*->\s*{_SHAPES}\s*$")


def _parsed(signature):
    """The names of the axes of operands and of results in a signature such as '(m,n),(n)->(m)'."""
    signature = re.sub(r"\s+", "", signature)
    if not _SIGNATURE.match(signature):
        raise ValueError(f"not a valid gufunc signature: {signature}")
    return tuple(
        [tuple(re.findall(_NAME, shape)) for shape in re.findall(_SHAPE, side)] for side in signature.split("->"))


def _dtype(one):
    return one if is_dtype(one) else _apus.empty(0, dtype=one).dtype


class vectorize:
    """A function of numbers as one of arrays, called for every element. `numpy.vectorize`.

    `otypes` are the dtypes of the results, `excluded` the arguments that are passed on whole, `cache` saves the first call being
    made twice, and `signature` names axes that the function itself works along.
    """

    def __init__(self, pyfunc=None, otypes=None, doc=None, excluded=None, cache=False, signature=None):
        if pyfunc is not None and not callable(pyfunc):
            raise TypeError("When used as a decorator, only accepts keyword arguments.")
        self.pyfunc = pyfunc
        self.cache = cache
        self.signature = signature
        self._doc = doc
        if pyfunc is not None:
            self._name(pyfunc)
        if otypes is not None:
            try:
                otypes = [_dtype(one) for one in otypes]
            except TypeError as error:
                raise ValueError(f"Invalid otype specified: {otypes}") from error
        self.otypes = otypes
        self.excluded = set() if excluded is None else set(excluded)
        self._axes = None if signature is None else _parsed(signature)

    def _name(self, pyfunc):
        if hasattr(pyfunc, "__name__"):
            self.__name__ = pyfunc.__name__
        self.__doc__ = self._doc if self._doc is not None else getattr(pyfunc, "__doc__", None)

    def __call__(self, *args, **kwargs):
        if self.pyfunc is None:
            self.pyfunc = args[0]
            self._name(self.pyfunc)
            return self
        if not kwargs and not self.excluded:
            return self._call(self.pyfunc, args)
        names = [name for name in kwargs if name not in self.excluded]
        places = [place for place in range(len(args)) if place not in self.excluded]
        whole = list(args)

        def function(*values):
            for value, place in zip(values, places):
                whole[place] = value
            kwargs.update(zip(names, values[len(places):]))
            return self.pyfunc(*whole, **kwargs)

        return self._call(function, [args[place] for place in places] + [kwargs[name] for name in names])

    def _call(self, function, args):
        if self._axes is not None:
            return self._call_with_signature(function, args)
        if not args:
            if self.otypes is not None:
                raise ValueError("args can not be empty")
            return function()
        operands = ops.broadcast_arrays([array(one) for one in args])
        shape = operands[0].shape
        if operands[0].size == 0:
            if self.otypes is None:
                raise ValueError("cannot call `vectorize` on size 0 inputs unless `otypes` is set")
            return self._results([[] for _ in self.otypes], shape)
        # What is computed once and used for the first element, where the results' dtypes must be found out.
        columns = [_elements(one) for one in operands]
        if self.otypes is None and not self.cache:
            function(*(column[0] for column in columns))
        results = [function(*values) for values in zip(*columns)]
        if isinstance(results[0], tuple):
            lists = [list(column) for column in zip(*results)]
            if self.otypes is not None and len(self.otypes) != len(lists):
                raise ValueError(f"{len(lists)} results for {len(self.otypes)} otypes")
            return self._results(lists, shape, is_tuple=True)
        return self._results([results], shape)

    def _results(self, lists, shape, is_tuple=False):
        dtypes = self.otypes or [array(values[0]).dtype for values in lists]
        results = tuple(
            ops.reshape(ops.astype(_apus.asarray(values, dtype=dtype) if values else _apus.empty(0, dtype=dtype), dtype), shape)
            for values, dtype in zip(lists, dtypes))
        return results if is_tuple or len(results) > 1 else results[0]

    def _call_with_signature(self, function, args):
        inputs, outputs = self._axes
        if len(args) != len(inputs):
            raise TypeError(f"wrong number of positional arguments: expected {len(inputs)!r}, got {len(args)!r}")
        operands = [array(one) for one in args]
        sizes, shapes = {}, []
        for operand, names in zip(operands, inputs):
            if operand.ndim < len(names):
                raise ValueError(
                    f"{operand.ndim}-dimensional argument does not have enough dimensions for all core dimensions {names!r}")
            core = operand.shape[operand.ndim - len(names):]
            _note(sizes, names, core)
            shapes.append(operand.shape[:operand.ndim - len(names)])
        from . import broadcast_shapes
        shape = broadcast_shapes(*shapes)
        operands = [
            ops.broadcast_to(operand, tuple(shape) + tuple(sizes[name] for name in names))
            for operand, names in zip(operands, inputs)]
        arrays = None
        for place in itertools.product(*map(range, shape)):
            results = function(*(operand[place] for operand in operands))
            count = len(results) if isinstance(results, tuple) else 1
            if count != len(outputs):
                raise ValueError(f"wrong number of outputs from pyfunc: expected {len(outputs)!r}, got {count!r}")
            results = results if isinstance(results, tuple) else (results,)
            results = [array(one) for one in results]
            if arrays is None:
                for result, names in zip(results, outputs):
                    core = result.shape[result.ndim - len(names):] if names else ()
                    if len(core) < len(names):
                        raise ValueError(
                            f"{result.ndim}-dimensional argument does not have enough dimensions for all core dimensions {names!r}")
                    _note(sizes, names, core)
                arrays = self._empty(shape, sizes, outputs, [one.dtype for one in results])
            for target, result, names in zip(arrays, results, outputs):
                expected = tuple(sizes[name] for name in names)
                if result.shape != expected:
                    raise ValueError(f"could not broadcast output from shape {result.shape} into shape {expected}")
                target[place] = result
        if arrays is None:
            if self.otypes is None:
                raise ValueError("cannot call `vectorize` on size 0 inputs unless `otypes` is set")
            if any(name not in sizes for names in outputs for name in names):
                raise ValueError("cannot call `vectorize` with a signature including new output dimensions on size 0 inputs")
            arrays = self._empty(shape, sizes, outputs, self.otypes)
        return arrays[0] if len(arrays) == 1 else tuple(arrays)

    def _empty(self, shape, sizes, outputs, dtypes):
        dtypes = self.otypes or dtypes
        return [
            _apus.empty(tuple(shape) + tuple(sizes[name] for name in names), dtype=dtype) for names, dtype in zip(outputs, dtypes)]


def _note(sizes, names, core):
    for name, size in zip(names, core):
        if sizes.setdefault(name, size) != size:
            raise ValueError(f"inconsistent size for core dimension {name!r}: {size!r} vs {sizes[name]!r}")


def _elements(x):
    """The elements in row-major order, as arrays without axes."""
    line = ops.reshape(x, -1)
    return [line[place] for place in range(line.shape[0])]
