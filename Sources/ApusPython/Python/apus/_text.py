"""Numbers in texts: `loadtxt`, `savetxt`, `genfromtxt`, `fromstring`."""

import builtins
import bz2
import gzip
import io
import lzma
import operator
import os
import warnings

import _apus


class ConversionWarning(UserWarning):
    """Lines of a text that were left out, because they have another number of fields. `numpy.lib._iotools.ConversionWarning`."""


# What a text is read from.

_OPENERS = {".bz2": bz2.open, ".xz": lzma.open, ".lzma": lzma.open}


def _opener(path, latin1):
    """What opens a file that the reader and the writer do not; None if they do."""
    suffix = os.path.splitext(path)[1]
    found = _OPENERS.get(suffix)
    if found is None and latin1 is None:
        return gzip.open if suffix == ".gz" else builtins.open
    return found


def _text_of(name):
    return name.decode("latin1") if isinstance(name, bytes) else name


def _is_latin1(encoding):
    """Whether an encoding is Latin-1; None for one that neither this nor UTF-8 is."""
    if encoding is None:
        return False
    name = str(encoding).lower().replace("_", "-")
    if name in ("latin1", "latin-1", "iso-8859-1", "iso8859-1", "l1"):
        return True
    return False if name in ("utf8", "utf-8", "bytes") else None


def _source(source, encoding, max_lines=None, quoted=False):
    """A path for the reader, or a text with all that `source` gives, or as much as `max_lines` wants; whether it is a path;
    whether bytes are Latin-1."""
    if isinstance(source, os.PathLike):
        source = os.fspath(source)
    if isinstance(source, bytes):
        source = source.decode()
    if isinstance(source, str):
        latin1 = _is_latin1(encoding)
        opener = _opener(source, latin1)
        if max_lines is not None:
            opener, encoding = opener or _opener(source, None), encoding or "utf-8"
            with opener(source, "rt", encoding="latin1" if encoding == "bytes" else encoding, newline="") as file:
                return "".join(_lines(file, encoding, max_lines, True)), False, False
        if opener is None:
            return source, True, latin1
        with opener(source, "rt", encoding=encoding) as file:
            return file.read(), False, False
    if encoding is None or encoding == "bytes":
        encoding = getattr(source, "encoding", None) or "latin1"
    if isinstance(source, (io.TextIOBase, io.BufferedIOBase, io.RawIOBase)) and max_lines is None:
        text = source.read()
        return (text.decode(encoding) if isinstance(text, bytes) else text), False, False
    try:
        lines = iter(source)
    except TypeError:
        raise ValueError(
            "fname must be a string, filehandle, list of strings,\n"
            f"or generator. Got {type(source)} instead.") from None
    return "".join(_lines(lines, encoding, max_lines, quoted)), False, False


def _lines(lines, encoding, enough, quoted):
    """The lines of an iterator as text, each with its end; no more of them than `enough` wants."""
    for line in lines:
        if isinstance(line, bytes):
            line = line.decode(encoding)
        elif not isinstance(line, str):
            raise TypeError(f"non-string returned while reading data, but: {type(line)}")
        body = line.rstrip("\r\n")
        if not quoted and ("\n" in body or "\r" in body):
            raise ValueError(
                "Found an unquoted embedded newline within a single line of input. This is currently not supported.")
        yield line if body != line else line + "\n"
        if enough is not None and enough(line):
            return


class _Enough:
    """Counts lines until there are as many with data as wanted, after those that are skipped; with `warns`, tells of the
    first line without."""

    def __init__(self, rows, skipped, comments, quote, warns=False):
        self._rows, self._skipped, self._comments, self._quote = rows, skipped, comments, quote
        self._wanted, self._warns = rows, warns
        self._is_open = False
        self._line = 0

    def __call__(self, line):
        self._line += 1
        if self._skipped > 0:
            self._skipped -= 1
            return False
        if self._quote and line.count(self._quote) % 2:
            self._is_open = not self._is_open
        for comment in self._comments:
            line = line.split(comment, 1)[0]
        if line.strip():
            self._rows -= not self._is_open
        elif self._warns and not self._is_open and self._rows > 0:
            self._warns = False
            # Called by _lines for _source for loadtxt for the caller.
            warnings.warn(f"Input line {self._line} contained no data and does not count towards `max_rows={self._wanted}`",
                          UserWarning, stacklevel=5)
        return self._rows <= 0


