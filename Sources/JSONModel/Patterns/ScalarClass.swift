/// A set of Unicode scalars: what a character class or escape of a regular expression matches.
struct ScalarClass: Sendable {
  /// A property that is looked up at each match instead of being turned into ranges.
  struct PropertyTerm: Sendable {
    let property: UnicodeProperty
    let isNegated: Bool

    func contains(_ scalar: Unicode.Scalar) -> Bool {
      property.contains(scalar) != isNegated
    }
  }

  private var ranges: [ClosedRange<UInt32>]
  private let terms: [PropertyTerm]
  private let isNegated: Bool
  /// The answers for ASCII, found out once.
  private var ascii: (low: UInt64, high: UInt64) = (0, 0)

  init(ranges: [ClosedRange<UInt32>], terms: [PropertyTerm] = [], isNegated: Bool = false) {
    self.ranges = Self.merged(ranges)
    self.terms = terms
    self.isNegated = isNegated
    for value in 0..<UInt32(128) where slowContains(value) {
      if value < 64 {
        ascii.low |= 1 << UInt64(value)
      } else {
        ascii.high |= 1 << UInt64(value - 64)
      }
    }
  }

  @inline(__always)
  func contains(_ value: UInt32) -> Bool {
    if value < 64 { return ascii.low & (1 << UInt64(value)) != 0 }
    if value < 128 { return ascii.high & (1 << UInt64(value - 64)) != 0 }
    return slowContains(value)
  }

  private func slowContains(_ value: UInt32) -> Bool {
    if isInRanges(value) { return !isNegated }
    if !terms.isEmpty, let scalar = Unicode.Scalar(value),
      terms.contains(where: { $0.contains(scalar) })
    {
      return !isNegated
    }
    return isNegated
  }

  private func isInRanges(_ value: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < value {
        low = middle + 1
      } else if ranges[middle].lowerBound > value {
        high = middle
      } else {
        return true
      }
    }
    return false
  }

  private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  /// What is outside of `ranges`, which must be sorted and apart.
  static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in merged(ranges) {
      if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= 0x10FFFF { result.append(next...0x10FFFF) }
    return result
  }
}

/// The fixed sets of ECMA-262, section 22.2.
enum ScalarRanges {
  static let digit: [ClosedRange<UInt32>] = [0x30...0x39]
  static let word: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
  /// WhiteSpace and LineTerminator.
  static let space: [ClosedRange<UInt32>] = [
    0x9...0xD, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
    0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
  ]
  static let lineTerminator: [ClosedRange<UInt32>] = [0xA...0xA, 0xD...0xD, 0x2028...0x2029]

  static func isWord(_ value: UInt32) -> Bool {
    word.contains { $0.contains(value) }
  }
}
