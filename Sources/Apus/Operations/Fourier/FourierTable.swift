import ApusCore

// The transforms as operations of the table: each function along one axis, along two, and along any number.

/// A transform along one axis.
protocol LineTransform: TableOperation {
    static var function: FourierFunction { get }
}

extension LineTransform {
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("n", .integer, optional: true), Parameter("axis", .integer, default: -1),
            Parameter("norm", .text, default: "backward"),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let n = try arguments.optionalInteger("n"), axis = try arguments.integer("axis", default: -1)
        return [try Fourier.apply(function, arguments.array("x"), n: n, axis: axis, norm: .named(arguments), name: name)]
    }
}

/// A transform along several axes.
protocol GridTransform: TableOperation {
    static var function: FourierFunction { get }
}

extension GridTransform {
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("s", .integers, optional: true), Parameter("axes", .axes, optional: true),
            Parameter("norm", .text, default: "backward"),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try callGrid(function, arguments, defaultAxes: nil, name)]
    }
}

/// A transform along two axes, by default the last.
protocol PlaneTransform: TableOperation {
    static var function: FourierFunction { get }
}

extension PlaneTransform {
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("s", .integers, optional: true), Parameter("axes", .axes, default: [-2, -1]),
            Parameter("norm", .text, default: "backward"),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try callGrid(function, arguments, defaultAxes: [-2, -1], name)]
    }
}

private func callGrid<Face: ArrayFace>(
    _ function: FourierFunction, _ arguments: Arguments<Face>, defaultAxes: [Int]?, _ name: String
) throws(ApusError) -> Face {
    var s: [Int]?, axes = defaultAxes
    if case .none = arguments["s"] {} else { s = try arguments.integers("s") }
    if case .none = arguments["axes"] {} else { axes = try arguments.integers("axes") }
    return try Fourier.apply(function, arguments.array("x"), s: s, axes: axes, norm: .named(arguments), name: name)
}

enum LineFFT: LineTransform {
    static var name: String { "fft" }
    static var function: FourierFunction { .fft }
}

enum LineIFFT: LineTransform {
    static var name: String { "ifft" }
    static var function: FourierFunction { .ifft }
}

enum LineRFFT: LineTransform {
    static var name: String { "rfft" }
    static var function: FourierFunction { .rfft }
}

enum LineIRFFT: LineTransform {
    static var name: String { "irfft" }
    static var function: FourierFunction { .irfft }
}

enum LineHFFT: LineTransform {
    static var name: String { "hfft" }
    static var function: FourierFunction { .hfft }
}

enum LineIHFFT: LineTransform {
    static var name: String { "ihfft" }
    static var function: FourierFunction { .ihfft }
}

enum PlaneFFT: PlaneTransform {
    static var name: String { "fft2" }
    static var function: FourierFunction { .fft }
}

enum PlaneIFFT: PlaneTransform {
    static var name: String { "ifft2" }
    static var function: FourierFunction { .ifft }
}

enum PlaneRFFT: PlaneTransform {
    static var name: String { "rfft2" }
    static var function: FourierFunction { .rfft }
}

enum PlaneIRFFT: PlaneTransform {
    static var name: String { "irfft2" }
    static var function: FourierFunction { .irfft }
}

enum PlaneHFFT: PlaneTransform {
    static var name: String { "hfft2" }
    static var function: FourierFunction { .hfft }
}

enum PlaneIHFFT: PlaneTransform {
    static var name: String { "ihfft2" }
    static var function: FourierFunction { .ihfft }
}

enum GridFFT: GridTransform {
    static var name: String { "fftn" }
    static var function: FourierFunction { .fft }
}

enum GridIFFT: GridTransform {
    static var name: String { "ifftn" }
    static var function: FourierFunction { .ifft }
}

enum GridRFFT: GridTransform {
    static var name: String { "rfftn" }
    static var function: FourierFunction { .rfft }
}

enum GridIRFFT: GridTransform {
    static var name: String { "irfftn" }
    static var function: FourierFunction { .irfft }
}

enum GridHFFT: GridTransform {
    static var name: String { "hfftn" }
    static var function: FourierFunction { .hfft }
}

enum GridIHFFT: GridTransform {
    static var name: String { "ihfftn" }
    static var function: FourierFunction { .ihfft }
}
