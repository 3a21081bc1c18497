@testable import Apus

let reductionSamples: [Sample] = [
    Sample("sum", complex: true, ("x", .x([2, 3, 2])), ("axes", .ints(0, 2))),
    Sample("sum", complex: true, ("x", .x([2, 3])), ("keepDims", .flag(true))),
]

let productSamples: [Sample] = [
    Sample("matmul", complex: true, ("a", .x([2, 3])), ("b", .x([3, 2]))),
    Sample("matmul", complex: true, ("a", .x([2, 1, 2, 3])), ("b", .x([2, 3, 2]))),
    Sample("matmul", complex: true, ("a", .x([3])), ("b", .x([2, 3, 2]))),
    Sample("matmul", complex: true, ("a", .x([2, 2, 3])), ("b", .x([3]))),
    Sample("linear", complex: true, ("x", .x([2, 3])), ("weight", .x([4, 3])), ("bias", .x([4]))),
    Sample("linear", complex: true, ("x", .x([3])), ("weight", .x([2, 3]))),
    Sample("dot", complex: true, ("a", .x([3])), ("b", .x([3]))),
    Sample("outer", complex: true, ("a", .x([3])), ("b", .x([2]))),
]
