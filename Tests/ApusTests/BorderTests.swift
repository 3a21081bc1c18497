@testable import Apus
import Testing

/// What a user tries first at the border between arrays and tensors.
@Suite struct BorderTests {
    @Test func squaredReshapedAndMultipliedByIntegers() {
        let x = NDArray([1, 2, 3, 4], dtype: .float32)
        let product = (x * x).reshape(2, 2).matmul(NDArray([[1, 2], [3, 4]]))
        #expect(product.dtype == .float64)
        #expect("\(product)" == "[[13. 18.]\n [57. 82.]]")
    }

    @Test func theSameWithTensors() {
        let x = Tensor([1, 2, 3, 4], dtype: .float32)
        let product = (x * x).reshape(2, 2).matmul(Tensor([[1, 2], [3, 4]], dtype: .float32))
        #expect("\(product)" == "tensor([[13., 18.],\n        [57., 82.]])")
        let two = Tensor(2.0).requiringGrad()
        (two * two).backward()
        #expect("\(two.grad!)" == "tensor(4.)")
    }

    @Test func writesShowOnBothSides() throws {
        let array = NDArray.zeros([2, 2])
        let tensor = Tensor(array)
        tensor[0, 0] = 1
        array[1, 1] = 2
        #expect(numbers(array) == [1, 0, 0, 2])
        #expect(numbers(tensor) == [1, 0, 0, 2])
        #expect(array.value.pointer == tensor.value.pointer)
        #expect(try NDArray(tensor).value.storage === array.value.storage)
    }

    @Test func eitherOutlivesTheOther() throws {
        var array: NDArray? = NDArray.ones([1000])
        weak let released = array
        let tensor = Tensor(array!)
        array = nil
        #expect(released == nil)
        #expect(numbers(tensor) == [Double](repeating: 1, count: 1000))

        var short: Tensor? = Tensor.ones([1000])
        weak let gone = short
        var kept = try NDArray(short!)
        short = nil
        #expect(gone == nil)
        kept += 1
        #expect(numbers(kept) == [Double](repeating: 2, count: 1000))
    }

    @Test func refusalsNameTheRemedy() throws {
        let weight = Tensor([1.0, 2]).requiringGrad()
        expectError("use detach() first") { _ = try NDArray(weight) }
        expectError("use detach() first") { _ = try (weight * 2).numpy() }
        expectError("use cpu()") { _ = try NDArray(Tensor.zeros([2], device: .meta)) }
        expectError("has no elements") { _ = try Tensor.zeros([2], device: .meta).cpu() }
        expectError("cuda:1 is not available") { _ = try weight.to(device: .cuda(1)) }
        #expect(try numbers(NDArray(weight.detach().cpu())) == [1, 2])
        #expect(try NDArray(weight.detach()).value.storage === weight.value.storage)
    }

    @Test func movingToWhereItIsCopiesNothing() throws {
        let tensor = Tensor.ones([3])
        #expect(try tensor.cpu() === tensor)
        #expect(try tensor.to(device: .cpu) === tensor)
    }

    @Test func everyLayoutShares() throws {
        let base = counting([4, 6], as: NDArray.self)
        let views = [base.T, base[1..<3, .slice(from: 1, by: 2)], base[.slice(by: -1), .slice(by: -2)], base[2], base[1, 1]]
        for (index, view) in views.enumerated() {
            let tensor = Tensor(view)
            #expect(tensor.value.storage === base.value.storage)
            #expect(tensor.value.layout == view.value.layout)
            #expect(numbers(tensor) == numbers(view))
            tensor.fill(-1 - index)
            #expect(numbers(view).allSatisfy { $0 == Double(-1 - index) })
            let back = try NDArray(tensor)
            #expect(back.value.layout == view.value.layout && back.value.storage === base.value.storage)
        }
    }

    /// A million round trips ask for no memory for elements; run in a process of its own, where nobody else does.
    @Test func sharingDoesNotAllocateElements() async {
        await #expect(processExitsWith: .success) {
            for count in [1, 1 << 20] {
                let array = NDArray.empty([count], dtype: .float32)
                let before = HostMemory.statistics
                var face = array
                for _ in 0..<1_000_000 { face = try NDArray(Tensor(face)) }
                #expect(HostMemory.statistics == before)
                #expect(face.value.storage === array.value.storage && face.value.pointer == array.value.pointer)
            }
        }
    }
}
