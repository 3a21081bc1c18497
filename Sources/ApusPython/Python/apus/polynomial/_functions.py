"""The functions of one family, made for each of the six."""

import warnings

import _apus
from _apus import ops

from ..exceptions import RankWarning
from . import polyutils as pu


def _coefficients(c):
    c = c if isinstance(c, _apus.Tensor) else _apus.asarray(c)
    return ops.reshape(c, (1,)) if c.ndim == 0 else c


def _is_point(x):
    """Whether `x` is a number or an array, or can be one."""
    return isinstance(x, (bool, int, float, complex, _apus.Array, _apus.Tensor, list, tuple)) or hasattr(x, "__array_interface__")


def _power(value):
    power = int(value)
    if power != value or power < 0:
        raise ValueError("Power must be a non-negative integer.")
    return power


class Family:
    """The functions of coefficients of one family; its methods are what a module of the family holds."""

    def __init__(self, key, prefix, name):
        self.key, self.prefix, self.name = key, prefix, name

    def _line(self, off, scl):
        """The coefficients of off + scl·x."""
        if scl == 0:
            return _apus.asarray([off])
        if self.key == "laguerre":
            return _apus.asarray([off + scl, -scl])
        return _apus.asarray([off, scl / 2 if self.key == "hermite" else scl])

    def _fromroots(self, roots):
        """The coefficients of the series with given roots, whose leading coefficient in powers of x is 1."""
        return ops.polynomial_from_roots(_coefficients(roots), self.key)

    def _add(self, c1, c2):
        """The sum of two series."""
        return ops.polynomial_add(_coefficients(c1), _coefficients(c2))

    def _sub(self, c1, c2):
        """The difference of two series."""
        return ops.polynomial_subtract(_coefficients(c1), _coefficients(c2))

    def _mulx(self, c):
        """x times a series."""
        return ops.polynomial_multiply_by_x(_coefficients(c), self.key)

    def _mul(self, c1, c2):
        """The product of two series."""
        return ops.polynomial_multiply(_coefficients(c1), _coefficients(c2), self.key)

    def _div(self, c1, c2):
        """Quotient and remainder of two series."""
        try:
            return ops.polynomial_divide(_coefficients(c1), _coefficients(c2), self.key)
        except _apus.ArgumentError as error:
            if "zero polynomial" in str(error):
                raise ZeroDivisionError("division by the zero polynomial") from None
            raise

    def _pow(self, c, pow, maxpower=None):
        """A series raised to a power."""
        power = _power(pow)
        if maxpower is not None and power > maxpower:
            raise ValueError("Power is too large")
        return ops.polynomial_power(_coefficients(c), power, self.key)

    def _val(self, x, c, tensor=True):
        """The values of series at points."""
        if _is_point(x):
            if isinstance(x, (list, tuple)) or not isinstance(x, (bool, int, float, complex)):
                x = _apus.asarray(x) if not isinstance(x, _apus.Tensor) else x
            return ops.polynomial_value(x, _coefficients(c), self.key, tensor)
        return self._compose(c, x)

    def _compose(self, c, x):
        """The value of a series at an object that knows arithmetic, such as another series."""
        from ._series import Series

        if isinstance(x, Series):
            found = ops.polynomial_compose(_coefficients(c), x.coef, self.key, x._family.key)
            return type(x)(found, x.domain, x.window, x.symbol)
        terms = [pu._number(term) for term in _coefficients(c)]
        if self.key != "power":
            raise TypeError(f"values at {type(x).__name__} objects are found of power series only")
        result = terms[-1] + x * 0
        for term in reversed(terms[:-1]):
            result = term + result * x
        return result

    def _several(self, c, points):
        points = [_apus.asarray(point) for point in points]
        if any(point.shape != points[0].shape for point in points):
            names = "x, y, z" if len(points) == 3 else "x, y"
            raise ValueError(f"{names} are incompatible")
        for index, point in enumerate(points):
            c = ops.polynomial_value(point, _coefficients(c), self.key, index == 0)
        return c

    def _grid(self, c, axes):
        for axis in axes:
            c = ops.polynomial_value(_apus.asarray(axis), _coefficients(c), self.key)
        return c

    def _val2d(self, x, y, c):
        """The values of series in two variables at points."""
        return self._several(c, (x, y))

    def _val3d(self, x, y, z, c):
        """The values of series in three variables at points."""
        return self._several(c, (x, y, z))

    def _grid2d(self, x, y, c):
        """The values of series in two variables at the points of a grid."""
        return self._grid(c, (x, y))

    def _grid3d(self, x, y, z, c):
        """The values of series in three variables at the points of a grid."""
        return self._grid(c, (x, y, z))

    def _der(self, c, m=1, scl=1, axis=0):
        """The derivative of series along an axis."""
        order, axis = pu._as_int(m, "the order of derivation"), pu._as_int(axis, "the axis")
        return ops.polynomial_derivative(_coefficients(c), order, _scalar(scl, "scl"), axis, self.key)

    def _int(self, c, m=1, k=(), lbnd=0, scl=1, axis=0):
        """The integral of series along an axis."""
        order, axis = pu._as_int(m, "the order of integration"), pu._as_int(axis, "the axis")
        constants = [pu._number(one) for one in k] if hasattr(k, "__iter__") and getattr(k, "ndim", 1) else [pu._number(k)]
        constants = _apus.asarray(constants) if constants else None
        lower, scale = _scalar(lbnd, "lbnd"), _scalar(scl, "scl")
        return ops.polynomial_integral(_coefficients(c), order, constants, lower, scale, axis, self.key)

    def _vander(self, x, deg):
        """The values at points of the family's polynomials, along a new last axis."""
        degree = pu._as_int(deg, "deg")
        if degree < 0:
            raise ValueError("deg must be non-negative")
        return ops.polynomial_vander([_coefficients(x)], [degree], self.key)

    def _vander2d(self, x, y, deg):
        """The products of the family's polynomials in two variables."""
        return self._vander_nd((x, y), deg)

    def _vander3d(self, x, y, z, deg):
        """The products of the family's polynomials in three variables."""
        return self._vander_nd((x, y, z), deg)

    def _vander_nd(self, points, degrees):
        if len(points) != len(degrees):
            raise ValueError(f"Expected {len(points)} dimensions of degrees, got {len(degrees)}")
        degrees = [pu._as_int(degree, "deg") for degree in degrees]
        return ops.polynomial_vander([_apus.asarray(point) for point in points], degrees, self.key)

    def _fit(self, x, y, deg, rcond=None, full=False, w=None):
        """The series that is closest to points."""
        x, y, deg = _apus.asarray(x), _apus.asarray(y), _apus.asarray(deg)
        if deg.ndim > 1 or deg.dtype.kind not in "iu" or deg.size == 0:
            raise TypeError("deg must be an int or non-empty 1-D array of int")
        degrees = deg.tolist()
        if (min(degrees) if deg.ndim else degrees) < 0:
            raise ValueError("expected deg >= 0")
        degrees = degrees if deg.ndim else list(range(degrees + 1))
        w = None if w is None else _apus.asarray(w)
        c, residuals, rank, values = ops.polynomial_fit(x, y, degrees, w, rcond, self.key)
        rank = int(rank.item())
        if full:
            if rcond is None:
                rcond = len(x) * _epsilon(pu._inexact(x).dtype)
            return c, [residuals, rank, values, rcond]
        if rank != len(degrees):
            warnings.warn("The fit may be poorly conditioned", RankWarning, stacklevel=3)
        return c

    def _companion(self, c):
        """The companion matrix of a series, whose eigenvalues are its roots."""
        return ops.polynomial_companion(_coefficients(c), self.key)

    def _roots(self, c):
        """The roots of a series, in ascending order."""
        return ops.polynomial_roots(_coefficients(c), self.key)

    def _trim(self, c, tol=0):
        """Coefficients without those at the end of magnitude up to `tol`."""
        return pu.trimcoef(c, tol)

    def _weight(self, x):
        """The function under which the family is orthogonal."""
        return ops.polynomial_weight(x if isinstance(x, (_apus.Array, _apus.Tensor)) else _apus.asarray(x), self.key)

    def _gauss(self, deg):
        """Points and weights of Gauss's quadrature."""
        degree = pu._as_int(deg, "deg")
        if degree <= 0:
            raise ValueError("deg must be a positive integer")
        return _apus._polynomial_gauss(self.key, degree)

    def _to_power(self, c):
        """The coefficients in powers of x of a series."""
        return ops.polynomial_convert(_coefficients(c), self.key, "power")

    def _from_power(self, pol):
        """The coefficients in this family for those in powers of x."""
        return ops.polynomial_convert(_coefficients(pol), "power", self.key)

    def names(self, module):
        """The functions and constants by NumPy's names, for a module of this family."""
        p = self.prefix
        found = {f"{p}{suffix}": getattr(self, f"_{suffix}") for suffix in _SUFFIXES}
        if self.key != "power":
            found |= {f"{p}gauss": self._gauss, f"{p}weight": self._weight, f"{p}2poly": self._to_power, f"poly2{p}": self._from_power}
        functions = {name: _function(name, method, module, self.name) for name, method in found.items()}
        lower = 0.0 if self.key == "laguerre" else -1.0
        x = {"laguerre": [1, -1], "hermite": [0, 0.5]}.get(self.key, [0, 1])
        constants = {f"{p}domain": [lower, 1.0], f"{p}zero": [0], f"{p}one": [1], f"{p}x": x}
        return functions | {name: _apus.asarray(value) for name, value in constants.items()}


_SUFFIXES = (
    "line fromroots add sub mulx mul div pow val val2d val3d grid2d grid3d der int vander vander2d vander3d fit companion roots trim"
).split()


def _function(name, method, module, family):
    """A method as a function with a name, a signature and a documentation of its own."""
    import inspect

    def function(*arguments, **keywords):
        return method(*arguments, **keywords)

    function.__name__ = function.__qualname__ = name
    function.__module__ = module
    function.__signature__ = inspect.signature(method)
    place = module.rpartition(".")[2]
    function.__doc__ = f"{method.__doc__.strip()[:-1]}, in {family}. `numpy.polynomial.{place}.{name}`."
    return function


def _scalar(x, name):
    """A number, or an array without axes."""
    if isinstance(x, (list, tuple)) or getattr(x, "ndim", 0) != 0:
        raise ValueError(f"{name} must be a scalar.")
    return pu._number(x)


def _epsilon(dtype):
    return {"float16": 2.0**-10, "bfloat16": 2.0**-7, "float32": 2.0**-23, "complex64": 2.0**-23}.get(dtype.name, 2.0**-52)
