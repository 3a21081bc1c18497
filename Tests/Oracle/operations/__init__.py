"""The entries of all operations, family by family."""

from . import elementwise, fourier, indexing, losses, network, products, reductions, shapes, statistics  # noqa: F401
