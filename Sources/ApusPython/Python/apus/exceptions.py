"""Exceptions and warnings by NumPy's names. Apus raises AxisError; it warns of nothing, so the warnings serve filters only."""

from _apus import AxisError, DTypeError as DTypePromotionError  # noqa: F401


class ComplexWarning(RuntimeWarning):
    """NumPy's warning that an imaginary part is lost. Apus refuses such a cast where it is not asked for by name."""


class RankWarning(RuntimeWarning):
    """The warning that a fit is badly conditioned."""


class VisibleDeprecationWarning(UserWarning):
    """NumPy's warning of what will go."""


class ModuleDeprecationWarning(DeprecationWarning):
    """NumPy's warning of modules that will go."""


class TooHardError(RuntimeError):
    """NumPy's error where a problem would take too long."""
