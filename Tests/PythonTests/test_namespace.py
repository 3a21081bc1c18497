"""The namespace of the array API standard beyond what its own test suite looks at."""

import inspect
import pathlib
import re
import unittest

import apus

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Names(unittest.TestCase):
    def test_every_operation_is_there(self):
        text = (ROOT / "Sources/Apus/Operations/Table/PythonNames.swift").read_text()
        spellings = text[text.index("let pythonSpellings"):text.index("let keywordSpellings")]
        for names in re.findall(r'"\w+": \[([^]]*)\]', spellings):
            for name in re.findall(r'"(\w+)"', names):
                self.assertTrue(callable(getattr(apus.ops, name)), name)
        self.assertGreater(len(dir(apus.ops)), 170)
        with self.assertRaises(AttributeError):
            apus.ops.no_such_operation

    def test_hot_functions_are_the_operations_themselves(self):
        for name in ("add", "multiply", "exp", "matmul"):
            self.assertFalse(inspect.isfunction(getattr(apus, name)), name)
            self.assertIs(getattr(apus, name), getattr(apus.ops, name))
        self.assertIs(apus.equal, apus.ops.eq)

    def test_every_function_has_a_signature_and_a_docstring(self):
        functions = {f"apus.{name}": getattr(apus, name) for name in vars(apus) if not name.startswith("_")}
        functions |= {f"apus.ops.{name}": getattr(apus.ops, name) for name in dir(apus.ops)}
        for name, function in functions.items():
            if callable(function) and not isinstance(function, type):
                inspect.signature(function)
                self.assertGreater(len(inspect.getdoc(function) or ""), 15, name)


class Keywords(unittest.TestCase):
    def test_three_spellings(self):
        x = apus.asarray([[1.0, 2.0], [3.0, 4.0]])
        for call in ({"axes": 0, "keep_dims": True}, {"dim": 0, "keepdim": True}, {"axis": 0, "keepdims": True}):
            self.assertEqual(apus.ops.sum(x, **call).tolist(), [[4.0, 6.0]])
        self.assertEqual(apus.ops.add(input=x, other=1).tolist(), [[2.0, 3.0], [4.0, 5.0]])
        with self.assertRaises(TypeError):
            apus.ops.sum(x, no_such_argument=1)

    def test_keywords_of_pytorch(self):
        x = apus.tensor([[3.0, 1.0], [2.0, 4.0]])
        self.assertEqual(apus.ops.add(x, x, alpha=10).tolist(), [[33.0, 11.0], [22.0, 44.0]])
        self.assertEqual(apus.ops.div(apus.tensor([7, -7]), 2, rounding_mode="trunc").tolist(), [3, -3])
        self.assertEqual(apus.ops.div(apus.tensor([7, -7]), 2, rounding_mode="floor").tolist(), [3, -4])
        self.assertEqual([part.tolist() for part in apus.ops.sort(x, dim=0, stable=True)], [[[2, 1], [3, 4]], [[1, 0], [0, 1]]])
        self.assertEqual(apus.ops.var(x, unbiased=False).tolist(), 1.25)
        self.assertEqual(apus.ops.searchsorted(apus.tensor([1, 2]), apus.tensor([2]), side="right").tolist(), [2])
        self.assertEqual(len(apus.ops.nonzero(x, as_tuple=True)), 2)
        self.assertEqual(apus.ops.masked_fill(x, x > 2, apus.tensor(0.0)).tolist(), [[0.0, 1.0], [2.0, 0.0]])
        self.assertEqual(apus.ops.softmax(apus.tensor(2.0), 0).tolist(), 1.0)
        self.assertEqual([part.shape for part in apus.ops.broadcast_tensors(x, apus.tensor(1.0))], [(2, 2), (2, 2)])
        self.assertEqual([part.tolist() for part in apus.ops.tensor_split(apus.tensor([1, 2, 3]), [1])], [[1], [2, 3]])

    def test_lists_are_lists(self):
        x = apus.asarray([[1, 2, 3]])
        self.assertIsInstance(apus.unstack(x), tuple)
        self.assertEqual(len(apus.unstack(x)), 1)
        self.assertEqual(len(apus.nonzero(apus.asarray([1, 0, 2]))), 1)
        self.assertEqual(apus.broadcast_arrays(), ())
        self.assertEqual(len(apus.broadcast_arrays(x)), 1)


