"""Questions about where the elements of arrays lie."""

import builtins

import _apus
from _apus import ops

from ._support import array_of


def isfortran(a):
    """Whether an array is in column-major order and not in row-major order too. `numpy.isfortran`."""
    return _apus._is_column_major(a) and not a.is_contiguous()


def shares_memory(a, b, /, max_work=None):
    """Whether two arrays have an element in common; answered from the ranges of addresses, and for views of one memory with
    gaps from the addresses themselves. `numpy.shares_memory`."""
    return may_share_memory(a, b) and builtins.bool(ops.any(ops.isin(_addresses(a), _addresses(b))))


def may_share_memory(a, b, /, max_work=None):
    """Whether the ranges of addresses of two arrays overlap. `numpy.may_share_memory`."""
    a, b = array_of(a), array_of(b)
    if a.size == 0 or b.size == 0:
        return False
    (first, behind), (other, behind_other) = _apus._extent(a), _apus._extent(b)
    return first < behind_other and other < behind


def _addresses(x):
    """The address of every byte of an array's elements."""
    x = array_of(x)
    result = _apus.asarray([x.data_ptr()], dtype=_apus.int64)
    for size, stride in zip(x.shape, x.strides):
        steps = ops.multiply(_apus.arange(0, size), stride)
        result = ops.reshape(ops.add(ops.reshape(result, (-1, 1)), steps), (-1,))
    return ops.reshape(ops.add(ops.reshape(result, (-1, 1)), _apus.arange(0, x.itemsize)), (-1,))
