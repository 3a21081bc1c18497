/// The order and meaning of an image's channels.
public enum ColorOrder: Sendable, Equatable, CaseIterable {
    case grey, greyAlpha, rgb, bgr, rgba, bgra

    /// How many channels an image of this order has.
    public var channels: Int {
        switch self {
        case .grey: 1
        case .greyAlpha: 2
        case .rgb, .bgr: 3
        case .rgba, .bgra: 4
        }
    }

    /// Where red, green and blue are; all the same place for grey.
    var colorIndices: (red: Int, green: Int, blue: Int) {
        switch self {
        case .grey, .greyAlpha: (0, 0, 0)
        case .rgb, .rgba: (0, 1, 2)
        case .bgr, .bgra: (2, 1, 0)
        }
    }

    /// Where alpha is.
    var alphaIndex: Int? {
        switch self {
        case .greyAlpha: 1
        case .rgba, .bgra: 3
        default: nil
        }
    }

    var isGrey: Bool { self == .grey || self == .greyAlpha }
}
