extension OperationTable {
    /// The matrix products.
    static let products: [any TableOperation.Type] = [
        MatMulEntry.self, LinearMap.self, Dot.self, Outer.self, TensorDot.self, VectorDot.self,
        MatVec.self, VecMat.self,
    ]
}
