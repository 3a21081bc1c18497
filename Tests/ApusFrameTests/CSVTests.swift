import Apus
import ApusFrame
import Glibc
import Testing

/// Arrays as comma-separated values.
@Suite struct CSVTests {
    private func written(_ write: (String) throws -> Void) throws -> String {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
        var template = Array("\(parent)/apus-csv-XXXXXX".utf8CString)
        let directory = String(cString: mkdtemp(&template)!)
        defer {
            unlink(directory + "/x.csv")
            rmdir(directory)
        }
        try write(directory + "/x.csv")
        let file = fopen(directory + "/x.csv", "r")!
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
    }

    @Test func oneColumn() throws {
        #expect(try written { try CSV.write(NDArray([1, -2, 3]), to: $0) } == "1\n-2\n3\n")
        #expect(try written { try CSV.write(NDArray([true, false]), to: $0, header: ["flag"]) } == "flag\nTrue\nFalse\n")
    }

    @Test func rowsAndColumns() throws {
        let x = NDArray([[0.1, 1e-7, 1e22], [.infinity, -.infinity, -0.0]])
        #expect(
            try written { try CSV.write(x, to: $0, header: ["a", "b", "c"]) }
                == "a,b,c\n0.1,1e-07,1e+22\ninf,-inf,-0.0\n")
        #expect(try written { try CSV.write(x.T, to: $0) } == "0.1,inf\n1e-07,-inf\n1e+22,-0.0\n")
    }

    @Test func floatsAreShortInTheirOwnPrecision() throws {
        #expect(try written { try CSV.write(NDArray([Float(0.1), 16_777_216]), to: $0) } == "0.1\n16777216.0\n")
        #expect(try written { try CSV.write(NDArray([Float16(0.1)]), to: $0) } == "0.1\n")
        #expect(try written { try CSV.write(NDArray([UInt64.max]), to: $0) } == "18446744073709551615\n")
        #expect(
            try written { try CSV.write(NDArray([Complex<Float>(1, -2), Complex(0, 0.5)]), to: $0) }
                == "(1.0-2.0j)\n(0.0+0.5j)\n")
    }

    @Test func namesAreQuotedWhereNeeded() throws {
        let columns: NamedArrays<NDArray> = [
            "plain": NDArray([1, 2]), "a,b": NDArray([0.5, 1.5]), "say \"hi\"": NDArray([true, false]),
            "two\nlines": NDArray([3, 4]),
        ]
        #expect(
            try written { try CSV.write(columns, to: $0) }
                == "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\n1,0.5,True,3\n2,1.5,False,4\n")
    }

    @Test func emptyArrays() throws {
        #expect(try written { try CSV.write(NDArray.zeros([0]), to: $0, header: ["x"]) } == "x\n")
        #expect(try written { try CSV.write([:], to: $0) } == "\n")
    }

    @Test func misfitsAreErrors() {
        let path = "/nowhere/at/all/x.csv"
        func refusal(_ write: () throws(ApusError) -> Void) -> String {
            do throws(ApusError) { try write() } catch { return error.description }
            return "written"
        }
        #expect(refusal { () throws(ApusError) in try CSV.write(NDArray.zeros([2, 2, 2]), to: path) }.contains("1 or 2 axes"))
        #expect(refusal { () throws(ApusError) in try CSV.write(NDArray.zeros([2, 2]), to: path, header: ["a"]) }.contains("1 names"))
        #expect(
            refusal { () throws(ApusError) in
                try CSV.write(["a": NDArray([1, 2]), "b": NDArray([1, 2, 3])], to: path)
            }.contains("column 'b'"))
        #expect(refusal { () throws(ApusError) in try CSV.write(NDArray([1]), to: path) }.contains("cannot be created"))
    }
}
