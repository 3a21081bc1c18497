"""Power series: `numpy.polynomial.polynomial`.

Coefficients are in order of increasing degree.
"""

import _apus
from _apus import ops

from ._functions import Family
from ._series import Series

_FAMILY = Family("power", "poly", "powers of x")
_NAMES = _FAMILY.names(__name__)
globals().update(_NAMES)


def polyvalfromroots(x, r, tensor=True):
    """The values at points of polynomials given by their roots. `numpy.polynomial.polynomial.polyvalfromroots`."""
    r = _apus.asarray(r)
    if r.ndim == 0:
        r = ops.reshape(r, (1,))
    if r.dtype.kind in "biu":
        r = ops.astype(r, _apus.float64)
    if not isinstance(x, _apus.Tensor):
        x = _apus.asarray(x)
    if tensor:
        r = ops.reshape(r, r.shape + (1,) * x.ndim)
    elif x.ndim >= r.ndim:
        raise ValueError("x.ndim must be < r.ndim when tensor == False")
    return ops.prod(x - r, 0)


class Polynomial(Series):
    """A polynomial in powers of x. `numpy.polynomial.Polynomial`."""

    _family = _FAMILY
    domain = _NAMES["polydomain"]
    window = _NAMES["polydomain"]
    basis_name = None

    @classmethod
    def _str_term_unicode(cls, i, arg_str):
        return f"·{arg_str}" if i == "1" else f"·{arg_str}{i.translate(cls._superscripts)}"

    @staticmethod
    def _str_term_ascii(i, arg_str):
        return f" {arg_str}" if i == "1" else f" {arg_str}**{i}"

    @staticmethod
    def _repr_latex_term(i, arg_str, needs_parens):
        if needs_parens:
            arg_str = f"\\left({arg_str}\\right)"
        return "1" if i == 0 else arg_str if i == 1 else f"{arg_str}^{{{i}}}"
