"""Holds Apus to the data that NumPy brings for its own tests: the outputs of its bit generators, and its elementary functions.

    numpy_data.py [bits] [umath] [--goldens]

`bits`: the ten files `random/tests/data/*-testset-*.csv`, 1,000 numbers each. `umath`: every row of the files
`_core/tests/data/umath-validation-set-*.csv`, within the error given there; once for each of APUS_ISA = baseline, avx2 and
avx512. Without either, both. `apus` and a NumPy with its tests must be importable. It exits with 1 if a number differs.

With --goldens it writes a fixed part of the data to Tests/ApusTests/Goldens/bit-generators.txt and umath.txt.
"""

import argparse
import os
import pathlib
import subprocess
import sys

import numpy

HERE = pathlib.Path(__file__).resolve().parent
GOLDENS = HERE.parent / "ApusTests" / "Goldens"
NUMPY = pathlib.Path(numpy.__file__).parent
LEVELS = ("baseline", "avx2", "avx512")


def bit_files():
    """For each file the name of the bit generator, the seed and the numbers."""
    names = {"mt19937": "MT19937", "pcg64": "PCG64", "pcg64dxsm": "PCG64DXSM", "philox": "Philox", "sfc64": "SFC64"}
    for path in sorted((NUMPY / "random" / "tests" / "data").glob("*-testset-*.csv")):
        rows = [line.split(",") for line in path.read_text().split("\n") if line.strip()]
        yield path.name, names[path.name.split("-")[0]], int(rows[0][1], 0), [int(row[1], 0) for row in rows[1:]]


def check_bits():
    import apus

    wrong = 0
    for file, kind, seed, numbers in bit_files():
        drawn = getattr(apus.random, kind)(seed).random_raw(len(numbers)).tolist()
        agree = sum(a == b for a, b in zip(drawn, numbers))
        wrong += len(numbers) - agree
        print(f"{file:28} seed {seed:#x}: {agree} of {len(numbers)} agree")
    return wrong


def umath_rows():
    """For each row the function, the dtype, the bits of the argument and of the result, and the error in ulps."""
    for path in sorted((NUMPY / "_core" / "tests" / "data").glob("umath-validation-set-*.csv")):
        for line in path.read_text().split("\n")[1:]:
            if line and line[0] not in "$#":
                dtype, argument, result, ulps = line.split(",")
                yield path.stem.split("-")[3], dtype.removeprefix("np."), int(argument, 16), int(result, 16), int(ulps)


def distance(a, b):
    """Numbers that lie between two arrays of floats, element by element; NaN and NaN are no distance apart."""
    width = a.dtype.itemsize
    kind = numpy.dtype(f"i{width}")

    def order(x):
        bits = x.view(kind).astype(object)
        lowest = -(1 << 8 * width - 1)
        return numpy.where(bits < 0, lowest - bits, bits)

    apart = abs(order(a) - order(b))
    apart[numpy.isnan(a) & numpy.isnan(b)] = 0
    apart[numpy.isnan(a) != numpy.isnan(b)] = 1 << 62
    return apart


def check_umath():
    """One level: the functions of whole columns and, since loops have an end of their own, of single elements."""
    import apus

    columns = {}
    for name, dtype, argument, result, ulps in umath_rows():
        columns.setdefault((name, dtype), []).append((argument, result, ulps))
    wrong = rows = 0
    for (name, dtype), lines in columns.items():
        bits = "u4" if dtype == "float32" else "u8"
        arguments, results = (numpy.array([line[i] for line in lines], bits).view(dtype) for i in (0, 1))
        function = getattr(apus, name, None) or getattr(apus.ops, name)
        computed = numpy.asarray(function(apus.asarray(arguments)))
        assert computed.dtype == dtype
        few = numpy.concatenate([numpy.asarray(function(apus.asarray(arguments[i:i + 3]))) for i in range(0, len(lines), 3)])
        limits = [line[2] for line in lines]
        for values in (computed, few):
            for place in numpy.nonzero(distance(values, results) > limits)[0][:10]:
                print(f"{name} {dtype}: of {arguments[place]!r} it is {values[place]!r} and not {results[place]!r}, "
                      f"within {limits[place]} ulp")
            wrong += int((distance(values, results) > limits).sum())
        rows += len(lines)
    print(f"{os.environ.get('APUS_ISA', 'default')}: {rows} rows, {wrong} wrong")
    return wrong


def write_goldens():
    lines = []
    for file, kind, seed, numbers in bit_files():
        words = [f"{number:x}" for number in numbers[:40] + numbers[-10:]]
        lines.append(f"{kind} {seed:x} {len(numbers)} {' '.join(words)}")
    (GOLDENS / "bit-generators.txt").write_text("\n".join(lines) + "\n")
    rows = list(umath_rows())
    lines = [f"{name} {dtype} {argument:x} {result:x} {ulps}" for name, dtype, argument, result, ulps in rows[::19]]
    (GOLDENS / "umath.txt").write_text("\n".join(lines) + "\n")
    print(len(rows), "rows,", len(lines), "of them in umath.txt")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", choices=[[], "bits", "umath", "umath-level"])
    parser.add_argument("--goldens", action="store_true")
    options = parser.parse_args()
    if options.goldens:
        return write_goldens()
    if "umath-level" in options.parts:
        sys.exit(check_umath() > 0)
    wrong = 0
    if not options.parts or "bits" in options.parts:
        wrong += check_bits()
    if not options.parts or "umath" in options.parts:
        for level in LEVELS:
            command = [sys.executable, __file__, "umath-level"]
            wrong += subprocess.run(command, env={**os.environ, "APUS_ISA": level}).returncode
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
