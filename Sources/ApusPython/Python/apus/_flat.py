"""`ndarray.flat` and `ndarray.flags`."""

import _apus
from _apus import ops

from ._support import array_of


class flatiter:
    """The elements of an array in row-major order. `numpy.flatiter`."""

    def __init__(self, array, /):
        self.base = array
        self.index = 0

    def __len__(self):
        return self.base.size

    def __iter__(self):
        return self

    def __next__(self):
        if self.index >= self.base.size:
            raise StopIteration
        element = self[self.index]
        self.index += 1
        return element

    @property
    def coords(self):
        """The index of the element that comes next."""
        result, rest = [], self.index
        for size in reversed(self.base.shape):
            result.append(rest % size if size else 0)
            rest //= size or 1
        return tuple(reversed(result))

    def copy(self):
        """A copy of the elements along one axis."""
        return ops.clone(ops.reshape(self.base, (-1,)))

    def __array__(self, dtype=None, copy=None):
        return self.copy().__array__(dtype)

    def __getitem__(self, key):
        found = ops.reshape(self.base, (-1,))[_plain(key)]
        return ops.clone(found)

    def __setitem__(self, key, value):
        flat = ops.reshape(self.base, (-1,))
        value = array_of(value) if not isinstance(value, (bool, int, float, complex)) else value
        key = _plain(key)
        if isinstance(value, _apus.Array) and value.ndim > 0:
            value = ops.reshape(value, (-1,))
            count = flat[key].size
            if count != value.size and value.size > 0:
                value = ops.take(value, ops.remainder(_apus.arange(0, count), value.size), 0)
        flat[key] = value
        if flat.data_ptr() != self.base.data_ptr():
            self.base[...] = ops.reshape(flat, self.base.shape)

    def _compare(self, name, other):
        return getattr(ops.reshape(self.base, (-1,)), name)(other)

    def __eq__(self, other):
        return self._compare("__eq__", other.copy() if isinstance(other, flatiter) else other)

    def __ne__(self, other):
        return self._compare("__ne__", other.copy() if isinstance(other, flatiter) else other)

    __hash__ = None


class broadcast:
    """Arrays broadcast together: their common shape, and tuples of their elements, one after another. `numpy.broadcast`."""

    def __init__(self, *args):
        self._arrays = ops.broadcast_arrays([array_of(x) for x in args]) if args else ()
        self.shape = self._arrays[0].shape if args else ()
        self.ndim = self.nd = len(self.shape)
        self.size = self._arrays[0].size if args else 1
        self.numiter = len(args)
        self.reset()

    def reset(self):
        """Begins again with the first elements."""
        self.index = 0
        self.iters = tuple(flatiter(x) for x in self._arrays)

    def __iter__(self):
        return self

    def __next__(self):
        if self.index >= self.size:
            raise StopIteration
        self.index += 1
        return tuple(next(one) for one in self.iters)


def _plain(key):
    return key[0] if isinstance(key, tuple) and len(key) == 1 else key


_NAMES = {
    "C": "c_contiguous", "C_CONTIGUOUS": "c_contiguous", "CONTIGUOUS": "c_contiguous", "F": "f_contiguous",
    "F_CONTIGUOUS": "f_contiguous", "FORTRAN": "f_contiguous", "O": "owndata", "OWNDATA": "owndata", "W": "writeable",
    "WRITEABLE": "writeable", "A": "aligned", "ALIGNED": "aligned", "X": "writebackifcopy", "WRITEBACKIFCOPY": "writebackifcopy",
    "B": "behaved", "BEHAVED": "behaved", "CA": "carray", "CARRAY": "carray", "FA": "farray", "FARRAY": "farray",
    "FNC": "fnc", "FORC": "forc",
}


class flags:
    """How the elements of an array lie in memory. `numpy.ndarray.flags`."""

    def __init__(self, array, /):
        object.__setattr__(self, "_array", array)

    @property
    def c_contiguous(self):
        """Whether the elements lie one after another in row-major order."""
        return self._array.is_contiguous()

    contiguous = c_contiguous

    @property
    def f_contiguous(self):
        """Whether the elements lie one after another in column-major order."""
        return _apus._is_column_major(self._array)

    fortran = f_contiguous

    @property
    def owndata(self):
        """Whether the array fills its memory."""
        return _apus._base(self._array) is None

    @property
    def writeable(self):
        """Whether elements may be written; setting it forbids that through this object, or allows it again."""
        return _apus._is_writeable(self._array)

    @property
    def aligned(self):
        """Whether addresses are multiples of the elements' size: always."""
        return True

    @property
    def writebackifcopy(self):
        """False: Apus has no such arrays."""
        return False

    @property
    def behaved(self):
        """Whether elements may be written."""
        return self.writeable

    @property
    def carray(self):
        """Whether the array is writeable and row-major."""
        return self.writeable and self.c_contiguous

    @property
    def farray(self):
        """Whether the array is writeable, column-major and not row-major too."""
        return self.writeable and self.fnc

    @property
    def fnc(self):
        """Whether the array is column-major and not row-major too."""
        return self.f_contiguous and not self.c_contiguous

    @property
    def forc(self):
        """Whether the array is column-major or row-major."""
        return self.f_contiguous or self.c_contiguous

    def __getitem__(self, name):
        if name not in _NAMES:
            raise KeyError("Unknown flag")
        return getattr(self, _NAMES[name])

    def __setitem__(self, name, value):
        if name not in _NAMES:
            raise KeyError("Unknown flag")
        setattr(self, _NAMES[name], value)

    def __setattr__(self, name, value):
        if name == "writeable":
            _apus._set_writeable(self._array, bool(value))
        elif name != "aligned":
            raise AttributeError(f"attribute '{name}' of flags cannot be set")

    def __eq__(self, other):
        return isinstance(other, flags) and repr(self) == repr(other)

    __hash__ = None

    def __repr__(self):
        names = ("c_contiguous", "f_contiguous", "owndata", "writeable", "aligned", "writebackifcopy")
        return "".join(f"  {name.upper()} : {getattr(self, name)}\n" for name in names)
