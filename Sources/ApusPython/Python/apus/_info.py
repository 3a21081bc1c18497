"""What the standard lets a program ask about the namespace."""

import _apus

from ._dtypes import KINDS

#: Dtypes that Apus has and the standard has not.
_EXTENSIONS = (_apus.float16, _apus.bfloat16)


class _Info:
    """The answers of `__array_namespace_info__()`."""

    def capabilities(self):
        """Which optional parts of the standard there are, and the greatest number of axes (None: no limit)."""
        return {"boolean indexing": True, "data-dependent shapes": True, "max dimensions": None}

    def default_device(self):
        """The device of arrays for which none is named."""
        return _apus.empty(0).device

    def default_dtypes(self, *, device=None):
        """The dtypes of arrays for which none is named, by kind."""
        self._check(device)
        return {
            "real floating": _apus.float64, "complex floating": _apus.complex128, "integral": _apus.int64,
            "indexing": _apus.int64,
        }

    def devices(self):
        """The devices that arrays may be on."""
        return (self.default_device(),)

    def dtypes(self, *, device=None, kind=None):
        """The dtypes of the standard, of one kind or several, by name."""
        self._check(device)
        kinds = ("bool", "numeric") if kind is None else kind if isinstance(kind, tuple) else (kind,)
        for one in kinds:
            if one not in KINDS:
                raise ValueError(f"{one!r} is no kind of dtypes; the kinds are {', '.join(KINDS)}")
        found = [dtype for one in kinds for dtype in KINDS[one] if dtype not in _EXTENSIONS]
        return {dtype.name: dtype for dtype in found}

    def _check(self, device):
        if device is not None and device not in self.devices():
            raise ValueError(f"there is no device {device!r} for arrays")


def __array_namespace_info__():
    """What there is of the standard: capabilities, devices and dtypes."""
    return _Info()
