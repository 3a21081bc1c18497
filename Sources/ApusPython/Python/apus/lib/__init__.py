"""NumPy's `lib`: the parts of it that programs import by that name."""

from . import array_utils, stride_tricks  # noqa: F401
from .._text import ConversionWarning  # noqa: F401
