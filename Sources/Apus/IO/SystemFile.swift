// Files of the operating system: reading at a place, mapping, and writing that either completes or leaves nothing.

import Glibc

/// The text that belongs to an error number of the operating system.
func systemMessage(_ code: Int32 = errno) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        buffer.initialize(repeating: 0)
        guard strerror_r(code, buffer.baseAddress!, buffer.count) == 0 else { return "error \(code)" }
        return String(cString: buffer.baseAddress!)
    }
}

/// A regular file open for reading.
final class InputFile: Sendable {
    let path: String
    /// The size in bytes when it was opened.
    let size: Int
    private let descriptor: Int32

    /// Opens a file.
    ///
    /// - Throws: `ApusError.file` when it cannot be opened or is not a regular file.
    init(_ path: String) throws(ApusError) {
        guard !path.utf8.contains(0) else { throw ApusError.file(path: path, message: "the path holds a zero byte") }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ApusError.file(path: path, message: "cannot open: \(systemMessage())") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw ApusError.file(path: path, message: "not a regular file")
        }
        self.path = path
        self.descriptor = descriptor
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Fills `buffer` with the bytes from `offset` on.
    ///
    /// - Throws: `ApusError.file` when the file ends before the buffer is full, or reading fails.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ApusError) {
        var done = 0
        while done < buffer.count {
            let count = pread(descriptor, buffer.baseAddress! + done, min(buffer.count - done, 1 << 30), offset + done)
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("cannot read: \(systemMessage())")
            }
            guard count > 0 else { throw failure("ends after \(offset + done) bytes; more were expected") }
            done += count
        }
    }

    /// `count` bytes from `offset` on.
    ///
    /// - Throws: `ApusError.file`, before allocating, when the file is too short.
    func read(at offset: Int, count: Int) throws(ApusError) -> [UInt8] {
        guard offset >= 0, count >= 0, offset <= size, count <= size - offset else {
            throw failure("\(count) bytes at \(offset) lie beyond its end at \(size)")
        }
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withUnsafeMutableBufferPointer { buffer throws(ApusError) in
            try read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
        }
        return bytes
    }

    /// The whole file in memory without reading it: pages come when they are touched.
    ///
    /// - Parameter isPrivate: Whether the memory may be written to, which does not change the file.
    /// - Throws: `ApusError.file` when the system refuses the mapping.
    func mapped(isPrivate: Bool = false) throws(ApusError) -> MappedFile {
        guard size > 0 else { return MappedFile(bytes: UnsafeRawBufferPointer(start: nil, count: 0)) }
        guard let address = mmap(
            nil, size, isPrivate ? PROT_READ | PROT_WRITE : PROT_READ, isPrivate ? MAP_PRIVATE : MAP_SHARED, descriptor, 0), address != MAP_FAILED else {
            throw failure("cannot be mapped: \(systemMessage())")
        }
        return MappedFile(bytes: UnsafeRawBufferPointer(start: address, count: size))
    }

    /// An error about this file.
    func failure(_ message: String) -> ApusError {
        .file(path: path, message: message)
    }
}

/// A file mapped into memory; unmapped when the last user lets go.
///
/// If another program cuts the file short while it is mapped, touching the lost pages ends the process (SIGBUS),
/// as with every memory-mapped file.
final class MappedFile: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer

    fileprivate init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    deinit {
        if let address = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: address), bytes.count) }
    }
}

/// A file being written under a temporary name in its directory; `commit()` gives it its own name.
///
/// Until then the old contents stay as they were, and when the writer is released without a commit nothing is left.
package final class OutputFile {
    let path: String
    /// Bytes written so far.
    private(set) var position = 0
    private let target: String
    private let temporary: String
    private var descriptor: Int32

    /// Starts writing; symbolic links are followed, permissions of an existing file are kept.
    ///
    /// - Throws: `ApusError.file` when the directory cannot be written or the path names something else than a file.
    package init(_ path: String) throws(ApusError) {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw ApusError.file(path: path, message: "not a usable path")
        }
        self.path = path
        var status = stat()
        let exists = stat(path, &status) == 0
        guard !exists || status.st_mode & S_IFMT == S_IFREG else {
            throw ApusError.file(path: path, message: "not a regular file, cannot be replaced")
        }
        target = exists ? Self.resolved(path) : path
        (descriptor, temporary) = try Self.createTemporary(beside: target, reportedAs: path)
        if exists { fchmod(descriptor, status.st_mode & 0o7777) }
    }

    deinit {
        if descriptor >= 0 {
            close(descriptor)
            unlink(temporary)
        }
    }

    /// Appends bytes.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(ApusError) {
        try write(bytes, at: position)
        position += bytes.count
    }

    /// Appends bytes.
    package func write(_ bytes: [UInt8]) throws(ApusError) {
        try bytes.withUnsafeBufferPointer { buffer throws(ApusError) in try write(UnsafeRawBufferPointer(buffer)) }
    }

    /// Replaces bytes written before.
    func overwrite(_ bytes: [UInt8], at offset: Int) throws(ApusError) {
        precondition(offset + bytes.count <= position)
        try bytes.withUnsafeBufferPointer { buffer throws(ApusError) in
            try write(UnsafeRawBufferPointer(buffer), at: offset)
        }
    }

    /// Makes the file durable and gives it its name.
    package func commit() throws(ApusError) {
        guard fsync(descriptor) == 0 else { throw failure("cannot be written: \(systemMessage())") }
        guard rename(temporary, target) == 0 else { throw failure("cannot be replaced: \(systemMessage())") }
        close(descriptor)
        descriptor = -1
        let directory = open(Self.directory(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ApusError) {
        var done = 0
        while done < bytes.count {
            let count = pwrite(descriptor, bytes.baseAddress! + done, min(bytes.count - done, 1 << 30), offset + done)
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("cannot be written: \(systemMessage())")
            }
            done += count
        }
    }

    private func failure(_ message: String) -> ApusError {
        .file(path: path, message: message)
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func createTemporary(beside target: String, reportedAs path: String) throws(ApusError) -> (Int32, String) {
        for _ in 0..<16 {
            let suffix = String(UInt32.random(in: 0 ... .max), radix: 36)
            let name = "\(directory(of: target))/.apus-\(suffix).tmp"
            let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 { return (descriptor, name) }
            guard errno == EEXIST else { break }
        }
        throw ApusError.file(path: path, message: "cannot be created: \(systemMessage())")
    }
}
