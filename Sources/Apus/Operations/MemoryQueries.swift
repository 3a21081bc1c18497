import ApusCore

extension ArrayFace {
    /// Whether the ranges of addresses in which the elements of two arrays lie overlap. `numpy.may_share_memory`.
    public func mayShareMemory(with other: Self) -> Bool { value.sharesMemory(with: other.value) }

    /// Whether two arrays have a byte of an element in common. Views with gaps are compared address by address, which takes
    /// memory in the number of their elements. `numpy.shares_memory`.
    public func sharesMemory(with other: Self) -> Bool {
        guard mayShareMemory(with: other) else { return false }
        if value.layout.isDense || other.value.layout.isDense { return isDenseAndMeets(other) || other.isDenseAndMeets(self) }
        let own = addresses().sorted(), others = other.addresses()
        let reach = value.dtype.size, otherReach = other.value.dtype.size
        return others.contains { address in
            // The first own element that ends behind the address.
            var low = 0, high = own.count
            while low < high {
                let middle = (low + high) / 2
                if own[middle] + reach <= address { low = middle + 1 } else { high = middle }
            }
            return low < own.count && own[low] < address + otherReach
        }
    }

    /// Whether this array has no gaps and an element of another begins or ends in it.
    private func isDenseAndMeets(_ other: Self) -> Bool {
        guard value.layout.isDense else { return false }
        let base = Int(bitPattern: value.storage.pointer), extent = value.layout.extent, size = value.dtype.size
        let range = base + extent.lowerBound * size ..< base + extent.upperBound * size
        let reach = other.value.dtype.size
        return other.addresses().contains { $0 < range.upperBound && $0 + reach > range.lowerBound }
    }

    /// The address of every element.
    private func addresses() -> [Int] {
        var result = [Int(bitPattern: value.storage.pointer) + value.layout.offset * value.dtype.size]
        for (size, stride) in zip(value.layout.shape, value.layout.strides) where size > 1 && stride != 0 {
            let step = stride * value.dtype.size
            result = result.flatMap { start in (0..<size).map { start + $0 * step } }
        }
        return result
    }

    /// Whether the elements lie one after another in column-major order, and not in row-major order too. `numpy.isfortran`.
    public var isColumnMajor: Bool { !isContiguous && value.layout.permuted(Dims((0..<rank).reversed())).isContiguous }

    /// A copy with the elements in column-major order in memory; this array itself if they lie so. `numpy.asfortranarray`.
    public func columnMajor() -> Self { isColumnMajor || (isContiguous && rank < 2) ? self : T.copy().T }
}
