import JSONModel

/// `contains` and `icontains`: the text stands somewhere in the reply.
struct ContainsAssertion: ImmediateAssertion {
  static let type = "contains"
  static let documentation = AssertionDocumentation(
    "the text stands somewhere in the reply",
    [.someText("value", "the text").required()] + TextNormalization.keys)
  static let caseless = AssertionDocumentation(
    "the text stands somewhere in the reply, in capital or small letters",
    [.someText("value", "the text").required()] + TextNormalization.keys)

  let expected: ExpectedText
  let normalization: TextNormalization

  init?(reading reader: inout AssertionReader) {
    self.init(reading: &reader, ignoresCase: false)
  }

  init?(reading reader: inout AssertionReader, ignoresCase: Bool) {
    normalization = TextNormalization(reading: &reader, ignoresCase: ignoresCase)
    guard let value = reader.requiredText("value"),
      normalization.keepsSomething(of: [value], &reader)
    else { return nil }
    expected = value
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let expected = try expected.someText(context)
    let text = context.reply.text
    return TextSearch.contains(normalization(text), try normalization.something(expected))
      ? .yes
      : .no(
        reason: "expected to contain \(Excerpt.quoted(expected)), found \(Excerpt.quoted(text))")
  }
}

/// `contains-all`, `contains-any` and their `icontains` forms: all the texts, or one of them at
/// least, stand in the reply.
struct ContainsListAssertion: ImmediateAssertion {
  static let type = "contains-all"
  static let documentation = allDocumentation
  static let allDocumentation = AssertionDocumentation(
    "all the texts stand somewhere in the reply; the score is the share of them that do",
    keys, threshold: .score(default: 1))
  static let anyDocumentation = AssertionDocumentation(
    "one of the texts at least stands somewhere in the reply", keys)

  private static let keys: [AssertionDocumentation.Key] =
    [.someTexts("value", "the texts").required()] + TextNormalization.keys

  let expected: [ExpectedText]
  let needsAll: Bool
  let normalization: TextNormalization

  init?(reading reader: inout AssertionReader) {
    self.init(reading: &reader, needsAll: true, ignoresCase: false)
  }

  init?(reading reader: inout AssertionReader, needsAll: Bool, ignoresCase: Bool) {
    self.needsAll = needsAll
    normalization = TextNormalization(reading: &reader, ignoresCase: ignoresCase)
    guard let values = reader.requiredTexts("value"),
      normalization.keepsSomething(of: values, &reader)
    else { return nil }
    expected = values
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let text = normalization(context.reply.text)
    let expected = try expected.someTexts(context)
    var missing: [String] = []
    for part in expected where !TextSearch.contains(text, try normalization.something(part)) {
      missing.append(part)
    }
    if !needsAll, missing.count < expected.count { return .yes }
    if missing.isEmpty { return .scored(1, reason: "contains all \(expected.count)") }
    let found = "found \(Excerpt.quoted(context.reply.text))"
    guard needsAll else {
      return .no(reason: "expected one of \(Excerpt.list(missing)), \(found)")
    }
    return .scored(
      1 - Double(missing.count) / Double(expected.count),
      reason:
        "\(missing.count) of \(expected.count) missing: \(Excerpt.list(missing)); \(found)")
  }
}

/// `starts-with` and `ends-with`.
struct AffixAssertion: ImmediateAssertion {
  static let type = "starts-with"
  static let documentation = AssertionDocumentation(
    "the reply begins with the text",
    [.someText("value", "the text").required()] + TextNormalization.keys)
  static let endDocumentation = AssertionDocumentation(
    "the reply ends with the text",
    [.someText("value", "the text").required()] + TextNormalization.keys)

  let expected: ExpectedText
  let isAtEnd: Bool
  let normalization: TextNormalization

  init?(reading reader: inout AssertionReader) { self.init(reading: &reader, isAtEnd: false) }

  init?(reading reader: inout AssertionReader, isAtEnd: Bool) {
    self.isAtEnd = isAtEnd
    normalization = TextNormalization(reading: &reader)
    guard let value = reader.requiredText("value"),
      normalization.keepsSomething(of: [value], &reader)
    else { return nil }
    expected = value
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let expected = try expected.someText(context)
    let text = context.reply.text
    let (whole, part) = (normalization(text), try normalization.something(expected))
    let holds = isAtEnd ? TextSearch.endsWith(whole, part) : TextSearch.startsWith(whole, part)
    if holds { return .yes }
    let shown = isAtEnd && text.count > 160 ? "…" + String(text.suffix(160)) : text
    return .no(
      reason: "expected to \(isAtEnd ? "end" : "begin") with \(Excerpt.quoted(expected)), "
        + "found \(Excerpt.quoted(shown))")
  }
}
