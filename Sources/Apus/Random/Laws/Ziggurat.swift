// Normal and exponential numbers by the ziggurat method.

import Glibc

/// The tables of one ziggurat, in memory that is never released.
struct Ziggurat<Real: BinaryFloatingPoint, Bits: FixedWidthInteger>: @unchecked Sendable {
    let widths: UnsafePointer<Real>
    let densities: UnsafePointer<Real>
    let thresholds: UnsafePointer<Bits>

    init(widths: [Real], densities: [Real], thresholds: [Bits]) {
        self.widths = Self.immortal(widths)
        self.densities = Self.immortal(densities)
        self.thresholds = Self.immortal(thresholds)
    }

    private static func immortal<Element>(_ values: [Element]) -> UnsafePointer<Element> {
        let copy = UnsafeMutableBufferPointer<Element>.allocate(capacity: values.count)
        _ = copy.initialize(from: values)
        return UnsafePointer(copy.baseAddress!)
    }
}

/// The four ziggurats and the edges of their tails.
enum Ziggurats {
    static let normalTail = 3.6541528853610088
    static let normalTailInverse = 0.27366123732975827
    static let exponentialTail = 7.69711747013104972

    static let normal = Ziggurat(
        widths: ZigguratConstants.normalWidths, densities: ZigguratConstants.normalDensities,
        thresholds: normalThresholds)

    static let exponential = Ziggurat(
        widths: ZigguratConstants.exponentialWidths, densities: ZigguratConstants.exponentialDensities,
        thresholds: ZigguratConstants.exponentialThresholds)

    static let normalFloat = Ziggurat(
        widths: ZigguratConstants.normalWidths.map { Float($0 * 0x1p29) },
        densities: ZigguratConstants.normalDensities.map { Float($0) },
        thresholds: normalThresholds.map { rounded($0, shift: 29) })

    static let exponentialFloat = Ziggurat(
        widths: patched(ZigguratConstants.exponentialWidths.map { Float($0 * 0x1p30) }, [226: 0x34ec_3ca4]),
        densities: patched(
            ZigguratConstants.exponentialDensities.map { Float($0) },
            [128: 0x3e40_b292, 154: 0x3e07_9fc0, 171: 0x3dcf_826e]),
        thresholds: ZigguratConstants.exponentialThresholds.map { rounded($0, shift: 30) })

    private static let normalThresholds: [UInt64] = (0..<256).map { layer in
        let widths = ZigguratConstants.normalWidths
        switch layer {
        case 0: return UInt64((widths[255] / widths[0] * 0x1p52).rounded(.toNearestOrEven))
        case 1: return 0
        default: return UInt64((widths[layer - 1] / widths[layer] * 0x1p52).rounded(.toNearestOrEven))
        }
    }

    private static func rounded(_ value: UInt64, shift: UInt64) -> UInt32 {
        UInt32((value + 1 << (shift - 1)) >> shift)
    }

    /// NumPy's float32 tables were rounded from longer numbers: the few that differ from rounding the float64 ones.
    private static func patched(_ values: [Float], _ patches: [Int: UInt32]) -> [Float] {
        var values = values
        for (index, bits) in patches { values[index] = Float(bitPattern: bits) }
        return values
    }
}

extension BitGenerator {
    /// A number from the standard normal law, as `Generator.standard_normal`.
    ///
    /// G. Marsaglia, W. W. Tsang, "The Ziggurat Method for Generating Random Variables" (2000), 256 layers.
    @inline(__always)
    mutating func standardNormal(_ table: Ziggurat<Double, UInt64>) -> Double {
        while true {
            let word = next()
            let layer = Int(word & 0xff)
            let magnitude = (word >> 9) & 0x000f_ffff_ffff_ffff
            let size = Double(Int64(bitPattern: magnitude)) * table.widths[layer]
            // The sign is set without a branch, which would be mispredicted every other time.
            let value = Double(bitPattern: size.bitPattern ^ (word & 0x100) << 55)
            if magnitude < table.thresholds[layer] { return value }
            if layer == 0 { return normalTail(negative: (magnitude >> 8) & 1 == 1) }
            let (above, here) = (table.densities[layer - 1], table.densities[layer])
            if (above - here) * nextDouble() + here < exp(-0.5 * value * value) { return value }
        }
    }

