"""Random index expressions and what NumPy and PyTorch make of them.

Writes Goldens/indexing.txt. Every line: world; shape; index; shape of the result; its elements, where the array holds
0, 1, 2, ... in row-major order. `error` in place of a result means that the library refuses the index.

An index is written item by item: `i-1` an integer, `s1:4:2` a slice (missing bounds empty), `n` a new axis, `e` an
ellipsis, `a2,2:0,1,1,0` an integer array (shape, elements), `m2,2:0110` a mask.

    python Tests/Oracle/make_indexing_goldens.py Tests/ApusTests/Goldens/indexing.txt
"""
import random
import sys

import numpy as np
import torch

random.seed(20)


def integer(size):
    if random.random() < 0.03:
        return size + random.randint(0, 2)
    return random.randint(-size, size - 1) if size else 0


def slice_item(size, negative=True):
    def bound():
        return random.choice(["", random.randint(-size - 1, size + 1)])

    steps = [1, 1, 2, 3] + ([-1, -2] if negative else [])
    return f"s{bound()}:{bound()}:{random.choice(steps)}"


def array_item(size, shapes):
    shape = random.choice(shapes)
    n = int(np.prod(shape))
    if n and not size:
        shape, n = (0,), 0
    values = [integer(size) if random.random() < 0.02 else random.randint(-size, size - 1) for _ in range(n)]
    return f"a{','.join(map(str, shape))}:{','.join(map(str, values))}"


def mask_item(sizes):
    n = int(np.prod(sizes))
    if random.random() < 0.04 and sizes:
        sizes = (sizes[0] + 1,) + tuple(sizes[1:])
        n = int(np.prod(sizes))
    return f"m{','.join(map(str, sizes))}:{''.join(random.choice('01') for _ in range(n))}"


def expression(shape, world, arrays):
    items, axis, ellipsis = [], 0, False
    shapes = random.choice([[(2,)], [(2,), (1,)], [(2, 2), (2,), (1, 2), (2, 1)], [(3,), ()], [(0,)], [(2, 1), (1, 3), (3,)]])
    while axis < len(shape):
        kind = random.random()
        if kind < 0.08:
            items.append("n")
        elif kind < 0.16 and not ellipsis:
            ellipsis = True
            items.append("e")
            axis += random.randint(0, len(shape) - axis)
        elif kind < 0.30:
            break
        elif kind < 0.45:
            items.append(f"i{integer(shape[axis])}")
            axis += 1
        elif arrays and kind < 0.68:
            items.append(array_item(shape[axis], shapes))
            axis += 1
        elif arrays and kind < 0.75:
            rank = random.randint(0 if random.random() < 0.2 else 1, min(2, len(shape) - axis))
            items.append(mask_item(tuple(shape[axis : axis + rank])))
            axis += rank
        else:
            items.append(slice_item(shape[axis], world == "numpy"))
            axis += 1
    if random.random() < 0.1:
        items.append("n")
    if random.random() < 0.02:
        items += ["i0"] * 3
    return items


def parse(item, world):
    body = item[1:]
    if item[0] == "i":
        return int(body)
    if item[0] == "s":
        return slice(*[int(part) if part else None for part in body.split(":")])
    if item[0] == "n":
        return None
    if item[0] == "e":
        return Ellipsis
    shape, values = body.split(":")
    shape = tuple(int(size) for size in shape.split(",") if size)
    if item[0] == "a":
        array = np.array([int(v) for v in values.split(",") if v], dtype=np.int64).reshape(shape)
    else:
        array = np.array([v == "1" for v in values], dtype=bool).reshape(shape)
    return torch.from_numpy(array) if world == "torch" else array


def evaluate(shape, items, world):
    x = np.arange(int(np.prod(shape)), dtype=np.int64).reshape(shape)
    x = torch.from_numpy(x) if world == "torch" else x
    try:
        result = x[tuple(parse(item, world) for item in items)]
    except (IndexError, ValueError, RuntimeError):
        return "error"
    result = np.asarray(result)
    return f"{','.join(map(str, result.shape))};{','.join(map(str, result.ravel()))}"


lines, seen = [], set()
shapes = [(5,), (4, 3), (2, 3, 4), (3, 1, 2), (2, 2, 3, 2), (0, 3), (2, 0), ()]
for world, arrays, wanted in [("numpy", False, 150), ("numpy", True, 450), ("torch", True, 200)]:
    while wanted:
        shape = random.choice(shapes[:5] if random.random() < 0.9 else shapes)
        items = expression(shape, world, arrays)
        if arrays and not any(item[0] in "am" for item in items):
            continue
        text = evaluate(shape, items, world)
        line = f"{world};{','.join(map(str, shape))};{' '.join(items)};{text}"
        if line in seen or len(line) > 400:
            continue
        seen.add(line)
        lines.append(line)
        wanted -= 1

with open(sys.argv[1], "w") as file:
    file.write("\n".join(lines) + "\n")
