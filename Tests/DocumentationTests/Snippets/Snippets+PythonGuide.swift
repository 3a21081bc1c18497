// Made by Scripts/extract-snippets.sh from Documentation/PythonGuide.md.

import Apus
import ApusFrame
import ApusPython
import ApusVision

extension Snippet {
    static let ofPythonGuide: [Snippet] = [
        Snippet("Documentation/PythonGuide.md", line: 121, runs: false, prints: prints121, body: snippet121),
    ]
}

private let prints121: [String] = []

private func snippet121() async throws {
#sourceLocation(file: "Documentation/PythonGuide.md", line: 122)


let x = NDArray.linspace(0, 6.28, count: 200)
try Python.set("x", to: x)
try Python.set("y", to: x.sin())

// matplotlib draws from the arrays' own memory.
try Python.run("""
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    plt.plot(x, y)
    plt.savefig("sine.png")
    """)

// A column of a pandas frame is an array, over the frame's memory where pandas lends it.
try Python.run("""
    import pandas as pd
    frame = pd.DataFrame({"height": [1.71, 1.63, 1.80], "weight": [68.0, 55.0, 81.0]})
    """)
let frame = try Python.value("frame")
let height = try frame[key: "height"].array()
let weight = try frame[key: "weight"].array()
print(weight / height.square())
#sourceLocation()
}

