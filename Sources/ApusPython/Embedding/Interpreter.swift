import Glibc
internal import ApusCore
internal import CPython
import Synchronization

/// The interpreter of this process: finding its library, starting it, and making this module known to it.
enum Interpreter {
    private static let state = Mutex(false)

    /// What `Py_CompileString` is told: `Py_file_input` and `Py_eval_input`.
    static let statements: Int32 = 257
    static let expression: Int32 = 258

    static var isRunning: Bool { state.withLock { $0 } || apus_python_is_alive() }

    static func start(_ executable: String?) throws(ApusError) {
        try state.withLock { isStarted throws(ApusError) in
            if isStarted { return }
            try begin(executable)
            isStarted = true
        }
    }

    private static func begin(_ executable: String?) throws(ApusError) {
        if apus_python_is_alive() { return }
        let chosen = executable ?? getenv("APUS_PYTHON").map { String(cString: $0) } ?? "python3"
        let installation = Installation(executable: chosen)
        if executable != nil && installation == nil {
            throw .library(name: chosen, message: "is not a Python of version 3.11 or later")
        }
        try load(installation, chosen)
        let home = getenv("PYTHONHOME").map { String(cString: $0) }
        if let installation { setenv("PYTHONHOME", installation.home, 1) }
        Py_InitializeEx(0)
        if let home { setenv("PYTHONHOME", home, 1) } else { unsetenv("PYTHONHOME") }
        defer { _ = PyEval_SaveThread() }
        do {
            try registerModule()
            try extendPath(installation?.path ?? [])
        } catch {
            PyErr_Clear()
            throw .library(name: chosen, message: "the module of Apus could not be registered: \(error)")
        }
    }

    private static func load(_ installation: Installation?, _ executable: String) throws(ApusError) {
        let usual = (11...20).reversed().map { "libpython3.\($0).so.1.0" }
        for name in installation?.libraries ?? usual {
            // Extension modules look for Python's functions among the global symbols.
            guard let library = dlopen(name, RTLD_NOW | RTLD_GLOBAL) else { continue }
            if let missing = apus_python_load(library) {
                throw .library(name: name, message: "has no \(String(cString: missing)); Python 3.11 or later is needed")
            }
            return
        }
        throw .library(
            name: "libpython3",
            message: "the shared library of \(executable) was not found; on Debian: apt-get install python3 libpython3.11, "
                + "or name a Python that has one in APUS_PYTHON")
    }

    /// Puts the module `_apus` of this program among the imported ones, so that `import apus` takes it.
    private static func registerModule() throws {
        guard let module = makePythonModule()?.assumingMemoryBound(to: PyObject.self) else { throw Raised() }
        defer { Py_DecRef(module) }
        try checked(PyDict_SetItemString(PyImport_GetModuleDict(), "_apus", module))
    }

    /// Adds the folders of an installation that the interpreter does not search yet.
    private static func extendPath(_ folders: [String]) throws {
        guard let path = PySys_GetObject("path") else { return }
        let present = Set(try (0..<PyList_Size(path)).compactMap { index -> String? in
            let item = PyList_GetItem(path, index)!
            return isString(item) ? try text(item) : nil
        })
        for folder in folders where !folder.isEmpty && !present.contains(folder) {
            let object = try newString(folder)
            defer { Py_DecRef(object) }
            try checked(PyList_Append(path, object))
        }
    }

    /// The main namespace, borrowed.
    static func globals() throws -> Reference {
        let main = try checked(PyImport_AddModule("__main__"))
        return try checked(PyModule_GetDict(main))
    }
}

/// What a Python executable says of itself.
private struct Installation {
    let libraries: [String]
    let home: String
    let path: [String]

    /// Asks an executable; nil if it is none, or older than 3.11.
    init?(executable: String) {
        let script = """
            import sys, sysconfig
            assert sys.version_info >= (3, 11)
            get = sysconfig.get_config_var
            folder = get("LIBDIR") or ""
            print(*[f"{folder}/{name}" for name in (get("INSTSONAME"), get("LDLIBRARY")) if name and ".so" in name], sep=":")
            print(sys.base_prefix)
            print(*sys.path[1:], sep="\\n")
            """
        let command = "\(quoted(executable)) -c \(quoted(script)) 2>/dev/null"
        guard let stream = popen(command, "r") else { return nil }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { bytes += buffer[..<count] }
        guard pclose(stream) == 0 else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 2 else { return nil }
        libraries = lines[0].split(separator: ":").map(String.init)
        home = lines[1]
        path = Array(lines[2...])
    }
}

/// A word for the shell.
private func quoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
