"""Apus: arrays with NumPy's conventions and tensors with PyTorch's, on one core."""

from _apus import *  # noqa: F401,F403
from _apus import ops  # noqa: F401
