internal import Apus
internal import ApusCore
internal import CPython

// Python objects around Swift objects: a head, a retained Swift object, and room for weak references.

/// The types of this module.
enum Types {
    nonisolated(unsafe) static var base: Reference!
    nonisolated(unsafe) static var arrayMethods: Reference!
    nonisolated(unsafe) static var array: Reference!
    nonisolated(unsafe) static var ufunc: Reference!
    nonisolated(unsafe) static var tensor: Reference!
    nonisolated(unsafe) static var dtype: Reference!
    nonisolated(unsafe) static var generator: Reference!
    nonisolated(unsafe) static var tensorGenerator: Reference!
    nonisolated(unsafe) static var module: Reference!
    nonisolated(unsafe) static var optimizer: Reference!
    nonisolated(unsafe) static var hookHandle: Reference!
}

/// A new instance of a type around a Swift object.
@inline(__always)
func newInstance(_ type: Reference, _ object: AnyObject) throws -> Reference {
    guard let memory = PyObject_Malloc(MemoryLayout<apus_python_instance>.size) else {
        PyErr_SetNone(apus_python.PyExc_MemoryError.pointee)
        throw Raised()
    }
    let instance = memory.assumingMemoryBound(to: apus_python_instance.self)
    instance.pointee.value = UnsafeRawPointer(Unmanaged.passRetained(object).toOpaque())
    instance.pointee.weak_references = nil
    instance.pointee.base = nil
    return PyObject_Init(memory.assumingMemoryBound(to: PyObject.self), type)
}

/// The Swift object in an instance whose type has been checked.
@inline(__always)
func content<Object: AnyObject>(_ instance: Reference, as type: Object.Type) -> Object {
    let raw = UnsafeRawPointer(instance).assumingMemoryBound(to: apus_python_instance.self).pointee.value!
    return Unmanaged<Object>.fromOpaque(raw).takeUnretainedValue()
}

/// `tp_dealloc` of every type of this module.
let deallocate: @convention(c) (Reference?) -> Void = { object in
    guard let object else { return }
    let type = object.pointee.ob_type!
    leaveMemory(object)
    object.withMemoryRebound(to: apus_python_instance.self, capacity: 1) { instance in
        if instance.pointee.weak_references != nil { PyObject_ClearWeakRefs(object) }
        if let value = instance.pointee.value { Unmanaged<AnyObject>.fromOpaque(value).release() }
        instance.pointee.value = nil
        if let base = instance.pointee.base { Py_DecRef(base) }
        instance.pointee.base = nil
    }
    if type == Types.array || type == Types.tensor {
        PyObject_Free(object)
    } else {
        let free = PyType_GetSlot(type, Int32(Py_tp_free))!
        unsafeBitCast(free, to: (@convention(c) (UnsafeMutableRawPointer?) -> Void).self)(object)
    }
    Py_DecRef(type)
}

/// Whether an object is an `Array`, or of a subclass.
@inline(__always)
func isArray(_ object: Reference) -> Bool {
    object.pointee.ob_type == Types.array || isSubclass(object.pointee.ob_type, Types.array)
}

/// Whether an object is a `Tensor`, or of a subclass.
@inline(__always)
func isTensor(_ object: Reference) -> Bool {
    object.pointee.ob_type == Types.tensor || isSubclass(object.pointee.ob_type, Types.tensor)
}

@inline(never)
private func isSubclass(_ type: Reference, _ base: Reference) -> Bool { PyType_IsSubtype(type, base) != 0 }

/// The array or tensor that an object of this module holds, or nil.
func face(_ object: Reference) -> (any PythonFace)? {
    if isArray(object) { return content(object, as: NDArray.self) }
    if isTensor(object) { return content(object, as: Tensor.self) }
    return nil
}

/// One of the two classes as Python sees it.
protocol PythonFace: ArrayFace {
    static var pythonType: Reference { get }
}

extension NDArray: PythonFace {
    static var pythonType: Reference { Types.array }
}

