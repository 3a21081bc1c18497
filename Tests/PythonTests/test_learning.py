"""Layers, losses, networks and optimizers, by themselves and beside PyTorch's."""

import re
import pathlib
import unittest

import _apus
import apus
from apus import nn, optim

try:
    import torch
except ImportError:
    torch = None

# By name: arguments, shapes of the inputs (a shape with "classes" makes class indices).
LAYERS = {
    "Linear": ((3, 4), [(2, 3)]), "Conv2d": ((4, 6, (3, 2)), [(2, 4, 6, 6)]), "Conv1d": ((2, 4, 3), [(2, 2, 8)]),
    "Embedding": ((5, 3), ["indices"]), "Dropout": ((0.0,), [(4,)]), "Identity": ((), [(3,)]), "Flatten": ((), [(2, 3, 4)]),
    "BatchNorm1d": ((3,), [(5, 3)]), "BatchNorm2d": ((3,), [(4, 3, 2, 2)]), "LayerNorm": (((2, 3),), [(4, 2, 3)]),
    "GroupNorm": ((2, 4), [(3, 4, 5)]), "ReLU": ((), [(5,)]), "SiLU": ((), [(5,)]), "Sigmoid": ((), [(5,)]),
    "Tanh": ((), [(5,)]), "GELU": (("tanh",), [(5,)]), "LeakyReLU": ((0.2,), [(5,)]), "ELU": ((1.5,), [(5,)]),
    "Softplus": ((2.0,), [(5,)]), "Softmax": ((1,), [(2, 3)]), "LogSoftmax": ((1,), [(2, 3)]),
    "MaxPool2d": ((2,), [(2, 3, 4, 6)]), "MaxPool1d": ((2, 1), [(2, 3, 5)]), "AvgPool2d": ((3, 2, 1), [(2, 3, 7, 6)]),
    "AvgPool1d": ((2,), [(2, 3, 6)]), "AdaptiveAvgPool2d": (((2, 3),), [(1, 2, 5, 7)]),
    "AdaptiveAvgPool1d": ((3,), [(2, 2, 7)]), "CrossEntropyLoss": ((), [(4, 3), "classes"]),
    "NLLLoss": ((), [(4, 3), "classes"]), "MSELoss": ((), [(4,), (4,)]), "L1Loss": ((), [(4,), (4,)]),
    "SmoothL1Loss": ((), [(4,), (4,)]), "HuberLoss": ((), [(4,), (4,)]), "BCELoss": ((), ["probabilities", "probabilities"]),
    "BCEWithLogitsLoss": ((), [(4,), "probabilities"]),
}


def network():
    return nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(64, 3))


class Pair(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 4)
        self.scale = nn.Parameter(apus.tensor([2.0]))
        self.register_buffer("offset", apus.tensor([1.0]))
        self.rest = nn.ModuleList([nn.Linear(4, 2)])

    def forward(self, x):
        return self.rest[0](self.first(x).tanh() * self.scale + self.offset)


class Modules(unittest.TestCase):
    def test_every_module_has_a_case(self):
        table = {name for name in dir(_apus.nn) if not name.startswith("_")}
        self.assertEqual(table, set(LAYERS))

    def test_every_class_of_the_sources_is_in_the_table(self):
        folder = pathlib.Path(__file__).parents[2] / "Sources/Apus/NN/Layers"
        classes = {name for file in folder.glob("*.swift")
                   for name in re.findall(r"public final class (\w+): (?:Module|BatchNorm)", file.read_text())}
        # What is no layer of the table: containers, and what is called with masks besides tensors.
        others = {"Sequential", "MultiheadAttention", "TransformerEncoderLayer", "TransformerEncoder"}
        self.assertEqual(classes - others, set(LAYERS))

    def test_a_module_of_ones_own(self):
        model = Pair()
        names = ["scale", "first.weight", "first.bias", "rest.0.weight", "rest.0.bias"]
        self.assertEqual([name for name, _ in model.named_parameters()], names)
        self.assertEqual(set(model.state_dict()), set(names) | {"offset"})
        model(apus.ones((2, 3), dtype=apus.float32)).sum().backward()
        self.assertTrue(all(parameter.grad is not None for parameter in model.parameters()))
        model.zero_grad()
        self.assertTrue(all(parameter.grad is None for parameter in model.parameters()))
        other = Pair()
        self.assertEqual(other.load_state_dict(model.state_dict()), ([], []))
        x = apus.Tensor(apus.ones((2, 3), dtype=apus.float32))
        self.assertEqual(other(x).tolist(), model(x).tolist())
        with self.assertRaisesRegex(RuntimeError, "missing scale"):
            other.load_state_dict({})
        self.assertIn("(first): Linear(3, 4)", repr(model))

    def test_training_mode_reaches_the_layers(self):
        model = nn.Sequential(nn.Dropout(1.0))
        x = apus.Tensor(apus.ones((3,), dtype=apus.float32))
        self.assertEqual(model(x).tolist(), [0, 0, 0])
        self.assertEqual(model.eval()(x).tolist(), [1, 1, 1])
        self.assertFalse(model[0].training)

    def test_wrong_arguments(self):
        wrong = [
            lambda: nn.Linear(-1, 2), lambda: nn.Linear(2), lambda: nn.Linear("a", 2), lambda: nn.Linear(1 << 40, 1 << 40),
            lambda: nn.Conv2d(3, 4, 2, groups=2), lambda: nn.Conv2d(2, 2, 0), lambda: nn.Conv2d(2, 2, 1, padding="some"),
            lambda: nn.Embedding(3, 2, padding_idx=5), lambda: nn.Dropout(2.0), lambda: nn.GELU("other"),
            lambda: nn.GroupNorm(2, 3), lambda: nn.LayerNorm((-1,)), lambda: nn.MaxPool2d(0), lambda: nn.AvgPool2d(2, divisor_override=0),
            lambda: nn.MSELoss("most"), lambda: nn.Linear(2, 2, dtype=apus.int32), lambda: nn.Linear(2, 2)(apus.ones((3,))),
            lambda: nn.Linear(2, 2)(), lambda: nn.Linear(2, 2)("x"), lambda: nn.BatchNorm2d(2)(apus.ones((2, 2))),
            lambda: nn.MaxPool1d(2)(apus.ones((2,))), lambda: nn.Embedding(3, 2)(apus.asarray([7])),
            lambda: nn.Linear(2, 2).to(apus.int64), lambda: nn.Linear(2, 2).to("cuda"),
        ]
        for index, call in enumerate(wrong):
            with self.subTest(index), self.assertRaises((ValueError, TypeError, RuntimeError, IndexError, MemoryError)):
                call()

    def test_learning(self):
        _apus.manual_seed(0)
        model = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 2))
        x = apus.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]], dtype=apus.float32)
        classes = apus.tensor([0, 1, 1, 0])
        optimizer = optim.Adam(model.parameters(), lr=0.05)
        for _ in range(200):
            optimizer.zero_grad()
            loss = nn.CrossEntropyLoss()(model(x), classes)
            loss.backward()
            optimizer.step()
        self.assertLess(loss.item(), 0.01)
        optimizer.param_groups[0]["lr"] = 0.5
        self.assertEqual(optimizer.lr, 0.5)


