import Apus
import Testing

private func values(_ tensor: Tensor?) -> [Double] {
    guard let flat = tensor?.detach().astype(.float64).contiguous() else { return [] }
    return (0..<flat.count).map { flat.value.pointer.load(fromByteOffset: 8 * $0, as: Double.self) }
}

private func leaf(_ elements: [Double], _ shape: Shape? = nil) -> Tensor {
    let tensor = Tensor(elements, dtype: .float64)
    return (shape.map { tensor.reshape($0) } ?? tensor).detach().requiringGrad()
}

@Suite struct AutogradTests {
    @Test func squareHasGradientFour() {
        let x = Tensor(2.0).requiringGrad()
        let y = x * x
        y.backward()
        #expect(values(x.grad) == [4])
    }

    @Test func gradientsAccumulateUntilDropped() {
        let x = leaf([1, 2])
        (x * x).sum().backward()
        (x * 3).sum().backward()
        #expect(values(x.grad) == [5, 7])
        x.grad = nil
        (x * 3).sum().backward()
        #expect(values(x.grad) == [3, 3])
    }

    @Test func aSeedOfTheResultsShapeIsNeededForMoreThanOneElement() throws {
        let x = leaf([1, 2])
        #expect(throws: ApusError.self) { try Autograd.backward([x * x]) }
        #expect(throws: ApusError.self) { try Autograd.backward([x * x], seeds: [Tensor([1.0, 2.0, 3.0], dtype: .float64)]) }
        (x * x).backward(Tensor([10.0, 1.0], dtype: .float64))
        #expect(values(x.grad) == [20, 4])
    }

    @Test func broadcastOperandsGetTheirOwnShapeBack() {
        let a = leaf([1, 2, 3, 4, 5, 6], [2, 3]), b = leaf([1, 2, 3]), c = leaf([2], [])
        (a * b * c).sum().backward()
        #expect(a.grad!.shape == [2, 3] && values(a.grad) == [2, 4, 6, 2, 4, 6])
        #expect(b.grad!.shape == [3] && values(b.grad) == [10, 14, 18])
        #expect(c.grad!.shape == [] && values(c.grad) == [46])
    }

    @Test func noGradRecordsNothing() {
        let x = leaf([1])
        let y = noGrad { x * 2 }
        #expect(!y.requiresGrad && y.isLeaf)
        #expect(isGradEnabled)
        let z = noGrad { enableGrad { x * 2 } }
        #expect(z.requiresGrad && z.gradFunction == "multiply")
    }

    @Test func detachSharesMemoryWithoutHistory() {
        let x = leaf([1, 2])
        let d = x.detach()
        #expect(!d.requiresGrad)
        d.fill(7)
        #expect(values(x) == [7, 7])
    }

    @Test func innerGradientsAreKeptOnRequest() {
        let x = leaf([3])
        let y = x * x
        y.retainGrad()
        #expect(y.retainsGrad)
        (y * 2).sum().backward()
        #expect(values(y.grad) == [2] && values(x.grad) == [12])
    }

    @Test func hooksSeeAndReplaceGradients() {
        let x = leaf([1, 2])
        var seen: [Double] = []
        let y = x * 2
        let handle = y.registerHook { gradient in
            seen = values(gradient)
            return gradient * 10
        }
        y.sum().backward()
        #expect(seen == [1, 1] && values(x.grad) == [20, 20])
        handle.remove()
        x.grad = nil
        var after: [Double] = []
        x.registerPostAccumulateGradHook { after = values($0) }
        (x * 3).sum().backward()
        #expect(after == [3, 3])
    }

    @Test func aSecondPassNeedsTheGraph() throws {
        let x = leaf([2])
        let y = (x * x).sum()
        try Autograd.backward([y], retainGraph: true)
        try Autograd.backward([y])
        #expect(values(x.grad) == [8])
        #expect(throws: ApusError.self) { try Autograd.backward([y]) }
    }

    @Test func secondDerivatives() {
        let x = leaf([2])
        let y = (x * x * x).sum()
        let first = grad(of: y, wrt: [x], createGraph: true)[0]
        #expect(values(first) == [12])
        let second = grad(of: first.sum(), wrt: [x])[0]
        #expect(values(second) == [12] && x.grad == nil)
    }

