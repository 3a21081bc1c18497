internal import ComplexModule
import Glibc

/// The product of the numbers on a triangular matrix's diagonal, without overflow on the way.
///
/// It is held as a number of ordinary size times a power of two, and its sign and the logarithm of its magnitude beside it.
struct PivotProduct {
    private var real = 1.0
    private var imaginary = 0.0
    private var exponent = 0
    private var signReal = 1.0
    private var signImaginary = 0.0
    private(set) var logMagnitude = 0.0

    /// The product for a matrix that is singular.
    static var zero: PivotProduct {
        var result = PivotProduct()
        (result.real, result.signReal, result.logMagnitude) = (0, 0, -.infinity)
        return result
    }

    var sign: Scalar { .complex(Complex(signReal, signImaginary)) }

    var value: Scalar {
        .complex(Complex(scalbn(real, Int32(clamping: exponent)), scalbn(imaginary, Int32(clamping: exponent))))
    }

    mutating func changeSign() {
        real = -real
        imaginary = -imaginary
        signReal = -signReal
        signImaginary = -signImaginary
    }

    mutating func multiply(_ factor: Complex<Double>) {
        let x = factor.rawStorage.x, y = factor.rawStorage.y
        if y == 0 {
            if imaginary == 0 { real *= x } else { (real, imaginary) = (real * x, imaginary * x) }
            if x < 0 { (signReal, signImaginary) = (-signReal, -signImaginary) }
            logMagnitude += log(abs(x))
        } else {
            (real, imaginary) = (real * x - imaginary * y, real * y + imaginary * x)
            let magnitude = hypot(x, y)
            let u = x / magnitude, v = y / magnitude
            (signReal, signImaginary) = (signReal * u - signImaginary * v, signReal * v + signImaginary * u)
            logMagnitude += log(magnitude)
        }
        let largest = max(abs(real), abs(imaginary))
        if largest.isFinite && largest != 0 {
            let step = Int(largest.exponent)
            exponent += step
            real = scalbn(real, Int32(-step))
            imaginary = scalbn(imaginary, Int32(-step))
        }
    }
}
