"""The rows of `Benchmarks` in PyTorch and NumPy.

    peers.py [ROW ...]      measures rows, by default all, and prints them
    peers.py --serve        reads rows from standard input, each a line of JSON with the row's name and how many runs to
                            take at most, and answers each with another
    peers.py --job NAME     one piece of work for the time and the memory of a whole process

Needs numpy and torch. `APUS_NUM_THREADS` sets the threads, as it does in Apus.
"""

import json
import os
import sys
import time

ROWS = {}
THOUSAND = {}


def row(name, times=1):
    """Registers what prepares a row: it gives what is measured in NumPy and in PyTorch, None where there is nothing."""
    def register(make):
        ROWS[name] = make
        THOUSAND[name] = times
        return make
    return register


def samples(body, times, most, seconds=0.25):
    """Times of runs, in nanoseconds, as the benchmarks of Apus take them."""
    body()
    result = []
    end = time.perf_counter() + seconds
    while len(result) < most and (not result or time.perf_counter() < end):
        start = time.perf_counter_ns()
        for _ in range(times):
            body()
        result.append((time.perf_counter_ns() - start) / times)
    return sorted(result)


def measure(name, most=400):
    """The least, the middle and the mean of the times of a row in both libraries."""
    import torch
    answer = {}
    bodies = ROWS[name]()
    for library, body in zip(("NumPy", "PyTorch"), bodies):
        if body is None:
            continue
        with torch.enable_grad() if name.startswith(("train", "add[16] graph")) else torch.no_grad():
            times = samples(body, THOUSAND[name], most)
        answer[library] = {"least": times[0], "middle": times[len(times) // 2], "mean": sum(times) / len(times)}
    return answer


def define_rows():
    import numpy as np
    import torch
    from torch.nn import functional

    def numbers(*shape, seed=1):
        return np.random.default_rng(seed).uniform(0.5, 1.5, shape).astype(np.float32)

    def normals(*shape, seed=1):
        return np.random.default_rng(seed).standard_normal(shape, dtype=np.float32)

    def both(name, numpy_function, torch_function, *shapes, times=1, draw=numbers):
        @row(name, times)
        def make():
            arrays = [draw(*shape, seed=seed + 1) for seed, shape in enumerate(shapes)]
            tensors = [torch.from_numpy(array) for array in arrays]
            return (
                (lambda: numpy_function(*arrays)) if numpy_function else None,
                (lambda: torch_function(*tensors)) if torch_function else None,
            )

    both("add[16]", lambda a, b: a + b, lambda a, b: a + b, (16,), (16,), times=1000)
    both("add[16] tensor", None, lambda a, b: a + b, (16,), (16,), times=1000)

    @row("add[16] graph", 1000)
    def _():
        a, b = torch.from_numpy(numbers(16)).requires_grad_(), torch.from_numpy(numbers(16, seed=2))
        return None, lambda: a + b

    for count, times in ((1000, 1000), (100_000, 1), (1_000_000, 1), (16_000_000, 1)):
        both(f"add[{count}]", lambda a, b: a + b, lambda a, b: a + b, (count,), (count,), times=times)
        both(f"exp[{count}]", np.exp, torch.exp, (count,), times=times)
        both(f"sum[{count}]", np.sum, torch.sum, (count,), times=times)
    million = (1_000_000,)
    for name in ("tanh", "sin", "log", "sqrt"):
        both(f"{name}[1M]", getattr(np, name), getattr(torch, name), million)
    both("pow2[1M]", lambda a: a ** 2, lambda a: a ** 2, million)
    both("pow2.5[1M]", lambda a: a ** 2.5, lambda a: a ** 2.5, million)
    both("gelu[1M]", None, functional.gelu, million)
    chain = lambda a, b: a * b + a - b / (1 + a)  # noqa: E731
    both("chain a*b+a-b/(1+a)[1M]", chain, chain, million, million)
    both("cmp a>b[1M]", lambda a, b: a > b, lambda a, b: a > b, million, million)

    @row("where[1M]")
    def _():
        a, b = numbers(1_000_000), numbers(1_000_000, seed=2)
        mask, t, u = a > b, torch.from_numpy(a), torch.from_numpy(b)
        torch_mask = torch.from_numpy(mask)
        return lambda: np.where(mask, a, b), lambda: torch.where(torch_mask, t, u)

    both("astype f32->f64[1M]", lambda a: a.astype(np.float64), lambda a: a.double(), million)
    both("bcast add row[1000x1000]", lambda a, b: a + b, lambda a, b: a + b, (1000, 1000), (1000,))
    both("bcast add col[1000x1000]", lambda a, b: a + b, lambda a, b: a + b, (1000, 1000), (1000, 1))

    @row("rand[1M]")
    def _():
        generator = np.random.default_rng(1)
        return lambda: generator.random(1_000_000, dtype=np.float32), lambda: torch.rand(1_000_000)

    @row("randn[1M]")
    def _():
        generator = np.random.default_rng(1)
        return lambda: generator.standard_normal(1_000_000, dtype=np.float32), lambda: torch.randn(1_000_000)

    both("max[1M]", np.max, torch.max, million, draw=normals)
    both("argmax[1M]", np.argmax, torch.argmax, million, draw=normals)
    both("var[1M]", np.var, torch.var, million, draw=normals)
    both("cumsum[1M]", np.cumsum, lambda a: torch.cumsum(a, 0), million, draw=normals)
    both("sort[1M]", np.sort, torch.sort, million, draw=normals)
    both("argsort[1M]", np.argsort, torch.argsort, million, draw=normals)
    for axis in (0, 1):
        both(f"sum axis{axis}[1000x1000]", lambda a, axis=axis: a.sum(axis), lambda a, axis=axis: a.sum(axis), (1000, 1000))

    both("transpose copy[1000x1000]", lambda a: a.T.copy(), lambda a: a.T.contiguous(), (1000, 1000))

    @row("take rows[1000x1000]")
    def _():
        a, rows = numbers(1000, 1000), np.random.default_rng(3).permutation(1000)
        t, torch_rows = torch.from_numpy(a), torch.from_numpy(rows)
        return lambda: a.take(rows, axis=0), lambda: t[torch_rows]

    @row("mask select[1M]")
    def _():
        a = numbers(1_000_000)
        mask, t = a > 1, torch.from_numpy(a)
        torch_mask = torch.from_numpy(mask)
        return lambda: a[mask], lambda: t[torch_mask]

    both("concat[2x1M]", lambda a, b: np.concatenate([a, b]), lambda a, b: torch.cat([a, b]), million, million)

    for size, times in ((64, 1000), (256, 1), (1024, 1)):
        both(f"matmul[{size}]", np.matmul, torch.matmul, (size, size), (size, size), times=times, draw=normals)
    both("bmm[64x128x64x128]", np.matmul, torch.matmul, (64, 128, 64), (64, 64, 128), draw=normals)

    def doubles(name, numpy_function, torch_function, prepare):
        @row(name)
        def make():
            a = np.random.default_rng(1).standard_normal((512, 512))
            operands = prepare(a)
            tensors = [torch.from_numpy(operand) for operand in operands]
            return lambda: numpy_function(*operands), lambda: torch_function(*tensors)

    doubles("svd[512 f64]", np.linalg.svd, torch.linalg.svd, lambda a: [a])
    doubles("solve[512 f64]", np.linalg.solve, torch.linalg.solve, lambda a: [a + 512 * np.eye(512), a.copy()])
    doubles("cholesky[512 f64]", np.linalg.cholesky, torch.linalg.cholesky, lambda a: [a @ a.T + 512 * np.eye(512)])
    doubles("eigh[512 f64]", np.linalg.eigh, torch.linalg.eigh, lambda a: [a + a.T])
    doubles("qr[512 f64]", np.linalg.qr, torch.linalg.qr, lambda a: [a])
    both("fft[1M f32]", np.fft.fft, torch.fft.fft, (1 << 20,), draw=normals)
    both("rfft2[1024x1024]", np.fft.rfft2, torch.fft.rfft2, (1024, 1024), draw=normals)

    both("softmax[256x1000]", None, lambda x: functional.softmax(x, -1), (256, 1000), draw=normals)
    both("layernorm[512x768]", None, lambda x, w, b: functional.layer_norm(x, (768,), w, b), (512, 768), (768,), (768,),
         draw=normals)
    for name, batch, channels, size, outputs, kernel, stride in (
        ("conv3x3s1[8x64x56->64]", 8, 64, 56, 64, 3, 1), ("conv3x3s1[8x128x28->128]", 8, 128, 28, 128, 3, 1),
        ("conv3x3s1[8x256x14->256]", 8, 256, 14, 256, 3, 1), ("conv7x7s2[8x3x224->64]", 8, 3, 224, 64, 7, 2),
        ("conv1x1s1[8x256x56->64]", 8, 256, 56, 64, 1, 1),
    ):
        both(name, None, lambda x, w, s=stride, p=kernel // 2: functional.conv2d(x, w, stride=s, padding=p),
             (batch, channels, size, size), (outputs, channels, kernel, kernel), draw=normals)
    both("maxpool3s2[8x64x112]", None, lambda x: functional.max_pool2d(x, 3, 2, 1), (8, 64, 112, 112), draw=normals)

    @row("batchnorm eval[8x64x112]")
    def _():
        x, norm = torch.from_numpy(normals(8, 64, 112, 112)), torch.nn.BatchNorm2d(64).eval()
        return None, lambda: norm(x)

    @row("lstm[32x64x128->256]")
    def _():
        x, lstm = torch.from_numpy(normals(32, 64, 128)), torch.nn.LSTM(128, 256, batch_first=True).eval()
        return None, lambda: lstm(x)

    @row("sdpa[4x8x256x64]")
    def _():
        q, k, v = (torch.from_numpy(normals(4, 8, 256, 64, seed=seed)) for seed in (1, 2, 3))
        return None, lambda: functional.scaled_dot_product_attention(q, k, v)

    def training(name, network, shape, optimizer, times=1, classes=10):
        @row(name, times)
        def make():
            return None, step(torch, network(torch.nn), normals(*shape), optimizer, classes)

    training("train mlp b64", mlp, (64, 784), torch.optim.Adam)
    training("train tiny mlp b8", lambda nn: nn.Sequential(nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 4)), (8, 16),
             lambda parameters: torch.optim.SGD(parameters, lr=0.01), times=1000, classes=4)
    training("train cnn b64 28x28", cnn, (64, 1, 28, 28), torch.optim.Adam)

    for batch in (1, 8):
        @row(f"resnet18 infer b{batch} 224")
        def _(batch=batch):
            import torchvision
            x, network = torch.from_numpy(normals(batch, 3, 224, 224)), torchvision.models.resnet18(weights=None).eval()
            return None, lambda: network(x)

    training("train transformer layer b16x64x256", sequence_classifier, (16, 64, 256), torch.optim.AdamW)


def mlp(nn):
    return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))


