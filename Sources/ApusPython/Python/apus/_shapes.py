"""The functions of the standard on shapes that take keyword arguments."""

from _apus import ops


def broadcast_arrays(*arrays):
    """Views of all arrays in the shape to which they broadcast together. `numpy.broadcast_arrays`."""
    return ops.broadcast_arrays(arrays) if arrays else ()


def broadcast_shapes(*shapes):
    """The shape to which shapes broadcast together. `numpy.broadcast_shapes`."""
    result = []
    for shape in shapes:
        shape = (shape,) if isinstance(shape, int) else tuple(shape)
        result = [1] * (len(shape) - len(result)) + result
        for axis in range(-len(shape), 0):
            if shape[axis] != 1 and result[axis] != 1 and shape[axis] != result[axis]:
                raise ValueError(f"shapes {', '.join(map(str, shapes))} do not broadcast")
            if result[axis] == 1:
                result[axis] = shape[axis]
    return tuple(result)


def concat(arrays, /, *, axis=0):
    """Arrays one after another along an axis, or with `axis=None` their elements along one. `numpy.concat`."""
    if axis is None:
        return ops.cat([ops.reshape(array, -1) for array in arrays], 0)
    return ops.cat(arrays, axis)


def expand_dims(x, /, axis):
    """A view with new axes of size 1 at the positions `axis`, counted in the result. `numpy.expand_dims`."""
    return ops.unsqueeze(x, axis)


def positive(x, /):
    """A copy of the elements as they are. `numpy.positive`."""
    return +x


def repeat(x, repeats, /, *, axis=None):
    """Each element `repeats` times, one number or one for each position along `axis`. `numpy.repeat`."""
    return ops.repeat_interleave(x, repeats, axis)


def reshape(x, /, shape, *, copy=None):
    """The elements in another shape: a view where `copy` is not true and strides allow. `numpy.reshape`."""
    result = ops.reshape(x, shape)
    if copy is None:
        return result
    shares = x.size == 0 or _address(result) == _address(x)
    if copy:
        return ops.clone(result) if shares else result
    if not shares:
        raise ValueError(f"reshape: shape {shape} of an array of shape {x.shape} needs a copy, which copy=False forbids")
    return result


def _address(x):
    return x.__array_interface__["data"][0]


def roll(x, /, shift, *, axis=None):
    """The elements moved by `shift` along `axis`, those beyond the end put at the start. `numpy.roll`."""
    return ops.roll(x, shift, axis)


def squeeze(x, /, axis):
    """A view without axes of size 1. `numpy.squeeze`."""
    return ops.squeeze(x, axis)


def stack(arrays, /, *, axis=0):
    """Arrays of one shape along a new axis. `numpy.stack`."""
    return ops.stack(arrays, axis)


def unstack(x, /, *, axis=0):
    """Views at every position of an axis, without that axis. `numpy.unstack`."""
    return ops.unbind(x, axis)
