"""Every operation of Apus by its name, which is PyTorch's where PyTorch has the function.

Nothing is listed here: what this module has is what the library's table of operations has. Keyword arguments may be spelled
as in PyTorch (`dim`, `keepdim`, `input`, `other`), NumPy and the array API standard (`axis`, `keepdims`).
"""

import _apus.ops as _operations


def __getattr__(name):
    try:
        return getattr(_operations, name)
    except AttributeError:
        raise AttributeError(f"Apus has no operation '{name}'") from None


def __dir__():
    return sorted(name for name in dir(_operations) if not name.startswith("_"))


__all__ = __dir__()
