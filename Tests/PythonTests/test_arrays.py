"""Arrays and tensors as Python objects: making, indexing, operators, numbers, errors, methods."""

import copy
import decimal
import fractions
import gc
import inspect
import pickle
import unittest
import weakref

import _apus as apus
import apus as _  # the methods of arrays that are written in Python

try:
    import numpy
except ImportError:
    numpy = None


class Making(unittest.TestCase):
    def test_dtypes_of_numbers(self):
        for source, dtype in ((True, "bool"), (1, "int64"), (1.5, "float64"), (1j, "complex128"), ([1, 2.5], "float64"),
                              ([True, 2], "int64"), ([], "float64"), (2**63, "uint64"), ([1, 1j], "complex128")):
            self.assertEqual(apus.asarray(source).dtype.name, dtype, source)
        self.assertEqual(apus.asarray(1.5, tensor=True).dtype, apus.float32)
        self.assertEqual(apus.asarray([1j], tensor=True).dtype, apus.complex64)

    def test_nested_sequences(self):
        self.assertEqual(apus.asarray([[1, 2], (3, 4)]).tolist(), [[1, 2], [3, 4]])
        self.assertEqual(apus.asarray([[], []]).shape, (2, 0))
        self.assertEqual(apus.asarray([range(2), apus.asarray([5, 6])]).tolist(), [[0, 1], [5, 6]])
        self.assertEqual(apus.asarray([apus.asarray(1, dtype="int8"), apus.asarray(2, dtype="int16")]).dtype, apus.int16)
        for ragged in ([[1], [1, 2]], [1, [2]], [[1], 2], [[], [1]], [[[1]], [[]]]):
            with self.assertRaises(ValueError):
                apus.asarray(ragged)

    def test_what_cannot_be_an_array(self):
        recursive = []
        recursive.append(recursive)
        for source, error in ((recursive, ValueError), (object(), TypeError), ("text", TypeError), (None, TypeError),
                              ([None], TypeError), ({}, TypeError), ([2**64], OverflowError), ([2**63, -1], OverflowError)):
            with self.assertRaises(error):
                apus.asarray(source)
        with self.assertRaises(OverflowError):
            apus.asarray([300], dtype="uint8")
        with self.assertRaises(TypeError):
            apus.asarray(1j, dtype="float32")

    def test_names_of_dtypes(self):
        for name in ("float32", float, "int8", int, bool, complex, apus.bfloat16):
            apus.zeros(1, dtype=name)
        with self.assertRaises(TypeError):
            apus.zeros(1, dtype="float33")
        self.assertIs(pickle.loads(pickle.dumps(apus.float32)), apus.float32)
        self.assertEqual({apus.int8: 1}[apus.int8], 1)
        self.assertNotEqual(apus.int8, apus.uint8)
        with self.assertRaises(TypeError):
            type(apus.int8)()

    def test_copies(self):
        x = apus.arange(3)
        self.assertIs(apus.asarray(x), x)
        self.assertNotEqual(apus.asarray(x, copy=True).data_ptr(), x.data_ptr())
        with self.assertRaises(ValueError):
            apus.asarray([1, 2], copy=False)
        with self.assertRaises(ValueError):
            apus.asarray(x, dtype="float32", copy=False)
        self.assertIs(x.astype(x.dtype, copy=False), x)
        self.assertIsNot(x.astype(x.dtype), x)
        for again in (copy.copy(x), copy.deepcopy(x), pickle.loads(pickle.dumps(x))):
            self.assertEqual(again.tolist(), x.tolist())
            self.assertNotEqual(again.data_ptr(), x.data_ptr())
        t = pickle.loads(pickle.dumps(apus.ones(2, requires_grad=True)))
        self.assertTrue(type(t) is apus.Tensor and t.requires_grad)

    def test_functions(self):
        self.assertEqual(apus.arange(1, 2, 0.25).tolist(), [1, 1.25, 1.5, 1.75])
        self.assertEqual(apus.linspace(0, 1, 3).tolist(), [0, 0.5, 1])
        self.assertEqual(apus.eye(2, 3, k=1).tolist(), [[0, 1, 0], [0, 0, 1]])
        self.assertEqual(apus.full((2,), 7).dtype, apus.int64)
        self.assertEqual(apus.zeros((2, 0)).shape, (2, 0))
        for wrong in (lambda: apus.arange(0, 1, 0), lambda: apus.arange(float("nan")), lambda: apus.zeros(-1),
                      lambda: apus.linspace(0, 1, -1), lambda: apus.eye(-1)):
            with self.assertRaises(ValueError):
                wrong()
        with self.assertRaises(MemoryError):
            apus.zeros((1 << 40, 1 << 40))

    def test_subclasses(self):
        class Mine(apus.Array):
            pass

        mine = Mine(2, dtype="int64")
        mine[:] = [1, 2]
        mine.note = "kept"
        self.assertEqual((type(mine), (mine + 1).tolist(), mine.note), (Mine, [2, 3], "kept"))
        with self.assertRaises(TypeError):
            apus.asarray([1]).__class__ = apus.Tensor
        with self.assertRaises(TypeError):
            object.__new__(apus.Array)

    def test_weak_references(self):
        x = apus.zeros(3)
        watch = weakref.ref(x)
        del x
        gc.collect()
        self.assertIsNone(watch())


