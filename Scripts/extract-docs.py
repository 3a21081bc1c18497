#!/usr/bin/env python3
"""Writes what the sources say about each operation of the table, for the docstrings of the Python module.

    Scripts/extract-docs.py [OUTPUT.json | OUTPUT.py]

The output is a JSON object from an operation's names in Python to the first paragraphs of its doc comment: that of the
public method of the same name, else that of the function of `Linalg`, else that of the type. As a Python module it is a dictionary `TEXTS`. Exits with an error
if an operation has no doc comment.
"""

import functools
import json
import pathlib
import re
import sys

SOURCES = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "Apus"
COMMENT = r"((?:^[ \t]*///[^\n]*\n)+)(?:^[ \t]*@[^\n]*\n)*"
TYPE = re.compile(COMMENT + r"^[ \t]*(?:public )?(?:struct|enum) (\w+)", re.M)
METHOD = re.compile(COMMENT + r"^[ \t]*public (?:static |prefix |consuming )*func `?(\w+)`?(?:<[^(]*>)?\(", re.M)
DECLARATION = re.compile(r"^(?:public )?(struct|enum|extension|protocol) (\w+)([^{\n]*)\{", re.M)
NAME = re.compile(r"static var name: String \{ (?:\"(\w+)\"|(\w+)\.name) \}")


def paragraphs(comment):
    """The text of a doc comment up to the list of its parameters, each paragraph on one line."""
    lines = [line.strip().removeprefix("///").strip() for line in comment.splitlines()]
    result, paragraph = [], []
    for line in lines + [""]:
        if line.startswith("- ") or line.startswith("```"):
            break
        if line:
            paragraph.append(line)
        elif paragraph:
            result.append(" ".join(paragraph))
            paragraph = []
    if paragraph:
        result.append(" ".join(paragraph))
    return "\n\n".join(result)


def bodies(text):
    """Of each declaration at the left margin: its name, what follows the name and the text up to its closing brace."""
    for match in DECLARATION.finditer(text):
        end = text.find("\n}", match.end())
        yield match.group(2), match.group(3), text[match.end():end if end >= 0 else len(text)]


def read(folder):
    """The doc comments of types and of public methods by name, the operations' names by type, and the types listed."""
    types, methods, names, listed = {}, {}, {}, []
    for path in sorted(folder.rglob("*.swift")):
        text = path.read_text()
        for comment, name in TYPE.findall(text):
            types.setdefault(name, paragraphs(comment))
        if "Operations" in path.parts or "Linalg" in path.parts:
            place = "Linalg." if "Linalg" in path.parts else ""
            for comment, name in METHOD.findall(text):
                words = paragraphs(comment)
                if not words.startswith("`"):  # a comment that only refers to another method's
                    methods.setdefault(place + name, words)
        for type_name, _, body in bodies(text):
            if found := NAME.search(body):
                names.setdefault(type_name, found.group(1) or "." + found.group(2))
        if path.name.startswith("OperationTable+"):
            listed += re.findall(r"(\w+)\.self", text)
    return types, methods, names, listed


def operation_name(type_name, names):
    name = names[type_name]
    while name.startswith("."):
        name = names[name[1:]]
    return name


def python_names(name):
    """`pythonName` and `pythonAliases` as in Sources/Apus/Operations/Table/PythonNames.swift, from the lists there and beside
    the families' operations."""
    if found := re.search(rf'"{name}": \[([^]]*)\]', spellings()):
        return re.findall(r'"(\w+)"', found.group(1))
    return [re.sub("(?=[A-Z])", "_", name.replace("NaN", "Nan")).lower()]


@functools.cache
def spellings():
    """The text of all lists of spellings."""
    table = SOURCES / "Operations" / "Table"
    text = (table / "PythonNames.swift").read_text()
    texts = [text[text.index("let pythonSpellings"):text.index("let keywordSpellings")]]
    for path in sorted(table.glob("OperationTable+*.swift")):
        found = re.search(r"static let \w+Spellings.*", path.read_text(), re.S)
        texts += [found.group(0)] if found else []
    return "\n".join(texts)


def documentation(folder=SOURCES):
    types, methods, names, listed = read(folder)
    result = {}
    for type_name in listed:
        name = operation_name(type_name, names)
        for spelling in python_names(name):
            in_namespace = "Linalg." + ("norm" if name == "linalgNorm" else name)
            result[spelling] = methods.get(name) or methods.get(in_namespace) or types.get(type_name, "")
    return result


def main():
    texts = documentation()
    missing = sorted(name for name, text in texts.items() if not text)
    if missing:
        sys.exit("no doc comment for: " + ", ".join(missing))
    text = json.dumps(texts, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if len(sys.argv) > 1:
        path = pathlib.Path(sys.argv[1])
        module = '"""What each operation does, by its names in Python; written by Scripts/extract-docs.py."""\n\nTEXTS = '
        path.write_text(module + text if path.suffix == ".py" else text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
