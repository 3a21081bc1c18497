"""Random numbers: NumPy's for arrays, by `default_rng(seed)`, and PyTorch's for tensors, after `manual_seed(seed)`."""

from _apus import (  # noqa: F401
    TensorGenerator, bernoulli, generator, manual_seed, multinomial, rand, randint, randn, randperm,
)

from ._random_bits import (  # noqa: F401
    MT19937, PCG64, PCG64DXSM, SFC64, BitGenerator, Philox, SeedSequence,
)
from ._random_generator import Generator, default_rng  # noqa: F401
