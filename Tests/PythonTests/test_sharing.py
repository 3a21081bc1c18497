"""Arrays are shared with NumPy and PyTorch in both directions without a copy, shown by addresses and by writing through."""

import array
import ctypes
import gc
import subprocess
import sys
import unittest
import weakref

import _apus as apus
import apus as _  # the methods of arrays that are written in Python

try:
    import numpy
except ImportError:
    numpy = None
try:
    import torch
except ImportError:
    torch = None
try:
    import jax
except ImportError:
    jax = None

NUMPY_DTYPES = ("bool uint8 uint16 uint32 uint64 int8 int16 int32 int64 float16 float32 float64 complex64 "
                "complex128").split()


def layouts(base):
    """Views of a NumPy matrix in every kind of layout."""
    return {
        "contiguous": base, "transposed": base.T, "rows": base[1:], "columns": base[:, ::2], "backwards": base[::-1, ::-1],
        "broadcast": numpy.broadcast_to(base[0], (3, *base[0].shape)), "empty": base[1:1], "no axes": base[0, 0, ...],
        "one": base[:1, :1], "new axes": base[None, :, None],
    }


@unittest.skipUnless(numpy, "NumPy is not installed")
class WithNumPy(unittest.TestCase):
    def test_memory_is_the_same_in_every_layout(self):
        for name, view in layouts(numpy.arange(12.0).reshape(3, 4)).items():
            with self.subTest(layout=name):
                ours = apus.asarray(view)
                self.assertEqual(ours.shape, view.shape)
                back = numpy.asarray(ours)
                self.assertTrue(numpy.array_equal(back, view))
                again = numpy.from_dlpack(ours)
                self.assertTrue(numpy.array_equal(again, view))
                if view.size:
                    address = view.__array_interface__["data"][0]
                    self.assertEqual(ours.data_ptr(), address)
                    self.assertEqual(back.__array_interface__["data"][0], address)
                    self.assertEqual(again.__array_interface__["data"][0], address)
                    self.assertEqual(apus.from_dlpack(ours).data_ptr(), address)

    def test_every_dtype(self):
        for name in NUMPY_DTYPES:
            with self.subTest(dtype=name):
                theirs = numpy.array([[0, 1], [1, 0]], dtype=name)
                ours = apus.asarray(theirs)
                self.assertIs(ours.dtype, getattr(apus, name))
                for back in (numpy.asarray(ours), numpy.from_dlpack(ours), numpy.asarray(memoryview(ours)),
                             numpy.array(ours.tolist(), dtype=name)):
                    self.assertEqual(back.dtype, theirs.dtype)
                    self.assertTrue(numpy.array_equal(back, theirs))
                self.assertEqual(ours.__array_interface__["typestr"], theirs.__array_interface__["typestr"])

    def test_writes_go_through(self):
        theirs = numpy.zeros((2, 3))
        ours = apus.asarray(theirs)
        ours[0, 1] = 5
        theirs[1, 2] = 7
        self.assertEqual(theirs[0, 1], 5)
        self.assertEqual(ours[1, 2].item(), 7)
        numpy.from_dlpack(ours)[0, 0] = 9
        self.assertEqual(theirs[0, 0], 9)
        tensor = ours.tensor()
        tensor += 1
        self.assertEqual(theirs[0, 0], 10)

    def test_read_only_memory_stays_read_only(self):
        theirs = numpy.arange(3.0)
        theirs.flags.writeable = False
        ours = apus.asarray(theirs)
        with self.assertRaises(ValueError):
            ours[0] = 1
        with self.assertRaises(ValueError):
            ours += 1
        with self.assertRaises(BufferError):
            ours.__dlpack__()
        self.assertFalse(numpy.from_dlpack(ours).flags.writeable)
        self.assertFalse(numpy.asarray(ours).flags.writeable)
        self.assertTrue(memoryview(ours).readonly)
        self.assertFalse(memoryview(apus.zeros(2)).readonly)

    def test_what_no_layout_expresses_is_copied(self):
        records = numpy.zeros(4, dtype=[("a", "u1"), ("b", "<f4")])
        records["b"] = [1, 2, 3, 4]
        self.assertEqual(apus.asarray(records["b"]).tolist(), [1, 2, 3, 4])

    def test_what_has_no_dtype_is_refused(self):
        for theirs in (numpy.zeros(2, dtype=">f8"), numpy.array(["a"]), numpy.array([object()]),
                       numpy.zeros(2, dtype="datetime64[s]"), numpy.zeros(2, dtype=[("a", "f4")])):
            with self.assertRaises(TypeError):
                apus.asarray(theirs)

    def test_owners_live_as_long_as_they_are_needed(self):
        theirs = numpy.arange(1000.0)
        watch = weakref.ref(theirs)
        ours = apus.asarray(theirs)[::2]
        del theirs
        gc.collect()
        self.assertIsNotNone(watch())
        self.assertEqual(float(ours[3]), 6)
        del ours
        gc.collect()
        self.assertIsNone(watch())

        ours = apus.arange(1000.0)
        views = [numpy.asarray(ours), numpy.from_dlpack(ours), memoryview(ours)]
        del ours
        gc.collect()
        for view in views:
            self.assertEqual(view[999], 999)

    def test_array_function(self):
        ours = apus.arange(3)
        self.assertEqual(ours.__array__().__array_interface__["data"][0], ours.data_ptr())
        self.assertEqual(ours.__array__(dtype="float32").dtype, numpy.float32)
        self.assertNotEqual(ours.__array__(copy=True).__array_interface__["data"][0], ours.data_ptr())
        with self.assertRaises(ValueError):
            ours.__array__(dtype="float32", copy=False)

    def test_operators_between_the_two(self):
        theirs, ours = numpy.array([1.0, 2.0]), apus.asarray([3.0, 4.0])
        for result in (theirs + ours, ours + theirs, theirs * ours, numpy.float64(2) * ours, ours @ theirs, theirs @ ours,
                       theirs < ours):
            self.assertIs(type(result), apus.Array)
        self.assertEqual((theirs - ours).tolist(), [-2, -2])

    def test_numpy_functions_take_arrays(self):
        self.assertEqual(numpy.mean(apus.asarray([1.0, 3.0])), 2)
        self.assertEqual(numpy.concatenate([apus.zeros(2), numpy.ones(1)]).tolist(), [0, 0, 1])


