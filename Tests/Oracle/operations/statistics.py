"""Statistics, histograms, sequences and further functions of numbers. Errors of sums are relative to magnitudes."""

import numpy as np
import torch

from arrays import FLOATS, INTEGERS, REAL, given
from registry import operation, unary

from .reductions import magnitudes, numpy_reduction, reduction_sample, root_spread, spread, whole

# Reductions without NaN.

for name, function, torch_function, scale in [
        ("nanSum", np.nansum, torch.nansum, magnitudes(np.nansum)), ("nanMean", np.nanmean, torch.nanmean, magnitudes(np.nanmean)),
        ("nanProd", np.nanprod, None, None)]:
    operation(name, reduction_sample(low=-2 if name == "nanProd" else None, high=2 if name == "nanProd" else None),
              numpy_reduction(function),
              torch_function and (lambda x, axes=None, keepDims=False, dtype=None, f=torch_function: f(
                  x, dim=whole(axes), keepdim=keepDims, dtype=dtype)),
              ulps=64 if name == "nanProd" else 8, half_ulps=16, scale=scale, signed_zero=False,
              dtypes=REAL if name != "nanProd" else None)



def torch_nan_variance(root):
    """Tensors' default correction is 1, as that of `torch.var`; the sum is taken in float64."""
    def call(x, axes=None, keepDims=False, correction=1):
        wide, missing = x.double(), torch.isnan(x)
        axes = list(range(x.dim())) if axes is None else axes
        count = (~missing).sum(axes, keepdim=True)
        mean = torch.where(missing, 0, wide).sum(axes, keepdim=True) / count
        squares = torch.where(missing, 0, (wide - mean) ** 2).sum(axes, keepdim=True)
        freedom = count - correction
        variance = torch.where(freedom > 0, squares / freedom, torch.nan)
        variance = variance if keepDims else variance.squeeze(axes) if axes else variance
        # At 0 the root's derivative is 0, as that of `torch.std`.
        root_of = torch.where(variance == 0, 0, torch.where(variance == 0, 1, variance).sqrt())
        return (root_of if root else variance).to(x.dtype)
    return call


for name, function, scale in [("nanVar", np.nanvar, spread), ("nanStd", np.nanstd, root_spread)]:
    operation(name, reduction_sample(low=-9, high=9, correction=[None, 0.0, 1.0]),
              lambda x, axes=None, keepDims=False, correction=0, f=function: f(x, axis=whole(axes), keepdims=keepDims, ddof=correction),
              torch_nan_variance(name == "nanStd"), ulps=64, half_ulps=8, scale=scale, dtypes=FLOATS)
for name, function in [("nanMin", np.nanmin), ("nanMax", np.nanmax)]:
    operation(name, reduction_sample(), numpy_reduction(function), signed_zero=False, dtypes=REAL)


def quantile_sample(draw):
    shape = draw.shape(1, 3, empty=False)
    # Not "nearest": of a place halfway between two PyTorch takes either.
    methods = ["linear", "lower", "higher", "midpoint"]
    return {"x": draw.array(shape, low=-9, high=9), "q": draw.pick([0.0, 0.25, 0.5, 0.9, 1.0]), "axes": [draw.axis(len(shape))],
            "keepDims": draw.pick([None, True]), "method": draw.pick(methods)}


for name, function, torch_function in [
        ("quantile", np.quantile, torch.quantile), ("nanQuantile", np.nanquantile, torch.nanquantile)]:
    operation(name, quantile_sample,
              lambda x, q, axes, keepDims=False, method="linear", f=function: f(x, q, axis=axes[0], keepdims=keepDims, method=method),
              lambda x, q, axes, keepDims=False, method="linear", f=torch_function: f(x, q, axes[0], keepDims, interpolation=method),
              ulps=8, half_ulps=4, scale=lambda x, **rest: np.max(np.abs(x)) if x.size else 0, dtypes=("float32", "float64"),
              signed_zero=False)


def torch_median(function):
    def call(x, axes=None, keepDims=False):
        return function(x) if axes is None else tuple(function(x, axes[0], keepDims))
    return call


