import Apus
import Foundation
import Testing

@Suite(.serialized) struct DemoTests {
    @Test func trainsClassifiesAndShares() throws {
        let folder = try Folder()
        let outcome = try apus("demo", "--output", "out/demo", in: folder, environment: ["APUS_DATA": example("")])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors == "", "progress must be silent in a pipe")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.first?.hasSuffix("1500 to train with, 297 held out") == true)

        let accuracy = try #require(lines.first { $0.hasPrefix("accuracy on the held-out digits: ") })
        let share = try #require(Double(accuracy.dropFirst(33).dropLast()))
        #expect(share >= 98)

        let index = try #require(lines.firstIndex(of: "top 3:"))
        let header = try #require(lines.first { $0.contains("digit.png, held-out digit") })
        let truth = try #require(header.dropLast().last)
        #expect(lines[index + 1].hasPrefix("  \(truth)  "))
        #expect(lines.contains("an array and a tensor share one memory: true"))

        let confusion = try NDArray.load(folder["out/demo/confusion.npy"])
        #expect(confusion.shape == [10, 10] && confusion.dtype == .int64)
        #expect(confusion.sum().item(as: Int.self) == 297)
        let right = (0..<10).reduce(0) { $0 + confusion[$1, $1].item(as: Int.self) }
        #expect(abs(Double(right) / 297 * 100 - share) < 0.006)

        let rows = try folder.text("out/demo/predictions.csv").split(separator: "\n")
        #expect(rows.count == 298 && rows[0] == "digit,label,prediction,probability")
        let agreeing = rows.dropFirst().filter { row in
            let fields = row.split(separator: ",")
            return fields[1] == fields[2]
        }
        #expect(agreeing.count == right)

        let again = try apus(
            "classify", "out/demo/digit.png", "--model", "out/demo/model.safetensors", "--top", "1", "--json", in: folder)
        #expect(again.status == 0, "\(again.errors)")
        let results = try #require(try parsed(again.output) as? [[String: Any]])
        let best = try #require((results[0]["classes"] as? [[String: Any]])?.first)
        #expect("\(best["class"] as? Int ?? -1)" == String(truth))
    }

    @Test func aSeedGivesTheSameResult() throws {
        let folder = try Folder()
        for name in ["a", "b"] {
            let outcome = try apus(
                "demo", "--output", name, "--epochs", "1", "--seed", "5", "--data", example("digits.npz"), in: folder,
                environment: ["APUS_NUM_THREADS": name == "a" ? "1" : "2"])
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        #expect(try folder.data("a/model.safetensors") == folder.data("b/model.safetensors"))
        #expect(try folder.data("a/predictions.csv") == folder.data("b/predictions.csv"))
    }

    @Test func refusesWrongInputs() throws {
        let folder = try Folder()
        let missing = try apus("demo", "--data", "nowhere.npz", in: folder)
        #expect(missing.status == 1 && missing.errors.contains("nowhere.npz: cannot open"))
        #expect(try apus("demo", "--epochs", "0", in: folder).status == 64)
        try folder.write("", to: "file")
        let blocked = try apus("demo", "--output", "file/demo", "--data", example(""), in: folder)
        #expect(blocked.status == 1 && blocked.errors.contains("file: cannot be made"))
    }
}