extension Tensor: PythonFace {
    static var pythonType: Reference { Types.tensor }
}

extension PythonFace {
    /// A new Python object around this array.
    @inline(__always)
    func newReference() throws -> Reference {
        let instance = try newInstance(Self.pythonType, self)
        if Self.self == NDArray.self { enterMemory(instance, of: unsafeDowncast(self, to: NDArray.self)) }
        return instance
    }
}

// The first array object around a memory is the base of all others, which hold it. Tensors take no part, so that what shares a
// tensor's memory does not keep its history alive.

/// Makes an object the base of its array's memory, or a view of the object that is.
@inline(__always)
func enterMemory(_ instance: Reference, of array: NDArray) {
    let storage = array.value.storage.origin
    guard let first = storage.foreignObject else {
        storage.foreignObject = UnsafeMutableRawPointer(instance)
        return
    }
    let base = first.assumingMemoryBound(to: PyObject.self)
    UnsafeMutableRawPointer(instance).assumingMemoryBound(to: apus_python_instance.self).pointee.base = retained(base)
}

/// Makes an object that is to end, or to hold another array, be the base of its memory no more.
@inline(__always)
private func leaveMemory(_ instance: Reference) {
    guard isArray(instance) else { return }
    let storage = content(instance, as: NDArray.self).value.storage.origin
    if storage.foreignObject == UnsafeMutableRawPointer(instance) { storage.foreignObject = nil }
}

/// The array whose memory an array is a view of; nil for one of its own.
func base(of instance: Reference) -> Reference? {
    UnsafeMutableRawPointer(instance).assumingMemoryBound(to: apus_python_instance.self).pointee.base
}

/// `Py_TPFLAGS_BASETYPE`: Python classes may inherit from the type.
let typeIsBase: UInt = 1 << 10
/// `Py_TPFLAGS_IMMUTABLETYPE`: the type's attributes are fixed, and no object changes to it or from it.
let typeIsImmutable: UInt = 1 << 8
/// `Py_TPFLAGS_DISALLOW_INSTANTIATION`: only this module makes instances.
let typeHasNoConstructor: UInt = 1 << 7

/// `Py_TPFLAGS_HAVE_VECTORCALL`: instances are called without a tuple of their arguments.
let typeHasVectorcall: UInt = 1 << 11

/// Makes the class that arrays and tensors inherit from. It holds the attributes that must be the class's own: by
/// `__array_ufunc__ = None`, operators between NumPy's arrays and Apus's are Apus's.
func registerBaseType(in module: Reference) throws {
    let slots = UnsafeMutablePointer<PyType_Slot>.allocate(capacity: 2)
    slots.initialize(repeating: PyType_Slot(), count: 2)
    slots[0] = PyType_Slot(
        slot: Int32(Py_tp_doc), pfunc: UnsafeMutableRawPointer(mutating: permanent("What arrays and tensors have in common.")))
    var spec = PyType_Spec(
        name: permanent("apus.ArrayBase"), basicsize: Int32(MemoryLayout<PyObject>.size), itemsize: 0,
        flags: UInt32(1 << 18 | typeIsBase | typeHasNoConstructor), slots: slots)
    Types.base = try checked(PyType_FromSpecWithBases(&spec, nil))
    try checked(PyObject_SetAttrString(Types.base, "__array_ufunc__", borrowedNone()))
    let priority = try checked(PyFloat_FromDouble(1000))
    defer { Py_DecRef(priority) }
    try checked(PyObject_SetAttrString(Types.base, "__array_priority__", priority))
    try checked(PyObject_SetAttrString(module, "ArrayBase", Types.base))
}

