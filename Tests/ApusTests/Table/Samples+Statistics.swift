@testable import Apus

let statisticsSamples: [Sample] =
    withoutNaNSamples + orderStatisticsSamples + momentSamples + countingSamples + sequenceSamples + realFunctionSamples

private let withoutNaNSamples: [Sample] = [
    Sample("nanSum", complex: true, ("x", .x([2, 3, 2])), ("axes", .ints(0, 2))),
    Sample("nanProd", complex: true, ("x", .x([2, 3])), ("axes", .ints(1)), ("keepDims", .flag(true))),
    Sample("nanMean", complex: true, ("x", .x([2, 3, 2])), ("axes", .ints(-1, 0))), Sample("nanMean", ("x", .x([4]))),
    Sample("nanVar", complex: true, ("x", .x([2, 3, 2])), ("axes", .ints(0, 2))),
    Sample("nanStd", complex: true, ("x", .x([2, 3])), ("correction", .real(0.5)), ("keepDims", .flag(true))),
    Sample("nanMin", ("x", .x([2, 3, 2])), ("axes", .ints(0, 2))),
    Sample("nanMax", ("x", .x([2, 3])), ("keepDims", .flag(true))),
    Sample("nanArgmin", ("x", .x([2, 3])), ("axis", .int(1))), Sample("nanArgmax", ("x", .x([2, 3])), ("keepDims", .flag(true))),
    Sample("nanCumsum", complex: true, ("x", .x([2, 3])), ("axis", .int(1))),
    Sample("nanCumprod", complex: true, ("x", .x([2, 3]))),
]

private let orderStatisticsSamples: [Sample] = [
    Sample("median", ("x", .x([3, 4])), ("axes", .ints(1))), Sample("median", ("x", .x([3, 4]))),
    Sample("nanMedian", ("x", .x([3, 5])), ("axes", .ints(0)), ("keepDims", .flag(true))), Sample("nanMedian", ("x", .x([6]))),
    Sample("quantile", ("x", .x([3, 4, 2])), ("q", .plain(.scalar(.float(0.3)))), ("axes", .ints(0, 1))),
    Sample("quantile", ("x", .x([3, 4])), ("q", .variable([2], 0.1...0.9)), ("axes", .ints(1)), ("keepDims", .flag(true))),
    Sample("quantile", ("x", .x([7])), ("q", .plain(.scalar(.float(0.4)))), ("method", .text("hazen"))),
    Sample("quantile", ("x", .x([7])), ("q", .plain(.scalar(.float(0.4)))), ("method", .text("lower"))),
    Sample("percentile", ("x", .x([2, 5])), ("q", .plain(.scalar(.float(30)))), ("axes", .ints(-1))),
    Sample("nanQuantile", ("x", .x([2, 5])), ("q", .variable([2], 0.1...0.9)), ("axes", .ints(1))),
    Sample("nanPercentile", ("x", .x([5])), ("q", .plain(.scalar(.float(70)))), ("method", .text("median_unbiased"))),
]

private let momentSamples: [Sample] = [
    Sample("average", complex: true, ("x", .x([2, 3]))),
    Sample("average", complex: true, ("x", .x([2, 3])), ("axes", .ints(1)), ("weights", .variable([3], 0.5...2))),
    Sample("average", ("x", .x([2, 3])), ("weights", .variable([2, 3], 0.5...2)), ("keepDims", .flag(true))),
    Sample("ptp", ("x", .x([2, 3])), ("axes", .ints(1))), Sample("cov", complex: true, ("x", .x([2, 4]))),
    Sample("cov", ("x", .x([4, 2])), ("y", .x([4, 1])), ("rowVariables", .flag(false)), ("correction", .int(0))),
    Sample(
        "cov", ("x", .x([2, 4])), ("fweights", .indices([1, 2, 1, 3], [4])), ("aweights", .constant([4], 0.5...2))),
    Sample("corrcoef", ("x", .x([2, 5]))), Sample("corrcoef", ("x", .x([4])), ("y", .x([4]))),
]

private let countingSamples: [Sample] = [
    Sample("bincount", ("x", .indices([0, 3, 1, 3], [4]))), Sample("digitize", ("x", .x([2, 3])), ("bins", .indices([-1, 0, 2], [3]))),
    Sample("histogram", ("x", .x([7])), ("bins", .int(3)), ("range", .constant([2], -2...2))),
    Sample("histogram", ("x", .x([7])), ("bins", .indices([-1, 0, 1, 2], [4])), ("weights", .constant([7], 0...1))),
    Sample("histogramBinEdges", ("x", .x([7])), ("bins", .text("sturges"))),
    Sample("histogramOnGrid", ("x", .x([5, 2])), ("edges", .list([.indices([-1, 0, 1], [3]), .indices([-2, 0, 1, 2], [4])]))),
    Sample("histc", ("x", .x([9])), ("bins", .int(4)), ("min", .real(-1)), ("max", .real(1))),
]

