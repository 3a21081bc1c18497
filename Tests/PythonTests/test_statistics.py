"""NumPy's statistics and sequences in Python: signatures, kinds of results, errors and warnings."""

import unittest
import warnings

import apus


def array(values, dtype=None):
    return apus.asarray(values, dtype=dtype)


class Reductions(unittest.TestCase):
    x = array([[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]])
    mask = array([[True, False, True], [False, True, True]])

    def test_where_and_initial(self):
        self.assertEqual(apus.sum(self.x, where=self.mask).tolist(), 53.0)
        self.assertEqual(apus.sum(self.x, axis=0, initial=1).tolist(), [10.0, 19.0, 37.0])
        self.assertEqual(apus.prod(self.x, axis=1, where=self.mask).tolist(), [4.0, 512.0])
        self.assertEqual(apus.mean(self.x, axis=1, where=self.mask).tolist(), [2.5, 24.0])
        self.assertEqual(apus.var(self.x, axis=1, where=self.mask).tolist(), [2.25, 64.0])
        self.assertEqual(apus.max(self.x, axis=0, where=self.mask, initial=-1).tolist(), [1.0, 16.0, 32.0])
        self.assertEqual(apus.min(self.x[:0], axis=0, initial=5).tolist(), [5.0, 5.0, 5.0])
        self.assertEqual(apus.any(self.x > 31, where=~self.mask).tolist(), False)
        with self.assertRaises(ValueError):
            apus.max(self.x, where=self.mask)
        with self.assertRaises(TypeError):
            apus.sum(self.x, where=self.x)

    def test_out(self):
        out = apus.zeros(3)
        self.assertIs(apus.sum(self.x, axis=0, out=out), out)
        self.assertEqual(out.tolist(), [9.0, 18.0, 36.0])
        self.assertIs(apus.median(self.x, axis=0, out=out), out)
        with self.assertRaises(ValueError):
            apus.sum(self.x, axis=1, out=out)

    def test_positional_arguments_are_numpys(self):
        self.assertEqual(apus.sum(self.x, 0, apus.int64).tolist(), [9, 18, 36])
        self.assertEqual(apus.std(self.x, 0, None, None, 1).tolist(), apus.std(self.x, axis=0, correction=1).tolist())
        with self.assertRaises(ValueError):
            apus.std(self.x, ddof=1, correction=1)


class WithoutNaN(unittest.TestCase):
    x = array([[1.0, float("nan")], [float("nan"), float("nan")]])

    def test_warnings(self):
        for name in ("nanmin", "nanmax", "nanmean", "nanvar", "nanmedian"):
            with self.assertWarns(RuntimeWarning):
                result = getattr(apus, name)(self.x, axis=1)
            self.assertEqual(apus.isnan(result).tolist(), [False, True])
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            self.assertEqual(apus.nansum(self.x, axis=1).tolist(), [1.0, 0.0])
            self.assertEqual(apus.nanmax(self.x, axis=0, initial=0).tolist(), [1.0, 0.0])
        with self.assertRaises(ValueError):
            apus.nanargmin(self.x, axis=1)


class Quantiles(unittest.TestCase):
    def test_numbers_are_weak(self):
        x = array([1.0, 2.0, 4.0], apus.float32)
        self.assertEqual(apus.quantile(x, 0.5).dtype, apus.float32)
        self.assertEqual(apus.quantile(x, [0.5]).dtype, apus.float64)
        big = array([3, 2**60 + 1, 5])
        for share in (1, True, [0, 1], array([False, True])):
            result = apus.quantile(big, share)
            self.assertEqual((result.dtype, apus.max(result).item()), (apus.int64, 2**60 + 1))
        self.assertEqual(apus.quantile(True, False).dtype, apus.bool)
        self.assertEqual(apus.quantile(big, 1.0).dtype, apus.float64)
        self.assertEqual(apus.percentile(big, 100).dtype, apus.float64)
        self.assertEqual(apus.percentile([[1, 2], [3, 4]], 50, axis=(0, 1), keepdims=True).tolist(), [[2.5]])
        for q in (-0.1, 1.1, [0.5, 2]):
            with self.assertRaises(ValueError):
                apus.quantile(x, q)
        with self.assertRaises(ValueError):
            apus.quantile(x, 0.5, method="foo")
        with self.assertRaises(TypeError):
            apus.quantile(array([1j]), 0.5)
        with self.assertRaises(ZeroDivisionError):
            apus.average(x, weights=[0, 0, 0])


