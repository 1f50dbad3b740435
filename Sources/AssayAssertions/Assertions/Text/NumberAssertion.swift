import AssayInput
import JSONModel

/// `number-equals`: a number in the reply is the expected one, within a tolerance.
struct NumberAssertion: Assertion {
  static let type = "number-equals"
  static let documentation = AssertionDocumentation(
    "a number in the reply is the expected one",
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
    "anyOf": [["type": "number"], ["type": "string", "pattern": "\\{\\{"]]
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
    if let literal = value.literal, literal.numberValue == nil {
      reader.report("value", "\"value\" must be a number, not \(node.kind.withArticle)")
      return nil
    }
    expected = value
  }

  private struct NoNumber: Error, CustomStringConvertible {
    var description: String
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let value = try expected.value(context)
    guard let expected = value.doubleValue ?? value.stringValue.flatMap({ Double($0) }) else {
      throw NoNumber(description: "the expected value is no number: \(value)")
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
    let allowance = max(tolerance, relativeTolerance * abs(expected))
    if candidates.contains(where: { isClose($0, expected, allowance) }) { return .yes }
    let found =
      numbers.isEmpty
      ? "there is no number"
      : "found \(numbers.map { Self.text($0) }.prefix(8).joined(separator: ", "))"
    let range = allowance > 0 ? " ± \(Self.text(allowance))" : ""
    return .no(
      reason: "expected \(Self.text(expected))\(range) as the \(which) number, "
        + "\(found) in \(Excerpt.quoted(text))")
  }

  /// Whether the difference is within the allowance, give or take the rounding of doubles.
  private func isClose(_ number: Double, _ expected: Double, _ allowance: Double) -> Bool {
    number == expected || abs(number - expected) <= allowance * (1 + 1e-12) + expected.ulp
  }

  private static func text(_ number: Double) -> String {
    JSONNumber(number)?.spelling ?? "\(number)"
  }
}

/// Reads the numbers that stand in a text for people: `-1,234.50`, `1 234`, `3.2e-5`, `½` not.
struct NumberFinder: Sendable {
  var usesComma = false

  func numbers(in text: String) -> [Double] {
    let scalars = Array(text.unicodeScalars)
    var numbers: [Double] = []
    var position = 0
    while position < scalars.count {
      let isStart =
        digit(scalars, position) != nil
        || (scalars[position] == decimalSign && digit(scalars, position + 1) != nil)
      // Digits inside a word (GPT4, H2O) are part of the word.
      guard isStart, !isWord(scalars, position - 1) else {
        if isWord(scalars, position) {
          while isWord(scalars, position) { position += 1 }
        } else {
          position += 1
        }
        continue
      }
      let (number, end) = number(scalars, position)
      if let number { numbers.append(isNegative(scalars, position) ? -number : number) }
      position = end
    }
    return numbers
  }

  private var decimalSign: Unicode.Scalar { usesComma ? "," : "." }

  private func digit(_ scalars: [Unicode.Scalar], _ index: Int) -> Int? {
    guard scalars.indices.contains(index), scalars[index].properties.numericType == .decimal,
      let value = scalars[index].properties.numericValue
    else { return nil }
    return Int(value)
  }

  private func isWord(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    guard scalars.indices.contains(index) else { return false }
    let scalar = scalars[index]
    // In scripts without blanks, a digit beside a character is still a number.
    return scalar == "_"
      || scalar.properties.isAlphabetic && !scalar.properties.isIdeographic
        && !(0x3040...0x30FF).contains(scalar.value)
      || digit(scalars, index) != nil && isWord(scalars, index - 1)
  }

  /// A sign counts if it does not join the number to something before it, as in 2024-01.
  private func isNegative(_ scalars: [Unicode.Scalar], _ start: Int) -> Bool {
    var index = start - 1
    // Between sign and number, a currency may stand: -$5.
    if scalars.indices.contains(index),
      scalars[index].properties.generalCategory == .currencySymbol
    {
      index -= 1
    }
    guard scalars.indices.contains(index), ["-", "\u{2212}", "\u{2013}"].contains(scalars[index])
    else { return false }
    let before = index - 1
    guard scalars.indices.contains(before) else { return true }
    return !isWord(scalars, before) && digit(scalars, before) == nil && scalars[before] != ")"
  }

  private func number(_ scalars: [Unicode.Scalar], _ start: Int) -> (Double?, end: Int) {
    var spelling = ""
    var position = start
    while position < scalars.count {
      if let digit = digit(scalars, position) {
        spelling += "\(digit)"
        position += 1
      } else if isGrouping(scalars, position) {
        position += 1
      } else {
        break
      }
    }
    if position < scalars.count, scalars[position] == decimalSign,
      digit(scalars, position + 1) != nil
    {
      spelling += spelling.isEmpty ? "0." : "."
      position += 1
      while let digit = digit(scalars, position) {
        spelling += "\(digit)"
        position += 1
      }
    }
    if position < scalars.count, scalars[position] == "e" || scalars[position] == "E" {
      var next = position + 1
      var exponent = "e"
      if next < scalars.count, scalars[next] == "-" || scalars[next] == "+" {
        exponent.unicodeScalars.append(scalars[next])
        next += 1
      }
      if digit(scalars, next) != nil {
        while let digit = digit(scalars, next) {
          exponent += "\(digit)"
          next += 1
        }
        spelling += exponent
        position = next
      }
    }
    return (Double(spelling), position)
  }

  /// Whether a sign between digits sets thousands apart: exactly three digits follow it.
  private func isGrouping(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    let separators: [Unicode.Scalar] = [
      usesComma ? "." : ",", "'", "\u{2019}", "\u{00A0}", "\u{202F}", "\u{2009}", "_",
    ]
    guard separators.contains(scalars[index]), digit(scalars, index - 1) != nil else {
      return false
    }
    return (1...3).allSatisfy { digit(scalars, index + $0) != nil }
      && digit(scalars, index + 4) == nil
  }
}
