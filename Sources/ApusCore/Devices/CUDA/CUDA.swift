/// Why a CUDA device cannot be used: this version of Apus names CUDA devices but has no backend for them.
@usableFromInline
func cudaUnavailable(_ index: Int) -> ApusError {
    .device("cuda:\(index) is not available: this build of Apus has no CUDA backend; use .cpu (or .meta for shapes only)")
}
