#!/usr/bin/env python3
"""Writes Tests/ApusTests/Goldens/learning.txt: what PyTorch computes for losses, optimizers, initialisers and loaders.

Run:  python3 Tests/Oracle/make_learning_goldens.py
A line is a name and numbers, separated by spaces.
"""
import os

import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(1)
lines = []


def write(name, values):
    values = values.detach().flatten().tolist() if isinstance(values, torch.Tensor) else values
    lines.append(" ".join([name] + [repr(float(v)) if isinstance(v, float) else str(v) for v in values]))


def numbers(*shape, dtype=torch.float64):
    """The numbers that LearningTests.swift makes too: a walk through (0, 1), centred."""
    count = 1
    for size in shape:
        count *= size
    index = torch.arange(1, count + 1, dtype=torch.float64)
    return ((index * 0.6180339887498949) % 1.0 * 4 - 2).reshape(shape).to(dtype)


def loss(name, function, *inputs):
    inputs = [x.clone().requires_grad_(x.is_floating_point()) for x in inputs]
    for reduction in ("none", "mean", "sum"):
        result = function(*inputs, reduction)
        write(f"{name}.{reduction}", result)
        seed = numbers(*result.shape) if result.dim() else torch.tensor(1.0, dtype=torch.float64)
        write(f"{name}.{reduction}.grad", torch.autograd.grad(result, inputs[0], seed.to(result.dtype))[0])


logits = numbers(5, 3) * 3
classes = torch.tensor([2, 0, -100, 1, 2])
weight = torch.tensor([0.5, 2.0, 1.25], dtype=torch.float64)
loss("crossEntropy", lambda x, r: F.cross_entropy(x, classes, reduction=r), logits)
loss("crossEntropy.weight", lambda x, r: F.cross_entropy(x, classes, weight, reduction=r), logits)
loss("crossEntropy.smooth", lambda x, r: F.cross_entropy(x, classes, label_smoothing=0.2, reduction=r), logits)
image_classes = torch.tensor([[[0, 1], [2, 1]], [[1, 1], [0, 2]]])
loss("crossEntropy.image", lambda x, r: F.cross_entropy(x, image_classes, weight, ignore_index=1, label_smoothing=0.1, reduction=r),
     numbers(2, 3, 2, 2))
probabilities = numbers(5, 3).softmax(1)
loss("crossEntropy.probabilities",
     lambda x, r: F.cross_entropy(x, probabilities, weight, label_smoothing=0.3, reduction=r), logits)
loss("nllLoss", lambda x, r: F.nll_loss(x.log_softmax(1), classes, weight, reduction=r), logits)
loss("nllLoss.image", lambda x, r: F.nll_loss(x.log_softmax(1), image_classes, ignore_index=1, reduction=r), numbers(2, 3, 2, 2))
target = numbers(15).flip(0).reshape(5, 3)
for name, function in [("mseLoss", F.mse_loss), ("l1Loss", F.l1_loss)]:
    loss(name, lambda x, r: function(x, target, reduction=r), logits)
loss("smoothL1Loss", lambda x, r: F.smooth_l1_loss(x, target, beta=0.7, reduction=r), logits)
loss("huberLoss", lambda x, r: F.huber_loss(x, target, delta=1.3, reduction=r), logits)
share = target.sigmoid()
element_weight = numbers(5, 1).abs()
loss("bce", lambda x, r: F.binary_cross_entropy(x.sigmoid(), share, element_weight.expand(5, 3), reduction=r), logits)
loss("bceLogits",
     lambda x, r: F.binary_cross_entropy_with_logits(x * 20, share, element_weight, pos_weight=weight, reduction=r), logits)

optimizers = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "sgd.momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "sgd.dampening": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, dampening=0.3, weight_decay=0.05),
    "sgd.nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.8, nesterov=True, weight_decay=0.01),
    "sgd.maximize": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.5, maximize=True),
    "adam": lambda p: torch.optim.Adam(p, lr=0.1),
    "adam.decay": lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1),
    "adam.amsgrad": lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.5, 0.6), amsgrad=True),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.1, weight_decay=0.2),
    "adamw.amsgrad": lambda p: torch.optim.AdamW(p, lr=0.1, amsgrad=True, maximize=True, betas=(0.5, 0.6)),
}
for dtype in (torch.float32, torch.float64):
    for name, make in optimizers.items():
        p = numbers(19, dtype=dtype).requires_grad_()
        optimizer = make([p])
        for step in range(10):
            p.grad = numbers(19 * (step + 1), dtype=dtype)[-19:] * 0.5 + p.detach()
            optimizer.step()
        write(f"{name}.{str(dtype)[6:]}", p)

