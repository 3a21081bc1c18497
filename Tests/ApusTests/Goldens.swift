import Foundation

@testable import Apus

/// The committed files of expected results that the scripts in Tests/Oracle write.
enum Goldens {
    /// The lines of a file in Tests/ApusTests/Goldens.
    static func lines(_ name: String) throws -> [String] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens")
        return try lines(at: folder.appendingPathComponent(name).path)
    }

    static func lines(at path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
    }
}
