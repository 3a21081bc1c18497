/// Tensors by name, in order: what `stateDict()` gives and checkpoints hold.
public struct StateDict: Sendable, Sequence, ExpressibleByDictionaryLiteral {
    public private(set) var names: [String] = []
    private var tensors: [String: Tensor] = [:]

    public init() {}

    public init(dictionaryLiteral elements: (String, Tensor)...) {
        for (name, tensor) in elements { self[name] = tensor }
    }

    public var count: Int { names.count }

    public subscript(name: String) -> Tensor? {
        get { tensors[name] }
        set {
            if tensors[name] == nil && newValue != nil { names.append(name) }
            if newValue == nil { names.removeAll { $0 == name } }
            tensors[name] = newValue
        }
    }

    public func makeIterator() -> AnyIterator<(name: String, tensor: Tensor)> {
        var position = 0
        return AnyIterator {
            guard position < names.count else { return nil }
            defer { position += 1 }
            return (names[position], tensors[names[position]]!)
        }
    }
}

extension Module {
    /// The parameters and persistent buffers by their names in PyTorch. The tensors share memory with the module's and
    /// are detached. `torch.nn.Module.state_dict`.
    public func stateDict() -> StateDict {
        var result = StateDict()
        for (name, held) in namedTensors() where held.isPersistent { result[name] = held.place.tensor?.detach() }
        return result
    }

    /// Copies values into the parameters and buffers, cast to their dtypes: `torch.nn.Module.load_state_dict`. Nothing
    /// is written unless everything fits.
    ///
    /// - Parameter strict: whether missing and unexpected names are errors. Differing shapes always are.
    /// - Throws: `ApusError.stateDict` with the lists of missing, unexpected and misshapen names.
    /// - Returns: the missing and unexpected names, for loading that is not strict.
    @discardableResult
    public func load(
        _ state: StateDict, strict: Bool = true
    ) throws(ApusError) -> (missing: [String], unexpected: [String]) {
        let own = namedTensors().filter { $0.tensor.isPersistent && $0.tensor.place.tensor != nil }
        let names = Set(own.map(\.name))
        let missing = own.map(\.name).filter { state[$0] == nil }
        let unexpected = state.names.filter { !names.contains($0) }
        var mismatched: [String] = []
        for (name, held) in own {
            guard let given = state[name], let target = held.place.tensor else { continue }
            if given.shape != target.shape { mismatched.append("\(name) is \(given.shape), the module's \(target.shape)") }
        }
        if !mismatched.isEmpty || (strict && !(missing.isEmpty && unexpected.isEmpty)) {
            throw .stateDict(
                missing: strict ? missing : [], unexpected: strict ? unexpected : [], mismatched: mismatched)
        }
        for (name, held) in own {
            guard let given = state[name], let target = held.place.tensor else { continue }
            let source = try given.detach().to(device: target.device)
            try noGrad { () throws(ApusError) in try Tensor.applyInPlace(Assign(), target, [source]) }
        }
        return (missing, unexpected)
    }
}
