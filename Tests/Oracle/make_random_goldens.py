"""Writes Tests/ApusTests/Goldens/random.npz: what NumPy's Generator and PyTorch's CPU generator draw.

Run by hand from the package's root: python Tests/Oracle/make_random_goldens.py
Each name is the world, the seed and the call; RandomTests makes the same calls in the same order. Long runs are kept
as the CRC-32 of their bytes: they reach the rare branches of the samplers.
"""
import pathlib
import zlib

import numpy as np
import torch

goldens = {}
LONG = 200_000


def crc(values):
    return np.uint32(zlib.crc32(np.ascontiguousarray(values).tobytes()))


def numpy_stream(seed):
    g = np.random.default_rng(seed)

    def put(name, value):
        goldens[f"numpy.{seed}.{name}"] = value

    put("random", g.random((3, 5)))
    put("random.float32", g.random(7, dtype=np.float32))
    put("standardNormal", crc(g.standard_normal(LONG)))
    put("standardNormal.float32", crc(g.standard_normal(LONG, dtype=np.float32)))
    put("standardExponential", crc(g.standard_exponential(LONG)))
    put("standardExponential.float32", crc(g.standard_exponential(LONG, dtype=np.float32)))
    put("uniform", g.uniform(-3, 7.5, 20))
    put("normal", g.normal(2.5, 0.7, 20))
    put("exponential", g.exponential(3.5, 20))
    put("integers.bool", g.integers(0, 2, 77, dtype=np.bool_))
    put("integers.int8", g.integers(-100, 81, 77, dtype=np.int8))
    put("integers.uint8", g.integers(0, 256, 77, dtype=np.uint8))
    put("integers.int16", g.integers(-100, 4901, 77, dtype=np.int16))
    put("integers.uint16", g.integers(0, 65536, 77, dtype=np.uint16))
    put("integers.int32", g.integers(-2_000_000_000, 2_000_000_001, 77, dtype=np.int32))
    put("integers.uint32", g.integers(0, 2**32, 77, dtype=np.uint32))
    put("integers.int64", g.integers(-100, 4901, 77))
    put("integers.int64.wide", g.integers(-(2**62), 2**62 + 5, 77))
    put("integers.int64.full", g.integers(-(2**63), 2**63 - 1, 77, endpoint=True))
    put("integers.uint64", g.integers(0, 2**63 - 1, 77, dtype=np.uint64, endpoint=True))
    put("integers.one", g.integers(5, 6, 3))
    put("permutation", g.permutation(100))
    put("permutation.array", g.permutation(np.arange(24).reshape(4, 6), axis=0))
    put("permutation.array.1", g.permutation(np.arange(24).reshape(4, 6), axis=1))
    shuffled = np.arange(30, dtype=np.float32)
    g.shuffle(shuffled)
    put("shuffle", shuffled)
    put("choice.replacing", g.choice(50, 30))
    put("choice.floyd", g.choice(1000, 100, replace=False))
    put("choice.tail", crc(g.choice(20_000, 1000, replace=False)))
    put("choice.unshuffled", g.choice(20_000, 30, replace=False, shuffle=False))
    put("choice.all", g.choice(20, 20, replace=False))
    put("choice.array", g.choice(np.arange(24).reshape(8, 3), 5))
    g.bit_generator.advance(12_345_678_901)
    put("advanced", g.random(4))
    first, second = g.spawn(2)
    put("spawned.0", first.random(4))
    put("spawned.1", second.spawn(1)[0].random(4))


def torch_stream(seed):
    torch.manual_seed(seed)

    def put(name, value):
        if value.dtype == torch.bfloat16:
            value = value.view(torch.uint16)
        goldens[f"torch.{seed}.{name}"] = value.numpy()

    def put_crc(name, value):
        goldens[f"torch.{seed}.{name}"] = crc(value.numpy())

    put("rand", torch.rand(3, 5))
    put("rand.float64", torch.rand(9, dtype=torch.float64))
    put("rand.float16", torch.rand(33, dtype=torch.float16))
    put("rand.bfloat16", torch.rand(33, dtype=torch.bfloat16))
    put("rand.complex64", torch.rand(5, dtype=torch.complex64))
    for dtype in (torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.complex64):
        for count in (1, 5, 15, 16, 17, 31, 32, 100):
            put(f"randn.{str(dtype)[6:]}.{count}", torch.randn(count, dtype=dtype))
    put_crc("randn.long", torch.randn(LONG + 3))
    put_crc("randn.float64.long", torch.randn(LONG + 3, dtype=torch.float64))
    put("uniform", torch.empty(50).uniform_(-2.5, 1.7))
    put("uniform.float64", torch.empty(50, dtype=torch.float64).uniform_(-2.5, 1.7))
    put("normal", torch.empty(50).normal_(1.5, 0.3))
    put("normal.few", torch.empty(7).normal_(1.5, 0.3))
    put("exponential", torch.empty(50, dtype=torch.float64).exponential_(2))
    put("randint", torch.randint(-3, 997, (100,)))
    put("randint.wide", torch.randint(-3, 2**40, (100,)))
    put("randint.28", torch.randint(0, 2**28, (20,)))
    put("randint.below28", torch.randint(0, 2**28 - 1, (20,)))
    put("randint.float32", torch.randint(-5, 200, (20,), dtype=torch.float32))
    put("randint.uint8", torch.randint(0, 256, (20,), dtype=torch.uint8))
    put("randint.bool", torch.randint(0, 2, (20,), dtype=torch.bool))
    put("randperm", torch.randperm(100))
    put("randperm.long", torch.randperm(5000).to(torch.int32))
    put("bernoulli", torch.empty(100).bernoulli_(0.3))
    put("bernoulli.int32", torch.empty(20, dtype=torch.int32).bernoulli_(0.6))
    probabilities = torch.linspace(0, 1, 50)
    put("bernoulli.probabilities", probabilities)
    put("bernoulli.tensor", torch.bernoulli(probabilities))
    put("last", torch.rand(3))


for seed in (0, 42, 12_345_678_901_234_567):
    numpy_stream(seed)
for seed in (0, 42, 2**63 + 5):
    torch_stream(seed)

path = pathlib.Path(__file__).parents[1] / "ApusTests" / "Goldens" / "random.npz"
np.savez_compressed(path, **goldens)
print(path, len(goldens), "arrays,", path.stat().st_size, "bytes; NumPy", np.__version__, "PyTorch", torch.__version__)
