import JSONModel

/// Finds JSON objects and arrays inside other text.
enum EmbeddedJSON {
  /// The search was given up.
  struct Undecided: Error, CustomStringConvertible {
    var description: String {
      "the text has too many brackets that lead nowhere to look for JSON behind each of them"
    }
  }

  /// How many bytes are looked at in all, so that a text of nothing but brackets takes no
  /// quadratic time.
  static let workLimit = 20_000_000

  /// - Throws: ``Undecided``.
  static func first(in text: String) throws -> JSONValue? {
    var found: JSONValue?
    try search(text) { value in
      found = value
      return true
    }
    return found
  }

  /// Calls `visit` with each outermost object and array of the text, in order, until it says
  /// that it has seen enough.
  ///
  /// - Throws: ``Undecided``, and what `visit` throws.
  static func search(_ text: String, _ visit: (JSONValue) throws -> Bool) throws {
    let bytes = Array(text.utf8)
    var work = 0
    var position = 0
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "{") || bytes[position] == UInt8(ascii: "[") else {
        position += 1
        continue
      }
      let end = end(of: position, in: bytes)
      work += (end ?? bytes.count) - position
      if work > workLimit { throw Undecided() }
      if let end, let value = try? JSONValue(parsing: Array(bytes[position..<end])) {
        if try visit(value) { return }
        position = end
      } else {
        position += 1
      }
    }
  }

  /// The end of the container that starts at `start`, going by brackets and quotes alone.
  private static func end(of start: Int, in bytes: [UInt8]) -> Int? {
    var depth = 0
    var isInString = false
    var position = start
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if isInString {
        switch byte {
        case UInt8(ascii: "\\"): position += 1
        case UInt8(ascii: "\""): isInString = false
        // No JSON string has a line break, so this quote was none.
        case 0x0A: return nil
        default: break
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return position }
      default: break
      }
    }
    return nil
  }
}
