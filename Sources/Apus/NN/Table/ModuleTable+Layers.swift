import ApusCore

extension ModuleTable {
    static let layers: [TableModule] = [
        TableModule(
            "Linear",
            [
                Parameter("inFeatures", .integer), Parameter("outFeatures", .integer),
                Parameter("bias", .boolean, default: true), .dtypeOfLayer,
            ], calls: LinearMap.self,
            make: { a throws(ApusError) in
                let inputs = try a.size("inFeatures"), outputs = try a.size("outFeatures"), dtype = try a.layerType()
                try a.checkMemory([outputs, inputs], dtype)
                return Linear(inputs, outputs, bias: try a.boolean("bias", default: true), dtype: dtype)
            }, arguments: { (layer: Linear) in ["weight": .array(layer.weight), "bias": .optional(layer.bias)] }),
        TableModule(
            "Conv2d", convolutionParameters(.integers), calls: Conv2dEntry.self,
            make: { a throws(ApusError) in
                let (inputs, outputs, groups) = try channels(a), dtype = try a.layerType()
                let kernel = try a.pair("kernelSize", least: 1)
                try a.checkMemory([outputs, inputs / groups, kernel.height, kernel.width], dtype)
                return Conv2d(
                    inputs, outputs, kernelSize: kernel, stride: try a.pair("stride", default: 1, least: 1),
                    padding: try padding(a), dilation: try a.pair("dilation", default: 1, least: 1), groups: groups,
                    bias: try a.boolean("bias", default: true), dtype: dtype)
            },
            arguments: { (layer: Conv2d) in
                [
                    "weight": .array(layer.weight), "bias": .optional(layer.bias), "stride": .pair(layer.stride),
                    "padding": layer.padding.argument, "dilation": .pair(layer.dilation), "groups": .integer(layer.groups),
                ]
            }),
        TableModule(
            "Conv1d", convolutionParameters(.integer), calls: Conv1dEntry.self,
            make: { a throws(ApusError) in
                let (inputs, outputs, groups) = try channels(a), dtype = try a.layerType()
                let kernel = try a.single("kernelSize", least: 1)
                try a.checkMemory([outputs, inputs / groups, kernel], dtype)
                return Conv1d(
                    inputs, outputs, kernelSize: kernel, stride: try a.single("stride", default: 1, least: 1),
                    padding: try linePadding(a), dilation: try a.single("dilation", default: 1, least: 1), groups: groups,
                    bias: try a.boolean("bias", default: true), dtype: dtype)
            },
            arguments: { (layer: Conv1d) in
                [
                    "weight": .array(layer.weight), "bias": .optional(layer.bias), "stride": .integer(layer.stride),
                    "padding": layer.padding.lineArgument, "dilation": .integer(layer.dilation),
                    "groups": .integer(layer.groups),
                ]
            }),
        TableModule(
            "Embedding",
            [
                Parameter("numEmbeddings", .integer), Parameter("embeddingDim", .integer),
                Parameter("paddingIdx", .integer, optional: true), .dtypeOfLayer,
            ], calls: EmbeddingLookup.self, inputs: ["indices"],
            make: { a throws(ApusError) in
                let rows = try a.size("numEmbeddings"), width = try a.size("embeddingDim"), dtype = try a.layerType()
                let padding = try a.optionalInteger("paddingIdx")
                if let padding { _ = try normalizedAxis(padding, rank: rows, "Embedding: padding_idx") }
                try a.checkMemory([rows, width], dtype)
                return Embedding(rows, width, paddingIndex: padding, dtype: dtype)
            },
            arguments: { (layer: Embedding) in
                ["weight": .array(layer.weight), "paddingIndex": layer.paddingIndex.map { .integer($0) } ?? .none]
            }),
        TableModule(
            "Dropout", [Parameter("p", .real, default: 0.5)], calls: DropoutEntry.self,
            make: { a throws(ApusError) in
                let p = try a.real("p", default: 0.5)
                guard (0...1).contains(p) else {
                    throw .argument(operation: "Dropout", message: "a probability of \(p); it must be in 0...1")
                }
                return Dropout(p)
            }, arguments: { (layer: Dropout) in ["p": .real(layer.p), "training": .flag(layer.isTraining)] }),
        TableModule("Identity", [], make: { _ in Identity() }, call: { (_: Identity, inputs) in inputs[0] }),
        TableModule(
            "Flatten", [Parameter("startDim", .integer, default: 1), Parameter("endDim", .integer, default: -1)],
            calls: FlattenAxes.self,
            make: { a throws(ApusError) in
                Flatten(from: try a.integer("startDim", default: 1), through: try a.integer("endDim", default: -1))
            }, arguments: { (layer: Flatten) in ["start": .integer(layer.start), "end": .integer(layer.end)] }),
    ]
}

private func convolutionParameters(_ kind: Parameter.Kind) -> [Parameter] {
    [
        Parameter("inChannels", .integer), Parameter("outChannels", .integer), Parameter("kernelSize", kind),
        Parameter("stride", kind, default: 1), Parameter("padding", kind, default: 0),
        Parameter("dilation", kind, default: 1), Parameter("groups", .integer, default: 1).known(as: "groups"),
        Parameter("bias", .boolean, default: true), .dtypeOfLayer,
    ]
}

private func channels(_ a: Arguments<Tensor>) throws(ApusError) -> (inputs: Int, outputs: Int, groups: Int) {
    let inputs = try a.size("inChannels"), outputs = try a.size("outChannels")
    let groups = try a.single("groups", default: 1, least: 1)
    guard inputs % groups == 0, outputs % groups == 0 else {
        throw .argument(
            operation: a.operation, message: "\(inputs) and \(outputs) channels do not divide into \(groups) groups")
    }
    return (inputs, outputs, groups)
}

private func padding(_ a: Arguments<Tensor>) throws(ApusError) -> Padding {
    if let named = try namedPadding(a) { return named }
    return .both(try a.pair("padding", default: 0, least: 0))
}

private func linePadding(_ a: Arguments<Tensor>) throws(ApusError) -> Padding {
    if let named = try namedPadding(a) { return named }
    return .both(Pair(try a.single("padding", default: 0, least: 0)))
}

private func namedPadding(_ a: Arguments<Tensor>) throws(ApusError) -> Padding? {
    guard case .text(let text) = a["padding"] else { return nil }
    switch text {
    case "same": return .same
    case "valid": return .both(0)
    default: throw .argument(operation: a.operation, message: "padding '\(text)'; it is a number, 'same' or 'valid'")
    }
}

extension Padding {
    fileprivate var argument: Argument<Tensor> {
        switch self {
        case .both(let pair): .pair(pair)
        case .same: .text("same")
        }
    }

    fileprivate var lineArgument: Argument<Tensor> {
        switch self {
        case .both(let pair): .integer(pair.width)
        case .same: .text("same")
        }
    }
}