class BufferProtocol(unittest.TestCase):
    def test_requests(self):
        matrix = apus.asarray([[1, 2, 3], [4, 5, 6]], dtype="int32")
        view = memoryview(matrix)
        self.assertEqual((view.format, view.itemsize, view.shape, view.strides), ("i", 4, (2, 3), (12, 4)))
        self.assertEqual(bytes(view), matrix.tobytes())
        self.assertTrue(view.c_contiguous)
        self.assertTrue(memoryview(matrix.T).f_contiguous)
        self.assertEqual(memoryview(matrix.T).tolist(), [[1, 4], [2, 5], [3, 6]])

    def test_a_consumer_of_plain_bytes_needs_contiguous_memory(self):
        matrix = apus.zeros((2, 3))
        self.assertEqual(len(bytearray(matrix)), 48)
        get = ctypes.pythonapi.PyObject_GetBuffer
        get.argtypes = [ctypes.py_object, ctypes.c_void_p, ctypes.c_int]
        view = ctypes.create_string_buffer(256)
        with self.assertRaises(BufferError):
            get(matrix.T, view, 0)
        with self.assertRaises(BufferError):
            get(matrix, view, 0x0040 | 0x0018)

    def test_other_buffers(self):
        numbers = array.array("d", [1, 2, 3])
        ours = apus.asarray(numbers)
        ours[0] = 9
        self.assertEqual(numbers[0], 9)
        with self.assertRaises(BufferError):
            numbers.append(4)
        del ours
        numbers.append(4)
        self.assertEqual(apus.asarray(bytearray(b"ab")).tolist(), [97, 98])
        self.assertEqual(apus.asarray(memoryview(b"abcd").cast("H")).dtype, apus.uint16)

    def test_bfloat16_is_refused(self):
        with self.assertRaises(BufferError):
            memoryview(apus.zeros(2, dtype="bfloat16"))


