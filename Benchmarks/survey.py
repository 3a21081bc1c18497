"""Every elementwise operation, dtype, layout and size: Apus beside NumPy and PyTorch, in turn, in one process.

    survey.py [--filter TEXT ...] [--worst N] [--seconds S] [--json FILE] [--threads N]

Needs numpy, torch and the `apus` package (a release build) on the path. A row is named `family operation dtype layout size`;
with `--filter`, only rows that hold every TEXT are measured. The ratio is the better peer's time over that of Apus.
"""

import argparse
import json
import math
import os
import time
import warnings
from collections import defaultdict
from dataclasses import dataclass
from typing import Callable, Optional

FLOATS = ["float16", "bfloat16", "float32", "float64"]
INTEGERS = ["uint8", "int8", "int16", "int32", "int64", "uint16", "uint32", "uint64"]
COMPLEX = ["complex64", "complex128"]
BOOL = ["bool"]
DTYPES = BOOL + INTEGERS + FLOATS + COMPLEX
REAL, NUMBERS = INTEGERS + FLOATS, INTEGERS + FLOATS + COMPLEX

# family, operation in NumPy (and Apus), in PyTorch where its name is another, dtypes
UNARY = [
    ("arithmetic", "negative", None, NUMBERS), ("arithmetic", "abs", None, NUMBERS), ("arithmetic", "sign", "sgn", NUMBERS),
    ("arithmetic", "square", None, NUMBERS), ("arithmetic", "sqrt", None, FLOATS + COMPLEX),
    ("arithmetic", "reciprocal", None, FLOATS + COMPLEX),
    ("function", "exp", None, FLOATS + COMPLEX), ("function", "log", None, FLOATS + COMPLEX),
    ("function", "sin", None, FLOATS + COMPLEX), ("function", "tanh", None, FLOATS + COMPLEX),
    ("rounding", "floor", None, FLOATS), ("rounding", "round", None, FLOATS),
    ("bits", "invert", "bitwise_not", BOOL + INTEGERS),
    ("logic", "logical_not", None, DTYPES), ("logic", "isnan", None, FLOATS + COMPLEX), ("logic", "isfinite", None, FLOATS),
]
BINARY = [
    ("arithmetic", "add", None, DTYPES), ("arithmetic", "subtract", None, NUMBERS), ("arithmetic", "multiply", None, DTYPES),
    ("arithmetic", "divide", None, NUMBERS), ("division", "floor_divide", None, REAL), ("division", "remainder", None, REAL),
    ("function", "power", "pow", NUMBERS),
    ("extremes", "maximum", None, BOOL + REAL), ("extremes", "minimum", None, BOOL + REAL),
    ("comparison", "less", None, BOOL + REAL), ("comparison", "equal", "eq", DTYPES),
    ("bits", "bitwise_and", None, BOOL + INTEGERS), ("bits", "bitwise_xor", None, BOOL + INTEGERS),
    ("bits", "left_shift", "bitwise_left_shift", INTEGERS), ("bits", "right_shift", "bitwise_right_shift", INTEGERS),
    ("logic", "logical_and", None, DTYPES),
]
SIZES = [1000, 100_003, 1_000_000]
LAYOUTS = ["strided", "reversed", "transposed", "row", "column", "scalar"]
LAYOUT_SIZE = 100_000
LIBRARIES = ("Apus", "NumPy", "PyTorch")


@dataclass
class Row:
    """What is measured: `bodies` gives what to call in each library, None where a library lacks it."""
    family: str
    operation: str
    dtype: str
    layout: str
    size: int
    bodies: Callable[[], list[Optional[Callable]]]

    @property
    def name(self):
        return f"{self.family} {self.operation} {self.dtype} {self.layout} {self.size}"