class Histograms(unittest.TestCase):
    def test_bins(self):
        counts, edges = apus.histogram([1, 2, 1], bins=[0, 1, 2, 3])
        self.assertEqual((counts.tolist(), edges.tolist()), ([0, 2, 1], [0, 1, 2, 3]))
        counts, edges = apus.histogram(apus.arange(100.0), "auto")
        self.assertEqual(int(apus.sum(counts)), 100)
        counts, x, y = apus.histogram2d([0.0, 1.0, 1.0], [0.0, 1.0, 0.0], 2)
        self.assertEqual(counts.tolist(), [[1.0, 0.0], [1.0, 1.0]])
        for bins in (0, [2, 1], "foo", [[1]]):
            with self.assertRaises(ValueError):
                apus.histogram([1, 2], bins)
        with self.assertRaises(TypeError):
            apus.histogram([1, 2], 2.5)

    def test_counts(self):
        self.assertEqual(apus.bincount([0, 2, 2]).tolist(), [1, 0, 2])
        with self.assertRaises(TypeError):
            apus.bincount([0.5])
        with self.assertRaises(ValueError):
            apus.bincount([-1])


class Pieces(unittest.TestCase):
    def test_putting_in_and_taking_out(self):
        x = array([[1, 1], [2, 2], [3, 3]])
        self.assertEqual(apus.insert(x, 1, 5).tolist(), [1, 5, 1, 2, 2, 3, 3])
        self.assertEqual(apus.insert(x, 1, [1, 2, 3], axis=1).tolist(), [[1, 1, 1], [2, 2, 2], [3, 3, 3]])
        self.assertEqual(apus.delete(x, slice(None, None, 2), 0).tolist(), [[2, 2]])
        self.assertEqual(apus.delete(x, [0, -1], 0).tolist(), [[2, 2]])
        self.assertEqual(apus.append(x, [[4, 4]], axis=0).shape, (4, 2))
        self.assertEqual(apus.trim_zeros([0, 0, 1, 2, 0]), [1, 2])
        self.assertEqual(apus.select([x > 2, x > 1], [x, x * 10], -1).tolist(), [[-1, -1], [20, 20], [3, 3]])
        self.assertEqual(apus.piecewise(array([-1.0, 2.0]), [array([True, False])], [lambda v: -v, 7]).tolist(), [1.0, 7.0])
        apus.place(x, x > 1, [7, 8, 9])
        self.assertEqual(x.tolist(), [[1, 1], [7, 8], [9, 7]])
        with self.assertRaises(IndexError):
            apus.delete(x, 3, 0)

    def test_vectorize(self):
        double = apus.vectorize(lambda a, b: a if a > b else b)
        self.assertEqual(double([1, 5], [[3], [4]]).tolist(), [[3, 5], [4, 5]])
        convolve = apus.vectorize(apus.convolve, signature="(n),(m)->(k)")
        self.assertEqual(convolve([[1, 0], [2, 1]], [1, 1]).tolist(), [[1, 1, 0], [2, 3, 1]])


class Tensors(unittest.TestCase):
    def test_gradients_flow_through(self):
        x = apus.tensor([1.0, 3.0, 2.0, 5.0], requires_grad=True)
        apus.interp(apus.tensor([0.5, 1.5]), apus.tensor([0.0, 1.0, 2.0, 3.0]), x).sum().backward()
        self.assertEqual(x.grad.tolist(), [0.5, 1.0, 0.5, 0.0])
        values, indices = apus.median(apus.tensor([[3.0, 1.0, 2.0]]), 1)
        self.assertEqual((values.tolist(), indices.tolist()), ([2.0], [2]))


if __name__ == "__main__":
    unittest.main()
