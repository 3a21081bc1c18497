#!/usr/bin/env python3
"""Writes type stubs for the Python package, from the signatures and docs that its functions have.

    Scripts/make-stubs.py FOLDER

FOLDER holds the package `apus` and the module `_apus`, which are imported. Written are `_apus.pyi`, a stub
beside each public module of `apus`, and `apus/py.typed`. Names, parameters,
defaults and docs are read; types follow from the names of parameters.
"""

import importlib
import inspect
import pathlib
import sys
import textwrap

HEADER = '''\
"""{doc}"""

import builtins
from typing import Any, Literal, Self, Sequence, TypeVar
'''

CORE_TYPES = '''
_A = TypeVar("_A", Array, Tensor)
_Device = Any
_Sizes = int | Sequence[int]
_Bool = builtins.bool
_Number = builtins.complex
'''

#: What parameters of these names take; anything else is an array or a number where it comes first, else unknown.
PARAMETERS = {
    "axis": "_Sizes | None", "axes": "_Sizes | None", "keepdims": "_Bool", "keep_dims": "_Bool",
    "dtype": "DType | None", "device": "_Device | None", "copy": "_Bool | None", "shape": "_Sizes", "k": "int",
    "offset": "int", "descending": "_Bool", "stable": "_Bool", "n": "int", "side": 'Literal["left", "right"]',
    "indexing": 'Literal["xy", "ij"]', "invert": "_Bool", "requires_grad": "_Bool", "tensor": "_Bool",
    "retain_graph": "_Bool | None", "create_graph": "_Bool", "reduction": "str", "correction": "float | None",
    "include_initial": "_Bool", "api_version": "str | None", "start": "Any", "groups": "int", "training": "_Bool",
    "epsilon": "float", "obj": "Any", "type": "DType | Array | Tensor", "from_": "DType | Array | Tensor",
}
ARRAYS = {"x", "x1", "x2", "a", "b", "c", "input", "other", "condition", "indices", "mask", "weight", "bias", "target",
          "values", "sorted", "members", "prepend", "append", "sorter", "min", "max", "end", "real", "imaginary"}

PROPERTIES = {
    "shape": "tuple[int, ...]", "strides": "tuple[int, ...]", "ndim": "int", "size": "int", "nbytes": "int",
    "itemsize": "int", "dtype": "DType", "device": "_Device", "requires_grad": "_Bool", "is_leaf": "_Bool",
    "name": "str", "T": "Self", "mT": "Self", "grad": "Self | None",
}
RESULTS = {
    "__len__": "int", "__bool__": "_Bool", "__int__": "int", "__float__": "float", "__complex__": "_Number",
    "__index__": "int", "__init__": "None", "__setattr__": "None", "__delattr__": "None", "__delitem__": "None",
    "__repr__": "str", "__str__": "str", "__hash__": "int",
    "__contains__": "_Bool", "__setitem__": "None", "item": "Any", "tolist": "Any", "tobytes": "bytes",
    "backward": "None", "__iter__": "Any", "__array_namespace__": "Any", "__dlpack__": "Any",
    "__dlpack_device__": "tuple[int, int]", "__array__": "Any", "__reduce__": "Any", "numpy": "Any",
    "can_cast": "_Bool", "isdtype": "_Bool", "result_type": "DType", "is_grad_enabled": "_Bool",
    "set_grad_enabled": "_Bool", "broadcast_shapes": "tuple[int, ...]", "__array_namespace_info__": "Any",
    "__format__": "str", "tensor": "Tensor",
}
#: Where Python's own rules for a method are others.
REMARKS = {
    "__eq__": "  # type: ignore[override]", "__ne__": "  # type: ignore[override]", "__ipow__": "  # type: ignore[misc]",
}
#: What creates arrays of nothing but sizes and numbers.
CREATION = {"asarray", "arange", "linspace", "eye", "empty", "zeros", "ones", "full", "from_dlpack"}


def parameter(item, is_first_array):
    kind, name = item.kind, item.name
    prefix = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}.get(kind, "")
    if prefix:
        return f"{prefix}{name}: Any"
    if name in ARRAYS:
        annotation = "_A" if is_first_array else "_A | _Number | None" if item.default is None else "_A | _Number"
    else:
        annotation = PARAMETERS.get(name, "Any")
    if item.default is inspect.Parameter.empty:
        return f"{name}: {annotation}"
    if item.default is None and "None" not in annotation and annotation != "Any":
        annotation += " | None"
    plain = item.default is None or isinstance(item.default, (bool, int, str)) or item.default == ()
    return f"{name}: {annotation} = {item.default!r}" if plain else f"{name}: {annotation} = ..."


