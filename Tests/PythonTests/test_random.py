"""Random numbers are those of NumPy and PyTorch after the same seed."""

import unittest

import _apus as apus
from apus.random import default_rng

try:
    import numpy
except ImportError:
    numpy = None
try:
    import torch
except ImportError:
    torch = None


class WithoutPeers(unittest.TestCase):
    def test_seeds(self):
        self.assertEqual(default_rng(3).random(5).tolist(), default_rng(3).random(5).tolist())
        self.assertNotEqual(default_rng().random(5).tolist(), default_rng().random(5).tolist())
        self.assertIsInstance(default_rng(1).random(), float)
        one, two = default_rng(3).spawn(2)
        self.assertNotEqual(one.random(5).tolist(), two.random(5).tolist())
        for wrong in ("a", 1.5, -1, [1, -1]):
            with self.assertRaises((TypeError, ValueError)):
                default_rng(wrong)

    def test_wrong_requests(self):
        rng = default_rng(0)
        for wrong in (lambda: rng.integers(3, 3), lambda: rng.integers(0, 300, dtype="uint8"), lambda: rng.normal(0, -1),
                      lambda: rng.random(-1), lambda: rng.choice(3, 5, replace=False), lambda: rng.permutation(-1),
                      lambda: rng.spawn(-1),
                      lambda: apus.randn(-1), lambda: apus.randint(3, 3, (2,)), lambda: apus.randperm(-1),
                      lambda: apus.ones(2, tensor=True).normal_(0, -1), lambda: apus.bernoulli(apus.full(2, 7.0, tensor=True))):
            with self.assertRaises(ValueError):
                wrong()
        for wrong in (lambda: rng.random(3, dtype="int8"), lambda: rng.uniform("a"), lambda: rng.integers("a"), lambda: rng.shuffle(apus.asarray(3)),
                      lambda: apus.rand(3, dtype="int64"), lambda: apus.rand(3, generator=rng), lambda: type(rng)()):
            with self.assertRaises(TypeError):
                wrong()
        with self.assertRaises(OverflowError):
            rng.uniform(0, float("inf"))


@unittest.skipUnless(numpy, "NumPy is not installed")
class LikeNumPy(unittest.TestCase):
    def test_streams(self):
        for draw in (
            lambda rng: rng.random((2, 3)), lambda rng: rng.uniform(-1, 2, 5), lambda rng: rng.standard_normal(7),
            lambda rng: rng.normal(1, 2, size=(3,)), lambda rng: rng.exponential(2, 4), lambda rng: rng.integers(10, size=9),
            lambda rng: rng.integers(-5, 5, size=(2, 2), dtype="int8", endpoint=True), lambda rng: rng.permutation(9),
            lambda rng: rng.random(4, dtype="float32"), lambda rng: rng.choice(20, 5), lambda rng: rng.choice(20, 5, replace=False),
        ):
            self.assertEqual(draw(default_rng(42)).tolist(), draw(numpy.random.default_rng(42)).tolist())

    def test_slices(self):
        theirs = numpy.arange(12).reshape(4, 3)
        ours = apus.asarray(theirs.copy())
        self.assertEqual(sorted(default_rng(1).permutation(ours).tolist()), theirs.tolist())
        self.assertEqual(sorted(default_rng(1).permutation(ours, axis=1)[0].tolist()), [0, 1, 2])
        default_rng(1).shuffle(ours)
        self.assertEqual(sorted(ours.tolist()), theirs.tolist())


@unittest.skipUnless(torch, "PyTorch is not installed")
class LikeTorch(unittest.TestCase):
    def test_streams(self):
        for draw in (
            lambda xp: xp.rand(2, 3), lambda xp: xp.rand((4,), dtype=xp.float64), lambda xp: xp.randint(0, 10, (8,)),
            lambda xp: xp.randperm(9), lambda xp: xp.rand(5).uniform_(-1, 1), lambda xp: xp.rand(6).exponential_(2.5),
            lambda xp: xp.rand(6).bernoulli_(0.3), lambda xp: xp.bernoulli(xp.rand(5)),
        ):
            apus.manual_seed(7)
            torch.manual_seed(7)
            self.assertEqual(draw(apus).tolist(), draw(torch).tolist())

    def test_normal_numbers(self):
        apus.manual_seed(7)
        torch.manual_seed(7)
        ours, theirs = torch.from_dlpack(apus.randn(100)), torch.randn(100)
        self.assertTrue(torch.allclose(ours, theirs, rtol=1e-6, atol=1e-7))

    def test_generators(self):
        generator = apus.generator(5)
        first = apus.rand(3, generator=generator).tolist()
        generator.manual_seed(5)
        self.assertEqual(apus.rand(3, generator=generator).tolist(), first)
        self.assertEqual(first, torch.rand(3, generator=torch.Generator().manual_seed(5)).tolist())


@unittest.skipUnless(torch, "PyTorch is not installed")
class OptimizersLikeTorch(unittest.TestCase):
    def check(self, make, torch_make):
        ours = apus.asarray([1.0, -2.0, 3.0], tensor=True, requires_grad=True)
        theirs = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)
        our_optimizer, their_optimizer = make(apus, ours), torch_make(torch.optim, theirs)
        for _ in range(10):
            our_optimizer.zero_grad()
            their_optimizer.zero_grad()
            (ours * ours * ours).sum().backward()
            (theirs * theirs * theirs).sum().backward()
            our_optimizer.step()
            their_optimizer.step()
        self.assertTrue(torch.allclose(torch.from_dlpack(ours.detach()), theirs.detach(), rtol=1e-6, atol=0), (ours, theirs))
        return our_optimizer

    def test_methods(self):
        for make in (
            lambda m, p: m.SGD([p], lr=0.01), lambda m, p: m.SGD([p], lr=0.01, momentum=0.9, nesterov=True, weight_decay=0.1),
            lambda m, p: m.Adam([p], lr=0.01), lambda m, p: m.Adam([p], lr=0.01, betas=(0.8, 0.9), amsgrad=True),
            lambda m, p: m.AdamW([p], lr=0.01, weight_decay=0.2),
        ):
            optimizer = self.check(make, make)
            state = optimizer.state_dict()
            optimizer.load_state_dict(state)

    def test_wrong_requests(self):
        p = apus.ones(2, requires_grad=True)
        for wrong in (lambda: apus.SGD([], 0.1), lambda: apus.SGD([p], -1), lambda: apus.SGD([p], 0.1, nesterov=True),
                      lambda: apus.Adam([p], betas=(2, 0)), lambda: apus.Adam([p * 2]),
                      lambda: setattr(apus.SGD([p]), "lr", -1)):
            with self.assertRaises(ValueError):
                wrong()
        for wrong in (lambda: apus.SGD(), lambda: apus.SGD(3), lambda: apus.SGD(["a"]), lambda: apus.Adam([p], betas=3),
                      lambda: apus.Adam([apus.ones(2, dtype="int64", tensor=True)]),
                      lambda: apus.SGD([p]).load_state_dict({"0.momentum_buffer": object()})):
            with self.assertRaises(TypeError):
                wrong()
        optimizer = apus.SGD([p], lr=0.5)
        optimizer.lr = 0.25
        self.assertEqual(optimizer.lr, 0.25)
        with self.assertRaises(RuntimeError):
            optimizer.load_state_dict({"0.momentum_buffer": apus.ones(3, tensor=True)})


if __name__ == "__main__":
    unittest.main()
