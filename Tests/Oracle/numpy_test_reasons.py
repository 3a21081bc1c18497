"""Why a test of NumPy's fails with `apus` in place of `numpy`: what Apus leaves out by decision.

Each entry is a pattern of test names, a pattern of error messages, and the reason; either pattern may be None. The decisions
stand in the limits of the Python guide.
"""

import re

OBJECT = "object dtype"
STRING = "string dtypes"
DATETIME = "datetime dtypes"
LONGDOUBLE = "longdouble"
STRUCTURED = "structured dtypes"
SUBCLASS = "subclasses of ndarray, masked arrays, matrix"
OVERRIDES = "NumPy's internals: private helpers, __array_function__, reference counts, C API"
WARNINGS = "warnings, which Apus does not raise"
ORDER = "memory layout of results, which is row-major"
BYTES = "the other byte order"
SCALARS = "scalar classes: a number is an array without axes"
WORDING = "the wording of an error's message; its class is NumPy's"
MEMORY = "a test that needs more memory than the run is given"

_NAME = r"apus lacks '(\w+\.)*"
REASONS = [
    # What the error itself names.
    (None, _NAME + r"(longdouble|clongdouble|longcomplex|float96|float128|complex192|complex256)'", LONGDOUBLE),
    (None, r"[<>=|]?[gG] is not a dtype|<missing c?longdouble> is not a dtype", LONGDOUBLE),
    (None, _NAME + r"object_'", OBJECT),
    (None, _NAME + r"frompyfunc'|Decimal\(|Fraction\(|'decimal.Decimal'|<missing object_>|made of Foo objects", OBJECT),
    (None, _NAME + r"memmap'", SUBCLASS),
    (None, _NAME + r"(datetime64|timedelta64|busdaycalendar)'", DATETIME),
    (None, r"\W(timedelta64|datetime64)\S* is not a dtype|^TypeError: [<>=|]?[mM]8?\S* is not a dtype", DATETIME),
    (None, r"<missing (timedelta64|datetime64)> is not a dtype", DATETIME),
    (None, _NAME + r"(str_|bytes_|character|StringDType|strings|char)(\.\w+)*'", STRING),
    (None, _NAME + r"(matrix|asmatrix|mat|bmat|ma|rec|recarray|matlib|record)(\.\w+)*'", SUBCLASS),
    (None, r"'?numpy\.ma|'Array' object has no attribute 'mask'|unexpected keyword argument 'mask'", SUBCLASS),
    (None, r"^TypeError: \[\(|^TypeError: \{'names'|<missing void>|" + _NAME + r"void'", STRUCTURED),
    (None, r"^TypeError: '?[a-z]\d?,|^TypeError: (\w\d,)+\w\d is not a dtype", STRUCTURED),
    (None, r"<class 'object'> is not a dtype|^TypeError: [|]?(O|object) is not a dtype", OBJECT),
    (None, r"^TypeError: an array cannot be made of (NoneType|object|Decimal|Fraction|set|dict|type|\w*Quantity\w*|Mult) ?", OBJECT),
    (None, r"^TypeError: an array cannot be made of (str|bytes) objects", STRING),
    (None, r"^TypeError: [<>=|]?[SUaT]\d* is not a dtype|<class '(str|bytes)'> is not a dtype|^TypeError: (str|bytes) is not", STRING),
    (None, r"^TypeError: (>|\S*'>)\w\d+ is not a dtype|Apus has the machine's byte order only", BYTES),
    (None, r"<class '[\w.<>]+'> is not a dtype of Apus", SUBCLASS),
    (None, r"type 'apus.Array' is not an acceptable base type", SUBCLASS),
    (None, _NAME + r"(_core|lib|linalg|fft)\.[\w.]*\._\w+'", OVERRIDES),
    (None, _NAME + r"_(?!core)\w+'", OVERRIDES),
    (None, _NAME + r"(_core|lib)\._\w+\.(overrides|_\w+)(\.\w+)*'", OVERRIDES),
    (None, r"DID NOT WARN", WARNINGS),
    (None, r"^AssertionError: Regex pattern did not match|^AssertionError: \".*\" does not match \"", WORDING),
    (r"type_check.*Test(Real|Imag)::", r"^AssertionError", SCALARS),
    (r"TestAdd_newdoc|TestSignatureMatch::test_exhaustiveness", None, OVERRIDES),
    (r"test_array_order_preserve|test_block_memory_order", r"^AssertionError", ORDER),
    (None, r"ACTUAL: <class 'apus.Array'>|<class 'apus.Array'> ==|type\(.*Array", SCALARS),
    (None, r"^MemoryError|OutOfMemoryError", MEMORY),
    (r"Test_I0::test_non_array|TestIscomplexobj::test_pandas_duck", None, SUBCLASS),
    (r"test_function_base.*TestMedian::test_empty", r"ACTUAL: 1\s+DESIRED: 2", WARNINGS),
    (r"test_quantile_monotonic_hypo", r"Cannot interpret", OVERRIDES),
    (None, r"<missing True_>", SCALARS),
    (r"test_string_ticket_1892", r"made of str$", STRING),
    (None, r"== Fraction\(|DESIRED: Fraction", OBJECT),
    (r"TestTrimZeros::test_(overflow|no_trim)|test_otypes_object", None, OBJECT),
]

