"""`apus.linalg` beside `numpy.linalg`: values, shapes, dtypes, named results, errors."""

import unittest

import apus

try:
    import numpy as np
except ImportError:
    np = None

SHAPES = [(3, 3), (4, 2), (2, 4), (2, 3, 3), (0, 3, 3), (2, 0, 0)]
DTYPES = ["int64", "float32", "float64", "complex64", "complex128"]


def sample(shape, dtype):
    rng = np.random.default_rng(5)
    x = rng.uniform(-3, 3, shape)
    if dtype.startswith("complex"):
        x = x + 1j * rng.uniform(-3, 3, shape)
    return x.astype(dtype)


@unittest.skipIf(np is None, "NumPy is not installed")
class BesideNumPy(unittest.TestCase):
    def compare(self, ours, theirs, what, single=False):
        if isinstance(theirs, tuple):
            self.assertEqual(len(ours), len(theirs), what)
            for a, b in zip(ours, theirs):
                self.compare(a, b, what, single)
            return
        theirs = np.asarray(theirs)
        found = np.asarray(ours)
        self.assertEqual(found.shape, theirs.shape, what)
        self.assertEqual(found.dtype.kind, theirs.dtype.kind, what)
        bound = 2e-3 if single else 1e-9
        np.testing.assert_allclose(found, theirs, rtol=bound, atol=bound, err_msg=what)

    def both(self, name, *arguments, **keywords):
        single = any(getattr(a, "dtype", None) in (np.dtype("float32"), np.dtype("complex64")) for a in arguments)
        ours = [apus.asarray(a) if isinstance(a, np.ndarray) else a for a in arguments]
        what = f"{name} {[getattr(a, 'shape', a) for a in arguments]} {keywords}"
        self.compare(getattr(apus.linalg, name)(*ours, **keywords), getattr(np.linalg, name)(*arguments, **keywords), what, single)

    def test_square(self):
        for dtype in DTYPES:
            for shape in SHAPES:
                x = sample(shape, dtype)
                if shape[-1] != shape[-2]:
                    continue
                for name in ("inv", "det", "slogdet"):
                    self.both(name, x)
                for power in (0, 1, 2, 5, -2):
                    self.both("matrix_power", x, power)
                hermitian = x + np.conj(np.swapaxes(x, -1, -2))
                self.both("eigvalsh", hermitian)
                self.both("eigvalsh", hermitian, UPLO="U")
                positive = hermitian + 20 * np.eye(shape[-1]).astype(dtype)
                self.both("cholesky", positive)
                self.both("cholesky", positive, upper=True)
                self.both("solve", x, sample((shape[-1], 2), dtype))
                self.both("solve", x, sample(shape[-1:], dtype))
                if 0 not in shape:  # of which NumPy gives integers
                    self.both("pinv", positive, hermitian=True)

    def test_rectangular(self):
        for dtype in DTYPES:
            for shape in SHAPES:
                x = sample(shape, dtype)
                self.both("svdvals", x)
                if 0 not in shape:
                    self.both("pinv", x)
                self.both("matrix_rank", x)
                self.both("matrix_norm", x)
                self.both("vector_norm", x, axis=-1, ord=3)
                for mode in ("reduced", "complete", "r", "raw"):
                    if 0 not in shape or mode != "raw":
                        self.both("qr", x, mode=mode)
                if len(shape) == 2:
                    self.both("lstsq", x, sample((shape[0], 2), dtype))
                    for order in (None, "fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf):
                        self.both("norm", x, order)
                        self.both("norm", x, order, axis=(1, 0), keepdims=True)

    def test_products(self):
        for dtype in DTYPES:
            a, b, c = sample((4, 3), dtype), sample((3, 5), dtype), sample((5,), dtype)
            ours = [apus.asarray(x) for x in (a, b, c)]
            self.compare(apus.linalg.multi_dot(ours), np.linalg.multi_dot([a, b, c]), "multi_dot", True)
            x, y = sample((2, 3), dtype), sample((2, 3), dtype)
            for name in ("kron", "inner", "outer", "vdot", "cross", "dot"):
                second = y.T if name == "dot" else y
                ours = getattr(apus, name)(apus.asarray(x), apus.asarray(second))
                self.compare(ours, getattr(np, name)(x, second), name, True)
            self.compare(apus.trace(apus.asarray(x), 1), np.trace(x, 1), "trace", True)
            self.compare(apus.matvec(apus.asarray(a), apus.asarray(x[0])), np.matvec(a, x[0]), "matvec", True)
            self.compare(apus.vecmat(apus.asarray(x[0]), apus.asarray(b)), np.vecmat(x[0], b), "vecmat", True)


class Results(unittest.TestCase):
    def test_names_of_results(self):
        x = apus.asarray([[2.0, 1], [1, 3]])
        self.assertEqual(apus.linalg.svd(x)._fields, ("U", "S", "Vh"))
        self.assertEqual(apus.linalg.qr(x)._fields, ("Q", "R"))
        self.assertEqual(apus.linalg.eigh(x)._fields, ("eigenvalues", "eigenvectors"))
        self.assertEqual(apus.linalg.slogdet(x)._fields, ("sign", "logabsdet"))
        self.assertEqual(apus.linalg.eig(x).eigenvalues.dtype, apus.complex128)

    def test_errors(self):
        error = apus.linalg.LinAlgError
        self.assertTrue(issubclass(error, ValueError))
        for call in (
            lambda: apus.linalg.inv(apus.ones((2, 2))), lambda: apus.linalg.inv(apus.ones((2, 3))),
            lambda: apus.linalg.cholesky(-apus.eye(2)), lambda: apus.linalg.solve(apus.zeros((2, 2)), apus.ones(2)),
            lambda: apus.linalg.svd(apus.asarray([[apus.nan]])), lambda: apus.linalg.eig(apus.asarray([[apus.inf]])),
            lambda: apus.linalg.cond(apus.zeros((0, 2))), lambda: apus.linalg.det(apus.ones(3)),
        ):
            self.assertRaises(error, call)
        self.assertRaises(TypeError, apus.linalg.det, apus.ones((2, 2), dtype=apus.float16))
        self.assertRaises(TypeError, apus.linalg.matrix_power, apus.ones((2, 2)), 1.5)
        self.assertRaises(ValueError, apus.linalg.eigh, apus.ones((2, 2)), "X")
        self.assertRaises(ValueError, apus.linalg.qr, apus.ones((2, 2)), "nonsense")

    def test_gradients(self):
        x = apus.tensor([[3.0, 1], [0, 2]], requires_grad=True)
        apus.linalg.det(x).backward()
        self.assertEqual([[round(v, 4) for v in row] for row in x.grad.tolist()], [[2, 0], [-1, 3]])


if __name__ == "__main__":
    unittest.main()
