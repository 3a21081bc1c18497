import Apus
import Testing

/// The faces with their operators, which take their operands over.
private protocol Operable: ArrayFace {
    static func + (a: consuming Self, b: consuming Self) -> Self
    static func - (a: consuming Self, b: consuming Self) -> Self
    static func * (a: consuming Self, b: consuming Self) -> Self
    static func / (a: consuming Self, b: consuming Self) -> Self
    static func & (a: consuming Self, b: consuming Self) -> Self
    static func | (a: consuming Self, b: consuming Self) -> Self
    static prefix func - (x: consuming Self) -> Self
    static func plus(_ a: consuming Self, _ b: Double) -> Self
    static func plus(_ a: consuming Self, _ b: Int) -> Self
    static func minus(_ a: Int, _ b: consuming Self) -> Self
    static func over(_ a: Double, _ b: consuming Self) -> Self
    static func squared(_ a: consuming Self) -> Self
    static func choice(_ mask: Self, _ a: consuming Self, _ b: consuming Self) -> Self
}

extension NDArray: Operable {
    static func plus(_ a: consuming NDArray, _ b: Double) -> NDArray { a + b }
    static func plus(_ a: consuming NDArray, _ b: Int) -> NDArray { a + b }
    static func minus(_ a: Int, _ b: consuming NDArray) -> NDArray { a - b }
    static func over(_ a: Double, _ b: consuming NDArray) -> NDArray { a / b }
    static func squared(_ a: consuming NDArray) -> NDArray { a ** 2 }
    static func choice(_ mask: NDArray, _ a: consuming NDArray, _ b: consuming NDArray) -> NDArray { .where(mask, a, b) }
}

extension Tensor: Operable {
    static func plus(_ a: consuming Tensor, _ b: Double) -> Tensor { a + b }
    static func plus(_ a: consuming Tensor, _ b: Int) -> Tensor { a + b }
    static func minus(_ a: Int, _ b: consuming Tensor) -> Tensor { a - b }
    static func over(_ a: Double, _ b: consuming Tensor) -> Tensor { a / b }
    static func squared(_ a: consuming Tensor) -> Tensor { a ** 2 }
    static func choice(_ mask: Tensor, _ a: consuming Tensor, _ b: consuming Tensor) -> Tensor { .where(mask, a, b) }
}

private func address(_ x: some ArrayFace) -> UInt { UInt(bitPattern: x.value.pointer) }

/// Passes a value on and notes where its elements lie.
private func noting<Face: ArrayFace>(_ x: consuming Face, _ address: inout UInt) -> Face {
    address = UInt(bitPattern: x.value.pointer)
    return x
}

/// The bytes of the elements in row-major order.
private func bytes(_ x: some ArrayFace) throws -> [UInt8] {
    let whole = try contiguous(x.value)
    return withExtendedLifetime(whole) {
        Array(UnsafeRawBufferPointer(start: whole.pointer, count: whole.count * whole.dtype.size))
    }
}

@Suite struct DonationTests {
    private let shape: Shape = [320, 256]

    private func numbers(_ seed: UInt64, _ dtype: DType = .float32) -> NDArray {
        Generator(seed: seed).uniform(low: 0.5, high: 1.5, shape).astype(dtype)
    }

    // MARK: - Where memory is taken over

    @Test func temporariesAreTakenOver() throws {
        let a = numbers(1), b = numbers(2)
        func check(_ name: String, _ make: (inout UInt) -> NDArray) {
            var temporary: UInt = 0
            let result = make(&temporary)
            #expect(address(result) == temporary, "\(name)")
        }
        check("first") { noting(a * b, &$0) + a }
        check("second") { a - noting(a * b, &$0) }
        check("number") { noting(a * b, &$0) * 3 }
        check("number first") { 1 / noting(a * b, &$0) }
        check("negative") { -noting(a * b, &$0) }
        check("function") { noting(a * b, &$0).exp().sqrt() }
        check("square") { noting(a * b, &$0) ** 2 }
        check("method") { noting(a * b, &$0).maximum(b) }
        check("broadcast other") { noting(a * b, &$0) + b[0] }
        check("bits") { noting(a .> b, &$0) & (a .< b) }
        check("choice") { .where(a .> b, noting(a * b, &$0), b) }
        check("other choice") { .where(a .> b, b, noting(a * b, &$0)) }
        check("chain") { noting(a * b, &$0) + a - b / (1 + a) }
    }

