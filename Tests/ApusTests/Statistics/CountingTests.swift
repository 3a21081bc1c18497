@testable import Apus
import Testing

/// Averages, covariances, histograms and counts, against NumPy's values.
@Suite struct CountingTests {
    @Test func averages() {
        let a = NDArray([[1.0, 2, 5], [4, -1, 0.5]]), weights = NDArray([1, 2, 0.5])
        expect(a.average(), [1.9166666666666667], within: 1e-15)
        expect(a.average(1, weights: weights), [2.142857142857143, 0.6428571428571429], shape: [2], within: 1e-15)
        expect(a.average(weights: a.square(), keepDims: true), [4.171957671957672], shape: [1, 1], within: 1e-15)
        expect(NDArray([1, 2]).average(weights: NDArray([3, 1])), [1.25], dtype: .float64)
        expect(a.ptp(0), [3.0, 3.0, 4.5])
        expectError("sum to zero") { _ = try Average.apply(a, .all, NDArray.zeros([2, 3]), keepDims: false) }
        expectError("Axis must be specified") { _ = try Average.apply(a, .all, weights, keepDims: false) }
    }

    @Test func covariances() {
        let a = NDArray([[1.0, 2, 5, 3], [4, -1, 0.5, 2]]), b = a.T
        let plain = [2.9166666666666665, -1.5416666666666665, -1.5416666666666665, 4.5625]
        forEachLayout(of: a) { name, a in expect(a.cov(), plain, shape: [2, 2], within: 1e-14, name) }
        expect(b.cov(rowVariables: false), plain, within: 1e-14)
        expect(a[0].cov(a[1]), plain, within: 1e-14)
        expect(a[0].cov(), [2.9166666666666665], shape: [], within: 1e-15)
        let frequencies = NDArray([1, 2, 1, 3]), weights = NDArray([0.5, 1, 2, 1])
        expect(
            a.cov(frequencies: frequencies, weights: weights),
            [1.8936170212765957, -0.14893617021276592, -0.14893617021276592, 2.547872340425532], within: 1e-14)
        expect(
            a.cov(correction: 0, weights: weights),
            [2.246913580246914, -0.617283950617284, -0.617283950617284, 2.209876543209876], within: 1e-14)
        expect(a.corrcoef(), [1.0, -0.42261571712073015, -0.42261571712073015, 1.0], within: 1e-15)
        let z = NDArray([[Complex(1.0, 2.0), Complex(0.0, -1.0), Complex(2.0, 0.0)], [Complex(0.0, 1.0), Complex(1.0, 1.0),
            Complex(3.0, 0.0)]])
        let complexCovariance = z.cov()
        expect(
            complexCovariance.real(),
            [3.333333333333333, 1.1666666666666667, 1.1666666666666667, 2.6666666666666665], within: 1e-14)
        expect(complexCovariance.imaginary(), [0.0, -0.6666666666666667, 0.6666666666666666, -3.0839528461809905e-17], within: 1e-14)
        expect(Tensor([[1, 2, 4], [3, 1, 0]]).cov(), [7.0 / 3, -13.0 / 6, -13.0 / 6, 7.0 / 3], dtype: .float32, within: 1e-6)
        expect(NDArray.zeros([0, 3]).cov(), [], shape: [0, 0])
        expectError("more than 2 dimensions") {
            _ = try Covariance.apply(
                NDArray.zeros([2, 2, 2]), nil, rowVariables: true, correction: 1, frequencies: nil, weights: nil, dtype: nil)
        }
    }

