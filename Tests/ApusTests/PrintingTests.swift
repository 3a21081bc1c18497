import Foundation
import Testing

@testable import Apus
@testable import ApusCore

/// Printed arrays and tensors against the text that NumPy and PyTorch print, for elements in any layout.
@Suite struct PrintingTests {
    @Test func goldens() throws {
        let cases = try PrintingCase.read(Goldens.lines("printing.txt"))
        #expect(cases.count > 200)
        for golden in cases { try golden.check() }
    }

    /// Any number of random cases: see Tests/Oracle/make_printing_goldens.py.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["APUS_PRINTING_CASES"] != nil))
    func manyCases() throws {
        let path = try #require(ProcessInfo.processInfo.environment["APUS_PRINTING_CASES"])
        for golden in try PrintingCase.read(Goldens.lines(at: path)) { try golden.check() }
    }

    @Test func bfloat16PrintsAsFloat16Does() throws {
        let values: [Float] = [1, 2.5, -0.1, 99, 1 / 3]
        let array = NDArray(value: try PrintingCase.strided(values.map { BFloat16($0).bitPattern }, [5], .bfloat16))
        #expect(array.description == "[ 1.     2.5   -0.1   99.     0.334]")
        #expect(array.debugDescription.hasSuffix("0.334], dtype=bfloat16)"))
    }

    @Test func summaryReadsOnlyWhatItShows() throws {
        // A terabyte of address space that no one can read, but for the first element.
        let one = try PrintingCase.strided([Float(1)], [], .float32)
        let layout = Layout(shape: [1 << 20, 1 << 20], strides: [0, 0])
        #expect(NDArray(value: one.view(layout)).description.split(separator: "\n").count == 7)
        #expect(Tensor(value: one.view(layout)).description.split(separator: "\n").count == 7)
    }

    @Test func tensorsTellOfTheirGradients() {
        let x = Tensor(2.0).requiringGrad()
        #expect(x.description == "tensor(2., requires_grad=True)")
        #expect((x * x).description == "tensor(4., grad_fn=<MulBackward0>)")
        #expect((x * x).detach().debugDescription == "tensor(4.)")
    }

    @Test(arguments: [Int.min, -1, 0, Int.max]) func absurdOptionsDoNotCrash(_ number: Int) throws {
        let array = try PrintingCase.strided((0..<12).map { 1.0 / Double($0 + 1) }, [3, 4], .float64)
        var options = PrintOptions()
        (options.precision, options.threshold, options.edgeItems, options.lineWidth) = (number, 5, number, number)
        options.floatMode = .fixed
        #expect(NDArray(value: array).debugDescription(options).hasPrefix("array(["))
        var tensorOptions = TensorPrintOptions()
        (tensorOptions.precision, tensorOptions.edgeItems, tensorOptions.lineWidth) = (number, number, number)
        #expect(Tensor(value: array).description(tensorOptions).hasPrefix("tensor(["))
    }

    @Test func formattersOfOnesOwn() {
        let x = NDArray([1.5, -2, 3.25])
        var options = PrintOptions()
        options.formatter = { element, dtype in dtype == .float64 ? "<\(element.doubleValue)>" : nil }
        #expect(x.text(options, separator: " | ", prefix: "x = ") == "[<1.5> | <-2.0> | <3.25>]")
        #expect(NDArray([1, 20]).text(options) == "[ 1 20]")
        options.formatter = { element, _ in element.doubleValue < 0 ? "a\nb" : "c" }
        #expect(x.text(options) == "[c a\n   b c]")
        options.overridingRepresentation = { "array of \($0.count)" }
        #expect(x.debugDescription(options) == "array of 3")
    }

    @Test func roomIsLeftForASuffix() {
        let x = NDArray([100, 200, 300])
        var options = PrintOptions()
        options.lineWidth = 17
        #expect(x.text(options, separator: ", ") == "[100, 200, 300]")
        #expect(x.text(options, separator: ", ", suffix: "####") == "[100, 200,\n 300]")
    }

    /// Texts of NumPy 2.4.
    @Test func numbersAsText() {
        var formatting = FloatFormatting()
        (formatting.precision, formatting.isUnique, formatting.padLeft) = (3, false, 4)
        #expect(formatting.positional(2.5, dtype: .float32) == "   2.500")
        formatting = FloatFormatting()
        (formatting.precision, formatting.exponentDigits) = (2, 3)
        #expect(formatting.scientific(1234.5) == "1.23e+003")
        formatting = FloatFormatting()
        (formatting.trim, formatting.padRight) = (.zerosAndPoint, 2)
        #expect(formatting.positional(16) == "16   ")
        formatting = FloatFormatting()
        (formatting.precision, formatting.countsAllDigits, formatting.isUnique) = (3, true, false)
        #expect(formatting.positional(12345.678) == "12300.")
        #expect(formatting.positional(-.infinity) == "-inf" && formatting.scientific(.nan) == "nan")
    }

    @Test func currentOptionsApply() throws {
        var options = PrintOptions()
        options.precision = 2
        let array = NDArray(value: try PrintingCase.strided([1.0 / 3, 2.0 / 3], [2], .float64))
        #expect(array.description(options) == "[0.33 0.67]")
        #expect(array.debugDescription(options) == "array([0.33, 0.67])")
        #expect(array.description == "[0.33333333 0.66666667]")
        #expect("\(array)" == array.description)
        #expect(String(reflecting: array) == array.debugDescription)
    }
}

