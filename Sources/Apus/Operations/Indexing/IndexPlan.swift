/// What a list of indices asks of an array of a given shape: a view, and of that view what integer arrays and masks name.
struct IndexPlan {
    private(set) var steps: [BasicIndex.Step] = []
    private(set) var index: IndexedAxes?

    private var groups: [IndexedAxes.Group] = []
    /// The next axis in the view.
    private var axis = 0
    /// The next axis of the array.
    private var sourceAxis = 0
    private let shape: Dims
    private let device: Device
    private let world: World

    /// Where in the view the axes that arrays index begin, and whether other axes lie between them.
    private var place: Int?
    private var interrupted = false
    private var separated = false

    static let name = "index"

    init(_ indices: [any ArrayIndex], _ x: Strided, _ world: World) throws(ApusError) {
        shape = x.shape
        device = x.device
        self.world = world
        var items: [IndexItem.Kind] = []
        for index in indices { items.append(try index.indexItem.kind) }
        let taken = try axesTaken(items)
        for item in items { try add(item, ellipsis: shape.count - taken) }
        try finish()
    }

    /// How many axes the indices other than the ellipsis stand for.
    private func axesTaken(_ items: [IndexItem.Kind]) throws(ApusError) -> Int {
        var taken = 0
        var ellipses = 0
        for item in items {
            switch item {
            case .integer, .slice: taken += 1
            case .newAxis: break
            case .ellipsis: ellipses += 1
            case .array(let array): taken += array.dtype == .bool ? array.rank : 1
            }
        }
        if ellipses > 1 { throw .argument(operation: IndexPlan.name, message: "more than one ellipsis") }
        guard taken <= shape.count else {
            throw .index(
                operation: IndexPlan.name, message: "\(taken) indices for shape \(shape), which has \(shape.count) axes")
        }
        return taken
    }

    private mutating func add(_ item: IndexItem.Kind, ellipsis: Int) throws(ApusError) {
        switch item {
        case .integer(let position): try select(position)
        case .slice(let from, let to, let step): try slice(from, to, step)
        case .newAxis:
            steps.append(.insert(axis: axis))
            axis += 1
            interrupt()
        case .ellipsis:
            axis += ellipsis
            sourceAxis += ellipsis
            interrupt()
        case .array(let array) where array.dtype == .bool: try addMask(array)
        case .array(let array) where array.rank == 0 && array.dtype.isInteger && array.device == .cpu:
            try select(Int(Scalar(loading: array.pointer, as: array.dtype).int64Value))
        case .array(let array): try addPositions(array)
        }
    }

    private mutating func select(_ position: Int) throws(ApusError) {
        let size = shape[sourceAxis]
        let wrapped = position < 0 ? position + size : position
        guard wrapped >= 0 && wrapped < size else {
            throw outOfRange(IndexPlan.name, position, axis: sourceAxis, size: size)
        }
        steps.append(.select(axis: axis, position: wrapped))
        sourceAxis += 1
        // NumPy counts an integer beside arrays as one of them.
        if world == .numpy { join() }
    }

    private mutating func slice(_ from: Int?, _ to: Int?, _ step: Int) throws(ApusError) {
        let size = shape[sourceAxis]
        let (start, count) = try sliceBounds(from, to, step, size: size)
        if start != 0 || step != 1 || count != size {
            steps.append(.slice(axis: axis, start: start, step: step, size: count))
        }
        axis += 1
        sourceAxis += 1
        interrupt()
    }

    private mutating func addMask(_ mask: Strided) throws(ApusError) {
        let sizes = Dims(shape[sourceAxis..<(sourceAxis + mask.rank)])
        // The array API standard lets a mask without elements choose none along axes of any size.
        let choosesNone = world == .numpy && (0..<mask.rank).allSatisfy { [0, sizes[$0]].contains(mask.shape[$0]) }
        guard mask.shape == sizes || choosesNone else {
            throw .index(
                operation: IndexPlan.name,
                message: "a mask of shape \(mask.shape) for axes \(sourceAxis)..<\(sourceAxis + mask.rank) of shape \(shape); "
                    + "their sizes must be equal")
        }
        try checkIndexDevice(mask)
        join()
        groups.append(IndexedAxes.Group(axis: axis, count: mask.rank, positions: try truePositions(mask)))
        axis += mask.rank
        sourceAxis += mask.rank
    }

