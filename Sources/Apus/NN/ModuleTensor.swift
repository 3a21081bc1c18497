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

/// The type of a module's tensor property: `Tensor`, or `Tensor?` for one that a configuration may leave out.
public protocol TensorProperty {
    /// The property's value for what its place holds.
    static func of(_ place: TensorPlace) -> Self
    /// What the place holds for this value.
    var forPlace: Tensor? { get }
}

extension Tensor: TensorProperty {
    public static func of(_ place: TensorPlace) -> Tensor { place.tensor! }
    public var forPlace: Tensor? { self }
}

extension Tensor?: TensorProperty {
    public static func of(_ place: TensorPlace) -> Tensor? { place.tensor }
    public var forPlace: Tensor? { self }
}

extension Module {
    /// Marks a property of a module as a parameter, a tensor that an optimizer changes: `torch.nn.Parameter`. What is put
    /// there is made a leaf that requires a gradient.
    @propertyWrapper
    public struct Parameter<Value: TensorProperty>: ModuleTensor {
        public let place: TensorPlace
        public let key: String?
        public var isParameter: Bool { true }
        public var isPersistent: Bool { true }

        public init(wrappedValue: Value, key: String? = nil) {
            place = TensorPlace(wrappedValue.forPlace?.asParameter())
            self.key = key
        }

        public var wrappedValue: Value {
            get { .of(place) }
            nonmutating set { place.tensor = newValue.forPlace?.asParameter() }
        }
    }

    /// Marks a property of a module as a buffer: state that is saved (if it is persistent) and moved with the module but
    /// that no optimizer changes, such as running statistics. `torch.nn.Module.register_buffer`.
    @propertyWrapper
    public struct Buffer<Value: TensorProperty>: ModuleTensor {
        public let place: TensorPlace
        public let key: String?
        public var isParameter: Bool { false }
        public let isPersistent: Bool

        public init(wrappedValue: Value, key: String? = nil, persistent: Bool = true) {
            place = TensorPlace(wrappedValue.forPlace)
            self.key = key
            isPersistent = persistent
        }

        public var wrappedValue: Value {
            get { .of(place) }
            nonmutating set { place.tensor = newValue.forPlace }
        }
    }
}

extension Tensor {
    /// A leaf that requires a gradient: this tensor if it is one, else one that shares its memory.
    fileprivate func asParameter() -> Tensor {
        isLeaf && requiresGrad ? self : detach().requiringGrad(dtype.isInexact)
    }
}
