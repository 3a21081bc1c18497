@testable import Apus
import Testing

/// Medians, quantiles and reductions without NaN, against NumPy's values.
@Suite struct OrderStatisticsTests {
    private let x = NDArray([[3.5, -1, 2, .nan], [0.25, 7, .nan, -4], [1, 1, 6, -2.5]])

    @Test func withoutNaN() {
        forEachLayout(of: x) { name, x in
            expect(x.nanSum(), [13.25], shape: [], within: 1e-15, name)
            expect(x.nanSum(0), [4.75, 7.0, 8.0, -6.5], shape: [4], within: 1e-15, name)
            expect(x.nanSum(-1, keepDims: true), [4.5, 3.25, 5.5], shape: [3, 1], within: 1e-15, name)
            expect(x.nanProd(), [-735.0], shape: [], within: 1e-15, name)
            expect(x.nanProd(0), [0.875, -7.0, 12.0, 10.0], shape: [4], within: 1e-15, name)
            expect(x.nanProd(-1, keepDims: true), [-7.0, -7.0, -15.0], shape: [3, 1], within: 1e-15, name)
            expect(x.nanMean(), [1.325], shape: [], within: 1e-15, name)
            expect(x.nanMean(0), [1.5833333333333333, 2.3333333333333335, 4.0, -3.25], shape: [4], within: 1e-15, name)
            expect(x.nanMean(-1, keepDims: true), [1.5, 1.0833333333333333, 1.375], shape: [3, 1], within: 1e-15, name)
            expect(x.nanMin(), [-4.0], shape: [], within: 1e-15, name)
            expect(x.nanMin(0), [0.25, -1.0, 2.0, -4.0], shape: [4], within: 1e-15, name)
            expect(x.nanMin(-1, keepDims: true), [-1.0, -4.0, -2.5], shape: [3, 1], within: 1e-15, name)
            expect(x.nanMax(), [7.0], shape: [], within: 1e-15, name)
            expect(x.nanMax(0), [3.5, 7.0, 6.0, -2.5], shape: [4], within: 1e-15, name)
            expect(x.nanMax(-1, keepDims: true), [3.5, 7.0, 6.0], shape: [3, 1], within: 1e-15, name)
            expect(x.nanVar(), [10.900625000000002], shape: [], within: 1e-15, name)
            expect(x.nanVar(0), [1.9305555555555556, 11.555555555555555, 4.0, 0.5625], shape: [4], within: 1e-15, name)
            expect(x.nanVar(-1, keepDims: true), [3.5, 20.51388888888889, 9.171875], shape: [3, 1], within: 1e-15, name)
            expect(x.nanStd(), [3.3016094560077818], shape: [], within: 1e-15, name)
            expect(x.nanStd(0), [1.3894443333777555, 3.39934634239519, 2.0, 0.75], shape: [4], within: 1e-15, name)
            expect(
                x.nanStd(-1, keepDims: true),
                [1.8708286933869707, 4.529226080567064, 3.0285103598964294], shape: [3, 1], within: 1e-15, name)
            expect(x.nanMedian(), [1.0], shape: [], within: 1e-15, name)
            expect(x.nanMedian(0), [1.0, 1.0, 4.0, -3.25], shape: [4], within: 1e-15, name)
            expect(x.nanMedian(-1, keepDims: true), [2.0, 0.25, 1.0], shape: [3, 1], within: 1e-15, name)
            expect(x.nanArgmin(), [7.0], dtype: .int64, within: 0, name)
            expect(x.nanArgmin(axis: 0), [1.0, 0.0, 0.0, 1.0], dtype: .int64, within: 0, name)
            expect(x.nanArgmax(), [5.0], dtype: .int64, within: 0, name)
            expect(x.nanArgmax(axis: 0), [0.0, 1.0, 2.0, 2.0], dtype: .int64, within: 0, name)
            expect(
                x.nanCumsum(axis: 1),
                [3.5, 2.5, 4.5, 4.5, 0.25, 7.25, 7.25, 3.25, 1.0, 2.0, 8.0, 5.5], shape: [3, 4], within: 1e-15, name)
            expect(
                x.nanCumprod(),
                [3.5, -3.5, -7.0, -7.0, -1.75, -12.25, -12.25, 49.0, 49.0, 49.0, 294.0, -735.0], shape: [12], within: 1e-15, name)
        }
    }