/// Makes the class between `ArrayBase` and `Array`, to which the Python package adds those methods of NumPy's arrays that are
/// written in Python. `Array` itself cannot be changed. Where the package is missing, the operations of those names stand in.
func registerMethodsType(in module: Reference) throws {
    let slots = UnsafeMutablePointer<PyType_Slot>.allocate(capacity: 3)
    slots.initialize(repeating: PyType_Slot(), count: 3)
    slots[0] = PyType_Slot(
        slot: Int32(Py_tp_doc), pfunc: UnsafeMutableRawPointer(mutating: permanent("The methods of NumPy's arrays.")))
    slots[1] = PyType_Slot(slot: Int32(Py_tp_methods), pfunc: methodTable(try methodsWithoutPackage()))
    var spec = PyType_Spec(
        name: permanent("apus.ArrayMethods"), basicsize: Int32(MemoryLayout<PyObject>.size), itemsize: 0,
        flags: UInt32(1 << 18 | typeIsBase | typeHasNoConstructor), slots: slots)
    Types.arrayMethods = try checked(PyType_FromSpecWithBases(&spec, Types.base))
    try checked(PyObject_SetAttrString(module, "ArrayMethods", Types.arrayMethods))
}

/// Makes an array object hold another array.
func replaceContent(_ instance: Reference, by array: NDArray) {
    let isOfSameMemory = array.value.storage.origin === content(instance, as: NDArray.self).value.storage.origin
    if !isOfSameMemory { leaveMemory(instance) }
    UnsafeMutableRawPointer(instance).withMemoryRebound(to: apus_python_instance.self, capacity: 1) { instance in
        let old = instance.pointee.value
        instance.pointee.value = UnsafeRawPointer(Unmanaged.passRetained(array).toOpaque())
        if let old { Unmanaged<AnyObject>.fromOpaque(old).release() }
        if !isOfSameMemory, let base = instance.pointee.base {
            instance.pointee.base = nil
            Py_DecRef(base)
        }
    }
    if !isOfSameMemory { array.value.storage.origin.foreignObject = UnsafeMutableRawPointer(instance) }
}

/// A new heap type.
///
/// - Parameters:
///   - flags: `Py_TPFLAGS_...` beside the default.
///   - base: the type that it inherits from; nil for `object`.
///   - slots: numbers of slots and what to put there.
func newType(
    _ name: String, flags: UInt = 0, base: Reference? = nil, isCallable: Bool = false,
    slots: [(Int, UnsafeMutableRawPointer)], in module: Reference
) throws -> Reference {
    let members = UnsafeMutablePointer<PyMemberDef>.allocate(capacity: 3)
    members.initialize(repeating: PyMemberDef(), count: 3)
    members[0] = PyMemberDef(
        name: permanent("__weaklistoffset__"), type: Int32(T_PYSSIZET),
        offset: MemoryLayout<apus_python_instance>.offset(of: \.weak_references)!, flags: Int32(READONLY), doc: nil)
    if isCallable {
        members[1] = PyMemberDef(
            name: permanent("__vectorcalloffset__"), type: Int32(T_PYSSIZET),
            offset: MemoryLayout<apus_python_callable>.offset(of: \.vectorcall)!, flags: Int32(READONLY), doc: nil)
    }
    var all = slots.map { PyType_Slot(slot: Int32($0.0), pfunc: $0.1) }
    all.append(PyType_Slot(slot: Int32(Py_tp_members), pfunc: members))
    all.append(
        PyType_Slot(slot: Int32(Py_tp_dealloc), pfunc: unsafeBitCast(deallocate, to: UnsafeMutableRawPointer.self)))
    all.append(PyType_Slot(slot: 0, pfunc: nil))
    let kept = UnsafeMutablePointer<PyType_Slot>.allocate(capacity: all.count)
    kept.initialize(from: all, count: all.count)
    var spec = PyType_Spec(
        name: permanent("apus.\(name)"),
        basicsize: Int32(isCallable ? MemoryLayout<apus_python_callable>.size : MemoryLayout<apus_python_instance>.size),
        itemsize: 0, flags: UInt32(1 << 18 | flags | (isCallable ? typeHasVectorcall : 0)), slots: kept)
    let type = try checked(PyType_FromSpecWithBases(&spec, base))
    try checked(PyObject_SetAttrString(module, name, type))
    return type
}
