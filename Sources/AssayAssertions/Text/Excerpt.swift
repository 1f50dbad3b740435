/// Shortens texts for messages.
package enum Excerpt {
  /// The text in quotes, cut in the middle of nothing: at most `limit` characters from its
  /// start, with line ends shown as `\n`.
  package static func quoted(_ text: String, limit: Int = 160) -> String {
    let start = text.prefix(limit)
    var visible = ""
    for character in start {
      switch character {
      case "\\": visible += "\\\\"
      case "\n": visible += "\\n"
      case "\r": visible += "\\r"
      case "\r\n": visible += "\\r\\n"
      case "\t": visible += "\\t"
      default: visible.append(character)
      }
    }
    return start.endIndex == text.endIndex
      ? "\"\(visible)\"" : "\"\(visible)…\" (\(text.count) characters)"
  }

  /// A few texts in quotes, the others by their number.
  package static func list(_ texts: some Collection<String>, limit: Int = 5) -> String {
    let shown = texts.prefix(limit).map { quoted($0, limit: 60) }.joined(separator: ", ")
    return texts.count > limit ? "\(shown) and \(texts.count - limit) more" : shown
  }
}

extension Excerpt {
  /// JSON in messages, cut if it is long.
  static func shortened(_ text: String, limit: Int = 160) -> String {
    text.utf8.count <= limit ? text : "\(text.prefix(limit))… (\(text.count) characters)"
  }
}
