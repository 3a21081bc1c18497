import Testing

@testable import Apus

/// The dtype of every operation's result for operands of every dtype, against tables that NumPy and PyTorch wrote.
///
/// Operations are called on the meta device, so it is their rules that are tested, not their kernels. Where NumPy
/// refuses a dtype the operation must refuse it; where PyTorch does, it may, because PyTorch has no kernels for many
/// dtypes that its rules allow.
@Suite struct FunctionDTypeTests {
    /// What the operations are called here, where that differs from NumPy or PyTorch.
    static let names: [String: String] = [
        "absolute": "abs", "arcsin": "asin", "arctan": "atan", "arctan2": "atan2", "conj": "conjugate",
        "true_divide": "divide", "floor_divide": "floorDivide", "power": "power", "pow": "power",
        "float_power": "floatPower", "bitwise_and": "bitwiseAnd", "bitwise_not": "bitwiseNot", "invert": "bitwiseNot",
        "left_shift": "shiftLeft", "bitwise_left_shift": "shiftLeft", "logical_and": "logicalAnd",
        "logical_not": "logicalNot", "amin": "min", "amax": "max", "eq": "equal", "lt": "less",
        "log_softmax": "logSoftmax", "logsumexp": "logSumExp", "logaddexp": "logAddExp",
        "count_nonzero": "countNonzero", "linalg.norm": "norm",
    ]

    /// Where Apus differs on purpose: a real array is its own conjugate, booleans included; PyTorch's sign of a boolean
    /// and its logaddexp of complex numbers hold in both worlds; an angle of booleans is of the float that all functions
    /// of booleans give.
    static let deliberate: Set<String> = [
        "numpy function conjugate of bool", "numpy function sign of bool", "numpy function angle of bool",
        "numpy function logaddexp of complex64", "numpy function logaddexp of complex128",
    ]

    @Test(arguments: try PromotionTests.rows(["function"]))
    func resultDType(_ row: PromotionTests.Row) throws {
        guard let operation = OperationTable[Self.names[row.subject] ?? row.subject] else { return }
        for (dtype, expected) in zip(DType.allCases, row.expected) {
            let found =
                row.world == .numpy
                ? try Self.result(operation, dtype, NDArray.self) : try Self.result(operation, dtype, Tensor.self)
            let call = "\(row.testDescription) of \(dtype)"
            if (row.world == .torch && expected == "raises") || Self.deliberate.contains(call) { continue }
            #expect(found == expected, "\(call)")
        }
    }

    /// The dtype of the first result for operands of a dtype, or `raises`.
    static func result<Face: ArrayFace>(
        _ operation: any TableOperation.Type, _ dtype: DType, _: Face.Type
    ) throws -> String {
        var values: [String: Argument<Face>] = [:]
        for parameter in operation.parameters where !parameter.isOptional {
            switch parameter.kind {
            case .array: values[parameter.name] = .array(Face(value: Strided(placeholder: [2], dtype)))
            case .axes, .integer, .integers: values[parameter.name] = .integers([0])
            default: break
            }
        }
        do throws(ApusError) {
            return try operation.call(Arguments(operation.name, values)).first?.dtype.name ?? "nothing"
        } catch {
            guard case .dtype = error else { throw error }
            return "raises"
        }
    }
}
