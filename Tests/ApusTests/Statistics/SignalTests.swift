@testable import Apus
import Testing

/// Interpolation, correlation, integrals, differences and windows, against NumPy's values.
@Suite struct SignalTests {
    @Test func interpolation() {
        let x = NDArray([0.0, 1.0, 1.5, 2.0, 3.0, 6.0, 7.0, 8.0, .nan]), xs = NDArray([1.0, 2.0, 4.0, 7.0]), ys = NDArray([3.0,
            -1.0, 5.0, 5.0])
        forEachLayout(of: x) { name, x in expect(x.interp(xs, ys), [3.0, 3.0, 1.0, -1.0, 2.0, 5.0, 5.0, 5.0, .nan], shape: [9],
            dtype: .float64, within: 1e-15, name) }
        expect(
            x.interp(xs, ys, left: NDArray(-9.0), right: NDArray(9.0)),
            [-9.0, 3.0, 1.0, -1.0, 2.0, 5.0, 5.0, 9.0, .nan], within: 1e-15)
        expect(x.interp(xs, ys, period: 5), [4.0, 3.0, 1.0, 5.0, 5.0, 3.0, 5.0, 5.0, .nan], within: 1e-14)
        expect(NDArray([0.5, 1]).interp(NDArray([0.0, 1]), NDArray([0, Double.infinity])), [.infinity, .infinity])
        expect(NDArray([3.0]).interp(NDArray([1]), NDArray([7])), [7])
        expectError("empty") { _ = try PiecewiseLinear.apply(x, NDArray.zeros([0]), NDArray.zeros([0]), left: nil, right: nil) }
        expectError("not of the same length") { _ = try PiecewiseLinear.apply(x, xs, NDArray.zeros([3]), left: nil, right: nil) }
    }

    @Test func correlation() {
        let a = NDArray([1.0, 2.0, -3.0, 0.5, 4.0]), v = NDArray([1.0, -2.0, 0.5])
        forEachLayout(of: a) { name, a in
            expect(a.convolve(v), [1.0, 0.0, -6.5, 7.5, 1.5, -7.75, 2.0], shape: [7], within: 1e-15, name)
            expect(a.convolve(v, mode: .same), [0.0, -6.5, 7.5, 1.5, -7.75], within: 1e-15, name)
            expect(a.convolve(v, mode: .valid), [-6.5, 7.5, 1.5], within: 1e-15, name)
            expect(a.correlate(v), [-4.5, 8.25, -2.0], within: 1e-15, name)
            expect(v.correlate(a, mode: .full), [4.0, -7.5, -2.0, 8.25, -4.5, -1.0, 0.5], within: 1e-15, name)
        }
        for dtype in DType.allCases where dtype != .bool {
            let x = NDArray([1, 2, 3, 1, 0, 2]).astype(dtype), y = NDArray([1, 0, 2]).astype(dtype)
            expect(x.convolve(y).real(), [1, 2, 5, 5, 6, 4, 0, 4], "\(dtype)")
            #expect(x.convolve(y).dtype == dtype)
        }
        expect(NDArray([true, false, true]).convolve(NDArray([true, true])), [1, 1, 1, 1], dtype: .bool)
        let z = NDArray([Complex(1.0, 2.0), Complex(0.0, -1.0), Complex(2.0, 0.0)]), w = NDArray([Complex(0.0, 1.0), Complex(1.0,
            1.0)])
        expect(z.correlate(w).imaginary(), [-2.0, -2.0])
        let long = NDArray.arange(1000.0).sin(), taps = NDArray.arange(37.0).cos()
        let direct = NDArray.stack((0..<964).map { (long[$0 ..< $0 + 37] * taps).sum() })
        #expect(long.correlate(taps).allClose(direct, rtol: 1e-12, atol: 1e-12))
        expectError("neither can be empty") { _ = try Convolution1D.apply(a, NDArray.zeros([0]), .full) }
    }

