"""A stand-in for NumPy made of `apus`, and the pytest plugin that gives it to NumPy's own tests.

The copied test files import `apus_numpy` where they imported `numpy`. Every name in it is a name of `apus`; what `apus` lacks
is a placeholder that raises AttributeError when it is used. From the real NumPy come only what judges the results
(`numpy.testing`, whose arguments are converted to NumPy's arrays of the same dtype and shape) and what makes data and is not
under test (the legacy functions of `numpy.random` and hypothesis's arrays, which are converted to arrays of Apus).
"""

import functools
import importlib.abc
import importlib.machinery
import importlib.util
import inspect
import json
import os
import sys
import types

import apus
import numpy
import pytest

NAME = "apus_numpy"

#: The legacy functions of `numpy.random` that tests draw their data with.
LEGACY_RANDOM = {
    "RandomState", "beta", "binomial", "bytes", "choice", "exponential", "gamma", "get_state", "normal", "permutation",
    "poisson", "rand", "randint", "randn", "random", "random_sample", "ranf", "sample", "seed", "set_state", "shuffle",
    "standard_normal", "uniform", "mtrand", "multivariate_normal", "random_integers", "geometric", "laplace", "logistic",
}


def to_numpy(x):
    """Arrays and dtypes of Apus, also in lists, tuples and dictionaries, as NumPy's."""
    if isinstance(x, apus.Array):
        return numpy.asarray(x)[()]
    if isinstance(x, apus.DType) and x != apus.bfloat16:
        return numpy.dtype(x.name)
    if isinstance(x, list):
        return [to_numpy(item) for item in x]
    if type(x) is tuple:
        return tuple(to_numpy(item) for item in x)
    if isinstance(x, tuple):
        return type(x)(*map(to_numpy, x)) if hasattr(x, "_fields") else tuple(map(to_numpy, x))
    if type(x) is dict:
        return {key: to_numpy(value) for key, value in x.items()}
    if hasattr(type(x), "__array__") and not isinstance(x, (numpy.ndarray, numpy.generic)):
        return to_numpy(x.__array__())
    return x


def to_apus(x):
    """NumPy's arrays, also in lists and tuples, as arrays of Apus over the same memory."""
    if isinstance(x, (numpy.ndarray, numpy.generic)):
        try:
            return apus.asarray(x)
        except (TypeError, ValueError):
            return x
    if isinstance(x, (list, tuple)):
        return type(x)(map(to_apus, x))
    return x


def judging(function):
    """A function of `numpy.testing` that takes arrays of Apus."""

    @functools.wraps(function)
    def wrapped(*arguments, **keywords):
        __tracebackhide__ = True
        return function(*map(to_numpy, arguments), **{key: to_numpy(value) for key, value in keywords.items()})

    return wrapped


def making(function):
    """A function of NumPy's that makes data: its arguments and results converted."""

    @functools.wraps(function)
    def wrapped(*arguments, **keywords):
        return to_apus(function(*map(to_numpy, arguments), **{key: to_numpy(value) for key, value in keywords.items()}))

    return wrapped


def arrays(dtype, *arguments, **keywords):
    """`hypothesis.extra.numpy.arrays`, with arrays of Apus."""
    from hypothesis.extra.numpy import arrays
    return arrays(to_numpy(dtype), *arguments, **keywords).map(to_apus)


class RandomState:
    """NumPy's RandomState, with results converted."""

    def __init__(self, *arguments):
        self._state = numpy.random.RandomState(*arguments)

    def __getattr__(self, name):
        found = getattr(self._state, name)
        return making(found) if callable(found) else found


class Missing:
    """A name that `apus` lacks."""

    def __init__(self, name):
        self._name = name
        self.__name__ = name.rpartition(".")[2]

    def _refuse(self, *arguments, **keywords):
        raise AttributeError(f"apus lacks '{self._name}'")

    __call__ = __iter__ = __getitem__ = __len__ = __instancecheck__ = __subclasscheck__ = __enter__ = __add__ = _refuse
    __index__ = __float__ = __sub__ = __mul__ = __truediv__ = __neg__ = __array__ = _refuse

    def __getattr__(self, name):
        if name.startswith("__") or name in ("pytestmark", "_pytestfixturefunction"):
            raise AttributeError(name)
        return Missing(f"{self._name}.{name}")

    def __mro_entries__(self, bases):
        return ()

    def __repr__(self):
        return f"<missing {self._name}>"


class StandIn(types.ModuleType):
    """A module of the stand-in: a path within NumPy, and the modules of `apus` in which its names are looked up."""

    def __init__(self, name):
        super().__init__(name)
        self.__path__ = []
        self._path = name.partition(".")[2]
        self._places = places(self._path)

    def __getattr__(self, name):
        if name.startswith("__") and name not in ("__version__", "__array_namespace_info__"):
            raise AttributeError(name)
        if name == "__version__":
            return numpy.__version__
        return lookup(self._path, self._places, name)


def places(path):
    """The modules of `apus` that stand for a module of NumPy."""
    public = [part for part in path.split(".") if part and not part.startswith("_") and part not in ("lib", "tests", "umath")]
    place = apus
    found = []
    for part in public:
        place = getattr(place, part, None)
        if not isinstance(place, types.ModuleType):
            break
        found.insert(0, place)
    if path.split(".")[0] in ("linalg", "fft", "random", "polynomial") and found:
        return found
    inner = [getattr(apus, "lib", None)] if path.startswith("lib") else []
    if path.startswith("_core"):
        inner.append(apus.lib.array_utils)
    return found + [one for one in inner if one is not None] + [apus]


