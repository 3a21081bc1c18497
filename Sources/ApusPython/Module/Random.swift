internal import Apus
internal import ApusCore
internal import CPython

// Random numbers: NumPy's generator for arrays, PyTorch's for tensors.

/// Makes the types `Generator`, for arrays, and `TensorGenerator`.
func registerRandomTypes(in module: Reference) throws {
    Types.generator = try newType(
        "Generator", flags: typeIsImmutable | typeHasNoConstructor,
        slots: [
            (Int(Py_tp_methods), methodTable(try generatorMethods().map { try newDefinition($0.0, .method, documentation: $0.1) })),
            (Int(Py_tp_doc), UnsafeMutableRawPointer(mutating: permanent("A stream of random numbers for arrays: NumPy's Generator."))),
        ], in: module)
    Types.tensorGenerator = try newType(
        "TensorGenerator", flags: typeIsImmutable | typeHasNoConstructor,
        slots: [
            (Int(Py_tp_methods), methodTable([try newDefinition(manualSeed, .method, documentation: "Starts the stream from a seed.")])),
            (Int(Py_tp_doc), UnsafeMutableRawPointer(mutating: permanent("A stream of random numbers for tensors: torch.Generator."))),
        ], in: module)
}

/// A seed: an integer of 64 bits, negative ones counted from the top.
private func seed(_ object: Reference) throws -> UInt64 {
    guard !isBool(object), PyIndex_Check(object) != 0, let number = try number(object) else {
        throw PythonError.type("a seed must be an integer, not \(typeName(object))")
    }
    switch number {
    case .int(let value): return UInt64(bitPattern: value)
    case .uint(let value): return value
    default: throw PythonError.type("a seed must be an integer")
    }
}

private func shape(_ object: Reference?) throws -> Shape { try object.map { try Dims(integers($0, "size")) } ?? [] }

private func double(_ object: Reference?, _ name: String, default fallback: Double) throws -> Double {
    guard let object else { return fallback }
    guard let number = try number(object) else {
        throw PythonError.type("argument '\(name)' must be a number, not \(typeName(object))")
    }
    if case .complex = number { throw PythonError.type("argument '\(name)' must be a real number, not complex") }
    return number.doubleValue
}

// MARK: - Arrays

private func generator(_ call: Call) -> Generator { content(call.required(0), as: Generator.self) }

/// Random numbers of a distribution with up to two parameters, which stand before the size.
private func distribution(
    _ name: String, _ parameters: String, defaults: [Double], _ documentation: String,
    _ request: @escaping ([Double]) -> RandomRequest
) -> (NativeFunction, String) {
    let function = NativeFunction(name, "self, \(parameters)size=None, dtype=None") { call in
        let values = try defaults.indices.map {
            try double(call[$0 + 1], call.signature.items[$0 + 1].name, default: defaults[$0])
        }
        let dtype = try call[defaults.count + 2].map { try ApusPython.dtype($0) } ?? .float64
        let shape = try shape(call[defaults.count + 1])
        return try generator(call).array(request(values), shape, dtype).newReference()
    }
    return (function, documentation)
}

