// What the functions that are flat wherever they are differentiable have in common: their derivative is zero.

/// A function of one element whose derivative is zero, or whose result is not a float.
protocol StepUnary: PlainUnary {}

extension StepUnary {
    static var saves: Saved { [] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g.zeros() }
}

/// A function of two elements whose derivatives are zero, or whose result is not a float.
protocol StepBinary: PlainBinary {}

extension StepBinary {
    static var saves: Saved { [] }
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g.zeros() }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g.zeros() }
}

extension Tensor {
    /// Zeros of this tensor's shape, dtype and device.
    func zeros() -> Tensor { .zeros(shape, dtype: dtype, device: device) }

    /// This tensor where `mask` is true, zero elsewhere, whatever stands there.
    func kept(where mask: Tensor) -> Tensor { .where(mask, self, 0) }
}
