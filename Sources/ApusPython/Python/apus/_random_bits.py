"""Seeds and bit generators: NumPy's, word for word. The bits are made in Swift; this says how they are started and saved."""

import operator as _operator
import re as _re
import secrets as _secrets
import threading as _threading

import _apus

_MASK = 0xFFFFFFFF


def _array(words, dtype):
    return _apus.asarray(list(words), dtype=dtype)


def _number_words(number):
    if number < 0:
        raise ValueError("a seed must not be negative")
    words = [number & _MASK]
    number >>= 32
    while number:
        words.append(number & _MASK)
        number >>= 32
    return words


def _entropy_words(entropy):
    """The 32-bit words that an integer, a string of digits or a sequence of them is, lowest first."""
    if isinstance(entropy, str):
        if entropy.startswith("0x"):
            return _number_words(int(entropy, 16))
        if _re.fullmatch("[0-9]+", entropy):
            return _number_words(int(entropy))
        raise ValueError("unrecognized seed string")
    if isinstance(entropy, float) or "float" in str(getattr(entropy, "dtype", "")):
        raise TypeError("seed must be integer")
    if getattr(entropy, "shape", None) != () and hasattr(entropy, "__len__"):
        return [word for item in (entropy.tolist() if hasattr(entropy, "tolist") else entropy) for word in _entropy_words(item)]
    return _number_words(_operator.index(entropy))


class SeedSequence:
    """Entropy that starts bit generators, so that similar seeds give unrelated streams: numpy.random.SeedSequence."""

    def __init__(self, entropy=None, *, spawn_key=(), pool_size=4, n_children_spawned=0):
        if pool_size < 4:
            raise ValueError("The size of the entropy pool should be at least 4")
        if entropy is None:
            entropy = _secrets.randbits(pool_size * 32)
        elif not (hasattr(entropy, "__index__") or isinstance(entropy, (list, tuple, range)) or hasattr(entropy, "__array__")
                  or hasattr(entropy, "__dlpack__")):
            raise TypeError(f"SeedSequence expects int or sequence of ints for entropy not {entropy}")
        self.entropy = entropy
        self.spawn_key = tuple(spawn_key)
        self.pool_size = pool_size
        self.n_children_spawned = n_children_spawned
        self._words = _array(_entropy_words(entropy), "uint32")
        self._key = _array(_entropy_words(self.spawn_key), "uint32")

    @property
    def pool(self):
        """The mixed words from which states are made."""
        return _apus.seed_words(self._words, self._key, self.pool_size, -1)

    @property
    def state(self):
        """What makes this sequence, as a dictionary."""
        return {name: getattr(self, name) for name in ("entropy", "spawn_key", "pool_size", "n_children_spawned")}

    def generate_state(self, n_words, dtype="uint32"):
        """Words of starting state, uint32 or uint64."""
        name = getattr(dtype, "name", None) or getattr(dtype, "__name__", None) or str(dtype)
        if name not in ("uint32", "uint64"):
            raise ValueError("only support uint32 or uint64")
        count = int(n_words)
        halves = _apus.seed_words(self._words, self._key, self.pool_size, count if name == "uint32" else 2 * count)
        if name == "uint32":
            return halves
        words = halves.tolist()
        return _array((low | high << 32 for low, high in zip(words[::2], words[1::2])), "uint64")

    def spawn(self, n_children):
        """Independent sequences; each call gives new ones."""
        if n_children < 0:
            raise ValueError("n_children must be non-negative")
        first = self.n_children_spawned
        self.n_children_spawned += n_children
        return [type(self)(self.entropy, spawn_key=self.spawn_key + (child,), pool_size=self.pool_size)
                for child in range(first, first + n_children)]

    def __repr__(self):
        lines = [f"{type(self).__name__}(", f"    entropy={self.entropy!r},"]
        for name, default in (("spawn_key", ()), ("pool_size", 4), ("n_children_spawned", 0)):
            if getattr(self, name) != default:
                lines.append(f"    {name}={getattr(self, name)!r},")
        return "\n".join(lines + [")"])


