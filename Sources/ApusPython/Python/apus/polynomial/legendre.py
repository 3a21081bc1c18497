"""Legendre series: `numpy.polynomial.legendre`.

Coefficients are in order of increasing degree.
"""

from ._functions import Family
from ._series import Series

_FAMILY = Family("legendre", "leg", "Legendre series")
_NAMES = _FAMILY.names(__name__)
globals().update(_NAMES)


class Legendre(Series):
    """A series of Legendre polynomials. `numpy.polynomial.Legendre`."""

    _family = _FAMILY
    domain = _NAMES["legdomain"]
    window = _NAMES["legdomain"]
    basis_name = "P"
