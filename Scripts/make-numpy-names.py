#!/usr/bin/env python3
"""Writes Documentation/NumPyNames.md: NumPy's names, and what they are in Swift and in Python.

    Scripts/make-numpy-names.py [--check | --missing]

It reads the doc comments of the public Swift functions and the docstrings of the Python package, which name their counterparts
in backquotes (`numpy.median`). With --check nothing is written; it exits with 1 if the document is stale, or if a public
function of arrays names no counterpart of NumPy's or PyTorch's and stands in no group of those that have none, or if a name of
NumPy's has neither a function in Swift nor a note. With --missing, and NumPy installed, it lists the functions of NumPy's that
the document does not name.
"""

import ast
import importlib.util
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "Documentation" / "NumPyNames.md"
PYTHON = ROOT / "Sources" / "ApusPython" / "Python" / "apus"
COUNTERPART = re.compile(r"`(numpy(?:\.\w+)+)`")
ANY = re.compile(r"`(?:numpy|torch|scipy)(?:\.\w+)+`")
DECLARATION = re.compile(
    r"(?P<comment>(?:^[ \t]*///[^\n]*\n)+)(?:^[ \t]*@[^\n]*\n)*"
    r"^[ \t]*public (?P<static>static )?(?:prefix |consuming )?(?P<kind>func|var|let|init|struct|enum|final class|typealias)(?P<failable>\?)? ?"
    r"`?(?P<name>[^\s(<`:]*)`?", re.M)
OWNER = re.compile(r"^(?:public )?(?:final )?(?:extension|enum|struct|class|protocol) (\w+)", re.M)

#: Public functions of arrays that no function of NumPy's or PyTorch's corresponds to.
WITHOUT_COUNTERPART = {
    # How operations are made and run.
    "applyInPlace", "make", "overwrite", "assign", "at",
    # Elements for Swift.
    "debugDescription", "description", "elements", "item", "onlyElement", "separated", "withUnsafeElements",
    "withUnsafeMutableElements",
    # Parts of functions that have one.
    "embedding", "intersect1dWithIndices", "maxPool2dWithIndices", "openIndices", "qrR", "uniqueSlices", "where", "einsum",
}

#: What is an operator in Swift.
OPERATORS = {
    "add": "+", "subtract": "-", "multiply": "*", "divide": "/", "true_divide": "/", "negative": "-", "mod": "%",
    "positive": "+", "invert": "~",
}

#: Names of NumPy's that have no function in Swift, and what stands for them there.
NOTES = {
    # Python's way to call functions and to hold their settings.
    "broadcast": "`ArrayFace.broadcastArrays` gives the arrays, `ArrayFace.broadcastShapes` their shape",
    "errstate": "no state: invalid operations give NaN and infinities, and nothing is reported",
    "geterr": "no state, as for `numpy.errstate`", "seterr": "no state, as for `numpy.errstate`",
    "geterrcall": "no state, as for `numpy.errstate`", "seterrcall": "no state, as for `numpy.errstate`",
    "flatiter": "`ravel()` is a view where strides allow; `elements(as:)` is a Swift array to iterate over",
    "vectorize": "`elements(as:)`, `map` and `NDArray(_:shape:)`; functions of arrays work on all elements at once",
    "iterable": "Swift's type checker knows: what conforms to `Sequence`",
    "isscalar": "Swift's type checker knows: what conforms to `ScalarConvertible`",
    "lib.array_utils.normalize_axis_index": "`normalizedAxis`", "lib.array_utils.normalize_axis_tuple": "`Axes`",
    "iscomplexobj": "`dtype.isComplex`", "isrealobj": "`!dtype.isComplex`",
    "mintypecode": "dtypes have no letters; `DType.commonInexact`, `World.resultType`",
    "require": "`astype`, `contiguous`, `columnMajor`, `copy`: each gives the array itself where nothing is to be done, but `copy`",
    "asanyarray": "`NDArray.init`: there are no subclasses", "asarray_chkfinite": "`NDArray.init`, and `isFinite().all()`",
    "shape": "the property `shape`", "ndim": "the property `rank`", "size": "the property `count`",
    "poly1d": "`Polynomial`, whose coefficients are in order of increasing degree, or `NDArray.polyadd` and its like",
    "ndarray.flags": "`isContiguous`, `isColumnMajor`; all arrays can be written to",
    "ndarray.setflags": "all arrays can be written to", "ndarray.byteswap": "`NDArray.fromBytes` and `bytes` take a byte order",
    "ndarray.view": "`bytes()` and `NDArray.fromBytes` with another dtype; a view of the same dtype is an index",
    "lib.array_utils": "`sharesMemory(with:)` asks whether arrays overlap",
    "lib.array_utils.byte_bounds": "`sharesMemory(with:)` asks whether arrays overlap",
    "lib._iotools.ConversionWarning": "`ApusError`", "lib.npyio.NpzFile": "`NDArray.loadArchive` gives a dictionary",
    "polynomial.set_default_printstyle": "`description`",
    "polynomial.polyutils.as_series": "the functions of `PolynomialFamily` take arrays of one axis as they are",
    "polynomial.polyutils.format_float": "`FloatFormatting.positional`, `FloatFormatting.scientific`",
    "polynomial.polyutils.trimseq": "`PolynomialFamily.trim`",
}

