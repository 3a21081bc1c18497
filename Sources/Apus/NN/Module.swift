/// A part of a network: parameters, buffers and further modules, declared as stored properties. PyTorch's
/// `torch.nn.Module`.
///
/// ```swift
/// final class Classifier: Module, Layer {
///     let hidden = Linear(784, 128)
///     let output = Linear(128, 10)
///     func callAsFunction(_ x: Tensor) -> Tensor { output(hidden(x).relu()) }
/// }
/// ```
///
/// Properties marked `@Parameter` and `@Buffer`, properties that are modules, and arrays of modules are found by
/// reflection, in the order of declaration. Their names in a `stateDict()` are PyTorch's: `hidden.weight`,
/// `layers.0.bias`, and `running_mean` for a property `runningMean`.
open class Module {
    /// Whether the module is in training mode, in which dropout drops and batch normalisation learns its statistics.
    public private(set) var isTraining = true

    public init() {}

    /// Sets training mode, here and in all submodules: `module.train()`.
    @discardableResult
    public func train(_ training: Bool = true) -> Self {
        for (_, module) in namedModules() { module.isTraining = training }
        return self
    }

    /// Sets evaluation mode, here and in all submodules: `module.eval()`.
    @discardableResult
    public func eval() -> Self { train(false) }

    /// The modules right below this one, by their names: `named_children()`. These are the stored properties that are
    /// modules or arrays of modules; a subclass may give them other names.
    open func namedChildren() -> [(name: String, module: Module)] {
        var result: [(String, Module)] = []
        forEachProperty { name, value in
            if let module = value as? Module {
                result.append((name, module))
            } else if let modules = value as? [Module] {
                for (index, module) in modules.enumerated() { result.append(("\(name).\(index)", module)) }
            }
        }
        return result
    }
}

/// A module that maps one tensor to one tensor, so that it can stand in a `Sequential`.
public protocol Layer: Module {
    func callAsFunction(_ x: Tensor) -> Tensor
}

// MARK: - Walking

extension Module {
    /// The tensors among the stored properties, by their names: parameters, then buffers.
    var ownTensors: [(name: String, tensor: any ModuleTensor)] {
        var parameters: [(String, any ModuleTensor)] = [], buffers: [(String, any ModuleTensor)] = []
        func add(_ name: String, _ tensor: any ModuleTensor) {
            let entry = (tensor.key ?? name, tensor)
            if tensor.isParameter { parameters.append(entry) } else { buffers.append(entry) }
        }
        forEachProperty { name, value in
            if let tensor = value as? any ModuleTensor {
                add(name, tensor)
            } else if let tensors = value as? [any ModuleTensor] {
                for (index, tensor) in tensors.enumerated() { add("\(name).\(index)", tensor) }
            }
        }
        return parameters + buffers
    }

    /// Calls `body` with each stored property, those of superclasses first, by its name in PyTorch.
    fileprivate func forEachProperty(_ body: (String, Any) -> Void) {
        var mirrors: [Mirror] = []
        var next: Mirror? = Mirror(reflecting: self)
        while let mirror = next {
            mirrors.append(mirror)
            next = mirror.superclassMirror
        }
        for mirror in mirrors.reversed() {
            for child in mirror.children {
                guard let label = child.label else { continue }
                body(snakeCase(label.hasPrefix("_") ? String(label.dropFirst()) : label), unwrapped(child.value))
            }
        }
    }

    /// All modules below this one and itself, parents first: `named_modules()`. A module that is reached twice is
    /// listed once.
    public func namedModules() -> [(name: String, module: Module)] {
        var seen: Set<ObjectIdentifier> = []
        var result: [(String, Module)] = []
        visit("") { name, module in
            guard seen.insert(ObjectIdentifier(module)).inserted else { return false }
            result.append((name, module))
            return true
        }
        return result
    }

    /// Every tensor of the module and those below it, by its full name. Shared ones are listed under each name.
    func namedTensors() -> [(name: String, tensor: any ModuleTensor)] {
        var result: [(String, any ModuleTensor)] = []
        visit("") { prefix, module in
            for (name, tensor) in module.ownTensors { result.append((joined(prefix, name), tensor)) }
            return true
        }
        return result
    }

    /// Walks down as long as `body`, called with a module and its full name, says so.
    private func visit(_ name: String, _ body: (String, Module) -> Bool) {
        guard body(name, self) else { return }
        for (child, module) in namedChildren() { module.visit(joined(name, child), body) }
    }

    /// The parameters by their full names, each once: `named_parameters()`.
    public func namedParameters() -> [(name: String, parameter: Tensor)] { named(parameters: true) }

    /// The parameters, each once: `parameters()`.
    public func parameters() -> [Tensor] { namedParameters().map(\.parameter) }

    /// The buffers by their full names, each once: `named_buffers()`.
    public func namedBuffers() -> [(name: String, buffer: Tensor)] { named(parameters: false) }

    private func named(parameters: Bool) -> [(String, Tensor)] {
        var seen: Set<ObjectIdentifier> = []
        return namedTensors().compactMap { name, held in
            guard held.isParameter == parameters, let tensor = held.place.tensor,
                seen.insert(ObjectIdentifier(tensor)).inserted
            else { return nil }
            return (name, tensor)
        }
    }

    /// Drops the gradients of all parameters: `zero_grad()`.
    public func zeroGrad() {
        for parameter in parameters() { parameter.grad = nil }
    }

    /// Says whether the parameters require gradients: `requires_grad_()`.
    @discardableResult
    public func requiresGrad(_ wanted: Bool) -> Self {
        for parameter in parameters() { parameter.requiresGrad = wanted }
        return self
    }

    /// Moves parameters, their gradients and buffers to a device, and floating-point ones to a dtype: `module.to()`. The
    /// tensors stay the same objects, so optimizers and other modules that share them go on with them. Throws, and
    /// changes nothing, if the device is not available.
    @discardableResult
    public func to(device: Device? = nil, dtype: DType? = nil) throws(ApusError) -> Self {
        var moves: [(tensor: Tensor, value: Strided, gradient: Tensor?)] = []
        var seen: Set<ObjectIdentifier> = []
        for (_, held) in namedTensors() {
            guard let tensor = held.place.tensor, seen.insert(ObjectIdentifier(tensor)).inserted else { continue }
            let gradient = try tensor.grad.map { gradient throws(ApusError) in try gradient.moved(device, dtype) }
            moves.append((tensor, try tensor.detach().moved(device, dtype).value, gradient))
        }
        for (tensor, value, gradient) in moves {
            tensor.value = value
            if gradient != nil { tensor.grad = gradient }
        }
        return self
    }
}

extension Tensor {
    fileprivate func moved(_ device: Device?, _ dtype: DType?) throws(ApusError) -> Tensor {
        let there = try device.map { device throws(ApusError) in try to(device: device) } ?? self
        guard let dtype, self.dtype.isFloatingPoint, self.dtype != dtype else { return there }
        return try .apply(Cast(dtype: dtype), there)
    }
}

private func joined(_ prefix: String, _ name: String) -> String { prefix.isEmpty ? name : "\(prefix).\(name)" }

private func unwrapped(_ value: Any) -> Any {
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle == .optional else { return value }
    return mirror.children.first?.value ?? ()
}
