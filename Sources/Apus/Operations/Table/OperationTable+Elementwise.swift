extension OperationTable {
    /// The elementwise functions.
    static let elementwise: [any TableOperation.Type] =
        arithmetic + transcendental + rounding + truth + activations + choices

    private static let arithmetic: [any TableOperation.Type] = [
        Add.self, Subtract.self, Multiply.self, Divide.self, Negative.self, Conjugate.self, RealPart.self,
        FloorDivide.self, Remainder.self, TruncatedRemainder.self, Power.self, Square.self, SquareRoot.self,
        ReciprocalSquareRoot.self, Reciprocal.self, Absolute.self, Sign.self, CopySign.self, NextAfter.self,
        ImaginaryPart.self, Angle.self, MakeComplex.self, MultiplyAdd.self, Cast.self, Copy.self,
    ]

    private static let transcendental: [any TableOperation.Type] = [
        Exponential.self, Exponential2.self, ExponentialMinus1.self, Logarithm.self, Logarithm2.self, Logarithm10.self,
        LogarithmOf1Plus.self, LogAddExp.self, LogAddExp2.self, Sine.self, Cosine.self, Tangent.self, ArcSine.self, ArcCosine.self,
        ArcTangent.self, ArcTangent2.self, Hypotenuse.self, HyperbolicSine.self, HyperbolicCosine.self,
        HyperbolicTangent.self, InverseHyperbolicSine.self, InverseHyperbolicCosine.self, InverseHyperbolicTangent.self,
        ErrorFunction.self, ComplementaryErrorFunction.self,
    ]

    private static let rounding: [any TableOperation.Type] = [Floor.self, Ceiling.self, Truncate.self, Round.self]

    private static let truth: [any TableOperation.Type] = [
        Equal.self, NotEqual.self, Less.self, LessEqual.self, Greater.self, GreaterEqual.self, IsClose.self,
        LogicalAnd.self, LogicalOr.self, LogicalXor.self, LogicalNot.self, BitwiseAnd.self, BitwiseOr.self,
        BitwiseXor.self, BitwiseNot.self, ShiftLeft.self, ShiftRight.self, IsNaN.self, IsInfinite.self, IsFinite.self,
        SignBit.self,
    ]

    private static let activations: [any TableOperation.Type] = [
        SigmoidFunction.self, Relu.self, Gelu.self, GeluTanh.self, Silu.self, SoftplusFunction.self, LeakyRelu.self, Elu.self,
    ]

    private static let choices: [any TableOperation.Type] = [
        Minimum.self, Maximum.self, NumericMinimum.self, NumericMaximum.self, Clip.self, Select.self, Lerp.self,
    ]
}