@unittest.skipIf(torch is None, "PyTorch is not installed")
class BesidePyTorch(unittest.TestCase):
    def given(self, description, dtype):
        if description == "indices":
            return torch.tensor([[0, 4], [2, 2]])
        if description == "classes":
            return torch.tensor([0, 2, 1, 2])
        if description == "probabilities":
            return torch.rand(4, dtype=dtype)
        return torch.randn(description, dtype=dtype)

    def test_initial_values_results_and_gradients(self):
        torch.manual_seed(1)
        for name, (arguments, inputs) in LAYERS.items():
            with self.subTest(name):
                given = [self.given(description, torch.float32) for description in inputs]
                torch.manual_seed(3)
                theirs = getattr(torch.nn, name)(*arguments)
                _apus.manual_seed(3)
                ours = getattr(nn, name)(*arguments)
                self.assertEqual(list(ours.state_dict()), list(theirs.state_dict()))
                for key, value in theirs.state_dict().items():
                    torch.testing.assert_close(torch.from_dlpack(ours.state_dict()[key]), value, rtol=1e-6, atol=1e-6)
                for mode in (True, False):
                    leaves = [value.clone().requires_grad_(value.is_floating_point()) for value in given]
                    own = [apus.from_dlpack(value.clone()) for value in given]
                    for value in own:
                        value.requires_grad = "float" in value.dtype.name
                    expected = theirs.train(mode)(*leaves)
                    result = ours.train(mode)(*own)
                    torch.testing.assert_close(torch.from_dlpack(result.detach()), expected.detach(), rtol=1e-5, atol=1e-6)
                    expected.sum().backward()
                    result.sum().backward()
                    for a, b in zip(own, leaves):
                        if b.grad is not None:
                            torch.testing.assert_close(torch.from_dlpack(a.grad), b.grad, rtol=1e-4, atol=1e-5)
                for (key, a), (_, b) in zip(ours.named_parameters(), theirs.named_parameters()):
                    torch.testing.assert_close(torch.from_dlpack(a.grad), b.grad, rtol=1e-4, atol=1e-4)

    def test_training_is_pytorchs(self):
        steps = {
            "SGD": dict(lr=0.1, momentum=0.9, weight_decay=0.01, nesterov=True), "Adam": dict(lr=0.01, betas=(0.8, 0.9), amsgrad=True),
            "AdamW": dict(lr=0.01, weight_decay=0.1),
        }
        for name, options in steps.items():
            with self.subTest(name):
                theirs = torch.nn.Sequential(
                    torch.nn.Conv2d(1, 4, 3, padding=1), torch.nn.BatchNorm2d(4), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
                    torch.nn.Flatten(), torch.nn.Linear(64, 3)).double()
                ours = network().double()
                ours.load_state_dict({key: apus.from_dlpack(value) for key, value in theirs.state_dict().items()})
                x, y = torch.randn(6, 1, 8, 8, dtype=torch.float64), torch.tensor([0, 1, 2, 2, 1, 0])
                their_steps = getattr(torch.optim, name)(theirs.parameters(), **options)
                our_steps = getattr(optim, name)(ours.parameters(), **options)
                for _ in range(5):
                    their_steps.zero_grad()
                    torch.nn.CrossEntropyLoss()(theirs(x), y).backward()
                    their_steps.step()
                    our_steps.zero_grad()
                    nn.CrossEntropyLoss()(ours(apus.from_dlpack(x)), apus.from_dlpack(y)).backward()
                    our_steps.step()
                for key, value in theirs.state_dict().items():
                    torch.testing.assert_close(torch.from_dlpack(ours.state_dict()[key]), value, rtol=1e-7, atol=1e-9)


if __name__ == "__main__":
    unittest.main()
