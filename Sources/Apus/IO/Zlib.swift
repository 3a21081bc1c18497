// Deflate and inflate by the system's zlib, found at run time.

import Glibc

/// The functions of zlib that Apus calls.
struct Zlib: Sendable {
    typealias Step = @convention(c) (UnsafeMutableRawPointer, Int32) -> Int32
    typealias End = @convention(c) (UnsafeMutableRawPointer) -> Int32
    typealias InflateStart = @convention(c) (UnsafeMutableRawPointer, Int32, UnsafePointer<CChar>, Int32) -> Int32
    typealias DeflateStart = @convention(c) (
        UnsafeMutableRawPointer, Int32, Int32, Int32, Int32, Int32, UnsafePointer<CChar>, Int32
    ) -> Int32

    let inflateStart: InflateStart
    let inflate: Step
    let inflateEnd: End
    let deflateStart: DeflateStart
    let deflate: Step
    let deflateEnd: End

    /// zlib, opened by the first caller.
    ///
    /// - Throws: `ApusError.library` that names the package to install.
    static func shared() throws(ApusError) -> Zlib { try loaded.get() }

    private static let loaded = Result { () throws(ApusError) in try Zlib() }

    private init() throws(ApusError) {
        let library = try DynamicLibrary(anyOf: ["libz.so.1"], package: "zlib1g", purpose: "compressed data")
        inflateStart = try library.function("inflateInit2_", as: InflateStart.self)
        inflate = try library.function("inflate", as: Step.self)
        inflateEnd = try library.function("inflateEnd", as: End.self)
        deflateStart = try library.function("deflateInit2_", as: DeflateStart.self)
        deflate = try library.function("deflate", as: Step.self)
        deflateEnd = try library.function("deflateEnd", as: End.self)
    }
}

/// zlib's `z_stream` of a 64-bit system: 112 bytes, of which these fields matter here.
private struct ZStream: ~Copyable {
    static let byteCount: Int32 = 112
    let pointer = UnsafeMutableRawPointer.allocate(byteCount: 112, alignment: 16)

    init() { pointer.initializeMemory(as: UInt8.self, repeating: 0, count: 112) }

    deinit { pointer.deallocate() }

    func setInput(_ start: UnsafeRawPointer?, count: Int) {
        pointer.storeBytes(of: start, as: UnsafeRawPointer?.self)
        pointer.storeBytes(of: UInt32(count), toByteOffset: 8, as: UInt32.self)
    }

    func setOutput(_ start: UnsafeMutableRawPointer?, count: Int) {
        pointer.storeBytes(of: start, toByteOffset: 24, as: UnsafeMutableRawPointer?.self)
        pointer.storeBytes(of: UInt32(count), toByteOffset: 32, as: UInt32.self)
    }

    var inputLeft: Int { Int(pointer.load(fromByteOffset: 8, as: UInt32.self)) }
    var outputLeft: Int { Int(pointer.load(fromByteOffset: 32, as: UInt32.self)) }
}

private enum ZCode {
    static let ok: Int32 = 0, streamEnd: Int32 = 1, bufferError: Int32 = -5
    static let noFlush: Int32 = 0, finish: Int32 = 4
    /// 32 KiB window, negative: no zlib header around the data.
    static let rawWindow: Int32 = -15
    /// 32 KiB window, with gzip's header and checksum around the data.
    static let gzipWindow: Int32 = 31
    /// At most this many bytes are given to zlib at once; its counters have 32 bits.
    static let chunk = 1 << 30
}

/// Unpacks raw deflate data as it is read.
final class InflateStream: ByteStream {
    private(set) var remaining: Int
    private let zlib: Zlib
    private let stream = ZStream()
    private var source: FileStream
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    private var ended = false

    /// - Parameters:
    ///   - source: The packed bytes.
    ///   - size: How many bytes they unpack to.
    init(_ source: FileStream, size: Int) throws(ApusError) {
        zlib = try Zlib.shared()
        self.source = source
        remaining = size
        guard zlib.inflateStart(stream.pointer, ZCode.rawWindow, "1.2.11", ZStream.byteCount) == ZCode.ok else {
            throw source.failure("zlib cannot start")
        }
    }

    deinit {
        _ = zlib.inflateEnd(stream.pointer)
        input.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ApusError) {
        guard buffer.count <= remaining else { throw failure("unpacks to less than was expected") }
        var done = 0
        while done < buffer.count {
            let wanted = min(buffer.count - done, ZCode.chunk)
            done += try unpack(into: UnsafeMutableRawBufferPointer(rebasing: buffer[done..<done + wanted]))
        }
        remaining -= done
    }

    /// Checks that the packed data ends where its size says.
    func finish() throws(ApusError) {
        guard remaining == 0 else { throw failure("holds \(remaining) bytes more than were expected") }
        var extra: UInt8 = 0
        while !ended {
            let count = try withUnsafeMutablePointer(to: &extra) { byte throws(ApusError) in
                try unpack(into: UnsafeMutableRawBufferPointer(start: byte, count: 1), mayEnd: true)
            }
            guard count == 0 else { throw failure("unpacks to more than its size says") }
        }
        guard source.remaining == 0, stream.inputLeft == 0 else { throw failure("has bytes after its packed data") }
    }

