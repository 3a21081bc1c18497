"""Where the elements of arrays lie: memory of a shape, whose memory a view has, column-major results, beside NumPy's."""

import gc
import operator
import unittest
import weakref

import numpy as np

import apus


class OfShape(unittest.TestCase):
    def test_as_numpy_makes_them(self):
        buffer = bytearray(range(32))
        calls = [
            ((3,), "i2", buffer, 2), ((2, 3), "i2", buffer, 4), ((2, 0), "f8", buffer), ((), "i8", buffer, 8),
            ((2, 3), "i2", buffer, 2, (12, 4)), ((3,), "i2", buffer, 10, (-2,)), ((3,), "i2", buffer, 10, (0,)),
            ((2, 3), "i2", buffer, 4, None, "F"),
        ]
        for call in calls:
            with self.subTest(call=call[:2] + call[3:]):
                ours, theirs = apus.ndarray(*call), np.ndarray(*call)
                self.assertEqual((ours.shape, ours.dtype, ours.tolist()), (theirs.shape, theirs.dtype.name, theirs.tolist()))
                if ours.size:
                    self.assertEqual(ours.strides, theirs.strides)
        apus.ndarray((2,), "i2", buffer)[1] = -1
        self.assertEqual(buffer[2:4], b"\xff\xff")
        with self.assertRaises(ValueError):
            apus.ndarray((2,), "i2", bytes(4))[0] = 1

    def test_memory_of_their_own(self):
        self.assertEqual((apus.ndarray(3).shape, apus.ndarray(3).dtype), ((3,), apus.float64))
        self.assertEqual(apus.ndarray(shape=(2, 3), dtype=int, order="F").strides, (8, 16))
        self.assertEqual(apus.ndarray((0, 2)).tolist(), [])

    def test_refusals(self):
        for error, call in (
            (ValueError, (-1,)), (TypeError, ("x",)), (TypeError, ((2, 1.5),)), (TypeError, (20, "i2", bytearray(32))),
            (TypeError, (2, "i2", bytearray(32), 40)), (TypeError, (2, "i2", bytearray(32), -2)),
            (ValueError, ((20,), "i2", bytearray(32), 0, (2,))), (ValueError, ((2,), "i2", bytearray(32), 0, (-2,))),
            (ValueError, ((2,), "i2", bytearray(32), 0, (3,))), (TypeError, ()), (TypeError, ((2,), "S3")),
        ):
            with self.subTest(call=call), self.assertRaises(error):
                apus.ndarray(*call)
        with self.assertRaises(TypeError):
            apus.ndarray((2,), mask=1)


class Base(unittest.TestCase):
    def test_a_view_knows_the_array_of_its_memory(self):
        x = apus.asarray(np.arange(24.0).reshape(2, 3, 4), copy=True)
        self.assertIsNone(x.base)
        views = [x[0], x.T, x[:, ::-1], x[None], x.reshape(6, 4), x.view(), apus.einsum("ijk->kji", x), x[0][1], x.T.T,
                 apus.broadcast_to(x, (5, 2, 3, 4)), x.view("int64")]
        for view in views:
            self.assertIs(view.base, x)
        self.assertIsNone((x + 1).base)
        self.assertIsNone(x[0].copy().base)

    def test_an_object_of_a_derived_class(self):
        class Mine(apus.ndarray):
            pass

        mine = Mine((2, 3))
        self.assertIsNone(mine.base)
        self.assertIs(mine[1:].base, mine)

    def test_a_view_keeps_its_base(self):
        view = apus.ones((2, 3))[1:]
        gc.collect()
        self.assertEqual(view.base.tolist(), [[1, 1, 1], [1, 1, 1]])
        self.assertIs(view[0, 1:].base, view.base)
        watch = weakref.ref(view.base)
        self.assertIsNotNone(watch())
        del view
        self.assertIsNone(watch())
        x = apus.zeros(4)
        x.resize(2)
        self.assertIsNone(x.base)
        self.assertIs(x[1:].base, x)

    def test_what_shares_a_tensors_memory_does_not_keep_the_tensor(self):
        tensor = apus.ones(3, tensor=True)
        array = tensor.array()
        watch = weakref.ref(tensor)
        del tensor
        self.assertIsNone(watch())
        self.assertIsNone(array.base)
        self.assertIs(array[1:].base, array)
        detached = array.tensor().detach()
        self.assertEqual(detached.array()[0].item(), 1)

    def test_new_arrays_have_none_in_either_order(self):
        for order in "CF":
            for new in (apus.zeros((2, 3), order=order), apus.full((2, 3), 7, order=order), apus.ndarray((2, 3), int, order=order),
                        apus.asarray([[1, 2], [3, 4]], order=order), apus.array(apus.ones((2, 3)).T, order=order)):
                self.assertIsNone(new.base)
                self.assertTrue(new.flags.owndata)
                self.assertTrue(new.flags[f"{order}_CONTIGUOUS"])
                self.assertIs(new[1].base, new)

    def test_read_only_views(self):
        x = apus.zeros(3)
        repeated = apus.broadcast_to(x, (2, 3))
        self.assertIs(repeated.base, x)
        x.flags.writeable = False
        self.assertIsNone(x.base)
        self.assertIs(repeated.base, x)
        x.flags.writeable = True
        self.assertIsNone(x.base)
        self.assertIs(x[1:].base, x)

    def test_changes_in_place_keep_it(self):
        x = apus.zeros(4)
        view = x[1:]
        x.shape = 2, 2
        self.assertIs(view.base, x)
        self.assertIsNone(x.base)


