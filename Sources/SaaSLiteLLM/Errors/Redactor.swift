/// Takes secrets out of texts that people may see: the caller's own key wherever it stands, and
/// what has the form of a credential in the texts of servers, which quote their provider's
/// URLs and headers.
struct Redactor: Sendable {
  static let mark = "[redacted]"

  private let secrets: [String]

  init(secrets: [String] = []) {
    // An empty or tiny secret would blank out ordinary words.
    self.secrets = secrets.filter { $0.count >= 8 }.sorted { $0.count > $1.count }
  }

  /// For texts of servers.
  func redact(_ text: String) -> String {
    CredentialPatterns.mask(redactOwn(text), with: Self.mark)
  }

  /// For texts of models, which are data: only the caller's own key is taken out.
  func redactOwn(_ text: String) -> String {
    var result = text
    for secret in secrets where result.contains(secret) {
      result = result.replacing(secret, with: Self.mark)
    }
    return result
  }
}
