import ApusCore
import ComplexModule

/// What coefficients of a series may be: numbers, or arrays of them, through which gradients flow.
protocol SeriesTerm {
    static func + (a: Self, b: Self) -> Self
    static func - (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    static func / (a: Self, b: Self) -> Self
    static prefix func - (a: Self) -> Self
    func times(_ factor: Double) -> Self
    func over(_ divisor: Double) -> Self
    func plus(_ number: Double) -> Self
    func subtracted(from number: Double) -> Self
    /// Whether it is known to be 0, so that it may be left out at the end of a series.
    var isZero: Bool { get }
    /// In ascending order, complex numbers by their real parts first, where terms have an order.
    static func sorted(_ terms: [Self]) -> [Self]
    /// Whether the elements decide nothing, so that a result's shape does not depend on them.
    static var isOpaque: Bool { get }
}

extension SeriesTerm {
    static var isOpaque: Bool { false }
}

extension Double: SeriesTerm {
    func times(_ factor: Double) -> Double { self * factor }
    func over(_ divisor: Double) -> Double { self / divisor }
    func plus(_ number: Double) -> Double { self + number }
    func subtracted(from number: Double) -> Double { number - self }
    static func sorted(_ terms: [Double]) -> [Double] { terms.sorted { $0 < $1 || $1.isNaN && !$0.isNaN } }
}

extension Float: SeriesTerm {
    func times(_ factor: Double) -> Float { self * Float(factor) }
    func over(_ divisor: Double) -> Float { self / Float(divisor) }
    func plus(_ number: Double) -> Float { self + Float(number) }
    func subtracted(from number: Double) -> Float { Float(number) - self }
    static func sorted(_ terms: [Float]) -> [Float] { terms.sorted { $0 < $1 || $1.isNaN && !$0.isNaN } }
}

/// A complex number as its two parts, divided by Smith's algorithm ("Algorithm 116", 1962) as in NumPy.
struct ComplexTerm<Part: BinaryFloatingPoint>: SeriesTerm {
    var x: Part
    var y: Part

    static func + (a: Self, b: Self) -> Self { Self(x: a.x + b.x, y: a.y + b.y) }
    static func - (a: Self, b: Self) -> Self { Self(x: a.x - b.x, y: a.y - b.y) }
    static func * (a: Self, b: Self) -> Self { Self(x: a.x * b.x - a.y * b.y, y: a.x * b.y + a.y * b.x) }
    static func / (a: Self, b: Self) -> Self {
        if b.x.magnitude >= b.y.magnitude {
            if b.x == 0 && b.y == 0 { return Self(x: a.x / b.x.magnitude, y: a.y / b.x.magnitude) }
            let ratio = b.y / b.x, scale = 1 / (b.x + b.y * ratio)
            return Self(x: (a.x + a.y * ratio) * scale, y: (a.y - a.x * ratio) * scale)
        }
        let ratio = b.x / b.y, scale = 1 / (b.y + b.x * ratio)
        return Self(x: (a.x * ratio + a.y) * scale, y: (a.y * ratio - a.x) * scale)
    }
    static prefix func - (a: Self) -> Self { Self(x: -a.x, y: -a.y) }
    func times(_ factor: Double) -> Self { Self(x: x * Part(factor), y: y * Part(factor)) }
    func over(_ divisor: Double) -> Self { Self(x: x / Part(divisor), y: y / Part(divisor)) }
    func plus(_ number: Double) -> Self { Self(x: x + Part(number), y: y) }
    func subtracted(from number: Double) -> Self { Self(x: Part(number) - x, y: -y) }
    var isZero: Bool { x == 0 && y == 0 }
    static func sorted(_ terms: [Self]) -> [Self] { terms.sorted { ($0.x, $0.y) < ($1.x, $1.y) } }
}

/// An array as one term: what is done to it is done to all of its elements, and recorded.
struct FaceTerm<Face: ArrayFace>: SeriesTerm {
    let face: Face

    static func + (a: Self, b: Self) -> Self { Self(face: .make(Add(), a.face, b.face)) }
    static func - (a: Self, b: Self) -> Self { Self(face: .make(Subtract(), a.face, b.face)) }
    static func * (a: Self, b: Self) -> Self { Self(face: .make(Multiply(), a.face, b.face)) }
    static func / (a: Self, b: Self) -> Self { Self(face: .make(Divide(), a.face, b.face)) }
    static prefix func - (a: Self) -> Self { Self(face: .make(Negative(), a.face)) }
    func times(_ factor: Double) -> Self { Self(face: .make(Multiply(), face, factor)) }
    func over(_ divisor: Double) -> Self { Self(face: .make(Divide(), face, divisor)) }
    func plus(_ number: Double) -> Self { Self(face: .make(Add(), face, number)) }
    func subtracted(from number: Double) -> Self { Self(face: .make(Subtract(), number, face)) }

