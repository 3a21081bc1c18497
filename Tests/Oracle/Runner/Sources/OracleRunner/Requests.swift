import Apus
import Foundation

// The format of requests: a text file of lines of words, and a data file that the lines point into.
//
//     case 17 add torch gradients           identifier, operation, world, and whether gradients are wanted
//     array a float32 2,3 3,1 0 128 24 leaf parameter, dtype, shape, strides, offset (elements; "-" for no axes),
//                                           position and size of the buffer in the data file, "leaf" or "constant"
//     arrays arrays 2                       the next two lines describe the arrays of a list
//     int axis 1       ints axes 0,1        real rtol 0.5     complex b 1.0 2.0     bool keepDims true
//     text mode wrap   dtype dtype float32  uint value 18446744073709551615
//     seed float32 2,3 3,1 0 152 24 leaf    the gradient of the next result, laid out like an array
//     end

/// An array of a request, in the data file.
struct ArrayDescription {
    let dtype: DType
    let layout: Layout
    let bytes: Range<Int>
    let isLeaf: Bool
}

/// One call of an operation.
struct Request {
    enum Value {
        case array(ArrayDescription)
        case arrays([ArrayDescription])
        case scalar(Scalar)
        case integers([Int])
        case text(String)
        case dtype(DType)
    }

    let identifier: String
    let operation: String
    let world: World
    let wantsGradients: Bool
    var values: [(name: String, value: Value)] = []
    var seeds: [ArrayDescription] = []
    let data: RequestData
}

/// The bytes that requests point into.
final class RequestData {
    private let bytes: Data

    init(path: String) throws { bytes = try Data(contentsOf: URL(fileURLWithPath: path)) }

    /// A value with memory of its own, with the layout that the description tells.
    func strided(_ description: ArrayDescription) throws(ApusError) -> Strided {
        let storage = try Storage.allocate(byteCount: max(description.bytes.count, 1))
        bytes.copyBytes(
            to: storage.pointer.assumingMemoryBound(to: UInt8.self), from: description.bytes)
        return Strided(storage: storage, layout: description.layout, dtype: description.dtype)
    }
}

/// Reads all cases of a request file.
struct RequestReader {
    private(set) var cases: [Request] = []

    init(text: String, data: String) throws {
        let lines = try String(contentsOfFile: text, encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
        let data = try RequestData(path: data)
        var position = 0
        while position < lines.count {
            var request = RequestReader.opened(lines[position], data)
            position += 1
            while lines[position] != ["end"] {
                let words = lines[position]
                position += 1
                switch words[0] {
                case "array":
                    request.values.append((words[1], .array(RequestReader.array(words.dropFirst(2)))))
                case "arrays":
                    let count = Int(words[2])!
                    let members = lines[position..<position + count].map { RequestReader.array($0[...]) }
                    request.values.append((words[1], .arrays(members)))
                    position += count
                case "seed": request.seeds.append(RequestReader.array(words.dropFirst(1)))
                default: request.values.append((words[1], RequestReader.plain(words)))
                }
            }
            position += 1
            cases.append(request)
        }
    }

    private static func opened(_ words: [String], _ data: RequestData) -> Request {
        Request(
            identifier: words[1], operation: words[2], world: words[3] == "numpy" ? .numpy : .torch,
            wantsGradients: words[4] == "gradients", data: data)
    }

    private static func plain(_ words: [String]) -> Request.Value {
        switch words[0] {
        case "int": .scalar(.int(Int64(words[2])!))
        case "uint": .scalar(.uint(UInt64(words[2])!))
        case "real": .scalar(.float(Double(words[2])!))
        case "complex": .scalar(.complex(Complex(Double(words[2])!, Double(words[3])!)))
        case "bool": .scalar(.bool(words[2] == "true"))
        case "ints": .integers(integers(words[2]))
        case "dtype": .dtype(DType(name: words[2])!)
        default: .text(words[2])
        }
    }

    private static func array(_ words: ArraySlice<String>) -> ArrayDescription {
        let words = Array(words)
        let start = Int(words[4])!
        return ArrayDescription(
            dtype: DType(name: words[0])!,
            layout: Layout(shape: Dims(integers(words[1])), strides: Dims(integers(words[2])), offset: Int(words[3])!),
            bytes: start..<start + Int(words[5])!, isLeaf: words[6] == "leaf")
    }

    private static func integers(_ word: String) -> [Int] {
        word == "-" ? [] : word.split(separator: ",").map { Int($0)! }
    }
}
