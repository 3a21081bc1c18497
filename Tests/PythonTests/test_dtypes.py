"""Elementwise operations over dtypes and layouts, on arrays long enough for vectors and blocks, beside NumPy."""

import itertools
import operator
import unittest

import numpy as np

import apus

INTEGERS = ["uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64"]
FLOATS = ["float16", "float32", "float64"]


def edges(dtype, count=1500, seed=1):
    """Numbers of every length, with both ends of the dtype, 0 and ones among them."""
    generator = np.random.default_rng(seed)
    info = np.iinfo(dtype)
    bits = generator.integers(0, 2**64, count, dtype=np.uint64, endpoint=False) >> generator.integers(0, 64, count).astype(np.uint64)
    numbers = bits.astype(dtype)
    some = generator.random(count) < 0.1
    numbers[some] = generator.choice(np.array([info.min, info.max, 0, 1, info.min + 1], dtype=dtype), some.sum())
    return np.where(generator.random(count) < 0.5, numbers, (0 - numbers).astype(dtype)) if info.min else numbers


def reals(dtype, count=1500, seed=1):
    """Numbers of many magnitudes, with zeros, infinities and NaN among them."""
    generator = np.random.default_rng(seed)
    with np.errstate(all="ignore"):
        numbers = (generator.standard_normal(count) * np.exp2(generator.integers(-20, 15, count))).astype(dtype)
    some = generator.random(count) < 0.1
    numbers[some] = generator.choice(np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1, 65504, 6e-8], dtype=dtype), some.sum())
    return numbers


def complexes(real, seed):
    """Complex numbers of such parts."""
    return np.stack([reals(real, seed=seed), reals(real, seed=seed + 1)], axis=1).view("complex64" if real == "float32" else "complex128")[:, 0]


class Same(unittest.TestCase):
    def check(self, ours, theirs, *about, signs=True):
        ours = np.asarray(ours)
        self.assertEqual((ours.dtype, ours.shape), (theirs.dtype, theirs.shape), about)
        np.testing.assert_array_equal(ours, theirs, str(about))
        if signs and theirs.dtype.kind == "f":
            numbers = ~np.isnan(theirs)
            np.testing.assert_array_equal(np.signbit(ours)[numbers], np.signbit(theirs)[numbers], str(about))


class IntegerDivision(Same):
    def test_all_pairs_of_8_bits(self):
        for dtype in ("int8", "uint8"):
            info = np.iinfo(dtype)
            every = np.arange(info.min, info.max + 1).astype(dtype)
            a, b = np.repeat(every, 256), np.tile(every, 256)
            with np.errstate(all="ignore"):
                for ours, theirs in ((apus.floor_divide, np.floor_divide), (apus.remainder, np.remainder), (apus.fmod, np.fmod)):
                    self.check(ours(apus.asarray(a), apus.asarray(b)), theirs(a, b), dtype, theirs)
                    for number in every:
                        self.check(ours(apus.asarray(every), int(number)), theirs(every, number), dtype, theirs, number)

    def test_numbers_beside_multiples(self):
        for dtype in INTEGERS:
            y = edges(dtype, 40_000)
            with np.errstate(all="ignore"):
                near = np.floor_divide(edges(dtype, 40_000, 2), y) * y + np.random.default_rng(3).integers(-1, 2, y.size).astype(dtype)
                for ours, theirs in ((apus.floor_divide, np.floor_divide), (apus.remainder, np.remainder), (apus.fmod, np.fmod)):
                    self.check(ours(apus.asarray(near), apus.asarray(y)), theirs(near, y), dtype, theirs)
                    for number in y[:200]:
                        by = apus.asarray(np.array(number))
                        self.check(ours(apus.asarray(near[:500]), by), theirs(near[:500], number), dtype, theirs, number)
                        self.check(ours(by, apus.asarray(y[:300])), theirs(number, y[:300]), dtype, theirs, number)

    def test_powers(self):
        for dtype in INTEGERS:
            base, exponent = edges(dtype), np.random.default_rng(1).integers(0, 70, 1500).astype(dtype)
            self.check(apus.asarray(base) ** apus.asarray(exponent), base ** exponent, dtype)
            for number in (0, 1, 2, 3, 5, 8, 13, 63):
                self.check(apus.asarray(base) ** number, base ** np.array(number, dtype), dtype, number)
                self.check(apus.power(apus.asarray(np.array(number, dtype)), apus.asarray(exponent)), np.array(number, dtype) ** exponent)