class Order(unittest.TestCase):
    def test_column_major_operands_give_such_results(self):
        for theirs in (np.asfortranarray(np.arange(6.0).reshape(2, 3)), np.arange(6.0).reshape(2, 3), np.arange(6.0)):
            ours = apus.asarray(theirs)
            for mode in ("constant", "edge", "reflect", "mean", "wrap"):
                result = np.asarray(apus.pad(ours, 1, mode=mode))
                expected = np.pad(theirs, 1, mode=mode)
                self.assertTrue(np.array_equal(result, expected))
                self.assertEqual(result.strides, expected.strides)
            result, expected = np.asarray(apus.delete(ours, 1, axis=-1)), np.delete(theirs, 1, axis=-1)
            self.assertTrue(np.array_equal(result, expected))
            self.assertEqual(result.strides, expected.strides)
            result, expected = np.asarray(apus.block([[ours, ours]])), np.block([[theirs, theirs]])
            self.assertTrue(np.array_equal(result, expected))
            self.assertEqual(result.strides, expected.strides)
        mixed = apus.block([apus.zeros((2, 2), order="F"), apus.zeros((2, 2))])
        self.assertTrue(mixed.flags.c_contiguous)


class Sequences(unittest.TestCase):
    def test_arrays_are_not_joined_by_operators(self):
        x = apus.asarray([1, 2])
        for other in (x, [3, 4], (3,)):
            self.assertRaises(TypeError, operator.concat, x, other)
        self.assertEqual((x + [3, 4]).tolist(), [4, 6])
        self.assertEqual(([3, 4] + x).tolist(), [4, 6])
        self.assertEqual(((3, 4) + x).tolist(), [4, 6])
        self.assertEqual(x.__add__(x).tolist(), [2, 4])
        with self.assertRaisesRegex(TypeError, r"unsupported operand type\(s\) for \+: '.*Array' and 'object'"):
            x + object()

    def test_memory_that_repeats_is_not_lent_for_writing(self):
        x = apus.asarray([1, 2, 3])
        self.assertFalse(memoryview(x).readonly)
        for repeated in (apus.broadcast_to(x, (2, 3)), apus.broadcast_arrays(x, apus.zeros((4, 3)))[0]):
            view = memoryview(repeated)
            self.assertTrue(view.readonly)
            self.assertEqual(view.tolist(), repeated.tolist())
        self.assertFalse(memoryview(apus.broadcast_arrays(x)[0]).readonly)

    def test_the_words_of_a_refused_write(self):
        with self.assertRaisesRegex(ValueError, "assignment destination is read-only"):
            apus.broadcast_to(apus.zeros(3), (2, 3))[0] = 1


class Pad(unittest.TestCase):
    def test_widths_are_whole_numbers(self):
        for wrong in ("word", None, object(), 1.5, 3j, [[1, "a"]]):
            with self.assertRaisesRegex(TypeError, "`pad_width` must be of integral type"):
                apus.pad(apus.arange(3), wrong)
        for wrong in ((4, 1, 2), ((1, 2), (3, 4))):
            with self.assertRaisesRegex(ValueError, "operands could not be broadcast together"):
                apus.pad(apus.arange(3), wrong)


if __name__ == "__main__":
    unittest.main()
