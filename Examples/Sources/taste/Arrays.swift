// A taste of NumPy's world.

import Apus

func tasteOfArrays() {
    let x = NDArray([1, 2, 3, 4], dtype: .float32)
    let squares = (x * x).reshape(2, 2)
    print(squares.matmul(NDArray([[1, 0], [1, 1]])))

    let table = NDArray.arange(12).reshape(3, 4)
    print(table[1..., 2], table.sum(0))
    table[0] = 7  // writes in place, as in NumPy
    print(table.astype(.float32).mean(1, keepDims: true))

    let numbers = Generator(seed: 42).random([1000])
    print(numbers.mean(), numbers.std())
}
