public import ApusCore

/// Discrete Fourier transforms of arrays and tensors. `numpy.fft`, `torch.fft`.
///
/// float32 and complex64 are computed in single precision, float64 and complex128 in double; integers become float64 in
/// NumPy's world and float32 in PyTorch's; NumPy's world takes float16 and bfloat16 too, as float32. The error of a result,
/// relative to the root of the mean square of all results, is a small multiple of ε log₂ n. All transforms are
/// differentiable. Mistakes in arguments (fewer than 1 point, an axis that is not there, complex numbers where real ones are
/// taken) stop the program.
///
/// Lengths are taken apart into factors (Stockham's order of Cooley and Tukey's algorithm); long transforms are split into
/// short ones that fit the cache (Bailey, 1990); lengths with a large prime factor go through a convolution (Bluestein,
/// 1970); real transforms of even length are complex ones of half the length. Results are the same bits for any number of
/// threads.
public enum FFT {
    /// Which of a transform and its inverse is divided by the number of points.
    public enum Norm: String, Sendable, CaseIterable {
        /// The inverse, which has the positive exponent.
        case backward
        /// Both, by its square root.
        case ortho
        /// The transform with the negative exponent.
        case forward

        /// What results are multiplied by.
        func scale(of sizes: [Int], forward: Bool) -> Double {
            let count = sizes.reduce(1.0) { $0 * Double($1) }
            switch self {
            case .ortho: return 1 / count.squareRoot()
            case .backward: return forward ? 1 : 1 / count
            case .forward: return forward ? 1 / count : 1
            }
        }

        /// The argument `norm` of a call.
        static func named<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> Norm {
            let name = try arguments.text("norm", default: "backward")
            guard let norm = Norm(rawValue: name) else {
                throw .argument(
                    operation: arguments.operation, message: "norm '\(name)' must be backward, ortho or forward")
            }
            return norm
        }
    }
}

// MARK: - Along one axis

extension FFT {
    /// The Fourier transform along an axis: Σ xⱼ e^(−2πijk/n) for k below n, the complex numbers of the spectrum.
    /// `numpy.fft.fft`, `torch.fft.fft`.
    ///
    /// Where the array has more than `n` numbers along the axis the others are left out, and where it has fewer they
    /// are filled up with zeros.
    public static func fft<Face: ArrayFace>(_ x: Face, n: Int? = nil, axis: Int = -1, norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.fft, x, n: n, axis: axis, norm: norm, name: "fft") }
    }

    /// The inverse Fourier transform along an axis: Σ xⱼ e^(2πijk/n) / n for k below n. `numpy.fft.ifft`,
    /// `torch.fft.ifft`.
    public static func ifft<Face: ArrayFace>(_ x: Face, n: Int? = nil, axis: Int = -1, norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.ifft, x, n: n, axis: axis, norm: norm, name: "ifft") }
    }

    /// The Fourier transform of real numbers along an axis: the n / 2 + 1 numbers of the spectrum that determine the
    /// others, which are their conjugates. `numpy.fft.rfft`, `torch.fft.rfft`.
    public static func rfft<Face: ArrayFace>(_ x: Face, n: Int? = nil, axis: Int = -1, norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.rfft, x, n: n, axis: axis, norm: norm, name: "rfft") }
    }

    /// The inverse of `rfft`: n real numbers of the first n / 2 + 1 of their spectrum, where the first, and for even
    /// n the last, counts as real. Without `n` they are 2 (m − 1) of m numbers. `numpy.fft.irfft`, `torch.fft.irfft`.
    public static func irfft<Face: ArrayFace>(_ x: Face, n: Int? = nil, axis: Int = -1, norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.irfft, x, n: n, axis: axis, norm: norm, name: "irfft") }
    }

    /// The Fourier transform, which is real, of n numbers of which number n − k is the conjugate of number k; the
    /// first n / 2 + 1 are given. Without `n` they are 2 (m − 1) of m numbers. `numpy.fft.hfft`, `torch.fft.hfft`.
    public static func hfft<Face: ArrayFace>(_ x: Face, n: Int? = nil, axis: Int = -1, norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.hfft, x, n: n, axis: axis, norm: norm, name: "hfft") }
    }

    /// The inverse of `hfft`: the inverse Fourier transform of real numbers along an axis, of which n / 2 + 1 numbers
    /// determine the others. `numpy.fft.ihfft`, `torch.fft.ihfft`.
    public static func ihfft<Face: ArrayFace>(_ x: Face, n: Int? = nil, axis: Int = -1, norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.ihfft, x, n: n, axis: axis, norm: norm, name: "ihfft") }
    }
}