    @Test func tensorsWithoutGraphToo() throws {
        let a = Tensor(numbers(1)), b = Tensor(numbers(2))
        var temporary: UInt = 0
        #expect(address(noting(a * b, &temporary) + a) == temporary)
        #expect(address(noting(a * b, &temporary).exp()) == temporary)
        let w = Tensor(numbers(3)).requiringGrad()
        noGrad { #expect(address(noting(a * w, &temporary) * w) == temporary) }
    }

    @Test func copiesInTheDTypeOfComputationAreTakenOver() throws {
        let a = numbers(1, .int32), b = numbers(2, .float64)
        #expect(blocks(atLeast: 1) { _ = a + b } == 1)
        #expect(blocks(atLeast: 1) { _ = a * 1.5 } == 1)
        #expect(blocks(atLeast: 1) { _ = a.exp() } == 1)
        #expect(try bytes(a + b) == bytes(a.astype(.float64) + b))
    }

    @Test func theChainMakesTwoBlocks() {
        let a = numbers(1), b = numbers(2)
        #expect(blocks(atLeast: 2) { _ = a * b + a - b / (1 + a) } == 2)
        let t = Tensor(a), u = Tensor(b)
        #expect(blocks(atLeast: 2) { _ = t * u + t - u / (1 + t) } == 2)
        #expect(blocks(atLeast: 1) { _ = ((a * b).exp() + 1).log() } == 1)
    }

    /// How many blocks of memory `body` asks for. Other tests ask too, so the least number of many trials counts.
    private func blocks(atLeast expected: Int, _ body: () -> Void) -> Int {
        var least = Int.max
        for _ in 0..<20000 where least > expected {
            let before = HostMemory.statistics.allocations
            body()
            least = min(least, HostMemory.statistics.allocations - before)
        }
        return least
    }

    // MARK: - Where it is not

    @Test func whatIsHeldStays() throws {
        let a = numbers(1)
        func check(_ name: String, _ body: (NDArray) -> NDArray) throws {
            let x = a * 2
            let before = try bytes(x)
            let result = body(x)
            #expect(try bytes(x) == before, "\(name)")
            #expect(!result.value.sharesMemory(with: x.value), "\(name)")
        }
        try check("twice") { $0 + $0 }
        try check("variable") { let y = $0; return y + 1 }
        try check("expression") { ($0 * 1 + $0) - $0 }
        try check("inout") { var y = $0; func add(_ z: inout NDArray) { z = z + 1 }; add(&y); return y }
        try check("closure") { x in { x.exp() }() }
        try check("array") { let all = [$0, $0]; return all[0] - all[1] }
        try check("view") { $0[0 ..< 320] * 3 }
        try check("reshaped") { $0.reshape(-1) * 3 }
        try check("transposed twice") { $0.T.T * 3 }
        try check("other face") { try! NDArray(Tensor($0) + 1) }
        try check("detached") { try! NDArray(Tensor($0).detach() * 2) }
        try check("consumed copy") { func take(_ z: consuming NDArray) -> NDArray { z + 1 }; return take($0) }
        struct Pair { var first: NDArray, second: NDArray }
        try check("struct") { let pair = Pair(first: $0, second: $0); return pair.first / pair.second }
        final class Box { let held: NDArray; init(_ held: NDArray) { self.held = held } }
        try check("property") { let box = Box($0); return box.held * box.held + box.held }
        try check("optional") { let maybe: NDArray? = $0; return maybe! - 1 }
        try check("branches") { x in let y = x.count > 3 ? x : a; return y + 1 }
        try check("function value") { let function: (NDArray, NDArray) -> NDArray = (+); return function($0, $0) }
        try check("reduce") { [$0, $0, $0].reduce($0, +) }
        try check("map") { [$0, $0].map { $0 * 2 }[1] }
    }

    @Test func resultsUsedTwiceStay() throws {
        let a = numbers(1), b = numbers(2)
        let t = a * b
        let first = t + 1, second = t - 1, third = t.exp()
        #expect(try bytes(first) == bytes(NDArray.self.sum2(t, 1)))
        #expect(try bytes(second) == bytes(a * b - 1))
        #expect(try bytes(third) == bytes((a * b).exp()))
        var sum = a + b
        let kept = sum
        for _ in 0..<3 { sum = sum + a }
        #expect(try bytes(kept) == bytes(a + b))
        #expect(try bytes(sum) == bytes(a + b + a + a + a))
    }

    @Test func partsOfLargerMemoryAreNotTakenOver() throws {
        let a = numbers(1)
        var temporary: UInt = 0
        #expect(address(noting((a * 2)[10 ..< 310], &temporary) + 1) != temporary)
        #expect(address(noting((a * 2).T, &temporary) + 1) != temporary)
        #expect(address(noting((a * 2).reshape(-1)[.slice(by: -1)], &temporary) + 1) != temporary)
        let row = numbers(3)[0]
        #expect(try bytes((row * 2) + a) == bytes(a + row * 2))
        #expect(try bytes((a * 2).expandDims(0) + NDArray.zeros([3, 320, 256], dtype: .float32))
            == bytes(NDArray.zeros([3, 320, 256], dtype: .float32) + a * 2))
    }

