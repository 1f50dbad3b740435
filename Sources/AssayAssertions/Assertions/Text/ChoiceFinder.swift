import JSONModel

/// Makes out which choice a text makes.
struct ChoiceFinder: Sendable {
  enum Outcome: Hashable {
    case chosen(String)
    /// No choice, or several that are named alike.
    case none(several: [String])
  }

  private let choices: [(name: String, text: String?)]
  /// What is said outright, the surest way first. Group 1 is what denies it, 2 the choice, 3 and 4
  /// another one that stands beside it as its equal.
  private let statements: [BoundedPattern]
  /// The choice at the start of a line (`B) Paris`), as group 1; and the choice as a word of its
  /// own, as group 2, with what denies it before (1) or after (3).
  private let mentions: [BoundedPattern]

  init(_ given: [(name: String, text: String?)]) {
    choices =
      given.isEmpty
      ? (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { (String(UnicodeScalar($0)), String?.none) }
      : given
    let words = choices.flatMap { [$0.name] + ($0.text.map { [$0] } ?? []) }
      .sorted { $0.count > $1.count }
    let names = words.map(Self.escaped).joined(separator: "|")
    statements = Self.statements(names).compactMap { try? BoundedPattern($0) }
    mentions = Self.mentions(names).compactMap { try? BoundedPattern($0) }
  }

  private static let opening = "[\\s*_`\"'(\\[{]*"
  /// Not inside a word: the n of "isn't" is no choice.
  private static let edge = "(?<![\\p{L}\\p{N}])"
  private static let closing = "[*_`\"')\\]}]*"

  private static func statements(_ names: String) -> [String] {
    let denial =
      "((?i:\\b(?:not|\\w+n['’]t)\\s+(?:think|believe|say|mean)\\s+(?:that\\s+)?(?:the\\s+)?"
      + "(?:\\w+\\s+)?))?"
    let lead =
      "(?i:\\b(?:answers?|antwort|réponse|respuesta)\\b(?:is|are|ist|est|es|[\\s:=*_])+"
      + "(?:(?:option|choice)\\b)?)"
    // "A or B" names two; "B, C is wrong" and "B and C is wrong" name one.
    let other = "\(opening)(?![AI]\\s+\\p{Ll})(\(names))(?![\\p{L}\\p{N}'’])"
    let alternative =
      "(?:\(closing)(?:\\s+(?i:or|oder|ou)\\b|\\s*[/|])\\s*(?i:option\\b)?\(other)"
      + "|\(closing)(?:\\s+(?i:and|und|et)\\b|\\s*[,&+])\(other)"
      + "(?=\(closing)\\s*?(?:$|[\\n.;,!?]|(?i:or|and|oder|und|ou|et)\\b)))?"
    return [
      "()\\\\boxed\\{\\s*(?:\\\\text\\{)?((?i:\(names)))\\s*\\}",
      "\(denial)\(lead)\(opening)\(edge)(\(names))(?![\\p{L}\\p{N}]|['’]\\p{L})\(alternative)",
      // A small letter only where no other word follows: "the answer is a mystery".
      "\(denial)\(lead)\(opening)\(edge)((?i:\(names)))(?!['’]\\p{L})(?=\\s*(?:[^\\s\\p{L}\\p{N}]|$))\(alternative)",
    ]
  }

  private static func mentions(_ names: String) -> [String] {
    let denied =
      "((?i:\\b(?:not|isn['’]t|aren['’]t|wasn['’]t|never|neither|nor|cannot\\s+be|can['’]t\\s+be"
      + "|rather\\s+than|instead\\s+of|nicht|weder|n['’]est\\s+pas|no\\s+es)\\s+"
      + "(?:be\\s+)?(?:the\\s+)?(?:(?:option|choice|answer)\\s+)?)\(opening))?"
    let refuted =
      "(\(closing)\\s+(?i:(?:is|are|was|seems)\\s+(?:not|wrong|incorrect|false|ruled\\s+out|out)"
      + "|isn['’]t|ist\\s+(?:nicht|falsch)|n['’]est\\s+pas|est\\s+fausse?|no\\s+es)\\b)?"
    return [
      "(?m)^[\\s*_(\\[]*(\(names))[*_]*\\s*[).:\\]]",
      // "A" and "I" before a small word are an article and a pronoun, but for "A is wrong".
      "\(denied)(?<![\\p{L}\\p{N}'’])(?![AI]\\s+(?!(?i:is|isn['’]t|ist|or|and|nor)\\b)\\p{Ll})"
        + "(\(names))(?![\\p{L}\\p{N}'’])\(refuted)",
    ]
  }

  /// - Throws: ``BoundedPattern/Undecided``.
  func choice(in text: String) throws -> Outcome {
    let bare = text.trimming { !$0.isLetter && !$0.isNumber }
    if let name = name(String(bare)) { return .chosen(name) }
    var denied: Set<String> = []
    for (index, statement) in statements.enumerated() {
      for match in try statement.matches(in: text).reversed() {
        guard let name = match[.number(2)].flatMap(name) else { continue }
        guard match[.number(1)]?.isEmpty != false else {
          denied.insert(name)
          continue
        }
        let others = (3...4).compactMap { index == 0 ? nil : match[.number($0)].flatMap(self.name) }
        let all = ([name] + others).uniqued()
        return all.count == 1 ? .chosen(name) : .none(several: all)
      }
    }
    for (index, mention) in mentions.enumerated() {
      var names: [String] = []
      for match in try mention.matches(in: text) {
        // The first pattern has the name alone.
        let isDenied =
          index == 1 && (match[.number(1)] != nil || match[.number(3)] != nil)
        let name = match[.number(index == 1 ? 2 : 1)].flatMap(name)
        if let name, !isDenied, !denied.contains(name) { names.append(name) }
      }
      names = names.uniqued()
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

extension [String] {
  /// Each once, in the order of their first places.
  fileprivate func uniqued() -> [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
