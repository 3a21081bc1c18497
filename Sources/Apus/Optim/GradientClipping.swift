import Glibc

/// Shrinks the gradients of `parameters` so that their norm, all taken as one vector, is at most `maximum`:
/// `torch.nn.utils.clip_grad_norm_`, with its arithmetic.
///
/// - Parameters:
///   - normType: the order of the norm; infinity for the largest magnitude.
///   - errorIfNonfinite: whether a norm that is NaN or infinite is an error, instead of spoiling all gradients.
/// - Returns: the norm before.
@discardableResult
public func clipGradNorm(
    _ parameters: [Tensor], maximum: Double, normType: Double = 2, errorIfNonfinite: Bool = false
) throws(ApusError) -> Double {
    let gradients = parameters.compactMap(\.grad)
    return try noGrad { () throws(ApusError) in
        guard let first = gradients.first else { return 0 }
        let norm = Norm(order: normType, axes: .all, keepDims: false)
        var norms: [Tensor] = []
        for gradient in gradients { norms.append(try Tensor.apply(norm, gradient).to(device: first.device)) }
        let total = try Tensor.apply(norm, Stack.apply(norms, 0))
        let value = try total.onlyElement().doubleValue
        if errorIfNonfinite && !value.isFinite {
            throw .argument(operation: "clipGradNorm", message: "the norm of the gradients is \(value)")
        }
        let factor = (maximum / (total + 1e-6)).clip(max: 1.0)
        for gradient in gradients {
            try Tensor.applyInPlace(BinaryInPlace(operation: Multiply()), gradient, [factor.to(device: gradient.device)])
        }
        return value
    }
}

/// Cuts the elements of the gradients of `parameters` off at ±`limit`: `torch.nn.utils.clip_grad_value_`.
public func clipGradValue(_ parameters: [Tensor], limit: Double) throws(ApusError) {
    try noGrad { () throws(ApusError) in
        for gradient in parameters.compactMap(\.grad) {
            let clipped = try gradient.clipped(.scalar(.float(-limit)), .scalar(.float(limit)))
            try Tensor.applyInPlace(Assign(), gradient, [clipped])
        }
    }
}
