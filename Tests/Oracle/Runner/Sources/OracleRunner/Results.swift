import Apus
import Foundation

// The format of results: a text file of lines, and a data file of row-major elements that the lines point into.
//
//     begin 17                          written before the call: a file that ends here means that the call did not return
//     output float32 2,3 128 24         dtype, shape ("-" for no axes), position and size in the data file; size 0 where
//                                       the elements are too many to write
//     gradient float32 2,3 152 24       of each leaf in the order of the request; "gradient none" where none arrived
//     error shape add: shapes ...       the case of ApusError and its message
//     end

/// Writes results as they come.
final class ResultWriter {
    private let text: FileHandle
    private let data: UnsafeMutablePointer<FILE>
    private var position = 0

    init(text: String, data: String) throws {
        guard FileManager.default.createFile(atPath: text, contents: nil), let file = fopen(data, "wb") else {
            fail("cannot write \(text) or \(data)")
        }
        self.text = try FileHandle(forWritingTo: URL(fileURLWithPath: text))
        self.data = file
    }

    deinit { fclose(data) }

    private func line(_ words: String) { text.write(Data((words + "\n").utf8)) }

    func begin(_ identifier: String) { line("begin \(identifier)") }

    func write(_ outcome: Outcome) {
        switch outcome {
        case .error(let error):
            let kind = "\(error)".isEmpty ? "" : String(describing: Mirror(reflecting: error).children.first?.label ?? "")
            line("error \(kind) " + error.description.replacingOccurrences(of: "\n", with: " "))
        case .results(let results, let gradients):
            for result in results { line("output " + described(result)) }
            for gradient in gradients { line("gradient " + (gradient.map(described) ?? "none")) }
        }
        line("end")
    }

    private func described(_ value: Strided) -> String {
        let size = value.dtype.size
        var bytes = 0
        // A larger view, as of a number broadcast far, is not worth writing.
        if value.shape.allSatisfy({ $0 >= 0 }), value.shape.reduce(1.0, { $0 * Double($1) }) < 0x1p22 {
            for offset in ElementPositions(value.layout) {
                fwrite(value.storage.pointer + offset * size, size, 1, data)
                bytes += size
            }
        }
        fflush(data)
        defer { position += bytes }
        let shape = value.shape.isEmpty ? "-" : value.shape.map(String.init).joined(separator: ",")
        return "\(value.dtype) \(shape) \(position) \(bytes)"
    }
}

/// The positions of a layout's elements in row-major order, found without the library's own copying.
struct ElementPositions: Sequence, IteratorProtocol {
    private let shape: [Int]
    private let strides: [Int]
    private var index: [Int]
    private var left: Int
    private var position: Int

    init(_ layout: Layout) {
        shape = Array(layout.shape)
        strides = Array(layout.strides)
        index = [Int](repeating: 0, count: shape.count)
        left = layout.count
        position = layout.offset
    }

    mutating func next() -> Int? {
        if left == 0 { return nil }
        left -= 1
        let result = position
        for axis in shape.indices.reversed() {
            index[axis] += 1
            position += strides[axis]
            if index[axis] < shape[axis] { break }
            position -= index[axis] * strides[axis]
            index[axis] = 0
        }
        return result
    }
}
