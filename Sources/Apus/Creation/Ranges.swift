public import ApusCore

/// The evenly spaced numbers start, start + step, … before stop.
package struct Arange {
    let start: Scalar
    let stop: Scalar
    let step: Scalar

    package init(start: Scalar, stop: Scalar, step: Scalar) {
        self.start = start
        self.stop = stop
        self.step = step
    }

    /// The dtype, if none is asked for: int64 if all numbers are integers, else the world's float.
    package func dtype(_ world: World) -> DType {
        [start, stop, step].allSatisfy(\.isIntegral) ? .int64 : world.defaultFloat
    }

    /// How many numbers there are: (stop − start) ÷ step, rounded up.
    func count() throws(ApusError) -> Int {
        if [start, stop, step].contains(where: { if case .complex = $0 { true } else { false } }) {
            throw .argument(operation: "arange", message: "complex numbers have no order; use real ones")
        }
        guard step.doubleValue != 0 else { throw .argument(operation: "arange", message: "the step must not be 0") }
        if case .int(let first) = start, case .int(let last) = stop, case .int(let step) = step {
            return try integerCount(first, last, step)
        }
        let length = ((stop.doubleValue - start.doubleValue) / step.doubleValue).rounded(.up)
        guard length < 0x1p62 else {
            throw .argument(operation: "arange", message: "from \(start) to \(stop) by \(step) there are too many numbers")
        }
        return length > 0 ? Int(length) : 0
    }

    private func integerCount(_ first: Int64, _ last: Int64, _ step: Int64) throws(ApusError) -> Int {
        let (distance, overflow) = last.subtractingReportingOverflow(first)
        if overflow { throw .argument(operation: "arange", message: "\(first) and \(last) are too far apart") }
        if (distance < 0) != (step < 0) || distance == 0 { return 0 }
        let magnitude = (distance.magnitude - 1) / step.magnitude + 1
        guard magnitude <= UInt64(Int.max) else {
            throw .argument(operation: "arange", message: "from \(first) to \(last) there are too many numbers")
        }
        return Int(magnitude)
    }

    package func make(_ dtype: DType, _ world: World) throws(ApusError) -> Strided {
        let count = try count()
        if dtype == .bool && count > 2 {
            throw .dtype(operation: "arange", message: "a bool range has two elements at most, not \(count)")
        }
        let out = try Strided.empty([count], dtype)
        switch dtype {
        case .float16: fillFloats(out, Float16.self, Float.self, world)
        case .bfloat16: fillFloats(out, BFloat16.self, Float.self, world)
        case .float32: fillReals(out, Float.self, world)
        case .float64: fillReals(out, Double.self, world)
        case .complex64, .complex128: return try cast(make(dtype.realType, world), to: dtype)
        default: fillIntegers(out)
        }
        return out
    }

    /// In NumPy's world the step is the difference of the first two elements in their own dtype, and every element is
    /// computed in it; in PyTorch's elements are computed as float64 and rounded once.
    private func fillFloats<T: ArrayElement, Wide: BinaryFloatingPoint>(
        _ out: Strided, _ element: T.Type, _ wide: Wide.Type, _ world: World
    ) {
        let pointer = out.pointer.assumingMemoryBound(to: T.self)
        if world == .torch {
            let first = start.doubleValue, step = step.doubleValue
            for i in 0..<out.count { pointer[i] = T(scalar: .float(first + Double(i) * step)) }
            return
        }
        let first = Wide(T(scalar: start).scalar.doubleValue)
        let second = Wide(T(scalar: .float(start.doubleValue + step.doubleValue)).scalar.doubleValue)
        let delta = second - first
        for i in 0..<out.count { pointer[i] = T(scalar: .float(Double(i == 1 ? second : first + Wide(i) * delta))) }
    }

    /// What `fillFloats` gives, without a step over scalars for each element.
    private func fillReals<T: ArrayElement & BinaryFloatingPoint>(_ out: Strided, _ element: T.Type, _ world: World) {
        let pointer = out.pointer.assumingMemoryBound(to: T.self), count = out.count
        if world == .torch {
            let first = start.doubleValue, step = step.doubleValue
            for i in 0..<count { pointer[i] = T(first + Double(i) * step) }
            return
        }
        let first = T(scalar: start), second = T(start.doubleValue + step.doubleValue)
        let delta = second - first
        for i in 0..<count { pointer[i] = first + T(i) * delta }
        if count > 1 { pointer[1] = second }
    }

    /// Integer ranges step by integers: a step's fraction is lost with the first two elements', as in NumPy.
    private func fillIntegers(_ out: Strided) {
        let first = start.int64Value
        let delta: Int64
        if case .int(let step) = step, start.isIntegral {
            delta = step
        } else {
            delta = Scalar.float(start.doubleValue + step.doubleValue).int64Value &- first
        }
        switch out.dtype {
        case .uint8, .int8: fill(out, UInt8.self, first, delta)
        case .uint16, .int16: fill(out, UInt16.self, first, delta)
        case .uint32, .int32: fill(out, UInt32.self, first, delta)
        case .uint64, .int64: fill(out, UInt64.self, first, delta)
        default:
            for i in 0..<out.count {
                Scalar.int(first &+ Int64(i) &* delta).store(to: out.pointer + i * out.dtype.size, as: out.dtype)
            }
        }
    }

    /// The low bits of first, first + delta, ….
    private func fill<T: FixedWidthInteger>(_ out: Strided, _ element: T.Type, _ first: Int64, _ delta: Int64) {
        let pointer = out.pointer.assumingMemoryBound(to: T.self)
        let first = T(truncatingIfNeeded: first), delta = T(truncatingIfNeeded: delta)
        for i in 0..<out.count { pointer[i] = first &+ T(truncatingIfNeeded: i) &* delta }
    }
}

