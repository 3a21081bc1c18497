"""The document of NumPy's names is what the sources say."""

import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Names(unittest.TestCase):
    def test_the_document_is_that_of_the_sources(self):
        command = [sys.executable, str(ROOT / "Scripts" / "make-numpy-names.py"), "--check"]
        result = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)


if __name__ == "__main__":
    unittest.main()
