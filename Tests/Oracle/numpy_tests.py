"""Runs NumPy's own tests, from an installed NumPy, with `apus` in place of `numpy`.

    numpy_tests.py [FILE ...] [--markdown] [--show N] [--names] [-- PYTEST-OPTIONS]

FILE is a test file by its place in NumPy, such as `linalg/test_linalg.py` or `lib/test_histograms.py`, or a part of it that
picks files of the default list, such as `fft`; without one the list below is run. PYTEST-OPTIONS go to pytest: `-- -k svd -x`
(then the tracebacks are printed too). For each file it prints how many tests passed, failed and were skipped, and how many of
the failures `numpy_test_reasons.py` explains; the names of the rest follow, each with the first line of its error. `apus` and
a NumPy with its tests must be importable. It exits with 1 if a failure is unexplained.

How the tests meet `apus` is told in `numpy_stand_in.py`: nothing of what is under test ever comes from NumPy.
"""

import argparse
import ast
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

import numpy

import numpy_test_reasons

HERE = pathlib.Path(__file__).resolve().parent

FILES = """
    linalg/test_linalg.py linalg/test_regression.py linalg/test_deprecations.py
    fft/test_pocketfft.py fft/test_helper.py
    lib/test_function_base.py lib/test_histograms.py lib/test_nanfunctions.py
    lib/test_arraysetops.py
    lib/test_shape_base.py _core/test_shape_base.py lib/test_stride_tricks.py lib/test_twodim_base.py
    lib/test_index_tricks.py lib/test_packbits.py lib/test_arraypad.py _core/test_einsum.py _core/test_function_base.py
    lib/test_type_check.py lib/test_ufunclike.py lib/test_array_utils.py
    lib/test_polynomial.py polynomial/test_polynomial.py polynomial/test_chebyshev.py polynomial/test_legendre.py
    polynomial/test_hermite.py polynomial/test_hermite_e.py polynomial/test_laguerre.py polynomial/test_classes.py
    polynomial/test_polyutils.py polynomial/test_printing.py polynomial/test_symbol.py
    lib/test_loadtxt.py lib/test_io.py
""".split()

#: The address space that a run of a file may take; a test that wants more gets a MemoryError.
MEMORY = 12 << 30

#: What Apus leaves out where a whole file or a whole test of something else would fail by it, and what stands there instead:
#: lists of dtypes that are made when a file is imported, and a hook of subclasses that is called on what is no subclass.
LEFT_OUT = [
    (", np.dtype('g'), np.dtype('G')", ""),
    ("'?bBhHiIqQefdgFDGO'", "'?bBhHiIqQefdFD'"),
    ("sv.__array_wrap__(s)", "s"),
]

#: With --supported, what is left out within tests: a test that fails only by it passes then, and one that fails by more shows.
LEFT_OUT_IN_TESTS = [
    # Dtypes in lists, and those that a test uses where another would do.
    (r",\s*(np\.)?(c?longdouble|object_?)(?=\s*[\],])", ""),
    (r"(?<=[\s(\[.])longdouble\b", "float64"),
    (r"(?<=[\s(\[.])clongdouble\b", "complex128"),
    (r"(dtype=|astype\(|np\.dtype\()(object|np\.object_|'O'|\"O\")(?=[,)])", r"\1float"),
    (r"\"O\" \+ | \+ \"O\"| \+ 'O'", ""),
    (r"(?<=dtype=)'g'", "'d'"),
    (r"(?<=dtype=)'G'", "'D'"),
    (r"'efdgFDGO'|'efdgFDG'|'fdgFDG'", "'fdFD'"),
    (r"'efdg'", "'efd'"),
    (r"np\.array\(\[None for _ in shape\]\)", "[None for _ in shape]"),
    (r"np\.array\(\[None\]\)", "np.array([1.0])"),
    # Subclasses that only have a name.
    (r"\.view\((ArraySubclass|MyNDArray|[Ss]ub[Cc]lass|MySub[Cc]lass|MyArray)\)", ""),
    (r"(?m)\b(ArraySubclass|MyNDArray|[Ss]ub[Cc]lass|MySub[Cc]lass|MyArray)(?=\)+$)", "np.ndarray"),
    # The class of a number.
    (r"(?m)^( +)assert_equal\(type\(.*$", r"\1pass"),
    (r"(?m)^( +)assert_\(not isinstance\(out, np\.ndarray\)\)", r"\1pass"),
    # Digits that float32 has.
    (r"single_decimal=6", "single_decimal=5"),
]

#: Where a test file imports NumPy.
IMPORT = re.compile(r"^(?P<head>[ \t]*(?:from|import)[ \t]+)numpy\b(?P<rest>.*)$", re.MULTILINE)