    private mutating func normalTail(negative: Bool) -> Double {
        while true {
            let x = -Ziggurats.normalTailInverse * log1p(-nextDouble())
            let y = -log1p(-nextDouble())
            if y + y > x * x { return negative ? -(Ziggurats.normalTail + x) : Ziggurats.normalTail + x }
        }
    }

    /// A float32 number from the standard normal law, as `Generator.standard_normal(dtype=np.float32)`.
    @inline(__always)
    mutating func standardNormal(_ table: Ziggurat<Float, UInt32>) -> Float {
        let word = next32()
        return standardNormal(table, first: word)
    }

    /// The number that begins with a word of 32 bits which has been taken from the stream.
    @inline(__always)
    mutating func standardNormal(_ table: Ziggurat<Float, UInt32>, first: UInt32) -> Float {
        var word = first
        while true {
            let layer = Int(word & 0xff)
            let magnitude = (word >> 9) & 0x007f_ffff
            let size = Float(Int32(bitPattern: magnitude)) * table.widths[layer]
            let value = Float(bitPattern: size.bitPattern ^ (word & 0x100) << 23)
            if magnitude < table.thresholds[layer] { return value }
            if layer == 0 { return normalTailFloat(negative: (magnitude >> 8) & 1 == 1) }
            let (above, here) = (table.densities[layer - 1], table.densities[layer])
            if Double((above - here) * nextFloat() + here) < exp(-0.5 * Double(value) * Double(value)) { return value }
            word = next32()
        }
    }

    private mutating func normalTailFloat(negative: Bool) -> Float {
        while true {
            let x = -Float(Ziggurats.normalTailInverse) * log1pf(-nextFloat())
            let y = -log1pf(-nextFloat())
            if y + y > x * x {
                return negative ? -(Float(Ziggurats.normalTail) + x) : Float(Ziggurats.normalTail) + x
            }
        }
    }

    /// A number from the exponential law of rate 1, as `Generator.standard_exponential`.
    @inline(__always)
    mutating func standardExponential(_ table: Ziggurat<Double, UInt64>) -> Double {
        while true {
            let word = next() >> 3
            let layer = Int(word & 0xff)
            let magnitude = word >> 8
            let value = Double(Int64(bitPattern: magnitude)) * table.widths[layer]
            if magnitude < table.thresholds[layer] { return value }
            if layer == 0 { return Ziggurats.exponentialTail - log1p(-nextDouble()) }
            let (above, here) = (table.densities[layer - 1], table.densities[layer])
            if (above - here) * nextDouble() + here < exp(-value) { return value }
        }
    }

    /// A float32 number from the exponential law, as `Generator.standard_exponential(dtype=np.float32)`.
    @inline(__always)
    mutating func standardExponential(_ table: Ziggurat<Float, UInt32>) -> Float {
        while true {
            let word = next32() >> 1
            let layer = Int(word & 0xff)
            let magnitude = word >> 8
            let value = Float(magnitude) * table.widths[layer]
            if magnitude < table.thresholds[layer] { return value }
            if layer == 0 { return Float(Ziggurats.exponentialTail) - log1pf(-nextFloat()) }
            let (above, here) = (table.densities[layer - 1], table.densities[layer])
            if (above - here) * nextFloat() + here < expf(-value) { return value }
        }
    }
}

extension BitGenerator {
    /// A number from the normal law of mean 0 and standard deviation 1.
    @inline(__always)
    mutating func normal() -> Double { standardNormal(Ziggurats.normal) }

    /// A number from the exponential law of mean 1.
    @inline(__always)
    mutating func exponential() -> Double { standardExponential(Ziggurats.exponential) }
}
