/// The cross-correlation of images [N, C, H, W] with a weight [O, C / groups, KH, KW].
///
/// The three products of a convolution, this one and the gradients of its input and its weight, are each other's
/// derivatives.
struct Convolution: BinaryOperation {
    static var name: String { "conv2d" }
    static var saves: Saved { [.first, .second] }
    let window: ConvolutionWindow

    func result(_ x: Strided, _ weight: Strided, _ world: World) throws(ApusError) -> Spec {
        Spec(try window.outputShape(x.shape, weight.shape, Self.name), try convolutionType(x, weight, world))
    }

    func evaluate(_ x: Strided, _ weight: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.convolve(
            contiguous(cast(x, to: out.dtype)), contiguous(cast(weight, to: out.dtype)), bias: nil, window, to: out)
    }

    func derivativeA(_ g: Tensor, _ x: Tensor, _ weight: Tensor, _ y: Tensor) -> Tensor {
        .make(ConvolutionInputGradient(window: window, inputShape: x.shape), g, weight.conjugate())
    }

    func derivativeB(_ g: Tensor, _ x: Tensor, _ weight: Tensor, _ y: Tensor) -> Tensor {
        .make(ConvolutionWeightGradient(window: window, weightShape: weight.shape), g, x.conjugate())
    }
}

/// A convolution to which a bias for each output channel is added as results are stored.
struct BiasedConvolution: TernaryOperation {
    static var name: String { "conv2d" }
    static var saves: Saved { [.first, .second] }
    let window: ConvolutionWindow

    func result(_ x: Strided, _ weight: Strided, _ bias: Strided, _ world: World) throws(ApusError) -> Spec {
        let shape = try window.outputShape(x.shape, weight.shape, Self.name)
        guard bias.shape == [weight.shape[0]] else {
            throw .shape(
                operation: Self.name,
                message: "a bias of shape \(bias.shape) for \(weight.shape[0]) output channels; one number for each")
        }
        return Spec(shape, try world.promote(convolutionType(x, weight, world), bias.dtype))
    }

    func evaluate(
        _ x: Strided, _ weight: Strided, _ bias: Strided, to out: Strided, on backend: any Backend
    ) throws(ApusError) {
        try backend.convolve(
            contiguous(cast(x, to: out.dtype)), contiguous(cast(weight, to: out.dtype)),
            bias: contiguous(cast(bias, to: out.dtype)), window, to: out)
    }

    func derivative(of index: Int, _ g: Tensor, _ x: Tensor, _ weight: Tensor, _ bias: Tensor, _ y: Tensor) -> Tensor {
        switch index {
        case 0: return .make(ConvolutionInputGradient(window: window, inputShape: x.shape), g, weight.conjugate())
        case 1: return .make(ConvolutionWeightGradient(window: window, weightShape: weight.shape), g, x.conjugate())
        default: return g.sum([0, 2, 3])
        }
    }
}

/// The gradient of a convolution's input, from that of its result and the weight: a transposed convolution.
struct ConvolutionInputGradient: BinaryOperation {
    static var name: String { "conv2dInputGradient" }
    static var saves: Saved { [.first, .second] }
    let window: ConvolutionWindow
    let inputShape: Dims

    func result(_ g: Strided, _ weight: Strided, _ world: World) throws(ApusError) -> Spec {
        Spec(inputShape, try world.promote(g, weight))
    }

    func evaluate(_ g: Strided, _ weight: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.convolveInputGradient(
            contiguous(cast(g, to: out.dtype)), contiguous(cast(weight, to: out.dtype)), window, to: out)
    }

    func derivativeA(_ gg: Tensor, _ g: Tensor, _ weight: Tensor, _ y: Tensor) -> Tensor {
        .make(Convolution(window: window), gg, weight.conjugate())
    }

    func derivativeB(_ gg: Tensor, _ g: Tensor, _ weight: Tensor, _ y: Tensor) -> Tensor {
        .make(ConvolutionWeightGradient(window: window, weightShape: weight.shape), g.conjugate(), gg)
    }
}

/// The gradient of a convolution's weight, from that of its result and the input.
struct ConvolutionWeightGradient: BinaryOperation {
    static var name: String { "conv2dWeightGradient" }
    static var saves: Saved { [.first, .second] }
    let window: ConvolutionWindow
    let weightShape: Dims

    func result(_ g: Strided, _ x: Strided, _ world: World) throws(ApusError) -> Spec {
        Spec(weightShape, try world.promote(g, x))
    }

    func evaluate(_ g: Strided, _ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.convolveWeightGradient(
            contiguous(cast(g, to: out.dtype)), contiguous(cast(x, to: out.dtype)), window, to: out)
    }

    func derivativeA(_ gg: Tensor, _ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        .make(Convolution(window: window), x.conjugate(), gg)
    }

    func derivativeB(_ gg: Tensor, _ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        .make(ConvolutionInputGradient(window: window, inputShape: x.shape), g.conjugate(), gg)
    }
}

