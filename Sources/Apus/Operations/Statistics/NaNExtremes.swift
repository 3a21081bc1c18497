import ApusCore

/// The smallest or largest element that is not NaN.
protocol ExtremeWithoutNaN: TableOperation {
    associatedtype Plain: Extreme
    /// What is never chosen beside a number.
    static var last: Double { get }
}

extension ExtremeWithoutNaN {
    static var parameters: [Parameter] { Plain.parameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.axes(), arguments.boolean("keepDims", default: false))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ axes: Axes, _ keepDims: Bool) throws(ApusError) -> Face {
        let plain = Plain(axes: axes, keepDims: keepDims)
        guard x.dtype.isInexact else { return try .apply(plain, x) }
        if x.hasElements {
            let result: Face = try .apply(plain, x)
            if try !holdsAny(Face.apply(IsNaN(), result).value) { return result }
        }
        let replacement: Scalar = x.dtype.isComplex ? .complex(Complex(last, last)) : .float(last)
        let (elements, missing) = try WithoutNaN.replaced(x, replacement)
        let result: Face = try .apply(plain, elements)
        guard let missing else { return result }
        return try result.replacing(where: .apply(AllTrue(axes: axes, keepDims: keepDims), missing), with: .float(.nan))
    }
}

enum NaNMin: ExtremeWithoutNaN {
    typealias Plain = Smallest
    static var name: String { "nanMin" }
    static var last: Double { .infinity }
}

enum NaNMax: ExtremeWithoutNaN {
    typealias Plain = Largest
    static var name: String { "nanMax" }
    static var last: Double { -.infinity }
}

/// The position of the smallest or largest element that is not NaN.
protocol ExtremePositionWithoutNaN: TableOperation {
    associatedtype Plain: ExtremePosition
    static var last: Double { get }
}

extension ExtremePositionWithoutNaN {
    static var parameters: [Parameter] { Plain.parameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let keepDims = try arguments.boolean("keepDims", default: false)
        return [try apply(arguments.array("x"), arguments.optionalInteger("axis"), keepDims)]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ axis: Int?, _ keepDims: Bool) throws(ApusError) -> Face {
        let axes = axis.map { Axes($0) } ?? .all
        let replacement: Scalar = x.dtype.isComplex ? .complex(Complex(last, last)) : .float(last)
        let (elements, missing) = try WithoutNaN.replaced(x, replacement)
        let result: Face = try .apply(Plain(axes: axes, keepDims: keepDims), elements)
        if let missing, missing.hasElements, try holdsAny(Face.apply(AllTrue(axes: axes, keepDims: false), missing).value) {
            throw .argument(operation: name, message: "All-NaN slice encountered: there is no element to choose")
        }
        return result
    }
}

enum NaNArgMin: ExtremePositionWithoutNaN {
    typealias Plain = ArgMin
    static var name: String { "nanArgmin" }
    static var last: Double { .infinity }
}

enum NaNArgMax: ExtremePositionWithoutNaN {
    typealias Plain = ArgMax
    static var name: String { "nanArgmax" }
    static var last: Double { -.infinity }
}

extension ArrayFace {
    /// The smallest element along `axes` that is not NaN, by default of all; NaN where all are. No elements at all are an
    /// error. `numpy.nanmin`.
    public func nanMin(_ axes: Axes = .all, keepDims: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in try NaNMin.apply(self, axes, keepDims) }
    }

    /// The largest element along `axes` that is not NaN, otherwise as `nanMin`. `numpy.nanmax`.
    public func nanMax(_ axes: Axes = .all, keepDims: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in try NaNMax.apply(self, axes, keepDims) }
    }

    /// The position of the first smallest element along `axis` that is not NaN, as int64; without an axis, in the
    /// row-major order of all elements. A slice of nothing but NaN is an error. `numpy.nanargmin`.
    public func nanArgmin(axis: Int? = nil, keepDims: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in try NaNArgMin.apply(self, axis, keepDims) }
    }

    /// The position of the first largest element along `axis` that is not NaN, otherwise as `nanArgmin`.
    /// `numpy.nanargmax`.
    public func nanArgmax(axis: Int? = nil, keepDims: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in try NaNArgMax.apply(self, axis, keepDims) }
    }
}
