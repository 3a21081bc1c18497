/// What a device must be able to do. Everything else (rules, broadcasting, derivatives, views) is common to all.
///
/// Operands come checked: shapes broadcast to the output's, dtypes promoted to the kernel's, devices equal. The
/// output never overlaps an operand partially: it is either apart or the same view.
public protocol Backend: ReductionKernels, OrderingKernels, ArrangementKernels, IndexingKernels, ProductKernels,
    NetworkKernels, AttentionKernels, RecurrenceKernels, PoolingKernels, NormalisationKernels, LossKernels, OptimizerKernels,
    StatisticsKernels, FourierKernels, DecompositionKernels, Sendable
{
    var device: Device { get }

    /// Memory with undefined contents.
    func allocate(byteCount: Int) throws(ApusError) -> Storage

    /// Writes one value to every element.
    func fill(_ out: Strided, with value: Scalar) throws(ApusError)

    /// Copies between layouts of one shape, casting if the dtypes differ.
    func copy(_ x: Strided, to out: Strided) throws(ApusError)

    func unary(_ kernel: UnaryKernel, _ x: Strided, to out: Strided, parameters: KernelParameters) throws(ApusError)
    func binary(_ kernel: BinaryKernel, _ a: Strided, _ b: Strided, to out: Strided) throws(ApusError)
    /// One operand is a number, which takes the other's dtype; `reversed` puts it first.
    func binary(_ kernel: BinaryKernel, _ a: Strided, _ b: Scalar, reversed: Bool, to out: Strided) throws(ApusError)
    func ternary(_ kernel: TernaryKernel, _ a: Strided, _ b: Strided, _ c: Strided, to out: Strided) throws(ApusError)
}

/// The numbers that a parameterised elementwise kernel takes (a slope, a threshold).
public typealias KernelParameters = (Double, Double)