@functools.cache
def submodule(path):
    return importlib.import_module(f"{NAME}.{path}") if path else sys.modules[NAME]


def unbound(found):
    """`array` so that it becomes no method where a test makes it an attribute of a class: NumPy's is written in C."""
    return staticmethod(found) if found is apus.array else found


def lookup(path, where, name):
    if path == "" and name in ("testing", "random", "linalg", "fft", "lib", "_core", "core", "exceptions", "polynomial", "ma"):
        return submodule(name)
    if path.startswith("testing"):
        real = numpy.testing
        for part in path.split(".")[1:]:
            real = getattr(real, part)
        found = getattr(real, name)
        if name.startswith("assert_") and name not in ("assert_raises", "assert_raises_regex", "assert_warns", "assert_no_warnings"):
            return judging(found)
        return found
    if path == "_utils" and name in ("asbytes", "asunicode"):
        return getattr(numpy._utils, name)
    if path == "ma.testutils":
        return judging(getattr(importlib.import_module("numpy.ma.testutils"), name))
    if path.split(".")[0] == "ma":
        return Missing(f"{path}.{name}")
    if path == "random" and name in LEGACY_RANDOM:
        if name == "RandomState":
            return RandomState
        return making(getattr(numpy.random, name))
    full = f"{path}.{name}" if path else name
    if name == "sctypes" and path.startswith("_core"):
        return {
            "int": [apus.int8, apus.int16, apus.int32, apus.int64], "uint": [apus.uint8, apus.uint16, apus.uint32, apus.uint64],
            "float": [apus.float16, apus.float32, apus.float64], "complex": [apus.complex64, apus.complex128],
            "others": [apus.bool],
        }
    if path.startswith("_core") and name.startswith("normalize_axis_"):
        return getattr(apus.lib.array_utils, name)
    for place in where:
        if name in ("linalg", "fft") and path.startswith("lib"):
            continue
        found = getattr(place, name, None)
        if found is not None or name in vars(place):
            return unbound(found)
    if full in MODULES:
        return submodule(full)
    if name == "newaxis":
        return None
    return Missing(full)


#: Modules of NumPy's that tests reach as attributes.
MODULES = {
    "lib.stride_tricks", "lib.array_utils", "lib.mixins", "lib.format", "lib.scimath", "lib.npyio", "lib.introspect",
    "_core.umath", "_core.multiarray", "_core.numeric", "_core.numerictypes", "_core.fromnumeric", "_core._multiarray_umath",
    "_core.shape_base", "_core.einsumfunc", "lib._function_base_impl", "lib._nanfunctions_impl", "lib._index_tricks_impl",
    "lib._shape_base_impl", "lib._arraysetops_impl", "lib._iotools", "lib._npyio_impl", "linalg._linalg", "lib._arraypad_impl",
    "lib._twodim_base_impl", "lib._histograms_impl", "lib._stride_tricks_impl", "lib._polynomial_impl", "lib._type_check_impl",
    "polynomial.polynomial", "polynomial.polyutils", "polynomial.chebyshev", "polynomial.legendre", "polynomial.hermite",
    "polynomial.hermite_e", "polynomial.laguerre",
}


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds every module below `apus_numpy`."""

    def find_spec(self, name, path=None, target=None):
        if name == NAME or name.startswith(NAME + "."):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return StandIn(spec.name)

    def exec_module(self, module):
        pass


sys.meta_path.insert(0, Finder())


class Broken:
    """A parameter of a test whose making failed: using it raises that error."""

    def __init__(self, error):
        self._error = error

    def _refuse(self, *arguments, **keywords):
        raise self._error

    __call__ = __iter__ = __getitem__ = __len__ = __add__ = __sub__ = __mul__ = __index__ = __float__ = __array__ = _refuse
    __eq__ = __lt__ = __gt__ = __matmul__ = __rmul__ = __enter__ = __bool__ = __radd__ = __neg__ = _refuse
    __hash__ = object.__hash__

    def __getattr__(self, name):
        if name.startswith("__") or name in ("pytestmark", "_pytestfixturefunction"):
            raise AttributeError(name)
        raise self._error

    def __repr__(self):
        return f"<broken {type(self._error).__name__}>"


def attempt(make):
    """What `make` gives, or an object that raises its error later."""
    try:
        return make()
    except Exception as error:
        return Broken(error)


# The plugin: every test's beginning and outcome, one line of JSON each, so that a crash loses nothing.

def pytest_configure(config):
    for marker in ("slow", "leaks_references", "thread_unsafe", "parallel_threads"):
        config.addinivalue_line("markers", f"{marker}: NumPy's")


def _write(record):
    with open(os.environ["APUS_NUMPY_TESTS_LOG"], "a") as log:
        log.write(json.dumps(record) + "\n")


def pytest_runtest_logstart(nodeid, location):
    _write({"test": nodeid, "outcome": "started"})


def pytest_collectreport(report):
    if report.failed:
        _write({"test": report.nodeid, "outcome": "uncollected", "message": str(report.longrepr)[-2000:]})


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    if report.when == "call" or report.outcome != "passed":
        outcome = "xfailed" if hasattr(report, "wasxfail") and report.skipped else report.outcome
        message = ""
        if report.failed and call.excinfo is not None:
            message = f"{call.excinfo.typename}: {call.excinfo.value}"
        _write({"test": item.nodeid, "outcome": outcome, "message": message[:2000]})
