internal import Apus
internal import ApusCore
internal import CPython

/// The function by which `einsum_path` asks for an order of contraction.
func einsumFunctions() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction("_einsum_path", "equation, shapes, strategy, path, memory_limit, /") { call in
                let shapes = try lists(call.required(1), "shapes").map { Dims($0) }
                let strategy: EinsumPath.Strategy
                switch try text(call.required(2)) {
                case "greedy": strategy = .greedy
                case "optimal": strategy = .optimal
                case "none": strategy = .none
                default: strategy = .given(try lists(call.required(3), "path"))
                }
                let limit = try call[4].map { Double(try integer($0, "memory_limit")) }
                let found = try EinsumPath(text(call.required(0)), shapes: shapes, strategy, memoryLimit: limit)
                let path = try newTuple(found.path.map { try newTuple($0) })
                return try newTuple([path, newString("\(found)")])
            }, "The order in which the operands of an einsum are contracted, and a report on it."
        )
    ]
}

/// The lists of integers in a sequence.
private func lists(_ object: Reference, _ name: String) throws -> [[Int]] {
    let count = PySequence_Size(object)
    if count < 0 { throw Raised() }
    var result: [[Int]] = []
    for index in 0..<count {
        let list = try checked(PySequence_GetItem(object, index))
        defer { Py_DecRef(list) }
        result.append(try integers(list, name))
    }
    return result
}
