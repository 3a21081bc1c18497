"""Writes Tests/ApusTests/Goldens/polynomials.txt: functions of series in the six families, as NumPy finds them.

Each line: family, function, the operands and the results, vectors of numbers with commas, separated by semicolons.
Run by hand from the package's root: python Tests/Oracle/make_polynomial_goldens.py
"""
import pathlib

import numpy as np
import numpy.polynomial as npp

FAMILIES = [("power", npp.polynomial, "poly"), ("chebyshev", npp.chebyshev, "cheb"), ("legendre", npp.legendre, "leg"),
            ("laguerre", npp.laguerre, "lag"), ("hermite", npp.hermite, "herm"), ("hermiteE", npp.hermite_e, "herme")]
generator = np.random.default_rng(11)
lines = []


def text(arrays):
    arrays = arrays if isinstance(arrays, (tuple, list)) else (arrays,)
    return ";".join(",".join(repr(float(x)) for x in np.ravel(array)) for array in arrays)


for name, module, prefix in FAMILIES:
    a, b = np.round(generator.normal(size=5), 3), np.round(generator.normal(size=3), 3)
    x, y = np.round(np.linspace(-1, 1, 7), 3), np.round(generator.normal(size=7), 3)
    f = {suffix: getattr(module, prefix + suffix) for suffix in
         "add sub mul div pow mulx der int val vander companion fromroots fit roots".split()}
    cases = [("add", [a, b], f["add"](a, b)), ("subtract", [a, b], f["sub"](a, b)), ("multiply", [a, b], f["mul"](a, b)),
             ("divide", [a, b], f["div"](a, b)), ("power", [b], f["pow"](b, 3)), ("multiplyByX", [a], f["mulx"](a)),
             ("derivative", [a], f["der"](a, 2, 0.5)), ("integral", [b], f["int"](b, 2, [1, 2], 0.5, 2)),
             ("value", [a, x], f["val"](x, a)), ("vander", [x], f["vander"](x, 4)), ("companion", [a], f["companion"](a)),
             ("fromRoots", [b], f["fromroots"](b)), ("fit", [x, y], f["fit"](x, y, 3)), ("roots", [a[:3]], f["roots"](a[:3]))]
    if name != "power":
        cases += [("gauss", [], getattr(module, prefix + "gauss")(6)), ("toPower", [a], getattr(module, prefix + "2poly")(a)),
                  ("fromPower", [a], getattr(module, "poly2" + prefix)(a))]
    for function, operands, results in cases:
        if isinstance(results, tuple) or not np.iscomplexobj(results):
            lines.append(f"{name} {function} {text(operands) or '-'} {text(results)}\n")
path = pathlib.Path(__file__).parents[1] / "ApusTests" / "Goldens" / "polynomials.txt"
path.write_text("".join(lines))
