import ApusCore

/// Arrays broadcast against each other.
enum BroadcastArrays: TableOperation {
    static var name: String { "broadcastArrays" }
    static var givesList: Bool { true }
    static var parameters: [Parameter] { [Parameter("arrays", .arrays)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try apply(arguments.arrays("arrays"))
    }

    static func apply<Face: ArrayFace>(_ arrays: [Face]) throws(ApusError) -> [Face] {
        var shape = Dims()
        for array in arrays {
            guard let wider = Layout.broadcastShape(shape, array.shape) else {
                throw doNotBroadcast(name, shape, array.shape)
            }
            shape = wider
        }
        return try arrays.map { array throws(ApusError) in try .apply(Broadcast(shape: shape), array) }
    }
}

extension ArrayFace {
    /// Views of arrays, all repeated without a copy to the shape to which they broadcast together.
    /// `numpy.broadcast_arrays`, `torch.broadcast_tensors`.
    public static func broadcastArrays(_ arrays: [Self]) -> [Self] {
        trapping { () throws(ApusError) -> [Self] in try BroadcastArrays.apply(arrays) }
    }
}
