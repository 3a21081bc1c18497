@testable import Apus

private let unary: [Sample] = [
    ("negative", true, nil), ("conjugate", true, nil), ("real", true, nil), ("imaginary", true, nil), ("square", true, nil),
    ("sqrt", true, 0.3...2), ("rsqrt", true, 0.3...2), ("reciprocal", true, nil), ("abs", true, nil), ("sign", true, nil),
    ("angle", true, nil), ("exp", true, nil), ("exp2", true, nil), ("expm1", true, nil), ("log", true, 0.3...2),
    ("log2", true, 0.3...2), ("log10", true, 0.3...2), ("log1p", true, -0.7...2), ("sin", true, nil), ("cos", true, nil),
    ("tan", true, -0.9...0.9), ("asin", true, -0.9...0.9), ("acos", true, -0.9...0.9), ("atan", true, -0.9...0.9),
    ("sinh", true, nil), ("cosh", true, nil), ("tanh", true, nil), ("asinh", true, nil), ("acosh", true, 1.2...4),
    ("atanh", true, -0.9...0.9), ("erf", false, nil), ("erfc", false, nil), ("floor", false, 0.1...0.9),
    ("ceil", false, 0.1...0.9), ("trunc", false, 0.1...0.9), ("round", false, 0.1...0.4), ("sigmoid", true, nil),
    ("relu", false, nil), ("gelu", false, nil), ("geluTanh", false, nil), ("silu", true, nil), ("softplus", false, nil),
    ("leakyRelu", false, nil), ("elu", false, nil), ("copy", true, nil), ("isNaN", true, nil), ("isInfinite", true, nil),
    ("isFinite", true, nil), ("signBit", false, nil), ("logicalNot", true, nil),
].map { (name: String, complex: Bool, range: ClosedRange<Double>?) in
    Sample(name, complex: complex, ("x", .x([2, 3], range)))
}

private let binary: [Sample] = [
    ("add", true, nil), ("subtract", true, nil), ("multiply", true, nil), ("divide", true, nil),
    ("floorDivide", false, 0.3...0.9), ("remainder", false, nil), ("fmod", false, nil), ("power", true, 0.3...2),
    ("copySign", false, nil), ("nextAfter", false, nil), ("logAddExp", true, nil), ("logAddExp2", false, nil),
    ("atan2", false, nil), ("hypot", false, nil),
    ("equal", true, nil), ("notEqual", true, nil), ("less", false, nil), ("lessEqual", false, nil), ("greater", false, nil),
    ("greaterEqual", false, nil), ("isClose", false, nil), ("logicalAnd", true, nil), ("logicalOr", true, nil),
    ("logicalXor", true, nil), ("minimum", false, nil), ("maximum", false, nil), ("fmin", false, nil), ("fmax", false, nil),
].map { (name: String, complex: Bool, range: ClosedRange<Double>?) in
    Sample(name, complex: complex, ("a", .x([2, 3], range)), ("b", .x([3], range)))
}

private let integral: [Sample] = ["bitwiseAnd", "bitwiseOr", "bitwiseXor", "shiftLeft", "shiftRight"].map { name in
    Sample(name, ("a", .indices([6, 1, 3, 5], [2, 2])), ("b", .indices([1, 2], [2])))
}

let elementwiseSamples: [Sample] = unary + binary + integral + [
    Sample("bitwiseNot", ("x", .indices([6, 1, 3, 5], [2, 2]))),
    Sample("add", complex: true, ("a", .x([2, 3])), ("b", .real(1.5))),
    Sample("subtract", complex: true, ("a", .real(1.5)), ("b", .x([2, 3]))),
    Sample("multiply", complex: true, ("a", .x([2, 1, 3])), ("b", .x([2, 1]))),
    Sample("divide", complex: true, ("a", .real(1.5)), ("b", .x([2, 3]))),
    Sample("power", complex: true, ("a", .x([2, 3])), ("b", .int(3))),
    Sample("power", complex: true, ("a", .real(1.5)), ("b", .x([2, 3]))),
    Sample("power", ("a", .x([4])), ("b", .int(2))),
    Sample("round", ("x", .x([4], 0.31...0.34)), ("decimals", .int(1))),
    Sample("softplus", ("x", .x([4])), ("beta", .real(2)), ("threshold", .real(1))),
    Sample("leakyRelu", ("x", .x([4])), ("negativeSlope", .real(0.3))),
    Sample("elu", ("x", .x([4])), ("alpha", .real(0.7))),
    Sample("complex", ("real", .x([2, 3])), ("imaginary", .x([3]))),
    Sample("multiplyAdd", complex: true, ("a", .x([2, 3])), ("b", .x([3])), ("c", .x([2, 1]))),
    Sample("clip", ("x", .x([6])), ("min", .real(-0.5)), ("max", .real(0.7))),
    Sample("clip", ("x", .x([2, 3])), ("min", .x([3], -1.0 ... -0.4)), ("max", .x([2, 1], 0.4...1))),
    Sample("clip", ("x", .x([6])), ("min", .real(-0.1))),
    Sample("clip", ("x", .x([6])), ("max", .x([1]))),
    Sample("where", complex: true, ("condition", .mask([2, 3])), ("a", .x([2, 3])), ("b", .x([3]))),
    Sample("where", complex: true, ("condition", .mask([2, 3])), ("a", .x([3])), ("b", .real(2))),
    Sample("lerp", complex: true, ("start", .x([2, 3])), ("end", .x([3])), ("weight", .x([2, 1]))),
    Sample("lerp", complex: true, ("start", .x([2, 3])), ("end", .x([3])), ("weight", .real(0.3))),
    Sample("astype", complex: true, ("x", .x([2, 3])), ("dtype", .dtype(.complex128))),
]