def define_rows():
    import numpy as np
    import torch

    import apus

    def values(dtype, shape, low, high, seed):
        """Random numbers of one dtype in the three libraries."""
        generator = np.random.default_rng(seed)
        if dtype in FLOATS:
            array = generator.uniform(low, high, shape)
        elif dtype in COMPLEX:
            array = generator.uniform(low, high, shape) + 1j * generator.uniform(low, high, shape)
        else:
            array = generator.integers(0, 2, shape) if dtype in BOOL else generator.integers(int(low) + 1, int(high) + 1, shape)
        if dtype == "bfloat16":
            array = array.astype(np.float32)
            return apus.asarray(array).astype("bfloat16"), None, torch.from_numpy(array).bfloat16()
        array = array.astype(dtype)
        return apus.asarray(array.copy()), array, torch.from_numpy(array.copy())

    def operand(dtype, layout, size, low, high, seed, is_second=False):
        """Numbers in one of the layouts; the layouts of broadcasting concern the second operand alone."""
        side = math.isqrt(size)
        if layout == "contiguous":
            return values(dtype, size, low, high, seed)
        if layout == "scalar":
            number = {"b": True, "i": 3, "u": 3, "f": 1.5, "c": 1.5 + 0.5j}[dtype[0]]
            return (number,) * 3 if is_second else values(dtype, size, low, high, seed)
        if layout == "strided":
            return [None if x is None else x[::2] for x in values(dtype, 2 * size, low, high, seed)]
        if layout == "reversed":
            ours, numpy, _ = values(dtype, size, low, high, seed)
            return ours[::-1], None if numpy is None else numpy[::-1], None  # PyTorch has no negative strides
        shape = {"row": (1, side), "column": (side, 1)}[layout] if is_second and layout != "transposed" else (side, side)
        result = values(dtype, shape, low, high, seed)
        return [None if x is None else x.T for x in result] if layout == "transposed" else result

    def functions(name, torch_name):
        return getattr(apus, name), getattr(np, name), getattr(torch, torch_name or name)

    def call(function, *operands):
        return None if any(x is None for x in operands) else lambda: function(*operands)

    def each(called, *operands):
        return [call(f, *xs) for f, *xs in zip(called, *operands)]

    def unary(family, name, torch_name, dtype, layout, size):
        return Row(family, name, dtype, layout, size, lambda: each(
            functions(name, torch_name), operand(dtype, layout, size, 0.5, 9.5, 1)))

    def binary(family, name, torch_name, dtype, layout, size):
        high = 6.5 if name in ("power", "left_shift", "right_shift") else 9.5
        return Row(family, name, dtype, layout, size, lambda: each(
            functions(name, torch_name), operand(dtype, layout, size, 0.5, 99.5 if dtype in INTEGERS else 9.5, 1),
            operand(dtype, layout, size, 0.5, high, 2, is_second=True)))

    def where(dtype, layout, size):
        return Row("choice", "where", dtype, layout, size, lambda: each(
            functions("where", None), operand("bool", layout, size, 0, 1, 1), operand(dtype, layout, size, 0.5, 9.5, 2),
            operand(dtype, layout, size, 0.5, 9.5, 3, is_second=True)))

    def clip(dtype, size):
        limits = {"f": (2.5, 7.5)}.get(dtype[0], (3, 7))
        return Row("choice", "clip", dtype, "contiguous", size, lambda: each(
            functions("clip", None), values(dtype, size, 0.5, 9.5, 1), (limits[0],) * 3, (limits[1],) * 3))

    def cast(source, target, layout, size):
        def bodies():
            ours, numpy, tensor = operand(source, layout, size, 0.5, 99.5, 1)
            kind = getattr(torch, target)
            return [lambda: ours.astype(target),
                    None if numpy is None or target == "bfloat16" else lambda: numpy.astype(target),
                    None if tensor is None else lambda: tensor.to(kind, copy=True)]
        return Row("cast", f"to-{target}", source, layout, size, bodies)

    def creation(dtype, size):
        kind = getattr(torch, dtype)
        plain = dtype != "bfloat16"
        yield Row("creation", "full", dtype, "contiguous", size, lambda: [
            lambda: apus.full(size, 1, dtype=dtype), (lambda: np.full(size, 1, dtype=dtype)) if plain else None,
            lambda: torch.full((size,), 1, dtype=kind)])
        if dtype in NUMBERS:
            stop = size if dtype in ("int32", "int64", "float32", "float64") else 100
            yield Row("creation", "arange", dtype, "contiguous", stop, lambda: [
                lambda: apus.arange(stop, dtype=dtype), (lambda: np.arange(stop, dtype=dtype)) if plain else None,
                lambda: torch.arange(stop, dtype=kind)])
        if dtype in FLOATS:
            yield Row("creation", "linspace", dtype, "contiguous", size, lambda: [
                lambda: apus.linspace(0, 1, size, dtype=dtype), (lambda: np.linspace(0, 1, size, dtype=dtype)) if plain else None,
                lambda: torch.linspace(0, 1, size, dtype=kind)])

    places = [("contiguous", size) for size in SIZES] + [(layout, LAYOUT_SIZE) for layout in LAYOUTS]
    for layout, size in places:
        for family, name, torch_name, dtypes in UNARY:
            if layout not in ("row", "column", "scalar"):
                yield from (unary(family, name, torch_name, dtype, layout, size) for dtype in dtypes)
        for family, name, torch_name, dtypes in BINARY:
            yield from (binary(family, name, torch_name, dtype, layout, size) for dtype in dtypes)
        yield from (where(dtype, layout, size) for dtype in DTYPES)
        if layout in ("contiguous", "strided"):
            yield from (cast(source, target, layout, size) for source in DTYPES for target in DTYPES)
        if layout == "contiguous":
            yield from (clip(dtype, size) for dtype in REAL)
            for dtype in DTYPES:
                yield from creation(dtype, size)


