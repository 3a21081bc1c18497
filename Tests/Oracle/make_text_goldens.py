"""Writes Tests/ApusTests/Goldens/numbers.txt: decimal numbers and the bits of the nearest double, as Python finds it.

Run by hand from the package's root: python Tests/Oracle/make_text_goldens.py
"""
import pathlib
import random
import struct
from fractions import Fraction

random.seed(7)
HARD = """0 -0 0.0 .5 5. 1e22 1e23 1e-22 9007199254740993 9007199254740992.5 9007199254740993.00000000000000000000001
4.9e-324 2.4703282292062327e-324 2.4703282292062328e-324 2.2250738585072011e-308 2.2250738585072014e-308
1.7976931348623157e308 1.7976931348623158e308 1.7976931348623159e308 1e308 1e309 1e-400 1e400 inf -Infinity
00000000000000000000000001.5 0.000000000000000000000000000012345678901234567 123456789012345678901234567890e-30
6.02214076e23 8.98846567431158e307 7.2057594037927933e16 1448997445238699 3.518437208883201171875e13""".split()


def halfway():
    """A number exactly between two doubles, or a hair beside it."""
    bits = random.randrange(1, 0x7FE0000000000000)
    low, high = (struct.unpack("<d", struct.pack("<q", bits + k))[0] for k in (0, 1))
    middle = (Fraction(low) + Fraction(high)) / 2
    if not 1e-20 < low < 1e20:
        return repr(low)
    whole, rest = divmod(middle, 1)
    digits = ""
    while rest:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    return f"{whole}.{digits or 0}" + random.choice(["", "1", "0"])


def drawn():
    kind = random.randrange(6)
    if kind == 0:
        return repr(random.random())
    if kind == 1:
        return "%.18e" % (random.uniform(-1, 1) * 10.0 ** random.randint(-307, 307))
    if kind == 2:
        return repr(struct.unpack("<d", struct.pack("<q", random.randrange(0x7FF0000000000000)))[0])
    if kind == 3:
        return "%d.%de%d" % (random.randrange(10**12), random.randrange(10**25), random.randint(-400, 400))
    if kind == 4:
        return str(random.randrange(10 ** random.randint(1, 30)))
    return halfway()


numbers = HARD + [drawn() for _ in range(600)]
path = pathlib.Path(__file__).parents[1] / "ApusTests" / "Goldens" / "numbers.txt"
path.write_text("".join(f"{text} {struct.pack('>d', float(text)).hex()}\n" for text in numbers))
