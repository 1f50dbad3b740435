/// Commands that are shown to be typed into a shell.
package enum ShellCommand {
  /// The words as a shell takes them, each in quotes where it must be.
  package static func text(_ words: [String]) -> String {
    words.map(ShellWord.text).joined(separator: " ")
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
