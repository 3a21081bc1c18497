"""Averages, covariances, histograms and counts, with NumPy's arguments."""

import _apus
from _apus import Tensor, ops

from ._arguments import FLOATS, INTEGERS, array, count_along, index, like, warn


def average(a, axis=None, weights=None, returned=False, *, keepdims=False):
    """The mean of the elements along `axis`, by default of all axes, each counting as much as `weights` says; with `returned`
    also the sum of the weights. `numpy.average`."""
    x = array(a)
    if weights is None:
        if x.size == 0 and count_along(x, axis) == 0:
            warn("Mean of empty slice.")
    else:
        weights = like(weights, x)
    try:
        result, scale = ops.average(x, axis, weights, True, keepdims)
    except _apus.ArgumentError as error:
        if "sum to zero" in str(error):
            raise ZeroDivisionError("Weights sum to zero, can't be normalized") from None
        raise
    return (result, scale) if returned else result


def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None):
    """The covariances of variables, the rows of `m` and of `y`, or with `rowvar=False` the columns. `numpy.cov`."""
    if ddof is not None and ddof != int(ddof):
        raise ValueError("ddof must be integer")
    x = array(m)
    correction = int(ddof) if ddof is not None else 0 if bias else 1
    y = None if y is None else like(y, x)
    result = ops.cov(
        x, y, rowvar, correction, fweights if fweights is None else like(fweights, x),
        aweights if aweights is None else like(aweights, x), dtype)
    if fweights is None and aweights is None and x.ndim <= 2 and x.size:
        count = x.shape[-1] if rowvar or x.ndim == 1 else x.shape[0]
        if x.ndim and count - correction <= 0:
            warn("Degrees of freedom <= 0 for slice")
    return result


def corrcoef(x, y=None, rowvar=True, *, dtype=None):
    """The correlation coefficients of variables, laid out as for `cov`. `numpy.corrcoef`."""
    x = array(x)
    return ops.corrcoef(x, y if y is None else like(y, x), rowvar, dtype)


def bincount(x, /, weights=None, minlength=0):
    """How often each of 0, 1, … occurs among integers, or the sums of their weights. `numpy.bincount`."""
    if minlength is None:
        raise TypeError("'NoneType' object cannot be interpreted as an integer")
    x = array(x)
    return ops.bincount(x, weights if weights is None else like(weights, x), index(minlength))


def digitize(x, bins, right=False):
    """The number of the bin in which each element lies. `numpy.digitize`."""
    return ops.digitize(array(x), array(bins), right)


def _bins(bins):
    """What is said of the bins of a histogram, as the operation takes it."""
    if isinstance(bins, (str, int)):
        return bins
    bins = array(bins)
    if bins.ndim == 0:
        if bins.dtype not in INTEGERS:
            raise TypeError("`bins` must be an integer, a string, or an array")
        return int(bins)
    if bins.ndim != 1:
        raise ValueError("`bins` must be 1d, when an array")
    return bins


def _data(a, weights):
    x = array(a)
    if x.dtype == _apus.bool:
        warn("Converting input from bool to <class 'numpy.uint8'> for compatibility.")
        x = ops.astype(x, _apus.uint8)
    return x, None if weights is None else like(weights, x)


def _range(range):
    return None if range is None else _apus.asarray([float(end) for end in range])


def _beside(x, range):
    """The elements in the dtype in which they meet the ends of a range; numbers of Python's are weak."""
    if range is None or x.dtype not in FLOATS:
        return x
    strong = [end.dtype for end in range if isinstance(end, (_apus.Array, Tensor)) and end.dtype in FLOATS]
    for dtype in strong:
        x = ops.astype(x, ops.add(_apus.empty(0, dtype=x.dtype), _apus.empty(0, dtype=dtype)).dtype)
    return x


def histogram_bin_edges(a, bins=10, range=None, weights=None):
    """The edges of the bins of a histogram. `numpy.histogram_bin_edges`."""
    x, weights = _data(a, weights)
    if weights is not None and weights.shape != x.shape:
        raise ValueError("weights should have the same shape as a.")
    return ops.histogram_bin_edges(_beside(x, range), _bins(bins), _range(range), weights)


def histogram(a, bins=10, range=None, density=None, weights=None):
    """How many elements lie in each of `bins`, and the edges of the bins. `numpy.histogram`."""
    x, weights = _data(a, weights)
    counts, edges = ops.histogram(_beside(x, range), _bins(bins), _range(range), bool(density), weights)
    return counts, edges


def histogramdd(sample, bins=10, range=None, density=None, weights=None):
    """How many points, the rows of `sample`, lie in each bin of a grid, and the edges along its axes. `numpy.histogramdd`."""
    if not (hasattr(sample, "ndim") and sample.ndim == 2):
        columns = [array(column) for column in sample]
        if columns and columns[0].ndim == 0:
            columns = [ops.stack(columns)]
        sample = ops.stack(columns, 1)
    points = array(sample)
    axes = points.shape[1]
    try:
        count = len(bins)
    except TypeError:
        bins = [bins] * axes
    else:
        if count != axes:
            raise ValueError("The dimension of bins must be equal to the dimension of the sample x.")
    if range is None:
        range = [None] * axes
    elif len(range) != axes:
        raise ValueError("range argument must have one entry per dimension")
    edges = [_edges_along(points[:, axis], bins[axis], range[axis], axis) for axis in _range_of(axes)]
    weights = None if weights is None else like(weights, points)
    return ops.histogram_on_grid(points, edges, bool(density), weights), edges


_range_of = range


def _edges_along(column, bins, range, axis):
    if not getattr(bins, "ndim", 0) and not isinstance(bins, (list, tuple)) and bins < 1:
        raise ValueError(f"`bins[{axis}]` must be positive, when an integer")
    try:
        number = index(bins)
    except (AttributeError, TypeError):
        edges = array(bins)
        if edges.ndim == 0:
            raise TypeError(f"`bins[{axis}]` must be an integer, when a scalar") from None
        if edges.ndim != 1:
            raise ValueError(f"`bins[{axis}]` must be a scalar or 1d array") from None
        if ops.any(edges[:-1] > edges[1:]):
            raise ValueError(f"`bins[{axis}]` must be monotonically increasing, when an array") from None
        return edges
    if column.dtype not in FLOATS:
        column = ops.astype(column, _apus.float64)
    return ops.astype(ops.histogram_bin_edges(ops.astype(column, _apus.float64), number, _range(range)), _apus.float64)


def histogram2d(x, y, bins=10, range=None, density=None, weights=None):
    """How many points with coordinates `x` and `y` lie in each bin of a grid, and the edges along both axes.
    `numpy.histogram2d`."""
    if len(x) != len(y):
        raise ValueError("x and y must have the same length.")
    try:
        count = len(bins)
    except TypeError:
        count = 1
    if count not in (1, 2):
        edges = array(bins)
        bins = [edges, edges]
    counts, edges = histogramdd([x, y], bins, range, density, weights)
    return counts, edges[0], edges[1]