#: Other names of functions of NumPy's: the name under which the function stands in the sources.
ALIASES = {
    "amax": "max", "amin": "min", "around": "round", "concat": "concatenate", "row_stack": "vstack", "array_repr": "array2string",
    "array_str": "array2string", "in1d": "isin",
}

#: What is no function in NumPy, or none in Swift or in Python, but has a counterpart there.
OTHERS = {
    "dtype": ("`DType`", "apus.DType"), "ndarray": ("`NDArray`", "apus.Array"), "ufunc": ("methods and operators", "apus.ufunc"),
    "nditer": ("`IndexSequence`, `enumerated()`", ""), "set_printoptions": ("`PrintOptions.current`", "apus.set_printoptions"),
    "get_printoptions": ("`PrintOptions.current`", "apus.get_printoptions"),
    "printoptions": ("`PrintOptions`, given to `text`", "apus.printoptions"),
    "from_dlpack": ("tensors and arrays of other libraries exist in Python alone", "apus.from_dlpack"),
    "base_repr": ("`String(_:radix:)`", ""), "binary_repr": ("`String(_:radix:)`", ""), "typename": ("`dtype.description`", ""),
    "linalg.LinAlgError": ("`ApusError.linearAlgebra`", "apus.linalg.LinAlgError"),
    "ndarray.astype": ("`astype`", "Array.astype"), "ndarray.data": ("`withUnsafeElements`", "Array.data"),
    "ndarray.device": ("`device`", "Array.device"), "ndarray.dtype": ("`dtype`", "Array.dtype"),
    "ndarray.imag": ("`imaginary`", "Array.imag"), "ndarray.real": ("`real`", "Array.real"),
    "ndarray.itemsize": ("`dtype.size`", "Array.itemsize"), "ndarray.mT": ("`matrixTranspose`", "Array.mT"),
    "ndarray.nbytes": ("`count * dtype.size`", "Array.nbytes"), "ndarray.ndim": ("`rank`", "Array.ndim"),
    "ndarray.shape": ("`shape`", "Array.shape"), "ndarray.size": ("`count`", "Array.size"),
    "ndarray.strides": ("`strides`, counted in elements", "Array.strides"), "ndarray.to_device": ("`to(device:)`", "Array.to_device"),
    "ndarray.transpose": ("`transpose`", "Array.transpose"), "ndarray.flat": ("`ravel`, `elements`", "Array.flat"),
    "ndarray.base": ("a view holds its memory; `sharesMemory(with:)`", "Array.base"),
    "mgrid": ("`ArrayFace.indices`, `ArrayFace.meshgrid` with `.ij`", "apus.mgrid"), "ogrid": ("`ArrayFace.openIndices`", "apus.ogrid"),
    "r_": ("`ArrayFace.concatenate`, `ArrayFace.arange`", "apus.r_"), "c_": ("`ArrayFace.columnStack`", "apus.c_"),
    "s_": ("an index is written where it is used; `[any ArrayIndex]`", "apus.s_"),
    "index_exp": ("an index is written where it is used; `[any ArrayIndex]`", "apus.index_exp"),
    "random.default_rng": ("`Generator(seed:)`", "apus.random.default_rng"),
    "random.Generator.bit_generator": ("`Generator.init` takes one", "apus.random.Generator.bit_generator"),
} | {name: (f"`DType.{name}`", f"apus.{name}") for name in (
    "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64", "complex64",
    "complex128")} | {f"random.{name}": (f"`{name}`", f"apus.random.{name}") for name in (
    "Generator", "BitGenerator", "SeedSequence", "PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")}

