internal import Apus
internal import ApusCore
internal import CApusKernels
internal import CPython

/// Makes the type `Tensor`.
func registerTensorType(in module: Reference) throws {
    let new: @convention(c) (Reference?, Reference?, Reference?) -> Reference? = { type, arguments, keywords in
        guarded { try newFromElements(type!, arguments!, keywords) }
    }
    let properties = sharedProperties() + tensorProperties()
    let documentation = """
        Tensor(obj, dtype=None, copy=None)
        --

        An n-dimensional array on a device, with automatic differentiation and PyTorch's conventions.
        """
    Types.tensor = try newType(
        "Tensor", flags: typeIsBase | typeIsImmutable, base: Types.base,
        slots: operatorSlots() + valueSlots() + [
            (Int(Py_tp_new), unsafeBitCast(new, to: UnsafeMutableRawPointer.self)),
            (Int(Py_tp_hash), unsafeBitCast(identityHash, to: UnsafeMutableRawPointer.self)),
            (Int(Py_tp_getset), propertyTable(properties)),
            (Int(Py_tp_methods), methodTable(try definitions(tensorMethods() + randomMethods() + hookMethods() + sharedMethods(), properties))),
            (Int(Py_tp_doc), UnsafeMutableRawPointer(mutating: permanent(documentation))),
        ], in: module)
}

/// What calling `Tensor` does: a tensor of anything that can be one.
private func newFromElements(_ type: Reference, _ arguments: Reference, _ keywords: Reference?) throws -> Reference {
    let items = (0..<PyTuple_Size(arguments)).map { PyTuple_GetItem(arguments, $0)! }
    let isPlain = keywords == nil || PyDict_Size(keywords) == 0
    guard items.count >= 1, items.count <= 3, isPlain || items.count == 1 else {
        throw PythonError.type("Tensor() takes obj, dtype=None, copy=None")
    }
    var wanted = items.count > 1 ? items[1] : nil
    var copy = items.count > 2 ? items[2] : nil
    if let keywords {
        var position = 0
        var key: Reference?, value: Reference?
        while PyDict_Next(keywords, &position, &key, &value) != 0 {
            switch try text(key!) {
            case "dtype": wanted = value
            case "copy": copy = value
            case let name: throw PythonError.type("unexpected keyword argument '\(name)'")
            }
        }
    }
    let request = ArrayRequest(
        dtype: try wanted.flatMap { isNone($0) ? nil : try dtype($0) },
        copy: try copy.flatMap { isNone($0) ? nil : try boolean($0, "copy") }, device: nil)
    let made: Tensor = try request.array(items[0])
    return type == Tensor.pythonType ? try made.newReference() : try newDerived(type, made)
}

private func tensor(_ object: Reference) -> Tensor { content(object, as: Tensor.self) }

/// A tensor argument.
func tensorArgument(_ object: Reference, _ name: String) throws -> Tensor {
    guard isTensor(object) else { throw PythonError.type("argument '\(name)' must be a Tensor, not \(typeName(object))") }
    return content(object, as: Tensor.self)
}

private func tensorProperties() -> [Property] {
    [
        Property(
            "requires_grad", "Whether gradients flow to this tensor.", get: { newBool(tensor($0).requiresGrad) },
            set: { me, value in
                guard let value else { throw PythonError.type("requires_grad cannot be deleted") }
                try tensor(me).setRequiresGrad(boolean(value, "requires_grad"))
            }),
        Property(
            "grad", "The gradient that backward() collected, or None.",
            get: { try tensor($0).grad?.newReference() ?? newNone() },
            set: { me, value in try setGradient(tensor(me), value) }),
        Property("is_leaf", "Whether the user made this tensor, rather than a recorded operation.") {
            newBool(tensor($0).isLeaf)
        },
        Property("grad_fn", "The name of the operation that made this tensor, or None.") {
            try tensor($0).gradFunction.map { try newString($0) } ?? newNone()
        },
        Property("retains_grad", "Whether retain_grad() was called.") { newBool(tensor($0).retainsGrad) },
        Property("data", "The same memory without history.") { try tensor($0).detach().newReference() },
    ]
}