/// The dtype of a convolution; booleans have none.
private func convolutionType(_ x: Strided, _ weight: Strided, _ world: World) throws(ApusError) -> DType {
    let dtype = try world.promote(x, weight)
    if dtype == .bool { throw .dtype(operation: Convolution.name, message: "not defined for bool; cast with astype(_:) first") }
    return dtype
}

extension ConvolutionWindow {
    /// The shape of the result, or an error that says what does not fit.
    func outputShape(_ x: Dims, _ weight: Dims, _ operation: String) throws(ApusError) -> Dims {
        guard x.count == 4, weight.count == 4 else {
            throw .shape(
                operation: operation,
                message: "an input of shape \(x) and a weight of shape \(weight); they must be [N, C, H, W] and "
                    + "[O, C / groups, KH, KW]")
        }
        guard strideHeight > 0, strideWidth > 0, dilationHeight > 0, dilationWidth > 0, groups > 0,
            [top, bottom, left, right].allSatisfy({ (0..<1 << 40).contains($0) })
        else {
            throw .argument(
                operation: operation, message: "stride, dilation and groups must be positive, padding not negative")
        }
        guard weight[1].multipliedReportingOverflow(by: groups) == (x[1], false), weight[0] % groups == 0 else {
            throw .shape(
                operation: operation,
                message: "\(x[1]) input channels for a weight of shape \(weight) and \(groups) group(s), which take "
                    + "\(weight[1]) each; \(weight[0]) output channels must be a multiple of the groups")
        }
        let height = try extent(x[2], weight[2], strideHeight, top + bottom, dilationHeight, operation, x)
        let width = try extent(x[3], weight[3], strideWidth, left + right, dilationWidth, operation, x)
        return [x[0], weight[0], height, width]
    }

    private func extent(
        _ size: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ dilation: Int, _ operation: String, _ x: Dims
    ) throws(ApusError) -> Int {
        let (reach, tooFar) = dilation.multipliedReportingOverflow(by: kernel - 1)
        let (room, tooWide) = size.addingReportingOverflow(padding)
        guard kernel > 0, !tooFar, !tooWide, room > reach else {
            throw .shape(
                operation: operation,
                message: "a kernel of \(kernel) with dilation \(dilation) does not fit in \(size) + padding \(padding), "
                    + "input shape \(x)")
        }
        return (room - reach - 1) / stride + 1
    }
}

/// One number for both axes of an image, or one for each.
public struct Pair: Sendable, Hashable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    public var height: Int
    public var width: Int

    public init(_ height: Int, _ width: Int) {
        self.height = height
        self.width = width
    }

    public init(_ both: Int) { self.init(both, both) }
    public init(integerLiteral value: Int) { self.init(value, value) }

    public init(arrayLiteral elements: Int...) {
        precondition(elements.count == 1 || elements.count == 2, "one number for both axes, or height and width")
        self.init(elements[0], elements[elements.count - 1])
    }

    init(_ integers: [Int], _ operation: String) throws(ApusError) {
        guard integers.count == 1 || integers.count == 2 else {
            throw .argument(operation: operation, message: "\(integers): one number for both axes, or height and width")
        }
        self.init(integers[0], integers[integers.count - 1])
    }
}

/// How many zeros surround an image in a convolution.
public enum Padding: Sendable, Hashable, ExpressibleByIntegerLiteral {
    /// As many on both sides of an axis.
    case both(Pair)
    /// As many as leave the size unchanged at stride 1; the odd one comes last.
    case same

    public init(integerLiteral value: Int) { self = .both(Pair(value)) }
    public static func both(_ height: Int, _ width: Int) -> Padding { .both(Pair(height, width)) }
}

extension ArrayFace {
    /// The throwing form of `conv2d`.
    static func convolve(
        _ x: Self, _ weight: Self, _ bias: Self?, stride: Pair, padding: Padding, dilation: Pair, groups: Int
    ) throws(ApusError) -> Self {
        guard weight.rank == 4, x.rank == 4 || x.rank == 3 else {
            throw .shape(
                operation: Convolution.name,
                message: "an input of shape \(x.shape) and a weight of shape \(weight.shape); they must be [N, C, H, W] or "
                    + "[C, H, W], and [O, C / groups, KH, KW]")
        }
        var window = ConvolutionWindow(
            stride: (stride.height, stride.width), top: 0, bottom: 0, left: 0, right: 0,
            dilation: (dilation.height, dilation.width), groups: groups)
        switch padding {
        case .both(let pair):
            window.top = pair.height
            window.bottom = pair.height
            window.left = pair.width
            window.right = pair.width
        case .same:
            guard stride == 1 else {
                throw .argument(operation: Convolution.name, message: "padding .same needs stride 1, not \(stride)")
            }
            let height = dilation.height &* (weight.shape[2] - 1), width = dilation.width &* (weight.shape[3] - 1)
            (window.top, window.bottom) = (height / 2, height - height / 2)
            (window.left, window.right) = (width / 2, width - width / 2)
        }
        let images = x.rank == 4 ? x : try apply(Reshape(shape: Dims([1] + Array(x.shape))), x)
        let y: Self
        if let bias {
            y = try apply(BiasedConvolution(window: window), images, weight, bias)
        } else {
            y = try apply(Convolution(window: window), images, weight)
        }
        return x.rank == 4 ? y : try apply(Reshape(shape: Dims(y.shape.dropFirst())), y)
    }

