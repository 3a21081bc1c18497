import ApusCore

extension ArrayFace {
    /// The one element of an array that has one, as a number. `numpy.ndarray.item`, `torch.Tensor.item`.
    public func item() -> Scalar { trapping { () throws(ApusError) in try onlyElement() } }

    /// The one element of an array that has one, cast to a Swift type.
    public func item<Element: ArrayElement>(as type: Element.Type) -> Element { Element(scalar: item()) }

    /// The throwing form of `item()`.
    public func onlyElement() throws(ApusError) -> Scalar {
        guard count == 1 else {
            throw .shape(operation: "item", message: "an array of shape \(shape) has \(count) elements, not one")
        }
        let host = try hostValue("item")
        return Scalar(loading: host.pointer, as: dtype)
    }

    /// The elements in row-major order, cast to a Swift type. `numpy.ndarray.tolist`, flat.
    public func elements<Element: ArrayElement>(as type: Element.Type) -> [Element] {
        trapping { () throws(ApusError) in try copyElements(cast(hostValue("elements"), to: Element.dtype)) }
    }

    /// The elements in row-major order; an error if the dtype is not the Swift type's. The throwing form of
    /// `Array(array)`.
    public func elements<Element: ArrayElement>(of type: Element.Type) throws(ApusError) -> [Element] {
        try check(type, "elements")
        return try copyElements(hostValue("elements"))
    }

    /// Calls `body` with the memory of a row-major array in host memory. Throws `ApusError.dtype` if the array's dtype
    /// is not the Swift type's, `ApusError.shape` if it is not row-major: use `contiguous()`.
    public func withUnsafeElements<Element: ArrayElement, Result>(
        of type: Element.Type, _ body: (UnsafeBufferPointer<Element>) throws -> Result
    ) throws -> Result {
        let buffer = try buffer(type, "withUnsafeElements")
        return try withExtendedLifetime(self) { try body(UnsafeBufferPointer(buffer)) }
    }

    /// Calls `body` with the memory of a row-major array in host memory, for writing; the writes show in every view.
    /// Throws as `withUnsafeElements` does, and `ApusError.readOnly` for memory that is mapped or imported read-only.
    public func withUnsafeMutableElements<Element: ArrayElement, Result>(
        of type: Element.Type, _ body: (UnsafeMutableBufferPointer<Element>) throws -> Result
    ) throws -> Result {
        let buffer = try buffer(type, "withUnsafeMutableElements")
        if value.storage.isReadOnly { throw ApusError.readOnly(operation: "withUnsafeMutableElements") }
        defer { value.storage.version &+= 1 }
        return try withExtendedLifetime(self) { try body(buffer) }
    }

    private func buffer<Element: ArrayElement>(
        _ type: Element.Type, _ operation: String
    ) throws(ApusError) -> UnsafeMutableBufferPointer<Element> {
        try check(type, operation)
        guard isContiguous else {
            throw .shape(operation: operation, message: "the array is not row-major; use contiguous() first")
        }
        guard device == .cpu else {
            throw .device("\(operation): the array is on device \(device); copy it to host memory first")
        }
        return UnsafeMutableBufferPointer(start: value.pointer.assumingMemoryBound(to: Element.self), count: count)
    }

    private func check<Element: ArrayElement>(_ type: Element.Type, _ operation: String) throws(ApusError) {
        guard dtype == Element.dtype else {
            throw .dtype(
                operation: operation,
                message: "the array has \(dtype) elements, not \(Element.dtype); cast with astype(_:) or elements(as:)")
        }
    }

    /// The elements where the host can read them.
    private func hostValue(_ operation: String) throws(ApusError) -> Strided {
        if device == .cpu { return value }
        if device == .meta { throw .device("\(operation): an array on the meta device has no elements") }
        let host = try Strided.empty(shape, dtype)
        try device.backend.copy(value, to: host)
        return host
    }

    private func copyElements<Element: ArrayElement>(_ value: Strided) throws(ApusError) -> [Element] {
        let flat = value.layout.isContiguous ? value : try castCopy(value, to: value.dtype)
        let pointer = flat.pointer.assumingMemoryBound(to: Element.self)
        return Array(UnsafeBufferPointer(start: pointer, count: flat.count))
    }
}

extension Array where Element: ArrayElement {
    /// The elements of an array in row-major order. Its dtype must be the Swift type's: `elements(as:)` casts.
    public init(_ array: some ArrayFace) {
        self = trapping { () throws(ApusError) in try array.elements(of: Element.self) }
    }
}
