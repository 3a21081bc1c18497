"""Operations leave their operands alone: what Python holds, whoever else holds it or not, is never written by a result."""

import inspect
import operator
import sys
import unittest

import numpy as np

import apus

# Of float32 more than 64 KiB, from which on temporaries in Swift are donated to results.
SHAPE = (140, 120)


def contents(seed=1, dtype="float32"):
    return (np.random.default_rng(seed).random(SHAPE) * 2 + 0.5).astype(dtype)


class Operands(unittest.TestCase):
    def check(self, *arrays):
        """A context in which these arrays must keep their elements."""
        return Unchanged(self, arrays)

    def makers(self):
        return ((lambda x: apus.asarray(x, copy=True)), (lambda x: apus.tensor(x.tolist(), dtype=str(x.dtype))))

    def test_operators(self):
        for make in self.makers():
            a, b = make(contents(1)), make(contents(2))
            with self.check(a, b):
                for combine in (operator.add, operator.sub, operator.mul, operator.truediv, operator.pow):
                    combine(a, b), combine(a, a), combine(a, 2), combine(2, a), combine(a, b[0]), combine(a[:, :1], b)
                -a, abs(a), +a, a * b + a - b / (1 + a), (a + a) * a - a
                a.exp(), a.T.T + 1, a.reshape(-1) * 3, a[:] + 1

    def test_a_reference_that_is_the_last(self):
        """The only reference to an object is on the interpreter's stack; views and other holders of the memory are not objects."""
        for make in self.makers():
            a = make(contents())
            expected = contents() * np.float32(2)
            self.assertEqual(sys.getrefcount(a), 2)
            for hold in (lambda x: x.T, lambda x: x[10:20], lambda x: x.reshape(-1), np.asarray, memoryview, apus.from_dlpack):
                with self.subTest(hold=hold):
                    held = []

                    def temporary():
                        x = a * 2
                        held.append(hold(x))
                        return x

                    before = np.array(held[0]) if held else None
                    temporary() + 1
                    -temporary()
                    apus.exp(temporary())
                    apus.maximum(temporary(), temporary())
                    temporary() * temporary() + temporary()
                    for view in held:
                        view = np.asarray(view)
                        whole = expected.T if view.shape == expected.T.shape else expected
                        if view.shape == (10, 120):
                            whole = expected[10:20]
                        np.testing.assert_array_equal(view, whole.reshape(view.shape))
            with self.check(a):
                total = a
                for _ in range(3):
                    total = total + a
                    (lambda x: x + x)(a)
                [x * 2 for x in (a, a)]
                list(map(operator.neg, [a]))

    def test_memory_of_numpy(self):
        x = contents()
        before = x.copy()
        a = apus.asarray(x)
        a + 1, apus.asarray(x) * 2, -apus.asarray(x), apus.asarray(x).sqrt(), apus.from_dlpack(x) - apus.from_dlpack(x)
        apus.exp(apus.asarray(x)), apus.asarray(x) + apus.asarray(x), apus.where(apus.asarray(x) > 1, apus.asarray(x), 0.0)
        np.testing.assert_array_equal(x, before)

    def test_every_function(self):
        """Whatever takes one or two arrays, and is no function that writes into one."""
        writes = {"copyto", "put", "put_along_axis", "place", "putmask", "fill_diagonal", "at", "nan_to_num"}
        called = 0
        for dtype in ("float32", "int32", "complex64"):
            a, b = apus.asarray(contents(1, dtype), copy=True), apus.asarray(contents(2, dtype), copy=True)
            for name in sorted(dir(apus)):
                function = getattr(apus, name)
                if name.startswith("_") or name.endswith("_") or name in writes or not callable(function) or inspect.isclass(function):
                    continue
                if name in ("save", "savetxt", "savez", "savez_compressed", "load", "loadtxt", "genfromtxt", "fromfile", "set_printoptions",
                            "seterr", "set_num_threads", "manual_seed", "breakpoint", "outer", "kron", "tensordot", "convolve",
                            "correlate", "meshgrid", "eye", "tri", "diagflat", "diag_embed", "vander"):
                    continue
                with self.subTest(name=name, dtype=dtype), self.check(a, b):
                    # What comes after the operands of a ufunc is where its result goes.
                    operands = 1 if name in ("fix", "isneginf", "isposinf", "positive") else getattr(function, "nin", 2)
                    for arguments in ((a,), (a, b))[:operands]:
                        try:
                            function(*arguments)
                            called += 1
                        except Exception:
                            pass
        self.assertGreater(called, 300)

    def test_gradients(self):
        w = apus.tensor(contents(1).tolist(), dtype="float32", requires_grad=True)
        c = apus.tensor(contents(2).tolist(), dtype="float32")
        with self.check(w.detach(), c):
            hidden = (w * c).exp()
            loss = (hidden * hidden + hidden).sum()
            with apus.no_grad():
                hidden + 1, -hidden, hidden.exp()
            loss.backward()
        x, k = contents(1).astype("float64"), contents(2).astype("float64")
        y = np.exp(x * k)
        np.testing.assert_allclose(np.asarray(w.grad), (2 * y + 1) * y * k, rtol=2e-4)
        with self.check(w.grad):
            w.grad * 2 + 1, -w.grad


class Unchanged:
    def __init__(self, test, arrays):
        self.test, self.arrays = test, arrays

    def __enter__(self):
        self.before = [np.array(array) for array in self.arrays]

    def __exit__(self, kind, *_):
        if kind is None:
            for array, before in zip(self.arrays, self.before):
                np.testing.assert_array_equal(np.asarray(array), before)


if __name__ == "__main__":
    unittest.main()
