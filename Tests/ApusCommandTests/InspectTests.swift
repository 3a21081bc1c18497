import Apus
import ApusVision
import Foundation
import Testing

struct InspectTests {
    @Test func showsEveryKind() throws {
        let folder = try Folder()
        try NDArray.zeros([2, 3], dtype: .int16).save(folder["a.npy"])
        try NDArray.saveArchive(["x": NDArray.zeros([4]), "y": NDArray.ones([], dtype: .bool)], to: folder["b.npz"])
        try Safetensors.save(["w": Tensor.zeros([5, 1])], to: folder["c.safetensors"], metadata: ["format": "pt"])
        let files = ["a.npy", "b.npz", "c.safetensors", example("cat.png"), example("rocket.jpg")]
        let outcome = try ProgramRun(["inspect", "--json"] + files, in: folder.path).wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let results = try #require(try parsed(outcome.output) as? [[String: Any]])
        #expect(results.map { $0["kind"] as? String } == ["npy", "npz", "safetensors", "PNG", "JPEG"])
        let arrays = results.prefix(3).map { $0["arrays"] as? [[String: Any]] ?? [] }
        #expect(arrays.map { $0.map { $0["dtype"] as? String } } == [["int16"], ["float64", "bool"], ["float32"]])
        #expect(arrays.map { $0.map { $0["shape"] as? [Int] } } == [[[2, 3]], [[4], []], [[5, 1]]])
        #expect(arrays[2][0]["name"] as? String == "w" && arrays[2][0]["bytes"] as? Int == 20)
        #expect(results[2]["metadata"] as? [String: String] == ["format": "pt"])
        #expect(results[3]["height"] as? Int == 300 && results[3]["width"] as? Int == 451)
        #expect(results[4]["color"] as? String == "rgb" && results[4]["dtype"] as? String == "uint8")

        let text = try ProgramRun(["inspect"] + files, in: folder.path).wait()
        #expect(text.status == 0)
        #expect(text.output.contains("a.npy: npy, 1 array, 6 elements"))
        #expect(text.output.contains("cat.png: PNG, 451 x 300 pixels, rgb, uint8"))
    }

    @Test func refusesOtherFiles() throws {
        let folder = try Folder()
        try folder.write("nothing known", to: "text")
        for (file, message) in [("text", "not an .npy, .npz or safetensors file"), ("none", "cannot open"), (".", "not a")] {
            let outcome = try apus("inspect", file, in: folder)
            #expect(outcome.status == 1 && outcome.output == "")
            #expect(outcome.errors.contains(message), "\(outcome.errors)")
        }
        #expect(try apus("inspect", in: folder).status == 64)
        #expect(try apus("frobnicate", in: folder).status == 64)
        #expect(try apus("--help", in: folder).status == 0)
    }
}
