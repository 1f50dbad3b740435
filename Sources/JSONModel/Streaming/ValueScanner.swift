/// Finds the end of a value in bytes that arrive piece by piece. It only looks at brackets and
/// quotes; whether it is a value is for the reader to say, once it is complete.
struct ValueScanner {
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  private var isScalar = false
  /// How many bytes have been looked at.
  private(set) var scanned = 0

  /// Goes on over `bytes`, whose first is the value's first.
  ///
  /// - Returns: The number of bytes of the value, or nil if its end has not come.
  mutating func end(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    while scanned < bytes.count {
      if isInString, !isEscaped {
        scanned = StringScan.skipToQuoteOrBackslash(bytes, from: scanned)
        guard scanned < bytes.count else { return nil }
      }
      let byte = bytes[scanned]
      scanned += 1
      if isEscaped {
        isEscaped = false
      } else if isInString {
        if byte == Byte.backslash {
          isEscaped = true
        } else {
          isInString = false
          if depth == 0 { return scanned }
        }
      } else if isScalar {
        let isDelimiter =
          Byte.isWhitespace(byte) || byte == Byte.comma || byte == Byte.closeBracket
          || byte == Byte.closeBrace
        if isDelimiter { return scanned - 1 }
      } else {
        switch byte {
        case Byte.quote: isInString = true
        case Byte.openBracket, Byte.openBrace: depth += 1
        case Byte.closeBracket, Byte.closeBrace:
          depth -= 1
          if depth <= 0 { return scanned }
        default: if depth == 0 { isScalar = true }
        }
      }
    }
    return nil
  }
}

extension StringScan {
  /// The offset of the first quote or backslash from `start` on, or the end.
  static func skipToQuoteOrBackslash(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var position = start
    while position < bytes.count {
      position = skipPlain(bytes, from: position)
      guard position < bytes.count else { break }
      if bytes[position] == Byte.quote || bytes[position] == Byte.backslash { break }
      position += 1
    }
    return position
  }
}
