public import ApusCore
import Glibc

/// In which order the operands of an einsum are contracted, and what that costs: `numpy.einsum_path`.
public struct EinsumPath: Sendable, CustomStringConvertible {
    /// How the order is found.
    public enum Strategy: Sendable, Hashable {
        /// All operands at once, which is to say from left to right.
        case none
        /// Pair by pair the one that frees most memory, and of those that free as much the cheapest.
        case greedy
        /// The cheapest of all orders; the search grows with the factorial of the number of operands.
        case optimal
        /// The order that is given: of each step, the places of the operands in what is left; its result is put last.
        case given([[Int]])
    }

    /// One step: some operands become one.
    public struct Step: Sendable {
        /// The places of the operands among those that are left, the largest first.
        public let positions: [Int]
        /// What the step does, as an equation.
        public let equation: String
        /// The terms that are left after it.
        public let remaining: [String]
        /// How many different labels it loops over.
        public let scaling: Int
        /// About how many multiplications and additions it takes.
        public let cost: Double
        /// How many elements its result has.
        public let size: Double
    }

    /// The places of the operands of each step, as they were found or given.
    public let path: [[Int]]
    public let steps: [Step]
    private let equation: EinsumEquation

    /// The order of contraction for an equation and operands of given shapes. `numpy.einsum_path`.
    ///
    /// - Parameter memoryLimit: how many elements an intermediate result may have; without it, as many as the largest of
    ///   the operands and the result.
    public init(
        _ equation: String, shapes: [Shape], _ strategy: Strategy = .greedy, memoryLimit: Double? = nil
    ) throws(ApusError) {
        try self.init(EinsumEquation(equation, shapes: shapes), strategy, memoryLimit: memoryLimit)
    }

    init(_ equation: EinsumEquation, _ strategy: Strategy, memoryLimit: Double? = nil) throws(ApusError) {
        self.equation = equation
        let search = EinsumSearch(equation, memoryLimit)
        let count = equation.operands.count
        switch strategy {
        case .given(let path): self.path = path
        case .none: path = [Array(0..<count)]
        default:
            if count <= 2 || search.all == search.output {
                path = [Array(0..<count)]
            } else {
                path = strategy == .greedy ? search.greedy() : search.optimal()
            }
        }
        steps = try search.steps(path, equation)
    }

    /// NumPy's report.
    public var description: String {
        let search = EinsumSearch(equation, nil)
        let count = equation.operands.count
        let total = equation.operands.reduce(0) { $0 + Set($1).count }
        let naive = search.flops(search.all, isInner: total > equation.sizes.count, terms: count)
        let cost = steps.reduce(0) { $0 + $1.cost } + 1
        var lines = [
            "  Complete contraction:  \(equation.text)",
            "         Naive scaling:  \(equation.sizes.count)",
            "     Optimized scaling:  \(steps.map(\.scaling).max() ?? 0)",
            "      Naive FLOP count:  " + formatted("%.3e", naive),
            "  Optimized FLOP count:  " + formatted("%.3e", cost),
            "   Theoretical speedup:  " + formatted("%3.3f", naive / cost),
            "  Largest intermediate:  " + formatted("%.3e", steps.map(\.size).max() ?? 0) + " elements",
        ]
        let rule = String(repeating: "-", count: 74)
        lines += [rule, aligned("scaling", 6) + " " + aligned("current", 24) + " " + aligned("remaining", 40), rule]
        for step in steps {
            let rest = step.remaining.joined(separator: ",") + "->" + EinsumEquation.text(equation.output)
            lines.append(aligned("\(step.scaling)", 4) + "    " + aligned(step.equation, 24) + " " + aligned(rest, 40))
        }
        return lines.joined(separator: "\n")
    }
}

/// A number as C's `printf` writes it.
private func formatted(_ format: String, _ number: Double) -> String {
    var buffer = [CChar](repeating: 0, count: 400)
    let length = withVaList([number]) { vsnprintf(&buffer, buffer.count, format, $0) }
    return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

private func aligned(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.utf8.count)) + text
}

/// The search for an order of contraction. The rules by which orders are judged are those of `opt_einsum` (D. G. A. Smith
/// and J. Gray, Journal of Open Source Software 3 (2018) 753), so that the orders are NumPy's.
private struct EinsumSearch {
    /// Labels as bits.
    typealias Labels = UInt64

    let inputs: [Labels]
    let output: Labels
    let all: Labels
    private let sizes: [Double]
    private let limit: Double

    init(_ equation: EinsumEquation, _ memoryLimit: Double?) {
        func set(_ labels: [EinsumEquation.Label]) -> Labels { labels.reduce(0) { $0 | 1 << Labels($1) } }
        inputs = equation.operands.map(set)
        output = set(equation.output)
        all = inputs.reduce(0, |)
        sizes = (0..<64).map { Double(equation.sizes[EinsumEquation.Label($0)] ?? 1) }
        // The largest term, each axis of it counted.
        let terms = (equation.operands + [equation.output]).map { labels in
            labels.reduce(1.0) { $0 * Double(equation.sizes[$1]!) }
        }
        limit = memoryLimit ?? terms.max()!
    }

    private func size(_ labels: Labels) -> Double {
        var rest = labels, result = 1.0
        while rest != 0 {
            result *= sizes[rest.trailingZeroBitCount]
            rest &= rest - 1
        }
        return result
    }

    func flops(_ labels: Labels, isInner: Bool, terms: Int) -> Double {
        size(labels) * Double(max(1, terms - 1) + (isInner ? 1 : 0))
    }

