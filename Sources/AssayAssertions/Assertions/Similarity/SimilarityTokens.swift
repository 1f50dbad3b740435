import JSONModel

/// How texts are taken apart before their pieces are compared. Each way is that of the reference
/// implementation that it is named after, to the letter, so that scores are equal to its.
enum SimilarityTokens: String, Sendable, CaseIterable {
  /// rouge-score without its stemmer: runs of small ASCII letters and digits.
  case rouge
  /// What mteval-v13a does, as sacrebleu's `13a`.
  case mteval13a = "13a"
  /// Every character (Unicode scalar) but white space.
  case characters
  /// What stands between white space.
  case words
  /// SQuAD: small letters, without punctuation (ASCII's) and English articles.
  case squad

  func callAsFunction(_ text: String) -> [ScalarText] { strings(text).map { ScalarText($0) } }

  private func strings(_ text: String) -> [String] {
    switch self {
    case .rouge: Self.rougeTokens(text)
    case .mteval13a: Self.mteval13aTokens(text)
    case .characters:
      text.unicodeScalars.filter { !$0.properties.isWhitespace }.map { String($0) }
    case .words: TextPieces.words(text)
    case .squad: Self.squadTokens(text)
    }
  }

  private static func rougeTokens(_ text: String) -> [String] {
    text.lowercased().utf8
      .split { !(0x61...0x7A).contains($0) && !(0x30...0x39).contains($0) }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  // MARK: SQuAD

  private static func squadTokens(_ text: String) -> [String] {
    let kept = text.lowercased().unicodeScalars.filter { !isASCIIPunctuation($0) }
    var result = String.UnicodeScalarView()
    var word = String.UnicodeScalarView()
    func finishWord() {
      // An article is a word of its own also beside a sign that is no letter.
      if ["a", "an", "the"].contains(String(word)) {
        result.append(" ")
      } else {
        result.append(contentsOf: word)
      }
      word = String.UnicodeScalarView()
    }
    for scalar in kept {
      if isWordScalar(scalar) {
        word.append(scalar)
      } else {
        finishWord()
        result.append(scalar)
      }
    }
    finishWord()
    return TextPieces.words(String(result))
  }

  private static func isASCIIPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }

  /// Python's `\w`.
  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: scalar == "_" || scalar.properties.numericType != nil
    }
  }

  // MARK: mteval-v13a

  private static func mteval13aTokens(_ text: String) -> [String] {
    var text = text
    while let last = text.unicodeScalars.last, last.properties.isWhitespace {
      text.unicodeScalars.removeLast()
    }
    text = text.replacing("<skipped>", with: "")
    var scalars = replacing(Array(text.unicodeScalars), "-\n", "")
    scalars = replacing(scalars, "\n", " ")
    for (entity, sign) in [("&quot;", "\""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")] {
      scalars = replacing(scalars, entity, sign)
    }
    scalars = [" "] + scalars + [" "]
    scalars = scalars.flatMap { isSeparated($0) ? [" ", $0, " "] : [$0] }
    scalars = separatingAfterNonDigits(scalars)
    scalars = separatingBeforeNonDigits(scalars)
    scalars = separatingDashes(scalars)
    return scalars.split { $0.properties.isWhitespace }
      .map { String(String.UnicodeScalarView($0)) }
  }

  /// Replaces code point by code point; in a `String`, CR LF would be one character.
  private static func replacing(
    _ scalars: [Unicode.Scalar], _ part: String, _ replacement: String
  ) -> [Unicode.Scalar] {
    let part = Array(part.unicodeScalars)
    var result: [Unicode.Scalar] = []
    var index = 0
    while index < scalars.count {
      if scalars[index] == part[0], scalars[index...].starts(with: part) {
        result += Array(replacement.unicodeScalars)
        index += part.count
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return result
  }

  /// `[\{-\~\[-\` -\&\(-\+\:-\@\/]`
  private static func isSeparated(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x7B...0x7E, 0x5B...0x60, 0x20...0x26, 0x28...0x2B, 0x3A...0x40, 0x2F: true
    default: false
    }
  }

  private static func isPoint(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "," }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    (0x30...0x39).contains(scalar.value)
  }

  /// `([^0-9])([\.,])` becomes `\1 \2 `: two characters at a time, as a regular expression takes
  /// them.
  private static func separatingAfterNonDigits(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var index = 0
    while index < scalars.count {
      if index + 1 < scalars.count, !isDigit(scalars[index]), isPoint(scalars[index + 1]) {
        result += [scalars[index], " ", scalars[index + 1], " "]
        index += 2
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return result
  }

  /// `([\.,])([^0-9])` becomes ` \1 \2`.
  private static func separatingBeforeNonDigits(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var index = 0
    while index < scalars.count {
      if index + 1 < scalars.count, isPoint(scalars[index]), !isDigit(scalars[index + 1]) {
        result += [" ", scalars[index], " ", scalars[index + 1]]
        index += 2
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return result
  }

  /// `([0-9])(-)` becomes `\1 \2 `.
  private static func separatingDashes(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    for (index, scalar) in scalars.enumerated() {
      if scalar == "-", index > 0, isDigit(scalars[index - 1]) {
        result += [" ", "-", " "]
      } else {
        result.append(scalar)
      }
    }
    return result
  }
}
