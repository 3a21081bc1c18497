"""The entries of all operations, family by family."""

from . import (  # noqa: F401
    arrangement, elementwise, fourier, indexing, linalg, losses, network, polynomials, products, reductions, shapes, statistics,
)
