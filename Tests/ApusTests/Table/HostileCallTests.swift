@testable import Apus
import Testing

/// Calls by name with arguments that make no sense give a result or an `ApusError`; they never stop the program.
@Suite struct HostileCallTests {
    @Test(arguments: 0..<5) func arrays(_ seed: Int) { attack(NDArray.self, UInt64(seed) + 1) }

    @Test(arguments: 0..<5) func tensors(_ seed: Int) { attack(Tensor.self, UInt64(seed) + 100) }

    /// Takes a sample's arguments (or none), spoils some of them and calls.
    private func attack<Face: ArrayFace>(_ face: Face.Type, _ seed: UInt64) {
        var random = HostileNumbers(state: seed)
        var refused = 0
        for _ in 0..<500 {
            let operation = OperationTable.all[random.below(OperationTable.all.count)]
            let call = hostileArguments(operation, &random, face)
            do throws(ApusError) {
                _ = try operation.call(call)
            } catch {
                refused += 1
                #expect(!error.description.isEmpty)
            }
        }
        #expect(refused > 100)
    }
}

/// Numbers that are reproducible and often awkward.
struct HostileNumbers {
    var state: UInt64

    mutating func bits() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ (state >> 33)) &* 0xFF51_AFD7_ED55_8CCD >> 16
    }

    mutating func below(_ bound: Int) -> Int { Int(bits() % UInt64(bound)) }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

    mutating func integer() -> Int {
        pick([0, 1, -1, 2, -2, 3, 4, 5, -5, 7, 100, -100, .max, .min, .max - 1, .min + 1, -(1 << 31), 1 << 45, 1 << 62])
    }

    mutating func shape() -> Dims {
        Dims((0..<pick([0, 1, 1, 2, 2, 3, 4, 5])).map { _ in pick([0, 1, 1, 2, 3, 3, 4]) })
    }

    mutating func scalar() -> Scalar {
        pick([
            .int(Int64(integer())), .uint(.max), .float(.nan), .float(.infinity), .float(1e300), .float(-0.5), .float(2.5),
            .bool(true), .complex(Complex(1, -2)), .int(2),
        ])
    }

    mutating func array<Face: ArrayFace>(_ face: Face.Type) -> Face {
        let shape = shape()
        let result = Face.empty(shape, dtype: pick(DType.allCases))
        for index in 0..<result.count {
            Scalar.int(Int64(below(9)) - 3).store(to: result.value.pointer + index * result.dtype.size, as: result.dtype)
        }
        return result
    }

    mutating func argument<Face: ArrayFace>(_ face: Face.Type) -> Argument<Face> {
        switch below(8) {
        case 0, 1: .array(array(face))
        case 2: .arrays((0..<below(4)).map { _ in array(face) })
        case 3: .scalar(scalar())
        case 4: .integers((0..<below(5)).map { _ in integer() })
        case 5: .text(pick(["", "wrap", "reflect", "edge", "constant", "mean", "none", "sum", "same", "nonsense"]))
        case 6: .dtype(pick(DType.allCases))
        default: .none
        }
    }

    /// A value of the kind that a parameter takes, more likely than not one that does not fit the others.
    mutating func fitting<Face: ArrayFace>(_ kind: Parameter.Kind, _ face: Face.Type) -> Argument<Face> {
        switch kind {
        case .array: .array(array(face))
        case .arrays: .arrays((0..<below(4)).map { _ in array(face) })
        case .scalar, .real: .scalar(scalar())
        case .integer: .scalar(.int(Int64(integer())))
        case .integers, .axes: .integers((0..<below(5)).map { _ in below(3) == 0 ? integer() : below(6) - 2 })
        case .boolean: .scalar(.bool(below(2) == 0))
        case .text: argument(face)
        case .dtype: .dtype(pick(DType.allCases))
        }
    }
}

func hostileArguments<Face: ArrayFace>(
    _ operation: any TableOperation.Type, _ random: inout HostileNumbers, _ face: Face.Type
) -> Arguments<Face> {
    var values: [String: Argument<Face>] = [:]
    let known = samples(of: operation.name)
    if !known.isEmpty && random.below(2) == 0 {
        // A sensible call with one or two arguments replaced.
        let sample = SampleArguments<Face>(random.pick(known), dtype: random.pick([.float32, .float64, .int32, .bool, .complex64]))
        let sensible = sample.arguments(sample.variables)
        for name in sensible.names { values[name] = sensible[name] }
        for _ in 0...random.below(2) {
            let parameter = random.pick(operation.parameters)
            values[parameter.name] =
                random.below(3) == 0 ? random.argument(face) : random.fitting(parameter.kind, face)
        }
    } else {
        for parameter in operation.parameters {
            if parameter.isOptional && random.below(2) == 0 { continue }
            values[parameter.name] = random.below(8) == 0 ? random.argument(face) : random.fitting(parameter.kind, face)
        }
    }
    return Arguments(operation.name, values)
}
