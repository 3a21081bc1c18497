"""Every operation of the table has a doc comment that Python can show."""

import json
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class ExtractedDocs(unittest.TestCase):
    def setUp(self):
        command = [sys.executable, str(ROOT / "Scripts" / "extract-docs.py")]
        result = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.texts = json.loads(result.stdout)

    def test_every_operation_has_words(self):
        listed = sum(
            path.read_text().count(".self") for path in ROOT.glob("Sources/Apus/Operations/Table/OperationTable+*.swift"))
        self.assertGreaterEqual(len(self.texts), listed)
        for name, text in self.texts.items():
            self.assertGreater(len(text), 20, name)
            self.assertFalse(text.startswith("`"), f"{name} only refers to another: {text}")

    def test_methods_come_before_types(self):
        self.assertIn("`numpy.sum`, `torch.sum`", self.texts["sum"])


if __name__ == "__main__":
    unittest.main()
