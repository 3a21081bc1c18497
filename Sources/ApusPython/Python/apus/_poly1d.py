"""Polynomials with coefficients in order of decreasing degree: `poly1d`, `polyfit`, `roots` and their like."""

import re
import warnings

import _apus
from _apus import ops

from .exceptions import RankWarning


def _vector(p):
    """Coefficients as an array with one axis at least."""
    p = _apus.asarray(p.coeffs if isinstance(p, poly1d) else p)
    return ops.reshape(p, (1,)) if p.ndim == 0 else p


def _inexact(x):
    return ops.astype(x, _apus.float64) if x.dtype.kind in "biu" else x


def _as(true_polynomial, *results):
    results = tuple(poly1d(result) for result in results) if true_polynomial else results
    return results if len(results) > 1 else results[0]


def poly(seq_of_zeros):
    """The coefficients of the polynomial with given roots, or of the characteristic polynomial of a matrix. `numpy.poly`."""
    roots_ = _vector(seq_of_zeros)
    return 1.0 if roots_.size == 0 and roots_.ndim == 1 else ops.poly(roots_)


def roots(p):
    """The roots of a polynomial. `numpy.roots`."""
    return ops.roots(_vector(p))


def polyval(p, x):
    """The values of a polynomial at numbers, or at another polynomial. `numpy.polyval`."""
    if isinstance(x, poly1d):
        result = poly1d([0])
        for coefficient in _vector(p):
            result = result * x + coefficient
        return result
    p = _apus.asarray(p.coeffs if isinstance(p, poly1d) else p)
    return ops.polyval(p, _apus.asarray(x) if not isinstance(x, _apus.Tensor) else x)


def _padded(a1, a2):
    """Two vectors with zeros in front of the shorter one."""
    a1, a2 = _vector(a1), _vector(a2)
    size = max(len(a1), len(a2))
    return [a if len(a) == size else ops.cat([_apus.zeros(size - len(a), dtype=a.dtype), a], 0) for a in (a1, a2)]


def _is_true(*polynomials):
    return any(isinstance(p, poly1d) for p in polynomials)


def polyadd(a1, a2):
    """The sum of two polynomials. `numpy.polyadd`."""
    return _as(_is_true(a1, a2), ops.add(*_padded(a1, a2)))


def polysub(a1, a2):
    """The difference of two polynomials. `numpy.polysub`."""
    return _as(_is_true(a1, a2), ops.sub(*_padded(a1, a2)))


def polymul(a1, a2):
    """The product of two polynomials. `numpy.polymul`."""
    a, b = poly1d(a1).coeffs, poly1d(a2).coeffs
    return _as(_is_true(a1, a2), ops.convolve(a, b))


def polydiv(u, v):
    """Quotient and remainder of two polynomials. `numpy.polydiv`."""
    return _as(_is_true(u, v), *ops.polydiv(_vector(u), _vector(v)))


def polyder(p, m=1):
    """The derivative of a polynomial. `numpy.polyder`."""
    order = int(m)
    if order < 0:
        raise ValueError("Order of derivative must be positive (see polyint)")
    c = _apus.asarray(p.coeffs if isinstance(p, poly1d) else p)
    for _ in range(min(order, max(len(c), 1))):
        c = c[:-1] * _apus.arange(len(c) - 1, 0, -1)
    return _as(_is_true(p), c)


def polyint(p, m=1, k=None):
    """An integral of a polynomial, with the constants `k`. `numpy.polyint`."""
    order = int(m)
    if order < 0:
        raise ValueError("Order of integral must be positive (see polyder)")
    k = _apus.zeros(order) if k is None else _vector(k)
    if len(k) == 1 and order > 1:
        k = k[0] * _apus.ones(order)
    if len(k) < order:
        raise ValueError("k must be a scalar or a rank-1 array of length 1 or >m.")
    c = _apus.asarray(p.coeffs if isinstance(p, poly1d) else p)
    for i in range(order):
        c = ops.cat([c / _apus.arange(len(c), 0, -1), k[i:i + 1]], 0)
    return _as(_is_true(p), c)


def polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False):
    """The polynomial of a degree that is closest to points, perhaps with its covariance. `numpy.polyfit`."""
    degree = int(deg)
    if degree < 0:
        raise ValueError("expected deg >= 0")
    x, y = _inexact(_apus.asarray(x)), _inexact(_apus.asarray(y))
    w = None if w is None else _inexact(_apus.asarray(w))
    c, residuals, rank, values = ops.polynomial_fit(x, y, list(range(degree + 1)), w, rcond)
    c, rank = ops.flip(c, 0), int(rank.item())
    if full:
        if rcond is None:
            rcond = len(x) * {"float16": 2.0**-10, "float32": 2.0**-23, "complex64": 2.0**-23}.get(x.dtype.name, 2.0**-52)
        return c, residuals, rank, values, rcond
    if rank != degree + 1:
        warnings.warn("Polyfit may be poorly conditioned", RankWarning, stacklevel=2)
    return (c, _covariance(x, y, w, degree, residuals, cov)) if cov else c


def _covariance(x, y, w, degree, residuals, cov):
    matrix = ops.flip(ops.polynomial_vander([x], [degree]), 1)
    if w is not None:
        matrix = matrix * ops.reshape(w, (-1, 1))
    scale = ops.sqrt(ops.sum(matrix * matrix, 0))
    matrix = matrix / scale
    base = ops.linalg_inv(ops.matmul(matrix.T, matrix)) / (ops.reshape(scale, (-1, 1)) * scale)
    if cov == "unscaled":
        factor = 1
    else:
        if len(x) <= degree + 1:
            raise ValueError("the number of data points must exceed order to scale the covariance matrix")
        factor = residuals / (len(x) - (degree + 1))
    return base * factor if y.ndim == 1 else ops.unsqueeze(base, -1) * factor


_POWER = re.compile(r"\*\*([0-9]*)")


def _raised(text, wrap=70):
    """A text with powers `**n` written on the line above."""
    place, above, below, output = 0, "", "", " "
    for match in _POWER.finditer(text):
        part, power = text[place:match.start()], match[1]
        place = match.end()
        lower, upper = part + " " * (len(power) - 1), " " * (len(part) - 1) + power
        if len(below) + len(lower) > wrap or len(above) + len(upper) > wrap:
            output += above + "\n" + below + "\n "
            above, below = upper, lower
        else:
            below += lower
            above += upper
    return output + above + "\n" + below + text[place:]


def _is_scalar(x):
    return isinstance(x, (bool, int, float, complex)) or isinstance(x, _apus.Array) and x.ndim == 0


def _shown(coefficient):
    """A coefficient with four digits."""
    def number(x):
        return f"{x:.4g}".removesuffix(".0000")

    if not isinstance(coefficient, complex) or coefficient.imag == 0:
        return number(coefficient.real)
    if coefficient.real == 0:
        return f"{number(coefficient.imag)}j"
    return f"({number(coefficient.real)} + {number(coefficient.imag)}j)"


