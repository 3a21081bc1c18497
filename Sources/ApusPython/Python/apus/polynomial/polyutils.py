"""What the families of polynomials share: `numpy.polynomial.polyutils`."""

import operator

import _apus
from _apus import ops

__all__ = ["as_series", "trimseq", "trimcoef", "getdomain", "mapdomain", "mapparms", "format_float"]


def _vector(x):
    """Coefficients as an array with one axis."""
    array = _apus.asarray(x)
    return ops.reshape(array, (1,)) if array.ndim == 0 else array


def _inexact(array):
    """An array of floats or complex numbers: itself, or with integers as float64."""
    return array if array.dtype.is_floating_point or array.dtype.is_complex else ops.astype(array, _apus.float64)


def trimseq(seq):
    """A sequence without the zeros at its end; of nothing but zeros, the first. `numpy.polynomial.polyutils.trimseq`."""
    end = len(seq)
    while end > 1 and seq[end - 1] == 0:
        end -= 1
    return seq if end == len(seq) else seq[:end]


def as_series(alist, trim=True):
    """Coefficients as vectors of one inexact dtype. `numpy.polynomial.polyutils.as_series`."""
    arrays = [_vector(a) for a in alist]
    for a in arrays:
        if a.size == 0:
            raise ValueError("Coefficient array is empty")
        if a.ndim != 1:
            raise ValueError("Coefficient array is not 1-d")
    if trim:
        arrays = [trimseq(a) for a in arrays]
    arrays = [_inexact(a) for a in arrays]
    dtype = arrays[0].dtype
    for a in arrays[1:]:
        dtype = ops.add(_apus.empty(0, dtype=dtype), _apus.empty(0, dtype=a.dtype)).dtype
    return [ops.clone(ops.astype(a, dtype)) for a in arrays]


def trimcoef(c, tol=0):
    """Coefficients without those at the end of magnitude up to `tol`. `numpy.polynomial.polyutils.trimcoef`."""
    if tol < 0:
        raise ValueError("tol must be non-negative")
    return ops.polynomial_trim(_vector(c), float(tol))


def getdomain(x):
    """The smallest interval, or for complex numbers rectangle, with all of `x`. `numpy.polynomial.polyutils.getdomain`."""
    [x] = as_series([x], trim=False)
    if x.dtype.is_complex:
        real, imag = ops.real(x), ops.imag(x)
        return _apus.asarray([complex(real.min(), imag.min()), complex(real.max(), imag.max())])
    return _apus.asarray([x.min().item(), x.max().item()], dtype=x.dtype)


def mapparms(old, new):
    """Offset and scale of the linear map between intervals. `numpy.polynomial.polyutils.mapparms`."""
    old, new = [_number(end) for end in old], [_number(end) for end in new]
    length = old[1] - old[0]
    return (old[1] * new[0] - old[0] * new[1]) / length, (new[1] - new[0]) / length


def _number(x):
    return x.item() if isinstance(x, (_apus.Array, _apus.Tensor)) else x


def mapdomain(x, old, new):
    """Where the linear map between intervals takes points. `numpy.polynomial.polyutils.mapdomain`."""
    if isinstance(x, (list, tuple)) or hasattr(x, "__array_interface__"):
        x = _apus.asarray(x)
    offset, scale = mapparms(old, new)
    return offset + scale * x


def _as_int(x, description):
    """An argument that must be an integer."""
    try:
        return operator.index(x)
    except TypeError:
        raise TypeError(f"{description} must be an integer, received {x}") from None


def _options():
    """The options of printing."""
    import apus

    found = dict(precision=8, floatmode="maxprec", nanstr="nan", infstr="inf", sign="-", linewidth=75)
    if hasattr(apus, "get_printoptions"):
        found.update(apus.get_printoptions())
    return found


def format_float(x, parens=False):
    """A number as printed polynomials show it. `numpy.polynomial.polyutils.format_float`."""
    x = _number(x)
    if not isinstance(x, float):
        return str(x)
    options = _options()
    if x != x:
        return options["nanstr"]
    if x in (float("inf"), float("-inf")):
        return options["infstr"]
    precision = options["precision"]
    plus = "+" if options["sign"] == "+" and not str(x).startswith("-") else ""
    fixed = options["floatmode"] == "fixed"
    if x != 0 and (abs(x) >= 1e8 or abs(x) < 10 ** min(0, -(precision - 1) // 2)):
        text = plus + _scientific(x, precision, fixed)
        return f"({text})" if parens else text
    return plus + _positional(x, precision, fixed)


def _positional(x, precision, fixed):
    """The shortest digits that identify a number, at most `precision` of them after the point."""
    if fixed:
        return f"{x:.{precision}f}"
    from decimal import Decimal

    shortest = format(Decimal(repr(x)), "f")
    text = shortest if len(shortest.partition(".")[2]) <= precision else f"{x:.{precision}f}"
    if "." not in text:
        return text + ".0"
    text = text.rstrip("0")
    return text + "0" if text.endswith(".") else text


def _scientific(x, precision, fixed):
    """Digits and a power of ten, at most `precision` digits after the point."""
    from decimal import Decimal

    digits = len(Decimal(repr(x)).as_tuple().digits) - 1
    mantissa, _, exponent = f"{x:.{precision if fixed else min(precision, digits)}e}".partition("e")
    if not fixed:
        whole, _, fraction = mantissa.partition(".")
        mantissa = f"{whole}.{fraction.rstrip('0') or '0'}"
    return f"{mantissa}e{exponent}"