private func setGradient(_ me: Tensor, _ value: Reference?) throws {
    guard let value, !isNone(value) else {
        me.grad = nil
        return
    }
    let gradient = try tensorArgument(value, "grad")
    guard me.requiresGrad, me.isLeaf else {
        throw PythonError(apus_python.PyExc_RuntimeError, "grad can be set on a leaf that requires a gradient only")
    }
    guard gradient.shape == me.shape, gradient.dtype == me.dtype, gradient.device == me.device else {
        throw PythonError(
            class: Exceptions.shape,
            "grad: shape \(gradient.shape) and dtype \(gradient.dtype) for a tensor of \(me.shape) and \(me.dtype)")
    }
    me.grad = gradient
}

/// `float()`, `long()` and their like.
private func castMethods() -> [(NativeFunction, String)] {
    let names: [(String, DType)] = [
        ("float", .float32), ("double", .float64), ("half", .float16), ("bool", .bool), ("char", .int8), ("short", .int16),
        ("int", .int32), ("long", .int64),
    ]
    return names.map { name, dtype in
        let function = NativeFunction(name, "self, /") { call in
            let me = call.required(0)
            return tensor(me).dtype == dtype ? retained(me) : try tableCall("astype", me, ["dtype": .dtype(dtype)])
        }
        return (function, "The tensor with \(dtype) elements: itself if it has them.")
    }
}

