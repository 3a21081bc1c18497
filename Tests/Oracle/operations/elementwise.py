"""Elementwise functions: exact where IEEE 754 says so, else within a few units in the last place of the peer (whose own
error is part of the bound)."""

import numpy as np
import torch

from arrays import ALL, BFLOAT16, FLOATS, INEXACT, INTEGERS, REAL
from registry import binary, operation, positional, unary

functional = torch.nn.functional


def both(name, numpy, torch_, sample, **settings):
    operation(name, sample, numpy and positional(numpy), torch_ and positional(torch_), **settings)


# Arithmetic: exact.
both("add", np.add, torch.add, binary())
both("subtract", np.subtract, torch.subtract, binary())
both("multiply", np.multiply, torch.multiply, binary(), ulps=2, half_ulps=1)
both("divide", np.true_divide, torch.true_divide, binary(gradient_low=0.5, gradient_high=2), ulps=3, half_ulps=1)
both("negative", np.negative, torch.negative, unary())
both("conjugate", np.conjugate, torch.conj_physical, unary())
both("real", np.real, torch.real, unary())
both("imaginary", np.imag, torch.imag, unary())
both("floorDivide", np.floor_divide, torch.floor_divide, binary(gradient_low=0.5, gradient_high=2), half_ulps=1)


def neighbour_sample(draw):
    # The neighbour of a bfloat16 is not NumPy's in float32.
    return binary(names=("a", "b"))(draw) if draw.dtype != BFLOAT16 else {"a": draw.array([3, 5]), "b": draw.array([5])}


def remainder_sample(draw):
    # PyTorch's vector code gives NaN for quotients beyond 2^53, and keeps the sign of a zero of the dividend.
    bounds = dict(low=-99, high=99) if draw.world == "torch" else {}
    return binary(gradient_low=0.5, gradient_high=2, **bounds)(draw)


both("remainder", np.remainder, torch.remainder, remainder_sample, signed_zero=False)
both("fmod", np.fmod, torch.fmod, remainder_sample, signed_zero=False)


def power_scale(a, b):
    """The error of a complex power grows with the size of the logarithm that it is the exponential of."""
    if not (np.iscomplexobj(a) or np.iscomplexobj(b)):
        return np.zeros(())
    a, b = np.asarray(a, np.complex128), np.asarray(b, np.complex128)
    return np.abs(a ** b) * (1 + np.abs(b) * (np.abs(np.log(a)) + 1))


both("power", np.power, torch.pow, binary(gradient_low=0.5, gradient_high=2), ulps=4, scale=power_scale)
both("square", np.square, torch.square, unary(), ulps=2, half_ulps=0)
both("sqrt", np.sqrt, torch.sqrt, unary(gradient_low=0.2, gradient_high=3), ulps=2, half_ulps=0)
both("rsqrt", None, torch.rsqrt, unary(gradient_low=0.2, gradient_high=3), ulps=4, half_ulps=1)
both("reciprocal", np.reciprocal, torch.reciprocal, unary(gradient_low=0.2, gradient_high=3), ulps=3, half_ulps=1)
both("abs", np.abs, torch.abs, unary(), ulps=2, half_ulps=0)
both("sign", np.sign, torch.sgn, unary(), ulps=2, half_ulps=0, signed_zero=False)
both("copySign", np.copysign, torch.copysign, binary())
both("nextAfter", np.nextafter, torch.nextafter, neighbour_sample, gradient=False, signed_zero=False, bfloat16_peer="torch")
both("angle", np.angle, torch.angle, unary(), ulps=4)
both("complex", lambda real, imaginary: real + 1j * imaginary, torch.complex, binary(names=("real", "imaginary"), scalars=False, specials=False),
     dtypes=["float32", "float64"])
operation("multiplyAdd", lambda draw: (lambda shape: {
    "a": draw.array(shape, specials=False), "b": draw.array(draw.broadcast(shape), specials=False),
    "c": draw.array(draw.broadcast(shape), specials=False)})(draw.shape()),
    lambda a, b, c: a * b + c, lambda a, b, c: torch.addcmul(c, a, b), ulps=4,
    scale=lambda a, b, c: np.abs(a * b) + np.abs(c), signed_zero=False)

# Exponentials, logarithms, circular and hyperbolic functions.
both("exp", np.exp, torch.exp, unary(), ulps=4)
both("exp2", np.exp2, torch.exp2, unary(), ulps=4,
     scale=lambda x: np.abs(np.exp2(x)) * (1 + np.abs(x)) if np.iscomplexobj(x) else np.zeros(()))
