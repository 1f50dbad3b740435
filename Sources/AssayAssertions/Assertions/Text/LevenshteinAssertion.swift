import JSONModel

/// `levenshtein`: the reply is the text but for a few characters.
struct LevenshteinAssertion: ImmediateAssertion {
  static let type = "levenshtein"
  static let documentation = AssertionDocumentation(
    "the reply is close to the text: the score is 1 − distance ÷ length of the longer one, and "
      + "must reach the threshold; with `max`, the distance must be no greater, and the threshold "
      + "has no say",
    [
      .text("value", "the text").required(),
      .integer("max", "the greatest number of characters to insert, remove or replace"),
    ] + TextNormalization.keys, threshold: .score(default: 0.8))

  let expected: ExpectedText
  let maximum: Int?
  let normalization: TextNormalization

  init?(reading reader: inout AssertionReader) {
    maximum = reader.integer("max")
    normalization = TextNormalization(reading: &reader)
    if maximum != nil, reader.threshold != nil {
      reader.report("max", "either the distance counts or the score", hint: "remove \"threshold\"")
    }
    guard let value = reader.requiredText("value", isEmptyAllowed: true) else { return nil }
    expected = value
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let expected = try expected.text(context)
    let left = Array(normalization(expected).unicodeScalars)
    let right = Array(normalization(context.reply.text).unicodeScalars)
    let distance = try EditDistance.between(left, right)
    let found =
      "distance \(distance) from \(Excerpt.quoted(expected)), "
      + "found \(Excerpt.quoted(context.reply.text))"
    if let maximum {
      return distance <= maximum ? .yes : .no(reason: "expected at most \(maximum): \(found)")
    }
    let longer = max(left.count, right.count)
    return .scored(longer == 0 ? 1 : 1 - Double(distance) / Double(longer), reason: found)
  }
}

/// Levenshtein's distance: how many elements to insert, remove or replace.
enum EditDistance {
  struct TooLong: Error, CustomStringConvertible {
    var description: String
  }

  /// How many pairs are compared at most; half a second's work.
  static let workLimit = 400_000_000

  /// - Throws: ``TooLong`` if the texts are too long to compare.
  static func between<Element: Equatable>(_ left: [Element], _ right: [Element]) throws -> Int {
    let start = zip(left, right).prefix { $0 == $1 }.count
    var left = left[start...]
    var right = right[start...]
    while let last = left.last, last == right.last {
      left.removeLast()
      right.removeLast()
    }
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    guard left.count <= workLimit / right.count else {
      throw TooLong(
        description: "texts of \(left.count) and \(right.count) characters are too long for the "
          + "edit distance")
    }
    let columns = Array(right)
    var row = Array(0...columns.count)
    for element in left {
      var diagonal = row[0]
      row[0] += 1
      for column in columns.indices {
        let replaced = diagonal + (element == columns[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, min(diagonal, row[column]) + 1)
      }
    }
    return row[columns.count]
  }
}
