@testable import Apus

let arrangementSamples: [Sample] = [
]

/// The operations among them without derivative, and why they have none.
let arrangementWithoutDerivative: [String: String] = [:]
