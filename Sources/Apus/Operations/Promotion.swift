public import ApusCore

// Which dtype two operands are computed in: NumPy's rule for arrays, PyTorch's for tensors.
//
// Both rules are one computation on two tables. A table holds, for every dtype, the set of dtypes that it may become;
// two dtypes meet in the first one that both may become. The order of `DType`'s raw values makes the first the smallest.

extension World {
    /// The dtype in which two operands meet: `numpy.promote_types`, `torch.promote_types`.
    ///
    /// bfloat16, which NumPy lacks, meets the others as float16 does, and float16 in float32. (NumPy's ml_dtypes
    /// extension gives the same where it gives a result.) PyTorch refuses uint16, uint32 and uint64 together with
    /// bool, complex or another integer dtype.
    public func promote(_ a: DType, _ b: DType) throws(ApusError) -> DType {
        if a == b { return a }
        guard let common = DTypeSet.casts(of: a, self).intersection(DTypeSet.casts(of: b, self)).first,
            self == .numpy || !isRefused(a, b)
        else {
            throw .dtype(
                operation: "promote",
                message: "\(a) and \(b) have no common dtype in PyTorch's rules; cast one with astype(_:)")
        }
        return common
    }

    /// The dtype in which operands of several dtypes and numbers without dtype meet; at least one dtype is needed.
    /// `numpy.result_type`, `torch.result_type`.
    public func resultType(_ dtypes: [DType], numbers: [Scalar] = []) throws(ApusError) -> DType {
        guard !dtypes.isEmpty else {
            throw .argument(operation: "resultType", message: "at least one array or dtype is required")
        }
        return numbers.reduce(try promote(dtypes)) { promote($0, with: $1) }
    }

    /// The dtype in which any number of operands meet. NumPy looks at all at once: int16, uint16 and complex64 meet in
    /// complex64, although the first two alone would become int32.
    func promote(_ dtypes: [DType]) throws(ApusError) -> DType {
        precondition(!dtypes.isEmpty)
        if self == .numpy {
            return dtypes.dropFirst().reduce(DTypeSet.casts(of: dtypes[0], self)) {
                $0.intersection(DTypeSet.casts(of: $1, self))
            }.first!
        }
        var result = dtypes[0]
        for dtype in dtypes.dropFirst() { result = try promote(result, dtype) }
        return result
    }

    /// The dtype in which two arrays meet, by the rules that also look at shapes: in PyTorch's world a 0-d tensor does
    /// not widen a dimensioned one of the same category.
    @inlinable
    public func promote(_ a: Strided, _ b: Strided) throws(ApusError) -> DType {
        if a.dtype == b.dtype { return a.dtype }
        return try promoteDifferent(a, b)
    }

    @usableFromInline
    func promoteDifferent(_ a: Strided, _ b: Strided) throws(ApusError) -> DType {
        guard self == .torch, (a.rank == 0) != (b.rank == 0) else { return try promote(a.dtype, b.dtype) }
        let (array, single) = a.rank == 0 ? (b.dtype, a.dtype) : (a.dtype, b.dtype)
        if array == .bool { return try promote(array, single) }
        if category(single) <= category(array) { return array }
        return array.isInexact ? array.complexType : single
    }

    /// The dtype in which an array and a number without dtype meet: the array's, unless the number is of a higher kind.
    @inlinable
    public func promote(_ dtype: DType, with scalar: Scalar) -> DType {
        switch scalar {
        case .bool: return dtype
        case .int, .uint: return dtype == .bool ? .int64 : dtype
        case .float: return dtype.isInexact ? dtype : defaultFloat
        case .complex: return dtype.isInexact ? dtype.complexType : defaultFloat.complexType
        }
    }

    private func isRefused(_ a: DType, _ b: DType) -> Bool {
        (a.isWideUnsigned && !b.isInexact) || (b.isWideUnsigned && !a.isInexact)
    }
}

