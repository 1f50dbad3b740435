import AssayInput
import JSONModel

/// `latency`: the reply was complete within `max` seconds. On replay, the recorded time counts;
/// where none was measured, nobody knows.
struct LatencyAssertion: Assertion {
  static let type = "latency"
  let maximum: Double

  init?(reading reader: inout AssertionReader) {
    guard let node = reader.object.required("max") else { return nil }
    guard let maximum = node.doubleValue, maximum > 0 else {
      reader.object.collector.error(
        node, "\"max\" must be a positive number of seconds, not \(node.excerpt)")
      return nil
    }
    self.maximum = maximum
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let reply = context.reply
    guard let latency = reply.latency else {
      return .unknown(reason: "the latency was not measured")
    }
    let seconds = latency / .seconds(1)
    return seconds <= maximum
      ? .yes
      : .no(reason: "expected at most \(Seconds.text(maximum)), took \(Seconds.text(seconds))")
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
