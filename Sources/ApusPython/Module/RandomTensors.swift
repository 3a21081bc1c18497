internal import Apus
internal import ApusCore
internal import CPython

// Functions that make random tensors, and methods that write random numbers over them.

private func double(_ object: Reference?, _ name: String, default fallback: Double) throws -> Double {
    guard let object else { return fallback }
    guard let number = try number(object) else {
        throw PythonError.type("argument '\(name)' must be a number, not \(typeName(object))")
    }
    if case .complex = number { throw PythonError.type("argument '\(name)' must be a real number, not complex") }
    return number.doubleValue
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
    streamFunctions() + [
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
                return try newTensor(call, request, size(call.required(2)), options: 3, default: .int64)
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
        (
            NativeFunction("multinomial", "input, num_samples, replacement=False, *, generator=None") { call in
                try tensorGenerator(call[3]).categories(
                    faceValue(call.required(0)), integer(call.required(1), "num_samples"),
                    replacing: call[2].map { try boolean($0, "replacement") } ?? false
                ).newReference()
            }, "Indices of categories that are drawn with the weights that the elements are."
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
        method("geometric_", "p", defaults: [0.5], "Writes which trial is the first to succeed over the elements.") {
            .geometric($0[0])
        },
        method("cauchy_", "median=0.0, sigma=1.0", defaults: [0, 1], "Writes numbers from the Cauchy law over the elements.") {
            .cauchy(median: $0[0], sigma: $0[1])
        },
        method("log_normal_", "mean=1.0, std=2.0", defaults: [1, 2], "Writes exponentials of normal numbers over the elements.") {
            .logNormal(mean: $0[0], std: $0[1])
        },
        method("bernoulli_", "p=0.5", defaults: [0.5], "Writes one with probability p, else zero, over the elements.") {
            .bernoulli($0[0])
        },
    ]
}
