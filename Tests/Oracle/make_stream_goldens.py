"""Writes Tests/ApusTests/Goldens/streams.txt: distributions of NumPy's Generator and of PyTorch's CPU stream, by seed.

Run by hand from the package's root: python Tests/Oracle/make_stream_goldens.py
A line has the world, the case, the seed, the CRC-32 of the bytes of all numbers, and the bits of the first three. Every case
begins with a new generator. Of cases whose numbers PyTorch gives to float rounding only, the CRC is -. StreamGoldenTests has
the same cases.
"""
import pathlib
import zlib

import numpy as np
import torch

COUNT = 2000
SEEDS = (0, 1, 42, 2**32 + 7, 12_345_678_901_234_567)

numpy_cases = {
    "random": lambda g: g.random(COUNT),
    "uniform": lambda g: g.uniform(-3, 7, COUNT),
    "standard_normal": lambda g: g.standard_normal(COUNT),
    "normal": lambda g: g.normal(2, 3, COUNT),
    "standard_exponential": lambda g: g.standard_exponential(COUNT),
    "standard_exponential.inv": lambda g: g.standard_exponential(COUNT, method="inv"),
    "standard_gamma": lambda g: g.standard_gamma(2.5, COUNT),
    "standard_gamma.small": lambda g: g.standard_gamma(0.3, COUNT),
    "standard_gamma.float32": lambda g: g.standard_gamma(2.5, COUNT, dtype=np.float32),
    "gamma": lambda g: g.gamma(3, 2, COUNT),
    "beta": lambda g: g.beta(2, 3, COUNT),
    "beta.small": lambda g: g.beta(0.5, 0.5, COUNT),
    "chisquare": lambda g: g.chisquare(7, COUNT),
    "noncentral_chisquare": lambda g: g.noncentral_chisquare(3, 20, COUNT),
    "noncentral_chisquare.small": lambda g: g.noncentral_chisquare(0.5, 3, COUNT),
    "f": lambda g: g.f(5, 48, COUNT),
    "noncentral_f": lambda g: g.noncentral_f(5, 2, 1, COUNT),
    "standard_t": lambda g: g.standard_t(10, COUNT),
    "standard_cauchy": lambda g: g.standard_cauchy(COUNT),
    "pareto": lambda g: g.pareto(3, COUNT),
    "weibull": lambda g: g.weibull(1.5, COUNT),
    "power": lambda g: g.power(2.5, COUNT),
    "laplace": lambda g: g.laplace(1, 2, COUNT),
    "gumbel": lambda g: g.gumbel(1, 2, COUNT),
    "logistic": lambda g: g.logistic(1, 2, COUNT),
    "lognormal": lambda g: g.lognormal(1, 0.5, COUNT),
    "rayleigh": lambda g: g.rayleigh(2, COUNT),
    "wald": lambda g: g.wald(1, 2, COUNT),
    "vonmises": lambda g: g.vonmises(1, 4, COUNT),
    "triangular": lambda g: g.triangular(1, 2, 4, COUNT),
    "binomial.inversion": lambda g: g.binomial(10, 0.3, COUNT),
    "binomial.btpe": lambda g: g.binomial(1000, 0.7, COUNT),
    "negative_binomial": lambda g: g.negative_binomial(5, 0.3, COUNT),
    "poisson.small": lambda g: g.poisson(5, COUNT),
    "poisson.ptrs": lambda g: g.poisson(77.5, COUNT),
    "geometric.search": lambda g: g.geometric(0.5, COUNT),
    "geometric.inversion": lambda g: g.geometric(0.1, COUNT),
    "zipf": lambda g: g.zipf(2, COUNT),
    "logseries": lambda g: g.logseries(0.6, COUNT),
    "hypergeometric.count": lambda g: g.hypergeometric(100, 2, 5, COUNT),
    "hypergeometric.hrua": lambda g: g.hypergeometric(150, 250, 100, COUNT),
    "multinomial": lambda g: g.multinomial(20, [0.25, 0.25, 0.5], 300),
    "multivariate_hypergeometric.marginals": lambda g: g.multivariate_hypergeometric([10, 20, 30], 15, 300),
    "multivariate_hypergeometric.count": lambda g: g.multivariate_hypergeometric([10, 20, 30], 40, 300, method="count"),
    "dirichlet": lambda g: g.dirichlet([0.5, 2, 3], 300),
    "dirichlet.small": lambda g: g.dirichlet([0.0625, 0.03125, 0.015625], 300),
    "integers.int8": lambda g: g.integers(-100, 81, COUNT, dtype=np.int8),
    "integers.bounds": lambda g: g.integers([0, 5, -7], [[10], [100]], (300, 2, 3)),
    "choice.p": lambda g: g.choice(5, COUNT, p=[0.125, 0.25, 0.25, 0.125, 0.25]),
    "choice.p.different": lambda g: g.choice(8, 6, replace=False, p=[0.125] * 8),
    "permuted": lambda g: g.permuted(np.arange(60).reshape(6, 10), axis=1),
    "gamma.arrays": lambda g: g.gamma([[0.5], [2.0]], [1.0, 2.0, 4.0], (100, 2, 3)),
}
kinds = ("PCG64DXSM", "MT19937", "Philox", "SFC64")

