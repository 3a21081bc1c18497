// Writing arrays as comma-separated values.

public import Apus

/// How arrays become comma-separated values.
///
/// One line for each row, ended by a line feed; a field with a separator, quote or line break in it is quoted as RFC
/// 4180 says. Floats are written with the fewest digits that read back as the same number, booleans as `True` and
/// `False`, complex numbers as `(1+2j)`: what Python's readers expect.
public enum CSV {
    /// Writes an array of one axis (one column) or two (rows and columns). `numpy.savetxt`.
    ///
    /// - Parameter header: The names of the columns, as many as there are; none writes no header line.
    /// - Throws: `ApusError.shape` for another number of axes or a header of another length; `ApusError.file` when
    ///   writing fails, which leaves what was there before.
    public static func write(_ array: NDArray, to path: String, header: [String]? = nil) throws(ApusError) {
        guard array.rank == 1 || array.rank == 2 else {
            throw .shape(operation: "CSV.write", message: "an array of 1 or 2 axes is needed, not of shape \(array.shape)")
        }
        let width = array.rank == 1 ? 1 : array.shape[1]
        let step = array.rank == 1 ? 0 : array.strides[1]
        let columns = (0..<width).map { Column(array, offset: $0 * step) }
        try write(columns, rows: array.shape[0], to: path, header: header)
    }

    /// Writes one-dimensional arrays of one length as columns under their names; each keeps its dtype.
    /// `pandas.DataFrame(…).to_csv(index=False)`.
    ///
    /// - Throws: `ApusError.shape` for arrays of other shapes; `ApusError.file` when writing fails.
    public static func write(_ columns: NamedArrays<NDArray>, to path: String) throws(ApusError) {
        let rows = columns.first?.array.count ?? 0
        for (name, array) in columns where array.rank != 1 || array.count != rows {
            throw .shape(
                operation: "CSV.write", message: "column '\(name)' has shape \(array.shape), not (\(rows),) as the first")
        }
        try write(columns.map { Column($0.array, offset: 0) }, rows: rows, to: path, header: columns.names)
    }

    private static func write(
        _ columns: [Column], rows: Int, to path: String, header: [String]?
    ) throws(ApusError) {
        if let header, header.count != columns.count {
            throw .shape(
                operation: "CSV.write", message: "\(header.count) names in the header for \(columns.count) columns")
        }
        let file = try OutputFile(path)
        var text: [UInt8] = []
        if let header { appendLine(header.map(quoted), to: &text) }
        for row in 0..<rows {
            appendLine(columns.map { $0.text(at: row) }, to: &text)
            if text.count > 1 << 20 {
                try file.write(text)
                text.removeAll(keepingCapacity: true)
            }
        }
        try file.write(text)
        try file.commit()
    }

    private static func appendLine(_ fields: [String], to text: inout [UInt8]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text += field.utf8
        }
        text.append(UInt8(ascii: "\n"))
    }

    private static func quoted(_ field: String) -> String {
        let special: [UInt8] = Array(",\"\r\n".utf8)
        guard field.utf8.contains(where: special.contains) else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

/// The elements of one column of an array.
private struct Column {
    let array: NDArray
    let start: UnsafeRawPointer
    let stride: Int

    init(_ array: NDArray, offset: Int) {
        self.array = array
        start = UnsafeRawPointer(array.value.pointer) + offset * array.dtype.size
        stride = array.strides[0] * array.dtype.size
    }

    func text(at row: Int) -> String {
        let element = start + row * stride
        switch array.dtype {
        case .bool: return element.load(as: Bool.self) ? "True" : "False"
        case .float16: return element.load(as: Float16.self).description
        case .bfloat16: return element.load(as: BFloat16.self).description
        case .float32: return element.load(as: Float.self).description
        case .complex64: return text(element.load(as: Complex<Float>.self))
        case .complex128: return text(element.load(as: Complex<Double>.self))
        default: return text(Scalar(loading: element, as: array.dtype))
        }
    }

    private func text(_ number: Scalar) -> String {
        switch number {
        case .int(let value): value.description
        case .uint(let value): value.description
        default: number.doubleValue.description
        }
    }

    private func text<Real>(_ z: Complex<Real>) -> String {
        let sign = z.imaginary.sign == .minus && !z.imaginary.isNaN ? "" : "+"
        return "(\(z.real)\(sign)\(z.imaginary)j)"
    }
}
