"""What functions take for an array, and where they leave a result."""

import _apus


def array(x):
    """The array or tensor that an argument is or becomes."""
    return x if isinstance(x, (_apus.Array, _apus.Tensor)) else _apus.asarray(x)


def written(result, out):
    """The result, in `out` if that is given."""
    if out is None:
        return result
    if not isinstance(out, (_apus.Array, _apus.Tensor)):
        raise TypeError(f"'out' must be an array, not {type(out).__name__}")
    if out.shape != result.shape or out.dtype != result.dtype:
        raise ValueError(
            f"output array is not acceptable: it must have shape {result.shape} and dtype {result.dtype}, not {out.shape} and "
            f"{out.dtype}")
    out[...] = result
    return out
