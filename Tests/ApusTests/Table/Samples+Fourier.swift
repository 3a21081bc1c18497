@testable import Apus

let fourierSamples: [Sample] = [
]

/// The operations among them without derivative, and why they have none.
let fourierWithoutDerivative: [String: String] = [:]
