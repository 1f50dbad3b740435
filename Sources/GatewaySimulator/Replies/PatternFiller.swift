import Foundation

/// Makes a text that a regular expression matches.
///
/// It knows literals, classes, groups, alternatives, quantifiers and anchors. What it made is
/// checked against the expression, so that look-around and back-references, which it passes
/// over, give either a right text or none.
enum PatternFiller {
  static func text(
    matching pattern: String, length: ClosedRange<Int>, _ generator: inout SeededGenerator
  ) -> String? {
    guard let expression = try? NSRegularExpression(pattern: pattern),
      let tree = PatternParser.parse(pattern)
    else { return nil }
    // Longer and longer repetitions, until the length fits too.
    for extra in [1, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512] {
      for _ in 0..<8 {
        var scalars = String.UnicodeScalarView()
        tree.append(to: &scalars, extra: extra, &generator)
        let text = String(scalars)
        guard length.contains(scalars.count) else { continue }
        let range = NSRange(text.startIndex..., in: text)
        if expression.firstMatch(in: text, range: range) != nil { return text }
      }
    }
    return nil
  }
}

/// A regular expression, as far as making texts needs it.
indirect enum PatternNode {
  case characters([Unicode.Scalar])
  case sequence([PatternNode])
  case alternatives([PatternNode])
  case repeated(PatternNode, minimum: Int, maximum: Int?)

  func append(
    to text: inout String.UnicodeScalarView, extra: Int, _ generator: inout SeededGenerator
  ) {
    switch self {
    case .characters(let choices):
      if let scalar = choices.randomElement(using: &generator) { text.append(scalar) }
    case .sequence(let parts):
      for part in parts { part.append(to: &text, extra: extra, &generator) }
    case .alternatives(let branches):
      branches.randomElement(using: &generator)?.append(to: &text, extra: extra, &generator)
    case .repeated(let part, let minimum, let maximum):
      let count = min(minimum + extra, maximum ?? Int.max)
      for _ in 0..<min(count, 10_000) where text.count < 100_000 {
        part.append(to: &text, extra: extra, &generator)
      }
    }
  }
}
