"""Hermite series of the physicists: `numpy.polynomial.hermite`.

Coefficients are in order of increasing degree.
"""

from ._functions import Family
from ._series import Series

_FAMILY = Family("hermite", "herm", "Hermite series")
_NAMES = _FAMILY.names(__name__)
globals().update(_NAMES)


class Hermite(Series):
    """A series of Hermite polynomials with the weight exp(-x**2). `numpy.polynomial.Hermite`."""

    _family = _FAMILY
    domain = _NAMES["hermdomain"]
    window = _NAMES["hermdomain"]
    basis_name = "H"
