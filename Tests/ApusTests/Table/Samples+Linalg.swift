@testable import Apus

let linalgSamples: [Sample] = [
]

/// The operations among them without derivative, and why they have none.
let linalgWithoutDerivative: [String: String] = [:]
