import AssayInput
import JSONModel

/// How many of something there must be: a number, or bounds.
struct CountBounds: Sendable {
  let exact: Int?
  let minimum: Int?
  let maximum: Int?

  static func keys(_ what: String) -> [AssertionDocumentation.Key] {
    [
      .integer("value", "exactly so many \(what)"), .integer("min", "so many \(what) at least"),
      .integer("max", "so many \(what) at most"),
    ]
  }

  static let alternatives = [["value", "min", "max"]]

  /// Reads `value`, `min` and `max`, of which one at least must be there.
  init?(reading reader: inout AssertionReader) {
    exact = reader.integer("value")
    minimum = reader.integer("min")
    maximum = reader.integer("max")
    if exact != nil, minimum != nil || maximum != nil {
      reader.report("value", "an exact number needs no bounds", hint: "remove \"min\" and \"max\"")
      return nil
    }
    if let minimum, let maximum, minimum > maximum {
      reader.report("min", "\"min\" is \(minimum), which is more than \"max\", \(maximum)")
      return nil
    }
    if exact == nil, minimum == nil, maximum == nil {
      if ["value", "min", "max"].allSatisfy({ reader.object.value($0) == nil }) {
        reader.report(
          "", "nothing is said of the number", hint: "say \"value\", \"min\" or \"max\"")
      }
      return nil
    }
  }

  init(exact: Int? = nil, minimum: Int? = nil, maximum: Int? = nil) {
    self.exact = exact
    self.minimum = minimum
    self.maximum = maximum
  }

  /// - Parameter what: What is counted, in the plural: `words`.
  func answer(_ count: Int, _ what: String) -> Answer {
    func noun(_ number: Int) -> String { number == 1 ? Self.singular(what) : what }
    if let exact, count != exact {
      return .no(reason: "expected \(exact) \(noun(exact)), found \(count)")
    }
    if let minimum, count < minimum {
      return .no(reason: "expected at least \(minimum) \(noun(minimum)), found \(count)")
    }
    if let maximum, count > maximum {
      return .no(reason: "expected at most \(maximum) \(noun(maximum)), found \(count)")
    }
    // What is told when the assertion is negated, too.
    return .scored(1, reason: "found \(count) \(noun(count))")
  }

  /// `calls of search` becomes `call of search`.
  private static func singular(_ what: String) -> String {
    let words = what.split(separator: " ", maxSplits: 1)
    guard let first = words.first, first.hasSuffix("s") else { return what }
    return ([String(first.dropLast())] + words.dropFirst().map(String.init)).joined(separator: " ")
  }
}

/// `word-count`: the reply has so many words, which are what white space separates.
struct WordCountAssertion: ImmediateAssertion {
  static let type = "word-count"
  static let documentation = AssertionDocumentation(
    "the reply has so many words; words are what stands between white space",
    CountBounds.keys("words"), alternatives: CountBounds.alternatives)

  let bounds: CountBounds

  init?(reading reader: inout AssertionReader) {
    guard let bounds = CountBounds(reading: &reader) else { return nil }
    self.bounds = bounds
  }

  func evaluate(_ context: EvaluationContext) -> Answer {
    bounds.answer(TextPieces.wordCount(context.reply.text), "words")
  }
}

/// `character-count`: the reply is so long.
struct CharacterCountAssertion: ImmediateAssertion {
  static let type = "character-count"
  static let documentation = AssertionDocumentation(
    "the reply has so many characters",
    CountBounds.keys("characters") + [
      .choice(
        "unit",
        "what is counted: `characters` as people see them (the default), Unicode `scalars`, or "
          + "`bytes` of UTF-8",
        units)
    ], alternatives: CountBounds.alternatives)

  private static let units = ["characters", "scalars", "bytes"]

  let bounds: CountBounds
  let unit: String

  init?(reading reader: inout AssertionReader) {
    unit = reader.choice("unit", Self.units) ?? "characters"
    guard let bounds = CountBounds(reading: &reader) else { return nil }
    self.bounds = bounds
  }

  func evaluate(_ context: EvaluationContext) -> Answer {
    let text = context.reply.text
    let count =
      switch unit {
      case "scalars": text.unicodeScalars.count
      case "bytes": text.utf8.count
      default: text.count
      }
    return bounds.answer(count, unit)
  }
}
