import JSONModel

/// Takes secrets out of texts that people may see: the caller's own key wherever it stands, and
/// what has the form of a credential in the texts of servers, which quote their provider's
/// URLs and headers.
struct Redactor: Sendable {
  static let mark = "[redacted]"

  private let secrets: [String]

  init(secrets: [String] = []) {
    // A tiny secret would blank out ordinary words, and protects nothing.
    self.secrets = secrets.filter { $0.utf8.count >= 4 }
      .flatMap(Self.spellings)
      .sorted { $0.utf8.count > $1.utf8.count }
  }

  /// The key as it is, and as it stands in JSON and in URLs where those escape parts of it.
  private static func spellings(_ secret: String) -> [String] {
    let json = JSONValue.string(secret).text().dropFirst().dropLast()
    let url = try? secret.replacing("/", with: "%2F").pathSegment(naming: "")
    return Array(Set([secret, String(json), url?.replacing("%252F", with: "%2F") ?? secret]))
  }

  /// For texts of servers.
  func redact(_ text: String) -> String {
    CredentialPatterns.mask(redactOwn(text), with: Self.mark)
  }

  /// For texts of models, which are data: only the caller's own key is taken out.
  func redactOwn(_ text: String) -> String {
    var result = text
    for secret in secrets where result.contains(secret) {
      result =
        secret.utf8.count >= 8
        ? result.replacing(secret, with: Self.mark) : Self.replacingWord(secret, in: result)
    }
    return result
  }

  /// A short key may be a part of ordinary words, and is taken out where it stands alone.
  private static func replacingWord(_ word: String, in text: String) -> String {
    var result = ""
    var rest = text[...]
    while let found = rest.firstRange(of: word) {
      let before = rest[..<found.lowerBound]
      let isAlone =
        !continuesWord(before.last ?? result.last)
        && !continuesWord(rest[found.upperBound...].first)
      result += before
      result += isAlone ? mark : word
      rest = rest[found.upperBound...]
    }
    return result + rest
  }

  private static func continuesWord(_ character: Character?) -> Bool {
    character.map { $0.isLetter || $0.isNumber } ?? false
  }

  /// The start of a server's text, keys masked, at most `limit` bytes and a sign of what is left
  /// out.
  func excerpt(_ bytes: some Collection<UInt8>, limit: Int) -> String {
    // Masks are shorter than keys, so more is read than is shown.
    let window = bytes.prefix(4 * limit)
    let isWhole = window.count == bytes.count
    var text = redact(String(decoding: window, as: UTF8.self))
    if !isWhole {
      // A key that the window cuts in two is not known any more: what may be its head goes.
      var dropped = 0
      while dropped < 512, let last = text.last, !last.isWhitespace {
        text.removeLast()
        dropped += 1
      }
    }
    guard !isWhole || text.utf8.count > limit else { return text }
    var cut = text.utf8.index(text.startIndex, offsetBy: min(limit, text.utf8.count))
    while cut > text.startIndex, cut.samePosition(in: text) == nil {
      cut = text.utf8.index(before: cut)
    }
    return text[..<cut] + "…"
  }
}

extension Redactor: CustomStringConvertible, CustomReflectable {
  /// Without the secrets.
  var description: String { "a redactor of \(secrets.count) secrets" }
  var customMirror: Mirror { Mirror(self, children: []) }
}
