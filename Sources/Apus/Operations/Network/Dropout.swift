/// Zeros at random places, and everything else scaled so that the mean stays.
enum DropoutEntry: TableOperation {
    static var name: String { "dropout" }

    static var parameters: [Parameter] {
        [.array("x"), Parameter("p", .real, default: 0.5), Parameter("training", .boolean, default: true)]
    }

    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try apply(
                arguments.array("x"), arguments.real("p", default: 0.5), arguments.boolean("training", default: true),
                .shared)
        ]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ p: Double, _ training: Bool, _ generator: TensorGenerator
    ) throws(ApusError) -> Face {
        guard (0...1).contains(p) else {
            throw .argument(operation: name, message: "a probability of \(p); it must be in 0...1")
        }
        guard x.dtype.isInexact else {
            throw .dtype(operation: name, message: "not defined for \(x.dtype); cast with astype(_:) first")
        }
        if !training || p == 0 || x.count == 0 { return x }
        return try .apply(Multiply(), x, Face(value: mask(x.value, p, generator)))
    }

    /// 1 ÷ (1 − p) where an element is kept, drawn as PyTorch draws it; all zeros, without a draw, where none is.
    private static func mask(_ x: Strided, _ p: Double, _ generator: TensorGenerator) throws(ApusError) -> Strided {
        let mask = try Strided.empty(x.shape, x.dtype, on: x.device == .meta ? .meta : .cpu)
        let backend = try mask.device.backend
        if p == 1 {
            try backend.fill(mask, with: .int(0))
        } else if x.device != .meta {
            try generator.fillBernoulli(mask, probability: 1 - p, name)
            try backend.binary(.divide, mask, .float(1 - p), reversed: false, to: mask)
        }
        if x.device == mask.device { return mask }
        return try Tensor(value: mask).to(device: x.device).value
    }
}

extension ArrayFace {
    /// The array with each element replaced by zero with probability `p`, the others divided by 1 − p; outside of
    /// training the array itself (Srivastava and others, 2014). `torch.nn.functional.dropout`, with its random numbers.
    public func dropout(_ p: Double = 0.5, training: Bool = true, generator: TensorGenerator = .shared) -> Self {
        trapping { () throws(ApusError) in try DropoutEntry.apply(self, p, training, generator) }
    }
}
