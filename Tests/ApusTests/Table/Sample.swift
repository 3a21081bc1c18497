@testable import Apus
import Testing

/// A call of an operation by its name, with arguments at which its derivative exists.
///
/// The registries of samples (`elementwiseSamples` and so on) have at least one for every operation of the table.
struct Sample: Sendable, CustomTestStringConvertible {
    let operation: String
    /// Whether the variables may be complex too.
    let allowsComplex: Bool
    let arguments: [(name: String, value: SampleValue)]

    init(_ operation: String, complex: Bool = false, _ arguments: (String, SampleValue)...) {
        self.operation = operation
        allowsComplex = complex
        self.arguments = arguments.map { (name: $0.0, value: $0.1) }
    }

    var testDescription: String { operation + "(" + arguments.map { "\($0.name): \($0.value)" }.joined(separator: ", ") + ")" }
}

/// An argument of a sample.
indirect enum SampleValue: Sendable {
    /// Distinct floats in a shape, in a range or, without one, of both signs and away from 0. Gradients flow to it.
    case variable([Int], ClosedRange<Double>?)
    /// Square matrices made of a variable x: (x + xᴴ)/2 plus a number times the identity.
    case hermitian([Int], Double)
    /// Matrices made of a variable x: x/8 plus 1, 2, 3, … on the diagonal.
    case graded([Int])
    /// Floats to which no gradient flows.
    case constant([Int], ClosedRange<Double>)
    case indices([Int], [Int])
    case mask([Int])
    /// Elements of dtype uint8.
    case bytes([Int], [Int])
    case list([SampleValue])
    case plain(Argument<Tensor>)

    static func x(_ shape: [Int], _ range: ClosedRange<Double>? = nil) -> SampleValue { .variable(shape, range) }
    static func int(_ value: Int) -> SampleValue { .plain(.scalar(.int(Int64(value)))) }
    static func ints(_ values: Int...) -> SampleValue { .plain(.integers(values)) }
    static func real(_ value: Double) -> SampleValue { .plain(.scalar(.float(value))) }
    static func flag(_ value: Bool) -> SampleValue { .plain(.scalar(.bool(value))) }
    static func text(_ value: String) -> SampleValue { .plain(.text(value)) }
    static func dtype(_ value: DType) -> SampleValue { .plain(.dtype(value)) }
}

/// All samples of one operation.
func samples(of operation: String) -> [Sample] { allSamples.filter { $0.operation == operation } }

let allSamples: [Sample] =
    elementwiseSamples + shapeSamples + indexingSamples + reductionSamples + productSamples + networkSamples + lossSamples
    + linalgSamples + fourierSamples + statisticsSamples + arrangementSamples + polynomialsSamples

/// Makes the arguments of a sample, for either face, dtype of the variables and device.
struct SampleArguments<Face: ArrayFace> {
    let sample: Sample
    let dtype: DType
    let device: Device
    /// The variables in the order of the sample.
    private(set) var variables: [Face] = []

    init(_ sample: Sample, dtype: DType, device: Device = .cpu) {
        self.sample = sample
        self.dtype = dtype
        self.device = device
        var noise = SampleNoise()
        for (_, value) in sample.arguments { collect(value, &noise) }
    }

    private mutating func collect(_ value: SampleValue, _ noise: inout SampleNoise) {
        switch value {
        case .variable(let shape, let range):
            variables.append(device == .meta ? .empty(Dims(shape), dtype: dtype, device: .meta) : noise.array(shape, range, dtype))
        case .hermitian(let shape, _), .graded(let shape): collect(.variable(shape, nil), &noise)
        case .list(let members): for member in members { collect(member, &noise) }
        default: break
        }
    }

    /// The arguments with other arrays in place of the variables.
    func arguments(_ variables: [Face]) -> Arguments<Face> {
        var left = variables[...]
        var values: [String: Argument<Face>] = [:]
        for (name, value) in sample.arguments { values[name] = argument(value, &left) }
        return Arguments(sample.operation, values)
    }

    func call(_ variables: [Face]) throws(ApusError) -> [Face] {
        guard let operation = OperationTable[sample.operation] else {
            throw .argument(operation: sample.operation, message: "is not in the table")
        }
        return try operation.call(arguments(variables))
    }

    private func constant(_ shape: [Int], _ range: ClosedRange<Double>) -> Face {
        var noise = SampleNoise()
        return placed(noise.array(shape, range, dtype))
    }

    private func argument(_ value: SampleValue, _ variables: inout ArraySlice<Face>) -> Argument<Face> {
        switch value {
        case .variable: .array(variables.removeFirst())
        case .hermitian(let shape, let shift): .array(hermitian(variables.removeFirst(), shape[shape.count - 1], shift))
        case .graded(let shape): .array(graded(variables.removeFirst(), shape[shape.count - 2], shape[shape.count - 1]))
        case .constant(let shape, let range): .array(constant(shape, range))
        case .indices(let values, let shape): .array(placed(Face(values).reshape(Dims(shape))))
        case .bytes(let values, let shape):
            .array(placed(Face(values, dtype: .uint8).reshape(Dims(shape))))
        case .mask(let shape):
            .array(placed(Face((0..<shape.reduce(1, *)).map { $0 % 3 != 1 }).reshape(Dims(shape))))
        case .list(let members):
            .arrays(members.map { member in
                if case .array(let array) = argument(member, &variables) { return array }
                fatalError("a list of a sample holds arrays")
            })
        case .plain(let plain): converted(plain)
        }
    }

    private func hermitian(_ x: Face, _ n: Int, _ shift: Double) -> Face {
        let half = Face.make(Multiply(), .make(Add(), x, x.H), 0.5)
        return .make(Add(), half, .make(Multiply(), Face.eye(n, dtype: dtype, device: device), shift))
    }

    private func graded(_ x: Face, _ rows: Int, _ columns: Int) -> Face {
        var numbers: [Double] = []
        for row in 0..<rows { for column in 0..<columns { numbers.append(row == column ? Double(row + 1) : 0) } }
        let diagonal = placed(Face(numbers).astype(dtype).reshape(rows, columns))
        return .make(Add(), .make(Multiply(), x, 0.125), diagonal)
    }

    private func placed(_ array: Face) -> Face {
        device == .meta ? .empty(array.shape, dtype: array.dtype, device: .meta) : array
    }

    private func converted(_ argument: Argument<Tensor>) -> Argument<Face> {
        switch argument {
        case .scalar(let scalar): .scalar(scalar)
        case .integers(let integers): .integers(integers)
        case .text(let text): .text(text)
        case .dtype(let dtype): .dtype(dtype)
        default: .none
        }
    }
}

/// Reproducible numbers for samples.
struct SampleNoise {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// From 0 to below 1.
    mutating func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) * 0x1p-53
    }

    private mutating func number(_ range: ClosedRange<Double>?) -> Double {
        if let range { return range.lowerBound + next() * (range.upperBound - range.lowerBound) }
        let size = 0.2 + 1.6 * next()
        return next() < 0.5 ? -size : size
    }

    mutating func array<Face: ArrayFace>(_ shape: [Int], _ range: ClosedRange<Double>?, _ dtype: DType) -> Face {
        let result = Face.empty(Dims(shape), dtype: dtype)
        for index in 0..<result.count {
            let real = number(range)
            let scalar: Scalar = dtype.isComplex ? .complex(Complex(real, number(nil))) : .float(real)
            scalar.store(to: result.value.pointer + index * dtype.size, as: dtype)
        }
        return result
    }
}
