import Apus

/// Calls `body` with the same contents in every layout: row-major, the axes stored in reverse order, every second
/// element of a larger array, with each axis reversed, at an offset, and, along axes on which all elements agree,
/// repeated by a stride of 0. The name of the layout comes first, for messages.
///
/// The copies are made element by element, without the library's own copying.
func forEachLayout<Face: ArrayFace>(
    of array: Face, _ body: (_ name: String, _ array: Face) throws -> Void
) rethrows {
    for (name, layout) in layouts(of: array.value) { try body(name, Face(value: rewritten(array.value, as: layout))) }
}

/// Two operands in every pair of layouts.
func forEachLayout<Face: ArrayFace>(
    of a: Face, _ b: Face, _ body: (_ name: String, _ a: Face, _ b: Face) throws -> Void
) rethrows {
    try forEachLayout(of: a) { first, a in
        try forEachLayout(of: b) { second, b in try body("\(first), \(second)", a, b) }
    }
}

private func layouts(of value: Strided) -> [(String, Layout)] {
    let shape = value.shape
    var result = [("contiguous", Layout(contiguous: shape)), ("offset", Layout(contiguous: shape, offset: 3))]
    if shape.count > 1 {
        let reversed = Layout.contiguousStrides(Dims(shape.reversed()))
        result.append(("transposed", Layout(shape: shape, strides: Dims(reversed.reversed()))))
    }
    guard shape.count > 0 else { return result }
    var sliced = Layout(contiguous: Dims(shape.map { 2 * $0 + 1 }), offset: 1)
    for axis in 0..<shape.count { sliced.strides[axis] *= 2 }
    sliced.shape = shape
    result.append(("sliced", sliced))
    for axis in 0..<shape.count {
        var negative = Layout(contiguous: shape)
        negative.offset = max(shape[axis] - 1, 0) * negative.strides[axis]
        negative.strides[axis] = -negative.strides[axis]
        result.append(("negative stride on axis \(axis)", negative))
        if value.count > 0 && isConstant(value, along: axis) {
            var repeated = Layout(contiguous: Dims(shape.enumerated().map { $0.offset == axis ? 1 : $0.element }))
            repeated.shape = shape
            repeated.strides[axis] = 0
            result.append(("broadcast along axis \(axis)", repeated))
        }
    }
    return result
}

/// The contents in new memory, laid out as told.
private func rewritten(_ value: Strided, as layout: Layout) -> Strided {
    let size = value.dtype.size
    let storage = trapping { () throws(ApusError) -> Storage in
        try Storage.allocate(byteCount: (layout.extent.upperBound + 1) * size)
    }
    storage.pointer.initializeMemory(as: UInt8.self, repeating: 0x7F, count: storage.byteCount)
    let result = Strided(storage: storage, layout: layout, dtype: value.dtype)
    for index in indices(of: value.shape) {
        (storage.pointer + position(index, in: layout) * size).copyMemory(
            from: value.storage.pointer + position(index, in: value.layout) * size, byteCount: size)
    }
    return result
}

private func isConstant(_ value: Strided, along axis: Int) -> Bool {
    let size = value.dtype.size
    return indices(of: value.shape).allSatisfy { index in
        var first = index
        first[axis] = 0
        return (0..<size).allSatisfy { byte in
            (value.storage.pointer + position(index, in: value.layout) * size + byte).load(as: UInt8.self)
                == (value.storage.pointer + position(first, in: value.layout) * size + byte).load(as: UInt8.self)
        }
    }
}

private func position(_ index: [Int], in layout: Layout) -> Int {
    zip(index, layout.strides).reduce(layout.offset) { $0 + $1.0 * $1.1 }
}

/// Every index of a shape, in row-major order.
func indices(of shape: Shape) -> [[Int]] {
    shape.reduce([[]]) { prefixes, size in prefixes.flatMap { prefix in (0..<size).map { prefix + [$0] } } }
}
