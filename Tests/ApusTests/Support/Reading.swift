@testable import Apus

/// The elements in row-major order as numbers, read one by one through the layout, without the library's own copying.
func numbers(_ array: some ArrayFace) -> [Double] {
    let value = array.value
    return indices(of: value.shape).map { index in
        let position = zip(index, value.layout.strides).reduce(value.layout.offset) { $0 + $1.0 * $1.1 }
        return Scalar(loading: value.storage.pointer + position * value.dtype.size, as: value.dtype).doubleValue
    }
}

/// 0, 1, 2, ... in a shape.
func counting<Face: ArrayFace>(_ shape: Shape, dtype: DType = .int64, as face: Face.Type) -> Face {
    let count = shape.product
    return Face(Array(0..<count), dtype: dtype).reshape(shape)
}

/// The error that `body` throws, or nil.
func errorThrown(by body: () throws(ApusError) -> Void) -> ApusError? {
    do {
        try body()
        return nil
    } catch {
        return error
    }
}
