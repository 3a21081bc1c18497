import Apus

/// The elements that a reduction over `axes` brings together, in row-major order, for each element of its result.
func groups(_ shape: Shape, _ axes: [Int]) -> [[Int]] {
    let kept = shape.indices.filter { !axes.contains($0) }
    var places: [[Int]: Int] = [:]
    var result: [[Int]] = []
    for index in indices(of: Dims(kept.map { shape[$0] })) {
        places[index] = result.count
        result.append([])
    }
    for (position, index) in indices(of: shape).enumerated() {
        result[places[kept.map { index[$0] }]!].append(position)
    }
    return result
}

/// Numbers without ties, reproducible, spread over −scale…scale, never 0.
func spread(_ count: Int, scale: Double = 2) -> [Double] {
    (0..<count).map { i in
        let place = (i * 7919 + 13) % max(count, 1)
        return scale * ((Double(place) + 0.37) / Double(max(count, 1)) * 2 - 1)
    }
}

extension Tensor {
    /// A float64 leaf without ties, for gradient checks.
    static func leaf(_ shape: Shape, scale: Double = 2) -> Tensor {
        Tensor(spread(shape.product, scale: scale), dtype: .float64).reshape(shape).requireLeaf()
    }

    /// A float64 leaf of given elements.
    static func leaf(of elements: [Double], _ shape: Shape? = nil) -> Tensor {
        let flat = Tensor(elements, dtype: .float64)
        return (shape.map { flat.reshape($0) } ?? flat).requireLeaf()
    }

    private func requireLeaf() -> Tensor { detach().requiringGrad() }
}

/// Checks first and second derivatives.
func checkGradients(_ inputs: [Tensor], _ function: ([Tensor]) -> [Tensor]) throws {
    try gradCheck(inputs, function)
    try gradGradCheck(inputs, function)
}
