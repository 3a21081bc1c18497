"""Series with a domain and a window: what `Polynomial`, `Chebyshev` and the others have in common."""

import numbers
import os

import _apus
from _apus import ops

from . import polyutils as pu

_UNICODE = [os.name != "nt"]


def set_default_printstyle(style):
    """How polynomials are printed: 'unicode' or 'ascii'. `numpy.polynomial.set_default_printstyle`."""
    if style not in ("unicode", "ascii"):
        raise ValueError(f"Unsupported format string '{style}'. Valid options are 'ascii' and 'unicode'")
    _UNICODE[0] = style == "unicode"


def _interval(ends, name):
    """The two ends of an interval as an array."""
    [ends] = pu.as_series([ends], trim=False)
    if len(ends) != 2:
        raise ValueError(f"{name} has wrong number of elements.")
    return ends


def _same(a, b):
    return a.shape == b.shape and bool(ops.eq(a, b).all())


class Series:
    """A polynomial by its coefficients in a basis, in order of increasing degree; subclasses name the basis.

    `domain` is the interval on which it is of use, `window` the one of the basis onto which it is mapped, `symbol` what the
    variable is called in print.
    """

    __hash__ = None
    __array_ufunc__ = None
    maxpower = 100
    _family = None
    _basis_name = None
    basis_name = None

    _superscripts = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    _subscripts = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

    def __init__(self, coef, domain=None, window=None, symbol="x"):
        [self.coef] = pu.as_series([coef], trim=False)
        if domain is not None:
            self.domain = _interval(domain, "Domain")
        if window is not None:
            self.window = _interval(window, "Window")
        if not isinstance(symbol, str):
            raise TypeError("Symbol must be a non-empty string")
        if not symbol.isidentifier():
            raise ValueError("Symbol string must be a valid Python identifier")
        self._symbol = symbol

    @property
    def symbol(self):
        """What the variable is called in print."""
        return self._symbol

    def _with(self, coef):
        return type(self)(coef, self.domain, self.window, self.symbol)

    # Comparing and combining.

    def has_samecoef(self, other):
        """Whether two series have the same coefficients."""
        return len(self.coef) == len(other.coef) and _same(self.coef, other.coef)

    def has_samedomain(self, other):
        """Whether two series have the same domain."""
        return _same(self.domain, other.domain)

    def has_samewindow(self, other):
        """Whether two series have the same window."""
        return _same(self.window, other.window)

    def has_sametype(self, other):
        """Whether two series are of the same basis."""
        return isinstance(other, type(self))

    def _coefficients_of(self, other):
        """The coefficients of an operand, which must be of this basis, on this domain."""
        if not isinstance(other, Series):
            return other
        if not isinstance(other, type(self)):
            raise TypeError("Polynomial types differ")
        if not _same(self.domain, other.domain):
            raise TypeError("Domains differ")
        if not _same(self.window, other.window):
            raise TypeError("Windows differ")
        if self.symbol != other.symbol:
            raise ValueError("Polynomial symbols differ")
        return other.coef

    def _combined(self, function, other, reversed=False):
        other = self._coefficients_of(other)
        try:
            return self._with(function(other, self.coef) if reversed else function(self.coef, other))
        except ZeroDivisionError:
            raise
        except Exception:
            return NotImplemented

    def __add__(self, other):
        return self._combined(self._family._add, other)

    def __sub__(self, other):
        return self._combined(self._family._sub, other)

    def __mul__(self, other):
        return self._combined(self._family._mul, other)

    def __radd__(self, other):
        return self._combined(self._family._add, other, True)

    def __rsub__(self, other):
        return self._combined(self._family._sub, other, True)

    def __rmul__(self, other):
        return self._combined(self._family._mul, other, True)

    def _divided(self, first, second):
        try:
            quotient, remainder = self._family._div(first, second)
        except ZeroDivisionError:
            raise
        except Exception:
            return NotImplemented
        return self._with(quotient), self._with(remainder)

    def __divmod__(self, other):
        return self._divided(self.coef, self._coefficients_of(other))

    def __rdivmod__(self, other):
        return self._divided(other, self.coef)

    def __floordiv__(self, other):
        found = self.__divmod__(other)
        return found if found is NotImplemented else found[0]

    def __mod__(self, other):
        found = self.__divmod__(other)
        return found if found is NotImplemented else found[1]

    def __rfloordiv__(self, other):
        found = self.__rdivmod__(other)
        return found if found is NotImplemented else found[0]

    def __rmod__(self, other):
        found = self.__rdivmod__(other)
        return found if found is NotImplemented else found[1]

    def __truediv__(self, other):
        is_number = isinstance(other, numbers.Number) or isinstance(other, _apus.Array) and other.ndim == 0
        if not is_number or isinstance(other, bool):
            raise TypeError(f"unsupported types for true division: '{type(self)}', '{type(other)}'")
        return self.__floordiv__(other)

    def __rtruediv__(self, other):
        return NotImplemented

    def __pow__(self, other):
        return self._with(self._family._pow(self.coef, other, maxpower=self.maxpower))

    def __neg__(self):
        return self._with(-self.coef)

    def __pos__(self):
        return self

    def __eq__(self, other):
        return (isinstance(other, type(self)) and _same(self.domain, other.domain) and _same(self.window, other.window)
                and _same(self.coef, other.coef) and self.symbol == other.symbol)

    def __ne__(self, other):
        return not self == other

    def __iter__(self):
        return iter(self.coef)

    def __len__(self):
        return len(self.coef)

    def __call__(self, arg):
        arg = pu.mapdomain(arg, self.domain, self.window)
        return self._family._val(arg, self.coef)

    def __getstate__(self):
        state = dict(self.__dict__)
        state.update(coef=ops.clone(self.coef), domain=ops.clone(self.domain), window=ops.clone(self.window), symbol=self.symbol)
        return state

    def __setstate__(self, state):
        state = dict(state)
        state.pop("symbol", None)
        self.__dict__.update(state)

    # Other series made of this one.

    def copy(self):
        """A copy."""
        return self._with(self.coef)

    def degree(self):
        """The number of coefficients less one."""
        return len(self) - 1

    def cutdeg(self, deg):
        """The terms up to a degree."""
        return self.truncate(deg + 1)

    def trim(self, tol=0):
        """Without the coefficients at the end of magnitude up to `tol`."""
        return self._with(pu.trimcoef(self.coef, tol))

    def truncate(self, size):
        """The first `size` terms."""
        count = int(size)
        if count != size or count < 1:
            raise ValueError("size must be a positive integer")
        return self._with(self.coef[:count])

    def convert(self, domain=None, kind=None, window=None):
        """The same polynomial in another basis, on another domain."""
        kind = type(self) if kind is None else kind
        domain = kind.domain if domain is None else domain
        window = kind.window if window is None else window
        return self(kind.identity(domain, window=window, symbol=self.symbol))

    def mapparms(self):
        """Offset and scale of the map from the domain onto the window."""
        return pu.mapparms(self.domain, self.window)

    def integ(self, m=1, k=(), lbnd=None):
        """The integral, to which the constants `k` are added; without it is 0 at `lbnd`."""
        offset, scale = self.mapparms()
        lower = 0 if lbnd is None else offset + scale * lbnd
        return self._with(self._family._int(self.coef, m, k, lower, 1.0 / scale))

    def deriv(self, m=1):
        """The derivative of order `m`."""
        return self._with(self._family._der(self.coef, m, self.mapparms()[1]))

    def roots(self):
        """The roots, in ascending order within the window."""
        return pu.mapdomain(self._family._roots(self.coef), self.window, self.domain)

    def linspace(self, n=100, domain=None):
        """`n` points across the domain and the values there."""
        domain = self.domain if domain is None else domain
        x = _apus.linspace(pu._number(domain[0]), pu._number(domain[1]), n)
        return x, self(x)

    @classmethod
    def fit(cls, x, y, deg, domain=None, rcond=None, full=False, w=None, window=None, symbol="x"):
        """The series that is closest to points; `domain` is the interval of `x` where it is not given, and `[]` the class's."""
        if domain is None:
            domain = pu.getdomain(x)
            if pu._number(domain[0]) == pu._number(domain[1]):
                domain[0] -= 1
                domain[1] += 1
        elif isinstance(domain, list) and len(domain) == 0:
            domain = cls.domain
        window = cls.window if window is None else window
        found = cls._family._fit(pu.mapdomain(_apus.asarray(x), domain, window), y, deg, w=w, rcond=rcond, full=full)
        if full:
            return cls(found[0], domain=domain, window=window, symbol=symbol), found[1]
        return cls(found, domain=domain, window=window, symbol=symbol)

    @classmethod
    def fromroots(cls, roots, domain=[], window=None, symbol="x"):
        """The series with given roots; `domain` is the class's where it is `[]`, and the interval of the roots where None."""
        [roots] = pu.as_series([roots], trim=False)
        if domain is None:
            domain = pu.getdomain(roots)
        elif isinstance(domain, list) and len(domain) == 0:
            domain = cls.domain
        window = cls.window if window is None else window
        offset, scale = pu.mapparms(domain, window)
        coef = cls._family._fromroots(offset + scale * roots) / scale ** len(roots)
        return cls(coef, domain=domain, window=window, symbol=symbol)

    @classmethod
    def identity(cls, domain=None, window=None, symbol="x"):
        """The polynomial x."""
        domain = cls.domain if domain is None else domain
        window = cls.window if window is None else window
        offset, scale = pu.mapparms(window, domain)
        return cls(cls._family._line(offset, scale), domain, window, symbol)

    @classmethod
    def basis(cls, deg, domain=None, window=None, symbol="x"):
        """The basis's polynomial of a degree."""
        degree = int(deg)
        if degree != deg or degree < 0:
            raise ValueError("deg must be non-negative integer")
        domain = cls.domain if domain is None else domain
        window = cls.window if window is None else window
        return cls([0] * degree + [1], domain, window, symbol)

    @classmethod
    def cast(cls, series, domain=None, window=None):
        """A series of another basis in this one."""
        domain = cls.domain if domain is None else domain
        window = cls.window if window is None else window
        return series.convert(domain, cls, window)

    # Printing.

    def __repr__(self):
        coef, domain, window = (repr(array)[6:-1] for array in (self.coef, self.domain, self.window))
        return f"{type(self).__name__}({coef}, domain={domain}, window={window}, symbol='{self.symbol}')"

    def __format__(self, format_spec):
        if format_spec == "":
            return str(self)
        if format_spec not in ("ascii", "unicode"):
            raise ValueError(
                f"Unsupported format string '{format_spec}' passed to {type(self)}.__format__. "
                "Valid options are 'ascii' and 'unicode'")
        return self._text(self._str_term_ascii if format_spec == "ascii" else self._str_term_unicode)

    def __str__(self):
        return self._text(self._str_term_unicode if self._use_unicode else self._str_term_ascii)

    @property
    def _use_unicode(self):
        return _UNICODE[0]

    def _text(self, term):
        """The terms one after the other, on a new line where one would be too long."""
        width = max(pu._options()["linewidth"], 1)
        symbol, needs_parentheses = self._scaled_symbol(pu.format_float, *self.mapparms())
        if needs_parentheses:
            symbol = f"({symbol})"
        numbers_ = [pu._number(c) for c in self.coef]
        out = pu.format_float(numbers_[0])
        for power, c in enumerate(numbers_[1:], 1):
            if isinstance(c, complex):
                part = f"+ {c}"
            else:
                part = ("+ " if c >= 0 else "- ") + pu.format_float(c if c >= 0 else -c, parens=True)
            part += term(str(power), symbol)
            length = len(out.rpartition("\n")[2]) + 1 + len(part) + (2 if power < len(numbers_) - 1 else 0)
            if length >= width:
                out += " " + part.replace(" ", "\n", 1)
            else:
                out += " " + part
        return out

    @classmethod
    def _str_term_unicode(cls, i, arg_str):
        if cls.basis_name is None:
            raise NotImplementedError("Subclasses must define either a basis_name, or override _str_term_unicode(cls, i, arg_str)")
        return f"·{cls.basis_name}{i.translate(cls._subscripts)}({arg_str})"

    @classmethod
    def _str_term_ascii(cls, i, arg_str):
        if cls.basis_name is None:
            raise NotImplementedError("Subclasses must define either a basis_name, or override _str_term_ascii(cls, i, arg_str)")
        return f" {cls.basis_name}_{i}({arg_str})"

    @classmethod
    def _repr_latex_term(cls, i, arg_str, needs_parens):
        if cls.basis_name is None:
            raise NotImplementedError("Subclasses must define either a basis name, or override _repr_latex_term(i, arg_str, needs_parens)")
        return f"{{{cls.basis_name}}}_{{{i}}}({arg_str})"

    @staticmethod
    def _repr_latex_scalar(x, parens=False):
        return f"\\text{{{pu.format_float(x, parens=parens)}}}"

    def _scaled_symbol(self, text, offset, scale):
        """The variable after the map onto the window, and whether parentheses belong around it."""
        if offset == 0 and scale == 1:
            return self.symbol, False
        factor = self.symbol if scale == 1 else f"{text(scale)}{self.symbol}"
        return (factor if offset == 0 else f"{text(offset)} + {factor}"), True

    def _repr_latex_(self):
        symbol, needs_parentheses = self._scaled_symbol(self._repr_latex_scalar, *self.mapparms())
        parts = []
        for i, c in enumerate(pu._number(c) for c in self.coef):
            if i == 0:
                part = self._repr_latex_scalar(c)
            elif isinstance(c, complex):
                part = f" + ({self._repr_latex_scalar(c)})"
            else:
                part = f" {'+' if c >= 0 else '-'} {self._repr_latex_scalar(abs(c), parens=True)}"
            term = self._repr_latex_term(i, symbol, needs_parentheses)
            if term != "1":
                part += f"\\,{term}"
            parts.append(f"\\color{{LightGray}}{{{part}}}" if c == 0 else part)
        return f"${self.symbol} \\mapsto {''.join(parts) or '0'}$"


ABCPolyBase = Series