def _count(value, name):
    """A number of lines."""
    try:
        value = operator.index(value)
    except TypeError:
        raise TypeError(f"{name}: argument must be an integer, not {type(value).__name__}") from None
    if value < 0:
        raise ValueError(f"{name}: argument must be nonnegative")
    return value


def _columns(usecols):
    """Columns as a list of integers."""
    if usecols is None:
        return None
    try:
        usecols = list(usecols)
    except TypeError:
        usecols = [usecols]
    columns = []
    for column in usecols:
        try:
            columns.append(operator.index(column))
        except TypeError as error:
            error.args = (f"usecols must be an int or a sequence of ints but it contains at least one element of type {type(column)}",)
            raise
    return columns


def _converters(converters, encoding):
    """A callable, or pairs of columns and callables, as `loadtxt` takes them."""
    if converters is None:
        return None

    def adapted(function):
        if encoding == "bytes":
            return lambda text: function(text.encode("latin1"))
        return function

    if callable(converters):
        return adapted(converters)
    if not isinstance(converters, dict):
        raise TypeError(
            "converters must be a dictionary mapping columns to converter functions or a single callable.")
    pairs = []
    for column, function in converters.items():
        try:
            column = operator.index(column)
        except TypeError:
            raise TypeError(f"keys of the converters dictionary must be integers; got {column!r}") from None
        if not callable(function):
            raise TypeError(f"values of the converters dictionary must be callable, but the value for key {column} was not.")
        pairs.append((column, adapted(function)))
    return pairs


def _ndmin(ndmin):
    if ndmin not in (0, 1, 2):
        raise ValueError(f"Illegal value of ndmin keyword: {ndmin}")
    return ndmin


def loadtxt(fname, dtype=_apus.float64, comments="#", delimiter=None, converters=None, skiprows=0, usecols=None, unpack=False,
            ndmin=0, encoding=None, max_rows=None, *, quotechar=None, like=None):
    """Reads a table of numbers from a file, a path, or lines of text. `numpy.loadtxt`.

    Doubles are rounded correctly. Errors name the row and the column, and the line of the text.
    """
    delimiter, quotechar = _text_of(delimiter), _text_of(quotechar)
    comments = [] if comments is None else [comments] if isinstance(comments, (str, bytes)) else list(comments)
    comments = [_text_of(comment) for comment in comments]
    skiprows = _count(skiprows, "skiprows")
    ndmin = _ndmin(ndmin)
    enough = None
    if max_rows is not None:
        max_rows = _count(max_rows, "max_rows")
        enough = _Enough(max_rows, skiprows, [c for c in comments if c], quotechar, warns=True)
    columns = _columns(usecols)
    converters = _converters(converters, encoding)
    # What is wrong with the format is said before anything is taken from the source.
    _apus._load_text("", False, dtype, delimiter, comments, quotechar, 0, None, 0, 0, False, None, False)
    text, is_path, latin1 = _source(fname, encoding, enough, quotechar is not None)
    result = _apus._load_text(
        text, is_path, dtype, delimiter, comments, quotechar, skiprows, columns, max_rows, ndmin, bool(unpack), converters, latin1)
    if result.size == 0 and result.ndim and result.shape[-1 if unpack else 0] == 0:
        warnings.warn(f'loadtxt: input contained no data: "{fname}"', category=UserWarning, stacklevel=2)
    return result


