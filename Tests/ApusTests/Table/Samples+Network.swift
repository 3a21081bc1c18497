@testable import Apus

let networkSamples: [Sample] = [
    Sample("scaledDotProductAttention", ("query", .x([2, 3, 4])), ("key", .x([2, 5, 4])), ("value", .x([2, 5, 2]))),
    Sample(
        "scaledDotProductAttention", ("query", .x([1, 4, 3, 2])), ("key", .x([1, 2, 3, 2])), ("value", .x([1, 2, 3, 2])),
        ("isCausal", .flag(true)), ("scale", .real(0.7)), ("enableGqa", .flag(true))),
    Sample(
        "scaledDotProductAttention", ("query", .x([2, 3])), ("key", .x([4, 3])), ("value", .x([4, 3])), ("attnMask", .mask([2, 4]))),
    Sample("conv1d", ("x", .x([2, 2, 5])), ("weight", .x([3, 2, 2])), ("bias", .x([3])), ("stride", .ints(2)), ("padding", .ints(1))),
    Sample(
        "conv2d", ("x", .x([1, 2, 4, 5])), ("weight", .x([2, 1, 2, 2])), ("bias", .x([2])), ("padding", .ints(1)),
        ("dilation", .ints(2)), ("groups", .int(2))),
    Sample("conv2d", ("x", .x([2, 2, 3, 3])), ("weight", .x([2, 2, 2, 2])), ("stride", .ints(1, 2))),
    Sample("maxPool2d", ("x", .x([1, 2, 4, 4])), ("kernelSize", .ints(2)), ("padding", .ints(1))),
    Sample("maxPool2d", ("x", .x([1, 5, 4])), ("kernelSize", .ints(3, 2)), ("stride", .ints(1)), ("ceilMode", .flag(true))),
    Sample("averagePool2d", ("x", .x([1, 2, 4, 4])), ("kernelSize", .ints(2)), ("padding", .ints(1))),
    Sample(
        "averagePool2d", ("x", .x([1, 5, 4])), ("kernelSize", .ints(3, 2)), ("stride", .ints(2)), ("padding", .ints(1)),
        ("ceilMode", .flag(true)), ("countIncludePad", .flag(false))),
    Sample("adaptiveAveragePool2d", ("x", .x([2, 5, 4])), ("outputSize", .ints(3, 2))),
    Sample("layerNorm", ("x", .x([2, 3, 4])), ("normalizedShape", .ints(3, 4)), ("weight", .x([3, 4])), ("bias", .x([3, 4]))),
    Sample("layerNorm", ("x", .x([3, 4])), ("normalizedShape", .ints(4))),
    Sample("groupNorm", ("x", .x([2, 4, 3])), ("groups", .int(2)), ("weight", .x([4])), ("bias", .x([4]))),
    Sample("batchNorm", ("x", .x([3, 2, 2])), ("weight", .x([2])), ("bias", .x([2])), ("training", .flag(true))),
    Sample(
        "batchNorm", ("x", .x([3, 2])), ("runningMean", .constant([2], -1...1)), ("runningVariance", .constant([2], 0.5...2)),
        ("weight", .x([2])), ("bias", .x([2]))),
]
