"""Laguerre series: `numpy.polynomial.laguerre`.

Coefficients are in order of increasing degree.
"""

from ._functions import Family
from ._series import Series

_FAMILY = Family("laguerre", "lag", "Laguerre series")
_NAMES = _FAMILY.names(__name__)
globals().update(_NAMES)


class Laguerre(Series):
    """A series of Laguerre polynomials. `numpy.polynomial.Laguerre`."""

    _family = _FAMILY
    domain = _NAMES["lagdomain"]
    window = _NAMES["lagdomain"]
    basis_name = "L"