both("expm1", np.expm1, torch.expm1, unary(), ulps=4)
for name in ["log", "log2", "log10"]:
    both(name, getattr(np, name), getattr(torch, name), unary(gradient_low=0.2, gradient_high=3), ulps=4)
both("log1p", np.log1p, torch.log1p, unary(gradient_low=-0.8, gradient_high=3), ulps=4,
     scale=lambda x: 1 + np.abs(x) if np.iscomplexobj(x) else np.zeros(()))
both("logAddExp", np.logaddexp, torch.logaddexp, binary(), ulps=4,
     scale=lambda a, b: np.maximum(np.maximum(np.abs(a), np.abs(b)), 1))
both("logAddExp2", np.logaddexp2, torch.logaddexp2, binary(), ulps=4,
     scale=lambda a, b: np.maximum(np.maximum(np.abs(a), np.abs(b)), 1))
inside = dict(gradient_low=-0.9, gradient_high=0.9)
for name, numpy_name, bounds in [
        ("sin", "sin", {}), ("cos", "cos", {}), ("tan", "tan", inside), ("asin", "arcsin", inside), ("acos", "arccos", inside),
        ("atan", "arctan", {}), ("sinh", "sinh", {}), ("cosh", "cosh", {}), ("tanh", "tanh", {}), ("asinh", "arcsinh", {}),
        ("acosh", "arccosh", dict(gradient_low=1.2, gradient_high=5)), ("atanh", "arctanh", inside)]:
    both(name, getattr(np, numpy_name), getattr(torch, name), unary(**bounds), ulps=4)
both("atan2", np.arctan2, torch.atan2, binary(), ulps=4)
both("hypot", np.hypot, torch.hypot, binary(), ulps=4)
both("erf", None, torch.erf, unary(), ulps=4, half_ulps=3)
both("erfc", None, torch.erfc, unary(), ulps=16)

# Rounding.
both("floor", np.floor, torch.floor, unary())
both("ceil", np.ceil, torch.ceil, unary())
both("trunc", np.trunc, torch.trunc, unary())
operation("round", lambda draw: {"x": draw.array(), "decimals": draw.integer(-2, 3) if draw.maybe(0.4) else None},
          lambda x, decimals=None: np.round(x, decimals or 0),
          lambda x, decimals=None: torch.round(x, decimals=decimals) if decimals else torch.round(x), ulps=2, bfloat16_peer="torch")

# Truth.
for name, numpy_name in [("equal", "equal"), ("notEqual", "not_equal"), ("less", "less"), ("lessEqual", "less_equal"),
                         ("greater", "greater"), ("greaterEqual", "greater_equal"), ("logicalAnd", "logical_and"),
                         ("logicalOr", "logical_or"), ("logicalXor", "logical_xor")]:
    torch_name = {"equal": "eq", "notEqual": "ne", "less": "lt", "lessEqual": "le", "greater": "gt", "greaterEqual": "ge"}
    both(name, getattr(np, numpy_name), getattr(torch, torch_name.get(name, numpy_name)),
         binary(scalars=not name.startswith("logical")))
both("logicalNot", np.logical_not, torch.logical_not, unary())
for name, symbol in [("bitwiseAnd", "bitwise_and"), ("bitwiseOr", "bitwise_or"), ("bitwiseXor", "bitwise_xor")]:
    both(name, getattr(np, symbol), getattr(torch, symbol), binary(), dtypes=["bool"] + INTEGERS)
both("bitwiseNot", np.bitwise_not, torch.bitwise_not, unary(), dtypes=["bool"] + INTEGERS)
both("shiftLeft", np.left_shift, torch.bitwise_left_shift, binary(low=0, high=9), dtypes=INTEGERS)
both("shiftRight", np.right_shift, torch.bitwise_right_shift, binary(low=0, high=9), dtypes=INTEGERS)
both("isNaN", np.isnan, torch.isnan, unary())
both("isInfinite", np.isinf, torch.isinf, unary())
both("isFinite", np.isfinite, torch.isfinite, unary())
both("signBit", np.signbit, torch.signbit, unary())
operation("isClose", lambda draw: dict(binary(scalars=False, low=-2, high=2)(draw), rtol=draw.pick([None, 0.1, 0.0]),
                                       atol=draw.pick([None, 0.5]), equalNaN=draw.pick([None, True, False])),
          lambda a, b, rtol=None, atol=None, equalNaN=None: np.isclose(
              a, b, 1e-5 if rtol is None else rtol, 1e-8 if atol is None else atol, bool(equalNaN)),
          lambda a, b, rtol=None, atol=None, equalNaN=None: torch.isclose(
              a, b, 1e-5 if rtol is None else rtol, 1e-8 if atol is None else atol, bool(equalNaN)))

