@testable import Apus

let fourierSamples: [Sample] = complexTransformSamples + realTransformSamples + [
    Sample("fftshift", complex: true, ("x", .x([3, 4]))),
    Sample("fftshift", complex: true, ("x", .x([3, 4])), ("axes", .ints(-1))),
    Sample("ifftshift", complex: true, ("x", .x([3, 5])), ("axes", .ints(1, 0))),
    Sample("fftfreq", ("n", .int(5)), ("d", .real(0.5))),
    Sample("rfftfreq", ("n", .int(6)), ("dtype", .dtype(.float64))),
]

private let complexTransformSamples: [Sample] = ["fft", "ifft", "irfft", "hfft"].flatMap { (name: String) -> [Sample] in
    let line: [Sample] = [
        Sample(name, complex: true, ("x", .x([3, 4])), ("norm", .text("ortho"))),
        Sample(name, complex: true, ("x", .x([5, 2])), ("axis", .int(0)), ("n", .int(4))),
        Sample(name, complex: true, ("x", .x([3])), ("n", .int(7)), ("norm", .text("forward"))),
    ]
    let grid: [Sample] = [
        Sample(name + "2", complex: true, ("x", .x([2, 3, 3]))),
        Sample(name + "2", complex: true, ("x", .x([2, 3])), ("s", .ints(3, 5)), ("axes", .ints(1, 0))),
        Sample(name + "n", complex: true, ("x", .x([2, 3, 2])), ("norm", .text("forward"))),
        Sample(name + "n", complex: true, ("x", .x([4, 3])), ("s", .ints(3, 4)), ("norm", .text("ortho"))),
    ]
    return line + grid
}

private let realTransformSamples: [Sample] = ["rfft", "ihfft"].flatMap { (name: String) -> [Sample] in
    let line: [Sample] = [
        Sample(name, ("x", .x([2, 4]))), Sample(name, ("x", .x([5, 2])), ("axis", .int(0)), ("n", .int(4))),
        Sample(name, ("x", .x([3])), ("n", .int(7)), ("norm", .text("ortho"))),
    ]
    let grid: [Sample] = [
        Sample(name + "2", ("x", .x([2, 3, 4]))),
        Sample(name + "2", ("x", .x([2, 3])), ("s", .ints(3, 5)), ("axes", .ints(1, 0))),
        Sample(name + "n", ("x", .x([2, 3, 2])), ("norm", .text("forward"))),
        Sample(name + "n", ("x", .x([4, 3])), ("s", .ints(3, 4)), ("norm", .text("ortho"))),
    ]
    return line + grid
}

/// The operations among them without derivative, and why they have none.
let fourierWithoutDerivative: [String: String] = [
    "fftfreq": "there is no operand", "rfftfreq": "there is no operand",
]
