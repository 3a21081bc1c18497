@testable import Apus

let statisticsSamples: [Sample] = [
]

/// The operations among them without derivative, and why they have none.
let statisticsWithoutDerivative: [String: String] = [:]
