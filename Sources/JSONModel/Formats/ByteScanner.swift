/// Reads ASCII grammars from left to right.
struct ByteScanner {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  init(_ text: String) {
    rest = Array(text.utf8)[...]
  }

  var isAtEnd: Bool { rest.isEmpty }
  var isAtDigit: Bool { rest.first.map(Byte.isDigit) ?? false }
  var peek: UInt8? { rest.first }

  mutating func next() -> UInt8? { rest.popFirst() }

  mutating func take(_ byte: UInt8) -> Bool {
    guard rest.first == byte else { return false }
    rest.removeFirst()
    return true
  }

  /// Takes one or more digits.
  mutating func digits() -> Bool {
    guard isAtDigit else { return false }
    rest = rest.drop { Byte.isDigit($0) }
    return true
  }

  /// Takes exactly `digits` digits.
  mutating func number(digits: Int) -> Int? {
    guard rest.count >= digits else { return nil }
    var value = 0
    for byte in rest.prefix(digits) {
      guard Byte.isDigit(byte) else { return nil }
      value = value * 10 + Int(byte - Byte.zero)
    }
    rest = rest.dropFirst(digits)
    return value
  }
}

enum UUIDFormat {
  /// RFC 9562 (RFC 4122), in the form with dashes.
  static func accepts(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 36 else { return false }
    return bytes.enumerated().allSatisfy { position, byte in
      [8, 13, 18, 23].contains(position) ? byte == Byte.minus : Byte.hexDigit(byte) != nil
    }
  }
}

enum RelativePointerFormat {
  /// draft-bhutton-relative-json-pointer-00, section 3.
  static func accepts(_ text: String) -> Bool {
    var rest = ByteScanner(text)
    guard rest.isAtDigit else { return false }
    if rest.take(Byte.zero) {
      guard !rest.isAtDigit else { return false }
    } else {
      _ = rest.digits()
    }
    if rest.peek == Byte.plus || rest.peek == Byte.minus {
      _ = rest.next()
      guard rest.isAtDigit, rest.peek != Byte.zero else { return false }
      _ = rest.digits()
    }
    if rest.take(UInt8(ascii: "#")) { return rest.isAtEnd }
    var pointer: [UInt8] = []
    while let byte = rest.next() { pointer.append(byte) }
    return JSONPointer(String(decoding: pointer, as: UTF8.self)) != nil
  }
}
