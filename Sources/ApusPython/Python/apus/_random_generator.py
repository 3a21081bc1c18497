"""NumPy's Generator: the signatures are its, the numbers are made in Swift."""

import warnings as _warnings
from collections.abc import Sequence as _Sequence

import _apus

from ._random_bits import PCG64, BitGenerator

_LIMITS = {"bool": (0, 1)}
for _bits in (8, 16, 32, 64):
    _LIMITS[f"uint{_bits}"] = (0, (1 << _bits) - 1)
    _LIMITS[f"int{_bits}"] = (-(1 << _bits - 1), (1 << _bits - 1) - 1)


class RangeError(_apus.ArgumentError, OverflowError):
    """A range of numbers that overflows."""


def _dtype_name(dtype):
    # By identity: a dtype of Apus equals Python's type of the same numbers.
    for kind, name in ((int, "int64"), (bool, "bool"), (float, "float64")):
        if dtype is kind:
            return name
    return getattr(dtype, "name", None) or getattr(dtype, "__name__", None) or str(dtype)


def _is_number(value):
    return hasattr(value, "__index__") and getattr(value, "shape", ()) == ()


def _is_empty(size):
    """Whether a size has an axis without elements."""
    return any(length == 0 for length in size) if hasattr(size, "__len__") else size == 0


def _whole(value):
    """A number of Python's for an integer parameter, without its fraction."""
    return int(value) if type(value) is float else value


def _deep(change, values):
    """A nested sequence with each number changed."""
    return [_deep(change, value) for value in values] if hasattr(values, "__len__") else change(int(values))


def _flat(values):
    return [number for value in values for number in _flat(value)] if hasattr(values, "__len__") else [values]


def _bounds(low, high, endpoint, name):
    """Bounds as arrays. Sequences may have 2**64 in them, which no array can: then the last numbers are taken."""
    bounds = []
    for bound, what in ((low, "low"), (high, "high")):
        if isinstance(bound, (list, tuple)):
            if what == "high" and not endpoint and all(isinstance(number, int) for number in _flat(bound)):
                last = _deep(lambda number: number - 1, bound)
                if max(_flat(last), default=0) > _LIMITS["int64"][1] - 1:
                    bound, endpoint = last, True
            numbers = _flat(bound)
            if all(isinstance(number, int) for number in numbers) and numbers:
                if min(numbers) < _LIMITS["int64"][0] or max(numbers) > _LIMITS["uint64"][1]:
                    raise ValueError(f"{what} is out of bounds for {name}")
                if max(numbers) > _LIMITS["int64"][1]:
                    if min(numbers) < 0:
                        raise ValueError(f"{what} is out of bounds for {name}")
                    bound = _apus.asarray(bound, dtype="uint64")
        elif type(bound) is int:
            if what == "high" and not endpoint and bound == 1 << 64:
                bound, endpoint = bound - 1, True
            if not _LIMITS["int64"][0] <= bound <= _LIMITS["uint64"][1]:
                raise ValueError(f"{what} is out of bounds for {name}")
        bounds.append(bound)
    return (*bounds, endpoint)