class HalfPrecision(Same):
    def test_float16_rounds_once(self):
        a, b, c = (reals("float16", seed=seed) for seed in (1, 2, 3))
        x, y, z = (apus.asarray(array) for array in (a, b, c))
        with np.errstate(all="ignore"):
            for name in ("add", "subtract", "multiply", "divide", "maximum", "minimum", "copysign", "less", "equal", "logical_and"):
                signs = name not in ("maximum", "minimum")  # of zeros that differ in sign, either one
                self.check(getattr(apus, name)(x, y), getattr(np, name)(a, b), name, signs=signs)
                self.check(getattr(apus, name)(x, y[7]), getattr(np, name)(a, b[7]), name, signs=signs)
                self.check(getattr(apus, name)(x[7], y), getattr(np, name)(a[7], b), name, signs=signs)
            for name in ("negative", "abs", "sqrt", "square", "floor", "ceil", "trunc", "sign", "isnan", "signbit", "logical_not"):
                self.check(getattr(apus, name)(x), getattr(np, name)(a), name)
            self.check(apus.clip(x, y, z), np.clip(a, b, c), signs=False)
            self.check(apus.clip(x, -1.5, 20), np.clip(a, np.float16(-1.5), np.float16(20)), signs=False)

    def test_bfloat16_is_rounded_float32(self):
        a, b = reals("float32"), reals("float32", seed=2)
        x, y = apus.asarray(a).astype("bfloat16"), apus.asarray(b).astype("bfloat16")
        wide_x, wide_y = x.astype("float32"), y.astype("float32")
        for name in ("add", "subtract", "multiply", "divide", "maximum", "less", "equal"):
            function = getattr(apus, name)
            expected = function(wide_x, wide_y)
            expected = expected if expected.dtype == "bool" else expected.astype("bfloat16").astype("float32")
            found = function(x, y)
            self.check(found if found.dtype == "bool" else found.astype("float32"), np.asarray(expected), name)
        for name in ("negative", "abs", "sqrt", "square", "floor", "round", "sign", "reciprocal"):
            function = getattr(apus, name)
            self.check(function(x).astype("float32"), np.asarray(function(wide_x).astype("bfloat16").astype("float32")), name)


class ComplexNumbers(Same):
    def test_magnitudes_quotients_and_signs(self):
        for dtype, real, bound in (("complex64", "float32", 1e-7), ("complex128", "float64", 3e-16)):
            a, b = complexes(real, 1), complexes(real, 3)
            x, y = apus.asarray(a), apus.asarray(b)
            for name in ("equal", "not_equal", "logical_and", "logical_or", "logical_xor"):
                self.check(getattr(apus, name)(x, y), getattr(np, name)(a, b), name)
                self.check(getattr(apus, name)(x, x), getattr(np, name)(a, a), name)
            for name in ("isnan", "isinf", "isfinite", "logical_not"):
                self.check(getattr(apus, name)(x), getattr(np, name)(a), name)
            self.check(x.astype("bool"), a.astype("bool"))
            with np.errstate(all="ignore"):
                exact = np.hypot(a.real.astype("longdouble"), a.imag.astype("longdouble")).astype(real)
                np.testing.assert_allclose(np.asarray(apus.abs(x)), exact, rtol=bound / 1.9)
                np.testing.assert_allclose(np.asarray(apus.sign(x)), np.sign(a), rtol=4 * bound)
                fine = np.isfinite(a) & np.isfinite(b) & (b != 0)
                wide = a[fine].astype("clongdouble") / b[fine].astype("clongdouble")
                error = np.abs(np.asarray(x / y)[fine] - wide.astype(dtype)) / np.abs(wide)
                self.assertLess(np.nanmax(error[np.isfinite(error)]), 8 * bound)
        large = np.array([3e300 + 4e300j, 3e-310 + 4e-310j, complex(np.inf, np.nan), complex(np.nan, 1), 0j])
        np.testing.assert_allclose(np.asarray(apus.abs(apus.asarray(large))), np.abs(large), rtol=1e-15)

    def test_from_real_numbers(self):
        for source in INTEGERS + FLOATS + ["bool"]:
            values = reals(source) if source in FLOATS else edges(source) if source != "bool" else np.arange(1500) % 3 == 0
            for target, step in itertools.product(("complex64", "complex128"), (1, 2, -1)):
                with np.errstate(all="ignore"):
                    self.check(apus.asarray(values)[::step].astype(target), values[::step].astype(target), source, target)


