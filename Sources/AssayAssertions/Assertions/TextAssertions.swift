import AssayInput
import JSONModel

/// `equals`: the reply is the text, or, for other JSON values, is JSON equal to the value.
struct EqualsAssertion: Assertion {
  static let type = "equals"
  let expected: JSONValue

  init?(reading reader: inout AssertionReader) {
    guard let node = reader.object.required("value") else { return nil }
    expected = node.value
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let reply = context.reply
    if case .string(let text) = expected {
      return reply.text == text
        ? .yes
        : .no(reason: "expected \(Excerpt.quoted(text)), found \(Excerpt.quoted(reply.text))")
    }
    guard let found = reply.json.value else {
      return .no(reason: "expected \(expected), but the reply is not JSON: \(reply.json.problem)")
    }
    return found == expected
      ? .yes : .no(reason: "expected \(expected), found \(Excerpt.quoted(found.text()))")
  }
}

/// `contains`: the text stands somewhere in the reply. `"ignoreCase": true` folds case.
struct ContainsAssertion: Assertion {
  static let type = "contains"
  let expected: String
  let ignoresCase: Bool

  init?(reading reader: inout AssertionReader) {
    ignoresCase = reader.object.bool("ignoreCase") ?? false
    guard let value = reader.object.requiredString("value") else { return nil }
    expected = value
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let reply = context.reply
    let found =
      ignoresCase
      ? reply.text.lowercased().contains(expected.lowercased()) : reply.text.contains(expected)
    return found
      ? .yes
      : .no(
        reason:
          "expected to contain \(Excerpt.quoted(expected)), found \(Excerpt.quoted(reply.text))")
  }
}

/// `regex`: the pattern matches somewhere in the reply.
struct RegexAssertion: Assertion {
  static let type = "regex"
  let pattern: BoundedPattern

  init?(reading reader: inout AssertionReader) {
    guard let text = reader.object.requiredString("value"),
      let node = reader.object.value("value")
    else { return nil }
    do {
      pattern = try BoundedPattern(text)
    } catch {
      reader.object.collector.error(node, "this is not a regular expression: \(error)")
      return nil
    }
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let reply = context.reply
    return try pattern.matches(reply.text)
      ? .yes
      : .no(reason: "expected a match of /\(pattern.text)/, found \(Excerpt.quoted(reply.text))")
  }
}
