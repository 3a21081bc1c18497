"""Why Apus refuses, or defines otherwise, what a peer gives: each reason is a decision, documented at the operation."""

import re

import numpy as np
import torch
import torch.nn.functional as functional

# (operations or None for any, world or None, pattern of Apus's message, reason)
REFUSALS = [
    (["min", "max"], "torch", "not defined for complex", "PyTorch refuses complex numbers too, unless nothing is reduced"),
    (["norm"], "numpy", "of nothing has no value", "nothing has no largest element; NumPy takes 0 as one, PyTorch refuses"),
    (["vectorNorm"], "numpy", "of nothing has no value", "of an order below 0 the norm of nothing is 0 to a negative power; PyTorch refuses"),
    (["softmax", "logSoftmax"], "torch", "would have to be rounded", "PyTorch refuses integers too, unless there are no elements"),
    (["cummin", "cummax", "searchSorted"], None, "not defined for complex", "complex numbers have no order in PyTorch (unless there are none)"),
    (["minimum", "maximum", "fmin", "fmax", "isIn"], "torch", "have no common dtype", "PyTorch's promotion table has no entry for the pair"),
]


def of_refusal(case, error):
    for names, world, pattern, reason in REFUSALS:
        if (names is None or case.operation.name in names) and world in (None, case.world) and re.search(pattern, error):
            return reason
    return None


def only_where(case, result, allowed):
    """Whether each result agrees but for the elements where `allowed(ours, theirs)` holds, and is of the same shape."""
    for (dtype, ours), (_, theirs) in zip(result.outputs, case.expected):
        if ours.shape != theirs.shape:
            return False
        with np.errstate(all="ignore"):
            different = ~((ours == theirs) | (np.isnan(ours) & np.isnan(theirs)) | (np.abs(ours - theirs) <= 1e-2 * np.abs(theirs) + 1e-6))
            if not np.all(allowed(ours, theirs)[different]):
                return False
    return True


def nan_in_theirs(case, result, problem):
    return only_where(case, result, lambda ours, theirs: ~np.isfinite(theirs))


def nan_in_ours(case, result, problem):
    return only_where(case, result, lambda ours, theirs: np.isnan(ours))


def next_integer_of_a_half(case, result, problem):
    """PyTorch divides float16 and bfloat16 in their own precision before it takes the floor."""
    return result.outputs[0][0] in ("float16", "bfloat16") and only_where(
        case, result, lambda ours, theirs: np.abs(ours - theirs) <= 1 + 2 ** -7 * np.abs(theirs))


def wider_point(case, result, problem):
    """An operand of one element in another format than the result's: rounded to that format here, not by PyTorch."""
    half = result.outputs[0][0]
    wide = [array for array in case.arrays() if np.prod(array.shape) == 1 and array.dtype != half]
    return bool(wide) and half in ("float16", "bfloat16") and only_where(case, result, lambda ours, theirs: ~np.isfinite(ours))


def pi_for_zero(case, result, problem):
    return only_where(case, result, lambda ours, theirs: (theirs == 0) & (np.abs(ours - np.pi) < 1e-2))


def number_out_of_range(case, result, problem):
    """A number, or an array of one, that an integer array of the call cannot hold."""
    numbers = [value for value in case.arguments.values() if isinstance(value, (int, float)) and not isinstance(value, bool)]
    numbers += [array.numpy().item() for array in case.arrays() if array.shape == () and "int" in array.dtype]
    limits = [np.iinfo(array.dtype) for array in case.arrays() if "int" in array.dtype]
    return any(number < limit.min or number > limit.max for number in numbers for limit in limits)


def nan_among_elements(case, result, problem):
    return any(np.any(np.isnan(array.numpy())) for array in case.arrays())


def dtype_alone(case, result, problem):
    return "dtype" in problem


def overflow(case, result, problem):
    return only_where(case, result, lambda ours, theirs: ~np.isfinite(ours) & ~np.isfinite(theirs))


def early_overflow(case, result, problem):
    """Theirs is infinite where the value of the function, computed in float64, can be represented."""
    exact = np.sinh(next(case.arrays()).numpy().astype(np.float64))
    limit = {"bfloat16": 2.0 ** 128, "float16": 65504}.get(result.outputs[0][0], 0)
    return only_where(case, result, lambda ours, theirs: np.isinf(theirs) & np.isfinite(ours) & (np.abs(exact) < limit))


def theirs_is_far_from_float64(case, result, problem):
    """Ours is the float64 result, rounded once; a rounding of the inputs' format away at most."""
    arguments = {name: torch.from_numpy(value.numpy().astype(np.float64).copy()) if hasattr(value, "numpy") else value
                 for name, value in case.arguments.items() if value is not None}
    exact = functional.batch_norm(
        arguments["x"], arguments.get("runningMean"), arguments.get("runningVariance"), arguments.get("weight"),
        arguments.get("bias"), arguments.get("training", False), arguments.get("momentum", 0.1),
        arguments.get("epsilon", 1e-5)).numpy()
    dtype, ours = result.outputs[0]
    return dtype in ("float16", "bfloat16") and bool(np.all(np.abs(ours - exact) <= 2.0 ** -8 * np.abs(exact) + 1e-6))


def erf_of_float64(case, result, problem):
    """Ours is the value computed in float64, to a unit in the last place; theirs is not."""
    x = next(case.arrays()).numpy().astype(np.float64)
    exact = torch.erf(torch.from_numpy(x.copy())).numpy()
    dtype, ours = result.outputs[0]
    return dtype == "bfloat16" and bool(np.all((np.abs(ours - exact) <= 2.0 ** -8 * np.abs(exact)) | (ours == exact)))


