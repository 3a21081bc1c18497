"""Linear algebra. Errors are relative to the size of the results and to how far a relative error of the operand goes in them.
Vectors of decompositions, which are determined up to signs, phases or turns, are compared through what does not depend on them."""

import numpy as np
import torch

import arrays
from arrays import Array
from registry import operation

DTYPES = ("float32", "float64", "complex64", "complex128")
WIDE = {"float32": np.float64, "float64": np.float64, "complex64": np.complex128, "complex128": np.complex128, "int64": np.float64}


# Operands.


def placed(draw, values, dtype=None):
    """An array of given values with a layout in which every element has a place of its own."""
    dtype = dtype or draw.dtype
    values = np.asarray(values)
    order = draw.rng.permutation(values.ndim) if draw.maybe() else np.arange(values.ndim)
    strides, step, low = [0] * values.ndim, 1, draw.integer(0, 3)
    for axis in reversed(order):
        factor = draw.pick([1, 1, 1, 2, -1])
        strides[axis] = step * factor
        low += max(values.shape[axis] - 1, 0) * step if factor < 0 else 0
        step *= max(values.shape[axis], 1) * abs(factor)
    buffer = np.zeros(low + step + 1, dtype)
    size = buffer.itemsize
    target = np.lib.stride_tricks.as_strided(buffer[low:], values.shape, [stride * size for stride in strides])
    target[...] = values
    return Array(dtype, buffer, values.shape, strides, low, leaf=dtype in arrays.INEXACT)


def numbers(draw, shape, dtype=None):
    """Numbers of magnitude up to 2."""
    dtype = dtype or draw.dtype
    values = draw.rng.uniform(-2, 2, shape)
    return values + 1j * draw.rng.uniform(-2, 2, shape) if dtype.startswith("complex") else np.round(values * 4) if dtype == "int64" else values


def batch_of(draw):
    if draw.for_gradients:
        return draw.pick([[], [2]])
    return draw.pick([[], [], [2], [3], [2, 3], [1], [0]])


def order(draw):
    return draw.integer(1, 4) if draw.for_gradients else draw.pick([0, 1, 2, 3, 4, 5, 9])


def spread(n):
    """What is added to a square matrix of numbers so that its eigenvalues are apart and it is far from singular."""
    return np.diag(8.0 * (np.arange(n) + 1) * (-1.0) ** np.arange(n)) if n else np.zeros((0, 0))


def square(draw, batch=None, n=None):
    n = order(draw) if n is None else n
    return numbers(draw, (batch_of(draw) if batch is None else batch) + [n, n]) + spread(n)


def adjoint(x):
    return np.conj(np.swapaxes(x, -1, -2))


def hermitian(draw):
    x = square(draw)
    return (x + adjoint(x)) / 2


def positive(draw):
    x = numbers(draw, batch_of(draw) + [order(draw)] * 2)
    return x @ adjoint(x) + 4 * np.eye(x.shape[-1])


def rectangle(draw):
    rows, columns = order(draw), order(draw)
    return numbers(draw, batch_of(draw) + [rows, columns]) + np.eye(rows, columns) * 6


def one(values):
    return lambda draw: {"x": placed(draw, values(draw))}


# Sizes of results.


def largest(x):
    return float(np.max(np.abs(x))) if np.size(x) else 0.0


def condition(x):
    if x.shape[-1] == 0 or x.shape[-2] == 0 or x.size == 0:
        return 1.0
    return largest(np.linalg.cond(x))


def by_norm(x, **rest):
    return largest(x) * max(x.shape[-1], 1)


def by_inverse(x, **rest):
    return largest(np.linalg.pinv(x)) * condition(x)


def by_solution(a, b, **rest):
    return largest(np.linalg.pinv(a)) * condition(a) * largest(b) * max(a.shape[-1], 1)


# Gauges: functions of the call's arguments and of both sides' results that give what is to be compared.


def diagonal_between(left, values, right):
    return (left * values[..., None, :]) @ right


def products(*results):
    return [np.asarray(result) for result in results]


def gauge_of_svd(x, ours, theirs, **rest):
    """Singular values, U S Vᴴ, and how far U and V are from having orthonormal columns and rows."""
    def invariant(results):
        if len(results) == 1:
            return results
        u, s, v = (np.asarray(r, WIDE[str(r.dtype)]) for r in results)
        k = s.shape[-1]
        return products(s, diagonal_between(u[..., :k], s, v[..., :k, :]), adjoint(u) @ u, v @ adjoint(v))
    return invariant(ours), invariant(theirs)


