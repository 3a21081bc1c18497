extension Tensor {
    /// A tensor that shares an array's memory, whatever its layout: a write to either shows in both. Nothing is copied.
    /// `torch.from_numpy`, `torch.as_tensor`.
    public convenience init(_ array: NDArray) { self.init(value: array.value) }
}

extension NDArray {
    /// An array that shares a tensor's memory, whatever its layout: a write to either shows in both. Nothing is copied.
    /// `torch.Tensor.numpy`.
    ///
    /// Throws `ApusError.conversion` for a tensor that is not on the CPU (use `cpu()` first) or that requires a gradient
    /// (use `detach()` first).
    public convenience init(_ tensor: Tensor) throws(ApusError) {
        if tensor.device != .cpu {
            throw .conversion(
                "a tensor on device \(tensor.device) has no memory that an NDArray could share; "
                    + "use cpu() to copy it to host memory first")
        }
        if tensor.requiresGrad {
            throw .conversion(
                "a tensor that requires a gradient cannot become an NDArray, through which no gradient flows; "
                    + "use detach() first")
        }
        self.init(value: tensor.value)
    }
}

extension NDArray {
    /// The tensor that shares this array's memory: `torch.from_numpy`.
    public func tensor() -> Tensor { Tensor(self) }
}

extension Tensor {
    /// The array that shares this tensor's memory: `torch.Tensor.numpy`. Throws as `NDArray(_:)` does.
    public func numpy() throws(ApusError) -> NDArray { try NDArray(self) }

    /// This tensor in host memory: itself, without a copy, if it is there already. `torch.Tensor.cpu`.
    public func cpu() throws(ApusError) -> Tensor { try to(device: .cpu) }

    /// This tensor on another device: itself, without a copy, if it is there already. `torch.Tensor.to`.
    ///
    /// Throws `ApusError.device` if the device is not available, or if the elements are to come from the meta device,
    /// which has none.
    public func to(device: Device) throws(ApusError) -> Tensor {
        if device == self.device { return self }
        _ = try device.backend
        if self.device == .meta {
            throw .device("a tensor on the meta device has no elements to copy to \(device); make it there in the first place")
        }
        return try .apply(Transfer(device: device), self)
    }
}

/// A copy on another device.
struct Transfer: UnaryOperation {
    static var name: String { "to" }
    static var saves: Saved { [] }
    let device: Device

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec { Spec(x.shape, x.dtype) }

    func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided {
        let out = try Strided.empty(x.shape, x.dtype, on: device)
        try evaluate(x, to: out, on: x.device.backend)
        return out
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        if out.device != .meta { try backend.copy(x, to: out) }
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        trapping { () throws(ApusError) in try g.to(device: x.device) }
    }
}
