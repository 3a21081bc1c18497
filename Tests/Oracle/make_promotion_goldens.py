#!/usr/bin/env python3
"""Writes the result dtypes of NumPy and PyTorch as small text tables.

    python Tests/Oracle/make_promotion_goldens.py Tests/ApusTests/Goldens

makes `promotion-numpy.txt` and `promotion-torch.txt`. Every line is a key, a colon and fifteen entries, one for each
dtype in the order of `Apus.DType`; `raises` stands for an exception. Keys:

    promote A            the result for A with each dtype
    zerodim A            the same when the other operand has no axes (PyTorch only)
    weak KIND            an array of each dtype with a Python bool, int, float or complex
    safe A, same_kind A  whether A can be cast to each dtype under that rule (NumPy only; 1 or 0)
    function NAME        the dtype of the result for operands of each dtype

NumPy has no bfloat16. Its rows follow the ml_dtypes extension wherever that defines a result (checked here when
ml_dtypes is installed), and elsewhere the rule that covers both: bfloat16 behaves as float16 does, and the two
together make float32. PyTorch's complex32, which Apus does not have, stays in the tables.
"""
import pathlib
import sys
import warnings

import numpy as np
import torch

DTYPES = ["bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64",
          "float16", "bfloat16", "float32", "float64", "complex64", "complex128"]
WEAK = {"bool": True, "int": 1, "float": 1.0, "complex": 1j}

NUMPY_FUNCTIONS = {
    1: ["negative", "absolute", "sign", "sqrt", "exp", "expm1", "log", "log1p", "log2", "sin", "tan", "tanh", "arcsin",
        "arctan", "reciprocal", "square", "floor", "ceil", "trunc", "rint", "round", "isnan", "isfinite",
        "logical_not", "invert", "conjugate", "real", "angle", "sum", "prod", "mean", "var", "std", "min", "max",
        "argmin", "argmax", "any", "all", "cumsum", "cumprod", "sort", "argsort", "count_nonzero", "linalg.norm"],
    2: ["add", "subtract", "multiply", "true_divide", "floor_divide", "remainder", "power", "float_power", "arctan2",
        "hypot", "logaddexp", "maximum", "minimum", "bitwise_and", "left_shift", "logical_and", "equal", "less",
        "matmul", "dot", "outer"],
}
TORCH_FUNCTIONS = {
    1: ["negative", "abs", "sign", "sqrt", "rsqrt", "exp", "expm1", "log", "log1p", "log2", "sin", "tan", "tanh",
        "asin", "atan", "reciprocal", "square", "floor", "ceil", "trunc", "round", "isnan", "isfinite", "logical_not",
        "bitwise_not", "conj", "real", "angle", "erf", "sigmoid", "relu", "sum", "prod", "mean", "var", "std", "amin",
        "amax", "argmin", "argmax", "any", "all", "cumsum:0", "cumprod:0", "softmax:0", "log_softmax:0", "logsumexp:0",
        "sort", "argsort", "count_nonzero", "linalg.norm"],
    2: ["add", "subtract", "multiply", "true_divide", "floor_divide", "remainder", "pow", "float_power", "atan2",
        "hypot", "logaddexp", "maximum", "minimum", "bitwise_and", "bitwise_left_shift", "logical_and", "eq", "lt",
        "matmul", "dot", "outer"],
}


def attempt(function):
    """The name of the dtype that function() gives, or `raises`."""
    try:
        result = function()
    except (TypeError, ValueError, RuntimeError, NotImplementedError):
        return "raises"
    if isinstance(result, tuple):
        result = result[0]
    if isinstance(result, int):
        return "int64"
    return str(getattr(result, "dtype", result)).removeprefix("torch.")


def call(module, name, operands):
    """Calls a function of a module; `name:axis` passes an axis."""
    name, _, axis = name.partition(":")
    for part in name.split("."):
        module = getattr(module, part)
    return module(*operands, **({"dim": int(axis)} if axis else {}))


def numpy_stand_in(dtype):
    return "float16" if dtype == "bfloat16" else dtype


def numpy_promote(a, b):
    result = str(np.promote_types(numpy_stand_in(a), numpy_stand_in(b)))
    if "bfloat16" not in (a, b) or result != "float16":
        return result
    return "float32" if "float16" in (a, b) else "bfloat16"


def numpy_can_cast(a, b, casting):
    if {a, b} == {"float16", "bfloat16"}:
        return casting != "safe"
    return np.can_cast(numpy_stand_in(a), numpy_stand_in(b), casting)


def numpy_like(dtype, function):
    """function's result dtype for arrays of dtype; bfloat16 takes float16's."""
    result = attempt(lambda: function(np.ones(2, numpy_stand_in(dtype))))
    return "bfloat16" if dtype == "bfloat16" and result == "float16" else result


def check_against_ml_dtypes():
    try:
        from ml_dtypes import bfloat16
    except ImportError:
        return
    for dtype in DTYPES:
        other = bfloat16 if dtype == "bfloat16" else np.dtype(dtype)
        theirs = attempt(lambda: np.promote_types(bfloat16, other))
        assert theirs in ("raises", numpy_promote("bfloat16", dtype)), (dtype, theirs)


def numpy_table():
    check_against_ml_dtypes()
    for a in DTYPES:
        yield f"promote {a}", [numpy_promote(a, b) for b in DTYPES]
    for kind, scalar in WEAK.items():
        yield f"weak {kind}", [numpy_like(a, lambda x: np.result_type(x, scalar)) for a in DTYPES]
    for casting in ["safe", "same_kind"]:
        for a in DTYPES:
            yield f"{casting} {a}", [str(int(numpy_can_cast(a, b, casting))) for b in DTYPES]
    for arity, names in NUMPY_FUNCTIONS.items():
        for name in names:
            yield f"function {name}", [numpy_like(a, lambda x: call(np, name, [x] * arity)) for a in DTYPES]


def torch_table():
    types = [getattr(torch, name) for name in DTYPES]
    ones = {dtype: torch.ones(2, dtype=dtype) for dtype in types}
    points = {dtype: torch.ones((), dtype=dtype) for dtype in types}
    for name, a in zip(DTYPES, types):
        yield f"promote {name}", [attempt(lambda: torch.result_type(ones[a], ones[b])) for b in types]
    for name, a in zip(DTYPES, types):
        yield f"zerodim {name}", [attempt(lambda: torch.result_type(ones[a], points[b])) for b in types]
    for kind, scalar in WEAK.items():
        yield f"weak {kind}", [attempt(lambda: torch.result_type(ones[a], scalar)) for a in types]
    for arity, names in TORCH_FUNCTIONS.items():
        for name in names:
            key = name.partition(":")[0]
            yield f"function {key}", [attempt(lambda: call(torch, name, [ones[a]] * arity)) for a in types]


def main():
    warnings.simplefilter("ignore")
    folder = pathlib.Path(sys.argv[1])
    for name, table in [("numpy", numpy_table()), ("torch", torch_table())]:
        text = "".join(f"{key}: {' '.join(entries)}\n" for key, entries in table)
        (folder / f"promotion-{name}.txt").write_text(text)


main()
