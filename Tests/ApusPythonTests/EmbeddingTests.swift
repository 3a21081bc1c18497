import Apus
import ApusPython
import Testing

/// Whether there is a Python to embed, with or without NumPy.
private let hasPython = (try? Python.start()) != nil
private let hasNumPy = hasPython && (try? Python.module("numpy")) != nil

/// Python inside of a Swift program.
@Suite(.enabled(if: hasPython, "no shared library of Python"), .serialized)
struct EmbeddingTests {
    @Test func runsCode() throws {
        try Python.run("total = sum(range(5))")
        #expect(try Python.value("total").int() == 10)
        #expect(try Python.value("'a' + 'b'").string() == "ab")
        #expect(try Python.version.hasPrefix("3."))
        #expect(Python.isRunning)
    }

    @Test func exceptionsArrive() throws {
        let error = try #require(throws: PythonException.self) { try Python.run("def f():\n    raise ValueError('mine')\nf()") }
        #expect(error.type == "ValueError")
        #expect(error.message == "mine")
        #expect(error.traceback.contains("in f"))
        #expect(throws: PythonException.self) { try Python.run("1 +") }
        #expect(throws: PythonException.self) { try Python.value("nothing") }
        #expect(throws: PythonException.self) { try Python.module("no_such_module") }
        #expect(throws: PythonException.self) { try Python.value("'text'").double() }
        #expect(try Python.value("1").int() == 1)
    }

    @Test func arraysGoOverAndComeBackWithoutACopy() throws {
        let array = NDArray([[1.0, 2.0], [3.0, 4.0]])
        try Python.set("array", to: array)
        try Python.run("array[0, 0] = 9; same = array; view = memoryview(array)")
        #expect(array[0, 0].item(as: Double.self) == 9)
        #expect(try Python.value("same").array() === array)
        try Python.run("view[1, 1] = 7.0")
        #expect(array[1, 1].item(as: Double.self) == 7)
        let shared = try Python.value("view").array()
        shared[0, 1] = 5
        #expect(array[0, 1].item(as: Double.self) == 5)

        let tensor = Tensor([1.0, 2.0]).requiringGrad()
        try Python.set("tensor", to: tensor)
        try Python.run("(tensor * tensor).sum().backward()")
        #expect(tensor.grad!.elements(as: Double.self) == [2, 4])
        try Python.run("del array, same, view, tensor")
    }

    @Test func valuesConvert() throws {
        try Python.set("values", to: ["a": [1, 2], "b": []])
        #expect(try Python.value("values['a'][1]").int() == 2)
        try Python.set("nothing", to: Int?.none)
        #expect(try Python.value("nothing").isNone)
        #expect(try Python.value("(1, 'x')").list().map(\.description) == ["1", "x"])
        #expect(try Python.value("[[1, 2], [3, 4]]").array().shape == [2, 2])
        #expect(try Python.value("[1.5]").tensor().dtype == .float32)
        #expect(try Python.value("2.5").double() == 2.5)
    }

    @Test func objectsAreCalled() throws {
        let math = try Python.module("math")
        #expect(try math.sqrt(16.0).double() == 4)
        #expect(try Python.value("dict")(a: 1)[key: "a"].int() == 1)
        #expect(throws: PythonException.self) { try math.sqrt("text") }
    }

    @Test(.enabled(if: hasNumPy, "no NumPy")) func numPyReadsAndWritesTheSameMemory() throws {
        let x = NDArray.linspace(0, 1, count: 5)
        let numpy = try Python.module("numpy")
        let theirs = try numpy.asarray(x)
        try theirs.fill(3.0)
        #expect(x.elements(as: Double.self) == [3, 3, 3, 3, 3])
        let back = try theirs.array()
        back[0] = 8
        #expect(x[0].item(as: Double.self) == 8)
        #expect(try numpy.sum(x).double() == 20)
    }

    @Test func manyThreads() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<8 {
                group.addTask {
                    for _ in 0..<100 { _ = try Python.value("[\(number)] * 3").array() }
                    return try Python.value("\(number) + 1").int()
                }
            }
            var sum = 0
            for try await value in group { sum += value }
            #expect(sum == 36)
        }
    }
}