def gauge_of_eigh(x, ours, theirs, **rest):
    def invariant(results):
        w, v = (np.asarray(r, WIDE[str(r.dtype)]) for r in results)
        return products(w, diagonal_between(v, w, adjoint(v)), adjoint(v) @ v)
    return invariant(ours), invariant(theirs)


def matched(ours, theirs):
    """For every eigenvalue of theirs the nearest of ours that is left, matrix by matrix; their places."""
    places = np.zeros(theirs.shape, int)
    for index in np.ndindex(theirs.shape[:-1]):
        left = list(range(theirs.shape[-1]))
        for k, value in enumerate(theirs[index]):
            nearest = min(left, key=lambda place: abs(ours[index][place] - value))
            left.remove(nearest)
            places[index][k] = nearest
    return places


def gauge_of_eig(x, ours, theirs, **rest):
    """Eigenvalues as they match, what is left of A V − V Λ, and the lengths of the vectors."""
    a = np.asarray(x, WIDE[str(x.dtype)])
    w, other = (np.asarray(r[0], np.complex128) for r in (ours, theirs))
    result = np.take_along_axis(w, matched(w, other), -1), other
    if len(ours) == 1:
        return [result[0]], [result[1]]

    def invariant(values, results):
        v = np.asarray(results[1], np.complex128)
        left = a @ v - v * np.asarray(results[0], np.complex128)[..., None, :]
        return products(values, left, np.sum(np.abs(v) ** 2, -2))
    return invariant(result[0], ours), invariant(result[1], theirs)


def gauge_of_qr(x, ours, theirs, **rest):
    def invariant(results):
        if len(results) == 1:
            return products(np.abs(results[0]))
        q, r = (np.asarray(part, WIDE[str(part.dtype)]) for part in results)
        return products(np.abs(r)) if q.ndim < 2 else products(q @ r, adjoint(q) @ q, np.abs(r))
    return invariant(ours), invariant(theirs)


# Decompositions.

# The diagonal is real; a gradient drawn for it is not.
operation("cholesky", lambda draw: {"x": placed(draw, positive(draw)), "upper": draw.pick([None, False, True])},
          lambda x, upper=False: np.linalg.cholesky(x, upper=upper), lambda x, upper=False: torch.linalg.cholesky(x, upper=upper),
          ulps=64, scale=by_norm, signed_zero=False, dtypes=DTYPES, complex_gradient=False)
operation("qr", lambda draw: {"x": placed(draw, rectangle(draw)), "mode": draw.pick([None, "reduced", "complete"] + ["r"] * (not draw.for_gradients))},
          lambda x, mode="reduced": np.linalg.qr(x, mode), lambda x, mode="reduced": tuple(torch.linalg.qr(x, mode)),
          ulps=64, scale=by_norm, signed_zero=False, dtypes=DTYPES, gauge=gauge_of_qr)


def svd_sample(draw):
    hermitian_too = draw.world == "numpy" and draw.maybe(0.2)
    vectors = None if draw.for_gradients or draw.world == "torch" else draw.pick([None, True, False])
    return {"x": placed(draw, hermitian(draw) if hermitian_too else rectangle(draw)), "computeVectors": vectors,
            "fullMatrices": False if draw.for_gradients else draw.pick([None, False, True]), "hermitian": hermitian_too or None}


operation("svd", svd_sample,
          lambda x, computeVectors=True, fullMatrices=True, hermitian=False: np.linalg.svd(x, fullMatrices, computeVectors, hermitian),
          lambda x, computeVectors=True, fullMatrices=True, hermitian=False: tuple(torch.linalg.svd(x, fullMatrices)),
          ulps=128, scale=by_norm, signed_zero=False, dtypes=DTYPES, gauge=gauge_of_svd, unseeded=(0, 2))
operation("svdvals", one(rectangle), lambda x: np.linalg.svdvals(x), lambda x: torch.linalg.svdvals(x), ulps=128, scale=by_norm,
          signed_zero=False, dtypes=DTYPES)


