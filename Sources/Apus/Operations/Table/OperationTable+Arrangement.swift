extension OperationTable {
    /// The set operations, index functions and arrangements of arrays.
    static let arrangement: [any TableOperation.Type] = sets + shapesByEye + places + partialOrders

    private static let sets: [any TableOperation.Type] = [
        Intersection.self, Union.self, SetDifference.self, SymmetricDifference.self,
    ]

    private static let shapesByEye: [any TableOperation.Type] = [
        AtLeast1d.self, AtLeast2d.self, AtLeast3d.self, HorizontalStack.self, VerticalStack.self, DepthStack.self,
        ColumnStack.self, Block.self, HorizontalSplit.self, VerticalSplit.self, DepthSplit.self, Ravel.self, SwapAxes.self,
        RollAxis.self, Resize.self, AsStrided.self, SlidingWindows.self, Diag.self, DiagFlat.self, Vander.self,
    ]

    private static let places: [any TableOperation.Type] = [
        UnravelIndex.self, RavelMultiIndex.self, OpenGrid.self, Choose.self, Compress.self, PutElements.self, PutMask.self,
        PutAlongAxis.self, FillDiagonal.self, Insert.self, Delete.self, Append.self, TrimZeros.self, Place.self, Extract.self,
        FlatNonzero.self,
    ]

    private static let partialOrders: [any TableOperation.Type] = [
        Partition.self, ArgPartition.self, LexSort.self, PackBits.self, UnpackBits.self, Einsum.self,
    ]

    /// Their names in Python, where those do not follow from the Swift names.
    static let arrangementSpellings: [String: [String]] = [
        "atLeast1d": ["atleast_1d"], "atLeast2d": ["atleast_2d"], "atLeast3d": ["atleast_3d"],
        "swapAxes": ["swapaxes", "swapdims"], "rollAxis": ["rollaxis"], "diagFlat": ["diagflat"], "ix": ["ix_"],
        "putMask": ["putmask"], "packBits": ["packbits"], "unpackBits": ["unpackbits"],
        "flatNonzero": ["flatnonzero"],
    ]
}