def cnn(nn):
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(3136, 128), nn.ReLU(), nn.Linear(128, 10))


def sequence_classifier(nn):
    class Classifier(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.TransformerEncoderLayer(256, 8, 1024, dropout=0.0, batch_first=True)
            self.head = nn.Linear(256, 10)

        def forward(self, x):
            return self.head(self.layer(x).mean(1))

    return Classifier()


def step(torch, network, x, optimizer, classes):
    """A step of classification with random targets: forward, backward, and the optimizer."""
    x = torch.as_tensor(x)
    optimizer = optimizer(network.parameters())
    targets = torch.randint(0, classes, (len(x),))

    def run():
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(x), targets).backward()
        optimizer.step()
    return run


def work(job):
    import torch
    if job == "first-step":
        step(torch, torch.nn.Sequential(torch.nn.Linear(784, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10)),
             torch.rand(64, 784), torch.optim.Adam, 10)()
    elif job in ("cnn", "transformer"):
        run = (step(torch, cnn(torch.nn), torch.rand(64, 1, 28, 28), torch.optim.Adam, 10) if job == "cnn" else
               step(torch, sequence_classifier(torch.nn), torch.rand(16, 64, 256), torch.optim.AdamW, 10))
        for _ in range(20):
            run()
    else:
        sys.exit("jobs: first-step, cnn, transformer")


def main():
    if sys.argv[1:2] == ["--job"]:
        work(sys.argv[2])
        return
    threads = int(os.environ.get("APUS_NUM_THREADS", "0"))
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        if threads:
            os.environ[variable] = str(threads)
    import torch
    if threads:
        torch.set_num_threads(threads)
    define_rows()
    if sys.argv[1:] == ["--serve"]:
        print(json.dumps(sorted(ROWS)), flush=True)
        for line in sys.stdin:
            print(json.dumps(measure(*json.loads(line))), flush=True)
        return
    for name in sys.argv[1:] or ROWS:
        for library, times in measure(name).items():
            print(f"{name} {library}: {times['least'] / 1000:.3f} µs")


if __name__ == "__main__":
    main()
