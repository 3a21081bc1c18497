internal import CApusKernels

/// Whether operations on the current thread are recorded.
enum Gradients {
    @inline(__always)
    static var areEnabled: Bool { !apus_gradients_disabled() }

    static func with<Result, Failure: Error>(
        enabled: Bool, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let before = apus_gradients_disabled()
        apus_set_gradients_disabled(!enabled)
        defer { apus_set_gradients_disabled(before) }
        return try body()
    }
}

/// Runs `body` without recording operations for differentiation: `torch.no_grad()`. Results do not require gradients.
/// The mode belongs to the calling thread.
public func noGrad<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    try Gradients.with(enabled: false, body)
}

/// Runs `body` with recording switched on, inside of a `noGrad`: `torch.enable_grad()`.
public func enableGrad<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    try Gradients.with(enabled: true, body)
}

/// Whether operations on this thread are recorded: `torch.is_grad_enabled()`.
public var isGradEnabled: Bool { Gradients.areEnabled }
