// State dictionaries in safetensors files.

extension StateDict {
    /// The tensors of a safetensors file by their names. `safetensors.torch.load_file`.
    ///
    /// - Parameter mapped: Leave the elements in the file; see `SafetensorsFile.tensors(mapped:)`. Right for a state that
    ///   is loaded into a module at once.
    /// - Throws: as `SafetensorsFile`.
    public init(contentsOf path: String, mapped: Bool = false) throws(ApusError) {
        self.init()
        for (name, tensor) in try Safetensors.load(path, mapped: mapped) { self[name] = tensor }
    }

    /// Writes the tensors to a safetensors file, which appears under its name when it is complete.
    /// `safetensors.torch.save_file`.
    ///
    /// - Throws: as `Safetensors.save`.
    public func save(_ path: String, metadata: [String: String] = [:]) throws(ApusError) {
        var tensors = NamedArrays<Tensor>()
        for (name, tensor) in self { tensors[name] = tensor }
        try Safetensors.save(tensors, to: path, metadata: metadata)
    }
}