    @Test func nothingButNaN() {
        let nothing = NDArray.full([2, 2], Double.nan)
        expect(nothing.nanSum(0), [0, 0])
        expect(nothing.nanProd(0), [1, 1])
        for result in [nothing.nanMean(0), nothing.nanMin(0), nothing.nanMax(0), nothing.nanVar(0), nothing.nanMedian(0)] {
            expect(result, [.nan, .nan], shape: [2])
        }
        expect(nothing.nanQuantile(0.5, 1), [.nan, .nan])
        expectError("All-NaN slice") { _ = try NaNArgMin.apply(nothing, 0, false) }
        expect(NDArray.full([3], Double.nan).nanVar(correction: 0), [.nan])
        expect(NDArray([1.0, .nan]).nanVar(correction: 1), [.nan])
    }

    @Test func integersAndHalves() {
        let whole = NDArray([3, 1, 4, 1], dtype: .int8)
        expect(whole.nanSum(), [9], dtype: .int64)
        expect(whole.nanMean(), [2.25], dtype: .float64)
        expect(whole.median(), [2], dtype: .float64)
        expect(whole.quantile(0.3), [1], dtype: .float64, within: 1e-15)
        let half = NDArray([1, .nan, 2], dtype: .float16)
        expect(half.nanMean(), [1.5], dtype: .float16)
        expect(half.median(), [.nan], dtype: .float16)
        expect(half.nanQuantile(0.5), [1.5], dtype: .float16)
        expect(NDArray([1, 2, 4], dtype: .float32).quantile(0.75), [3], dtype: .float32)
        expect(NDArray([1, 2, 4], dtype: .float32).quantile(NDArray([0.75])), [3], dtype: .float64)
        expectError("not defined for complex64") { _ = try QuantileEntry.apply(NDArray.ones([2], dtype: .complex64), .float(0),
            .all, false, .linear, nil) }
    }

    @Test func medians() {
        let y = NDArray([[3, 1, 2, 9], [7, 5, 6, 8]])
        forEachLayout(of: y) { name, y in
            expect(y.median(), [5.5], shape: [], within: 0, name)
            expect(y.median(0), [5.0, 3.0, 4.0, 8.5], shape: [4], within: 0, name)
            expect(y.median(1, keepDims: true), [2.5, 6.5], shape: [2, 1], within: 0, name)
        }
        expect(x.median(1), [.nan, .nan, 1], shape: [3])
        expect(NDArray([Double.infinity, .infinity]).median(), [.infinity])
        expect(NDArray.zeros([0]).median(), [.nan])
        let long = NDArray((0..<10_001).map { ($0 * 7919) % 10_007 })
        #expect(long.median().item(as: Double.self) == long.sort()[5000].item(as: Double.self))
        expect(
            long.quantile(NDArray([0.0, 0.1, 0.9, 1.0])),
            [0, 0.1, 0.9, 1].map { long.sort()[Int($0 * 10_000)].item(as: Double.self) })
    }

    @Test func mediansOfTensors() {
        let y = Tensor([[3.0, 1, 2, 9], [7, 5, .nan, 8]])
        expect(y.median(), [.nan], shape: [])
        expect(y.nanMedian(), [5], shape: [])
        let (values, indices) = y.median(axis: 1)
        expect(values, [2, .nan], shape: [2], dtype: .float32)
        expect(indices, [2, 2], dtype: .int64)
        expect(y.nanMedian(axis: 1, keepDims: true).values, [2, 7], shape: [2, 1])
    }

