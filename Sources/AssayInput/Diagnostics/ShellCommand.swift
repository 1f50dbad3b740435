/// Commands that are shown to be typed into a shell.
package enum ShellCommand {
  /// The words as a shell takes them, each in quotes where it must be.
  package static func text(_ words: [String]) -> String {
    words.map { hasControls($0) ? quotingControls($0) : ShellWord.text($0) }
      .joined(separator: " ")
  }

  private static func hasControls(_ word: String) -> Bool {
    word.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// What bash, zsh and ksh read as this text, and a terminal shows without doing what it says.
  private static func quotingControls(_ word: String) -> String {
    let characters = word.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\n": return "\\n"
      case "\t": return "\\t"
      case "'", "\\": return "\\\(scalar)"
      default:
        guard scalar.properties.generalCategory == .control else { return String(scalar) }
        // Byte by byte, since shells differ in what they take for a character.
        return String(scalar).utf8.map { byte in
          let octal = String(byte, radix: 8)
          return "\\" + String(repeating: "0", count: 3 - octal.count) + octal
        }.joined()
      }
    }
    return "$'\(characters.joined())'"
  }

  /// An option with its value as words: one word where the value would be taken for an option.
  package static func option(_ name: String, _ value: String) -> [String] {
    value.hasPrefix("-") ? ["\(name)=\(value)"] : [name, value]
  }

  /// A path that is not taken for an option.
  package static func path(_ path: String) -> String {
    path.hasPrefix("-") ? "./\(path)" : path
  }
}
