"""Why a test of NumPy's fails with `apus` in place of `numpy`: what Apus leaves out by decision.

Each entry is a pattern of test names, a pattern of error messages, and the reason; either pattern may be None. A pattern of
messages stands alone only if such a message names what is left out, as "S5 is not a dtype of Apus" does; all others are bound to
the tests in which the message was looked into, so that the same message elsewhere is unexplained. The decisions stand in the
limits of the Python guide.
"""

import re

OBJECT = "object dtype"
STRING = "string dtypes"
DATETIME = "datetime dtypes"
LONGDOUBLE = "longdouble"
STRUCTURED = "structured dtypes"
BYTES = "the other byte order"
SUBCLASS = "subclasses of ndarray with their hooks, masked arrays, matrices"
OVERRIDES = "NumPy's overrides (__array_function__)"
PRIVATE = "private helpers of NumPy's own source"
SCALARS = "scalar classes: a number is an array without axes"
EIGENVALUES = "eigenvalues of general matrices are complex, as in the array API standard"
SINGLE = "linear algebra of float32 is computed in float32"
FLOATING = "warnings of floating-point errors"
BROADCAST = "the deprecation of writing to results of broadcast_arrays"
LEGACY = "printing as older releases of NumPy did"
RANDOM = "numpy.random.RandomState and pickles of NumPy's own generators"

#: Messages that name what is left out.
NAMED = [
    (None, r"lacks '(\w+\.)*(c?longdouble|longcomplex|float96|float128|complex192|complex256)'", LONGDOUBLE),
    (None, r"^TypeError: ([<>=|]?[gG]|c?longdouble|<missing c?longdouble>) is not a dtype", LONGDOUBLE),
    (None, r"lacks '(\w+\.)*(object_|frompyfunc|dtypes\.ObjectDType)'", OBJECT),
    (None, r"^TypeError: ([|]?O|object|<missing object_>|<class 'object'>) is not a dtype", OBJECT),
    (None, r"Invalid otype specified: \[<class 'object'>\]", OBJECT),
    (None, r"lacks '(\w+\.)*(datetime64|timedelta64|busdaycalendar)'", DATETIME),
    (None, r"^TypeError: [<=|]?((datetime64|timedelta64)(\[\w+\])?|[mM]8?(\[\w+\])?) is not a dtype", DATETIME),
    (None, r"^TypeError: <missing (timedelta64|datetime64)> is not a dtype", DATETIME),
    (None, r"lacks '(\w+\.)*(str_|bytes_|character|dtypes\.StringDType|strings|char)(\.\w+)*'", STRING),
    (None, r"^TypeError: ([<=|]?[SUaT]\d*|<class '(str|bytes)'>|<missing (str|bytes)_>) is not a dtype", STRING),
    (None, r"column \d+ holds text, for which there is no dtype", STRING),
    (None, r"lacks '(\w+\.)*(rec|recarray|record|void|fromregex|recfromcsv|recfromtxt)(\.\w+)*'", STRUCTURED),
    (None, r"^TypeError: (\[\(.*\)\]|\{'names':.*\}|\(<class '\w+'>(, <class '\w+'>)+\)|\w\d?(, ?\w\d?)+) is not a dtype", STRUCTURED),
    (None, r"would need (a )?structured dtypes?", STRUCTURED),
    (None, r"lacks '(\w+\.)*(ma|matrix|asmatrix|mat|bmat|matlib|memmap)(\.\w+)*'", SUBCLASS),
    (None, r"^TypeError: <class '[\w.]+\.<locals>\.\w+'> is not a dtype", SUBCLASS),
    (None, r"^TypeError: >\w\d+ is not a dtype|Apus has the machine's byte order only", BYTES),
    (None, r"Apus has no legacy printing", LEGACY),
]

