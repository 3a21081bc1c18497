// `apus inspect`: what a file holds.

import Apus
import ArgumentParser

#if APUS_BORDER
import ApusVision
#endif

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show what an npy, npz, safetensors, PNG or JPEG file holds.",
        discussion: "Reads headers only, and tells the kind by the contents, not the name.")

    @ArgumentParser.Argument(help: "The files.") var files: [String]
    @Flag(help: "Write JSON, one object a file in an array.") var json = false

    func run() throws {
        let contents = try files.map { path in (path, try FileContents(path)) }
        if json {
            print(JSON.array(contents.map { $1.json($0) }))
        } else {
            print(contents.map { path, contents in contents.text(path) }.joined(separator: "\n\n"))
        }
    }
}

/// What a file holds.
enum FileContents {
    case arrays(kind: String, [StoredArray], metadata: [String: String])
    case image(kind: String, height: Int, width: Int, colour: String, dtype: DType)

    init(_ path: String) throws(ApusError) {
        if let kind = try ImageKind(path) {
            self = try Self.image(path, kind)
            return
        }
        let arrays = try StoredArray.all(in: path)
        let start = try Files.start(path, count: 2)
        if start == [0x93, 0x4e] {
            self = .arrays(kind: "npy", arrays, metadata: [:])
        } else if start == [0x50, 0x4b] {
            self = .arrays(kind: "npz", arrays, metadata: [:])
        } else {
            self = .arrays(kind: "safetensors", arrays, metadata: try SafetensorsFile(path).metadata)
        }
    }

    private static func image(_ path: String, _ kind: ImageKind) throws(ApusError) -> FileContents {
        #if APUS_BORDER
        let info = try Image.info(path)
        return .image(
            kind: kind.rawValue, height: info.height, width: info.width, colour: "\(info.color)", dtype: info.dtype)
        #else
        throw kind.unsupported(path)
        #endif
    }

    func text(_ path: String) -> String {
        switch self {
        case .image(let kind, let height, let width, let colour, let dtype):
            return "\(path): \(kind), \(width) x \(height) pixels, \(colour), \(dtype)"
        case .arrays(let kind, let arrays, let metadata):
            let count = arrays.reduce(0) { $0 + $1.shape.product }
            var text = "\(path): \(kind), \(arrays.count) \(arrays.count == 1 ? "array" : "arrays"), \(count) elements"
            for (key, value) in metadata.sorted(by: { $0.key < $1.key }) { text += "\n  \(key): \(value)" }
            let rows = arrays.map {
                ["  \($0.name.isEmpty ? "-" : $0.name)", "\($0.dtype)", "\($0.shape)", "\($0.storedByteCount) bytes"]
            }
            return rows.isEmpty ? text : text + "\n" + columns(rows)
        }
    }

    func json(_ path: String) -> JSON {
        switch self {
        case .image(let kind, let height, let width, let colour, let dtype):
            return .object([
                ("file", .string(path)), ("kind", .string(kind)), ("height", .integer(height)), ("width", .integer(width)),
                ("color", .string(colour)), ("dtype", .string("\(dtype)")),
            ])
        case .arrays(let kind, let arrays, let metadata):
            let entries = arrays.map {
                JSON.object([
                    ("name", .string($0.name)), ("dtype", .string("\($0.dtype)")), ("shape", JSON($0.shape)),
                    ("bytes", .integer($0.storedByteCount)),
                ])
            }
            let pairs = metadata.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
            return .object([
                ("file", .string(path)), ("kind", .string(kind)), ("arrays", .array(entries)), ("metadata", .object(pairs)),
            ])
        }
    }
}

/// The kinds of image files, told by their first bytes.
enum ImageKind: String {
    case png = "PNG"
    case jpeg = "JPEG"

    /// Nil if the file is not an image.
    init?(_ path: String) throws(ApusError) {
        let start = try Files.start(path, count: 8)
        if start.starts(with: [0x89, 0x50, 0x4e, 0x47]) {
            self = .png
        } else if start.starts(with: [0xff, 0xd8, 0xff]) {
            self = .jpeg
        } else {
            return nil
        }
    }

    /// The error of a program that was built without images.
    func unsupported(_ path: String) -> ApusError {
        .file(
            path: path,
            message: "\(rawValue) files cannot be read: this apus was built without images (APUS_BORDER=0)")
    }
}
