// LAPACK's routines for tridiagonal and bidiagonal matrices, by divide and conquer.

/// The decompositions of condensed matrices for one real dtype.
struct LAPACKCondensed: Sendable {
    typealias Stedc = @convention(c) (
        LAPACKRoutines.Flag, LAPACKRoutines.Size, LAPACKRoutines.Elements, LAPACKRoutines.Elements, LAPACKRoutines.Elements,
        LAPACKRoutines.Size, LAPACKRoutines.Elements, LAPACKRoutines.Size, LAPACKRoutines.Integers, LAPACKRoutines.Size,
        LAPACKRoutines.Integers, Int
    ) -> Void
    typealias Bdsdc = @convention(c) (
        LAPACKRoutines.Flag, LAPACKRoutines.Flag, LAPACKRoutines.Size, LAPACKRoutines.Elements, LAPACKRoutines.Elements,
        LAPACKRoutines.Elements, LAPACKRoutines.Size, LAPACKRoutines.Elements, LAPACKRoutines.Size,
        LAPACKRoutines.Elements?, LAPACKRoutines.Integers?, LAPACKRoutines.Elements, LAPACKRoutines.Integers,
        LAPACKRoutines.Integers, Int, Int
    ) -> Void

    typealias Lalsd = @convention(c) (
        LAPACKRoutines.Flag, LAPACKRoutines.Size, LAPACKRoutines.Size, LAPACKRoutines.Size, LAPACKRoutines.Elements,
        LAPACKRoutines.Elements, LAPACKRoutines.Elements, LAPACKRoutines.Size, LAPACKRoutines.Elements,
        LAPACKRoutines.Integers, LAPACKRoutines.Elements, LAPACKRoutines.Integers, LAPACKRoutines.Integers, Int
    ) -> Void

    let stedc: Stedc
    let bdsdc: Bdsdc
    let lalsd: Lalsd

    /// The routines for float32 or float64.
    static func of(_ dtype: DType) throws(ApusError) -> LAPACKCondensed {
        try (dtype == .float32 ? single : double).get()
    }

    private static let single = Result { () throws(ApusError) in try LAPACKCondensed("s") }
    private static let double = Result { () throws(ApusError) in try LAPACKCondensed("d") }

    private init(_ letter: String) throws(ApusError) {
        let library = try LAPACKLibrary.shared()
        stedc = try library.function(letter + "stedc_", as: Stedc.self)
        bdsdc = try library.function(letter + "bdsdc_", as: Bdsdc.self)
        lalsd = try library.function(letter + "lalsd_", as: Lalsd.self)
    }
}