    @Test func integralsAndDerivatives() {
        let y = NDArray([[1.0, 2, 4, 8], [0, 1, 0, 1]]), x = NDArray([0.0, 1, 3, 4])
        forEachLayout(of: y) { name, y in
            expect(y.trapezoid(), [10.5, 1.5], shape: [2], within: 0, name)
            expect(y.trapezoid(x: x), [13.5, 2.0], within: 0, name)
            expect(y.trapezoid(dx: 0.5, axis: 0), [0.25, 0.75, 1.0, 2.25], shape: [4], within: 0, name)
            expect(y.cumulativeTrapezoid(x: x), [1.5, 7.5, 13.5, 0.5, 1.5, 2], shape: [2, 3], within: 0, name)
            let both = y.gradient()
            expect(both[0], [-1.0, -1.0, -4.0, -7.0, -1.0, -1.0, -4.0, -7.0], within: 0, name)
            expect(both[1], [1.0, 1.5, 3.0, 4.0, 1.0, 0.0, 0.0, 1.0], within: 0, name)
            expect(
                y.gradient(spacing: [x], axes: [1], edgeOrder: 2)[0],
                [1.0, 1.0, 2.9999999999999996, 4.999999999999999, 1.5, 0.5, 0.5, 1.5], within: 1e-15, name)
            expect(y.gradient(spacing: 2, axis: 1, edgeOrder: 2), [0.25, 0.75, 1.5, 2.5, 1.0, 0.0, 0.0, 1.0], within: 1e-15, name)
        }
        expectError("too small") { _ = try NumericGradient.apply(NDArray([1.0]), [], [0], edgeOrder: 1) }
        expect(y.ediff1d(toEnd: NDArray([9.0]), toBegin: NDArray([-9.0])), [-9.0, 1.0, 2.0, 4.0, -8.0, 1.0, -1.0, 1.0, 9.0])
    }

    @Test func phases() {
        let x = NDArray([0.0, 3, 6, -1, 12, 12.5])
        expect(x.unwrap(), [0.0, 3.0, 6.0, 5.283185307179586, 5.716814692820414, 6.216814692820414], within: 1e-14)
        expect(x.unwrap(discontinuity: 6), [0.0, 3.0, 6.0, 5.283185307179586, 5.716814692820414, 6.216814692820414], within: 1e-14)
        expect(NDArray([0, 3, 6, -1, 12]).unwrap(period: 4), [0.0, -1.0, -2.0, -1.0, 0.0], dtype: .int64)
        expect(NDArray([0, 3, 6, -1, 12]).unwrap(period: 5), [0.0, -2.0, -4.0, -6.0, -8.0], dtype: .int64)
    }

    @Test func windows() {
        expect(NDArray.bartlett(6), [0.0, 0.4, 0.8, 0.8, 0.4, 0.0], within: 1e-16)
        expect(
            NDArray.blackman(6),
            [-1.3877787807814457e-17, 0.2007701432625305, 0.8492298567374694, 0.8492298567374694, 0.2007701432625305,
            -1.3877787807814457e-17], within: 1e-16)
        expect(
            NDArray.hamming(6),
            [0.08000000000000002, 0.39785218258752425, 0.9121478174124759, 0.9121478174124759, 0.39785218258752425,
            0.08000000000000002], within: 1e-16)
        expect(
            NDArray.hanning(6),
            [0.0, 0.34549150281252633, 0.9045084971874737, 0.9045084971874737, 0.34549150281252633, 0.0], within: 1e-16)
        expect(
            NDArray.kaiser(6, beta: 8.6),
            [0.0013325139979024198, 0.20105486954533092, 0.8494161890910448, 0.8494161890910448, 0.20105486954533092,
            0.0013325139979024198], within: 1e-15)
        for window in [NDArray.bartlett, NDArray.blackman, NDArray.hamming, NDArray.hanning] {
            expect(window(0), [], shape: [0])
            expect(window(1), [1])
        }
        #expect(Tensor.hanning(5).dtype == .float32)
    }

    @Test func choices() {
        let x = NDArray.arange(5)
        expect(NDArray.selectByCondition([x .< 2, x .> 2], [x, x * 10]), [0, 1, 0, 30, 40], dtype: .int64)
        expect(NDArray.selectByCondition([x .< 2], [x], fallback: NDArray(0.5)), [0, 1, 0.5, 0.5, 0.5], dtype: .float64)
        expectError("must be bool") { _ = try ChoiceByCondition.apply([x], [x], .none) }
    }
}