    static var isOpaque: Bool { true }

    /// Of arrays in memory, whether all elements are 0.
    var isZero: Bool {
        guard let array = face as? NDArray, array.device == .cpu else { return false }
        return array.elements(as: Complex<Double>.self).allSatisfy { $0.rawStorage.x == 0 && $0.rawStorage.y == 0 }
    }
    static func sorted(_ terms: [Self]) -> [Self] { terms }
}

/// A function of series that gives series.
protocol SeriesFunction {
    func callAsFunction<Term: SeriesTerm>(_ inputs: [[Term]]) throws(ApusError) -> [[Term]]
}

extension SeriesFunction {
    /// The function of vectors of coefficients: on numbers for arrays, whose zeros at the end are left out of operands first
    /// if `trims` says so, on tensors term by term.
    func apply<Face: ArrayFace>(_ inputs: [Face], _ operation: String, trims: Bool = true) throws(ApusError) -> [Face] {
        var vectors: [Face] = []
        for input in inputs {
            guard input.rank <= 1 else { throw .argument(operation: operation, message: "Coefficient array is not 1-d") }
            guard input.count > 0 else { throw .argument(operation: operation, message: "Coefficient array is empty") }
            _ = try commonDevice(operation, inputs[0].value, input.value)
            vectors.append(input.rank == 1 ? input : try .apply(Reshape(shape: [1]), input))
        }
        return try map(vectors, Self.commonType(vectors), trims: trims)
    }

    /// The dtype in which series meet: integers count as the world's default float.
    static func commonType<Face: ArrayFace>(_ inputs: [Face]) throws(ApusError) -> DType {
        let dtypes = inputs.map { $0.dtype.isInexact ? $0.dtype : Face.world.defaultFloat }
        var common = dtypes[0]
        for dtype in dtypes.dropFirst() { common = try Face.world.promote(common, dtype) }
        return common
    }

    /// The function of series along the first axis.
    func map<Face: ArrayFace>(_ inputs: [Face], _ dtype: DType, trims: Bool) throws(ApusError) -> [Face] {
        guard Face.world == .numpy, inputs.allSatisfy({ $0.rank <= 1 && $0.device == .cpu }) else { return try mapTerms(inputs, dtype) }
        let values = inputs.map(\.value)
        let results: [Strided]
        switch dtype {
        case .float64: results = try mapNumbers(values, Double.self, .float64, trims)
        case .complex64: results = try mapNumbers(values, ComplexTerm<Float>.self, .complex64, trims)
        case .complex128: results = try mapNumbers(values, ComplexTerm<Double>.self, .complex128, trims)
        default: results = try mapNumbers(values, Float.self, .float32, trims)
        }
        return try results.map { value throws(ApusError) in
            Face(value: value.dtype == dtype ? value : try castCopy(value, to: dtype))
        }
    }

    private func mapNumbers<Number: SeriesTerm>(
        _ inputs: [Strided], _ type: Number.Type, _ dtype: DType, _ trims: Bool
    ) throws(ApusError) -> [Strided] {
        let series = try inputs.map { input throws(ApusError) -> [Number] in
            let values = try castCopy(input, to: dtype)
            let pointer = values.pointer.assumingMemoryBound(to: Number.self)
            let numbers = withExtendedLifetime(values) { Array(UnsafeBufferPointer(start: pointer, count: values.count)) }
            return trims && input.rank == 1 ? trimmed(numbers) : numbers
        }
        return try self(series).map { numbers throws(ApusError) in
            let value = try Strided.empty([numbers.count], dtype)
            numbers.withUnsafeBytes { bytes in
                if let base = bytes.baseAddress { value.pointer.copyMemory(from: base, byteCount: bytes.count) }
            }
            return value
        }
    }

    private func mapTerms<Face: ArrayFace>(_ inputs: [Face], _ dtype: DType) throws(ApusError) -> [Face] {
        let series = try inputs.map { input throws(ApusError) -> [FaceTerm<Face>] in
            let values: Face = input.dtype == dtype ? input : try .apply(Cast(dtype: dtype), input)
            return input.rank == 0 ? [FaceTerm(face: values)] : try Unbind.apply(values, 0).map { FaceTerm(face: $0) }
        }
        return try self(series).map { terms throws(ApusError) in try Stack.apply(terms.map(\.face), 0) }
    }
}

/// A series without the zeros at its end; of nothing but zeros, the first.
func trimmed<Term: SeriesTerm>(_ series: [Term]) -> [Term] {
    guard let last = series.last, last.isZero else { return series }
    return Array(series[...(series.lastIndex { !$0.isZero } ?? 0)])
}
