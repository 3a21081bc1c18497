// Handwritten digits from an array archive.

import Apus

/// Labelled images of digits, [N, 8, 8] with values from 0 to 16.
struct Digits {
    let images: NDArray
    let labels: NDArray

    var count: Int { images.shape[0] }

    /// Reads `images` and `labels` of an `.npz` file.
    ///
    /// Throws `ApusError.file` for arrays that are not digits as described.
    init(_ path: String) throws(ApusError) {
        let archive = try NDArrayArchive(path)
        images = try archive.array("images")
        labels = try archive.array("labels")
        func refuse(_ message: String) -> ApusError { .file(path: path, message: message) }
        guard images.rank == 3, images.shape[1] == 8, images.shape[2] == 8, count > 1, images.dtype == .uint8 else {
            throw refuse("images are \(images.dtype) of shape \(images.shape); uint8 of shape (N, 8, 8) is needed, N at least 2")
        }
        guard labels.rank == 1, labels.shape[0] == count, labels.dtype.isInteger else {
            throw refuse("labels are \(labels.dtype) of shape \(labels.shape); \(count) integers are needed, one an image")
        }
        guard images.elements(as: UInt8.self).allSatisfy({ $0 <= 16 }) else {
            throw refuse("an image has values above 16")
        }
        guard labels.elements(as: Int.self).allSatisfy({ 0...9 ~= $0 }) else { throw refuse("a label is not in 0...9") }
    }

    /// The images as the network takes them, [N, 1, 8, 8] of float32 from 0 to 1, and the labels as int64.
    func tensors() -> (images: Tensor, labels: Tensor) {
        let scaled = images.tensor().astype(.float32) / 16
        return (scaled.expandDims(1), labels.tensor().astype(.int64))
    }

    /// The positions of the digits to train with and of those held out, 297 of 1,797, shuffled by a fixed seed: the same
    /// in every run, whatever the seed of the training.
    func split() -> (training: Tensor, heldOut: Tensor) {
        let order = Tensor.randperm(count, generator: TensorGenerator(seed: 0))
        let heldOut = max(1, count * 297 / 1797)
        return (order[..<(count - heldOut)], order[(count - heldOut)...])
    }
}

extension Digits {
    /// Where the digits that come with Apus are: the file or directory that the option names, else the environment's
    /// `APUS_DATA`, else `Examples/Data` under the current directory or a directory above the program.
    static func locate(_ option: String?) throws(ApusError) -> String {
        if let option { return file(option) }
        if let place = environment("APUS_DATA") { return file(place) }
        var candidates = ["Examples/Data/digits.npz"]
        var directory = Files.programDirectory
        while !directory.isEmpty, directory != "/" {
            candidates.append(directory + "/Examples/Data/digits.npz")
            directory = Files.directory(of: directory)
        }
        if let found = candidates.first(where: Files.exists) { return found }
        throw .file(
            path: "digits.npz",
            message: "not found in Examples/Data here or above the program; name the file by --data or its directory by "
                + "APUS_DATA")
    }

    private static func file(_ place: String) -> String {
        Files.isDirectory(place) ? place + "/digits.npz" : place
    }
}
