// Running the program as a user does.

import Apus
import Foundation
import Testing

/// What a run of the program gave.
struct Outcome {
    let status: Int32
    let output: String
    let errors: String
}

/// A run of the program that may still go on.
final class ProgramRun {
    let process = Process()
    private let output: URL
    private let errors: URL

    init(_ arguments: [String], in directory: String, environment: [String: String] = [:]) throws {
        output = URL(fileURLWithPath: directory).appendingPathComponent("output-\(UUID().uuidString)")
        errors = output.appendingPathExtension("errors")
        for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.executableURL = try Self.program
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    func wait() throws -> Outcome {
        process.waitUntilExit()
        return Outcome(
            status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            output: try String(contentsOf: output, encoding: .utf8), errors: try String(contentsOf: errors, encoding: .utf8))
    }

    /// The program beside the test bundle.
    private static var program: URL {
        get throws {
            let bundle = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            let candidates = [bundle.path] + CommandLine.arguments
            for path in candidates {
                let program = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("apus")
                if FileManager.default.isExecutableFile(atPath: program.path) { return program }
            }
            throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: candidates.joined(separator: ", ")])
        }
    }
}

/// Runs the program to its end.
func apus(_ arguments: String..., in folder: Folder, environment: [String: String] = [:]) throws -> Outcome {
    try ProgramRun(arguments, in: folder.path, environment: environment).wait()
}

/// A directory that is removed at the end of a test.
final class Folder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("apus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    subscript(name: String) -> String { "\(path)/\(name)" }

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: self[name]) }

    func text(_ name: String) throws -> String { try String(contentsOfFile: self[name], encoding: .utf8) }

    func data(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: self[name])) }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: self[name], atomically: false, encoding: .utf8)
    }
}

/// A file of Examples/Data.
func example(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Examples/Data/\(name)").path
}

/// What a JSON text says.
func parsed(_ text: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
