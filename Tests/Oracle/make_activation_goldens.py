#!/usr/bin/env python3
"""Writes Tests/ApusTests/Goldens/activations.txt: gelu, its tanh form, silu, and their slopes, to 20 digits by mpmath.

Arguments are float32 numbers: some in every interval of the kernels' tables and beyond, and both sides of their bounds.
"""

import pathlib

import mpmath
import numpy

mpmath.mp.dps = 50
FOLDER = pathlib.Path(__file__).resolve().parents[1] / "ApusTests/Goldens"


def gelu(x):
    distribution = mpmath.erfc(-x / mpmath.sqrt(2)) / 2
    return x * distribution, distribution + x * mpmath.exp(-x * x / 2) / mpmath.sqrt(2 * mpmath.pi)


def gelu_tanh(x):
    root, cubic = 2 * mpmath.sqrt(2 / mpmath.pi), mpmath.mpf("0.044715")
    s = 1 / (1 + mpmath.exp(-root * x * (1 + cubic * x * x)))
    return x * s, s + x * s * (1 - s) * root * (1 + 3 * cubic * x * x)


def silu(x):
    s = 1 / (1 + mpmath.exp(-x))
    return x * s, s + x * s * (1 - s)


def main():
    chosen = numpy.random.default_rng(11)
    magnitudes = numpy.concatenate([
        (numpy.arange(16) + chosen.uniform(-0.5, 0.5, (4, 16))).ravel().__abs__() / 4,
        [0.12499, 0.12501, 0.6744, 0.6746, 0.7517915, 3.8749, 3.875, 3.8751, 1e-30, 1e-5], chosen.uniform(3.9, 9.5, 24),
    ]).astype(numpy.float32)
    lines = []
    for name, function in (("gelu", gelu), ("geluTanh", gelu_tanh), ("silu", silu)):
        for x in numpy.concatenate([magnitudes, -magnitudes]):
            y, slope = function(mpmath.mpf(float(x)))
            lines.append(f"{name} {float(x)!r} {mpmath.nstr(y, 20)} {mpmath.nstr(slope, 20)}")
    (FOLDER / "activations.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
