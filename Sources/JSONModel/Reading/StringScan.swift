/// The inner loops over the bytes of strings.
enum StringScan {
  /// The offset of the first byte from `start` on that ends a run of plain ASCII: a quote, a
  /// backslash, a control character, or the start of a longer UTF-8 sequence.
  @inline(__always)
  static func skipPlain(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var position = start
    let count = bytes.count
    // Eight bytes at a time: each test sets the high bit of the bytes that it is true of.
    // A borrow can only mark a byte above a true one, so the lowest mark is always right.
    let raw = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped)
    while position + 8 <= count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let isControl = word &- 0x2020_2020_2020_2020
      let quotes = word ^ 0x2222_2222_2222_2222
      let isQuote = quotes &- 0x0101_0101_0101_0101
      let backslashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
      let isBackslash = backslashes &- 0x0101_0101_0101_0101
      let marks = (isControl | isQuote | isBackslash | word) & 0x8080_8080_8080_8080
      if marks != 0 { return position + marks.trailingZeroBitCount / 8 }
      position += 8
    }
    while position < count {
      let byte = bytes[position]
      if byte < 0x20 || byte >= 0x80 || byte == Byte.quote || byte == Byte.backslash { break }
      position += 1
    }
    return position
  }

  /// The offset after the UTF-8 sequence at `start`, or nil if there is none (RFC 3629: no
  /// overlong forms, no surrogates, nothing above U+10FFFF).
  static func scalarEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    func isContinuation(_ offset: Int, in range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      start + offset < bytes.count && range.contains(bytes[start + offset])
    }
    switch bytes[start] {
    case 0x00...0x7F:
      return start + 1
    case 0xC2...0xDF:
      return isContinuation(1) ? start + 2 : nil
    case 0xE0:
      return isContinuation(1, in: 0xA0...0xBF) && isContinuation(2) ? start + 3 : nil
    case 0xED:
      return isContinuation(1, in: 0x80...0x9F) && isContinuation(2) ? start + 3 : nil
    case 0xE1...0xEF:
      return isContinuation(1) && isContinuation(2) ? start + 3 : nil
    case 0xF0:
      return isContinuation(1, in: 0x90...0xBF) && isContinuation(2) && isContinuation(3)
        ? start + 4 : nil
    case 0xF1...0xF3:
      return isContinuation(1) && isContinuation(2) && isContinuation(3) ? start + 4 : nil
    case 0xF4:
      return isContinuation(1, in: 0x80...0x8F) && isContinuation(2) && isContinuation(3)
        ? start + 4 : nil
    default:
      return nil
    }
  }

  /// The value of the four hexadecimal digits at `start`.
  static func hexValue(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> UInt16? {
    guard start + 4 <= bytes.count else { return nil }
    var value: UInt16 = 0
    for byte in bytes[start..<start + 4] {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: return nil
      }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  /// Decodes the escapes of a checked string. Half of a surrogate pair, which no Unicode text
  /// can hold, becomes U+FFFD.
  static func unescape(_ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>) -> String {
    String(unsafeUninitializedCapacity: range.count) { output in
      var written = 0
      var position = range.lowerBound
      func put(_ byte: UInt8) {
        output[written] = byte
        written += 1
      }
      while position < range.upperBound {
        let byte = bytes[position]
        guard byte == Byte.backslash else {
          put(byte)
          position += 1
          continue
        }
        position += 2
        switch bytes[position - 1] {
        case UInt8(ascii: "b"): put(0x08)
        case UInt8(ascii: "f"): put(0x0C)
        case UInt8(ascii: "n"): put(Byte.lineFeed)
        case UInt8(ascii: "r"): put(Byte.carriageReturn)
        case UInt8(ascii: "t"): put(Byte.tab)
        case UInt8(ascii: "u"):
          let (scalar, end) = escapedScalar(bytes, from: position, limit: range.upperBound)
          for byte in UTF8.encode(scalar).unsafelyUnwrapped { put(byte) }
          position = end
        case let plain: put(plain)
        }
      }
      return written
    }
  }

  /// The scalar of the `\u` escape whose digits start at `start`, with its second half if it
  /// is the first of a surrogate pair, and the offset after it.
  private static func escapedScalar(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, limit: Int
  ) -> (Unicode.Scalar, Int) {
    let first = hexValue(bytes, from: start).unsafelyUnwrapped
    if let scalar = Unicode.Scalar(first) { return (scalar, start + 4) }
    let isHigh = first < 0xDC00
    if isHigh, start + 10 <= limit, bytes[start + 4] == Byte.backslash,
      bytes[start + 5] == UInt8(ascii: "u"), let second = hexValue(bytes, from: start + 6),
      second & 0xFC00 == 0xDC00
    {
      let value = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF))
      return (Unicode.Scalar(value).unsafelyUnwrapped, start + 10)
    }
    return ("\u{FFFD}", start + 4)
  }
}