    @Test func everyMethod() {
        let y = NDArray([15.0, 20, 35, 40, 50, 1, 7]), shares = NDArray([0.0, 0.05, 0.3, 0.5, 0.77, 1.0])
        let expected: [QuantileMethod: [Double]] = [
            .invertedCDF: [1.0, 1.0, 15.0, 20.0, 40.0, 50.0],
            .averagedInvertedCDF: [1.0, 1.0, 15.0, 20.0, 40.0, 50.0],
            .closestObservation: [1.0, 1.0, 7.0, 20.0, 35.0, 50.0],
            .interpolatedInvertedCDF: [1.0, 1.0, 7.800000000000001, 17.5, 36.95, 50.0],
            .hazen: [1.0, 1.0, 11.8, 20.0, 39.45, 50.0],
            .weibull: [1.0, 1.0, 10.2, 20.0, 41.6, 50.0],
            .linear: [1.0, 2.8000000000000003, 13.399999999999999, 20.0, 38.1, 50.0],
            .medianUnbiased: [1.0, 1.0, 11.266666666666666, 20.0, 39.900000000000006, 50.0],
            .normalUnbiased: [1.0, 1.0, 11.400000000000002, 20.0, 39.7875, 50.0],
            .lower: [1.0, 1.0, 7.0, 20.0, 35.0, 50.0],
            .higher: [1.0, 7.0, 15.0, 20.0, 40.0, 50.0],
            .midpoint: [1.0, 4.0, 11.0, 20.0, 37.5, 50.0],
            .nearest: [1.0, 1.0, 15.0, 20.0, 40.0, 50.0],
        ]
        let holed = NDArray.concatenate([y, NDArray([Double.nan, .nan])])
        for method in QuantileMethod.allCases {
            expect(y.quantile(shares, method: method), expected[method]!, shape: [6], within: 1e-14, method.rawValue)
            expect(holed.nanQuantile(shares, method: method), expected[method]!, shape: [6], within: 1e-14, method.rawValue)
            expect(y.percentile(shares * 100, method: method), expected[method]!, shape: [6], within: 1e-13, method.rawValue)
            expect(holed.quantile(shares, method: method), Array(repeating: .nan, count: 6), within: 0, method.rawValue)
        }
    }

    @Test func weights() {
        let y = NDArray([15.0, 20, 35, 40, 50, 1, 7]), weights = NDArray([1.0, 0.0, 2.0, 5.0, 1.0, 3.0, 0.5]),
            shares = NDArray([0.0, 0.05, 0.3, 0.5, 0.77, 1.0])
        expect(y.quantile(shares, method: .invertedCDF, weights: weights), [1.0, 1.0, 15.0, 35.0, 40.0, 50.0])
        let rows = NDArray.stack([y, y * 2])
        expect(rows.quantile(0.5, 1, method: .invertedCDF, weights: weights), [35.0, 70.0])
        expectError("non-negative") { _ = try QuantileEntry.apply(y, .float(0.5), .all, false, .invertedCDF, -weights) }
        expectError("all zero") { _ = try QuantileEntry.apply(y, .float(0.5), .all, false, .invertedCDF, weights * 0) }
        expectError("supports weights") { _ = try QuantileEntry.apply(y, .float(0.5), .all, false, .linear, weights) }
    }

    @Test func axes() {
        let y = NDArray.arange(24.0).reshape(2, 3, 4).square()
        forEachLayout(of: y) { name, y in
            expect(y.quantile(0.3, [0, 2]), [4.5, 37.300000000000004, 102.10000000000001], shape: [3], within: 1e-14, name)
            expect(
                y.quantile(NDArray([0.3, 0.8]), 1, keepDims: true),
                [9.6, 15.399999999999999, 23.2, 33.0, 211.2, 241.0, 272.8, 306.6, 44.800000000000004, 58.60000000000001, 74.4,
                92.2, 342.40000000000003, 380.20000000000005, 420.0, 461.8], shape: [2, 2, 1, 4], within: 1e-14, name)
            expect(y.median([1, 2]), [30.5, 306.5], shape: [2], within: 0, name)
        }
        expectError("range [0, 1]") { _ = try QuantileEntry.apply(y, .float(1.5), .all, false, .linear, nil) }
        expectError("no elements") { _ = try QuantileEntry.apply(NDArray.zeros([0]), .float(0.5), .all, false, .linear, nil) }
    }

    @Test func gradientsOfQuantiles() throws {
        let y = Tensor([[3.0, 1, 2, 9], [7, 5, 6, 8]], dtype: .float64).requiringGrad()
        let q = Tensor([0.3, 0.8], dtype: .float64).requiringGrad()
        y.quantile(q, 1).sum().backward()
        expect(y.grad!, [0.6, 0.1, 0.9, 0.4, 0.6, 0.1, 0.9, 0.4], within: 1e-14)
        expect(q.grad!, [6, 21], within: 1e-13)
    }
}
