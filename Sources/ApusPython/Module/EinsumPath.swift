internal import Apus
internal import ApusCore
internal import CPython

/// The function by which `einsum_path` asks for an order of contraction.
func einsumFunctions() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction("_einsum_path", "equation, shapes, strategy, path, memory_limit, /") { call in
                var shapes: [Dims] = []
                for index in 0..<PySequence_Size(call.required(1)) {
                    let shape = try checked(PySequence_GetItem(call.required(1), index))
                    defer { Py_DecRef(shape) }
                    shapes.append(Dims(try integers(shape, "shape")))
                }
                let strategy: EinsumPath.Strategy
                switch try text(call.required(2)) {
                case "greedy": strategy = .greedy
                case "optimal": strategy = .optimal
                case "none": strategy = .none
                default: strategy = .given(try steps(call.required(3)))
                }
                let limit = try call[4].map { Double(try integer($0, "memory_limit")) }
                let found = try EinsumPath(text(call.required(0)), shapes: shapes, strategy, memoryLimit: limit)
                let path = try newTuple(found.path.map { try newTuple($0) })
                return try newTuple([path, newString("\(found)")])
            }, "The order in which the operands of an einsum are contracted, and a report on it."
        )
    ]
}

/// The places of each step of a path.
private func steps(_ object: Reference) throws -> [[Int]] {
    var result: [[Int]] = []
    for index in 0..<PySequence_Size(object) {
        let step = try checked(PySequence_GetItem(object, index))
        defer { Py_DecRef(step) }
        result.append(try integers(step, "path"))
    }
    return result
}
