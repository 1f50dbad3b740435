/// Words of a command line.
package enum ShellWord {
  /// A word that a shell, and a reader of `.env` files, takes as this text: in quotes, unless it
  /// is plain anyway.
  package static func text(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-._:/@%+,".utf8.contains(byte)
      }
    }
    if isPlain, !text.isEmpty { return text }
    guard text.contains("'") else { return "'\(text)'" }
    let escaped = text.map { "$`\\\"".contains($0) ? "\\\($0)" : String($0) }.joined()
    return "\"\(escaped)\""
  }
}
