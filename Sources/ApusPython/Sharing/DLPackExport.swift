internal import Apus
internal import ApusCore
internal import CPython

/// What an exported DLPack tensor keeps alive.
private final class ExportedTensor {
    let storage: Storage
    let numbers: UnsafeMutablePointer<Int64>
    let tensor: DLTensor

    init(_ value: Strided) {
        storage = value.storage
        numbers = .allocate(capacity: max(2 * value.rank, 1))
        for axis in 0..<value.rank {
            numbers[axis] = Int64(value.shape[axis])
            numbers[value.rank + axis] = Int64(value.layout.strides[axis])
        }
        tensor = DLTensor(
            data: value.pointer, device: DLDevice(device_type: Int32(kDLCPU), device_id: 0), ndim: Int32(value.rank),
            dtype: DLDataType(value.dtype), shape: numbers, strides: numbers + value.rank, byte_offset: 0)
    }

    deinit { numbers.deallocate() }
}

extension DLDataType {
    fileprivate init(_ dtype: DType) {
        let code = switch dtype {
        case .bool: kDLBool
        case .bfloat16: kDLBfloat
        default:
            dtype.isComplex ? kDLComplex : dtype.isFloatingPoint ? kDLFloat : dtype.isSigned ? kDLInt : kDLUInt
        }
        self.init(code: UInt8(code), bits: UInt8(dtype.size * 8), lanes: 1)
    }
}

/// `__dlpack__(*, stream=None, max_version=None, dl_device=None, copy=None)`.
func newCapsule(_ call: Call) throws -> Reference {
    let me = call.required(0)
    var value = try hostMemory(me, for: "DLPack") { PythonError.buffer($0) }
    if call[1] != nil { throw PythonError.buffer("__dlpack__: memory of the host has no stream; pass stream=None") }
    let version = try call[2].map { try integers($0, "max_version") }
    if let wanted = try call[3].map({ try integers($0, "dl_device") }), wanted != [Int(kDLCPU), 0] {
        throw PythonError.buffer("__dlpack__: the array is on the CPU, (1, 0); it cannot be exported to device \(wanted)")
    }
    var copied = false
    if let copy = call[4], try boolean(copy, "copy") {
        value = try castCopied(value)
        copied = true
    }
    if let version, let major = version.first, major >= 1 { return try newVersionedCapsule(value, copied) }
    if value.storage.isReadOnly {
        throw PythonError.buffer("read-only memory cannot be exported to a consumer of DLPack before 1.0; pass copy=True")
    }
    return try newLegacyCapsule(value)
}

/// `__dlpack_device__()`.
func newDeviceTuple(_ me: Reference) throws -> Reference {
    guard let face = face(me), face.device == .cpu else { throw PythonError.buffer("only memory of the host has a DLPack device") }
    return try newTuple([Int(kDLCPU), 0])
}

private func castCopied(_ value: Strided) throws -> Strided {
    let copy = try Strided.empty(value.shape, value.dtype)
    try Device.cpu.backend.copy(value, to: copy)
    return copy
}

private func newLegacyCapsule(_ value: Strided) throws -> Reference {
    let export = ExportedTensor(value)
    let managed = UnsafeMutablePointer<DLManagedTensor>.allocate(capacity: 1)
    managed.initialize(
        to: DLManagedTensor(
            dl_tensor: export.tensor, manager_ctx: Unmanaged.passRetained(export).toOpaque(),
            deleter: { managed in
                // Called from any thread, and after the interpreter has ended: nothing here is Python's.
                Unmanaged<ExportedTensor>.fromOpaque(managed!.pointee.manager_ctx).release()
                managed!.deallocate()
            }))
    guard let capsule = PyCapsule_New(managed, legacyName, dropLegacy) else {
        managed.pointee.deleter(managed)
        throw Raised()
    }
    return capsule
}

private func newVersionedCapsule(_ value: Strided, _ copied: Bool) throws -> Reference {
    let export = ExportedTensor(value)
    let managed = UnsafeMutablePointer<DLManagedTensorVersioned>.allocate(capacity: 1)
    managed.initialize(
        to: DLManagedTensorVersioned(
            version: DLPackVersion(major: 1, minor: 1), manager_ctx: Unmanaged.passRetained(export).toOpaque(),
            deleter: { managed in
                Unmanaged<ExportedTensor>.fromOpaque(managed!.pointee.manager_ctx).release()
                managed!.deallocate()
            },
            flags: (value.storage.isReadOnly ? UInt64(APUS_DLPACK_READ_ONLY) : 0) | (copied ? UInt64(APUS_DLPACK_IS_COPIED) : 0),
            dl_tensor: export.tensor))
    guard let capsule = PyCapsule_New(managed, versionedName, dropVersioned) else {
        managed.pointee.deleter(managed)
        throw Raised()
    }
    return capsule
}

nonisolated(unsafe) let legacyName = permanent("dltensor")
nonisolated(unsafe) let versionedName = permanent("dltensor_versioned")
nonisolated(unsafe) let usedLegacyName = permanent("used_dltensor")
nonisolated(unsafe) let usedVersionedName = permanent("used_dltensor_versioned")

/// What becomes of a capsule that nobody took.
private let dropLegacy: PyCapsule_Destructor = { capsule in
    guard PyCapsule_IsValid(capsule, legacyName) != 0, let raw = PyCapsule_GetPointer(capsule, legacyName) else { return }
    let managed = raw.assumingMemoryBound(to: DLManagedTensor.self)
    managed.pointee.deleter(managed)
}

private let dropVersioned: PyCapsule_Destructor = { capsule in
    guard PyCapsule_IsValid(capsule, versionedName) != 0, let raw = PyCapsule_GetPointer(capsule, versionedName) else { return }
    let managed = raw.assumingMemoryBound(to: DLManagedTensorVersioned.self)
    managed.pointee.deleter(managed)
}