    @Test func unusedInputsAreAnErrorUnlessAllowed() throws {
        let x = leaf([2]), other = leaf([1])
        #expect(throws: ApusError.self) { try Autograd.gradients(of: [(x * x).sum()], wrt: [x, other]) }
        let found = try Autograd.gradients(of: [(x * x).sum()], wrt: [x, other], allowUnused: true)
        #expect(values(found[0]) == [4] && found[1] == nil)
    }

    @Test func overwritingANeededValueIsCaught() {
        let x = leaf([2])
        var y = x * 1
        let z = y * y
        y += 1
        #expect(throws: ApusError.self) { try Autograd.backward([z.sum()]) }
    }

    @Test func leavesAndTheirViewsCannotBeOverwrittenWhileRecording() throws {
        let x = leaf([1, 2])
        #expect(throws: ApusError.self) { try Tensor.applyInPlace(Filling.seven, x, []) }
        #expect(throws: ApusError.self) { try Tensor.applyInPlace(Filling.seven, x.reshape(2, 1), []) }
        noGrad { x.fill(5) }
        #expect(values(x) == [5, 5] && x.requiresGrad)
    }

    @Test func inPlaceArithmeticHasTheGradientOfTheOrdinaryForm() {
        let x = leaf([1, 2]), w = leaf([3, 4])
        var y = x * 1
        y *= w
        y += x
        (y * y).sum().backward()
        // y = x w + x: dy² / dx = 2 y (w + 1), dy² / dw = 2 y x
        #expect(values(x.grad) == [32, 100])
        #expect(values(w.grad) == [8, 40])
    }

    @Test func writingThroughAViewReachesTheBasesGradient() {
        let x = leaf([1, 2, 3, 4], [2, 2]), w = leaf([10, 20])
        let base = x * 1
        var row = base.T.T.reshape(4).reshape(2, 2).swapAxes(0, 1)
        row *= w
        (base * base).sum().backward()
        // swapAxes: column j of the view is row j of the base, so base row j is multiplied by w[j].
        #expect(values(x.grad) == [200, 400, 2400, 3200])
        #expect(values(w.grad) == [100, 1000])
    }

    @Test func aViewSeesTheHistoryOfItsRewrittenBase() {
        let x = leaf([1, 2])
        var base = Tensor.zeros([2], dtype: .float64)
        let view = base.reshape(2, 1)
        #expect(!view.requiresGrad)
        base += x
        #expect(view.requiresGrad)
        (view * view).sum().backward()
        #expect(values(x.grad) == [2, 4])
    }

    @Test func assignmentCutsTheOldHistory() {
        let x = leaf([1, 2]), v = leaf([5, 6])
        let y = x * 2
        y.assign(v)
        (y * y).sum().backward()
        #expect(values(x.grad) == [0, 0] && values(v.grad) == [10, 12])
    }

    @Test func complexGradientsFollowPyTorchsConvention() {
        // L = |z|² as a real number: the gradient is 2 z.
        let z = Tensor([Complex(1.0, 2.0), Complex(-3.0, 0.5)]).requiringGrad()
        let loss = (z * z.conjugate()).real().sum()
        loss.backward()
        let g = z.grad!
        #expect(g.dtype == z.dtype)
        let found = (0..<2).map { Scalar(loading: g.value.pointer + $0 * g.dtype.size, as: g.dtype).complexValue }
        #expect(found == [Complex(2, 4), Complex(-6, 1)])
    }

    @Test func aChainOfAMillionNodesGoesBackAndIsReleased() {
        let x = leaf([1])
        var y = x
        for _ in 0..<1_000_000 { y = y + 1 }
        y.sum().backward()
        #expect(values(x.grad) == [1])
        var z = x
        for _ in 0..<1_000_000 { z = -z }
        z = x
        #expect(values(z) == [1])
    }

    @Test func gradientsOfOneBranchDoNotAliasThoseOfAnother() {
        let a = leaf([1, 2]), b = leaf([3, 4])
        (a + b).sum().backward()
        a.grad!.fill(9)
        #expect(values(b.grad) == [1, 1])
    }

