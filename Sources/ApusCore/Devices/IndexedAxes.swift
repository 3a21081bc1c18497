/// What integer-array indexing takes from an array: groups of axes, each replaced by one array of positions. The arrays
/// broadcast to one shape, whose axes stand together in the result.
public struct IndexedAxes: Sendable {
    /// Neighbouring axes that one array of positions names together, counted in row-major order over them. An integer
    /// array indexes one axis; a mask indexes as many as it has.
    public struct Group: Sendable {
        public var axis: Int
        public var count: Int
        /// int64, in range, in host memory or on the array's device.
        public var positions: Strided

        public init(axis: Int, count: Int, positions: Strided) {
            self.axis = axis
            self.count = count
            self.positions = positions
        }
    }

    /// In ascending order of their axes.
    public var groups: [Group]
    /// The shape to which all positions broadcast.
    public var shape: Dims
    /// How many of the axes that are left stand before those of `shape` in the result.
    public var place: Int

    public init(groups: [Group], shape: Dims, place: Int) {
        self.groups = groups
        self.shape = shape
        self.place = place
    }

    /// One axis indexed by one array, whose axes take its place.
    public init(axis: Int, positions: Strided) {
        self.init(
            groups: [Group(axis: axis, count: 1, positions: positions)], shape: positions.shape, place: axis)
    }
}

extension IndexedAxes {
    /// The axes of an array of `rank` axes that are not indexed.
    public func rest(rank: Int) -> Dims {
        var result = Dims()
        var axis = 0
        for group in groups {
            while axis < group.axis {
                result.append(axis)
                axis += 1
            }
            axis += group.count
        }
        while axis < rank {
            result.append(axis)
            axis += 1
        }
        return result
    }

    /// The shape of what is taken from an array of shape `x`.
    public func result(_ x: Dims) -> Dims {
        let rest = rest(rank: x.count)
        var result = Dims()
        for i in 0..<place { result.append(x[rest[i]]) }
        for size in shape { result.append(size) }
        for i in place..<rest.count { result.append(x[rest[i]]) }
        return result
    }

    /// Whether the groups are neighbours and the result has their axes where the array has them.
    var isBlock: Bool {
        guard let first = groups.first, first.axis == place else { return false }
        var next = place
        for group in groups {
            if group.axis != next { return false }
            next += group.count
        }
        return true
    }
}
