import ApusCore

/// The elements of an array that are shown: everything, or the corners when the array is summarised. No others are
/// read, so the size of a summarised array does not matter.
struct ShownElements {
    /// One axis of the printed array.
    struct Axis {
        /// Number of elements shown before the ellipsis, or all of them without one.
        let leading: Int
        /// Number of elements shown after the ellipsis; nil when nothing is left out.
        let trailing: Int?

        var count: Int { leading + (trailing ?? 0) }
    }

    let axes: [Axis]
    /// Shown elements in row-major order.
    let elements: [PrintElement]

    /// - Parameter edges: how many elements to show at the start and at the end of an axis with more than
    ///   `limit` elements; nil shows everything.
    init(_ array: Strided, edges: (leading: Int, trailing: Int, limit: Int)?) {
        axes = array.shape.map { length in
            guard let edges, length > edges.limit else { return Axis(leading: length, trailing: nil) }
            return Axis(leading: edges.leading, trailing: edges.trailing)
        }
        elements = ShownElements.gather(array, axes)
    }

    private static func gather(_ array: Strided, _ axes: [Axis]) -> [PrintElement] {
        let count = axes.reduce(1) { $0 * $1.count }
        var elements: [PrintElement] = []
        elements.reserveCapacity(count)
        var position = Array(repeating: 0, count: axes.count)
        for _ in 0..<count {
            var offset = 0
            for axis in axes.indices {
                let skipped = position[axis] < axes[axis].leading ? 0 : array.shape[axis] - axes[axis].count
                offset += (position[axis] + skipped) * array.layout.strides[axis]
            }
            elements.append(PrintElement(loading: array.pointer + offset * array.dtype.size, as: array.dtype))
            advance(&position, axes)
        }
        return elements
    }

    private static func advance(_ position: inout [Int], _ axes: [Axis]) {
        for axis in axes.indices.reversed() {
            position[axis] += 1
            if position[axis] < axes[axis].count { return }
            position[axis] = 0
        }
    }
}