private func generatorMethods() -> [(NativeFunction, String)] {
    [
        distribution("random", "", defaults: [], "Numbers in [0, 1).") { _ in .uniform(low: 0, high: 1) },
        distribution("uniform", "low=0.0, high=1.0, ", defaults: [0, 1], "Numbers in [low, high).") {
            .uniform(low: $0[0], high: $0[1])
        },
        distribution("standard_normal", "", defaults: [], "Numbers from the normal law.") { _ in .normal(mean: 0, std: 1) },
        distribution("normal", "loc=0.0, scale=1.0, ", defaults: [0, 1], "Numbers from a normal law.") {
            .normal(mean: $0[0], std: $0[1])
        },
        distribution("standard_exponential", "", defaults: [], "Numbers from the exponential law.") { _ in
            .exponential(scale: 1)
        },
        distribution("exponential", "scale=1.0, ", defaults: [1], "Numbers from the exponential law of mean scale.") {
            .exponential(scale: $0[0])
        },
        (
            NativeFunction("integers", "self, low, high=None, size=None, dtype=None, endpoint=False") { call in
                let first = try integer(call.required(1), "low")
                let last = try call[2].map { try integer($0, "high") }
                let request = RandomRequest.integers(
                    low: last == nil ? 0 : first, high: last ?? first,
                    endpoint: try call[5].map { try boolean($0, "endpoint") } ?? false)
                let dtype = try call[4].map { try ApusPython.dtype($0) } ?? .int64
                return try generator(call).array(request, shape(call[3]), dtype).newReference()
            }, "Integers from low to before high; up to high itself with endpoint."
        ),
        (
            NativeFunction("permutation", "self, x, axis=0") { call in
                if PyIndex_Check(call.required(1)) != 0, face(call.required(1)) == nil {
                    return try generator(call).order(of: integer(call.required(1), "x")).newReference()
                }
                return try permuted(call).newReference()
            }, "The integers before x in random order, or a copy of an array with its slices in random order."
        ),
        (
            NativeFunction("shuffle", "self, x, axis=0") { call in
                guard isArray(call.required(1)) else {
                    throw PythonError.type("shuffle: an Array is needed, not \(typeName(call.required(1)))")
                }
                try NDArray.overwrite(content(call.required(1), as: NDArray.self), from: permuted(call))
                return newNone()
            }, "Brings the slices of an array into random order, in place."
        ),
        (
            NativeFunction("choice", "self, a, size=None, replace=True, shuffle=True") { call in
                let replacing = try call[3].map { try boolean($0, "replace") } ?? true
                let shuffled = try call[4].map { try boolean($0, "shuffle") } ?? true
                let isCount = PyIndex_Check(call.required(1)) != 0 && face(call.required(1)) == nil
                let array: NDArray? = isCount ? nil : try faceValue(call.required(1))
                let population = try array.map { try firstAxis($0) } ?? integer(call.required(1), "a")
                let chosen = try generator(call).sample(population, shape(call[2]), replacing: replacing, shuffled: shuffled)
                return try (array?.at(chosen) ?? chosen).newReference()
            }, "Some of the integers before a, or of the slices of an array."
        ),
        (
            NativeFunction("spawn", "self, n_children, /") { call in
                let count = try integer(call.required(1), "n_children")
                guard count >= 0, count <= 1 << 20 else { throw PythonError.value("spawn: \(count) generators") }
                return try newTuple(generator(call).spawn(count).map { try newInstance(Types.generator, $0) })
            }, "Generators whose streams are independent of this one and of each other."
        ),
    ]
}

private func firstAxis(_ array: NDArray) throws -> Int {
    guard let size = array.shape.first else {
        throw PythonError(class: Exceptions.shape, "an array without axes has no slices")
    }
    return size
}

/// The slices of the argument along an axis in random order.
private func permuted(_ call: Call) throws -> NDArray {
    let array: NDArray = try faceValue(call.required(1))
    let axis = try call[2].map { try integer($0, "axis") } ?? 0
    _ = try firstAxis(array)
    let place = try normalizedAxis(axis, rank: array.rank, "permutation")
    let order = try generator(call).order(of: array.shape[place])
    return try array.at(list: Array(repeating: IndexItem.slice(), count: place) + [order])
}

// MARK: - Tensors

private func tensorGenerator(_ object: Reference?) throws -> TensorGenerator {
    guard let object else { return .shared }
    guard object.pointee.ob_type == Types.tensorGenerator else {
        throw PythonError.type("argument 'generator' must be a TensorGenerator, not \(typeName(object))")
    }
    return content(object, as: TensorGenerator.self)
}

nonisolated(unsafe) private let manualSeed = NativeFunction("manual_seed", "self, seed, /") { call in
    content(call.required(0), as: TensorGenerator.self).manualSeed(try seed(call.required(1)))
    return retained(call.required(0))
}

private let options = "generator=None, dtype=None, device=None, requires_grad=False"

