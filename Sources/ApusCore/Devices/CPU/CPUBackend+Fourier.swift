internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func fourier(
        _ kind: FourierKind, _ x: Strided, axis: Int, count: Int, forward: Bool, scale: Double, to out: Strided
    ) throws(ApusError) {
        if out.count == 0 { return }
        let transforms = out.count / out.shape[axis]
        let plan = try FourierPlans.shared.plan(
            precision: out.dtype.realType, isReal: kind != .complex, count: count, transforms: transforms)
        var shape: [Int] = [], inputStrides: [Int] = [], outputStrides: [Int] = []
        for other in 0..<out.rank where other != axis {
            shape.append(out.shape[other])
            inputStrides.append(x.layout.strides[other] &* x.dtype.size)
            outputStrides.append(out.layout.strides[other] &* out.dtype.size)
        }
        var pool = CPUBackend.pool
        let workspace = try CPUBackend.workspace(byteCount: Int(apus_fft_workspace(plan.pointer, transforms, pool.threads)))
        var job = apus_fft_job()
        job.kind = apus_fft_kind(rawValue: kind.rawValue)
        job.forward = forward
        job.scale = scale
        job.present = x.shape[axis]
        job.input_step = x.layout.strides[axis] &* x.dtype.size
        job.output_step = out.layout.strides[axis] &* out.dtype.size
        job.rank = Int32(shape.count)
        job.input = UnsafeRawPointer(x.pointer)
        job.output = out.pointer
        shape.withUnsafeBufferPointer { shape in
            inputStrides.withUnsafeBufferPointer { inputStrides in
                outputStrides.withUnsafeBufferPointer { outputStrides in
                    job.shape = shape.baseAddress
                    job.input_strides = inputStrides.baseAddress
                    job.output_strides = outputStrides.baseAddress
                    apus_fft(plan.pointer, &job, workspace!.aligned, &pool)
                }
            }
        }
    }
}

/// A plan of the kernels, freed with its last use.
private final class FourierPlan: @unchecked Sendable {
    let pointer: OpaquePointer
    var byteCount: Int { Int(apus_fft_plan_bytes(pointer)) }

    init?(_ key: FourierPlans.Key) {
        guard let made = apus_fft_plan_create(key.precision.c, key.isReal, key.count, key.planClass) else { return nil }
        pointer = made
    }

    deinit { apus_fft_plan_destroy(pointer) }
}

/// The plans used last, up to a number of bytes.
private struct FourierPlans: Sendable {
    static let shared = FourierPlans()

    struct Key: Hashable {
        let precision: DType
        let isReal: Bool
        let count: Int
        let planClass: Int32
    }

    private struct Entries {
        var plans: [Key: (plan: FourierPlan, used: UInt64)] = [:]
        var uses: UInt64 = 0
        var byteCount = 0
    }

    private static var mostBytes: Int { 64 << 20 }
    private static var mostPlans: Int { 128 }

    private let entries = Guarded(Entries())

    func plan(precision: DType, isReal: Bool, count: Int, transforms: Int) throws(ApusError) -> FourierPlan {
        let key = Key(
            precision: precision, isReal: isReal, count: count, planClass: apus_fft_plan_class(precision.c, transforms))
        let known = entries.withLock { entries in
            entries.uses += 1
            entries.plans[key]?.used = entries.uses
            return entries.plans[key]?.plan
        }
        if let known { return known }
        guard let made = FourierPlan(key) else {
            throw .outOfMemory(requested: count.multipliedReportingOverflow(by: 2 * precision.size).partialValue, device: .cpu)
        }
        keep(made, for: key)
        return made
    }

    private func keep(_ plan: FourierPlan, for key: Key) {
        let size = plan.byteCount
        if size > FourierPlans.mostBytes { return }
        entries.withLock { entries in
            if entries.plans[key] != nil { return }
            entries.plans[key] = (plan, entries.uses)
            entries.byteCount += size
            while entries.byteCount > FourierPlans.mostBytes || entries.plans.count > FourierPlans.mostPlans {
                guard let oldest = entries.plans.min(by: { $0.value.used < $1.value.used }) else { break }
                entries.byteCount -= oldest.value.plan.byteCount
                entries.plans[oldest.key] = nil
            }
        }
    }
}
