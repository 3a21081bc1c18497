import ApusCore

/// The greatest common divisor.
struct GreatestCommonDivisor: StepBinary {
    static var name: String { "gcd" }
    static var kernel: BinaryKernel { .gcd }
    static let types = ElementwiseTypes.integers
}

/// The least common multiple.
struct LeastCommonMultiple: StepBinary {
    static var name: String { "lcm" }
    static var kernel: BinaryKernel { .lcm }
    static let types = ElementwiseTypes.integers
}

/// How many bits of the magnitude are set.
enum BitCount: TableOperation {
    static var name: String { "bitCount" }
    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"))]
    }

    /// Sums of neighbouring bits, pairs and fours, gathered by a product (Warren, Hacker's Delight, 5-1).
    static func apply<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        if x.dtype == .bool { return try x.inDType(.uint8) }
        guard x.dtype.isInteger else { throw .dtype(operation: name, message: "not defined for \(x.dtype), which has no bits") }
        let size = x.dtype.size
        let magnitude = try (x.dtype.isSigned ? Face.apply(Absolute(), x) : x).inDType(.uint64)
        func field(_ x: Face, _ mask: UInt64) throws(ApusError) -> Face {
            try .apply(BitwiseAnd(), x, .number(mask.scalar, .uint64, on: x.device))
        }
        func shifted(_ x: Face, _ distance: Int64) throws(ApusError) -> Face {
            try .apply(ShiftRight(), x, .number(.int(distance), .uint64, on: x.device))
        }
        let whole = try size == 8 ? magnitude : field(magnitude, UInt64.max >> UInt64(64 - 8 * size))
        let pairs = try whole -! field(shifted(whole, 1), 0x5555_5555_5555_5555)
        let fours = try field(pairs, 0x3333_3333_3333_3333) +! field(shifted(pairs, 2), 0x3333_3333_3333_3333)
        let bytes = try field(fours +! shifted(fours, 4), 0x0F0F_0F0F_0F0F_0F0F)
        let ones: Face = try .number(.int(0x0101_0101_0101_0101), .uint64, on: x.device)
        return try shifted(bytes *! ones, 56).inDType(.uint8)
    }
}

extension ArrayFace {
    /// The greatest common divisor of two integers, not negative; of zeros it is 0. `numpy.gcd`, `torch.gcd`.
    public func gcd(_ other: Self) -> Self { .make(GreatestCommonDivisor(), self, other) }
    /// The greatest common divisor of each element and a number.
    public func gcd(_ other: some ScalarConvertible) -> Self { .make(GreatestCommonDivisor(), self, other) }

    /// The least common multiple of two integers, not negative; with a zero it is 0. `numpy.lcm`, `torch.lcm`.
    public func lcm(_ other: Self) -> Self { .make(LeastCommonMultiple(), self, other) }
    /// The least common multiple of each element and a number.
    public func lcm(_ other: some ScalarConvertible) -> Self { .make(LeastCommonMultiple(), self, other) }

    /// How many bits of each integer's magnitude are set, as uint8. `numpy.bitwise_count`.
    public func bitCount() -> Self { trapping { () throws(ApusError) -> Self in try BitCount.apply(self) } }
}
