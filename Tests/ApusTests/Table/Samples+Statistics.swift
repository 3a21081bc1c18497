@testable import Apus

let statisticsSamples: [Sample] = withoutNaNSamples + orderStatisticsSamples + realFunctionSamples

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

private let realFunctionSamples: [Sample] = [
    Sample("cbrt", ("x", .x([4]))), Sample("i0", ("x", .x([5]))), Sample("i1", ("x", .x([5]))),
    Sample("sinc", complex: true, ("x", .x([5]))), Sample("radians", ("x", .x([3]))), Sample("degrees", ("x", .x([3]))),
    Sample("isPositiveInfinity", ("x", .x([3]))), Sample("isNegativeInfinity", ("x", .x([3]))),
    Sample("nanToNum", complex: true, ("x", .x([3]))), Sample("nanToNum", ("x", .x([3])), ("posinf", .real(1))),
    Sample("gcd", ("a", .indices([12, 18, -7], [3])), ("b", .indices([8, 0, 21], [3]))),
    Sample("lcm", ("a", .indices([12, 18, -7], [3])), ("b", .indices([8, 0, 21], [3]))),
    Sample("bitCount", ("x", .indices([1, 255, -7], [3]))), Sample("frexp", ("x", .x([5]))),
    Sample("ldexp", ("x", .x([4])), ("exponent", .indices([1, -2, 3, 0], [4]))), Sample("modf", ("x", .x([4]))),
    Sample("spacing", ("x", .x([4]))), Sample("heaviside", ("x", .x([4])), ("values", .x([4]))),
]

/// The operations among them without derivative, and why they have none.
let statisticsWithoutDerivative: [String: String] = [
    "nanArgmin": "the result is positions", "nanArgmax": "the result is positions",
    "isPositiveInfinity": "the result is true or false", "isNegativeInfinity": "the result is true or false",
    "gcd": "the operands are integers", "lcm": "the operands are integers", "bitCount": "the operands are integers",
    "spacing": "the result is a distance between neighbouring floats, not a smooth function",
]
