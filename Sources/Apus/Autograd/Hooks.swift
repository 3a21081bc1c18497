/// A registered hook; `remove()` takes it off again.
public final class HookHandle: @unchecked Sendable {
    private let removal: () -> Void

    init(_ removal: @escaping () -> Void) { self.removal = removal }

    public func remove() { removal() }
}

/// What is called when a gradient reaches a node, and where gradients of inner tensors are kept.
final class HookTable: @unchecked Sendable {
    private var next = 0
    private var hooks: [(id: Int, output: Int, body: (Tensor) -> Tensor?)] = []
    private var afterAccumulation: [(id: Int, body: (Tensor) -> Void)] = []
    /// Outputs whose gradient is kept, and the gradients.
    var retained: [Int: Tensor?] = [:]

    func add(output: Int, _ body: @escaping (Tensor) -> Tensor?) -> HookHandle {
        next += 1
        let id = next
        hooks.append((id, output, body))
        return HookHandle { [weak self] in self?.hooks.removeAll { $0.id == id } }
    }

    func addAfterAccumulation(_ body: @escaping (Tensor) -> Void) -> HookHandle {
        next += 1
        let id = next
        afterAccumulation.append((id, body))
        return HookHandle { [weak self] in self?.afterAccumulation.removeAll { $0.id == id } }
    }

    func run(_ gradients: inout GradientSlots, outputs: Int, createGraph: Bool) throws(ApusError) {
        for hook in hooks {
            guard let gradient = gradients[hook.output], let replaced = hook.body(gradient) else { continue }
            guard replaced.shape == gradient.shape, replaced.dtype == gradient.dtype else {
                throw .autograd(
                    "a hook turned a gradient of shape \(gradient.shape) and dtype \(gradient.dtype) into one of shape "
                        + "\(replaced.shape) and dtype \(replaced.dtype)")
            }
            gradients[hook.output] = replaced
        }
        for output in retained.keys {
            guard let gradient = gradients[output] else { continue }
            let kept = createGraph ? gradient : gradient.detach()
            retained[output] = .some((retained[output] ?? nil).map { $0 + kept } ?? kept)
        }
    }

    func runAfterAccumulation(_ leaf: LeafNode) {
        guard !afterAccumulation.isEmpty, let gradient = leaf.gradient else { return }
        for hook in afterAccumulation { hook.body(gradient) }
    }
}
