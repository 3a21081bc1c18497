"""Runs every operation of Apus, through its Python module, on PyTorch's own samples.

PyTorch tests itself with a list of operations and a maker of sample inputs for each
(`torch.testing._internal.common_methods_invocations.op_db`). Here every operation of Apus's table whose Python name is one of
that list's is called with the same arguments as PyTorch's: in float64 forward and backward, in every other dtype that PyTorch
states for it forward. Run it with a Python in which the wheel of `make python`, torch, numpy and expecttest are installed:

    python Tests/Oracle/opinfo.py [--only add,sum] [--samples 40] [--show 3] [--forward-only]

For each name it prints
    passed       every sample gave PyTorch's shapes, dtypes and values (torch.testing.assert_close, its default tolerances)
    differs      a sample did not
    raises       a sample was refused with an error, and no other differs
    not there    PyTorch has it and Apus does not
Samples that drop elements at random (`dropout_p` above 0) are held to shapes and dtypes alone, and are counted apart.
The totals stand at the end. It exits with 1 if anything differs.
"""

import argparse
import collections
import sys
import warnings

import apus
import torch
from torch.testing._internal.common_methods_invocations import op_db

# What draws random numbers or gives memory as it is: there is nothing to compare.
WITHOUT_A_VALUE = {"dropout", "bernoulli", "empty", "empty_like", "new_empty", "rand_like", "randn_like", "randint_like"}

# Names under which the two libraries have different functions.
NOT_THE_SAME = {"linalg.vander"}
# What has no derivative in Apus, and in PyTorch one that is not implemented.
WITHOUT_A_DERIVATIVE = {"nextafter"}
# Results that are positions of equal elements, of which either may be first: they are compared through the elements.
POSITIONS = {"sort": 1, "topk": 1, "argsort": 0}
# PyTorch's samples give the operands in another order than its function takes them.
ORDERS = {"einsum": lambda x, equation: (equation, x), "where": lambda x, condition, *rest: (condition, x, *rest)}
# Results that are determined up to a factor of magnitude 1: they are compared by their magnitudes.
PHASES = {"linalg.eig": 1, "linalg.eigh": 1}
# Variants that PyTorch's list defines as functions of its own.
VARIANTS = {
    ("linalg.lstsq", "grad_oriented"): lambda a, b, driver=None: apus.ops.linalg_lstsq(a, b, driver=driver)[:2],
    ("linalg.pinv", "singular"): lambda a, b: apus.ops.linalg_pinv(apus.ops.matmul(a, apus.ops.matrix_transpose(b))),
}

DTYPES = {name: getattr(torch, name) for name in (
    "bool uint8 int8 int16 int32 int64 uint16 uint32 uint64 float16 bfloat16 float32 float64 complex64 complex128").split()}
TORCH_TO_APUS = {dtype: getattr(apus, name) for name, dtype in DTYPES.items()}

# By dtype: (relative, absolute), where a result of several roundings cannot meet what assert_close asks of one rounding.
SUMS = {"float16": (2e-3, 1e-3), "bfloat16": (1.6e-2, 1e-2), "float32": (1e-5, 1e-5), "complex64": (1e-5, 1e-5)}


def spellings(info):
    """The names under which Apus may have an operation of PyTorch's list."""
    names = [name for name in [info.name] + [alias.name for alias in info.aliases] if name not in NOT_THE_SAME]
    result = [name.replace(".", "_") for name in names if name.startswith(("linalg.", "fft."))]
    for name in names:
        for prefix in ("nn.functional.", "special.", "linalg.", ""):
            if name.startswith(prefix):
                result.append(name.removeprefix(prefix))
    return [name.replace(".", "_") for name in result]


def function_for(info):
    if (info.name, info.variant_test_name) in VARIANTS:
        return VARIANTS[info.name, info.variant_test_name]
    return next((getattr(apus.ops, name) for name in spellings(info) if hasattr(apus.ops, name)), None)


def mapped(value, tensor):
    """`value` with `tensor` applied to every tensor in it."""
    if isinstance(value, torch.Tensor):
        return tensor(value)
    if isinstance(value, dict):
        return {key: mapped(member, tensor) for key, member in value.items()}
    if isinstance(value, (list, tuple)) and not isinstance(value, torch.Size):
        return type(value)(mapped(member, tensor) for member in value)
    return value