    @Test func memoryOfOthersIsNotWritten() throws {
        let count = 64 * 1024
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: count)
        memory.initialize(repeating: 1, count: count)
        defer { memory.deallocate() }
        func foreign(_ isReadOnly: Bool) -> NDArray {
            NDArray(value: Strided(
                storage: .adopting(memory, byteCount: count * 4, isReadOnly: isReadOnly) {},
                layout: Layout(contiguous: [count]), dtype: .float32))
        }
        for isReadOnly in [false, true] {
            #expect((foreign(isReadOnly) + 1).elements(as: Float.self)[5] == 2)
            #expect(foreign(isReadOnly).exp().count == count)
            #expect((2 * foreign(isReadOnly) - foreign(isReadOnly)).elements(as: Float.self)[0] == 1)
        }
        #expect((0..<count).allSatisfy { memory[$0] == 1 })
        let own = NDArray.ones([count], dtype: .float32)
        let view = NDArray(value: Strided(storage: own.value.storage.readOnly(), layout: own.value.layout, dtype: .float32))
        _ = view + 1
        #expect(own.sum().item(as: Float.self) == Float(count))
    }

    @Test func throwingFormsLookOnly() throws {
        let a = numbers(1)
        var temporary: UInt = 0
        let entry = try #require(OperationTable["add"])
        let result = try entry.call(Arguments<NDArray>("add", ["a": .array(noting(a * 2, &temporary)), "b": .array(a)]))[0]
        #expect(address(result) != temporary)
    }

    // MARK: - Graphs

    @Test func savedValuesStay() throws {
        let w = Tensor(numbers(1)).requiringGrad(), c = Tensor(numbers(2))
        func loss(_ step: (Tensor) -> Tensor) -> [Float] {
            w.grad = nil
            let y = step(w)
            y.sum().backward()
            return w.grad!.elements(as: Float.self)
        }
        let exact = w.elements(as: Float.self), other = c.elements(as: Float.self)
        #expect(zip(loss { ($0 * c) * ($0 * c) }, zip(exact, other)).allSatisfy { g, x in
            abs(g - 2 * x.0 * x.1 * x.1) <= 1e-5
        })
        #expect(zip(loss { ($0.exp() + 1) - c }, exact).allSatisfy { abs($0 - Float.exp($1)) <= 1e-5 })
        #expect(loss { x in noGrad { _ = (x * 2).exp() + 1 }; return x * 3 } == exact.map { _ in 3 })
        // What the graph saved is not overwritten by operations that nobody records.
        let hidden = (w * c).exp()
        let outside = noGrad { hidden + 1 }
        #expect(!outside.value.sharesMemory(with: hidden.value))
        func withoutItsTensor() -> Tensor {
            let y = (w * c).tanh()
            let z = y.sum()
            noGrad { _ = y * 2 }
            return z
        }
        w.grad = nil
        withoutItsTensor().backward()
        #expect(w.grad!.isFinite().all().item(as: Bool.self))
        let twice = w.exp()
        let gradients = grad(of: twice.sum(), wrt: [w], createGraph: true)[0]
        let second = grad(of: gradients.sum(), wrt: [w])[0]
        #expect(try bytes(second) == bytes(twice.detach()))
    }

    @Test func gradientsStay() throws {
        let w = Tensor(numbers(1)).requiringGrad()
        (w * 2).sum().backward()
        let gradient = w.grad!
        let before = try bytes(gradient)
        _ = w.grad! * 3 + 1
        _ = -w.grad!
        #expect(try bytes(w.grad!) == before)
        let detached = w.detach()
        _ = detached + 1
        _ = w.detach().exp()
        #expect(try bytes(w.detach()) == bytes(numbers(1)))
    }

    // MARK: - Random expressions

    @Test(arguments: [DType.bool, .uint8, .int16, .int32, .int64, .float16, .bfloat16, .float32, .float64, .complex64, .complex128])
    func randomExpressionsAreThoseOfCopies(_ dtype: DType) throws {
        try randomExpressions(of: NDArray.self, dtype)
        try randomExpressions(of: Tensor.self, dtype)
    }

    private func randomExpressions<Face: Operable>(of face: Face.Type, _ dtype: DType) throws {
        var random = SplitMix(state: UInt64(dtype.rawValue) + 77)
        let leaves: [Face] = try leaves(dtype)
        let before = try leaves.map(bytes)
        var evaluated = 0
        for _ in 0..<60 {
            let expression = Expression.random(depth: 4, leaves: leaves.count, &random)
            var kept: [Face] = []
            guard let reference = try? expression.keeping(leaves, &kept) else { continue }
            evaluated += 1
            let result: Face = expression.evaluate(leaves)
            #expect(result.dtype == reference.dtype && result.shape == reference.shape, "\(expression)")
            #expect(try bytes(result) == bytes(reference), "\(expression)")
        }
        #expect(evaluated >= 8)
        #expect(try leaves.map(bytes) == before)
    }

    /// Arrays of large and small shapes that broadcast, in several layouts and two dtypes.
    private func leaves<Face: ArrayFace>(_ dtype: DType) throws -> [Face] {
        let rows = 272, columns = 256
        func make(_ shape: Shape, _ seed: UInt64, _ dtype: DType) -> NDArray {
            Generator(seed: seed).uniform(low: 1, high: 5, shape).astype(dtype)
        }
        let all = [
            make([rows, columns], 1, dtype), make([rows, columns], 2, dtype), make([columns, rows], 3, dtype).T,
            make([rows, 2 * columns], 4, dtype)[0..., .slice(by: 2)], make([rows, columns], 5, dtype)[.slice(by: -1)],
            make([columns], 6, dtype), make([rows, 1], 7, dtype), make([], 8, dtype),
            make([1, rows, columns], 9, dtype), make([rows, columns], 10, .int8), make([rows, columns], 11, .float32),
        ]
        return all.map { Face(value: $0.value) }
    }
}

