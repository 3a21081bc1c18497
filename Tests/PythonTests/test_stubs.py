"""The type stubs are Python, name what there is, and satisfy a type checker where one is installed."""

import ast
import importlib.util
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import _apus
import apus

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = """
import apus
x = apus.asarray([1.0, 2.0])
y: apus.Array = apus.sum(apus.add(x, 1), axis=0)
t: apus.Tensor = apus.ops.softmax(apus.tensor([1.0], requires_grad=True) * 2, -1)
n: int = x.shape[0] + len(x)
same: bool = apus.can_cast(apus.int8, x.dtype)
"""


class Stubs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        shutil.copytree(pathlib.Path(apus.__file__).parent, cls.folder / "apus", ignore=shutil.ignore_patterns("*.pyi"))
        shutil.copy(_apus.__file__, cls.folder)
        command = [sys.executable, str(ROOT / "Scripts" / "make-stubs.py"), str(cls.folder)]
        subprocess.run(command, check=True, env={}, cwd=cls.folder)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def names(self, path):
        tree = ast.parse((self.folder / path).read_text())
        definitions = {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
        return definitions | {node.target.id for node in tree.body if isinstance(node, ast.AnnAssign)}

    def test_every_name_is_there(self):
        self.assertLessEqual(set(dir(apus.ops)), self.names("apus/ops.pyi"))
        self.assertLessEqual({"Array", "Tensor", "DType", "float32", "asarray"}, self.names("_apus.pyi"))
        self.assertLessEqual({"add", "sum", "finfo", "float32", "pi", "tensor"}, self.names("apus/__init__.pyi"))
        self.assertTrue((self.folder / "apus" / "py.typed").exists())

    @unittest.skipUnless(importlib.util.find_spec("mypy"), "mypy is not installed")
    def test_a_type_checker_agrees(self):
        program = self.folder / "program.py"
        program.write_text(PROGRAM)
        command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(self.folder / "cache"), str(program)]
        result = subprocess.run(command, capture_output=True, text=True, env={"MYPYPATH": str(self.folder)})
        self.assertEqual(result.returncode, 0, result.stdout)


if __name__ == "__main__":
    unittest.main()
