import Foundation

/// Finds texts in texts, byte by byte: what is written is what is looked for. (Swift's own
/// comparison goes by characters, so that a line feed is not found in CR LF.)
enum TextSearch {
  static func contains(_ text: String, _ part: String) -> Bool {
    var text = text
    var part = part
    return text.withUTF8 { whole in part.withUTF8 { contains(whole, $0) } }
  }

  static func startsWith(_ text: String, _ part: String) -> Bool {
    text.utf8.starts(with: part.utf8)
  }

  static func endsWith(_ text: String, _ part: String) -> Bool {
    text.utf8.count >= part.utf8.count && text.utf8.suffix(part.utf8.count).elementsEqual(part.utf8)
  }

  private static func contains(
    _ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard let first = part.first, let needle = part.baseAddress else { return true }
    guard let start = text.baseAddress, part.count <= text.count else { return false }
    // Comparing at every place is fastest for words, and quadratic for long texts.
    if part.count > 64 { return containsByAutomaton(text, part) }
    var position = 0
    while position <= text.count - part.count {
      guard
        let hit = memchr(start + position, Int32(first), text.count - part.count - position + 1)
      else { return false }
      let offset = UnsafeRawPointer(hit) - UnsafeRawPointer(start)
      if memcmp(hit, needle, part.count) == 0 { return true }
      position = offset + 1
    }
    return false
  }

  /// Knuth, Morris and Pratt's search: time in proportion to both texts, whatever they are.
  private static func containsByAutomaton(
    _ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var fallbacks = Array(repeating: 0, count: part.count)
    var length = 0
    for index in part.indices.dropFirst() {
      while length > 0, part[index] != part[length] { length = fallbacks[length - 1] }
      if part[index] == part[length] { length += 1 }
      fallbacks[index] = length
    }
    length = 0
    for byte in text {
      while length > 0, byte != part[length] { length = fallbacks[length - 1] }
      if byte == part[length] { length += 1 }
      if length == part.count { return true }
    }
    return false
  }
}
