internal import Apus
internal import ApusCore
internal import CPython

// The distributions of arrays' random streams.

/// A parameter of a distribution: a number as an array without axes, or an array.
private func parameter(_ object: Reference) throws -> NDArray {
    if isNone(object) { throw PythonError.type("a parameter must be a number or an array, not None") }
    return try faceValue(object)
}

/// A size that may be None, which is told apart from no axes.
private func optionalSize(_ object: Reference?) throws -> Shape? { try object.map { try size($0) } }

/// A dtype argument; float64 if there is none.
private func floating(_ object: Reference?) throws -> DType { try object.map { try dtype($0) } ?? .float64 }

/// The array that an argument named out gives.
private func output(_ object: Reference?) throws -> NDArray? {
    guard let object else { return nil }
    guard isArray(object) else { throw PythonError.type("out must be an Array, not \(typeName(object))") }
    return content(object, as: NDArray.self)
}

/// What a call gives back: out itself, a number where neither a size nor an array was given, or the new array.
private func newResult(_ result: NDArray, _ size: Reference?, _ out: Reference? = nil) throws -> Reference {
    if let out {
        result.value.storage.version &+= 1
        return retained(out)
    }
    return size == nil && result.rank == 0 ? try newNumber(result.onlyElement()) : try result.newReference()
}

/// Whether an argument is a number of elements, and not an array or a sequence.
private func isCount(_ object: Reference) -> Bool { PyIndex_Check(object) != 0 && face(object) == nil }

func distributionMethods() -> [(NativeFunction, String)] { lawMethods() + orderMethods() + vectorMethods() }

private func lawMethods() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction("sample", "self, name, parameters, size=None, /") { call in
                let list = call.required(2)
                var parameters: [NDArray] = []
                for index in 0..<PyTuple_Size(list) { parameters.append(try parameter(PyTuple_GetItem(list, index))) }
                let size = try optionalSize(call[3]), name = try text(call.required(1))
                let count = max(size?.checkedProduct ?? 0, parameters.first?.count ?? 0)
                let generator = generator(call)
                let result = try unlocked(count >= unlockingCount) {
                    try generator.sample(named: name, parameters, size: size)
                }
                return try newResult(result, call[3])
            }, "Numbers from a distribution that NumPy's name tells, with a tuple of parameters."
        ),
        (
            NativeFunction("standard", "self, name, size=None, dtype=None, out=None, /") { call in
                guard let law = Generator.StandardLaw(rawValue: try text(call.required(1))) else {
                    throw PythonError.value("there is no such distribution")
                }
                let out = try output(call[4]), wanted = try optionalSize(call[2]), dtype = try floating(call[3])
                let generator = generator(call)
                let result = try unlocked(max(wanted?.checkedProduct ?? 0, out?.count ?? 0) >= unlockingCount) {
                    try generator.standard(law, wanted, dtype, out: out)
                }
                return try newResult(result, call[2], call[4])
            }, "Numbers from a distribution without parameters."
        ),
        (
            NativeFunction("standard_gamma", "self, shape, size=None, dtype=None, out=None, /") { call in
                let result = try generator(call).drawStandardGamma(
                    parameter(call.required(1)), optionalSize(call[2]), floating(call[3]), out: output(call[4]))
                return try newResult(result, call[2], call[4])
            }, "Numbers from the gamma law of scale 1."
        ),
        (
            NativeFunction("integers", "self, low, last, size, dtype, /") { call in
                let dtype = try ApusPython.dtype(call.required(4))
                let (low, last) = (try seed(call.required(1)), try seed(call.required(2)))
                let shape = try size(call[3]), generator = generator(call)
                let result = try unlocked((shape.checkedProduct ?? 0) >= unlockingCount) {
                    try generator.drawIntegers(from: low, span: last &- low, shape, dtype)
                }
                return try result.newReference()
            }, "Integers from low up to last itself, which the caller has checked."
        ),
        (
            NativeFunction("integers_between", "self, low, high, size, dtype, endpoint, /") { call in
                try generator(call).drawIntegers(
                    faceValue(call.required(1)), faceValue(call.required(2)), optionalSize(call[3]),
                    ApusPython.dtype(call.required(4)), endpoint: boolean(call.required(5), "endpoint")
                ).newReference()
            }, "Integers between bounds that are arrays."
        ),
        (
            NativeFunction("raw", "self, size=None, /") { call in
                try newResult(generator(call).drawRaw(size(call[1])), call[1])
            }, "What the bit generator puts out."
        ),
        (
            NativeFunction("bytes", "self, length, /") { call in
                let length = try integer(call.required(1), "length")
                guard length >= 0 else { throw PythonError.value("bytes: \(length) is below 0") }
                guard length <= 1 << 40 else { throw ApusError.outOfMemory(requested: length, device: .cpu) }
                return try generator(call).bytes(length).withUnsafeBytes {
                    try checked(PyBytes_FromStringAndSize($0.baseAddress?.assumingMemoryBound(to: CChar.self), length))
                }
            }, "Random bytes."
        ),
    ]
}

