import ApusCore

extension ModuleTable {
    static let normalisations: [TableModule] = [
        batchNorm("BatchNorm1d") { BatchNorm1d($0, epsilon: $1, momentum: $2, affine: $3, trackRunningStats: $4, dtype: $5) },
        batchNorm("BatchNorm2d") { BatchNorm2d($0, epsilon: $1, momentum: $2, affine: $3, trackRunningStats: $4, dtype: $5) },
        TableModule(
            "LayerNorm",
            [
                Parameter("normalizedShape", .integers), Parameter("eps", .real, default: 1e-5),
                Parameter("elementwiseAffine", .boolean, default: true), Parameter("bias", .boolean, default: true),
                .dtypeOfLayer,
            ], calls: LayerNormEntry.self,
            make: { a throws(ApusError) in
                let shape = Dims(try a.integers("normalizedShape")), dtype = try a.layerType()
                try a.checkMemory(shape, dtype)
                return LayerNorm(
                    shape, epsilon: try a.real("eps", default: 1e-5), affine: try a.boolean("elementwiseAffine", default: true),
                    bias: try a.boolean("bias", default: true), dtype: dtype)
            },
            arguments: { (layer: LayerNorm) in
                [
                    "normalizedShape": .integers(Array(layer.normalizedShape)), "weight": .optional(layer.weight),
                    "bias": .optional(layer.bias), "epsilon": .real(layer.epsilon),
                ]
            }),
        TableModule(
            "GroupNorm",
            [
                Parameter("numGroups", .integer), Parameter("numChannels", .integer),
                Parameter("eps", .real, default: 1e-5), Parameter("affine", .boolean, default: true), .dtypeOfLayer,
            ], calls: GroupNormEntry.self,
            make: { a throws(ApusError) in
                let groups = try a.single("numGroups", least: 1), channels = try a.size("numChannels")
                guard channels % groups == 0 else {
                    throw .argument(
                        operation: "GroupNorm", message: "\(channels) channels do not divide into \(groups) groups")
                }
                let dtype = try a.layerType()
                try a.checkMemory([channels], dtype)
                return GroupNorm(
                    groups, channels, epsilon: try a.real("eps", default: 1e-5), affine: try a.boolean("affine", default: true),
                    dtype: dtype)
            },
            arguments: { (layer: GroupNorm) in
                [
                    "groups": .integer(layer.groups), "weight": .optional(layer.weight), "bias": .optional(layer.bias),
                    "epsilon": .real(layer.epsilon),
                ]
            }),
    ]
}

private func batchNorm<Layer: BatchNorm>(
    _ name: String, _ layer: @escaping @Sendable (Int, Double, Double?, Bool, Bool, DType) -> Layer
) -> TableModule {
    TableModule(
        name,
        [
            Parameter("numFeatures", .integer), Parameter("eps", .real, default: 1e-5),
            Parameter("momentum", .real, default: 0.1), Parameter("affine", .boolean, default: true),
            Parameter("trackRunningStats", .boolean, default: true), .dtypeOfLayer,
        ],
        make: { a throws(ApusError) in
            let channels = try a.size("numFeatures"), dtype = try a.layerType()
            try a.checkMemory([channels], dtype)
            return layer(
                channels, try a.real("eps", default: 1e-5), try a.real("momentum", default: 0.1),
                try a.boolean("affine", default: true), try a.boolean("trackRunningStats", default: true), dtype)
        }, call: { (layer: Layer, inputs) throws(ApusError) in try layer.normalise(inputs[0]) })
}