exact, rounded = {}, {}


def empty(fill, count=COUNT, dtype=torch.float32):
    return fill(torch.empty(count, dtype=dtype))


exact |= {
    "rand": lambda: torch.rand(COUNT),
    "rand.float64": lambda: torch.rand(COUNT, dtype=torch.float64),
    "rand.float16": lambda: torch.rand(COUNT, dtype=torch.float16),
    "randint": lambda: torch.randint(-3, 997, (COUNT,)),
    "randint.wide": lambda: torch.randint(-3, 2**40, (COUNT,)),
    "randint.float32": lambda: torch.randint(0, 100, (COUNT,), dtype=torch.float32),
    "randperm": lambda: torch.randperm(COUNT),
    "bernoulli": lambda: torch.bernoulli(torch.linspace(0, 1, COUNT)),
    "bernoulli_": lambda: empty(lambda x: x.bernoulli_(0.25)),
    "uniform_": lambda: empty(lambda x: x.uniform_(-2, 3)),
    "uniform_.float64": lambda: empty(lambda x: x.uniform_(-2, 3), dtype=torch.float64),
    "dropout": lambda: torch.nn.functional.dropout(torch.ones(COUNT), 0.25),
    "dropout.half": lambda: torch.nn.functional.dropout(torch.arange(COUNT, dtype=torch.float64), 0.5),
    "init.uniform": lambda: torch.nn.init.uniform_(torch.empty(30, 40), -1, 2),
    "init.xavier_uniform": lambda: torch.nn.init.xavier_uniform_(torch.empty(30, 40)),
    "init.xavier_uniform.gain": lambda: torch.nn.init.xavier_uniform_(torch.empty(8, 6, 3, 3), 2),
    "init.kaiming_uniform": lambda: torch.nn.init.kaiming_uniform_(torch.empty(30, 40)),
    "init.kaiming_uniform.fan_out": lambda: torch.nn.init.kaiming_uniform_(torch.empty(8, 6, 3, 3), mode="fan_out"),
    "linear.weight": lambda: torch.nn.Linear(40, 30).weight.detach(),
    "conv2d.weight": lambda: torch.nn.Conv2d(3, 8, 3).weight.detach(),
    "geometric_": lambda: empty(lambda x: x.geometric_(0.25)),
    "multinomial": lambda: torch.multinomial(torch.arange(1.0, 11.0), COUNT, replacement=True),
    "multinomial.different": lambda: torch.multinomial(torch.arange(1.0, 101.0), 40),
}
rounded |= {
    "randn": lambda: torch.randn(COUNT),
    "randn.few": lambda: torch.randn(5),
    "randn.float64": lambda: torch.randn(COUNT, dtype=torch.float64),
    "normal_": lambda: empty(lambda x: x.normal_(1, 2)),
    "init.normal": lambda: torch.nn.init.normal_(torch.empty(30, 40), 1, 2),
    "init.xavier_normal": lambda: torch.nn.init.xavier_normal_(torch.empty(30, 40)),
    "init.kaiming_normal": lambda: torch.nn.init.kaiming_normal_(torch.empty(30, 40)),
    "exponential_": lambda: empty(lambda x: x.exponential_(2), dtype=torch.float64),
    "cauchy_": lambda: empty(lambda x: x.cauchy_(1, 2)),
    "log_normal_": lambda: empty(lambda x: x.log_normal_(0.5, 0.25)),
}

lines = []


def put(world, case, seed, values, is_exact=True):
    values = np.ascontiguousarray(values)
    checksum = f"{zlib.crc32(values.tobytes()):08x}" if is_exact else "-"
    first = values.ravel()[:3].view(f"u{values.dtype.itemsize}")
    lines.append(f"{world} {case} {seed} {checksum} {' '.join(f'{word:x}' for word in first)}")


for seed in SEEDS:
    for case, draw in numpy_cases.items():
        put("numpy", case, seed, draw(np.random.default_rng(seed)))
    for kind in kinds:
        g = np.random.Generator(getattr(np.random, kind)(seed))
        put("numpy", f"bits.{kind}", seed, np.concatenate([g.standard_normal(500), g.random(500, dtype=np.float32)]))
    for case, draw in {**exact, **rounded}.items():
        torch.manual_seed(seed)
        put("torch", case, seed, draw().numpy(), case in exact)

path = pathlib.Path(__file__).parents[1] / "ApusTests" / "Goldens" / "streams.txt"
path.write_text("\n".join(lines) + "\n")
print(path, len(lines), "lines; NumPy", np.__version__, "PyTorch", torch.__version__)