extension NDArray {
    /// The sum with a number, of an operand that stays.
    fileprivate static func sum2(_ x: NDArray, _ number: Int) -> NDArray { x.copy() + number }
}

private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// An expression of arrays.
private indirect enum Expression {
    case leaf(Int)
    case unary(String, Expression)
    case binary(String, Expression, Expression)

    static func random(depth: Int, leaves: Int, _ random: inout SplitMix) -> Expression {
        if depth == 0 || Int.random(in: 0..<6, using: &random) == 0 { return .leaf(Int.random(in: 0..<leaves, using: &random)) }
        if Int.random(in: 0..<3, using: &random) == 0 {
            let names = ["negative", "plus", "plusFloat", "minus", "over", "squared", "sqrt", "abs", "relu", "exp", "transposed"]
            return .unary(names.randomElement(using: &random)!, .random(depth: depth - 1, leaves: leaves, &random))
        }
        let names = ["add", "add", "subtract", "multiply", "divide", "bitwiseAnd", "bitwiseOr", "maximum", "where"]
        return .binary(
            names.randomElement(using: &random)!, .random(depth: depth - 1, leaves: leaves, &random),
            .random(depth: depth - 1, leaves: leaves, &random))
    }

    /// The value by operators, which take temporaries over.
    func evaluate<Face: Operable>(_ leaves: [Face]) -> Face {
        switch self {
        case .leaf(let index): leaves[index]
        case .unary("negative", let x): -x.evaluate(leaves)
        case .unary("plus", let x): .plus(x.evaluate(leaves), 3)
        case .unary("plusFloat", let x): .plus(x.evaluate(leaves), 1.5)
        case .unary("minus", let x): .minus(3, x.evaluate(leaves))
        case .unary("over", let x): .over(2, x.evaluate(leaves))
        case .unary("squared", let x): .squared(x.evaluate(leaves))
        case .unary("sqrt", let x): x.evaluate(leaves).sqrt()
        case .unary("abs", let x): x.evaluate(leaves).abs()
        case .unary("relu", let x): x.evaluate(leaves).relu()
        case .unary("exp", let x): x.evaluate(leaves).exp()
        case .unary(_, let x): x.evaluate(leaves).T.T
        case .binary("add", let a, let b): a.evaluate(leaves) + b.evaluate(leaves)
        case .binary("subtract", let a, let b): a.evaluate(leaves) - b.evaluate(leaves)
        case .binary("multiply", let a, let b): a.evaluate(leaves) * b.evaluate(leaves)
        case .binary("divide", let a, let b): a.evaluate(leaves) / b.evaluate(leaves)
        case .binary("bitwiseAnd", let a, let b): a.evaluate(leaves) & b.evaluate(leaves)
        case .binary("bitwiseOr", let a, let b): a.evaluate(leaves) | b.evaluate(leaves)
        case .binary("maximum", let a, let b): a.evaluate(leaves).maximum(b.evaluate(leaves))
        case .binary(_, let a, let b): .choice(leaves[0].astype(.bool), a.evaluate(leaves), b.evaluate(leaves))
        }
    }

    /// The value by the throwing forms, which do not, with all intermediate values held besides.
    func keeping<Face: Operable>(_ leaves: [Face], _ kept: inout [Face]) throws -> Face {
        func call(_ name: String, _ arguments: [String: Argument<Face>]) throws -> Face {
            let result = try OperationTable[name]!.call(Arguments<Face>(name, arguments))[0]
            kept.append(result)
            return result
        }
        switch self {
        case .leaf(let index): return leaves[index]
        case .unary(let name, let x):
            let x = Argument<Face>.array(try x.keeping(leaves, &kept))
            switch name {
            case "plus": return try call("add", ["a": x, "b": .scalar(.int(3))])
            case "plusFloat": return try call("add", ["a": x, "b": .scalar(.float(1.5))])
            case "minus": return try call("subtract", ["a": .scalar(.int(3)), "b": x])
            case "over": return try call("divide", ["a": .scalar(.float(2)), "b": x])
            case "squared": return try call("power", ["a": x, "b": .scalar(.int(2))])
            case "transposed":
                if case .array(let x) = x { return x.T.T }
                fatalError()
            default: return try call(name, ["x": x])
            }
        case .binary(let name, let a, let b):
            let a = Argument<Face>.array(try a.keeping(leaves, &kept)), b = Argument<Face>.array(try b.keeping(leaves, &kept))
            if name == "where" { return try call("where", ["condition": .array(leaves[0].astype(.bool)), "a": a, "b": b]) }
            return try call(name, ["a": a, "b": b])
        }
    }
}