    @Test func derivativesOfTheBasicOperationsAgreeWithDifferences() throws {
        let a = leaf([0.5, -1.5, 2, 0.25, 3, -0.75], [2, 3]), b = leaf([1.5, -0.5, 0.75])
        for function: ([Tensor]) -> Tensor in [
            { $0[0] + $0[1] }, { $0[0] - $0[1] }, { $0[0] * $0[1] }, { $0[0] / $0[1] }, { -$0[0] + $0[1] },
            { 2 / $0[0] - $0[1] * 3 }, { ($0[0] * $0[1]).sum([0], keepDims: true) }, { $0[0].T * 2 + $0[1].sum() },
            { $0[0].matmul($0[1]) }, { $0[0].linear(weight: $0[0] * $0[1], bias: $0[1].reshape(3).matmul($0[0].T)) },
            { $0[0].reshape(3, 2).broadcast(to: [4, 3, 2]) * $0[1].reshape(3, 1) }, { $0[0].outer($0[1]) },
        ] {
            try gradCheck([a, b], function)
            try gradGradCheck([a, b], function)
        }
        let z = Tensor([Complex(0.5, 1.0), Complex(-1.0, 0.25)]).astype(.complex128).requiringGrad()
        for function: ([Tensor]) -> Tensor in [
            { $0[0] * $0[0] }, { $0[0] / ($0[0] + 2) }, { $0[0].conjugate() * $0[0] }, { $0[0].real() * $0[0] },
            { $0[0].reshape(2, 1).matmul($0[0].reshape(1, 2)) },
        ] {
            try gradCheck([z], function)
            try gradGradCheck([z], function)
        }
    }

    @Test func aWrongDerivativeIsFound() {
        let x = leaf([1, 2])
        #expect(throws: GradientMismatch.self) { try gradCheck([x]) { $0[0] * $0[0].detach() } }
    }
}

@Suite struct ConvolutionTests {
    private func ramp(_ shape: Shape, _ scale: Double, dtype: DType = .float64) -> Tensor {
        let elements = (0..<shape.product).map { Double(($0 * 7919) % 23 - 11) * scale }
        return Tensor(elements, dtype: .float64).reshape(shape).astype(dtype).detach()
    }

    @Test func derivativesAgreeWithDifferences() throws {
        for (stride, padding, dilation, groups): (Pair, Padding, Pair, Int) in [
            (1, 0, 1, 1), (2, 1, 1, 1), ([1, 2], .both(2, 1), [2, 1], 2), (1, .same, 1, 4),
        ] {
            let x = ramp([2, 4, 5, 6], 0.1).requiringGrad()
            let weight = ramp([4, 4 / groups, 3, 2], 0.05).requiringGrad()
            let bias = ramp([4], 0.2).requiringGrad()
            try gradCheck([x, weight, bias]) {
                $0[0].conv2d(
                    weight: $0[1], bias: $0[2], stride: stride, padding: padding, dilation: dilation, groups: groups)
            }
        }
        let x = ramp([1, 2, 4, 3], 0.1).requiringGrad(), weight = ramp([2, 2, 2, 2], 0.1).requiringGrad()
        try gradGradCheck([x, weight]) { $0[0].conv2d(weight: $0[1], padding: 1) }
        let line = ramp([2, 3, 7], 0.1).requiringGrad(), taps = ramp([2, 3, 3], 0.1).requiringGrad()
        try gradCheck([line, taps]) { $0[0].conv1d(weight: $0[1], stride: 2, padding: 1) }
    }

    @Test func shapesThatDoNotFitAreRefused() {
        func refused(_ x: Shape, _ weight: Shape, groups: Int = 1) -> Bool {
            let window: [String: Argument<Tensor>] = [
                "x": .array(.zeros(x)), "weight": .array(.zeros(weight)), "groups": .scalar(.int(Int64(groups))),
            ]
            do {
                _ = try OperationTable["conv2d"]!.call(Arguments("conv2d", window))
                return false
            } catch { return true }
        }
        #expect(!refused([1, 2, 3, 3], [4, 2, 3, 3]))
        #expect(refused([1, 2, 3, 3], [4, 3, 3, 3]))
        #expect(refused([1, 2, 3, 3], [4, 2, 4, 3]))
        #expect(refused([1, 2, 3, 3], [3, 1, 3, 3], groups: 2))
        #expect(refused([2, 3], [3, 1, 3, 3]))
    }
}

/// An in-place operation of a user's own.
private struct Filling: InPlaceOperation {
    static var name: String { "filling" }
    static var saves: Saved { [] }
    static let seven = Filling()
    func run(_ target: Strided, _ others: [Strided], _ world: World) throws(ApusError) {
        try target.device.backend.fill(target, with: 7)
    }
    func derivative(of index: Int, _ g: Tensor, _ inputs: [Tensor], _ y: Tensor) -> Tensor { g * 0 }
}
