/// Samples by number: `torch.utils.data.Dataset`.
///
/// A `DataLoader` with workers reads samples from several threads at once.
public protocol Dataset<Sample>: Sendable {
    associatedtype Sample
    /// How many samples there are.
    var count: Int { get }
    /// The sample at a position below `count`. What it throws reaches the consumer of the loader.
    subscript(index: Int) -> Sample { get throws }
}

/// A dataset that makes a batch faster than sample by sample.
public protocol BatchedDataset<Sample, Batch>: Dataset {
    associatedtype Batch: Sendable
    /// The samples at some positions, put together.
    func batch(_ indices: [Int]) throws -> Batch
}

/// Inputs and targets along the first axes of two tensors: `torch.utils.data.TensorDataset`.
public struct TensorDataset: BatchedDataset {
    public let inputs: Tensor
    public let targets: Tensor

    /// Throws `ApusError.shape` unless both have a first axis, of the same size.
    public init(_ inputs: Tensor, _ targets: Tensor) throws(ApusError) {
        guard inputs.rank > 0, targets.rank > 0, inputs.shape[0] == targets.shape[0] else {
            throw .shape(
                operation: "TensorDataset",
                message: "inputs of shape \(inputs.shape) and targets of shape \(targets.shape); their first axes must "
                    + "agree")
        }
        self.inputs = inputs
        self.targets = targets
    }

    public var count: Int { inputs.shape[0] }

    public subscript(index: Int) -> (Tensor, Tensor) {
        get throws { (try inputs.at(index), try targets.at(index)) }
    }

    public func batch(_ indices: [Int]) throws -> (Tensor, Tensor) {
        let positions = try Tensor.make(from: indices)
        return (try rows(inputs, positions), try rows(targets, positions))
    }

    private func rows(_ tensor: Tensor, _ positions: Tensor) throws(ApusError) -> Tensor {
        try Take.apply(tensor, positions.to(device: tensor.device), 0, .raise)
    }
}

/// Some samples of a dataset: `torch.utils.data.Subset`.
public struct Subset<Base: Dataset>: Dataset {
    public let base: Base
    public let indices: [Int]

    /// Stops the program if an index is not below the dataset's count.
    public init(_ base: Base, _ indices: [Int]) {
        precondition(indices.allSatisfy { (0..<base.count).contains($0) }, "Subset: indices must be below \(base.count)")
        self.base = base
        self.indices = indices
    }

    public var count: Int { indices.count }

    public subscript(index: Int) -> Base.Sample {
        get throws { try base[indices[index]] }
    }
}

extension Subset: BatchedDataset where Base: BatchedDataset {
    public func batch(_ positions: [Int]) throws -> Base.Batch { try base.batch(positions.map { indices[$0] }) }
}
