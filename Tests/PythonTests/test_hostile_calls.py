"""Random calls with wrong arguments raise exceptions and leave the interpreter alive.

Each seed runs in a process of its own, so that a crash is one failed test and not the end of all.
"""

import os
import random
import subprocess
import sys
import unittest

CALLS = int(os.environ.get("APUS_HOSTILE_CALLS", "10000"))
SEEDS = 4


class Odd:
    """An object whose every special method fails."""

    def __index__(self):
        raise KeyError("odd")

    __float__ = __len__ = __bool__ = __index__

    def __iter__(self):
        raise KeyError("odd")

    def __getitem__(self, index):
        raise KeyError("odd")


class FalseDLPack:
    def __dlpack__(self, **keywords):
        return object()

    def __dlpack_device__(self):
        return (1, 0)


class FalseInterface:
    def __init__(self, **fields):
        self.__array_interface__ = {"version": 3, "typestr": "<f8", "shape": (2,), "data": (0, False), **fields}


def values(apus, random):
    """A function that gives one random object after the other."""

    def array(tensor):
        shape = tuple(random.choice([0, 1, 1, 2, 3, 5]) for _ in range(random.randrange(5)))
        dtype = random.choice(["bool", "uint8", "uint64", "int8", "int64", "float16", "bfloat16", "float32", "float64",
                               "complex64", "complex128"])
        made = apus.ones(shape, dtype=dtype, tensor=tensor)
        if tensor and random.random() < 0.3 and made.dtype.is_floating_point:
            made.requires_grad = True
        if random.random() < 0.3 and made.ndim:
            made = made[..., ::-1]
        return made

    recursive = []
    recursive.append(recursive)
    makers = [
        lambda: array(False), lambda: array(False), lambda: array(False), lambda: array(True), lambda: array(True),
        lambda: random.choice([0, 1, -1, 2, 3, 7, -9, 2**31, 2**63 - 1, -(2**63), 2**63, 2**64, -(2**70), 10**30]),
        lambda: random.choice([0.0, -1.5, 1e308, float("nan"), float("inf"), 1j, complex("nan")]),
        lambda: random.choice([None, True, False, ..., NotImplemented, int, float, object(), print]),
        lambda: random.choice(["", "sum", "mean", "float32", "ij", "no\0thing", "\udcff", "x" * 1000]),
        lambda: tuple(random.choice([0, 1, 2, -1, -1, 3, 2**62]) for _ in range(random.randrange(4))),
        lambda: [array(random.random() < 0.5) for _ in range(random.randrange(4))],
        lambda: random.choice([[], [[]], [1, [2]], [[1, 2], [3, 4]], recursive, {}, {1: 2}, set(), b"abc", bytearray(5),
                               range(3), memoryview(b"xyz"), slice(1, None), iter([])]),
        lambda: random.choice([apus.float32, apus.int8, apus.bool, apus.bfloat16, apus.Array, apus.Tensor, apus.ops.add]),
        lambda: random.choice([Odd(), FalseDLPack(), FalseInterface(), FalseInterface(shape=(-1,)),
                               FalseInterface(typestr=">f8"), FalseInterface(strides=(2**62,)), FalseInterface(data=7),
                               FalseInterface(shape=(2**40, 2**40)), FalseInterface(data=(1, 2, 3))]),
        lambda: apus.ones((2, 3), tensor=True, device="meta"),
    ]
    return lambda: makers[0]() if random.random() < 0.3 else random.choice(makers)()


def fitting(function, random):
    """A number of arguments: half of the time one that the function takes."""
    signature = getattr(function, "__text_signature__", None)
    if signature is None or random.random() < 0.5:
        return random.randrange(5)
    words = [word.strip() for word in signature.strip("()").split(",")]
    required = [word for word in words if word and word[0] not in "$/*" and "=" not in word]
    return len(required) + random.randrange(2)


def hostile(seed, calls):
    """Makes random calls; gives how many succeeded and how many raised."""
    import _apus as apus
    import apus as _  # the methods of arrays that are written in Python

    generator = random.Random(seed)
    value = values(apus, generator)
    functions = [getattr(apus.ops, name) for name in sorted(dir(apus.ops)) if not name.startswith("__")]
    functions += [getattr(apus, name) for name in sorted(dir(apus))
                  if callable(getattr(apus, name)) and not name.startswith("__") and not hasattr(getattr(apus, name), "mro")]
    functions += [apus.Array, apus.Tensor]
    operators = ["__add__", "__radd__", "__iadd__", "__matmul__", "__imatmul__", "__pow__", "__lshift__", "__rsub__", "__eq__",
                 "__lt__", "__getitem__", "__setitem__", "__contains__", "__divmod__", "__floordiv__", "__imod__", "__neg__",
                 "__invert__", "__bool__", "__int__", "__index__", "__len__", "__iter__", "__format__", "__hash__", "__repr__"]
    words = ["x", "a", "b", "input", "dim", "axis", "keepdim", "dtype", "shape", "out", "nonsense"]
    succeeded = raised = 0
    for _ in range(calls):
        keywords = {generator.choice(words): value() for _ in range(generator.choice([0, 0, 0, 1, 2]))}
        if generator.random() < 0.5:
            function = generator.choice(functions)
            if getattr(function, "__name__", "") == "set_grad_enabled":
                continue
        else:
            target = apus.ones((2, 3), tensor=generator.random() < 0.5)
            if generator.random() < 0.5:
                function = getattr(target, generator.choice(operators))
            else:
                function = getattr(target, generator.choice([n for n in dir(target) if n not in ("__class__", "__init_subclass__",
                                                                                                "__subclasshook__")]))
        arguments = [value() for _ in range(fitting(function, generator))]
        if generator.random() < 0.1:
            # Often enough an argument must be large to be out of bounds, but not so large that it is granted.
            arguments.append(generator.choice([10**12, 2**40]))
        try:
            function(*arguments, **keywords)
            succeeded += 1
        except Exception as error:
            assert str(error) is not None
            raised += 1
    return succeeded, raised


class HostileCalls(unittest.TestCase):
    def test_random_wrong_calls(self):
        for seed in range(SEEDS):
            with self.subTest(seed=seed):
                run = subprocess.run(
                    [sys.executable, __file__, str(seed), str(CALLS // SEEDS)], capture_output=True, text=True, timeout=600)
                self.assertEqual(run.returncode, 0, f"seed {seed}: exit {run.returncode}\n{run.stderr[-3000:]}")
                succeeded, raised = map(int, run.stdout.split()[-2:])
                self.assertGreater(raised, CALLS // SEEDS // 4)
                self.assertGreater(succeeded, 50)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        import faulthandler
        import resource

        faulthandler.enable()
        # A request that is granted by mistake must fail rather than fill the machine.
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        print(*hostile(int(sys.argv[1]), int(sys.argv[2])))
    else:
        unittest.main()
