internal import CPython

/// The texts of the functions' documentation. The build of the wheel takes them from the Swift sources and puts them beside
/// the module, as a dictionary `TEXTS` by name in a Python module `_apus_docs`. Without that module there is none.
enum Documentation {
    nonisolated(unsafe) private static var texts: [String: String] = [:]

    static func text(of name: String) -> String { texts[name] ?? "" }

    static func prepare() throws {
        guard let module = PyImport_ImportModule("_apus_docs") else {
            PyErr_Clear()
            return
        }
        defer { Py_DecRef(module) }
        guard let dictionary = try attribute(module, "TEXTS") else { return }
        defer { Py_DecRef(dictionary) }
        guard apus_python_has(dictionary, 1 << 29) else { return }
        var position = 0
        var key: Reference?, value: Reference?
        while PyDict_Next(dictionary, &position, &key, &value) != 0 {
            if isString(key!), isString(value!) { texts[try ApusPython.text(key!)] = try ApusPython.text(value!) }
        }
    }
}
