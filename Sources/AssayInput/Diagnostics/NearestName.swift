/// Finds what somebody probably meant to write.
package enum NearestName {
  /// The candidate closest to `name`, if it is close enough to be a slip.
  package static func find(_ name: String, among candidates: some Sequence<String>) -> String? {
    let folded = fold(name)
    let limit = max(1, min(3, folded.count / 3 + 1))
    return
      candidates
      .map { (candidate: $0, distance: distance(folded, fold($0))) }
      .filter { $0.distance <= limit }
      .min { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }?
      .candidate
  }

  /// Differences of case and of word separators are no difference: `max_tokens`, `maxTokens`.
  private static func fold(_ name: String) -> [Character] {
    Array(name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " })
  }

  /// The number of insertions, deletions, replacements and swaps of neighbours between two
  /// words (optimal string alignment).
  package static func distance(_ left: [Character], _ right: [Character]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 1...left.count {
      var current = [row]
      for column in 1...right.count {
        let isSame = left[row - 1] == right[column - 1]
        var best = min(
          last[column] + 1, current[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1))
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          best = min(best, beforeLast[column - 2] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
