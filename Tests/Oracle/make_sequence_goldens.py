#!/usr/bin/env python3
"""Writes Tests/ApusTests/Goldens/sequences.txt: what PyTorch computes for recurrent layers and attention.

Run:  python3 Tests/Oracle/make_sequence_goldens.py
A line is a name and numbers, separated by spaces. Weights are PyTorch's initial ones after `manual_seed`.
"""
import os

import torch
from torch import nn

torch.set_num_threads(1)
lines = []


def write(name, values):
    lines.append(" ".join([name] + [repr(float(v)) for v in values.detach().flatten().tolist()]))


def numbers(*shape):
    """The numbers that SequenceTests.swift makes too: a walk through (0, 1), centred."""
    count = 1
    for size in shape:
        count *= size
    index = torch.arange(1, count + 1, dtype=torch.float64)
    return ((index * 0.6180339887498949) % 1.0 * 4 - 2).reshape(shape)


def backward(name, module, x, result):
    """The gradients by the input and by all parameters, for a gradient of the result that is not the same everywhere."""
    parameters = [p for p in module.parameters()]
    gradients = torch.autograd.grad(result, [x] + parameters, numbers(*result.shape))
    write(f"{name}.grad", gradients[0])
    write(f"{name}.parameters", torch.stack([(g * numbers(*g.shape)).sum() for g in gradients[1:]]))


recurrent = {
    "rnn": (nn.RNN, {}), "rnn.relu": (nn.RNN, {"nonlinearity": "relu", "bias": False}),
    "rnn.deep": (nn.RNN, {"num_layers": 2, "bidirectional": True}),
    "lstm": (nn.LSTM, {}), "lstm.deep": (nn.LSTM, {"num_layers": 2, "bidirectional": True, "batch_first": True}),
    "lstm.nobias": (nn.LSTM, {"bias": False}),
    "gru": (nn.GRU, {}), "gru.deep": (nn.GRU, {"num_layers": 3, "bidirectional": True}), "gru.nobias": (nn.GRU, {"bias": False}),
}
for name, (make, options) in recurrent.items():
    torch.manual_seed(5)
    layer = make(3, 4, dtype=torch.float64, **options)
    x = numbers(6, 2, 3).requires_grad_()
    output, state = layer(x)
    write(name, output)
    for kind, tensor in enumerate(state if isinstance(state, tuple) else (state,)):
        write(f"{name}.state{kind}", tensor)
    backward(name, layer, x, output)
    count = layer.num_layers * (2 if layer.bidirectional else 1)
    batch = 6 if layer.batch_first else 2
    begin = numbers(count, batch, 4) / 2
    write(f"{name}.continued", layer(x, (begin, begin.flip(0)) if make is nn.LSTM else begin)[0])
    single = numbers(5, 3)
    write(f"{name}.single", layer(single)[0])

for name, batch_first, bias in (("attention", False, True), ("attention.batchfirst", True, False)):
    torch.manual_seed(6)
    layer = nn.MultiheadAttention(8, 2, bias=bias, batch_first=batch_first, dtype=torch.float64)
    x, y = numbers(4, 3, 8).requires_grad_(), numbers(5, 3, 8) if not batch_first else numbers(4, 5, 8)
    result = layer(x, x, x, need_weights=False)[0]
    write(f"{name}.self", result)
    backward(f"{name}.self", layer, x, result)
    result = layer(x, y, y * 2, need_weights=False)[0]
    write(f"{name}.cross", result)
    length, batch = (3, 4) if batch_first else (4, 3)
    mask = torch.ones(length, length, dtype=torch.bool).triu(1)
    hidden = torch.zeros(batch, length, dtype=torch.bool)
    hidden[1, -1] = True
    write(f"{name}.causal", layer(x, x, x, attn_mask=mask, need_weights=False, is_causal=True)[0])
    write(f"{name}.masked", layer(x, x, x, attn_mask=mask, key_padding_mask=hidden, need_weights=False)[0])
    write(f"{name}.added", layer(x, x, x, attn_mask=numbers(batch * 2, length, length), need_weights=False)[0])
    write(f"{name}.single", layer(x[0], x[0], x[0], need_weights=False)[0])

for name, options in {
    "encoder": {}, "encoder.normfirst": {"norm_first": True, "activation": "gelu", "batch_first": True},
}.items():
    torch.manual_seed(7)
    layer = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, dtype=torch.float64, **options)
    x = numbers(4, 3, 8).requires_grad_()
    result = layer(x)
    write(name, result)
    backward(name, layer, x, result)

path = os.path.join(os.path.dirname(__file__), "..", "ApusTests", "Goldens", "sequences.txt")
with open(path, "w") as file:
    file.write("\n".join(lines) + "\n")
print(len(lines), "lines", sum(map(len, lines)), "bytes")
