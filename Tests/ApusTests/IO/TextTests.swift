import Testing

@testable import Apus

/// Tables of numbers in texts.
@Suite struct TextTests {
    @Test func doublesAreTheNearest() throws {
        for line in try Goldens.lines("numbers.txt") where !line.isEmpty {
            let parts = line.split(separator: " ")
            let value = try NDArray.parseText(String(parts[0])).item(as: Double.self)
            #expect(value.bitPattern == UInt64(parts[1], radix: 16), "\(parts[0]) as \(value)")
        }
    }

    @Test func rowsAndColumns() throws {
        let text = "# a table\n1 2\t3\r\n\n  4 5 6  # the last\n"
        let x = try NDArray.parseText(text, dtype: .int32)
        #expect(x.dtype == .int32 && x.shape == [2, 3] && Array<Int32>(x) == [1, 2, 3, 4, 5, 6])
        #expect(try NDArray.parseText(text, columns: [-1, 0]).elements(as: Double.self) == [3, 1, 6, 4])
        #expect(try NDArray.parseText(text, skipRows: 2).shape == [3])
        #expect(try NDArray.parseText(text, maxRows: 1, minimumRank: 2).shape == [1, 3])
        #expect(try NDArray.parseText(text, unpack: true).shape == [3, 2])
        #expect(try NDArray.parseText("7").shape == [] && NDArray.parseText("7", minimumRank: 1).shape == [1])
        #expect(try NDArray.parseText("").shape == [0] && NDArray.parseText("\n#\n", minimumRank: 2).shape == [0, 1])
    }

    @Test func delimitersQuotesAndComments() throws {
        let commas = TextFormat(delimiter: ",")
        #expect(try NDArray.parseText(" 1 ,2.5, inf\n-3,nan,.5", format: commas).elements(as: Double.self)[5] == 0.5)
        let quoted = TextFormat(delimiter: ",", quote: "\"")
        #expect(try NDArray.parseText("\"1\n\",\"2\"\n3,4", format: quoted).elements(as: Double.self) == [1, 2, 3, 4])
        let marked = TextFormat(delimiter: ",", comments: ["//", "%"])
        #expect(try NDArray.parseText("1,2// x\n% y\n3,4%", format: marked).elements(as: Double.self) == [1, 2, 3, 4])
        let arrow = TextFormat(delimiter: "→")
        #expect(try NDArray.parseText("1→2\n3→4", format: arrow).elements(as: Double.self) == [1, 2, 3, 4])
        #expect(try NDArray.parseText("1\u{2003}2\u{a0}3").elements(as: Double.self) == [1, 2, 3])
    }

    @Test func everyDType() throws {
        #expect(try NDArray.parseText("1 0 10 -1", dtype: .bool).elements(as: Bool.self) == [true, false, true, true])
        #expect(try NDArray.parseText("18446744073709551615", dtype: .uint64).item(as: UInt64.self) == .max)
        #expect(try NDArray.parseText("-9223372036854775808", dtype: .int64).item(as: Int64.self) == .min)
        #expect(try NDArray.parseText("+127 -128", dtype: .int8).elements(as: Int8.self) == [127, -128])
        #expect(try NDArray.parseText("0.1 1e39", dtype: .float32).elements(as: Float.self) == [0.1, .infinity])
        #expect(try NDArray.parseText("0.1 65504", dtype: .float16).elements(as: Float16.self) == [0.1, 65504])
        let z = try NDArray.parseText("(1.0-2.5j),3.75,(7+-5.0j),( 9j )", dtype: .complex128, format: TextFormat(delimiter: ","))
        #expect(z.elements(as: Complex<Double>.self) == [Complex(1, -2.5), Complex(3.75), Complex(7, -5), Complex(0, 9)])
    }