#: What Apus leaves out of NumPy, by reason.
LEFT_OUT = {
    "Dates and times": "busday_count busday_offset busdaycalendar is_busday datetime64 timedelta64 datetime_as_string datetime_data isnat",
    "Strings, records and objects as elements": "bytes_ str_ void object_ character flexible record recarray fromregex frompyfunc",
    "Extended precision": "longdouble clongdouble float128 complex256",
    "Subclasses of arrays": "matrix asmatrix bmat memmap",
    "Iterators over buffers, and what belongs to the Python package": "nested_iters getbufsize setbufsize get_include info show_config "
    "show_runtime test ndarray.ctypes ndarray.dump ndarray.dumps ndarray.getfield ndarray.setfield",
}

#: The families of `numpy.polynomial`, and what the names of their functions begin with.
FAMILIES = {"polynomial": "poly", "chebyshev": "cheb", "legendre": "leg", "laguerre": "lag", "hermite": "herm", "hermite_e": "herme"}

#: Where the methods of classes are, whose Python docstrings do not name NumPy.
CLASSES = {
    "numpy.random.Generator.": ("_random_generator.py", "apus.random.Generator."),
    "numpy.random.BitGenerator.": ("_random_bits.py", "apus.random.BitGenerator."),
    "numpy.random.PCG64.": ("_random_bits.py", "apus.random.PCG64."),
    "numpy.random.SeedSequence.": ("_random_bits.py", "apus.random.SeedSequence."),
    "numpy.polynomial.Polynomial.": ("polynomial/_series.py", "apus.polynomial.Polynomial."),
    "numpy.polynomial.Chebyshev.": ("polynomial/chebyshev.py", "apus.polynomial.Chebyshev."),
}

HEAD = """\
# NumPy's names

Every function of Apus that has a counterpart in NumPy, by NumPy's name; written from the sources by
`Scripts/make-numpy-names.py`. Methods of `ArrayFace` are those of `NDArray` and of `Tensor`. The
[guide for users of NumPy](NumPyGuide.md) explains what is different.

| NumPy | Swift | Python |
|---|---|---|
"""


def swift_names():
    """By NumPy's name, the Swift functions that name it; and the public functions of arrays that name nothing."""
    found, silent, named = {}, [], set()
    for path in sorted((ROOT / "Sources" / "Apus").rglob("*.swift")):
        text = path.read_text()
        owners = [(match.start(), match.group(1)) for match in OWNER.finditer(text)]
        for match in DECLARATION.finditer(text):
            owner = next((name for start, name in reversed(owners) if start < match.start()), "")
            comment, name, kind = match["comment"], match["name"], match["kind"]
            if kind in ("struct", "enum", "final class", "typealias"):
                owner, shown = "", name
            elif kind == "init":
                owner = "NDArray" if owner == "ArrayFace" else owner
                shown = f"{owner}.init"
            else:
                shown = f"{owner}.{name}" if owner not in ("", "ArrayFace", "NDArray") or match["static"] else name
            for numpy in COUNTERPART.findall(comment):
                names = found.setdefault(numpy, [])
                if shown not in names:
                    names.append(shown)
            if ANY.search(comment):
                named.add(name)
            elif owner in ("ArrayFace", "Linalg", "FFT", "NDArray") and name.isidentifier():
                silent.append(shown)
    return found, sorted({name for name in silent if name.rpartition(".")[2] not in named})