def rewritten(source, supported=False):
    """The text of a test file with imports of NumPy led to the stand-in, line by line as it was.

    With `supported`, also without what Apus leaves out within tests.
    """

    def lead(match):
        head, rest = match["head"], match["rest"]
        if head.strip() == "import" and not rest.strip():
            return f"{head}apus_numpy as numpy"
        if head.strip() == "import" and " as " not in rest:
            return f"{head}apus_numpy{rest}; import apus_numpy as numpy"
        return f"{head}apus_numpy{rest}"

    text = IMPORT.sub(lead, source).replace("from hypothesis.extra.numpy import arrays", "from numpy_stand_in import arrays")
    for dtypes, others in LEFT_OUT:
        text = text.replace(dtypes, others)
    if supported:
        for pattern, other in LEFT_OUT_IN_TESTS:
            text = re.sub(pattern, other, text)
    return guarded(text)


def is_list(node):
    """Whether an expression is a list that is written out, at least in part."""
    if isinstance(node, ast.BinOp):
        return is_list(node.left) or is_list(node.right)
    return isinstance(node, (ast.List, ast.ListComp, ast.Tuple))


def guarded(text):
    """The text with what is computed when the file is read (parameters, values of modules and classes) made so that an error
    in it is raised in the tests that use it, not for the whole file."""
    tree = ast.parse(text)
    spans = []

    def guard(node, own):
        """Marks an expression; `own` are the names of the class around it, which a lambda does not see."""
        if isinstance(node, (ast.List, ast.Tuple)):
            for element in node.elts:
                guard(element, own)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "param":
            for argument in node.args:
                guard(argument, own)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and (is_list(node.left) or is_list(node.right)):
            guard(node.left, own)
            guard(node.right, own)
        elif isinstance(node, ast.ListComp):
            pass
        elif any(isinstance(part, (ast.Call, ast.BinOp, ast.Subscript, ast.Attribute)) for part in ast.walk(node)) \
                and not isinstance(node, ast.Starred) \
                and not any(isinstance(part, (ast.NamedExpr, ast.Yield, ast.Await)) for part in ast.walk(node)):
            used = sorted({part.id for part in ast.walk(node) if isinstance(part, ast.Name)} & own)
            spans.append((node.lineno, node.col_offset, node.end_lineno, node.end_col_offset, used))

    def visit(statement, own):
        for decorator in getattr(statement, "decorator_list", []):
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("parametrize"):
                for argument in decorator.args[1:2]:
                    guard(argument, own)
        if isinstance(statement, ast.ClassDef):
            names = set()
            for inner in statement.body:
                visit(inner, names)
                names |= {part.id for part in ast.walk(inner) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
        elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.BinOp):
            # A list of several parts: one that cannot be made leaves the others.
            for call in ast.walk(statement.value):
                if isinstance(call, ast.Call) and call.args and all(isinstance(one, ast.Constant) for one in call.args):
                    guard(call, own)
        elif isinstance(statement, ast.Assign):
            guard(statement.value, own)

    for statement in tree.body:
        visit(statement, set())
    lines = [line.encode() for line in text.split("\n")]
    for line, column, end_line, end_column, used in sorted(spans, reverse=True):
        last = lines[end_line - 1]
        lines[end_line - 1] = last[:end_column] + b"))" + last[end_column:]
        first = lines[line - 1]
        captured = ", ".join(f"{name}={name}" for name in used)
        lines[line - 1] = first[:column] + f"_attempt(lambda {captured}: (".encode() + first[column:]
    body = b"\n".join(lines).decode()
    return re.sub(r"\A", "from numpy_stand_in import attempt as _attempt; ", body) if not needs_head(body) else headed(body)


def needs_head(text):
    """Whether a file begins with a docstring or an import from `__future__`, which must stay first."""
    body = ast.parse(text).body
    first = body[0]
    return isinstance(first, ast.Expr) or (isinstance(first, ast.ImportFrom) and first.module == "__future__")


def headed(text):
    body = ast.parse(text).body
    index = 0
    while isinstance(body[index], ast.Expr) or getattr(body[index], "module", "") == "__future__":
        index += 1
    lines = text.split("\n")
    line = body[index].lineno - 1
    for decorator in getattr(body[index], "decorator_list", []):
        line = min(line, decorator.lineno - 1)
    lines[line] = "from numpy_stand_in import attempt as _attempt; " + lines[line]
    return "\n".join(lines)


def source_of(name):
    folder, _, file = name.rpartition("/")
    return pathlib.Path(numpy.__file__).parent / folder / "tests" / file


def prepare(name, folder, supported):
    """A copy of a test file that imports the stand-in."""
    source = source_of(name)
    if not source.exists():
        sys.exit(f"NumPy {numpy.__version__} has no test file {source}")
    target = folder / name.replace("/", "_")
    target.write_text(rewritten(source.read_text(), supported))
    data = source.parent / "data"
    if data.exists() and not (folder / "data").exists():
        (folder / "data").symlink_to(data)
    return target