@unittest.skipUnless(numpy, "NumPy is not installed")
class Indexing(unittest.TestCase):
    KEYS = [
        0, -1, slice(None, None, -1), (slice(None), 1), ..., (..., 0), None, (None, 0), [0, 1], ([0, 1], [1, 2]),
        (slice(1, None), [0, 2]), (0, 1, 2), (..., slice(None, None, -2)), (slice(None), slice(5, 0, -1)), (), True, False,
        slice(10**30, -(10**30), -1), (slice(None), None, 1), ([[0], [1]], [[0, 2]]), (0, ..., [1, 2]), [], (slice(2, 1),),
    ]

    def both(self):
        theirs = numpy.arange(24).reshape(2, 3, 4)
        return theirs, apus.asarray(theirs.copy())

    def keys(self):
        theirs, _ = self.both()
        return self.KEYS + [numpy.array([True, False]), theirs > 5, numpy.int64(1), numpy.zeros((0,), int),
                            (slice(None), numpy.array([0, 2], dtype="uint8"))]

    def test_reading(self):
        theirs, ours = self.both()
        for key in self.keys():
            with self.subTest(key=key):
                expected = theirs[key]
                self.assertEqual(ours[key].shape, expected.shape)
                self.assertEqual(ours[key].tolist(), expected.tolist())

    def test_writing(self):
        for key in self.keys():
            with self.subTest(key=key):
                theirs, ours = self.both()
                theirs[key] = -5
                ours[key] = -5
                self.assertEqual(ours.tolist(), theirs.tolist())
                value = numpy.arange(theirs[key].size).reshape(theirs[key].shape)
                theirs[key] = value
                ours[key] = value
                self.assertEqual(ours.tolist(), theirs.tolist())

    def test_views_share_memory(self):
        _, ours = self.both()
        view = ours[0, :, ::2]
        view[0, 0] = 99
        self.assertEqual(ours[0, 0, 0].item(), 99)

    def test_errors(self):
        _, ours = self.both()
        for key in (2, -3, (0, 0, 0, 0), "a", 1.5, (0, 3), [5], numpy.array([True, False, True]), {}, object(), 2**70):
            with self.assertRaises(IndexError, msg=repr(key)):
                ours[key]
            with self.assertRaises(IndexError, msg=repr(key)):
                ours[key] = 0
        with self.assertRaises(ValueError):
            ours[::0]
        with self.assertRaises(TypeError):
            del ours[0]
        with self.assertRaises(ValueError):
            ours[0] = [1, 2, 3]
        with self.assertRaises(TypeError):
            ours[0] = 1j


