/// What a backend does for an operation: sorting and searching.
public protocol OrderingKernels {
}
