/// Arrays or tensors by name, in the order in which a file holds them.
///
/// A collection of pairs; `arrays["weight"]` finds one by its name. Names are unique.
public struct NamedArrays<Face: ArrayFace>: Sendable {
    private var pairs: [(name: String, array: Face)] = []
    private var places: [String: Int] = [:]

    public init() {}

    /// The names, in order.
    public var names: [String] { pairs.map(\.name) }

    /// The array of that name, or nil. Setting one that is there keeps its place; setting nil removes it.
    public subscript(name: String) -> Face? {
        get { places[name].map { pairs[$0].array } }
        set {
            switch (places[name], newValue) {
            case (let place?, let array?): pairs[place].array = array
            case (let place?, nil):
                pairs.remove(at: place)
                places = Dictionary(uniqueKeysWithValues: pairs.indices.map { (pairs[$0].name, $0) })
            case (nil, let array?):
                places[name] = pairs.count
                pairs.append((name, array))
            case (nil, nil): break
            }
        }
    }
}

extension NamedArrays: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { pairs.count }
    public subscript(position: Int) -> (name: String, array: Face) { pairs[position] }
}

extension NamedArrays: ExpressibleByDictionaryLiteral {
    /// Arrays in the order written; a name must not occur twice.
    public init(dictionaryLiteral elements: (String, Face)...) {
        for (name, array) in elements {
            precondition(places[name] == nil, "two arrays are called '\(name)'")
            self[name] = array
        }
    }
}
