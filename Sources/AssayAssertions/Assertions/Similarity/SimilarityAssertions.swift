import AssayInput
import JSONModel

/// What the measures of similarity share: references, of which the best counts, and tokens.
struct SimilarityReferences: Sendable {
  let references: [ExpectedText]
  let tokens: SimilarityTokens
  let ignoresCase: Bool

  static func keys(_ tokens: [SimilarityTokens]) -> [AssertionDocumentation.Key] {
    let names = tokens.map(\.rawValue)
    return [
      .texts("value", "the reference, or several").required(),
      .choice(
        "tokens",
        "how texts are taken apart: "
          + tokens.enumerated().map { "`\($1.rawValue)`" + ($0 == 0 ? " (the default)" : "") }
          .joined(separator: ", "), names),
    ]
  }

  static let ignoreCase = AssertionDocumentation.Key.flag(
    "ignoreCase", "whether capital and small letters count as the same")

  init?(reading reader: inout AssertionReader, _ allowed: [SimilarityTokens], hasCase: Bool = true)
  {
    let name = reader.choice("tokens", allowed.map(\.rawValue))
    tokens = name.flatMap { SimilarityTokens(rawValue: $0) } ?? allowed[0]
    ignoresCase = hasCase ? reader.bool("ignoreCase") ?? false : false
    guard let references = reader.requiredTexts("value", isEmptyAllowed: true) else { return nil }
    self.references = references
    for literal in references.compactMap(\.literal) where lacksTokens(literal) {
      reader.report("value", Self.complaint(literal), hint: "say \"tokens\": \"words\"")
    }
  }

  func tokens(_ text: String) -> [ScalarText] { tokens(ignoresCase ? text.lowercased() : text) }

  /// Whether the text says something that these tokens do not see: rouge-score only knows the
  /// letters of ASCII. Its score would be 0, whatever the reply.
  private func lacksTokens(_ text: String) -> Bool {
    tokens == .rouge && tokens(text).isEmpty && text.unicodeScalars.contains { !$0.isASCII }
  }

  private static func complaint(_ text: String) -> String {
    "\(Excerpt.quoted(text, limit: 40)) has no letter or digit of ASCII, and rouge-score sees no "
      + "others"
  }

  private struct NoTokens: Error, CustomStringConvertible {
    var description: String
  }

  /// The tokens of the references.
  func tokenized(_ context: EvaluationContext) throws -> [[ScalarText]] {
    try references.texts(context).map { text in
      if lacksTokens(text) {
        throw NoTokens(description: Self.complaint(text) + ": say \"tokens\": \"words\"")
      }
      return tokens(text)
    }
  }

  /// The score of the best reference.
  func best(
    _ context: EvaluationContext, _ name: String,
    _ score: ([ScalarText], [ScalarText]) throws -> Double
  ) throws -> Answer {
    let found = tokens(context.reply.text)
    let best = try tokenized(context).map { try score(found, $0) }.max() ?? 0
    return Self.answer(best, name, context)
  }

  static func answer(_ score: Double, _ name: String, _ context: EvaluationContext) -> Answer {
    .scored(
      score, reason: "\(name) is \(Score.text(score)); found \(Excerpt.quoted(context.reply.text))")
  }
}

/// `rouge-n`.
struct RougeNAssertion: ImmediateAssertion {
  static let type = "rouge-n"
  static let documentation = AssertionDocumentation(
    "the reply has enough n-grams of the reference (ROUGE-N; equal to rouge-score without its "
      + "stemmer)",
    SimilarityReferences.keys(tokens) + [
      .integer("n", "how many words an n-gram has; 1 if absent", atLeast: 1), RougeMeasure.key,
    ], threshold: .score(default: 0.75))

  private static let tokens: [SimilarityTokens] = [.rouge, .words, .characters]

  let references: SimilarityReferences
  let n: Int
  let measure: RougeMeasure

  init?(reading reader: inout AssertionReader) {
    n = reader.integer("n", atLeast: 1) ?? 1
    measure = RougeMeasure(reading: &reader)
    guard let references = SimilarityReferences(reading: &reader, Self.tokens, hasCase: false)
    else { return nil }
    self.references = references
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    try references.best(context, "ROUGE-\(n) \(measure)") {
      measure.value(Similarity.rougeN($0, $1, n: n))
    }
  }
}

