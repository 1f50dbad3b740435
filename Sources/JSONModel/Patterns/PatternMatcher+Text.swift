/// The text as the machine sees it: scalars, read in both directions.
extension PatternMatcher {
  /// The scalar at `place`, or before it, and the place on its other side.
  @inline(__always)
  func take(at place: Int, backward: Bool) -> (UInt32, Int)? {
    if backward {
      guard place > 0 else { return nil }
      var start = place - 1
      while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
      return (decode(at: start), start)
    }
    guard place < text.count else { return nil }
    let byte = text[place]
    if byte < 0x80 { return (UInt32(byte), place + 1) }
    return (decode(at: place), place + (byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4))
  }

  /// Decodes UTF-8 that is known to be valid.
  func decode(at place: Int) -> UInt32 {
    let first = UInt32(text[place])
    func part(_ offset: Int) -> UInt32 { UInt32(text[place + offset] & 0x3F) }
    if first < 0x80 { return first }
    if first < 0xE0 { return (first & 0x1F) << 6 | part(1) }
    if first < 0xF0 { return (first & 0xF) << 12 | part(1) << 6 | part(2) }
    return (first & 0x7) << 18 | part(1) << 12 | part(2) << 6 | part(3)
  }

  func isWord(at place: Int, backward: Bool) -> Bool {
    guard let (value, _) = take(at: place, backward: backward) else { return false }
    return ScalarRanges.isWord(value)
  }

  /// The place after the repetition of what the first of `groups` that took part has captured.
  func repeated(_ groups: [Int], at place: Int, backward: Bool) -> Int? {
    for group in groups {
      let (start, end) = (slots[group * 2], slots[group * 2 + 1])
      guard start >= 0, end >= start else { continue }
      let length = end - start
      let other = backward ? place - length : place
      guard other >= 0, other + length <= text.count,
        text[start..<end].elementsEqual(text[other..<other + length])
      else { return nil }
      return backward ? other : other + length
    }
    return place
  }
}
