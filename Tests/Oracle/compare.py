"""Compares every operation of Apus with NumPy and PyTorch on random calls.

Build the runner, then run this script with a Python that has numpy and torch:

    swift build -c release --package-path Tests/Oracle/Runner -Xcc -O2
    python Tests/Oracle/compare.py Tests/Oracle/Runner/.build/release/OracleRunner [--cases 200] [--seed 1] [--only add,sum]
                                   [--world numpy|torch] [--show 3]

For each operation of the table, in both worlds, calls are made up over all dtypes, shapes (0-d, empty, broadcast), layouts
(offset, permuted, sliced, reversed, repeated) and special values. Shapes and dtypes must be equal; integers, booleans,
indices and moved elements must be equal; floats must agree within the units in the last place that the operation's entry in
operations/ states. Gradients are compared with PyTorch's in float64 and complex128 (1e-9 relative).

Where one side raises and the other does not, the case is counted apart; a refusal by Apus alone must have its reason in
reasons.py. An operation of the table without an entry is an error, and so is an entry without an operation.
The script exits with 1 if anything differs, crashes or is refused without a reason.
"""

import argparse
import collections
import re
import sys
import warnings
import zlib

import numpy as np
import torch

import arrays
import judging
import operations  # noqa: F401 (fills the registry)
import reasons
from arrays import BFLOAT16, Array, given
from registry import OPERATIONS, Draw
from runner import DTypeName, Runner

NUMPY_TO_TORCH = {name: getattr(torch, name) for name in arrays.ALL}


class Case:
    def __init__(self, operation, world, arguments, seeds=None):
        self.operation, self.world, self.arguments, self.seeds = operation, world, arguments, seeds
        self.expected, self.expected_gradients, self.peer_error, self.check_dtype = None, None, None, operation.check_dtype
        self.scale, self.peer_refused = None, False

    def arrays(self):
        for value in self.arguments.values():
            for member in value if isinstance(value, (list, tuple)) else [value]:
                if isinstance(member, Array):
                    yield member

    def __repr__(self):
        return f"{self.operation.name} ({self.world}) " + ", ".join(
            f"{name}={value!r}" for name, value in self.arguments.items() if value is not None)


def converted(value, convert, dtype):
    if isinstance(value, Array):
        return convert(value)
    if isinstance(value, DTypeName):
        return dtype(value)
    if isinstance(value, (list, tuple)) and any(isinstance(member, Array) for member in value):
        return [convert(member) for member in value]
    return value


def numpy_arguments(case):
    halves = [array.dtype for array in case.arrays()]
    def value_of(value):
        # A number beside bfloat16 elements has their dtype.
        if isinstance(value, float) and np.isfinite(value) and halves and all(dtype == BFLOAT16 for dtype in halves):
            return float(arrays.bfloat16_values(arrays.bfloat16_bits(np.array([value])))[0])
        return value
    return {name: converted(value_of(value), lambda a: a.numpy(), lambda d: np.dtype(np.float32 if d == BFLOAT16 else d))
            for name, value in case.arguments.items() if value is not None}


def torch_arguments(case, leaves=None):
    def convert(array):
        tensor = array.torch()
        if leaves is not None and array.leaf:
            leaves.append(tensor.requires_grad_())
        return tensor
    return {name: converted(value, convert, NUMPY_TO_TORCH.get) for name, value in case.arguments.items() if value is not None}


def listed(results):
    return list(results) if isinstance(results, (tuple, list)) else [results]


def ask_numpy(case):
    case.expected = [judging.as_numpy(value) for value in listed(case.operation.numpy(**numpy_arguments(case)))]
    if BFLOAT16 in {array.dtype for array in case.arrays()} | set(map(str, case.arguments.values())):
        case.check_dtype = False


def ask_torch(case):
    leaves = [] if case.seeds is not None else None
    results = listed(case.operation.torch(**torch_arguments(case, leaves)))
    case.expected = [judging.as_numpy(value) for value in results]
    if leaves is not None:
        inexact = [result for result in results if result.is_floating_point() or result.is_complex()]
        seeds = [seed.torch() for seed in case.seeds]
        roots = [(result, seed) for result, seed in zip(inexact, seeds) if result.requires_grad]
        if roots:
            torch.autograd.backward([root[0] for root in roots], [root[1] for root in roots])
        case.expected_gradients = [None if leaf.grad is None else judging.as_numpy(leaf.grad) for leaf in leaves]


def seeds_for(case, rng):
    """A gradient for each inexact result, whose shapes are PyTorch's."""
    results = [judging.as_numpy(value) for value in listed(case.operation.torch(**torch_arguments(case)))]
    seeds = [None if dtype not in arrays.INEXACT else
             given(np.zeros(values.shape), dtype) if index in case.operation.unseeded else
             arrays.array(rng, values.shape, dtype, -2, 2, specials=False) for index, (dtype, values) in enumerate(results)]
    return [seed for seed in seeds if seed is not None]


