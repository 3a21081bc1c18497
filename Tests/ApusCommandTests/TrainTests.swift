import Apus
import Foundation
import Testing

@Suite(.serialized) struct TrainTests {
    private static let epochs = 12

    /// Trains without interruption.
    private func reference(in folder: Folder) throws -> Data {
        let outcome = try train("whole", in: folder).wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("\(Self.epochs) epochs: "))
        return try folder.data("whole.safetensors")
    }

    private func train(
        _ name: String, in folder: Folder, epochs: Int = epochs, _ more: [String] = ["--seed", "3"]
    ) throws -> ProgramRun {
        try ProgramRun(
            ["train", example("digits.npz"), "--epochs", "\(epochs)", "--output", "\(name).safetensors"] + more,
            in: folder.path)
    }

    @Test func moreEpochsContinueAsOneTraining() throws {
        let folder = try Folder()
        let whole = try reference(in: folder)
        let first = try train("part", in: folder, epochs: 1).wait()
        #expect(first.status == 0, "\(first.errors)")
        #expect(try folder.data("part.safetensors") != whole)
        let rest = try train("part", in: folder, ["--resume"]).wait()
        #expect(rest.status == 0, "\(rest.errors)")
        #expect(try folder.data("part.safetensors") == whole)
        #expect(try folder.data("part.training.safetensors") == folder.data("whole.training.safetensors"))
    }

    @Test(arguments: [SIGINT, SIGKILL]) func anInterruptedTrainingEndsAsOneWithout(signal: Int32) throws {
        let folder = try Folder()
        let whole = try reference(in: folder)
        let interrupted = try interruptedTraining(in: folder, by: signal)
        if signal == SIGINT {
            #expect(interrupted.status == 130)
            #expect(interrupted.errors.contains("saved, go on with --resume"))
            let metadata = try SafetensorsFile(folder["part.training.safetensors"]).metadata
            #expect(metadata["step"] != "0" || metadata["epoch"] != "0", "the step in hand is saved")
        } else {
            #expect(interrupted.status == -SIGKILL)
        }
        let rest = try train("part", in: folder, ["--resume"]).wait()
        #expect(rest.status == 0, "\(rest.errors)")
        #expect(try folder.data("part.safetensors") == whole)
    }

    /// A training that a signal ended; on a busy machine the first ones may end before it comes.
    private func interruptedTraining(in folder: Folder, by signal: Int32) throws -> Outcome {
        var outcome: Outcome
        var attempts = 0
        repeat {
            for name in ["part.safetensors", "part.training.safetensors"] { unlink(folder[name]) }
            let run = try train("part", in: folder)
            // The file is there when the training begins; by then the signal is noted.
            while run.process.isRunning, !folder.has("part.safetensors") { usleep(1000) }
            kill(run.process.processIdentifier, signal)
            outcome = try run.wait()
            attempts += 1
        } while outcome.status == 0 && attempts < 10
        return outcome
    }

    @Test func refusesWrongInputs() throws {
        let folder = try Folder()
        let none = try apus(
            "train", example("digits.npz"), "--epochs", "1", "--output", "m.safetensors", "--resume", in: folder)
        #expect(none.status == 1 && none.errors.contains("there is no training to resume"))
        #expect(try apus("train", "--epochs", "1", "--output", "m", in: folder).status == 64)
        #expect(try apus("train", "x.npz", "--epochs", "-1", "--output", "m", in: folder).status == 64)
        #expect(
            try apus("train", "x.npz", "--epochs", "1", "--output", "m", "--learning-rate", "nan", in: folder).status == 64)

        let digits: NamedArrays<NDArray> = ["images": NDArray.zeros([3, 8, 8], dtype: .uint8), "labels": NDArray([1, 2, 10])]
        try NDArray.saveArchive(digits, to: folder["bad.npz"])
        let bad = try apus("train", "bad.npz", "--epochs", "1", "--output", "m", in: folder)
        #expect(bad.status == 1 && bad.errors.contains("a label is not in 0...9"))

        try NDArray.saveArchive(["images": NDArray.zeros([3, 8, 8], dtype: .uint8)], to: folder["half.npz"])
        let half = try apus("train", "half.npz", "--epochs", "1", "--output", "m", in: folder)
        #expect(half.status == 1 && half.errors.contains("holds no array 'labels'"))

        let small: NamedArrays<NDArray> = ["images": NDArray.zeros([9, 8, 8], dtype: .uint8), "labels": NDArray.zeros([9], dtype: .int64)]
        try NDArray.saveArchive(small, to: folder["small.npz"])
        let begun = try apus("train", "small.npz", "--epochs", "1", "--output", "m.safetensors", in: folder)
        #expect(begun.status == 0, "\(begun.errors)")
        let other = try apus(
            "train", example("digits.npz"), "--epochs", "2", "--output", "m.safetensors", "--resume", in: folder)
        #expect(other.status == 1 && other.errors.contains("other data"))
        let options = try apus(
            "train", "small.npz", "--epochs", "2", "--output", "m.safetensors", "--resume", "--seed", "9", in: folder)
        #expect(options.status == 64 && options.errors.contains("--seed 0"))
        let unwritable = try apus("train", "small.npz", "--epochs", "1", "--output", "no/such/m", in: folder)
        #expect(unwritable.status == 1 && unwritable.errors.contains("no/such/m"))
    }
}
