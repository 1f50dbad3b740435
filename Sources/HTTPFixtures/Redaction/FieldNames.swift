import JSONModel

/// Names of JSON members, in lower case, found without making a string of most keys.
struct FieldNames: Sendable {
  private let names: Set<String>
  /// For each first byte and length of a key whether a name has them.
  private let shapes: [Bool]
  private static let longest = 32

  init(_ names: Set<String>) {
    self.names = names
    var shapes = Array(repeating: false, count: 256 * Self.longest)
    for name in names {
      guard let first = name.utf8.first, name.utf8.count < Self.longest else { continue }
      for byte in [first, first & ~0x20] {
        shapes[Int(byte) * Self.longest + name.utf8.count] = true
      }
    }
    self.shapes = shapes
  }

  /// Whether the key that stands at `node` in `bytes` is one of the names.
  func contains(_ node: JSONNode, in bytes: [UInt8]) -> Bool {
    let range = node.byteRange
    // Between the quotes.
    let length = range.count - 2
    guard length > 0 else { return false }
    let first = bytes[range.lowerBound + 1]
    let isUnusual = length >= Self.longest || first >= 0x80 || first == UInt8(ascii: "\\")
    guard isUnusual || shapes[Int(first) * Self.longest + length] || hasEscapes(bytes[range]) else {
      return false
    }
    return node.stringValue.map { names.contains($0.lowercased()) } ?? false
  }

  /// Whether a key, as it stands between its quotes, is one of the names, or is spelled in a way
  /// that only a closer look can tell.
  func mayContain(_ key: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let first = key.first else { return false }
    guard key.count < Self.longest, first < 0x80 else { return true }
    guard shapes[Int(first) * Self.longest + key.count] else {
      return key.contains { $0 == UInt8(ascii: "\\") || $0 >= 0x80 }
    }
    return names.contains(String(decoding: key, as: UTF8.self).lowercased())
  }

  private func hasEscapes(_ raw: ArraySlice<UInt8>) -> Bool {
    raw.contains { $0 == UInt8(ascii: "\\") || $0 >= 0x80 }
  }
}
