// Finds LAPACK at run time: OpenBLAS, the reference library, or another one.

import Glibc

/// The LAPACK that this process uses.
///
/// It is opened when a function first needs it. The libraries tried are OpenBLAS and then LAPACK by the name under which
/// Debian's alternatives give one; `APUS_LAPACK` names another, such as `libmkl_rt.so.2` or a path. It must have LP64's
/// 32-bit integers and Fortran's symbols, with an underscore at the end.
public enum LAPACKLibrary {
    /// The file name of the library in use.
    ///
    /// - Throws: `ApusError.library` that names the package to install.
    public static var name: String { get throws(ApusError) { try shared().name } }

    static func shared() throws(ApusError) -> DynamicLibrary { try loaded.get() }

    private static let loaded = Result { () throws(ApusError) in try load() }

    private static func load() throws(ApusError) -> DynamicLibrary {
        let package = "libopenblas0-pthread", purpose = "linear algebra"
        if let chosen = getenv("APUS_LAPACK").map({ String(cString: $0) }), !chosen.isEmpty {
            return try DynamicLibrary(anyOf: [chosen], package: package, purpose: purpose)
        }
        let library = try DynamicLibrary(
            anyOf: ["libopenblas.so.0", "libopenblas.so", "liblapack.so.3"], package: package, purpose: purpose)
        // OpenBLAS brings threads of its own. They compete with those of the pool, and sums depend on their number.
        if let setThreads = try? library.function("openblas_set_num_threads", as: (@convention(c) (Int32) -> Void).self) {
            setThreads(1)
        }
        return library
    }
}
