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
}

/// A module that maps one tensor to one tensor, so that it can stand in a `Sequential`.
public protocol Layer: Module {
    func callAsFunction(_ x: Tensor) -> Tensor
}

// MARK: - Tensors of a module

/// The place of a module's tensor, shared by all who found it, so that loading and moving can replace what is there.
public final class TensorPlace {
    public internal(set) var tensor: Tensor?
    init(_ tensor: Tensor?) { self.tensor = tensor }
}

/// A property wrapper that holds a tensor of a module.
public protocol ModuleTensor {
    var place: TensorPlace { get }
    /// The name in a state dictionary, if it is not made from the property's.
    var key: String? { get }
    /// Whether an optimizer changes it.
    var isParameter: Bool { get }
    /// Whether `stateDict()` holds it.
    var isPersistent: Bool { get }
}

extension Module {
    /// Marks a property of a module as a parameter, a tensor that an optimizer changes: `torch.nn.Parameter`. What is put
    /// there is made a leaf that requires a gradient. The property's type is `Tensor`, or `Tensor?` for a parameter that a
    /// configuration may leave out.
    @propertyWrapper
    public struct Parameter<Value>: ModuleTensor {
        public let place: TensorPlace
        public let key: String?
        public var isParameter: Bool { true }
        public var isPersistent: Bool { true }

        public var wrappedValue: Value {
            get { place.tensor as! Value }
            nonmutating set { place.tensor = (newValue as! Tensor?)?.asParameter() }
        }
    }
}

extension Module.Parameter where Value == Tensor {
    public init(wrappedValue: Tensor, key: String? = nil) {
        place = TensorPlace(wrappedValue.asParameter())
        self.key = key
    }

    public var wrappedValue: Tensor {
        get { place.tensor! }
        nonmutating set { place.tensor = newValue.asParameter() }
    }
}

extension Module.Parameter where Value == Tensor? {
    public init(wrappedValue: Tensor?, key: String? = nil) {
        place = TensorPlace(wrappedValue?.asParameter())
        self.key = key
    }

    public var wrappedValue: Tensor? {
        get { place.tensor }
        nonmutating set { place.tensor = newValue?.asParameter() }
    }
}

extension Module {
    /// Marks a property of a module as a buffer: state that is saved and moved with the module but that no optimizer
    /// changes, such as running statistics. `torch.nn.Module.register_buffer`.
    @propertyWrapper
    public struct Buffer<Value>: ModuleTensor {
        public let place: TensorPlace
        public let key: String?
        public var isParameter: Bool { false }
        public let isPersistent: Bool

        public var wrappedValue: Value {
            get { place.tensor as! Value }
            nonmutating set { place.tensor = newValue as! Tensor? }
        }
    }
}

extension Module.Buffer where Value == Tensor {
    public init(wrappedValue: Tensor, key: String? = nil, persistent: Bool = true) {
        place = TensorPlace(wrappedValue)
        self.key = key
        isPersistent = persistent
    }

    public var wrappedValue: Tensor {
        get { place.tensor! }
        nonmutating set { place.tensor = newValue }
    }
}

extension Module.Buffer where Value == Tensor? {
    public init(wrappedValue: Tensor?, key: String? = nil, persistent: Bool = true) {
        place = TensorPlace(wrappedValue)
        self.key = key
        isPersistent = persistent
    }

    public var wrappedValue: Tensor? {
        get { place.tensor }
        nonmutating set { place.tensor = newValue }
    }
}

extension Tensor {
    /// A leaf that requires a gradient: this tensor if it is one, else one that shares its memory.
    fileprivate func asParameter() -> Tensor {
        isLeaf && requiresGrad ? self : detach().requiringGrad(dtype.isInexact)
    }
}

// MARK: - Walking

extension Module {
    /// The modules among the stored properties, by their names.
    var children: [(name: String, module: Module)] {
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

    /// The tensors among the stored properties, by their names.
    var ownTensors: [(name: String, tensor: any ModuleTensor)] {
        var result: [(String, any ModuleTensor)] = []
        forEachProperty { name, value in
            if let tensor = value as? any ModuleTensor { result.append((tensor.key ?? name, tensor)) }
        }
        return result
    }

    private func forEachProperty(_ body: (String, Any) -> Void) {
        var mirrors: [Mirror] = []
        var next: Mirror? = Mirror(reflecting: self)
        while let mirror = next {
            mirrors.append(mirror)
            next = mirror.superclassMirror
        }
        for mirror in mirrors.reversed() {
            for child in mirror.children {
                guard let label = child.label else { continue }
                let value = unwrapped(child.value)
                let name = label.hasPrefix("_") ? String(label.dropFirst()) : label
                body((value as? any NamedModule)?.key ?? snakeCase(name), value)
            }
        }
    }

    /// All modules below this one and itself, parents first: `named_modules()`. A module that is reached twice is
    /// listed once.
    public func namedModules() -> [(name: String, module: Module)] {
        var seen: Set<ObjectIdentifier> = []
        var result: [(String, Module)] = []
        func visit(_ module: Module, _ prefix: String) {
            guard seen.insert(ObjectIdentifier(module)).inserted else { return }
            result.append((prefix, module))
            for (name, child) in module.children { visit(child, prefix.isEmpty ? name : "\(prefix).\(name)") }
        }
        visit(self, "")
        return result
    }

    /// Every tensor of the module and those below it, by its full name. Shared ones are listed under each name.
    func namedTensors() -> [(name: String, tensor: any ModuleTensor)] {
        var result: [(String, any ModuleTensor)] = []
        for (prefix, module) in namedModules() {
            for (name, tensor) in module.ownTensors {
                result.append((prefix.isEmpty ? name : "\(prefix).\(name)", tensor))
            }
        }
        return result
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

    /// Moves parameters and buffers to a device, and floating-point ones to a dtype: `module.to()`. An optimizer must
    /// be made afterwards. Throws if the device is not available.
    @discardableResult
    public func to(device: Device? = nil, dtype: DType? = nil) throws(ApusError) -> Self {
        for (_, held) in namedTensors() {
            guard let tensor = held.place.tensor else { continue }
            var moved = tensor.detach()
            if let device { moved = try moved.to(device: device) }
            if let dtype, tensor.dtype.isFloatingPoint { moved = moved.astype(dtype) }
            if moved.value.storage === tensor.value.storage { continue }
            held.place.tensor = held.isParameter ? moved.requiringGrad(tensor.requiresGrad) : moved
        }
        return self
    }
}

/// A module that goes by another name in state dictionaries than the property it is stored in.
public protocol NamedModule: Module {
    var key: String { get }
}

private func unwrapped(_ value: Any) -> Any {
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle == .optional else { return value }
    return mirror.children.first?.value ?? ()
}

/// `runningMean` as PyTorch writes it: `running_mean`.
func snakeCase(_ name: String) -> String {
    var result = ""
    for character in name {
        if character.isUppercase { result += "_" }
        result += character.lowercased()
    }
    return result
}
