"""Chebyshev series: `numpy.polynomial.chebyshev`.

Coefficients are in order of increasing degree.
"""

import math

import _apus
from _apus import ops

from . import polyutils as pu
from ._functions import Family
from ._series import Series

_FAMILY = Family("chebyshev", "cheb", "Chebyshev series")
_NAMES = _FAMILY.names(__name__)
globals().update(_NAMES)


def chebinterpolate(func, deg, args=()):
    """The Chebyshev series that agrees with a function at the Chebyshev points. `numpy.polynomial.chebyshev.chebinterpolate`."""
    deg = _apus.asarray(deg)
    if deg.ndim > 0 or deg.dtype.kind not in "iu" or deg.size == 0:
        raise TypeError("deg must be an int")
    degree = deg.item()
    if degree < 0:
        raise ValueError("expected deg >= 0")
    points = chebpts1(degree + 1)
    values = _apus.asarray(func(points, *args))
    c = ops.matmul(_FAMILY._vander(points, degree).T, values)
    c[0] /= degree + 1
    c[1:] /= 0.5 * (degree + 1)
    return c


def _count(npts, least):
    count = int(npts)
    if count != npts:
        raise ValueError("npts must be integer")
    if count < least:
        raise ValueError(f"npts must be >= {least}")
    return count


def chebpts1(npts):
    """The Chebyshev points of the first kind. `numpy.polynomial.chebyshev.chebpts1`."""
    count = _count(npts, 1)
    return ops.sin(0.5 * math.pi / count * _apus.arange(-count + 1, count + 1, 2))


def chebpts2(npts):
    """The Chebyshev points of the second kind. `numpy.polynomial.chebyshev.chebpts2`."""
    return ops.cos(_apus.linspace(-math.pi, 0, _count(npts, 2)))


class Chebyshev(Series):
    """A series of Chebyshev polynomials of the first kind. `numpy.polynomial.Chebyshev`."""

    _family = _FAMILY
    domain = _NAMES["chebdomain"]
    window = _NAMES["chebdomain"]
    basis_name = "T"

    @classmethod
    def interpolate(cls, func, deg, domain=None, args=()):
        """The series that agrees with a function at the Chebyshev points."""
        domain = cls.domain if domain is None else domain
        return cls(chebinterpolate(lambda x: func(pu.mapdomain(x, cls.window, domain), *args), deg), domain=domain)