def partial_sums_overflow(case, result, problem):
    """A sum whose terms together pass the largest number of its format, and that overflows on one side alone."""
    dtype = result.outputs[0][0]
    largest = 65504 if dtype == "float16" else float(np.finfo(np.float64 if dtype == "float64" else np.float32).max)
    x = np.abs(next(case.arrays()).numpy().astype(np.complex128 if "complex" in dtype else np.float64))
    total = np.sum(x[np.isfinite(x)])
    return total >= largest and only_where(case, result, lambda ours, theirs: ~(np.isfinite(ours) & np.isfinite(theirs)))


def rank_is_a_place(case, result, problem):
    """q · (n − 1) is a whole number, or would be without rounding: PyTorch computes it in the elements' dtype."""
    x, axis = case.arguments["x"], case.arguments["axes"][0]
    rank = case.arguments["q"] * (x.shape[axis] - 1)
    return x.dtype == "float32" and abs(rank - round(rank)) < 1e-5


def values_agree(case, result):
    return all(ours.shape == theirs.shape and np.allclose(ours, theirs, rtol=1e-5, atol=1e-5)
               for (_, ours), (_, theirs) in zip(result.outputs, case.expected))


def precision_alone(case, result, problem):
    return "dtype" in problem and values_agree(case, result)


def zeros_at_an_end(case, result, problem):
    """Vectors that differ in no more than elements at an end that are 0 but for rounding."""
    def stripped(values, size):
        kept = np.nonzero(np.abs(values) > 1e-5 * size)[0]
        return values[kept[0]:kept[-1] + 1] if kept.size else values[:0]

    for (_, ours), (_, theirs) in zip(result.outputs, case.expected):
        size = max(1, *(np.max(np.abs(array.numpy()), initial=0) for array in case.arrays()))
        a, b = stripped(ours, size), stripped(theirs, size)
        if a.shape != b.shape or not np.allclose(a, b, rtol=1e-4, atol=1e-5 * size):
            return False
    return True


SERIES = ["polynomialAdd", "polynomialSubtract", "polynomialMultiply", "polynomialDivide", "polynomialPower",
          "polynomialMultiplyByX", "polynomialConvert", "polynomialCompose", "polynomialIntegral", "polynomialDerivative"]
COMPARISONS = ["equal", "notEqual", "less", "lessEqual", "greater", "greaterEqual"]

# (operations, world or None, predicate on (case, result, problem), reason)
DIFFERENCES = [
    (["conjugate"], "numpy", dtype_alone, "conjugates of booleans stay booleans; NumPy makes them int8"),
    (["angle"], "numpy", dtype_alone, "angles of booleans and small integers have the dtype of every other function of them"),
    (["unique"], "torch", nan_among_elements, "NaNs count as equal, as in NumPy; PyTorch keeps each"),
    (["uniqueAll"], None, nan_among_elements, "NaNs count as equal, as in numpy.unique; numpy.unique_all keeps each"),
    (["power"], "torch", dtype_alone, "a boolean to the power of a boolean number is an integer; PyTorch keeps bool"),
    (["floorDivide"], "torch", next_integer_of_a_half, "the floor of the exact quotient; PyTorch's is that of a rounded one"),
    (["floorDivide", "multiply", "divide", "outer"], "torch", wider_point, "an operand of one element is rounded to the result's dtype first"),
    (["sign"], "torch", nan_in_ours, "the sign of NaN is NaN, as in NumPy; PyTorch gives 0"),
    (["angle"], "torch", pi_for_zero, "the angle of -0.0 is π, as in NumPy; PyTorch gives 0"),
    (COMPARISONS, "torch", number_out_of_range, "numbers are compared as they are; PyTorch wraps them to the array's dtype first"),
    (["gelu", "geluTanh", "silu"], None, nan_in_theirs, "the limit at −∞, which is 0; PyTorch computes −∞ × 0"),
    (["sinh"], "torch", early_overflow, "PyTorch's function overflows before its result does"),
    (["erf"], "torch", erf_of_float64, "PyTorch's bfloat16 function is off by several units for small numbers"),
    (["mean", "nanMean", "sum", "nanSum"], None, partial_sums_overflow, "whether a part of a sum overflows depends on its order and precision"),
    (["quantile", "nanQuantile"], "torch", rank_is_a_place, "a place that is a whole number but for rounding; PyTorch rounds it in float32"),
    (SERIES, "torch", zeros_at_an_end, "series of tensors keep zeros at their end: shapes do not depend on elements"),
    (["polydiv"], None, zeros_at_an_end, "what is left of a division is trimmed where it is 0 but for rounding"),
    (SERIES, "numpy", precision_alone, "the dtype depends on the dtypes alone; NumPy's on the length of a series too"),
    (["prod", "cumprod", "nanProd", "nanCumprod"], None, overflow, "after an overflow the parts of a complex product depend on the order"),
    (["batchNorm"], None, theirs_is_far_from_float64, "PyTorch takes variances of float16 and bfloat16 with cancellation"),
    (["sigmoid", "silu", "logAddExp"], None, nan_in_theirs, "no overflow in the exponential of a large complex number"),
]


def of_difference(case, result, problem):
    for names, world, predicate, reason in DIFFERENCES:
        if case.operation.name in names and world in (None, case.world) and predicate(case, result, problem):
            return reason
    return None