private func tensorMethods() -> [(NativeFunction, String)] {
    castMethods() + [
        (
            NativeFunction("view", "self, /, *shape") { call in
                let me = call.required(0)
                let made = try tableCall("reshape", me, ["shape": .integers(sizes(call))])
                guard tensor(made).value.storage === tensor(me).value.storage else {
                    Py_DecRef(made)
                    throw PythonError(
                        class: Exceptions.shape, "view: the strides of this tensor do not allow the shape; use reshape()")
                }
                return made
            }, "The elements in another shape, always sharing memory."
        ),
        (
            NativeFunction("expand", "self, /, *sizes") { call in
                let me = call.required(0)
                var wanted = try sizes(call)
                let own = tensor(me).shape
                for index in wanted.indices where wanted[index] == -1 {
                    let axis = own.count - (wanted.count - index)
                    if axis >= 0 { wanted[index] = own[axis] }
                }
                return try tableCall("broadcast", me, ["shape": .integers(wanted)])
            }, "A view repeated to a larger shape; -1 keeps a size."
        ),
        (
            NativeFunction("contiguous", "self, /") { call in
                let me = call.required(0)
                return tensor(me).isContiguous ? retained(me) : try copied(me)
            }, "The tensor in row-major memory: itself if it is."
        ),
        (
            NativeFunction("t", "self, /") { call in
                let rank = tensor(call.required(0)).rank
                guard rank <= 2 else { throw PythonError(class: Exceptions.shape, "t: two axes at most, not \(rank)") }
                return try tableCall("transpose", call.required(0), ["axes": .integers(Array((0..<rank).reversed()))])
            }, "A view with the two axes of a matrix exchanged."
        ),
        (
            NativeFunction("backward", "self, gradient=None, retain_graph=None, create_graph=False") { call in
                let root = tensor(call.required(0))
                let seed = try call[1].map { try tensorArgument($0, "gradient") }
                let retain = try call[2].map { try boolean($0, "retain_graph") }
                let create = try call[3].map { try boolean($0, "create_graph") } ?? false
                try withDifferentiation { () throws(ApusError) in
                    try Autograd.backward([root], seeds: [seed], retainGraph: retain, createGraph: create)
                }
                return newNone()
            }, "Computes the gradients of this tensor with respect to the leaves it came from, and adds them to their grad."
        ),
        (
            NativeFunction("detach", "self, /") { call in try tensor(call.required(0)).detach().newReference() },
            "The same memory without history."
        ),
        (
            NativeFunction("clone", "self, /") { call in try copied(call.required(0)) }, "A copy through which gradients flow."
        ),
        (
            NativeFunction("requires_grad_", "self, requires_grad=True") { call in
                try tensor(call.required(0)).setRequiresGrad(call[1].map { try boolean($0, "requires_grad") } ?? true)
                return retained(call.required(0))
            }, "Sets requires_grad and gives the tensor."
        ),
        (
            NativeFunction("retain_grad", "self, /") { call in
                guard tensor(call.required(0)).requiresGrad else {
                    throw PythonError(apus_python.PyExc_RuntimeError, "retain_grad: the tensor does not require a gradient")
                }
                tensor(call.required(0)).retainGrad()
                return newNone()
            }, "Keeps the gradient of this result of an operation in grad too."
        ),
        (
            NativeFunction("to", "self, /, *args, dtype=None, device=None, copy=False") { call in try converted(call) },
            "The tensor with another dtype, on another device, or both: itself if it is like that already."
        ),
        (
            NativeFunction("cpu", "self, /") { call in try transferred(call.required(0), to: .cpu) },
            "The tensor in host memory: itself if it is there."
        ),
        (
            NativeFunction("numpy", "self, /") { call in try newNumPyArray(call.required(0), dtype: nil, copy: nil) },
            "A NumPy array that shares the memory."
        ),
        (
            NativeFunction("array", "self, /") { call in try NDArray(tensor(call.required(0))).newReference() },
            "The Array that shares the memory."
        ),
        (
            NativeFunction("size", "self, dim=None, /") { call in
                let shape = tensor(call.required(0)).shape
                guard let axis = call[1] else { return try newTuple(shape) }
                return try newInt(shape[normalizedAxis(integer(axis, "dim"), rank: shape.count, "size")])
            }, "The shape, or the size of one axis."
        ),
        (
            NativeFunction("numel", "self, /") { call in try newInt(tensor(call.required(0)).count) },
            "The number of elements."
        ),
        (
            NativeFunction("dim", "self, /") { call in try newInt(tensor(call.required(0)).rank) }, "The number of axes."
        ),
        (
            NativeFunction("element_size", "self, /") { call in try newInt(tensor(call.required(0)).dtype.size) },
            "The number of bytes that one element takes."
        ),
        (
            NativeFunction("permute", "self, /, *dims") { call in
                try tableCall("transpose", call.required(0), ["axes": .integers(sizes(call))])
            }, "A view with the axes in another order."
        ),
        (
            NativeFunction("fill_", "self, value, /") { call in
                try fill(call.required(0), call.required(1))
                return retained(call.required(0))
            }, "Writes one number over every element."
        ),
        (
            NativeFunction("zero_", "self, /") { call in
                try Tensor.overwrite(tensor(call.required(0)), filling: .int(0))
                return retained(call.required(0))
            }, "Writes zero over every element."
        ),
        (
            NativeFunction("copy_", "self, source, /") { call in
                let source: Tensor = try faceValue(call.required(1))
                try Tensor.overwrite(tensor(call.required(0)), from: source)
                return retained(call.required(0))
            }, "Writes another tensor, broadcast and cast, over the elements."
        ),
    ]
}

/// `to`: dtypes and devices in any order.
private func converted(_ call: Call) throws -> Reference {
    var wantedType = try call[2].map { try dtype($0) }
    var wantedDevice = try call[3].map { try device($0) }
    let copies = try call[4].map { try boolean($0, "copy") } ?? false
    for object in call.rest {
        if isTensor(object) {
            wantedType = tensor(object).dtype
            wantedDevice = tensor(object).device
        } else if isString(object), let named = try? Device(named: text(object)) {
            wantedDevice = named
        } else if let type = try? dtype(object) {
            wantedType = type
        } else {
            PyErr_Clear()
            wantedDevice = try device(object)
        }
    }
    let me = call.required(0)
    var result = retained(me)
    if let wantedDevice, wantedDevice != tensor(result).device {
        let old = result
        defer { Py_DecRef(old) }
        result = try transferred(old, to: wantedDevice)
    }
    if let wantedType, wantedType != tensor(result).dtype {
        let old = result
        defer { Py_DecRef(old) }
        result = try tableCall("astype", old, ["dtype": .dtype(wantedType)])
    }
    if copies && result == me {
        Py_DecRef(result)
        return try copied(me)
    }
    return result
}
