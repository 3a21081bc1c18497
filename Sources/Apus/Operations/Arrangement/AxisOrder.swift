import ApusCore

/// The order in which the elements of an array are counted.
public enum ElementOrder: String, Sendable {
    /// The last axis first: C's order.
    case rowMajor = "C"
    /// The first axis first: Fortran's order.
    case columnMajor = "F"
    /// Fortran's order if the elements lie so in memory, else C's.
    case asStored = "A"
    /// The order in memory, as far as strides tell it.
    case kept = "K"

    static func named(_ name: String, _ operation: String) throws(ApusError) -> ElementOrder {
        guard let order = ElementOrder(rawValue: name.uppercased()) else {
            throw .argument(operation: operation, message: "order '\(name)' must be C, F, A or K")
        }
        return order
    }

    /// The axes in the order in which they are counted, slowest first.
    func axes(_ layout: Layout) -> Dims {
        let forward = Dims(0..<layout.rank), backward = Dims((0..<layout.rank).reversed())
        switch self {
        case .rowMajor: return forward
        case .columnMajor: return backward
        case .asStored: return !layout.isContiguous && layout.permuted(backward).isContiguous ? backward : forward
        case .kept:
            // Axes of size 1 have no say; a stable sort by falling strides.
            var order = Array(forward)
            for i in order.indices.dropFirst() {
                var place = i
                while place > 0, isFaster(layout, order[place - 1], than: order[place]) {
                    order.swapAt(place - 1, place)
                    place -= 1
                }
            }
            return Dims(order)
        }
    }

    private func isFaster(_ layout: Layout, _ a: Int, than b: Int) -> Bool {
        layout.shape[a] > 1 && layout.shape[b] > 1 && layout.strides[a].magnitude < layout.strides[b].magnitude
    }
}

/// The elements along one axis.
enum Ravel: TableOperation {
    static var name: String { "ravel" }
    static var parameters: [Parameter] { [.array("x"), Parameter("order", .text, default: "C").known()] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), .named(arguments.text("order", default: "C"), name))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ order: ElementOrder) throws(ApusError) -> Face {
        let axes = order.axes(x.value.layout)
        let turned: Face = axes.elementsEqual(0..<x.rank) ? x : try .apply(Permute(axes: axes), x)
        return try .apply(Reshape(shape: [-1]), turned)
    }
}

/// Two axes exchanged.
enum SwapAxes: TableOperation {
    static var name: String { "swapAxes" }
    static var parameters: [Parameter] { [.array("x"), Parameter("axis1", .integer), Parameter("axis2", .integer)] }
    static var takesNumbersAsVectors: Bool { true }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.integer("axis1"), arguments.integer("axis2"))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ first: Int, _ second: Int) throws(ApusError) -> Face {
        if Face.world == .torch, x.rank == 0, (-1...0).contains(first), (-1...0).contains(second) {
            return try .apply(Permute(axes: []), x)
        }
        let a = try normalizedAxis(first, rank: x.rank, name), b = try normalizedAxis(second, rank: x.rank, name)
        var order = Dims(0..<x.rank)
        (order[a], order[b]) = (b, a)
        return try .apply(Permute(axes: order), x)
    }
}

/// An axis moved to before another.
enum RollAxis: TableOperation {
    static var name: String { "rollAxis" }
    static var parameters: [Parameter] {
        [.array("x"), Parameter("axis", .integer), Parameter("start", .integer, default: 0)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.integer("axis"), arguments.integer("start", default: 0))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ axis: Int, _ start: Int) throws(ApusError) -> Face {
        let axis = try normalizedAxis(axis, rank: x.rank, name)
        let place = start < 0 ? start + x.rank : start
        guard place >= 0, place <= x.rank else {
            throw .index(operation: name, message: "axis \(start) as a place among \(x.rank) axes; it must be in \(-x.rank)...\(x.rank)")
        }
        var order = Array(0..<x.rank)
        order.remove(at: axis)
        order.insert(axis, at: place > axis ? place - 1 : place)
        return try .apply(Permute(axes: Dims(order)), x)
    }
}

/// The elements of an array over and over, in a shape of any size.
enum Resize: TableOperation {
    static var name: String { "resize" }
    static var parameters: [Parameter] { [.array("x"), Parameter("shape", .integers)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), Dims(arguments.integers("shape")))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ shape: Dims) throws(ApusError) -> Face {
        if let size = shape.first(where: { $0 < 0 }) {
            throw .shape(operation: name, message: "an axis cannot have \(size) elements, in shape \(shape)")
        }
        guard let count = shape.checkedProduct, count < 1 << 56 else { throw .outOfMemory(requested: .max, device: x.device) }
        if x.count == 0 || count == 0 { return Face(value: try filled(shape, 0, x.dtype, x.device)) }
        let line: Face = try .apply(Reshape(shape: [-1]), x)
        let copies = (count - 1) / x.count + 1
        let tiled = try Tile.apply(line, [copies])
        return try .apply(Reshape(shape: shape), Split.part(tiled, 0, 0, count))
    }
}

extension ArrayFace {
    /// The elements along one axis in any order: a view where strides allow, else a copy. `numpy.ravel`.
    public func ravel(order: ElementOrder) -> Self {
        trapping { () throws(ApusError) -> Self in try Ravel.apply(self, order) }
    }

    /// The elements, counted in an order, in another shape that is counted so: for `.columnMajor`, the first axis first.
    /// `numpy.reshape`.
    public func reshape(_ shape: Shape, order: ElementOrder) -> Self {
        order.axes(value.layout).elementsEqual(0..<rank) ? reshape(shape) : T.reshape(Dims(shape.reversed())).T
    }

    /// A view with an axis moved to before the one at `start`. `numpy.rollaxis`.
    public func rollAxis(_ axis: Int, to start: Int = 0) -> Self {
        trapping { () throws(ApusError) -> Self in try RollAxis.apply(self, axis, start) }
    }

    /// A copy with the elements in row-major order, from the start again where they end, in another shape. Of an array
    /// without elements, zeros. `numpy.resize`.
    public func resize(_ shape: Shape) -> Self {
        trapping { () throws(ApusError) -> Self in try Resize.apply(self, shape) }
    }

    /// The shape to which shapes broadcast together. `numpy.broadcast_shapes`, `torch.broadcast_shapes`.
    public static func broadcastShapes(_ shapes: [Shape]) throws(ApusError) -> Shape {
        var result = Dims()
        for shape in shapes {
            guard let wider = Layout.broadcastShape(result, shape) else { throw doNotBroadcast("broadcastShapes", result, shape) }
            result = wider
        }
        return result
    }
}