def as_complex(function):
    """NumPy's results in complex numbers. It gives real ones where all eigenvalues are real; in Apus, as in the array API
    standard and in PyTorch, the dtype does not depend on the elements."""
    def call(x):
        results = function(x)
        several = isinstance(results, tuple)
        wide = [np.asarray(r, np.result_type(r, np.complex64)) for r in (results if several else [results])]
        return tuple(wide) if several else wide[0]
    return call


operation("eig", one(square), as_complex(np.linalg.eig), lambda x: tuple(torch.linalg.eig(x)), ulps=512, scale=by_norm,
          signed_zero=False, dtypes=DTYPES, gauge=gauge_of_eig, unseeded=(1,))
operation("eigvals", one(square), as_complex(np.linalg.eigvals), lambda x: torch.linalg.eigvals(x), ulps=512, scale=by_norm,
          signed_zero=False, dtypes=DTYPES, gauge=gauge_of_eig)
for name, function, torch_function, gauge in [
        ("eigh", lambda x, part: tuple(np.linalg.eigh(x, part)), lambda x, part: tuple(torch.linalg.eigh(x, part)), gauge_of_eigh),
        ("eigvalsh", np.linalg.eigvalsh, torch.linalg.eigvalsh, None)]:
    # The triangle that is not read holds other numbers, if no gradient is asked for.
    operation(name, lambda draw: {"x": placed(draw, hermitian(draw) if draw.for_gradients else square(draw)), "triangle": draw.pick([None, "L", "U"])},
              lambda x, triangle="L", f=function: f(x, triangle), lambda x, triangle="L", f=torch_function: f(x, triangle),
              ulps=128, scale=by_norm, signed_zero=False, dtypes=DTYPES, gauge=gauge, unseeded=(1,) if gauge else ())

# Systems.


def system(draw, lefts=True):
    """A square matrix and right-hand sides; their batches broadcast, and a vector may stand for one column."""
    n, batch = order(draw), batch_of(draw)
    a = square(draw, batch, n)
    if draw.maybe(0.2):
        return {"a": placed(draw, a), "b": placed(draw, numbers(draw, [n]))}
    own = draw.pick([batch, batch, [], [1] * len(batch)])
    left = None if not lefts else draw.pick([None, True, False])
    columns = draw.integer(1, 3) if draw.for_gradients else draw.integer(0, 4)
    shape = [columns, n] if left is False else [n, columns]
    return {"a": placed(draw, a), "b": placed(draw, numbers(draw, own + shape)), "left": left}


operation("solve", lambda draw: system(draw, draw.world == "torch"), lambda a, b, left=True: np.linalg.solve(a, b),
          lambda a, b, left=True: torch.linalg.solve(a, b, left=left), ulps=64, scale=by_solution, signed_zero=False, dtypes=DTYPES)


def triangular_sample(draw):
    n, batch = order(draw), batch_of(draw)
    upper, left, unit = draw.maybe(), draw.pick([None, True, False]), draw.pick([None, True, False])
    # With a unit diagonal what stands on it is not read, and small numbers beside it keep the inverse small.
    a = numbers(draw, batch + [n, n]) * (0.25 if unit else 1) + spread(n) / 4
    columns = draw.integer(1, 3)
    own = draw.pick([batch, batch, []])
    return {"a": placed(draw, a), "b": placed(draw, numbers(draw, own + ([columns, n] if left is False else [n, columns]))),
            "upper": upper, "left": left, "unit": unit}


def triangle_of(a, upper, unit):
    t = np.triu(a) if upper else np.tril(a)
    n = a.shape[-1]
    return t * (1 - np.eye(n)) + np.eye(n) if unit else t


operation("triangularSolve", triangular_sample, None,
          lambda a, b, upper, left=True, unit=False: torch.linalg.solve_triangular(a, b, upper=upper, left=left, unitriangular=unit),
          ulps=64, scale=lambda a, b, upper, left=True, unit=False: by_solution(triangle_of(a, upper, unit), b), signed_zero=False,
          dtypes=DTYPES)
operation("inv", one(square), lambda x: np.linalg.inv(x), lambda x: torch.linalg.inv(x), ulps=64, scale=by_inverse,
          signed_zero=False, dtypes=DTYPES)


