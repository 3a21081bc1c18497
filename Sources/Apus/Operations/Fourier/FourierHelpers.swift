import ApusCore

/// A spectrum with the frequency 0 in the middle.
enum FFTShift: TableOperation {
    static var name: String { "fftshift" }
    static var parameters: [Parameter] { [.array("x"), Parameter("axes", .axes, optional: true)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.axes(), name) { $0 / 2 }]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ axes: Axes, _ name: String, by distance: (Int) -> Int
    ) throws(ApusError) -> Face {
        var chosen = Dims(0..<x.rank)
        if case .some(let axes) = axes { chosen = axes }
        var positions = Dims()
        for axis in chosen { positions.append(try normalizedAxis(axis, rank: x.rank, name)) }
        return try .apply(Roll(shifts: Dims(positions.map { distance(x.shape[$0]) }), axes: positions), x)
    }
}

/// The inverse of `FFTShift`.
enum InverseFFTShift: TableOperation {
    static var name: String { "ifftshift" }
    static var parameters: [Parameter] { FFTShift.parameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try FFTShift.apply(arguments.array("x"), arguments.axes(), name) { ($0 + 1) / 2 }]
    }
}

/// The frequencies of a transform's results.
enum FFTFrequencies: TableOperation {
    static var name: String { "fftfreq" }
    static var parameters: [Parameter] {
        [Parameter("n", .integer), Parameter("d", .real, default: 1.0), Parameter("dtype", .dtype, optional: true)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.integer("n"), arguments.real("d", default: 1), arguments.dtype(), name)]
    }

    static func apply<Face: ArrayFace>(
        _ n: Int, _ spacing: Double, _ dtype: DType?, _ name: String, half: Bool = false
    ) throws(ApusError) -> Face {
        guard n >= 0 else { throw .argument(operation: name, message: "\(n) points: the number must not be negative") }
        let dtype = dtype ?? Face.world.defaultFloat
        guard dtype.isInexact else { throw .dtype(operation: name, message: "frequencies have a floating dtype, not \(dtype)") }
        let exact = try Strided.empty([half ? n / 2 + 1 : n], dtype == .float64 ? .float64 : .float32)
        let unit = 1 / (Double(n) * spacing)
        let positive = half ? exact.count : (n + 1) / 2
        if dtype == .float64 {
            let numbers = exact.pointer.assumingMemoryBound(to: Double.self)
            for k in 0..<exact.count { numbers[k] = Double(k < positive ? k : k - n) * unit }
        } else {
            let numbers = exact.pointer.assumingMemoryBound(to: Float.self)
            for k in 0..<exact.count { numbers[k] = Float(k < positive ? k : k - n) * Float(unit) }
        }
        let result = Face(value: exact)
        return exact.dtype == dtype ? result : try .apply(Cast(dtype: dtype), result)
    }
}

/// The frequencies of a real transform's results.
enum RealFFTFrequencies: TableOperation {
    static var name: String { "rfftfreq" }
    static var parameters: [Parameter] { FFTFrequencies.parameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try FFTFrequencies.apply(arguments.integer("n"), arguments.real("d", default: 1), arguments.dtype(), name, half: true)]
    }
}
