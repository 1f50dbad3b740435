extension JSONStorage {
  /// The number at `index`, if it is spelled as a plain integer in range.
  func integer(at index: Int) -> Int? {
    let node = tape.nodes[index]
    let start = Int(node.start)
    return bytes.withUnsafeBufferPointer { buffer in
      let isNegative = buffer[start] == Byte.minus
      var value = 0
      for byte in buffer[(isNegative ? start + 1 : start)..<start + Int(node.extent)] {
        guard Byte.isDigit(byte) else { return nil }
        // Counted downwards, so that Int.min has room.
        let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
        let (next, underflow) = tens.subtractingReportingOverflow(Int(byte &- Byte.zero))
        guard !overflow, !underflow else { return nil }
        value = next
      }
      if isNegative { return value }
      return value == .min ? nil : -value
    }
  }

  /// The nearest double of the number at `index`; infinite if it is out of range.
  func double(at index: Int) -> Double {
    let node = tape.nodes[index]
    let range = Int(node.start)..<Int(node.start) + Int(node.extent)
    let fast = bytes.withUnsafeBufferPointer { FastDouble.parse($0, range) }
    return fast ?? Double(text(at: index)) ?? .nan
  }
}

/// The numbers whose nearest double is found by one exact multiplication or division: those of at
/// most 53 bits and a power of ten that is itself a double (W. D. Clinger, "How to Read Floating
/// Point Numbers Accurately", 1990). Nearly all numbers that people and programs write.
enum FastDouble {
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// Reads a checked number, or nil if it needs more care.
  static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Double? {
    var position = range.lowerBound
    let isNegative = bytes[position] == Byte.minus
    if isNegative { position += 1 }
    var mantissa: UInt64 = 0
    var exponent = 0
    var seenPoint = false
    while position < range.upperBound {
      let byte = bytes[position]
      if Byte.isDigit(byte) {
        guard mantissa < 900_719_925_474_099 else { return nil }
        mantissa = mantissa * 10 + UInt64(byte &- Byte.zero)
        if seenPoint { exponent -= 1 }
      } else if byte == Byte.point {
        seenPoint = true
      } else {
        guard let explicit = self.exponent(bytes, position + 1..<range.upperBound) else {
          return nil
        }
        exponent += explicit
        break
      }
      position += 1
    }
    guard abs(exponent) < powers.count else { return nil }
    let power = powers[abs(exponent)]
    let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
    return isNegative ? -value : value
  }

  private static func exponent(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) -> Int? {
    var value = 0
    var isNegative = false
    for byte in bytes[range] {
      if Byte.isDigit(byte) {
        value = value * 10 + Int(byte &- Byte.zero)
        if value > 400 { return nil }
      } else {
        isNegative = byte == Byte.minus
      }
    }
    return isNegative ? -value : value
  }
}
