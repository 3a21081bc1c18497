internal import Apus
internal import ApusCore
internal import CPython

// Numbers in texts. What Python gives has been put in order by the package `apus`: these functions take plain values.

/// The text functions of `_apus`.
func textFunctions() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction(
                "_load_text",
                "source, is_path, dtype, delimiter, comments, quote, skip_rows, columns, max_rows, ndmin, unpack, converters, latin1, /",
                loadText), "Reads a table of numbers."
        ),
        (
            NativeFunction(
                "_incomplete_text",
                "source, is_path, dtype, splitting, comments, missing, fillings, loose, skip_header, skip_footer, columns, "
                    + "max_rows, skip_invalid, latin1, /", incompleteText), "Reads a table with gaps; gives the lines left out too."
        ),
        (
            NativeFunction("_save_text", "path, array, formats, delimiter, newline, header, footer, comments, latin1, /") { call in
                let path = try text(call.required(0)), array: NDArray = try faceValue(call.required(1))
                let formats = try texts(call.required(2))
                let layout = TextLayout(
                    delimiter: try text(call.required(3)), newline: try text(call.required(4)), header: try text(call.required(5)),
                    footer: try text(call.required(6)), comments: try text(call.required(7)),
                    encoding: try boolean(call.required(8), "latin1") ? .latin1 : .utf8)
                try unlocked(array.count >= 256) { try array.saveText(path, formats: formats, layout: layout) }
                return newNone()
            }, "Writes an array as text."
        ),
        (
            NativeFunction("_format_text", "array, formats, delimiter, newline, /") { call in
                let array: NDArray = try faceValue(call.required(0))
                let layout = TextLayout(delimiter: try text(call.required(2)), newline: try text(call.required(3)))
                return try newString(array.formattedText(formats: texts(call.required(1)), layout: layout))
            }, "The rows of an array as text."
        ),
        (
            NativeFunction("_separated", "array, separator, format, /") { call in
                let array: NDArray = try faceValue(call.required(0))
                return try newString(array.separated(by: text(call.required(1)), format: text(call.required(2))))
            }, "The elements of an array as text with separators."
        ),
        (
            NativeFunction("_from_string", "text, dtype, separator, count, /") { call in
                let bytes = try utf8(call.required(0), latin1: true)
                return try NDArray.fromText(
                    bytes, dtype(call.required(1)), text(call.required(2)), call[3].map { try integer($0, "count") }, "fromstring"
                ).newReference()
            }, "The numbers in a text."
        ),
    ]
}

/// The texts of a list or tuple.
private func texts(_ object: Reference) throws -> [String] {
    try items(object).map { item in
        defer { Py_DecRef(item) }
        return try text(item)
    }
}

/// The objects in a list or tuple, owned.
private func items(_ object: Reference) throws -> [Reference] {
    try (0..<PySequence_Size(object)).map { try checked(PySequence_GetItem(object, $0)) }
}

/// The bytes of a `str`, or of a `bytes` in an encoding, as UTF-8.
private func utf8(_ object: Reference, latin1: Bool) throws -> [UInt8] {
    var length = 0
    if isBytes(object) {
        let bytes = Array(UnsafeRawBufferPointer(start: PyBytes_AsString(object), count: PyBytes_Size(object)))
        return try TextSource.utf8(bytes, latin1 ? .latin1 : .utf8, "loadtxt")
    }
    guard let characters = PyUnicode_AsUTF8AndSize(object, &length) else { throw Raised() }
    return Array(UnsafeRawBufferPointer(start: characters, count: length))
}

/// The text that a function reads: in memory, or of a file.
private func source(_ call: Call, latin1: Bool, _ operation: String) throws -> [UInt8] {
    guard try boolean(call.required(1), "is_path") else { return try utf8(call.required(0), latin1: latin1) }
    let path = try text(call.required(0))
    return try unlocked(true) { try TextSource.file(path, latin1 ? .latin1 : .utf8, operation) }
}

private func character(_ object: Reference?) throws -> Character? {
    try object.map { object in
        let scalars = try text(object).unicodeScalars
        guard scalars.count == 1 else {
            throw PythonError.type("Text reading control character must be a single unicode character or None; but got: \(try describe(object))")
        }
        return Character(scalars.first!)
    }
}

