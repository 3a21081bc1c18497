/// What a backend does for an operation: matrix products.
public protocol ProductKernels {
}
