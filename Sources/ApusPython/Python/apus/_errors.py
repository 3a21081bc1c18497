"""NumPy's settings for floating-point errors. Apus never warns of them: the results say what happened (inf, nan)."""

import contextlib

_KINDS = ("divide", "over", "under", "invalid")
_MODES = ("ignore", "warn", "raise", "call", "print", "log")
_state = dict.fromkeys(_KINDS, "ignore")


def geterr():
    """What is to happen at floating-point errors; Apus does nothing whatever it says. `numpy.geterr`."""
    return dict(_state)


def seterr(all=None, divide=None, over=None, under=None, invalid=None):
    """Takes note of what is to happen at floating-point errors, without any effect; gives what was noted before.
    `numpy.seterr`."""
    before = geterr()
    for kind, mode in zip(_KINDS, (divide, over, under, invalid)):
        mode = all if mode is None else mode
        if mode is not None:
            if mode not in _MODES:
                raise ValueError(f"{mode!r} is not one of {', '.join(_MODES)}")
            _state[kind] = mode
    return before


def geterrcall():
    """The function that was given to `seterrcall`, which is never called. `numpy.geterrcall`."""
    return _call[0]


def seterrcall(func):
    """Takes note of a function, which is never called; gives the one before. `numpy.seterrcall`."""
    before, _call[0] = _call[0], func
    return before


_call = [None]


class errstate(contextlib.ContextDecorator):
    """A context with other settings for floating-point errors, which have no effect. `numpy.errstate`."""

    def __init__(self, *, call=None, all=None, divide=None, over=None, under=None, invalid=None):
        self._settings = dict(all=all, divide=divide, over=over, under=under, invalid=invalid)

    def __enter__(self):
        self._before = seterr(**self._settings)

    def __exit__(self, *exception):
        seterr(**self._before)