private func loadText(_ call: Call) throws -> Reference {
    let latin1 = try boolean(call.required(12), "latin1")
    var request = TextRequest(
        operation: "loadtxt",
        format: TextFormat(
            delimiter: try character(call[3]), comments: try call[4].map { try texts($0) } ?? [], quote: try character(call[5]),
            encoding: latin1 ? .latin1 : .utf8),
        skipRows: try integer(call.required(6), "skiprows"), columns: try call[7].map { try integers($0, "usecols") },
        maxRows: try call[8].map { try integer($0, "max_rows") })
    let failure = ConverterFailure()
    if let converters = call[11] { request.converters = try textConverters(converters, failure) }
    try request.check()
    let type = try dtype(call.required(2)), rank = try integer(call.required(9), "ndmin")
    let unpack = try boolean(call.required(10), "unpack")
    let bytes = try source(call, latin1: latin1, request.operation)
    do {
        return try NDArray(
            value: unlocked(request.converters.isEmpty) { try request.read(bytes, type, minimumRank: rank, unpack: unpack) }
        ).newReference()
    } catch let error as ApusError {
        guard let reason = failure.reason, case .text(_, let line, let column, let message) = error else { throw error }
        throw ApusError.text(operation: request.operation, line: line, column: column, message: message + ": " + reason)
    }
}

/// What a converter raised.
private final class ConverterFailure {
    var reason: String?
}

/// Converters from a callable, or from pairs of columns and callables, which the caller keeps alive.
private func textConverters(_ object: Reference, _ failure: ConverterFailure) throws -> [Int?: TextRequest.Converter] {
    func converter(_ function: Reference) -> TextRequest.Converter {
        { field in
            do {
                let argument = try newString(field)
                defer { Py_DecRef(argument) }
                guard let result = try call(function, [argument]) else { throw Raised() }
                defer { Py_DecRef(result) }
                if let number = try number(result) { return number }
                failure.reason = "the converter gave \(typeName(result)), not a number"
            } catch {
                failure.reason = pendingException() ?? "\(error)"
            }
            return nil
        }
    }
    if PyCallable_Check(object) != 0 { return [nil: converter(object)] }
    var result: [Int?: TextRequest.Converter] = [:]
    for (column, function) in try columnsAndObjects(object) {
        result[column] = converter(function)
        Py_DecRef(function)
    }
    return result
}

/// The text of the exception that is set, which is cleared.
private func pendingException() -> String? {
    guard PyErr_Occurred() != nil else { return nil }
    var type: Reference?, value: Reference?, traceback: Reference?
    PyErr_Fetch(&type, &value, &traceback)
    defer { [type, value, traceback].forEach { Py_DecRef($0) } }
    guard let value, let text = try? describe(value) else {
        PyErr_Clear()
        return nil
    }
    return text
}

private func incompleteText(_ call: Call) throws -> Reference {
    var options = IncompleteTextOptions()
    if let splitting = call[3] {
        options.splitting = isString(splitting) ? .delimiter(try text(splitting)) : .widths(try integers(splitting, "delimiter"))
    }
    options.comments = try call[4].map { try text($0) }
    for (column, object) in try columnsAndObjects(call.required(5)) {
        options.missing.texts[column] = try texts(object)
        Py_DecRef(object)
    }
    for (column, object) in try columnsAndObjects(call.required(6)) {
        defer { Py_DecRef(object) }
        guard let filling = try number(object) else { throw PythonError.type("filling_values must be numbers, not \(typeName(object))") }
        options.missing.fillings[column] = filling
    }
    options.missing.includesAnyText = try boolean(call.required(7), "loose")
    options.skipHeader = try integer(call.required(8), "skip_header")
    options.skipFooter = try integer(call.required(9), "skip_footer")
    options.columns = try call[10].map { try integers($0, "usecols") }
    options.maxRows = try call[11].map { try integer($0, "max_rows") }
    options.skipsInvalidLines = try boolean(call.required(12), "skip_invalid")
    let bytes = try source(call, latin1: boolean(call.required(13), "latin1"), "genfromtxt")
    let type = try call[2].map { try dtype($0) }
    let (array, invalid) = try NDArray.readIncompleteText(bytes, type, options)
    let lines = try newTuple(invalid.map { try newTuple([$0.line, $0.fieldCount]) })
    return try newTuple([array.newReference(), lines])
}

/// Pairs of columns, or None, and objects, which are owned.
private func columnsAndObjects(_ pairs: Reference) throws -> [(Int?, Reference)] {
    try items(pairs).map { pair in
        defer { Py_DecRef(pair) }
        let parts = try items(pair)
        guard parts.count == 2 else { throw PythonError.type("pairs of columns and values are needed") }
        defer { Py_DecRef(parts[0]) }
        return (isNone(parts[0]) ? nil : try integer(parts[0], "column"), parts[1])
    }
}
