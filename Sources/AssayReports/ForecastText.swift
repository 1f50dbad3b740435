package import AssayCore

/// How a forecast is shown.
package enum ForecastText {
  package static func table(_ forecast: RunForecast, earlier: String?) -> String {
    var rows = [["suite", "model", "cases", "calls", "tokens", "cost"]]
    for part in forecast.parts {
      rows.append([
        part.suite, part.model, String(part.cases), String(part.attempts), tokens(part.tokens),
        cost(part.cost),
      ])
    }
    let parts = forecast.parts
    rows.append([
      "in all", "", String(parts.reduce(0) { $0 + $1.cases }),
      String(parts.reduce(0) { $0 + $1.attempts }),
      tokens(sum(parts.filter { $0.attempts > 0 }.map(\.tokens))),
      cost(sum(parts.filter { $0.attempts > 0 }.map(\.cost))),
    ])
    var text = layOut(rows)
    if let earlier, parts.contains(where: { $0.tokens != nil || $0.cost != nil }) {
      text += "tokens and costs as in \(earlier)\n"
    }
    let skipped = parts.reduce(0) { $0 + $1.skipped }
    if skipped > 0 { text += "\(skipped) of the cases are skipped by their suites\n" }
    return text
  }

  /// A sum of which a part is unknown is unknown.
  private static func sum<Value: AdditiveArithmetic>(_ values: [Value?]) -> Value? {
    values.reduce(Value?.some(.zero)) { sum, value in
      sum.flatMap { sum in value.map { sum + $0 } }
    }
  }

  private static func tokens(_ tokens: Int?) -> String { tokens.map { "\($0)" } ?? "unknown" }
  private static func cost(_ cost: Double?) -> String { cost.map(Dollars.text) ?? "unknown" }

  /// Names to the left, numbers to the right.
  private static func layOut(_ rows: [[String]]) -> String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { column, text in
        let space = String(repeating: " ", count: widths[column] - text.count)
        return column < 2 ? text + space : space + text
      }.joined(separator: "  ") + "\n"
    }.joined()
  }
}