class Producer:
    """Hands on a capsule, and records how it was asked."""

    def __init__(self, owner, knows_versions=True):
        self.owner, self.knows_versions, self.asked = owner, knows_versions, []

    def __dlpack__(self, **keywords):
        if keywords and not self.knows_versions:
            raise TypeError("__dlpack__() takes no keyword arguments")
        self.asked.append(keywords)
        return self.owner.__dlpack__(**keywords)

    def __dlpack_device__(self):
        return self.owner.__dlpack_device__()


class DLPack(unittest.TestCase):
    def name(self, capsule):
        return repr(capsule).split('"')[1]

    def test_versions(self):
        ours = apus.zeros(3)
        self.assertEqual(self.name(ours.__dlpack__()), "dltensor")
        self.assertEqual(self.name(ours.__dlpack__(max_version=(0, 8))), "dltensor")
        self.assertEqual(self.name(ours.__dlpack__(max_version=(1, 0))), "dltensor_versioned")
        self.assertEqual(self.name(ours.__dlpack__(max_version=(2, 5))), "dltensor_versioned")
        self.assertEqual(ours.__dlpack_device__(), (1, 0))

    def test_refusals(self):
        ours = apus.zeros(3)
        with self.assertRaises(BufferError):
            ours.__dlpack__(stream=1)
        with self.assertRaises(BufferError):
            ours.__dlpack__(dl_device=(2, 0))
        ours.__dlpack__(dl_device=(1, 0))
        with self.assertRaises(BufferError):
            apus.ones(2, requires_grad=True).__dlpack__()
        with self.assertRaises(BufferError):
            apus.ones(2, tensor=True, device="meta").__dlpack__()

    def test_old_and_new_producers(self):
        ours = apus.arange(6.0).reshape(2, 3)
        for knows in (True, False):
            producer = Producer(ours, knows)
            taken = apus.from_dlpack(producer)
            self.assertEqual(taken.data_ptr(), ours.data_ptr())
            self.assertEqual(bool(producer.asked[-1]), knows)

    def test_copies(self):
        ours = apus.arange(3.0)
        self.assertEqual(apus.from_dlpack(ours, copy=False).data_ptr(), ours.data_ptr())
        self.assertNotEqual(apus.from_dlpack(ours, copy=True).data_ptr(), ours.data_ptr())

    def test_a_capsule_is_taken_once(self):
        ours = apus.arange(3.0)
        capsule = ours.__dlpack__()

        class Once:
            def __dlpack__(self):
                return capsule

            def __dlpack_device__(self):
                return (1, 0)

        self.assertEqual(apus.from_dlpack(Once()).tolist(), [0, 1, 2])
        self.assertEqual(self.name(capsule), "used_dltensor")
        with self.assertRaises(BufferError):
            apus.from_dlpack(Once())

    def test_capsules_that_nobody_takes_free_what_they_hold(self):
        for version in (None, (1, 0)):
            for _ in range(100):
                apus.zeros(1 << 16).__dlpack__(max_version=version)

    def test_other_devices_are_refused(self):
        class Elsewhere:
            def __dlpack__(self, **keywords):
                raise AssertionError("not to be asked")

            def __dlpack_device__(self):
                return (2, 0)

        with self.assertRaises(BufferError):
            apus.from_dlpack(Elsewhere())

    def test_errors_of_the_producer_arrive(self):
        class Failing:
            def __dlpack__(self, **keywords):
                raise KeyError("mine")

            def __dlpack_device__(self):
                return (1, 0)

        with self.assertRaisesRegex(KeyError, "mine"):
            apus.from_dlpack(Failing())

    def test_exceptions_in_an_owner_do_not_disturb(self):
        class Owner(bytearray):
            def __del__(self):
                raise RuntimeError("in a destructor")

        hook, seen = sys.unraisablehook, []
        sys.unraisablehook = lambda event: seen.append(str(event.exc_value))
        try:
            ours = apus.asarray(Owner(8))
            try:
                raise ValueError("on its way")
            except ValueError as error:
                del ours
                self.assertEqual(str(error), "on its way")
        finally:
            sys.unraisablehook = hook
        self.assertEqual(seen, ["in a destructor"])

    def test_what_outlives_the_interpreter(self):
        script = (
            "import _apus, array, builtins\n"
            "builtins.kept = _apus.asarray(array.array('d', [1, 2]))\n"
            "builtins.capsule = _apus.zeros(5).__dlpack__()\n"
            "builtins.view = memoryview(_apus.zeros(5))\n"
            "class Last:\n"
            "    def __init__(self, array): self.array = array\n"
            "    def __del__(self): self.array + 1\n"
            "builtins.last = Last(builtins.kept)\n")
        run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
        self.assertEqual((run.returncode, run.stderr), (0, ""))