def function(name, value, indent="", is_method=False):
    """The lines of a stub of one function."""
    doc = inspect.getdoc(value) or ""
    try:
        items = list(inspect.signature(value).parameters.values())
    except (ValueError, TypeError):
        items = None
    has_array = False
    if items is None:
        text = "self, *args: Any, **kwargs: Any" if is_method else "*args: Any, **kwargs: Any"
    else:
        # A class's own signature, as of its constructor, is without self.
        parts, starred = ["self"] if is_method and (not items or items[0].name != "self") else [], False
        last_only = max((i for i, p in enumerate(items) if p.kind is p.POSITIONAL_ONLY), default=-1)
        for index, item in enumerate(items):
            if item.kind is item.VAR_POSITIONAL:
                starred = True
            if item.kind is item.KEYWORD_ONLY and not starred:
                parts.append("*")
                starred = True
            if is_method and index == 0 and item.name == "self":
                parts.append("self")
            else:
                first = not is_method and not has_array and item.name in ARRAYS
                has_array = has_array or first
                parts.append(parameter(item, first))
            if index == last_only:
                parts.append("/")
        text = ", ".join(parts)
    result = RESULTS.get(name) or ("Self" if is_method else "_A" if has_array else "Array" if name in CREATION else "Any")
    lines = [f"{indent}def {name}({text}) -> {result}:{REMARKS.get(name, '')}"]
    if doc:
        lines += textwrap.indent('"""' + doc.replace("\\", "\\\\") + '"""', indent + "    ").splitlines()
    lines.append(f"{indent}    ...")
    return lines


def type_stub(name, cls, base=""):
    lines = [f"class {name}({base}):" if base else f"class {name}:"]
    if isinstance(cls.__doc__, str):
        lines += textwrap.indent('"""' + inspect.cleandoc(cls.__doc__) + '"""', "    ").splitlines()
    members = dict(vars(cls))
    for parent in cls.__mro__[1:]:
        if parent.__name__ == "ArrayMethods":
            members = {**vars(parent), **members}
    for member in sorted(members):
        value = members[member]
        if member.startswith("_") and not member.endswith("__") or member in ("__doc__", "__signature__", "__text_signature__", "__name__", "__qualname__", "__slots__", "__module__", "__new__", "__weakref__", "__dict__", "__getattribute__"):
            continue
        if isinstance(value, property) or inspect.isgetsetdescriptor(value) or inspect.ismemberdescriptor(value):
            lines += ["    @property", f"    def {member}(self) -> {PROPERTIES.get(member, 'Any')}:"]
            if value.__doc__:
                lines += textwrap.indent('"""' + inspect.cleandoc(value.__doc__) + '"""', " " * 8).splitlines()
            lines.append("        ...")
        elif callable(value):
            lines += function(member, value, "    ", is_method=True)
    return lines + [""]


def public(module, owner=None):
    for name in sorted(vars(module)):
        value = getattr(module, name)
        if name.startswith("_") and name != "__array_namespace_info__" or inspect.ismodule(value):
            continue
        yield name, value


def core_stub(core):
    lines = [HEADER.format(doc=inspect.getdoc(core)), CORE_TYPES.replace("Array, Tensor", '"Array", "Tensor"')]
    for name, value in public(core):
        if inspect.isclass(value):
            bases = "" if not issubclass(value, Exception) else value.__mro__[1].__name__
            lines += [f"class {name}({bases}): ...", ""] if bases else type_stub(name, value)
        elif callable(value):
            lines += function(name, value) + [""]
        else:
            lines.append(f"{name}: {type(value).__name__}")
    return "\n".join(lines) + "\n"


def operations_stub(operations):
    lines = [HEADER.format(doc=inspect.getdoc(operations)), "from _apus import Array, DType, Tensor"]
    lines.append(CORE_TYPES)
    for name in sorted(operations.__dir__()):
        lines += function(name, getattr(operations, name)) + [""]
    return "\n".join(lines) + "\n"


def namespace_stub(namespace):
    """The stub of the package, or of a module of it."""
    lines = [HEADER.format(doc=inspect.getdoc(namespace) or "")]
    classes = {name: value for name, value in public(namespace) if inspect.isclass(value)}
    core = [name for name, value in classes.items() if value is getattr(sys.modules["_apus"], name, None)]
    others = {name: value.__name__ for name, value in classes.items() if name not in core and value.__name__ in core}
    lines += [f"from _apus import {name} as {name}" for name in core]
    modules = [name for name, value in sorted(vars(namespace).items()) if inspect.ismodule(value) and name[0] != "_"]
    lines += [f"from . import {name} as {name}" for name in modules if namespace.__name__ == "apus"]
    missing = sorted({"Array", "DType", "Tensor"} - set(core))
    lines += [f"from _apus import {', '.join(missing)}"] * bool(missing) + [CORE_TYPES]
    for name, value in public(namespace):
        if name in core:
            continue
        if name in others:
            lines.append(f"{name} = {others[name]}")
            continue
        if inspect.isclass(value):
            base = next((parent.__name__ for parent in value.__mro__[1:] if parent.__name__ in classes), "")
            lines += type_stub(name, value, base)
        elif callable(value):
            lines += function(name, value) + [""]
        else:
            lines.append(f"{name}: {type(value).__name__ if value is not None else 'None'}")
    return "\n".join(lines) + "\n"


def main():
    folder = pathlib.Path(sys.argv[1])
    sys.path.insert(0, str(folder))
    apus, core = importlib.import_module("apus"), importlib.import_module("_apus")
    (folder / "_apus.pyi").write_text(core_stub(core))
    (folder / "apus" / "__init__.pyi").write_text(namespace_stub(apus))
    (folder / "apus" / "ops.pyi").write_text(operations_stub(apus.ops))
    for module in (apus.nn, apus.optim, apus.random):
        (folder / "apus" / (module.__name__.split(".")[1] + ".pyi")).write_text(namespace_stub(module))
    (folder / "apus" / "py.typed").write_text("")


if __name__ == "__main__":
    main()
