/// The operations without derivative, and why they have none.
let notDifferentiable: [String: String] = [
    linalgWithoutDerivative, fourierWithoutDerivative, statisticsWithoutDerivative, arrangementWithoutDerivative,
    polynomialsWithoutDerivative,
].reduce(into: basicWithoutDerivative) { all, family in all.merge(family) { first, _ in first } }

private let basicWithoutDerivative: [String: String] = [
    "nextAfter": "the result is a neighbouring float, not a smooth function",
    "equal": truth, "notEqual": truth, "less": truth, "lessEqual": truth, "greater": truth, "greaterEqual": truth,
    "isClose": truth, "logicalAnd": truth, "logicalOr": truth, "logicalXor": truth, "logicalNot": truth, "isNaN": truth,
    "isInfinite": truth, "isFinite": truth, "signBit": truth,
    "bitwiseAnd": whole, "bitwiseOr": whole, "bitwiseXor": whole, "bitwiseNot": whole, "shiftLeft": whole, "shiftRight": whole,
    "oneHot": "the operand is an integer array",
    "argwhere": positions, "nonzero": positions, "argmin": positions, "argmax": positions, "argsort": positions,
    "searchSorted": positions, "isIn": truth, "any": truth, "all": truth, "countNonzero": "the result is a number of elements",
    "unique": "the shape of the result depends on the elements; PyTorch defines no derivative either",
    "uniqueAll": "the shape of the result depends on the elements; PyTorch defines no derivative either",
]

private let truth = "the result is true or false"
private let whole = "the operands are booleans or integers"
private let positions = "the result is positions"
