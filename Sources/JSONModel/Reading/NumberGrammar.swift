/// The grammar of numbers: RFC 8259, section 6.
enum NumberGrammar {
  /// Where and why a number breaks the grammar.
  struct Fault: Error, Equatable {
    var offset: Int
    var message: String
  }

  /// Finds the offset after the number that starts at `start`.
  ///
  /// What follows the number is not looked at, except where it shows that digits were meant to
  /// belong to it (`01`, `1.`).
  static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Result<Int, Fault> {
    var position = start
    let count = bytes.count
    func digits() -> Bool {
      let first = position
      while position < count, Byte.isDigit(bytes[position]) { position += 1 }
      return position > first
    }
    if position < count, bytes[position] == Byte.minus { position += 1 }
    let integer = position
    guard digits() else {
      return .failure(Fault(offset: position, message: "a number needs a digit here"))
    }
    if bytes[integer] == Byte.zero, position > integer + 1 {
      return .failure(Fault(offset: integer, message: "a number cannot start with 0"))
    }
    if position < count, bytes[position] == Byte.point {
      position += 1
      guard digits() else {
        return .failure(Fault(offset: position, message: "a digit must follow the decimal point"))
      }
    }
    if position < count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < count, bytes[position] == Byte.plus || bytes[position] == Byte.minus {
        position += 1
      }
      guard digits() else {
        return .failure(Fault(offset: position, message: "the exponent needs a digit"))
      }
    }
    return .success(position)
  }
}
