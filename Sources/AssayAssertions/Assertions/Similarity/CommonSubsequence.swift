/// The longest common subsequence, 64 cells of the table at a time.
///
/// A row of the table of lengths grows by 0 or 1 from cell to cell; the row is kept as those
/// differences, one bit for each, and the next one is made by an addition (Crochemore, Iliopoulos,
/// Pinzon and Reid 2001; Hyyrö 2004).
enum CommonSubsequence {
  /// The length for two lists of numbers, each standing for a word.
  static func length(_ left: [Int], _ right: [Int]) -> Int {
    let (columns, rows) = left.count < right.count ? (left, right) : (right, left)
    let width = (columns.count + 63) / 64
    let places = Places(columns, width: width)
    // A bit is 0 where the length grows.
    var row = Array(repeating: UInt64.max, count: width)
    var matches = Array(repeating: UInt64(0), count: width)
    for word in rows where places.put(word, into: &matches) {
      var carry = false
      for index in 0..<width {
        let (sum, first) = row[index].addingReportingOverflow(row[index] & matches[index])
        let (total, second) = sum.addingReportingOverflow(carry ? 1 : 0)
        row[index] = total | (row[index] & ~matches[index])
        carry = first || second
      }
      places.clear(word, in: &matches)
    }
    return row.reduce(0) { $0 + (~$1).nonzeroBitCount }
  }

  /// Where each word stands, as bits.
  private struct Places {
    private var columns: [Int: [Int]] = [:]
    /// Of the words that stand more often than there are 64-bit words in a row: few, so that all of
    /// them take no more room than the columns.
    private var masks: [Int: [UInt64]] = [:]

    init(_ words: [Int], width: Int) {
      for (column, word) in words.enumerated() { columns[word, default: []].append(column) }
      for (word, columns) in columns where columns.count > width {
        var mask = Array(repeating: UInt64(0), count: width)
        for column in columns { mask[column / 64] |= 1 << UInt64(column % 64) }
        masks[word] = mask
      }
    }

    /// Whether the word stands anywhere; `bits`, which were 0, then say where.
    func put(_ word: Int, into bits: inout [UInt64]) -> Bool {
      if let mask = masks[word] {
        bits = mask
        return true
      }
      guard let columns = columns[word] else { return false }
      for column in columns { bits[column / 64] |= 1 << UInt64(column % 64) }
      return true
    }

    /// Makes the bits of the word 0 again.
    func clear(_ word: Int, in bits: inout [UInt64]) {
      if masks[word] != nil {
        for index in bits.indices { bits[index] = 0 }
      } else {
        for column in columns[word] ?? [] { bits[column / 64] = 0 }
      }
    }
  }
}