def median_sample(draw):
    shape = draw.shape(1, 3, empty=False)
    # Equal elements have positions of which either may be named, so along an axis there are floats alone.
    axes = [draw.axis(len(shape))] if draw.dtype in ("float32", "float64") and draw.maybe(0.7) else None
    return {"x": draw.array(shape, low=-900, high=900, specials=False, plain=True), "axes": axes, "keepDims": draw.pick([None, True]) if axes else None}


operation("median", median_sample, numpy_reduction(np.median), torch_median(torch.median), ulps=1, half_ulps=1,
          dtypes=FLOATS[2:] + INTEGERS)
operation("nanMedian", median_sample, numpy_reduction(np.nanmedian), torch_median(torch.nanmedian), ulps=1, half_ulps=1,
          dtypes=FLOATS[2:] + INTEGERS)
for name, function in [("percentile", np.percentile), ("nanPercentile", np.nanpercentile)]:
    operation(name, lambda draw: dict(quantile_sample(draw), q=draw.pick([0.0, 30.0, 50.0, 100.0])),
              lambda x, q, axes, keepDims=False, method="linear", f=function: f(x, q, axis=axes[0], keepdims=keepDims, method=method),
              ulps=8, scale=lambda x, **rest: np.max(np.abs(x)) if x.size else 0, dtypes=("float32", "float64"), signed_zero=False)


def scan_sample(draw):
    shape = draw.shape(1, 3)
    return {"x": draw.array(shape, low=-2, high=2), "axis": draw.pick([None, draw.axis(len(shape))])}


for name, function, plain in [("nanCumsum", np.nancumsum, np.cumsum), ("nanCumprod", np.nancumprod, None)]:
    operation(name, scan_sample, lambda x, axis=None, f=function: f(x, axis=axis), ulps=64, half_ulps=8, signed_zero=False,
              scale=plain and (lambda x, axis=None, f=plain: f(np.abs(x), axis=axis)), dtypes=("float32", "float64", "int32", "int64"))
for name, function in [("nanArgmin", np.nanargmin), ("nanArgmax", np.nanargmax)]:
    operation(name, lambda draw: {"x": draw.array(draw.shape(1, 3, empty=False), low=-9, high=9)}, lambda x, f=function: f(x), dtypes=REAL)

# Moments.


def matrix(draw, low=-4, high=4):
    return draw.array([draw.integer(1, 4), draw.integer(2, 9)], low=low, high=high)


operation("average", lambda draw: {"x": draw.array([3, 5], low=-4, high=4), "axes": [1], "weights": draw.array([3, 5], low=0.5, high=2)},
          lambda x, axes, weights: np.average(x, axes[0], weights), ulps=16, scale=lambda x, axes, weights: np.abs(x).max(),
          dtypes=("float32", "float64", "complex128"), signed_zero=False)
operation("ptp", lambda draw: {"x": draw.array(draw.shape(1, 3, empty=False), low=-9, high=9)}, lambda x: np.ptp(x), dtypes=FLOATS + INTEGERS)
operation("cov", lambda draw: {"x": matrix(draw), "correction": draw.pick([None, 0, 1])},
          lambda x, correction=1: np.cov(x, ddof=correction), lambda x, correction=1: torch.cov(x, correction=correction),
          ulps=64, scale=lambda x, **rest: 64.0, dtypes=("float32", "float64", "complex64", "complex128"), signed_zero=False)
# Without repeated elements: a row of them has a variance of 0, or of what rounding leaves.
operation("corrcoef", lambda draw: {"x": draw.array([draw.integer(1, 4), draw.integer(2, 9)], low=-4, high=4, plain=True)}, lambda x: np.corrcoef(x), lambda x: torch.corrcoef(x),
          ulps=1 << 12, scale=lambda x: 1.0, dtypes=("float64",), signed_zero=False, gradient=False)

# Counts.


def vector(draw, low=-5, high=5, longest=40, **settings):
    return draw.array([draw.integer(2, longest)], low=low, high=high, **settings)


operation("bincount", lambda draw: {"x": vector(draw, 0, 20), "minlength": draw.pick([None, 0, 30])},
          lambda x, minlength=0: np.bincount(x, minlength=minlength), lambda x, minlength=0: torch.bincount(x, minlength=minlength),
          dtypes=("int32", "int64", "uint8"), gradient=False)