class TurnedArrays(Same):
    """Arrays of more than a thousand elements whose last axis is not the one that memory follows."""

    def layouts(self, a):
        yield a.T, apus.asarray(a).T
        yield a.T[::2], apus.asarray(a).T[::2]
        yield a[:, ::2].T, apus.asarray(a)[:, ::2].T
        yield a.T[::-1], apus.asarray(a).T[::-1]
        cube = a[:36, :40].reshape(9, 4, 8, 5)
        yield cube.transpose(2, 0, 3, 1), apus.asarray(cube).transpose(2, 0, 3, 1)
        yield cube.transpose(0, 3, 2, 1)[:, None], apus.asarray(cube).transpose(0, 3, 2, 1)[:, None]

    def test_operations(self):
        for dtype in ("int8", "int16", "float32", "float64", "complex128", "bool"):
            a = (np.arange(41 * 67).reshape(41, 67) % 97 - (0 if dtype == "bool" else 40)).astype(dtype)
            for theirs, ours in self.layouts(a):
                self.check(ours + ours, theirs + theirs, dtype)
                self.check(ours == ours.copy(), theirs == theirs, dtype)
                self.check(ours * ours[..., :1], theirs * theirs[..., :1], dtype)
                self.check(ours[:1] * ours, theirs[:1] * theirs, dtype)
                self.check(apus.where(ours != 0, ours, ours * ours), np.where(theirs != 0, theirs, theirs * theirs), dtype)
                self.check(ours.astype("complex64"), theirs.astype("complex64"), dtype)
                if dtype != "bool":
                    self.check(3 - ours, 3 - theirs, dtype)
                    self.check(-ours, -theirs, dtype)
                    self.check(ours.copy().__isub__(ours), np.zeros_like(theirs, order="C"), dtype)
                self.assertTrue((ours + ours).flags.c_contiguous)

    def test_in_place(self):
        a = np.arange(41 * 67, dtype="float32").reshape(41, 67)
        x, y = apus.asarray(a.copy()), apus.asarray(a.copy())
        turned = x.T
        turned += y.T
        self.check(x, a + a)
        view = apus.asarray(a[:40, :40].copy())
        turned = view.T
        turned *= view
        self.check(view, a[:40, :40] * a[:40, :40].T)


class Ranges(Same):
    def test_arange_and_linspace(self):
        for dtype in INTEGERS + FLOATS:
            for arguments in ((100,), (3, 90, 7), (0, 1), (0, 2), (5, 5)):
                self.check(apus.arange(*arguments, dtype=dtype), np.arange(*arguments, dtype=dtype), dtype, arguments)
        self.check(apus.arange(-5, 4000, 3), np.arange(-5, 4000, 3))
        self.check(apus.arange(0.5, 40, 0.1), np.arange(0.5, 40, 0.1))
        self.check(apus.arange(0, 4000, 0.75, dtype="float32"), np.arange(0, 4000, 0.75, dtype="float32"))
        for arguments in ((0, 1, 1001), (1, -3, 777), (0, 1, 1), (0, 1, 2), (2, 2, 5), (0, 5e-324, 5), (0, 1, 0)):
            for endpoint, dtype in itertools.product((True, False), ("float64", "float32", "int32")):
                self.check(apus.linspace(*arguments, endpoint=endpoint, dtype=dtype),
                           np.linspace(*arguments, endpoint=endpoint, dtype=dtype), arguments, endpoint, dtype)


if __name__ == "__main__":
    unittest.main()
