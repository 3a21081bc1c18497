// Parts of an image and room around it.

import Apus

extension Image {
    /// The part of an image whose upper left pixel is at `top`, `left`: a view that shares the
    /// image's memory. A part that is not wholly inside is an error.
    public static func crop(
        _ image: NDArray, top: Int, left: Int, height: Int, width: Int
    ) throws(ApusError) -> NDArray {
        let rows = try checkedRange(top, height, of: image, axis: 0, "crop")
        let columns = try checkedRange(left, width, of: image, axis: 1, "crop")
        let layout = image.value.layout
            .sliced(axis: 0, start: rows.lowerBound, step: 1, size: rows.count)
            .sliced(axis: 1, start: columns.lowerBound, step: 1, size: columns.count)
        return NDArray(value: image.value.view(layout))
    }

    /// The middle of an image, `height` x `width`, as a view that shares its memory. Where the
    /// margins cannot be equal, the half pixel goes as in torchvision's `center_crop`: to the even
    /// side. An image that is smaller is an error (`pad` first).
    public static func centerCrop(_ image: NDArray, height: Int, width: Int) throws(ApusError) -> NDArray {
        try checkRank(image, "centerCrop")
        let size = (image.shape[0], image.shape[1])
        guard height > 0, width > 0, height <= size.0, width <= size.1 else {
            throw .argument(
                operation: "centerCrop",
                message: "\(height) x \(width) pixels cannot be cut from \(size.0) x \(size.1)")
        }
        return try crop(
            image, top: middle(size.0 - height), left: middle(size.1 - width), height: height, width: width)
    }

    /// An image with a border of one value around it, as a new array. The counterpart of
    /// `cv2.copyMakeBorder` with `BORDER_CONSTANT`.
    public static func pad(
        _ image: NDArray, top: Int = 0, bottom: Int = 0, left: Int = 0, right: Int = 0, value: Double = 0
    ) throws(ApusError) -> NDArray {
        try checkRank(image, "pad")
        var shape = image.shape
        for (axis, margins) in [(0, [top, bottom]), (1, [left, right])] {
            for margin in margins {
                let (sum, overflows) = shape[axis].addingReportingOverflow(margin)
                guard margin >= 0, !overflows else {
                    throw .argument(operation: "pad", message: "a margin of \(margin) pixels is out of range")
                }
                shape[axis] = sum
            }
        }
        let result = NDArray(value: try Strided.empty(shape, image.dtype, on: image.device))
        let backend = try image.device.backend
        try backend.fill(result.value, with: .float(value))
        let inside = result.value.layout
            .sliced(axis: 0, start: top, step: 1, size: image.shape[0])
            .sliced(axis: 1, start: left, step: 1, size: image.shape[1])
        try backend.copy(image.value, to: result.value.view(inside))
        return result
    }

    /// The image mirrored left to right, as a view.
    public static func flipHorizontally(_ image: NDArray) throws(ApusError) -> NDArray {
        try flip(image, axis: 1, "flipHorizontally")
    }

    /// The image mirrored top to bottom, as a view.
    public static func flipVertically(_ image: NDArray) throws(ApusError) -> NDArray {
        try flip(image, axis: 0, "flipVertically")
    }

    /// `[H, W, C]` seen as `[C, H, W]`, the order that networks take, without a copy; `[H, W]` is
    /// seen as `[1, H, W]`.
    public static func channelsFirst(_ image: NDArray) throws(ApusError) -> NDArray {
        try checkRank(image, "channelsFirst")
        let layout = image.rank == 2
            ? image.value.layout.expanded(at: 0) : image.value.layout.permuted([2, 0, 1])
        return NDArray(value: image.value.view(layout))
    }

    private static func flip(_ image: NDArray, axis: Int, _ operation: String) throws(ApusError) -> NDArray {
        try checkRank(image, operation)
        let size = image.shape[axis]
        let layout = image.value.layout.sliced(axis: axis, start: max(size - 1, 0), step: -1, size: size)
        return NDArray(value: image.value.view(layout))
    }

    /// Half of a margin, a half rounded to the even side.
    private static func middle(_ margin: Int) -> Int {
        margin / 2 + (margin % 4 == 3 ? 1 : 0)
    }

    private static func checkRank(_ image: NDArray, _ operation: String) throws(ApusError) {
        guard image.rank == 2 || image.rank == 3 else {
            throw .shape(
                operation: operation,
                message: "an image has shape [height, width, channels] or [height, width], not \(image.shape)")
        }
    }

    private static func checkedRange(
        _ start: Int, _ count: Int, of image: NDArray, axis: Int, _ operation: String
    ) throws(ApusError) -> Range<Int> {
        try checkRank(image, operation)
        let size = image.shape[axis]
        guard start >= 0, count > 0, start < size, count <= size - start else {
            throw .argument(
                operation: operation,
                message: "\(count) pixels from \(start) are not inside the \(size) of axis \(axis)")
        }
        return start..<start + count
    }
}