def _split(number, count, name):
    """A number, or an array of so many words, as words of 64 bits, lowest first."""
    if getattr(number, "shape", ()) != () or isinstance(number, (list, tuple)):
        words = number.tolist() if hasattr(number, "tolist") else list(number)
        if len(words) != count:
            raise ValueError(f"{name} must have {count} elements when using array form")
        return [int(word) for word in words]
    number = int(number)
    if not 0 <= number < 1 << 64 * count:
        raise ValueError(f"{name} must be positive and less than 2**{64 * count}.")
    return [number >> 64 * place & 0xFFFFFFFFFFFFFFFF for place in range(count)]


class BitGenerator:
    """What bit generators have in common: numpy.random.BitGenerator."""

    _seeding = (0, "uint64")

    def __init__(self, seed=None):
        if type(self) is BitGenerator:
            raise NotImplementedError("BitGenerator is a base class and cannot be instantiated")
        self.lock = _threading.RLock()
        self._seed_seq = seed if hasattr(seed, "generate_state") else SeedSequence(seed)
        self._stream = self._start(seed)

    def _start(self, seed):
        return _apus.random_stream(type(self)._kind(), self._seed_seq.generate_state(*self._seeding))

    @classmethod
    def _kind(cls):
        return next(base.__name__ for base in cls.__mro__ if "_seeding" in vars(base) and base is not BitGenerator)

    @property
    def seed_seq(self):
        """The seed sequence that this was started from."""
        return self._seed_seq

    @property
    def state(self):
        """All there is to save, as a dictionary; set it to continue from there."""
        return {"bit_generator": type(self).__name__, **self._state(self._stream.words().tolist())}

    @state.setter
    def state(self, value):
        if not isinstance(value, dict):
            raise TypeError("state must be a dict")
        if value.get("bit_generator", "") != type(self).__name__:
            raise ValueError(f"state must be for a {type(self).__name__} PRNG")
        self._stream.continue_from(_array(self._words(value), "uint64"))

    def random_raw(self, size=None, output=True):
        """Numbers as the algorithm puts them out, as unsigned 64-bit integers."""
        drawn = self._stream.raw(size)
        return drawn if output else None

    def spawn(self, n_children):
        """Bit generators of the same kind whose streams are independent of this one and of each other."""
        if not hasattr(self._seed_seq, "spawn"):
            raise TypeError("The underlying SeedSequence does not implement spawning.")
        return [type(self)(seed) for seed in self._seed_seq.spawn(n_children)]

    def _copied(self):
        made = type(self)()
        made._stream = _apus.random_stream_continued(type(self)._kind(), self._stream.words())
        made._seed_seq = self._seed_seq
        return made

    def __getstate__(self):
        return self.state, self._seed_seq

    def __setstate__(self, saved):
        if isinstance(saved, dict):
            self.state = saved
        else:
            self.state, self._seed_seq = saved

    def __reduce__(self):
        return type(self), (), self.__getstate__()


class _Jumping:
    def jumped(self, jumps=1):
        """A copy that has leapt ahead a number of times, so far that the stretches between leaps do not meet."""
        made = self._copied()
        made._stream.jump(jumps)
        return made


class _Advancing:
    def advance(self, delta):
        """Moves along the stream by a number of steps; back if it is negative."""
        self._stream.advance(_array(_split(int(delta) % (1 << self._advance_bits), 4, "delta"), "uint64"))
        return self

    _advance_bits = 128


class _Congruence(_Jumping, _Advancing, BitGenerator):
    def _state(self, words):
        return {"state": {"state": words[0] << 64 | words[1], "inc": words[2] << 64 | words[3]},
                "has_uint32": words[4], "uinteger": words[5]}

    def _words(self, value):
        state, inc = _split(value["state"]["state"], 2, "state"), _split(value["state"]["inc"], 2, "inc")
        return [*reversed(state), *reversed(inc), value["has_uint32"], value["uinteger"]]

    def jumped(self, jumps=1):
        """A copy that has moved by the golden section of the period a number of times."""
        leap = 0x9E3779B97F4A7C15F39CC0605CEDC835
        return self._copied().advance(leap * int(jumps))


class PCG64(_Congruence):
    """M. E. O'Neill's permuted congruential generator, 128 bits of state, behind `default_rng`: numpy.random.PCG64."""

    _seeding = (4, "uint64")


