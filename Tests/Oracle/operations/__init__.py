"""The entries of all operations, family by family."""

from . import (  # noqa: F401
    arrangement, elementwise, fourier, indexing, losses, network, polynomials, products, reductions, shapes, statistics,
)
