"""How arrays are printed: NumPy's options, of the running context, and the functions that take them for one call."""

import contextlib as _contextlib
import contextvars as _contextvars
import operator as _operator
import sys as _sys

import _apus

_DEFAULTS = {
    "precision": 8, "threshold": 1000, "edgeitems": 3, "linewidth": 75, "suppress": False, "nanstr": "nan", "infstr": "inf",
    "sign": "-", "formatter": None, "floatmode": "maxprec", "legacy": False, "override_repr": None,
}
_options = _contextvars.ContextVar("apus.printoptions", default=None)
_apus.set_print_options_function(_options.get)


def _current():
    return _options.get() or _DEFAULTS


def _checked(precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, nanstr=None, infstr=None, sign=None,
             formatter=None, floatmode=None, legacy=None):
    """The options that are given, after checks."""
    if floatmode not in (None, "fixed", "unique", "maxprec", "maxprec_equal"):
        raise ValueError('floatmode option must be one of "fixed", "unique", "maxprec", "maxprec_equal"')
    if sign not in (None, "-", "+", " "):
        raise ValueError("sign option must be one of ' ', '+', or '-'")
    if legacy not in (None, False):
        raise ValueError("Apus has no legacy printing")
    if threshold is not None:
        if isinstance(threshold, (str, bytes)) or not hasattr(threshold, "__float__") and not hasattr(threshold, "__index__"):
            raise TypeError("threshold must be numeric")
        if threshold != threshold:
            raise ValueError("threshold must be non-NAN, try sys.maxsize for untruncated representation")
        threshold = int(max(min(threshold, _sys.maxsize), -_sys.maxsize))
    if precision is not None:
        try:
            precision = _operator.index(precision)
        except TypeError as error:
            raise TypeError("precision must be an integer") from error
    given = {"precision": precision, "threshold": threshold, "edgeitems": edgeitems, "linewidth": linewidth,
             "suppress": None if suppress is None else bool(suppress), "nanstr": nanstr, "infstr": infstr, "sign": sign,
             "formatter": formatter, "floatmode": floatmode}
    return {name: value for name, value in given.items() if value is not None}


def _set(precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, nanstr=None, infstr=None,
         formatter=None, sign=None, floatmode=None, *, legacy=None, override_repr=None):
    given = _checked(precision, threshold, edgeitems, linewidth, suppress, nanstr, infstr, sign, formatter, floatmode, legacy)
    return _options.set({**_current(), **given, "formatter": formatter, "override_repr": override_repr})


def set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, nanstr=None, infstr=None,
                     formatter=None, sign=None, floatmode=None, *, legacy=None, override_repr=None):
    """Sets how arrays are printed; what is not given stays, but formatter and override_repr: numpy.set_printoptions."""
    _set(precision, threshold, edgeitems, linewidth, suppress, nanstr, infstr, formatter, sign, floatmode, legacy=legacy,
         override_repr=override_repr)


def get_printoptions():
    """How arrays are printed, as a dictionary: numpy.get_printoptions."""
    return dict(_current())


@_contextlib.contextmanager
def printoptions(*args, **kwargs):
    """Sets options of printing for a block: numpy.printoptions."""
    token = _set(*args, **kwargs)
    try:
        yield get_printoptions()
    finally:
        _options.reset(token)


def array2string(a, max_line_width=None, precision=None, suppress_small=None, separator=" ", prefix="", *, formatter=None,
                 threshold=None, edgeitems=None, sign=None, floatmode=None, suffix="", legacy=None):
    """The text of an array between a prefix and a suffix, for which room is left: numpy.array2string."""
    given = _checked(precision, threshold, edgeitems, max_line_width, suppress_small, None, None, sign, formatter, floatmode,
                     legacy)
    return _apus.array_text(a, "between", {**_current(), **given}, separator, prefix, suffix)


def array_repr(arr, max_line_width=None, precision=None, suppress_small=None):
    """The text of an array as repr gives it: numpy.array_repr."""
    given = _checked(precision=precision, linewidth=max_line_width, suppress=suppress_small)
    return _apus.array_text(_apus.asarray(arr), "repr", {**_current(), **given})


def array_str(a, max_line_width=None, precision=None, suppress_small=None):
    """The text of an array as str gives it: numpy.array_str."""
    given = _checked(precision=precision, linewidth=max_line_width, suppress=suppress_small)
    return _apus.array_text(_apus.asarray(a), "str", {**_current(), **given})


def _digits(unique, **counts):
    if not unique and counts.get("precision") is None:
        raise TypeError("in non-unique mode `precision` must be supplied")
    for name, count in counts.items():
        if count is not None and count < 0:
            raise ValueError(f"{name} must be >= 0")
    precision, least = counts.get("precision"), counts.get("min_digits")
    if precision and least and least > precision:
        raise ValueError("min_digits must be less than or equal to precision")


def _floating(x):
    if isinstance(x, int):
        return float(x)
    return x if isinstance(x, float) or "float" in str(getattr(x, "dtype", "")) else float(x)


def format_float_positional(x, precision=None, unique=True, fractional=True, trim="k", sign=False, pad_left=None,
                            pad_right=None, min_digits=None):
    """A number with a point and without an exponent: numpy.format_float_positional."""
    _digits(unique, precision=precision, pad_left=pad_left, pad_right=pad_right, min_digits=min_digits)
    if not fractional and precision == 0:
        raise ValueError("precision must be greater than 0 if fractional=False")
    return _apus.float_text(_floating(x), False, precision, bool(unique), bool(fractional), trim, bool(sign), pad_left,
                            pad_right, min_digits, None)


def format_float_scientific(x, precision=None, unique=True, trim="k", sign=False, pad_left=None, exp_digits=None,
                            min_digits=None):
    """A number with an exponent: numpy.format_float_scientific."""
    _digits(unique, precision=precision, pad_left=pad_left, exp_digits=exp_digits, min_digits=min_digits)
    return _apus.float_text(_floating(x), True, precision, bool(unique), True, trim, bool(sign), pad_left, None, min_digits,
                            exp_digits)