    @Test func errorsNameThePlace() {
        func place(_ text: String, _ dtype: DType = .float64, columns: [Int]? = nil) -> [Int]? {
            let error = errorThrown { () throws(ApusError) in
                _ = try NDArray.parseText(text, dtype: dtype, format: TextFormat(delimiter: ","), columns: columns)
            }
            guard case .text(_, let line, let column, _) = error else { return nil }
            return [line, column]
        }
        #expect(place("1,2\n# x\n3,XXX\n") == [3, 2])
        #expect(place("1,2\n1,2,3") == [2, 3])
        #expect(place("1,2,3\n1,2") == [2, 3])
        #expect(place("1,2\n3,") == [2, 2])
        #expect(place("1.0", .int64) == [1, 1])
        #expect(place("-1", .uint8) == [1, 1])
        #expect(place("256", .uint8) == [1, 1])
        #expect(place("99999999999999999999", .int64) == [1, 1])
        #expect(place("1_0") == [1, 1])
        #expect(place("0x10") == [1, 1])
        #expect(place("1\02") == [1, 1])
        for bad in ["1 +2j", "1+ 2j", "1+2 j", "1+-+3", "(1j", "(1", "(1+2j", "1+2j)"] {
            #expect(place(bad, .complex128) == [1, 1], "\(bad)")
        }
        #expect(place("1,2\n3", columns: [-2]) == [2, -2])
        let message = errorThrown { () throws(ApusError) in _ = try NDArray.parseText("1 2\n3 x") }?.description
        #expect(message == "parseText: could not convert string 'x' to float64 at row 1, column 2 (line 2, column 2)")
    }

    @Test func clashingCharactersAreRefused() {
        let formats = [
            TextFormat(delimiter: ",", comments: [","]), TextFormat(delimiter: "\n"), TextFormat(quote: " "), TextFormat(comments: [""]),
            TextFormat(comments: ["#", "%"], quote: "\""), TextFormat(delimiter: "#"), TextFormat(delimiter: "%", comments: ["#", "%"]),
        ]
        for format in formats {
            #expect(errorThrown { () throws(ApusError) in _ = try NDArray.parseText("1", format: format) } != nil)
        }
    }

    @Test func converters() throws {
        let x = try NDArray.parseText(
            "1,a\n2,bb", format: TextFormat(delimiter: ","), converters: [-1: { .int(Int64($0.count)) }])
        #expect(x.elements(as: Double.self) == [1, 1, 2, 2])
        #expect(errorThrown { () throws(ApusError) in _ = try NDArray.parseText("1", converters: [0: { _ in nil }]) } != nil)
        #expect(errorThrown { () throws(ApusError) in _ = try NDArray.parseText("1", converters: [3: { _ in 1 }]) } != nil)
    }

    @Test func filesPackedAndInLatin1() throws {
        let directory = TemporaryDirectory()
        let x = NDArray([[0.1, -2.5e-300, 3], [.infinity, .nan, 6]])
        for name in ["x.txt", "x.txt.gz"] {
            try x.saveText(directory.file(name), layout: TextLayout(delimiter: ", ", header: "one\ntwo", footer: "end"))
            let back = try NDArray.loadText(directory.file(name), format: TextFormat(delimiter: ","))
            #expect(elementBytes(back) == elementBytes(x))
        }
        #expect(try contents(directory.file("x.txt.gz")).prefix(2) == [0x1F, 0x8B])
        directory.write([0x31, 0xA0, 0x32, 0x0A], to: "latin1.txt")
        #expect(try NDArray.loadText(directory.file("latin1.txt"), format: TextFormat(encoding: .latin1)).shape == [2])
        #expect(errorThrown { () throws(ApusError) in _ = try NDArray.loadText(directory.file("latin1.txt")) } != nil)
        #expect(errorThrown { () throws(ApusError) in _ = try NDArray.loadText(directory.file("none.txt")) } != nil)
    }

    @Test func writing() throws {
        let x = NDArray([[1.5, -2], [1e10, 0.1]])
        #expect(try x.formattedText() == "1.500000000000000000e+00 -2.000000000000000000e+00\n1.000000000000000000e+10 1.000000000000000056e-01\n")
        #expect(try x.formattedText(formats: ["%d", "%8.3f"]) == "1   -2.000\n10000000000    0.100\n")
        #expect(try x.formattedText(formats: ["<%s|%g>"], layout: TextLayout(newline: ";")) == "<1.5|-2>;<10000000000.0|0.1>;")
        #expect(try NDArray([255, -255]).formattedText(formats: ["%#x %%"]) == "0xff %\n-0xff %\n")
        #expect(try NDArray([Complex(1.0, -2)]).formattedText(formats: ["%.1f"]) == " (1.0-2.0j)\n")
        #expect(try NDArray([true]).formattedText(formats: ["%s"]) == "True\n")
        for formats in [["%q"], ["%d", "%d", "%d"], ["%"], ["%99999d"], ["none"], ["%x"]] {
            #expect(errorThrown { () throws(ApusError) in _ = try x.formattedText(formats: formats) } != nil, "\(formats)")
        }
        #expect(errorThrown { () throws(ApusError) in _ = try NDArray([Double.nan]).formattedText(formats: ["%d"]) } != nil)
        #expect(errorThrown { () throws(ApusError) in _ = try NDArray.zeros([2, 2, 2]).formattedText() } != nil)
    }