class Operators(unittest.TestCase):
    def test_every_operator(self):
        x = apus.asarray([1, 2, 3])
        for made, expected in (
            (x + 1, [2, 3, 4]), (1 - x, [0, -1, -2]), (x * x, [1, 4, 9]), (x / 2, [0.5, 1, 1.5]), (7 // x, [7, 3, 2]),
            (7 % x, [0, 1, 1]), (x**2, [1, 4, 9]), (2**x, [2, 4, 8]), (x << 1, [2, 4, 6]), (x >> 1, [0, 1, 1]), (x & 1, [1, 0, 1]),
            (x | 1, [1, 3, 3]), (x ^ 1, [0, 3, 2]), (~x, [-2, -3, -4]), (-x, [-1, -2, -3]), (+x, [1, 2, 3]),
            (abs(-x), [1, 2, 3]), (x @ x, 14), (x < 2, [True, False, False]), (x >= 2, [False, True, True]),
            (x == [1, 0, 3], [True, False, True]), (x != 2, [True, False, True]), ([1, 1, 1] + x, [2, 3, 4]),
            (divmod(7, x)[1], [0, 1, 1]), (True + x, [2, 3, 4]), (x * 1j, [1j, 2j, 3j]),
        ):
            self.assertEqual(made.tolist(), expected)

    def test_in_place(self):
        for tensor in (False, True):
            x = same = apus.asarray([8, 4, 2], tensor=tensor)
            x += 1
            x -= [1, 1, 1]
            x *= 2
            x //= 4
            x <<= 2
            x |= 1
            x %= 7
            x **= 2
            self.assertIs(x, same)
            self.assertEqual(x.tolist(), [(((8 * 2 // 4) << 2 | 1) % 7)**2, (((4 * 2 // 4) << 2 | 1) % 7)**2, 25])
            with self.assertRaises(TypeError):
                x += 1.5
            with self.assertRaises(ValueError):
                x += apus.zeros((2, 3), dtype=x.dtype, tensor=tensor)
            m = apus.ones((2, 2), tensor=tensor)
            m @= m
            self.assertEqual(m.tolist(), [[2, 2], [2, 2]])

    def test_foreign_operands(self):
        class Foreign:
            def __radd__(self, other):
                return "theirs"

            __array_ufunc__ = None

        x = apus.zeros(2)
        self.assertEqual(x + Foreign(), "theirs")
        for wrong in (lambda: x + "a", lambda: x + None, lambda: x @ object(), lambda: x < "a"):
            with self.assertRaises(TypeError):
                wrong()
        self.assertIs(x == "a", False)
        self.assertIs(x != None, True)  # noqa: E711
        self.assertIs(type(x + apus.zeros(2, tensor=True)), apus.Tensor)

    def test_exact_numbers(self):
        x = apus.asarray([0.5, 1.0])
        for half in (fractions.Fraction(1, 2), decimal.Decimal("0.5")):
            self.assertEqual((x == half).tolist(), [True, False])
            self.assertEqual((x > half).tolist(), [False, True])
            self.assertEqual((half + x).tolist(), [1.0, 1.5])
            self.assertEqual((x - half).tolist(), [0.0, 0.5])
        x *= fractions.Fraction(1, 2)
        self.assertEqual(x.tolist(), [0.25, 0.5])

    def test_weak_numbers(self):
        x = apus.ones(2, dtype="int8")
        self.assertIs((x + 1).dtype, apus.int8)
        self.assertIs((x + 1.5).dtype, apus.float64)
        self.assertIs((apus.ones(2, dtype="float32") * 2.5).dtype, apus.float32)
        self.assertIs((apus.ones(2, dtype="int8", tensor=True) + 1.5).dtype, apus.float32)
        with self.assertRaises(TypeError):
            x + 300

        class Count(int):
            pass

        self.assertIs((x + Count(2)).dtype, apus.int8)


class Numbers(unittest.TestCase):
    def test_conversions(self):
        x = apus.asarray(2.5)
        self.assertEqual((float(x), int(x), complex(x), bool(x), f"{x:.2f}", x.item()), (2.5, 2, 2.5 + 0j, True, "2.50", 2.5))
        self.assertEqual([10, 20][apus.asarray(1)], 20)
        self.assertEqual(int(apus.asarray(2**63)), 2**63)
        for wrong in (lambda: int(apus.asarray(float("nan"))), lambda: bool(apus.zeros(2)), lambda: apus.zeros(2).item()):
            with self.assertRaises(ValueError):
                wrong()
        for wrong in (lambda: int(apus.zeros(2)), lambda: float(apus.asarray(1j)), lambda: [1][apus.asarray(0.0)],
                      lambda: len(x), lambda: iter(x), lambda: hash(apus.zeros(2))):
            with self.assertRaises(TypeError):
                wrong()
        with self.assertRaises(OverflowError):
            int(apus.asarray(float("inf")))

    def test_iteration(self):
        x = apus.asarray([[1, 2], [3, 4]])
        self.assertEqual([row.tolist() for row in x], [[1, 2], [3, 4]])
        self.assertTrue(3 in x)
        self.assertFalse(9 in x)
        self.assertEqual(len(x), 2)
        a, b = x
        self.assertEqual(b.tolist(), [3, 4])

    def test_printing(self):
        self.assertEqual(repr(apus.asarray([1.0, 2.5])), "array([1. , 2.5])")
        self.assertEqual(str(apus.asarray([1.0, 2.5])), "[1.  2.5]")
        self.assertEqual(repr(apus.ones(2, requires_grad=True)), "tensor([1., 1.], requires_grad=True)")


class Functions(unittest.TestCase):
    def test_every_function_has_a_signature_that_can_be_read(self):
        count = 0
        for owner in (apus, apus.ops, apus.Array, apus.Tensor):
            for name in dir(owner):
                member = getattr(owner, name)
                if callable(member) and not name.startswith("__") and not isinstance(member, type):
                    inspect.signature(member)
                    count += 1
        self.assertGreater(count, 500)

    def test_spellings_of_keywords(self):
        x = apus.asarray([[1.0, 2.0], [3.0, 4.0]])
        for keywords in ({"axes": 0}, {"axis": 0}, {"dim": 0}, {"axis": (0,)}, {"dim": [0]}):
            self.assertEqual(apus.ops.sum(x, **keywords).tolist(), [4, 6])
        for keywords in ({"keep_dims": True}, {"keepDims": True}, {"keepdims": True}, {"keepdim": True}):
            self.assertEqual(apus.ops.sum(x, **keywords).shape, (1, 1))
        self.assertEqual(apus.ops.sum(input=x).item(), 10)
        self.assertEqual(apus.ops.add(x1=x, x2=1).tolist(), apus.ops.add(input=x, other=1).tolist())

    def test_wrong_calls(self):
        add, x = apus.ops.add, apus.zeros(2)
        for wrong in (lambda: add(), lambda: add(x), lambda: add(x, x, x, x), lambda: add(x, x, nonsense=1), lambda: add(x, a=x, b=x),
                      lambda: add("x", 1), lambda: add(None, 1), lambda: apus.ops.sum(x, dim="a"), lambda: apus.ops.sum(x, 1.5),
                      lambda: apus.ops.sum(x, keepdim=2), lambda: apus.ops.reshape(x), lambda: apus.ops.cat(3),
                      lambda: apus.ops.sum(x, dtype=3), lambda: apus.Tensor.sum(3)):
            with self.assertRaises(TypeError):
                wrong()

    def test_errors_are_both_libraries(self):
        x = apus.zeros((2, 3))
        with self.assertRaises(ValueError) as caught:
            x + apus.zeros(4)
        self.assertIsInstance(caught.exception, RuntimeError)
        with self.assertRaises(ValueError) as caught:
            x.sum(axis=5)
        self.assertIsInstance(caught.exception, IndexError)
        with self.assertRaises(TypeError) as caught:
            ~apus.zeros(2)
        self.assertIsInstance(caught.exception, RuntimeError)

    def test_out(self):
        x, out = apus.asarray([1.0, 2.0]), apus.zeros(2)
        self.assertIs(apus.ops.exp(x, out=out), out)
        self.assertEqual(out.tolist(), apus.ops.exp(x).tolist())
        with self.assertRaises(ValueError):
            apus.ops.exp(x, out=apus.zeros(3))
        with self.assertRaises(TypeError):
            apus.ops.exp(x, out=apus.zeros(2, dtype="int64"))

    def test_lists_of_results_are_tuples(self):
        self.assertEqual([part.tolist() for part in apus.ops.chunk(apus.arange(4), 2)], [[0, 1], [2, 3]])
        self.assertEqual(len(apus.ops.chunk(apus.arange(4), 1)), 1)


class Differentiation(unittest.TestCase):
    def test_backward(self):
        x = apus.asarray([1.0, 2.0], requires_grad=True)
        self.assertTrue(x.is_leaf and x.grad is None and x.grad_fn is None)
        y = (x * x).sum()
        self.assertEqual((y.requires_grad, y.is_leaf, y.grad_fn), (True, False, "sum"))
        y.backward()
        self.assertEqual(x.grad.tolist(), [2, 4])
        (x * 3).backward(gradient=apus.ones(2, tensor=True))
        self.assertEqual(x.grad.tolist(), [5, 7])
        x.grad = None
        self.assertIsNone(x.grad)
        with self.assertRaises(RuntimeError):
            y.backward()
        with self.assertRaises(RuntimeError):
            (x * 2).backward()
        with self.assertRaises(RuntimeError):
            apus.ones(2, tensor=True).sum().backward()

    def test_higher_derivatives(self):
        x = apus.asarray([3.0], requires_grad=True)
        (first,) = apus.grad((x**3).sum(), x, create_graph=True)
        (second,) = apus.grad(first.sum(), [x])
        self.assertEqual((first.tolist(), second.tolist()), ([27], [18]))
        with self.assertRaises(RuntimeError):
            apus.grad((x * 2).sum(), apus.ones(1, requires_grad=True))
        self.assertEqual(apus.grad((x * 2).sum(), apus.ones(1, requires_grad=True), allow_unused=True), (None,))

    def test_gradient_mode(self):
        x = apus.ones(2, requires_grad=True)
        self.assertTrue(apus.set_grad_enabled(False))
        try:
            self.assertFalse((x * 2).requires_grad)
            x += 1
        finally:
            apus.set_grad_enabled(True)
        with self.assertRaises(RuntimeError):
            x += 1

    def test_hooks(self):
        x, seen = apus.asarray([1.0, 2.0], requires_grad=True), []
        y = x * 3
        handle = y.register_hook(lambda gradient: seen.append(gradient.tolist()) or gradient * 2)
        after = x.register_post_accumulate_grad_hook(lambda leaf: seen.append(leaf.grad.tolist()))
        y.sum().backward()
        self.assertEqual((x.grad.tolist(), seen), ([6, 6], [[1, 1], [6, 6]]))
        handle.remove()
        after.remove()
        x.grad = None
        z = x * 3
        (z * z).sum().backward()
        self.assertEqual((x.grad.tolist(), len(seen)), ([18, 36], 2))

        def fails(gradient):
            raise KeyError("mine")

        for wrong, error in ((fails, KeyError), (lambda gradient: 3, TypeError), (lambda gradient: gradient.sum(), RuntimeError)):
            y = x * 3
            y.register_hook(wrong)
            with self.assertRaises(error):
                y.sum().backward()

        def again(gradient):
            # The walk itself is not recorded, so recording is off here.
            before = apus.set_grad_enabled(True)
            inner = apus.ones(1, requires_grad=True)
            (inner * 2).sum().backward()
            apus.set_grad_enabled(before)
            return gradient * inner.grad[0]

        x.grad = None
        y = x * 3
        y.register_hook(again)
        y.sum().backward()
        self.assertEqual(x.grad.tolist(), [6, 6])
        watch = weakref.ref(again)
        del again, y
        gc.collect()
        self.assertIsNone(watch())
        for wrong in (lambda: x.detach().register_hook(print), lambda: (x * 2).register_post_accumulate_grad_hook(print)):
            with self.assertRaises(RuntimeError):
                wrong()
        with self.assertRaises(TypeError):
            x.register_hook(3)

    def test_casts_and_views(self):
        t = apus.arange(6, tensor=True)
        self.assertIs(t.long(), t)
        self.assertEqual([getattr(t, name)().dtype.name for name in ("float", "double", "half", "bool", "int")],
                         ["float32", "float64", "float16", "bool", "int32"])
        m = t.view(2, 3)
        self.assertEqual((m.data_ptr(), m.t().shape, m.t().contiguous().is_contiguous()), (t.data_ptr(), (3, 2), True))
        self.assertIs(m.contiguous(), m)
        self.assertEqual(m[:, :1].expand(-1, 4).tolist(), [[0] * 4, [3] * 4])
        with self.assertRaises(RuntimeError):
            m.t().view(6)
        with self.assertRaises(ValueError):
            m.expand(-1, 4)

    def test_tensor_methods(self):
        t = apus.ones((2, 3), tensor=True)
        self.assertIs(t.to("cpu"), t)
        self.assertIs(t.to(apus.float32), t)
        self.assertIs(t.to(apus.float64).dtype, apus.float64)
        self.assertEqual((t.to("meta").device, t.size(), t.size(1), t.numel(), t.dim()), ("meta", (2, 3), 3, 6, 2))
        with self.assertRaises(RuntimeError):
            t.to("cuda:99")
        with self.assertRaises(IndexError):
            t.size(5)
        self.assertEqual(t.array().data_ptr(), t.data_ptr())
        self.assertIs(t.zero_(), t)
        self.assertEqual(t.fill_(2).sum().item(), 12)
        self.assertTrue(t.requires_grad_().requires_grad)
        with self.assertRaises(RuntimeError):
            apus.ones(2, dtype="int64", tensor=True).requires_grad = True
        self.assertEqual({t: 1}[t], 1)


if __name__ == "__main__":
    unittest.main()