operation("digitize", lambda draw: {"x": vector(draw), "bins": given([-3, -1, 0, 2, 4], draw.dtype), "right": draw.pick([None, True])},
          lambda x, bins, right=False: np.digitize(x, bins, right), lambda x, bins, right=False: torch.bucketize(x, bins, right=not right),
          dtypes=("float32", "float64"), gradient=False)
operation("histogram", lambda draw: {"x": vector(draw), "bins": given([-4, -1, 0, 2, 5], draw.dtype), "density": draw.pick([None, True])},
          lambda x, bins, density=False: np.histogram(x, bins, density=density),
          lambda x, bins, density=False: tuple(torch.histogram(x, bins, density=density)), ulps=8, dtypes=("float32", "float64"), gradient=False)
operation("histogramBinEdges", lambda draw: {"x": vector(draw), "bins": draw.pick([1, 7, 20])},
          lambda x, bins: np.histogram_bin_edges(x, bins), ulps=4, scale=lambda x, bins: np.abs(x).max(), dtypes=("float32", "float64"), gradient=False)
operation("histogramOnGrid", lambda draw: {"x": draw.array([draw.integer(2, 30), 2], low=-3, high=3),
                                           "edges": [given([-2, 0, 1, 3], draw.dtype), given([-3, 0, 2], draw.dtype)]},
          lambda x, edges: np.histogramdd(x, edges)[0], dtypes=("float32", "float64"), gradient=False)
operation("histc", lambda draw: {"x": vector(draw), "bins": draw.pick([2, 7]), "min": -4.0, "max": 4.0},
          None, lambda x, bins, min, max: torch.histc(x, bins, min, max), dtypes=("float64",), gradient=False)

# Sequences.


def two_vectors(draw):
    return {"a": vector(draw, specials=False), "v": vector(draw, longest=9, specials=False), "mode": draw.pick([None, "full", "same", "valid"])}


for name, function in [("convolve", np.convolve), ("correlate", np.correlate)]:
    operation(name, two_vectors, lambda a, v, mode=None, f=function: f(a, v, *([mode] if mode else [])), ulps=32, half_ulps=4,
              scale=lambda a, v, mode=None, f=function: np.abs(f(np.abs(a), np.abs(v), *([mode] if mode else []))), signed_zero=False,
              dtypes=("float32", "float64", "complex128", "int32", "uint8"))


def curve(draw):
    count = draw.integer(2, 9)
    return {"x": draw.array(draw.shape(0, 2, empty=False), low=-3, high=12), "xp": given(np.arange(count) * 1.5, draw.dtype),
            "fp": draw.array([count], low=-4, high=4)}


operation("interp", curve, lambda x, xp, fp: np.interp(x, xp, fp), ulps=32, scale=lambda x, xp, fp: 8.0, dtypes=("float64",), signed_zero=False)
for name, torch_function in [("trapezoid", torch.trapezoid), ("cumulativeTrapezoid", torch.cumulative_trapezoid)]:
    operation(name, lambda draw: {"y": draw.array(draw.shape(1, 3, empty=False), low=-4, high=4), "axis": -1},
              (lambda y, axis: np.trapezoid(y, axis=axis)) if name == "trapezoid" else None,
              lambda y, axis, f=torch_function: f(y, dim=axis), ulps=32, scale=lambda y, axis: np.abs(y).sum() + 1,
              dtypes=("float32", "float64", "complex128"), signed_zero=False)


def grid_sample(draw):
    return {"x": draw.array([draw.integer(3, 6), draw.integer(3, 6)], low=-4, high=4), "axes": draw.pick([[0], [1], [0, 1]]),
            "edgeOrder": draw.pick([None, 1, 2])}


operation("gradient", grid_sample,
          lambda x, axes, edgeOrder=1: np.gradient(x, axis=axes, edge_order=edgeOrder),
          lambda x, axes, edgeOrder=1: tuple(torch.gradient(x, dim=axes, edge_order=edgeOrder)), ulps=32,
          scale=lambda x, **rest: 16.0, dtypes=("float32", "float64", "complex128"), signed_zero=False)
