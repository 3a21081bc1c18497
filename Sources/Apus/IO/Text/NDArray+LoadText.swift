public import ApusCore

extension NDArray {
    /// Reads a table of numbers from a text file, a row a line. `numpy.loadtxt`.
    ///
    /// Doubles are rounded correctly, float32 and float16 by way of doubles; integers must be written as such and fit the
    /// dtype; for bool they mean whether they are not 0; complex numbers are written `1+2j`, bare or in parentheses. Empty
    /// lines and comments count for nothing. A file whose name ends in `.gz` is unpacked.
    ///
    /// - Parameters:
    ///   - format: The delimiter (white space by default), comments, the quote character and the encoding.
    ///   - skipRows: How many lines to leave out at the start, whatever is in them.
    ///   - columns: Which columns to read, in this order, counted from the end where negative; nil for all.
    ///   - maxRows: How many rows to read at most; nil for all.
    ///   - minimumRank: Axes of size 1 are left out as long as there are more axes than this: 0, 1 or 2.
    ///   - unpack: Give the transposed array: a row for each column.
    ///   - converters: By column, what turns a field into a number, or refuses it with nil.
    /// - Returns: An array of rows and columns, with fewer axes where they have size 1.
    /// - Throws: `ApusError.text`, with line and column, for a field that is no number of the dtype and for rows of different
    ///   length; `ApusError.file` for a file that cannot be read.
    public static func loadText(
        _ path: String, dtype: DType = .float64, format: TextFormat = TextFormat(), skipRows: Int = 0, columns: [Int]? = nil,
        maxRows: Int? = nil, minimumRank: Int = 0, unpack: Bool = false, converters: [Int: (String) -> Scalar?] = [:]
    ) throws(ApusError) -> NDArray {
        let request = TextRequest(
            format: format, skipRows: skipRows, columns: columns, maxRows: maxRows,
            converters: Dictionary(uniqueKeysWithValues: converters.map { (Optional($0.key), $0.value) }))
        try request.check()
        let bytes = try TextSource.file(path, format.encoding, request.operation)
        return NDArray(value: try request.read(bytes, dtype, minimumRank: minimumRank, unpack: unpack))
    }

    /// Reads a table of numbers from a text in memory, as `loadText` does from a file. `numpy.loadtxt`.
    public static func parseText(
        _ text: String, dtype: DType = .float64, format: TextFormat = TextFormat(), skipRows: Int = 0, columns: [Int]? = nil,
        maxRows: Int? = nil, minimumRank: Int = 0, unpack: Bool = false, converters: [Int: (String) -> Scalar?] = [:]
    ) throws(ApusError) -> NDArray {
        let request = TextRequest(
            operation: "parseText", format: format, skipRows: skipRows, columns: columns, maxRows: maxRows,
            converters: Dictionary(uniqueKeysWithValues: converters.map { (Optional($0.key), $0.value) }))
        return NDArray(value: try request.read(Array(text.utf8), dtype, minimumRank: minimumRank, unpack: unpack))
    }
}
