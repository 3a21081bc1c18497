"""The rows of `Benchmarks` in NumPy and PyTorch: python3 peers.py. Needs numpy and torch."""
import timeit

import numpy as np
import torch


def microseconds(body):
    """The least time of five batches, each long enough for the clock."""
    count = 1
    while timeit.timeit(body, number=count) < 0.02:
        count *= 2
    return min(timeit.repeat(body, number=count * 3, repeat=5)) / (count * 3) * 1e6


def report(name, body):
    print(f"{name}: {microseconds(body):.3f} µs")


def tiny_mlp():
    """16-16-4 with tanh, batch of 8, SGD."""
    parameters = [torch.randn(shape).requires_grad_() for shape in ((16, 16), (16,), (4, 16), (4,))]
    w1, b1, w2, b2 = parameters
    x, target = torch.randn(8, 16), torch.randn(8, 4)
    optimizer = torch.optim.SGD(parameters, lr=0.001)
    linear = torch.nn.functional.linear

    def step():
        optimizer.zero_grad()
        error = linear(torch.tanh(linear(x, w1, b1)), w2, b2) - target
        (error * error).sum().backward()
        optimizer.step()

    return step


for size in (16, 1000, 100_000, 1_000_000, 16_000_000):
    a, t = np.ones(size, np.float32), torch.ones(size)
    b, u = a.copy(), t.clone()
    report(f"add[{size}] NumPy", lambda: a + b)
    report(f"add[{size}] PyTorch", lambda: t + u)
    if size == 16:
        g = t.clone().requires_grad_()
        report("add[16] PyTorch with a graph node", lambda: g + u)

a, t = np.ones((1024, 1024), np.float32), torch.ones(1024, 1024)
report("matmul[1024] NumPy", lambda: a @ a)
report("matmul[1024] PyTorch", lambda: t @ t)
report("train tiny mlp b8 PyTorch", tiny_mlp())
