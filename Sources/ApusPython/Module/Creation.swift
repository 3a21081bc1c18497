internal import Apus
internal import ApusCore
internal import CPython

// The functions that make arrays. `tensor=True` makes a tensor, with PyTorch's default dtypes, where an array is made else.

/// The options that the functions share: the last items of their signatures.
private struct Options {
    let isTensor: Bool
    let dtype: DType?
    let device: Device
    private let requiresGrad: Bool

    static let parameters = "dtype=None, device=None, tensor=False, requires_grad=False"

    /// Reads the items from `first` on.
    init(_ call: Call, from first: Int) throws {
        dtype = try call[first].map { try ApusPython.dtype($0) }
        device = try ApusPython.device(call[first + 1])
        requiresGrad = try call[first + 3].map { try boolean($0, "requires_grad") } ?? false
        isTensor = try call[first + 2].map { try boolean($0, "tensor") } ?? requiresGrad
        if !isTensor && device != .cpu {
            throw PythonError(class: Exceptions.conversion, "an Array is in host memory; a Tensor can be on device \(device)")
        }
    }

    var world: World { isTensor ? .torch : .numpy }

    /// The object around new elements.
    func new(_ value: Strided) throws -> Reference {
        guard isTensor else { return try NDArray(value: value).newReference() }
        let tensor = try Tensor(value: value).to(device: device)
        if requiresGrad { try tensor.setRequiresGrad(true) }
        return try tensor.newReference()
    }
}

private func filled(_ shape: Dims, _ number: Scalar, _ options: Options) throws -> Reference {
    let dtype = options.dtype ?? options.world.defaultFloat
    try ApusPython.checkFits(number, in: dtype)
    let value = try Strided.empty(shape, dtype, on: options.device)
    try unlocked(value.count >= unlockingCount) { try options.device.backend.fill(value, with: number) }
    return try options.new(value)
}

private func real(_ object: Reference, _ name: String) throws -> Scalar {
    guard let number = try number(object) else {
        throw PythonError.type("argument '\(name)' must be a number, not \(typeName(object))")
    }
    if case .complex = number { throw PythonError.type("argument '\(name)' must be a real number, not complex") }
    return number
}

