// The README's taste of Apus, used as any package uses it.

import Apus

tasteOfArrays()
tasteOfTensors()

// Both look at the same memory.
let array = NDArray.zeros([2, 2])
let tensor = array.tensor()
tensor[0, 0] = 1
print(array)
