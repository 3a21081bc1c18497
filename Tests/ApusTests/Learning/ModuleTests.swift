@testable import Apus
import Testing

private final class Block: Module, Layer {
    let firstLayer = Linear(2, 3)
    let steps = [Linear(3, 3), Linear(3, 3, bias: false)]
    @Parameter var scale = Tensor([1.0, 2, 3])
    @Parameter(key: "renamed") var offset: Tensor? = nil
    @Buffer var runningMean = Tensor([0.5])
    @Buffer(persistent: false) var scratch = Tensor([0.0])
    var extra: Linear?

    func callAsFunction(_ x: Tensor) -> Tensor { steps[1](steps[0](firstLayer(x).relu())) * scale }
}

@Suite struct ModuleTests {
    private static let keys = [
        "scale", "running_mean", "first_layer.weight", "first_layer.bias", "steps.0.weight", "steps.0.bias",
        "steps.1.weight",
    ]

    @Test func keysArePyTorchs() {
        let block = Block()
        #expect(block.stateDict().names == Self.keys)
        #expect(block.namedParameters().map(\.name) == Self.keys.filter { $0 != "running_mean" })
        #expect(block.namedBuffers().map(\.name) == ["running_mean", "scratch"])
        #expect(block.namedModules().map(\.name) == ["", "first_layer", "steps.0", "steps.1"])
        block.offset = Tensor([0.0])
        block.extra = Linear(1, 1)
        #expect(block.stateDict().names.contains("renamed") && block.stateDict().names.last == "extra.bias")
        let sequential = Sequential(Linear(1, 2), ReLU(), Sequential([Conv2d(1, 2, kernelSize: 3)]))
        #expect(sequential.stateDict().names == ["0.weight", "0.bias", "2.0.weight", "2.0.bias"])
    }

    @Test func parametersAreLeaves() {
        let block = Block()
        #expect(block.parameters().allSatisfy { $0.requiresGrad && $0.isLeaf })
        #expect(!block.runningMean.requiresGrad)
        block.scale = block.scale * 2
        #expect(block.scale.isLeaf && block.scale.requiresGrad)
        block.requiresGrad(false)
        #expect(block.parameters().allSatisfy { !$0.requiresGrad })
    }

    @Test func modesReachEverySubmodule() {
        let block = Block()
        block.eval()
        #expect(block.namedModules().allSatisfy { !$0.module.isTraining })
        block.steps[0].train()
        #expect(!block.isTraining && block.steps[0].isTraining)
        block.train()
        #expect(block.steps[1].isTraining)
    }

    @Test func stateRoundTrips() throws {
        let first = Block(), second = Block()
        try second.load(first.stateDict())
        for (name, tensor) in first.stateDict() {
            #expect(second.stateDict()[name]!.arrayEqual(tensor), "\(name)")
            #expect(second.stateDict()[name]!.value.storage !== tensor.value.storage, "\(name) is shared")
        }
        let x = numbers([4, 2], dtype: .float32)
        #expect(first(x).arrayEqual(second(x)))
    }

    @Test func misfitsAreListedAndNothingIsWritten() throws {
        let block = Block()
        let before = block.scale.copy()
        var state = block.stateDict()
        state["scale"] = Tensor([7.0, 7, 7])
        state["steps.0.bias"] = nil
        state["steps.1.weight"] = Tensor.zeros([2, 2])
        state["stranger"] = Tensor([1.0])
        #expect(
            throws: ApusError.stateDict(
                missing: ["steps.0.bias"], unexpected: ["stranger"],
                mismatched: ["steps.1.weight is (2, 2), the module's (3, 3)"])
        ) { try block.load(state) }
        #expect(block.scale.arrayEqual(before))
        #expect(throws: ApusError.self) { try block.load(state, strict: false) }
        #expect(block.scale.arrayEqual(before))
        state["steps.1.weight"] = nil
        let (missing, unexpected) = try block.load(state, strict: false)
        #expect(missing == ["steps.0.bias", "steps.1.weight"] && unexpected == ["stranger"])
        expect(block.scale, [7, 7, 7])
    }

    @Test func movingKeepsTheTensors() throws {
        let block = Block()
        let scale = block.scale
        let optimizer = SGD(block.parameters(), learningRate: 1)
        scale.grad = Tensor([1.0, 1, 1])
        try block.to(dtype: .float64)
        #expect(block.scale === scale && scale.dtype == .float64 && scale.grad?.dtype == .float64)
        #expect(block.firstLayer.weight.dtype == .float64 && block.runningMean.dtype == .float64)
        optimizer.step()
        expect(block.scale, [0, 1, 2], dtype: .float64)
        try block.to(device: .meta)
        #expect(block.parameters().allSatisfy { $0.device == .meta && $0.requiresGrad })
        #expect(block(Tensor.zeros([4, 2], dtype: .float64, device: .meta)).shape == [4, 3])
        expectError("not available") { try Linear(1, 1).to(device: .cuda(0)) }
    }

    @Test func sharedParametersStayShared() throws {
        let first = Linear(2, 2), second = Linear(2, 2)
        second.weight = first.weight
        let both = Sequential(first, second)
        #expect(both.parameters().count == 3 && both.stateDict().count == 4)
        try both.to(dtype: .float64)
        #expect(first.weight === second.weight)
        let twice = Sequential(first, first)
        #expect(twice.stateDict().names == ["0.weight", "0.bias", "1.weight", "1.bias"])
        #expect(twice.parameters().count == 2)
    }
}