    func failure(_ message: String) -> ApusError { source.failure(message) }

    private func unpack(into buffer: UnsafeMutableRawBufferPointer, mayEnd: Bool = false) throws(ApusError) -> Int {
        stream.setOutput(buffer.baseAddress, count: buffer.count)
        while stream.outputLeft > 0 {
            guard !ended else {
                if mayEnd { break }
                throw failure("unpacks to less than its size says")
            }
            if stream.inputLeft == 0 && source.remaining > 0 {
                let part = UnsafeMutableRawBufferPointer(rebasing: input[..<min(input.count, source.remaining)])
                try source.read(into: part)
                stream.setInput(part.baseAddress, count: part.count)
            }
            let before = (stream.inputLeft, stream.outputLeft)
            let code = zlib.inflate(stream.pointer, ZCode.noFlush)
            ended = code == ZCode.streamEnd
            guard ended || code == ZCode.ok, ended || before != (stream.inputLeft, stream.outputLeft) else {
                let truncated = source.remaining == 0 && code == ZCode.bufferError
                throw failure(truncated ? "packed data is truncated" : "packed data is damaged")
            }
        }
        return buffer.count - stream.outputLeft
    }
}

/// Packs bytes as raw deflate data, handing out what is ready.
final class Deflater {
    private let zlib: Zlib
    private let stream = ZStream()
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

    /// - Parameters:
    ///   - level: 1 (fast) to 9 (small).
    ///   - gzip: Put gzip's header and checksum around the data.
    init(level: Int32 = 6, gzip: Bool = false) throws(ApusError) {
        zlib = try Zlib.shared()
        let method: Int32 = 8, memory: Int32 = 8, strategy: Int32 = 0
        let code = zlib.deflateStart(
            stream.pointer, level, method, gzip ? ZCode.gzipWindow : ZCode.rawWindow, memory, strategy, "1.2.11", ZStream.byteCount)
        guard code == ZCode.ok else { throw ApusError.library(name: "libz.so.1", message: "deflate cannot start") }
    }

    deinit {
        _ = zlib.deflateEnd(stream.pointer)
        output.deallocate()
    }

    /// Packs more bytes.
    func write(
        _ bytes: UnsafeRawBufferPointer, to sink: (UnsafeRawBufferPointer) throws(ApusError) -> Void
    ) throws(ApusError) {
        var start = 0
        while start < bytes.count {
            let count = min(bytes.count - start, ZCode.chunk)
            stream.setInput(bytes.baseAddress! + start, count: count)
            try run(ZCode.noFlush, sink)
            start += count
        }
    }

    /// Packs what is still held back.
    func finish(to sink: (UnsafeRawBufferPointer) throws(ApusError) -> Void) throws(ApusError) {
        stream.setInput(nil, count: 0)
        try run(ZCode.finish, sink)
    }

    private func run(_ flush: Int32, _ sink: (UnsafeRawBufferPointer) throws(ApusError) -> Void) throws(ApusError) {
        repeat {
            stream.setOutput(output.baseAddress, count: output.count)
            _ = zlib.deflate(stream.pointer, flush)
            try sink(UnsafeRawBufferPointer(rebasing: output[..<(output.count - stream.outputLeft)]))
        } while stream.outputLeft == 0
    }
}

/// Unpacks the contents of a gzip file (RFC 1952), of one member or several.
func unpackedGzip(_ packed: UnsafeRawBufferPointer, failure: (String) -> ApusError) throws(ApusError) -> [UInt8] {
    let zlib = try Zlib.shared()
    var result: [UInt8] = []
    var position = 0
    while position < packed.count {
        let stream = ZStream()
        guard zlib.inflateStart(stream.pointer, ZCode.gzipWindow, "1.2.11", ZStream.byteCount) == ZCode.ok else {
            throw failure("zlib cannot start")
        }
        defer { _ = zlib.inflateEnd(stream.pointer) }
        var code = ZCode.ok
        while code == ZCode.ok {
            if stream.inputLeft == 0 {
                let count = min(packed.count - position, ZCode.chunk)
                guard count > 0 else { throw failure("packed data is truncated") }
                stream.setInput(packed.baseAddress! + position, count: count)
                position += count
            }
            let before = result.count
            let room = max(1 << 16, min(before, 1 << 24))
            result.append(contentsOf: repeatElement(0, count: room))
            result.withUnsafeMutableBytes { bytes in
                stream.setOutput(bytes.baseAddress! + before, count: room)
                code = zlib.inflate(stream.pointer, ZCode.noFlush)
            }
            let written = room - stream.outputLeft
            result.removeLast(room - written)
            guard code == ZCode.ok || code == ZCode.streamEnd || code == ZCode.bufferError && stream.inputLeft == 0 else {
                throw failure("packed data is damaged")
            }
            if code == ZCode.bufferError { code = ZCode.ok }
        }
        position -= stream.inputLeft
        // Zeros may fill the file up.
        if packed[position...].allSatisfy({ $0 == 0 }) { break }
    }
    return result
}
