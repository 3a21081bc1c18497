import Glibc

@testable import Apus

/// Files that were written by NumPy, PyTorch and the safetensors reference and are compared with.
enum GoldenFiles {
    static let folder: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(2).joined(separator: "/") + "/Goldens"
    }()

    /// The path of an array file.
    static func path(_ name: String) -> String { "\(folder)/arrays/\(name)" }

    /// The names of the array files that begin and end so.
    static func names(from prefix: String = "", to suffix: String) -> [String] {
        fileNames(in: "\(folder)/arrays").filter { $0.hasPrefix(prefix) && $0.hasSuffix(suffix) }.sorted()
    }
}

/// What a directory holds, hidden names included.
func fileNames(in directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { names.append(name) }
    }
    return names
}

/// A directory that is removed, with the files in it, when the last user lets go.
final class TemporaryDirectory {
    let path: String

    init() {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
        var template = Array("\(parent)/apus-tests-XXXXXX".utf8CString)
        path = String(cString: mkdtemp(&template)!)
    }

    deinit {
        for name in fileNames(in: path) { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ bytes: [UInt8], to name: String) {
        let descriptor = open(file(name), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        precondition(descriptor >= 0 && Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
        close(descriptor)
    }
}

/// The contents of a file.
func contents(_ path: String) throws -> [UInt8] {
    let file = try InputFile(path)
    return try file.read(at: 0, count: file.size)
}

/// The bytes of an array's elements in index order.
func elementBytes(_ x: some ArrayFace) -> [UInt8] {
    let row = x.contiguous()
    return withExtendedLifetime(row) { Array(row.value.bytes) }
}

/// What `sample` of make_file_goldens.py writes.
func goldenSample(_ dtype: DType, _ shape: Shape = [2, 3, 4]) -> NDArray {
    let value = trapping { () throws(ApusError) in try Strided.empty(shape, dtype) }
    for index in 0..<value.count {
        let number = (index * 7 + 3) % 11 - 5
        let scalar: Scalar = switch dtype {
        case .bool: .bool(index % 3 == 0)
        case .complex64, .complex128: .complex(Complex(Double(number), Double(index)))
        default: .int(Int64(number))
        }
        scalar.store(to: value.pointer + index * dtype.size, as: dtype)
    }
    return NDArray(value: value)
}
