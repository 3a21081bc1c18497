// What the commands ask of the file system.

import Apus
import Glibc

enum Files {
    /// Whether there is a file or directory of that name.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Makes a directory and those above it, unless they are there.
    static func makeDirectory(_ path: String) throws(ApusError) {
        if path.isEmpty || isDirectory(path) { return }
        try makeDirectory(directory(of: path))
        guard mkdir(path, 0o777) == 0 || isDirectory(path) else {
            throw .file(path: path, message: "cannot be made: \(String(cString: strerror(errno)))")
        }
    }

    /// What stands before the last slash: empty for a name alone.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The lines of a text file, without their ends.
    static func lines(_ path: String) throws(ApusError) -> [String] {
        guard let file = fopen(path, "re") else {
            throw .file(path: path, message: "cannot open: \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        var lines: [String] = []
        var buffer: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(buffer) }
        while getline(&buffer, &capacity, file) >= 0, let buffer {
            var line = Substring(String(cString: buffer))
            while line.last?.isNewline == true { line.removeLast() }
            lines.append(String(line))
        }
        guard ferror(file) == 0 else { throw .file(path: path, message: "cannot be read") }
        return lines
    }

    /// The first bytes of a file, as many as there are.
    static func start(_ path: String, count: Int) throws(ApusError) -> [UInt8] {
        guard let file = fopen(path, "re") else {
            throw .file(path: path, message: "cannot open: \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        if isDirectory(path) { throw .file(path: path, message: "is a directory, not a file") }
        var bytes = [UInt8](repeating: 0, count: count)
        let read = fread(&bytes, 1, count, file)
        return Array(bytes.prefix(read))
    }

    /// The directory of the running program.
    static var programDirectory: String {
        guard let path = realpath("/proc/self/exe", nil) else { return "" }
        defer { free(path) }
        return directory(of: String(cString: path))
    }
}

/// A variable of the environment; nil if it is empty or not set.
func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
}
