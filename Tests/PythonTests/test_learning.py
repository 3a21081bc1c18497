"""Layers, losses, networks and optimizers, by themselves and beside PyTorch's."""

import copy
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

# By name: the arguments besides 3 inputs and 4 hidden values.
RECURRENT = {
    "RNN": [{}, {"nonlinearity": "relu"}, {"num_layers": 2, "bidirectional": True, "batch_first": True}, {"bias": False}],
    "GRU": [{}, {"num_layers": 3}, {"num_layers": 2, "bidirectional": True, "batch_first": True}, {"bias": False, "bidirectional": True}],
    "LSTM": [{}, {"num_layers": 3}, {"num_layers": 2, "bidirectional": True, "batch_first": True}, {"bias": False, "bidirectional": True}],
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
        self.assertEqual(table, set(LAYERS) | set(RECURRENT))

    def test_every_class_of_the_sources_is_there(self):
        folder = pathlib.Path(__file__).parents[2] / "Sources/Apus/NN/Layers"
        classes = {name for file in folder.rglob("*.swift")
                   for name in re.findall(r"public final class (\w+): (?:Module|BatchNorm|RecurrentLayer|HiddenStateLayer)", file.read_text())}
        self.assertGreater(classes, set(LAYERS) | set(RECURRENT))
        self.assertEqual([name for name in classes if not isinstance(getattr(nn, name, None), type)], [])

    def test_copies_stand_alone(self):
        model = nn.Sequential(nn.Linear(2, 3), nn.LSTM(3, 2, bidirectional=True), Pair()).double()
        model[0].requires_grad_(False)
        model.eval()
        _apus.manual_seed(5)
        twin = copy.deepcopy(model)
        drawn = _apus.rand(3).tolist()
        _apus.manual_seed(5)
        self.assertEqual(drawn, _apus.rand(3).tolist())
        for (name, a), (other, b) in zip(model.named_parameters(), twin.named_parameters(), strict=True):
            self.assertEqual((name, a.requires_grad, b.is_leaf), (other, b.requires_grad, True))
            self.assertEqual((a.dtype, a.tolist()), (b.dtype, b.tolist()))
            self.assertNotEqual(a.data_ptr(), b.data_ptr())
        self.assertFalse(twin[1].training)
        self.assertEqual(twin[1].hidden_size, 2)

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
            lambda: nn.MultiheadAttention(5, 2), lambda: nn.MultiheadAttention(4, 2, dropout=2.0),
            lambda: nn.MultiheadAttention(4, 2)(*[_apus.rand(3, 2, 5)] * 3), lambda: nn.MultiheadAttention(4, 2)(*[_apus.rand(4)] * 3),
            lambda: nn.MultiheadAttention(4, 2)(*[_apus.rand(3, 2, 4)] * 3, is_causal=True),
            lambda: nn.MultiheadAttention(4, 2)(*[_apus.rand(3, 2, 4)] * 3, attn_mask=_apus.rand(2, 2)),
            lambda: nn.TransformerEncoderLayer(4, 3), lambda: nn.TransformerEncoderLayer(4, 2, activation="other"),
            lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2), 2)("x"),
        ]
        for name in RECURRENT:
            layer, x = getattr(nn, name)(3, 4), _apus.rand(5, 2, 3)
            wrong += [
                lambda layer=layer: layer(), lambda layer=layer: layer("x"), lambda layer=layer: layer(_apus.rand(5, 2, 4)),
                lambda layer=layer: layer(_apus.rand(3)), lambda layer=layer, x=x: layer(x.to(apus.float64)),
                lambda layer=layer, x=x: layer(x, _apus.rand(2, 2, 4)), lambda layer=layer, x=x: layer(x, (x, x, x)),
                lambda layer=layer: layer(apus.broadcast_to(apus.ones((1, 1, 1), dtype=apus.float32), (1 << 24, 1 << 20, 3))),
                lambda name=name: getattr(nn, name)(3), lambda name=name: getattr(nn, name)(3, 0),
                lambda name=name: getattr(nn, name)(1 << 40, 1 << 40), lambda name=name: getattr(nn, name)(3, 4, num_layers=0),
                lambda name=name: getattr(nn, name)(3, 4, dropout=1.5), lambda name=name: getattr(nn, name)(3, 4, dtype=apus.int8),
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

    def alike(self, ours, theirs, *inputs, call=lambda module, *inputs: module(*inputs)):
        """Holds a module with PyTorch's state to PyTorch's results, and to its gradients of inputs and parameters."""
        ours.load_state_dict({key: apus.from_dlpack(value) for key, value in theirs.state_dict().items()})
        leaves = [x.clone().requires_grad_() for x in inputs]
        own = [apus.from_dlpack(x.clone()) for x in inputs]
        for x in own:
            x.requires_grad = True
        expected, results = self.flat(call(theirs, *leaves)), self.flat(call(ours, *own))
        self.assertEqual(len(expected), len(results))
        for a, b in zip(results, expected):
            torch.testing.assert_close(torch.from_dlpack(a.detach()), b.detach(), rtol=1e-9, atol=1e-10)
        seeds = [torch.randn(b.shape, dtype=b.dtype) for b in expected]
        names = [name for name, _ in theirs.named_parameters()]
        self.assertEqual([name for name, _ in ours.named_parameters()], names)
        gradients = torch.autograd.grad(expected, leaves + list(theirs.parameters()), seeds)
        found = apus.grad(results, own + list(ours.parameters()), [apus.from_dlpack(seed) for seed in seeds])
        for name, a, b in zip([f"input {index}" for index in range(len(own))] + names, found, gradients, strict=True):
            torch.testing.assert_close(torch.from_dlpack(a), b, rtol=1e-8, atol=1e-9, msg=lambda text: f"{name}: {text}")

    def flat(self, results):
        if isinstance(results, tuple):
            return [tensor for member in results for tensor in self.flat(member)]
        return [] if results is None else [results]

    def pair(self, name, *arguments, **options):
        """A module of PyTorch's and one of Apus's, in float64; their initial values are the same numbers."""
        torch.manual_seed(4)
        theirs = getattr(torch.nn, name)(*arguments, **options)
        _apus.manual_seed(4)
        ours = getattr(nn, name)(*arguments, **options)
        self.assertEqual(list(ours.state_dict()), list(theirs.state_dict()))
        for key, value in theirs.state_dict().items():
            torch.testing.assert_close(torch.from_dlpack(ours.state_dict()[key]), value, rtol=1e-6, atol=1e-7)
        return ours.double(), theirs.double()

    def test_recurrent_layers(self):
        for name, forms in RECURRENT.items():
            for options in forms:
                with self.subTest(name, **options):
                    ours, theirs = self.pair(name, 3, 4, **options)
                    self.alike(ours, theirs, torch.randn(2, 5, 3).double())
                    self.alike(ours, theirs, torch.randn(5, 3).double())
                    batch = 2 if options.get("batch_first") else 5
                    rows = options.get("num_layers", 1) * (2 if options.get("bidirectional") else 1)
                    states = [torch.randn(rows, batch, 4).double() for _ in range(2 if name == "LSTM" else 1)]
                    self.alike(ours, theirs, torch.randn(2, 5, 3).double(), *states,
                               call=lambda module, x, *state: module(x, state if len(state) == 2 else state[0]))
        ours = nn.LSTM(3, 4, num_layers=2, batch_first=True)
        self.assertEqual((ours.input_size, ours.hidden_size, ours.num_layers, ours.batch_first), (3, 4, 2, True))
        output, (h, c) = ours(_apus.rand(2, 5, 3))
        self.assertEqual((output.shape, h.shape, c.shape), ((2, 5, 4), (2, 2, 4), (2, 2, 4)))

    def masks(self):
        return torch.triu(torch.ones(5, 5), 1).bool(), torch.tensor([[0, 0, 0, 0, 1], [0, 0, 1, 0, 0]]).bool()

    def masked(self, module, masks, **options):
        """Masks as keyword arguments for one of the two libraries."""
        theirs = isinstance(module, torch.nn.Module)
        return {name: mask if theirs else apus.from_dlpack(mask) for name, mask in masks.items()} | options

    def test_multihead_attention(self):
        causal, keys = self.masks()
        numbers = torch.randn(2 * 4, 5, 5).double()
        calls = [
            ({}, {}), ({"attn_mask": causal}, {}), ({"attn_mask": causal}, {"is_causal": True, "need_weights": False}),
            ({"key_padding_mask": keys}, {}), ({"attn_mask": numbers}, {"average_attn_weights": False}),
            ({"attn_mask": numbers, "key_padding_mask": torch.randn(2, 5).double()}, {"need_weights": False}),
            ({"attn_mask": causal, "key_padding_mask": keys}, {"need_weights": False}),
        ]
        forms = [{"batch_first": True}, {"batch_first": True, "bias": False}, {"batch_first": True, "add_bias_kv": True, "add_zero_attn": True}]
        for options in forms:
            ours, theirs = self.pair("MultiheadAttention", 8, 4, **options)
            for index, (masks, rest) in enumerate(calls):
                if options.get("add_bias_kv") and rest.get("is_causal"):
                    continue  # PyTorch forgets the mask then, and hides the added keys too
                with self.subTest(call=index, **options):
                    self.alike(ours, theirs, torch.randn(2, 5, 8).double(),
                               call=lambda module, x: module(x, x, x, **self.masked(module, masks, **rest)))
        ours, theirs = self.pair("MultiheadAttention", 8, 2)
        x, y = torch.randn(3, 2, 8).double(), torch.randn(7, 2, 8).double()
        self.alike(ours, theirs, x, y, y + 1)
        self.alike(ours, theirs, x[:, 0], y[:, 0], y[:, 1])
        ours, theirs = self.pair("MultiheadAttention", 8, 2, kdim=3, vdim=6)
        self.alike(ours, theirs, x, torch.randn(7, 2, 3).double(), torch.randn(7, 2, 6).double())

    def test_transformer_encoders(self):
        causal, keys = self.masks()
        calls = [{}, {"src_key_padding_mask": keys}, {"src_mask": causal}]
        for options in ({}, {"batch_first": True, "norm_first": True, "activation": "gelu"}, {"batch_first": True, "bias": False}):
            ours, theirs = self.pair("TransformerEncoderLayer", 8, 2, dim_feedforward=16, dropout=0.0, **options)
            for masks in calls if options else calls[:1]:
                with self.subTest(masks=list(masks), **options):
                    self.alike(ours, theirs, torch.randn(2, 5, 8).double(),
                               call=lambda module, x: module(x, **self.masked(module, masks)))
        torch.manual_seed(4)
        theirs = torch.nn.TransformerEncoder(
            torch.nn.TransformerEncoderLayer(8, 2, 16, 0.0, batch_first=True), 3, torch.nn.LayerNorm(8), enable_nested_tensor=False)
        _apus.manual_seed(4)
        ours = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16, 0.0, batch_first=True), 3, nn.LayerNorm(8))
        self.assertEqual(list(ours.state_dict()), list(theirs.state_dict()))
        for key, value in theirs.state_dict().items():
            torch.testing.assert_close(torch.from_dlpack(ours.state_dict()[key]), value, rtol=1e-6, atol=1e-7)
        self.alike(ours.double(), theirs.double(), torch.randn(2, 5, 8).double(),
                   call=lambda module, x: module(x, **self.masked(module, {"mask": causal}), is_causal=True))
        self.assertIn("(self_attn): MultiheadAttention(", repr(ours))

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
