import AssayInput
import JSONModel

/// `choice`: of several choices, the reply chooses this one.
struct ChoiceAssertion: Assertion {
  static let type = "choice"
  static let documentation = AssertionDocumentation(
    "the reply chooses this answer of a multiple-choice question: it says \"ANSWER: B\" or \"the "
      + "answer is B\" (the last such place counts), or `\\boxed{B}`, or is nothing but the choice, "
      + "or names one choice alone",
    [
      .text("value", "the right choice").required(),
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
    let expected = try expected.text(context)
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
      return .no(
        reason: "expected the choice \(expected), but \(found) in "
          + Excerpt.quoted(context.reply.text))
    }
  }
}

/// Makes out which choice a text makes.
struct ChoiceFinder: Sendable {
  enum Outcome: Hashable {
    case chosen(String)
    /// No choice, or several that are named alike.
    case none(several: [String])
  }

  private let choices: [(name: String, text: String?)]
  /// What is said outright, the surest way first.
  private let statements: [BoundedPattern]
  /// The choice at the start of a line (`B) Paris`), and the choice as a word of its own.
  private let mentions: [BoundedPattern]

  init(_ given: [(name: String, text: String?)]) {
    choices =
      given.isEmpty
      ? (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { (String(UnicodeScalar($0)), String?.none) }
      : given
    let words = choices.flatMap { [$0.name] + ($0.text.map { [$0] } ?? []) }
      .sorted { $0.count > $1.count }
    let names = words.map(Self.escaped).joined(separator: "|")
    let opening = "[\\s*_`\"'(\\[{]*"
    let lead =
      "(?i:\\b(?:answers?|antwort|réponse|respuesta)\\b(?:is|are|ist|est|es|[\\s:=*_])+"
      + "(?:(?:option|choice)\\b)?)"
    statements = [
      "\\\\boxed\\{\\s*(?:\\\\text\\{)?((?i:\(names)))\\s*\\}",
      "\(lead)\(opening)(\(names))(?![\\p{L}\\p{N}])",
      // A small letter only where no other word follows: "the answer is a mystery".
      "\(lead)\(opening)((?i:\(names)))(?=\\s*(?:[^\\s\\p{L}\\p{N}]|$))",
    ].compactMap { try? BoundedPattern($0) }
    mentions = [
      "(?m)^[\\s*_(\\[]*(\(names))[*_]*\\s*[).:\\]]",
      // "A" and "I" before a small word are an article and a pronoun.
      "(?<![\\p{L}\\p{N}'’])(?![AI]\\s+\\p{Ll})(\(names))(?![\\p{L}\\p{N}'’])",
    ].compactMap { try? BoundedPattern($0) }
  }

  /// - Throws: ``BoundedPattern/Undecided``.
  func choice(in text: String) throws -> Outcome {
    let bare = text.trimming { !$0.isLetter && !$0.isNumber }
    if let name = name(String(bare)) { return .chosen(name) }
    for statement in statements {
      let last = try statement.matches(in: text).last?[.number(1)]
      if let name = last.flatMap(name) { return .chosen(name) }
    }
    for mention in mentions {
      var names: [String] = []
      for match in try mention.matches(in: text) {
        if let name = match[.number(1)].flatMap(name), !names.contains(name) { names.append(name) }
      }
      if names.count == 1 { return .chosen(names[0]) }
      if names.count > 1 { return .none(several: names) }
    }
    return .none(several: [])
  }

  private func name(_ text: String) -> String? {
    choices.first { Self.isSame($0.name, text) || $0.text.map { Self.isSame($0, text) } == true }?
      .name
  }

  static func isSame(_ left: String, _ right: String) -> Bool {
    TextNormalization.caseFolding(left) == TextNormalization.caseFolding(right)
  }

  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.map {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
        ? "\($0)" : "\\x{\(String($0.value, radix: 16))}"
    }.joined()
  }
}

extension String {
  fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> Substring {
    guard let first = firstIndex(where: { !isTrimmed($0) }),
      let last = lastIndex(where: { !isTrimmed($0) })
    else { return "" }
    return self[first...last]
  }
}