def for_apus(value):
    if isinstance(value, torch.Tensor):
        result = apus.from_dlpack(value.detach().clone().resolve_conj().resolve_neg())
        if value.requires_grad:
            result.requires_grad = True
        return result
    if isinstance(value, torch.dtype):
        return TORCH_TO_APUS[value]
    if isinstance(value, torch.Size):
        return tuple(value)
    if isinstance(value, dict):
        return {key: for_apus(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(for_apus(member) for member in value)
    return value


def tensors(value, kind):
    if isinstance(value, kind):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [member for item in value for member in tensors(item, kind)]
    return []


def check(ours, theirs, dtype, what, exact=None, spectrum=False):
    """Compares a result; one of less than 64 bits may also be no farther from the exact one than PyTorch's is. The errors of a spectrum
    are relative to its largest number."""
    ours, theirs = torch.from_dlpack(apus.ops.clone(ours.detach())), theirs.detach().resolve_conj().resolve_neg()
    rtol, atol = SUMS.get(dtype, (None, None))
    if spectrum and theirs.dtype in (torch.float32, torch.complex64) and theirs.numel():
        rtol, atol = SUMS["float32"][0], max(SUMS["float32"][1], 4 * 2**-23 * float(theirs.abs().max()))
    try:
        torch.testing.assert_close(ours, theirs, rtol=rtol, atol=atol, equal_nan=True, msg=lambda text: f"{what}: {text}")
    except AssertionError:
        if exact is None or dtype not in ("float16", "bfloat16", "float32", "complex64") or ours.shape != theirs.shape or ours.dtype != theirs.dtype:
            raise
        wide = torch.complex128 if theirs.is_complex() else torch.float64
        distance, bound = (ours.to(wide) - exact()).abs().max(), (theirs.to(wide) - exact()).abs().max()
        if not (distance <= bound or (bound.isnan() and not distance.isnan())):
            raise


def exact_results(info, sample):
    arguments = mapped([sample.input, list(sample.args), sample.kwargs],
                       lambda t: t.detach().double() if t.is_floating_point() else t.detach().to(torch.complex128) if t.is_complex() else t)
    return tensors(info.op(arguments[0], *arguments[1], **arguments[2]), torch.Tensor)


def check_positions(ours, theirs, arguments, dtype):
    """Positions may differ where the elements at them are equal."""
    x = arguments[0].detach()
    dim = arguments[2].get("dim", next((a for a in arguments[1] if type(a) is int), -1))
    dim = arguments[1][1] if len(arguments[1]) > 1 and type(arguments[1][1]) is int else dim if theirs.shape == x.shape else -1
    ours = torch.from_dlpack(apus.ops.clone(ours.detach()))
    if x.dim():
        torch.testing.assert_close(torch.take_along_dim(x, ours, dim), torch.take_along_dim(x, theirs, dim), equal_nan=True)
    else:
        torch.testing.assert_close(ours, theirs)


class Outcome:
    def __init__(self):
        self.passed, self.random, self.differs, self.raises = 0, 0, [], []

    @property
    def word(self):
        return "differs" if self.differs else "raises" if self.raises else "passed"


def run_sample(info, function, sample, name, backward, outcome):
    arguments = mapped([sample.input, list(sample.args), sample.kwargs],
                       lambda t: t.detach().clone().requires_grad_(backward and t.requires_grad))
    try:
        expected = info.op(arguments[0], *arguments[1], **arguments[2])
    except Exception:
        return  # not a sample that PyTorch itself takes in this dtype
    if any(tensor.dtype not in TORCH_TO_APUS for tensor in tensors(expected, torch.Tensor)):
        return  # a dtype that Apus has not
    if info.name in ORDERS:
        arguments = [None, list(ORDERS[info.name](arguments[0], *arguments[1])), arguments[2]]
    given = for_apus(arguments)
    label = f"{name} {'backward ' if backward else ''}{sample.input!r:.150} {sample.args!r:.150} {sample.kwargs!r:.150}"
    try:
        result = function(*([] if given[0] is None else [given[0]]), *given[1], **given[2])
    except Exception as error:
        outcome.raises.append(f"{label}: {type(error).__name__}: {error}")
        return
    ours, theirs = tensors(result, apus.Tensor), tensors(expected, torch.Tensor)
    if info.name in PHASES:
        place = PHASES[info.name]
        ours[place], theirs[place] = apus.ops.abs(ours[place]), theirs[place].abs()
    try:
        assert len(ours) == len(theirs), f"{len(ours)} results instead of {len(theirs)}"
        if sample.kwargs.get("dropout_p", 0) > 0:
            for index, (a, b) in enumerate(zip(ours, theirs)):
                form = tuple(a.shape), a.dtype
                assert form == (tuple(b.shape), TORCH_TO_APUS[b.dtype]), f"result {index}: {form} instead of {b.shape}, {b.dtype}"
            outcome.random += 1
            return
        for index, (a, b) in enumerate(zip(ours, theirs)):
            if POSITIONS.get(info.name) == index and b.dtype == torch.int64:
                check_positions(a, b, arguments, name)
            else:
                check(a, b, name, f"result {index}", lambda: exact_results(info, sample)[index],
                      info.name.startswith("fft."))
        if backward and info.name not in WITHOUT_A_DERIVATIVE:
            run_backward(given, arguments, ours, theirs, name)
    except AssertionError as error:
        outcome.differs.append(f"{label}: {error}")
        return
    except Exception as error:
        outcome.raises.append(f"{label}: backward: {type(error).__name__}: {error}")
        return
    outcome.passed += 1


def run_backward(given, arguments, ours, theirs, name):
    pairs = [(a, b) for a, b in zip(ours, theirs) if b.requires_grad and b.numel()]
    leaves = [(a, b) for a, b in zip(tensors(given, apus.Tensor), tensors(arguments, torch.Tensor)) if b.requires_grad]
    if not pairs or not leaves:
        return
    for a, b in pairs:
        assert a.requires_grad, "a result that requires no gradient"
    generator = torch.Generator().manual_seed(1)
    seeds = [torch.rand(b.shape, dtype=b.dtype, generator=generator) for _, b in pairs]
    expected = torch.autograd.grad([b for _, b in pairs], [b for _, b in leaves], seeds, allow_unused=True)
    result = apus.grad([a for a, _ in pairs], [a for a, _ in leaves],
                       [apus.from_dlpack(seed) for seed in seeds], allow_unused=True)
    for index, (a, b) in enumerate(zip(result, expected)):
        if a is None or b is None:
            rest = b if a is None else a
            assert rest is None or not torch.from_dlpack(rest.detach() if a is not None else rest).any(), \
                f"gradient {index}: {'none' if a is None else 'one'} where PyTorch gives {'one' if a is None else 'none'}"
        else:
            check(a, b, name, f"gradient {index}")


def run(info, function, options, outcome):
    for name, dtype in DTYPES.items():
        backward = name == "float64" and not options.forward_only and info.supports_autograd
        if dtype not in info.dtypes:
            continue
        try:
            samples = info.sample_inputs("cpu", dtype, requires_grad=backward)
            for _, sample in zip(range(options.samples), samples):
                run_sample(info, function, sample, name, backward, outcome)
        except Exception as error:
            print(f"  (no samples of {info.name} in {name}: {error})", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="names, separated by commas")
    parser.add_argument("--samples", type=int, default=40, help="how many samples of each operation and dtype")
    parser.add_argument("--show", type=int, default=1, help="how many cases to show of each that differs or raises")
    parser.add_argument("--forward-only", action="store_true")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    torch.manual_seed(0)
    only = set(filter(None, options.only.split(",")))
    outcomes, absent, matched = collections.OrderedDict(), [], set()
    for info in op_db:
        names = spellings(info)
        if only and not only & set(names):
            continue
        function = function_for(info)
        if function is None:
            absent.append(info.name)
        elif not WITHOUT_A_VALUE & set(names):
            matched.add(function.__name__)
            run(info, function, options, outcomes.setdefault(info.name, Outcome()))
    for name, outcome in sorted(outcomes.items()):
        random = f", {outcome.random} random: shapes and dtypes agree" if outcome.random else ""
        print(f"{name}: {outcome.word} ({outcome.passed} passed, {len(outcome.differs)} differ, {len(outcome.raises)} raise{random})")
        for case in (outcome.differs + outcome.raises)[:options.show]:
            print("    " + " ".join(case.split())[:600])
    for name in sorted(set(absent)):
        print(f"{name}: not there")
    totals = collections.Counter(outcome.word for outcome in outcomes.values())
    print(", ".join(f"{totals[word]} {word}" for word in ("passed", "differs", "raises")) + f", {len(set(absent))} not there")
    if not only:
        rest = sorted({getattr(apus.ops, name).__name__ for name in dir(apus.ops) if not name.startswith("_")} - matched)
        print(f"operations of Apus that are not in PyTorch's list ({len(rest)}): " + ", ".join(rest))
    sys.exit(1 if totals["differs"] else 0)


main()