def python_names():
    """By NumPy's name, the names in Python whose docstrings name it, or that are NumPy's own."""
    found = {}
    for path in sorted(PYTHON.rglob("*.py")):
        module = "apus" if path.name.startswith("_") and path.parent == PYTHON else (
            "apus." + ".".join(path.relative_to(PYTHON).with_suffix("").parts).removesuffix(".__init__"))
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or node.name.startswith("_"):
                continue
            for numpy in COUNTERPART.findall(ast.get_docstring(node) or ""):
                plain = numpy.removeprefix("numpy.")
                shown = f"Array.{node.name}" if plain.startswith("ndarray.") else f"{module}.{node.name}"
                names = found.setdefault(numpy, [])
                if shown not in names:
                    names.append(shown)
    tree = ast.parse((PYTHON / "__init__.py").read_text())
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "_apus.ops":
            for name in node.names:
                found.setdefault(f"numpy.{name.asname or name.name}", [f"apus.{name.asname or name.name}"])
    return found


def operations():
    """By name in Python, the operation of the table, which the Swift method is named after."""
    specification = importlib.util.spec_from_file_location("extract_docs", ROOT / "Scripts" / "extract-docs.py")
    docs = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(docs)
    _, methods, names, listed = docs.read(docs.SOURCES)
    own = {docs.operation_name(kind, names) for kind in listed}
    return {python: name for name in sorted(own & set(methods)) for python in docs.python_names(name)}


def family_functions(swift):
    """By NumPy's name, the functions of the polynomial families in Swift and in Python: one of Swift's serves all families."""
    suffixes = re.search(r"_SUFFIXES = \(\s*\"([^\"]*)\"", (PYTHON / "polynomial" / "_functions.py").read_text()).group(1).split()
    by_suffix = {}
    for module, prefix in FAMILIES.items():
        start = f"numpy.polynomial.{module}.{prefix}"
        for name, names in swift.items():
            if name.startswith(start):
                by_suffix.setdefault(name.removeprefix(start), names)
    for of_plane in ("val", "grid", "vander"):
        for dimensions in ("2d", "3d"):
            by_suffix.setdefault(of_plane + dimensions, by_suffix[of_plane + "2d"])
    found = {}
    for module, prefix in FAMILIES.items():
        names = {prefix + suffix: by_suffix.get(suffix, []) for suffix in suffixes}
        if module != "polynomial":
            names |= {f"{prefix}gauss": by_suffix["gauss"], f"{prefix}weight": by_suffix["weight"],
                      f"{prefix}2poly": ["PolynomialFamily.convert"], f"poly2{prefix}": ["PolynomialFamily.convert"]}
        for name, functions in names.items():
            found[f"numpy.polynomial.{module}.{name}"] = (functions, [f"apus.polynomial.{module}.{name}"])
    return found