    private struct Contraction {
        let used: Labels
        let result: Labels
        let rest: [Labels]
        let cost: Double
    }

    private func contraction(_ positions: [Int], of inputs: [Labels]) -> Contraction {
        var used: Labels = 0, kept = output
        var rest: [Labels] = []
        for (place, labels) in inputs.enumerated() {
            if positions.contains(place) {
                used |= labels
            } else {
                rest.append(labels)
                kept |= labels
            }
        }
        let result = used & kept
        return Contraction(
            used: used, result: result, rest: rest + [result],
            cost: flops(used, isInner: result != used, terms: positions.count))
    }

    private struct Candidate {
        let freed: Double
        let cost: Double
        var first: Int
        var second: Int

        func isBetter(than other: Candidate) -> Bool { freed != other.freed ? freed > other.freed : cost < other.cost }
    }

    func greedy() -> [[Int]] {
        let naive = contraction(Array(inputs.indices), of: inputs).cost
        var left = inputs
        var pairs = pairs(left.count)
        var known: [Candidate] = []
        var path: [[Int]] = []
        var spent = 0.0
        func judged(_ pair: (Int, Int)) -> Candidate? {
            let step = contraction([pair.0, pair.1], of: left)
            let size = size(step.result)
            if size > limit || spent + step.cost > naive { return nil }
            return Candidate(
                freed: self.size(left[pair.0]) + self.size(left[pair.1]) - size, cost: step.cost, first: pair.0,
                second: pair.1)
        }
        for _ in 1..<inputs.count {
            known += pairs.filter { left[$0.0] & left[$0.1] != 0 }.compactMap(judged)
            // Outer products come last.
            if known.isEmpty { known = self.pairs(left.count).compactMap(judged) }
            guard var best = known.first else {
                path.append(Array(left.indices))
                break
            }
            for candidate in known where candidate.isBetter(than: best) { best = candidate }
            path.append([best.first, best.second])
            spent += best.cost
            left = contraction([best.first, best.second], of: left).rest
            func moved(_ place: Int) -> Int { place - (place > best.first ? 1 : 0) - (place > best.second ? 1 : 0) }
            known = known.compactMap { candidate in
                let places = [candidate.first, candidate.second]
                if places.contains(best.first) || places.contains(best.second) { return nil }
                return Candidate(
                    freed: candidate.freed, cost: candidate.cost, first: moved(candidate.first), second: moved(candidate.second))
            }
            pairs = (0..<(left.count - 1)).map { ($0, left.count - 1) }
        }
        return path
    }

    private func pairs(_ count: Int) -> [(Int, Int)] {
        (0..<count).flatMap { first in ((first + 1)..<max(count, first + 1)).map { (first, $0) } }
    }

    /// The cheapest order, by depth-first search that leaves what already costs as much as the best order found.
    func optimal() -> [[Int]] {
        var best: (cost: Double, path: [[Int]])?
        // Where the limit allows no complete order: by depth, the cheapest beginning.
        var beginnings: [(cost: Double, path: [[Int]])?] = Array(repeating: nil, count: inputs.count)
        func visit(_ left: [Labels], _ cost: Double, _ path: [[Int]]) {
            if let best, cost >= best.cost { return }
            if path.count < beginnings.count, cost < beginnings[path.count]?.cost ?? .infinity {
                beginnings[path.count] = (cost, path)
            }
            if left.count == 1 {
                best = (cost, path)
                return
            }
            for (first, second) in pairs(left.count) {
                let step = contraction([first, second], of: left)
                if size(step.result) > limit { continue }
                visit(step.rest, cost + step.cost, path + [[first, second]])
            }
        }
        visit(inputs, 0, [])
        if let best { return best.path }
        let deepest = beginnings.compactMap { $0 }.last!.path
        return deepest + [Array(0..<(inputs.count - deepest.count))]
    }

    /// What a path does, step by step.
    func steps(_ path: [[Int]], _ equation: EinsumEquation) throws(ApusError) -> [EinsumPath.Step] {
        var left = inputs
        var terms = equation.operands.map(EinsumEquation.text)
        var steps: [EinsumPath.Step] = []
        for (place, given) in path.enumerated() {
            let positions = given.sorted(by: >)
            guard !positions.isEmpty, Set(positions).count == positions.count,
                positions.allSatisfy({ $0 >= 0 && $0 < left.count })
            else {
                throw .argument(
                    operation: EinsumEquation.name, message: "step \(given) of the path does not fit the \(left.count) operands left")
            }
            let step = contraction(positions, of: left)
            let used = positions.map { terms.remove(at: $0) }
            let result = place == path.count - 1 ? equation.output : ordered(step.result)
            terms.append(EinsumEquation.text(result))
            left = step.rest
            steps.append(
                EinsumPath.Step(
                    positions: positions, equation: used.joined(separator: ",") + "->" + terms.last!, remaining: terms,
                    scaling: step.used.nonzeroBitCount, cost: step.cost, size: size(step.result)))
        }
        guard terms.count == 1 else {
            throw .argument(
                operation: EinsumEquation.name,
                message: "Invalid einsum_path is specified: \(terms.count - 1) more operands has to be contracted.")
        }
        return steps
    }

    /// The labels of an intermediate result as NumPy orders them in its report: by size.
    private func ordered(_ labels: Labels) -> [EinsumEquation.Label] {
        let members = (0..<64).filter { labels >> Labels($0) & 1 == 1 }
        return members.sorted { (sizes[$0], $0) < (sizes[$1], $1) }.map { EinsumEquation.Label($0) }
    }
}
