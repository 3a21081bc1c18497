extension MetaBackend {
    @usableFromInline func recur(
        _ operands: RecurrenceOperands, to out: Strided, lastCells: Strided?, gates: Strided?, cells: Strided?
    ) {}
    @usableFromInline func recurBackward(
        _ operands: RecurrenceOperands, result: Strided, gates: Strided?, cells: Strided?, gradient: Strided?, lastHidden: Strided?,
        lastCells: Strided?, toSlopes: Strided, toHidden: Strided, toCells: Strided?
    ) {}
}
