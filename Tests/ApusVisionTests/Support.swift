// Samples in and out of arrays, and the golden files.

import Apus
import Glibc

@testable import ApusVision

/// A new array of `values`.
func image<T: BitwiseCopyable>(_ shape: Dims, _ dtype: DType, _ values: [T]) throws -> NDArray {
    precondition(values.count == shape.product && MemoryLayout<T>.size == dtype.size)
    let value = try Strided.empty(shape, dtype)
    values.withUnsafeBytes { value.pointer.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    return NDArray(value: value)
}

/// The elements of an array of any layout, in order.
func samples<T: BitwiseCopyable>(_ array: NDArray, as type: T.Type = T.self) throws -> [T] {
    precondition(MemoryLayout<T>.size == array.dtype.size)
    let dense = try Strided.empty(array.shape, array.dtype)
    try Device.cpu.backend.copy(array.value, to: dense)
    return Array(UnsafeBufferPointer(start: dense.pointer.assumingMemoryBound(to: T.self), count: dense.count))
}

/// Samples that look random and are the same on every run.
func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 56)
    }
}

/// The largest difference of two lists of samples.
func largestDifference(_ a: [UInt8], _ b: [UInt8]) -> Int {
    zip(a, b).map { abs(Int($0) - Int($1)) }.max() ?? 0
}

/// What an error's throwing call threw.
func error(of body: () throws -> some Any) -> ApusError? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? ApusError
    }
}

/// The files that `Tests/Oracle/make_vision_goldens.py` wrote.
enum Goldens {
    static let folder = String(#filePath.dropLast("Support.swift".count)) + "Goldens/"

    static func bytes(_ name: String) throws -> [UInt8] { try fileBytes(folder + name) }

    static let fileNames = [
        "rgb.png", "grey.png", "grey1.png", "grey-alpha.png", "grey-trns.png", "rgba.png", "rgb-trns.png",
        "palette.png", "palette-trns.png", "grey16.png", "rgb16.png", "rgba16-interlaced.png",
        "rgb-interlaced.png", "420.jpg", "444.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg",
    ]

    /// The expected arrays by name.
    static func expected() throws -> [(name: String, array: NDArray)] {
        try namedArrays(folder + "expected").map { ($0.words[0], $0.array) }
    }
}

/// The arrays of `path`.txt, which has a line for each (words, dtype, height, width, channels), and
/// `path`.bin, which has their samples one after another.
func namedArrays(_ path: String) throws -> [(words: [String], array: NDArray)] {
    let text = String(decoding: try fileBytes(path + ".txt"), as: UTF8.self)
    let data = try fileBytes(path + ".bin")
    var position = 0
    return try text.split(separator: "\n").map { line in
        let words = line.split(separator: " ").map { String($0) }
        let dtype = DType(name: words[words.count - 4])!
        let value = try Strided.empty(Dims(words.suffix(3).map { Int($0)! }), dtype)
        let count = value.count * dtype.size
        data[position..<position + count].withUnsafeBytes {
            value.pointer.copyMemory(from: $0.baseAddress!, byteCount: count)
        }
        position += count
        return (words, NDArray(value: value))
    }
}

func fileBytes(_ path: String) throws -> [UInt8] {
    try withFileContents(path) { (bytes) throws(ApusError) in Array(bytes) }
}

/// A folder that is removed at the end of a test.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/apus-vision-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw ApusError.file(path: parent, message: "no temporary folder") }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer {
        for name in contents(of: path) { unlink(path + "/" + name) }
        rmdir(path)
    }
    try body(path + "/")
}

/// The names of the files in a folder.
func contents(of folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names
}
