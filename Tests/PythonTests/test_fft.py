"""`apus.fft` beside NumPy's, and on tensors."""

import unittest
import warnings

import apus
import numpy as np

LINES = ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft")
GRIDS = ("fft2", "ifft2", "rfft2", "irfft2", "fftn", "ifftn", "rfftn", "irfftn")
random = np.random.default_rng(5)


def close(test, ours, theirs, message=""):
    test.assertEqual(tuple(ours.shape), theirs.shape, message)
    test.assertEqual(ours.dtype.name, theirs.dtype.name, message)
    single = theirs.dtype in (np.float32, np.complex64)
    np.testing.assert_allclose(np.asarray(ours), theirs, rtol=0, atol=(2e-5 if single else 1e-13) * max(1, np.abs(theirs).max()))


class BesideNumPy(unittest.TestCase):
    def test_lines(self):
        for name in LINES:
            for dtype in ("int8", "float32", "float64", "complex64", "complex128"):
                if dtype.startswith("complex") and name in ("rfft", "ihfft"):
                    continue
                x = (random.standard_normal((4, 6, 5)) * 9).astype(dtype)
                for n, axis, norm in [(None, -1, None), (9, 1, "ortho"), (4, 0, "forward"), (3, -1, "backward")]:
                    close(self, getattr(apus.fft, name)(apus.asarray(x), n, axis, norm),
                          getattr(np.fft, name)(x, n, axis, norm), f"{name} {dtype} {n} {axis} {norm}")

    def test_grids(self):
        x = random.standard_normal((4, 6, 5))
        for name in GRIDS:
            for s, axes in [(None, (0, 1)), ((3, 8), (2, 0)), ((-1, 4), (1, 2)), (None, (-1, -2))]:
                close(self, getattr(apus.fft, name)(apus.asarray(x), s=s, axes=axes), getattr(np.fft, name)(x, s=s, axes=axes), name)
        close(self, apus.fft.fftn(x, s=(3, 4, 5), axes=(0, 1, 0)), np.fft.fftn(x, s=(3, 4, 5), axes=(0, 1, 0)))
        close(self, apus.fft.rfftn(x), np.fft.rfftn(x))

    def test_lists_are_taken(self):
        close(self, apus.fft.fft([1, 2, 3]), np.fft.fft([1, 2, 3]))

    def test_out(self):
        x = random.standard_normal((10, 20)) + 1j * random.standard_normal((10, 20))
        out = apus.zeros((20, 10), dtype=apus.complex128).T
        self.assertIs(apus.fft.fft(apus.asarray(x), out=out), out)
        close(self, out, np.fft.fft(x))
        same = apus.asarray(x.copy())
        self.assertIs(apus.fft.ifft(same, axis=0, out=same), same)
        close(self, same, np.fft.ifft(x, axis=0))
        for out, error, words in [("", TypeError, "must be of ArrayType"), (apus.zeros((5, 40)), ValueError, "has wrong shape"),
                                  (apus.zeros((10, 20)), TypeError, "Cannot cast")]:
            with self.assertRaisesRegex(error, words):
                apus.fft.fft(apus.asarray(x), out=out)

    def test_mistakes(self):
        x = apus.asarray(np.ones((3, 4)))
        for call, error in [
            (lambda: apus.fft.fft(x, 0), ValueError), (lambda: apus.fft.irfft(apus.zeros(0)), ValueError),
            (lambda: apus.fft.fft(x, axis=2), IndexError), (lambda: apus.fft.rfft(apus.astype(x, apus.complex64)), TypeError),
            (lambda: apus.fft.fft(x, norm="none"), ValueError), (lambda: apus.fft.fftn(x, s=(1, 2), axes=(0,)), ValueError),
            (lambda: apus.fft.fft(apus.asarray(1.0)), IndexError), (lambda: apus.fft.fftfreq(2.5), ValueError),
            (lambda: apus.fft.fftfreq(0), ZeroDivisionError), (lambda: apus.fft.fft(x, n=2.0), TypeError),
        ]:
            with self.assertRaises(error):
                call()

    def test_what_numpy_deprecates(self):
        x = apus.asarray(np.ones((3, 4)))
        with self.assertWarnsRegex(DeprecationWarning, "`axes` should not be `None` if `s`"):
            apus.fft.fftn(x, s=(2, 2))
        with self.assertWarnsRegex(DeprecationWarning, "array containing `None` values to `s`"):
            result = apus.fft.irfftn(x, s=(2, None), axes=(0, 1))
        self.assertEqual(result.shape, (2, 6))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            apus.fft.fft2(x, s=(2, 2))

    def test_frequencies_and_shifts(self):
        for n in (1, 4, 5, 9):
            for d in (1.0, 0.25):
                np.testing.assert_array_equal(np.asarray(apus.fft.fftfreq(n, d)), np.fft.fftfreq(n, d))
                np.testing.assert_array_equal(np.asarray(apus.fft.rfftfreq(n, d=d)), np.fft.rfftfreq(n, d))
        self.assertEqual(apus.fft.fftfreq(4, dtype=apus.float32).dtype, apus.float32)
        self.assertEqual(apus.fft.rfftfreq(4, device=apus.zeros(1).device).shape, (3,))
        x = np.arange(15).reshape(3, 5)
        for axes in (None, 0, (0, 1), -1):
            np.testing.assert_array_equal(np.asarray(apus.fft.fftshift(apus.asarray(x), axes)), np.fft.fftshift(x, axes))
            np.testing.assert_array_equal(np.asarray(apus.fft.ifftshift(apus.asarray(x), axes=axes)), np.fft.ifftshift(x, axes))


class Tensors(unittest.TestCase):
    def test_dtypes_and_gradients(self):
        x = apus.tensor([1.0, 2.0, 4.0, -1.0], dtype=apus.float64, requires_grad=True)
        power = apus.abs(apus.fft.rfft(x)) ** 2
        (gradient,) = apus.grad([apus.sum(power)], [x])
        z = np.fft.rfft([1.0, 2, 4, -1])
        expected = 2 * np.fft.irfft(np.array([z[0], z[1] / 2, z[2]]) * 4, 4)
        np.testing.assert_allclose(np.asarray(gradient.numpy() if hasattr(gradient, "numpy") else gradient), expected, atol=1e-12)
        self.assertEqual(apus.fft.fft(apus.tensor([1, 2, 3])).dtype, apus.complex64)
        with self.assertRaises(RuntimeError):
            apus.fft.fft2(apus.ops.reshape(x, (2, 2)), axes=(0, 0))


if __name__ == "__main__":
    unittest.main()
