import ApusCore
import Glibc

/// How far a loop is, drawn as one line on a terminal, with rate and time left; silent where standard error is not a
/// terminal. Like `tqdm`.
///
/// ```swift
/// let bar = ProgressBar(total: loader.count, label: "epoch 1")
/// try loader.forEach { x, y in
///     …
///     bar.advance(message: "loss \(loss)")
/// }
/// bar.finish()
/// ```
public final class ProgressBar {
    public let total: Int
    public let label: String
    /// How many steps are done.
    public private(set) var done = 0
    private var message = ""
    private let isDrawn: Bool
    private let start: Double
    private var lastDrawn = -Double.infinity
    private var isFinished = false

    /// How long the line stays as it is, in seconds.
    private static let interval = 0.05

    /// - Parameter isEnabled: whether to draw; if nil, where standard error is a terminal.
    public init(total: Int, label: String = "", isEnabled: Bool? = nil) {
        self.total = max(total, 0)
        self.label = label
        isDrawn = isEnabled ?? (isatty(STDERR_FILENO) == 1)
        start = ProgressBar.now()
        draw(force: true)
    }

    deinit { finish() }

    /// Counts steps as done, and changes the text at the end of the line.
    public func advance(by steps: Int = 1, message: String? = nil) {
        done = min(done + steps, total)
        if let message { self.message = message }
        draw(force: done == total)
    }

    /// Draws the line a last time and ends it.
    public func finish() {
        if isFinished { return }
        isFinished = true
        draw(force: true)
        if isDrawn { write("\n") }
    }

    private func draw(force: Bool) {
        guard isDrawn else { return }
        let time = ProgressBar.now()
        guard force || time - lastDrawn >= ProgressBar.interval else { return }
        lastDrawn = time
        let text = ProgressBar.line(
            done: done, total: total, seconds: time - start, label: label, message: message, width: terminalWidth())
        write("\r\(text)\u{1B}[K")
    }

    private func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = Glibc.write(STDERR_FILENO, rest.baseAddress, rest.count)
                if written <= 0 { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }

    private func terminalWidth() -> Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    // MARK: - The line

    /// The line for a terminal of `width` columns.
    static func line(done: Int, total: Int, seconds: Double, label: String, message: String, width: Int) -> String {
        let share = total > 0 ? Double(done) / Double(total) : 1
        let percent = String(Int(share * 100))
        let head = (label.isEmpty ? "" : label + " ") + String(repeating: " ", count: 3 - percent.count) + percent + "% "
        let rate = seconds > 0 ? Double(done) / seconds : 0
        let left = rate > 0 ? clock(Double(total - done) / rate) : "?"
        let counts = " \(done)/\(total) [\(clock(seconds))<\(left), \(decimal(rate))/s]"
        let tail = counts + (message.isEmpty ? "" : " " + message)
        let room = width - 1 - head.count - tail.count
        if room < 5 { return String((head + tail).prefix(max(width - 1, 0))) }
        return head + bar(share, min(room, 40)) + tail
    }

    /// A bar of `width` columns, filled in eighths of a column.
    private static func bar(_ share: Double, _ width: Int) -> String {
        let eighths = Int(share * Double(width * 8))
        let full = eighths / 8, part = eighths % 8
        var text = String(repeating: "█", count: full)
        if part > 0 { text.unicodeScalars.append(Unicode.Scalar(0x2590 - UInt32(part))!) }
        return text + String(repeating: " ", count: width - full - (part > 0 ? 1 : 0))
    }

    /// `1:02:03`, or `02:03` below an hour.
    private static func clock(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 360_000 else { return "?" }
        let whole = Int(seconds), minutes = whole / 60 % 60
        let tail = two(minutes) + ":" + two(whole % 60)
        return whole >= 3600 ? "\(whole / 3600):" + tail : tail
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// A rate with one digit after the point where it is below 100.
    private static func decimal(_ rate: Double) -> String {
        if rate >= 100 { return "\(Int(min(rate, 1e15)))" }
        let tenths = Int((rate * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
