"""Series in the six families: errors are relative to sums of magnitudes."""

import numpy as np
import numpy.polynomial as npp
import torch

from arrays import given
from registry import operation

MODULES = {"power": (npp.polynomial, "poly"), "chebyshev": (npp.chebyshev, "cheb"), "legendre": (npp.legendre, "leg"),
           "laguerre": (npp.laguerre, "lag"), "hermite": (npp.hermite, "herm"), "hermiteE": (npp.hermite_e, "herme")}
DTYPES = ["int64", "float32", "float64", "complex64", "complex128"]


def peer(name, family):
    """NumPy's function of a family."""
    module, prefix = MODULES[family]
    return getattr(module, prefix + name)


def series(draw, low=1, high=6, dtype=None):
    return draw.array([draw.integer(low, high)], dtype, low=-4, high=4)


def size(*arrays):
    """A bound for the terms of what is made of short series."""
    return float(np.prod([np.abs(np.asarray(array)).sum() + 1 for array in arrays])) * 64


def entry(name, sample, function, magnitude, ulps=64, torch=None, **settings):
    operation(name, sample, function, torch, ulps=ulps, scale=magnitude, signed_zero=False, dtypes=DTYPES, **settings)


def pair(draw):
    return {"a": series(draw), "b": series(draw), "family": draw.pick(list(MODULES))}


def divisor(draw):
    return {"a": series(draw, 1, 5), "b": draw.array([draw.integer(1, 3)], low=1, high=4), "family": draw.pick(list(MODULES))}


def one(draw):
    return {"x": series(draw), "family": draw.pick(list(MODULES))}


def two(draw):
    return {"a": series(draw), "b": series(draw)}


entry("polynomialAdd", two, lambda a, b: npp.polynomial.polyadd(a, b), lambda a, b: size(a, b))
entry("polynomialSubtract", two, lambda a, b: npp.polynomial.polysub(a, b), lambda a, b: size(a, b))
entry("polynomialMultiply", pair, lambda a, b, family: peer("mul", family)(a, b), lambda a, b, family: size(a, b))
entry("polynomialDivide", divisor, lambda a, b, family: peer("div", family)(a, b), lambda a, b, family: size(a, b, b, b, b, b))
entry("polynomialPower", lambda draw: one(draw) | {"power": draw.integer(0, 3)},
      lambda x, family, power: peer("pow", family)(x, power), lambda x, family, power: size(x, x, x))
entry("polynomialMultiplyByX", one, lambda x, family: peer("mulx", family)(x), lambda x, family: size(x))
entry("polynomialFromRoots", lambda draw: {"x": series(draw, 1, 4), "family": draw.pick(list(MODULES))},
      # In float64 from the start; NumPy begins the factors of some families in float32.
      lambda x, family: peer("fromroots", family)(np.asarray(x, np.result_type(x, np.float64))), lambda x, family: size(x, x, x, x))
entry("polynomialDerivative", lambda draw: one(draw) | {"order": draw.integer(0, 3)},
      lambda x, family, order: peer("der", family)(x, order), lambda x, family, order: size(x, [30]))
entry("polynomialIntegral", lambda draw: one(draw) | {"order": draw.integer(0, 3)},
      lambda x, family, order: peer("int", family)(x, order), lambda x, family, order: size(x, [30]))
entry("polynomialValue", lambda draw: {"x": draw.array(draw.shape(0, 2), low=-2, high=2), "coefficients": series(draw),
                                       "family": draw.pick(list(MODULES))},
      lambda x, coefficients, family: peer("val", family)(x, coefficients), lambda x, coefficients, family: size(coefficients, [2000]))
entry("polynomialVander", lambda draw: {"points": [draw.array(draw.shape(1, 2), low=-2, high=2)], "degrees": [draw.integer(0, 5)],
                                        "family": draw.pick(list(MODULES))},
      lambda points, degrees, family: peer("vander", family)(points[0], degrees[0]), lambda points, degrees, family: 4e3)
