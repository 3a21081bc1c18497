extension MetaBackend {
    @usableFromInline func wrapPositions(_ positions: Strided, bound: Int) -> Int? { nil }
    @usableFromInline func gather(_ x: Strided, at index: IndexedAxes, to out: Strided) {}
    @usableFromInline func scatter(_ values: Strided, at index: IndexedAxes, to target: Strided, adding: Bool) {}
    @usableFromInline func gather(_ x: Strided, along axis: Int, positions: Strided, to out: Strided) {}
    @usableFromInline func scatter(
        _ values: Strided, along axis: Int, positions: Strided, to target: Strided, adding: Bool
    ) {}

    @usableFromInline
    func countTrue(_ mask: Strided) throws(ApusError) -> Int {
        throw .device("a mask on the meta device has no elements, so what it selects has no known shape")
    }

    @usableFromInline func truePositions(_ mask: Strided, to out: Strided) {}
}
