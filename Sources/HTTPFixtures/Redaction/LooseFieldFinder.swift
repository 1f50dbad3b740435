/// Finds secrets by the names of their members in text that is nearly JSON: cut off, nested too
/// deep, or with `NaN` in it.
struct LooseFieldFinder {
  let names: Set<String>
  /// More than any name has, with its quotes.
  private let reach: Int

  init(_ names: Set<String>) {
    self.names = names
    reach = 2 + (names.map(\.utf8.count).max() ?? 0)
  }

  /// - Parameter text: A line.
  func edits(in text: ArraySlice<UInt8>) -> [Edit] {
    var edits: [Edit] = []
    var position = text.startIndex
    while let quote = text[position...].firstIndex(of: UInt8(ascii: "\"")) {
      position = quote + 1
      // Where a string begins is not known, so each quote may be the one before a name.
      guard let value = value(text, behindNameAt: quote) else { continue }
      position = value.range.upperBound
      edits.append(
        Edit(
          range: value.range, replacement: Array("\"\(RedactionRules.placeholder)\"".utf8),
          name: "field '\(value.name)'"))
    }
    return edits
  }

  private func value(
    _ text: ArraySlice<UInt8>, behindNameAt quote: Int
  ) -> (range: Range<Int>, name: String)? {
    // An escaped one is within a string.
    guard quote == text.startIndex || text[quote - 1] != UInt8(ascii: "\\") else { return nil }
    let rest = text[(quote + 1)...]
    guard let close = rest.prefix(reach).firstIndex(of: UInt8(ascii: "\"")) else { return nil }
    let colon = text[(close + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
    guard colon.first == UInt8(ascii: ":") else { return nil }
    let name = String(decoding: text[quote + 1..<close], as: UTF8.self).lowercased()
    guard names.contains(name) else { return nil }
    let value = colon.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }
    let range = value.startIndex..<end(of: value)
    let content = text[range].filter { $0 != UInt8(ascii: "\"") }
    guard !content.isEmpty, !content.elementsEqual("null".utf8),
      !RedactionRules.isPlaceholder(content)
    else { return nil }
    return (range, name)
  }

  private func end(of value: ArraySlice<UInt8>) -> Int {
    switch value.first {
    case UInt8(ascii: "\""):
      var position = value.startIndex + 1
      while position < value.endIndex, value[position] != UInt8(ascii: "\"") {
        position += value[position] == UInt8(ascii: "\\") ? 2 : 1
      }
      return min(position + 1, value.endIndex)
    case UInt8(ascii: "{"), UInt8(ascii: "["): return value.endIndex
    default:
      return value.firstIndex { $0 <= 0x20 || ",}]".utf8.contains($0) } ?? value.endIndex
    }
  }
}
