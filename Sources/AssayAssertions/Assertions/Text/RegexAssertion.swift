import AssayInput
import JSONModel

/// `regex`: the pattern matches somewhere in the reply, and its groups are what they should be.
struct RegexAssertion: ImmediateAssertion {
  static let type = "regex"
  static let documentation = AssertionDocumentation(
    "the pattern matches somewhere in the reply; with `groups`, if its first match has captured "
      + "these texts. A search that backtracks without end is given up, which is an error of the "
      + "check",
    [
      .someText("value", "the pattern, in ICU's syntax").required(),
      .init(
        "groups", "what groups of the first match must have captured, by name or number",
        ["type": "object", "additionalProperties": ["type": "string"]]),
    ])

  let pattern: BoundedPattern
  let groups: [(group: BoundedPattern.Group, name: String, expected: ExpectedValue)]

  init?(reading reader: inout AssertionReader) {
    let groups = reader.object.object("groups")
    let values = reader.expectedValue("groups")
    guard reader.object.required("value") != nil, let pattern = reader.pattern("value") else {
      return nil
    }
    self.pattern = pattern
    var read: [(group: BoundedPattern.Group, name: String, expected: ExpectedValue)] = []
    for member in groups ?? [:] where values != nil {
      let group = BoundedPattern.Group(member.key)
      guard pattern.has(group) else {
        reader.report("groups", "/\(pattern.text)/ has no group \"\(member.key)\"")
        continue
      }
      guard member.value.stringValue != nil else {
        reader.report("groups", "the group \"\(member.key)\" must be a string")
        continue
      }
      read.append((group, member.key, ExpectedValue(member.value, reader.scope)))
    }
    self.groups = read
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let text = context.reply.text
    guard !groups.isEmpty else {
      return try pattern.matches(text) ? .yes : noMatch(text)
    }
    guard let match = try pattern.firstMatch(in: text) else {
      return .nothing(reason: "/\(pattern.text)/ does not match \(Excerpt.quoted(text))")
    }
    var differences: [String] = []
    for (group, name, expected) in groups {
      let expected = try expected.value(context).stringValue ?? ""
      let captured = match[group]
      if captured?.hasSameScalars(as: expected) != true {
        differences.append(
          "group \(name): expected \(Excerpt.quoted(expected)), "
            + (captured.map { "captured \(Excerpt.quoted($0))" } ?? "captured nothing"))
      }
    }
    return differences.isEmpty
      ? .yes : .no(reason: "/\(pattern.text)/ matches, but \(differences.joined(separator: "; "))")
  }

  private func noMatch(_ text: String) -> Answer {
    .no(reason: "expected a match of /\(pattern.text)/, found \(Excerpt.quoted(text))")
  }
}