class Generator:
    """A stream of random numbers for arrays, on a bit generator: numpy.random.Generator.

    The numbers are those of NumPy after the same seed. Parameters may be arrays, which broadcast; `size` is the shape of the
    result. Without a size and with numbers for parameters, the result is a number of Python.
    """

    #: The largest mean of `poisson`.
    _poisson_lam_max = float((1 << 63) - 1) - 10 * float((1 << 63) - 1) ** 0.5

    def __init__(self, bit_generator):
        if isinstance(bit_generator, type):
            raise ValueError("Invalid bit generator. The bit generator must be instantiated.")
        if not isinstance(bit_generator, BitGenerator):
            raise TypeError(f"a bit generator is needed, not {type(bit_generator).__name__}")
        self._bit_generator = bit_generator

    @property
    def bit_generator(self):
        """The bit generator, which has the state."""
        return self._bit_generator

    @property
    def _stream(self):
        return self._bit_generator._stream

    def __repr__(self):
        return f"{self} at 0x{id(self):X}"

    def __str__(self):
        return f"{type(self).__name__}({type(self._bit_generator).__name__})"

    def __reduce__(self):
        return type(self), (self._bit_generator,), None

    def spawn(self, n_children):
        """Generators whose streams are independent of this one and of each other."""
        if n_children < 0:
            raise ValueError("n_children must be non-negative")
        return [type(self)(bits) for bits in self._bit_generator.spawn(n_children)]

    # Uniform numbers

    def random(self, size=None, dtype="float64", out=None):
        """Numbers in [0, 1), float64 or float32."""
        return self._stream.standard("random", size, dtype, out)

    def uniform(self, low=0.0, high=1.0, size=None):
        """Numbers in [low, high)."""
        try:
            return self._stream.sample("uniform", (low, high), size)
        except _apus.ArgumentError as error:
            if "exceeds" in str(error):
                raise RangeError(str(error)) from None
            raise

    def integers(self, low, high=None, size=None, dtype="int64", endpoint=False):
        """Integers from low to before high; up to high itself with endpoint. From 0 to before low without high."""
        if high is None:
            low, high = 0, low
        name = _dtype_name(dtype)
        if name[:1] == ">":
            raise ValueError("a dtype with a non-native byteorder is not supported")
        if name not in _LIMITS:
            raise TypeError(f"Unsupported dtype {dtype!r} for integers")
        if size is not None and _is_empty(size):
            return self._stream.integers(0, 0, size, name)
        if not (_is_number(low) and _is_number(high)):
            low, high, endpoint = _bounds(low, high, endpoint, name)
            return self._stream.integers_between(low, high, size, name, endpoint)
        first, last = int(low), int(high) - (not endpoint)
        least, most = _LIMITS[name]
        if first < least:
            raise ValueError(f"low is out of bounds for {name}")
        if last > most:
            raise ValueError(f"high is out of bounds for {name}")
        if first > last:
            below, above = ("<", ">") if endpoint else ("<=", ">=")
            raise ValueError(f"high {below} 0" if first == 0 else f"low {above} high")
        drawn = self._stream.integers(first, last, size, name)
        return dtype(drawn) if size is None and (dtype is int or dtype is bool) else drawn

    def bytes(self, length):
        """Random bytes."""
        return self._stream.bytes(length)

    # Orders and samples

    def choice(self, a, size=None, replace=True, p=None, axis=0, shuffle=True):
        """Some of the integers before a, or of the slices of an array along an axis; with probabilities p if given."""
        if not _is_number(a):
            a = _apus.asarray(a)
            if not a.shape:
                if not hasattr(a.item() if hasattr(a, "item") else None, "__index__"):
                    raise ValueError("a must be a sequence or an integer")
                a = int(a)
        elif not isinstance(a, int):
            a = int(a)
        return self._stream.choice(a, size, bool(replace), p, axis, bool(shuffle))

    def permutation(self, x, axis=0):
        """The integers before x in random order, or a copy of an array with its slices in random order."""
        if _is_number(x) and not hasattr(x, "shape"):
            return self._stream.permutation(x)
        return self._stream.permutation(_apus.asarray(x), axis)

    def permuted(self, x, *, axis=None, out=None):
        """A copy of an array with its elements along an axis in random order, each row by itself."""
        return self._stream.permuted(_apus.asarray(x), axis, out)

    def shuffle(self, x, axis=0):
        """Brings the slices of an array, or the items of a list, into random order, in place."""
        if isinstance(x, _apus.Array):
            if not x.shape:
                raise TypeError("shuffle: an array without axes has nothing to shuffle")
            return self._stream.shuffle(x, axis)
        if hasattr(x, "__array_interface__") and hasattr(x, "swapaxes"):
            return self._stream.shuffle(_apus.asarray(x, copy=False), axis)
        count = len(x)
        if not isinstance(x, _Sequence):
            _warnings.warn(
                f"you are shuffling a '{type(x).__name__}' object which is not a subclass of 'Sequence'; "
                "`shuffle` is not guaranteed to behave correctly.", UserWarning, stacklevel=2)
        if axis != 0:
            raise NotImplementedError("Axis argument is only supported on arrays")
        for place, other in zip(range(count - 1, 0, -1), self._stream.exchanges(count).tolist()):
            x[place], x[other] = x[other], x[place]
        return None

    # Vectors

    def multinomial(self, n, pvals, size=None):
        """How often each outcome of n trials occurs."""
        return self._stream.multinomial(n, pvals, size)

    def multivariate_hypergeometric(self, colors, nsample, size=None, method="marginals"):
        """How many of each color are in a sample taken without replacement."""
        if method not in ("count", "marginals"):
            raise ValueError('method must be "count" or "marginals".')
        if not hasattr(nsample, "__index__"):
            raise ValueError("nsample must be an integer")
        if not 0 <= nsample < 1 << 63:
            raise ValueError("nsample must be nonnegative and fit in 64 bits")
        try:
            colors = _apus.asarray(colors)
        except OverflowError as error:
            raise ValueError(str(error)) from None
        if len(colors.shape) != 1 or (colors.shape[0] and "int" not in colors.dtype.name):
            raise ValueError("colors must be a one-dimensional sequence of nonnegative integers")
        colors = [int(color) for color in colors.tolist()]
        if method == "count" and sum(colors) > (1 << 63) // 8:
            raise ValueError("When method is 'count', sum(colors) must not exceed 2**63 // 8")
        if any(not 0 <= color < 1 << 63 for color in colors):
            raise ValueError("colors must be a one-dimensional sequence of nonnegative integers")
        return self._stream.multivariate_hypergeometric(colors, int(nsample), size, method)

    def dirichlet(self, alpha, size=None):
        """Vectors of numbers that sum to 1, from Dirichlet's law."""
        return self._stream.dirichlet(alpha, size)

    def multivariate_normal(self, mean, cov, size=None, check_valid="warn", tol=1e-8, *, method="svd"):
        """Vectors of normal numbers with given means and covariances."""
        if method not in ("eigh", "svd", "cholesky"):
            raise ValueError("method must be one of {'eigh', 'svd', 'cholesky'}")
        if check_valid not in ("warn", "raise", "ignore"):
            raise ValueError("check_valid must equal 'warn', 'raise', or 'ignore'")
        drawn, is_covariance = self._stream.multivariate_normal(mean, cov, size, method, tol)
        if not is_covariance and check_valid != "ignore":
            message = "covariance is not symmetric positive-semidefinite."
            if check_valid == "raise":
                raise ValueError(message)
            _warnings.warn(message, RuntimeWarning, stacklevel=2)
        return drawn

    # The normal and the exponential law

    def standard_normal(self, size=None, dtype="float64", out=None):
        """Numbers from the normal law of mean 0 and standard deviation 1."""
        return self._stream.standard("standard_normal", size, dtype, out)

    def normal(self, loc=0.0, scale=1.0, size=None):
        """Numbers from a normal law."""
        return self._stream.sample("normal", (loc, scale), size)

    def lognormal(self, mean=0.0, sigma=1.0, size=None):
        """Exponentials of numbers from a normal law."""
        return self._stream.sample("lognormal", (mean, sigma), size)

    def standard_exponential(self, size=None, dtype="float64", method="zig", out=None):
        """Numbers from the exponential law of mean 1."""
        law = "standard_exponential" if method == "zig" else "inverse_exponential"
        return self._stream.standard(law, size, dtype, out)

    def exponential(self, scale=1.0, size=None):
        """Numbers from the exponential law of mean scale."""
        return self._stream.sample("exponential", (scale,), size)

    # Other laws on the real numbers

    def standard_gamma(self, shape, size=None, dtype="float64", out=None):
        """Numbers from the gamma law of scale 1."""
        return self._stream.standard_gamma(shape, size, dtype, out)

    def gamma(self, shape, scale=1.0, size=None):
        """Numbers from the gamma law."""
        return self._stream.sample("gamma", (shape, scale), size)

    def beta(self, a, b, size=None):
        """Numbers in [0, 1] from the beta law."""
        return self._stream.sample("beta", (a, b), size)

    def chisquare(self, df, size=None):
        """Numbers from the chi-square law."""
        return self._stream.sample("chisquare", (df,), size)

    def noncentral_chisquare(self, df, nonc, size=None):
        """Numbers from the noncentral chi-square law."""
        return self._stream.sample("noncentral_chisquare", (df, nonc), size)

    def f(self, dfnum, dfden, size=None):
        """Numbers from Fisher's F law."""
        return self._stream.sample("f", (dfnum, dfden), size)

    def noncentral_f(self, dfnum, dfden, nonc, size=None):
        """Numbers from the noncentral F law."""
        return self._stream.sample("noncentral_f", (dfnum, dfden, nonc), size)

    def standard_t(self, df, size=None):
        """Numbers from Student's t law."""
        return self._stream.sample("standard_t", (df,), size)

    def standard_cauchy(self, size=None):
        """Numbers from the Cauchy law of mode 0."""
        return self._stream.sample("standard_cauchy", (), size)

    def pareto(self, a, size=None):
        """Numbers from the Pareto law of the second kind."""
        return self._stream.sample("pareto", (a,), size)

    def weibull(self, a, size=None):
        """Numbers from Weibull's law."""
        return self._stream.sample("weibull", (a,), size)

    def power(self, a, size=None):
        """Numbers in [0, 1] whose density is a power with exponent a - 1."""
        return self._stream.sample("power", (a,), size)

    def laplace(self, loc=0.0, scale=1.0, size=None):
        """Numbers from Laplace's law."""
        return self._stream.sample("laplace", (loc, scale), size)

    def gumbel(self, loc=0.0, scale=1.0, size=None):
        """Numbers from Gumbel's law."""
        return self._stream.sample("gumbel", (loc, scale), size)

    def logistic(self, loc=0.0, scale=1.0, size=None):
        """Numbers from the logistic law."""
        return self._stream.sample("logistic", (loc, scale), size)

    def rayleigh(self, scale=1.0, size=None):
        """Numbers from Rayleigh's law."""
        return self._stream.sample("rayleigh", (scale,), size)

    def wald(self, mean, scale, size=None):
        """Numbers from Wald's law, the inverse Gaussian."""
        return self._stream.sample("wald", (mean, scale), size)

    def vonmises(self, mu, kappa, size=None):
        """Angles from the law of von Mises."""
        return self._stream.sample("vonmises", (mu, kappa), size)

    def triangular(self, left, mode, right, size=None):
        """Numbers between left and right, most likely near the mode."""
        return self._stream.sample("triangular", (left, mode, right), size)

    # Laws on the integers

    def binomial(self, n, p, size=None):
        """How many of n trials succeed."""
        return self._stream.sample("binomial", (_whole(n), p), size)

    def negative_binomial(self, n, p, size=None):
        """How many trials fail before n succeed."""
        return self._stream.sample("negative_binomial", (n, p), size)

    def poisson(self, lam=1.0, size=None):
        """Numbers from Poisson's law."""
        return self._stream.sample("poisson", (lam,), size)

    def geometric(self, p, size=None):
        """Which trial is the first to succeed."""
        return self._stream.sample("geometric", (p,), size)

    def zipf(self, a, size=None):
        """Numbers from Zipf's law."""
        return self._stream.sample("zipf", (a,), size)

    def logseries(self, p, size=None):
        """Numbers from the logarithmic series law."""
        return self._stream.sample("logseries", (p,), size)

    def hypergeometric(self, ngood, nbad, nsample, size=None):
        """How many good ones are in a sample taken without replacement."""
        return self._stream.sample("hypergeometric", (_whole(ngood), _whole(nbad), _whole(nsample)), size)


def default_rng(seed=None):
    """A generator for arrays: the numbers of numpy.random.default_rng(seed)."""
    if isinstance(seed, Generator):
        return seed
    return Generator(seed if isinstance(seed, BitGenerator) else PCG64(seed))
