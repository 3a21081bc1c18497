internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func attend(_ operands: AttentionOperands, to out: Strided, statistics: Strided) throws(ApusError) {
        let table = Places([operands.query, operands.key, operands.value, operands.mask, out])
        try table.withMatrices { matrices throws(ApusError) in
            var call = attention(operands, matrices, statistics)
            call.out = matrices[4]
            var pool = CPUBackend.pool
            let workspace = try CPUBackend.workspace(byteCount: Int(apus_attention_workspace(&call, pool.threads)))
            let status = apus_attention_forward(&call, workspace?.aligned, &pool)
            withExtendedLifetime(workspace) {}
            if status != 0 { throw noKernel("scaledDotProductAttention", out.dtype) }
        }
        withExtendedLifetime((operands, out, statistics)) {}
    }

    @usableFromInline
    func attendBackward(
        _ operands: AttentionOperands, result: Strided, statistics: Strided, gradient: Strided, toQuery: Strided, toKey: Strided,
        toValue: Strided
    ) throws(ApusError) {
        let table = Places([
            operands.query, operands.key, operands.value, operands.mask, result, gradient, toQuery, toKey, toValue,
        ])
        try table.withMatrices { matrices throws(ApusError) in
            var call = attention(operands, matrices, statistics)
            call.out = matrices[4]
            var gradients = apus_attention_gradients(
                out_gradient: matrices[5], query: matrices[6], key: matrices[7], value: matrices[8])
            var pool = CPUBackend.pool
            let workspace = try CPUBackend.workspace(byteCount: Int(apus_attention_backward_workspace(&call, pool.threads)))
            let status = apus_attention_backward(&call, &gradients, workspace?.aligned, &pool)
            withExtendedLifetime(workspace) {}
            if status != 0 { throw noKernel("scaledDotProductAttention", result.dtype) }
        }
        withExtendedLifetime((operands, result, statistics, gradient, toQuery, toKey, toValue)) {}
    }

    private func attention(_ operands: AttentionOperands, _ matrices: [apus_matrices], _ statistics: Strided) -> apus_attention {
        let query = operands.query, value = operands.value, rank = query.rank
        var call = apus_attention()
        call.dtype = query.dtype.c
        call.mask_kind = operands.mask.map { $0.dtype == .bool ? APUS_MASK_BOOL : APUS_MASK_NUMBERS } ?? APUS_MASK_NONE
        call.causal = operands.isCausal
        call.scale = operands.scale
        call.heads = query.shape.dropLast(2).reduce(1, *)
        call.queries = query.shape[rank - 2]
        call.keys = value.shape[rank - 2]
        call.depth = query.shape[rank - 1]
        call.width = value.shape[rank - 1]
        call.query = matrices[0]
        call.key = matrices[1]
        call.value = matrices[2]
        call.mask = matrices[3]
        call.statistics = statistics.pointer
        return call
    }
}

/// Where the matrices in the last two axes of some arrays of the same leading axes begin.
private struct Places {
    private let arrays: [Strided?]
    private let places: [Int]
    private let count: Int

    init(_ arrays: [Strided?]) {
        self.arrays = arrays
        var count = 0
        var places: [Int] = []
        for case let array? in arrays {
            let lead = array.rank - 2, size = array.dtype.size
            var index = Dims(repeating: 0, count: lead)
            count = array.shape.dropLast(2).reduce(1, *)
            places.reserveCapacity(arrays.count * count)
            var place = 0
            for _ in 0..<count {
                places.append(place)
                var axis = lead - 1
                while axis >= 0 {
                    let stride = array.layout.strides[axis] * size
                    index[axis] += 1
                    place += stride
                    if index[axis] < array.shape[axis] { break }
                    place -= index[axis] * stride
                    index[axis] = 0
                    axis -= 1
                }
            }
        }
        self.places = places
        self.count = count
    }

    func withMatrices(_ body: ([apus_matrices]) throws(ApusError) -> Void) throws(ApusError) {
        var result: Result<Void, ApusError> = .success(())
        places.withUnsafeBufferPointer { places in
            var next = places.baseAddress
            let matrices = arrays.map { array in
                guard let array else { return apus_matrices() }
                defer { next = next.map { $0 + count } }
                return apus_matrices(
                    data: array.pointer.assumingMemoryBound(to: CChar.self), places: next,
                    row: array.layout.strides[array.rank - 2] * array.dtype.size)
            }
            do throws(ApusError) { try body(matrices) } catch { result = .failure(error) }
        }
        try result.get()
    }
}