# What a peer says of a dtype for which it lacks a kernel.
LACKS = "not implemented for|not supported for|not currently implemented"


def ask(case):
    """Fills in what the case's own peer gives; where that peer lacks the operation, what the other gives."""
    worlds = [case.world, "torch" if case.world == "numpy" else "numpy"]
    if case.operation.bfloat16_peer == "torch" and all(
            array.dtype in (BFLOAT16, "bool", "int8", "uint8") for array in case.arrays()) and any(
            array.dtype == BFLOAT16 for array in case.arrays()):
        worlds = ["torch"]
    for world in worlds:
        if getattr(case.operation, world) is None:
            continue
        if world != case.world:
            case.check_dtype = False
        try:
            (ask_numpy if world == "numpy" else ask_torch)(case)
            case.peer_error = None
            case.scale = scale_of(case)
            return
        except Exception as error:  # noqa: BLE001 (whatever a peer raises is its refusal)
            case.expected = None
            case.peer_refused = world == case.world
            case.peer_error = case.peer_error or f"{type(error).__name__}: {error}".splitlines()[0]
            if case.seeds is not None or not re.search(LACKS, str(error)):
                return


def scale_of(case):
    if case.operation.scale is None:
        return None
    def widened(value):
        if not isinstance(value, np.ndarray):
            return value
        return np.asarray(value, np.complex128 if np.iscomplexobj(value) else np.float64)
    return case.operation.scale(**{name: widened(value) for name, value in numpy_arguments(case).items()})


def make_cases(operation, world, count, seed, gradients):
    rng = np.random.default_rng([seed, zlib.crc32(operation.name.encode()), world == "torch", gradients])
    cases = []
    for _ in range(count):
        draw = Draw(rng, world, gradients, operation.gradient_dtypes if gradients else operation.dtypes)
        case = Case(operation, world, operation.sample(draw))
        if gradients:
            try:
                case.seeds = seeds_for(case, rng)
            except Exception:  # noqa: BLE001 (the peer has no derivative here)
                continue
        ask(case)
        cases.append(case)
    return cases


def gauge_problem(case, result):
    """Of results that are not unique: shapes and dtypes agree, and what the operation's gauge makes of them."""
    shapes = [[(dtype, values.shape) for dtype, values in results] for results in (result.outputs, case.expected)]
    if not case.check_dtype:
        shapes = [[shape for _, shape in results] for results in shapes]
    if shapes[0] != shapes[1]:
        return f"results of {shapes[0]} instead of {shapes[1]}"
    arguments = {name: value.numpy() if isinstance(value, Array) else value for name, value in case.arguments.items()}
    pair = case.operation.gauge(ours=[v for _, v in result.outputs], theirs=[v for _, v in case.expected], **arguments)
    floats = [dtype for dtype, _ in result.outputs if dtype in judging.FORMATS]
    # Elements at places that were compared may be floats too.
    precision = min(floats, key=lambda dtype: judging.FORMATS[dtype][0], default="float64")
    scale = None if case.scale is None else max(case.scale, 1)
    for index, (ours, theirs) in enumerate(zip(*pair)):
        if problem := judging.difference(ours, theirs, precision, case.operation.tolerance(precision), scale):
            return f"invariant {index}: {problem}"
    return None


def value_problem(case, result):
    if len(result.outputs) != len(case.expected):
        return f"{len(result.outputs)} results instead of {len(case.expected)}"
    if case.operation.gauge is not None:
        return gauge_problem(case, result)
    for index, ((dtype, ours), (peer_dtype, theirs)) in enumerate(zip(result.outputs, case.expected)):
        prefix = f"result {index}: " if len(case.expected) > 1 else ""
        if case.check_dtype and dtype != peer_dtype:
            return f"{prefix}dtype {dtype} instead of {peer_dtype}"
        scale = case.scale
        if dtype == BFLOAT16 and peer_dtype in ("float32", "float64"):
            # NumPy computed with the same elements in a wider format: Apus's result is that, rounded.
            theirs = arrays.bfloat16_values(arrays.bfloat16_bits(theirs)).reshape(theirs.shape)
            peer_dtype = dtype
        if case.peer_refused and dtype != peer_dtype and (case.operation.ulps == 0 or dtype not in judging.FORMATS):
            continue  # The other peer computed in another dtype: nothing to compare exactly.
        judged = dtype if dtype in judging.FORMATS and peer_dtype in judging.FORMATS else "int64"
        if judged != "int64" and judging.FORMATS[peer_dtype][0] < judging.FORMATS[dtype][0]:
            judged = peer_dtype
        if scale is not None and np.shape(scale) not in ((), theirs.shape):
            scale = None
        problem = judging.difference(ours, theirs, judged, case.operation.tolerance(judged), scale)
        if problem:
            return prefix + problem
    return None


