internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func recur(
        _ operands: RecurrenceOperands, to out: Strided, lastCells: Strided?, gates: Strided?, cells: Strided?
    ) throws(ApusError) {
        var call = layer(operands, out, gates: gates, cells: cells)
        call.last_cells = lastCells?.pointer
        var pool = CPUBackend.pool
        let workspace = try CPUBackend.workspace(byteCount: Int(apus_recurrent_workspace(&call, pool.threads)))
        let status = apus_recurrent_forward(&call, workspace?.aligned, &pool)
        withExtendedLifetime((operands, out, lastCells, gates, cells, workspace)) {}
        if status != 0 { throw noKernel("recurrence", out.dtype) }
    }

    @usableFromInline
    func recurBackward(
        _ operands: RecurrenceOperands, result: Strided, gates: Strided?, cells: Strided?, gradient: Strided?, lastHidden: Strided?,
        lastCells: Strided?, toSlopes: Strided, toHidden: Strided, toCells: Strided?
    ) throws(ApusError) {
        var call = layer(operands, result, gates: gates, cells: cells)
        var gradients = apus_recurrent_gradients()
        gradients.out = sequence(gradient)
        gradients.last_hidden = lastHidden.map { UnsafeRawPointer($0.pointer) }
        gradients.last_cells = lastCells.map { UnsafeRawPointer($0.pointer) }
        gradients.slopes = sequence(toSlopes)
        gradients.first_hidden = toHidden.pointer
        gradients.first_cells = toCells?.pointer
        var pool = CPUBackend.pool
        let workspace = try CPUBackend.workspace(byteCount: Int(apus_recurrent_workspace(&call, pool.threads)))
        let status = apus_recurrent_backward(&call, &gradients, workspace?.aligned, &pool)
        withExtendedLifetime((operands, result, gates, cells, workspace)) {}
        withExtendedLifetime((gradient, lastHidden, lastCells, toSlopes, toHidden, toCells)) {}
        if status != 0 { throw noKernel("recurrence", result.dtype) }
    }

    private func layer(_ operands: RecurrenceOperands, _ out: Strided, gates: Strided?, cells: Strided?) -> apus_recurrent {
        var call = apus_recurrent()
        call.dtype = operands.x.dtype.c
        call.kind = apus_recurrence(rawValue: operands.kind.rawValue)
        call.reversed = operands.isReversed
        call.steps = operands.x.shape[0]
        call.batch = operands.x.shape[1]
        call.inputs = operands.x.shape[2]
        call.hidden = operands.hiddenWeight.shape[1]
        call.x = sequence(operands.x)
        call.input_weight = UnsafeRawPointer(operands.inputWeight.pointer)
        call.hidden_weight = UnsafeRawPointer(operands.hiddenWeight.pointer)
        call.input_bias = operands.inputBias.map { UnsafeRawPointer($0.pointer) }
        call.hidden_bias = operands.hiddenBias.map { UnsafeRawPointer($0.pointer) }
        call.first_hidden = operands.hidden.map { UnsafeRawPointer($0.pointer) }
        call.first_cells = operands.cells.map { UnsafeRawPointer($0.pointer) }
        call.out = sequence(out)
        call.gates = sequence(gates)
        call.cells = sequence(cells)
        return call
    }

    private func sequence(_ x: Strided?) -> apus_sequence {
        guard let x else { return apus_sequence() }
        let size = x.dtype.size
        return apus_sequence(
            data: x.pointer.assumingMemoryBound(to: CChar.self), step: x.layout.strides[0] * size, row: x.layout.strides[1] * size)
    }
}
