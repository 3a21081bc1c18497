@testable import Apus
import Testing

@Suite struct OptimizerTests {
    private static let makers: [(String, @Sendable ([Tensor]) -> any Optimizer)] = [
        ("sgd", { SGD($0, learningRate: 0.1) }),
        ("sgd.momentum", { SGD($0, learningRate: 0.1, momentum: 0.9) }),
        ("sgd.dampening", { SGD($0, learningRate: 0.1, momentum: 0.9, dampening: 0.3, weightDecay: 0.05) }),
        ("sgd.nesterov", { SGD($0, learningRate: 0.1, momentum: 0.8, weightDecay: 0.01, nesterov: true) }),
        ("sgd.maximize", { SGD($0, learningRate: 0.1, momentum: 0.5, maximize: true) }),
        ("adam", { Adam($0, learningRate: 0.1) }),
        ("adam.decay", { Adam($0, learningRate: 0.05, betas: (0.8, 0.95), epsilon: 1e-6, weightDecay: 0.1) }),
        ("adam.amsgrad", { Adam($0, learningRate: 0.1, betas: (0.5, 0.6), amsgrad: true) }),
        ("adamw", { AdamW($0, learningRate: 0.1, weightDecay: 0.2) }),
        ("adamw.amsgrad", { AdamW($0, learningRate: 0.1, betas: (0.5, 0.6), amsgrad: true, maximize: true) }),
    ]

    private func gradient(_ step: Int, _ parameter: Tensor, _ dtype: DType) -> Tensor {
        numbers([19 * (step + 1)], dtype: dtype)[(19 * step)...] * 0.5 + parameter.detach()
    }

    @Test(arguments: makers.map(\.0), [DType.float32, .float64])
    private func pathsArePyTorchs(_ name: String, _ dtype: DType) throws {
        let make = try #require(Self.makers.first { $0.0 == name }).1
        let parameter = numbers([19], dtype: dtype).requiringGrad()
        let optimizer = make([parameter])
        for step in 0..<10 {
            parameter.grad = gradient(step, parameter, dtype)
            optimizer.step()
        }
        try expectGolden(parameter, "\(name).\(dtype)", within: dtype == .float32 ? 2e-6 : 2e-14)
    }

    /// A state that is saved in the middle and loaded by a new optimizer goes on as if nothing had happened.
    @Test(arguments: makers.map(\.0))
    private func statesAreContinued(_ name: String) throws {
        let make = try #require(Self.makers.first { $0.0 == name }).1
        let parameter = numbers([19]).requiringGrad()
        var optimizer = make([parameter])
        for step in 0..<10 {
            if step == 5 {
                var state = StateDict()
                for (name, tensor) in optimizer.stateDict() { state[name] = tensor.copy() }
                optimizer = make([parameter])
                try optimizer.load(state)
            }
            parameter.grad = gradient(step, parameter, .float64)
            optimizer.step()
        }
        try expectGolden(parameter, "\(name).float64", within: 2e-14)
    }

    @Test func halfPrecisionAndStridedParametersAreSteppedInACopy() {
        let memory = numbers([3, 2], dtype: .float32)
        let parameter = memory.T.detach().requiringGrad()
        parameter.grad = Tensor.ones([2, 3])
        SGD([parameter], learningRate: 0.5).step()
        expect(memory, (numbers([3, 2], dtype: .float32) - 0.5).elements(as: Double.self), within: 1e-7)
        let half = Tensor([1.0, 2.0], dtype: .bfloat16).requiringGrad()
        half.grad = Tensor([1.0, -1.0], dtype: .bfloat16)
        Adam([half], learningRate: 0.25).step()
        expect(half, [0.75, 2.25], dtype: .bfloat16)
    }

    @Test func parametersWithoutGradientStay() {
        let parameter = Tensor([1.0]).requiringGrad()
        Adam([parameter]).step()
        expect(parameter, [1])
        parameter.grad = Tensor([1.0])
        let optimizer = SGD([parameter])
        optimizer.zeroGrad()
        #expect(parameter.grad == nil)
    }

    /// A step is a write: a graph that needs the old value says so.
    @Test func stepsAreSeenByTheGraph() {
        let parameter = Tensor([2.0]).requiringGrad()
        let square = parameter * parameter
        parameter.grad = Tensor([1.0])
        SGD([parameter], learningRate: 0.1).step()
        expectError("overwritten in place") { try Autograd.backward([square]) }
    }

    @Test func badStatesAreRefused() {
        let optimizer = SGD([Tensor([1.0]).requiringGrad()], momentum: 0.9)
        expectError("0.momentum_buffer is (2,)") { try optimizer.load(["0.momentum_buffer": Tensor([1.0, 2])]) }
    }

    @Test func schedulesArePyTorchs() throws {
        let schedules: [(String, (any Optimizer) -> any LearningRateScheduler)] = [
            ("StepLR", { StepLR($0, stepSize: 3, gamma: 0.5) }),
            ("CosineAnnealingLR", { CosineAnnealingLR($0, period: 8, minimum: 0.01) }),
            ("OneCycleLR", { OneCycleLR($0, maximum: 0.5, totalSteps: 12) }),
        ]
        for (name, make) in schedules {
            let optimizer = SGD([Tensor([1.0])], learningRate: 0.1)
            let schedule = make(optimizer)
            var rates = [optimizer.learningRate]
            for _ in 0..<11 {
                schedule.step()
                rates.append(optimizer.learningRate)
            }
            for (rate, expected) in zip(rates, try LearningGoldens.values(name)) {
                #expect(abs(rate - expected) <= 1e-13, "\(name): \(rates)")
            }
        }
    }

    @Test func clippingIsPyTorchs() throws {
        for (order, name) in [(2.0, "2.0"), (1, "1.0"), (.infinity, "inf"), (3, "3.0")] {
            let gradients = [numbers([7], dtype: .float32), numbers([2, 3], dtype: .float32) * 5]
            let parameters = gradients.map { gradient in
                let parameter = Tensor.zeros(gradient.shape).requiringGrad()
                parameter.grad = gradient.copy()
                return parameter
            }
            let norm = try clipGradNorm(parameters, maximum: 1.5, normType: order)
            let found = [norm] + parameters.flatMap { $0.grad!.elements(as: Double.self) }
            expect(Tensor(found, dtype: .float64), try LearningGoldens.values("clipGradNorm.\(name)"), within: 1e-6, name)
        }
    }

    @Test func clippingRefusesAndCuts() throws {
        let parameter = Tensor([1.0, 2, 3]).requiringGrad()
        let norm = try clipGradNorm([parameter], maximum: 1)
        #expect(norm == 0)
        parameter.grad = Tensor([Double.nan, 5, -7])
        expectError("the norm of the gradients is nan") {
            _ = try clipGradNorm([parameter], maximum: 1, errorIfNonfinite: true)
        }
        try clipGradValue([parameter], limit: 2)
        expect(parameter.grad!, [.nan, 2, -2])
        parameter.grad = Tensor([0.1, 0.1, 0.1])
        try clipGradNorm([parameter], maximum: 5)
        expect(parameter.grad!, [0.1, 0.1, 0.1], within: 1e-7)
    }
}
