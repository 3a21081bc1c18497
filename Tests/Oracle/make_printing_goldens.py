#!/usr/bin/env python3
"""Writes arrays and tensors together with the text that NumPy and PyTorch print for them.

    python Tests/Oracle/make_printing_goldens.py Tests/ApusTests/Goldens/printing.txt
    python Tests/Oracle/make_printing_goldens.py /some/file --cases 20000 --seed 7

Without --cases the small committed selection is written; with it, that many random ones, for a run by hand
(`APUS_PRINTING_CASES=/some/file swift test --filter Printing`). Needs numpy >= 2.4 and torch.

A case is: a line `case STYLE DTYPE SHAPE [OPTION=VALUE ...]` (STYLE: str, repr, tensor; SHAPE: 2x3, or - for none),
a line with the elements' bytes in hexadecimal (or @arange, @ones), a line with the number of lines of the text, the text.
"""
import argparse
import random
import warnings

import numpy as np
import torch

FLOATS = ["float16", "float32", "float64"]
DTYPES = ["bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64",
          *FLOATS, "complex64", "complex128"]
SPECIAL = [np.nan, np.inf, -np.inf, 0.0, -0.0]


def shape_text(shape):
    return "x".join(map(str, shape)) if shape else "-"


def random_shape(rng, budget):
    rank = rng.choice([0, 1, 1, 1, 2, 2, 2, 3, 4])
    shape = []
    for _ in range(rank):
        longest = max(1, budget // int(np.prod(shape, initial=1)))
        shape.append(rng.randint(1, min(longest, rng.choice([3, 8, 40]))))
    if shape and rng.random() < 0.04:
        shape[rng.randrange(rank)] = 0
    return tuple(shape)


def random_reals(rng, generator, count):
    kind = rng.randrange(9)
    if kind == 0:
        values = generator.integers(-20, 20, count).astype(float)
    elif kind == 1:
        values = generator.standard_normal(count)
    elif kind == 2:
        values = generator.random(count) * 10.0 ** rng.randint(-9, 17)
    elif kind == 3:
        values = np.exp(generator.uniform(-30, 30, count)) * generator.choice([-1, 1], count)
    elif kind == 4:
        values = generator.integers(-10**6, 10**6, count) / 10.0 ** rng.randint(0, 9)
    elif kind == 5:
        values = generator.integers(0, 2**64, count, dtype=np.uint64).view(np.float64)
    elif kind == 6:
        values = generator.integers(-3, 4, count) * 10.0 ** rng.randint(-12, 12)
    elif kind == 7:
        values = 2.0 ** generator.integers(-24, 30, count)
    else:
        values = generator.choice([0.5, 1.5, 2.5, 0.125, 0.0625, 1e-4, 1e-5, 1e8, 999.99995, 99999.5, 1e16, 1000], count)
    if rng.random() < 0.25:
        mask = generator.random(count) < rng.choice([0.1, 0.5, 1.0])
        values = np.where(mask, generator.choice(SPECIAL, count), values)
    return values


def random_array(rng, generator, dtype, shape):
    count = int(np.prod(shape))
    with np.errstate(all="ignore"):
        if dtype == "bool":
            values = generator.random(count) < 0.5
        elif dtype.startswith("complex"):
            parts = np.stack([random_reals(rng, generator, count) for _ in range(2)], axis=-1)
            values = parts.astype("float32" if dtype == "complex64" else "float64").view(dtype)
        elif dtype.startswith("float"):
            values = random_reals(rng, generator, count)
            if rng.random() < 0.1:
                bits = 8 * np.dtype(dtype).itemsize
                values = generator.integers(0, 2**bits, count, dtype=f"uint{bits}").view(dtype)
        else:
            info = np.iinfo(dtype)
            if rng.random() < 0.5:
                values = generator.integers(info.min, info.max, count, dtype=dtype, endpoint=True)
            else:
                values = generator.integers(max(info.min, -12), 12, count)
        return values.astype(dtype).reshape(shape)


def random_array_options(rng):
    options = {}
    if rng.random() < 0.5:
        return options
    choices = {
        "precision": [0, 1, 2, 3, 5, 12, 17, 20], "threshold": [0, 3, 10, 30], "edgeitems": [1, 2, 4],
        "linewidth": [10, 20, 40, 120], "suppress": [True], "nanstr": ["N", "not-a-number"],
        "infstr": ["I", "infinite"], "sign": ["+", " "],
        "floatmode": ["fixed", "unique", "maxprec", "maxprec_equal"],
    }
    for name in rng.sample(sorted(choices), rng.randint(1, 3)):
        options[name] = rng.choice(choices[name])
    return options


def random_tensor_options(rng):
    if rng.random() < 0.6:
        return {}
    choices = {"precision": [0, 1, 2, 6, 9], "threshold": [0, 3, 10, 30], "edgeitems": [0, 1, 2, 4],
               "linewidth": [12, 40, 120], "sci_mode": [True, False]}
    return {name: rng.choice(choices[name]) for name in rng.sample(sorted(choices), rng.randint(1, 2))}


def emit(out, style, dtype, shape, data, options, text):
    flags = "".join(f" {name}={'_' if value == ' ' else value}" for name, value in options.items())
    lines = text.split("\n")
    out.write(f"case {style} {dtype} {shape_text(shape)}{flags}\n{data}\n{len(lines)}\n{text}\n")


def array_case(out, array, options, styles=("str", "repr"), data=None):
    with np.printoptions(**options):
        for style in styles:
            text = str(array) if style == "str" else repr(array)
            emit(out, style, array.dtype.name, array.shape, data or array.tobytes().hex(), options, text)


GRADIENTS = {"add": lambda t: t + 1, "mul": lambda t: t * 2, "view": lambda t: t.reshape(-1), "sum": lambda t: t.sum()}


def tensor_case(out, array, options, dtype=None, data=None, gradient=None, device=None):
    tensor = torch.from_numpy(np.array(array) if array.size < 10**6 else array)
    if dtype == "bfloat16":
        tensor = tensor.to(torch.bfloat16)
        if data is None:
            data = tensor.view(torch.uint16).numpy().tobytes().hex()
    flags = dict(options)
    if gradient == "leaf":
        tensor.requires_grad_()
        flags["requires_grad"] = "True"
    elif gradient is not None:
        tensor = GRADIENTS[gradient](tensor.requires_grad_())
        flags["grad_fn"] = type(tensor.grad_fn).__name__
        data = tensor.detach().numpy().tobytes().hex()
    if device is not None:
        tensor = tensor.to(device)
        flags["device"] = device
    torch.set_printoptions(profile="default", **options)
    text = repr(tensor)
    torch.set_printoptions(profile="default")
    name = str(tensor.dtype).removeprefix("torch.")
    emit(out, "tensor", name, tuple(tensor.shape), data or array.tobytes().hex(), flags, text)


def random_cases(out, seed, count, budget):
    rng = random.Random(seed)
    generator = np.random.default_rng(seed)
    for _ in range(count):
        dtype = rng.choice(DTYPES + FLOATS * 3)
        array = random_array(rng, generator, dtype, random_shape(rng, budget))
        if rng.random() < 0.5:
            array_case(out, array, random_array_options(rng), styles=[rng.choice(["str", "repr"])])
        else:
            gradient = device = None
            differentiable = array.dtype.kind in "fc" and array.size > 0
            if differentiable and rng.random() < 0.15:
                gradient = rng.choice(["leaf", *GRADIENTS])
            elif rng.random() < 0.05:
                device = "meta"
            bfloat = dtype in FLOATS and gradient in (None, "leaf") and rng.random() < 0.3
            with np.errstate(all="ignore"):
                source = array.astype("float32") if bfloat else array
            tensor_case(out, source, random_tensor_options(rng), dtype="bfloat16" if bfloat else None,
                        gradient=gradient, device=device)


def summaries(out):
    """Arrays that are summarised; the great ones have strides of zero, and no memory."""
    for shape, dtype in [((1001,), "float64"), ((10, 101), "int64"), ((2, 3, 200), "float32"), ((20, 20, 20), "int64")]:
        array = np.arange(np.prod(shape)).reshape(shape).astype(dtype)
        array_case(out, array, {}, data="@arange")
        tensor_case(out, array, {}, data="@arange")
    for shape in [(1 << 40,), (100000, 100000), (3, 5000, 5000, 5000)]:
        array_case(out, np.broadcast_to(np.float64(1), shape), {}, data="@ones")
        tensor_case(out, np.broadcast_to(np.float32(1), shape), {}, data="@ones")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output")
    parser.add_argument("--cases", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--budget", type=int, default=60)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    with open(arguments.output, "w", newline="\n") as out:
        if arguments.cases is None:
            summaries(out)
            random_cases(out, 1, 230, 8)
        else:
            random_cases(out, arguments.seed, arguments.cases, arguments.budget)


main()
