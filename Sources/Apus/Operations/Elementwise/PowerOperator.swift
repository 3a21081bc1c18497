/// Power binds tighter than multiplication and groups from the right.
precedencegroup ExponentiationPrecedence {
    associativity: right
    higherThan: BitwiseShiftPrecedence
}

/// Power. A minus sign before the base belongs to the base, as in `-x ** 2` = (−x)², unlike in Python.
infix operator **: ExponentiationPrecedence
