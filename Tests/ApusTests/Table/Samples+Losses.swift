@testable import Apus

let lossSamples: [Sample] = [
    Sample("mseLoss", ("x", .x([2, 3])), ("target", .x([2, 3]))),
    Sample("mseLoss", ("x", .x([2, 3])), ("target", .x([2, 3])), ("reduction", .text("none"))),
    Sample("l1Loss", complex: true, ("x", .x([2, 3])), ("target", .x([2, 3])), ("reduction", .text("sum"))),
    Sample("smoothL1Loss", ("x", .x([2, 3])), ("target", .x([2, 3])), ("beta", .real(0.7))),
    Sample("huberLoss", ("x", .x([2, 3])), ("target", .x([2, 3])), ("delta", .real(0.7)), ("reduction", .text("none"))),
    Sample(
        "crossEntropy", ("x", .x([3, 4])), ("target", .indices([2, 0, 3], [3])), ("weight", .constant([4], 0.3...2)),
        ("labelSmoothing", .real(0.1))),
    Sample("crossEntropy", ("x", .x([2, 3, 2])), ("target", .indices([2, 0, 1, 1], [2, 2])), ("ignoreIndex", .int(1))),
    Sample("crossEntropy", ("x", .x([2, 3])), ("target", .constant([2, 3], 0.1...0.6)), ("reduction", .text("sum"))),
    Sample(
        "nllLoss", ("x", .x([3, 4])), ("target", .indices([2, 0, 3], [3])), ("weight", .constant([4], 0.3...2)),
        ("reduction", .text("none"))),
    Sample("nllLoss", ("x", .x([2, 3, 2])), ("target", .indices([2, 0, 1, 1], [2, 2])), ("ignoreIndex", .int(1))),
    Sample("binaryCrossEntropy", ("x", .x([2, 3], 0.2...0.8)), ("target", .constant([2, 3], 0.1...0.9))),
    Sample(
        "binaryCrossEntropyWithLogits", ("x", .x([2, 3])), ("target", .constant([2, 3], 0.1...0.9)),
        ("weight", .constant([3], 0.3...2)), ("posWeight", .constant([3], 0.3...2)), ("reduction", .text("none"))),
    Sample("dropout", ("x", .x([2, 3])), ("training", .flag(false))),
]
