import ApusCore

/// One of the six transforms that NumPy and PyTorch name.
enum FourierFunction: String, Sendable {
    case fft, ifft, rfft, irfft, hfft, ihfft

    var isForward: Bool { self == .fft || self == .rfft || self == .hfft }
    var takesReal: Bool { self == .rfft || self == .ihfft }
    var givesReal: Bool { self == .irfft || self == .hfft }
}

/// Transforms along one axis or several, from any dtype.
enum Fourier {
    /// Along one axis. Without `n` there are as many points as numbers; for a real result 2 (m − 1) of m numbers.
    static func apply<Face: ArrayFace>(
        _ function: FourierFunction, _ x: Face, n: Int?, axis: Int, norm: FFT.Norm, name: String
    ) throws(ApusError) -> Face {
        let position = try normalizedAxis(axis, rank: x.rank, name)
        let points = n ?? (function.givesReal ? 2 * (x.shape[position] - 1) : x.shape[position])
        return try apply(function, x, axes: [position], sizes: [points], norm, name)
    }

    /// Along several axes. `s` are the numbers of points, -1 for as many as there are; without `axes` they are for the last axes.
    static func apply<Face: ArrayFace>(
        _ function: FourierFunction, _ x: Face, s: [Int]?, axes: [Int]?, norm: FFT.Norm, name: String
    ) throws(ApusError) -> Face {
        if let s, axes == nil, s.count > x.rank {
            throw .argument(operation: name, message: "\(s.count) sizes for an array with \(x.rank) axes")
        }
        let chosen = axes ?? Array((s.map { x.rank - $0.count } ?? 0)..<x.rank)
        let positions = try chosen.map { axis throws(ApusError) in try normalizedAxis(axis, rank: x.rank, name) }
        if let s, s.count != chosen.count {
            throw .argument(operation: name, message: "\(s.count) sizes for \(chosen.count) axes: there must be one for each axis")
        }
        guard let last = positions.last else { return try withoutAxes(function, x, name) }
        var sizes = positions.indices.map { i in s.map { $0[i] == -1 ? x.shape[positions[i]] : $0[i] } ?? x.shape[positions[i]] }
        if function.givesReal, s == nil || (Face.world == .torch && s!.last == -1) { sizes[sizes.count - 1] = 2 * (x.shape[last] - 1) }
        if Set(positions).count == positions.count { return try apply(function, x, axes: positions, sizes: sizes, norm, name) }
        guard Face.world == .numpy else {
            throw .argument(operation: name, message: "axes \(chosen) name an axis twice")
        }
        return try oneByOne(function, x, positions, sizes, norm, name)
    }

    /// The transform along no axis: the elements themselves, in PyTorch's world as complex numbers.
    private static func withoutAxes<Face: ArrayFace>(
        _ function: FourierFunction, _ x: Face, _ name: String
    ) throws(ApusError) -> Face {
        guard function == .fft || function == .ifft else {
            throw .index(operation: name, message: "there must be at least one axis to transform along")
        }
        if Face.world == .numpy { return try .apply(Copy(), x) }
        let computed = try operand(function, x, name)
        return try .apply(Cast(dtype: computed.dtype.complexType), computed)
    }

    /// Along axes of which some are named more than once, as NumPy does it: from the last to the first, and for a real
    /// result along the last one in the end.
    private static func oneByOne<Face: ArrayFace>(
        _ function: FourierFunction, _ x: Face, _ axes: [Int], _ sizes: [Int], _ norm: FFT.Norm, _ name: String
    ) throws(ApusError) -> Face {
        let other: FourierFunction = function.isForward ? .fft : .ifft, own = axes.count - 1
        var result = x
        for i in function.givesReal ? Array(axes.indices) : axes.indices.reversed() {
            result = try apply(i == own ? function : other, result, axes: [axes[i]], sizes: [sizes[i]], norm, name)
        }
        return result
    }

    private static func apply<Face: ArrayFace>(
        _ function: FourierFunction, _ x: Face, axes: [Int], sizes: [Int], _ norm: FFT.Norm, _ name: String
    ) throws(ApusError) -> Face {
        for size in sizes where size < 1 {
            throw .argument(operation: name, message: "Invalid number of FFT data points (\(size)): there must be at least 1")
        }
        guard x.rank <= 64 else { throw .argument(operation: name, message: "an array with more than 64 axes") }
        let computed = try operand(function, x, name)
        let kind: FourierKind =
            function.takesReal ? .realToHalf : function.givesReal ? .halfToReal : computed.dtype.isComplex ? .complex : .realToWhole
        let transform = FourierTransform(
            kind: kind, axes: Dims(axes), sizes: Dims(sizes), forward: function.isForward,
            scale: norm.scale(of: sizes, forward: function.isForward))
        let result: Face = try .apply(transform, computed)
        // NumPy gives half precision back where the result is real.
        return function.givesReal && isHalf(x.dtype) ? try .apply(Cast(dtype: x.dtype), result) : result
    }

    private static func isHalf(_ dtype: DType) -> Bool { dtype == .float16 || dtype == .bfloat16 }

    /// The array in a dtype of the kernels.
    private static func operand<Face: ArrayFace>(
        _ function: FourierFunction, _ x: Face, _ name: String
    ) throws(ApusError) -> Face {
        if function.takesReal && x.dtype.isComplex {
            throw .dtype(operation: name, message: "not defined for \(x.dtype): it takes real numbers")
        }
        if isHalf(x.dtype) && Face.world == .torch {
            throw .dtype(operation: name, message: "not defined for \(x.dtype); cast with astype(_:) first")
        }
        let real: DType = isHalf(x.dtype) ? .float32 : x.dtype.isInexact ? x.dtype.realType : Face.world.defaultFloat
        let dtype = x.dtype.isComplex || function.givesReal ? real.complexType : real
        return x.dtype == dtype ? x : try .apply(Cast(dtype: dtype), x)
    }
}