def least_squares_sample(draw):
    rows, columns = draw.integer(1, 6), draw.integer(1, 4)
    batch = batch_of(draw) if draw.world == "torch" else []
    a = numbers(draw, batch + [rows, columns]) + np.eye(rows, columns) * 6
    if draw.world == "numpy" and draw.maybe(0.3):
        b = numbers(draw, [rows])
    else:
        b = numbers(draw, batch + [rows, draw.integer(1, 3)])
    return {"a": placed(draw, a), "b": placed(draw, b), "driver": "gelsd" if draw.world == "torch" and not draw.for_gradients else None}


def numpy_least_squares(a, b, driver=None):
    """With the rank as an int64; NumPy's is a C int."""
    solution, residuals, rank, values = np.linalg.lstsq(a, b)
    return solution, residuals, np.int64(rank), values


operation("lstsq", least_squares_sample, numpy_least_squares,
          lambda a, b, driver=None: tuple(torch.linalg.lstsq(a, b, driver=driver)), ulps=256,
          scale=lambda a, b, **rest: max(by_solution(a, b), largest(b) ** 2 * max(b.shape[0], 1), by_norm(a)),
          signed_zero=False, dtypes=DTYPES)


def pseudo_inverse_sample(draw):
    symmetric = draw.maybe(0.3)
    return {"x": placed(draw, hermitian(draw) if symmetric else rectangle(draw)), "hermitian": symmetric or None,
            "rtol": draw.pick([None, 1e-4])}


operation("pinv", pseudo_inverse_sample,
          lambda x, hermitian=False, rtol=None: np.linalg.pinv(x, hermitian=hermitian, **({} if rtol is None else {"rtol": rtol})),
          lambda x, hermitian=False, rtol=None: torch.linalg.pinv(x, hermitian=hermitian, rtol=rtol), ulps=128, scale=by_inverse,
          signed_zero=False, dtypes=DTYPES)


def deficient(draw):
    """A matrix of some rank, far from every other rank."""
    rows, columns = order(draw), order(draw)
    rank, batch = draw.integer(0, 3), batch_of(draw)
    return numbers(draw, batch + [rows, rank]) @ numbers(draw, batch + [rank, columns])


operation("matrixRank", one(deficient), lambda x: np.linalg.matrix_rank(x), lambda x: torch.linalg.matrix_rank(x), dtypes=DTYPES)

# Determinants and triangular factors.


def by_determinant(x, **rest):
    return largest(np.linalg.det(x)) if x.shape[-1] else 1.0


operation("det", one(square), lambda x: np.linalg.det(x), lambda x: torch.linalg.det(x), ulps=64, scale=by_determinant,
          signed_zero=False, dtypes=DTYPES)
operation("slogdet", one(square), lambda x: tuple(np.linalg.slogdet(x)), lambda x: tuple(torch.linalg.slogdet(x)), ulps=64,
          scale=lambda x: max(largest(np.linalg.slogdet(x)[1]), 4.0) if x.shape[-1] else 1.0, signed_zero=False, dtypes=DTYPES)
operation("luFactor", one(rectangle), None, lambda x: tuple(torch.linalg.lu_factor(x)), ulps=64, scale=by_norm, signed_zero=False,
          dtypes=DTYPES)
operation("lu", one(rectangle), None, lambda x: tuple(torch.linalg.lu(x)), ulps=64, scale=by_norm, signed_zero=False, dtypes=DTYPES)


def factored_sample(draw):
    n, batch = draw.integer(1, 5), batch_of(draw)
    factors = torch.linalg.lu_factor(torch.from_numpy(np.asarray(square(draw, batch, n))))
    left, columns = draw.pick([None, True, False]), draw.integer(1, 3)
    b = numbers(draw, batch + ([columns, n] if left is False else [n, columns]))
    return {"factors": placed(draw, factors[0].numpy()), "pivots": placed(draw, factors[1].numpy(), "int32"), "b": placed(draw, b),
            "left": left, "adjoint": draw.pick([None, True])}


operation("luSolve", factored_sample, None,
          lambda factors, pivots, b, left=True, adjoint=False: torch.linalg.lu_solve(factors, pivots, b, left=left, adjoint=adjoint),
          ulps=64, scale=lambda factors, pivots, b, **rest: 64 * largest(b), signed_zero=False, dtypes=DTYPES)

# Functions of matrices.

