#!/usr/bin/env python3
"""Writes Documentation/NumPyNames.md: NumPy's names, and what they are in Swift and in Python.

    Scripts/make-numpy-names.py [--check]

It reads the doc comments of the public Swift functions and the docstrings of the Python package, which name their counterparts
in backquotes (`numpy.median`). With --check nothing is written; it exits with 1 if the document is stale, or if a public
function of arrays names no counterpart of NumPy's or PyTorch's and stands in no group of those that have none.
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
    r"^[ \t]*public (?P<static>static )?(?:prefix )?(?:func|var|init) ?`?(?P<name>[^\s(<`:]*)`?", re.M)
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
            comment, name = match["comment"], match["name"]
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


def document():
    swift, _ = swift_names()
    python = python_names()
    table = operations()
    for name in python:
        plain = name.removeprefix("numpy.")
        if name not in swift and (plain in table or plain in OPERATORS):
            swift[name] = [OPERATORS.get(plain) or table[plain]]
    lines = []
    for name in sorted(set(swift) | set(python), key=lambda name: (name.count("."), name.lower())):
        def cell(names):
            return ", ".join(f"`{one}`" for one in names)
        lines.append(f"| `{name}` | {cell(swift.get(name, []))} | {cell(python.get(name, []))} |\n")
    return HEAD + "".join(lines)


def main():
    text = document()
    if "--check" not in sys.argv:
        TARGET.write_text(text)
        return
    if not TARGET.exists() or TARGET.read_text() != text:
        sys.exit("Documentation/NumPyNames.md is stale: run Scripts/make-numpy-names.py")
    unnamed = [name for name in swift_names()[1] if name.rpartition(".")[2] not in WITHOUT_COUNTERPART]
    if unnamed:
        sys.exit(f"no counterpart is named by the comments of {', '.join(unnamed)}")


if __name__ == "__main__":
    main()
