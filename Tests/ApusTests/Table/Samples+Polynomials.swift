@testable import Apus

let polynomialsSamples: [Sample] = [
]

/// The operations among them without derivative, and why they have none.
let polynomialsWithoutDerivative: [String: String] = [:]
