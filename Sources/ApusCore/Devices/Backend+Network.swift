/// What a backend does for an operation: convolution, pooling and normalisation.
public protocol NetworkKernels {
}
