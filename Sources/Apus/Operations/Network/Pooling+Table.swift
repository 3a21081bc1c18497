extension PoolingWindow {
    fileprivate init<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) {
        let name = arguments.operation
        let kernel = try Pair(arguments.integers("kernelSize"), name)
        let stride = try arguments.integers("stride", default: [kernel.height, kernel.width])
        self.init(
            kernel, stride.isEmpty ? nil : try Pair(stride, name), try Pair(arguments.integers("padding", default: [0]), name),
            dilation: try Pair(arguments.integers("dilation", default: [1]), name),
            ceilMode: try arguments.boolean("ceilMode", default: false),
            countsPadding: try arguments.boolean("countIncludePad", default: true),
            divisor: try arguments.integer("divisor", default: 0))
    }
}

extension MaxPool: TableOperation {
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("kernelSize", .integers), Parameter("stride", .integers, optional: true),
            Parameter("padding", .integers, default: 0), Parameter("dilation", .integers, default: 1),
            Parameter("ceilMode", .boolean, default: false), Parameter("returnIndices", .boolean, default: false),
        ]
    }

    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let results = try Face.apply(MaxPool(window: PoolingWindow(arguments)), [arguments.array("x")])
        return try arguments.boolean("returnIndices", default: false) ? results : [results[0]]
    }
}

extension AveragePool: TableOperation {
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("kernelSize", .integers), Parameter("stride", .integers, optional: true),
            Parameter("padding", .integers, default: 0), Parameter("ceilMode", .boolean, default: false),
            Parameter("countIncludePad", .boolean, default: true), Parameter("divisor", .integer, optional: true),
        ]
    }

    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try Face.apply(AveragePool(window: PoolingWindow(arguments)), arguments.array("x"))]
    }
}

extension AdaptiveAveragePool: TableOperation {
    static var parameters: [Parameter] { [.array("x"), Parameter("outputSize", .integers)] }

    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let size = try Pair(arguments.integers("outputSize"), name)
        return [try Face.apply(AdaptiveAveragePool(height: size.height, width: size.width), arguments.array("x"))]
    }
}
