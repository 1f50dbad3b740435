import AssayAssertions
package import AssayCore

/// How changed verdicts are told.
package enum RescoringText {
  /// `people/sarah [terse, gpt-4] attempt 1: passed -> failed (contains: …)`
  package static func line(_ flip: Rescoring.Flip, _ style: ConsoleStyle) -> String {
    let before = style.paint(flip.before.rawValue, as: flip.before)
    let after = style.paint(flip.after.outcome.rawValue, as: flip.after.outcome)
    let reason = flip.after.reasons.first.map { " (\(firstLine($0)))" } ?? ""
    return "\(ConsoleText.safe(flip.id.name)): \(before) -> \(after)\(reason)"
  }

  private static func firstLine(_ text: String) -> String {
    ConsoleText.safe(String(text.prefix { !$0.isNewline }.prefix(200)))
  }
}
