import ApusCore

extension ModuleTable {
    static let poolings: [TableModule] = [
        TableModule(
            "MaxPool2d", windowParameters(.integers) + [Parameter("dilation", .integers, default: 1), ceilMode],
            calls: MaxPool.self,
            make: { a throws(ApusError) in
                MaxPool2d(
                    kernelSize: try a.pair("kernelSize", least: 1), stride: try stride(a),
                    padding: try a.pair("padding", default: 0, least: 0), dilation: try a.pair("dilation", default: 1, least: 1),
                    ceilMode: try a.boolean("ceilMode", default: false))
            },
            arguments: { (layer: MaxPool2d) in
                [
                    "kernelSize": .pair(layer.kernelSize), "stride": layer.stride.map { .pair($0) } ?? .none,
                    "padding": .pair(layer.padding), "dilation": .pair(layer.dilation), "ceilMode": .flag(layer.ceilMode),
                ]
            }),
        TableModule(
            "MaxPool1d", windowParameters(.integer) + [Parameter("dilation", .integer, default: 1), ceilMode],
            make: { a throws(ApusError) in
                MaxPool1d(
                    kernelSize: try a.single("kernelSize", least: 1), stride: try lineStride(a),
                    padding: try a.single("padding", default: 0, least: 0),
                    dilation: try a.single("dilation", default: 1, least: 1),
                    ceilMode: try a.boolean("ceilMode", default: false))
            },
            call: { (layer: MaxPool1d, inputs) throws(ApusError) in
                try onLine("MaxPool1d", inputs[0], MaxPool.self, [
                    "kernelSize": .integers([1, layer.kernelSize]), "stride": .integers([1, layer.stride ?? layer.kernelSize]),
                    "padding": .integers([0, layer.padding]), "dilation": .integers([1, layer.dilation]),
                    "ceilMode": .flag(layer.ceilMode),
                ])
            }),
        TableModule(
            "AvgPool2d",
            windowParameters(.integers) + [
                ceilMode, Parameter("countIncludePad", .boolean, default: true),
                Parameter("divisorOverride", .integer, optional: true),
            ], calls: AveragePool.self,
            make: { a throws(ApusError) in
                let divisor = try a.optionalInteger("divisorOverride")
                guard divisor != 0 else { throw .argument(operation: "AvgPool2d", message: "a divisor of 0") }
                return AvgPool2d(
                    kernelSize: try a.pair("kernelSize", least: 1), stride: try stride(a),
                    padding: try a.pair("padding", default: 0, least: 0), ceilMode: try a.boolean("ceilMode", default: false),
                    countIncludePad: try a.boolean("countIncludePad", default: true), divisor: divisor)
            },
            arguments: { (layer: AvgPool2d) in
                [
                    "kernelSize": .pair(layer.kernelSize), "stride": layer.stride.map { .pair($0) } ?? .none,
                    "padding": .pair(layer.padding), "ceilMode": .flag(layer.ceilMode),
                    "countIncludePad": .flag(layer.countIncludePad), "divisor": layer.divisor.map { .integer($0) } ?? .none,
                ]
            }),
        TableModule(
            "AvgPool1d",
            windowParameters(.integer) + [ceilMode, Parameter("countIncludePad", .boolean, default: true)],
            make: { a throws(ApusError) in
                AvgPool1d(
                    kernelSize: try a.single("kernelSize", least: 1), stride: try lineStride(a),
                    padding: try a.single("padding", default: 0, least: 0), ceilMode: try a.boolean("ceilMode", default: false),
                    countIncludePad: try a.boolean("countIncludePad", default: true))
            },
            call: { (layer: AvgPool1d, inputs) throws(ApusError) in
                try onLine("AvgPool1d", inputs[0], AveragePool.self, [
                    "kernelSize": .integers([1, layer.kernelSize]), "stride": .integers([1, layer.stride ?? layer.kernelSize]),
                    "padding": .integers([0, layer.padding]), "ceilMode": .flag(layer.ceilMode),
                    "countIncludePad": .flag(layer.countIncludePad),
                ])
            }),
        TableModule(
            "AdaptiveAvgPool2d", [Parameter("outputSize", .integers)], calls: AdaptiveAveragePool.self,
            make: { a throws(ApusError) in AdaptiveAvgPool2d(try a.pair("outputSize", least: 0)) },
            arguments: { (layer: AdaptiveAvgPool2d) in ["outputSize": .pair(layer.outputSize)] }),
        TableModule(
            "AdaptiveAvgPool1d", [Parameter("outputSize", .integer)],
            make: { a throws(ApusError) in AdaptiveAvgPool1d(try a.single("outputSize", least: 0)) },
            call: { (layer: AdaptiveAvgPool1d, inputs) throws(ApusError) in
                try onLine(
                    "AdaptiveAvgPool1d", inputs[0], AdaptiveAveragePool.self, ["outputSize": .integers([1, layer.outputSize])])
            }),
    ]
}

private let ceilMode = Parameter("ceilMode", .boolean, default: false)

private func windowParameters(_ kind: Parameter.Kind) -> [Parameter] {
    [
        Parameter("kernelSize", kind), Parameter("stride", kind, optional: true), Parameter("padding", kind, default: 0),
    ]
}

private func stride(_ a: Arguments<Tensor>) throws(ApusError) -> Pair? {
    if case .none = a["stride"] { return nil }
    return try a.pair("stride", least: 1)
}

private func lineStride(_ a: Arguments<Tensor>) throws(ApusError) -> Int? {
    if case .none = a["stride"] { return nil }
    return try a.single("stride", least: 1)
}

/// Calls a pooling of images on sequences [..., L], as images of one row.
private func onLine(
    _ name: String, _ x: Tensor, _ operation: any TableOperation.Type, _ arguments: [String: Argument<Tensor>]
) throws(ApusError) -> Tensor {
    guard x.rank == 2 || x.rank == 3 else {
        throw .shape(operation: name, message: "an input of shape \(x.shape); it must be [N, C, L] or [C, L]")
    }
    let image = try Tensor.apply(ExpandDims(axes: [-2]), x)
    var all = arguments
    all["x"] = .array(image)
    return try Tensor.apply(Squeeze(axes: .some([-2])), operation.call(Arguments(operation.name, all))[0])
}
