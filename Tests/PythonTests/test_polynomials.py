"""`apus.polynomial` and the polynomials of the main namespace, beside NumPy's."""

import inspect
import unittest

import numpy as np
import numpy.polynomial as npp

import apus
import apus.polynomial as app

FAMILIES = [("polynomial", "poly"), ("chebyshev", "cheb"), ("legendre", "leg"), ("laguerre", "lag"), ("hermite", "herm"),
            ("hermite_e", "herme")]
CLASSES = ["Polynomial", "Chebyshev", "Legendre", "Laguerre", "Hermite", "HermiteE"]


class Beside(unittest.TestCase):
    def close(self, ours, theirs, name, rtol=1e-12):
        if not isinstance(theirs, tuple):
            ours, theirs = (ours,), (theirs,)
        for a, b in zip(ours, theirs):
            a, b = np.asarray(a), np.asarray(b)
            self.assertEqual((a.shape, a.dtype), (b.shape, b.dtype), name)
            np.testing.assert_allclose(a, b, rtol=rtol, atol=rtol, err_msg=str(name))

    def test_functions_of_coefficients(self):
        generator = np.random.default_rng(0)
        for module, prefix in FAMILIES:
            ours, theirs = getattr(app, module), getattr(npp, module)
            for dtype in (float, complex, np.float32, int):
                rtol = 2e-5 if dtype is np.float32 else 1e-11
                a, b = (generator.normal(size=5) * 10).astype(dtype), (generator.normal(size=3) * 10).astype(dtype)
                if dtype is complex:
                    a = a + 1j * generator.normal(size=5)
                x = np.linspace(-2, 2, 7)
                calls = [("add", (a, b)), ("sub", (a, b)), ("mul", (a, b)), ("div", (a, b)), ("pow", (b, 3)), ("mulx", (a,)),
                         ("val", (x, a)), ("der", (a, 2)), ("int", (a, 2)), ("fromroots", (b,)), ("vander", (x, 4)),
                         ("companion", (a,)), ("roots", (a,)), ("trim", (a,))]
                for name, arguments in calls:
                    found = getattr(ours, prefix + name)(*arguments)
                    self.close(found, getattr(theirs, prefix + name)(*arguments), (module, name, dtype), rtol)
                if prefix != "poly":
                    for name in (prefix + "2poly", "poly2" + prefix):
                        self.close(getattr(ours, name)(a), getattr(theirs, name)(a), (module, name, dtype), rtol)

    def test_several_variables_fits_and_quadrature(self):
        generator = np.random.default_rng(1)
        c, c3, (x, y, z) = generator.normal(size=(4, 3)), generator.normal(size=(3, 2, 4)), generator.normal(size=(3, 5))
        places, values = np.linspace(-1, 1, 20), generator.normal(size=(20, 2))
        for module, prefix in FAMILIES:
            ours, theirs = getattr(app, module), getattr(npp, module)
            calls = [("val", (x, c), {}), ("val", (x[:3], c), {"tensor": False}), ("val2d", (x, y, c), {}), ("val3d", (x, y, z, c3), {}),
                     ("grid2d", (x, y, c), {}), ("grid3d", (x, y, z, c3), {}), ("vander2d", (x, y, [1, 2]), {}),
                     ("vander3d", (x, y, z, [1, 2, 3]), {}), ("der", (c,), {"axis": 1, "scl": 2}),
                     ("int", (c,), {"m": 2, "k": [1, 2], "lbnd": 0.5, "scl": 2, "axis": 1}), ("fit", (places, values, 4), {"w": places**2 + 1}),
                     ("fit", (places, values[:, 0], [0, 3]), {})]
            if prefix != "poly":
                calls += [("gauss", (30,), {}), ("weight", (x * 0.1,), {})]
            for name, arguments, keywords in calls:
                found = getattr(ours, prefix + name)(*arguments, **keywords)
                self.close(found, getattr(theirs, prefix + name)(*arguments, **keywords), (module, name), 1e-10)
            self.assertEqual(getattr(ours, prefix + "domain").tolist(), getattr(theirs, prefix + "domain").tolist())
            c1, rest = getattr(ours, prefix + "fit")(places, values, 2, full=True)
            expected = getattr(theirs, prefix + "fit")(places, values, 2, full=True)[1]
            self.close(rest[0], expected[0], module)
            self.close(rest[2], expected[2], module)
            self.assertEqual((rest[1], rest[3]), (expected[1], expected[3]))

    def test_classes(self):
        for name in CLASSES:
            ours, theirs = getattr(app, name), getattr(npp, name)
            a, b = ours([1, 2, 3.5], domain=[0, 2]), theirs([1, 2, 3.5], domain=[0, 2])
            for text in (str, repr, lambda p: f"{p:ascii}", lambda p: p._repr_latex_()):
                self.assertEqual(text(a), text(b))
            self.close(a(0.3), b(0.3), name)
            self.close((a * a - 3).deriv().coef, (b * b - 3).deriv().coef, name)
            self.close(divmod(a * a, a)[0].coef, divmod(b * b, b)[0].coef, name)
            self.close(a.integ(lbnd=1).coef, b.integ(lbnd=1).coef, name)
            self.close(a.convert(kind=app.Legendre).coef, b.convert(kind=npp.Legendre).coef, name)
            self.close(a.roots(), b.roots(), name)
            self.close(ours.fromroots([1, 2, 3]).coef, theirs.fromroots([1, 2, 3]).coef, name)
            self.close(ours.fit([1.0, 2, 4], [1, 3, 2], 2).coef, theirs.fit([1.0, 2, 4], [1, 3, 2], 2).coef, name, 1e-10)
            self.assertEqual(a, a.copy())
            self.assertNotEqual(a, a + 1)
            self.assertRaises(ZeroDivisionError, lambda: a // 0)
            self.assertRaises(TypeError, lambda: a + ours([1, 2]))
            self.assertRaises(ValueError, lambda: a ** 1.5)
            self.assertRaises(TypeError, lambda: a / a)
        try:
            app.set_default_printstyle("ascii")
            self.assertEqual(str(app.Polynomial([1, 2])), "1.0 + 2.0 x")
        finally:
            app.set_default_printstyle("unicode")
        self.close(app.Chebyshev.interpolate(apus.tanh, 8).coef, npp.Chebyshev.interpolate(np.tanh, 8).coef, "interpolate", 1e-14)

    def test_large_roots(self):
        for root in np.logspace(10, 25, num=200):
            roots = app.polynomial.polyroots(app.polynomial.polyfromroots([-1, 1, root]))
            self.assertLess(abs(roots[2] - root) / root, 4e-16)

    def test_main_namespace(self):
        p, q = np.array([3, 2, 1]), np.array([1, 5, 0, 7])
        x, y = np.linspace(-1, 1, 20), np.random.default_rng(2).normal(size=20)
        for name, arguments in [("polyadd", (p, q)), ("polysub", (p, q)), ("polymul", (p, q)), ("polydiv", (q, p)), ("polyder", (q,)),
                                ("polyint", (q, 2)), ("polyval", (q, np.arange(4))), ("polyval", (q, x)), ("roots", (q,)),
                                ("poly", (p,)), ("poly", (np.arange(9.0).reshape(3, 3),)), ("polyfit", (x, y, 3))]:
            self.close(getattr(apus, name)(*arguments), getattr(np, name)(*arguments), name, 1e-11)
        for cov in (True, "unscaled"):
            self.close(apus.polyfit(x, y, 3, cov=cov), np.polyfit(x, y, 3, cov=cov), "cov", 1e-10)
        a, b = apus.poly1d([0, 1, -2, 3.5]), np.poly1d([0, 1, -2, 3.5])
        for text in (str, repr, lambda p: str(p * p), lambda p: str(p.integ().deriv()), lambda p: repr(p / p), lambda p: str(p**3 - 1)):
            self.assertEqual(text(a), text(b))
        self.assertEqual(a(2.0).item(), b(2.0))
        a[5] = 2
        self.assertEqual((a.order, a[5].item(), a[9].item()), (5, 2.0, 0.0))

    def test_every_function_is_documented(self):
        for module, prefix in FAMILIES:
            place = getattr(app, module)
            for name in vars(place):
                function = getattr(place, name)
                if inspect.isfunction(function) and not name.startswith("_"):
                    inspect.signature(function)
                    self.assertGreater(len(inspect.getdoc(function) or ""), 15, name)

    def test_gradients_flow(self):
        c = apus.asarray([1.0, 2.0, 3.0], tensor=True, requires_grad=True)
        app.chebyshev.chebval(apus.tensor([0.5, 1.0]), c).sum().backward()
        self.assertEqual(c.grad.tolist(), [2.0, 1.5, 0.5])


if __name__ == "__main__":
    unittest.main()
