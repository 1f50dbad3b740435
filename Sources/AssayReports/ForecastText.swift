package import AssayCore

/// How a forecast is shown.
package enum ForecastText {
  package static func table(_ forecast: RunForecast, earlier: String?) -> String {
    var rows = [["suite", "model", "cases", "calls", "tokens", "cost"]]
    for part in forecast.parts {
      rows.append([
        part.suite, part.model, String(part.cases), String(part.calls + part.judgeCalls),
        Amount(part.tokens, atMost: part.tokensAtMost).text { "\($0)" },
        Amount(part.cost, atMost: part.costAtMost).text(Dollars.text),
      ])
    }
    let parts = forecast.parts
    let asked = parts.filter { $0.attempts > 0 }
    rows.append([
      "in all", "", String(parts.reduce(0) { $0 + $1.cases }),
      String(parts.reduce(0) { $0 + $1.calls + $1.judgeCalls }),
      Amount(sum(asked.map(\.tokens)), atMost: sum(asked.map(\.tokensAtMost))).text { "\($0)" },
      Amount(sum(asked.map(\.cost)), atMost: sum(asked.map(\.costAtMost))).text(Dollars.text),
    ])
    var text = layOut(rows)
    if let earlier, parts.contains(where: { $0.tokens != nil || $0.cost != nil }) {
      text += "tokens and costs as in \(earlier)\n"
    }
    if rows.contains(where: { $0.contains { $0.hasPrefix(Amount<Int>.mark) } }) {
      text +=
        "\(Amount<Int>.mark): at most, by max_tokens and a token for each byte of the requests; "
        + "far less is likely\n"
    }
    let judgeCalls = parts.reduce(0) { $0 + $1.judgeCalls }
    if judgeCalls > 0 {
      text += "\(judgeCalls) of the calls ask judges"
      text +=
        text.contains(Amount<Int>.mark)
        ? "; what those take comes on top of \(Amount<Int>.mark)\n" : "\n"
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

  /// A number that is estimated, bounded or unknown.
  private struct Amount<Value> {
    static var mark: String { "≤" }

    var estimate: Value?
    var bound: Value?

    init(_ estimate: Value?, atMost bound: Value?) {
      self.estimate = estimate
      self.bound = bound
    }

    func text(_ format: (Value) -> String) -> String {
      if let estimate { return format(estimate) }
      return bound.map { "\(Self.mark) \(format($0))" } ?? "unknown"
    }
  }

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
