// Made by Scripts/extract-snippets.sh from Documentation/NumPyGuide.md.

import Apus
import ApusFrame
import ApusPython
import ApusVision

extension Snippet {
    static let ofNumPyGuide: [Snippet] = [
        Snippet("Documentation/NumPyGuide.md", line: 7, runs: true, prints: prints7, body: snippet7),
        Snippet("Documentation/NumPyGuide.md", line: 37, runs: true, prints: prints37, body: snippet37),
        Snippet("Documentation/NumPyGuide.md", line: 71, runs: true, prints: prints71, body: snippet71),
        Snippet("Documentation/NumPyGuide.md", line: 111, runs: true, prints: prints111, body: snippet111),
        Snippet("Documentation/NumPyGuide.md", line: 140, runs: true, prints: prints140, body: snippet140),
        Snippet("Documentation/NumPyGuide.md", line: 167, runs: true, prints: prints167, body: snippet167),
        Snippet("Documentation/NumPyGuide.md", line: 189, runs: true, prints: prints189, body: snippet189),
        Snippet("Documentation/NumPyGuide.md", line: 204, runs: true, prints: prints204, body: snippet204),
        Snippet("Documentation/NumPyGuide.md", line: 219, runs: true, prints: prints219, body: snippet219),
        Snippet("Documentation/NumPyGuide.md", line: 250, runs: true, prints: prints250, body: snippet250),
        Snippet("Documentation/NumPyGuide.md", line: 267, runs: true, prints: prints267, body: snippet267),
    ]
}

private let prints7 = [
    ##"[[0.5 2. ]"##,
    ##" [1.  2.5]"##,
    ##" [1.5 3. ]]"##,
    ##"(2, 3) int64 6 2"##,
]
private let prints37 = [
    ##"[0.0, 0.5, 1.0] [0.0, 0.5, 1.0] 0.5"##,
    ##"1.5"##,
]
private let prints71 = [
    ##"[[ 6  7  8]"##,
    ##" [11 12 13]]"##,
    ##"[[ 0  4]"##,
    ##" [15 19]]"##,
    ##"[  0   1 100   3   4]"##,
    ##"[ 0 -1 -1 -1 -1]"##,
]
private let prints111 = [
    ##"[ 2 -3] [1 2]"##,
    ##"[0. 2. 2.]"##,
    ##"[1.         1.41421356]"##,
    ##"[ 44 200]"##,
    ##"[ True False]"##,
]
private let prints140 = [
    ##"30.0 [6. 4. 5.] [0 0]"##,
    ##"[[ 1.22474487 -1.22474487  0.        ]"##,
    ##" [ 1.22474487 -1.22474487  0.        ]]"##,
    ##"[1. 2. 3.] [[3. 9.]]"##,
    ##"[2.5 8. ] [9. 7. 8.]"##,
]
private let prints167 = [
    ##"[1 9 2] [[3 4]] [1 2 3 4 5]"##,
    ##"[7 0 8]"##,
]
private let prints189 = [
    ##"[-1. -1.] [-2. -2.] 2.0"##,
    ##"(5, 2, 4)"##,
    ##"[2. 3.]"##,
    ##"[1.38196601 3.61803399]"##,
    ##"[5.4649857  0.36596619]"##,
]
private let prints204 = [
    ##"[10.+0.j -2.+2.j -2.+0.j]"##,
    ##"[1. 2. 3. 4.]"##,
]
private let prints219 = [
    ##"6.0 [ 3.5 10. ]"##,
    ##"[3 1 2]"##,
    ##"[0.  1.  2.5 4.  1.5]"##,
]
private let prints250 = [
    ##"[94 62 68 89 57]"##,
    ##"[0 1 2 3] 0.30016628491122543"##,
]
private let prints267 = [
    ##"["images", "labels"] (1797, 8, 8) uint8"##,
]

private func snippet7() async throws {
#sourceLocation(file: "Documentation/NumPyGuide.md", line: 8)


let a = NDArray([[1, 2, 3], [4, 5, 6]])
let b = a.T.astype(.float32) / 2
print(b)
// prints [[0.5 2. ]
//         [1.  2.5]
//         [1.5 3. ]]
print(a.shape, a.dtype, a.count, a.rank)        // prints (2, 3) int64 6 2
#sourceLocation()
}

private func snippet37() async throws {
#sourceLocation(file: "Documentation/NumPyGuide.md", line: 38)
let a = NDArray.linspace(0, 1, count: 3)
let numbers = Array<Double>(a)                  // the Swift type must be the dtype's
let rounded = a.elements(as: Float.self)        // or is cast to
print(numbers, rounded, a[1].item(as: Double.self))  // prints [0.0, 0.5, 1.0] [0.0, 0.5, 1.0] 0.5
let total = try a.withUnsafeElements(of: Double.self) { $0.reduce(0, +) }
print(total)                                    // prints 1.5
#sourceLocation()
}