    @Test func histograms() {
        let x = NDArray([1.0, 2.0, 2.0, 3.0, 3.5, 5.0, -1.0, 9.0, 2.25, 4.0, 4.0, 4.0, 4.5])
        forEachLayout(of: x) { name, x in
            let (counts, edges) = x.histogram(bins: 4)
            expect(counts, [2.0, 5.0, 5.0, 1.0], shape: [4], dtype: .int64, within: 0, name)
            expect(edges, [-1.0, 1.5, 4.0, 6.5, 9.0], shape: [5], dtype: .float64, within: 0, name)
        }
        expect(x.histogram(bins: 3, range: 2...5).counts, [3.0, 2.0, 5.0])
        expect(x.histogram(edges: NDArray([0.0, 2, 2, 4, 5])).counts, [1.0, 0.0, 5.0, 5.0])
        expect(x.histogram(bins: 3, range: 2...5, density: true).counts, [0.3, 0.2, 0.5], within: 1e-15)
        expect(x.histogram(edges: NDArray([0, 2, 5]), weights: x).counts, [1.0, 34.25], dtype: .float64, within: 1e-14)
        expect(x.histogram(edges: NDArray([0, 2, 5]), weights: x.astype(.int32)).counts, [1.0, 33.0], dtype: .int32)
        expect(NDArray([1, 2, 3], dtype: .float32).histogram(bins: 2).edges, [1, 2, 3], dtype: .float32)
        expect(NDArray([0.0, .nan, 1, 5]).histogram(bins: 2, range: 0...2).counts, [1, 1])
        expect(NDArray.zeros([0]).histogram(bins: 2).edges, [0, 0.5, 1])
        expect(NDArray([3.0, 3]).histogram(bins: 2).edges, [2.5, 3, 3.5])
        expectError("not finite") { _ = try Histogram.apply(NDArray([1.0, .infinity]), .count(2), nil, weights: nil, density: false) }
        expectError("must be positive") { _ = try Histogram.apply(x, .count(0), nil, weights: nil, density: false) }
        expectError("monotonically") { _ = try Histogram.apply(x, .edges(NDArray([1, 0])), nil, weights: nil, density: false) }
        expectError("Too many bins") {
            _ = try Histogram.apply(NDArray([1.0, 1.0.nextUp]), .count(100), nil, weights: nil, density: false)
        }
    }

    @Test func binsThatNobodyNamed() {
        let x = NDArray([1.0, 2.0, 2.0, 3.0, 3.5, 5.0, -1.0, 9.0, 2.25, 4.0, 4.0, 4.0, 4.5])
        let expected: [BinEstimator: Int] = [
            .auto: 7,
            .doane: 7,
            .fd: 7,
            .rice: 6,
            .scott: 4,
            .sqrt: 5,
            .stone: 6,
            .sturges: 6,
        ]
        for (estimator, count) in expected { #expect(x.histogramBinEdges(estimator).count == count, "\(estimator)") }
        #expect(NDArray.zeros([5]).histogramBinEdges(.fd).count == 2)
    }

    @Test func grids() {
        let points = NDArray([[0.5, 1], [1, 2], [2, 2], [0, 0], [1.5, 0.25], [3, 3]])
        let edges = [NDArray([0.0, 1, 2]), NDArray([0.0, 0.5, 2])]
        expect(points.histogramOnGrid(edges), [1.0, 1.0, 1.0, 2.0], shape: [2, 2], dtype: .float64)
        expect(points.histogramOnGrid(edges, density: true), [0.4, 0.13333333333333333, 0.4, 0.26666666666666666], within: 1e-15)
        expect(points.histogramOnGrid(edges, weights: NDArray.arange(6)), [3.0, 0.0, 4.0, 3.0])
    }

    @Test func countsOfIntegers() {
        expect(NDArray([1, 0, 3, 1], dtype: .uint8).bincount(), [1, 2, 0, 1], dtype: .int64)
        expect(NDArray([1, 0, 3, 1]).bincount(weights: NDArray([0.5, 1, 2, 1]), minlength: 6), [1, 1.5, 0, 2, 0, 0], dtype: .float64)
        expect(NDArray.zeros([0], dtype: .int64).bincount(minlength: 2), [0, 0])
        expect(Tensor([1, 1], dtype: .int64).bincount(weights: Tensor([0.5, 1])), [0, 1.5], dtype: .float32)
        expectError("negative") { _ = try BinCount.apply(NDArray([-1, 2]), nil, 0) }
        expectError("must be integers") { _ = try BinCount.apply(NDArray([0.5]), nil, 0) }
        expectError("one axis") { _ = try BinCount.apply(NDArray([[1]]), nil, 0) }
    }

    @Test func digits() {
        let x = NDArray([0.2, 6.4, 3.0, 1.6, .nan]), bins = NDArray([0.0, 1, 2.5, 3, 10])
        expect(x.digitize(bins), [1.0, 4.0, 4.0, 2.0, 5.0], dtype: .int64)
        expect(x.digitize(bins, right: true), [1.0, 4.0, 3.0, 2.0, 5.0])
        expect(x.digitize(bins.flip()), [4.0, 1.0, 1.0, 3.0, 0.0])
        expect(x.digitize(bins.flip(), right: true), [4.0, 1.0, 2.0, 3.0, 0.0])
        expectError("monotonically") { _ = try Digitize.apply(x, NDArray([0, 2, 1]), false) }
    }
}
