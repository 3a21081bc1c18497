import Apus
import ApusCore
import Testing

/// Transforms against the sum that defines them, in float64, and against literal values from NumPy.
@Suite struct FourierTests {
    private let x = NDArray([1.0, 2, -1, 4, 0.5])

    /// Real and imaginary parts, one after the other.
    private func expect<Face: ArrayFace>(
        _ z: Face, _ real: [Double], _ imaginary: [Double], shape: Shape? = nil, dtype: DType? = nil, within tolerance: Double,
        _ comment: String = "", at location: SourceLocation = #_sourceLocation
    ) {
        #expect(z.dtype.isComplex, "\(comment)", sourceLocation: location)
        ApusTests.expect(z.real(), real, shape: shape, within: tolerance, comment, at: location)
        ApusTests.expect(z.imaginary(), imaginary, within: tolerance, comment, at: location)
        if let dtype { #expect(z.dtype == dtype, sourceLocation: location) }
    }

    @Test func sixFunctions() {
        let real = [6.5, -0.6545084971874737, -0.09549150281252627, -0.09549150281252627, -0.6545084971874737]
        let imaginary = [0, 1.5123414870196357, -5.636960459914477, 5.636960459914477, -1.5123414870196357]
        forEachLayout(of: x) { name, x in
            expect(FFT.fft(x), real, imaginary, shape: [5], dtype: .complex128, within: 1e-15, name)
            expect(FFT.ifft(x), real.map { $0 / 5 }, imaginary.map { -$0 / 5 }, dtype: .complex128, within: 1e-15, name)
            expect(FFT.rfft(x), Array(real[..<3]), Array(imaginary[..<3]), shape: [3], dtype: .complex128, within: 1e-15, name)
            expect(FFT.ihfft(x), real[..<3].map { $0 / 5 }, imaginary[..<3].map { -$0 / 5 }, shape: [3], within: 1e-15, name)
            ApusTests.expect(
                FFT.hfft(x), [11.5, -2.32842712474619, 3.5, 3.3284271247461903, -12.5, 3.3284271247461903, 3.5, -2.32842712474619],
                shape: [8], dtype: .float64, within: 1e-15, name)
            ApusTests.expect(
                FFT.irfft(x, n: 5), [0.6, 0.770820393249937, -0.5708203932499369, -0.5708203932499369, 0.770820393249937],
                shape: [5], dtype: .float64, within: 1e-15, name)
            ApusTests.expect(FFT.hfft(x, n: 4), [4, 2, -4, 2], shape: [4], within: 1e-15, name)
        }
    }

    /// Among the layouts is one with stride 0.
    @Test func equalNumbers() {
        for n in [6, 7, 256] {
            let zeros = [Double](repeating: 0, count: n), half = Array(zeros[...(n / 2)])
            forEachLayout(of: NDArray.full([n], 3.0)) { name, x in
                expect(FFT.rfft(x), [Double(3 * n)] + half.dropFirst(), half, within: 1e-13, name)
                expect(FFT.fft(x), [Double(3 * n)] + zeros.dropFirst(), zeros, within: 1e-13, name)
                ApusTests.expect(FFT.irfft(x, n: n), FFT.irfft(x.copy(), n: n).elements(as: Double.self), within: 1e-15, name)
            }
            let rows = FFT.rfft(NDArray([[1.0], [2]]).broadcast(to: [2, n]))
            ApusTests.expect(rows.real().T[0], [Double(n), Double(2 * n)], within: 1e-15)
        }
    }

    @Test func croppedAndFilledUp() {
        expect(FFT.fft(x, n: 3), [2, 0.5, 0.5], [0, -2.598076211353316, 2.598076211353316], shape: [3], within: 1e-15)
        expect(
            FFT.fft(x, n: 7, norm: .ortho),
            [
                2.456769074559977, -0.5990205357771867, 1.6107451560287829, -0.9172335019992898, -0.9172335019992898,
                1.6107451560287829, -0.5990205357771867,
            ],
            [
                0, -0.7964951697662574, 0.13329696698326202, -1.9131982027829955, 1.9131982027829955, -0.13329696698326202,
                0.7964951697662574,
            ], within: 1e-15)
        expect(FFT.rfft(NDArray.zeros([0]), n: 4), [0, 0, 0], [0, 0, 0], within: 0)
    }

    /// The sum of the definition for the rows of [rows, n], with the roots of unity in float64.
    private func defined(_ re: [Double], _ im: [Double], rows: Int, n: Int) -> (re: [Double], im: [Double]) {
        let angles = (0..<n).map { -2 * Double.pi * Double(2 * $0 > n ? $0 - n : $0) / Double(n) }
        let line = NDArray(angles)
        let cosines = line.cos().elements(as: Double.self), sines = line.sin().elements(as: Double.self)
        var outRe = [Double](repeating: 0, count: rows * n), outIm = outRe
        for row in 0..<rows {
            for k in 0..<n {
                var sumRe = 0.0, sumIm = 0.0, turn = 0
                for j in 0..<n {
                    let a = re[row * n + j], b = im[row * n + j]
                    sumRe += a * cosines[turn] - b * sines[turn]
                    sumIm += a * sines[turn] + b * cosines[turn]
                    turn += k
                    if turn >= n { turn -= n }
                }
                outRe[row * n + k] = sumRe
                outIm[row * n + k] = sumIm
            }
        }
        return (outRe, outIm)
    }

    /// The root of the mean square of the differences, in units of ε log₂ n and of that of the expected numbers.
    private func error(_ z: NDArray, _ re: [Double], _ im: [Double], n: Int) -> Double {
        let a = z.real().elements(as: Double.self), b = z.imaginary().elements(as: Double.self)
        guard a.count == re.count else { return .infinity }
        var difference = 0.0, size = 0.0
        for i in a.indices {
            difference += (a[i] - re[i]) * (a[i] - re[i]) + (b[i] - im[i]) * (b[i] - im[i])
            size += re[i] * re[i] + im[i] * im[i]
        }
        let epsilon = z.dtype == .complex64 ? 0x1p-23 : 0x1p-52
        return (difference / size).squareRoot() / (epsilon * max(1, Double(n).log2Value))
    }

    private static let lengths = Array(1...72) + [81, 97, 101, 121, 127, 128, 131, 143, 169, 191, 211, 256, 257, 343, 360, 509, 512, 1000]

    @Test(arguments: [1, 3, 20]) func everyLength(_ rows: Int) {
        for n in Self.lengths where n * n * rows < 1_100_000 {
            for dtype in [DType.float32, .float64] {
                let a = NDArray(spread(rows * n), dtype: dtype).reshape(rows, n), b = 0.5 - a.flip()
                let re = a.elements(as: Double.self), im = b.elements(as: Double.self), none = re.map { _ in 0.0 }
                let exact = defined(re, im, rows: rows, n: n), exactReal = defined(re, none, rows: rows, n: n)
                let z = NDArray.complex(a, b), bound = dtype == .float32 ? 1 : 1.5  // the definition's sum is in float64 itself
                #expect(error(FFT.fft(z), exact.re, exact.im, n: n) < bound, "\(n) \(dtype)")
                #expect(error(FFT.fft(z.T.copy(), axis: 0).T, exact.re, exact.im, n: n) < bound, "columns of \(n) \(dtype)")
                #expect(error(FFT.fft(a), exactReal.re, exactReal.im, n: n) < bound, "real \(n) \(dtype)")
                let back = FFT.ifft(FFT.fft(z)), half = FFT.rfft(a), real = FFT.irfft(half, n: n)
                #expect(error(back, re, im, n: n) < 1.5, "inverse of \(n) \(dtype)")
                #expect(half.shape == [rows, n / 2 + 1] && half.dtype == dtype.complexType && real.dtype == dtype)
                #expect(error(.complex(real, real * 0), re, none, n: n) < 1.5, "real inverse of \(n) \(dtype)")
                let again = FFT.ihfft(FFT.hfft(half, n: n)), parts = [half.real(), half.imaginary()].map { $0.elements(as: Double.self) }
                #expect(error(again, parts[0], parts[1], n: n) < 1.5, "Hermitian inverse of \(n) \(dtype)")
            }
        }
    }

    /// A single 1 among zeros has roots of unity as its transform.
    @Test(arguments: [1 << 17, 3 << 15, 100_003, 2 * 65_537, 1 << 16])
    func longTransforms(_ n: Int) {
        let place = 3
        let impulse = NDArray.zeros([n])
        impulse[place] = 1
        let angles = NDArray.arange(0, n, dtype: .int64).multiplied(by: place, modulo: n).astype(.float64) * (-2 * Double.pi / Double(n))
        let re = angles.cos().elements(as: Double.self), im = angles.sin().elements(as: Double.self)
        #expect(error(FFT.fft(impulse), re, im, n: n) < 1)
        #expect(error(FFT.fft(impulse.astype(.complex64)), re, im, n: n) < 1)
        #expect(error(FFT.rfft(impulse), Array(re[...(n / 2)]), Array(im[...(n / 2)]), n: n) < 1)
        let noise = NDArray(spread(2 * n)).reshape(2, n)
        let again = FFT.irfft(FFT.rfft(noise), n: n)
        #expect(error(.complex(again, again * 0), spread(2 * n), [Double](repeating: 0, count: 2 * n), n: n) < 1)
    }

    @Test func sameBitsForAnyNumberOfThreads() {
        let threads = ThreadPool.shared.threadCount
        defer { ThreadPool.shared.setThreadCount(threads) }
        for shape in [[1 << 16], [20_014], [40, 2000], [300, 300], [7, 8192]] {
            let a = NDArray(spread(shape.reduce(1, *)), dtype: .float32).reshape(Dims(shape))
            var results: [[NDArray]] = []
            for count in [1, 4] {
                ThreadPool.shared.setThreadCount(count)
                results.append([FFT.fftn(a), FFT.rfftn(a), FFT.fft(a, axis: 0), FFT.ifft(a.astype(.complex128)), FFT.irfft(a)])
            }
            for (one, four) in zip(results[0], results[1]) { #expect(one.equal(four).all().item(as: Bool.self), "\(shape)") }
        }
    }

    @Test func severalAxes() {
        let grid = NDArray((0..<12).map { Double($0 * $0) }).reshape(3, 4)
        forEachLayout(of: grid) { name, grid in
            expect(
                FFT.rfft2(grid), [506, -60, -66, -232, 10.143593539448982, 24, -232, 37.856406460551014, 24],
                [0, 72, 0, 207.84609690826525, -37.856406460551014, -13.856406460551018, -207.84609690826525, -10.143593539448982, 13.856406460551018],
                shape: [3, 3], within: 1e-14, name)
        }
        let box = NDArray(spread(60)).reshape(3, 4, 5)
        for norm in FFT.Norm.allCases {
            let oneByOne = FFT.fft(FFT.fft(FFT.fft(box, norm: norm), axis: 1, norm: norm), axis: 0, norm: norm)
            forEachLayout(of: box) { name, box in
                expect(FFT.fftn(box, norm: norm), oneByOne, name)
                expect(FFT.ifftn(FFT.fftn(box, norm: norm), norm: norm).real(), box, name)
                expect(FFT.irfftn(FFT.rfftn(box, norm: norm), s: [3, 4, 5], norm: norm), box, name)
            }
        }
        expect(FFT.fft2(box, s: [5, 3], axes: [2, 0]), FFT.fft(FFT.fft(box, n: 3, axis: 0), n: 5, axis: 2), "s and axes")
        expect(FFT.irfftn(box, s: [6, 4], axes: [1, 0]), FFT.irfft(FFT.ifft(box, n: 6, axis: 1), n: 4, axis: 0), "irfftn")
        expect(FFT.hfft2(Tensor(box)), FFT.hfft(FFT.fft(Tensor(box), axis: 1)), "hfft2")
        expect(FFT.ihfftn(Tensor(box)), FFT.ifft(FFT.ifft(FFT.ihfft(Tensor(box)), axis: 1), axis: 0), "ihfftn")
        expect(FFT.fftn(NDArray.ones([2, 3]), s: [2, 4, 2], axes: [0, 1, 0]), [6, 0, 2, 0, 6, 0, 2, 0], [0, -2, 0, 2, 0, -2, 0, 2], within: 1e-15)
        #expect(FFT.fftn(box, s: [-1, 7], axes: [0, 1]).shape == [3, 7, 5])
        #expect(FFT.fftn(NDArray(2.0)).shape == [] && FFT.fftn(Tensor(2.0)).dtype == .complex64)
    }

    private func expect<Face: ArrayFace>(
        _ a: Face, _ b: Face, _ comment: String, at location: SourceLocation = #_sourceLocation
    ) {
        #expect(a.shape == b.shape && a.dtype == b.dtype, "\(comment)", sourceLocation: location)
        let distance = (NDArray(value: a.value) - NDArray(value: b.value)).abs().max().item(as: Double.self)
        let size = NDArray(value: b.value).abs().max().item(as: Double.self)
        #expect(distance <= (a.dtype.realType == .float32 ? 1e-6 : 2e-15) * size, "\(comment)", sourceLocation: location)
    }

    @Test func dtypes() {
        for (given, result) in [
            (DType.bool, DType.complex128), (.uint8, .complex128), (.int64, .complex128), (.float16, .complex64), (.bfloat16, .complex64),
            (.float32, .complex64), (.float64, .complex128), (.complex64, .complex64), (.complex128, .complex128),
        ] {
            let array = NDArray.ones([4], dtype: given)
            #expect(FFT.fft(array).dtype == result && FFT.ifft(array).dtype == result)
            #expect(FFT.irfft(array).dtype == (given == .float16 || given == .bfloat16 ? given : result.realType))
            if !given.isComplex { #expect(FFT.rfft(array).dtype == result) }
        }
        #expect(FFT.fft(Tensor([1, 2, 3])).dtype == .complex64)
        #expect(FFT.rfft(Tensor.ones([4], dtype: .bool)).dtype == .complex64)
    }

    @Test func shiftsAndFrequencies() {
        ApusTests.expect(FFT.fftfreq(5, d: 0.1), [0, 2, 4, -4, -2], dtype: .float64, within: 1e-15)
        ApusTests.expect(FFT.fftfreq(4, as: Tensor.self), [0, 0.25, -0.5, -0.25], dtype: .float32)
        ApusTests.expect(FFT.rfftfreq(5, dtype: .float32), [0, 0.2, 0.4], dtype: .float32, within: 1e-7)
        ApusTests.expect(FFT.rfftfreq(6), [0, 1 / 6.0, 1 / 3.0, 0.5], within: 1e-16)
        ApusTests.expect(FFT.fftshift(NDArray([0, 1, 2, 3, 4])), [3, 4, 0, 1, 2])
        ApusTests.expect(FFT.ifftshift(FFT.fftshift(NDArray([0, 1, 2, 3, 4]))), [0, 1, 2, 3, 4])
        ApusTests.expect(FFT.fftshift(NDArray([[0, 1, 2], [3, 4, 5]]), axes: 1), [2, 0, 1, 5, 3, 4])
        ApusTests.expect(FFT.fftfreq(0), [], shape: [0])
    }

    @Test func mistakes() {
        func call<Face: ArrayFace>(_ name: String, _ x: Face, _ rest: [String: Argument<Face>] = [:]) throws {
            _ = try #require(OperationTable[name]).call(Arguments(name, rest.merging(["x": .array(x)]) { a, _ in a }))
        }
        let z = NDArray.ones([2, 3], dtype: .complex64)
        expectError("Invalid number of FFT data points (0)") { try call("fft", z, ["n": .scalar(.int(0))]) }
        expectError("Invalid number of FFT data points (-2)") { try call("irfft", NDArray.zeros([0])) }
        expectError("it takes real numbers") { try call("rfft", z) }
        expectError("axis 2 is out of range") { try call("fft", z, ["axis": .scalar(.int(2))]) }
        expectError("axis -1 of an array that has no axes") { try call("fft", NDArray(1.0)) }
        expectError("norm 'other' must be backward") { try call("ifft", z, ["norm": .text("other")]) }
        expectError("there must be one for each axis") { try call("fftn", z, ["s": .integers([2, 2]), "axes": .integers([0])]) }
        expectError("name an axis twice") { try call("fft2", Tensor(z), ["axes": .integers([0, 0])]) }
        expectError("at least one axis") { try call("rfftn", NDArray(1.0)) }
        expectError("not defined for float16") { try call("fft", Tensor.ones([2], dtype: .float16)) }
        expectError("3 sizes for an array with 2 axes") { try call("fftn", z, ["s": .integers([2, 2, 2])]) }
    }

    @Test func emptyOnes() {
        #expect(FFT.fft(NDArray.zeros([0, 3])).shape == [0, 3])
        #expect(FFT.rfft(NDArray.zeros([2, 0, 4])).shape == [2, 0, 3])
        #expect(FFT.fft(NDArray.zeros([3, 0]), axis: 0).shape == [3, 0])
    }

    @Test func notANumberStaysInItsRow() {
        let rows = NDArray.ones([40, 16])
        rows[3, 5] = NDArray(Double.nan)
        let bad = FFT.rfft(rows).abs().sum(1).isNaN().elements(as: Bool.self)
        #expect(bad.indices.filter { bad[$0] } == [3])
    }
}

extension Double {
    fileprivate var log2Value: Double { NDArray(self).log2().item(as: Double.self) }
}

extension NDArray {
    fileprivate func multiplied(by factor: Int, modulo n: Int) -> NDArray { (self * factor).remainder(n) }
}
