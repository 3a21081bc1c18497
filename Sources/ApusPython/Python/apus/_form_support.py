"""What PyTorch's functions that are combinations of operations share: how arguments become arrays, and how halves are computed."""

import functools
import inspect

import _apus
import _apus.ops as _o

# Parameters that are arrays: what is none is made one. A number may stand for one, but for the first.
_ARRAYS = {
    "input", "other", "mat1", "mat2", "mat", "vec", "vec1", "vec2", "batch1", "batch2", "tensor1", "tensor2", "x1", "x2", "y", "index",
    "boundaries", "target", "input1", "input2", "anchor", "positive", "negative", "weight",
}


def _array(x, is_first):
    if x is None or isinstance(x, _apus.ArrayBase) or not is_first and isinstance(x, (bool, int, float, complex)):
        return x
    if hasattr(x, "requires_grad") and hasattr(x, "__dlpack__"):
        return _apus.from_dlpack(x)
    return _apus.asarray(x)


def form(function):
    """A function whose arguments are made arrays where they have to be."""
    names = [name if name in _ARRAYS else None for name in inspect.signature(function).parameters]

    @functools.wraps(function)
    def call(*given, **options):
        given = [x if name is None else _array(x, index == 0) for index, (name, x) in enumerate(zip(names, given))] + list(given[len(names):])
        options = {name: _array(x, name == names[0]) if name in _ARRAYS else x for name, x in options.items()}
        return function(*given, **options)
    return call


def wide(function):
    """Computes in float32 where an operand has 16 bits, and rounds once."""
    halves = (_apus.float16, _apus.bfloat16)

    def raised(x):
        return _o.astype(x, _apus.float32) if isinstance(x, _apus.ArrayBase) and x.dtype in halves else x

    @functools.wraps(function)
    def call(input, *rest, **options):
        if input.dtype not in halves:
            return function(input, *rest, **options)
        result = function(raised(input), *[raised(x) for x in rest], **{name: raised(x) for name, x in options.items()})
        return _o.astype(result, input.dtype)
    return call


def factor_of(x, number):
    """A number beside an array as the array's dtype has it: without a fraction for integers, 0 or 1 for booleans."""
    if x.dtype == _apus.bool:
        return bool(number)
    return int(number) if "int" in x.dtype.name else number


def axis_of(dim, rank):
    if not -max(rank, 1) <= dim < max(rank, 1):
        raise _apus.AxisError(f"axis {dim} of an array with {rank} axes")
    return dim % max(rank, 1)


def finish(namespace):
    """Makes `form`s of a module's own public functions."""
    for name, value in list(namespace.items()):
        if inspect.isfunction(value) and not name.startswith("_") and value.__module__ == namespace["__name__"]:
            namespace[name] = form(value)