private func orderMethods() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction("permutation", "self, x, axis=0, /") { call in
                if isCount(call.required(1)) {
                    return try generator(call).order(of: integer(call.required(1), "x")).newReference()
                }
                let axis = try call[2].map { try integer($0, "axis") } ?? 0
                return try generator(call).reordered(faceValue(call.required(1)), axis: axis, "permutation").newReference()
            }, "The integers before x in random order, or a copy of an array with its slices in random order."
        ),
        (
            NativeFunction("shuffle", "self, x, axis=0, /") { call in
                guard isArray(call.required(1)) else {
                    throw PythonError.type("shuffle: an Array is needed, not \(typeName(call.required(1)))")
                }
                let axis = try call[2].map { try integer($0, "axis") } ?? 0
                try generator(call).shuffling(content(call.required(1), as: NDArray.self), axis: axis)
                return newNone()
            }, "Brings the slices of an array into random order, in place."
        ),
        (
            NativeFunction("permuted", "self, x, axis=None, out=None, /") { call in
                let axis = try call[2].map { try integer($0, "axis") }
                let result = try generator(call).permuting(faceValue(call.required(1)), axis: axis, out: output(call[3]))
                return try call[3].map { retained($0) } ?? result.newReference()
            }, "A copy of an array with its elements along an axis in random order, each row by itself."
        ),
        (
            NativeFunction("exchanges", "self, count, /") { call in
                let count = try integer(call.required(1), "count")
                return try generator(call).exchanges(count).newReference()
            }, "With which place the last, the one before it, and so on to the second, is exchanged in a shuffle."
        ),
        (
            NativeFunction("choice", "self, a, size, replace, p, axis, shuffle, /") { call in
                let replacing = try boolean(call.required(3), "replace"), shuffled = try boolean(call.required(6), "shuffle")
                let p: NDArray? = try call[4].map { try faceValue($0) }
                if isCount(call.required(1)) {
                    let result = try generator(call).sample(
                        integer(call.required(1), "a"), size(call[2]), replacing: replacing, probabilities: p,
                        shuffled: shuffled)
                    return try newResult(result, call[2])
                }
                return try generator(call).chosen(
                    faceValue(call.required(1)), size(call[2]), replacing: replacing, probabilities: p,
                    axis: integer(call.required(5), "axis"), shuffled: shuffled
                ).newReference()
            }, "Some of the integers before a, or of the slices of an array."
        ),
    ]
}

private func vectorMethods() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction("multinomial", "self, n, pvals, size=None, /") { call in
                try generator(call).drawMultinomial(
                    parameter(call.required(1)), parameter(call.required(2)), optionalSize(call[3])
                ).newReference()
            }, "How often each outcome of n trials occurs."
        ),
        (
            NativeFunction("multivariate_hypergeometric", "self, colors, nsample, size, method, /") { call in
                let colors = try integers(call.required(1), "colors").map { Int64($0) }
                guard let method = Generator.HypergeometricMethod(rawValue: try text(call.required(4))) else {
                    throw PythonError.value("method must be \"count\" or \"marginals\"")
                }
                return try generator(call).drawColors(
                    colors, Int64(integer(call.required(2), "nsample")), size(call[3]), method
                ).newReference()
            }, "How many of each color are in a sample taken without replacement."
        ),
        (
            NativeFunction("multivariate_normal", "self, mean, cov, size, method, tol, /") { call in
                guard let method = Generator.CovarianceMethod(rawValue: try text(call.required(4))) else {
                    throw PythonError.value("method must be one of {'eigh', 'svd', 'cholesky'}")
                }
                guard let tolerance = try number(call.required(5))?.doubleValue else {
                    throw PythonError.type("tol must be a number")
                }
                let drawn = try generator(call).drawMultivariateNormal(
                    parameter(call.required(1)), parameter(call.required(2)), size(call[3]), method, tolerance)
                return try newTuple([drawn.vectors.newReference(), newBool(drawn.isCovariance)])
            }, "Vectors of normal numbers, and whether the covariance is positive semidefinite."
        ),
        (
            NativeFunction("dirichlet", "self, alpha, size=None, /") { call in
                try generator(call).drawDirichlet(parameter(call.required(1)), size(call[2])).newReference()
            }, "Vectors of numbers that sum to 1."
        ),
    ]
}
