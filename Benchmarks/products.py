#!/usr/bin/env python3
"""Times products of matrices, and decompositions of small ones, in Apus, NumPy and PyTorch.

    products.py [--filter TEXT] [--threads N] [--rounds N] [--below RATIO] [--json FILE] [--limit GFLOPS]

Needs a Python with numpy, torch and apus. Each library has a process of its own, and they are asked in turn for each row,
--rounds times; the least time counts. `ratio` is the better peer's time over Apus's, `limit` the part of the limit for
float32 fused multiply-adds (twice that for bfloat16 and int16, four times for int8, half for float64) that Apus reaches;
without --limit it is measured by a large product of float32.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import time

SIZES = [8, 16, 17, 32, 63, 64, 100, 128, 129, 256, 333, 511, 512, 513, 1000, 1024, 2048]
RATE = {"float32": 1, "float64": 0.5, "complex64": 1, "complex128": 0.5, "bfloat16": 2, "float16": 1, "int8": 4, "uint8": 4,
        "int16": 2, "int32": 1, "int64": 0.5, "bool": 4}


def rows():
    """Names of rows, and for each the kind of work, the dtype, the shapes of operands, and the multiply-adds."""
    table = {}

    def add(name, kind, dtype, shapes, work):
        table[f"{name} {dtype}"] = (kind, dtype, shapes, work * (4 if dtype.startswith("complex") else 1))

    for dtype in ("float32", "float64"):
        for n in SIZES:
            add(f"square {n}", "matmul", dtype, [(n, n), (n, n)], n ** 3)
        for n in (64, 333, 512):
            for kind in ("matmul tn", "matmul nt", "matmul tt"):
                add(f"{kind} {n}", kind, dtype, [(n, n), (n, n)], n ** 3)
        for m, k, n in ((1, 64, 64), (1, 1000, 1000), (1000, 1000, 1), (1, 4096, 4096), (4096, 4096, 1), (1000, 1000, 8),
                        (8, 1000, 1000), (4096, 64, 4096), (64, 4096, 4096), (64, 4096, 64), (4096, 8, 8), (10000, 3, 3),
                        (1000, 1, 1000), (32, 784, 128), (64, 1000, 10), (2, 512, 512), (4, 4096, 1024), (16, 4096, 16)):
            add(f"{m}x{k} {k}x{n}", "matmul", dtype, [(m, k), (k, n)], m * k * n)
        add("tall tn 4096x1000 vector", "matmul tn", dtype, [(1000, 4096), (1000, 1)], 4096 * 1000)
        add("gram 10000x32", "matmul tn", dtype, [(10000, 32), (10000, 32)], 32 * 32 * 10000)
        add("linear nt 64x512 512", "matmul nt", dtype, [(64, 512), (512, 512)], 64 * 512 * 512)
        add("dot 1000000", "dot", dtype, [(1000000,), (1000000,)], 1000000)
        add("dot 1000", "dot", dtype, [(1000,), (1000,)], 1000)
        add("outer 1000", "outer", dtype, [(1000,), (1000,)], 1000 * 1000)
        for batch, m, k, n in ((10000, 4, 4, 4), (10000, 3, 3, 3), (1000, 16, 16, 16), (500, 32, 64, 32), (64, 128, 64, 128),
                               (8, 256, 256, 256), (10000, 4, 4, 1)):
            add(f"batch {batch} {m}x{k} {k}x{n}", "matmul", dtype, [(batch, m, k), (batch, k, n)], batch * m * k * n)
        add("batch left 1000 16x16", "matmul", dtype, [(16, 16), (1000, 16, 16)], 1000 * 16 ** 3)
        add("batch right 1000 16x16", "matmul", dtype, [(1000, 16, 16), (16, 16)], 1000 * 16 ** 3)
        add("batch crossed 16x16 32x32", "matmul", dtype, [(16, 1, 32, 32), (1, 16, 32, 32)], 256 * 32 ** 3)
        add("batch strided 64 64x64", "strided", dtype, [(64, 64, 64), (64, 64, 64)], 64 * 64 ** 3)
    for dtype in ("complex64", "complex128"):
        for n in (8, 17, 64, 129, 256, 512, 513):
            add(f"square {n}", "matmul", dtype, [(n, n), (n, n)], n ** 3)
        add("matmul nt 512", "matmul nt", dtype, [(512, 512), (512, 512)], 512 ** 3)
        add("1000x1000 1000x1", "matmul", dtype, [(1000, 1000), (1000, 1)], 1000 * 1000)
        add("batch 10000 4x4 4x4", "matmul", dtype, [(10000, 4, 4), (10000, 4, 4)], 10000 * 64)
    for dtype in ("bfloat16", "float16", "int8", "uint8", "int16", "int32", "int64"):
        for n in (16, 64, 129, 256, 512, 513, 1024):
            add(f"square {n}", "matmul", dtype, [(n, n), (n, n)], n ** 3)
        add("matmul nt 512", "matmul nt", dtype, [(512, 512), (512, 512)], 512 ** 3)
        add("1000x1000 1000x1", "matmul", dtype, [(1000, 1000), (1000, 1)], 1000 * 1000)
        add("1x1000 1000x1000", "matmul", dtype, [(1, 1000), (1000, 1000)], 1000 * 1000)
        add("1x1000 nt", "matmul nt", dtype, [(1, 1000), (1000, 1000)], 1000 * 1000)
        add("64x512 nt", "matmul nt", dtype, [(64, 512), (512, 512)], 64 * 512 * 512)
        add("dot 1000000", "dot", dtype, [(1000000,), (1000000,)], 1000000)
        add("batch 1000 16x16", "matmul", dtype, [(1000, 16, 16), (1000, 16, 16)], 1000 * 16 ** 3)
    for kind in ("linear", "linear relu", "linear gelu"):
        for m, k, n in ((8, 16, 16), (64, 784, 128), (512, 768, 768), (1, 512, 512)):
            add(f"{kind} {m}x{k} {n}", kind, "float32", [(m, k), (n, k), (n,)], m * k * n)
    add("linear 512x768 768", "linear", "bfloat16", [(512, 768), (768, 768), (768,)], 512 * 768 * 768)
    for form, shapes, work in (("ij,jk->ik", [(256, 256), (256, 256)], 256 ** 3), ("ij,kj->ik", [(256, 256), (256, 256)], 256 ** 3),
                               ("bij,bjk->bik", [(64, 64, 64), (64, 64, 64)], 64 ** 4), ("i,i->", [(1000,), (1000,)], 1000),
                               ("bhqd,bhkd->bhqk", [(4, 8, 64, 32), (4, 8, 64, 32)], 32 * 64 * 64 * 32),
                               ("bqhd,bkhd->bhqk", [(4, 64, 8, 32), (4, 64, 8, 32)], 32 * 64 * 64 * 32),
                               ("ij,j->i", [(1000, 1000), (1000,)], 10 ** 6), ("i,j->ij", [(1000,), (1000,)], 10 ** 6),
                               ("ijk,jil->kl", [(32, 32, 32), (32, 32, 32)], 32 ** 4),
                               ("ij,jk,kl->il", [(64, 64), (64, 64), (64, 64)], 2 * 64 ** 3)):
        add(f"einsum {form}", "einsum " + form, "float32", shapes, work)
    for dtype in ("float32", "float64"):
        for n in (2, 3, 4, 6, 8, 16):
            for kind in ("det", "inv", "solve", "cholesky"):
                add(f"{kind} 10000 {n}x{n}", kind, dtype, [(10000, n, n), (10000, n, n)], 10000 * n ** 3)
        add("lstsq 128", "lstsq", dtype, [(128, 128), (128, 4)], 128 ** 3)
        add("lstsq 512", "lstsq", dtype, [(512, 512), (512, 4)], 512 ** 3)
        add("lstsq 1000x20", "lstsq", dtype, [(1000, 20), (1000, 1)], 1000 * 400)
    return table


def operand(seed, kind, dtype, shape):
    import numpy as np
    generator = np.random.default_rng(seed)
    if dtype.startswith(("int", "uint")):
        return generator.integers(0, 100, shape).astype(dtype)
    values = generator.standard_normal(shape)
    if dtype.startswith("complex"):
        values = values + 1j * generator.standard_normal(shape)
    if kind in ("det", "inv", "solve", "cholesky"):
        values = values @ values.swapaxes(-1, -2) + shape[-1] * np.eye(shape[-1]) if kind == "cholesky" else values
    return values if dtype == "bfloat16" else values.astype(dtype)


def body(library, kind, dtype, shapes):
    """What is timed, or None where the library has no such operation."""
    arrays = [operand(seed, kind, dtype, shape) for seed, shape in enumerate(shapes)]
    if library == "NumPy":
        import numpy as np
        if dtype == "bfloat16" or kind.startswith("linear"):
            return None
        module, linalg, functional = np, np.linalg, None
        swap = lambda x: x.swapaxes(-1, -2)
    elif library == "PyTorch":
        import torch
        from torch.nn import functional
        arrays = [torch.from_numpy(x) for x in arrays]
        if dtype == "bfloat16":
            arrays = [x.to(torch.bfloat16) for x in arrays]
        module, linalg = torch, torch.linalg
        swap = lambda x: x.swapaxes(-1, -2)
    else:
        import apus
        if kind.startswith("linear"):
            arrays = [apus.tensor(x) for x in arrays]
        else:
            arrays = [apus.asarray(x) for x in arrays]
        if dtype == "bfloat16":
            arrays = [x.to(apus.bfloat16) if kind.startswith("linear") else apus.astype(x, apus.bfloat16) for x in arrays]
        module, linalg, functional = apus, apus.linalg, apus.nn.functional
        swap = lambda x: apus.matrix_transpose(x)
    if kind == "matmul":
        a, b = arrays
        return lambda: module.matmul(a, b)
    if kind.startswith("matmul "):
        a, b = arrays
        if kind[7] == "t":
            a = swap(a) if a.shape[0] == b.shape[0] or a.shape[0] == a.shape[1] else a
        if kind[8] == "t":
            b = swap(b)
        return lambda: module.matmul(a, b)
    if kind == "strided":
        a, b = arrays[0].swapaxes(0, 1) if library != "Apus" else module.permute_dims(arrays[0], (1, 0, 2)), arrays[1]
        return lambda: module.matmul(a, b)
    if kind == "dot":
        a, b = arrays
        return lambda: module.dot(a, b)
    if kind == "outer":
        a, b = arrays
        return lambda: module.outer(a, b)
    if kind.startswith("einsum "):
        return lambda: module.einsum(kind[7:], *arrays)
    if kind.startswith("linear"):
        x, w, bias = arrays
        after = {"linear": None, "linear relu": functional.relu, "linear gelu": functional.gelu}[kind]
        return (lambda: after(functional.linear(x, w, bias))) if after else lambda: functional.linear(x, w, bias)
    if kind in ("solve", "lstsq"):
        a, b = arrays
        if kind == "solve":
            b = b[..., :1]
            return lambda: linalg.solve(a, b)
        return (lambda: linalg.lstsq(a, b, rcond=None)) if library == "NumPy" else lambda: linalg.lstsq(a, b)
    operation = getattr(linalg, kind)
    return lambda: operation(arrays[0])


def serve(library):
    table, cached = rows(), (None, None)
    if library == "PyTorch":
        import torch
        torch.set_grad_enabled(False)
        if os.environ.get("APUS_NUM_THREADS"):
            torch.set_num_threads(int(os.environ["APUS_NUM_THREADS"]))
    for line in sys.stdin:
        name = line.strip()
        if cached[0] != name:
            kind, dtype, shapes, _ = table[name]
            try:
                cached = (name, body(library, kind, dtype, shapes))
                if cached[1]:
                    cached[1]()
            except (RuntimeError, TypeError, NotImplementedError, ValueError) as error:
                print(f"{library}: {name}: {error}", file=sys.stderr)
                cached = (name, None)
        print(json.dumps(least(cached[1]) if cached[1] else None), flush=True)


def least(work, seconds=0.1):
    """The least time of a call in seconds, of runs of at least 20 microseconds."""
    clock = time.perf_counter
    start = clock()
    work()
    once = clock() - start
    times = max(1, int(2e-5 / max(once, 1e-7)))
    best, end = math.inf, clock() + seconds
    while True:
        start = clock()
        for _ in range(times):
            work()
        now = clock()
        best = min(best, (now - start) / times)
        if now > end:
            return best


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--serve")
    parser.add_argument("--filter", default="")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--below", type=float, help="print rows with a smaller ratio only")
    parser.add_argument("--json")
    parser.add_argument("--limit", type=float)
    options = parser.parse_args()
    if options.serve:
        return serve(options.serve)
    environment = dict(os.environ)
    if options.threads:
        for name in ("APUS_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            environment[name] = str(options.threads)
    workers = {library: subprocess.Popen([sys.executable, __file__, "--serve", library], stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, text=True, env=environment)
               for library in ("Apus", "PyTorch", "NumPy")}

    def ask(library, name):
        workers[library].stdin.write(name + "\n")
        workers[library].stdin.flush()
        return json.loads(workers[library].stdout.readline())

    table = rows()
    limit = options.limit or 2 * 1024 ** 3 / min(ask("Apus", "square 1024 float32") for _ in range(5)) / 1e9
    print(f"limit {limit:.0f} GFLOP/s\n{'row':42} {'Apus µs':>10} {'PyTorch':>10} {'NumPy':>10} {'ratio':>7} {'limit':>6}")
    results, logarithms = [], []
    for name, (kind, dtype, shapes, work) in table.items():
        if options.filter not in name:
            continue
        best = {}
        for _ in range(options.rounds):
            for library in workers:
                seconds = ask(library, name)
                if seconds is not None:
                    best[library] = min(best.get(library, math.inf), seconds)
        peers = [best[x] for x in ("PyTorch", "NumPy") if x in best]
        ratio = min(peers) / best["Apus"] if peers and "Apus" in best else None
        fraction = 2 * work / best["Apus"] / 1e9 / (limit * RATE[dtype]) if "Apus" in best else None
        results.append({"row": name, "microseconds": {k: v * 1e6 for k, v in best.items()}, "ratio": ratio, "limit": fraction})
        if ratio:
            logarithms.append(math.log(ratio))
        if options.below is None or ratio is None or ratio < options.below:
            cells = [f"{best[x] * 1e6:10.4g}" if x in best else " " * 10 for x in ("Apus", "PyTorch", "NumPy")]
            print(f"{name:42} {' '.join(cells)} {ratio or math.nan:7.2f} {fraction or math.nan:6.2f}", flush=True)
    if logarithms:
        print(f"geometric mean of {len(logarithms)} ratios: {math.exp(sum(logarithms) / len(logarithms)):.2f}")
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"limit": limit, "rows": results}, file, indent=1)
    for worker in workers.values():
        worker.stdin.close()
        worker.wait()


if __name__ == "__main__":
    main()