def _formats(fmt, columns, is_complex):
    """A list of formats for the writer."""
    if type(fmt) in (list, tuple):
        if len(fmt) != columns:
            raise AttributeError(f"fmt has wrong shape.  {fmt!s}")
        return [_text_of(one) for one in fmt]
    if not isinstance(fmt, (str, bytes)):
        raise ValueError(f"invalid fmt: {fmt!r}")
    return [_text_of(fmt)]


def savetxt(fname, X, fmt="%.18e", delimiter=" ", newline="\n", header="", footer="", comments="# ", encoding=None):
    """Writes an array of one or two axes as text, a row a line, to a path or a file. `numpy.savetxt`.

    A file named by its path appears under its name when it is complete.
    """
    if isinstance(fname, os.PathLike):
        fname = os.fspath(fname)
    if not isinstance(fname, str) and not hasattr(fname, "write"):
        raise ValueError("fname must be a string or file handle")
    array = _apus.asarray(X)
    if array.ndim not in (1, 2):
        raise ValueError(f"Expected 1D or 2D array, got {array.ndim}D array instead")
    columns = array.shape[1] if array.ndim == 2 else 1
    formats = _formats(fmt, columns, array.dtype.is_complex)
    delimiter, newline = _text_of(delimiter), _text_of(newline)
    header, footer, comments = _text_of(header), _text_of(footer), _text_of(comments)
    latin1 = _is_latin1(encoding)
    opener = _opener(fname, latin1) if isinstance(fname, str) else None
    if isinstance(fname, str) and opener is None:
        _apus._save_text(fname, array, formats, delimiter, newline, header, footer, comments, latin1)
        return
    parts = [_marked(header, comments, newline), _apus._format_text(array, formats, delimiter, newline),
             _marked(footer, comments, newline)]
    if isinstance(fname, str):
        with opener(fname, "wt", encoding=encoding) as file:
            file.write("".join(parts))
        return
    for part in parts:
        if part:
            _write(fname, part, encoding or "latin1")


def _marked(text, comments, newline):
    return comments + text.replace("\n", "\n" + comments) + newline if text else ""


def _write(file, text, encoding):
    """Writes to a file of text, or of bytes."""
    try:
        file.write(text)
    except TypeError:
        file.write(text.encode(encoding))


def _missing_pairs(missing, columns):
    """Texts for missing values as pairs of places, or None for all, and lists of texts."""
    if missing is None:
        return []
    if isinstance(missing, bytes):
        missing = missing.decode("latin1")
    if isinstance(missing, dict):
        pairs = []
        for key, value in missing.items():
            texts = [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]
            pairs.append((_place(key, columns), texts))
        return pairs
    if isinstance(missing, (list, tuple)):
        return [(place, [str(value)]) for place, value in enumerate(missing)]
    if isinstance(missing, str):
        return [(None, missing.split(","))]
    return [(None, [str(missing)])]


def _filling_pairs(filling, columns):
    """Fillings as pairs of places, or None for all, and numbers."""
    if filling is None:
        return []
    if isinstance(filling, dict):
        return [(_place(key, columns), value) for key, value in filling.items() if value is not None]
    if isinstance(filling, (list, tuple)):
        return [(place, value) for place, value in enumerate(filling) if value is not None]
    return [(None, filling)]


def _place(key, columns):
    """Where a column stands among those that are read."""
    if key is not None and columns is not None and key in columns:
        return columns.index(key)
    return key


def _no_names(**keywords):
    for name, (value, default) in keywords.items():
        if value is not default and value != default:
            raise TypeError(f"genfromtxt: {name} would need structured dtypes or masked arrays, which Apus leaves out")


