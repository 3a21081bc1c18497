import Glibc
import Testing

@testable import Apus

/// Files appear complete or not at all.
@Suite struct OutputFileTests {
    @Test func nothingIsLeftWithoutACommit() throws {
        let directory = TemporaryDirectory()
        directory.write([1, 2, 3], to: "x")
        do {
            let file = try OutputFile(directory.file("x"))
            try file.write([9, 9])
            #expect(fileNames(in: directory.path).count == 2)
        }
        #expect(fileNames(in: directory.path) == ["x"])
        #expect(try contents(directory.file("x")) == [1, 2, 3])
    }

    @Test func commitReplacesAndKeepsPermissions() throws {
        let directory = TemporaryDirectory()
        directory.write([1, 2, 3], to: "x")
        chmod(directory.file("x"), 0o640)
        let file = try OutputFile(directory.file("x"))
        try file.write([7, 8, 9, 10])
        try file.overwrite([5], at: 1)
        try file.commit()
        #expect(try contents(directory.file("x")) == [7, 5, 9, 10])
        #expect(fileNames(in: directory.path) == ["x"])
        var status = stat()
        stat(directory.file("x"), &status)
        #expect(status.st_mode & 0o7777 == 0o640)
    }

    @Test func linksAreFollowed() throws {
        let directory = TemporaryDirectory()
        directory.write([1], to: "target")
        symlink(directory.file("target"), directory.file("link"))
        let file = try OutputFile(directory.file("link"))
        try file.write([2])
        try file.commit()
        #expect(try contents(directory.file("target")) == [2])
        var status = stat()
        lstat(directory.file("link"), &status)
        #expect(status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test(arguments: ["", "/", "/dev/null", "/nowhere/at/all/x.npy", "/dev", "a\0b"])
    func impossiblePathsAreErrors(path: String) {
        #expect(throws: ApusError.self) { try OutputFile(path) }
    }

    @Test(arguments: ["", "/", "/dev/null", "/nowhere/at/all/x.npy", "/dev", "a\0b"])
    func unreadablePathsAreErrors(path: String) {
        #expect(throws: ApusError.self) { try InputFile(path) }
        #expect(throws: ApusError.self) { try NDArray.load(path) }
        #expect(throws: ApusError.self) { try NDArray.loadArchive(path) }
        #expect(throws: ApusError.self) { try Safetensors.load(path) }
        #expect(throws: ApusError.self) { try StoredArray.all(in: path) }
    }

    @Test func missingLibrariesNameTheirPackage() {
        do {
            _ = try DynamicLibrary(anyOf: ["libnowhere.so.7"], package: "nowhere7", purpose: "this test")
            Issue.record("a library that does not exist was opened")
        } catch {
            #expect(error.description.contains("apt-get install nowhere7"))
            #expect(error.description.contains("this test"))
        }
    }
}
