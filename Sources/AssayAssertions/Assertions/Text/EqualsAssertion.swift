import AssayInput
import JSONModel

/// `equals`: the reply is the text, or, for other JSON values, is JSON equal to the value.
struct EqualsAssertion: ImmediateAssertion {
  static let type = "equals"
  static let documentation = AssertionDocumentation(
    "the reply is the text; or, if the value is no string, the reply is JSON and equal to it",
    [.any("value", "the text or the JSON value").required()] + TextNormalization.keys)

  let expected: ExpectedValue
  let normalization: TextNormalization

  init?(reading reader: inout AssertionReader) {
    normalization = TextNormalization(reading: &reader)
    guard reader.object.required("value") != nil, let expected = reader.expectedValue("value")
    else { return nil }
    self.expected = expected
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let reply = context.reply
    let expected = try expected.value(context)
    if case .string(let text) = expected { return compare(reply.text, text) }
    guard let found = try reply.jsonValue() else {
      return .nothing(reason: "expected \(expected), but \(reply.noJSON)")
    }
    return found == expected
      ? .yes : .no(reason: "expected \(expected), found \(Excerpt.quoted(found.text()))")
  }

  private func compare(_ found: String, _ expected: String) -> Answer {
    if normalization(found).hasSameScalars(as: normalization(expected)) { return .yes }
    return .no(
      reason: "expected \(Excerpt.quoted(expected)), found \(Excerpt.quoted(found))"
        + TextDifference.hint(expected, found))
  }
}

/// Tells what two texts that look the same differ in.
enum TextDifference {
  static func hint(_ expected: String, _ found: String) -> String {
    // Swift's comparison is by canonical equivalence.
    if expected == found {
      return "; they differ only in their Unicode form: \"normalize\": \"nfc\" makes them equal"
    }
    // Of long texts, nobody would have seen that they look the same.
    if expected.utf8.count > 2_000 || found.utf8.count > 2_000 { return "" }
    let (left, right) = (expected.unicodeScalars.lazy, found.unicodeScalars.lazy)
    guard left.filter(TextPieces.isNoSpace).elementsEqual(right.filter(TextPieces.isNoSpace)) else {
      return ""
    }
    let blanks = TextNormalization(ignoresWhitespace: true)
    if blanks(expected) == blanks(found) {
      return "; they differ only in white space: \"normalize\": \"whitespace\" makes them equal"
    }
    return ""
  }
}
