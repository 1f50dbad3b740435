import AssayInput
import JSONModel

/// A measured number and the bounds that it must keep.
struct MeasureBounds: Sendable {
  let minimum: Double?
  let maximum: Double?

  /// Reads `max`, which must be there unless `min` is, and `min`.
  init?(reading reader: inout AssertionReader, unit: String) {
    maximum = reader.amount("max", isPositive: true)
    minimum = reader.amount("min")
    if let minimum, let maximum, minimum > maximum {
      reader.report(
        "min", "\"min\" is \(Self.text(minimum)), which is more than \"max\", \(Self.text(maximum))"
      )
      return nil
    }
    if maximum == nil, minimum == nil {
      if reader.object.value("max") == nil, reader.object.value("min") == nil {
        reader.report(
          "", "nothing is said of the number of \(unit)", hint: "say \"max\", \"min\" or both")
      }
      return nil
    }
  }

  func answer(_ value: Double, _ text: (Double) -> String, verb: String) -> Answer {
    if let maximum, value > maximum {
      return .no(reason: "expected at most \(text(maximum)), \(verb) \(text(value))")
    }
    if let minimum, value < minimum {
      return .no(reason: "expected at least \(text(minimum)), \(verb) \(text(value))")
    }
    // What is told when the assertion is negated, too.
    return .scored(1, reason: "it \(verb) \(text(value))")
  }

  /// As people write numbers.
  static func text(_ number: Double) -> String { JSONNumber(number)?.spelling ?? "\(number)" }
}

/// `latency` and `time-to-first-token`. On replay, the recorded time counts; where none was
/// measured, nobody knows.
struct LatencyAssertion: ImmediateAssertion {
  static let type = "latency"
  static let documentation = AssertionDocumentation(
    "the reply was complete within so many seconds, waiting between retries not counted; on "
      + "replay, the recorded time counts", keys, alternatives: [["max", "min"]])
  static let firstTokenDocumentation = AssertionDocumentation(
    "the first text of a streamed reply came within so many seconds; on replay, the recorded time "
      + "counts", keys, alternatives: [["max", "min"]])

  private static let keys: [AssertionDocumentation.Key] = [
    .amount("max", "seconds at most", isPositive: true),
    .amount("min", "seconds at least"),
  ]

  enum Kind: Sendable { case whole, timeToFirstToken }

  let kind: Kind
  let bounds: MeasureBounds

  init?(reading reader: inout AssertionReader) { self.init(reading: &reader, .whole) }

  init?(reading reader: inout AssertionReader, _ kind: Kind) {
    self.kind = kind
    guard let bounds = MeasureBounds(reading: &reader, unit: "seconds") else { return nil }
    self.bounds = bounds
  }

  func evaluate(_ context: EvaluationContext) -> Answer {
    let reply = context.reply
    guard let time = kind == .whole ? reply.latency : reply.timeToFirstToken else {
      return .unknown(
        reason: kind == .whole
          ? "the latency was not measured"
          : "the time to the first token was not measured; only streamed replies have one")
    }
    return bounds.answer(time / .seconds(1), Seconds.text, verb: "took")
  }
}

/// Writes seconds for people.
package enum Seconds {
  package static func text(_ seconds: Double) -> String {
    if seconds < 1 { return "\(Int((seconds * 1000).rounded())) ms" }
    let hundredths = Int((seconds * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) s"
  }
}

/// `tokens`: the call took so many tokens.
struct TokensAssertion: ImmediateAssertion {
  static let type = "tokens"
  static let documentation = AssertionDocumentation(
    "the call took so many tokens, as the server counts them",
    [
      .amount("max", "tokens at most", isPositive: true), .amount("min", "tokens at least"),
      .choice("of", "which tokens: `total` (the default), `prompt` or `completion`", kinds),
    ], alternatives: [["max", "min"]])

  private static let kinds = ["total", "prompt", "completion"]

  let kind: String
  let bounds: MeasureBounds

  init?(reading reader: inout AssertionReader) {
    kind = reader.choice("of", Self.kinds) ?? "total"
    guard let bounds = MeasureBounds(reading: &reader, unit: "tokens") else { return nil }
    self.bounds = bounds
  }

  func evaluate(_ context: EvaluationContext) -> Answer {
    let usage = context.reply.usage
    let count =
      switch kind {
      case "prompt": usage.prompt
      case "completion": usage.completion
      default:
        usage.total ?? usage.prompt.flatMap { prompt in usage.completion.map { prompt + $0 } }
      }
    guard let count else {
      return .unknown(reason: "the server did not tell the number of \(kind) tokens")
    }
    return bounds.answer(
      Double(count), { "\(MeasureBounds.text($0)) \(kind) \($0 == 1 ? "token" : "tokens")" },
      verb: "took")
  }
}

/// `cost`: the call cost so much.
struct CostAssertion: ImmediateAssertion {
  static let type = "cost"
  static let documentation = AssertionDocumentation(
    "the call cost no more than so many US dollars, by what the server says, or else by the "
      + "`prices` of `assay.json`; where the cost is unknown, so is the verdict",
    [
      .amount("max", "US dollars at most", isPositive: true),
      .amount("min", "US dollars at least"),
    ], alternatives: [["max", "min"]])

  let bounds: MeasureBounds

  init?(reading reader: inout AssertionReader) {
    guard let bounds = MeasureBounds(reading: &reader, unit: "US dollars") else { return nil }
    self.bounds = bounds
  }

  func evaluate(_ context: EvaluationContext) -> Answer {
    guard let cost = context.reply.cost else {
      return .unknown(reason: "the cost of the call is not known")
    }
    return bounds.answer(cost, { "$" + MeasureBounds.text($0) }, verb: "cost")
  }
}
