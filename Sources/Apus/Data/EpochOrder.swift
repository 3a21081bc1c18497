/// In which order an epoch goes through a dataset.
enum EpochOrder {
    /// Positions `0 ..< count` in random order, taking from the stream what PyTorch's `DataLoader(shuffle=True)` takes, so
    /// that an epoch's order, and whatever is drawn after it, is PyTorch's.
    ///
    /// With a generator of its own the loader draws a seed for its workers, the order, and at the end of the epoch a
    /// second order of which it uses nothing; that one is drawn here at once. Without, it draws the workers' seed and a
    /// seed for the order from the shared stream.
    static func shuffled(_ count: Int, _ generator: TensorGenerator?) -> [Int] {
        if let generator {
            _ = generator.nextSeed()
            let order = permutation(count, generator)
            _ = permutation(count, generator)
            return order
        }
        _ = TensorGenerator.shared.nextSeed()
        return permutation(count, TensorGenerator(seed: UInt64(TensorGenerator.shared.nextSeed())))
    }

    /// No order but the dataset's own. PyTorch's loader draws its workers' seed even then.
    static func unshuffled(_ generator: TensorGenerator?) -> [Int]? {
        _ = (generator ?? .shared).nextSeed()
        return nil
    }

    private static func permutation(_ count: Int, _ generator: TensorGenerator) -> [Int] {
        generator.draw { stream in
            [Int64](unsafeUninitializedCapacity: count) { buffer, filled in
                stream.fillPermutation(UnsafeMutableBufferPointer(rebasing: buffer[0..<count]))
                filled = count
            }
        }.map(Int.init)
    }
}

extension TensorGenerator {
    /// A number in 0 ..< 2⁶³, as `torch.empty((), dtype=torch.int64).random_()`.
    func nextSeed() -> Int64 { draw { Int64(bitPattern: $0.engine.next() & UInt64(Int64.max)) } }
}