# Activations. NumPy has none of them.
both("sigmoid", None, torch.sigmoid, unary(), ulps=4,
     scale=lambda x: 1 / (1e-300 + np.abs(1 + np.exp(-x)) ** 2) if np.iscomplexobj(x) else np.zeros(()))
both("relu", None, torch.relu, unary(), signed_zero=False)
both("gelu", None, functional.gelu, unary(), ulps=8, half_ulps=2, scale=lambda x: np.abs(x))
both("geluTanh", None, lambda x: functional.gelu(x, approximate="tanh"), unary(), ulps=8, half_ulps=2, scale=lambda x: np.abs(x))
both("silu", None, functional.silu, unary(), ulps=8)
operation("softplus", lambda draw: {"x": draw.array(), "beta": draw.pick([None, 2.0]), "threshold": draw.pick([None, 3.0])},
          None, lambda x, beta=None, threshold=None: functional.softplus(x, beta or 1, threshold or 20), ulps=8)
operation("leakyRelu", lambda draw: {"x": draw.array(), "negativeSlope": draw.pick([None, 0.2, 0.5])},
          None, lambda x, negativeSlope=None: functional.leaky_relu(x, 0.01 if negativeSlope is None else negativeSlope),
          ulps=1, signed_zero=False)
operation("elu", lambda draw: {"x": draw.array(), "alpha": draw.pick([None, 0.7])},
          None, lambda x, alpha=None: functional.elu(x, alpha or 1.0), ulps=4)

# Choices.
both("minimum", np.minimum, torch.minimum, binary(scalars=False), signed_zero=False)
both("maximum", np.maximum, torch.maximum, binary(scalars=False), signed_zero=False)
both("fmin", np.fmin, torch.fmin, binary(scalars=False), signed_zero=False)
both("fmax", np.fmax, torch.fmax, binary(scalars=False), signed_zero=False)


def clip_sample(draw):
    shape = draw.shape()
    x = draw.array(shape)
    if draw.maybe():
        low, high = draw.integer(-2, 0), draw.integer(1, 3)
        if draw.dtype in INEXACT:
            low, high = low + 0.5, high + 0.25
        bounds = [low, high]
    else:
        bounds = [draw.array(draw.broadcast(shape)) for _ in range(2)]
    keep = draw.pick([3, 3, 1, 2])
    return {"x": x, "min": bounds[0] if keep & 1 else None, "max": bounds[1] if keep & 2 else None}


operation("clip", clip_sample, lambda x, min=None, max=None: np.clip(x, min, max),
          lambda x, min=None, max=None: torch.clamp(x, min, max), signed_zero=False)


def where_sample(draw):
    shape = draw.shape()
    return {"condition": draw.array(shape, "bool"), "a": draw.array(draw.broadcast(shape)),
            "b": draw.array(draw.broadcast(shape), draw.other_dtype())}


both("where", np.where, torch.where, where_sample)


def lerp_sample(draw):
    shape = draw.shape()
    weight = draw.real(0, 1) if draw.maybe() else draw.array(draw.broadcast(shape))
    return {"start": draw.array(shape, specials=False), "end": draw.array(draw.broadcast(shape), specials=False), "weight": weight}


operation("lerp", lerp_sample, None, lambda start, end, weight: torch.lerp(start, end, weight), ulps=4, half_ulps=4,
          dtypes=INEXACT, signed_zero=False,
          scale=lambda start, end, weight: (1 + np.abs(weight)) * (np.abs(start) + np.abs(end)))


def cast_sample(draw):
    from runner import DTypeName
    target = draw.pick(["float64", "complex128"]) if draw.for_gradients else str(draw.rng.choice(ALL))
    whole = target in INTEGERS and draw.dtype in INEXACT
    # Conversions of floats outside of the integer type are undefined in both peers.
    x = draw.array(low=0, high=100) if whole else draw.array()
    return {"x": x, "dtype": DTypeName(target)}


operation("astype", cast_sample, lambda x, dtype: x.astype(dtype), lambda x, dtype: x.to(dtype))
both("copy", np.copy, torch.clone, unary())
