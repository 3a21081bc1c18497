import Apus
import Testing

@Suite struct ReductionGradientTests {
    private static let axisSets: [Axes] = [.all, 0, 1, [0, 2], []]

    /// Checks first and second derivatives of a reduction over several sets of axes, on a strided operand.
    private func check(_ x: Tensor = .leaf([2, 3, 4]), _ reduce: (Tensor, Axes, Bool) -> Tensor) throws {
        for axes in Self.axisSets {
            for keepDims in [false, true] {
                try checkGradients([x]) { [reduce($0[0].transpose(2, 0, 1), axes, keepDims)] }
            }
        }
    }

    @Test func sums() throws { try check { $0.sum($1, keepDims: $2) } }
    @Test func means() throws { try check { $0.mean($1, keepDims: $2) } }
    @Test func products() throws { try check { $0.prod($1, keepDims: $2) } }
    @Test func variances() throws {
        for axes in [.all, 0, [0, 2]] as [Axes] {
            for correction in [0.0, 1] {
                try checkGradients([.leaf([3, 2, 4])]) {
                    [$0[0].var(axes, correction: correction), $0[0].std(axes, correction: correction, keepDims: true)]
                }
            }
        }
    }
    @Test func extremes() throws {
        try check { $0.min($1, keepDims: $2) }
        try check { $0.max($1, keepDims: $2) }
    }
    @Test func logSumExps() throws { try check { $0.logSumExp($1, keepDims: $2) } }

    @Test(arguments: [0, 0.5, 1, 1.5, 2, 3, -1, Double.infinity, -Double.infinity]) func norms(order: Double) throws {
        for axes in [.all, 0, [0, 2]] as [Axes] {
            try checkGradients([.leaf([3, 2, 4])]) { [$0[0].norm(order, axes: axes)] }
        }
    }

    @Test func complexOperands() throws {
        let z = Tensor(spread(6).map { Complex($0, 0.3 - $0 * $0) }, dtype: .complex128).requiringGrad()
        try checkGradients([z]) { [$0[0].sum(), $0[0].mean(), $0[0].prod(), $0[0].logSumExp()] }
        try checkGradients([z]) { [$0[0].var(), $0[0].std(), $0[0].norm(), $0[0].norm(1), $0[0].norm(3)] }
        try checkGradients([z]) { [$0[0].cumsum(), $0[0].cumprod()] }
    }

    @Test func productsWithZeros() throws {
        for elements in [[2.0, 0, 3, 4], [2, 0, 0, 4], [0, 0, 0, 0], [5]] {
            try checkGradients([.leaf(of: elements)]) { [$0[0].prod()] }
            try checkGradients([.leaf(of: elements)]) { [$0[0].cumprod(axis: 0)] }
        }
        let x = Tensor.leaf(of: [2, 0, 3, 4])
        x.prod().backward()
        expect(x.grad!, [0, 24, 0, 0])
    }

    @Test func scans() throws {
        for axis in 0..<3 {
            try checkGradients([.leaf([2, 3, 4])]) {
                [$0[0].cumsum(axis: axis), $0[0].transpose(1, 2, 0).cumprod(axis: axis), $0[0].cummax(axis: axis), $0[0].cummin(axis: axis)]
            }
        }
        try checkGradients([.leaf([7, 1])]) { [$0[0].cumprod(axis: 0), $0[0].cumprod(axis: 1)] }
    }

    @Test func tiesShareTheGradientOfAnExtreme() {
        let x = Tensor.leaf(of: [1, 3, 3, 2, 3, 0], [2, 3])
        x.max().backward()
        expect(x.grad!, [0, 1.0 / 3, 1.0 / 3, 0, 1.0 / 3, 0], within: 1e-16)
        let y = Tensor.leaf(of: [1, 3, 3, 2, 2, 0], [2, 3])
        y.max(1).backward(Tensor([1.0, 4], dtype: .float64))
        expect(y.grad!, [0, 0.5, 0.5, 2, 2, 0])
        let z = Tensor.leaf(of: [1, 3, 3, 2, 2, 0], [2, 3])
        z.maxWithIndices(axis: 1).values.backward(Tensor([1.0, 4], dtype: .float64))
        expect(z.grad!, [0, 1, 0, 4, 0, 0])
    }

    @Test func indexedExtremes() throws {
        try checkGradients([.leaf([3, 4])]) {
            [$0[0].maxWithIndices(axis: 0).values, $0[0].T.minWithIndices(axis: 1, keepDims: true).values]
        }
    }

    @Test func edgesOfNormsAndDeviations() {
        for order in [0.5, 1, 1.5, 2, 3, Double.infinity] {
            let x = Tensor.leaf(of: [0, 0, 0])
            x.norm(order).backward()
            expect(x.grad!, [0, 0, 0], "order \(order)")
        }
        let y = Tensor.leaf(of: [5, 5, 5])
        y.std().backward()
        expect(y.grad!, [0, 0, 0])
        let z = Tensor.leaf(of: [0, 3, 0, 4])
        z.norm(1.5).backward()
        #expect(z.grad![0].item(as: Double.self) == 0)
    }

    @Test func logSumExpOfInfinities() {
        let x = Tensor.leaf(of: [-Double.infinity, 1, 1, -Double.infinity, Double.infinity, 2], [2, 3])
        x.logSumExp(1).sum().backward()
        expect(x.grad!, [0, 0.5, 0.5, 0, 1, 0], within: 1e-16)
    }

    @Test func runningExtremesGiveTheGradientToTheLastTie() {
        let x = Tensor.leaf(of: [1, 3, 2, 3, 4])
        x.cummax().backward(Tensor([1.0, 10, 100, 1000, 10000], dtype: .float64))
        expect(x.grad!, [1, 110, 0, 1000, 10000])
    }

    @Test func resultsWithoutDerivativeRequireNone() {
        let x = Tensor.leaf([2, 3])
        for y in [x.argmax(), x.any(), x.countNonzero(), x.argsort(), x.maxWithIndices(axis: 0).indices] {
            #expect(!y.requiresGrad)
        }
    }
}
