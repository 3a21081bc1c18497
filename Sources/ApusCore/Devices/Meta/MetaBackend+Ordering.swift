extension MetaBackend {
    @usableFromInline func sort(_ x: Strided, descending: Bool, to out: Strided) {}
    @usableFromInline func argsort(_ x: Strided, descending: Bool, values: Strided?, indices: Strided) {}
    @usableFromInline func topK(_ x: Strided, largest: Bool, values: Strided, indices: Strided) {}
    @usableFromInline func searchSorted(_ sorted: Strided, _ values: Strided, right: Bool, to out: Strided) {}
    @usableFromInline func unique(
        _ x: Strided, values: Strided, first: Strided?, inverse: Strided?, counts: Strided?
    ) throws(ApusError) -> Int {
        throw .device("unique: how many distinct elements there are depends on the elements, and on meta there are none")
    }
}
