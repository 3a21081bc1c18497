extension MetaBackend {
    @usableFromInline func partition(_ x: Strided, kth: [Int], values: Strided?, indices: Strided?) {}
    @usableFromInline func sortRows(_ x: Strided, order: Strided, fresh: Strided) throws(ApusError) {
        throw .device("unique: how many distinct rows there are depends on the elements, and on meta there are none")
    }
    @usableFromInline func packBits(_ x: Strided, little: Bool, to out: Strided) {}
    @usableFromInline func unpackBits(_ x: Strided, little: Bool, to out: Strided) {}
    @usableFromInline func areAmong(_ x: Strided, _ members: Strided, limit: Int, to out: Strided) -> Bool { true }
}
