import ApusCore

/// Windows: weights that fade out a signal at its ends.
extension ArrayFace {
    /// The points 1 − n, 3 − n, …, n − 1.
    private static func windowPoints(_ count: Int) throws(ApusError) -> Self {
        let range = Arange(start: .int(Int64(1 - count)), stop: .int(Int64(count)), step: .int(2))
        return try Self(value: range.make(.float64, world))
    }

    /// Nothing for no points, 1 for one, else what a function makes of the points.
    private static func window(_ count: Int, _ body: (Self, Double) throws(ApusError) -> Self) -> Self {
        trapping { () throws(ApusError) -> Self in
            let result: Self
            if count < 1 {
                result = Self(value: try Strided.empty([0], .float64))
            } else if count == 1 {
                result = Self(value: try filled([1], .int(1), .float64, .cpu))
            } else {
                result = try body(windowPoints(count), Double(count - 1))
            }
            return try result.inDType(world.defaultFloat)
        }
    }

    private static func cosine(_ points: Self, _ factor: Double, _ last: Double) throws(ApusError) -> Self {
        try apply(Cosine(), points *! (factor * .pi) /! last)
    }

    /// A triangle that is 0 at both ends. `numpy.bartlett`, `torch.bartlett_window(periodic=False)`.
    public static func bartlett(_ count: Int) -> Self {
        window(count) { points, last throws(ApusError) in try 1.0 -! apply(Absolute(), points) /! last }
    }

    /// 0.42 + 0.5 cos + 0.08 cos of twice the angle. `numpy.blackman`, `torch.blackman_window(periodic=False)`.
    public static func blackman(_ count: Int) -> Self {
        window(count) { points, last throws(ApusError) in
            try cosine(points, 1, last) *! 0.5 +! 0.42 +! cosine(points, 2, last) *! 0.08
        }
    }

    /// 0.54 + 0.46 cos. `numpy.hamming`, `torch.hamming_window(periodic=False)`.
    public static func hamming(_ count: Int) -> Self {
        window(count) { points, last throws(ApusError) in try cosine(points, 1, last) *! 0.46 +! 0.54 }
    }

    /// 0.5 + 0.5 cos. `numpy.hanning`, `torch.hann_window(periodic=False)`.
    public static func hanning(_ count: Int) -> Self {
        window(count) { points, last throws(ApusError) in try cosine(points, 1, last) *! 0.5 +! 0.5 }
    }

    /// I₀(β √(1 − t²)) ÷ I₀(β) for t from −1 to 1 (Kaiser, 1966). `numpy.kaiser`, `torch.kaiser_window(periodic=False)`.
    public static func kaiser(_ count: Int, beta: Double) -> Self {
        window(count) { points, last throws(ApusError) in
            let t = try points /! last
            let root = try apply(SquareRoot(), 1.0 -! t *! t)
            let peak = try apply(BesselI0(), Self(value: filled([], .float(beta), .float64, .cpu)))
            return try apply(BesselI0(), root *! beta) /! peak
        }
    }
}
