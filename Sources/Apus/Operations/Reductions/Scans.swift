import ApusCore

/// What accumulates along an axis.
protocol Scan: UnaryOperation, TableOperation {
    static var kernel: ScanKernel { get }
    var axis: Int { get }
    /// The dtype in which to accumulate, if not the array's own.
    var dtype: DType? { get }
    init(axis: Int, dtype: DType?)
}

extension Scan {
    static var parameters: [Parameter] {
        [.array("x"), Parameter("axis", .integer, optional: true), Parameter("dtype", .dtype, optional: true)]
    }
    static var takesNumbersAsVectors: Bool { true }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.optionalInteger("axis"), arguments.dtype())]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ axis: Int?, _ dtype: DType?) throws(ApusError) -> Face {
        let operand: Face = axis == nil ? try .apply(Reshape(shape: [-1]), x) : x
        return try .apply(Self(axis: axis ?? 0, dtype: dtype), operand)
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        _ = try normalizedAxis(axis, rank: x.rank, Self.name)
        if let dtype { return Spec(x.shape, dtype) }
        if Self.kernel == .sum || Self.kernel == .product { return Spec(x.shape, world.accumulator(x.dtype)) }
        if x.dtype.isComplex {
            throw .dtype(operation: Self.name, message: "not defined for \(x.dtype); take abs() or real() first")
        }
        return Spec(x.shape, x.dtype)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let axis = try normalizedAxis(self.axis, rank: x.rank, Self.name)
        let operand = try cast(x, to: dtype ?? x.dtype)
        let natural = Self.kernel.result(operand.dtype)
        if natural == out.dtype { return try backend.scan(Self.kernel, operand, axis: axis, to: out) }
        let between = try Strided.empty(x.shape, natural, on: x.device)
        try backend.scan(Self.kernel, operand, axis: axis, to: between)
        try backend.copy(between, to: out)
    }

    /// The axis counted from the front, of an operand that the rule has accepted.
    fileprivate func axis(of x: Tensor) -> Int {
        trapping { () throws(ApusError) in try normalizedAxis(axis, rank: x.rank, Self.name) }
    }
}

struct CumulativeSum: Scan {
    static var name: String { "cumsum" }
    static var kernel: ScanKernel { .sum }
    static var saves: Saved { [] }
    let axis: Int
    let dtype: DType?

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let back = Axes(axis(of: x))
        return g.flip(back).cumsum(axis: axis).flip(back)
    }
}

struct CumulativeProduct: Scan {
    static var name: String { "cumprod" }
    static var kernel: ScanKernel { .product }
    static var saves: Saved { [.first, .output] }
    let axis: Int
    let dtype: DType?

    /// dx[k] = (product before k) × s[k] where s[k] = g[k] + x[k+1] s[k+1]. The recurrence is solved for all k at once by
    /// doubling distances (Hillis and Steele, 1986), without division, so zeros are no special case.
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let axis = axis(of: x), n = x.shape[axis]
        if n < 2 { return g }
        var sums = g
        var factors = x.part(axis, 1..<n).astype(y.dtype).conjugate()
        var distance = 1
        while distance < n {
            let head = sums.part(axis, 0..<(n - distance)) + factors * sums.part(axis, distance..<n)
            sums = .concatenate([head, sums.part(axis, (n - distance)..<n)], axis: axis)
            if 2 * distance < n {
                factors = factors.part(axis, 0..<(n - 2 * distance)) * factors.part(axis, distance..<(n - distance))
            }
            distance *= 2
        }
        let rest = sums.part(axis, 1..<n) * y.part(axis, 0..<(n - 1)).conjugate()
        return .concatenate([sums.part(axis, 0..<1), rest], axis: axis)
    }
}

/// A running extreme. The gradient of each result goes to the element that it is; of equal ones, to the last.
protocol CumulativeExtreme: Scan {}

extension CumulativeExtreme {
    static var saves: Saved { [.first, .output] }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let axis = axis(of: x), n = x.shape[axis]
        var line = Dims(repeating: 1, count: x.rank)
        line[axis] = n
        let places = Tensor.arange(n, dtype: .int64, device: g.device).reshape(line)
        let indices = Tensor.where((x .== y) | x.isNaN(), places, 0).cummax(axis: axis)
        return g.placed(at: indices, axis: axis, in: x.shape)
    }
}

struct CumulativeMin: CumulativeExtreme {
    static var name: String { "cummin" }
    static var kernel: ScanKernel { .minimum }
    let axis: Int
    let dtype: DType?
}

struct CumulativeMax: CumulativeExtreme {
    static var name: String { "cummax" }
    static var kernel: ScanKernel { .maximum }
    let axis: Int
    let dtype: DType?
}

extension ArrayFace {
    /// The running sum along `axis`; without an axis, over all elements in row-major order, as one dimension. Dtypes are
    /// those of `sum`; float16, bfloat16 and float32 accumulate in double precision. `numpy.cumsum`, `torch.cumsum`.
    public func cumsum(axis: Int? = nil, dtype: DType? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try CumulativeSum.apply(self, axis, dtype) }
    }

    /// The running product along `axis`, otherwise as `cumsum`. `numpy.cumprod`, `torch.cumprod`.
    public func cumprod(axis: Int? = nil, dtype: DType? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try CumulativeProduct.apply(self, axis, dtype) }
    }

    /// The smallest element so far along `axis`, NaN from the first NaN on; without an axis, over all elements in
    /// row-major order. Not for complex elements. `numpy.minimum.accumulate`, the values of `torch.cummin`.
    public func cummin(axis: Int? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try CumulativeMin.apply(self, axis, nil) }
    }

    /// The largest element so far along `axis`, otherwise as `cummin`. `numpy.maximum.accumulate`, the values of
    /// `torch.cummax`.
    public func cummax(axis: Int? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try CumulativeMax.apply(self, axis, nil) }
    }
}
