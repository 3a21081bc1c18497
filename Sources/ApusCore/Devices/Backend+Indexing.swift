/// What a backend does for an operation: gathering and scattering by indices and masks.
public protocol IndexingKernels {
}