@unittest.skipUnless(torch, "PyTorch is not installed")
class WithTorch(unittest.TestCase):
    def test_memory_is_the_same(self):
        names = "bool uint8 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex64 complex128".split()
        for name in names:
            with self.subTest(dtype=name):
                theirs = torch.zeros(2, 3, dtype=getattr(torch, name))
                ours = apus.from_dlpack(theirs)
                self.assertIs(type(ours), apus.Tensor)
                self.assertIs(ours.dtype, getattr(apus, name))
                self.assertEqual(ours.data_ptr(), theirs.data_ptr())
                back = torch.from_dlpack(ours)
                self.assertEqual((back.dtype, back.data_ptr()), (theirs.dtype, theirs.data_ptr()))
                ours[0, 1] = 1
                self.assertEqual(theirs[0, 1].item(), 1)

    def test_layouts(self):
        base = torch.arange(12.0).reshape(3, 4)
        for theirs in (base, base.T, base[1:], base[:, ::2], base[0].expand(3, 4), base[1:1], base[0, 0]):
            ours = apus.asarray(theirs, tensor=True)
            self.assertEqual(ours.tolist(), theirs.tolist())
            self.assertEqual(torch.from_dlpack(ours).tolist(), theirs.tolist())

    def test_operations_take_them(self):
        result = apus.ops.add(torch.ones(2), 1)
        self.assertIs(type(result), apus.Tensor)
        self.assertIs(result.dtype, apus.float32)

    def test_a_gradient_is_not_lost_in_silence(self):
        with self.assertRaises((RuntimeError, BufferError)):
            apus.asarray(torch.ones(2, requires_grad=True), tensor=True)
        ours = apus.ones(2, requires_grad=True)
        for share in (lambda: torch.from_dlpack(ours), lambda: memoryview(ours), ours.numpy, ours.array):
            with self.assertRaises((RuntimeError, BufferError)):
                share()
        self.assertEqual(ours.detach().array().tolist(), [1, 1])


@unittest.skipUnless(jax, "JAX is not installed")
class WithJAX(unittest.TestCase):
    def test_its_arrays_are_read_only_here(self):
        theirs = jax.numpy.arange(6.0).reshape(2, 3)
        for ours in (apus.asarray(theirs), apus.from_dlpack(theirs)):
            self.assertEqual(ours.data_ptr(), theirs.unsafe_buffer_pointer())
            with self.assertRaises(ValueError):
                ours[0, 0] = 5

    def test_it_takes_arrays(self):
        ours = apus.ones(100_000, dtype="float32")
        theirs = jax.numpy.from_dlpack(ours)
        self.assertEqual(theirs.unsafe_buffer_pointer(), ours.data_ptr())
        self.assertEqual(jax.numpy.asarray(apus.arange(3)).tolist(), [0, 1, 2])

    def test_bfloat16(self):
        theirs = jax.numpy.ones(3, dtype="bfloat16")
        self.assertIs(apus.from_dlpack(theirs).dtype, apus.bfloat16)
        self.assertIs(apus.asarray(theirs).dtype, apus.bfloat16)
        self.assertEqual(jax.numpy.from_dlpack(apus.ones(4, dtype="bfloat16")).dtype, "bfloat16")


if __name__ == "__main__":
    unittest.main()
