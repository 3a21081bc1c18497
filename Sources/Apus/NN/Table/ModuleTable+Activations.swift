import ApusCore

extension ModuleTable {
    static let activations: [TableModule] = [
        TableModule("ReLU", [], calls: Relu.self, make: { _ in ReLU() }),
        TableModule("SiLU", [], calls: Silu.self, make: { _ in SiLU() }),
        TableModule("Sigmoid", [], calls: SigmoidFunction.self, make: { _ in Sigmoid() }),
        TableModule("Tanh", [], calls: HyperbolicTangent.self, make: { _ in Tanh() }),
        TableModule(
            "GELU", [Parameter("approximate", .text, default: "none")],
            make: { a throws(ApusError) in
                switch try a.text("approximate", default: "none") {
                case "none": return GELU()
                case "tanh": return GELU(approximate: .tanh)
                default: throw .argument(operation: "GELU", message: "approximate is 'none' or 'tanh'")
                }
            },
            call: { (layer: GELU, inputs) throws(ApusError) in
                layer.approximate == .none ? try Tensor.apply(Gelu(), inputs[0]) : try Tensor.apply(GeluTanh(), inputs[0])
            }),
        TableModule(
            "LeakyReLU", [Parameter("negativeSlope", .real, default: 0.01)], calls: LeakyRelu.self,
            make: { a throws(ApusError) in LeakyReLU(negativeSlope: try a.real("negativeSlope", default: 0.01)) },
            arguments: { (layer: LeakyReLU) in ["negativeSlope": .real(layer.negativeSlope)] }),
        TableModule(
            "ELU", [Parameter("alpha", .real, default: 1)], calls: Elu.self,
            make: { a throws(ApusError) in ELU(alpha: try a.real("alpha", default: 1)) },
            arguments: { (layer: ELU) in ["alpha": .real(layer.alpha)] }),
        TableModule(
            "Softplus", [Parameter("beta", .real, default: 1), Parameter("threshold", .real, default: 20)],
            calls: SoftplusFunction.self,
            make: { a throws(ApusError) in
                Softplus(beta: try a.real("beta", default: 1), threshold: try a.real("threshold", default: 20))
            }, arguments: { (layer: Softplus) in ["beta": .real(layer.beta), "threshold": .real(layer.threshold)] }),
        TableModule(
            "Softmax", [Parameter("dim", .integer, default: -1)], calls: SoftmaxFunction.self,
            make: { a throws(ApusError) in Softmax(axis: try a.integer("dim", default: -1)) },
            arguments: { (layer: Softmax) in ["axis": .integer(layer.axis)] }),
        TableModule(
            "LogSoftmax", [Parameter("dim", .integer, default: -1)], calls: LogSoftmaxFunction.self,
            make: { a throws(ApusError) in LogSoftmax(axis: try a.integer("dim", default: -1)) },
            arguments: { (layer: LogSoftmax) in ["axis": .integer(layer.axis)] }),
    ]
}
