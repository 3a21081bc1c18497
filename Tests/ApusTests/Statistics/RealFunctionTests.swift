@testable import Apus
import Testing

/// Functions of real numbers, against NumPy's and SciPy's values.
@Suite struct RealFunctionTests {
    private let x = NDArray([-30.0, -8.0, -1.5, -0.0, 0.001, 2.0, 8.0, 8.5, 100.0])

    @Test func values() {
        forEachLayout(of: x) { name, x in
            expect(
                x.cbrt(),
                [-3.107232505953859, -2.0, -1.1447142425533319, -0.0, 0.1, 1.2599210498948732, 2.0, 2.040827550958674,
                4.641588833612779], within: 3e-16, name)
            expect(
                x.sinc(),
                [-1.1437264410803267e-16, -3.8981718325193755e-17, -0.2122065907891938, 1.0, 0.999998355066745,
                -3.8981718325193755e-17, -3.8981718325193755e-17, 0.03744822190397537, 6.2528371445095934e-18], within: 3e-16, name)
            expect(
                x.radians(),
                [-0.5235987755982988, -0.13962634015954636, -0.026179938779914945, -0.0, 1.7453292519943296e-05,
                0.03490658503988659, 0.13962634015954636, 0.14835298641951802, 1.7453292519943295], within: 3e-16, name)
            expect(
                x.degrees(),
                [-1718.8733853924696, -458.3662361046586, -85.94366926962348, -0.0, 0.057295779513082325, 114.59155902616465,
                458.3662361046586, 487.0141258611998, 5729.5779513082325], within: 3e-16, name)
            expect(
                x.spacing(),
                [-3.552713678800501e-15, -1.7763568394002505e-15, -2.220446049250313e-16, Double.leastNonzeroMagnitude, 2.168404344971009e-19,
                4.440892098500626e-16, 1.7763568394002505e-15, 1.7763568394002505e-15, 1.4210854715202004e-14], within: 0, name)
        }
        expect(
            x.i0(),
            [781672297823.9775, 427.56411572180474, 1.6467231897728907, 1.0, 1.0000002500000158, 2.279585302336067,
            427.56411572180474, 683.1619269901155, 1.0737517071310738e+42], within: 1e-15)
        expect(
            x.i1(),
            [-768532038938.9569, -399.8731367825599, -0.9816664285779079, 0.0, 0.0005000000625000026, 1.5906368546373295,
            399.8731367825599, 641.6199025400667, 1.0683693903381625e+42], within: 1e-15)
        expect(NDArray([2, 8], dtype: .int8).cbrt(), [1.26, 2], dtype: .float16, within: 1e-3)
        expect(NDArray([1.0, .infinity, .nan]).spacing(), [2.220446049250313e-16, .nan, .nan])
    }

    @Test func parts() {
        let x = NDArray([3.75, -0.1, 0, -Double.infinity, .nan, Double.leastNonzeroMagnitude])
        let (mantissa, exponent) = x.frexp()
        expect(mantissa, [0.9375, -0.8, 0.0, -.infinity, .nan, 0.5])
        expect(exponent, [2, -3, 0, 0, 0, -1073], dtype: .int32)
        expect(mantissa.ldexp(exponent), x.elements(as: Double.self))
        let (fraction, whole) = x.modf()
        expect(fraction, [0.75, -0.1, 0.0, -0.0, .nan, Double.leastNonzeroMagnitude])
        expect(whole, [3.0, -0.0, 0.0, -.infinity, .nan, 0.0])
        expect(NDArray([1.7976931348623157e308, 1, 3]).ldexp(NDArray([-2098, -1074, -1075])), [Double.leastNonzeroMagnitude, Double.leastNonzeroMagnitude, 2 * Double.leastNonzeroMagnitude])
        expect(Tensor([3.0]).ldexp(Tensor([2], dtype: .int64)), [12], dtype: .float32)
        expectError("must be integers") { _ = try LoadExponent.apply(x, x) }
    }

    @Test func infinities() {
        let x = NDArray([Double.infinity, -.infinity, .nan, 1])
        expect(x.isPositiveInfinity(), [1, 0, 0, 0], dtype: .bool)
        expect(x.isNegativeInfinity(), [0, 1, 0, 0], dtype: .bool)
        expect(x.nanToNum(), [1.7976931348623157e308, -1.7976931348623157e308, 0, 1])
        expect(x.nanToNum(nan: 5, positive: 6, negative: 7), [6, 7, 5, 1])
        let z = NDArray([Complex(Double.nan, Double.infinity), Complex(1.0, -Double.infinity)], dtype: .complex64).nanToNum(nan: 2,
            positive: 3)
        expect(z.real(), [2, 1], dtype: .float32)
        expect(z.imaginary(), [3, -Double(Float.greatestFiniteMagnitude)])
        expect(x.heaviside(NDArray(0.5)), [1, 0, .nan, 1])
        expect(NDArray([0.0, -0.0]).heaviside(NDArray([0.25, 0.75])), [0.25, 0.75])
    }

    @Test func integers() {
        let a = NDArray([12, -18, 0, 7]), b = NDArray([8, 27, 5, 0])
        expect(a.gcd(b), [4, 9, 5, 7], dtype: .int64)
        expect(a.lcm(b), [24, 54, 0, 0], dtype: .int64)
        expect(NDArray([-128], dtype: .int8).gcd(NDArray([0], dtype: .int8)), [-128], dtype: .int8)
        expect(NDArray([-128, 127, -1], dtype: .int8).bitCount(), [1, 7, 1], dtype: .uint8)
        expect(NDArray([UInt64.max, 0]).bitCount(), [64, 0], dtype: .uint8)
        expectError("not defined for float64") { _ = try NDArray.apply(GreatestCommonDivisor(), x, x) }
    }
}
