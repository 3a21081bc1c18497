"""Calls every operation with arguments that make no sense and lists the calls that stop the program.

    python Tests/Oracle/fuzz.py Tests/Oracle/Runner/.build/release/OracleRunner [--cases 20000] [--seed 1] [--only add,sum]

Tests/ApusTests/Table/HostileCallTests.swift does the same within one process; this script survives crashes and finds all of
them. It exits with 1 if there is one.
"""

import argparse
import collections
import sys

import numpy as np

import arrays
import operations  # noqa: F401 (fills the registry)
from compare import Case
from registry import OPERATIONS, Draw, Operation
from runner import DTypeName, Runner

INTEGERS = [0, 1, -1, 2, -2, 3, 4, 5, -5, 7, 100, -100, 2 ** 63 - 1, -2 ** 63, -2 ** 31, 2 ** 45, 2 ** 62]
SCALARS = [0, 1, -3, 2 ** 63 - 1, -2 ** 63, 2 ** 64 - 1, float("nan"), float("inf"), 1e300, -0.5, 2.5, True, 1 - 2j]
TEXTS = ["wrap", "reflect", "edge", "constant", "mean", "none", "sum", "same", "left", "nonsense"]


def array(rng):
    shape = [int(size) for size in rng.choice([0, 1, 1, 2, 3, 3, 4], rng.choice([0, 1, 1, 2, 2, 3, 4, 5]))]
    return arrays.array(rng, shape, str(rng.choice(arrays.ALL)))


def of_kind(rng, kind):
    if kind == "any":
        kind = str(rng.choice(["array", "arrays", "scalar", "integers", "text", "dtype", "boolean", "none"]))
    if kind == "array":
        return array(rng)
    if kind == "arrays":
        return [array(rng) for _ in range(rng.integers(1, 4))]
    if kind in ("scalar", "real"):
        return SCALARS[rng.integers(len(SCALARS))]
    if kind == "integer":
        return INTEGERS[rng.integers(len(INTEGERS))]
    if kind in ("integers", "axes"):
        return [INTEGERS[rng.integers(len(INTEGERS))] if rng.random() < 0.3 else int(rng.integers(-2, 4)) for _ in range(rng.integers(0, 5))]
    if kind == "boolean":
        return bool(rng.random() < 0.5)
    if kind == "text":
        return TEXTS[rng.integers(len(TEXTS))]
    return DTypeName(rng.choice(arrays.ALL)) if kind == "dtype" else None


def call(rng, name, parameters):
    world = str(rng.choice(["numpy", "torch"]))
    operation = OPERATIONS.get(name) or Operation(name, None)
    if operation.sample and rng.random() < 0.6:
        values = dict(operation.sample(Draw(rng, world, False, operation.dtypes)))
        for _ in range(rng.integers(1, 3)):
            parameter, kind, _ = parameters[rng.integers(len(parameters))]
            values[parameter] = of_kind(rng, "any" if rng.random() < 0.3 else kind)
    else:
        values = {parameter: of_kind(rng, "any" if rng.random() < 0.1 else kind)
                  for parameter, kind, optional in parameters if not optional or rng.random() < 0.5}
    return Case(operation, world, values)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runner")
    parser.add_argument("--cases", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    runner = Runner(options.runner, patience=20)
    table = runner.operations()
    names = [name for name in options.only.split(",") if name] or list(table)
    rng = np.random.default_rng(options.seed)
    cases = []
    for _ in range(options.cases):
        name = names[rng.integers(len(names))]
        cases.append(call(rng, name, table[name][1]))
    counts, crashed = collections.Counter(), 0
    seen = set()
    for case, result in zip(cases, runner.run(cases)):
        counts["crashed" if result.crashed else "refused" if result.error else "answered"] += 1
        if result.crashed:
            crashed += 1
            key = case.operation.name, result.error
            if key not in seen:
                seen.add(key)
                arguments = ", ".join(f"{name}={str(value)[:200]}" if not isinstance(value, arrays.Array)
                                      else f"{name}={value.dtype}{list(value.shape)}" for name, value in case.arguments.items())
                print(f"CRASHED {result.error}\n    {case.operation.name} ({case.world}) {arguments}", flush=True)
    print(dict(counts))
    sys.exit(1 if crashed else 0)


if __name__ == "__main__":
    main()
