"""Numbers in texts and arrays in files, beside NumPy's."""

import bz2
import gzip
import io
import os
import pathlib
import tempfile
import unittest
import warnings

import numpy as np

import apus


def same(test, ours, theirs):
    ours = np.asarray(ours)
    test.assertEqual(ours.dtype, theirs.dtype)
    test.assertEqual(ours.shape, theirs.shape)
    test.assertEqual(ours.tobytes(), theirs.tobytes())


class Loading(unittest.TestCase):
    CALLS = [
        ("1 2\n3 4\n", {}), ("1,2\n3,4", {"delimiter": ","}), ("# x\n1\t2.5\n\n3 nan # y\n", {}),
        ("a;1;2\nb;3;4", {"delimiter": ";", "usecols": (2, -2)}), ("1 2\n3 4\n5 6", {"skiprows": 1, "max_rows": 1}),
        ("1 2 3", {"ndmin": 2}), ("1\n2", {"ndmin": 2}), ("1 2\n3 4", {"unpack": True}), ("7", {}),
        ("1,2\n3,x", {"delimiter": ",", "converters": {1: len}}), ("1 2\n3 4", {"converters": lambda text: float(text) * 2}),
        ("1%2\n// c\n3%4", {"delimiter": "%", "comments": ["//", "#"]}), ('"1","2"\n"3","4\n"', {"delimiter": ",", "quotechar": '"'}),
        ("1+2j (3-4j)\n5j 6", {"dtype": complex}), ("1 0\n-1 10", {"dtype": bool}), ("1 -2", {"dtype": np.int8}),
        ("1e400 -inf .5", {"dtype": np.float32}),
    ]

    def test_texts_lines_and_files(self):
        for text, options in self.CALLS:
            expected = np.loadtxt(io.StringIO(text), **options)
            if "dtype" in options:
                options = options | {"dtype": np.dtype(options["dtype"]).name}
            for source in (io.StringIO(text), io.BytesIO(text.encode()), text.splitlines(keepends=True), iter(text.splitlines(True))):
                same(self, apus.loadtxt(source, **options), expected)
            with tempfile.TemporaryDirectory() as folder:
                for name, opener in (("x.txt", open), ("x.gz", gzip.open), ("x.bz2", bz2.open)):
                    path = pathlib.Path(folder, name)
                    with opener(path, "wt") as file:
                        file.write(text)
                    same(self, apus.loadtxt(path, **options), expected)

    def test_rows_are_taken_one_by_one(self):
        file = io.StringIO("# x\n1 2\n\n3 4\n5 6\n")
        for row in ([1, 2], [3, 4]):
            with self.assertWarns(UserWarning):
                self.assertEqual(apus.loadtxt(file, max_rows=1).tolist(), row)
        self.assertEqual(apus.loadtxt(file).tolist(), [5, 6])

    def test_lines_without_data_are_no_rows(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.txt")
            with open(path, "w") as file:
                file.write("head\n1 2\n\n3 4\n5 6\n")
            for source in (path, io.StringIO("head\n1 2\n\n3 4\n5 6\n"), ["head", "1 2", "", "3 4", "5 6"]):
                with self.assertWarnsRegex(UserWarning, "Input line 3 contained no data") as caught:
                    self.assertEqual(apus.loadtxt(source, skiprows=1, max_rows=2).tolist(), [[1, 2], [3, 4]])
                self.assertEqual(caught.filename, __file__)
                with warnings.catch_warnings():
                    warnings.simplefilter("error")
                    apus.loadtxt(["1 2", "3 4", "", "5 6"], max_rows=2)
            self.assertRaises(FileNotFoundError, apus.loadtxt, path + "y", max_rows=1)

    def test_errors(self):
        with self.assertRaisesRegex(ValueError, r"could not convert string 'x' to float64 at row 1, column 2 \(line 3, column 2\)"):
            apus.loadtxt(["1 2", "# c", "3 x"])
        with self.assertRaisesRegex(ValueError, "changed from 2 to 1 at row 2"):
            apus.loadtxt(["1 2", "3"])
        with self.assertRaisesRegex(ValueError, "division by zero"):
            apus.loadtxt(["1"], converters=lambda text: 1 / 0)
        for call, error in [
            (lambda: apus.loadtxt(["1"], converters=[float]), TypeError), (lambda: apus.loadtxt(["1"], delimiter=",,"), TypeError),
            (lambda: apus.loadtxt(["1"], max_rows=-1), ValueError), (lambda: apus.loadtxt(["1"], skiprows=1.0), TypeError),
            (lambda: apus.loadtxt([1]), TypeError), (lambda: apus.loadtxt(5), ValueError), (lambda: apus.loadtxt(["1"], ndmin=3), ValueError),
            (lambda: apus.loadtxt("/no/such/file"), OSError), (lambda: apus.loadtxt(["1", "2\r3"]), ValueError),
            (lambda: apus.loadtxt(["1"], usecols=(1.5,)), TypeError), (lambda: apus.genfromtxt(["1 2"], names="a,b"), TypeError),
        ]:
            self.assertRaises(error, call)
        with self.assertWarnsRegex(UserWarning, "no data"):
            self.assertEqual(apus.loadtxt([]).shape, (0,))

    def test_missing_values(self):
        for text, options in [
            ("1,2,3\n4,,6", {}), ("1,N/A,3\n4,5,x", {"missing_values": "N/A", "filling_values": -1}),
            ("1,2,3\n,5,", {"filling_values": {0: 7, 2: 8}, "dtype": int}), ("1,2,3\n4,5,6\n7,8,9", {"skip_header": 1, "skip_footer": 1}),
            ("1,2,3\n4,5,6", {"usecols": (0, -1)}), ("1,2,3\n4,5,6", {"unpack": True, "max_rows": 1}),
            ("1,2\n3,4", {"dtype": None}), ("1,2.5\n3.5,4e5", {"dtype": None}), ("True,False", {"dtype": None}),
        ]:
            expected = np.genfromtxt(io.StringIO(text), delimiter=",", **options)
            same(self, apus.genfromtxt(io.StringIO(text), delimiter=",", **options), expected)
        same(self, apus.genfromtxt(["  1  2  3", " 45 6789"], delimiter=3), np.genfromtxt(["  1  2  3", " 45 6789"], delimiter=3))
        with self.assertRaisesRegex(ValueError, r"Line #2 \(got 1 columns instead of 2\)"):
            apus.genfromtxt(["1 2", "3"])
        with self.assertWarns(Warning):
            self.assertEqual(apus.genfromtxt(["1 2", "3"], invalid_raise=False).tolist(), [1, 2])


class Saving(unittest.TestCase):
    def test_as_numpy_writes(self):
        generator = np.random.default_rng(3)
        arrays = [generator.normal(size=(5, 3)), np.arange(-6, 6).reshape(3, 4), np.arange(4.0), generator.normal(size=(2, 2)) + 1j,
                  np.array([[np.nan, np.inf, -0.0]]), np.array([True, False]), np.float32([0.1, 1e30])]
        for array in arrays:
            for options in [{}, {"fmt": "%10.4g"}, {"fmt": "%d"}, {"delimiter": ", ", "newline": ";\n", "header": "a\nb", "footer": "c"},
                            {"fmt": "%+.2e"}, {"fmt": "%s"}]:
                if options.get("fmt") in ("%d",) and not np.isfinite(array).all():
                    continue
                ours, theirs = io.StringIO(), io.StringIO()
                np.savetxt(theirs, array, **options)
                apus.savetxt(ours, array, **options)
                self.assertEqual(ours.getvalue(), theirs.getvalue(), (array, options))
        with tempfile.TemporaryDirectory() as folder:
            for name in ("x.txt", "x.gz", "x.bz2"):
                path = os.path.join(folder, name)
                apus.savetxt(path, arrays[0])
                same(self, apus.loadtxt(path), arrays[0])
                self.assertTrue((np.loadtxt(path) == arrays[0]).all())
        for options, error in [({"fmt": "%q"}, ValueError), ({"fmt": "%d %d"}, ValueError), ({"fmt": ["%d"]}, AttributeError),
                               ({"fmt": 7}, ValueError), ({"fmt": "%x"}, TypeError)]:
            self.assertRaises(error, apus.savetxt, io.StringIO(), np.ones((2, 3)), **options)

    def test_npy_and_npz(self):
        x, y = np.arange(12.0).reshape(3, 4), np.asfortranarray(np.arange(6, dtype=np.int16).reshape(2, 3))
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x")
            for array in (x, y, np.float64(3), np.zeros((0, 2))):
                apus.save(path, array)
                same(self, apus.load(path + ".npy"), np.asarray(array))
                with open(path + ".npy", "rb") as file:
                    bytes_ours = file.read()
                stream = io.BytesIO()
                np.save(stream, array)
                self.assertEqual(bytes_ours, stream.getvalue())
            apus.save(path, x)
            for mode in ("r", "c"):
                mapped = apus.load(path + ".npy", mmap_mode=mode)
                same(self, mapped, x)
            mapped[0, 0] = 9
            self.assertEqual(np.load(path + ".npy")[0, 0], 0)
            for array in (x, y, np.zeros((0, 2)), np.float64(3)):
                apus.save(path, array)
                shared = apus.load(path + ".npy", mmap_mode="r+")
                same(self, shared, np.asarray(array))
                shared[...] = 7
                same(self, apus.load(path + ".npy"), np.full_like(array, 7))
            apus.save(path, x)
            self.assertRaises(ValueError, apus.load, path + ".npy", mmap_mode="w+")
            for write in (apus.savez, apus.savez_compressed, np.savez):
                write(path, x, name=y)
                with apus.load(path + ".npz") as archive:
                    self.assertEqual(sorted(archive), ["arr_0", "name"])
                    self.assertIn("name", archive)
                    same(self, archive["arr_0"], x)
                    same(self, archive.f.name, y)
                    self.assertRaises(KeyError, lambda: archive["none"])
                self.assertRaises(ValueError, lambda: archive["name"])
                same(self, np.load(path + ".npz")["name"], y)
            for bad in (b"", b"text", b"\x93NUMPY\x01\x00\xff\xff", b"PK\x03\x04"):
                with open(path, "wb") as file:
                    file.write(bad)
                self.assertRaises((ValueError, EOFError, OSError, Exception), apus.load, path)
        stream = io.BytesIO()
        for array in (x, y):
            apus.save(stream, array)
        stream.seek(0)
        same(self, apus.load(stream), x)
        same(self, apus.load(stream), y)
        self.assertRaises(EOFError, apus.load, stream)
        stream = io.BytesIO()
        apus.savez(stream, a=x)
        stream.seek(0)
        same(self, np.load(stream)["a"], x)

    def test_bytes(self):
        data = np.arange(10, dtype=np.int32).tobytes()
        same(self, apus.frombuffer(data, dtype="int32"), np.frombuffer(data, dtype=np.int32))
        same(self, apus.frombuffer(data, dtype="int16", count=3, offset=1), np.frombuffer(data, dtype=np.int16, count=3, offset=1))
        memory = bytearray(data)
        apus.frombuffer(memory, dtype="int32")[0] = 7
        self.assertEqual(memory[0], 7)
        for arguments in ({"dtype": "int64", "offset": 4}, {"dtype": "int32", "count": 11}, {"dtype": "int8", "offset": 99}):
            self.assertRaises(ValueError, apus.frombuffer, data, **arguments)
        self.assertRaises(TypeError, apus.frombuffer, "text")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x")
            x = apus.asarray(np.linspace(0, 1, 7))
            x.tofile(path)
            same(self, apus.fromfile(path), np.fromfile(path))
            same(self, apus.fromfile(path, count=2, offset=8), np.fromfile(path, count=2, offset=8))
            x.tofile(path, sep=", ", format="%.3f")
            same(self, apus.fromfile(path, sep=","), np.fromfile(path, sep=","))
            with open(path, "wb") as file:
                x.tofile(file)
            with open(path, "rb") as file:
                same(self, apus.fromfile(file, count=3), np.linspace(0, 1, 7)[:3])
                same(self, apus.fromfile(file), np.linspace(0, 1, 7)[3:])
        for text, options in (("1 2  3", {"sep": " "}), ("1, 2,3", {"sep": ","}), ("1 , 2 , 3", {"sep": " , ", "dtype": "int64"})):
            same(self, apus.fromstring(text, **options), np.fromstring(text, **options))
        self.assertRaises(ValueError, apus.fromstring, "1 x", sep=" ")


if __name__ == "__main__":
    unittest.main()