def run(name, options, supported):
    """The outcome of every test of a file: {test: (outcome, message)}. A test that ends the process counts as crashed, and the
    file is run again without it."""
    outcomes = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        target = prepare(name, folder, supported)
        (folder / "pytest.ini").write_text("[pytest]\n")
        crashed = []
        for _ in range(20):
            log = folder / "log"
            log.write_text("")
            command = [
                sys.executable, "-m", "pytest", "-p", "numpy_stand_in", "-p", "no:cacheprovider", "-q", target.name,
                "--rootdir", str(folder), "-W", "ignore", *(options or ["--tb=no", "--no-header"]),
            ]
            for test in crashed:
                command += ["--deselect", test]
            paths = [str(HERE)] + [path for path in sys.path if path and path != str(HERE)]
            environment = dict(os.environ, APUS_NUMPY_TESTS_LOG=str(log), PYTHONPATH=os.pathsep.join(paths))
            try:
                result = subprocess.run(
                    command, cwd=folder, env=environment, timeout=1200, capture_output=not options, text=True,
                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)))
                ended = result.returncode
            except subprocess.TimeoutExpired:
                ended = "timeout"
            started = None
            for line in log.read_text().splitlines():
                record = json.loads(line)
                test = record["test"].replace(target.name, name, 1)
                if record["outcome"] == "started":
                    started = record["test"]
                    continue
                if record["test"] == started and record["outcome"] != "passed" or test not in outcomes:
                    outcomes[test] = record["outcome"], record.get("message", "")
                if record["test"] == started and record["outcome"] != "uncollected":
                    finished = started
            unfinished = started is not None and started.replace(target.name, name, 1) not in outcomes
            if unfinished and started not in crashed and (ended == "timeout" or ended not in (0, 1)):
                outcomes[started.replace(target.name, name, 1)] = "crashed", f"the process ended: {ended}"
                crashed.append(started)
                continue
            if ended not in (0, 1, 5) and not outcomes:
                outcomes[name] = "uncollected", "" if options else (result.stdout + result.stderr)[-2000:]
            break
    return outcomes


def selected(words):
    if not words:
        return FILES
    chosen = []
    for word in words:
        word = word.replace("/tests/", "/")
        matching = [file for file in FILES if word in file]
        chosen += [word] if word.endswith(".py") and word not in matching and source_of(word).exists() else matching
        if not chosen:
            sys.exit(f"no test file is named {word}")
    return list(dict.fromkeys(chosen))


def main():
    arguments = sys.argv[1:]
    options = []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, options = arguments[:at], arguments[at + 1:]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--markdown", action="store_true", help="print the table for the documents")
    parser.add_argument("--show", type=int, default=1000, help="how many unexplained failures to print")
    parser.add_argument("--explained", action="store_true", help="print the explained failures too")
    parser.add_argument(
        "--supported", action="store_true", help="leave out within tests the dtypes that Apus leaves out, to see the rest of them")
    parser.add_argument("--width", type=int, default=160, help="how many letters of an error to print")
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args(arguments)
    totals = collections.Counter()
    unexplained, explained, reasons = [], [], collections.Counter()
    rows = []
    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        files = selected(given.files)
        for name, outcomes in zip(files, pool.map(lambda name: run(name, options, given.supported), files)):
            counts = collections.Counter()
            for test, (outcome, message) in outcomes.items():
                if outcome in ("passed", "skipped", "xfailed"):
                    counts["skipped" if outcome == "xfailed" else outcome] += 1
                    continue
                counts["failed"] += 1
                reason = None if outcome in ("crashed", "uncollected") else numpy_test_reasons.reason(test, message)
                if reason:
                    counts["explained"] += 1
                    reasons[reason] += 1
                    explained.append((test, reason, message))
                else:
                    unexplained.append((test, outcome, message))
            totals.update(counts)
            rows.append((name, counts))
            if not given.markdown:
                print(line(name, counts), flush=True)
    if given.markdown:
        print("| file | passed | failed | skipped |\n|---|--:|--:|--:|")
        for name, counts in rows + [("all", totals)]:
            print(f"| `{name}` | {counts['passed']} | {counts['failed']} | {counts['skipped']} |")
        print("\n| reason | failures |\n|---|--:|")
    else:
        print(line("all", totals))
    for reason, count in reasons.most_common():
        print(f"| {reason} | {count} |" if given.markdown else f"{count:6}  {reason}")
    if given.explained:
        for test, reason, message in explained:
            print(f"{test}  [{reason}]  {' '.join(message.split())[:given.width]}")
    print(f"\nunexplained: {len(unexplained)}")
    for test, outcome, message in unexplained[:given.show]:
        first = " ".join((message if outcome != "uncollected" else message[-300:]).split())
        print(f"{test}  {'' if outcome == 'failed' else outcome + ' '}{first[:given.width]}")
    return 1 if unexplained else 0


def line(name, counts):
    failed = f"{counts['failed']:5} failed ({counts['explained']} explained)"
    return f"{name:36} {counts['passed']:5} passed {failed} {counts['skipped']:4} skipped"


if __name__ == "__main__":
    sys.exit(main())