def least(body, seconds):
    """The least time of a call, in microseconds, among samples of at least 20 µs."""
    start = time.perf_counter_ns()
    body()
    once = time.perf_counter_ns() - start
    times = max(1, 20_000 // max(once, 1))
    result, end = math.inf, start + seconds * 1e9
    for taken in range(1000):
        start = time.perf_counter_ns()
        for _ in range(times):
            body()
        now = time.perf_counter_ns()
        result = min(result, (now - start) / times)
        if now >= end and taken >= 2:
            break
    return result / 1000


def measure(row, seconds, rounds=3):
    """The least time in each library that has the operation, round after round; None where Apus or both peers lack it."""
    import torch
    bodies = {}
    for library, body in zip(LIBRARIES, row.bodies()):
        try:
            if body is not None:
                body()
                bodies[library] = body
        except (TypeError, RuntimeError, NotImplementedError, ValueError, OverflowError) as error:
            if library == "Apus":  # a peer that refuses has no time; Apus should have the operation wherever a peer has it
                print(f"{row.name}: {error}")
    if "Apus" not in bodies or len(bodies) < 2:
        return None
    times = dict.fromkeys(bodies, math.inf)
    for _ in range(rounds):
        for library, body in bodies.items():
            with torch.no_grad():
                times[library] = min(times[library], least(body, seconds / rounds))
            time.sleep(0.0003)  # threads that wait for more work of their library go to sleep
    return times


def geometric_mean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def report(results, worst):
    """Prints the rows with the least ratios, and means by family, dtype and layout."""
    print(f"{'row':60} {'Apus µs':>10} {'NumPy':>10} {'PyTorch':>10} {'ratio':>7}")
    for result in sorted(results, key=lambda r: r["ratio"])[:worst]:
        times = [f"{result[library]:10.2f}" if library in result else " " * 10 for library in LIBRARIES]
        print(f"{result['row']:60} {' '.join(times)} {result['ratio']:7.2f}")
    for key in ("family", "dtype", "layout", "size"):
        groups = defaultdict(list)
        for result in results:
            groups[result[key]].append(result["ratio"])
        print(f"\n{key:12} {'rows':>5} {'mean':>6} {'below 1':>8}")
        for group, ratios in sorted(groups.items(), key=lambda item: str(item[0])):
            print(f"{group!s:12} {len(ratios):5} {geometric_mean(ratios):6.2f} {sum(r < 1 for r in ratios):8}")
    ratios = [result["ratio"] for result in results]
    print(f"\n{len(ratios)} rows, geometric mean {geometric_mean(ratios):.2f}, {sum(r < 1 for r in ratios)} below 1")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--filter", nargs="*", default=[], help="measure the rows that hold every one of these texts")
    parser.add_argument("--worst", type=int, default=40, help="how many rows to print")
    parser.add_argument("--seconds", type=float, default=0.006, help="time for a row in one library")
    parser.add_argument("--json", help="where to write all times")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    os.environ["APUS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = str(arguments.threads)

    import numpy as np
    import torch
    torch.set_num_threads(arguments.threads)
    warnings.simplefilter("ignore")
    results = []
    for row in define_rows():
        words = row.name.split()
        if not all(text in words or text in row.name for text in arguments.filter):
            continue
        times = measure(row, arguments.seconds)
        if times is not None:
            ratio = min(times[library] for library in LIBRARIES[1:] if library in times) / times["Apus"]
            results.append({"row": row.name, "family": row.family, "dtype": row.dtype, "layout": row.layout, "size": row.size,
                            "ratio": ratio, **times})
    if results:
        report(results, arguments.worst)
    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump(results, file, indent=1)


if __name__ == "__main__":
    main()