operation("expm", lambda draw: {"x": placed(draw, numbers(draw, batch_of(draw) + [order(draw)] * 2) * draw.pick([0.01, 0.3, 1.0]))},
          None, lambda x: torch.linalg.matrix_exp(x), ulps=256, scale=lambda x: np.exp(by_norm(x)), signed_zero=False, dtypes=DTYPES)
operation("matrixPower", lambda draw: {"x": placed(draw, square(draw)), "n": draw.integer(-3, 7)},
          lambda x, n: np.linalg.matrix_power(x, n), lambda x, n: torch.linalg.matrix_power(x, n), ulps=256,
          scale=lambda x, n: (by_norm(x) if n >= 0 else by_inverse(x)) ** abs(n) if x.size else 0, signed_zero=False, dtypes=DTYPES)

# Norms.

ORDERS = ["fro", "nuc", 1.0, -1.0, 2.0, -2.0, float("inf"), float("-inf")]


def matrix_norm_sample(draw):
    x = rectangle(draw)
    axes = None if draw.maybe() else [int(axis) for axis in draw.rng.permutation(x.ndim)[:2]]
    return {"x": placed(draw, x), "order": draw.pick([None] + ORDERS), "axes": axes, "keepDims": draw.pick([None, True])}


operation("matrixNorm", matrix_norm_sample,
          lambda x, order="fro", axes=(-2, -1), keepDims=False: np.linalg.norm(x, order, tuple(axes), keepDims),
          lambda x, order="fro", axes=(-2, -1), keepDims=False: torch.linalg.matrix_norm(x, order, tuple(axes), keepDims),
          ulps=128, half_ulps=4, scale=by_norm, signed_zero=False, dtypes=DTYPES)


def vector_norm_sample(draw):
    x = rectangle(draw)
    return {"x": placed(draw, x), "order": draw.pick([None, 0.0, 1.0, 2.0, 3.0, 0.5, -1.5, float("inf"), float("-inf")]),
            "axes": draw.axes(x.ndim), "keepDims": draw.pick([None, True])}


operation("vectorNorm", vector_norm_sample,
          lambda x, order=2, axes=None, keepDims=False: np.linalg.vector_norm(x, axis=None if axes is None else tuple(axes), ord=order, keepdims=keepDims),
          lambda x, order=2, axes=None, keepDims=False: torch.linalg.vector_norm(x, order, axes, keepDims), ulps=64,
          signed_zero=False, dtypes=DTYPES)


def norm_sample(draw):
    if draw.maybe(0.3):
        return {"x": placed(draw, numbers(draw, [draw.integer(0, 9)])), "order": draw.pick([None, 0.0, 1.0, 2.0, 2.5, float("inf")])}
    x = rectangle(draw)
    if draw.maybe(0.3):
        return {"x": placed(draw, x), "order": draw.pick([None, 1.0, 3.0]), "axes": [draw.axis(x.ndim)], "keepDims": draw.pick([None, True])}
    return {"x": placed(draw, x), "order": draw.pick([None] + ORDERS), "axes": [-2, -1], "keepDims": draw.pick([None, True])}


operation("linalgNorm", norm_sample,
          lambda x, order=None, axes=None, keepDims=False: np.linalg.norm(x, order, None if axes is None else tuple(axes) if len(axes) > 1 else axes[0], keepDims),
          lambda x, order=None, axes=None, keepDims=False: torch.linalg.norm(x, order, axes, keepDims), ulps=128,
          scale=lambda x, **rest: by_norm(x) if x.ndim > 1 else largest(x), signed_zero=False, dtypes=DTYPES)
operation("cond", lambda draw: {"x": placed(draw, square(draw)), "order": draw.pick([None] + ORDERS)},
          lambda x, order=None: np.linalg.cond(x, order), lambda x, order=None: torch.linalg.cond(x, order), ulps=1 << 10,
          scale=lambda x, order=None: condition(x) ** 2 * 4, signed_zero=False, dtypes=DTYPES)

# Products.


def chain(draw):
    sizes = [draw.integer(1, 5) for _ in range(draw.integer(3, 6))]
    shapes = [list(pair) for pair in zip(sizes, sizes[1:])]
    if draw.maybe(0.3):
        shapes[0] = shapes[0][1:]
    if draw.maybe(0.3) and len(shapes) > 1:
        shapes[-1] = shapes[-1][:1]
    return {"arrays": [placed(draw, numbers(draw, shape)) for shape in shapes]}