/// One case of a file that Tests/Oracle/make_printing_goldens.py wrote.
private struct PrintingCase {
    let header: String
    let style: String
    let dtype: DType
    let shape: Dims
    let data: String
    let expected: String
    var options = PrintOptions()
    var tensorOptions = TensorPrintOptions()
    var annotations = TensorPrinter.Annotations()
    var isMeta = false

    static func read(_ lines: [String]) throws -> [PrintingCase] {
        var cases: [PrintingCase] = []
        var line = 0
        while line < lines.count, lines[line].hasPrefix("case ") {
            let length = try #require(Int(lines[line + 2]))
            let text = lines[(line + 3)..<(line + 3 + length)].joined(separator: "\n")
            cases.append(try PrintingCase(lines[line], data: lines[line + 1], expected: text))
            line += 3 + length
        }
        return cases
    }

    private init(_ header: String, data: String, expected: String) throws {
        (self.header, self.data, self.expected) = (header, data, expected)
        let fields = header.split(separator: " ").map(String.init)
        style = fields[1]
        dtype = try #require(DType(name: fields[2]))
        shape = Dims(fields[3] == "-" ? [] : fields[3].split(separator: "x").compactMap { Int($0) })
        for field in fields.dropFirst(4) {
            let pair = field.split(separator: "=", maxSplits: 1).map(String.init)
            try set(pair[0], pair[1])
        }
    }

    private mutating func set(_ name: String, _ value: String) throws {
        let modes: [String: PrintOptions.FloatMode] = [
            "fixed": .fixed, "unique": .unique, "maxprec": .maximumPrecision, "maxprec_equal": .maximumPrecisionEqual,
        ]
        let number = Int(value) ?? 0
        switch name {
        case "precision": (options.precision, tensorOptions.precision) = (number, number)
        case "threshold": (options.threshold, tensorOptions.threshold) = (number, number)
        case "edgeitems": (options.edgeItems, tensorOptions.edgeItems) = (number, number)
        case "linewidth": (options.lineWidth, tensorOptions.lineWidth) = (number, number)
        case "suppress": options.suppress = true
        case "nanstr": options.nanString = value
        case "infstr": options.infString = value
        case "sign": options.sign = value == "+" ? .always : .space
        case "floatmode": options.floatMode = try #require(modes[value])
        case "sci_mode": tensorOptions.scientific = value == "True"
        case "requires_grad": annotations.requiresGrad = true
        case "grad_fn": annotations.gradientFunction = value
        case "device": isMeta = true
        default: Issue.record("unknown option \(name)")
        }
    }

    func check() throws {
        for array in try layouts() {
            let text =
                switch style {
                case "str": NDArray(value: array).description(options)
                case "repr": NDArray(value: array).debugDescription(options)
                default: TensorPrinter.representation(array, annotations, tensorOptions)
                }
            if text != expected { Issue.record("\(header)\n\(text)\ninstead of\n\(expected)") }
            if style == "tensor" && annotations.gradientFunction == nil && !annotations.requiresGrad {
                #expect(Tensor(value: array).description(tensorOptions) == expected)
            }
        }
    }

    /// The same elements contiguous, with axes in the opposite order of memory, and with negative strides.
    private func layouts() throws -> [Strided] {
        if isMeta { return [try Strided.empty(shape, dtype, on: .meta)] }
        let array = try contiguous()
        guard !data.hasPrefix("@"), array.count > 1 else { return [array] }
        let transposed = Layout(contiguous: Dims(Array(shape).reversed()))
            .permuted(Dims((0..<shape.count).reversed()))
        let backwards = Layout(
            shape: shape, strides: Dims(array.layout.strides.map { -$0 }), offset: array.count - 1)
        return [array, try Self.copy(array, transposed), try Self.copy(array, backwards)]
    }

    /// The elements of a contiguous array in new memory of another layout.
    private static func copy(_ array: Strided, _ layout: Layout) throws -> Strided {
        let copy = Strided(
            storage: try Storage.allocate(byteCount: array.count * array.dtype.size), layout: layout, dtype: array.dtype
        )
        let size = array.dtype.size
        for index in 0..<array.count {
            var (rest, offset) = (index, 0)
            for axis in (0..<array.rank).reversed() {
                offset += rest % array.shape[axis] * layout.strides[axis]
                rest /= array.shape[axis]
            }
            (copy.pointer + offset * size).copyMemory(from: array.pointer + index * size, byteCount: size)
        }
        return copy
    }

    private func contiguous() throws -> Strided {
        if data == "@ones" {
            let one =
                dtype == .float64
                ? try Self.strided([1.0], [], dtype) : try Self.strided([Float(1)], [], dtype)
            return one.view(Layout(shape: shape, strides: Dims(repeating: 0, count: shape.count)))
        }
        let array = try Strided.empty(shape, dtype)
        if data == "@arange" {
            for index in 0..<array.count {
                Scalar.int(Int64(index)).store(to: array.pointer + index * dtype.size, as: dtype)
            }
            return array
        }
        let digits = Array(data.utf8)
        for index in 0..<(digits.count / 2) {
            let byte = try #require(
                UInt8(String(decoding: digits[(2 * index)..<(2 * index + 2)], as: UTF8.self), radix: 16))
            array.pointer.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
        }
        return array
    }

    static func strided<Element: BitwiseCopyable>(_ elements: [Element], _ shape: Dims, _ dtype: DType) throws
        -> Strided
    {
        let array = try Strided.empty(shape, dtype)
        for (index, element) in elements.enumerated() {
            array.pointer.storeBytes(of: element, toByteOffset: index * dtype.size, as: Element.self)
        }
        return array
    }
}
