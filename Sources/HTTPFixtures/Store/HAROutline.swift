/// Where the entries of a HAR file stand in its bytes.
///
/// It follows brackets and quotes only, so that a file can be read entry by entry in little
/// memory; whether an entry is JSON is for the reader of the entry to say. Whatever is out of
/// the ordinary gives no outline at all, and the file is then read as a whole.
struct HAROutline {
  var entries: [Range<Int>] = []
  /// Everything but the entries: the text up to the opening bracket of their array, and from
  /// its closing bracket on.
  private(set) var opening = 0..<0
  private(set) var closing = 0..<0

  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    var scanner = Scanner(bytes)
    scanner.skipByteOrderMark()
    guard scanner.enter(UInt8(ascii: "{")), scanner.enterMember("log", UInt8(ascii: "{")),
      scanner.enterMember("entries", UInt8(ascii: "[")), readEntries(&scanner),
      scanner.leaveObject(without: "entries"), scanner.leaveObject(without: "log")
    else { return nil }
    closing = closing.lowerBound..<bytes.count
  }

  private mutating func readEntries(_ scanner: inout Scanner) -> Bool {
    opening = 0..<scanner.position
    if scanner.peek() == UInt8(ascii: "]") {
      closing = scanner.position..<scanner.position
      return scanner.take(UInt8(ascii: "]"))
    }
    while true {
      guard scanner.peek() != nil else { return false }
      let start = scanner.position
      guard scanner.skipValue() else { return false }
      entries.append(start..<scanner.position)
      if scanner.peek() == UInt8(ascii: "]") {
        closing = scanner.position..<scanner.position
        return scanner.take(UInt8(ascii: "]"))
      }
      guard scanner.take(UInt8(ascii: ",")) else { return false }
    }
  }
}

/// Goes over JSON by its brackets and quotes.
private struct Scanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  mutating func skipByteOrderMark() {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next byte that is no white space.
  mutating func peek() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      case let byte: return byte
      }
    }
    return nil
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  mutating func enter(_ bracket: UInt8) -> Bool { take(bracket) }

  /// Goes on to the member `key` of the object whose start was taken, and into its value.
  mutating func enterMember(_ key: StaticString, _ bracket: UInt8) -> Bool {
    while peek() == UInt8(ascii: "\"") {
      guard let isKey = takeKey(key), take(UInt8(ascii: ":")) else { return false }
      if isKey { return enter(bracket) }
      guard skipValue(), take(UInt8(ascii: ",")) else { return false }
    }
    return false
  }

  /// Goes over the rest of an object, which must not have another member `key`.
  mutating func leaveObject(without key: StaticString) -> Bool {
    while take(UInt8(ascii: ",")) {
      guard let isKey = takeKey(key), !isKey, take(UInt8(ascii: ":")), skipValue() else {
        return false
      }
    }
    return take(UInt8(ascii: "}"))
  }

  /// Whether the key that is next is `key`; nil if it is no key, or one with escapes.
  private mutating func takeKey(_ key: StaticString) -> Bool? {
    guard peek() == UInt8(ascii: "\"") else { return nil }
    let start = position + 1
    skipString()
    guard position <= bytes.count, position > start else { return nil }
    let text = bytes[start..<position - 1]
    guard !text.contains(UInt8(ascii: "\\")) else { return nil }
    return text.elementsEqual(
      UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
  }

  /// Goes over the value that is next; false if the text ends in it.
  mutating func skipValue() -> Bool {
    switch peek() {
    case nil: return false
    case UInt8(ascii: "\""):
      skipString()
      return position <= bytes.count
    case UInt8(ascii: "{"), UInt8(ascii: "["): return skipContainer()
    default:
      let start = position
      while position < bytes.count, !Self.endsScalar(bytes[position]) { position += 1 }
      return position > start
    }
  }

  private mutating func skipContainer() -> Bool {
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        skipString()
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 {
          position += 1
          return true
        }
      default: break
      }
      position += 1
    }
    return false
  }

  /// Goes over the string that is next; beyond the end of the text if it does not end.
  private mutating func skipString() {
    position += 1
    while true {
      skipPlain()
      guard position < bytes.count else {
        position = bytes.count + 1
        return
      }
      if bytes[position] == UInt8(ascii: "\"") {
        position += 1
        return
      }
      position += 2
    }
  }

  /// Goes on to the next quote or backslash, or to the end.
  private mutating func skipPlain() {
    // Eight bytes at a time; the lowest mark of a borrow is always right.
    let raw = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped)
    while position + 8 <= bytes.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let quotes = word ^ 0x2222_2222_2222_2222
      let backslashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
      let isQuote = (quotes &- 0x0101_0101_0101_0101) & ~quotes
      let isBackslash = (backslashes &- 0x0101_0101_0101_0101) & ~backslashes
      let marks = (isQuote | isBackslash) & 0x8080_8080_8080_8080
      if marks != 0 {
        position += marks.trailingZeroBitCount / 8
        return
      }
      position += 8
    }
    while position < bytes.count, bytes[position] != UInt8(ascii: "\""),
      bytes[position] != UInt8(ascii: "\\")
    {
      position += 1
    }
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): true
    default: false
    }
  }
}
