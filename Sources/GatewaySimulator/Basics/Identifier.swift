/// A UUID as 128 bits: cheap to make from a seeded generator, to hash and to spell.
struct Identifier: Hashable, Sendable {
  var high: UInt64
  var low: UInt64

  /// A version 4 UUID of the generator's bits.
  init(using generator: inout SeededGenerator) {
    high = generator.next() & 0xffff_ffff_ffff_0fff | 0x0000_0000_0000_4000
    low = generator.next() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
  }

  /// Reads what Python's `uuid.UUID` reads: any case, with or without dashes, braces or the
  /// prefix `urn:uuid:`.
  init?(_ text: Substring) {
    var high: UInt64 = 0
    var low: UInt64 = 0
    var count = 0
    let digits = text.hasPrefix("urn:uuid:") ? text.dropFirst(9) : text
    for byte in digits.utf8 {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      case UInt8(ascii: "-"), UInt8(ascii: "{"), UInt8(ascii: "}"): continue
      default: return nil
      }
      if count < 16 { high = high << 4 | UInt64(digit) } else { low = low << 4 | UInt64(digit) }
      count += 1
      if count > 32 { return nil }
    }
    guard count == 32 else { return nil }
    self.high = high
    self.low = low
  }

  /// The usual spelling: lower case, with dashes.
  var text: String {
    String(unsafeUninitializedCapacity: 36) { buffer in
      var position = 0
      for nibble in 0..<32 {
        if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
          buffer[position] = UInt8(ascii: "-")
          position += 1
        }
        let word = nibble < 16 ? high : low
        let value = UInt8(truncatingIfNeeded: word >> UInt64(60 - nibble % 16 * 4)) & 0xf
        buffer[position] = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
        position += 1
      }
      return position
    }
  }
}
