internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func sgdStep(
        _ parameter: Strided, gradient: Strided, momentum: Strided?, _ options: SGDStep
    ) throws(ApusError) {
        let step = apus_sgd(
            rate: options.rate, momentum: options.momentum, dampening: options.dampening,
            weight_decay: options.weightDecay, nesterov: options.nesterov, maximize: options.maximize,
            first: options.isFirst)
        let size = parameter.dtype.size
        withUnsafePointer(to: step) { pointer in
            inChunks(parameter.count) { start, count in
                _ = apus_sgd_step(
                    parameter.dtype.c, count, bytes(parameter, start * size), UnsafePointer(bytes(gradient, start * size)),
                    momentum.map { bytes($0, start * size) }, pointer)
            }
        }
    }

    @usableFromInline
    func adamStep(
        _ parameter: Strided, gradient: Strided, mean: Strided, square: Strided, largest: Strided?, _ options: AdamStep
    ) throws(ApusError) {
        let step = apus_adam(
            rate: options.rate, beta1: options.beta1, beta2: options.beta2, epsilon: options.epsilon,
            weight_decay: options.weightDecay, correction1: options.correction1,
            correction2_root: options.correction2Root, decoupled: options.isDecoupled, maximize: options.maximize)
        let size = parameter.dtype.size
        withUnsafePointer(to: step) { pointer in
            inChunks(parameter.count) { start, count in
                _ = apus_adam_step(
                    parameter.dtype.c, count, bytes(parameter, start * size), UnsafePointer(bytes(gradient, start * size)),
                    bytes(mean, start * size), bytes(square, start * size), largest.map { bytes($0, start * size) }, pointer)
            }
        }
    }

    private func bytes(_ value: Strided, _ offset: Int) -> UnsafeMutablePointer<CChar> {
        (value.pointer + offset).assumingMemoryBound(to: CChar.self)
    }

    private func inChunks(_ count: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
        let grain = LoopNest.grain
        ThreadPool.shared.run(count: (count + grain - 1) / grain) { chunk in
            body(chunk * grain, min(grain, count - chunk * grain))
        }
    }
}