entry("polynomialCompanion", lambda draw: {"x": draw.array([draw.integer(2, 6)], low=1, high=4), "family": draw.pick(list(MODULES))},
      lambda x, family: peer("companion", family)(x), lambda x, family: size(x))


def converted(x, source, target):
    if target == "power":
        return npp.polynomial.polyadd(x, [0]) if source == "power" else getattr(MODULES[source][0], MODULES[source][1] + "2poly")(x)
    return getattr(MODULES[target][0], "poly2" + MODULES[target][1])(x)


def conversion(draw):
    family = draw.pick([name for name in MODULES if name != "power"])
    source, target = (family, "power") if draw.maybe() else ("power", family)
    return {"x": series(draw), "source": source, "target": target}


entry("polynomialConvert", conversion, converted, lambda x, source, target: size(x, [500]))


def composition(draw):
    return {"x": series(draw, 1, 4), "inner": draw.array([2], low=1, high=3)}


entry("polynomialCompose", composition, lambda x, inner: npp.Polynomial(x)(npp.Polynomial(inner)).coef,
      lambda x, inner: size(x, inner, inner, inner), check_dtype=False)  # NumPy's class has numbers of float64 in its domain


def weighted(draw):
    family = draw.pick([name for name in MODULES if name != "power"])
    return {"x": draw.array(draw.shape(0, 2), draw.pick(["float64", "float32"]), low=-0.9, high=0.9), "family": family}


entry("polynomialWeight", weighted, lambda x, family: peer("weight", family)(x), lambda x, family: 10.0)
entry("polynomialTrim", lambda draw: {"x": series(draw), "tolerance": draw.real(0, 3)},
      lambda x, tolerance: npp.polyutils.trimcoef(x, tolerance), lambda x, tolerance: 1.0)


def rooted(draw):
    """Coefficients of polynomials whose roots lie apart."""
    degree = draw.integer(1, 4)
    return {"x": given(npp.polynomial.polyfromroots(np.arange(1.0, degree + 1)), "float64")}


def in_order(ours, theirs, **arguments):
    """Roots of tensors are complex, and in no order."""
    return [np.sort(ours[0]) if np.iscomplexobj(ours[0]) else ours[0]], [np.asarray(theirs[0])]


entry("polynomialRoots", rooted, lambda x: npp.polynomial.polyroots(x), lambda x: 1e4, gauge=in_order)
entry("roots", lambda draw: {"p": rooted(draw)["x"]}, lambda p: np.roots(p), lambda p: 1e6)


def points(draw):
    count = draw.integer(6, 12)
    x = given(np.linspace(-1, 1, count), "float64")
    return {"x": x, "y": draw.array([count], "float64", low=-4, high=4), "degrees": list(range(draw.integer(1, 4)))}


def fitted(x, y, degrees):
    c, (residuals, rank, values, _) = npp.polynomial.polyfit(x, y, degrees, full=True)
    return c, residuals, np.int64(rank), values


def fitted_tensors(x, y, degrees):
    """Of tensors there are no singular values, as in PyTorch's least squares."""
    c, residuals, rank, values = fitted(x.numpy(), y.numpy(), degrees)
    return tuple(torch.from_numpy(np.asarray(member)) for member in (c, residuals, rank, values[:0]))


entry("polynomialFit", points, fitted, lambda x, y, degrees: size(y), ulps=1024, torch=fitted_tensors, gradient=False)
entry("polyval", lambda draw: {"p": series(draw), "x": draw.array(draw.shape(0, 2), low=-2, high=2)},
      lambda p, x: np.polyval(p, x), lambda p, x: size(p, [100]))
entry("polydiv", lambda draw: {"a": draw.array([draw.integer(3, 5)], low=1, high=4), "b": draw.array([draw.integer(1, 3)], low=1, high=4)},
      lambda a, b: np.polydiv(a, b), lambda a, b: size(a, b, b, b, b, b))
entry("poly", lambda draw: {"x": series(draw, 1, 4)}, lambda x: np.poly(x), lambda x: size(x, x, x, x))
