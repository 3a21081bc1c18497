// Finds shared libraries at run time, so that building Apus needs none of them.

import Glibc

/// A shared library opened when it is first needed; it stays open until the process ends.
public struct DynamicLibrary: @unchecked Sendable {
    /// The file name under which it was found.
    public let name: String
    private let handle: UnsafeMutableRawPointer

    /// Opens the first of `names` that the dynamic linker finds.
    ///
    /// - Parameters:
    ///   - names: File names in order of preference, such as `libz.so.1`.
    ///   - package: The Debian package that holds it, for the error message.
    ///   - purpose: What needs the library, for the error message.
    /// - Throws: `ApusError.library` that names the package to install.
    public init(anyOf names: [String], package: String, purpose: String) throws(ApusError) {
        for name in names {
            if let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) {
                self.name = name
                self.handle = handle
                return
            }
        }
        throw ApusError.library(
            name: names.first ?? package,
            message: "\(purpose) needs \(names.joined(separator: " or ")), which is not installed; "
                + "on Debian: apt-get install \(package)")
    }

    /// The function called `symbol`, seen as `type`.
    ///
    /// - Throws: `ApusError.library` when the library has no such symbol.
    public func function<Function>(_ symbol: String, as type: Function.Type) throws(ApusError) -> Function {
        guard let address = dlsym(handle, symbol) else {
            throw ApusError.library(name: name, message: "\(name) has no function \(symbol); a newer version is needed")
        }
        return unsafeBitCast(address, to: type)
    }
}
