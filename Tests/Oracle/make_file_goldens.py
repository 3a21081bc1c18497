"""Writes Tests/ApusTests/Goldens/arrays: array files as NumPy and the safetensors reference write them, and some they should refuse.

Run by hand from the package's root: python Tests/Oracle/make_file_goldens.py
"""
import io
import json
import pathlib
import struct
import zipfile

import numpy as np
import safetensors.torch
import torch
from numpy.lib import format as npy

folder = pathlib.Path(__file__).parents[1] / "ApusTests" / "Goldens" / "arrays"
folder.mkdir(parents=True, exist_ok=True)


def sample(dtype, shape=(2, 3, 4)):
    """(i * 7 + 3) % 11 - 5 for element i, as the tests compute it; negative numbers wrap, booleans are i % 3 == 0."""
    i = np.arange(np.prod(shape, dtype=int))
    if np.dtype(dtype).kind == "b":
        return (i % 3 == 0).reshape(shape)
    values = (i * 7 + 3) % 11 - 5
    if np.dtype(dtype).kind == "c":
        return (values + 1j * i).astype(dtype).reshape(shape)
    return values.astype(dtype).reshape(shape)


names = "bool uint8 uint16 uint32 uint64 int8 int16 int32 int64 float16 float32 float64 complex64 complex128".split()
for name in names:
    np.save(folder / f"{name}.npy", sample(name))
for name in "uint16 float32 float64 complex128".split():
    np.save(folder / f"{name}.big.npy", sample(name).astype(np.dtype(name).newbyteorder(">")))
np.save(folder / "fortran.npy", np.asfortranarray(sample("int32")))
np.save(folder / "scalar.npy", np.float64(3.25))
np.save(folder / "empty.npy", np.zeros((0, 5), np.float32))
np.save(folder / "vector.npy", sample("int64", (7,)))
for version in ((2, 0), (3, 0)):
    with open(folder / f"version{version[0]}.npy", "wb") as file:
        npy.write_array(file, sample("float32"), version=version)

np.save(folder / "refused.objects.npy", np.array([1, "a", None], dtype=object), allow_pickle=True)
np.save(folder / "refused.text.npy", np.array(["a", "bcd"]))
np.save(folder / "refused.bytes.npy", np.array([b"a", b"bcd"]))
np.save(folder / "refused.records.npy", np.zeros(3, dtype=[("a", "f4"), ("b", "i8")]))
np.save(folder / "refused.dates.npy", np.zeros(3, dtype="M8[ns]"))
np.save(folder / "refused.longdouble.npy", np.zeros(3, dtype=np.longdouble))

np.savez(folder / "stored.npz", x=sample("float32"), y=sample("int64", (5,)), empty=np.zeros((0, 2)))
np.savez_compressed(folder / "deflated.npz", x=np.zeros((100, 50)), y=sample("complex64"), z=np.float32(2.5))


def add(file, name, data):
    """Adds an entry of 1980, so that the file is the same whenever it is made."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = file.compression
    file.writestr(entry, data)


def zipped(name, method, data):
    with zipfile.ZipFile(folder / name, "w", method) as file:
        add(file, "x.npy", data)


class Unseekable(io.BytesIO):
    def seekable(self):
        return False

    def seek(self, *_):
        raise io.UnsupportedOperation

    def tell(self):
        raise io.UnsupportedOperation


buffer = io.BytesIO()
npy.write_array(buffer, sample("float32"))
array = buffer.getvalue()
stream = Unseekable()
with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
    add(file, "x.npy", array)
    add(file, "y.npy", array)
(folder / "streamed.npz").write_bytes(stream.getvalue())
zipped("refused.bzip2.npz", zipfile.ZIP_BZIP2, array)
zipped("refused.lzma.npz", zipfile.ZIP_LZMA, array)
zipped("crc.npz", zipfile.ZIP_STORED, array)
damaged = bytearray((folder / "crc.npz").read_bytes())
damaged[30 + 5 + len(array) - 1] ^= 1
(folder / "refused.crc.npz").write_bytes(damaged)
encrypted = bytearray((folder / "crc.npz").read_bytes())
encrypted[6] |= 1
encrypted[encrypted.index(b"PK\1\2") + 8] |= 1
(folder / "refused.encrypted.npz").write_bytes(encrypted)
overlapping = bytearray((folder / "stored.npz").read_bytes())
first = overlapping.index(b"PK\1\2")
second = overlapping.index(b"PK\1\2", first + 1)
# The second record names the first one's bytes; with a name of its own it is refused for its local header,
# with the same header twice for the overlap.
overlapping[second + 42 : second + 46] = overlapping[first + 42 : first + 46]
(folder / "refused.overlap.npz").write_bytes(overlapping)
bomb = bytearray((folder / "deflated.npz").read_bytes())
record = bomb.index(b"PK\1\2")
bomb[record + 24 : record + 28] = struct.pack("<I", 0xFFFFFFF0)
(folder / "refused.size.npz").write_bytes(bomb)
with zipfile.ZipFile(folder / "refused.foreign.npz", "w") as file:
    add(file, "readme.txt", b"no array")
(folder / "crc.npz").unlink()

tensors = {
    f"t.{name}": torch.arange(6).reshape(2, 3).to(getattr(torch, name)) for name in
    "bool uint8 uint16 uint32 uint64 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex64".split()
}
tensors["empty"] = torch.zeros(0, 4)
tensors["naïve \"quoted\"\n"] = torch.tensor(2.5)
safetensors.torch.save_file(tensors, folder / "all.safetensors", metadata={"format": "pt\té"})
safetensors.torch.save_file({}, folder / "none.safetensors")


def raw(name, header, data=b"", length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    (folder / name).write_bytes(struct.pack("<Q", len(text) if length is None else length) + text + data)


def entry(dtype="F32", shape=(2,), offsets=(0, 8)):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": list(offsets)}


raw("misaligned.safetensors", {"a": entry("U8", (1,), (0, 1)), "b": entry("F32", (2,), (1, 9))}, bytes(range(9)))
eight = bytes(8)
raw("refused.length.safetensors", {"a": entry()}, eight, length=2**40)
raw("refused.hole.safetensors", {"a": entry(), "b": entry(offsets=(12, 20))}, bytes(20))
raw("refused.overlap.safetensors", {"a": entry(), "b": entry(offsets=(4, 12))}, bytes(12))
raw("refused.size.safetensors", {"a": entry(shape=(3,))}, eight)
raw("refused.overflow.safetensors", {"a": entry(shape=(2**62, 2**62))}, eight)
raw("refused.short.safetensors", {"a": entry()}, bytes(7))
raw("refused.long.safetensors", {"a": entry()}, bytes(9))
raw("refused.dtype.safetensors", {"a": entry("F8_E4M3", (8,))}, eight)
raw("refused.falling.safetensors", {"a": entry(offsets=(8, 0))}, eight)
one = json.dumps(entry())
raw("refused.twice.safetensors", f'{{"a":{one},"a":{one}}}'.encode(), eight)
raw("refused.json.safetensors", b'{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}', eight)
raw("refused.surrogate.safetensors", f'{{"\\ud800":{one}}}'.encode(), eight)
raw("refused.utf8.safetensors", b'{"\xff":' + one.encode() + b"}", eight)
raw("refused.negative.safetensors", {"a": entry(shape=(-2,))}, eight)
raw("refused.deep.safetensors", b"{" * 1000)

print(len(list(folder.iterdir())), "files,", sum(p.stat().st_size for p in folder.iterdir()), "bytes")