operation("ediff1d", lambda draw: {"x": draw.array(draw.shape(1, 2), low=-9, high=9)}, lambda x: np.ediff1d(x),
          dtypes=("float32", "float64", "int32"), signed_zero=False)
operation("unwrap", lambda draw: {"x": vector(draw, -20, 20)}, lambda x: np.unwrap(x), ulps=64, scale=lambda x: 400.0,
          dtypes=("float64",), signed_zero=False)
operation("selectByCondition",
          lambda draw: {"conditions": [draw.array([5], "bool"), draw.array([5], "bool")],
                        "choices": [draw.array([5], low=-3, high=3), draw.array([5], low=-3, high=3)]},
          lambda conditions, choices: np.select(conditions, choices))

# Functions of one number.


def one(name, numpy=None, torch_=None, low=-6, high=6, dtypes=FLOATS, **settings):
    operation(name, unary(low=low, high=high, gradient_low=0.3, gradient_high=2),
              numpy and (lambda x: numpy(x)), torch_ and (lambda x: torch_(x)), dtypes=dtypes, **settings)


one("cbrt", np.cbrt, ulps=2)
one("i0", np.i0, torch.i0, ulps=8, dtypes=("float32", "float64"))
# PyTorch is up to 10.4 units from the function's value here, Apus half a unit.
one("i1", None, torch.special.i1, ulps=12, dtypes=("float32", "float64"), signed_zero=False)
one("sinc", np.sinc, torch.sinc, ulps=64, scale=lambda x: 1.0, dtypes=("float32", "float64"))
one("radians", np.radians, torch.deg2rad, ulps=1)
one("degrees", np.degrees, torch.rad2deg, ulps=2)  # NumPy is up to 1.4 from it, Apus 0.7
one("isPositiveInfinity", np.isposinf, torch.isposinf, None, None)
one("isNegativeInfinity", np.isneginf, torch.isneginf, None, None)
one("nanToNum", np.nan_to_num, torch.nan_to_num, None, None, dtypes=("float32", "float64", "int32", "complex128"))
# NumPy forgets the sign of the distance in half precision.
one("spacing", np.spacing, None, dtypes=("float32", "float64"))
one("frexp", np.frexp, lambda x: tuple(torch.frexp(x)), dtypes=("float16", "float32", "float64"))
one("modf", np.modf, None, dtypes=("float32", "float64"))
one("bitCount", np.bitwise_count, None, None, None, dtypes=INTEGERS)


def integer_pair(draw):
    shape = draw.shape(0, 2)
    return {"a": draw.array(shape, low=-60, high=60), "b": draw.array(shape, low=-60, high=60)}


operation("gcd", integer_pair, lambda a, b: np.gcd(a, b), lambda a, b: torch.gcd(a, b), dtypes=("int16", "int32", "int64", "uint8"))
operation("lcm", integer_pair, lambda a, b: np.lcm(a, b), lambda a, b: torch.lcm(a, b), dtypes=("int16", "int32", "int64"))
operation("ldexp", lambda draw: {"x": draw.array([7], low=-9, high=9), "exponent": given([-30, -2, -1, 0, 1, 5, 30], "int32")},
          lambda x, exponent: np.ldexp(x, exponent), lambda x, exponent: torch.ldexp(x, exponent), dtypes=("float32", "float64"), ulps=1, gradient=False)


def step_sample(draw):
    shape = draw.shape(0, 2)
    return {"x": draw.array(shape), "values": draw.array(shape, low=-2, high=2)}


operation("heaviside", step_sample, lambda x, values: np.heaviside(x, values), lambda x, values: torch.heaviside(x, values),
          dtypes=("float32", "float64"), gradient=False)

operation("floatPower", lambda draw: {"a": draw.array(draw.shape(0, 3), low=0, high=4), "b": draw.array([], low=-3, high=3)},
          lambda a, b: np.float_power(a, b), lambda a, b: torch.float_power(a, b), ulps=4, half_ulps=4, dtypes=REAL)
operation("sortComplex", lambda draw: {"x": draw.array(draw.shape(1, 3))}, lambda x: np.sort_complex(x), None, gradient=False)
