/// Finds the known name that somebody who misspelled one probably meant.
enum SpellingNeighbor {
  /// The nearest candidate, if it is near enough to be meant: two slips, or one in short names.
  static func nearest(to name: String, among candidates: [String]) -> String? {
    let letters = Array(name.lowercased().unicodeScalars)
    guard letters.count <= 64 else { return nil }
    let limit = letters.count <= 4 ? 1 : 2
    return
      candidates
      .map { (name: $0, slips: slips(letters, Array($0.lowercased().unicodeScalars))) }
      .filter { $0.slips <= limit }
      .min { ($0.slips, $0.name) < ($1.slips, $1.name) }?
      .name
  }

  /// The number of letters to insert, remove, replace or swap with their neighbor.
  private static func slips(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var best = min(previous[column + 1] + 1, current[column] + 1)
        best = min(best, previous[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current.append(best)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
