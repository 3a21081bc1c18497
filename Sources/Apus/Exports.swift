// What `import Apus` gives: this module, the core's types and complex numbers.
@_exported public import ApusCore
@_exported public import ComplexModule
@_exported public import RealModule
