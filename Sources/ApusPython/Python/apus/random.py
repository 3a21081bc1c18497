"""Random numbers: NumPy's for arrays, by `default_rng(seed)`, and PyTorch's for tensors, after `manual_seed(seed)`."""

from _apus import (  # noqa: F401
    Generator, TensorGenerator, bernoulli, default_rng, generator, manual_seed, rand, randint, randn, randperm,
)
