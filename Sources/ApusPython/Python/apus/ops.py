"""Every operation of Apus by its name, which is PyTorch's where PyTorch has the function.

Nothing is listed here: what this module has is what the library's table of operations has, and PyTorch's functions that are
combinations of those. Keyword arguments may be spelled
as in PyTorch (`dim`, `keepdim`, `input`, `other`), NumPy and the array API standard (`axis`, `keepdims`).
"""

import _apus.ops as _operations

from . import _forms, _network_forms

_combinations = {name: value for module in (_forms, _network_forms) for name, value in vars(module).items()
                 if getattr(value, "__module__", None) == module.__name__ and not name.startswith("_")}


def __getattr__(name):
    for members in (vars(_operations), _combinations):
        if not name.startswith("_") and name in members:
            return members[name]
    raise AttributeError(f"Apus has no operation '{name}'")


def __dir__():
    return sorted(name for name in {*dir(_operations), *_combinations} if not name.startswith("_"))


__all__ = __dir__()
