/// Reads `.env` files: `KEY=value` lines with comments, quotes and an optional `export`.
///
/// - Outside quotes a value ends at white space followed by `#`, and the space around it is cut.
/// - In single quotes everything is literal; in double quotes `\n`, `\r`, `\t`, `\"`, `\\` and
///   `\$` are escapes.
/// - Nothing is expanded. Of a repeated key the last value counts.
enum DotEnv {
  /// A line that is not understood. Its content may be a secret and is not told.
  struct SyntaxError: Error, Hashable {
    var line: Int
    var message: String
  }

  static func parse(_ text: String) throws(SyntaxError) -> [String: String] {
    var values: [String: String] = [:]
    var number = 0
    let unmarked = text.unicodeScalars.first == "\u{FEFF}" ? String(text.dropFirst()) : text
    for line in unmarked.replacing("\r\n", with: "\n").split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      number += 1
      if let (key, value) = try entry(line, number) { values[key] = value }
    }
    return values
  }

  private static func entry(
    _ line: Substring, _ number: Int
  ) throws(SyntaxError) -> (String, String)? {
    var rest = line.drop(while: \.isWhitespace)
    guard let first = rest.first, first != "#" else { return nil }
    if rest.hasPrefix("export"), let next = rest.dropFirst(6).first, next.isWhitespace {
      rest = rest.dropFirst(6).drop(while: \.isWhitespace)
    }
    let key = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }
    rest = rest.dropFirst(key.count).drop { $0 == " " || $0 == "\t" }
    guard !key.isEmpty, rest.first == "=" else {
      throw SyntaxError(line: number, message: "expected KEY=value")
    }
    rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
    switch rest.first {
    case "'": return (String(key), try quoted(rest.dropFirst(), by: "'", number))
    case "\"": return (String(key), try quoted(rest.dropFirst(), by: "\"", number))
    default: return (String(key), plain(rest))
    }
  }

  private static func plain(_ text: Substring) -> String {
    var value = ""
    for character in text {
      if character == "#", value.isEmpty || value.last?.isWhitespace == true { break }
      value.append(character)
    }
    while value.last?.isWhitespace == true { value.removeLast() }
    return value
  }

  private static func quoted(
    _ text: Substring, by quote: Character, _ number: Int
  ) throws(SyntaxError) -> String {
    var value = ""
    var rest = text
    while let character = rest.popFirst() {
      if character == quote {
        let tail = rest.drop(while: \.isWhitespace)
        guard tail.isEmpty || tail.first == "#" else {
          throw SyntaxError(line: number, message: "unexpected text after the closing quote")
        }
        return value
      }
      guard quote == "\"", character == "\\", let escaped = rest.popFirst() else {
        value.append(character)
        continue
      }
      switch escaped {
      case "n": value.append("\n")
      case "r": value.append("\r")
      case "t": value.append("\t")
      case "\"", "\\", "$": value.append(escaped)
      default: value.append(contentsOf: ["\\", escaped])
      }
    }
    throw SyntaxError(line: number, message: "the closing quote is missing")
  }
}
