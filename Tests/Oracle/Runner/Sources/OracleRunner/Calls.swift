import Apus

/// What a call gave.
enum Outcome {
    case results([Strided], gradients: [Strided?])
    case error(ApusError)
}

/// A request's arguments as one of the two faces, in the order of the request; leaves require a gradient.
private func arguments<Face: ArrayFace>(
    _ request: Request, _ face: Face.Type, leaves: inout [Face]
) throws(ApusError) -> Arguments<Face> {
    var made: [String: Argument<Face>] = [:]
    func array(_ description: ArrayDescription) throws(ApusError) -> Face {
        let result = Face(value: try request.data.strided(description))
        if request.wantsGradients, description.isLeaf { leaves.append(result) }
        return result
    }
    for (name, value) in request.values {
        switch value {
        case .array(let description): made[name] = .array(try array(description))
        case .arrays(let descriptions):
            var members: [Face] = []
            for description in descriptions { members.append(try array(description)) }
            made[name] = .arrays(members)
        case .scalar(let scalar): made[name] = .scalar(scalar)
        case .integers(let integers): made[name] = .integers(integers)
        case .text(let text): made[name] = .text(text)
        case .dtype(let dtype): made[name] = .dtype(dtype)
        }
    }
    return Arguments(request.operation, made)
}

private func call<Face: ArrayFace>(_ request: Request, _ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
    guard let operation = OperationTable[request.operation] else {
        throw .argument(operation: request.operation, message: "is not in the operation table")
    }
    return try operation.call(arguments)
}

/// Runs a request without gradients.
func outcome<Face: ArrayFace>(of request: Request, _ face: Face.Type) -> Outcome {
    do throws(ApusError) {
        var leaves: [Face] = []
        let arguments = try arguments(request, face, leaves: &leaves)
        return .results(try call(request, arguments).map(\.value), gradients: [])
    } catch {
        return .error(error)
    }
}

/// Runs a request and goes back from the results with the request's seeds.
func gradients(of request: Request) -> Outcome {
    do throws(ApusError) {
        var leaves: [Tensor] = []
        let arguments = try arguments(request, Tensor.self, leaves: &leaves)
        for leaf in leaves { try leaf.setRequiresGrad(true) }
        let results = try call(request, arguments)
        var seeds = request.seeds[...]
        var roots: [Tensor] = []
        var rootSeeds: [Tensor?] = []
        for result in results where result.dtype.isInexact {
            guard let seed = seeds.popFirst(), result.requiresGrad else { continue }
            roots.append(result)
            rootSeeds.append(Tensor(value: try request.data.strided(seed)))
        }
        if !roots.isEmpty { try Autograd.backward(roots, seeds: rootSeeds) }
        return .results(results.map(\.value), gradients: leaves.map { $0.grad?.value })
    } catch {
        return .error(error)
    }
}