func creationFunctions() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction("asarray", "obj, /, *, dtype=None, device=None, copy=None, tensor=False, requires_grad=False") {
                call in
                var request = ArrayRequest(
                    dtype: try call[1].map { try dtype($0) }, copy: try call[3].map { try boolean($0, "copy") }, device: nil)
                let requiresGrad = try call[5].map { try boolean($0, "requires_grad") } ?? false
                if call[2] != nil { request.device = try device(call[2]) }
                guard try call[4].map({ try boolean($0, "tensor") }) ?? requiresGrad else {
                    if isArray(call.required(0)), let same = try same(call.required(0), request) { return same }
                    return try (request.array(call.required(0)) as NDArray).newReference()
                }
                let made: Tensor = try request.array(call.required(0))
                if requiresGrad {
                    let leaf = made.isLeaf ? made : made.detach()
                    try leaf.setRequiresGrad(true)
                    return try leaf.newReference()
                }
                return try made.newReference()
            }, "An array of anything that can be one: numbers, nested sequences, arrays of other libraries without a copy."
        ),
        (
            NativeFunction("from_dlpack", "x, /, *, device=None, copy=None, tensor=None") { call in
                let x = call.required(0)
                let wantsTensor = try call[3].map { try boolean($0, "tensor") } ?? concernsTensor(x)
                if call[1] != nil, try device(call[1]) != .cpu {
                    throw PythonError.buffer("from_dlpack: memory of the host cannot go to another device without a copy")
                }
                guard PyObject_HasAttrString(x, "__dlpack__") != 0 else {
                    throw PythonError.type("from_dlpack: \(typeName(x)) has no __dlpack__")
                }
                let value = try dlpackArray(x, copy: call[2].map { try boolean($0, "copy") })
                return wantsTensor ? try Tensor(value: value).newReference() : try NDArray(value: value).newReference()
            }, "An array over the memory of another library's array, through DLPack: a Tensor of a tensor, else an Array."
        ),
        (
            NativeFunction("empty", "shape, *, \(Options.parameters)") { call in
                let options = try Options(call, from: 1)
                let shape = try Dims(integers(call.required(0), "shape"))
                return try options.new(.empty(shape, options.dtype ?? options.world.defaultFloat, on: options.device))
            }, "An array whose elements are undefined until they are written."
        ),
        (
            NativeFunction("zeros", "shape, *, \(Options.parameters)") { call in
                try filled(Dims(integers(call.required(0), "shape")), .int(0), Options(call, from: 1))
            }, "An array of zeros."
        ),
        (
            NativeFunction("ones", "shape, *, \(Options.parameters)") { call in
                try filled(Dims(integers(call.required(0), "shape")), .int(1), Options(call, from: 1))
            }, "An array of ones."
        ),
        (
            NativeFunction("full", "shape, fill_value, *, \(Options.parameters)") { call in
                let options = try Options(call, from: 2)
                guard let number = try number(call.required(1)) else {
                    throw PythonError.type("full: fill_value must be a number, not \(typeName(call.required(1)))")
                }
                let dtype = options.dtype ?? options.world.dtype(of: number)
                try ApusPython.checkFits(number, in: dtype)
                let shape = try Dims(integers(call.required(0), "shape"))
                let value = try Strided.empty(shape, dtype, on: options.device)
                try options.device.backend.fill(value, with: number)
                return try options.new(value)
            }, "An array of one number, by default of the number's kind."
        ),
        (
            NativeFunction("arange", "start, /, stop=None, step=1, *, \(Options.parameters)") { call in
                let options = try Options(call, from: 3)
                let first = try real(call.required(0), "start")
                let last = try call[1].map { try real($0, "stop") }
                let step = try call[2].map { try real($0, "step") } ?? .int(1)
                let range = Arange(start: last == nil ? .int(0) : first, stop: last ?? first, step: step)
                return try options.new(range.make(options.dtype ?? range.dtype(options.world), options.world))
            }, "The evenly spaced numbers from start to before stop."
        ),
        (
            NativeFunction("linspace", "start, stop, /, num=50, *, \(Options.parameters), endpoint=True") { call in
                let options = try Options(call, from: 3)
                let range = Linspace(
                    start: try real(call.required(0), "start").doubleValue, stop: try real(call.required(1), "stop").doubleValue,
                    count: try call[2].map { try integer($0, "num") } ?? 50,
                    endpoint: try call[7].map { try boolean($0, "endpoint") } ?? true)
                return try options.new(range.make(options.dtype ?? options.world.defaultFloat, options.world))
            }, "num evenly spaced numbers from start to stop."
        ),
        (
            NativeFunction("eye", "n_rows, n_cols=None, /, *, k=0, \(Options.parameters)") { call in
                let options = try Options(call, from: 3)
                return try eye(
                    integer(call.required(0), "n_rows"), call[1].map { try integer($0, "n_cols") },
                    call[2].map { try integer($0, "k") } ?? 0, options)
            }, "A matrix with ones on a diagonal and zeros elsewhere."
        ),
    ]
}

/// The object itself, where `asarray` would give another one around the same array.
private func same(_ object: Reference, _ request: ArrayRequest) throws -> Reference? {
    let array = content(object, as: NDArray.self)
    guard request.copy != true, request.dtype == nil || request.dtype == array.dtype,
        request.device == nil || request.device == .cpu
    else { return nil }
    return retained(object)
}

private func eye(_ rows: Int, _ columns: Int?, _ k: Int, _ options: Options) throws -> Reference {
    let columns = columns ?? rows
    let value = try Strided.empty([rows, columns], options.dtype ?? options.world.defaultFloat, on: options.device)
    let backend = try options.device.backend
    try backend.fill(value, with: .int(0))
    let isOutside = k >= columns || k <= -rows
    let length = isOutside ? 0 : min(rows - max(0, -k), columns - max(0, k))
    if length > 0 {
        let offset = max(0, -k) * columns + max(0, k)
        try backend.fill(value.view(Layout(shape: [length], strides: [columns + 1], offset: offset)), with: .int(1))
    }
    return try options.new(value)
}