class poly1d:
    """A polynomial in one variable, given by its coefficients in order of decreasing degree, or with `r=True` by its roots.

    `numpy.poly1d`.
    """

    __hash__ = None
    __array_ufunc__ = None

    def __init__(self, c_or_r, r=False, variable=None):
        if isinstance(c_or_r, poly1d):
            self._coeffs, self._variable = c_or_r._coeffs, variable or c_or_r._variable
            return
        coefficients = _vector(poly(c_or_r) if r else c_or_r)
        if coefficients.ndim > 1:
            raise ValueError("Polynomial must be 1d only.")
        first = next((i for i, c in enumerate(coefficients.tolist()) if c != 0), None)
        self._coeffs = _apus.zeros(1, dtype=coefficients.dtype) if first is None else coefficients[first:]
        self._variable = "x" if variable is None else variable

    @property
    def coeffs(self):
        """The coefficients, that of the highest power first."""
        return self._coeffs

    @coeffs.setter
    def coeffs(self, value):
        # In-place operators assign the same array again.
        if value is not self._coeffs:
            raise AttributeError("Cannot set attribute")

    c = coef = coefficients = coeffs

    @property
    def variable(self):
        """What the variable is called in print."""
        return self._variable

    @property
    def order(self):
        """The degree."""
        return len(self._coeffs) - 1

    o = order

    @property
    def roots(self):
        """The roots."""
        return roots(self._coeffs)

    r = roots

    def __array__(self, t=None, copy=None):
        return self.coeffs.__array__(t, copy)

    def __repr__(self):
        return f"poly1d({repr(self.coeffs)[6:-1]})"

    def __len__(self):
        return self.order

    def __str__(self):
        text = "0"
        coefficients = self.coeffs.tolist()
        while len(coefficients) > 1 and coefficients[0] == 0:
            coefficients.pop(0)
        for k, coefficient in enumerate(coefficients):
            power, number = len(coefficients) - 1 - k, _shown(coefficient)
            if number == "0":
                term = "0" if power == 0 and k == 0 else ""
            elif power == 0:
                term = number
            else:
                term = f"{number} {self.variable}" + (f"**{power}" if power > 1 else "")
            if k == 0:
                text = term
            elif term:
                text += f" - {term[1:]}" if term.startswith("-") else f" + {term}"
        return _raised(text)

    def __call__(self, val):
        return polyval(self.coeffs, val)

    def __neg__(self):
        return poly1d(-self.coeffs)

    def __pos__(self):
        return self

    def __mul__(self, other):
        if _is_scalar(other):
            return poly1d(self.coeffs * other)
        return poly1d(polymul(self.coeffs, poly1d(other).coeffs))

    __rmul__ = __mul__

    def __add__(self, other):
        return poly1d(polyadd(self.coeffs, poly1d(other).coeffs))

    __radd__ = __add__

    def __pow__(self, val):
        if not _is_scalar(val) or int(val) != val or val < 0:
            raise ValueError("Power to non-negative integers only.")
        result = [1]
        for _ in range(int(val)):
            result = polymul(self.coeffs, result)
        return poly1d(result)

    def __sub__(self, other):
        return poly1d(polysub(self.coeffs, poly1d(other).coeffs))

    def __rsub__(self, other):
        return poly1d(polysub(poly1d(other).coeffs, self.coeffs))

    def __truediv__(self, other):
        if _is_scalar(other):
            return poly1d(self.coeffs / other)
        return polydiv(self, poly1d(other))

    def __rtruediv__(self, other):
        if _is_scalar(other):
            return poly1d(other / self.coeffs)
        return polydiv(poly1d(other), self)

    def __eq__(self, other):
        if not isinstance(other, poly1d):
            return NotImplemented
        return self.coeffs.shape == other.coeffs.shape and bool(ops.eq(self.coeffs, other.coeffs).all())

    def __ne__(self, other):
        if not isinstance(other, poly1d):
            return NotImplemented
        return not self == other

    def __getitem__(self, val):
        if val > self.order or val < 0:
            return _apus.zeros((), dtype=self.coeffs.dtype)
        return self.coeffs[self.order - val]

    def __setitem__(self, key, val):
        if key < 0:
            raise ValueError("Does not support negative powers.")
        if key > self.order:
            self._coeffs = ops.cat([_apus.zeros(key - self.order, dtype=self.coeffs.dtype), self.coeffs], 0)
        self._coeffs[self.order - key] = val

    def __iter__(self):
        return iter(self.coeffs)

    def integ(self, m=1, k=0):
        """An integral."""
        return poly1d(polyint(self.coeffs, m=m, k=k))

    def deriv(self, m=1):
        """The derivative of order `m`."""
        return poly1d(polyder(self.coeffs, m=m))