#: Helpers that NumPy's tests take from its source.
HELPERS = (
    "_as_pairs", "_block_dispatcher", "_block_setup", "_broadcast_shape", "_cseries_to_zseries", "_div", "_lerp",
    "_load_from_filelike", "_multi_dot_matrix_chain_order", "_nan_mask", "_parse_gufunc_signature", "_pow", "_replace_nan",
    "_vander_nd", "_zseries_to_cseries", "lapack_lite.dgeqrf",
)
NAMED += [(None, rf"apus lacks '[\w.]+\.({'|'.join(map(re.escape, HELPERS))})'", PRIVATE)]

#: Tests whose messages do not say it.
BOUND = [
    # Objects: Decimal, Fraction, None, sets and others as elements.
    (r"TestTrimZeros::test_(no_trim|multiple_axes)", r"array cannot be made of NoneType objects", OBJECT),
    (r"TestTrimZeros::test_overflow", r"^OverflowError: the integer does not fit in 64 bits", OBJECT),
    (r"TestSetOps::test_isin_(first_array_is|second_array_is|both_arrays_are)_object", r"made of NoneType objects", OBJECT),
    (r"test_stride_tricks.py::test_as_strided", r"made of NoneType objects", OBJECT),
    (r"test_arraypad.py::test_object_input", r"array cannot be made of None", OBJECT),
    (r"TestPadWidth::test_bad_type", r"Actual message: \"<class 'object'> is not a dtype of Apus\"", OBJECT),
    (r"TestPadWidth::test_bad_type", r"Actual message: 'an array cannot be made of (None|object objects)'", OBJECT),
    (r"TestApplyAlongAxis::test_with_iterable_object", r"made of set objects", OBJECT),
    (r"TestVectorize::test_UnboundMethod_ticket_1156", r"made of Foo objects", OBJECT),
    (r"TestEinsum::test_object_loop", r"made of Mult objects", OBJECT),
    (r"TestAverage::test_(average_class_without_dtype|object_no_weights)", r"Fraction\(|Decimal\(", OBJECT),
    (r"Test(Percentile|Quantile)::test_(fraction|(percentile|quantile)_gh_29003_Fraction)", r"Fraction", OBJECT),
    (r"TestHistogram::test_exotic_weights", r"decimal\.Decimal", OBJECT),
    (r"test_polynomial.py::TestPolynomial::test_objects", r"^AssertionError", OBJECT),
    (r"TestLatexRepr::test_numeric_object_coefficients", r"DESIRED: '\$x \\\\mapsto 1/2", OBJECT),
    (r"TestSaveTxt::test_large_zip", r"ForkProcess", OBJECT),
    # Strings.
    (r"TestExtins::test_place|TestVectorize::test_string_ticket_1892|test_function_base.py::TestUnique::test_simple",
     r"array cannot be made of str", STRING),
    (r"TestSetOps::test_(isin|setdiff1d)_char_array|TestUnique::test_unique_(byte|unicode)_string_hash_based", r"made of str", STRING),
    (r"TestConcatenate::test_(concatenate_axis_None|dtype_with_promotion)", r"made of str", STRING),
    (r"test_polyutils.py::TestMisc::test_as_series|test_loadtxt.py::test_maxrows_no_blank_lines", r"made of str", STRING),
    (r"TestSavezLoad::test_(not_closing_opened_fid|closing_fid|closing_zipfile_after_load)", r"made of str", STRING),
    (r"TestPathUsage::test_savez(_compressed)?_load|TestFromTxt::test_unpack_auto_dtype", r"made of str", STRING),
    (r"test_stride_tricks.py::test_reference_types", r"made of str", STRING),
    (r"TestPadWidth::test_bad_type", r"Actual message: 'an array cannot be made of str'", STRING),
    (r"TestFromTxt::test_(utf8_)?userconverters_with_explicit_dtype", r"could not convert string", STRING),
    # Columns of text with NumPy's ConverterError.
    (r"TestFromTxt::test_invalid_converter", r"arg 1 must be an exception type", STRING),
    # Structures, by names=True and dtypes of subarrays.
    (r"TestFromTxt::test_invalid_raise(_with_usecols)?$", r"DID NOT WARN", STRUCTURED),
    (r"TestFromTxt::test_dtype_with_converters", r"could not convert string", STRUCTURED),
    (r"Test(Save|Savez)Load::test_format_2_0", r"^TypeError: \[\('0+', <class 'float'>\), ", STRUCTURED),
    (r"test_loadtxt.py::test_empty_usecols", r"^TypeError: \[\] is not a dtype", STRUCTURED),
    (r"test_loadtxt.py::test_read_from_bad_generator", r"Actual message: 'i, i is not a dtype of Apus'", STRUCTURED),
    (r"TestLoadTxt::test_bad_usecols", r"Actual message: 'i,2i is not a dtype of Apus'", STRUCTURED),
    (r"TestConcatenate::test_subarray_error", r"Actual message: '\(2,\)i is not a dtype of Apus'", STRUCTURED),
    # Subclasses and hooks.
    (r"TestL(og|in)space::test_subclass|TestGeomspace::test_subclass", r"PhysicalQuantity\d?'> is not a dtype", SUBCLASS),
    (r"test_stride_tricks.py::test_subclasses", r"VerySimpleSubClass'> is not a dtype", SUBCLASS),
    (r"Test_I0::test_non_array", r"isinstance\(array\(.*array_like", SUBCLASS),
    (r"TestIscomplexobj::test_pandas_duck", r"PdComplex is not a dtype", SUBCLASS),
    (r"TestUnique::test_unique_subclass|TestKron::test_return_type", r"^AssertionError", SUBCLASS),
    (r"test_poly(val|grid)2d_array_function_hook", r"ArrayFunctionInterceptor", OVERRIDES),
    (r"TestHistogram2d::test_dispatch", r"ShouldDispatch", OVERRIDES),
    # What tests of NumPy's own modules look at.
    (r"TestAdd_newdoc::test_(add_doc|errors_are_ignored)", r"'flatiter' has no attribute 'index'", PRIVATE),
    (r"TestSignatureMatch::test_exhaustiveness", r"__all__", PRIVATE),
    (r"CReaderUnitTests::test_not_an_filelike", r"_load_from_filelike", PRIVATE),
    # Numbers that are arrays.
    (r"test_type_check.py::Test(Real|Imag)::test_(real|cmplx)", r"^AssertionError:?$", SCALARS),
    (r"TestNanToNum::test_(integer|float|complex_good|complex_bad2?)$", r"ACTUAL: <class 'apus\.Array'>", SCALARS),
    (r"TestDet::test_zero|TestQuantile::test_correct_quantile_value", r"ACTUAL: <class 'apus\.Array'>", SCALARS),
    (r"TestLoadTxt::test_from_float_hex", r"descriptor 'hex' for 'float' objects", SCALARS),
    (r"arrayprint.*test_scalar_repr", None, SCALARS),
    # Other decisions.
    (r"TestEig(vals)?::test_types", r"ACTUAL: dtype\('complex(64|128)'\) DESIRED: dtype\('float(32|64)'\)", EIGENVALUES),
    (r"TestEighCases::test_generalized_herm_cases", r"hcsingle_tile3.*almost equal to 6 decimals", SINGLE),
    (r"TestLstsq::test_(non)?sq_cases", r"LinalgCase: csingle(_nsq_2)?>.*almost equal to 6 decimals", SINGLE),
    (r"test_function_base.py::TestMedian::test_empty", r"ACTUAL: 1 DESIRED: 2", FLOATING),
    (r"test_stride_tricks.py::test_writeable$", r"DID NOT WARN.*FutureWarning", BROADCAST),
    (r"random/.*::test_(ctypes|cffi|benchmark)$", None, PRIVATE),
    (r"random/.*test_(legacy_pickle|generator_ctor_old_style_pickle)", None, RANDOM),
    (r"random/.*test_(gauss_inv|coercion_RandomState_Generator|vonmises_large_kappa)", None, RANDOM),
]

_COMPILED = [(re.compile(test) if test else None, re.compile(message) if message else None, why)
             for test, message, why in NAMED + BOUND]


def reason(test, message):
    """The reason for a failure, or None."""
    message = " ".join(message.split())
    for name, error, why in _COMPILED:
        if (name is None or name.search(test)) and (error is None or error.search(message)):
            return why
    return None
