extension OperationTable {
    /// The operations on shapes.
    static let shapes: [any TableOperation.Type] = [
        Reshape.self, Permute.self, Broadcast.self, Squeeze.self, ExpandDims.self, MoveAxes.self, FlattenAxes.self, Flip.self,
        Roll.self, Rot90.self, Diagonal.self, Triu.self, Tril.self, Concatenate.self, Stack.self, Split.self,
        ArraySplit.self, Chunk.self, Unbind.self, Pad.self, Tile.self, Repeat.self,
        BroadcastArrays.self, MatrixTranspose.self,
    ]
}
