internal import Apus
internal import ApusCore
internal import CPython

/// What `asarray` is asked for beside the object.
struct ArrayRequest {
    var dtype: DType?
    /// Whether memory of its own is wanted (true), forbidden (false), or taken where it must be (nil).
    var copy: Bool?
    var device: Device?

    /// The array of one face that an object is, holds, or describes.
    func array<Face: PythonFace>(_ object: Reference) throws -> Face {
        if let device, device != .cpu, Face.world == .numpy {
            throw PythonError(class: Exceptions.conversion, "an Array is in host memory; a Tensor can be on device \(device)")
        }
        if let existing = try sharedValue(object, Face.self) { return try adjusted(existing) }
        if copy == false {
            throw PythonError.value("asarray: \(typeName(object)) objects cannot be an array without a copy, which copy=False forbids")
        }
        let made = Face(value: try arrayValue(object, dtype: dtype, world: Face.world))
        return try placed(made)
    }

    /// An object that is an array already.
    private func sharedValue<Face: PythonFace>(_ object: Reference, _ face: Face.Type) throws -> Face? {
        if ApusPython.face(object) != nil { return try faceValue(object) }
        if try scalar(object) != nil { return nil }
        return try importedArray(object).map { Face(value: $0) }
    }

    private func adjusted<Face: PythonFace>(_ array: Face) throws -> Face {
        if let dtype, dtype != array.dtype {
            if copy == false { throw PythonError.value("asarray: another dtype needs a copy, which copy=False forbids") }
            return try placed(operated("astype", array, ["dtype": .dtype(dtype)]))
        }
        if copy == true { return try placed(operated("copy", array, [:])) }
        return try placed(array)
    }

    private func placed<Face: PythonFace>(_ array: Face) throws -> Face {
        guard let device, device != array.device, let tensor = array as? Tensor else { return array }
        return try tensor.to(device: device) as! Face
    }

    private func operated<Face: PythonFace>(
        _ name: String, _ array: Face, _ others: [String: Argument<Face>]
    ) throws -> Face {
        let values = others.merging(["x": .array(array)]) { a, _ in a }
        return try OperationTable[name]!.call(Arguments<Face>(name, values))[0]
    }
}
