"""PyTorch's functions that are combinations of operations: what opinfo.py cannot see of them, and wrong arguments."""

import inspect
import random
import unittest

import apus
from apus import ops

try:
    import torch
except ImportError:
    torch = None

FORMS = ops._combinations


class Forms(unittest.TestCase):
    def test_they_are_among_the_operations(self):
        self.assertGreater(len(FORMS), 60)
        for name, form in FORMS.items():
            self.assertIs(getattr(ops, name), form)
            self.assertIn(name, dir(ops))
            self.assertRegex(form.__doc__, "`torch.", name)
            self.assertTrue(inspect.signature(form).parameters, name)
        with self.assertRaisesRegex(AttributeError, "no operation 'nothing'"):
            ops.nothing
        for hidden in ("math", "itertools", "_wide", "_array"):
            with self.assertRaises(AttributeError):
                getattr(ops, hidden)

    def test_none_hides_an_operation_of_the_table(self):
        import _apus.ops
        self.assertEqual(set(FORMS) & set(dir(_apus.ops)), set())

    def test_arrays_and_numbers(self):
        x = apus.asarray([[1.0, -2.0], [3.0, 0.5]])
        self.assertEqual(ops.mm(x, [[1.0], [1.0]]).tolist(), [[-1.0], [3.5]])
        self.assertEqual(ops.clamp_min([1, -2, 3], 0).tolist(), [1, 0, 3])
        self.assertEqual([part.tolist() for part in ops.split(apus.arange(5), 2)], [[0, 1], [2, 3], [4]])
        self.assertEqual(ops.max(x).item(), 3.0)
        self.assertEqual([part.tolist() for part in ops.max(x, 1)], [[1.0, 3.0], [0, 0]])
        self.assertEqual(ops.max(x, apus.zeros((2, 2))).tolist(), [[1.0, 0.0], [3.0, 0.5]])
        self.assertIs(ops.equal(x, x), True)
        self.assertIs(ops.equal(x, x[0]), False)
        self.assertEqual(ops.narrow(apus.arange(5), 0, -2, 2).tolist(), [3, 4])

    def test_wrong_arguments(self):
        generator = random.Random(1)
        x = apus.ones((2, 3))
        values = [
            x, x.tensor(), apus.ones((2, 3), dtype=apus.int8), apus.ones((0, 3)), apus.asarray(1.0), "text", None, [], [1, 2], [[1], [2, 3]],
            0, -1, 1 << 70, float("nan"), 1j, object(), (1, 2), apus.float32, apus.ones((2, 3), tensor=True, device="meta"),
        ]
        allowed = (ValueError, TypeError, RuntimeError, IndexError, AttributeError, OverflowError, ZeroDivisionError)
        for name, form in FORMS.items():
            for _ in range(40):
                arguments = [generator.choice(values) for _ in range(generator.randrange(1, 5))]
                try:
                    form(*arguments)
                except allowed as error:
                    self.assertTrue(str(error), name)
        for call in (lambda: ops.mm("x", x), lambda: ops.narrow(x, 0, 1, 5), lambda: ops.split(x, [1, 5]), lambda: ops.select(x, 4, 0),
                     lambda: ops.kl_div(x, x, reduction="most"), lambda: ops.glu(x), lambda: ops.unflatten(x, 0, (3, 3))):
            with self.assertRaises((ValueError, TypeError)):
                call()

    @unittest.skipIf(torch is None, "PyTorch is not installed")
    def test_gradients_at_the_corners(self):
        """Where PyTorch chooses a derivative: at the ends of a bound, and where a function is not smooth."""
        points = [-3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0, 6.0]
        for name in ("hardtanh", "relu6", "hardsigmoid", "hardswish", "hardshrink", "softshrink", "softsign", "celu", "selu", "logsigmoid",
                     "mish", "tanhshrink"):
            with self.subTest(name):
                theirs = torch.tensor(points, dtype=torch.float64, requires_grad=True)
                getattr(torch.nn.functional, name)(theirs).sum().backward()
                ours = apus.tensor(points, dtype=apus.float64, requires_grad=True)
                getattr(ops, name)(ours).sum().backward()
                torch.testing.assert_close(torch.from_dlpack(ours.grad), theirs.grad)


if __name__ == "__main__":
    unittest.main()
