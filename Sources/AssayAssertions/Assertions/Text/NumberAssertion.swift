import AssayInput
import JSONModel

/// `number-equals`: a number in the reply is the expected one, within a tolerance.
struct NumberAssertion: ImmediateAssertion {
  static let type = "number-equals"
  static let documentation = AssertionDocumentation(
    "a number in the reply is the expected one. Numbers are compared as they are written, of any "
      + "size and without rounding; groups of digits (1,234,567 or 12,34,567) are one number",
    [
      .init("value", "the number, or a variable", numberOrVariable).required(),
      .amount("tolerance", "how far off it may be; 0 if absent"),
      .amount("relativeTolerance", "how far off it may be, as a part of the expected number"),
      .choice(
        "which",
        "which of the numbers in the text counts: the `last` (the default: answers come last), the "
          + "`first`, `any`, or the `only` one", choices),
      .choice(
        "decimal", "what stands before the decimals: `.` (the default) or `,`", [".", ","]),
    ])

  private static let choices = ["last", "first", "any", "only"]
  private static let numberOrVariable: JSONValue = [
    "anyOf": [
      ["type": "number"], ["type": "string", "pattern": "^\\s*\\{\\{[^{}]*\\}\\}\\}?\\s*$"],
    ]
  ]

  let expected: ExpectedValue
  let tolerance: Double
  let relativeTolerance: Double
  let which: String
  let finder: NumberFinder

  init?(reading reader: inout AssertionReader) {
    tolerance = reader.amount("tolerance") ?? 0
    relativeTolerance = reader.amount("relativeTolerance") ?? 0
    which = reader.choice("which", Self.choices) ?? "last"
    finder = NumberFinder(usesComma: reader.choice("decimal", [".", ","]) == ",")
    guard let node = reader.object.required("value"), let value = reader.expectedValue("value")
    else { return nil }
    if value.literal.map({ $0.numberValue == nil }) ?? value.isMixedText {
      let what = value.isMixedText ? "a text with more than a variable" : node.kind.withArticle
      reader.report(
        "value", "\"value\" must be a number, not \(what)",
        hint: "write 42, or one variable and nothing else: \"{{answer}}\"")
      return nil
    }
    expected = value
  }

  private struct NoNumber: Error, CustomStringConvertible {
    var description: String
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let value = try expected.value(context)
    // "decimal" says how the reply is written; what is expected comes from JSON or a table.
    let written = value.stringValue.flatMap { text in
      JSONNumber(spelling: TextPieces.trimmed(text)) ?? finder.number(text)
    }
    guard let expected = value.numberValue ?? written else {
      throw NoNumber(
        description: "the expected value is no number: \(Excerpt.shortened(value.text()))")
    }
    let text = context.reply.text
    let numbers = finder.numbers(in: text)
    let candidates =
      switch which {
      case "first": numbers.prefix(1)
      case "any": numbers[...]
      case "only": numbers.count == 1 ? numbers[...] : []
      default: numbers.suffix(1)
      }
    let relative =
      relativeTolerance > 0 ? relativeTolerance * abs(expected.doubleValue) * (1 + 1e-12) : 0
    let allowance = max(tolerance, relative)
    func holds(_ number: JSONNumber) -> Bool {
      ExactNumbers.areClose(number, expected, by: allowance)
    }
    if candidates.contains(where: holds) { return .yes }
    let found =
      numbers.isEmpty
      ? "there is no number"
      : "found \(numbers.map { Self.text($0) }.prefix(8).joined(separator: ", "))"
    let range = allowance > 0 ? " ± \(MeasureBounds.text(allowance))" : ""
    let reason =
      "expected \(Self.text(expected))\(range) as the \(which) number, "
      + "\(found) in \(Excerpt.quoted(text))"
    // Which of several counts is not said, so that nobody can say that it is not the expected one.
    return which == "only" && numbers.count > 1 && numbers.contains(where: holds)
      ? .nothing(reason: reason) : .no(reason: reason)
  }

  private static func text(_ number: JSONNumber) -> String {
    Excerpt.shortened(number.spelling, limit: 40)
  }
}
