/// What Apus throws: each case says what was wrong, where, and what would be right.
public enum ApusError: Error, Sendable, Equatable {
    /// Shapes that do not fit the operation, or each other.
    case shape(operation: String, message: String)
    /// An element type for which the operation is not defined, or that would have to change silently.
    case dtype(operation: String, message: String)
    /// An argument out of its range.
    case argument(operation: String, message: String)
    /// An argument of a kind that the operation does not take, or one that is missing.
    case kind(operation: String, message: String)
    /// An index outside its axis.
    case index(operation: String, message: String)
    /// Values on different devices, or a device that is not there.
    case device(String)
    /// Memory was refused.
    case outOfMemory(requested: Int, device: Device)
    /// A write to memory that is mapped or imported read-only.
    case readOnly(operation: String)
    /// A conversion between the worlds that needs a step first (`detach()`, `cpu()`).
    case conversion(String)
    /// A misuse of automatic differentiation.
    case autograd(String)
    /// A file, or a stream of bytes, that cannot be read or written.
    case file(path: String, message: String)
    /// A text that is not what it should be: where, counted from 1, and what was wrong.
    case text(operation: String, line: Int, column: Int, message: String)
    /// The state of a module that does not fit: what is missing, what is unexpected, what has another shape.
    case stateDict(missing: [String], unexpected: [String], mismatched: [String])
    /// A matrix for which there is no result: singular where an inverse is needed, not positive definite, or an iteration
    /// that did not converge.
    case linearAlgebra(operation: String, message: String)
    /// A library that is found at run time was not.
    case library(name: String, message: String)
}

extension ApusError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .shape(let operation, let message), .dtype(let operation, let message),
            .argument(let operation, let message), .kind(let operation, let message), .index(let operation, let message),
            .linearAlgebra(let operation, let message):
            return "\(operation): \(message)"
        case .device(let message), .conversion(let message), .autograd(let message):
            return message
        case .outOfMemory(let requested, let device):
            return "out of memory: \(requested) bytes on device \(device) were refused"
        case .readOnly(let operation):
            return "\(operation): assignment destination is read-only (mapped, imported or marked so); write to a copy() of it"
        case .file(let path, let message):
            return "\(path): \(message)"
        case .text(let operation, let line, let column, let message):
            return "\(operation): \(message) (line \(line), column \(column))"
        case .stateDict(let missing, let unexpected, let mismatched):
            var parts: [String] = []
            if !missing.isEmpty { parts.append("missing keys: " + missing.joined(separator: ", ")) }
            if !unexpected.isEmpty { parts.append("unexpected keys: " + unexpected.joined(separator: ", ")) }
            if !mismatched.isEmpty { parts.append("shape or dtype differs: " + mismatched.joined(separator: "; ")) }
            return "the state does not fit the module: " + parts.joined(separator: ". ")
        case .library(let name, let message):
            return "\(name): \(message)"
        }
    }
}

/// Unwraps what the throwing form of an operation gives, and stops the program with the error's message where the
/// operation was called in a way that can only be a programmer's mistake.
@inlinable
public func trapping<Result>(_ body: () throws(ApusError) -> Result) -> Result {
    do {
        return try body()
    } catch {
        stop(error)
    }
}

@usableFromInline
@inline(never)
func stop(_ error: ApusError) -> Never {
    fatalError(error.description)
}