/// `rouge-l`.
struct RougeLAssertion: ImmediateAssertion {
  static let type = "rouge-l"
  static let documentation = AssertionDocumentation(
    "the reply has enough of the reference's words in its order (ROUGE-L; equal to rouge-score "
      + "without its stemmer)", SimilarityReferences.keys(tokens) + [RougeMeasure.key],
    threshold: .score(default: 0.75))

  private static let tokens: [SimilarityTokens] = [.rouge, .words, .characters]

  let references: SimilarityReferences
  let measure: RougeMeasure

  init?(reading reader: inout AssertionReader) {
    measure = RougeMeasure(reading: &reader)
    guard let references = SimilarityReferences(reading: &reader, Self.tokens, hasCase: false)
    else { return nil }
    self.references = references
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    try references.best(context, "ROUGE-L \(measure)") {
      measure.value(try Similarity.rougeL($0, $1))
    }
  }
}

/// Which of ROUGE's three numbers is the score.
enum RougeMeasure: String, Sendable, CaseIterable {
  case f1, recall, precision

  static let key = AssertionDocumentation.Key.choice(
    "measure",
    "`f1` (the default), `recall` (how much of the reference is in the reply) or `precision` (how "
      + "much of the reply is in the reference)", allCases.map(\.rawValue))

  init(reading reader: inout AssertionReader) {
    let name = reader.choice("measure", Self.allCases.map(\.rawValue))
    self = name.flatMap { RougeMeasure(rawValue: $0) } ?? .f1
  }

  func value(_ overlap: Similarity.Overlap) -> Double {
    switch self {
    case .f1: overlap.f1
    case .recall: overlap.recall
    case .precision: overlap.precision
    }
  }
}

/// `bleu`.
struct BLEUAssertion: ImmediateAssertion {
  static let type = "bleu"
  static let documentation = AssertionDocumentation(
    "the reply is like the references (BLEU from 0 to 1; equal to sacrebleu's sentence BLEU ÷ 100)",
    SimilarityReferences.keys(tokens) + [SimilarityReferences.ignoreCase],
    threshold: .score(default: 0.5))

  private static let tokens: [SimilarityTokens] = [.mteval13a, .words, .characters]

  let references: SimilarityReferences

  init?(reading reader: inout AssertionReader) {
    guard let references = SimilarityReferences(reading: &reader, Self.tokens) else { return nil }
    self.references = references
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let score = Similarity.bleu(
      references.tokens(context.reply.text), try references.tokenized(context))
    return SimilarityReferences.answer(score, "BLEU", context)
  }
}

/// `gleu`.
struct GLEUAssertion: ImmediateAssertion {
  static let type = "gleu"
  static let documentation = AssertionDocumentation(
    "the reply is like one of the references (Google's GLEU; equal to nltk's sentence_gleu)",
    SimilarityReferences.keys(tokens) + [SimilarityReferences.ignoreCase],
    threshold: .score(default: 0.5))

  private static let tokens: [SimilarityTokens] = [.words, .mteval13a, .characters]

  let references: SimilarityReferences

  init?(reading reader: inout AssertionReader) {
    guard let references = SimilarityReferences(reading: &reader, Self.tokens) else { return nil }
    self.references = references
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let score = Similarity.gleu(
      references.tokens(context.reply.text), try references.tokenized(context))
    return SimilarityReferences.answer(score, "GLEU", context)
  }
}

/// `token-f1`.
struct TokenF1Assertion: Assertion {
  static let type = "token-f1"
  static let documentation = AssertionDocumentation(
    "the reply has the words of one of the references, in whatever order (the F1 of SQuAD, without "
      + "punctuation and English articles)", SimilarityReferences.keys(tokens),
    threshold: .score(default: 0.75))

  private static let tokens: [SimilarityTokens] = [.squad, .words, .characters]

  let references: SimilarityReferences

  init?(reading reader: inout AssertionReader) {
    guard
      let references = SimilarityReferences(reading: &reader, Self.tokens, hasCase: false)
    else { return nil }
    self.references = references
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    try references.best(context, "token F1", Similarity.tokenF1)
  }
}
