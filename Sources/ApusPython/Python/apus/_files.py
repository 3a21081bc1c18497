"""Arrays in files: `save`, `load`, `savez`, `savez_compressed`, `frombuffer`, `fromfile`, `tofile`."""

import builtins
import collections.abc
import io
import mmap
import os
import zipfile

import _apus

from . import _creation

_MAGIC = b"\x93NUMPY"


def frombuffer(buffer, dtype=_apus.float64, count=-1, offset=0, *, like=None):
    """An array over the bytes of an object, which it shares as long as they are aligned. `numpy.frombuffer`."""
    view = memoryview(buffer)
    if not view.c_contiguous:
        raise ValueError("frombuffer: the buffer is not contiguous")
    if view.nbytes == 0:
        if count != 0:
            raise ValueError("frombuffer: the buffer is empty")
    view = view.cast("B") if view.nbytes else memoryview(b"")
    return _apus._from_buffer(view, dtype, None if count < 0 else count, offset)


def fromfile(file, dtype=_apus.float64, count=-1, sep="", offset=0, *, like=None):
    """The elements in a file, or what is left of an open one, as bytes or with a separator as text. `numpy.fromfile`."""
    if isinstance(file, (str, os.PathLike)):
        return _apus._from_file(os.fspath(file), dtype, None if count < 0 else count, sep, offset)
    if sep:
        if offset:
            raise TypeError("'offset' argument only permitted for binary files")
        return _apus._from_string(file.read(), dtype, sep, None if count < 0 else count)
    if offset:
        file.seek(offset, os.SEEK_CUR)
    size = _apus.empty(0, dtype=dtype).itemsize
    data = file.read(-1 if count < 0 else count * size)
    return frombuffer(bytearray(data[: len(data) // size * size]), dtype) if len(data) >= size else _apus.empty(0, dtype=dtype)


def tofile(array, fid, sep="", format="%s"):
    """Writes the elements of an array to a path or a file, as bytes or with a separator as text. `numpy.ndarray.tofile`."""
    if isinstance(fid, (str, os.PathLike)):
        _apus._to_file(os.fspath(fid), array, sep, format)
    elif sep:
        text = _apus._separated(array, sep, format)
        fid.write(text if isinstance(fid, io.TextIOBase) else text.encode())
    else:
        fid.write(array.tobytes())


def _path(file, suffix):
    """A path with a suffix, or None for a file that is open."""
    if isinstance(file, (str, bytes, os.PathLike)):
        path = os.fsdecode(file)
        return path if path.endswith(suffix) else path + suffix
    return None


def save(file, arr, allow_pickle=True):
    """Writes an array to an `.npy` file, given by its path or open. `numpy.save`."""
    path, array = _path(file, ".npy"), _apus.asarray(arr)
    if path is None:
        file.write(_apus._npy_bytes(array))
    else:
        _apus._save_npy(path, array)


def _save_archive(file, args, kwds, compressed):
    arrays = {name: _apus.asarray(array) for name, array in kwds.items()}
    for index, array in enumerate(args):
        if f"arr_{index}" in arrays:
            raise ValueError(f"Cannot use un-named variables and keyword arr_{index}")
        arrays[f"arr_{index}"] = _apus.asarray(array)
    path = _path(file, ".npz")
    if path is not None:
        _apus._save_npz(path, list(arrays), list(arrays.values()), compressed)
        return
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            with archive.open(name + ".npy", "w", force_zip64=True) as member:
                member.write(_apus._npy_bytes(array))


def savez(file, *args, allow_pickle=True, **kwds):
    """Writes arrays, named by their keywords, to an `.npz` file. `numpy.savez`."""
    _save_archive(file, args, kwds, False)


def savez_compressed(file, *args, allow_pickle=True, **kwds):
    """Writes arrays, named by their keywords, to a compressed `.npz` file. `numpy.savez_compressed`."""
    _save_archive(file, args, kwds, True)


def _read_exactly(file, count):
    data = file.read(count)
    if len(data) != count:
        raise ValueError(f"EOF: reading array data, expected {count} bytes got {len(data)}")
    return data


def _read_npy(file):
    """The array that begins at the place where a file is open; reads no further."""
    head = _read_exactly(file, 8)
    if head[:6] != _MAGIC:
        raise ValueError(f"the magic string is not correct; expected {_MAGIC!r}, got {head[:6]!r}")
    length = _read_exactly(file, 2 if head[6] == 1 else 4)
    size = int.from_bytes(length, "little")
    if size > 1 << 20:
        raise ValueError(f"Header of {size} bytes is too large")
    head += length + _read_exactly(file, size)
    try:
        return _apus._read_npy(head + _read_exactly(file, _apus._npy_size(head)))
    except OSError as error:
        raise ValueError(str(error)) from None


class NpzFile(collections.abc.Mapping):
    """The arrays of an `.npz` file by name, read when they are asked for. `numpy.lib.npyio.NpzFile`."""

    _MAX_REPR_ARRAY_COUNT = 5

    def __init__(self, fid, own_fid=False, allow_pickle=False, pickle_kwargs=None, *, max_header_size=10000):
        self.fid = fid if own_fid else None
        self.zip = zipfile.ZipFile(fid)
        members = self.zip.namelist()
        self._members = dict(zip((name.removesuffix(".npy") for name in members), members))
        self.files = list(self._members)

    @property
    def f(self):
        """The arrays as attributes."""
        return _Attributes(self)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        """Closes the file; arrays that were read stay."""
        if self.zip is not None:
            self.zip.close()
            self.zip = None
        if self.fid is not None:
            self.fid.close()
            self.fid = None

    def __del__(self):
        if getattr(self, "zip", None) is not None:
            self.close()

    def __iter__(self):
        return iter(self.files)

    def __len__(self):
        return len(self.files)

    def __getitem__(self, key):
        if self.zip is None:
            raise ValueError("the file is closed")
        name = self._members.get(key, key)
        if name not in self._members.values():
            raise KeyError(f"{key} is not a file in the archive")
        with self.zip.open(name) as member:
            start = member.read(len(_MAGIC))
        data = self.zip.read(name)
        if start != _MAGIC:
            return data
        with io.BytesIO(data) as stream:
            return _read_npy(stream)

    def __contains__(self, key):
        return key in self._members or key in self._members.values()

    def __repr__(self):
        name = getattr(self.zip, "filename", None) or "object"
        shown = ", ".join(self.files[: self._MAX_REPR_ARRAY_COUNT])
        return f"NpzFile {name!r} with keys: {shown}{'...' if len(self.files) > self._MAX_REPR_ARRAY_COUNT else ''}"


class _Attributes:
    """The arrays of an archive as attributes."""

    def __init__(self, archive):
        self._archive = archive

    def __getattr__(self, name):
        try:
            return self._archive[name]
        except KeyError:
            raise AttributeError(name) from None

    def __dir__(self):
        return list(self._archive.files)


def load(file, mmap_mode=None, allow_pickle=False, fix_imports=True, encoding="ASCII", *, max_header_size=10000):
    """The array of an `.npy` file, or the arrays of an `.npz` file by name. `numpy.load`.

    With `mmap_mode="r"`, `"c"` or `"r+"` the elements stay in the file; with `"c"` they may be written to, in memory only, and
    with `"r+"` what is written changes the file.
    """
    if mmap_mode not in (None, "r", "c", "r+"):
        raise ValueError(f"mmap_mode {mmap_mode!r}: elements can stay in the file as 'r', 'c' or 'r+'")
    if encoding not in ("ASCII", "latin1", "bytes"):
        raise ValueError("encoding must be 'ASCII', 'latin1', or 'bytes'")
    if isinstance(file, (str, bytes, os.PathLike)):
        path = os.fsdecode(file)
        with builtins.open(path, "rb") as stream:
            start = stream.read(6)
        if start[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
            return NpzFile(builtins.open(path, "rb"), own_fid=True)
        if start != _MAGIC:
            raise _no_array(start)
        try:
            return _shared_with_file(path) if mmap_mode == "r+" else _apus._load_npy(path, mmap_mode)
        except OSError as error:
            raise ValueError(str(error)) from None
    start = file.read(6)
    if not start:
        raise EOFError("No data left in file")
    file.seek(-min(6, len(start)), os.SEEK_CUR)
    if start[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return NpzFile(file)
    if start != _MAGIC:
        raise _no_array(start)
    if mmap_mode is not None:
        raise ValueError("mmap_mode needs a path, not an open file")
    return _read_npy(file)


def _shared_with_file(path):
    """The array of an `.npy` file, which changes with what is written to it."""
    described = _apus._load_npy(path, "r")
    with builtins.open(path, "r+b") as file:
        head = _read_exactly(file, 8)
        length = _read_exactly(file, 2 if head[6] == 1 else 4)
        start = file.tell() + int.from_bytes(length, "little")
        if described.size == 0:
            return _apus._load_npy(path, None)
        memory = mmap.mmap(file.fileno(), 0)
    if start % described.itemsize:
        raise ValueError(f"{path}: the elements begin at byte {start}, which is no multiple of their size")
    return _creation._of_shape(described.shape, described.dtype, memory, start, described.strides)


def _no_array(start):
    if not start:
        return EOFError("No data left in file")
    return ValueError("This file contains pickled (object) data, or is no .npy or .npz file; neither is loaded")