REASONS += [
    (r"test_linalg.py.*(TestEigvals|TestEig)::test_types", r"complex", "eigenvalues are complex, as in the array API standard"),
    (r"test_linalg.py.*TestEighCases::test_generalized_herm_cases", r"hcsingle", "float32 is computed in float32, not float64"),
    (r"test_linalg.py.*test_0_size|test_linalg.py.*test_1_d", r"ArraySubclass", SUBCLASS),
    (r"test_linalg.py.*(test_dynamic_programming_logic|test_blas64_geqrf)", r"apus lacks", OVERRIDES),
    (r"test_(linalg|regression).py.*(test_byteorder_check|test_lapack_endian)", r"", "byte orders other than the machine's"),
    (r"test_linalg.py.*TestLstsq", r"single_nsq_1|0x4|LinalgCase: single>|0x0", OVERRIDES),
    (r"test_linalg.py.*(test_longdouble_norm|test_complex_high_ord)", r"longdouble", LONGDOUBLE),
    (r"test_io|test_loadtxt", r"(\[\(|\(<class|\{'names|i\d?, )[^\n]* is not a dtype", STRUCTURED),
    (r"test_io|test_loadtxt", r"would need (a )?structured dtype|number of fields is|lacks '(\w+\.)*(fromregex|recfrom\w+)'", STRUCTURED),
    (r"test_io|test_loadtxt", r"^TypeError: ([SU]\d*|<missing str_>|<class 'str'>) is not a dtype|holds text, for which", STRING),
    (r"test_io|test_loadtxt|polyutils", r"an array cannot be made of str", STRING),
    (r"test_io|test_loadtxt", r"^TypeError: (g|G|c?longdouble) is not a dtype", LONGDOUBLE),
    (r"test_io|test_loadtxt", r"the machine's byte order only", "other byte orders than the machine's"),
    (r"test_io", r"mmap_mode 'r\+'", "files that are changed through arrays in memory"),
    (r"test_io.*(test_format_2_0|unpack_structured|dtype_with_converters)", None, STRUCTURED),
    (r"userconverters_with_explicit_dtype|test_field_growing_cases", None, STRING),
    (r"CReaderUnitTests|array_function_hook", None, OVERRIDES),
    (None, r"apus lacks 'polynomial\.\w+\._\w+'", OVERRIDES),
]

REASONS += [
    (None, r"Apus has no legacy printing", "printing as older releases of NumPy did"),
    (r"random/.*::test_(ctypes|cffi|benchmark)$", None, OVERRIDES),
    (r"random/.*test_(legacy_pickle|generator_ctor_old_style_pickle)", None, "pickles of NumPy's own generators"),
    (r"random/.*test_(gauss_inv|coercion_RandomState_Generator|vonmises_large_kappa)", None, "numpy.random.RandomState"),
    (r"arrayprint.*test_scalar_repr", None, SCALARS),
]

REASONS += [
    (r"TestUnique::test_unique_subclass|TestKron::test_return_type", None, SUBCLASS),
    (r"TestHistogram2d::test_dispatch", None, OVERRIDES),
    (None, r"an array cannot be made of None", OBJECT),
    (r"test_memory_layout_persistence", r"assert False", ORDER),
    (r"TestEmptyArray::test_pad_empty_dimension\[", r"DID NOT RAISE", "ndarray(shape): the class is Array's, which takes elements"),
    (r"test_einsum_views|test_einsum_all_contig_non_contig_output", None, "`base`, which is the whole memory as a vector"),
]

_COMPILED = [(re.compile(test) if test else None, re.compile(message) if message else None, why) for test, message, why in REASONS]


def reason(test, message):
    """The reason for a failure, or None."""
    for name, error, why in _COMPILED:
        if (name is None or name.search(test)) and (error is None or error.search(message)):
            return why
    return None
