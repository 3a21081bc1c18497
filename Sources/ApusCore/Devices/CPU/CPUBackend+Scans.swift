internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func scan(_ kernel: ScanKernel, _ x: Strided, axis: Int, to out: Strided) throws(ApusError) {
        var shape: [Int] = [], inStrides: [Int] = [], outStrides: [Int] = []
        for other in 0..<x.rank where other != axis {
            shape.append(x.shape[other])
            inStrides.append(x.layout.strides[other] &* x.dtype.size)
            outStrides.append(out.layout.strides[other] &* out.dtype.size)
        }
        var pool = CPUBackend.pool
        let status = apus_scan(
            apus_scan_op(rawValue: kernel.rawValue), x.dtype.c, Int32(shape.count), shape, inStrides, outStrides,
            x.shape[axis], x.layout.strides[axis] &* x.dtype.size, out.layout.strides[axis] &* out.dtype.size, x.pointer,
            out.pointer, &pool)
        if status != 0 { throw noKernel("cumulative \(kernel)", x.dtype) }
    }

    @usableFromInline
    func softmax(_ kernel: SoftmaxKernel, _ x: Strided, axis: Int, to out: Strided) throws(ApusError) {
        let split = AxisSplit(x.shape, axis)
        var pool = CPUBackend.pool
        let status = apus_softmax(
            apus_softmax_op(rawValue: kernel.rawValue), x.dtype.c, split.outer, split.length, split.inner, x.pointer,
            out.pointer, &pool)
        if status != 0 { throw noKernel("\(kernel)", x.dtype) }
    }

    @usableFromInline
    func softmaxBackward(
        _ kernel: SoftmaxKernel, result: Strided, gradient: Strided, axis: Int, to out: Strided
    ) throws(ApusError) {
        let split = AxisSplit(result.shape, axis)
        var pool = CPUBackend.pool
        let status = apus_softmax_backward(
            apus_softmax_op(rawValue: kernel.rawValue), result.dtype.c, split.outer, split.length, split.inner,
            result.pointer, gradient.pointer, out.pointer, &pool)
        if status != 0 { throw noKernel("\(kernel)", result.dtype) }
    }
}

/// A contiguous shape as [outer, length, inner], around one axis.
struct AxisSplit {
    let outer: Int, length: Int, inner: Int

    init(_ shape: Dims, _ axis: Int) {
        outer = Dims(shape.prefix(axis)).product
        length = shape[axis]
        inner = Dims(shape.dropFirst(axis + 1)).product
    }
}
