"""Hermite series of the probabilists: `numpy.polynomial.hermite_e`.

Coefficients are in order of increasing degree.
"""

from ._functions import Family
from ._series import Series

_FAMILY = Family("hermiteE", "herme", "Hermite series of the probabilists")
_NAMES = _FAMILY.names(__name__)
globals().update(_NAMES)


class HermiteE(Series):
    """A series of Hermite polynomials with the weight exp(-x**2/2). `numpy.polynomial.HermiteE`."""

    _family = _FAMILY
    domain = _NAMES["hermedomain"]
    window = _NAMES["hermedomain"]
    basis_name = "He"