def gradient_problem(case, result):
    if len(result.gradients) != len(case.expected_gradients):
        return f"{len(result.gradients)} gradients instead of {len(case.expected_gradients)}"
    for index, (ours, theirs) in enumerate(zip(result.gradients, case.expected_gradients)):
        if theirs is None and ours is None:
            continue
        if ours is None or theirs is None:
            present = ours if theirs is None else theirs
            if np.all(present[1] == 0):
                continue
            return f"gradient {index}: {'none' if ours is None else 'one'} where PyTorch has {'one' if theirs else 'none'}"
        if ours[0] != theirs[0]:
            return f"gradient {index}: dtype {ours[0]} instead of {theirs[0]}"
        problem = judging.gradient_difference(ours[1], theirs[1], case.operation.gradient_rtol)
        if problem:
            return f"gradient {index}: {problem}"
    return None


class Tally:
    def __init__(self):
        self.cases = self.passed = 0
        self.differs, self.ours_only, self.theirs_only = [], [], []

    def add(self, case, result):
        self.cases += 1
        if result.crashed:
            self.differs.append((case, f"CRASHED: {result.error}"))
        elif result.error is not None:
            if case.expected is None or case.peer_refused:
                self.passed += 1
            else:
                self.ours_only.append((case, result.error))
        elif case.expected is None:
            self.theirs_only.append((case, case.peer_error))
        else:
            problem = value_problem(case, result)
            if problem is None and case.seeds is not None:
                problem = gradient_problem(case, result)
            if problem is None:
                self.passed += 1
            elif (reason := reasons.of_difference(case, result, problem)) is not None:
                self.theirs_only.append((case, "differs by design: " + reason))
            else:
                self.differs.append((case, problem))

    def unexplained(self):
        return [entry for entry in self.ours_only if reasons.of_refusal(*entry) is None]


def report(name, world, tally, show):
    refused = tally.unexplained()
    bad = len(tally.differs) + len(refused)
    print(f"{name:28}{world:10}{tally.cases:7}{tally.passed:8}{len(tally.differs):9}{len(tally.ours_only):11}"
          f"{len(tally.theirs_only):13}{'' if not bad else '  <--'}", flush=True)
    for case, problem in tally.differs[:show]:
        print(f"    DIFFERS {problem}\n        {case!r}"[:1500])
    for case, problem in refused[:show]:
        print(f"    REFUSED {problem}\n        {case!r}"[:1500])
    return bad


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runner")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--world", choices=["numpy", "torch"])
    parser.add_argument("--show", type=int, default=3)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    torch.set_num_threads(1)
    runner = Runner(options.runner)
    table = runner.operations()
    only = [name for name in options.only.split(",") if name]
    unmapped = sorted(set(table) - set(OPERATIONS))
    unknown = sorted(set(OPERATIONS) - set(table))
    bad = 0 if only else len(unmapped) + len(unknown)
    print(f"{'operation':28}{'world':10}{'cases':>7}{'passed':>8}{'differs':>9}{'ours only':>11}{'theirs only':>13}")
    explained = {True: collections.Counter(), False: collections.Counter()}
    for name in only or [name for name in table if name in OPERATIONS]:
        operation = OPERATIONS[name]
        runs = [("numpy", False), ("torch", False)] + ([("torch", True)] if table[name][0] and operation.gradient else [])
        for world, gradients in runs:
            if options.world and options.world != world:
                continue
            count = options.cases // 4 if gradients else options.cases
            cases = make_cases(operation, world, count, options.seed, gradients)
            tally = Tally()
            for case, result in zip(cases, runner.run(cases)):
                tally.add(case, result)
            bad += report(name, "gradient" if gradients else world, tally, options.show)
            for case, error in tally.ours_only:
                if reason := reasons.of_refusal(case, error):
                    explained[True][name, world, reason] += 1
            for case, error in tally.theirs_only:
                explained[False][name, world, error[:110]] += 1
    print("\nRefused by Apus alone, with reasons:")
    for (name, world, reason), count in sorted(explained[True].items()):
        print(f"    {name:24}{world:8}{count:5}  {reason}")
    print("\nRefused by the peer alone (Apus defines more), or different by design:")
    for (name, world, reason), count in sorted(explained[False].items()):
        print(f"    {name:24}{world:8}{count:5}  {reason}")
    print("\nIn the table but not mapped:", ", ".join(unmapped) or "none")
    print("Mapped but not in the table:", ", ".join(unknown) or "none")
    print(f"\n{'Everything agrees.' if not bad else f'{bad} problems.'}")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
