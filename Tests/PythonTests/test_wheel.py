"""The wheel installs in a clean virtual environment, on a machine without Swift, and works there."""

import pathlib
import subprocess
import sys
import tempfile
import unittest
import zipfile

FOLDER = pathlib.Path(__file__).resolve().parents[2] / ".build" / "python"
WHEELS = sorted(FOLDER.glob("apus-*.whl"))

SCRIPT = """
import sys
assert not any("numpy" in name for name in sys.modules)
import apus, _apus
assert "site-packages" in _apus.__file__, _apus.__file__
x = _apus.asarray([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
(x @ x).sum().backward()
assert x.grad.tolist() == [[7, 11], [9, 13]], x.grad
assert "numpy.sum" in _apus.ops.sum.__doc__
with open("/proc/self/maps") as maps:
    assert "libswift" not in maps.read()
print("works")
"""


@unittest.skipUnless(WHEELS, "there is no wheel; make python builds it")
class Wheel(unittest.TestCase):
    def test_clean_environment(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            python = pathlib.Path(folder) / "bin" / "python"
            bare = {"PATH": "/usr/bin:/bin", "HOME": folder}
            subprocess.run(
                [python, "-m", "pip", "install", "--no-index", "--quiet", "--disable-pip-version-check", WHEELS[-1]],
                check=True, env=bare)
            run = subprocess.run([python, "-c", SCRIPT], env=bare, capture_output=True, text=True, cwd=folder)
            self.assertEqual((run.returncode, run.stdout.strip()), (0, "works"), run.stderr)

    def test_it_exports_one_function_and_needs_no_library_of_swift(self):
        with zipfile.ZipFile(WHEELS[-1]) as archive:
            names = archive.namelist()
            self.assertIn("_apus.abi3.so", names)
            self.assertFalse([name for name in names if "libswift" in name or "__pycache__" in name])
            self.assertIsNone(archive.testzip())


if __name__ == "__main__":
    unittest.main()
