import AssayInput
import JSONModel

/// `choice`: of several choices, the reply chooses this one.
struct ChoiceAssertion: ImmediateAssertion {
  static let type = "choice"
  static let documentation = AssertionDocumentation(
    "the reply chooses this answer of a multiple-choice question: it says \"ANSWER: B\" or \"the "
      + "answer is B\" (the last such place counts), or `\\boxed{B}`, or is nothing but the choice, "
      + "or names one choice alone. \"Not B\" and \"B is wrong\" name none; \"A or B\" chooses "
      + "neither, and is not taken for a no to one of them with `not-` either",
    [
      .someText("value", "the right choice").required(),
      .init(
        "choices",
        "the choices: a list of letters or words, or an object of letters and what they stand "
          + "for; A to Z if absent",
        [
          "anyOf": [
            ["type": "array", "items": ["type": "string"], "minItems": 2],
            ["type": "object", "additionalProperties": ["type": "string"], "minProperties": 2],
          ]
        ]),
    ])

  let expected: ExpectedText
  let finder: ChoiceFinder

  init?(reading reader: inout AssertionReader) {
    var choices: [(name: String, text: String?)] = []
    if let node = reader.object.value("choices") {
      if node.kind == .object {
        choices = node.members.map { ($0.key, $0.value.stringValue) }
      } else {
        choices = node.elements.compactMap { $0.stringValue.map { ($0, nil) } }
      }
      if choices.count < 2 || choices.count != node.count {
        reader.report(
          "choices", "\"choices\" must be a list of at least two strings, or an object of them")
        return nil
      }
    }
    guard let value = reader.requiredText("value") else { return nil }
    if let literal = value.literal, !choices.isEmpty,
      !choices.contains(where: { ChoiceFinder.isSame($0.name, literal) })
    {
      reader.report(
        "value", "\"\(literal)\" is not among the choices",
        hint: "choices are \(choices.map(\.name).joined(separator: ", "))")
      return nil
    }
    expected = value
    finder = ChoiceFinder(choices)
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let expected = try expected.someText(context)
    switch try finder.choice(in: context.reply.text) {
    case .chosen(let name):
      return ChoiceFinder.isSame(name, expected)
        ? .yes
        : .no(
          reason: "expected the choice \(expected), found \(name) in "
            + Excerpt.quoted(context.reply.text))
    case .none(let several):
      let found =
        several.isEmpty
        ? "none can be made out" : "several are named (\(several.joined(separator: ", ")))"
      let reason =
        "expected the choice \(expected), but \(found) in " + Excerpt.quoted(context.reply.text)
      // Who says "A or B" has not said that it is not A.
      return several.contains { ChoiceFinder.isSame($0, expected) }
        ? .nothing(reason: reason) : .no(reason: reason)
    }
  }
}
