import ApusCore

extension ModuleTable {
    static let losses: [TableModule] = [
        loss(
            "CrossEntropyLoss",
            [weight, Parameter("ignoreIndex", .integer, default: -100), .lossReduction, Parameter("labelSmoothing", .real, default: 0)],
            CrossEntropy.self,
            { a throws(ApusError) in
                CrossEntropyLoss(
                    weight: try a.optionalArray("weight"), ignoreIndex: try a.integer("ignoreIndex", default: -100),
                    reduction: try LossReduction(a), labelSmoothing: try a.real("labelSmoothing", default: 0))
            },
            { (loss: CrossEntropyLoss) in
                [
                    "weight": .optional(loss.weight), "ignoreIndex": .integer(loss.ignoreIndex),
                    "reduction": .text(loss.reduction.rawValue), "labelSmoothing": .real(loss.labelSmoothing),
                ]
            }),
        loss(
            "NLLLoss", [weight, Parameter("ignoreIndex", .integer, default: -100), .lossReduction], NegativeLogLikelihood.self,
            { a throws(ApusError) in
                NLLLoss(
                    weight: try a.optionalArray("weight"), ignoreIndex: try a.integer("ignoreIndex", default: -100),
                    reduction: try LossReduction(a))
            },
            { (loss: NLLLoss) in
                [
                    "weight": .optional(loss.weight), "ignoreIndex": .integer(loss.ignoreIndex),
                    "reduction": .text(loss.reduction.rawValue),
                ]
            }),
        loss(
            "MSELoss", [.lossReduction], SquaredDistance.self,
            { a throws(ApusError) in MSELoss(reduction: try LossReduction(a)) },
            { (loss: MSELoss) in ["reduction": .text(loss.reduction.rawValue)] }),
        loss(
            "L1Loss", [.lossReduction], AbsoluteDistance.self,
            { a throws(ApusError) in L1Loss(reduction: try LossReduction(a)) },
            { (loss: L1Loss) in ["reduction": .text(loss.reduction.rawValue)] }),
        loss(
            "SmoothL1Loss", [.lossReduction, Parameter("beta", .real, default: 1)], SmoothAbsoluteDistance.self,
            { a throws(ApusError) in SmoothL1Loss(beta: try a.real("beta", default: 1), reduction: try LossReduction(a)) },
            { (loss: SmoothL1Loss) in ["beta": .real(loss.beta), "reduction": .text(loss.reduction.rawValue)] }),
        loss(
            "HuberLoss", [.lossReduction, Parameter("delta", .real, default: 1)], HuberDistance.self,
            { a throws(ApusError) in HuberLoss(delta: try a.real("delta", default: 1), reduction: try LossReduction(a)) },
            { (loss: HuberLoss) in ["delta": .real(loss.delta), "reduction": .text(loss.reduction.rawValue)] }),
        loss(
            "BCELoss", [weight, .lossReduction], BinaryCrossEntropy.self,
            { a throws(ApusError) in BCELoss(weight: try a.optionalArray("weight"), reduction: try LossReduction(a)) },
            { (loss: BCELoss) in ["weight": .optional(loss.weight), "reduction": .text(loss.reduction.rawValue)] }),
        loss(
            "BCEWithLogitsLoss", [weight, .lossReduction, Parameter("posWeight", .array, optional: true)],
            BinaryCrossEntropyWithLogits.self,
            { a throws(ApusError) in
                BCEWithLogitsLoss(
                    weight: try a.optionalArray("weight"), posWeight: try a.optionalArray("posWeight"),
                    reduction: try LossReduction(a))
            },
            { (loss: BCEWithLogitsLoss) in
                [
                    "weight": .optional(loss.weight), "posWeight": .optional(loss.posWeight),
                    "reduction": .text(loss.reduction.rawValue),
                ]
            }),
    ]
}

private let weight = Parameter("weight", .array, optional: true)

extension Parameter {
    fileprivate static let lossReduction = LossReduction.parameter
}

private func loss<M: Module>(
    _ name: String, _ parameters: [Parameter], _ operation: any TableOperation.Type,
    _ make: @escaping @Sendable (Arguments<Tensor>) throws(ApusError) -> M,
    _ arguments: @escaping @Sendable (M) -> [String: Argument<Tensor>]
) -> TableModule {
    TableModule(name, parameters, calls: operation, inputs: ["x", "target"], make: make, arguments: arguments)
}
