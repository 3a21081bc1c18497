internal import Apus
internal import ApusCore
internal import CPython

/// Reads nested lists and tuples of numbers, and of arrays, into one array.
struct NestedSequence {
    private var shape: [Int] = []
    /// Whether the number of axes is settled: an element or an empty list has been met.
    private var isClosed = false
    private var leaves: [Scalar] = []
    /// The dtypes of the arrays among the elements.
    private var dtypes: Set<DType> = []
    private var hasNumbers = false
    private let world: World

    /// The array that a list or tuple describes.
    ///
    /// Numbers alone give bool, int64, the world's default float or its complex type; arrays among them bring their dtypes.
    static func read(_ object: Reference, dtype: DType?, world: World) throws -> Strided {
        var reader = NestedSequence(world: world)
        try reader.read(object, depth: 0)
        return try reader.result(dtype)
    }

    private init(world: World) { self.world = world }

    private mutating func read(_ object: Reference, depth: Int) throws {
        if let scalar = try scalar(object) {
            try close(depth)
            leaves.append(scalar)
            hasNumbers = true
            return
        }
        if isList(object) || isTuple(object) {
            try readSequence(object, depth)
        } else if let value = try face(object)?.value ?? importedArray(object) {
            try readArray(onHost(value), depth)
        } else if PyIndex_Check(object) != 0 || PyObject_HasAttrString(object, "__float__") != 0 {
            guard let scalar = try number(object) else { throw notANumber(object) }
            try close(depth)
            leaves.append(scalar)
            hasNumbers = true
        } else if !isString(object) && !isBytes(object) && PySequence_Check(object) != 0 {
            try readSequence(object, depth)
        } else {
            throw notANumber(object)
        }
    }

    private mutating func readSequence(_ object: Reference, _ depth: Int) throws {
        let count = PySequence_Size(object)
        if count < 0 { throw Raised() }
        if depth >= 64 { throw PythonError.value("lists nested deeper than 64 axes, or in themselves") }
        try extend(depth, count)
        if count == 0 { isClosed = true }
        for index in 0..<count {
            let item = try checked(PySequence_GetItem(object, index))
            defer { Py_DecRef(item) }
            try read(item, depth: depth + 1)
        }
    }

    private mutating func readArray(_ value: Strided, _ depth: Int) throws {
        for (axis, size) in value.shape.enumerated() { try extend(depth + axis, size) }
        try close(depth + value.rank)
        dtypes.insert(value.dtype)
        let flat = try contiguous(value)
        for index in 0..<flat.count {
            leaves.append(Scalar(loading: flat.pointer + index * flat.dtype.size, as: flat.dtype))
        }
    }

    /// Meets a list of `count` elements at a depth.
    private mutating func extend(_ depth: Int, _ count: Int) throws {
        if depth == shape.count && !isClosed {
            shape.append(count)
        } else if depth >= shape.count || shape[depth] != count {
            throw ragged()
        }
    }

    /// Meets an element at a depth.
    private mutating func close(_ depth: Int) throws {
        guard depth == shape.count else { throw ragged() }
        isClosed = true
    }

    private func ragged() -> PythonError {
        PythonError(class: Exceptions.shape, "the nested lists have different sizes; they were begun as shape \(Dims(shape))")
    }

    private func notANumber(_ object: Reference) -> PythonError {
        .type("an array cannot be made of \(typeName(object)) objects")
    }

    /// The dtype in which the elements meet.
    private func commonDType() throws -> DType {
        var result: DType?
        for dtype in dtypes { result = try result.map { try world.promote($0, dtype) } ?? dtype }
        guard hasNumbers || result == nil else { return result! }
        guard let widest = leaves.max(by: { rank($0) < rank($1) }) else { return world.defaultFloat }
        if let result { return world.promote(result, with: widest) }
        if case .uint = widest, leaves.contains(where: { if case .int(let value) = $0 { value < 0 } else { false } }) {
            throw PythonError.overflow("integers above the range of int64 beside negative ones")
        }
        return world.dtype(of: widest)
    }

    private func rank(_ scalar: Scalar) -> Int {
        switch scalar {
        case .bool: 0
        case .int: 1
        case .uint: 2
        case .float: 3
        case .complex: 4
        }
    }

    private func result(_ wanted: DType?) throws -> Strided {
        let dtype = try wanted ?? commonDType()
        let out = try Strided.empty(Dims(shape), dtype)
        let size = dtype.size
        for (index, leaf) in leaves.enumerated() {
            try checkFits(leaf, in: dtype)
            leaf.store(to: out.pointer + index * size, as: dtype)
        }
        return out
    }
}

/// Refuses a number that an element of a dtype cannot be: an integer out of its range, or a complex number among reals.
func checkFits(_ scalar: Scalar, in dtype: DType) throws {
    switch scalar {
    case .int(let value) where dtype.isInteger && dtype != .int64:
        let bits = dtype.size * 8
        let fits = dtype.isUnsigned
            ? value >= 0 && (bits == 64 || value >> Int64(bits) == 0)
            : value >= -(1 << Int64(bits - 1)) && value < 1 << Int64(bits - 1)
        if !fits { throw PythonError.overflow("the integer \(value) is out of bounds for \(dtype)") }
    case .uint(let value) where dtype.isInteger && dtype != .uint64:
        throw PythonError.overflow("the integer \(value) is out of bounds for \(dtype)")
    case .complex where !dtype.isComplex:
        throw PythonError.type("a complex number cannot be an element of dtype \(dtype)")
    default: break
    }
}
