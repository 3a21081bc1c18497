@testable import Apus

let arrangementSamples: [Sample] = [
    Sample("intersect1d", ("a", .indices([3, 1, 2, 1], [4])), ("b", .indices([1, 5, 3], [3]))),
    Sample("union1d", ("a", .indices([3, 1, 2, 1], [4])), ("b", .indices([1, 5, 3], [3]))),
    Sample("setdiff1d", ("a", .indices([3, 1, 2, 1], [4])), ("b", .indices([1, 5, 3], [3]))),
    Sample("setxor1d", ("a", .indices([3, 1, 2, 1], [4])), ("b", .indices([1, 5, 3], [3]))),
    Sample("atLeast1d", complex: true, ("arrays", .list([.x([]), .x([3])]))),
    Sample("atLeast2d", complex: true, ("arrays", .list([.x([]), .x([3]), .x([2, 1, 2])]))),
    Sample("atLeast3d", complex: true, ("arrays", .list([.x([]), .x([3]), .x([2, 2])]))),
    Sample("hstack", complex: true, ("arrays", .list([.x([2, 3]), .x([2, 1])]))),
    Sample("hstack", complex: true, ("arrays", .list([.x([2]), .x([])]))),
    Sample("vstack", complex: true, ("arrays", .list([.x([3]), .x([2, 3])]))),
    Sample("dstack", complex: true, ("arrays", .list([.x([3]), .x([1, 3, 2])]))),
    Sample("columnStack", complex: true, ("arrays", .list([.x([3]), .x([3, 2])]))),
    Sample("block", complex: true, ("arrays", .list([.x([2, 2]), .x([2, 1]), .x([3])])), ("rows", .ints(2, 1))),
    Sample("hsplit", complex: true, ("x", .x([2, 4])), ("sections", .int(2))),
    Sample("hsplit", complex: true, ("x", .x([5])), ("sections", .ints(1, 3))),
    Sample("vsplit", complex: true, ("x", .x([4, 2])), ("sections", .int(2))),
    Sample("dsplit", complex: true, ("x", .x([2, 1, 3])), ("sections", .ints(2))),
    Sample("ravel", complex: true, ("x", .x([2, 3])), ("order", .text("F"))),
    Sample("swapAxes", complex: true, ("x", .x([2, 3, 1])), ("axis1", .int(0)), ("axis2", .int(-1))),
    Sample("rollAxis", complex: true, ("x", .x([2, 3, 1])), ("axis", .int(2)), ("start", .int(1))),
    Sample("resize", complex: true, ("x", .x([2, 3])), ("shape", .ints(4, 2))),
    Sample("asStrided", complex: true, ("x", .x([6])), ("shape", .ints(3, 2)), ("strides", .ints(1, 2)), ("offset", .int(1))),
    Sample("slidingWindowView", complex: true, ("x", .x([4, 3])), ("windowShape", .ints(2, 3)), ("axes", .ints(0, 1))),
    Sample("slidingWindowView", complex: true, ("x", .x([4, 3])), ("windowShape", .ints(2)), ("axes", .ints(0))),
    Sample("diag", complex: true, ("x", .x([3])), ("offset", .int(-1))),
    Sample("diag", complex: true, ("x", .x([3, 4])), ("offset", .int(1))),
    Sample("diagFlat", complex: true, ("x", .x([2, 2]))),
    Sample("vander", complex: true, ("x", .x([3])), ("N", .int(4))),
    Sample("unravelIndex", ("indices", .indices([5, 0, 3], [3])), ("shape", .ints(2, 3))),
    Sample(
        "ravelMultiIndex", ("indices", .list([.indices([1, 0], [2]), .indices([2, 5], [2])])), ("shape", .ints(2, 3)),
        ("mode", .text("wrap"))),
    Sample("ix", ("arrays", .list([.indices([1, 0], [2]), .indices([2, 5, 1], [3])]))),
    Sample("choose", complex: true, ("x", .indices([1, 0, 1], [3])), ("choices", .list([.x([2, 3]), .x([3])]))),
    Sample("compress", complex: true, ("x", .x([2, 3])), ("condition", .mask([3])), ("axis", .int(1))),
    Sample("put", complex: true, ("x", .x([2, 3])), ("indices", .indices([4, 0, -1], [3])), ("values", .x([2]))),
    Sample("put", complex: true, ("x", .x([2, 3])), ("indices", .indices([4, 0, 4], [3])), ("values", .x([3])), ("accumulate", .flag(true))),
    Sample("putMask", complex: true, ("x", .x([2, 3])), ("mask", .mask([2, 3])), ("values", .x([4]))),
    Sample("putAlongAxis", complex: true, ("x", .x([3, 2])), ("indices", .indices([2, 0], [1, 2])), ("values", .x([1, 2])), ("axis", .int(0))),
    Sample("fillDiagonal", complex: true, ("x", .x([5, 2])), ("value", .x([2])), ("wrap", .flag(true))),
    Sample("partition", ("x", .x([2, 5])), ("kth", .ints(1, 3))),
    Sample("argpartition", ("x", .x([2, 5])), ("kth", .ints(2))),
    Sample("lexsort", ("keys", .list([.x([4]), .indices([1, 0, 1, 0], [4])]))),
    Sample("packBits", ("x", .mask([2, 11])), ("axis", .int(1))),
    Sample("unpackBits", ("x", .bytes([7, 200, 1], [3])), ("count", .int(20))),
]

/// The operations among them without derivative, and why they have none.
let arrangementWithoutDerivative: [String: String] = [
    "intersect1d": set, "union1d": set, "setdiff1d": set, "setxor1d": set, "unravelIndex": indices, "ravelMultiIndex": indices,
    "ix": indices, "argpartition": indices, "lexsort": indices, "packBits": bits, "unpackBits": bits,
]

private let set = "the shape of the result depends on the elements"
private let indices = "the result is positions"
private let bits = "the operands are booleans or integers"
