// LAPACK's routines for one dtype, and what they share: Fortran's calling convention.
//
// Everything goes by address; a character argument has its length, 1, at the end of the list.

/// The routines of LAPACK that decompositions need, for one dtype. All take matrices column by column.
struct LAPACKRoutines: Sendable {
    typealias Flag = UnsafePointer<CChar>
    typealias Size = UnsafePointer<Int32>
    typealias Integers = UnsafeMutablePointer<Int32>
    typealias Elements = UnsafeMutableRawPointer

    typealias GesddReal = @convention(c) (
        Flag, Size, Size, Elements, Size, Elements, Elements, Size, Elements, Size, Elements, Size, Integers, Integers, Int
    ) -> Void
    typealias GesddComplex = @convention(c) (
        Flag, Size, Size, Elements, Size, Elements, Elements, Size, Elements, Size, Elements, Size, Elements, Integers,
        Integers, Int
    ) -> Void
    typealias SyevdReal = @convention(c) (
        Flag, Flag, Size, Elements, Size, Elements, Elements, Size, Integers, Size, Integers, Int, Int
    ) -> Void
    typealias SyevdComplex = @convention(c) (
        Flag, Flag, Size, Elements, Size, Elements, Elements, Size, Elements, Size, Integers, Size, Integers, Int, Int
    ) -> Void
    typealias GeevReal = @convention(c) (
        Flag, Flag, Size, Elements, Size, Elements, Elements, Elements, Size, Elements, Size, Elements, Size, Integers, Int,
        Int
    ) -> Void
    typealias GeevComplex = @convention(c) (
        Flag, Flag, Size, Elements, Size, Elements, Elements, Size, Elements, Size, Elements, Size, Elements, Integers, Int,
        Int
    ) -> Void
    typealias GelsdReal = @convention(c) (
        Size, Size, Size, Elements, Size, Elements, Size, Elements, Elements, Integers, Elements, Size, Integers, Integers
    ) -> Void
    typealias GelsdComplex = @convention(c) (
        Size, Size, Size, Elements, Size, Elements, Size, Elements, Elements, Integers, Elements, Size, Elements, Integers,
        Integers
    ) -> Void

    /// A routine whose list of arguments has one more of reals for complex matrices.
    enum ByKind<Real: Sendable, Complex: Sendable>: Sendable {
        case real(Real)
        case complex(Complex)
    }

    let dtype: DType
    let gesdd: ByKind<GesddReal, GesddComplex>
    let syevd: ByKind<SyevdReal, SyevdComplex>
    let geev: ByKind<GeevReal, GeevComplex>
    let gelsd: ByKind<GelsdReal, GelsdComplex>

    /// The routines for float32, float64, complex64 or complex128.
    static func of(_ dtype: DType) throws(ApusError) -> LAPACKRoutines {
        switch dtype {
        case .float32: try single.get()
        case .float64: try double.get()
        case .complex64: try singleComplex.get()
        case .complex128: try doubleComplex.get()
        default:
            throw .dtype(
                operation: "linalg",
                message: "array type \(dtype) is unsupported in linalg; cast to float32, float64, complex64 or complex128")
        }
    }

    private static let single = Result { () throws(ApusError) in try LAPACKRoutines(.float32, "s") }
    private static let double = Result { () throws(ApusError) in try LAPACKRoutines(.float64, "d") }
    private static let singleComplex = Result { () throws(ApusError) in try LAPACKRoutines(.complex64, "c") }
    private static let doubleComplex = Result { () throws(ApusError) in try LAPACKRoutines(.complex128, "z") }

    private init(_ dtype: DType, _ letter: String) throws(ApusError) {
        let library = try LAPACKLibrary.shared()
        func find<Function>(_ name: String, as type: Function.Type) throws(ApusError) -> Function {
            try library.function(letter + name + "_", as: type)
        }
        let isComplex = dtype.isComplex
        self.dtype = dtype
        gesdd = isComplex
            ? .complex(try find("gesdd", as: GesddComplex.self)) : .real(try find("gesdd", as: GesddReal.self))
        syevd = isComplex
            ? .complex(try find("heevd", as: SyevdComplex.self)) : .real(try find("syevd", as: SyevdReal.self))
        geev = isComplex ? .complex(try find("geev", as: GeevComplex.self)) : .real(try find("geev", as: GeevReal.self))
        gelsd = isComplex
            ? .complex(try find("gelsd", as: GelsdComplex.self)) : .real(try find("gelsd", as: GelsdReal.self))
    }
}

/// One of LAPACK's letters.
func flag(_ letter: Unicode.Scalar) -> CChar { CChar(letter.value) }

/// Memory that a routine works in.
final class LAPACKWorkspace {
    let elements: UnsafeMutableRawPointer
    let reals: UnsafeMutableRawPointer
    let integers: UnsafeMutablePointer<Int32>
    let elementCount: Int32
    let realCount: Int32
    let integerCount: Int32

    init(_ dtype: DType, _ sizes: LAPACKWorkspaceSizes) {
        elementCount = max(1, sizes.elements)
        realCount = max(1, sizes.reals)
        integerCount = max(1, sizes.integers)
        elements = .allocate(byteCount: Int(elementCount) * dtype.size, alignment: 64)
        reals = .allocate(byteCount: Int(realCount) * dtype.realType.size, alignment: 64)
        integers = .allocate(capacity: Int(integerCount))
    }

    deinit {
        elements.deallocate()
        reals.deallocate()
        integers.deallocate()
    }
}

/// How much memory a routine works in.
struct LAPACKWorkspaceSizes {
    var elements: Int32 = 1
    var reals: Int32 = 1
    var integers: Int32 = 1

    /// What a routine answered when it was asked: the sizes stand in the first places of its workspaces.
    init(answeredIn workspace: LAPACKWorkspace, _ dtype: DType) {
        elements = LAPACKWorkspaceSizes.whole(workspace.elements, dtype)
        reals = LAPACKWorkspaceSizes.whole(workspace.reals, dtype.realType)
        integers = workspace.integers[0]
    }

    init(elements: Int = 1, reals: Int = 1, integers: Int = 1) {
        self.elements = Int32(clamping: elements)
        self.reals = Int32(clamping: reals)
        self.integers = Int32(clamping: integers)
    }

    /// A number of elements, which single precision may have rounded down.
    private static func whole(_ pointer: UnsafeMutableRawPointer, _ dtype: DType) -> Int32 {
        let value = Scalar(loading: pointer, as: dtype).doubleValue
        let rounded = dtype.realType == .float32 ? (value * (1 + 0x1p-23)).rounded(.up) : value
        return rounded >= 1 && rounded < 0x1p31 ? Int32(rounded) : rounded >= 0x1p31 ? .max : 1
    }
}