/// 0 for bool, 1 for integers, 2 for floats, 3 for complex.
func category(_ dtype: DType) -> Int {
    dtype == .bool ? 0 : dtype.isInteger ? 1 : dtype.isFloatingPoint ? 2 : 3
}

/// How far a cast may go: `casting=` in NumPy.
public enum CastingRule: Sendable {
    /// To no other dtype: NumPy's `no` and `equiv`.
    case none
    /// To a dtype that holds every value (float64 counts as holding 64-bit integers, as in NumPy).
    case safe
    /// Safe, or to a smaller dtype of the same kind, or onward from bool over unsigned, signed and float to complex.
    case sameKind
    /// To any dtype.
    case unsafe
}

extension DType {
    /// Whether a value of this dtype may be cast to another under a rule: `numpy.can_cast`.
    public func canCast(to other: DType, _ rule: CastingRule) -> Bool {
        switch rule {
        case .none: self == other
        case .safe: DTypeSet.casts(of: self, .numpy).contains(other)
        case .sameKind:
            category(self) < category(other)
                || (category(self) == category(other) && (isUnsigned || !other.isUnsigned))
        case .unsafe: true
        }
    }

    fileprivate var isWideUnsigned: Bool { isUnsigned && self != .uint8 }
}

/// A set of dtypes, ordered by raw value.
private struct DTypeSet {
    private let bits: UInt16

    private init(bits: UInt16) { self.bits = bits }
    private init(_ members: DType...) { bits = members.reduce(0) { $0 | 1 << UInt16($1.rawValue) } }

    func contains(_ dtype: DType) -> Bool { bits >> UInt16(dtype.rawValue) & 1 == 1 }
    func intersection(_ other: DTypeSet) -> DTypeSet { DTypeSet(bits: bits & other.bits) }
    var first: DType? { DType(rawValue: UInt8(bits.trailingZeroBitCount)) }

    /// What a dtype may become when it meets another.
    static func casts(of dtype: DType, _ world: World) -> DTypeSet {
        world == .numpy ? numpy[Int(dtype.rawValue)] : torch[Int(dtype.rawValue)]
    }

    private static let all = DTypeSet(bits: 0x7fff)
    private static let floats = DTypeSet(.float16, .bfloat16, .float32, .float64)
    private static let inexact = DTypeSet(
        .float16, .bfloat16, .float32, .float64, .complex64, .complex128)

    /// In NumPy's world: the dtypes that hold every value.
    private static let numpy: [DTypeSet] = [
        all,
        DTypeSet(.uint8, .uint16, .uint32, .uint64, .int16, .int32, .int64).union(inexact),
        DTypeSet(.uint16, .uint32, .uint64, .int32, .int64, .float32, .float64, .complex64, .complex128),
        DTypeSet(.uint32, .uint64, .int64, .float64, .complex128),
        DTypeSet(.uint64, .float64, .complex128),
        DTypeSet(.int8, .int16, .int32, .int64).union(inexact),
        DTypeSet(.int16, .int32, .int64, .float32, .float64, .complex64, .complex128),
        DTypeSet(.int32, .int64, .float64, .complex128),
        DTypeSet(.int64, .float64, .complex128),
        DTypeSet(.float16, .float32, .float64, .complex64, .complex128),
        DTypeSet(.bfloat16, .float32, .float64, .complex64, .complex128),
        DTypeSet(.float32, .float64, .complex64, .complex128),
        DTypeSet(.float64, .complex128),
        DTypeSet(.complex64, .complex128),
        DTypeSet(.complex128),
    ]

    /// In PyTorch's world: the same, but an integer of any size becomes a float of any size.
    private static let torch: [DTypeSet] = DType.allCases.map { dtype in
        if dtype.isWideUnsigned { return DTypeSet(dtype).union(floats) }
        let wider = numpy[Int(dtype.rawValue)]
        return dtype.isInteger ? wider.union(inexact) : wider
    }

    private func union(_ other: DTypeSet) -> DTypeSet { DTypeSet(bits: bits | other.bits) }
}
