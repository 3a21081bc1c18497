"""Polynomials in powers of x and in the orthogonal families: `numpy.polynomial`.

`Polynomial`, `Chebyshev`, `Legendre`, `Laguerre`, `Hermite` and `HermiteE` are series with a domain; the modules have the
functions of coefficients, which are in order of increasing degree.
"""

from . import chebyshev, hermite, hermite_e, laguerre, legendre, polynomial, polyutils
from ._series import set_default_printstyle
from .chebyshev import Chebyshev
from .hermite import Hermite
from .hermite_e import HermiteE
from .laguerre import Laguerre
from .legendre import Legendre
from .polynomial import Polynomial

__all__ = [
    "set_default_printstyle", "polynomial", "Polynomial", "chebyshev", "Chebyshev", "legendre", "Legendre", "hermite", "Hermite",
    "hermite_e", "HermiteE", "laguerre", "Laguerre",
]
