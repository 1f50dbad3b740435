import Foundation
import JSONModel

/// Measures of how alike two texts are, over their tokens, which are compared code point by code
/// point, as the reference implementations do. From 0 to 1.
enum Similarity {
  /// Precision, recall and their harmonic mean.
  struct Overlap: Sendable, Hashable {
    var precision: Double
    var recall: Double

    var f1: Double {
      precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
    }
  }

  /// ROUGE-N (Lin 2004): the n-grams that both have.
  static func rougeN(_ found: [ScalarText], _ reference: [ScalarText], n: Int) -> Overlap {
    let texts = numbered([found, reference])
    let (ours, theirs) = (nGrams(texts[0], n), nGrams(texts[1], n))
    let common = overlap(ours, theirs)
    return Overlap(
      precision: Double(common) / Double(max(total(ours), 1)),
      recall: Double(common) / Double(max(total(theirs), 1)))
  }

  /// ROUGE-L (Lin 2004): the longest common subsequence.
  ///
  /// - Throws: ``EditDistance/TooLong``.
  static func rougeL(_ found: [ScalarText], _ reference: [ScalarText]) throws -> Overlap {
    guard !found.isEmpty, !reference.isEmpty else { return Overlap(precision: 0, recall: 0) }
    let length = Double(try longestCommonSubsequence(found, reference))
    return Overlap(
      precision: length / Double(found.count), recall: length / Double(reference.count))
  }

  /// Sentence BLEU (Papineni et al. 2002), up to four-grams, of effective order, smoothed
  /// exponentially (Chen and Cherry 2014, method 3), as sacrebleu's `sentence_bleu`.
  static func bleu(_ found: [ScalarText], _ references: [[ScalarText]]) -> Double {
    let texts = numbered([found] + references)
    let (found, references) = (texts[0], texts[1...])
    let length = found.count
    let closest =
      references.map(\.count).min {
        (abs($0 - length), $0) < (abs($1 - length), $1)
      } ?? 0
    var correct: [Int] = []
    var totals: [Int] = []
    for n in 1...4 {
      let ours = nGrams(found, n)
      var theirs: [ArraySlice<Int>: Int] = [:]
      for reference in references { theirs.merge(nGrams(reference, n), uniquingKeysWith: max) }
      correct.append(overlap(ours, theirs))
      totals.append(total(ours))
    }
    guard correct.contains(where: { $0 > 0 }) else { return 0 }
    var smoothing = 1.0
    var logarithms: [Double] = []
    for (correct, total) in zip(correct, totals) {
      if total == 0 { break }
      if correct == 0 {
        smoothing *= 2
        logarithms.append(log(1 / (smoothing * Double(total))))
      } else {
        logarithms.append(log(Double(correct) / Double(total)))
      }
    }
    let brevity =
      length >= closest ? 1 : length > 0 ? exp(1 - Double(closest) / Double(length)) : 0
    return brevity * exp(logarithms.reduce(0, +) / Double(logarithms.count))
  }

  /// Google's GLEU (Wu et al. 2016), one- to four-grams, as nltk's `sentence_gleu`.
  static func gleu(_ found: [ScalarText], _ references: [[ScalarText]]) -> Double {
    let texts = numbered([found] + references)
    let ours = (1...4).map { nGrams(texts[0], $0) }
    let ourTotal = ours.map(total).reduce(0, +)
    return texts[1...].map { reference in
      let theirs = (1...4).map { nGrams(reference, $0) }
      let greater = max(ourTotal, theirs.map(total).reduce(0, +))
      let common = zip(ours, theirs).map { overlap($0, $1) }.reduce(0, +)
      return greater > 0 ? Double(common) / Double(greater) : 0
    }.max() ?? 0
  }

  /// The F1 of SQuAD: the tokens that both have. Two texts without a token are equal.
  static func tokenF1(_ found: [ScalarText], _ reference: [ScalarText]) -> Double {
    if found.isEmpty || reference.isEmpty { return found == reference ? 1 : 0 }
    return rougeN(found, reference, n: 1).f1
  }

  // MARK: Counting

  /// The texts with a number for each word, since numbers compare faster than words.
  private static func numbered(_ texts: [[ScalarText]]) -> [[Int]] {
    var numbers: [ScalarText: Int] = [:]
    return texts.map { text in
      text.map { word in
        let next = numbers.count
        if let known = numbers[word] { return known }
        numbers[word] = next
        return next
      }
    }
  }

  private static func nGrams(_ tokens: [Int], _ n: Int) -> [ArraySlice<Int>: Int] {
    guard tokens.count >= n else { return [:] }
    var counts: [ArraySlice<Int>: Int] = [:]
    for start in 0...(tokens.count - n) { counts[tokens[start..<start + n], default: 0] += 1 }
    return counts
  }

  private static func total(_ counts: [ArraySlice<Int>: Int]) -> Int {
    counts.values.reduce(0, +)
  }

  private static func overlap(
    _ left: [ArraySlice<Int>: Int], _ right: [ArraySlice<Int>: Int]
  ) -> Int {
    left.reduce(0) { $0 + min($1.value, right[$1.key] ?? 0) }
  }

  private static func longestCommonSubsequence(
    _ left: [ScalarText], _ right: [ScalarText]
  ) throws -> Int {
    guard left.count <= EditDistance.workLimit / max(right.count, 1) else {
      throw EditDistance.TooLong(
        description: "texts of \(left.count) and \(right.count) words are too long for ROUGE-L")
    }
    let texts = numbered([left, right])
    return CommonSubsequence.length(texts[0], texts[1])
  }
}