/// `count` evenly spaced numbers from start to stop.
package struct Linspace {
    let start: Double
    let stop: Double
    let count: Int
    let endpoint: Bool

    package init(start: Double, stop: Double, count: Int, endpoint: Bool) {
        self.start = start
        self.stop = stop
        self.count = count
        self.endpoint = endpoint
    }

    package func make(_ dtype: DType, _ world: World) throws(ApusError) -> Strided {
        guard count >= 0 else {
            throw .argument(operation: "linspace", message: "the count must not be negative, it is \(count)")
        }
        let wide = try Strided.empty([count], .float64)
        let pointer = wide.pointer.assumingMemoryBound(to: Double.self)
        let intervals = endpoint ? count - 1 : count
        let step = intervals > 0 ? (stop - start) / Double(intervals) : 0
        if count > 1 && step != 0 {
            let first = start, last = stop, half = world == .torch && endpoint ? count / 2 : count
            for i in 0..<half { pointer[i] = Double(i) * step + first }
            for i in half..<count { pointer[i] = last - step * Double(count - 1 - i) }
            if endpoint && world != .torch { pointer[count - 1] = last }
        } else {
            for i in 0..<count { pointer[i] = element(i, step, world) }
        }
        if world == .numpy, dtype.isInteger {
            for i in 0..<count { pointer[i] = pointer[i].rounded(.down) }
        }
        return try cast(wide, to: dtype)
    }

    /// In PyTorch's world the second half is counted back from the end, so that both ends are exact.
    private func element(_ i: Int, _ step: Double, _ world: World) -> Double {
        if world == .torch && endpoint {
            return i < count / 2 || count == 1 ? start + step * Double(i) : stop - step * Double(count - 1 - i)
        }
        if endpoint && i == count - 1 && count > 1 { return stop }
        // A step too small for a number may still lead to one.
        let intervals = Double(endpoint ? count - 1 : count)
        return (step == 0 ? Double(i) / Swift.max(intervals, 1) * (stop - start) : Double(i) * step) + start
    }
}

extension Scalar {
    fileprivate var isIntegral: Bool {
        switch self {
        case .bool, .int, .uint: true
        default: false
        }
    }
}

extension ArrayFace {
    /// The numbers 0, 1, … before `stop`. `numpy.arange`, `torch.arange`.
    public static func arange(_ stop: some ScalarConvertible, dtype: DType? = nil, device: Device = .cpu) -> Self {
        arange(0, stop, dtype: dtype, device: device)
    }

    /// The numbers `start`, `start + step`, … before `stop`: int64 if all three are integers, else the default float.
    /// There are (stop − start) ÷ step of them, rounded up; with a fractional step rounding may add one, so `linspace`
    /// is better then. `numpy.arange`, `torch.arange`.
    public static func arange(
        _ start: some ScalarConvertible, _ stop: some ScalarConvertible, step: some ScalarConvertible = 1,
        dtype: DType? = nil, device: Device = .cpu
    ) -> Self {
        trapping { () throws(ApusError) in
            let range = Arange(start: start.scalar, stop: stop.scalar, step: step.scalar)
            return try Self(value: range.make(dtype ?? range.dtype(world), world)).placed(on: device)
        }
    }

    /// `count` evenly spaced numbers from `start` to `stop`, which is the last of them unless `endpoint` is false; of
    /// the default float without a dtype. `numpy.linspace`, `torch.linspace`.
    public static func linspace(
        _ start: Double, _ stop: Double, count: Int = 50, endpoint: Bool = true, dtype: DType? = nil,
        device: Device = .cpu
    ) -> Self {
        trapping { () throws(ApusError) in
            let range = Linspace(start: start, stop: stop, count: count, endpoint: endpoint)
            return try Self(value: range.make(dtype ?? world.defaultFloat, world)).placed(on: device)
        }
    }

    /// This new array, on another device.
    func placed(on device: Device) throws(ApusError) -> Self {
        if device == .cpu { return self }
        let out = try Strided.empty(shape, dtype, on: device)
        if device != .meta { try device.backend.copy(value, to: out) }
        return Self(value: out)
    }
}