class PCG64DXSM(_Congruence):
    """The latest of the permuted congruential generators: numpy.random.PCG64DXSM."""

    _seeding = (4, "uint64")


class MT19937(_Jumping, BitGenerator):
    """The Mersenne twister: numpy.random.MT19937."""

    _seeding = (624, "uint32")

    def _state(self, words):
        return {"state": {"key": _array(words[:-1], "uint32"), "pos": words[-1]}}

    def _words(self, value):
        key = value["state"]["key"]
        return [*(key.tolist() if hasattr(key, "tolist") else key), value["state"]["pos"]]

    @property
    def state(self):
        """All there is to save, as a dictionary, or the tuple of older programs; set it to continue from there."""
        return BitGenerator.state.fget(self)

    @state.setter
    def state(self, value):
        if isinstance(value, tuple):
            if len(value) not in (3, 5) or value[0] != "MT19937":
                raise ValueError("state is not a legacy MT19937 state")
            value = {"bit_generator": "MT19937", "state": {"key": value[1], "pos": value[2]}}
        BitGenerator.state.fset(self, value)

    def _legacy_seeding(self, seed):
        """Starts from a seed as NumPy's RandomState does."""
        if seed is None:
            self._stream.continue_from(_array(MT19937()._stream.words().tolist(), "uint64"))
        elif hasattr(seed, "__index__") and getattr(seed, "shape", ()) in ((), (1,)):
            number = int(seed.__index__())
            if not 0 <= number <= _MASK:
                raise ValueError("Seed must be between 0 and 2**32 - 1")
            self._stream.continue_from(_apus.random_stream_plain(number).words())
        else:
            if not hasattr(seed, "__len__") or isinstance(seed, (str, bytes)):
                raise TypeError("a seed must be an integer or a sequence of integers")
            key = seed.tolist() if hasattr(seed, "tolist") else list(seed)
            if not key:
                raise ValueError("Seed must be non-empty")
            if any(hasattr(word, "__len__") for word in key):
                raise ValueError("Seed array must be 1-d")
            if any(not hasattr(word, "__index__") for word in key):
                raise TypeError("a seed must be an integer or a sequence of integers")
            if any(not 0 <= word <= _MASK for word in key):
                raise ValueError("Seed must be between 0 and 2**32 - 1")
            self._stream.continue_from(_apus.random_stream_keyed(_array(key, "uint32")).words())
        self._seed_seq = None


class Philox(_Jumping, _Advancing, BitGenerator):
    """A cipher of a counter, 4 words of 64 bits and 10 rounds: numpy.random.Philox."""

    _seeding = (2, "uint64")
    _advance_bits = 256

    def __init__(self, seed=None, counter=None, key=None):
        if seed is not None and key is not None:
            raise ValueError("seed and key cannot be both used")
        super().__init__(seed)
        if key is None and counter is None:
            return
        words = self._stream.words().tolist()
        if key is not None:
            words[4:6] = _split(key, 2, "key")
            self._seed_seq = None
        if counter is not None:
            words[:4] = _split(counter, 4, "counter")
        self._stream.continue_from(_array(words, "uint64"))

    def _state(self, words):
        return {"state": {"counter": _array(words[:4], "uint64"), "key": _array(words[4:6], "uint64")},
                "buffer": _array(words[6:10], "uint64"), "buffer_pos": words[10], "has_uint32": words[11],
                "uinteger": words[12]}

    def _words(self, value):
        def plain(words):
            return [int(word) for word in words]
        return [*plain(value["state"]["counter"]), *plain(value["state"]["key"]), *plain(value["buffer"]),
                value["buffer_pos"], value["has_uint32"], value["uinteger"]]


class SFC64(BitGenerator):
    """C. Doty-Humphrey's small fast chaotic generator: numpy.random.SFC64."""

    _seeding = (3, "uint64")

    def _state(self, words):
        return {"state": {"state": _array(words[:4], "uint64")}, "has_uint32": words[4], "uinteger": words[5]}

    def _words(self, value):
        return [*(int(word) for word in value["state"]["state"]), value["has_uint32"], value["uinteger"]]
