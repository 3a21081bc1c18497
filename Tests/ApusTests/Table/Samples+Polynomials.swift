@testable import Apus

private let families = PolynomialFamily.allCases.map(\.rawValue)

let polynomialsSamples: [Sample] =
    families.flatMap { family -> [Sample] in
        [
            Sample("polynomialMultiply", complex: true, ("a", .x([3])), ("b", .x([4])), ("family", .text(family))),
            Sample("polynomialDivide", complex: true, ("a", .x([4])), ("b", .x([3], 1...2)), ("family", .text(family))),
            Sample("polynomialPower", complex: true, ("x", .x([3])), ("power", .int(3)), ("family", .text(family))),
            Sample("polynomialMultiplyByX", complex: true, ("x", .x([4])), ("family", .text(family))),
            Sample("polynomialFromRoots", complex: true, ("x", .x([3])), ("family", .text(family))),
            Sample("polynomialConvert", complex: true, ("x", .x([4])), ("source", .text(family)), ("target", .text("chebyshev"))),
            Sample("polynomialCompose", complex: true, ("x", .x([3])), ("inner", .x([2])), ("source", .text(family)), ("target", .text("legendre"))),
            Sample(
                "polynomialDerivative", complex: true, ("x", .x([4])), ("order", .int(2)), ("scale", .x([], 1...2)),
                ("family", .text(family))),
            Sample("polynomialDerivative", complex: true, ("x", .x([2, 5])), ("axis", .int(1)), ("family", .text(family))),
            Sample(
                "polynomialIntegral", complex: true, ("x", .x([3])), ("order", .int(2)), ("constants", .x([2])), ("lower", .x([])),
                ("scale", .x([], 1...2)), ("family", .text(family))),
            Sample("polynomialValue", complex: true, ("x", .x([2, 2])), ("coefficients", .x([4, 3])), ("family", .text(family))),
            Sample(
                "polynomialValue", complex: true, ("x", .x([3])), ("coefficients", .x([4, 2, 3])), ("family", .text(family)),
                ("tensor", .flag(false))),
            Sample("polynomialVander", complex: true, ("points", .list([.x([3])])), ("degrees", .ints(3)), ("family", .text(family))),
            Sample(
                "polynomialVander", complex: true, ("points", .list([.x([2]), .x([2])])), ("degrees", .ints(2, 1)),
                ("family", .text(family))),
            Sample("polynomialCompanion", complex: true, ("x", .x([4], 1...2)), ("family", .text(family))),
            Sample("polynomialFit", ("x", .x([6])), ("y", .x([6])), ("degrees", .ints(0, 1, 2)), ("family", .text(family))),
        ]
    } + [
        Sample("polynomialAdd", complex: true, ("a", .x([3])), ("b", .x([4]))),
        Sample("polynomialSubtract", complex: true, ("a", .x([3])), ("b", .x([4]))),
        Sample("polynomialWeight", ("x", .x([3], -0.5...0.5)), ("family", .text("chebyshev"))),
        Sample("polynomialWeight", ("x", .x([3])), ("family", .text("legendre"))),
        Sample("polynomialWeight", ("x", .x([3])), ("family", .text("laguerre"))),
        Sample("polynomialWeight", ("x", .x([3])), ("family", .text("hermite"))),
        Sample("polynomialWeight", ("x", .x([3])), ("family", .text("hermiteE"))),
        Sample("polynomialTrim", complex: true, ("x", .x([4]))),
        Sample("polynomialRoots", ("x", .x([3], 1...2))),
        Sample("polynomialFit", ("x", .x([6])), ("y", .x([6, 2])), ("degrees", .ints(0, 2)), ("weights", .x([6], 1...2))),
        Sample("polyval", complex: true, ("p", .x([3])), ("x", .x([2, 2]))),
        Sample("polydiv", complex: true, ("a", .x([4])), ("b", .x([2], 1...2))),
        Sample("poly", complex: true, ("x", .x([3]))),
        Sample("roots", ("p", .x([3], 1...2))),
    ]

/// The operations among them without derivative, and why they have none.
let polynomialsWithoutDerivative: [String: String] = [:]
