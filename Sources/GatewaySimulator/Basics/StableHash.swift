import JSONModel

/// A hash that is the same in every process and on every machine, unlike `Hasher`: FNV-1a over
/// 64 bits. Draws are made from it, so that a reply depends on what was asked and on nothing else.
struct StableHash {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func combine(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }

  mutating func combine(_ value: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      combine(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// The length goes in too, so that ("a", "bc") and ("ab", "c") differ.
  mutating func combine(_ text: String) {
    combine(UInt64(text.utf8.count))
    for byte in text.utf8 { combine(byte) }
  }

  /// The value, whatever white space it was written with.
  mutating func combine(_ node: JSONNode) {
    switch node.kind {
    case .null: combine(0 as UInt8)
    case .boolean: combine(node.boolValue == true ? 2 : 1 as UInt8)
    case .number:
      combine(3 as UInt8)
      combine(node.numberValue?.spelling ?? "")
    case .string:
      combine(4 as UInt8)
      combine(node.stringValue ?? "")
    case .array:
      combine(5 as UInt8)
      combine(UInt64(node.count))
      for element in node.elements { combine(element) }
    case .object:
      combine(6 as UInt8)
      combine(UInt64(node.count))
      for member in node.members {
        combine(member.key)
        combine(member.value)
      }
    }
  }

  /// The hash, with every input bit spread over the whole word.
  var value: UInt64 { SeededGenerator.mix(state) }
}
