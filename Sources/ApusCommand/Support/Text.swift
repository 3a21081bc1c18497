// Numbers and columns as text.

import Glibc

/// A number with some digits after the point.
func fixed(_ number: Double, _ digits: Int) -> String {
    guard number.isFinite, abs(number) < 1e15 else { return "\(number)" }
    let scale = pow(10, Double(digits))
    let units = (abs(number) * scale).rounded()
    let whole = (units / scale).rounded(.down)
    let sign = number < 0 && units > 0 ? "-" : ""
    if digits == 0 { return "\(sign)\(Int(whole))" }
    let rest = String(Int(units - whole * scale))
    return "\(sign)\(Int(whole))." + String(repeating: "0", count: digits - rest.count) + rest
}

/// A share as a percentage with two digits.
func percent(_ share: Double) -> String { fixed(share * 100, 2) + "%" }

/// Rows of cells in columns as wide as their widest cell, two spaces apart.
func columns(_ rows: [[String]]) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
        row.enumerated().map { column, cell in
            column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
        }.joined(separator: "  ")
    }.joined(separator: "\n")
}

/// Writes a line to standard error.
func warn(_ text: String) {
    let line = text + "\n"
    _ = line.withCString { write(STDERR_FILENO, $0, line.utf8.count) }
}
