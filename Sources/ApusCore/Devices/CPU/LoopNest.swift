/// The loops that walk up to four strided operands in step: axes of size 1 dropped, axes that continue one another in
/// every operand joined. The two innermost axes are left to a kernel. Strides are in bytes; the output is operand 0.
@usableFromInline
struct LoopNest {
    @usableFromInline static var capacity: Int { 4 }

    /// Sizes of the outer axes, outermost first.
    @usableFromInline var outer: Dims
    /// Strides of the outer axes, for each operand.
    @usableFromInline var outerStrides: (Dims, Dims, Dims, Dims)
    /// The innermost axis.
    @usableFromInline var inner: Int
    @usableFromInline var innerStrides: (Int, Int, Int, Int)

    /// Walks operands of one shape. Missing operands are given as nil.
    @usableFromInline
    init(
        _ shape: Dims, _ first: (strides: Dims, size: Int), _ second: (strides: Dims, size: Int)? = nil,
        _ third: (strides: Dims, size: Int)? = nil, _ fourth: (strides: Dims, size: Int)? = nil
    ) {
        var sizes = Dims()
        var s0 = Dims(), s1 = Dims(), s2 = Dims(), s3 = Dims()
        for axis in 0..<shape.count where shape[axis] != 1 {
            let size = shape[axis]
            let t0 = first.strides[axis] &* first.size
            let t1 = second.map { $0.strides[axis] &* $0.size } ?? 0
            let t2 = third.map { $0.strides[axis] &* $0.size } ?? 0
            let t3 = fourth.map { $0.strides[axis] &* $0.size } ?? 0
            let last = sizes.count - 1
            if last >= 0 && s0[last] == t0 &* size && s1[last] == t1 &* size && s2[last] == t2 &* size
                && s3[last] == t3 &* size
            {
                sizes[last] *= size
                s0[last] = t0
                s1[last] = t1
                s2[last] = t2
                s3[last] = t3
            } else {
                sizes.append(size)
                s0.append(t0)
                s1.append(t1)
                s2.append(t2)
                s3.append(t3)
            }
        }
        if sizes.isEmpty {
            inner = 1
            innerStrides = (first.size, second?.size ?? 0, third?.size ?? 0, fourth?.size ?? 0)
        } else {
            let last = sizes.count - 1
            inner = sizes[last]
            innerStrides = (s0[last], s1[last], s2[last], s3[last])
            sizes.removeLast()
            s0.removeLast()
            s1.removeLast()
            s2.removeLast()
            s3.removeLast()
        }
        outer = sizes
        outerStrides = (s0, s1, s2, s3)
    }

    /// Elements of the least work that threads share.
    @usableFromInline static var grain: Int { 32 * 1024 }

    /// Elements that one chunk of parallel work on `count` elements covers, about: a sixteenth of it within bounds, since
    /// taking a chunk costs two processors an exchange of a line of their caches.
    @inline(__always)
    static func grain(of count: Int) -> Int { min(max(count / 16, grain), 4 * grain) }

    /// The length of the pieces into which `count` units of work are cut, of about `grain` units: all of one length, and
    /// an even number of them, so that two threads end together.
    @inline(__always)
    static func piece(of count: Int, grain: Int) -> Int {
        let pairs = (count + 2 * grain - 1) / (2 * grain)
        return (count + 2 * pairs - 1) / (2 * pairs)
    }

    /// Rows of runs that lie evenly: how many rows and elements of each, where each operand starts and its row step, in
    /// bytes.
    @usableFromInline
    struct Rows {
        @usableFromInline var rows, count: Int
        @usableFromInline var offsets, steps: (Int, Int, Int, Int)
    }

    /// Calls `body` for rows that make up the nest: long runs are cut, and chunks of work are shared by the pool's threads.
    @usableFromInline
    func forEachRows(_ body: (Rows) -> Void) {
        let rows = outer.product
        if rows == 0 || inner == 0 { return }
        if rows &* inner <= 2 * LoopNest.grain {
            walk(rows: 0..<rows, from: 0, count: inner, body)
            return
        }
        let grain = LoopNest.grain(of: rows &* inner)
        if inner >= grain {
            let length = LoopNest.piece(of: inner, grain: grain), pieces = (inner + length - 1) / length
            ThreadPool.shared.run(count: rows * pieces) { chunk in
                let (row, piece) = chunk.quotientAndRemainder(dividingBy: pieces)
                let start = piece * length
                walk(rows: row..<(row + 1), from: start, count: min(length, inner - start), body)
            }
        } else {
            let rowsPerChunk = LoopNest.piece(of: rows, grain: max(1, grain / inner))
            let chunks = (rows + rowsPerChunk - 1) / rowsPerChunk
            ThreadPool.shared.run(count: chunks) { chunk in
                let start = chunk * rowsPerChunk
                walk(rows: start..<min(rows, start + rowsPerChunk), from: 0, count: inner, body)
            }
        }
    }

    private func walk(rows: Range<Int>, from start: Int, count: Int, _ body: (Rows) -> Void) {
        var index = Dims(repeating: 0, count: outer.count)
        var offsets = (
            start &* innerStrides.0, start &* innerStrides.1, start &* innerStrides.2, start &* innerStrides.3
        )
        var rest = rows.lowerBound
        var axis = outer.count - 1
        while axis >= 0 {
            let (quotient, position) = rest.quotientAndRemainder(dividingBy: outer[axis])
            index[axis] = position
            rest = quotient
            advance(&offsets, axis, position)
            axis -= 1
        }
        axis = outer.count - 1
        if axis < 0 {
            body(Rows(rows: 1, count: count, offsets: offsets, steps: (0, 0, 0, 0)))
            return
        }
        let size = outer[axis]
        let steps = (outerStrides.0[axis], outerStrides.1[axis], outerStrides.2[axis], outerStrides.3[axis])
        var left = rows.count
        while left > 0 {
            let together = min(left, size - index[axis])
            body(Rows(rows: together, count: count, offsets: offsets, steps: steps))
            left -= together
            index[axis] += together
            advance(&offsets, axis, together)
            if left > 0 { carry(&index, &offsets) }
        }
    }

    /// Goes on to the next position after the last axis came to its end.
    private func carry(_ index: inout Dims, _ offsets: inout (Int, Int, Int, Int)) {
        var axis = outer.count - 1
        while axis > 0 && index[axis] == outer[axis] {
            advance(&offsets, axis, -outer[axis])
            index[axis] = 0
            axis -= 1
            advance(&offsets, axis, 1)
            index[axis] += 1
        }
    }

    @inline(__always)
    private func advance(_ offsets: inout (Int, Int, Int, Int), _ axis: Int, _ steps: Int) {
        offsets.0 &+= steps &* outerStrides.0[axis]
        offsets.1 &+= steps &* outerStrides.1[axis]
        offsets.2 &+= steps &* outerStrides.2[axis]
        offsets.3 &+= steps &* outerStrides.3[axis]
    }
}