private let sequenceSamples: [Sample] = [
    Sample("convolve", complex: true, ("a", .x([5])), ("v", .x([3]))),
    Sample("convolve", complex: true, ("a", .x([3])), ("v", .x([4])), ("mode", .text("same"))),
    Sample("correlate", complex: true, ("a", .x([5])), ("v", .x([3]))),
    Sample("correlate", complex: true, ("a", .x([3])), ("v", .x([4])), ("mode", .text("full"))),
    Sample("interp", ("x", .variable([2, 3], 0.1...2.9)), ("xp", .indices([0, 1, 3], [3])), ("fp", .x([3]))),
    Sample("interp", ("x", .variable([4], 5.1...7.4)), ("xp", .indices([0, 2, 1], [3])), ("fp", .x([3])), ("period", .real(2.5))),
    Sample("trapezoid", complex: true, ("y", .x([2, 4]))),
    Sample("trapezoid", complex: true, ("y", .x([4, 2])), ("x", .x([4])), ("axis", .int(0))),
    Sample("trapezoid", ("y", .x([4, 2])), ("dx", .plain(.scalar(.float(0.5)))), ("axis", .int(0))),
    Sample("cumulativeTrapezoid", complex: true, ("y", .x([2, 4]))), Sample("cumulativeTrapezoid", ("y", .x([4])), ("x", .x([4]))),
    Sample("gradient", complex: true, ("x", .x([3, 4]))),
    Sample("gradient", ("x", .x([4, 3])), ("spacing", .list([.indices([0, 1, 3, 4], [4])])), ("axes", .ints(0)), ("edgeOrder", .int(2))),
    Sample("gradient", complex: true, ("x", .x([4])), ("spacing", .plain(.scalar(.float(2)))), ("edgeOrder", .int(2))),
    Sample("ediff1d", complex: true, ("x", .x([2, 3])), ("toEnd", .x([2]))), Sample("unwrap", ("x", .x([2, 4]))),
    Sample("unwrap", ("x", .variable([6], -9...9)), ("period", .real(4))),
    Sample("selectByCondition", complex: true, ("conditions", .list([.mask([4]), .mask([4])])), ("choices", .list([.x([4]), .x([4])]))),
]

private let realFunctionSamples: [Sample] = [
    Sample("cbrt", ("x", .x([4]))), Sample("i0", ("x", .x([5]))), Sample("i1", ("x", .x([5]))),
    Sample("sinc", complex: true, ("x", .x([5]))), Sample("radians", ("x", .x([3]))), Sample("degrees", ("x", .x([3]))),
    Sample("isPositiveInfinity", ("x", .x([3]))), Sample("isNegativeInfinity", ("x", .x([3]))),
    Sample("nanToNum", complex: true, ("x", .x([3]))), Sample("nanToNum", ("x", .x([3])), ("posinf", .real(1))),
    Sample("gcd", ("a", .indices([12, 18, -7], [3])), ("b", .indices([8, 0, 21], [3]))),
    Sample("lcm", ("a", .indices([12, 18, -7], [3])), ("b", .indices([8, 0, 21], [3]))),
    Sample("bitCount", ("x", .indices([1, 255, -7], [3]))), Sample("frexp", ("x", .x([5]))),
    Sample("ldexp", ("x", .x([4])), ("exponent", .indices([1, -2, 3, 0], [4]))), Sample("modf", ("x", .x([4]))),
    Sample("floatPower", complex: true, ("a", .variable([4], 0.3...2)), ("b", .x([4]))), Sample("sortComplex", ("x", .x([2, 3]))),
    Sample("spacing", ("x", .x([4]))), Sample("heaviside", ("x", .x([4])), ("values", .x([4]))),
]

/// The operations among them without derivative, and why they have none.
let statisticsWithoutDerivative: [String: String] = [
    "nanArgmin": "the result is positions", "nanArgmax": "the result is positions",
    "isPositiveInfinity": "the result is true or false", "isNegativeInfinity": "the result is true or false",
    "bincount": counts, "digitize": "the result is positions", "histogram": counts, "histogramBinEdges": counts,
    "histogramOnGrid": counts, "histc": counts,
    "gcd": "the operands are integers", "lcm": "the operands are integers", "bitCount": "the operands are integers",
    "spacing": "the result is a distance between neighbouring floats, not a smooth function",
]

private let counts = "the result is counts, or PyTorch defines no derivative either"