private func snippet71() async throws {
#sourceLocation(file: "Documentation/NumPyGuide.md", line: 72)
let a = NDArray.arange(20).reshape(4, 5)
print(a[1..<3, .slice(from: 1, to: -1)])
// prints [[ 6  7  8]
//         [11 12 13]]
print(a[(0...).by(3), [0, -1]])
// prints [[ 0  4]
//         [15 19]]
let column = a[0..., 2]                         // a view
column[0] = 100
print(a[0])                                     // prints [  0   1 100   3   4]
a[a .> 15] = -1
print(a.min(0))                                 // prints [ 0 -1 -1 -1 -1]
#sourceLocation()
}

private func snippet111() async throws {
#sourceLocation(file: "Documentation/NumPyGuide.md", line: 112)
print(NDArray([7, -7]).floorDivide(3), NDArray([7, -7]) % 3)  // prints [ 2 -3] [1 2]
print(NDArray([0.5, 1.5, 2.5]).round())                       // prints [0. 2. 2.]
print(NDArray([1, 2]) ** 0.5)                                 // prints [1.         1.41421356]
print(NDArray([200, 100], dtype: .uint8) + 100)               // prints [ 44 200]
print(NDArray([1, 2]) .== NDArray([1, 3]))                    // prints [ True False]
#sourceLocation()
}

private func snippet140() async throws {
#sourceLocation(file: "Documentation/NumPyGuide.md", line: 141)
let a = NDArray([[3.0, 1, 2], [9, 7, 8]])
print(a.sum(), a.mean(0), a.argmax(axis: 1))    // prints 30.0 [6. 4. 5.] [0 0]
print((a - a.mean(1, keepDims: true)) / a.std(1, keepDims: true))
// prints [[ 1.22474487 -1.22474487  0.        ]
//         [ 1.22474487 -1.22474487  0.        ]]
print(a.sort()[0], a.topK(1).values.T)          // prints [1. 2. 3.] [[3. 9.]]
print(a.mean(1, where: a .> 1), a.max(0, initial: 5))  // prints [2.5 8. ] [9. 7. 8.]
#sourceLocation()
}

private func snippet167() async throws {
#sourceLocation(file: "Documentation/NumPyGuide.md", line: 168)
let a = NDArray([[1, 2], [3, 4]])
print(a.insert(9, at: 1, axis: 1)[0], a.delete(0, axis: 0), a.append(NDArray([5])))
// prints [1 9 2] [[3 4]] [1 2 3 4 5]
print(NDArray([0, 0, 7, 0, 8, 0]).trimZeros())  // prints [7 0 8]
#sourceLocation()
}

private func snippet189() async throws {
#sourceLocation(file: "Documentation/NumPyGuide.md", line: 190)
let m = NDArray([[1.0, 2], [3, 4]]), v = NDArray([1.0, -1])
print(m.matmul(v), v.matmul(m), v.dot(v))       // prints [-1. -1.] [-2. -2.] 2.0
print(NDArray.ones([5, 2, 3]).matmul(NDArray.ones([3, 4])).shape)  // prints (5, 2, 4)
let a = NDArray([[3.0, 1], [1, 2]])
print(try Linalg.solve(a, NDArray([9.0, 8])))   // prints [2. 3.]
print(try Linalg.eigvalsh(a))                   // prints [1.38196601 3.61803399]
print(try Linalg.svdvals(m))                    // prints [5.4649857  0.36596619]
#sourceLocation()
}

private func snippet204() async throws {
#sourceLocation(file: "Documentation/NumPyGuide.md", line: 205)
print(FFT.rfft(NDArray([1.0, 2, 3, 4])))        // prints [10.+0.j -2.+2.j -2.+0.j]
print(FFT.irfft(FFT.rfft(NDArray([1.0, 2, 3, 4]))))  // prints [1. 2. 3. 4.]
#sourceLocation()
}

private func snippet219() async throws {
#sourceLocation(file: "Documentation/NumPyGuide.md", line: 220)
let d = NDArray([2.0, 3, 5, 7, 11, 13])
print(d.median(), d.percentile(NDArray([25.0, 75])))  // prints 6.0 [ 3.5 10. ]
print(d.histogram(bins: 3).counts)                    // prints [3 1 2]
print(NDArray([1.0, 2, 3]).convolve(NDArray([0, 1, 0.5])))  // prints [0.  1.  2.5 4.  1.5]
#sourceLocation()
}

private func snippet250() async throws {
#sourceLocation(file: "Documentation/NumPyGuide.md", line: 251)
let rng = Generator(seed: 7)
print(rng.integers(0, 100, [5]))                // prints [94 62 68 89 57]
print(rng.permutation(4), rng.random())         // prints [0 1 2 3] 0.30016628491122543
#sourceLocation()
}

private func snippet267() async throws {
#sourceLocation(file: "Documentation/NumPyGuide.md", line: 268)


let digits = try NDArrayArchive("Examples/Data/digits.npz")
let images = try digits.array("images"), labels = try digits.array("labels")
print(digits.names, images.shape, images.dtype) // prints ["images", "labels"] (1797, 8, 8) uint8
let brightness = images.astype(.float64).mean([1, 2])
try CSV.write(["label": labels, "brightness": brightness], to: ".build/brightness.csv")
try NDArray.saveArchive(["brightness": brightness], to: ".build/brightness.npz", compressed: true)
#sourceLocation()
}