schedules = {
    "StepLR": lambda o: torch.optim.lr_scheduler.StepLR(o, 3, 0.5),
    "CosineAnnealingLR": lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 8, 0.01),
    "OneCycleLR": lambda o: torch.optim.lr_scheduler.OneCycleLR(o, 0.5, total_steps=12, cycle_momentum=False),
}
for name, make in schedules.items():
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=0.1)
    schedule = make(optimizer)
    rates = [optimizer.param_groups[0]["lr"]]
    for _ in range(11):
        optimizer.step()
        schedule.step()
        rates.append(optimizer.param_groups[0]["lr"])
    write(name, rates)


def seeded(make):
    torch.manual_seed(0)
    return make()


linear = seeded(lambda: nn.Linear(3, 4))
write("Linear.weight", linear.weight)
write("Linear.bias", linear.bias)
conv = seeded(lambda: nn.Conv2d(4, 2, (3, 2), groups=2))
write("Conv2d.weight", conv.weight)
write("Conv2d.bias", conv.bias)
conv = seeded(lambda: nn.Conv1d(3, 2, 4))
write("Conv1d.weight", conv.weight)
write("Conv1d.bias", conv.bias)
write("Embedding.weight", seeded(lambda: nn.Embedding(5, 4, padding_idx=-2)).weight)
for name in ("xavier_uniform_", "xavier_normal_", "kaiming_uniform_", "kaiming_normal_"):
    write(name, seeded(lambda: getattr(nn.init, name)(torch.empty(4, 3, 2))))
write("dropout", seeded(lambda: F.dropout(torch.ones(20), 0.3)))

x = numbers(4, 3, 5, dtype=torch.float32)
norm = nn.BatchNorm1d(3)
with torch.no_grad():
    norm.weight.copy_(torch.tensor([0.5, 1.5, -1.0]))
    norm.bias.copy_(torch.tensor([0.1, 0.2, 0.3]))
write("BatchNorm1d.first", norm(x))
write("BatchNorm1d.second", norm(2 * x + 1))
write("BatchNorm1d.running_mean", norm.running_mean)
write("BatchNorm1d.running_var", norm.running_var)
write("BatchNorm1d.eval", norm.eval()(x))
norm = nn.BatchNorm2d(2, momentum=None)
norm(numbers(3, 2, 4, 5, dtype=torch.float32))
norm(numbers(2, 2, 4, 4, dtype=torch.float32) * 3 - 1)
write("BatchNorm2d.running_mean", norm.running_mean)
write("BatchNorm2d.running_var", norm.running_var)
write("LayerNorm", nn.LayerNorm([3, 5])(x))
write("GroupNorm", nn.GroupNorm(2, 4)(numbers(2, 4, 3, dtype=torch.float32)))

gradients = [numbers(7, dtype=torch.float32), numbers(2, 3, dtype=torch.float32) * 5]
for order in (2.0, 1.0, float("inf"), 3.0):
    parameters = [torch.zeros_like(g).requires_grad_() for g in gradients]
    for p, g in zip(parameters, gradients):
        p.grad = g.clone()
    total = nn.utils.clip_grad_norm_(parameters, 1.5, norm_type=order)
    write(f"clipGradNorm.{order}", [total.item()] + [v for p in parameters for v in p.grad.flatten().tolist()])

dataset = torch.utils.data.TensorDataset(torch.arange(10))


def epochs(generator):
    loader = torch.utils.data.DataLoader(dataset, batch_size=3, shuffle=True, generator=generator)
    return [int(v) for _ in range(3) for (batch,) in loader for v in batch]


torch.manual_seed(7)
write("loader.shared", epochs(None))
write("loader.shared.after", torch.rand(2))
generator = torch.Generator().manual_seed(7)
write("loader.own", epochs(generator))
write("loader.own.after", torch.rand(2, generator=generator))

path = os.path.join(os.path.dirname(__file__), "..", "ApusTests", "Goldens", "learning.txt")
with open(path, "w") as file:
    file.write("\n".join(lines) + "\n")
