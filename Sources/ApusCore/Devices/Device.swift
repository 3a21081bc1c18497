/// Where a value's memory is and where operations on it run.
@frozen
public enum Device: Hashable, Sendable {
    /// Host memory, shared by `NDArray` and `Tensor`.
    case cpu
    /// No memory at all: shapes and dtypes only. Every operation's rule runs, no kernel does.
    case meta
    /// A CUDA device by its number.
    case cuda(Int)
}

extension Device: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cpu: "cpu"
        case .meta: "meta"
        case .cuda(let index): "cuda:\(index)"
        }
    }

    /// The device that PyTorch's notation names: `cpu`, `meta`, `cuda` or `cuda:1`.
    public init(named name: String) throws(ApusError) {
        if name == "cpu" {
            self = .cpu
        } else if name == "meta" {
            self = .meta
        } else if name == "cuda" {
            self = .cuda(0)
        } else if name.hasPrefix("cuda:"), let index = Int(name.dropFirst(5)), index >= 0 {
            self = .cuda(index)
        } else {
            throw .device("'\(name)' names no device; the names are cpu, meta, cuda and cuda:N")
        }
    }

    /// The engine that runs operations on this device, or an error that says why there is none.
    @inlinable
    public var backend: any Backend {
        get throws(ApusError) {
            switch self {
            case .cpu: CPUBackend.shared
            case .meta: MetaBackend.shared
            case .cuda(let index): throw cudaUnavailable(index)
            }
        }
    }
}
