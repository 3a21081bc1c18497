// Reading a whole file, and writing one so that it is either the old or the new, never half.

import Apus
import Glibc

/// Reads the file at `path` and hands its bytes to `body`.
func withFileContents<Result>(
    _ path: String, _ body: (UnsafeRawBufferPointer) throws(ApusError) -> Result
) throws(ApusError) -> Result {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemError("cannot be opened", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw systemError("cannot be examined", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
        throw .file(path: path, message: "is not a regular file")
    }
    let size = Int(status.st_size)
    guard let contents = malloc(max(size, 1)) else { throw .outOfMemory(requested: size, device: .cpu) }
    defer { free(contents) }
    var filled = 0
    while filled < size {
        let count = Glibc.read(descriptor, contents + filled, size - filled)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw systemError("cannot be read", path) }
        if count == 0 { break }
        filled += count
    }
    return try body(UnsafeRawBufferPointer(start: contents, count: filled))
}

/// Writes `bytes` to a temporary file beside `path` and renames it to `path`.
func writeFile(_ bytes: UnsafeRawBufferPointer, to path: String) throws(ApusError) {
    let (descriptor, temporary) = try createFile(beside: path)
    do throws(ApusError) {
        defer { close(descriptor) }
        try writeAll(bytes, to: descriptor, path)
    } catch {
        unlink(temporary)
        throw error
    }
    guard rename(temporary, path) == 0 else {
        let error = systemError("cannot be replaced", path)
        unlink(temporary)
        throw error
    }
}

/// Creates a file of a new name in the folder of `path`.
private func createFile(beside path: String) throws(ApusError) -> (descriptor: Int32, path: String) {
    for _ in 0..<100 {
        let temporary = "\(path).\(UInt32.random(in: 0 ... .max)).partial"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        if descriptor >= 0 { return (descriptor, temporary) }
        guard errno == EEXIST else { break }
    }
    throw systemError("cannot be created", path)
}

private func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String) throws(ApusError) {
    var written = 0
    while written < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw systemError("cannot be written", path) }
        written += count
    }
}

private func systemError(_ what: String, _ path: String) -> ApusError {
    let code = errno
    return .file(path: path, message: "\(what): \(String(cString: strerror(code)))")
}
