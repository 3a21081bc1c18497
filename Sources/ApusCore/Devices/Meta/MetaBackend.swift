/// The device without memory: every kernel does nothing, so an operation on it runs its rules alone.
@usableFromInline
struct MetaBackend: Backend {
    @usableFromInline static let shared = MetaBackend()

    @usableFromInline var device: Device { .meta }

    @usableFromInline func allocate(byteCount: Int) throws(ApusError) -> Storage { .meta(byteCount: byteCount) }
    @usableFromInline func fill(_ out: Strided, with value: Scalar) {}
    @usableFromInline func copy(_ x: Strided, to out: Strided) {}
    @usableFromInline func unary(_ kernel: UnaryKernel, _ x: Strided, to out: Strided, parameters: KernelParameters) {}
    @usableFromInline func binary(_ kernel: BinaryKernel, _ a: Strided, _ b: Strided, to out: Strided) {}
    @usableFromInline func binary(_ kernel: BinaryKernel, _ a: Strided, _ b: Scalar, reversed: Bool, to out: Strided) {}
    @usableFromInline func ternary(_ kernel: TernaryKernel, _ a: Strided, _ b: Strided, _ c: Strided, to out: Strided) {}
}