    @Test func gaps() throws {
        var options = IncompleteTextOptions()
        options.splitting = .delimiter(",")
        var (x, invalid) = try NDArray.parseIncompleteText("1,2,3\n4,,6\n7,N/A,9", options: options)
        #expect(x.shape == [3, 3] && x.elements(as: Double.self).filter(\.isNaN).count == 2 && invalid.isEmpty)
        options.missing = MissingValues(texts: [1: ["N/A"]], fillings: [nil: 0, 1: -99], includesAnyText: false)
        x = try NDArray.parseIncompleteText("1,2,3\n,,6\n7,N/A,9", dtype: .int64, options: options).array
        #expect(x.elements(as: Int.self) == [1, 2, 3, 0, -99, 6, 7, -99, 9])
        #expect(errorThrown { () throws(ApusError) in _ = try NDArray.parseIncompleteText("1,2\n3,x", options: options) }
            == .text(operation: "loadIncompleteText", line: 2, column: 2, message: "Cannot convert string 'x' to float64"))
        options.skipsInvalidLines = true
        (x, invalid) = try NDArray.parseIncompleteText("1,2\n3\n5,6", options: options)
        #expect(x.shape == [2, 2] && invalid == [InvalidTextLine(line: 2, fieldCount: 1)])
        options.splitting = .widths([1, 2, 3])
        #expect(try NDArray.parseIncompleteText("112333\n4 5  6", options: options).array.elements(as: Int.self) == [1, 12, 333, 4, 5, 6])
        options.splitting = .whitespace
        #expect(try NDArray.parseIncompleteText("true false", dtype: nil, options: options).array.dtype == .bool)
        #expect(try NDArray.parseIncompleteText("1 2", dtype: nil, options: options).array.dtype == .int64)
        #expect(try NDArray.parseIncompleteText("1j 2j", dtype: nil, options: options).array.dtype == .complex128)
        #expect(errorThrown { () throws(ApusError) in _ = try NDArray.parseIncompleteText("1 2.5", dtype: nil, options: options) } != nil)
    }

    @Test func sequencesOfNumbers() throws {
        #expect(try NDArray.fromString("1, 2,3 ,4", separator: " , ").elements(as: Double.self) == [1, 2, 3, 4])
        #expect(try NDArray.fromString(" 1 2\n3 ", dtype: .int8).elements(as: Int8.self) == [1, 2, 3])
        #expect(try NDArray.fromString("1,2,3", separator: ",", count: 2).count == 2)
        #expect(errorThrown { () throws(ApusError) in _ = try NDArray.fromString("1,2 3x", separator: ",") } != nil)
        #expect(errorThrown { () throws(ApusError) in _ = try NDArray.fromString("1", separator: "") } != nil)
        let directory = TemporaryDirectory()
        let x = NDArray([[1.5, 2], [3, 4]]).T
        try x.toFile(directory.file("x"))
        #expect(try NDArray.fromFile(directory.file("x"), offset: 8).elements(as: Double.self) == [3, 2, 4])
        #expect(try NDArray.fromFile(directory.file("x"), count: 1).count == 1)
        try x.toFile(directory.file("y"), separator: ",")
        #expect(try contents(directory.file("y")) == Array("1.5,3.0,2.0,4.0".utf8))
        #expect(try NDArray.fromFile(directory.file("y"), separator: ",").elements(as: Double.self) == [1.5, 3, 2, 4])
        func read(_ dtype: DType, count: Int? = nil, offset: Int = 0) -> NDArray? {
            x.bytes().withUnsafeBytes { try? NDArray.fromBytes($0, dtype: dtype, count: count, offset: offset) }
        }
        #expect(read(.float64)?.bytes() == x.bytes() && read(.int16, count: 3, offset: 1)?.count == 3)
        #expect(read(.float64, offset: 1) == nil && read(.float64, count: 5) == nil && read(.float64, offset: 99) == nil)
    }

    /// 2,000 texts with changes that a fixed seed chooses: an error or an array, whatever the format.
    @Test func changedTexts() throws {
        let sources = [
            "# x\n1.5 2e10 -3\n4 nan 6\n", "1,2,3\r\n4,5,6\r\n7,8,9", "(1+2j) 3j\n4 5-6j\n", "\"1\",\"2 \"\n\"3\"\"\",4\n",
            "0.1;+inf;1e-400\n123456789012345678901234567890;.5;5.\n", "1→2\n３→4\u{2003}\n",
        ].map { Array($0.utf8) }
        let formats = [
            TextFormat(), TextFormat(delimiter: ","), TextFormat(delimiter: ",", quote: "\""), TextFormat(delimiter: ";", comments: ["//", "#"]),
            TextFormat(delimiter: "→"), TextFormat(comments: [], encoding: .latin1),
        ]
        let directory = TemporaryDirectory()
        var bits = PCG64(SeedSequence(2027))
        func below(_ limit: Int) -> Int { Int(bits.bounded(UInt64(max(limit, 1) - 1))) }
        let alphabet = Array("0123456789.,;eE+-jinfa()\"# \t\n\r\0→".utf8) + [0x80, 0xC2, 0xE2, 0xF0, 0xFF]
        var (read, refused) = (0, 0)
        for round in 0..<2000 {
            var bytes = sources[round % sources.count]
            for _ in 0...below(5) {
                let place = below(bytes.count)
                switch below(5) {
                case 0: if !bytes.isEmpty { bytes[place] = alphabet[below(alphabet.count)] }
                case 1: bytes.insert(alphabet[below(alphabet.count)], at: place)
                case 2: if !bytes.isEmpty { bytes.remove(at: place) }
                case 3: bytes.insert(contentsOf: bytes.prefix(place), at: place)
                default: bytes.removeLast(min(bytes.count, below(8)))
                }
            }
            directory.write(bytes, to: "x.txt")
            let path = directory.file("x.txt"), dtype = DType.allCases[below(DType.allCases.count)]
            var options = IncompleteTextOptions()
            options.splitting = [.whitespace, .delimiter(","), .widths([3]), .widths([2, 1])][below(4)]
            options.skipFooter = below(3)
            options.skipsInvalidLines = below(2) == 0
            let format = formats[below(formats.count)], columns: [Int]? = below(3) == 0 ? [below(3) - 1, 0] : nil
            let skip = below(2), limit: Int? = below(3) == 0 ? below(3) : nil
            let chosen: DType? = below(3) == 0 ? nil : dtype, separator = [",", " ", " , "][below(3)]
            let results = [
                try? NDArray.loadText(path, dtype: dtype, format: format, skipRows: skip, columns: columns, maxRows: limit),
                try? NDArray.loadIncompleteText(path, dtype: chosen, options: options).array,
                try? NDArray.fromFile(path, dtype: dtype, separator: separator),
            ]
            for result in results {
                if let result {
                    #expect(elementBytes(result).count == result.count * result.dtype.size)
                    read += 1
                } else {
                    refused += 1
                }
            }
        }
        #expect(read > 1000 && refused > 1000, "both happen: \(read) read, \(refused) refused")
    }

    @Test func damagedGzip() throws {
        let directory = TemporaryDirectory()
        try counting([50, 4], as: NDArray.self).saveText(directory.file("x.gz"))
        let whole = try contents(directory.file("x.gz"))
        var bits = PCG64(SeedSequence(5))
        for _ in 0..<200 {
            var bytes = whole
            bytes[Int(bits.bounded(UInt64(bytes.count - 1)))] ^= 1 << UInt8(bits.bounded(7))
            directory.write(Array(bytes.prefix(Int(bits.bounded(UInt64(bytes.count))))), to: "y.gz")
            _ = errorThrown { () throws(ApusError) in _ = try NDArray.loadText(directory.file("y.gz")) }
        }
        directory.write(whole + whole, to: "twice.gz")
        #expect(try NDArray.loadText(directory.file("twice.gz")).shape == [100, 4])
        directory.write(Array(whole.dropLast(9)), to: "cut.gz")
        #expect(errorThrown { () throws(ApusError) in _ = try NDArray.loadText(directory.file("cut.gz")) } != nil)
    }
}