class Dtypes(unittest.TestCase):
    def test_limits(self):
        self.assertEqual(apus.finfo(apus.bfloat16).eps, 2.0 ** -7)
        self.assertEqual(apus.finfo(apus.float16).max, 65504.0)
        self.assertEqual(apus.finfo(apus.complex64).dtype, apus.float32)
        self.assertEqual(apus.iinfo(apus.uint64).max, 2 ** 64 - 1)
        self.assertEqual(apus.iinfo(apus.int8).min, -128)
        with self.assertRaises(ValueError):
            apus.iinfo(apus.float32)

    def test_promotion(self):
        self.assertEqual(apus.result_type(apus.int8, apus.uint8), apus.int16)
        self.assertEqual(apus.result_type(apus.float32, 1.0), apus.float32)
        self.assertEqual(apus.result_type(apus.float32, 1j), apus.complex64)
        self.assertEqual(apus.result_type(apus.int8, 1.5), apus.float64)
        self.assertEqual(apus.result_type(apus.bool, 3), apus.int64)
        self.assertTrue(apus.can_cast(apus.int8, apus.int32))
        self.assertFalse(apus.can_cast(apus.int64, apus.int32))
        with self.assertRaises(ValueError):
            apus.result_type(1, 2)

    def test_kinds(self):
        self.assertTrue(apus.isdtype(apus.bfloat16, "real floating"))
        self.assertTrue(apus.isdtype(apus.uint8, ("bool", "integral")))
        with self.assertRaises(ValueError):
            apus.isdtype(apus.uint8, "whole")


class Shapes(unittest.TestCase):
    def test_reshape_says_whether_it_copies(self):
        x = apus.reshape(apus.arange(6), (2, 3))
        view = apus.reshape(x, (3, 2), copy=False)
        view[0, 0] = 7
        self.assertEqual(int(x[0, 0]), 7)
        copy = apus.reshape(x, (3, 2), copy=True)
        copy[0, 0] = 9
        self.assertEqual(int(x[0, 0]), 7)
        with self.assertRaises(ValueError):
            apus.reshape(x.T, (6,), copy=False)

    def test_broadcast_shapes(self):
        self.assertEqual(apus.broadcast_shapes((2, 1), (3,), ()), (2, 3))
        self.assertEqual(apus.broadcast_shapes(), ())
        self.assertEqual(apus.broadcast_shapes((0, 1), (1, 4)), (0, 4))
        with self.assertRaises(ValueError):
            apus.broadcast_shapes((2,), (3,))


class Random(unittest.TestCase):
    def test_streams(self):
        self.assertEqual(apus.random.default_rng(42).normal(size=2).tolist(), [0.30471707975443135, -1.0399841062404955])
        apus.manual_seed(0)
        first = apus.randn(3).tolist()
        apus.random.manual_seed(0)
        self.assertEqual(apus.random.randn(3).tolist(), first)


class Recording(unittest.TestCase):
    def test_no_grad(self):
        x = apus.tensor([1.0, 2.0], requires_grad=True)
        with apus.no_grad():
            self.assertFalse((x * 2).requires_grad)
            with apus.enable_grad():
                self.assertTrue((x * 2).requires_grad)

        @apus.no_grad()
        def double(x):
            return x * 2

        self.assertFalse(double(x).requires_grad)
        self.assertTrue((x * 2).requires_grad)


if __name__ == "__main__":
    unittest.main()