// MARK: - Along two axes

extension FFT {
    /// The Fourier transform along two axes, by default the last. `numpy.fft.fft2`, `torch.fft.fft2`.
    ///
    /// `s` are the numbers of points along the axes, −1 for as many as the array has.
    public static func fft2<Face: ArrayFace>(_ x: Face, s: [Int]? = nil, axes: [Int] = [-2, -1], norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.fft, x, s: s, axes: axes, norm: norm, name: "fft2") }
    }

    /// The inverse Fourier transform along two axes, by default the last. `numpy.fft.ifft2`, `torch.fft.ifft2`.
    public static func ifft2<Face: ArrayFace>(_ x: Face, s: [Int]? = nil, axes: [Int] = [-2, -1], norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.ifft, x, s: s, axes: axes, norm: norm, name: "ifft2") }
    }

    /// The Fourier transform of real numbers along two axes, by default the last; along the second of them half of
    /// the spectrum. `numpy.fft.rfft2`, `torch.fft.rfft2`.
    public static func rfft2<Face: ArrayFace>(_ x: Face, s: [Int]? = nil, axes: [Int] = [-2, -1], norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.rfft, x, s: s, axes: axes, norm: norm, name: "rfft2") }
    }

    /// The inverse of `rfft2`: real numbers of half of their spectrum along two axes. `numpy.fft.irfft2`,
    /// `torch.fft.irfft2`.
    public static func irfft2<Face: ArrayFace>(_ x: Face, s: [Int]? = nil, axes: [Int] = [-2, -1], norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.irfft, x, s: s, axes: axes, norm: norm, name: "irfft2") }
    }

    /// The Fourier transform, which is real, of numbers with Hermitian symmetry along two axes, of which half along
    /// the second are given. `torch.fft.hfft2`.
    public static func hfft2<Face: ArrayFace>(_ x: Face, s: [Int]? = nil, axes: [Int] = [-2, -1], norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.hfft, x, s: s, axes: axes, norm: norm, name: "hfft2") }
    }

    /// The inverse of `hfft2`: half of the inverse Fourier transform of real numbers along two axes.
    /// `torch.fft.ihfft2`.
    public static func ihfft2<Face: ArrayFace>(_ x: Face, s: [Int]? = nil, axes: [Int] = [-2, -1], norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.ihfft, x, s: s, axes: axes, norm: norm, name: "ihfft2") }
    }
}

// MARK: - Along any axes