operation("multiDot", chain, lambda arrays: np.linalg.multi_dot(arrays), lambda arrays: torch.linalg.multi_dot(arrays), ulps=32,
          scale=lambda arrays: 10.0 ** len(arrays), signed_zero=False, dtypes=DTYPES)


def as_matrix(x, leading):
    rows = int(np.prod(x.shape[:leading], dtype=int))
    return x.reshape(rows, -1)


def tensor_system(draw):
    outer, inner = draw.pick([([2, 3], [6]), ([4], [2, 2]), ([2, 2], [2, 2]), ([3], [3])])
    n = int(np.prod(outer))
    return {"a": placed(draw, square(draw, [], n).reshape(outer + inner)), "b": placed(draw, numbers(draw, outer))}


operation("tensorSolve", tensor_system, lambda a, b: np.linalg.tensorsolve(a, b), lambda a, b: torch.linalg.tensorsolve(a, b),
          ulps=64, scale=lambda a, b: by_solution(as_matrix(a, b.ndim), b), signed_zero=False, dtypes=DTYPES)


def tensor_inverse(draw):
    ind, shape = draw.pick([(2, [2, 3, 6]), (1, [4, 2, 2]), (2, [2, 2, 4]), (1, [3, 3])])
    n = int(np.prod(shape[:ind]))
    return {"x": placed(draw, square(draw, [], n).reshape(shape)), "ind": ind}


operation("tensorInv", tensor_inverse, lambda x, ind: np.linalg.tensorinv(x, ind), lambda x, ind: torch.linalg.tensorinv(x, ind),
          ulps=64, scale=lambda x, ind: by_inverse(as_matrix(x, ind)), signed_zero=False, dtypes=DTYPES)


def inner_sample(draw):
    last = draw.integer(0, 6)
    return {"a": placed(draw, numbers(draw, draw.shape(0, 2) + [last])), "b": placed(draw, numbers(draw, draw.shape(0, 2) + [last]))}


operation("inner", inner_sample, lambda a, b: np.inner(a, b), lambda a, b: torch.inner(a, b), ulps=32, scale=lambda a, b: 48.0,
          signed_zero=False, dtypes=DTYPES)
operation("vdot", lambda draw: (lambda n: {"a": placed(draw, numbers(draw, [n])), "b": placed(draw, numbers(draw, [n]))})(draw.integer(0, 9)),
          lambda a, b: np.vdot(a, b), lambda a, b: torch.vdot(a, b), ulps=32, scale=lambda a, b: 72.0, signed_zero=False, dtypes=DTYPES)
operation("kron", lambda draw: {"a": placed(draw, numbers(draw, draw.shape(0, 3))), "b": placed(draw, numbers(draw, draw.shape(0, 2)))},
          lambda a, b: np.kron(a, b), lambda a, b: torch.kron(a, b), ulps=2, scale=lambda a, b: 8.0, dtypes=DTYPES, signed_zero=False)


def cross_sample(draw):
    batch = [draw.integer(1, 3) for _ in range(draw.integer(0, 2))]
    place = draw.integer(0, len(batch))
    shape = batch[:place] + [3] + batch[place:]
    return {"a": placed(draw, numbers(draw, shape)), "b": placed(draw, numbers(draw, shape)), "axis": place}


operation("cross", cross_sample, lambda a, b, axis: np.cross(a, b, axis=axis), lambda a, b, axis: torch.linalg.cross(a, b, dim=axis),
          ulps=4, scale=lambda a, b, axis: 16.0, signed_zero=False, dtypes=DTYPES)


def trace_sample(draw):
    shape = [draw.integer(1, 5) for _ in range(2 if draw.world == "torch" else draw.integer(2, 4))]
    if draw.world == "torch":
        return {"x": placed(draw, numbers(draw, shape))}
    first, second = (int(axis) for axis in draw.rng.permutation(len(shape))[:2])
    return {"x": placed(draw, numbers(draw, shape)), "offset": draw.integer(-2, 2), "axis1": first, "axis2": second}


operation("trace", trace_sample, lambda x, offset=0, axis1=0, axis2=1: np.trace(x, offset, axis1, axis2), lambda x: torch.trace(x),
          ulps=16, scale=lambda x, **rest: 12.0, signed_zero=False, dtypes=DTYPES)