/// A tensor of random numbers; the options begin at an item of the signature.
private func newTensor(
    _ call: Call, _ request: RandomRequest, _ shape: Shape, options first: Int, default fallback: DType
) throws -> Reference {
    let dtype = try call[first + 1].map { try ApusPython.dtype($0) } ?? fallback
    let made = try tensorGenerator(call[first]).tensor(
        request, shape, dtype, device(call[first + 2]), call.signature.function)
    if try call[first + 3].map({ try boolean($0, "requires_grad") }) ?? false { try made.setRequiresGrad(true) }
    return try made.newReference()
}

func randomFunctions() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction("default_rng", "seed=None") { call in
                try newInstance(Types.generator, call[0].map { Generator(seed: try seed($0)) } ?? Generator())
            }, "A generator for arrays: the numbers of numpy.random.default_rng(seed)."
        ),
        (
            NativeFunction("generator", "seed=None") { call in
                try newInstance(
                    Types.tensorGenerator, call[0].map { TensorGenerator(seed: try seed($0)) } ?? TensorGenerator())
            }, "A generator for tensors."
        ),
        (
            NativeFunction("manual_seed", "seed, /") { call in
                TensorGenerator.shared.manualSeed(try seed(call.required(0)))
                return newNone()
            }, "Starts the random stream that tensors share from a seed."
        ),
        (
            NativeFunction("rand", "*size, \(options)") { call in
                try newTensor(call, .uniform(low: 0, high: 1), Dims(sizes(call)), options: 1, default: .float32)
            }, "A tensor of numbers in [0, 1)."
        ),
        (
            NativeFunction("randn", "*size, \(options)") { call in
                try newTensor(call, .normal(mean: 0, std: 1), Dims(sizes(call)), options: 1, default: .float32)
            }, "A tensor of numbers from the normal law."
        ),
        (
            NativeFunction("randint", "low, high, size, *, \(options)") { call in
                let request = RandomRequest.integers(
                    low: try integer(call.required(0), "low"), high: try integer(call.required(1), "high"), endpoint: false)
                return try newTensor(call, request, shape(call.required(2)), options: 3, default: .int64)
            }, "A tensor of integers from low to before high."
        ),
        (
            NativeFunction("randperm", "n, *, generator=None, dtype=None, device=None") { call in
                let dtype = try call[2].map { try ApusPython.dtype($0) } ?? .int64
                return try tensorGenerator(call[1]).order(of: integer(call.required(0), "n"), dtype, device(call[3])).newReference()
            }, "A tensor of the integers before n in random order."
        ),
        (
            NativeFunction("bernoulli", "input, *, generator=None") { call in
                try tensorGenerator(call[1]).tensor(probabilities: faceValue(call.required(0))).newReference()
            }, "A tensor of ones with the probabilities that the elements say, else zeros."
        ),
    ]
}

/// The methods of a tensor that write random numbers over it.
func randomMethods() -> [(NativeFunction, String)] {
    func method(
        _ name: String, _ parameters: String, defaults: [Double], _ documentation: String,
        _ request: @escaping ([Double]) -> RandomRequest
    ) -> (NativeFunction, String) {
        let function = NativeFunction(name, "self, \(parameters), *, generator=None") { call in
            let values = try defaults.indices.map {
                try double(call[$0 + 1], call.signature.items[$0 + 1].name, default: defaults[$0])
            }
            try tensorGenerator(call[defaults.count + 1]).overwrite(
                content(call.required(0), as: Tensor.self), request(values), name)
            return retained(call.required(0))
        }
        return (function, documentation)
    }
    return [
        method("uniform_", "low=0.0, high=1.0", defaults: [0, 1], "Writes numbers in [low, high) over the elements.") {
            .uniform(low: $0[0], high: $0[1])
        },
        method("normal_", "mean=0.0, std=1.0", defaults: [0, 1], "Writes numbers from a normal law over the elements.") {
            .normal(mean: $0[0], std: $0[1])
        },
        method("exponential_", "lambd=1.0", defaults: [1], "Writes numbers from an exponential law over the elements.") {
            .decay(rate: $0[0])
        },
        method("bernoulli_", "p=0.5", defaults: [0.5], "Writes one with probability p, else zero, over the elements.") {
            .bernoulli($0[0])
        },
    ]
}