extension FFT {
    /// The Fourier transform along several axes, by default all. `numpy.fft.fftn`, `torch.fft.fftn`.
    ///
    /// `s` are the numbers of points along the axes, −1 for as many as the array has; without `axes` they are for the
    /// last axes. In NumPy's world an axis may be named twice: it is transformed along twice then.
    public static func fftn<Face: ArrayFace>(_ x: Face, s: [Int]? = nil, axes: [Int]? = nil, norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.fft, x, s: s, axes: axes, norm: norm, name: "fftn") }
    }

    /// The inverse Fourier transform along several axes, by default all. `numpy.fft.ifftn`, `torch.fft.ifftn`.
    public static func ifftn<Face: ArrayFace>(_ x: Face, s: [Int]? = nil, axes: [Int]? = nil, norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.ifft, x, s: s, axes: axes, norm: norm, name: "ifftn") }
    }

    /// The Fourier transform of real numbers along several axes, by default all; along the last of them half of the
    /// spectrum. `numpy.fft.rfftn`, `torch.fft.rfftn`.
    public static func rfftn<Face: ArrayFace>(_ x: Face, s: [Int]? = nil, axes: [Int]? = nil, norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.rfft, x, s: s, axes: axes, norm: norm, name: "rfftn") }
    }

    /// The inverse of `rfftn`: real numbers of half of their spectrum along several axes. `numpy.fft.irfftn`,
    /// `torch.fft.irfftn`.
    public static func irfftn<Face: ArrayFace>(_ x: Face, s: [Int]? = nil, axes: [Int]? = nil, norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.irfft, x, s: s, axes: axes, norm: norm, name: "irfftn") }
    }

    /// The Fourier transform, which is real, of numbers with Hermitian symmetry along several axes, of which half
    /// along the last are given. `torch.fft.hfftn`.
    public static func hfftn<Face: ArrayFace>(_ x: Face, s: [Int]? = nil, axes: [Int]? = nil, norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.hfft, x, s: s, axes: axes, norm: norm, name: "hfftn") }
    }

    /// The inverse of `hfftn`: half of the inverse Fourier transform of real numbers along several axes.
    /// `torch.fft.ihfftn`.
    public static func ihfftn<Face: ArrayFace>(_ x: Face, s: [Int]? = nil, axes: [Int]? = nil, norm: Norm = .backward) -> Face {
        trapping { () throws(ApusError) in try Fourier.apply(.ihfft, x, s: s, axes: axes, norm: norm, name: "ihfftn") }
    }
}

// MARK: - Frequencies

extension FFT {
    /// The frequencies that the results of `fft` with `n` points stand for, in cycles for each unit of the spacing `d` of the
    /// points: 0, 1, … and then the negative ones, divided by n d. They are an array in float64, or with `as: Tensor.self` a
    /// tensor in float32, or in another floating `dtype`. `numpy.fft.fftfreq`, `torch.fft.fftfreq`.
    public static func fftfreq<Face: ArrayFace>(
        _ n: Int, d: Double = 1, dtype: DType? = nil, as face: Face.Type = NDArray.self
    ) -> Face {
        trapping { () throws(ApusError) in try FFTFrequencies.apply(n, d, dtype, "fftfreq") }
    }

    /// The frequencies that the results of `rfft` with `n` points stand for: 0, 1, … n / 2, divided by n d.
    /// `numpy.fft.rfftfreq`, `torch.fft.rfftfreq`.
    public static func rfftfreq<Face: ArrayFace>(
        _ n: Int, d: Double = 1, dtype: DType? = nil, as face: Face.Type = NDArray.self
    ) -> Face {
        trapping { () throws(ApusError) in try FFTFrequencies.apply(n, d, dtype, "rfftfreq", half: true) }
    }

    /// A spectrum with the frequency 0 moved from the start to the middle along `axes`, by default all.
    /// `numpy.fft.fftshift`, `torch.fft.fftshift`.
    public static func fftshift<Face: ArrayFace>(_ x: Face, axes: Axes = .all) -> Face {
        trapping { () throws(ApusError) in try FFTShift.apply(x, axes, "fftshift") { $0 / 2 } }
    }

    /// The inverse of `fftshift`: the frequency 0 moved from the middle to the start. `numpy.fft.ifftshift`,
    /// `torch.fft.ifftshift`.
    public static func ifftshift<Face: ArrayFace>(_ x: Face, axes: Axes = .all) -> Face {
        trapping { () throws(ApusError) in try FFTShift.apply(x, axes, "ifftshift") { ($0 + 1) / 2 } }
    }
}
