"""Helpers for writing functions of arrays. `numpy.lib.array_utils`."""

import _apus

from .._support import normalized, normalized_axes


def byte_bounds(a):
    """The address of the first byte of an array's elements and that of the byte behind the last. `numpy.lib.array_utils`."""
    return _apus._extent(a)


def normalize_axis_index(axis, ndim, msg_prefix=None):
    """The number of an axis counted from the front. `numpy.lib.array_utils.normalize_axis_index`."""
    return normalized(axis, ndim, msg_prefix)


def normalize_axis_tuple(axis, ndim, argname=None, allow_duplicate=False):
    """The numbers of axes counted from the front. `numpy.lib.array_utils.normalize_axis_tuple`."""
    return normalized_axes(axis, ndim, argname, allow_duplicate)
