"""What the functions of the namespace share."""

import _apus
from _apus import Array, ArrayBase, ops

asarray = _apus.asarray


def array_of(x):
    """An array or tensor as it is; anything else as an array."""
    return x if isinstance(x, ArrayBase) else asarray(x)


def into(out, result, casting="same_kind"):
    """The result, or `out` with the result written to it."""
    if out is None:
        return result
    if isinstance(out, tuple):
        if len(out) != 1:
            raise ValueError("out must be an array or a tuple of one array")
        return into(out[0], result, casting)
    if not isinstance(out, ArrayBase):
        raise TypeError(f"return arrays must be of ArrayType: out is a {type(out).__name__}")
    result = array_of(result)
    if out.shape != result.shape:
        raise ValueError(f"output parameter has shape {out.shape}, and the result has shape {result.shape}")
    if out.dtype != result.dtype and not _apus._can_cast(result.dtype, out.dtype, casting):
        raise _apus.DTypeError(
            f"Cannot cast output from dtype('{result.dtype}') to dtype('{out.dtype}') with casting rule '{casting}'")
    out[...] = result if out.dtype == result.dtype else ops.astype(result, out.dtype)
    return out


def normalized(axis, ndim, name=None):
    """The number of an axis counted from the front."""
    number = axis.__index__()
    if not -ndim <= number < ndim:
        prefix = f"{name}: " if name else ""
        raise _apus.AxisError(f"{prefix}axis {number} is out of bounds for array of dimension {ndim}")
    return number + ndim if number < 0 else number


def normalized_axes(axes, ndim, name=None, allow_duplicate=False):
    """The numbers of one axis or several, each counted from the front."""
    axes = (axes,) if hasattr(axes, "__index__") and not isinstance(axes, (tuple, list)) and getattr(axes, "ndim", 0) == 0 else axes
    result = tuple(normalized(axis, ndim, name) for axis in axes)
    if not allow_duplicate and len(set(result)) != len(result):
        raise ValueError(f"repeated axis in `{name}` argument" if name else "repeated axis")
    return result


def is_true(where):
    """Whether a mask is the plain True, which picks everything."""
    return where is True or where is None


def is_array(x):
    """Whether an object is an array of NumPy's conventions."""
    return isinstance(x, Array)
