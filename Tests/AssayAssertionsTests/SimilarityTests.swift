import AssayInput
import Foundation
import JSONModel
import TestSupport
import Testing

@testable import AssayAssertions

/// The measures of similarity give what the reference implementations on PyPI give; see
/// `Tests/Similarity/reference-values.py`.
@Suite struct SimilarityTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var reply: String
    var references: [String]
    var values: JSONObject

    var testDescription: String { "\(reply.debugDescription) of \(references)" }
  }

  static let rows: [Row] = {
    let file = Repository.root.appending(
      path: "Tests/AssayAssertionsTests/References/similarity.json")
    guard let data = try? Data(contentsOf: file),
      let table = try? JSONValue(parsing: [UInt8](data))
    else { return [] }
    return (table["rows"]?.arrayValue ?? []).map { row in
      Row(
        reply: row["reply"]?.stringValue ?? "",
        references: row["references"]?.arrayValue?.compactMap(\.stringValue) ?? [],
        values: row["values"]?.objectValue ?? [:])
    }
  }()

  /// Against the table of lengths, as the textbook has it.
  @Test func theCommonSubsequenceIsThatOfTheTable() {
    var generator = SplitMix(seed: 7)
    for size in [0, 1, 5, 63, 64, 65, 130, 200] {
      for words in [1, 2, 3, 20, 300] {
        let left = (0..<size).map { _ in Int(generator.next() % UInt64(words)) }
        let right = (0..<(size * 2 / 3 + 1)).map { _ in Int(generator.next() % UInt64(words)) }
        #expect(CommonSubsequence.length(left, right) == Self.lengthByTable(left, right))
      }
    }
  }

  private static func lengthByTable(_ left: [Int], _ right: [Int]) -> Int {
    var row = Array(repeating: 0, count: right.count + 1)
    for element in left {
      var diagonal = 0
      for column in right.indices {
        let above = row[column + 1]
        row[column + 1] = element == right[column] ? diagonal + 1 : max(above, row[column])
        diagonal = above
      }
    }
    return row[right.count]
  }

  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  @Test func theTableIsThere() { #expect(Self.rows.count > 90) }

  @Test(arguments: rows)
  func equalToTheReferenceImplementations(row: Row) throws {
    let ours = try Self.values(row)
    #expect(Set(ours.keys) == Set(row.values.keys))
    for (name, value) in ours {
      let expected = try #require(row.values[name]?.doubleValue)
      #expect(abs(value - expected) < 1e-12, "\(name): \(value) is not \(expected)")
    }
  }

  private static func values(_ row: Row) throws -> [String: Double] {
    func tokens(_ kind: SimilarityTokens, _ lowercased: Bool = false) -> (
      [ScalarText], [[ScalarText]]
    ) {
      func prepared(_ text: String) -> [ScalarText] { kind(lowercased ? text.lowercased() : text) }
      return (prepared(row.reply), row.references.map(prepared))
    }
    var values: [String: Double] = [:]
    let (rouge, rougeReferences) = tokens(.rouge)
    for n in 1...3 {
      let overlaps = rougeReferences.map { Similarity.rougeN(rouge, $0, n: n) }
      for measure in RougeMeasure.allCases {
        values["rouge\(n) \(measure)"] = overlaps.map(measure.value).max()
      }
    }
    let overlaps = try rougeReferences.map { try Similarity.rougeL(rouge, $0) }
    for measure in RougeMeasure.allCases {
      values["rougeL \(measure)"] = overlaps.map(measure.value).max()
    }
    for (name, kind) in [
      ("13a", SimilarityTokens.mteval13a), ("char", .characters), ("none", .words),
    ] {
      let (reply, references) = tokens(kind)
      values["bleu \(name)"] = Similarity.bleu(reply, references)
    }
    let (lower, lowerReferences) = tokens(.mteval13a, true)
    values["bleu 13a lowercase"] = Similarity.bleu(lower, lowerReferences)
    let (words, wordReferences) = tokens(.words)
    values["gleu"] = Similarity.gleu(words, wordReferences)
    let (squad, squadReferences) = tokens(.squad)
    values["token-f1"] = squadReferences.map { Similarity.tokenF1(squad, $0) }.max()
    return values
  }

  @Test(arguments: [
    AssertionCase(#"{"type":"rouge-n","value":"the cat sat"}"#, "The cat sat!", .passed, score: 1),
    AssertionCase(
      #"{"type":"rouge-n","value":"the cat sat"}"#, "a dog", .failed, "ROUGE-1 f1 is 0", score: 0),
    AssertionCase(
      #"{"type":"rouge-n","n":2,"measure":"recall","value":"a b c","threshold":0.5}"#, "a b x",
      .passed,
      score: 0.5),
    AssertionCase(#"{"type":"rouge-n","value":["x","the cat"]}"#, "the cat", .passed),
    AssertionCase(#"{"type":"rouge-n","value":"東京 は","tokens":"words"}"#, "東京 は", .passed),
    AssertionCase(
      #"{"type":"rouge-l","value":"a b c d","threshold":0.5}"#, "a x c", .passed, score: 4.0 / 7),
    AssertionCase(
      #"{"type":"bleu","value":"the cat sat on the mat"}"#, "the cat sat on the mat", .passed),
    AssertionCase(#"{"type":"bleu","value":"THE CAT","ignoreCase":true}"#, "the cat", .passed),
    AssertionCase(
      #"{"type":"gleu","value":"the cat sat","threshold":0.6}"#, "the cat ran", .failed,
      "GLEU is 0.5",
      score: 0.5),
    AssertionCase(
      #"{"type":"token-f1","value":"Eiffel Tower"}"#, "the eiffel tower.", .passed, score: 1),
  ])
  func assertions(_ row: AssertionCase) async throws { try await row.check() }

  /// rouge-score knows no letters but ASCII's; 0 for every reply would look like bad replies.
  @Test func referencesThatRougeCannotSeeAreRefused() throws {
    let (_, diagnostics) = try AssertionText.diagnose(#"{"type":"rouge-l","value":"東京"}"#)
    #expect(diagnostics.map(\.description).joined().contains("say \"tokens\": \"words\""))
  }
}