    /// The throwing form of `conv1d`: the two-dimensional one with a height of 1.
    static func convolveLine(
        _ x: Self, _ weight: Self, _ bias: Self?, stride: Int, padding: Padding, dilation: Int, groups: Int
    ) throws(ApusError) -> Self {
        guard weight.rank == 3, x.rank == 3 || x.rank == 2 else {
            throw .shape(
                operation: "conv1d",
                message: "an input of shape \(x.shape) and a weight of shape \(weight.shape); they must be [N, C, L] or "
                    + "[C, L], and [O, C / groups, K]")
        }
        var wide = padding
        if case .both(let pair) = padding { wide = .both(Pair(0, pair.width)) }
        let plane = try apply(Reshape(shape: weight.shape.with(1, at: 2)), weight)
        let image = try apply(Reshape(shape: x.shape.with(1, at: x.rank - 1)), x)
        let y = try convolve(
            image, plane, bias, stride: Pair(1, stride), padding: wide, dilation: Pair(1, dilation), groups: groups)
        var shape = y.shape
        shape.remove(at: y.rank - 2)
        return try apply(Reshape(shape: shape), y)
    }

    /// The cross-correlation of images [N, C, H, W], or of one [C, H, W], with a weight [O, C / groups, KH, KW], plus a
    /// bias [O]. `torch.nn.functional.conv2d`.
    ///
    /// 3×3 kernels of float32 without stride, with enough channels and pixels, go by Winograd's filtering (Lavin and Gray
    /// 2016, arXiv:1509.09308) with a quarter of the multiplications: the largest error is about 1e-5 standard deviations of
    /// the results instead of 2e-6, and an infinity can make NaN of results that share a tile of 4×4 with those that see it.
    ///
    /// - Parameters:
    ///   - padding: zeros around the image.
    ///   - dilation: the distance between the taps of the kernel.
    ///   - groups: into how many independent convolutions the channels are divided.
    public func conv2d(
        weight: Self, bias: Self? = nil, stride: Pair = 1, padding: Padding = 0, dilation: Pair = 1, groups: Int = 1
    ) -> Self {
        trapping { () throws(ApusError) in
            try Self.convolve(
                self, weight, bias, stride: stride, padding: padding, dilation: dilation, groups: groups)
        }
    }

    /// The cross-correlation of sequences [N, C, L], or of one [C, L], with a weight [O, C / groups, K], plus a bias [O].
    /// `torch.nn.functional.conv1d`.
    public func conv1d(
        weight: Self, bias: Self? = nil, stride: Int = 1, padding: Padding = 0, dilation: Int = 1, groups: Int = 1
    ) -> Self {
        trapping { () throws(ApusError) in
            try Self.convolveLine(
                self, weight, bias, stride: stride, padding: padding, dilation: dilation, groups: groups)
        }
    }
}

extension Dims {
    func with(_ value: Int, at position: Int) -> Dims {
        var result = self
        result.insert(value, at: position)
        return result
    }
}

/// `conv2d` by its name.
enum Conv2dEntry: TableOperation {
    static var name: String { "conv2d" }
    static var parameters: [Parameter] {
        [
            .array("x"), .array("weight"), Parameter("bias", .array, optional: true),
            Parameter("stride", .integers, default: 1), Parameter("padding", .integers, default: 0),
            Parameter("dilation", .integers, default: 1), Parameter("groups", .integer, default: 1),
        ]
    }

    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let padding: Padding
        if case .text("same") = arguments["padding"] {
            padding = .same
        } else if case .text("valid") = arguments["padding"] {
            padding = 0
        } else {
            padding = .both(try Pair(arguments.integers("padding", default: [0]), name))
        }
        return [
            try Face.convolve(
                arguments.array("x"), arguments.array("weight"), arguments.optionalArray("bias"),
                stride: Pair(arguments.integers("stride", default: [1]), name), padding: padding,
                dilation: Pair(arguments.integers("dilation", default: [1]), name),
                groups: arguments.integer("groups", default: 1))
        ]
    }
}

/// `conv1d` by its name.
enum Conv1dEntry: TableOperation {
    static var name: String { "conv1d" }
    static var parameters: [Parameter] { Conv2dEntry.parameters }

    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let padding: Padding
        if case .text("same") = arguments["padding"] {
            padding = .same
        } else if case .text("valid") = arguments["padding"] {
            padding = 0
        } else {
            padding = .both(Pair(0, try arguments.integer("padding", default: 0)))
        }
        return [
            try Face.convolveLine(
                arguments.array("x"), arguments.array("weight"), arguments.optionalArray("bias"),
                stride: arguments.integer("stride", default: 1), padding: padding,
                dilation: arguments.integer("dilation", default: 1), groups: arguments.integer("groups", default: 1))
        ]
    }
}