    private mutating func addPositions(_ array: Strided) throws(ApusError) {
        try checkIndexDevice(array)
        join()
        let positions = try checkedPositions(array, axis: sourceAxis, size: shape[sourceAxis], IndexPlan.name)
        groups.append(IndexedAxes.Group(axis: axis, count: 1, positions: positions))
        axis += 1
        sourceAxis += 1
    }

    private func checkIndexDevice(_ index: Strided) throws(ApusError) {
        try Apus.checkIndexDevice(index, of: device, IndexPlan.name)
    }

    /// An index that is, or counts as, an array.
    private mutating func join() {
        if place == nil { place = axis }
        if interrupted { separated = true }
    }

    /// An index that is no array.
    private mutating func interrupt() { interrupted = place != nil }

    private mutating func finish() throws(ApusError) {
        guard let first = groups.first else { return }
        var common = first.positions.shape
        for group in groups.dropFirst() {
            guard let shape = Layout.broadcastShape(common, group.positions.shape) else {
                throw .shape(
                    operation: IndexPlan.name,
                    message: "index arrays of shapes \(groups.map { "\($0.positions.shape)" }.joined(separator: ", ")) do not "
                        + "broadcast")
            }
            common = shape
        }
        index = IndexedAxes(groups: groups, shape: common, place: separated ? 0 : place!)
    }
}

/// The first position and the number of positions of a slice, by Python's rules.
func sliceBounds(_ from: Int?, _ to: Int?, _ step: Int, size: Int) throws(ApusError) -> (start: Int, count: Int) {
    guard step != 0 else { throw .argument(operation: IndexPlan.name, message: "a slice cannot have step 0") }
    let (low, high) = step > 0 ? (0, size) : (-1, size - 1)
    func clamped(_ bound: Int) -> Int { bound < 0 ? max(bound + size, low) : min(bound, high) }
    let start = from.map(clamped) ?? (step > 0 ? low : high)
    let stop = to.map(clamped) ?? (step > 0 ? high : low)
    let span = step > 0 ? stop - start : start - stop
    return (start, span <= 0 ? 0 : Int(UInt(span - 1) / step.magnitude) + 1)
}

func outOfRange(_ operation: String, _ position: Int, axis: Int, size: Int) -> ApusError {
    .index(
        operation: operation,
        message: size == 0
            ? "index \(position) for axis \(axis), which has no positions"
            : "index \(position) is out of range for axis \(axis) of size \(size); it must be in \(-size)...\(size - 1)")
}

/// Refuses indices that are on neither the host nor the device of what they index.
func checkIndexDevice(_ index: Strided, of device: Device, _ operation: String) throws(ApusError) {
    guard index.device == .cpu || index.device == device else {
        throw .device("\(operation): indices on device \(index.device) for an array on \(device); move them with to(device:)")
    }
}

/// A copy of integer indices as int64, negative ones counted from the end; an error if one is out of range.
func checkedPositions(_ indices: Strided, axis: Int, size: Int, _ operation: String) throws(ApusError) -> Strided {
    let positions = try rawPositions(indices, operation)
    if let bad = try positions.device.backend.wrapPositions(positions, bound: size) {
        let position = positions.pointer.load(fromByteOffset: 8 * bad, as: Int.self)
        throw outOfRange(operation, position, axis: axis, size: size)
    }
    return positions
}

/// A row-major copy of integer indices as int64.
func rawPositions(_ indices: Strided, _ operation: String) throws(ApusError) -> Strided {
    guard indices.dtype.isInteger else {
        throw .dtype(
            operation: operation,
            message: "indices must be integers (or, between brackets, booleans), not \(indices.dtype); cast with astype(.int64)")
    }
    return try castCopy(indices, to: .int64)
}

/// The row-major places of the true elements of a mask.
func truePositions(_ mask: Strided) throws(ApusError) -> Strided {
    let mask = try contiguous(mask)
    let backend = try mask.device.backend
    let positions = try Strided.empty([backend.countTrue(mask)], .int64, on: mask.device)
    try backend.truePositions(mask, to: positions)
    return positions
}
