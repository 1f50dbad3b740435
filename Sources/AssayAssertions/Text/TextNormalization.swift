import AssayInput
import Foundation
import JSONModel

/// What two texts may differ in and still count as the same, in no language's own terms.
struct TextNormalization: Sendable, Hashable {
  enum Form: String, Sendable, CaseIterable { case nfc, nfd, nfkc, nfkd }

  var form: Form?
  var ignoresCase = false
  var ignoresWhitespace = false
  var ignoresPunctuation = false
  var ignoresMarks = false

  static let words = ["nfc", "nfd", "nfkc", "nfkd", "case", "whitespace", "punctuation", "marks"]

  static let keys: [AssertionDocumentation.Key] = [
    .flag("ignoreCase", "whether capital and small letters count as the same"),
    .init(
      "normalize",
      "what is made the same on both sides before they are compared: a Unicode form (`nfc`, `nfd`, "
        + "`nfkc`, `nfkd`), `case`, `whitespace` (runs of it are one blank, none at the ends), "
        + "`punctuation` (removed), `marks` (accents removed)",
      [
        "anyOf": [
          ["enum": .array(words.map { .string($0) })],
          ["type": "array", "items": ["enum": .array(words.map { .string($0) })]],
        ]
      ]),
  ]

  static let none = TextNormalization()
  static let caseFolding = TextNormalization(ignoresCase: true)

  var isNone: Bool { self == .none }

  /// Reads `ignoreCase` and `normalize`.
  init(reading reader: inout AssertionReader, ignoresCase: Bool = false) {
    self.ignoresCase = reader.bool("ignoreCase") ?? false || ignoresCase
    for word in reader.strings("normalize") ?? [] {
      switch word {
      case "case": self.ignoresCase = true
      case "whitespace": ignoresWhitespace = true
      case "punctuation": ignoresPunctuation = true
      case "marks": ignoresMarks = true
      default:
        if let form = Form(rawValue: word) {
          self.form = form
        } else {
          reader.report(
            "normalize", "there is no normalization \"\(word)\"",
            hint: NearestName.find(word, among: Self.words).map { "did you mean \"\($0)\"?" }
              ?? "there are \(Self.words.joined(separator: ", "))")
        }
      }
    }
  }

  init(
    form: Form? = nil, ignoresCase: Bool = false, ignoresWhitespace: Bool = false,
    ignoresPunctuation: Bool = false, ignoresMarks: Bool = false
  ) {
    self.form = form
    self.ignoresCase = ignoresCase
    self.ignoresWhitespace = ignoresWhitespace
    self.ignoresPunctuation = ignoresPunctuation
    self.ignoresMarks = ignoresMarks
  }

  /// The text, normalized, if something of it is left.
  ///
  /// - Throws: ``NothingLeft``; an empty text stands in every reply.
  func something(_ text: String) throws -> String {
    let normalized = self(text)
    if normalized.isEmpty { throw NothingLeft(text: text) }
    return normalized
  }

  struct NothingLeft: Error, CustomStringConvertible {
    var text: String

    var description: String { "\"normalize\" leaves nothing of \(Excerpt.quoted(text))" }
  }

  /// Whether something is left of texts that are known; if not, that is reported.
  func keepsSomething(of texts: [ExpectedText], _ reader: inout AssertionReader) -> Bool {
    for literal in texts.compactMap(\.literal) where self(literal).isEmpty {
      reader.report(
        "value", "\(NothingLeft(text: literal)), so that every reply would hold",
        hint: "remove \"normalize\", or compare with another text")
      return false
    }
    return true
  }

  func callAsFunction(_ text: String) -> String {
    if isNone { return text }
    var text = text
    let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
    if !isASCII {
      if ignoresMarks { text = Self.withoutMarks(text) }
      switch form {
      case .nfc: text = text.precomposedStringWithCanonicalMapping
      case .nfd: text = text.decomposedStringWithCanonicalMapping
      case .nfkc: text = text.precomposedStringWithCompatibilityMapping
      case .nfkd: text = text.decomposedStringWithCompatibilityMapping
      case nil: break
      }
    }
    if ignoresCase {
      // By way of capitals, so that ß is the same as SS, and ς the same as σ.
      text = isASCII ? text.lowercased() : text.uppercased().lowercased()
    }
    if ignoresPunctuation {
      text = String(
        String.UnicodeScalarView(text.unicodeScalars.filter { !Self.isPunctuation($0) }))
    }
    if ignoresWhitespace { text = TextPieces.words(text).joined(separator: " ") }
    return text
  }

  private static func withoutMarks(_ text: String) -> String {
    let decomposed = text.decomposedStringWithCanonicalMapping.unicodeScalars.filter {
      $0.properties.generalCategory != .nonspacingMark
    }
    return String(String.UnicodeScalarView(decomposed)).precomposedStringWithCanonicalMapping
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      true
    // What looks like punctuation to people but is a symbol to Unicode: ` ^ + < = > | ~ $.
    case .mathSymbol, .modifierSymbol: scalar.isASCII
    default: false
    }
  }
}
