"""The Python of the guide runs, and prints what its comments say."""

import ast
import contextlib
import io
import pathlib
import re
import unittest

try:
    import numpy
except ImportError:
    numpy = None

GUIDE = pathlib.Path(__file__).resolve().parents[2] / "Documentation" / "PythonGuide.md"


def blocks():
    return re.findall(r"^```python\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL)


def expected_output(lines, last):
    """What the comment at the end of a statement, and those right below it, say that it prints."""
    expected = []
    trailing = re.search(r"\s{2,}# (.*)$", lines[last])
    if trailing:
        expected.append(trailing.group(1))
    for line in lines[last + 1:]:
        if not line.startswith("# "):
            break
        expected.append(line[2:])
    return "\n".join(expected)


class Guide(unittest.TestCase):
    @unittest.skipUnless(numpy, "NumPy is not installed")
    def test_blocks(self):
        namespace, compared = {}, 0
        for block in blocks():
            lines = block.splitlines()
            for statement in ast.parse(block).body:
                output = io.StringIO()
                with contextlib.redirect_stdout(output):
                    exec(compile(ast.Module([statement], []), str(GUIDE), "exec"), namespace)
                if output.getvalue():
                    compared += 1
                    self.assertEqual(output.getvalue().rstrip("\n"), expected_output(lines, statement.end_lineno - 1), block)
        self.assertGreater(compared, 8)


if __name__ == "__main__":
    unittest.main()