def genfromtxt(fname, dtype=_apus.float64, comments="#", delimiter=None, skip_header=0, skip_footer=0, converters=None,
               missing_values=None, filling_values=None, usecols=None, names=None, excludelist=None, deletechars=None,
               replace_space="_", autostrip=False, case_sensitive=True, defaultfmt="f%i", unpack=None, usemask=False, loose=True,
               invalid_raise=True, max_rows=None, encoding=None, *, ndmin=0, like=None):
    """Reads a table of numbers, some of which may be missing, from a file, a path, or lines of text. `numpy.genfromtxt`.

    Names of columns, structured dtypes and masks are left out.
    """
    _no_names(names=(names, None), usemask=(usemask, False))
    if max_rows is not None:
        if skip_footer:
            raise ValueError("The keywords 'skip_footer' and 'max_rows' can not be specified at the same time.")
        if max_rows < 1:
            raise ValueError("'max_rows' must be at least 1.")
    ndmin = _ndmin(ndmin)
    delimiter, comments = _text_of(delimiter), _text_of(comments)
    if delimiter is not None and not isinstance(delimiter, str):
        delimiter = [int(delimiter)] if not hasattr(delimiter, "__iter__") else [int(width) for width in delimiter]
    if isinstance(usecols, str):
        usecols = [int(column) for column in usecols.split(",")]
    columns = _columns(usecols)
    enough = None if max_rows is None or not invalid_raise else _Enough(max_rows, skip_header, [comments] if comments else [], None)
    try:
        text, is_path, latin1 = _source(fname, encoding, enough, quoted=True)
    except ValueError as error:
        if str(error).startswith("fname must"):
            raise TypeError(str(error)) from None
        raise
    missing, fillings = _missing_pairs(missing_values, columns), _filling_pairs(filling_values, columns)
    if converters:
        result, invalid = _converted(
            text, is_path, latin1, dtype, comments, delimiter, skip_header, skip_footer, converters, columns, max_rows,
            invalid_raise, missing, dict(fillings), encoding)
    else:
        result, invalid = _apus._incomplete_text(
            text, is_path, dtype, delimiter, comments, missing, fillings, bool(loose), skip_header, skip_footer, columns, max_rows,
            not invalid_raise, latin1)
    if invalid:
        lines = "\n".join(f"    Line #{line} (got {count} columns)" for line, count in invalid)
        warnings.warn("Some errors were detected !\n" + lines, ConversionWarning, stacklevel=2)
    if result.size == 0:
        warnings.warn(f'genfromtxt: Empty input file: "{fname}"', stacklevel=2)
    if result.ndim < ndmin:
        result = _apus.ops.reshape(result, (-1,) if ndmin == 1 else (-1, 1))
    return result.T if unpack else result


def _converted(text, is_path, latin1, dtype, comments, delimiter, skip_header, skip_footer, converters, columns, max_rows,
               invalid_raise, missing, fillings, encoding):
    """A table of which some columns are read by functions of the caller's: those that `loadtxt` can read."""
    if isinstance(delimiter, list) or (delimiter is not None and len(delimiter) != 1) or skip_footer or not invalid_raise:
        raise TypeError("genfromtxt: converters are taken with delimiters of one character, without skip_footer and invalid_raise")
    if is_path:
        with builtins.open(text, encoding="latin1" if latin1 else "utf-8") as file:
            text = file.read()
    default = fillings.get(None, float("nan"))

    def guarded(function, place):
        def converted(field):
            field = field.strip()
            try:
                return function(field.encode("latin1") if encoding == "bytes" else field)
            except ValueError:
                return fillings.get(place, default)
        return converted

    pairs = [(column, guarded(function, _place(column, columns))) for column, function in converters.items()]
    result = _apus._load_text(
        text, False, _apus.float64 if dtype is None else dtype, delimiter, [comments] if comments else [], None, skip_header,
        columns, max_rows, 0, False, pairs, False)
    return result, ()


# Texts and bytes as sequences of elements.

def fromstring(string, dtype=_apus.float64, count=-1, *, sep, like=None):
    """The numbers in a text, with a separator between them. `numpy.fromstring`, which takes bytes by `frombuffer`."""
    if sep == "":
        raise ValueError("The binary mode of fromstring is removed, use frombuffer instead")
    return _apus._from_string(string, dtype, sep, None if count < 0 else count)


