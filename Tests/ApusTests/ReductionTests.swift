import Apus
import Glibc
import Testing

@Suite struct ReductionTests {
    private static let axisSets: [[Int]] = [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]]

    /// Compares a reduction with a function of each group of elements, over axes, layouts and `keepDims`.
    private func compare<Face: ArrayFace>(
        _ x: Face, within tolerance: Double = 0, dtype: DType? = nil,
        _ reduce: (Face, Axes, Bool) -> Face, _ reference: ([Double]) -> Double
    ) {
        let elements = x.elements(as: Double.self)
        for axes in Self.axisSets {
            let expected = groups(x.shape, axes).map { reference($0.map { elements[$0] }) }
            var long = x.shape
            for axis in axes { long[axis] = 1 }
            let short = Dims(x.shape.indices.filter { !axes.contains($0) }.map { x.shape[$0] })
            forEachLayout(of: x) { name, x in
                let comment = "axes \(axes), \(name)"
                expect(reduce(x, Axes(axes), false), expected, shape: short, dtype: dtype, within: tolerance, comment)
                expect(reduce(x, Axes(axes), true), expected, shape: long, dtype: dtype, within: tolerance, comment)
            }
        }
    }

    private let floats = NDArray(spread(3 * 4 * 5)).reshape(3, 4, 5)
    private let integers = NDArray((0..<60).map { ($0 * 37 + 5) % 11 - 5 }).reshape(3, 4, 5)
    private let repeated = NDArray(spread(5)).reshape(1, 1, 5).broadcast(to: [3, 4, 5])

    @Test func sums() {
        compare(floats, within: 1e-14, { $0.sum($1, keepDims: $2) }) { $0.reduce(0, +) }
        compare(repeated, within: 1e-14, { $0.sum($1, keepDims: $2) }) { $0.reduce(0, +) }
        compare(integers, { $0.sum($1, keepDims: $2) }) { $0.reduce(0, +) }
    }

    /// Whole numbers, whose sums floats hold exactly: blocks, pieces and many rows at once against sums of integers.
    @Test(arguments: [
        [1], [15], [16], [63], [1023], [1025], [4095], [4096], [4097], [8200], [140_000], [3, 4097], [4097, 3], [64, 64],
        [65, 513], [513, 65], [130, 1030], [600, 1000], [2, 700, 33], [2, 33, 700], [5000, 2],
    ]) func sumsOfManyNumbers(shape: [Int]) {
        var state: UInt32 = 7
        let whole = NDArray(
            (0..<shape.reduce(1, *)).map { _ in
                state = state &* 1_664_525 &+ 1_013_904_223
                return Int(state >> 28) - 7
            }
        ).reshape(Dims(shape))
        for dtype in [DType.float32, .float64, .bfloat16, .float16, .complex64, .complex128] {
            let x = whole.astype(dtype), wide = dtype.size == 2 ? DType.float32 : dtype
            for axes in [[]] + shape.indices.map({ [$0] }) {
                let expected = whole.sum(Axes(axes)).astype(wide).astype(dtype)
                forEachLayout(of: x) { name, x in
                    #expect((x.sum(Axes(axes)) .== expected).all().item(as: Bool.self), "\(dtype) \(axes) \(name)")
                }
            }
        }
    }

    @Test func products() {
        compare(floats, within: 1e-13, { $0.prod($1, keepDims: $2) }) { $0.reduce(1, *) }
    }

    @Test func means() {
        compare(floats, within: 1e-14, { $0.mean($1, keepDims: $2) }) { $0.reduce(0, +) / Double($0.count) }
        compare(integers, within: 1e-14, dtype: .float64, { $0.mean($1, keepDims: $2) }) {
            $0.reduce(0, +) / Double($0.count)
        }
    }

    private func variance(_ x: [Double], _ correction: Double) -> Double {
        let mean = x.reduce(0, +) / Double(x.count)
        return x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(Double(x.count) - correction, 0)
    }

    @Test(arguments: [0, 1, 1.5]) func variances(correction: Double) {
        compare(floats, within: 1e-13, { $0.var($1, correction: correction, keepDims: $2) }) { variance($0, correction) }
        compare(floats, within: 1e-13, { $0.std($1, correction: correction, keepDims: $2) }) {
            sqrt(variance($0, correction))
        }
        compare(integers, within: 1e-13, { $0.var($1, correction: correction, keepDims: $2) }) {
            variance($0, correction)
        }
    }

    @Test func defaultsOfDeviationAreTheWorlds() {
        expect(NDArray([1.0, 2, 3, 4]).var(), [1.25])
        expect(Tensor([1.0, 2, 3, 4]).var(), [5.0 / 3], within: 1e-7)
        expect(NDArray([1.0, 2, 3, 4]).std(), [1.118033988749895])
        expect(Tensor([1.0, 2, 3]).var(correction: 5), [.infinity])
    }

    @Test func complexDeviation() {
        let z = NDArray([Complex(1.0, 2.0), Complex(3.0, -1.0), Complex(-2.0, 0.5)])
        expect(z.var(), [5.722222222222222], dtype: .float64, within: 1e-15)
        expect(z.std(), [2.3921166824012206], dtype: .float64, within: 1e-15)
        forEachLayout(of: NDArray.stack([z, z])) { name, z in
            expect(z.var(1), [5.722222222222222, 5.722222222222222], within: 1e-15, name)
        }
    }

    @Test func extremes() {
        compare(floats, { $0.min($1, keepDims: $2) }) { $0.min()! }
        compare(floats, { $0.max($1, keepDims: $2) }) { $0.max()! }
        for dtype in DType.allCases where !dtype.isComplex {
            let x = NDArray([3, 1, 0, 2, 5, 4]).reshape(1, 2, 3).astype(dtype)
            compare(x, dtype: dtype, { $0.min($1, keepDims: $2) }) { $0.min()! }
            compare(x, dtype: dtype, { $0.max($1, keepDims: $2) }) { $0.max()! }
        }
        let z = NDArray([Complex(1.0, 2.0), Complex(1.0, 3.0), Complex(0.0, 9.0)])
        #expect(z.max().item() == .complex(Complex(1, 3)))
        #expect(z.min().item() == .complex(Complex(0, 9)))
    }

    @Test func truth() {
        compare(integers, dtype: .bool, { $0.any($1, keepDims: $2) }) { $0.contains { $0 != 0 } ? 1 : 0 }
        compare(integers, dtype: .bool, { $0.all($1, keepDims: $2) }) { $0.contains(0) ? 0 : 1 }
        compare(integers, dtype: .int64, { $0.countNonzero($1, keepDims: $2) }) { Double($0.count { $0 != 0 }) }
        expect(NDArray([Double.nan, 0]).any(), [1])
        expect(NDArray([Double]()).any(), [0])
        expect(NDArray([Double]()).all(), [1])
        expect(Tensor([1, 2, 0], dtype: .uint8).all(), [0], dtype: .uint8)
        expect(NDArray([1, 2, 0], dtype: .uint8).all(), [0], dtype: .bool)
    }

    @Test(arguments: [0, 0.5, 1, 1.5, 2, 3, -1, -2, Double.infinity, -Double.infinity]) func norms(order: Double) {
        compare(floats, within: 1e-13, dtype: .float64, { $0.norm(order, axes: $1, keepDims: $2) }) { x in
            let magnitudes = x.map { abs($0) }
            return switch order {
            case 0: Double(magnitudes.count { $0 != 0 })
            case .infinity: magnitudes.max()!
            case -.infinity: magnitudes.min()!
            default: pow(magnitudes.reduce(0) { $0 + pow($1, order) }, 1 / order)
            }
        }
    }

    @Test func positions() throws {
        let elements = floats.elements(as: Double.self)
        for axis in 0..<3 {
            let lines = groups(floats.shape, [axis]).map { $0.map { elements[$0] } }
            forEachLayout(of: floats) { name, x in
                expect(x.argmax(axis: axis), lines.map { Double($0.firstIndex(of: $0.max()!)!) }, dtype: .int64, name)
                expect(x.argmin(axis: axis - 3), lines.map { Double($0.firstIndex(of: $0.min()!)!) }, dtype: .int64, name)
                let (values, places) = x.maxWithIndices(axis: axis, keepDims: true)
                expect(values, lines.map { $0.max()! }, shape: reduced(x.shape, axis), name)
                expect(places, lines.map { Double($0.firstIndex(of: $0.max()!)!) }, dtype: .int64, name)
                expect(x.minWithIndices(axis: axis).values, lines.map { $0.min()! }, name)
            }
        }
        forEachLayout(of: floats) { name, x in
            expect(x.argmax(), [Double(elements.firstIndex(of: elements.max()!)!)], shape: [], name)
            expect(x.argmin(keepDims: true), [Double(elements.firstIndex(of: elements.min()!)!)], shape: [1, 1, 1], name)
        }
        expect(NDArray([1, .nan, 3, .nan]).argmax(), [1])
        expect(NDArray([1, .nan, 3, .nan]).argmin(), [1])
        expect(NDArray([2, 7, 7]).argmax(), [1])
    }

    private func reduced(_ shape: Shape, _ axis: Int) -> Shape {
        var shape = shape
        shape[axis] = 1
        return shape
    }

    @Test func notANumber() {
        let x = NDArray([[1, .nan, 3], [4, 5, 6]])
        expect(x.max(1), [.nan, 6])
        expect(x.min(1), [.nan, 4])
        expect(x.sum(1), [.nan, 15])
        expect(x.norm(.infinity, axes: 1), [.nan, 6])
    }

    @Test func dtypesOfSums() {
        for dtype in DType.allCases {
            let wide: DType = dtype.isInexact ? dtype : dtype.isUnsigned ? .uint64 : .int64
            let x = NDArray([1, 1, 1]).astype(dtype)
            for result in [x.sum(), x.cumsum()[2]] as [NDArray] { expect(result, [3], dtype: wide, "\(dtype)") }
            for result in [x.prod(), x.cumprod()[2]] as [NDArray] { expect(result, [1], dtype: wide, "\(dtype)") }
            let t = Tensor([1, 1, 1]).astype(dtype)
            let torch: DType = dtype.isInexact ? dtype : .int64
            for result in [t.sum(), t.cumsum()[2]] as [Tensor] { expect(result, [3], dtype: torch, "\(dtype)") }
            for result in [t.prod(), t.cumprod()[2]] as [Tensor] { expect(result, [1], dtype: torch, "\(dtype)") }
        }
        expect(NDArray([100, 100], dtype: .int8).sum(dtype: .int8), [-56], dtype: .int8)
        expect(NDArray([1, 2], dtype: .int8).sum(dtype: .float32), [3], dtype: .float32)
        expect(NDArray([1, 2], dtype: .int8).mean(dtype: .float32), [1.5], dtype: .float32)
        expect(NDArray([true, true, false]).mean(), [2.0 / 3], dtype: .float64, within: 1e-16)
        expect(NDArray([1, 2], dtype: .float16).std(), [0.5], dtype: .float16)
        expect(NDArray([3, 4], dtype: .int8).norm(), [5], dtype: .float64)
        expect(NDArray([Complex<Float>(3, 4)]).norm(), [5], dtype: .float32)
    }

    @Test func nothing() throws {
        let empty = NDArray.zeros([0, 3])
        expect(empty.sum(0), [0, 0, 0])
        expect(empty.prod(0), [1, 1, 1])
        expect(empty.mean(0), [.nan, .nan, .nan])
        expect(empty.var(0), [.nan, .nan, .nan])
        expect(empty.sum(1), [], shape: [0])
        expect(empty.max(1), [], shape: [0])
        expect(empty.logSumExp(0), [-.infinity, -.infinity, -.infinity])
        expect(empty.norm(axes: 0), [0, 0, 0])
        for operation in ["max", "min", "argmax", "argmin"] {
            let table = try #require(OperationTable[operation])
            let name = operation.hasPrefix("arg") ? "axis" : "axes"
            expectError("no elements") { _ = try table.call(Arguments(operation, ["x": .array(empty), name: .integers([0])])) }
        }
        let norm = try #require(OperationTable["norm"])
        expectError("no elements") {
            _ = try norm.call(
                Arguments("norm", ["x": .array(empty), "axes": .integers([0]), "order": .scalar(.float(.infinity))]))
        }
        expect(NDArray(7.0).sum(), [7], shape: [])
        expect(NDArray(7.0).max(), [7], shape: [])
        expect(NDArray(7.0).argmax(), [0], shape: [])
        expect(NDArray(7.0).var(), [0], shape: [])
    }

    @Test func logSumExp() {
        compare(floats, within: 1e-14, { $0.logSumExp($1, keepDims: $2) }) { log($0.reduce(0) { $0 + exp($1) }) }
        expect(NDArray([1000.0, 1000]).logSumExp(), [1000.6931471805599], within: 1e-15)
        expect(NDArray([-Double.infinity, -Double.infinity]).logSumExp(), [-.infinity])
        expect(NDArray([1, .infinity]).logSumExp(), [.infinity])
        expect(NDArray([1, .nan]).logSumExp(), [.nan])
        expect(NDArray([1, 1]).logSumExp(), [1.6931471805599454], dtype: .float64, within: 1e-15)
        expect(Tensor([1, 1]).logSumExp(), [1.6931472], dtype: .float32, within: 1e-7)
        let z = Tensor([Complex(1.0, 1.0), Complex(0.5, -2.0)]).logSumExp()
        let expected: Complex<Double> = .log(.exp(Complex(1, 1)) + .exp(Complex(0.5, -2)))
        #expect((z.item().complexValue - expected).magnitude < 1e-14)
    }

    @Test func errors() throws {
        func call(_ name: String, _ arguments: [String: Argument<Tensor>]) throws {
            _ = try #require(OperationTable[name]).call(Arguments(name, arguments))
        }
        let x = Tensor([[1, 2], [3, 4]])
        expectError("axis 2 is out of range") { try call("sum", ["x": .array(x), "axes": .integers([2])]) }
        expectError("named twice") { try call("max", ["x": .array(x), "axes": .integers([0, -2])]) }
        for name in ["mean", "var", "std", "norm", "softmax", "logSoftmax"] {
            expectError("astype") { try call(name, ["x": .array(x)]) }
        }
        expectError("complex") { try call("max", ["x": .array(x.astype(.complex64))]) }
        expectError("cannot be NaN") { try call("norm", ["x": .array(x.astype(.float32)), "order": .scalar(.float(.nan))]) }
    }

    @Test func shapesWithoutMemory() {
        let x = Tensor.empty([2, 3, 4], device: .meta)
        #expect(x.sum([0, 2]).shape == [3])
        #expect(x.argmax(axis: 1).shape == [2, 4])
        #expect(x.argmax(axis: 1).dtype == .int64)
        #expect(x.logSumExp([0, 2], keepDims: true).shape == [1, 3, 1])
        #expect(x.maxWithIndices(axis: 0).indices.shape == [3, 4])
        #expect(x.std(1).device == .meta)
    }

    @Test func largeSumsAreAccurate() {
        let n = 1 << 20
        let x = NDArray.full([n], 0.1, dtype: .float32)
        // Pairwise inside blocks of 1024: ten roundings.
        let exact = Double(Float(0.1)) * Double(n)
        #expect(abs(x.sum().item(as: Double.self) - exact) < 10 * 0x1p-24 * exact)
        #expect(x.reshape(1024, 1024).sum(0).reshape(32, 32).sum(1).count == 32)
        expect(x.var(), [0], within: 1e-12)
    }

    @Test func axesMayBeLabelled() {
        let x = NDArray.arange(6).reshape(2, 3)
        expect(x.sum(axis: 0), [3, 5, 7])
        expect(x.sum(axes: [0, 1]), [15])
        expect(x.mean(axis: 1, keepDims: true), [1, 4], shape: [2, 1])
        expect(x.max(axis: -1), [2, 5])
        #expect(x.std(axis: 0, correction: 1).shape == [3])
    }
}