def columns():
    """By NumPy's name, what stands in the columns of Swift and of Python."""
    swift, _ = swift_names()
    python = python_names()
    table = operations()
    for name, (functions, modules) in family_functions(swift).items():
        swift.setdefault(name, functions)
        python.setdefault(name, modules)
    for name in swift:
        for start, (path, shown) in CLASSES.items():
            method = name.removeprefix(start)
            if name.startswith(start) and re.search(rf"\b{method}\b", (PYTHON / path).read_text()):
                python.setdefault(name, [shown + method])
    result = {}
    for name in set(swift) | set(python):
        plain = name.removeprefix("numpy.")
        functions = swift.get(name, [])
        if not functions and (plain in table or plain in OPERATORS):
            functions = [OPERATORS.get(plain) or table[plain]]
        # A method, or a function in another namespace, is that of the main one.
        main = re.sub(r"^(ndarray|linalg)\.", "", plain)
        if not functions and main != plain and plain not in NOTES:
            functions = swift.get(f"numpy.{main}") or ([OPERATORS.get(main) or table[main]] if main in OPERATORS or main in table else [])
        shown = ", ".join(f"`{one}`" for one in functions) or NOTES.get(plain, "")
        result[name] = (shown, ", ".join(f"`{one}`" for one in python.get(name, [])))
    for name, main in ALIASES.items():
        has = re.search(rf"\b{name}\b", (PYTHON / "__init__.py").read_text())
        result[f"numpy.{name}"] = (result[f"numpy.{main}"][0], f"`apus.{name}`" if has else "")
    for name, (functions, shown) in OTHERS.items():
        result[f"numpy.{name}"] = (functions, f"`{shown}`" if shown else "")
    return {name: row for name, row in result.items() if name not in ("numpy.fft", "numpy.linalg", "numpy.lib.array_utils")}


def document():
    rows = columns()
    order = sorted(rows, key=lambda name: (name.count("."), name.lower(), name))
    table = "".join(f"| `{name}` | {rows[name][0]} | {rows[name][1]} |\n" for name in order)
    absent = "".join(f"* {reason}: {', '.join(f'`{name}`' for name in names.split())}.\n" for reason, names in LEFT_OUT.items())
    return f"{HEAD}{table}\n## Left out\n\n{absent}"


def missing():
    """The public functions and classes of an installed NumPy that the document does not name."""
    import numpy

    names = " ".join(LEFT_OUT.values()).split() + ["generic", "number", "integer", "signedinteger", "unsignedinteger", "inexact",
                                                   "floating", "complexfloating"]
    rows = set(columns()) | {f"numpy.{name}" for name in names}
    modules = {"numpy": numpy, "numpy.linalg": numpy.linalg, "numpy.fft": numpy.fft, "numpy.lib.stride_tricks": numpy.lib.stride_tricks}
    modules |= {f"numpy.polynomial.{family}": getattr(numpy.polynomial, family) for family in FAMILIES}
    for place, module in modules.items():
        for name in sorted(module.__all__ if hasattr(module, "__all__") else dir(module)):
            if callable(getattr(module, name, None)) and getattr(getattr(module, name), "__name__", "") == name and not name.startswith("_") and f"{place}.{name}" not in rows:
                yield f"{place}.{name}"
    for kind in (numpy.ndarray, numpy.random.Generator):
        place = "numpy.ndarray" if kind is numpy.ndarray else "numpy.random.Generator"
        for name in dir(kind):
            if not name.startswith("_") and f"{place}.{name}" not in rows:
                yield f"{place}.{name}"


def main():
    if "--missing" in sys.argv:
        print("\n".join(missing()))
        return
    text = document()
    if "--check" not in sys.argv:
        TARGET.write_text(text)
        return
    if not TARGET.exists() or TARGET.read_text() != text:
        sys.exit("Documentation/NumPyNames.md is stale: run Scripts/make-numpy-names.py")
    unnamed = [name for name in swift_names()[1] if name.rpartition(".")[2] not in WITHOUT_COUNTERPART]
    if unnamed:
        sys.exit(f"no counterpart is named by the comments of {', '.join(unnamed)}")
    empty = sorted(name for name, (swift, _) in columns().items() if not swift)
    if empty:
        sys.exit(f"neither a function in Swift nor a note stands for {', '.join(empty)}")


if __name__ == "__main__":
    main()
